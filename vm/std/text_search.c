// Searching, trimming and rewriting bytes. After packages strings, bytes and internal/bytealg.

#include "vm/std/text_search.h"

#include <stdio.h>

#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/rune_class.h"

static bool is_valid_rune(int32_t rune) {
  return rune >= 0 && rune <= string_rune_max && (rune < 0xD800 || rune > 0xDFFF);
}

// Decodes the rune at i.
static int32_t rune_at(struct go_string s, int64_t i, int *size) {
  if (s.ptr[i] < 0x80) {
    *size = 1;
    return s.ptr[i];
  }
  return string_decode_rune(s.ptr + i, s.len - i, size);
}

// Decodes the rune that ends before end.
static int32_t rune_before(struct go_string s, int64_t end, int *size) {
  int64_t start = end - 1;
  while (start > 0 && start > end - 4 && (s.ptr[start] & 0xC0) == 0x80)
    start--;
  int32_t rune = string_decode_rune(s.ptr + start, end - start, size);
  if (start + *size == end)
    return rune;
  *size = 1;
  return string_rune_error;
}

int64_t text_index_rune(struct go_string s, int32_t rune) {
  uint8_t bytes[4];
  if (rune >= 0 && rune < 0x80)
    return text_index_byte(s, (uint8_t)rune);
  if (rune != string_rune_error) {
    if (!is_valid_rune(rune))
      return -1;
    int size = string_encode_rune(bytes, rune);
    return text_index(s, (struct go_string){bytes, size});
  }
  int size;
  for (int64_t i = 0, pause = bulk_steps; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    if (rune_at(s, i, &size) == rune)
      return i;
  }
  return -1;
}

// A set of runes: those below 128 as bits, the others in the text.
struct rune_set {
  uint64_t ascii[2];
  struct go_string text;
  bool only_ascii;
};

static struct rune_set rune_set(struct go_string chars) {
  struct rune_set set = {.text = chars, .only_ascii = true};
  for (int64_t i = 0; i < chars.len; i++) {
    uint8_t c = chars.ptr[i];
    if (c < 0x80)
      set.ascii[c >> 6] |= UINT64_C(1) << (c & 63);
    else
      set.only_ascii = false;
  }
  return set;
}

static bool rune_set_has(const struct rune_set *set, int32_t rune) {
  if (rune < 0x80)
    return set->ascii[rune >> 6] >> (rune & 63) & 1;
  return !set->only_ascii && text_index_rune(set->text, rune) >= 0;
}

int64_t text_index_any(struct go_string s, struct go_string chars) {
  struct rune_set set = rune_set(chars);
  int size;
  for (int64_t i = 0, pause = bulk_steps; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    if (rune_set_has(&set, rune_at(s, i, &size)))
      return i;
  }
  return -1;
}

int64_t text_last_index_any(struct go_string s, struct go_string chars) {
  struct rune_set set = rune_set(chars);
  int size;
  for (int64_t end = s.len, pause = bulk_steps; end > 0; end -= size) {
    pause = bulk_step(s.len - end, pause);
    if (rune_set_has(&set, rune_before(s, end, &size)))
      return end - size;
  }
  return -1;
}

int64_t text_count(struct go_string s, struct go_string part) {
  int64_t count = 0;
  if (part.len == 0)
    return string_count_runes(s) + 1;
  for (int64_t at = 0, pause = bulk_steps;;) {
    int64_t found = text_index(text_part(s, at, s.len), part);
    if (found < 0)
      return count;
    count++;
    at += found + part.len;
    pause = bulk_step(at, pause);
  }
}

bool text_equal_fold(struct go_string a, struct go_string b) {
  int64_t i = 0, j = 0, pause = bulk_steps;
  while (i < a.len && j < b.len) {
    int size_a, size_b;
    pause = bulk_step(i, pause);
    if (!rune_equal_fold(rune_at(a, i, &size_a), rune_at(b, j, &size_b)))
      return false;
    i += size_a;
    j += size_b;
  }
  return i == a.len && j == b.len;
}

struct go_string text_part(struct go_string s, int64_t from, int64_t to) {
  if (from >= to)
    return (struct go_string){s.ptr, 0};
  return (struct go_string){s.ptr + from, to - from};
}

struct go_string text_trim(struct go_string s, struct go_string cutset, int sides) {
  struct rune_set set = rune_set(cutset);
  int64_t from = 0, to = s.len, pause = bulk_steps;
  int size;
  if (cutset.len == 0)
    return s;
  if (sides & TEXT_LEFT) {
    while (from < to && rune_set_has(&set, rune_at((struct go_string){s.ptr, to}, from, &size))) {
      from += size;
      pause = bulk_step(from, pause);
    }
  }
  if (sides & TEXT_RIGHT) {
    while (to > from && rune_set_has(&set, rune_before(s, to, &size))) {
      to -= size;
      pause = bulk_step(s.len - to, pause);
    }
  }
  return text_part(s, from, to);
}

struct go_string text_trim_space(struct go_string s) {
  int64_t from = 0, to = s.len, pause = bulk_steps;
  int size;
  while (from < to && rune_is_space(rune_at(s, from, &size))) {
    from += size;
    pause = bulk_step(from, pause);
  }
  while (to > from && rune_is_space(rune_before(s, to, &size))) {
    to -= size;
    pause = bulk_step(s.len - to, pause);
  }
  return text_part(s, from, to);
}

int64_t text_fields(struct go_string s, void (*take)(void *, int64_t, struct go_string),
                    void *context) {
  int64_t count = 0, start = -1;
  int size;
  for (int64_t i = 0, pause = bulk_steps; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    bool space = rune_is_space(rune_at(s, i, &size));
    if (!space && start < 0)
      start = i;
    else if (space && start >= 0) {
      if (take)
        take(context, count, text_part(s, start, i));
      count++;
      start = -1;
    }
  }
  if (start >= 0) {
    if (take)
      take(context, count, text_part(s, start, s.len));
    count++;
  }
  return count;
}

int64_t text_split(struct go_string s, struct go_string separator, int64_t keep, int64_t limit,
                   void (*take)(void *, int64_t, struct go_string), void *context) {
  int64_t count = 0, at = 0, pause = bulk_steps;
  if (separator.len == 0) {
    int size;
    for (; at < s.len; at += size) {
      pause = bulk_step(at, pause);
      if (count == limit - 1) {
        take(context, count++, text_part(s, at, s.len));
        return count;
      }
      rune_at(s, at, &size);
      take(context, count++, text_part(s, at, at + size));
    }
    return count;
  }
  while (count < limit - 1) {
    int64_t found = text_index(text_part(s, at, s.len), separator);
    if (found < 0)
      break;
    // An empty rest begins where s begins: then nothing is found in it.
    take(context, count++, text_part(s, at, at + found + keep));
    at += found + separator.len;
    pause = bulk_step(at, pause);
  }
  take(context, count++, text_part(s, at, s.len));
  return count;
}

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
  return mode == TEXT_UPPER   ? rune_to_upper(rune)
         : mode == TEXT_LOWER ? rune_to_lower(rune)
                              : rune_to_title(rune);
}

static struct go_string map_ascii(struct g *g, struct go_string s, int mode, bool *changed) {
  uint8_t first = mode == TEXT_LOWER ? 'A' : 'a', *out;
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
    int32_t rune = rune_at(s, i, &size), mapped = map_rune(rune, mode);
    int mapped_size = string_encode_rune(bytes, mapped);
    *changed |= mapped != rune || mapped_size != size;
    total += mapped_size;
  }
  if (!*changed)
    return s;
  struct go_string result = string_alloc(g, total, &out);
  pause = bulk_steps;
  for (int64_t i = 0; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    out += string_encode_rune(out, map_rune(rune_at(s, i, &size), mode));
  }
  return result;
}

// A string of a length that may be beyond all memory.
static bool alloc_long(struct g *g, int64_t size, bool overflow, struct go_string *result,
                       uint8_t **out) {
  if (overflow || size > INT64_C(1) << 47) {
    native_panic_string(g, "makeslice: len out of range");
    return false;
  }
  *result = string_alloc(g, size, out);
  return true;
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
  int64_t at = 0, pause = bulk_steps;
  for (int64_t i = 0; i < count; i++) {
    int64_t next = at;
    int size;
    pause = bulk_step(at + i * to.len, pause);
    if (from.len > 0)
      next += text_index((struct go_string){s.ptr + at, s.len - at}, from);
    else if (i > 0) {
      rune_at(s, at, &size);
      next += size;
    }
    bulk_copy(out, s.ptr + at, (uintptr_t)(next - at));
    out += next - at;
    bulk_copy(out, to.ptr, (uintptr_t)to.len);
    out += to.len;
    at = next + from.len;
  }
  bulk_copy(out, s.ptr + at, (uintptr_t)(s.len - at));
  return true;
}

// Writes s with runs of malformed bytes replaced; out NULL only measures. Returns the bytes.
static int64_t write_valid(struct go_string s, struct go_string replacement, uint8_t *out,
                           bool *malformed) {
  int64_t total = 0, pause = bulk_steps;
  bool in_run = false;
  int size;
  for (int64_t i = 0; i < s.len; i += size) {
    pause = bulk_step(i, pause);
    bool bad = rune_at(s, i, &size) == string_rune_error && size == 1;
    if (bad && in_run)
      continue;
    const uint8_t *from = bad ? replacement.ptr : s.ptr + i;
    int64_t bytes = bad ? replacement.len : size;
    if (out && bytes)
      memcpy(out + total, from, (size_t)bytes);
    total += bytes;
    in_run = bad;
    *malformed |= bad;
  }
  return total;
}

struct go_string text_to_valid(struct g *g, struct go_string s, struct go_string replacement) {
  bool malformed = false;
  int64_t size = write_valid(s, replacement, NULL, &malformed);
  if (!malformed)
    return s;
  uint8_t *out;
  struct go_string result = string_alloc(g, size, &out);
  if (size > 0)
    write_valid(s, replacement, out, &malformed);
  return result;
}

// Repeats the first `unit` bytes of out up to total: what is there is doubled, then copied in
// pieces that the cache holds.
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
