// Makes each call to the system fail in turn, in each scenario.
//
//   failures [--sample N] [SCENARIO [CALL once|from]]
//
// A process of its own runs a scenario with the n-th call failing (mmap, munmap, madvise, mprotect,
// the making of a thread), once or from then on, for each n until no call is left. What may come of
// it: all goes as if nothing had failed; or an error of vole.h, and then the instance takes further
// calls without harm and can be freed. What may not: a signal, more than the time limit, a mapping
// that is left over, output that was never printed.
// --sample N: fewer calls, see next_call. If a call is named, only that case is run, in this
// process.

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem/poison.h"
#include "mem/stats.h"
#include "tests/failures/scenarios.h"

enum {
  time_limit = 60,    // s, for one case
  init_calls = 20,    // about as many as make an instance
  destroy_calls = 64, // more than an instance makes when it ends
  large_mapping = 1 << 20,
  output_bytes = 1 << 20,
  unlimited = 1 << 30, // as number of a call: none fails
};

// One case.
struct job {
  const struct scenario *scenario;
  uint64_t call; // from 1
  bool from;     // and all later ones
};

// What a case leaves in memory that parent and child share.
struct result {
  bool done;      // the child came to its end
  bool ok;        // nothing ended in an error
  uint64_t calls; // to the system, without those that return memory at the end
  enum vole_error_kind kind;
  char message[4096]; // of the error, or what is wrong
  char wrong[256];    // what may not be; empty: nothing
  uint32_t length;    // of output
  char output[output_bytes];
};

// The mappings of at least a mebibyte that this process has, and their bytes.
static unsigned count_mappings(uint64_t *bytes) {
  FILE *maps = fopen("/proc/self/maps", "r");
  unsigned count = 0;
  char line[512];
  *bytes = 0;
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long long low, high;
    if (sscanf(line, "%llx-%llx", &low, &high) != 2 || high - low < large_mapping ||
        strchr(line, '/') || strchr(line, '['))
      continue;
    count++;
    *bytes += high - low;
  }
  if (maps)
    fclose(maps);
  return count;
}

static bool use(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  if (scenario->host)
    return scenario->host(vole, scenario, err);
  return vole_load_string(vole, "s.go", scenario->source, strlen(scenario->source), err) &&
         vole_run(vole, err);
}

// A dead instance answers, and harms nobody.
static void use_after_error(struct vole *vole, struct result *result) {
  struct vole_error err = {0};
  vole_collect(vole, NULL);
  (void)vole_string_new(vole, "abc", 3);
  if (vole_run(vole, &err))
    snprintf(result->wrong, sizeof result->wrong, "it runs on after a fatal error");
  vole_error_clear(&err);
}

static void note_error(struct result *result, struct vole_error *err) {
  result->kind = err->kind;
  snprintf(result->message, sizeof result->message, "%s", err->message ? err->message : "");
  if (result->message[0] == '\0')
    snprintf(result->wrong, sizeof result->wrong, "an error without a message");
  vole_error_clear(err);
}

static void run_case(const struct job *job, struct result *result, int out) {
  const struct scenario *s = job->scenario;
  char debug[200];
  snprintf(debug, sizeof debug, "%s=%llu%s%s", job->from ? "failfrom" : "failcall",
           (unsigned long long)job->call, s->voledebug ? "," : "",
           s->voledebug ? s->voledebug : "");
  struct vole_config config = {
      .voledebug = debug,
      .godebug = s->godebug,
      .memory_limit = s->memory_limit,
      .gc_percent = s->gc_percent,
      .grant = VOLE_GRANT_ALL,
      .out_fd = out,
      .err_fd = out,
      .in_fd = -1,
  };
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, &err);
  result->ok = vole && use(vole, s, &err);
  if (!result->ok)
    note_error(result, &err);
  vole_error_clear(&err);
  if (!vole)
    return;
  // The statistics of the heap are the first member of all that an instance is made of.
  result->calls = job->call - ((struct mem_stats *)vole)->fail_countdown;
  if (result->kind == VOLE_ERROR_FATAL)
    use_after_error(vole, result);
  vole_free(vole);
}

static void child(const struct job *job, struct result *result, int out) {
  uint64_t before_bytes, after_bytes;
  unsigned before = count_mappings(&before_bytes);
  run_case(job, result, out);
  unsigned after = count_mappings(&after_bytes);
  // AddressSanitizer keeps mappings of its own for what the C library gave.
  if (after > before && !poison_enabled)
    snprintf(result->wrong, sizeof result->wrong, "%u large mappings before, %u after", before,
             after);
  off_t length = lseek(out, 0, SEEK_END);
  result->length = length > output_bytes ? output_bytes : (uint32_t)length;
  if (pread(out, result->output, result->length, 0) != (ssize_t)result->length)
    snprintf(result->wrong, sizeof result->wrong, "the output cannot be read");
  result->done = true;
}

// Runs a case in a process of its own. *status as waitpid gives it.
static void run_apart(const struct job *job, struct result *result, int *status) {
  memset(result, 0, offsetof(struct result, output));
  FILE *file = tmpfile();
  if (!file) {
    perror("failures: a temporary file");
    exit(2);
  }
  pid_t pid = fork();
  if (pid == 0) {
    alarm(time_limit);
    dup2(fileno(file), STDERR_FILENO);
    child(job, result, fileno(file));
    _exit(0);
  }
  if (pid < 0 || waitpid(pid, status, 0) != pid) {
    perror("failures: a process");
    exit(2);
  }
  if (!result->done && result->message[0] == '\0') { // what it said before it died
    rewind(file);
    size_t got = fread(result->message, 1, sizeof result->message - 1, file);
    result->message[got] = '\0';
  }
  fclose(file);
}

// What is wrong with a result, or NULL.
static const char *judge(const struct result *result, const struct result *good, int status) {
  static char text[100];
  if (WIFSIGNALED(status)) {
    int number = WTERMSIG(status);
    snprintf(text, sizeof text, "%s", number == SIGALRM ? "no end" : strsignal(number));
    return text;
  }
  if (!result->done) {
    snprintf(text, sizeof text, "exit status %d", WEXITSTATUS(status));
    return text;
  }
  if (result->wrong[0] != '\0')
    return result->wrong;
  bool as_good = result->ok == good->ok && result->kind == good->kind;
  if (as_good &&
      (result->length != good->length || memcmp(result->output, good->output, good->length) != 0))
    return "other output than if nothing fails";
  if (as_good)
    return NULL;
  if (result->length > good->length || memcmp(result->output, good->output, result->length) != 0)
    return "output that is no beginning of what is printed if nothing fails";
  if (result->kind == VOLE_ERROR_FATAL && !strstr(result->message, "fatal error: "))
    return "a fatal error without its words";
  if (result->kind != VOLE_ERROR_FATAL && result->kind != VOLE_ERROR_SYSTEM)
    return "an error of another kind";
  return NULL;
}

// The call to fail after this one. Those that make an instance are the same in all scenarios, so a
// sample has them in one scenario only; those that follow are all taken, then every sample-th.
static uint64_t next_call(const struct scenario *scenario, uint64_t call, unsigned sample) {
  if (sample == 1 || scenario == &scenarios[0] || (call >= init_calls && call < 2 * init_calls))
    return call + 1;
  return call < init_calls && call + sample > init_calls ? init_calls : call + sample;
}

// Runs a scenario with each call failing; returns the number of failures, adds to *cases.
static unsigned run_scenario(const struct scenario *scenario, unsigned sample, struct result *good,
                             struct result *result, unsigned *cases) {
  unsigned failures = 0, errors = 0;
  int status;
  struct job job = {.scenario = scenario, .call = unlimited};
  run_apart(&job, good, &status);
  if (!good->done || good->wrong[0] != '\0') {
    printf("FAIL %s: without any failing call: %s%s\n", scenario->name, good->wrong, good->message);
    return 1;
  }
  uint64_t last = good->calls + destroy_calls;
  for (int from = 0; from < 2; from++) {
    for (uint64_t call = 1; call <= last; call = next_call(scenario, call, sample)) {
      job = (struct job){.scenario = scenario, .call = call, .from = from != 0};
      run_apart(&job, result, &status);
      const char *wrong = judge(result, good, status);
      ++*cases;
      errors += !result->ok && good->ok;
      if (!wrong)
        continue;
      failures++;
      printf("FAIL %s: call %llu fails%s: %s\n    repeat: failures %s %llu %s\n    %.300s\n",
             scenario->name, (unsigned long long)call, from ? " and all later ones" : "", wrong,
             scenario->name, (unsigned long long)call, from ? "from" : "once", result->message);
    }
  }
  printf("%-28s %4llu calls, %u errors reported\n", scenario->name, (unsigned long long)good->calls,
         errors);
  return failures;
}

static const struct scenario *find(const char *name) {
  for (int i = 0; i < scenario_count; i++)
    if (strcmp(scenarios[i].name, name) == 0)
      return &scenarios[i];
  fprintf(stderr, "failures: no scenario %s\n", name);
  exit(2);
}

// The one case that the command line names, here and now.
static int run_here(char **argv, struct result *result) {
  struct job job = {find(argv[0]), strtoull(argv[1], NULL, 0), strcmp(argv[2], "from") == 0};
  child(&job, result, fileno(tmpfile()));
  printf("%s: %s%s\n%.*s", result->ok ? "ok" : "error", result->message, result->wrong,
         (int)result->length, result->output);
  return result->wrong[0] != '\0';
}

// The C library keeps stacks and memory of threads that have ended, unless it is told not to when a
// process begins.
static void begin_without_kept_stacks(char **argv) {
  static const char name[] = "GLIBC_TUNABLES",
                    value[] = "glibc.pthread.stack_cache_size=0:glibc.malloc.arena_max=1";
  const char *now = getenv(name);
  if (!now || strcmp(now, value) != 0) {
    setenv(name, value, 1);
    execv("/proc/self/exe", argv);
  }
}

int main(int argc, char **argv) {
  begin_without_kept_stacks(argv);
  unsigned sample = 1, failures = 0, cases = 0;
  struct result *result =
      mmap(NULL, 2 * sizeof *result, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (argc > 2 && strcmp(argv[1], "--sample") == 0) {
    sample = (unsigned)strtoul(argv[2], NULL, 0);
    argc -= 2;
    argv += 2;
  }
  if (result == MAP_FAILED || sample == 0)
    return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  vole_free(vole_new(NULL, NULL)); // what the C library maps once is there after it
  if (argc == 4)
    return run_here(argv + 1, result);
  if (argc == 2) {
    failures = run_scenario(find(argv[1]), sample, &result[0], &result[1], &cases);
  } else {
    for (int i = 0; i < scenario_count; i++)
      failures += run_scenario(&scenarios[i], sample, &result[0], &result[1], &cases);
  }
  printf("%u cases of %d scenarios, %u failed\n", cases, argc == 2 ? 1 : scenario_count, failures);
  return failures != 0;
}
