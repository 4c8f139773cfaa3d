// Finds texts in texts, and compares texts. After packages strings, bytes and internal/bytealg.

#include "runtime/bulk.h"
#include "vm/std/support/text_search.h"

// Rabin and Karp's method compares only where hashes are equal. The hash is a polynomial in the
// bytes with the 64-bit prime of FNV-1 as its factor.
static const uint64_t hash_factor = UINT64_C(1099511628211);

static uint64_t hash_power(int64_t exponent) {
  uint64_t power = 1;
  for (uint64_t square = hash_factor; exponent > 0; exponent >>= 1, square *= square)
    if (exponent & 1)
      power *= square;
  return power;
}

// Returns the hash of a text, in which the first byte has the highest power (forward) or the
// lowest.
static uint64_t hash_text(const uint8_t *s, int64_t len, bool forward) {
  uint64_t hash = 0;
  for (int64_t i = 0, pause = bulk_steps; i < len; i++) {
    pause = bulk_step(i, pause);
    hash = hash * hash_factor + s[forward ? i : len - 1 - i];
  }
  return hash;
}

static bool is_at(const uint8_t *at, struct go_string part) {
  return bulk_compare(at, part.ptr, (uintptr_t)part.len) == 0;
}

// Used for a part longer than a piece, since memmem cannot pause.
static int64_t index_by_hash(struct go_string s, struct go_string part) {
  uint64_t wanted = hash_text(part.ptr, part.len, true), hash = hash_text(s.ptr, part.len, true),
           power = hash_power(part.len);
  for (int64_t at = 0, pause = bulk_steps;; at++) {
    if (hash == wanted && is_at(s.ptr + at, part))
      return at;
    if (at + part.len == s.len)
      return -1;
    pause = bulk_step(at, pause);
    hash = hash * hash_factor + s.ptr[at + part.len] - power * s.ptr[at];
  }
}

// Used where part nearly fits in many places, so that the cost stays linear.
static int64_t last_index_by_hash(struct go_string s, struct go_string part) {
  int64_t at = s.len - part.len;
  uint64_t wanted = hash_text(part.ptr, part.len, false),
           hash = hash_text(s.ptr + at, part.len, false), power = hash_power(part.len);
  for (int64_t pause = bulk_steps; hash != wanted || !is_at(s.ptr + at, part); at--) {
    if (at == 0)
      return -1;
    hash = hash * hash_factor + s.ptr[at - 1] - power * s.ptr[at - 1 + part.len];
    pause = bulk_step(s.len - at, pause);
  }
  return at;
}

// A search takes a window of this many bytes at a time, or twice the length of the part.
static int64_t window_size(struct go_string part) {
  return part.len < bulk_piece / 2 ? bulk_piece : 2 * part.len;
}

int64_t text_index(struct go_string s, struct go_string part) {
  if (part.len == 0)
    return 0;
  if (part.len > bulk_piece && part.len <= s.len)
    return index_by_hash(s, part);
  int64_t size = window_size(part);
  // Windows overlap by the length of part less one.
  for (int64_t from = 0; s.len - from >= part.len; from += size - part.len + 1) {
    int64_t left = s.len - from;
    const uint8_t *window = s.ptr + from;
    size_t bytes = (size_t)(left < size ? left : size);
    const uint8_t *at = part.len == 1 ? memchr(window, part.ptr[0], bytes)
                                      : memmem(window, bytes, part.ptr, (size_t)part.len);
    if (at)
      return at - s.ptr;
    if (left <= size)
      break;
    bulk_pause();
  }
  return -1;
}

enum {
  compared_first = 4096, // bytes that may be compared in vain
  compared_per_byte = 4, // and of each byte that was passed
};

int64_t text_last_index(struct go_string s, struct go_string part) {
  int64_t end = s.len - part.len + 1; // part begins before this
  if (part.len == 0 || end <= 0)
    return end <= 0 ? -1 : s.len;
  for (int64_t compared = 0, allowed = compared_first, work = 0, pause = bulk_steps; end > 0;) {
    int64_t bytes = end < bulk_piece ? end : bulk_piece;
    const uint8_t *at = memrchr(s.ptr + end - bytes, part.ptr[0], (size_t)bytes);
    if (at && is_at(at, part))
      return at - s.ptr;
    int64_t next = at ? at - s.ptr : end - bytes;
    allowed += (end - next) * compared_per_byte;
    compared += at ? part.len : 0;
    if (compared > allowed && next > 0)
      return last_index_by_hash((struct go_string){s.ptr, next + part.len - 1}, part);
    work += at ? part.len + 1 : bulk_steps;
    pause = bulk_step(work, pause);
    end = next;
  }
  return -1;
}

int64_t text_index_byte(struct go_string s, uint8_t c) {
  return text_index(s, (struct go_string){&c, 1});
}

int64_t text_last_index_byte(struct go_string s, uint8_t c) {
  return text_last_index(s, (struct go_string){&c, 1});
}

int64_t text_compare(struct go_string a, struct go_string b) {
  int order = bulk_compare(a.ptr, b.ptr, (uintptr_t)(a.len < b.len ? a.len : b.len));
  if (order == 0)
    return (a.len > b.len) - (a.len < b.len);
  return order < 0 ? -1 : 1;
}
