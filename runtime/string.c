// Strings: see string.h.

#include "runtime/string.h"

#include <stdlib.h>

#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"

struct go_string string_alloc(struct g *g, int64_t size, uint8_t **buffer) {
  if (size == 0) {
    *buffer = NULL;
    return (struct go_string){NULL, 0};
  }
  *buffer = gc_malloc(&g->runtime->gc, g_gc_p(g), (uintptr_t)size, NULL, false);
  return (struct go_string){*buffer, size};
}

struct go_string string_new(struct g *g, const void *bytes, int64_t size) {
  uint8_t *buffer;
  struct go_string s = string_alloc(g, size, &buffer);
  bulk_copy(buffer, bytes, (uintptr_t)size);
  return s;
}

struct go_string string_from_c(struct g *g, const char *text) {
  return string_new(g, text, (int64_t)strlen(text));
}

char *string_to_c(struct go_string s) {
  char *text = malloc((size_t)s.len + 1);
  if (!text)
    return NULL;
  if (s.len)
    memcpy(text, s.ptr, (size_t)s.len);
  text[s.len] = 0;
  return text;
}

bool string_concat(struct g *g, const struct go_string *parts, int count,
                   struct go_string *result) {
  int64_t total = 0;
  int filled = 0, last = 0;
  for (int i = 0; i < count; i++) {
    if (parts[i].len == 0)
      continue;
    if (__builtin_add_overflow(total, parts[i].len, &total)) {
      panic_error(g, "string concatenation too long");
      return false;
    }
    filled++;
    last = i;
  }
  if (filled <= 1) {
    *result = filled ? parts[last] : (struct go_string){NULL, 0};
    return true;
  }
  uint8_t *buffer;
  struct go_string joined = string_alloc(g, total, &buffer);
  for (int i = 0; i < count; i++) {
    if (parts[i].len == 0)
      continue;
    bulk_copy(buffer, parts[i].ptr, (uintptr_t)parts[i].len);
    buffer += parts[i].len;
  }
  *result = joined;
  return true;
}

int string_compare(struct go_string a, struct go_string b) {
  int64_t common = a.len < b.len ? a.len : b.len;
  int order = common && a.ptr != b.ptr ? memcmp(a.ptr, b.ptr, (size_t)common) : 0;
  if (order)
    return order;
  return a.len < b.len ? -1 : a.len > b.len;
}

// Returns the bytes of a sequence by its first byte; 0 if no sequence starts with that.
static int sequence_length(uint8_t first) {
  if (first < 0x80)
    return 1;
  if (first < 0xC2)
    return 0;
  if (first < 0xE0)
    return 2;
  if (first < 0xF0)
    return 3;
  return first < 0xF5 ? 4 : 0;
}

int32_t string_decode_rune(const uint8_t *s, int64_t len, int *size) {
  int length = sequence_length(s[0]);
  *size = 1;
  if (length == 1)
    return s[0];
  if (length == 0 || length > len)
    return string_rune_error;
  int32_t rune = s[0] & (0x7F >> length);
  for (int i = 1; i < length; i++) {
    if ((s[i] & 0xC0) != 0x80)
      return string_rune_error;
    rune = rune << 6 | (s[i] & 0x3F);
  }
  // Two bytes are never too long for their rune here. Surrogates, and runes above U+10FFFF, are
  // malformed.
  if (length == 3 && (rune < 0x800 || (rune >= 0xD800 && rune <= 0xDFFF)))
    return string_rune_error;
  if (length == 4 && (rune < 0x10000 || rune > string_rune_max))
    return string_rune_error;
  *size = length;
  return rune;
}

int string_encode_rune(uint8_t *out, int32_t rune) {
  if (rune < 0 || rune > string_rune_max || (rune >= 0xD800 && rune <= 0xDFFF))
    rune = string_rune_error;
  if (rune < 0x80) {
    out[0] = (uint8_t)rune;
    return 1;
  }
  if (rune < 0x800) {
    out[0] = (uint8_t)(0xC0 | rune >> 6);
    out[1] = (uint8_t)(0x80 | (rune & 0x3F));
    return 2;
  }
  if (rune < 0x10000) {
    out[0] = (uint8_t)(0xE0 | rune >> 12);
    out[1] = (uint8_t)(0x80 | (rune >> 6 & 0x3F));
    out[2] = (uint8_t)(0x80 | (rune & 0x3F));
    return 3;
  }
  out[0] = (uint8_t)(0xF0 | rune >> 18);
  out[1] = (uint8_t)(0x80 | (rune >> 12 & 0x3F));
  out[2] = (uint8_t)(0x80 | (rune >> 6 & 0x3F));
  out[3] = (uint8_t)(0x80 | (rune & 0x3F));
  return 4;
}

int64_t string_count_runes(struct go_string s) {
  int64_t count = 0, pause = bulk_steps;
  for (int64_t i = 0; i < s.len; count++) {
    int size = 1;
    pause = bulk_step(i, pause);
    if (s.ptr[i] >= 0x80)
      string_decode_rune(s.ptr + i, s.len - i, &size);
    i += size;
  }
  return count;
}

struct go_slice string_to_bytes(struct g *g, struct go_string s) {
  struct gc *gc = &g->runtime->gc;
  uintptr_t cap = gc_malloc_rounded((uintptr_t)s.len);
  if (s.len == 0)
    return (struct go_slice){gc->zero_base, 0, 0};
  uint8_t *bytes = gc_malloc(gc, g_gc_p(g), cap, NULL, false);
  bulk_copy(bytes, s.ptr, (uintptr_t)s.len);
  memset(bytes + s.len, 0, cap - (uintptr_t)s.len);
  return (struct go_slice){bytes, s.len, (int64_t)cap};
}

struct go_string string_from_bytes(struct g *g, struct go_slice bytes) {
  return string_new(g, bytes.ptr, bytes.len);
}

struct go_slice string_to_runes(struct g *g, struct go_string s) {
  struct gc *gc = &g->runtime->gc;
  int64_t count = string_count_runes(s);
  if (count == 0)
    return (struct go_slice){gc->zero_base, 0, 0};
  uintptr_t bytes = (uintptr_t)count * sizeof(int32_t);
  uintptr_t room = gc_malloc_rounded(bytes);
  int32_t *runes = gc_malloc(gc, g_gc_p(g), room, NULL, false);
  memset((char *)runes + bytes, 0, room - bytes);
  int64_t at = 0, pause = bulk_steps;
  for (int64_t i = 0; i < count; i++) {
    int size;
    pause = bulk_step(i, pause);
    runes[i] = string_decode_rune(s.ptr + at, s.len - at, &size);
    at += size;
  }
  return (struct go_slice){runes, count, (int64_t)(room / sizeof(int32_t))};
}

struct go_string string_from_runes(struct g *g, struct go_slice runes) {
  const int32_t *from = runes.ptr;
  uint8_t scratch[4], *buffer;
  int64_t total = 0, pause = bulk_steps;
  for (int64_t i = 0; i < runes.len; i++) {
    total += string_encode_rune(scratch, from[i]);
    pause = bulk_step(i, pause);
  }
  struct go_string s = string_alloc(g, total, &buffer);
  int64_t filled = 0;
  pause = bulk_steps;
  // A goroutine that changes the runes meanwhile makes the string shorter, and no longer.
  for (int64_t i = 0; i < runes.len; i++) {
    int size = string_encode_rune(scratch, from[i]);
    if (size > total - filled)
      break;
    memcpy(buffer + filled, scratch, (size_t)size);
    filled += size;
    pause = bulk_step(i, pause);
  }
  s.len = filled;
  return s;
}

struct go_string string_from_rune(struct g *g, int64_t rune) {
  uint8_t bytes[4];
  int32_t valid = rune < 0 || rune > string_rune_max ? string_rune_error : (int32_t)rune;
  return string_new(g, bytes, string_encode_rune(bytes, valid));
}
