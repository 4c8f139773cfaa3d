// The list of a program's compile errors.
//
// Stages add errors as they meet them. The list shows what Go shows. What is wrong with the imports
// comes alone, in the order in which it was met. Otherwise each package shows the first ten errors
// that were met in it, sorted by position. After them comes "too many errors" at the place of the
// tenth. A second syntax error on a line does not count.

#ifndef VOLE_VM_SYNTAX_ERRORS_H
#define VOLE_VM_SYNTAX_ERRORS_H

#include "vm/syntax/source.h"

enum { errors_shown = 10 };

// The errors of one package.
struct error_group {
  struct error_group *next;
  const char *header; // the line above its errors, without a newline; NULL: none
  int count;
  bool hidden; // it imports a package with errors, so Go does not compile it
};

struct compile_error {
  struct error_group *group; // NULL: the list's own
  pos_t pos;
  const char *message; // in the region; may hold newlines followed by a tab, as Go's do
  bool early;          // of a label or branch: Go's compiler meets it while it parses
  bool of_import;      // the go command meets it, before any package is compiled
};

// Errors in the order in which they were met.
struct error_list {
  struct source_set *sources;
  struct region *region;
  struct compile_error *errors;
  int count, cap;
  int syntax_count; // syntax errors: types are checked only if there are none
  int import_count; // errors of imports: no package is checked then
  struct error_group *groups, *last_group; // in the order in which they are shown
  struct error_group *group;               // of errors without a place
};

// Prepares an empty list. Messages go to the region.
void errors_init(struct error_list *list, struct source_set *sources, struct region *region);

// Empties a list, after a check whose errors were taken.
void errors_reset(struct error_list *list);

// Adds an error at a position (0: none), with a message in the words of Go's compiler.
void errors_add(struct error_list *list, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Adds an error that Go's compiler finds while it parses, before all that have to do with types.
void errors_add_early(struct error_list *list, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Adds an error of an import, which the go command finds before anything is compiled.
void errors_add_import(struct error_list *list, pos_t pos, const char *message);

// Appends a group, which errors of files that belong to it (struct source_file) are counted in.
void errors_add_group(struct error_list *list, struct error_group *group);

// An error that is shown.
struct shown_error {
  pos_t pos; // 0: it has no place
  const char *message;
  const char *header; // the line above it, without a newline; NULL: none
};

// Returns what is shown, in that order: of each package at most ten errors, and then "too many
// errors". It is in the list's region.
const struct shown_error *errors_gather(struct error_list *list, int *count);

// Returns the text that is shown: lines "file.go:12:5: message". It is in the list's region, and
// empty if there are no errors.
const char *errors_text(struct error_list *list);

#endif
