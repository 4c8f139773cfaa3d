// vole test: runs the tests of packages, each in a process of its own, several at once, and prints
// what go test does, in the order of the packages.

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/test_json.h"
#include "vm/command/test_process.h"

enum { kill_delay = 60 }; // seconds that a test program has beyond -timeout, to end itself

// The tests of one package.
struct test_job {
  struct test_program program;
  struct test_process process;
  struct test_json json;
  bool has_tests, started, ended, printed;
  size_t shown; // bytes of the output that were passed on
};

// What the command has to do.
struct test_run {
  struct test_flags flags;
  struct cover_list covered;
  struct package_list packages;
  struct test_job *jobs;
  int count;
  bool streams;              // output is passed on as it comes
  char *folder;              // of profiles, while it is there; NULL: none
  FILE *profile;             // what -coverprofile names, or NULL
  struct text_list messages; // of packages that do not compile, which were printed
  bool failed;
};

// Prints the line of a package, or writes it as an event.
static void print_line(struct test_run *run, struct test_job *job, const char *text) {
  if (run->flags.json)
    test_json_write(&job->json, text, strlen(text));
  else
    fputs(text, stdout);
}

static void end_json(struct test_run *run, struct test_job *job, const char *result,
                     double seconds) {
  if (run->flags.json)
    test_json_end(&job->json, result, seconds);
}

// Whether a message was printed for another package before, which needs the same: from now on it was.
static bool was_printed(struct test_run *run, const char *message) {
  for (int i = 0; i < run->messages.count; i++)
    if (strcmp(run->messages.items[i], message) == 0)
      return true;
  pool_add_text(run->flags.set.pool, &run->messages, message);
  return false;
}

// Reports a package of which the tests could not be made. what: "setup failed", "build failed".
static void fail_package(struct test_run *run, struct test_job *job, const char *message,
                         const char *what) {
  struct pool *pool = run->flags.set.pool;
  const char *path = job->program.found->path, *failed = NULL;
  run->failed = true;
  job->printed = true;
  if (was_printed(run, message))
    message = "";
  if (run->flags.json) {
    failed = test_json_build(pool, path, message, stdout);
    test_json_begin(&job->json, pool, path, stdout);
    job->json.failed_build = failed;
  } else {
    fflush(stdout);
    fputs(message, stderr);
  }
  print_line(run, job, pool_printf(pool, "FAIL\t%s [%s]\n", path, what));
  end_json(run, job, "fail", 0);
}

// Coverage.

// The line "coverage: ..." of a test program's output; NULL: there is none.
static const char *coverage_line(struct test_run *run, const struct test_job *job) {
  const char *text = job->process.output.data;
  while (text && *text) {
    size_t size = strcspn(text, "\n");
    if (strncmp(text, "coverage: ", 10) == 0)
      return pool_copy(run->flags.set.pool, text, size);
    text += size + (text[size] == '\n');
  }
  return NULL;
}

// Appends a package's profile to the one of all, without its first line.
static void add_profile(struct test_run *run, const struct test_job *job) {
  size_t size;
  const char *text =
      job->program.profile ? file_read(run->flags.set.pool, job->program.profile, &size) : NULL;
  if (!text)
    return;
  const char *newline = strchr(text, '\n');
  if (newline)
    fputs(newline + 1, run->profile);
  unlink(job->program.profile);
}

// Makes the file of -coverprofile, and a folder for those of the packages.
static bool open_profile(struct test_run *run) {
  struct pool *pool = run->flags.set.pool;
  const char *base = run->flags.output_folder, *name = run->flags.cover_profile;
  const char *temporary = getenv("TMPDIR");
  const char *path = path_clean(pool,
                                base ? path_clean(pool, run->flags.set.working_folder, base)
                                     : run->flags.set.working_folder,
                                name);
  run->profile = fopen(path, "w");
  if (!run->profile) {
    fprintf(stderr, "open %s: %s\n", name, command_error_text(errno));
    return false;
  }
  fprintf(run->profile, "mode: %s\n", run->flags.cover_mode);
  char *folder =
      pool_printf(pool, "%s/vole-test-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  run->folder = mkdtemp(folder);
  if (!run->folder)
    fprintf(stderr, "mkdir %s: %s\n", folder, command_error_text(errno));
  return run->folder != NULL;
}

// Returns whether the profile is written whole.
static bool close_profile(struct test_run *run) {
  bool ok = true;
  if (run->folder)
    rmdir(run->folder);
  if (run->profile) {
    ok = !ferror(run->profile);
    ok = fclose(run->profile) == 0 && ok;
  }
  if (!ok)
    fprintf(stderr, "write %s: %s\n", run->flags.cover_profile, command_error_text(errno));
  return ok;
}

// Results.

// Prints the line of a package that has passed.
static void print_pass(struct test_run *run, struct test_job *job, double seconds) {
  static const char none[] = "testing: warning: no tests to run\n";
  struct pool *pool = run->flags.set.pool;
  const char *path = job->program.found->path, *text = job->process.output.data;
  const char *coverage = coverage_line(run, job);
  bool no_statements = coverage && strcmp(coverage, "coverage: [no statements]") == 0;
  if (!job->has_tests && (no_statements || !coverage)) {
    print_line(run, job, pool_printf(pool, "?   \t%s\t[no test files]\n", path));
    end_json(run, job, "skip", 0);
    return;
  }
  if (!job->has_tests) {
    size_t size = strlen(coverage) - strlen(run->covered.where);
    print_line(run, job, pool_printf(pool, "\t%s\t\t%.*s\n", path, (int)size, coverage));
  } else {
    bool no_tests =
        !run->flags.local && !run->flags.benchmarks && text && strstr(text, none) != NULL;
    print_line(run, job,
               pool_printf(pool, "ok  \t%s\t%.3fs%s%s%s\n", path, seconds,
                           coverage && !run->flags.local ? "\t" : "",
                           coverage && !run->flags.local ? coverage : "",
                           no_tests ? " [no tests to run]" : ""));
  }
  end_json(run, job, "pass", seconds);
}

static void print_fail(struct test_run *run, struct test_job *job, double seconds) {
  struct pool *pool = run->flags.set.pool;
  const struct output *output = &job->process.output;
  int status = job->process.status;
  run->failed = true;
  if (output->size > 0 && output->data[output->size - 1] != '\n')
    print_line(run, job, "\n");
  if (job->process.killed)
    print_line(run, job,
               pool_printf(pool, "*** Test killed: ran too long (%gs).\n",
                           run->flags.timeout + kill_delay));
  if (WIFSIGNALED(status))
    print_line(run, job, pool_printf(pool, "signal: %s\n", strsignal(WTERMSIG(status))));
  else if (output->size == 0 || run->flags.local || run->flags.benchmarks)
    print_line(run, job, pool_printf(pool, "exit status %d\n", WEXITSTATUS(status)));
  print_line(run, job, pool_printf(pool, "FAIL\t%s\t%.3fs\n", job->program.found->path, seconds));
  end_json(run, job, "fail", seconds);
}

// Passes output on that has come since the last time.
static void show_output(struct test_run *run, struct test_job *job) {
  const struct output *output = &job->process.output;
  size_t size = output->size - job->shown;
  if (size == 0 || !job->has_tests)
    return;
  if (run->flags.json)
    test_json_write(&job->json, output->data + job->shown, size);
  else
    fwrite(output->data + job->shown, 1, size, stdout);
  fflush(stdout);
  job->shown = output->size;
}

// Prints what there is about a package that has ended.
static void print_job(struct test_run *run, struct test_job *job) {
  const struct test_process *process = &job->process;
  double seconds = test_process_seconds(process);
  bool passed = WIFEXITED(process->status) && WEXITSTATUS(process->status) == 0;
  if (job->printed)
    return;
  job->printed = true;
  if (process->message.size > 0) {
    fail_package(run, job, process->message.data + 1,
                 process->message.data[0] == SETUP_FAILED ? "setup failed" : "build failed");
    return;
  }
  if (run->flags.json && !job->json.package)
    test_json_begin(&job->json, run->flags.set.pool, job->program.found->path, stdout);
  if (run->streams || !passed || run->flags.verbose)
    show_output(run, job);
  if (passed)
    print_pass(run, job, seconds);
  else
    print_fail(run, job, seconds);
  if (run->profile)
    add_profile(run, job);
  fflush(stdout);
}

// Running.

// Makes the packages of a job. What is wrong with it is printed at once.
static void prepare(struct test_run *run, struct test_job *job, const struct found_package *found) {
  const char *problem;
  struct pool *pool = run->flags.set.pool;
  job->program =
      (struct test_program){.flags = &run->flags, .found = found, .covered = &run->covered};
  int count = test_package_make(&run->flags.set, found, run->flags.cover_mode != NULL,
                                job->program.packages, &job->has_tests, &problem);
  job->program.count = count;
  if (count < 0)
    fail_package(run, job, pool_printf(pool, "# %s\n%s\n", found->path, problem), "setup failed");
  job->ended = count <= 0;
}

static void start(struct test_run *run, int i) {
  struct test_job *job = &run->jobs[i];
  job->started = true;
  if (run->profile)
    job->program.profile = pool_printf(run->flags.set.pool, "%s/%d", run->folder, i);
  if (!test_process_start(&job->process, &job->program)) {
    fail_package(run, job,
                 pool_printf(run->flags.set.pool, "fork: %s\n", command_error_text(errno)),
                 "setup failed");
    job->ended = true;
  }
}

// Reads from a process, and takes its end.
static void attend(struct test_run *run, struct test_job *job) {
  struct test_process *process = &job->process;
  size_t got = test_process_read(process, run->flags.set.pool);
  if (got > 0 && run->streams) {
    if (run->flags.json && !job->json.package)
      test_json_begin(&job->json, run->flags.set.pool, job->program.found->path, stdout);
    show_output(run, job);
  }
  if (process->out < 0 && process->errors < 0) {
    test_process_wait(process);
    job->ended = true;
  } else if (run->flags.timeout > 0 && !process->killed &&
             test_process_seconds(process) > run->flags.timeout + kill_delay) {
    kill(process->pid, SIGKILL);
    process->killed = true;
  }
}

// Waits until a process has written something, or ended, or a second is over.
static void wait_for_any(struct test_run *run, int most) {
  struct pollfd *waits = pool_alloc(run->flags.set.pool, (size_t)most * 2 * sizeof *waits);
  nfds_t count = 0;
  for (int i = 0; i < run->count; i++) {
    const struct test_job *job = &run->jobs[i];
    if (!job->started || job->ended)
      continue;
    waits[count++] = (struct pollfd){.fd = job->process.out, .events = POLLIN};
    waits[count++] = (struct pollfd){.fd = job->process.errors, .events = POLLIN};
  }
  poll(waits, count, 1000);
}

// Runs all jobs, as many at once as may run, and prints each when those before it are printed.
static void run_jobs(struct test_run *run) {
  int next = 0, printed = 0, running = 0;
  int most = run->flags.local || run->flags.benchmarks ? 1 : run->flags.parallel;
  while (printed < run->count) {
    while (next < run->count && (running < most || run->jobs[next].ended)) {
      if (!run->jobs[next].ended)
        start(run, next);
      running += !run->jobs[next++].ended;
    }
    if (running > 0 && !run->jobs[printed].ended)
      wait_for_any(run, most);
    for (int i = 0; i < next; i++) {
      struct test_job *job = &run->jobs[i];
      if (job->ended)
        continue;
      attend(run, job);
      running -= job->ended;
    }
    while (printed < run->count && run->jobs[printed].ended && printed < next)
      print_job(run, &run->jobs[printed++]);
  }
}

static int test_packages(struct test_run *run) {
  struct test_flags *flags = &run->flags;
  struct pool *pool = flags->set.pool;
  if (!module_set_init(&flags->set))
    return program_fail(&flags->set, flags->set.problem, false);
  for (int i = 0; i < flags->packages.count; i++) {
    int before = run->packages.count;
    packages_add(&flags->set, &run->packages, flags->packages.items[i]);
    for (int j = before; j < run->packages.count; j++)
      if (run->packages.items[j].problem)
        run->packages.items[j].path = flags->packages.items[i];
  }
  run->count = run->packages.count;
  if (flags->fuzzes && run->count > 1) {
    fputs("cannot use -fuzz flag with multiple packages\n", stderr);
    return 1;
  }
  bool shows_all = flags->verbose || flags->lists || flags->fuzzes;
  run->streams = flags->local || flags->benchmarks || flags->json ||
                 (shows_all && (run->count == 1 || flags->parallel == 1));
  if (flags->output_folder)
    flags->output_folder = path_clean(pool, flags->set.working_folder, flags->output_folder);
  if (flags->cover_profile && !open_profile(run))
    return 1;
  test_cover_find(flags, &run->packages, &run->covered);
  run->jobs = pool_alloc(pool, ((size_t)run->count + 1) * sizeof *run->jobs);
  for (int i = 0; i < run->count; i++)
    prepare(run, &run->jobs[i], &run->packages.items[i]);
  fflush(stdout);
  run_jobs(run);
  if (run->failed && !flags->local && !flags->json)
    puts("FAIL");
  return run->failed;
}

int command_test(int argc, char **argv) {
  struct pool pool = {0};
  struct test_run run = {.flags.set.pool = &pool};
  int status = 2;
  if (test_flags_read(&run.flags, argc, argv)) {
    status = test_packages(&run);
    if (!close_profile(&run))
      status = 1;
  }
  pool_free(&pool);
  return status;
}
