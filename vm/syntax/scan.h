// The scanner: from bytes to tokens, with Go's automatic semicolons. After go/scanner and
// cmd/compile/internal/syntax.

#ifndef VOLE_VM_SYNTAX_SCAN_H
#define VOLE_VM_SYNTAX_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/syntax/errors.h"
#include "vm/syntax/source.h"
#include "vm/syntax/token.h"

// names.c

// The table of interned names: equal spellings give equal pointers.
struct names {
  struct region *region;
  const char **table; // open addressing
  uint32_t *hashes;   // of the names in it
  int count, cap;     // cap: a power of two
};

void names_init(struct names *names, struct region *region);
// Returns the one copy of a name of size bytes, followed by a NUL, in the region.
const char *names_intern(struct names *names, const char *text, size_t size);
// Returns the name if it was interned before, else NULL. Allocates nothing.
const char *names_find(const struct names *names, const char *text, size_t size);

// scan.c

// A file with as many errors is not read to its end: ten are shown, and a file of garbage would
// fill the memory.
enum { scan_error_limit = 1000 };

// A scanner and its current token.
struct scanner {
  struct source_set *sources;
  struct source_file *file;
  struct error_list *errors;
  struct names *names;
  const char *next; // next byte to read
  const char *end;
  bool insert_semicolon; // a newline here ends the statement
  bool takes_directives; // the file is read for the first time, and as a whole
  bool is_top;           // no token of the file has been read: a comment may be a //go:build line

  // The current token, filled by scanner_next.
  enum token token;
  pos_t pos;
  // Literals: as written; names: interned; semicolons: "newline", "EOF" or "semicolon".
  const char *text;
  size_t size;
  bool bad; // the literal is malformed, which has been reported

  int errors_before; // error_count where the token began
  int error_count;   // reported by this scanner and its parser; scanning stops at scan_error_limit
};

// Prepares to read a file from an offset in bytes on: 0, or the opening brace of a skipped body.
// The file's text ends in a NUL.
void scanner_init(struct scanner *s, struct source_set *sources, struct source_file *file,
                  struct error_list *errors, struct names *names, size_t offset);

// Reads the next token. Errors go to the list in Go's words: an illegal character or NUL, bad
// UTF-8, a BOM in the middle, an unterminated literal or comment.
void scanner_next(struct scanner *s);

// Reports an error at a position and counts it. Called by the scanner and by the parser that it
// feeds.
void scanner_error_at(struct scanner *s, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Goes to the end of the file: the tokens that follow are the last semicolon and TOKEN_EOF.
void scanner_stop(struct scanner *s);

// scan_skip.c

// Skips to the brace that closes the current one, which becomes the current token. Returns false if
// the file ends before.
bool scanner_skip_block(struct scanner *s);

// Skips a signature, whose first token is the current one. The next one is the brace of the body,
// or the semicolon after a function without a body.
void scanner_skip_signature(struct scanner *s);

#endif
