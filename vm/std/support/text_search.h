// Searches, trims and rewrites texts, for packages strings and bytes.
//
// A text is a struct go_string, whether it comes from a string or a []byte. Positions are in bytes,
// -1 if nothing is found. All functions pause where texts are long (runtime/bulk.h).
//
// A script that races may change the bytes of a []byte meanwhile. What is measured first and
// written then never goes past what was measured.

#ifndef VOLE_VM_STD_SUPPORT_TEXT_SEARCH_H
#define VOLE_VM_STD_SUPPORT_TEXT_SEARCH_H

#include "runtime/string.h"

// Decodes the rune at s[i], 0 <= i < len. *size gets its number of bytes.
static inline int32_t text_rune_at(struct go_string s, int64_t i, int *size) {
  if (s.ptr[i] >= 0x80)
    return string_decode_rune(s.ptr + i, s.len - i, size);
  *size = 1;
  return s.ptr[i];
}

// text_index.c

// Return the position of the first or last part or byte of s.
int64_t text_index(struct go_string s, struct go_string part);
int64_t text_last_index(struct go_string s, struct go_string part);
int64_t text_index_byte(struct go_string s, uint8_t c);
int64_t text_last_index_byte(struct go_string s, uint8_t c);

// Returns -1, 0 or 1, as a is less than, equal to or greater than b.
int64_t text_compare(struct go_string a, struct go_string b);

// text_search.c

// Return the position of the first or last rune, or of one that chars has.
int64_t text_index_rune(struct go_string s, int32_t rune);
int64_t text_index_any(struct go_string s, struct go_string chars);
int64_t text_last_index_any(struct go_string s, struct go_string chars);

// Returns the number of parts that do not overlap; of the empty part, the runes plus one.
int64_t text_count(struct go_string s, struct go_string part);

// Returns whether the texts differ in the case of runes only, or not at all.
bool text_equal_fold(struct go_string a, struct go_string b);

// Returns s[from:to]. An empty part begins where s begins, never behind s.
struct go_string text_part(struct go_string s, int64_t from, int64_t to);

enum { text_left = 1, text_right = 2, text_both = 3 };

// Return s without the runes of the cutset, or without white space, at its ends.
struct go_string text_trim(struct go_string s, struct go_string cutset, int sides);
struct go_string text_trim_space(struct go_string s);

// Calls take, unless it is NULL, for the first limit fields between white space. Returns their
// number.
int64_t text_fields(struct go_string s, int64_t limit,
                    void (*take)(void *context, int64_t i, struct go_string field), void *context);

// Calls take for at most limit parts between separators, and returns their number. Each part keeps
// the first keep bytes of its separator; the last is all the rest. An empty separator parts runes.
int64_t text_split(struct go_string s, struct go_string separator, int64_t keep, int64_t limit,
                   void (*take)(void *context, int64_t i, struct go_string part), void *context);

// text_rewrite.c

enum { text_upper, text_lower, text_title };

// Returns s with the case of every rune mapped; malformed bytes become U+FFFD. *changed is false if
// the result is s itself.
struct go_string text_map_case(struct g *g, struct go_string s, int mode, bool *changed);

// Replaces the first limit appearances of from, all if limit is negative. *result is s itself if
// there are none. False: a panic is raised.
bool text_replace(struct g *g, struct go_string s, struct go_string from, struct go_string to,
                  int64_t limit, struct go_string *result);

// Returns s with each run of malformed bytes replaced, s itself if there are none.
struct go_string text_to_valid(struct g *g, struct go_string s, struct go_string replacement);

// Repeats s. False: the panic of package owner ("strings") is raised.
bool text_repeat(struct g *g, const char *owner, struct go_string s, int64_t count,
                 struct go_string *result);

#endif
