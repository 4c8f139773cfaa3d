// In builds with the address sanitizer: looks for leaks at the end of each Criterion test.
//
// Criterion ends the process of a test in a way that skips the sanitizer's own check at exit. So
// each test's last step, its `fini`, is replaced before the tests run by one that does what the
// test asked for and then checks. Criterion counts a test whose last step dies as passed, and
// warns; the runner counts the warning as a failure.

#include <criterion/criterion.h>
#include <sanitizer/lsan_interface.h>
#include <stdlib.h>
#include <string.h>

enum { tests_max = 1024 };

// Criterion's list of the tests in this program: the linker makes the names of its limits.
extern struct criterion_test *__start_cr_tst[];
extern struct criterion_test *__stop_cr_tst[];

// What each test asked for as its last step, in the order of the list. Written before main only.
static void (*own_steps[tests_max])(void);

// Whether this is the running test, of which Criterion gives a copy.
static bool is_running(const struct criterion_test *test) {
  return test && strcmp(test->name, criterion_current_test->name) == 0 &&
         strcmp(test->category, criterion_current_test->category) == 0;
}

static void check_leaks(void) {
  for (size_t i = 0; i < tests_max && &__start_cr_tst[i] < __stop_cr_tst; i++) {
    if (is_running(__start_cr_tst[i]) && own_steps[i])
      own_steps[i]();
  }
  if (__lsan_do_recoverable_leak_check() != 0)
    abort();
}

__attribute__((constructor)) static void replace_last_steps(void) {
  for (size_t i = 0; i < tests_max && &__start_cr_tst[i] < __stop_cr_tst; i++) {
    if (__start_cr_tst[i]) {
      own_steps[i] = __start_cr_tst[i]->data->fini;
      __start_cr_tst[i]->data->fini = check_leaks;
    }
  }
}
