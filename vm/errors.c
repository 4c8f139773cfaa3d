// The list of compile errors: see errors.h.
//
// What is shown follows cmd/compile/internal/base/print.go: sorted by position, one syntax error a
// line, equal messages of a line once, and after the tenth "too many errors" at its place.
// Different messages on one line are all shown, as Go's compiler shows them.

#include "vm/errors.h"

#include <stdlib.h>
#include <string.h>

enum { ERRORS_SHOWN = 10 };

void errors_init(struct error_list *list, struct source_set *sources, struct region *region) {
  *list = (struct error_list){.sources = sources, .region = region};
}

static void add(struct error_list *list, pos_t pos, bool soft, const char *format, va_list args) {
  list->errors = region_grow(list->region, list->errors, sizeof(struct compile_error), list->count,
                             &list->cap, list->count + 1);
  list->errors[list->count++] = (struct compile_error){
      .pos = pos, .message = region_vprintf(list->region, format, args), .soft = soft};
}

void errors_add(struct error_list *list, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  add(list, pos, false, format, args);
  va_end(args);
}

void errors_add_soft(struct error_list *list, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  add(list, pos, true, format, args);
  va_end(args);
}

// An error with what the order needs beside it.
struct sorted_error {
  const struct compile_error *error;
  int index; // in order of reporting, which decides between equal positions
  int line;  // of its position
};

static int compare_errors(const void *a, const void *b) {
  const struct sorted_error *x = a;
  const struct sorted_error *y = b;
  if (x->error->pos != y->error->pos) {
    return x->error->pos < y->error->pos ? -1 : 1;
  }
  return x->index < y->index ? -1 : x->index > y->index;
}

static bool is_syntax_error(const char *message) {
  static const char prefix[] = "syntax error";
  return strncmp(message, prefix, sizeof prefix - 1) == 0;
}

// Whether sorted[i] repeats, by the rules above, an earlier error of its line.
static bool is_repeated(const struct sorted_error *sorted, int i) {
  bool syntax = is_syntax_error(sorted[i].error->message);
  for (int j = i - 1; j >= 0 && sorted[j].line == sorted[i].line; j--) {
    if (syntax && is_syntax_error(sorted[j].error->message)) {
      return true;
    }
    if (strcmp(sorted[j].error->message, sorted[i].error->message) == 0) {
      return true;
    }
  }
  return false;
}

const char *errors_text(struct error_list *list) {
  struct sorted_error *sorted =
      region_alloc(list->region, sizeof *sorted * (size_t)list->count + 1);
  for (int i = 0; i < list->count; i++) {
    sorted[i] = (struct sorted_error){.error = &list->errors[i], .index = i};
  }
  if (list->count > 1) {
    qsort(sorted, (size_t)list->count, sizeof *sorted, compare_errors);
  }
  const char *text = "";
  int shown = 0;
  for (int i = 0; i < list->count && shown < ERRORS_SHOWN; i++) {
    struct source_place place = source_place(list->sources, sorted[i].error->pos);
    // Lines are told apart across files.
    const struct source_file *file = source_file_of(list->sources, sorted[i].error->pos);
    sorted[i].line = file != NULL ? (int)file->base + place.line : 0;
    if (is_repeated(sorted, i)) {
      continue;
    }
    const char *where = place.line > 0 ? region_printf(list->region, "%s:%d:%d: ", place.file,
                                                       place.line, place.column)
                                       : "";
    text = region_printf(list->region, "%s%s%s\n", text, where, sorted[i].error->message);
    shown++;
    if (shown == ERRORS_SHOWN) {
      text = region_printf(list->region, "%s%stoo many errors\n", text, where);
    }
  }
  return text;
}
