// Rewrites texts: case, replacements, repeats. After packages strings and bytes.

#include <stdio.h>

#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/support/rune_class.h"
#include "vm/std/support/text_search.h"

static bool is_ascii(struct go_string s) {
  for (int64_t i = 0; i < s.len;) {
    int64_t end = s.len - i < bulk_steps ? s.len : i + bulk_steps;
    uint8_t all = 0;
    for (; i < end; i++)
      all |= s.ptr[i];
    if (all >= 0x80)
      return false;
    if (i < s.len)
      bulk_pause();
  }
  return true;
}

static int32_t map_rune(int32_t rune, int mode) {
  return mode == text_upper   ? rune_to_upper(rune)
         : mode == text_lower ? rune_to_lower(rune)
                              : rune_to_title(rune);
}

static struct go_string map_ascii(struct g *g, struct go_string s, int mode, bool *changed) {
  uint8_t first = mode == text_lower ? 'A' : 'a', *out;
  int64_t i = 0, pause = bulk_steps;
  while (i < s.len && (uint8_t)(s.ptr[i] - first) >= 26)
    pause = bulk_step(++i, pause);
  *changed = i < s.len;
  if (!*changed)
    return s;
  struct go_string result = string_alloc(g, s.len, &out);
  bulk_copy(out, s.ptr, (uintptr_t)i);
  while (i < s.len) {
    int64_t end = s.len - i < bulk_piece ? s.len : i + bulk_piece;
    for (; i < end; i++)
      out[i] = s.ptr[i] ^ ((uint8_t)(s.ptr[i] - first) < 26 ? 0x20 : 0);
    if (i < s.len)
      bulk_pause();
  }
  return result;
}

struct go_string text_map_case(struct g *g, struct go_string s, int mode, bool *changed) {
  if (is_ascii(s))
    return map_ascii(g, s, mode, changed);
  int64_t total = 0, pause = bulk_steps;
  int size;
  uint8_t bytes[4], *out;
  *changed = false;
  for (int64_t i = 0; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    int32_t rune = text_rune_at(s, i, &size), mapped = map_rune(rune, mode);
    int mapped_size = string_encode_rune(bytes, mapped);
    *changed |= mapped != rune || mapped_size != size;
    total += mapped_size;
  }
  if (!*changed)
    return s;
  struct go_string result = string_alloc(g, total, &out);
  int64_t filled = 0;
  pause = bulk_steps;
  for (int64_t i = 0; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    int mapped_size = string_encode_rune(bytes, map_rune(text_rune_at(s, i, &size), mode));
    if (mapped_size > total - filled)
      break;
    memcpy(out + filled, bytes, (size_t)mapped_size);
    filled += mapped_size;
  }
  return text_part(result, 0, filled);
}

// Makes a string of a length that may be beyond all memory. False: a panic is raised.
static bool alloc_long(struct g *g, int64_t size, bool overflow, struct go_string *result,
                       uint8_t **out) {
  if (overflow || size > INT64_C(1) << 47) {
    native_panic_string(g, "makeslice: len out of range");
    return false;
  }
  *result = string_alloc(g, size, out);
  return true;
}

// Returns where the next replacement begins, -1 if there is none. Empty parts are before the first
// rune and behind each rune.
static int64_t next_part(struct go_string s, struct go_string from, int64_t at, bool first) {
  int size = 0;
  if (from.len > 0) {
    int64_t found = text_index((struct go_string){s.ptr + at, s.len - at}, from);
    return found < 0 ? -1 : at + found;
  }
  if (first)
    return at;
  if (at >= s.len)
    return -1;
  text_rune_at(s, at, &size);
  return at + size;
}

// Writes s with count parts replaced into at most total bytes. Returns the bytes written.
static int64_t write_replaced(struct go_string s, struct go_string from, struct go_string to,
                              int64_t count, uint8_t *out, int64_t total) {
  int64_t at = 0, filled = 0, pause = bulk_steps;
  for (int64_t i = 0; i < count; i++) {
    pause = bulk_step(at + i * to.len, pause);
    int64_t next = next_part(s, from, at, i == 0);
    if (next < 0 || next - at + to.len > total - filled)
      break;
    bulk_copy(out + filled, s.ptr + at, (uintptr_t)(next - at));
    filled += next - at;
    bulk_copy(out + filled, to.ptr, (uintptr_t)to.len);
    filled += to.len;
    at = next + from.len;
  }
  invariant_debug(at <= s.len && filled <= total);
  int64_t rest = s.len - at < total - filled ? s.len - at : total - filled;
  bulk_copy(out + filled, s.ptr + at, (uintptr_t)rest);
  return filled + rest;
}

bool text_replace(struct g *g, struct go_string s, struct go_string from, struct go_string to,
                  int64_t limit, struct go_string *result) {
  *result = s;
  if (limit == 0 ||
      (from.len == to.len && (from.len == 0 || memcmp(from.ptr, to.ptr, (size_t)from.len) == 0)))
    return true;
  int64_t count = text_count(s, from), total;
  if (count == 0)
    return true;
  if (s.len == 0)
    s.ptr = (const uint8_t *)""; // may be NULL
  if (limit > 0 && count > limit)
    count = limit;
  uint8_t *out;
  bool overflow = __builtin_mul_overflow(count, to.len - from.len, &total) ||
                  __builtin_add_overflow(s.len, total, &total);
  if (!alloc_long(g, total, overflow, result, &out))
    return false;
  if (total == 0)
    return true;
  result->len = write_replaced(s, from, to, count, out, total);
  return true;
}

// Writes s with runs of malformed bytes replaced into at most room bytes; if out is NULL, only
// measures. Returns the bytes.
static int64_t write_valid(struct go_string s, struct go_string replacement, uint8_t *out,
                           int64_t room, bool *malformed) {
  int64_t total = 0, pause = bulk_steps;
  bool in_run = false;
  int size;
  for (int64_t i = 0; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    bool bad = text_rune_at(s, i, &size) == string_rune_error && size == 1;
    if (bad && in_run)
      continue;
    const uint8_t *from = bad ? replacement.ptr : s.ptr + i;
    int64_t bytes = bad ? replacement.len : size;
    if (bytes > room - total)
      break;
    if (out)
      bulk_copy(out + total, from, (uintptr_t)bytes);
    total += bytes;
    in_run = bad;
    *malformed |= bad;
  }
  return total;
}

struct go_string text_to_valid(struct g *g, struct go_string s, struct go_string replacement) {
  bool malformed = false;
  int64_t size = write_valid(s, replacement, NULL, INT64_MAX, &malformed);
  if (!malformed)
    return s;
  uint8_t *out;
  struct go_string result = string_alloc(g, size, &out);
  return text_part(result, 0, write_valid(s, replacement, out, size, &malformed));
}

// Repeats the first `unit` bytes of out up to total. Doubles them first, then copies in pieces that
// fit the cache.
static void repeat_bytes(uint8_t *out, int64_t unit, int64_t total) {
  for (int64_t done = unit; done < total;) {
    int64_t bytes = unit < total - done ? unit : total - done;
    bulk_copy(out + done, out, (uintptr_t)bytes);
    done += bytes;
    if (done <= 2 * bulk_piece)
      unit = done;
    else
      bulk_pause();
  }
}

bool text_repeat(struct g *g, const char *owner, struct go_string s, int64_t count,
                 struct go_string *result) {
  char message[64];
  int64_t total;
  uint8_t *out;
  *result = (struct go_string){NULL, 0};
  if (count < 0 || __builtin_mul_overflow(s.len, count, &total)) {
    snprintf(message, sizeof message,
             count < 0 ? "%s: negative Repeat count" : "%s: Repeat output length overflow", owner);
    native_panic_text(g, message);
    return false;
  }
  if (total == 0)
    return true;
  if (!alloc_long(g, total, false, result, &out))
    return false;
  bulk_copy(out, s.ptr, (uintptr_t)s.len);
  repeat_bytes(out, s.len, total);
  return true;
}
