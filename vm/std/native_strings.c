// Package strings in C.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"
#include "vm/std/text_search.h"

static bool strings_index(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_index(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_last_index(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_last_index(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_contains(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = text_index(native_string(args), native_string(args + 2)) >= 0;
  return true;
}

static bool strings_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_index_byte(native_string(args), (uint8_t)args[2]);
  return true;
}

static bool strings_last_index_byte(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_last_index_byte(native_string(args), (uint8_t)args[2]);
  return true;
}

static bool strings_index_rune(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_index_rune(native_string(args), (int32_t)args[2]);
  return true;
}

static bool strings_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_index_any(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_last_index_any(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_last_index_any(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_count(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_count(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_compare(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = (uint64_t)text_compare(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_equal_fold(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = text_equal_fold(native_string(args), native_string(args + 2));
  return true;
}

static bool strings_trim(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), TEXT_BOTH));
  return true;
}

static bool strings_trim_left(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), TEXT_LEFT));
  return true;
}

static bool strings_trim_right(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  native_set_string(results, text_trim(native_string(args), native_string(args + 2), TEXT_RIGHT));
  return true;
}

static bool strings_trim_space(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  native_set_string(results, text_trim_space(native_string(args)));
  return true;
}

static bool map_case(struct g *g, uint64_t *args, uint64_t *results, int mode) {
  bool changed;
  native_set_string(results, text_map_case(g, native_string(args), mode, &changed));
  return true;
}

static bool strings_to_upper(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, TEXT_UPPER);
}
static bool strings_to_lower(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, TEXT_LOWER);
}
static bool strings_to_title(struct g *g, uint64_t *args, uint64_t *results) {
  return map_case(g, args, results, TEXT_TITLE);
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
  int64_t count = text_fields(s, NULL, NULL);
  struct go_string *fields = new_strings(g, s, count);
  text_fields(s, take_string, fields);
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
  native_set_string(results, string_alloc(g, total, &out));
  const uint8_t *start = out;
  for (int64_t i = 0, pause = bulk_steps; i < list.len; i++) {
    if (i > 0) {
      bulk_copy(out, separator.ptr, (uintptr_t)separator.len);
      out += separator.len;
    }
    bulk_copy(out, parts[i].ptr, (uintptr_t)parts[i].len);
    out += parts[i].len;
    pause = bulk_step(out - start + i, pause);
  }
  return true;
}

// The pairs of a Replacer, chained by the first byte of what they replace, in their order.
struct replacer {
  const struct go_string *pairs; // old, new, old, new
  int64_t count;                 // pairs
  int32_t first[257];            // by first byte, 256 for the empty text; -1: none
  int32_t *next;
};

static void replacer_init(struct g *g, struct replacer *r, struct go_slice pairs) {
  r->pairs = pairs.ptr;
  r->count = pairs.len / 2;
  r->next =
      gc_malloc(&g->runtime->gc, g_gc_p(g), (uintptr_t)r->count * sizeof *r->next, NULL, false);
  memset(r->first, -1, sizeof r->first);
  for (int64_t i = r->count - 1; i >= 0; i--) {
    const struct go_string *from = &r->pairs[2 * i];
    int slot = from->len ? from->ptr[0] : 256;
    r->next[i] = r->first[slot];
    r->first[slot] = (int32_t)i;
  }
}

// The first pair, in their order, that fits at s[at:]; -1: none.
static int64_t replacer_find(const struct replacer *r, struct go_string s, int64_t at,
                             bool not_empty) {
  int64_t empty = not_empty ? -1 : r->first[256];
  if (at < s.len) {
    for (int32_t i = r->first[s.ptr[at]]; i >= 0; i = r->next[i]) {
      if (empty >= 0 && empty < i)
        break;
      const struct go_string *from = &r->pairs[2 * i];
      if (from->len <= s.len - at && memcmp(s.ptr + at, from->ptr, (size_t)from->len) == 0)
        return i;
    }
  }
  return empty;
}

static bool append_part(struct g *g, struct go_slice *out, struct go_string s, int64_t from,
                        int64_t to) {
  return from == to || native_append(g, out, s.ptr + from, (size_t)(to - from));
}

// func replacePairs(s string, pairs []string) string
static bool strings_replace_pairs(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args);
  struct replacer r;
  struct go_slice out = {NULL, 0, 0};
  int64_t last = 0;
  bool ok = true, was_empty = false, changed = false;
  replacer_init(g, &r, native_slice(args + 2));
  for (int64_t i = 0, pause = bulk_steps; ok && i <= s.len;) {
    pause = bulk_step(i, pause);
    int64_t pair = replacer_find(&r, s, i, was_empty);
    was_empty = pair >= 0 && r.pairs[2 * pair].len == 0;
    if (pair < 0) {
      i++;
      continue;
    }
    struct go_string to = r.pairs[2 * pair + 1];
    ok = append_part(g, &out, s, last, i) && append_part(g, &out, to, 0, to.len);
    i += r.pairs[2 * pair].len;
    last = i;
    changed = true;
  }
  ok = ok && (!changed || append_part(g, &out, s, last, s.len));
  native_set_string(results, changed ? (struct go_string){out.ptr, out.len} : s);
  return ok;
}

const struct native_entry natives_strings[] = {
    {"Index", strings_index, 0, NULL},
    {"LastIndex", strings_last_index, 0, NULL},
    {"Contains", strings_contains, 0, NULL},
    {"IndexByte", strings_index_byte, 0, NULL},
    {"LastIndexByte", strings_last_index_byte, 0, NULL},
    {"IndexRune", strings_index_rune, 0, NULL},
    {"IndexAny", strings_index_any, 0, NULL},
    {"LastIndexAny", strings_last_index_any, 0, NULL},
    {"Count", strings_count, 0, NULL},
    {"Compare", strings_compare, 0, NULL},
    {"EqualFold", strings_equal_fold, 0, NULL},
    {"Trim", strings_trim, 0, NULL},
    {"TrimLeft", strings_trim_left, 0, NULL},
    {"TrimRight", strings_trim_right, 0, NULL},
    {"TrimSpace", strings_trim_space, 0, NULL},
    {"ToUpper", strings_to_upper, 0, NULL},
    {"ToLower", strings_to_lower, 0, NULL},
    {"ToTitle", strings_to_title, 0, NULL},
    {"ToValidUTF8", strings_to_valid, 0, NULL},
    {"Repeat", strings_repeat, 0, NULL},
    {"Replace", strings_replace, 0, NULL},
    {"ReplaceAll", strings_replace_all, 0, NULL},
    {"Fields", strings_fields, 0, NULL},
    {"split", strings_split, 0, NULL},
    {"Join", strings_join, 0, NULL},
    {"replacePairs", strings_replace_pairs, 0, NULL},
    {NULL, NULL, 0, NULL},
};
