// measure REPORT PROGRAM ARGS...: runs a program and writes its wall time in seconds, its peak
// memory in KiB and its CPU time in seconds, of all threads and of the kernel for them, to REPORT.
//
// The kernel counts as a process's peak what its memory was before exec too, so a small program has
// to start what is measured: started from Python, everything would seem to need what Python needs.

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval t) {
  return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: measure REPORT PROGRAM ARGS...\n");
    return 2;
  }
  double start = now_seconds();
  pid_t child = fork();
  if (child < 0) {
    perror("measure: fork");
    return 2;
  }
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) {
    perror("measure: wait4");
    return 2;
  }
  double seconds = now_seconds() - start;
  FILE *report = fopen(argv[1], "w");
  if (!report ||
      fprintf(report, "%.6f %ld %.6f\n", seconds, usage.ru_maxrss,
              seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime)) < 0 ||
      fclose(report) != 0) {
    perror(argv[1]);
    return 2;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
