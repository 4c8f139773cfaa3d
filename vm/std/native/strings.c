// Package strings in C.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"
#include "vm/std/support/text_search.h"

static bool strings_index(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_last_index(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_contains(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = text_index(native_string(args), native_string(args + 2)) >= 0;
  return true;
}

static bool strings_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_byte(native_string(args), (uint8_t)args[2]);
  return true;
}

static bool strings_last_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index_byte(native_string(args), (uint8_t)args[2]);
  return true;
}

static bool strings_index_rune(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_rune(native_string(args), (int32_t)args[2]);
  return true;
}

static bool strings_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_index_any(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_last_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_last_index_any(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_count(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_count(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_compare(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)text_compare(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_equal_fold(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = text_equal_fold(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_trim(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), text_both));
  return true;
}

static bool strings_trim_left(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), text_left));
  return true;
}

static bool strings_trim_right(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), text_right));
  return true;
}

static bool strings_trim_space(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_string(results, text_trim_space(native_string(args)));
  return true;
}

static bool map_case(struct g *g, uint64_t *args, uint64_t *results, int mode) {
  bool changed;
  native_set_string(results, text_map_case(g, native_string(args), mode, &changed));
  return true;
}

static bool strings_to_upper(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_upper);
}
static bool strings_to_lower(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_lower);
}
static bool strings_to_title(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, text_title);
}

static bool strings_to_valid(struct g *g, uint64_t *args, uint64_t *results) {
  native_set_string(results, text_to_valid(g, native_string(args), native_string(args + 2)));
  return true;
}

static bool strings_repeat(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string result;
  bool ok = text_repeat(g, "strings", native_string(args), (int64_t)args[2], &result);
  native_set_string(results, result);
  return ok;
}

static bool strings_replace(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string result;
  bool ok = text_replace(g, native_string(args), native_string(args + 2), native_string(args + 4),
                         (int64_t)args[6], &result);
  native_set_string(results, result);
  return ok;
}

static bool strings_replace_all(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string result;
  bool ok = text_replace(g, native_string(args), native_string(args + 2), native_string(args + 4),
                         -1, &result);
  native_set_string(results, result);
  return ok;
}

// An array for parts of s; NULL is never returned.
static struct go_string *new_strings(struct g *g, struct go_string s, int64_t count) {
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {16, 8, mask};
  gc_shade(&g->runtime->gc, g_gc_p(g), s.ptr);
  return gc_malloc_array(&g->runtime->gc, g_gc_p(g), &layout, (uintptr_t)count);
}

// All parts are of the object that was recorded.
static void take_string(void *context, int64_t i, struct go_string part) {
  struct go_string *out = context;
  out[i] = part;
}

static bool strings_fields(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args);
  int64_t count = text_fields(s, INT64_MAX, NULL, NULL);
  struct go_string *fields = new_strings(g, s, count);
  count = text_fields(s, count, take_string, fields);
  native_set_slice(results, (struct go_slice){fields, count, count});
  return true;
}

// func split(s, separator string, keep, limit int) []string; limit > 0
static bool strings_split(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args), separator = native_string(args + 2);
  int64_t keep = (int64_t)args[4], limit = (int64_t)args[5],
          most = text_count(s, separator) + (separator.len > 0);
  if (limit > most)
    limit = most;
  struct go_string *parts = new_strings(g, s, limit);
  int64_t count = text_split(s, separator, keep, limit, take_string, parts);
  native_set_slice(results, (struct go_slice){parts, count, count});
  return true;
}

// Writes the parts with the separator between them into the room for total bytes, as far as they
// fit: they may have been changed since they were measured. Returns the bytes.
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

const struct native_entry natives_strings[] = {
    {"Index", strings_index, 4, 1},
    {"LastIndex", strings_last_index, 4, 1},
    {"Contains", strings_contains, 4, 1},
    {"IndexByte", strings_index_byte, 3, 1},
    {"LastIndexByte", strings_last_index_byte, 3, 1},
    {"IndexRune", strings_index_rune, 3, 1},
    {"IndexAny", strings_index_any, 4, 1},
    {"LastIndexAny", strings_last_index_any, 4, 1},
    {"Count", strings_count, 4, 1},
    {"Compare", strings_compare, 4, 1},
    {"EqualFold", strings_equal_fold, 4, 1},
    {"Trim", strings_trim, 4, 2},
    {"TrimLeft", strings_trim_left, 4, 2},
    {"TrimRight", strings_trim_right, 4, 2},
    {"TrimSpace", strings_trim_space, 2, 2},
    {"ToUpper", strings_to_upper, 2, 2},
    {"ToLower", strings_to_lower, 2, 2},
    {"ToTitle", strings_to_title, 2, 2},
    {"ToValidUTF8", strings_to_valid, 4, 2},
    {"Repeat", strings_repeat, 3, 2},
    {"Replace", strings_replace, 7, 2},
    {"ReplaceAll", strings_replace_all, 6, 2},
    {"Fields", strings_fields, 2, 3},
    {"split", strings_split, 6, 3},
    {"Join", strings_join, 5, 2},
    {NULL},
};
