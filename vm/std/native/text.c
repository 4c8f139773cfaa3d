// Natives of packages strings and bytes, most of them for both, and the one of bufio.
//
// A shared native takes the words of a text besides what every native takes: two for a string,
// three for a []byte. The first two are the same in both, so the searches in support/text_search.h
// read either; the results differ. The table `SHARED` makes a native of each package from each.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"
#include "vm/std/support/text_search.h"

enum { string_words = 2, slice_words = 3 };

static inline bool first_index(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_index(native_string(args), native_string(args + words));
  return true;
}

static inline bool last_index(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_last_index(native_string(args), native_string(args + words));
  return true;
}

static inline bool index_byte(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_index_byte(native_string(args), (uint8_t)args[words]);
  return true;
}

static inline bool last_index_byte(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_last_index_byte(native_string(args), (uint8_t)args[words]);
  return true;
}

static inline bool index_rune(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_index_rune(native_string(args), (int32_t)args[words]);
  return true;
}

static inline bool index_any(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_index_any(native_string(args), native_string(args + words));
  return true;
}

static inline bool last_index_any(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_last_index_any(native_string(args), native_string(args + words));
  return true;
}

static inline bool count(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_count(native_string(args), native_string(args + words));
  return true;
}

static inline bool compare(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = (uint64_t)text_compare(native_string(args), native_string(args + words));
  return true;
}

static inline bool equal_fold(struct g *g, uint64_t *args, uint64_t *results, int words) {
  results[0] = text_equal_fold(native_string(args), native_string(args + words));
  return true;
}

// Sets a result that is a part of the text at args. A slice keeps the capacity from there on; an
// empty one is nil if the caller says so.
static void set_part(uint64_t *results, const uint64_t *args, struct go_string part, int words,
                     bool nil_if_empty) {
  if (words == slice_words && part.len == 0 && nil_if_empty)
    return;
  invariant_debug(part.len == 0 ||
                  (part.ptr >= (const uint8_t *)args[0] && part.len <= (int64_t)args[1]));
  native_set_string(results, part);
  if (words == slice_words)
    results[2] = args[2] - (uint64_t)(part.ptr - (const uint8_t *)args[0]);
}

// Go's bytes.Trim and TrimLeft give nil for a text that they trim away, TrimRight an empty one.
static inline bool trim_sides(uint64_t *args, uint64_t *results, int words, int sides) {
  struct go_string s = native_string(args), cutset = native_string(args + words);
  bool nil_if_empty = sides & text_left && (s.len == 0 || cutset.len > 0);
  set_part(results, args, text_trim(s, cutset, sides), words, nil_if_empty);
  return true;
}

static inline bool trim(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return trim_sides(args, results, words, text_both);
}

static inline bool trim_left(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return trim_sides(args, results, words, text_left);
}

static inline bool trim_right(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return trim_sides(args, results, words, text_right);
}

static inline bool trim_space(struct g *g, uint64_t *args, uint64_t *results, int words) {
  set_part(results, args, text_trim_space(native_string(args)), words, true);
  return true;
}

// Sets a result that was made from the text at args. A slice shares no memory with it and is not
// nil: what was not changed, or is empty, is copied.
static void set_made(struct g *g, const uint64_t *args, uint64_t *results, struct go_string result,
                     int words) {
  if (words == slice_words && (result.ptr == (const uint8_t *)args[0] || result.len == 0)) {
    void *copy = gc_malloc(&g->runtime->gc, g_gc_p(g), (uintptr_t)result.len, NULL, false);
    bulk_copy(copy, result.ptr, (uintptr_t)result.len);
    result.ptr = copy;
  }
  native_set_string(results, result);
  if (words == slice_words)
    results[2] = (uint64_t)result.len;
}

static inline bool map_case(struct g *g, uint64_t *args, uint64_t *results, int words, int mode) {
  bool changed;
  set_made(g, args, results, text_map_case(g, native_string(args), mode, &changed), words);
  return true;
}

static inline bool to_upper(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return map_case(g, args, results, words, text_upper);
}

static inline bool to_lower(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return map_case(g, args, results, words, text_lower);
}

static inline bool to_title(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return map_case(g, args, results, words, text_title);
}

static inline bool to_valid(struct g *g, uint64_t *args, uint64_t *results, int words) {
  struct go_string replacement = native_string(args + words);
  set_made(g, args, results, text_to_valid(g, native_string(args), replacement), words);
  return true;
}

static inline bool repeat(struct g *g, uint64_t *args, uint64_t *results, int words) {
  const char *owner = words == string_words ? "strings" : "bytes";
  struct go_string result;
  if (!text_repeat(g, owner, native_string(args), (int64_t)args[words], &result))
    return false;
  set_made(g, args, results, result, words);
  return true;
}

// Replaces at most limit parts, all if it is negative.
static bool replace_up_to(struct g *g, uint64_t *args, uint64_t *results, int words,
                          int64_t limit) {
  struct go_string result;
  if (!text_replace(g, native_string(args), native_string(args + words),
                    native_string(args + 2 * words), limit, &result))
    return false;
  set_made(g, args, results, result, words);
  return true;
}

static inline bool replace(struct g *g, uint64_t *args, uint64_t *results, int words) {
  return replace_up_to(g, args, results, words, (int64_t)args[3 * words]);
}

// A []string or [][]byte that is being filled.
struct parts {
  uint64_t *slots;
  int words; // of an element
};

// Makes room for at most `most` parts of s. Shades s, so that the parts can be stored without a
// write barrier.
static struct parts new_parts(struct g *g, struct go_string s, int64_t most, int words) {
  static const uint8_t mask[1] = {1};
  static const struct layout string_layout = {string_words * 8, 8, mask},
                             slice_layout = {slice_words * 8, 8, mask};
  const struct layout *layout = words == string_words ? &string_layout : &slice_layout;
  gc_shade(&g->runtime->gc, g_gc_p(g), s.ptr);
  return (struct parts){gc_malloc_array(&g->runtime->gc, g_gc_p(g), layout, (uintptr_t)most),
                        words};
}

// Stores a part of the text that new_parts has shaded. A slice has no capacity beyond its end, so
// that appending to it does not touch the next.
static void take_part(void *context, int64_t i, struct go_string part) {
  const struct parts *parts = context;
  uint64_t *slot = parts->slots + i * parts->words;
  native_set_string(slot, part);
  if (parts->words == slice_words)
    slot[2] = (uint64_t)part.len;
}

static inline bool fields(struct g *g, uint64_t *args, uint64_t *results, int words) {
  struct go_string s = native_string(args);
  int64_t most = text_fields(s, INT64_MAX, NULL, NULL);
  struct parts parts = new_parts(g, s, most, words);
  int64_t taken = text_fields(s, most, take_part, &parts);
  native_set_slice(results, (struct go_slice){parts.slots, taken, taken});
  return true;
}

// func split(s, separator text, keep, limit int) []text; limit > 0
static inline bool split(struct g *g, uint64_t *args, uint64_t *results, int words) {
  struct go_string s = native_string(args), separator = native_string(args + words);
  int64_t keep = (int64_t)args[2 * words], limit = (int64_t)args[2 * words + 1],
          most = text_count(s, separator) + (separator.len > 0);
  if (limit > most)
    limit = most;
  struct parts parts = new_parts(g, s, limit, words);
  int64_t taken = text_split(s, separator, keep, limit, take_part, &parts);
  if (words == slice_words && taken > 0) {
    // The last slice is the rest of s, with its capacity.
    uint64_t *last = parts.slots + (taken - 1) * words;
    if (last[1] > 0)
      last[2] = args[2] - (last[0] - args[0]);
  }
  native_set_slice(results, (struct go_slice){parts.slots, taken, taken});
  return true;
}

// Name, function, words of the parameters and results in package strings, in package bytes.
#define SHARED(X)                                                                                  \
  X("Index", first_index, 4, 1, 6, 1)                                                              \
  X("LastIndex", last_index, 4, 1, 6, 1)                                                           \
  X("IndexByte", index_byte, 3, 1, 4, 1)                                                           \
  X("LastIndexByte", last_index_byte, 3, 1, 4, 1)                                                  \
  X("IndexRune", index_rune, 3, 1, 4, 1)                                                           \
  X("IndexAny", index_any, 4, 1, 5, 1)                                                             \
  X("LastIndexAny", last_index_any, 4, 1, 5, 1)                                                    \
  X("Count", count, 4, 1, 6, 1)                                                                    \
  X("Compare", compare, 4, 1, 6, 1)                                                                \
  X("EqualFold", equal_fold, 4, 1, 6, 1)                                                           \
  X("Trim", trim, 4, 2, 5, 3)                                                                      \
  X("TrimLeft", trim_left, 4, 2, 5, 3)                                                             \
  X("TrimRight", trim_right, 4, 2, 5, 3)                                                           \
  X("TrimSpace", trim_space, 2, 2, 3, 3)                                                           \
  X("ToUpper", to_upper, 2, 2, 3, 3)                                                               \
  X("ToLower", to_lower, 2, 2, 3, 3)                                                               \
  X("ToTitle", to_title, 2, 2, 3, 3)                                                               \
  X("ToValidUTF8", to_valid, 4, 2, 6, 3)                                                           \
  X("Repeat", repeat, 3, 2, 4, 3)                                                                  \
  X("Replace", replace, 7, 2, 10, 3)                                                               \
  X("Fields", fields, 2, 3, 3, 3)                                                                  \
  X("split", split, 6, 3, 8, 3)

#define DEFINE(name, function, ...)                                                                \
  static bool strings_##function(struct g *g, uint64_t *args, uint64_t *results) {                 \
    return function(g, args, results, string_words);                                               \
  }                                                                                                \
  static bool bytes_##function(struct g *g, uint64_t *args, uint64_t *results) {                   \
    return function(g, args, results, slice_words);                                                \
  }
SHARED(DEFINE)

static bool strings_contains(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = text_index(native_string(args), native_string(args + 2)) >= 0;
  return true;
}

static bool strings_replace_all(struct g *g, uint64_t *args, uint64_t *results) {
  return replace_up_to(g, args, results, string_words, -1);
}

// Writes the parts, with the separator between them, into total bytes. Parts that a race has made
// longer since they were measured are left out. Returns the bytes written.
static int64_t write_joined(const struct go_string *parts, int64_t count,
                            struct go_string separator, uint8_t *out, int64_t total) {
  int64_t filled = 0;
  for (int64_t i = 0, pause = bulk_steps; i < count; i++) {
    struct go_string between = i > 0 ? separator : (struct go_string){NULL, 0}, part = parts[i];
    if (between.len > total - filled || part.len > total - filled - between.len)
      break;
    bulk_copy(out + filled, between.ptr, (uintptr_t)between.len);
    filled += between.len;
    bulk_copy(out + filled, part.ptr, (uintptr_t)part.len);
    filled += part.len;
    pause = bulk_step(filled + i, pause);
  }
  return filled;
}

static bool strings_join(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice list = native_slice(args);
  struct go_string separator = native_string(args + 3), *parts = list.ptr;
  int64_t total = 0;
  uint8_t *out;
  if (list.len == 0)
    return true;
  if (list.len == 1) {
    native_set_string(results, parts[0]);
    return true;
  }
  bool overflow = __builtin_mul_overflow(separator.len, list.len - 1, &total);
  for (int64_t i = 0, pause = bulk_steps; i < list.len; i++) {
    overflow |= __builtin_add_overflow(total, parts[i].len, &total);
    pause = bulk_step(i, pause);
  }
  if (overflow || total > INT64_C(1) << 47) {
    native_panic_text(g, "strings: Join output length overflow");
    return false;
  }
  struct go_string joined = string_alloc(g, total, &out);
  joined.len = write_joined(parts, list.len, separator, out, total);
  native_set_string(results, joined);
  return true;
}

static bool bytes_equal(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[1] == args[4] &&
               bulk_compare((const void *)args[0], (const void *)args[3], args[1]) == 0;
  return true;
}

// clang-format off
#define STRINGS_ROW(name, function, params, results, ...)                                          \
  {name, strings_##function, params, results},
const struct native_entry natives_strings[] = {
    SHARED(STRINGS_ROW)
    {"Contains", strings_contains, 4, 1},
    {"ReplaceAll", strings_replace_all, 6, 2},
    {"Join", strings_join, 5, 2},
    {NULL},
};

#define BYTES_ROW(name, function, string_params, string_results, params, results)                  \
  {name, bytes_##function, params, results},
const struct native_entry natives_bytes[] = {
    SHARED(BYTES_ROW)
    {"Equal", bytes_equal, 6, 1},
    {NULL},
};
// clang-format on

const struct native_entry natives_bytealg[] = {
    {"Equal", bytes_equal, 6, 1},
    {"IndexByteString", strings_index_byte, 3, 1},
    {NULL},
};

const struct native_entry natives_bufio[] = {
    {"indexByte", bytes_index_byte, 4, 1},
    {NULL},
};
