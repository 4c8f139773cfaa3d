// Strings: making, joining, comparing, conversions to and from bytes and runes, UTF-8.
//
// String bytes are pointer-free heap objects, or static memory. Functions that allocate take the
// goroutine that asks; they never collect. After runtime/string.go and runtime/utf8.go of Go 1.21.

#ifndef VOLE_RUNTIME_STRING_H
#define VOLE_RUNTIME_STRING_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "runtime/g.h"
#include "runtime/type.h"

enum { string_rune_error = 0xFFFD, string_rune_max = 0x10FFFF };

// A string with a copy of the bytes.
struct go_string string_new(struct g *g, const void *bytes, int64_t size);
// A string with a copy of a NUL-terminated text.
struct go_string string_from_c(struct g *g, const char *text);
// A string of size bytes for the caller to fill before anyone else sees it; *buffer gets their
// address.
struct go_string string_alloc(struct g *g, int64_t size, uint8_t **buffer);
// A malloc'ed NUL-terminated copy, NULL if memory is short.
char *string_to_c(struct go_string s);

// The strings joined. If all but one are empty that one is returned. False with a panic ("string
// concatenation too long").
bool string_concat(struct g *g, const struct go_string *parts, int count, struct go_string *result);

// < 0, 0, > 0.
int string_compare(struct go_string a, struct go_string b);
static inline bool string_equal(struct go_string a, struct go_string b) {
  return a.len == b.len && (a.ptr == b.ptr || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

// Decodes the rune at s[0..len), len > 0; *size gets its bytes. Malformed: string_rune_error and 1.
int32_t string_decode_rune(const uint8_t *s, int64_t len, int *size);
// Encodes a rune in at most 4 bytes; invalid ones as U+FFFD. Returns the bytes.
int string_encode_rune(uint8_t *out, int32_t rune);
// Number of runes.
int64_t string_count_runes(struct go_string s);

struct go_slice string_to_bytes(struct g *g, struct go_string s);
struct go_string string_from_bytes(struct g *g, struct go_slice bytes);
struct go_slice string_to_runes(struct g *g, struct go_string s);
struct go_string string_from_runes(struct g *g, struct go_slice runes);
// string(rune): r is any integer.
struct go_string string_from_rune(struct g *g, int64_t rune);

#endif
