// vole stress: runs a program, or all built-in ones, in many combinations of modes of the
// collector.
//
// The modes make the collector work more often, or look for its faults (stress_matrix.h). First
// each program runs plainly. Then each run must print what the plain run prints, and end as it
// ends. What a built-in program leaves alive must be what a collection in a stopped world leaves
// alive.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/stress_matrix.h"
#include "vm/command/stress_run.h"

static const char usage[] =
    "usage: vole stress [OPTIONS] [FILE.go [ARGUMENTS] | stress:NAME [ARGUMENTS]]\n"
    "\n"
    "Runs a program, or all that are built in, in many modes of the collector, and reports each "
    "run that\n"
    "does not end as the plain one, with the command that repeats it.\n"
    "\n"
    "  --seeds A-B   the seeds to draw from (1-1); others elsewhere make a campaign\n"
    "  --sample N    combinations for each seed and program (10); 0: the whole matrix\n"
    "  --with NAME   only combinations with this choice; no-NAME: without; may be repeated\n"
    "  --seconds N   the limit of a run (60)\n"
    "  --list        show the matrix and the programs\n";

enum { max_programs = 64 };

// A program and how it ends with no mode on.
struct program {
  char **argv; // as for vole run
  int argc;
  struct stress_outcome plain;
  char *live; // what a collection in a stopped world leaves of it; NULL: not known
};

// A run of the command: its options and counts.
struct stress {
  struct stress_filter filter;
  uint64_t first_seed, last_seed;
  uint64_t sample; // 0: all
  int seconds;
  const char *vole; // the name that this command was called by
  struct program programs[max_programs];
  int program_count;
  uint64_t runs, failed, cycles, planned;
  bool terminal;       // standard error is one
  const char *running; // name of the program that runs
};

static void show_progress(void *arg) {
  const struct stress *s = arg;
  fprintf(stderr, "\r\033[K%llu of %llu runs, %llu collections, %llu failed: %s",
          (unsigned long long)s->runs, (unsigned long long)s->planned,
          (unsigned long long)s->cycles, (unsigned long long)s->failed, s->running);
}

static void hide_progress(const struct stress *s) {
  if (s->terminal)
    fputs("\r\033[K", stderr);
}

// Prints the shell's words that repeat a run.
static void print_command(const struct stress *s, const struct program *p,
                          const struct stress_settings *settings) {
  printf("GOMAXPROCS=%s GODEBUG=%s VOLEDEBUG=%s %s run", settings->procs, settings->godebug,
         settings->voledebug, s->vole);
  for (int i = 0; i < p->argc; i++) {
    bool plain = *p->argv[i] && !p->argv[i][strcspn(p->argv[i], " \t\n'\"\\$`*?[]()<>|&;#~!{}")];
    fputs(plain ? " " : " '", stdout);
    for (const char *at = p->argv[i]; *at; at++)
      *at == '\'' ? fputs("'\\''", stdout) : putchar(*at);
    fputs(plain ? "" : "'", stdout);
  }
  puts("");
}

static void describe_status(int status, char *text, size_t size) {
  if (status == stress_killed_by_limit)
    snprintf(text, size, "no end within the limit of time");
  else if (WIFSIGNALED(status))
    snprintf(text, size, "killed: %s", strsignal(WTERMSIG(status)));
  else
    snprintf(text, size, "exit status %d", WEXITSTATUS(status));
}

// Writes what is wrong with a run into text. False: nothing is.
static bool judge(const struct program *p, const struct stress_outcome *got, char *text,
                  size_t size) {
  const struct stress_outcome *plain = &p->plain;
  char ended[64], expected[64];
  if (got->status != plain->status) {
    describe_status(got->status, ended, sizeof ended);
    describe_status(plain->status, expected, sizeof expected);
    snprintf(text, size, "%s, plain: %s", ended, expected);
  } else if (got->out_size != plain->out_size || memcmp(got->out, plain->out, got->out_size) != 0) {
    unsigned line = 1;
    for (size_t i = 0; i < got->out_size && i < plain->out_size && got->out[i] == plain->out[i];
         i++)
      line += got->out[i] == '\n';
    snprintf(text, size, "standard output differs from line %u on", line);
  } else if (p->live && got->live && strcmp(p->live, got->live) != 0) {
    snprintf(text, size, "what lives is %s, in a stopped world %s", got->live, p->live);
  } else {
    return false;
  }
  return true;
}

// Runs one combination of one program, and reports a failure. False: the system refused.
static bool try_one(struct stress *s, struct program *p,
                    const struct stress_combination *combination, uint64_t seed) {
  struct stress_settings settings;
  struct stress_outcome outcome = {0};
  char wrong[256];
  stress_describe(combination, seed, &settings);
  s->running = p->argv[0];
  bool good = stress_run(p->argv, p->argc, &settings, s->seconds,
                         s->terminal ? show_progress : NULL, s, &outcome);
  s->runs++;
  s->cycles += outcome.cycles;
  if (good && judge(p, &outcome, wrong, sizeof wrong)) {
    s->failed++;
    hide_progress(s);
    printf("FAIL %s: %s%s%s; repeat: ", p->argv[0], wrong, outcome.error ? ": " : "",
           outcome.error ? outcome.error : "");
    print_command(s, p, &settings);
    fflush(stdout);
  }
  stress_outcome_clear(&outcome);
  return good;
}

// Does the plain run, and for a built-in program finds out what must live. A built-in program must
// print what Go prints: otherwise there is nothing to compare with. False: so it is, or the system
// refused.
static bool learn(struct stress *s, struct program *p) {
  static const struct stress_settings stopped = {"1", "gcstoptheworld=1", "verify=2,seed=1"};
  struct stress_outcome outcome = {0};
  bool ours = strncmp(p->argv[0], "stress:", 7) == 0;
  if (!stress_run(p->argv, p->argc, NULL, s->seconds, NULL, NULL, &p->plain))
    return false;
  int expected = ours && p->argc == 1 ? command_built_in(p->argv[0] + 7, ".out") : -1;
  bool as_go =
      expected < 0 || (p->plain.status == 0 && p->plain.out_size == stress_sizes[expected] &&
                       memcmp(p->plain.out, stress_texts[expected], stress_sizes[expected]) == 0);
  if (p->plain.status == stress_killed_by_limit || WIFSIGNALED(p->plain.status) || !as_go) {
    char ended[64];
    describe_status(p->plain.status, ended, sizeof ended);
    fprintf(stderr, "vole stress: %s: the plain run %s: %s\n", p->argv[0],
            as_go ? "fails" : "does not print what Go prints",
            p->plain.error ? p->plain.error : ended);
    return false;
  }
  if (!ours)
    return true;
  bool good = stress_run(p->argv, p->argc, &stopped, s->seconds, NULL, NULL, &outcome);
  p->live = outcome.live;
  outcome.live = NULL;
  stress_outcome_clear(&outcome);
  return good;
}

static bool run_all(struct stress *s) {
  uint64_t all = stress_count(&s->filter);
  uint64_t each = s->sample == 0 || s->sample > all ? all : s->sample;
  s->planned = (s->last_seed - s->first_seed + 1) * (uint64_t)s->program_count * each;
  for (uint64_t seed = s->first_seed; seed <= s->last_seed; seed++)
    for (int i = 0; i < s->program_count; i++) {
      uint64_t random = seed * 1000003 + (uint64_t)i;
      for (uint64_t k = 0; k < each; k++) {
        struct stress_combination combination =
            each == all ? stress_at(&s->filter, k) : stress_draw(&s->filter, &random);
        if (!try_one(s, &s->programs[i], &combination, seed))
          return false;
      }
    }
  return true;
}

static bool parse_number(const char *text, uint64_t least, uint64_t *number, const char **rest) {
  char *end;
  errno = 0;
  *number = strtoull(text, &end, 10);
  *rest = end;
  return *text >= '0' && *text <= '9' && errno == 0 && *number >= least;
}

// Takes one option of two words. False: there is none of this name, or its value is wrong.
static bool option(struct stress *s, const char *name, const char *value) {
  const char *rest;
  uint64_t number;
  if (strcmp(name, "--with") == 0)
    return stress_filter_add(&s->filter, value);
  if (strcmp(name, "--seeds") == 0) {
    if (!parse_number(value, 1, &s->first_seed, &rest))
      return false;
    s->last_seed = s->first_seed;
    if (*rest == '-' && !parse_number(rest + 1, s->first_seed, &s->last_seed, &rest))
      return false;
    return *rest == '\0' && s->last_seed < UINT64_C(1) << 62;
  }
  if (strcmp(name, "--sample") == 0)
    return parse_number(value, 0, &s->sample, &rest) && *rest == '\0';
  if (strcmp(name, "--seconds") == 0 && parse_number(value, 1, &number, &rest) && *rest == '\0' &&
      number <= 1000000) {
    s->seconds = (int)number;
    return true;
  }
  return false;
}

static void list(void) {
  puts("The axes of the matrix; - is off:");
  stress_list();
  puts("\nThe programs:");
  for (int i = 0; i < stress_file_count; i++) {
    size_t length = strlen(stress_names[i]);
    if (strcmp(stress_names[i] + length - 3, ".go") == 0)
      printf("stress:%.*s\n", (int)length - 3, stress_names[i]);
  }
}

// Adds all built-in programs, without arguments. Their names are put into words.
static void add_built_in(struct stress *s, char words[max_programs][64], char *argv[max_programs]) {
  for (int i = 0; i < stress_file_count; i++) {
    size_t length = strlen(stress_names[i]);
    if (strcmp(stress_names[i] + length - 3, ".go") != 0 || s->program_count == max_programs)
      continue;
    int n = s->program_count++;
    snprintf(words[n], sizeof words[n], "stress:%.*s", (int)length - 3, stress_names[i]);
    argv[n] = words[n];
    s->programs[n] = (struct program){.argv = &argv[n], .argc = 1};
  }
}

int command_stress(int argc, char **argv) {
  static char words[max_programs][64];
  static char *pointers[max_programs];
  struct stress s = {.first_seed = 1,
                     .last_seed = 1,
                     .sample = 10,
                     .seconds = 60,
                     .vole = argv[-2],
                     .terminal = isatty(STDERR_FILENO)};
  stress_filter_init(&s.filter);
  for (; argc > 0 && argv[0][0] == '-'; argc -= 2, argv += 2) {
    if (strcmp(argv[0], "--list") == 0) {
      list();
      return 0;
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0) {
      fputs(usage, stdout);
      return 0;
    }
    if (argc < 2 || !option(&s, argv[0], argv[1])) {
      fprintf(stderr, "vole stress: cannot understand %s%s%s\n%s", argv[0], argc > 1 ? " " : "",
              argc > 1 ? argv[1] : "", usage);
      return 2;
    }
  }
  if (argc > 0) {
    s.programs[0] = (struct program){.argv = argv, .argc = argc};
    s.program_count = 1;
  } else {
    add_built_in(&s, words, pointers);
  }
  bool good = true;
  for (int i = 0; good && i < s.program_count; i++)
    good = learn(&s, &s.programs[i]);
  good = good && run_all(&s);
  hide_progress(&s);
  for (int i = 0; i < s.program_count; i++) {
    stress_outcome_clear(&s.programs[i].plain);
    free(s.programs[i].live);
  }
  printf("seeds %llu-%llu: %llu runs, %llu collections, %llu failed\n",
         (unsigned long long)s.first_seed, (unsigned long long)s.last_seed,
         (unsigned long long)s.runs, (unsigned long long)s.cycles, (unsigned long long)s.failed);
  return good && s.failed == 0 ? 0 : 1;
}
