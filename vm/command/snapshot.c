// Snapshots at signals and at the end: see snapshot.h.

#include "vm/command/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/command/command.h"

// What the command knows of the snapshots that it writes.
struct snapshots {
  char path[256];
  struct vole *vole;
  pthread_t thread;
  bool has_thread;
  bool ending; // the signal is the command's own: written before it is sent
  unsigned count;
};

// Takes snapshot=FILE out of VOLEDEBUG; the last one counts.
static bool find_path(char *path, size_t size) {
  static const char name[] = "snapshot=";
  const char *text = getenv("VOLEDEBUG");
  path[0] = '\0';
  while (text && *text) {
    size_t length = strcspn(text, ",");
    if (length > sizeof name - 1 && memcmp(text, name, sizeof name - 1) == 0)
      snprintf(path, size, "%.*s", (int)(length - (sizeof name - 1)), text + sizeof name - 1);
    text += length + (text[length] == ',');
  }
  return path[0] != '\0';
}

void snapshots_block_signal(void) {
  char path[sizeof((struct snapshots *)0)->path];
  sigset_t set;
  if (!find_path(path, sizeof path))
    return;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

struct snapshots *snapshots_prepare(void) {
  char path[sizeof((struct snapshots *)0)->path];
  struct snapshots *s = find_path(path, sizeof path) ? calloc(1, sizeof *s) : NULL;
  if (s)
    memcpy(s->path, path, sizeof path);
  return s;
}

static void write_snapshot(struct snapshots *s, const char *path) {
  struct vole_error err = {0};
  struct vole_snapshot taken;
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    fprintf(stderr, "vole: no snapshot in %s: %s\n", path, command_error_text(errno));
    return;
  }
  if (vole_heap_snapshot(s->vole, fd, &taken, &err))
    fprintf(stderr, "vole: a snapshot of %llu objects is in %s; the world stood for %.1f ms\n",
            (unsigned long long)taken.objects, path, (double)taken.pause_ns / 1e6);
  else
    fprintf(stderr, "vole: no snapshot in %s: %s\n", path, err.message);
  vole_error_clear(&err);
  if (close(fd) != 0)
    fprintf(stderr, "vole: no snapshot in %s: %s\n", path, command_error_text(errno));
}

static void *wait_for_signals(void *argument) {
  struct snapshots *s = argument;
  char path[sizeof s->path + 16];
  sigset_t set;
  int number;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  while (sigwait(&set, &number) == 0 && !s->ending) {
    snprintf(path, sizeof path, "%s.%u", s->path, ++s->count);
    write_snapshot(s, path);
  }
  return NULL;
}

void snapshots_begin(struct snapshots *s, struct vole *vole) {
  if (!s)
    return;
  s->vole = vole;
  s->has_thread = pthread_create(&s->thread, NULL, wait_for_signals, s) == 0;
  if (!s->has_thread)
    fputs("vole: no thread can be had that waits for SIGUSR1\n", stderr);
}

void snapshots_end(struct snapshots *s, bool ended) {
  if (!s)
    return;
  if (s->has_thread) {
    s->ending = true;
    pthread_kill(s->thread, SIGUSR1);
    pthread_join(s->thread, NULL);
  }
  if (s->vole && ended)
    write_snapshot(s, s->path);
  free(s);
}
