// A run of `vole stress`: a child of fork does what `vole run` does, with its output in files.

#include "vm/command/stress_run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vm/command/command.h"

enum { poll_ns = 2 * 1000 * 1000, tick_every = 50 };

// The unnamed files that a run writes to.
struct files {
  FILE *out, *err, *cycles;
};

static void close_files(struct files *files) {
  FILE *all[] = {files->out, files->err, files->cycles};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    if (all[i])
      fclose(all[i]);
}

static bool open_files(struct files *files) {
  *files = (struct files){tmpfile(), tmpfile(), tmpfile()};
  if (files->out && files->err && files->cycles)
    return true;
  perror("vole stress: a temporary file");
  close_files(files);
  return false;
}

static void set(const char *name, const char *value) {
  if (*value)
    setenv(name, value, 1);
  else
    unsetenv(name);
}

// Runs the program in the child, and ends it.
static _Noreturn void child(char **argv, int argc, const struct stress_settings *settings,
                            struct files *files) {
  uint64_t cycles = 0;
  int null = open("/dev/null", O_RDONLY);
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(fileno(files->out), STDOUT_FILENO) < 0 ||
      dup2(fileno(files->err), STDERR_FILENO) < 0)
    _exit(127);
  if (settings) {
    set("GOMAXPROCS", settings->procs);
    set("GODEBUG", settings->godebug);
    set("VOLEDEBUG", settings->voledebug);
  }
  int status = command_run(argc, argv, &cycles);
  fflush(stdout);
  fflush(stderr);
  if (fwrite(&cycles, sizeof cycles, 1, files->cycles) != 1 || fflush(files->cycles) != 0)
    _exit(127);
  _exit(status);
}

// Waits for the child to end, and returns its status. Kills it after `seconds`.
static int wait_for(pid_t pid, int seconds, void (*tick)(void *arg), void *arg) {
  struct timespec start, now, pause = {0, poll_ns};
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (unsigned polls = 1; waitpid(pid, &status, WNOHANG) != pid; polls++) {
    nanosleep(&pause, NULL);
    if (tick && polls % tick_every == 0)
      tick(arg);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - start.tv_sec < seconds)
      continue;
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return stress_killed_by_limit;
  }
  return status;
}

// Returns the contents of a file, with a NUL after them; NULL if memory is short.
static char *contents(FILE *file, size_t *size) {
  long length = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  char *text = length < 0 ? NULL : malloc((size_t)length + 1);
  if (!text)
    return NULL;
  rewind(file);
  *size = fread(text, 1, (size_t)length, file);
  text[*size] = '\0';
  return text;
}

// Finds the lines of standard error that make outcome->error and outcome->live. Changes text.
static void read_error(struct stress_outcome *outcome, char *text) {
  bool found = false;
  for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
    char *colon = strstr(line, ": "), *end = strchr(line, ';');
    if (strncmp(line, "verify ", 7) != 0) {
      bool named = strncmp(line, "fatal error: ", 13) == 0 || strncmp(line, "panic: ", 7) == 0;
      if (*line && (!outcome->error || (named && !found))) {
        free(outcome->error);
        outcome->error = strdup(line);
      }
      found |= named;
    } else if (colon && end && strstr(end, " (forced)")) {
      *end = '\0';
      free(outcome->live);
      outcome->live = strdup(colon + 2);
    }
  }
}

// Fills the outcome from the files of a run. False: memory is short.
static bool collect(struct files *files, struct stress_outcome *outcome) {
  size_t size;
  char *err = contents(files->err, &size);
  outcome->out = contents(files->out, &outcome->out_size);
  rewind(files->cycles);
  if (fread(&outcome->cycles, sizeof outcome->cycles, 1, files->cycles) != 1)
    outcome->cycles = 0; // the program did not come to its end
  if (err)
    read_error(outcome, err);
  bool good = err && outcome->out;
  free(err);
  if (!good)
    fputs("vole stress: out of memory\n", stderr);
  return good;
}

bool stress_run(char **argv, int argc, const struct stress_settings *settings, int seconds,
                void (*tick)(void *arg), void *arg, struct stress_outcome *outcome) {
  struct files files;
  if (!open_files(&files))
    return false;
  fflush(stdout);
  fflush(stderr);
  pid_t pid = fork();
  if (pid == 0)
    child(argv, argc, settings, &files);
  bool good = pid > 0;
  if (good) {
    outcome->status = wait_for(pid, seconds, tick, arg);
    good = collect(&files, outcome);
  } else {
    perror("vole stress: fork");
  }
  close_files(&files);
  return good;
}

void stress_outcome_clear(struct stress_outcome *outcome) {
  free(outcome->out);
  free(outcome->error);
  free(outcome->live);
  *outcome = (struct stress_outcome){0};
}
