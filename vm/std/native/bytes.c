// Packages bytes and bufio in C.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"
#include "vm/std/support/text_search.h"

static bool bytes_index(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_last_index(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_byte(native_string(args), (uint8_t)args[3]);
  return true;
}

static bool bytes_last_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index_byte(native_string(args), (uint8_t)args[3]);
  return true;
}

static bool bytes_index_rune(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_rune(native_string(args), (int32_t)args[3]);
  return true;
}

static bool bytes_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_any(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_last_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index_any(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_count(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_count(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_compare(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_compare(native_string(args), native_string(args + 3));
  return true;
}

static bool bytes_equal(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[1] == args[4] &&
               bulk_compare((const void *)args[0], (const void *)args[3], args[1]) == 0;
  return true;
}

static bool bytes_equal_fold(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = text_equal_fold(native_string(args), native_string(args + 3));
  return true;
}

// The slice that a part of s is, with all the capacity of s; nil if s was trimmed away from the
// left.
static void set_part(uint64_t *results, const uint64_t *s, struct go_string part,
                     bool nil_if_empty) {
  if (part.len == 0 && nil_if_empty)
    return;
  int64_t from = part.ptr - (const uint8_t *)s[0];
  native_set_slice(results,
                   (struct go_slice){(void *)(uintptr_t)part.ptr, part.len, (int64_t)s[2] - from});
}

static bool bytes_trim(struct g *g, uint64_t *args, uint64_t *results) {
  set_part(results, args, text_trim(native_string(args), native_string(args + 3), text_both),
           args[1] == 0 || args[4] > 0);
  return true;
}

static bool bytes_trim_left(struct g *g, uint64_t *args, uint64_t *results) {
  set_part(results, args, text_trim(native_string(args), native_string(args + 3), text_left),
           args[1] == 0 || args[4] > 0);
  return true;
}

static bool bytes_trim_right(struct g *g, uint64_t *args, uint64_t *results) {
  set_part(results, args, text_trim(native_string(args), native_string(args + 3), text_right),
           false);
  return true;
}

static bool bytes_trim_space(struct g *g, uint64_t *args, uint64_t *results) {
  set_part(results, args, text_trim_space(native_string(args)), true);
  return true;
}

// A slice of its own with the bytes of s.
static struct go_slice copy_bytes(struct g *g, struct go_string s) {
  void *bytes = gc_malloc(&g->runtime->gc, g_gc_p(g), (uintptr_t)s.len, NULL, false);
  bulk_copy(bytes, s.ptr, (uintptr_t)s.len);
  return (struct go_slice){bytes, s.len, s.len};
}

// Sets a result that must not share memory with s.
static void set_own(struct g *g, uint64_t *results, struct go_string s, struct go_string result) {
  if (result.ptr == s.ptr || result.len == 0)
    native_set_slice(results, copy_bytes(g, result));
  else
    native_set_slice(results,
                     (struct go_slice){(void *)(uintptr_t)result.ptr, result.len, result.len});
}

static bool map_case(struct g *g, uint64_t *args, uint64_t *results, int mode) {
  bool changed;
  set_own(g, results, native_string(args), text_map_case(g, native_string(args), mode, &changed));
  return true;
}

static bool bytes_to_upper(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_upper);
}
static bool bytes_to_lower(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_lower);
}
static bool bytes_to_title(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_title);
}

static bool bytes_to_valid(struct g *g, uint64_t *args, uint64_t *results) {
  set_own(g, results, native_string(args),
          text_to_valid(g, native_string(args), native_string(args + 3)));
  return true;
}

static bool bytes_repeat(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string result;
  bool ok = text_repeat(g, "bytes", native_string(args), (int64_t)args[3], &result);
  if (ok)
    native_set_slice(results, result.len ? (struct go_slice){(void *)(uintptr_t)result.ptr,
                                                             result.len, result.len}
                                         : copy_bytes(g, result));
  return ok;
}

static bool bytes_replace(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string result;
  bool ok = text_replace(g, native_string(args), native_string(args + 3), native_string(args + 6),
                         (int64_t)args[9], &result);
  if (ok)
    set_own(g, results, native_string(args), result);
  return ok;
}

// An array for parts of s.
static struct go_slice *new_slices(struct g *g, struct go_string s, int64_t count) {
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {24, 8, mask};
  gc_shade(&g->runtime->gc, g_gc_p(g), s.ptr);
  return gc_malloc_array(&g->runtime->gc, g_gc_p(g), &layout, (uintptr_t)count);
}

// All parts are of the object that was recorded. They end where they end, so that appending to one
// does not touch the next.
static void take_slice(void *context, int64_t i, struct go_string part) {
  struct go_slice *out = context;
  out[i] = (struct go_slice){(void *)(uintptr_t)part.ptr, part.len, part.len};
}

static bool bytes_fields(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args);
  int64_t count = text_fields(s, INT64_MAX, NULL, NULL);
  struct go_slice *fields = new_slices(g, s, count);
  count = text_fields(s, count, take_slice, fields);
  native_set_slice(results, (struct go_slice){fields, count, count});
  return true;
}

// func split(s, separator []byte, keep, limit int) [][]byte; limit > 0
static bool bytes_split(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args), separator = native_string(args + 3);
  int64_t keep = (int64_t)args[6], limit = (int64_t)args[7],
          most = text_count(s, separator) + (separator.len > 0);
  if (limit > most)
    limit = most;
  struct go_slice *parts = new_slices(g, s, limit);
  int64_t count = text_split(s, separator, keep, limit, take_slice, parts);
  // The last part is the rest of s, with its capacity.
  if (count > 0 && parts[count - 1].len > 0)
    parts[count - 1].cap = (int64_t)args[2] - ((const uint8_t *)parts[count - 1].ptr - s.ptr);
  native_set_slice(results, (struct go_slice){parts, count, count});
  return true;
}

const struct native_entry natives_bytes[] = {
    {"Index", bytes_index, 6, 1},
    {"LastIndex", bytes_last_index, 6, 1},
    {"IndexByte", bytes_index_byte, 4, 1},
    {"LastIndexByte", bytes_last_index_byte, 4, 1},
    {"IndexRune", bytes_index_rune, 4, 1},
    {"IndexAny", bytes_index_any, 5, 1},
    {"LastIndexAny", bytes_last_index_any, 5, 1},
    {"Count", bytes_count, 6, 1},
    {"Compare", bytes_compare, 6, 1},
    {"Equal", bytes_equal, 6, 1},
    {"EqualFold", bytes_equal_fold, 6, 1},
    {"Trim", bytes_trim, 5, 3},
    {"TrimLeft", bytes_trim_left, 5, 3},
    {"TrimRight", bytes_trim_right, 5, 3},
    {"TrimSpace", bytes_trim_space, 3, 3},
    {"ToUpper", bytes_to_upper, 3, 3},
    {"ToLower", bytes_to_lower, 3, 3},
    {"ToTitle", bytes_to_title, 3, 3},
    {"ToValidUTF8", bytes_to_valid, 6, 3},
    {"Repeat", bytes_repeat, 4, 3},
    {"Replace", bytes_replace, 10, 3},
    {"Fields", bytes_fields, 3, 3},
    {"split", bytes_split, 8, 3},
    {NULL},
};

const struct native_entry natives_bufio[] = {
    {"indexByte", bytes_index_byte, 4, 1},
    {NULL},
};
