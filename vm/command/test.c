// vole test: runs the tests of packages, each in a process of its own, and prints what go test does.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/message.h"
#include "vm/command/program.h"
#include "vm/command/test_package.h"

enum { output_block = 64 << 10 };

// What the command line says.
struct test_run {
  struct module_set set;
  struct text_list arguments; // of the test program
  bool local;                 // no package is named: the working folder's is meant
  bool verbose, benchmarks, lists;
  bool failed;
};

// What a test program has written.
struct output {
  char *data;
  size_t size, cap;
};

// Flags that go to the test program, and whether they have a value.
static const struct {
  const char *name;
  bool has_value;
} test_flags[] = {{"run", true},       {"bench", true},    {"count", true},   {"timeout", true},
                  {"benchtime", true}, {"parallel", true}, {"shuffle", true}, {"cpu", true},
                  {"list", true},      {"v", false},       {"short", false},  {"benchmem", false},
                  {"failfast", false}};

// Takes a flag of the test program.
static bool take_test_flag(struct test_run *run, struct program_words *words) {
  for (size_t i = 0; i < sizeof test_flags / sizeof *test_flags; i++) {
    const char *name = test_flags[i].name, *value = NULL;
    bool on = true;
    if (test_flags[i].has_value ? !program_flag(words, name, &value)
                                : !program_switch(words, name, &on))
      continue;
    run->verbose = run->verbose || (strcmp(name, "v") == 0 && on);
    run->benchmarks = run->benchmarks || strcmp(name, "bench") == 0;
    run->lists = run->lists || strcmp(name, "list") == 0;
    pool_add_text(run->set.pool, &run->arguments,
                  pool_printf(run->set.pool, "-test.%s=%s", name,
                              value ? value
                              : on  ? "true"
                                    : "false"));
    return true;
  }
  return false;
}

// In the child.

// Writes a compile error as go test does: a package that is compiled with tests is shown with them.
static void print_compile_error(struct test_run *run, const char *path, const char *message) {
  struct pool *pool = run->set.pool;
  const char *text = "";
  while (*message) {
    size_t size = strcspn(message, "\n");
    const char *line = pool_copy(pool, message, size);
    const char *package = strncmp(line, "# ", 2) == 0 ? line + 2 : "";
    bool is_tested =
        strcmp(package, path) == 0 || strcmp(package, pool_printf(pool, "%s_test", path)) == 0;
    text = is_tested ? pool_printf(pool, "%s%s [%s.test]\n", text, line, path)
                     : pool_printf(pool, "%s%s\n", text, line);
    message += size + (message[size] == '\n');
  }
  message_print(pool, run->set.working_folder, text, stderr);
}

// Loads and runs the tests in the package's folder. Does not return. Status 125 tells the parent
// that the package does not compile; the message went to standard error.
static _Noreturn void run_child(struct test_run *run, const struct found_package *found,
                                const struct vole_package *packages, int count, int out) {
  char **argv = pool_alloc(run->set.pool, ((size_t)run->arguments.count + 2) * sizeof *argv);
  argv[0] = pool_printf(run->set.pool, "%s.test", found->path);
  for (int i = 0; i < run->arguments.count; i++)
    argv[i + 1] =
        pool_copy(run->set.pool, run->arguments.items[i], strlen(run->arguments.items[i]));
  struct vole_config config = {.argc = run->arguments.count + 1,
                               .argv = argv,
                               .loader = packages_load,
                               .loader_user = &run->set,
                               .build_tags = run->set.tags};
  struct vole_error err = {0};
  command_configure(&config);
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_packages(vole, packages, count, &err)) {
    if (err.kind == VOLE_ERROR_COMPILE && err.message)
      print_compile_error(run, found->path, err.message);
    else
      program_report(&run->set, &err, false);
    fflush(NULL);
    _exit(command_test_build_failed);
  }
  fflush(NULL);
  if (chdir(found->folder) != 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0) {
    fprintf(stderr, "chdir %s: %s\n", found->folder, command_error_text(errno));
    _exit(command_test_build_failed);
  }
  close(out);
  setenv("PWD", found->folder, 1);
  int status = vole_run(vole, &err) ? 0 : command_report(&err);
  fflush(NULL);
  _exit(status);
}

// In the parent.

// Reads what the child writes, and passes it on if it is to be shown at once.
static void read_output(struct test_run *run, int fd, bool show, struct output *output) {
  for (;;) {
    if (output->cap - output->size < output_block) {
      size_t cap = output->cap * 2 + output_block * 2;
      char *larger = pool_alloc(run->set.pool, cap);
      if (output->size > 0)
        memcpy(larger, output->data, output->size);
      output->data = larger;
      output->cap = cap;
    }
    ssize_t got = read(fd, output->data + output->size, output->cap - output->size - 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    if (show) {
      fwrite(output->data + output->size, 1, (size_t)got, stdout);
      fflush(stdout);
    }
    output->size += (size_t)got;
  }
  output->data[output->size] = '\0';
}

static double seconds_since(const struct timespec *start) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

// Prints the line of a package that has run.
static void print_result(struct test_run *run, const struct found_package *found, int status,
                         bool shown, double seconds, const struct output *output) {
  static const char none[] = "testing: warning: no tests to run\n";
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    bool no_tests = !run->local && !run->benchmarks && strstr(output->data, none);
    printf("ok  \t%s\t%.3fs%s\n", found->path, seconds, no_tests ? " [no tests to run]" : "");
    return;
  }
  run->failed = true;
  if (!shown)
    fwrite(output->data, 1, output->size, stdout);
  if (output->size > 0 && output->data[output->size - 1] != '\n')
    putchar('\n');
  if (WIFSIGNALED(status))
    printf("signal: %s\n", strsignal(WTERMSIG(status)));
  else if (output->size == 0 || run->local)
    printf("exit status %d\n", WEXITSTATUS(status));
  printf("FAIL\t%s\t%.3fs\n", found->path, seconds);
}

static void fail_setup(struct test_run *run, const char *name, const char *problem) {
  fprintf(stderr, "# %s\n%s\n", name, problem);
  printf("FAIL\t%s [setup failed]\n", name);
  run->failed = true;
}

static void test_package(struct test_run *run, const struct found_package *found,
                         const char *word) {
  struct vole_package packages[test_packages_most];
  const char *problem;
  int count = test_package_make(&run->set, found, packages, &problem), ends[2], status = 0;
  if (count < 0) {
    fail_setup(run, found->path ? found->path : word, problem);
    return;
  }
  if (count == 0) {
    printf("?   \t%s\t[no test files]\n", found->path);
    return;
  }
  struct output output = {0};
  struct timespec start;
  bool show = run->local || run->verbose || run->benchmarks || run->lists;
  clock_gettime(CLOCK_MONOTONIC, &start);
  fflush(NULL);
  pid_t child = pipe(ends) == 0 ? fork() : -1;
  if (child < 0) {
    fail_setup(run, found->path, pool_printf(run->set.pool, "fork: %s", command_error_text(errno)));
    return;
  }
  if (child == 0) {
    close(ends[0]);
    run_child(run, found, packages, count, ends[1]);
  }
  close(ends[1]);
  read_output(run, ends[0], show, &output);
  close(ends[0]);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (WIFEXITED(status) && WEXITSTATUS(status) == command_test_build_failed) {
    printf("FAIL\t%s [build failed]\n", found->path);
    run->failed = true;
    return;
  }
  print_result(run, found, status, show, seconds_since(&start), &output);
}

static int test_packages(struct test_run *run, const struct program_words *words) {
  struct package_list list = {0};
  int named = 0;
  if (!module_set_init(&run->set))
    return program_fail(&run->set, run->set.problem, false);
  for (int i = 0; i < words->argc; i++) {
    int before = list.count;
    packages_add(&run->set, &list, words->argv[i]);
    for (int j = before; j < list.count; j++)
      if (list.items[j].problem)
        list.items[j].path = words->argv[i];
    named += list.count - before;
  }
  for (int i = 0; i < named; i++) {
    test_package(run, &list.items[i], list.items[i].path);
    fflush(stdout);
  }
  if (run->failed && !run->local)
    puts("FAIL");
  return run->failed;
}

int command_test(int argc, char **argv) {
  struct pool pool = {0};
  struct test_run run = {.set.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv}, packages = {0};
  static char *here[] = {"."};
  int status = 2;
  packages.argv = pool_alloc(&pool, ((size_t)argc + 1) * sizeof *packages.argv);
  pool_add_text(&pool, &run.arguments, "-test.paniconexit0");
  pool_add_text(&pool, &run.arguments, "-test.timeout=10m0s");
  while (words.argc > 0 && strcmp(words.argv[0], "-args") != 0) {
    if (program_module_flag(&run.set, &words) || take_test_flag(&run, &words))
      continue;
    if (program_has_flag(&words)) {
      fprintf(stderr, "vole test: unknown flag %s\n", words.argv[0]);
      goto end;
    }
    packages.argv[packages.argc++] = words.argv[0];
    words.argc--;
    words.argv++;
  }
  for (int i = 1; i < words.argc; i++)
    pool_add_text(&pool, &run.arguments, words.argv[i]);
  run.local = packages.argc == 0;
  if (run.local)
    packages = (struct program_words){.argc = 1, .argv = here};
  status = test_packages(&run, &packages);
end:
  pool_free(&pool);
  return status;
}
