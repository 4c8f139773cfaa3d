// The flags of vole test: see test_flags.h.

#include "vm/command/test_flags.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/folder.h"

enum flag_kind {
  PASSED_VALUE, // goes to the test program, as the next
  PASSED_SWITCH,
  PASSED_FILE, // so does this, which names a file that the test program writes
  OWN_VALUE,   // is the command's, as the next
  OWN_SWITCH,
  IGNORED_VALUE, // changes nothing that is seen, as the next
  IGNORED_SWITCH,
  REFUSED_VALUE, // cannot be done, as the next
  REFUSED_SWITCH,
};

static const struct flag_row {
  const char *name;
  enum flag_kind kind;
  const char *reason; // why it is refused
} rows[] = {
    {"run", PASSED_VALUE, NULL},
    {"skip", PASSED_VALUE, NULL},
    {"bench", PASSED_VALUE, NULL},
    {"benchtime", PASSED_VALUE, NULL},
    {"benchmem", PASSED_SWITCH, NULL},
    {"count", PASSED_VALUE, NULL},
    {"cpu", PASSED_VALUE, NULL},
    {"failfast", PASSED_SWITCH, NULL},
    {"fullpath", PASSED_SWITCH, NULL},
    {"fuzz", PASSED_VALUE, NULL},
    {"fuzztime", PASSED_VALUE, NULL},
    {"fuzzminimizetime", PASSED_VALUE, NULL},
    {"list", PASSED_VALUE, NULL},
    {"parallel", PASSED_VALUE, NULL},
    {"short", PASSED_SWITCH, NULL},
    {"shuffle", PASSED_VALUE, NULL},
    {"timeout", PASSED_VALUE, NULL},
    {"v", PASSED_SWITCH, NULL},
    {"blockprofile", PASSED_FILE, NULL},
    {"blockprofilerate", PASSED_VALUE, NULL},
    {"cpuprofile", PASSED_FILE, NULL},
    {"memprofile", PASSED_FILE, NULL},
    {"memprofilerate", PASSED_VALUE, NULL},
    {"mutexprofile", PASSED_FILE, NULL},
    {"mutexprofilefraction", PASSED_VALUE, NULL},
    {"trace", PASSED_FILE, NULL},
    {"json", OWN_SWITCH, NULL},
    {"p", OWN_VALUE, NULL},
    {"cover", OWN_SWITCH, NULL},
    {"covermode", OWN_VALUE, NULL},
    {"coverpkg", OWN_VALUE, NULL},
    {"coverprofile", OWN_VALUE, NULL},
    {"outputdir", OWN_VALUE, NULL},
    {"a", IGNORED_SWITCH, NULL},
    {"asmflags", IGNORED_VALUE, NULL},
    {"buildvcs", IGNORED_SWITCH, NULL},
    {"gcflags", IGNORED_VALUE, NULL},
    {"pgo", IGNORED_VALUE, NULL},
    {"trimpath", IGNORED_SWITCH, NULL},
    {"vet", IGNORED_VALUE, NULL},
    {"artifacts", REFUSED_SWITCH, "the folders of ArtifactDir are not kept"},
    {"asan", REFUSED_SWITCH, "there is no such sanitizer"},
    {"c", REFUSED_SWITCH, "a test program is not kept as a file"},
    {"exec", REFUSED_VALUE, "tests run inside of vole, and are no program that another could run"},
    {"ldflags", REFUSED_VALUE, "nothing is linked"},
    {"msan", REFUSED_SWITCH, "there is no such sanitizer"},
    {"n", REFUSED_SWITCH, "there are no commands to show"},
    {"o", REFUSED_VALUE, "a test program is not kept as a file"},
    {"overlay", REFUSED_VALUE, "files are read where they are"},
    {"race", REFUSED_SWITCH, "there is no race detector"},
    {"toolexec", REFUSED_VALUE, "no tools are run"},
    {"work", REFUSED_SWITCH, "nothing is built in a folder"},
    {"x", REFUSED_SWITCH, "there are no commands to show"},
};

static bool has_value(enum flag_kind kind) {
  return kind != PASSED_SWITCH && kind != OWN_SWITCH && kind != IGNORED_SWITCH &&
         kind != REFUSED_SWITCH;
}

static void print_usage(void) {
  fputs("usage: vole test [FLAGS] [PACKAGES] [FLAGS AND WORDS OF THE TEST PROGRAM]\n"
        "Run 'vole help' for what PACKAGES are; the flags are those of 'go help testflag'.\n",
        stderr);
}

static bool fail_value(const char *name, const char *value, const char *why) {
  fprintf(stderr, "invalid value \"%s\" for flag -%s: %s\n", value, name, why);
  print_usage();
  return false;
}

// Values.

// The seconds of a text such as "1m30s". Returns false if it is none.
static bool parse_duration(const char *text, double *seconds) {
  static const struct {
    const char *name;
    double seconds;
  } units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};
  *seconds = 0;
  if (strcmp(text, "0") == 0)
    return true;
  while (*text) {
    char *end;
    double number = strtod(text, &end);
    size_t size = strspn(end, "nsumh"), i = 0;
    // "1m30s" has digits behind the unit.
    while (i < sizeof units / sizeof *units &&
           (strlen(units[i].name) != size || strncmp(units[i].name, end, size) != 0))
      i++;
    if (end == text || number < 0 || i == sizeof units / sizeof *units)
      return false;
    *seconds += number * units[i].seconds;
    text = end + size;
  }
  return true;
}

static bool take_own(struct test_flags *flags, const char *name, const char *value, bool on) {
  bool covers = false;
  if (strcmp(name, "json") == 0) {
    flags->json = on;
  } else if (strcmp(name, "outputdir") == 0) {
    flags->output_folder = value;
  } else if (strcmp(name, "p") == 0) {
    flags->parallel = atoi(value);
    if (flags->parallel < 1) {
      fprintf(stderr, "vole: -p must be a positive integer: %s\n", value);
      return false;
    }
  } else if (strcmp(name, "covermode") == 0) {
    if (strcmp(value, "set") != 0 && strcmp(value, "count") != 0 && strcmp(value, "atomic") != 0)
      return fail_value(name, value, "valid modes are \"set\", \"count\", or \"atomic\"");
    flags->cover_mode = value;
  } else if (strcmp(name, "coverpkg") == 0) {
    flags->cover_packages = value;
    covers = true;
  } else if (strcmp(name, "coverprofile") == 0) {
    flags->cover_profile = value;
    covers = true;
  } else {
    covers = on;
  }
  if (covers && !flags->cover_mode)
    flags->cover_mode = "set";
  return true;
}

// Whether a value can be what the flag takes; where it is wrong in another way the test program says
// so.
static bool check_value(const char *name, const char *value) {
  static const char *const numbers[] = {"count", "parallel", "blockprofilerate", "memprofilerate",
                                        "mutexprofilefraction"};
  double seconds;
  if (strcmp(name, "timeout") == 0)
    return parse_duration(value, &seconds) || fail_value(name, value, "parse error");
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    char *end;
    if (strcmp(name, numbers[i]) != 0)
      continue;
    strtol(value, &end, 0);
    return (end > value && *end == '\0') || fail_value(name, value, "parse error");
  }
  return true;
}

static bool take_passed(struct test_flags *flags, const struct flag_row *row, const char *value,
                        bool on) {
  const char *name = row->name;
  struct pool *pool = flags->set.pool;
  if (value && !check_value(name, value))
    return false;
  if (strcmp(name, "v") == 0)
    flags->verbose = on;
  else if (strcmp(name, "bench") == 0)
    flags->benchmarks = true;
  else if (strcmp(name, "list") == 0)
    flags->lists = true;
  else if (strcmp(name, "fuzz") == 0)
    flags->fuzzes = *value != '\0';
  else if (strcmp(name, "timeout") == 0)
    parse_duration(value, &flags->timeout);
  else if (row->kind == PASSED_FILE && !flags->output_folder)
    flags->output_folder = ".";
  if (!value)
    value = on ? "true" : "false";
  pool_add_text(pool, &flags->arguments, pool_printf(pool, "-test.%s=%s", name, value));
  return true;
}

// Words.

// Returns the row of a flag, and what follows its name: "" or "=value". NULL: it is another's.
static const struct flag_row *find_row(const char *word, const char **behind) {
  word += 1 + (word[1] == '-');
  if (strncmp(word, "test.", 5) == 0)
    word += 5;
  size_t size = strcspn(word, "=");
  *behind = word + size;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strlen(rows[i].name) == size && strncmp(rows[i].name, word, size) == 0)
      return &rows[i];
  return NULL;
}

// Reads what follows the name of a flag that is on or off. False: it is neither.
static bool parse_switch(const char *behind, bool *on) {
  static const char *const words[] = {"",   "=1", "=t", "=T",     "=true",  "=TRUE", "=True", // on
                                      "=0", "=f", "=F", "=false", "=FALSE", "=False"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(behind, words[i]) == 0) {
      *on = i < 7;
      return true;
    }
  return false;
}

// Takes a flag that a row is of. False: it is wrong, which was reported.
static bool take_flag(struct test_flags *flags, struct program_words *words,
                      const struct flag_row *row, const char *behind) {
  const char *value = NULL;
  bool on = true;
  if (has_value(row->kind)) {
    if (*behind == '\0' && words->argc < 2) {
      fprintf(stderr, "flag needs an argument: -%s\n", row->name);
      print_usage();
      return false;
    }
    value = *behind ? behind + 1 : words->argv[1];
    int used = *behind ? 1 : 2;
    words->argc -= used;
    words->argv += used;
  } else {
    bool is_verbose = strcmp(row->name, "v") == 0 && strcmp(behind, "=test2json") == 0;
    if (!is_verbose && !parse_switch(behind, &on)) {
      fprintf(stderr, "invalid boolean value \"%s\" for -%s: parse error\n", behind + 1, row->name);
      print_usage();
      return false;
    }
    words->argc--;
    words->argv++;
  }
  if (row->reason) {
    fprintf(stderr, "vole test: -%s is not supported: %s\n", row->name, row->reason);
    return false;
  }
  if (row->kind <= PASSED_FILE)
    return take_passed(flags, row, value, on);
  if (row->kind <= OWN_SWITCH)
    return take_own(flags, row->name, value, on);
  return true;
}

// Takes all words. Words behind the packages, and flags that are nobody's, are the test program's.
static bool take_words(struct test_flags *flags, struct program_words *words,
                       struct text_list *rest) {
  bool packages_end = false;
  while (words->argc > 0) {
    const char *word = words->argv[0], *behind;
    bool is_flag = program_has_flag(words);
    if (is_flag && (strcmp(word, "-args") == 0 || strcmp(word, "--args") == 0)) {
      for (int i = 1; i < words->argc; i++)
        pool_add_text(flags->set.pool, rest, words->argv[i]);
      return true;
    }
    if (is_flag && program_module_flag(&flags->set, words))
      continue;
    const struct flag_row *row = is_flag ? find_row(word, &behind) : NULL;
    if (row) {
      if (!take_flag(flags, words, row, behind))
        return false;
      continue;
    }
    packages_end = packages_end || is_flag;
    pool_add_text(flags->set.pool, packages_end ? rest : &flags->packages, word);
    words->argc--;
    words->argv++;
  }
  return true;
}

static int cpu_count(void) {
  const char *procs = getenv("GOMAXPROCS");
  cpu_set_t cpus;
  if (procs && atoi(procs) > 0)
    return atoi(procs);
  return sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
}

bool test_flags_read(struct test_flags *flags, int argc, char **argv) {
  struct pool *pool = flags->set.pool;
  struct text_list rest = {0};
  struct program_words words = {.argc = argc, .argv = argv};
  flags->parallel = cpu_count();
  flags->timeout = 600;
  pool_add_text(pool, &flags->arguments, "-test.paniconexit0");
  pool_add_text(pool, &flags->arguments, "-test.timeout=10m0s");
  if (!take_words(flags, &words, &rest))
    return false;
  if (flags->json)
    pool_add_text(pool, &flags->arguments, "-test.v=test2json");
  for (int i = 0; i < rest.count; i++)
    pool_add_text(pool, &flags->arguments, rest.items[i]);
  flags->local = flags->packages.count == 0;
  if (flags->local)
    pool_add_text(pool, &flags->packages, ".");
  return true;
}
