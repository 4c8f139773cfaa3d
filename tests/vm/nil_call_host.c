// A host whose script calls what is nil, in all the forms and places of tests/matrix/nil_calls.go:
// each call must fail with the message that the real Go prints, and the instance must live on. Run
// at the root of the project.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

static const char script[] = "tests/matrix/nil_calls.go", record[] = "tests/matrix/nil_calls.tsv";

// A row of the record: how the real Go ended.
struct row {
  char *form, *place, *code, *out, *err;
};

struct host {
  struct vole *vole;
  struct vole_func *attempt, *number;
};

static int null_fd, failures, calls, seen_endings;

static void fail(const struct row *row, const char *what, const char *text) {
  printf("%s, %s: %s: %s\n", row->form, row->place, what, text ? text : "");
  failures++;
}

static struct host host_new(void) {
  struct vole_error err = {0};
  struct vole_config config = {.out_fd = null_fd, .err_fd = null_fd};
  struct host host = {.vole = vole_new(&config, &err)};
  if (host.vole && vole_load_file(host.vole, script, &err)) {
    host.attempt = vole_func(host.vole, "main.Attempt", "func(name, where string)", &err);
    host.number = vole_func(host.vole, "main.Number", "func() int", &err);
  }
  if (!host.attempt || !host.number) {
    printf("%s\n", err.message);
    exit(1);
  }
  return host;
}

// Undoes the quoting of a JSON string in place.
static char *unquote(char *text) {
  char *to = text;
  for (const char *from = text + 1; *from && *from != '"'; from++) {
    if (*from == '\\') {
      from++;
      *to++ = *from == 'n' ? '\n' : *from == 't' ? '\t' : *from;
    } else {
      *to++ = *from;
    }
  }
  *to = 0;
  return text;
}

static bool parse(char *line, struct row *row) {
  char *rest = NULL;
  row->form = strtok_r(line, "\t", &rest);
  row->place = strtok_r(NULL, "\t", &rest);
  row->code = strtok_r(NULL, "\t", &rest);
  row->out = strtok_r(NULL, "\t", &rest);
  row->err = strtok_r(NULL, "\t", &rest);
  if (row->err)
    row->err = unquote(row->err);
  return row->err != NULL;
}

static bool is_among(const char *const *names, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(names[i], name) == 0)
      return true;
  }
  return false;
}

// Whether the panic is the call's own: others end the instance, as they end a Go program.
static bool is_own(const struct row *row) {
  static const char *const places[] = {"goroutine", "finalizer", "cleanup", "timer", "goexit"},
                           *const forms[] = {"go",
                                             "go of a result with arguments",
                                             "time.AfterFunc",
                                             "context.AfterFunc",
                                             "runtime.SetFinalizer",
                                             "runtime.AddCleanup"};
  return !is_among(places, sizeof places / sizeof places[0], row->place) &&
         !is_among(forms, sizeof forms / sizeof forms[0], row->form);
}

static void attempt(struct host *host, const struct row *row) {
  struct vole_error err = {0};
  struct vole_string in[2] = {{row->form, (int64_t)strlen(row->form)},
                              {row->place, (int64_t)strlen(row->place)}};
  int64_t number = 0;
  bool panics = strcmp(row->code, "2") == 0, own = is_own(row);
  bool ok = vole_call(host->vole, host->attempt, in, NULL, &err);
  if (ok == panics)
    fail(row, "the call", err.message);
  else if (panics && err.kind != (own ? VOLE_ERROR_PANIC : VOLE_ERROR_FATAL))
    fail(row, "another kind of error", err.message);
  else if (panics && strncmp(err.message, row->err, strlen(row->err)) != 0)
    fail(row, "another message", err.message);
  vole_error_clear(&err);
  calls++;
  if (own) {
    if (!vole_call(host->vole, host->number, NULL, &number, &err) || number != 1)
      fail(row, "the next call", err.message);
    vole_error_clear(&err);
    return;
  }
  vole_free(host->vole);
  *host = host_new();
}

int main(void) {
  FILE *file = fopen(record, "r");
  char *line = NULL;
  size_t size = 0;
  null_fd = open("/dev/null", O_WRONLY);
  if (!file || null_fd < 0) {
    perror(record);
    return 1;
  }
  struct host host = host_new();
  for (struct row row; getline(&line, &size, file) > 0;) {
    if (!parse(line, &row)) {
      printf("not a row: %s\n", line);
      return 1;
    }
    // An instance for each of these would take long: a tenth of them.
    if (is_own(&row) || strcmp(row.place, "plain") == 0 || ++seen_endings % 10 == 0)
      attempt(&host, &row);
  }
  vole_free(host.vole);
  free(line);
  fclose(file);
  if (calls < 500) {
    printf("only %d calls\n", calls);
    return 1;
  }
  return failures != 0;
}
