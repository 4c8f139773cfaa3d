// Profiles of `vole run`: see profile.h.

#include "vm/command/profile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "vm/command/command.h"

enum { heap_profile_rate = 512 << 10 }; // bytes between samples, as in Go

bool profiles_flag(struct profiles *profiles, struct program_words *words) {
  return program_flag(words, "cpuprofile", &profiles->cpu) ||
         program_flag(words, "trace", &profiles->trace_path) ||
         program_flag(words, "memprofile", &profiles->memory) ||
         program_switch(words, "profile", &profiles->top);
}

bool profiles_configure(struct profiles *profiles, struct vole_config *config) {
  if (profiles->memory)
    config->heap_profile_rate = heap_profile_rate;
  return !profiles->trace_path || (profiles->trace = trace_open(profiles->trace_path));
}

void profiles_cancel(struct profiles *profiles) {
  trace_end(profiles->trace);
  profiles->trace = NULL;
}

// Makes a file. Returns its descriptor, -1 after an error, which was reported.
static int create(const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0)
    fprintf(stderr, "vole run: %s: %s\n", path, command_error_text(errno));
  return fd;
}

int profiles_begin(struct profiles *profiles, struct vole *vole) {
  struct vole_error err = {0};
  trace_begin(profiles->trace, vole);
  if (profiles->cpu && (profiles->cpu_fd = create(profiles->cpu)) < 0)
    return 1;
  if (profiles->memory && (profiles->memory_fd = create(profiles->memory)) < 0)
    return 1;
  if (!profiles->cpu && !profiles->top)
    return 0;
  return vole_cpu_profile_start(vole, &err) ? 0 : command_report(&err);
}

static int end_cpu(const struct profiles *profiles, struct vole *vole) {
  struct vole_error err = {0};
  int fd = profiles->cpu ? profiles->cpu_fd : STDERR_FILENO;
  enum vole_profile_form form = profiles->cpu ? VOLE_PROFILE_PPROF : VOLE_PROFILE_TOP;
  int status = vole_cpu_profile_stop(vole, fd, form, &err) ? 0 : command_report(&err);
  if (profiles->cpu)
    close(fd);
  return status;
}

static int end_memory(const struct profiles *profiles, struct vole *vole) {
  struct vole_error err = {0};
  int status = vole_heap_profile_pprof(vole, profiles->memory_fd, &err) ? 0 : command_report(&err);
  close(profiles->memory_fd);
  return status;
}

int profiles_end(struct profiles *profiles, struct vole *vole, int status) {
  int traced = trace_end(profiles->trace) ? 0 : 1;
  profiles->trace = NULL;
  int failed = profiles->cpu || profiles->top ? end_cpu(profiles, vole) : 0;
  if (profiles->memory) {
    int memory = end_memory(profiles, vole);
    failed = failed ? failed : memory;
  }
  failed = failed ? failed : traced;
  return status ? status : failed;
}
