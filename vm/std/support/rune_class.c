// Properties and case mappings of runes. After unicode/letter.go and unicode/graphic.go.

#include "vm/std/support/rune_class.h"

#include <stddef.h>
#include <unicase.h>

bool rune_is_space(int32_t rune) {
  switch (rune) {
  case '\t':
  case '\n':
  case '\v':
  case '\f':
  case '\r':
  case ' ':
  case 0x85:
  case 0xA0:
  case 0x1680:
  case 0x2028:
  case 0x2029:
  case 0x202F:
  case 0x205F:
  case 0x3000:
    return true;
  default:
    return rune >= 0x2000 && rune <= 0x200A;
  }
}

static bool is_code_point(int32_t rune) {
  return rune >= 0 && rune <= 0x10FFFF;
}

int32_t rune_to_upper(int32_t rune) {
  if (rune < 0x80)
    return rune >= 'a' && rune <= 'z' ? rune - ('a' - 'A') : rune;
  return is_code_point(rune) ? (int32_t)uc_toupper((ucs4_t)rune) : rune;
}

int32_t rune_to_lower(int32_t rune) {
  if (rune < 0x80)
    return rune >= 'A' && rune <= 'Z' ? rune + ('a' - 'A') : rune;
  return is_code_point(rune) ? (int32_t)uc_tolower((ucs4_t)rune) : rune;
}

int32_t rune_to_title(int32_t rune) {
  if (rune < 0x80)
    return rune_to_upper(rune);
  return is_code_point(rune) ? (int32_t)uc_totitle((ucs4_t)rune) : rune;
}

// Pairs of a rune and its successor, where that is neither the lower nor the upper case: in circles
// of three or more, and of the Turkish i's, which stand alone. Sorted by rune.
static const int32_t circles[][2] = {
    {0x006B, 0x212A}, {0x0073, 0x017F}, {0x00DF, 0x1E9E}, {0x00E5, 0x212B}, {0x0130, 0x0130},
    {0x0131, 0x0131}, {0x01C4, 0x01C5}, {0x01C7, 0x01C8}, {0x01CA, 0x01CB}, {0x01F1, 0x01F2},
    {0x03A3, 0x03C2}, {0x03B2, 0x03D0}, {0x03B5, 0x03F5}, {0x03B8, 0x03D1}, {0x03B9, 0x1FBE},
    {0x03BA, 0x03F0}, {0x03BC, 0x00B5}, {0x03C0, 0x03D6}, {0x03C1, 0x03F1}, {0x03C2, 0x03C3},
    {0x03C6, 0x03D5}, {0x03C9, 0x2126}, {0x03D1, 0x03F4}, {0x03F4, 0x0398}, {0x0432, 0x1C80},
    {0x0434, 0x1C81}, {0x043E, 0x1C82}, {0x0441, 0x1C83}, {0x0442, 0x1C84}, {0x044A, 0x1C86},
    {0x0463, 0x1C87}, {0x1C84, 0x1C85}, {0x1E61, 0x1E9B}, {0x1FBE, 0x0345}, {0x2126, 0x03A9},
    {0x212A, 0x004B}, {0x212B, 0x00C5}, {0xA64B, 0x1C88},
};

int32_t rune_simple_fold(int32_t rune) {
  size_t low = 0, high = sizeof circles / sizeof circles[0];
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (circles[mid][0] == rune)
      return circles[mid][1];
    if (circles[mid][0] < rune)
      low = mid + 1;
    else
      high = mid;
  }
  int32_t lower = rune_to_lower(rune);
  return lower != rune ? lower : rune_to_upper(rune);
}

bool rune_equal_fold(int32_t a, int32_t b) {
  if (a == b)
    return true;
  if (a < 0x80 && b < 0x80)
    return rune_to_lower(a) == rune_to_lower(b);
  for (int32_t r = rune_simple_fold(a); r != a; r = rune_simple_fold(r)) {
    if (r == b)
      return true;
  }
  return false;
}
