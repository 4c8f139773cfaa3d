// Natives of package fmt: they scan plain words and integers in memory. Go code scans all others.

#include "vm/std/natives.h"

static bool is_space(uint8_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Returns the index after white space, -1 if there is a newline in it that does not count as such.
static int64_t skip_space(struct go_string b, bool newline_is_space) {
  int64_t i = 0;
  for (; i < b.len && is_space(b.ptr[i]); i++) {
    if (!newline_is_space && (b.ptr[i] == '\n' || b.ptr[i] == '\r'))
      return -1;
  }
  return i;
}

// func scanInt(b []byte, newlineIsSpace, atEnd bool) (value int64, used int)
static bool fmt_scan_int(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string b = native_string(args);
  bool at_end = args[4], negative = false;
  int64_t i = skip_space(b, args[3]), value = 0;
  results[1] = (uint64_t)-1;
  if (i < 0 || i >= b.len)
    return true;
  if (b.ptr[i] == '-' || b.ptr[i] == '+')
    negative = b.ptr[i++] == '-';
  int64_t first = i;
  while (i < b.len && i - first < 18 && b.ptr[i] >= '0' && b.ptr[i] <= '9')
    value = value * 10 + (b.ptr[i++] - '0');
  if (i == first || (i == b.len && !at_end))
    return true;
  // Go code reads longer numbers, underscores and the prefixes of other bases.
  if (i < b.len && !is_space(b.ptr[i]))
    return true;
  if (b.ptr[first] == '0' && i - first > 1)
    return true;
  results[0] = (uint64_t)(negative ? -value : value);
  results[1] = (uint64_t)i;
  return true;
}

// func scanWord(b []byte, newlineIsSpace, atEnd bool) (from, to int)
static bool fmt_scan_word(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string b = native_string(args);
  bool at_end = args[4];
  int64_t from = skip_space(b, args[3]), i = from;
  results[1] = (uint64_t)-1;
  if (from < 0 || from >= b.len)
    return true;
  while (i < b.len && b.ptr[i] < 0x80 && !is_space(b.ptr[i]))
    i++;
  if (i == from || (i < b.len ? b.ptr[i] >= 0x80 : !at_end))
    return true;
  results[0] = (uint64_t)from;
  results[1] = (uint64_t)i;
  return true;
}

const struct native_entry natives_fmt_scan[] = {
    {"scanInt", fmt_scan_int, 5, 2},
    {"scanWord", fmt_scan_word, 5, 2},
    {NULL},
};
