// Searching, trimming and rewriting bytes: what packages strings and bytes have in common.
//
// Texts are struct go_string whether they come from a string or a []byte. Positions are in bytes,
// -1 if nothing is found. All pause where texts are long (runtime/bulk.h).
//
// The bytes of a []byte may be changed meanwhile, by another goroutine that has no right to: what
// is measured first and written then never goes past what was measured.

#ifndef VOLE_VM_STD_SUPPORT_TEXT_SEARCH_H
#define VOLE_VM_STD_SUPPORT_TEXT_SEARCH_H

#include "runtime/string.h"

// Decodes the rune at s[i], 0 <= i < len; *size gets its bytes.
static inline int32_t text_rune_at(struct go_string s, int64_t i, int *size) {
  if (s.ptr[i] >= 0x80)
    return string_decode_rune(s.ptr + i, s.len - i, size);
  *size = 1;
  return s.ptr[i];
}

int64_t text_index(struct go_string s, struct go_string part);
int64_t text_last_index(struct go_string s, struct go_string part);
int64_t text_index_byte(struct go_string s, uint8_t c);
int64_t text_last_index_byte(struct go_string s, uint8_t c);
int64_t text_index_rune(struct go_string s, int32_t rune);
int64_t text_index_any(struct go_string s, struct go_string chars);
int64_t text_last_index_any(struct go_string s, struct go_string chars);

// Parts that do not overlap; of the empty part: runes + 1.
int64_t text_count(struct go_string s, struct go_string part);

// -1, 0, 1.
int64_t text_compare(struct go_string a, struct go_string b);
bool text_equal_fold(struct go_string a, struct go_string b);

// A part of s; an empty one begins where s begins, never behind it.
struct go_string text_part(struct go_string s, int64_t from, int64_t to);

enum { text_left = 1, text_right = 2, text_both = 3 };
struct go_string text_trim(struct go_string s, struct go_string cutset, int sides);
struct go_string text_trim_space(struct go_string s);

// Calls take for the first limit fields between white space; returns their number. take may be
// NULL.
int64_t text_fields(struct go_string s, int64_t limit,
                    void (*take)(void *context, int64_t i, struct go_string field), void *context);

// Calls take for at most limit parts between separators, each with the first keep bytes of the
// separator; the last has the rest. An empty separator parts runes.
int64_t text_split(struct go_string s, struct go_string separator, int64_t keep, int64_t limit,
                   void (*take)(void *context, int64_t i, struct go_string part), void *context);

enum { text_upper, text_lower, text_title };
// Maps every rune; bytes that are not UTF-8 become U+FFFD. *changed: if false s itself is the
// result.
struct go_string text_map_case(struct g *g, struct go_string s, int mode, bool *changed);

// Replaces the first limit (< 0: all) appearances of from. s itself if there is none. False: a
// panic is raised.
bool text_replace(struct g *g, struct go_string s, struct go_string from, struct go_string to,
                  int64_t limit, struct go_string *result);

// Runs of bytes that are not UTF-8 are replaced. s itself if there are none.
struct go_string text_to_valid(struct g *g, struct go_string s, struct go_string replacement);

// False: the panic that owner ("strings") has for it is raised.
bool text_repeat(struct g *g, const char *owner, struct go_string s, int64_t count,
                 struct go_string *result);

#endif
