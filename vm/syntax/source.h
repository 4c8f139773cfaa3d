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

struct source_file {
  const char *name; // as it is shown in messages and tracebacks
  const char *text; // the bytes, followed by a NUL that is not counted
  size_t size;      // bytes
  pos_t base;       // the position of its first byte
  uint32_t *lines;  // offset of the start of each line; NULL: nothing has asked yet
  int line_count, line_cap;
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
  int column; // in bytes, from 1
};

void source_set_init(struct source_set *set, struct region *region);

// Adds a file of size bytes, with a NUL behind them. name and text must live as long as the set
// (see region_strndup). Returns NULL if positions would overflow 32 bits.
struct source_file *source_add(struct source_set *set, const char *name, const char *text,
                               size_t size);

// Returns file, line and column of a position; line 0 and file "" for none. The lines of a file are
// counted when it is first asked about one. The caller has the set to itself.
struct source_place source_place(const struct source_set *set, pos_t pos);

// Returns the file that holds pos, or NULL.
struct source_file *source_file_of(const struct source_set *set, pos_t pos);

#endif
