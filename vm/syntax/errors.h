// The list of a program's compile errors.
//
// Stages add errors as they meet them. The list shows what Go's compiler shows: the first ten that
// were met, sorted by position. After them comes "too many errors" at the place of the tenth. A
// second syntax error on a line does not count.

#ifndef VOLE_VM_SYNTAX_ERRORS_H
#define VOLE_VM_SYNTAX_ERRORS_H

#include "vm/syntax/source.h"

enum { errors_shown = 10 };

struct compile_error {
  pos_t pos;
  const char *message; // in the region; may hold newlines followed by a tab, as Go's do
  bool early;          // of a label or branch: Go's compiler meets it while it parses
};

// Errors in the order in which they were met.
struct error_list {
  struct source_set *sources;
  struct region *region;
  struct compile_error *errors;
  int count, cap;
  int syntax_count; // syntax errors: types are checked only if there are none
};

// Prepares an empty list. Messages go to the region.
void errors_init(struct error_list *list, struct source_set *sources, struct region *region);

// Adds an error at a position (0: none), with a message in the words of Go's compiler.
void errors_add(struct error_list *list, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Adds an error that Go's compiler finds while it parses, before all that have to do with types.
void errors_add_early(struct error_list *list, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Returns the text that is shown: lines "file.go:12:5: message", sorted, at most ten and then "too
// many errors". It is in the list's region, and empty if there are no errors.
const char *errors_text(struct error_list *list);

#endif
