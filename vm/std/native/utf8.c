// Natives of package unicode/utf8.

#include "runtime/bulk.h"
#include "vm/std/natives.h"

// Returns whether s begins with a whole rune, or with bytes that more bytes cannot make one.
static bool is_full(const uint8_t *s, int64_t len) {
  if (len == 0)
    return false;
  int want = s[0] < 0xC2 || s[0] > 0xF4 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  if (len >= want)
    return true;
  // The second byte's range depends on the first.
  if (len > 1) {
    uint8_t low = s[0] == 0xE0   ? 0xA0
                  : s[0] == 0xF0 ? 0x90
                                 : 0x80,
            high = s[0] == 0xED   ? 0x9F
                   : s[0] == 0xF4 ? 0x8F
                                  : 0xBF;
    if (s[1] < low || s[1] > high)
      return true;
  }
  return len > 2 && (s[2] & 0xC0) != 0x80;
}

static bool utf8_full_rune(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = is_full((const uint8_t *)args[0], (int64_t)args[1]);
  return true;
}

static bool utf8_decode(struct g *g, uint64_t *args, uint64_t *results) {
  int size = 0;
  int64_t rune = string_rune_error;
  if (args[1] > 0)
    rune = string_decode_rune((const uint8_t *)args[0], (int64_t)args[1], &size);
  results[0] = (uint64_t)rune;
  results[1] = (uint64_t)size;
  return true;
}

static bool utf8_decode_last(struct g *g, uint64_t *args, uint64_t *results) {
  const uint8_t *s = (const uint8_t *)args[0];
  int64_t len = (int64_t)args[1], start = len - 1;
  int size = 0;
  int64_t rune = string_rune_error;
  if (len > 0) {
    while (start > 0 && start > len - 4 && (s[start] & 0xC0) == 0x80)
      start--;
    rune = string_decode_rune(s + start, len - start, &size);
    if (start + size != len) {
      rune = string_rune_error;
      size = 1;
    }
  }
  results[0] = (uint64_t)rune;
  results[1] = (uint64_t)size;
  return true;
}

static bool utf8_count(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)string_count_runes(native_string(args));
  return true;
}

static bool utf8_valid(struct g *g, uint64_t *args, uint64_t *results) {
  const uint8_t *s = (const uint8_t *)args[0];
  int64_t len = (int64_t)args[1];
  int size;
  results[0] = 1;
  for (int64_t i = 0, pause = bulk_steps; i < len; i += size) {
    pause = bulk_step(i, pause);
    size = 1;
    if (s[i] >= 0x80 && string_decode_rune(s + i, len - i, &size) == string_rune_error &&
        size == 1) {
      results[0] = 0;
      break;
    }
  }
  return true;
}

const struct native_entry natives_utf8[] = {
    {"FullRune", utf8_full_rune, 3, 1},
    {"FullRuneInString", utf8_full_rune, 2, 1},
    {"DecodeRune", utf8_decode, 3, 2},
    {"DecodeRuneInString", utf8_decode, 2, 2},
    {"DecodeLastRune", utf8_decode_last, 3, 2},
    {"DecodeLastRuneInString", utf8_decode_last, 2, 2},
    {"RuneCount", utf8_count, 3, 1},
    {"RuneCountInString", utf8_count, 2, 1},
    {"Valid", utf8_valid, 3, 1},
    {"ValidString", utf8_valid, 2, 1},
    {NULL},
};
