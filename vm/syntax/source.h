// Source files and positions.
//
// A position is one 32-bit number. It is the offset of a byte in the concatenation of all files of
// a program, plus one. The number 0 is "no position". Line and column are looked up only when they
// are printed. After go/token.

#ifndef VOLE_VM_SYNTAX_SOURCE_H
#define VOLE_VM_SYNTAX_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/syntax/region.h"

typedef uint32_t pos_t;

struct error_group; // vm/syntax/errors.h
// A //line or /*line*/ comment: what positions behind it are shown as.
struct line_directive {
  uint32_t offset;  // of the byte from which it holds
  const char *file; // "" where it names none
  int line, column; // shown at the offset; column 0: columns are not shown
  int true_line, true_column;
};

// A //go:linkname comment.
struct linkname {
  pos_t pos;
  const char *local, *target; // interned; target "path.name", NULL if it was left out
};

// A pattern of a //go:embed comment: which files a variable holds.
struct embed_pattern {
  const char *text;
  pos_t pos;           // of the pattern
  pos_t directive_pos; // of its comment
  bool taken;          // by the declaration of a variable
  bool in_function;    // that variable is local
};

struct source_file {
  const char *name; // as it is shown in messages and tracebacks
  const char *text; // the bytes, followed by a NUL that is not counted
  size_t size;      // bytes
  pos_t base;       // the position of its first byte
  uint32_t *lines;  // offset of the start of each line; NULL: nothing has asked yet
  int line_count, line_cap;
  struct linkname *linknames;
  int linkname_count, linkname_cap;
  struct embed_pattern *embeds; // in source order
  int embed_count, embed_cap;
  struct line_directive *directives; // by rising offset
  int directive_count, directive_cap;
  bool is_std;          // part of the standard library that is compiled in
  bool is_overlaid;     // other files of its package may replace its functions
  int language_minor;   // see language.h: of its package, 0 for the newest
  bool has_build_minor; // a //go:build line of the file says:
  int build_minor;
  struct error_group *errors; // the package's; NULL: none of its own
};

// The files of a program, by rising base.
struct source_set {
  struct region *region;
  struct source_file **files;
  int count, cap;
  pos_t next_base;
};

// What a position is shown as.
struct source_place {
  const char *file;
  int line;   // from 1
  int column; // in bytes, from 1; 0 if it is not shown
};

void source_set_init(struct source_set *set, struct region *region);

// Adds a file of size bytes, with a NUL behind them. name and text must live as long as the set
// (see region_strndup). Returns NULL if positions would overflow 32 bits.
struct source_file *source_add(struct source_set *set, const char *name, const char *text,
                               size_t size);

// Returns file, line and column of a position; line 0 and file "" for none. The lines of a file are
// counted when it is first asked about one. The caller has the set to itself.
// Notes what positions from the offset on are shown as: directive's file, line and column. A body
// that is parsed once more brings its directives again, which changes nothing.
void source_add_directive(struct source_set *set, struct source_file *file,
                          struct line_directive directive);

// Returns file, line and column that a position is shown as; line 0 and file "" for none.
struct source_place source_place(const struct source_set *set, pos_t pos);

// Returns the position from which on, up to pos, no directive changes what positions are shown as;
// 0 for none.
pos_t source_part_of(const struct source_set *set, pos_t pos);

// Returns "file:line:column" in the set's region, with what of it is known; "" for no position.
const char *source_place_text(const struct source_set *set, pos_t pos);

// The same for a place inside a message: where the source really is follows in brackets, if a
// directive says otherwise.
const char *source_note_text(const struct source_set *set, pos_t pos);

// Returns the file that holds pos, or NULL.
struct source_file *source_file_of(const struct source_set *set, pos_t pos);

#endif
