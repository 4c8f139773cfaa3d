// Runes in messages, and decoding of UTF-8 in sources.

#ifndef VOLE_VM_SYNTAX_RUNE_H
#define VOLE_VM_SYNTAX_RUNE_H

#include <stdbool.h>
#include <stdint.h>

// What bytes that are not UTF-8 decode to, with size 1.
enum { rune_error = 0xFFFD };

// Room for the text of any rune as these functions write it, and for its UTF-8 with a NUL.
enum { rune_text_bytes = 32, rune_utf8_bytes = 8 };

// Returns the rune at at, which is before end; *size becomes the number of its bytes.
uint32_t rune_decode(const char *at, const char *end, int *size);

// Writes a rune in UTF-8 with a NUL. Returns its bytes, 0 if it is no code point.
int rune_encode(char utf8[rune_utf8_bytes], uint32_t rune);

// Write a rune as Go's formats %#U (U+0040 '@') and %q ('@') do. Return text.
const char *rune_code_text(char text[rune_text_bytes], uint32_t rune);
const char *rune_quoted_text(char text[rune_text_bytes], uint32_t rune);

// Writes a rune as it stands between the quotes of a Go literal with that quote: itself or an
// escape. Returns text.
const char *rune_escaped_text(char text[rune_text_bytes], uint32_t rune, char quote);

#endif
