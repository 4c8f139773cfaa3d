// Looking for bytes in bytes, and comparing them. After packages strings, bytes and
// internal/bytealg.

#include "runtime/bulk.h"
#include "vm/std/text_search.h"

// One step of a polynomial in the bytes. The constant is that of FNV-1 for 64 bits.
static const uint64_t hash_factor = UINT64_C(1099511628211);

// What is longer than a piece is looked for by Rabin and Karp's method, for memmem cannot be
// stopped.
static int64_t index_long(struct go_string s, struct go_string part) {
  uint64_t wanted = 0, hash = 0, first = 1; // first: the factor of the byte that leaves the window
  for (int64_t i = 0, pause = bulk_steps; i < part.len; i++) {
    pause = bulk_step(i, pause);
    wanted = wanted * hash_factor + part.ptr[i];
    hash = hash * hash_factor + s.ptr[i];
    first *= hash_factor;
  }
  for (int64_t end = part.len, pause = end + bulk_steps;; end++) {
    const uint8_t *at = s.ptr + end - part.len;
    if (hash == wanted && bulk_compare(at, part.ptr, (uintptr_t)part.len) == 0)
      return at - s.ptr;
    if (end == s.len)
      return -1;
    pause = bulk_step(end, pause);
    hash = hash * hash_factor + s.ptr[end] - first * at[0];
  }
}

// A search takes a window of as many bytes at a time, or twice what it looks for.
static int64_t window_size(struct go_string part) {
  return part.len < bulk_piece / 2 ? bulk_piece : 2 * part.len;
}

int64_t text_index(struct go_string s, struct go_string part) {
  if (part.len == 0)
    return 0;
  if (part.len > bulk_piece && part.len <= s.len)
    return index_long(s, part);
  int64_t size = window_size(part);
  // Windows overlap by all of part but a byte.
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

int64_t text_last_index(struct go_string s, struct go_string part) {
  int64_t end = s.len - part.len + 1; // where part may begin: before this
  if (part.len == 0 || end <= 0)
    return end <= 0 ? -1 : s.len;
  for (int64_t work = 0, pause = bulk_steps; end > 0;) {
    int64_t bytes = end < bulk_piece ? end : bulk_piece;
    const uint8_t *at = memrchr(s.ptr + end - bytes, part.ptr[0], (size_t)bytes);
    if (at && memcmp(at, part.ptr, (size_t)part.len) == 0)
      return at - s.ptr;
    int64_t next = at ? at - s.ptr : end - bytes;
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
