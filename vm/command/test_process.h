// The process in which `vole test` runs the tests of one package.

#ifndef VOLE_VM_COMMAND_TEST_PROCESS_H
#define VOLE_VM_COMMAND_TEST_PROCESS_H

#include <sys/types.h>
#include <time.h>

#include "vm/command/test_cover.h"

// What a process has written. data ends with a NUL once something was read.
struct output {
  char *data;
  size_t size, cap;
};

// A process. Starts zeroed.
struct test_process {
  pid_t pid;
  int out, errors;       // read ends of pipes; -1: at its end
  struct output output;  // of the test program
  struct output message; // why there is none: then its first byte is a process_problem
  struct timespec start;
  int status;  // as of waitpid
  bool killed; // it did not end itself in time
};

enum process_problem { SETUP_FAILED = 's', BUILD_FAILED = 'b' };

// Packages with their tests, and what they are run with.
struct test_program {
  struct test_flags *flags;
  const struct found_package *found;
  struct vole_package packages[test_packages_most];
  int count;
  const struct cover_list *covered;
  const char *profile; // where the process writes its coverage profile; NULL: nowhere
};

// Starts the process. False: that failed; errno says why.
bool test_process_start(struct test_process *process, struct test_program *program);
// Reads what has come, after poll has said that something has. show: pass it on. Returns how many
// bytes of output came.
size_t test_process_read(struct test_process *process, struct pool *pool);
// Waits for the end of a process whose pipes are at their end.
void test_process_wait(struct test_process *process);
double test_process_seconds(const struct test_process *process);

#endif
