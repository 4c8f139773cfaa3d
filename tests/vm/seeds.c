// Runs concurrent scripts in the deterministic mode, each seed in an instance of its own.
//
//   vm_seeds SEEDS [FIRST] SCRIPT...   seeds FIRST (1) to FIRST+SEEDS-1 for each script
//
// A script's checks are its own: it must end without an error, or with one that begins as its line
// "// want: TEXT" says. A script named trace.go prints: the same for the same seed, and more than
// one thing for different ones. Prints a line for each script.

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/api/vole.h"

enum { output_size = 4096 };

static const char *script;
static char *source, *want;
static size_t source_size;
static int output[2]; // a pipe that scripts print to

static void fail(int64_t seed, const char *what, const char *detail) {
  printf("vm_seeds: %s, seed %" PRId64 ": %s%s\n", script, seed, what, detail ? detail : "");
  printf("repeat: VOLEDEBUG=seed=%" PRId64 " GOMAXPROCS=1 vole run %s\n", seed, script);
  exit(1);
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  script = path;
  source = realloc(source, 1 << 20);
  if (!file || !source)
    fail(0, "cannot be read", NULL);
  source_size = fread(source, 1, (1 << 20) - 1, file);
  source[source_size] = 0;
  fclose(file);
  free(want);
  const char *line = strstr(source, "// want: ");
  want = line ? strndup(line + 9, strcspn(line + 9, "\n")) : NULL;
}

// Runs the script and puts what it prints into text[0..output_size).
static void run(int64_t seed, char *text) {
  char debug[40];
  snprintf(debug, sizeof debug, "seed=%" PRId64, seed);
  struct vole_config config = {
      .max_procs = 1, .voledebug = debug, .in_fd = -1, .out_fd = output[1], .err_fd = -1};
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_string(vole, script, source, source_size, &err))
    fail(seed, "", err.message);
  bool ok = vole_run(vole, &err);
  vole_free(vole);
  if (ok ? want != NULL : !want || strncmp(err.message, want, strlen(want)) != 0)
    fail(seed, ok ? "it ends without: " : "", ok ? want : err.message);
  vole_error_clear(&err);
  ssize_t size = 0;
  if (write(output[1], "", 1) == 1)
    size = read(output[0], text, output_size);
  if (size <= 0 || text[size - 1] != 0)
    fail(seed, "it prints too much", NULL);
}

static void run_seeds(int64_t first, int64_t count) {
  static char text[output_size], again[output_size], before[output_size];
  bool trace = strstr(script, "trace.go") != NULL;
  int64_t changes = 0;
  for (int64_t seed = first; seed < first + count; seed++) {
    run(seed, text);
    if (trace) {
      run(seed, again);
      if (strcmp(text, again) != 0)
        fail(seed, "it prints something else when run again: ", again);
      changes += strcmp(text, before) != 0;
      strcpy(before, text);
    }
  }
  if (trace && changes < count * 9 / 10)
    fail(first, "different seeds print the same", NULL);
  printf("%s: %" PRId64 " seeds\n", script, count);
}

int main(int argc, char **argv) {
  int at = 1;
  int64_t count = argc > at ? atoll(argv[at++]) : 0, first = 1;
  if (argc > at && isdigit((unsigned char)*argv[at]))
    first = atoll(argv[at++]);
  if (count <= 0 || at == argc || pipe(output) != 0) {
    fprintf(stderr, "usage: vm_seeds SEEDS [FIRST] SCRIPT...\n");
    return 2;
  }
  for (; at < argc; at++) {
    load(argv[at]);
    run_seeds(first, count);
  }
  free(source);
  free(want);
  return 0;
}
