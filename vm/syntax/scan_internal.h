// What the scanner's files share: scan.c reads tokens, scan_literal.c literals; scan_skip.c skips
// bodies.

#ifndef VOLE_VM_SYNTAX_SCAN_INTERNAL_H
#define VOLE_VM_SYNTAX_SCAN_INTERNAL_H

#include "mem/invariant.h"
#include "vm/syntax/scan.h"

// scan.c

// Returns the position of a byte of the file.
pos_t scanner_pos_at(const struct scanner *s, const char *at);

// Whether a byte is ASCII and not NUL: one that a loop may pass without a further look.
static inline bool scanner_is_plain(char c) {
  return c != 0 && (unsigned char)c < 0x80;
}

// Sets a token of one character after which a newline ends the statement, and steps over it.
void scanner_closing(struct scanner *s, enum token token);

// Steps over one character of a literal or comment that is NUL or not ASCII. Reports it where it
// must not be in a source file. That place lies before the end of the file. Returns the byte after
// it.
const char *scanner_skip_special(struct scanner *s, const char *at);

// directive.c

// Takes what a comment that ends before end tells the compiler, if it does.
void scanner_directive(struct scanner *s, const char *comment, const char *end);

// scan_skip.c

// Returns the first byte from at up to end that is not plain, or up to seven bytes before it.
const char *scanner_skip_plain(const char *at, const char *end);

// scan_literal.c

// Read the literal that starts at s->next (or, for numbers, a point before it) up to its end; set
// token, text, size and next.
void scanner_number(struct scanner *s);
void scanner_string(struct scanner *s);
void scanner_raw_string(struct scanner *s);
void scanner_rune(struct scanner *s);

#endif
