// Strings: making, joining, comparing, conversions to and from bytes and runes, UTF-8.
//
// The bytes of a string are a heap object without pointers, or static memory. Functions that
// allocate take the running goroutine; they never collect. After runtime/string.go and
// runtime/utf8.go of Go 1.21.

#ifndef VOLE_RUNTIME_STRING_H
#define VOLE_RUNTIME_STRING_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "runtime/g.h"
#include "runtime/type.h"

enum { string_rune_error = 0xFFFD, string_rune_max = 0x10FFFF };

// Returns a string with a copy of the bytes.
struct go_string string_new(struct g *g, const void *bytes, int64_t size);
// Returns a string with a copy of a NUL-terminated text.
struct go_string string_from_c(struct g *g, const char *text);
// Returns a string of size bytes, which the caller fills in before it shares the string. *buffer
// becomes their address.
struct go_string string_alloc(struct g *g, int64_t size, uint8_t **buffer);
// Returns a malloc'ed NUL-terminated copy; NULL if memory is short.
char *string_to_c(struct go_string s);

// Joins strings. If only one is not empty, *result is that. Returns false with a panic ("string
// concatenation too long").
bool string_concat(struct g *g, const struct go_string *parts, int count, struct go_string *result);

// Returns < 0, 0 or > 0.
int string_compare(struct go_string a, struct go_string b);
static inline bool string_equal(struct go_string a, struct go_string b) {
  return a.len == b.len && (a.ptr == b.ptr || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

// Returns the rune at s[0..len), len > 0; *size becomes its bytes. A malformed one is
// string_rune_error, of 1 byte.
int32_t string_decode_rune(const uint8_t *s, int64_t len, int *size);
// Encodes a rune in at most 4 bytes, and an invalid one as U+FFFD. Returns the number of bytes.
int string_encode_rune(uint8_t *out, int32_t rune);
// Returns the number of runes.
int64_t string_count_runes(struct go_string s);

// Conversions of Go.
struct go_slice string_to_bytes(struct g *g, struct go_string s);
struct go_string string_from_bytes(struct g *g, struct go_slice bytes);
struct go_slice string_to_runes(struct g *g, struct go_string s);
struct go_string string_from_runes(struct g *g, struct go_slice runes);
// string(rune), of any integer.
struct go_string string_from_rune(struct g *g, int64_t rune);

#endif
