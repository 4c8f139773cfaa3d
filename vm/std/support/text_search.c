// Searches texts for runes, trims and splits them. After packages strings and bytes.

#include "vm/std/support/text_search.h"

#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "vm/std/support/rune_class.h"

static bool is_valid_rune(int32_t rune) {
  return rune >= 0 && rune <= string_rune_max && (rune < 0xD800 || rune > 0xDFFF);
}

// Decodes the rune that ends at end.
static int32_t rune_before(struct go_string s, int64_t end, int *size) {
  invariant_debug(end > 0 && end <= s.len);
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
    if (text_rune_at(s, i, &size) == rune)
      return i;
  }
  return -1;
}

enum { set_bytes_a_step = 16 }; // of a set's text, searched in a step of bulk_step

// A set of runes: those below 128 as bits, the others in the text.
struct rune_set {
  uint64_t ascii[2];
  struct go_string text;
  int64_t cost; // of bulk_step, to look for a rune
  bool only_ascii;
};

static struct rune_set rune_set(struct go_string chars) {
  struct rune_set set = {.text = chars, .only_ascii = true};
  for (int64_t i = 0, pause = bulk_steps; i < chars.len; i++) {
    uint8_t c = chars.ptr[i];
    pause = bulk_step(i, pause);
    if (c < 0x80)
      set.ascii[c >> 6] |= UINT64_C(1) << (c & 63);
    else
      set.only_ascii = false;
  }
  set.cost = set.only_ascii ? 1 : 1 + chars.len / set_bytes_a_step;
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
    pause = bulk_step(i * set.cost, pause);
    if (rune_set_has(&set, text_rune_at(s, i, &size)))
      return i;
  }
  return -1;
}

int64_t text_last_index_any(struct go_string s, struct go_string chars) {
  struct rune_set set = rune_set(chars);
  int size;
  for (int64_t end = s.len, pause = bulk_steps; end > 0; end -= size) {
    pause = bulk_step((s.len - end) * set.cost, pause);
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
    if (!rune_equal_fold(text_rune_at(a, i, &size_a), text_rune_at(b, j, &size_b)))
      return false;
    i += size_a;
    j += size_b;
  }
  return i == a.len && j == b.len;
}

struct go_string text_part(struct go_string s, int64_t from, int64_t to) {
  invariant_debug(from >= 0 && to <= s.len);
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
  if (sides & text_left) {
    while (from < to &&
           rune_set_has(&set, text_rune_at((struct go_string){s.ptr, to}, from, &size))) {
      from += size;
      pause = bulk_step(from * set.cost, pause);
    }
  }
  if (sides & text_right) {
    while (to > from && rune_set_has(&set, rune_before(s, to, &size))) {
      to -= size;
      pause = bulk_step((s.len - to) * set.cost, pause);
    }
  }
  return text_part(s, from, to);
}

struct go_string text_trim_space(struct go_string s) {
  int64_t from = 0, to = s.len, pause = bulk_steps;
  int size;
  while (from < to && rune_is_space(text_rune_at(s, from, &size))) {
    from += size;
    pause = bulk_step(from, pause);
  }
  while (to > from && rune_is_space(rune_before(s, to, &size))) {
    to -= size;
    pause = bulk_step(s.len - to, pause);
  }
  return text_part(s, from, to);
}

int64_t text_fields(struct go_string s, int64_t limit,
                    void (*take)(void *, int64_t, struct go_string), void *context) {
  int64_t count = 0, start = -1;
  int size;
  for (int64_t i = 0, pause = bulk_steps; i < s.len && count < limit; i += size) {
    pause = bulk_step(i, pause);
    bool space = rune_is_space(text_rune_at(s, i, &size));
    if (!space && start < 0)
      start = i;
    else if (space && start >= 0) {
      if (take)
        take(context, count, text_part(s, start, i));
      count++;
      start = -1;
    }
  }
  if (start >= 0 && count < limit) {
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
      text_rune_at(s, at, &size);
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
