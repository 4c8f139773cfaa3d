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

static bool same_line(struct source_place a, struct source_place b) {
  return a.line == b.line && strcmp(a.file, b.file) == 0;
}

// Copies the errors, in the order in which they were reported, without those that the same line had
// just before.
static int drop_repeated(const struct error_list *list, struct sorted_error *kept) {
  struct source_place last_syntax = {.file = ""};
  struct source_place last_other = {.file = ""};
  const char *last_message = NULL;
  int count = 0;
  for (int i = 0; i < list->count; i++) {
    const struct compile_error *error = &list->errors[i];
    struct source_place place = source_place(list->sources, error->pos);
    if (is_syntax_error(error->message)) {
      if (place.line > 0 && same_line(place, last_syntax)) {
        continue;
      }
      last_syntax = place;
    } else {
      if (last_message != NULL && same_line(place, last_other) &&
          strcmp(error->message, last_message) == 0) {
        continue;
      }
      last_other = place;
      last_message = error->message;
    }
    kept[count++] = (struct sorted_error){.error = error, .index = i};
  }
  return count;
}

const char *errors_text(struct error_list *list) {
  struct sorted_error *sorted =
      region_alloc(list->region, sizeof *sorted * (size_t)list->count + 1);
  int count = drop_repeated(list, sorted);
  if (count > 1) {
    qsort(sorted, (size_t)count, sizeof *sorted, compare_errors);
  }
  const char *text = "";
  int shown = 0;
  for (int i = 0; i < count && shown < ERRORS_SHOWN; i++) {
    const struct compile_error *error = sorted[i].error;
    if (i > 0 && error->pos == sorted[i - 1].error->pos &&
        strcmp(error->message, sorted[i - 1].error->message) == 0) {
      continue;
    }
    struct source_place place = source_place(list->sources, error->pos);
    const char *where = place.line > 0 ? region_printf(list->region, "%s:%d:%d: ", place.file,
                                                       place.line, place.column)
                                       : "";
    text = region_printf(list->region, "%s%s%s\n", text, where, error->message);
    shown++;
    if (shown == ERRORS_SHOWN) {
      text = region_printf(list->region, "%s%stoo many errors\n", text, where);
    }
  }
  return text;
}
