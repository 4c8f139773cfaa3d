// The errors of the compiler, one by one.

#include <stdlib.h>
#include <string.h>

#include "vm/api/internal.h"

// Copies a text to *at, and moves that behind it.
static const char *put(char **at, const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = memcpy(*at, text, size);
  *at += size;
  return copy;
}

// Makes the list in one piece of malloc'ed memory, texts included. NULL: memory is short.
static struct vole_diagnostic *make_list(struct error_list *errors, const struct shown_error *shown,
                                         int count) {
  size_t bytes = (size_t)count * sizeof(struct vole_diagnostic);
  for (int i = 0; i < count; i++)
    bytes += strlen(shown[i].message) + 1;
  for (int i = 0; i < count; i++) {
    const char *file = source_place(errors->sources, shown[i].pos).file;
    bytes += strlen(file ? file : "") + 1;
  }
  struct vole_diagnostic *list = malloc(bytes + 1);
  char *at = (char *)(list + count);
  for (int i = 0; list && i < count; i++) {
    struct source_place place = source_place(errors->sources, shown[i].pos);
    list[i] = (struct vole_diagnostic){.file = put(&at, place.file ? place.file : ""),
                                       .line = place.line,
                                       .column = place.column,
                                       .text = put(&at, shown[i].message)};
  }
  return list;
}

bool api_report_compile_errors(struct error_list *errors, struct vole_error *err) {
  int count;
  api_error(err, VOLE_ERROR_COMPILE, 1, "%s", errors_text(errors));
  const struct shown_error *shown = errors_gather(errors, &count);
  if (err) {
    err->diagnostics = make_list(errors, shown, count);
    err->diagnostic_count = err->diagnostics ? count : 0;
  }
  errors_reset(errors);
  return false;
}
