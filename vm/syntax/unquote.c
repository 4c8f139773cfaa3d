// The values of string and rune literals: see unquote.h. After strconv.Unquote.

#include "mem/invariant.h"
#include "vm/syntax/unquote.h"

#include <string.h>
#include <unistr.h>

// One element of a literal: a rune, or a byte that an escape gives as a number.
struct element {
  uint32_t value;
  bool is_byte;
};

static int digit_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

static bool number(const char **at, const char *end, int count, int base, uint32_t *value) {
  invariant_debug(base == 8 || base == 16);
  *value = 0;
  for (; count > 0; count--, ++*at) {
    int digit = *at < end ? digit_value(**at) : 16;
    if (digit >= base)
      return false;
    *value = *value * (uint32_t)base + (uint32_t)digit;
  }
  return true;
}

// Reads the escape after a backslash.
static bool escape(const char **at, const char *end, char quote, struct element *e) {
  static const char simple[] = "a\ab\bf\fn\nr\rt\tv\v\\\\";
  if (*at >= end)
    return false;
  char c = *(*at)++;
  *e = (struct element){.value = (unsigned char)quote};
  if (c == quote)
    return true;
  for (int i = 0; simple[i] != '\0'; i += 2) {
    if (c == simple[i]) {
      e->value = (unsigned char)simple[i + 1];
      return true;
    }
  }
  switch (c) {
  case 'x':
    e->is_byte = true;
    return number(at, end, 2, 16, &e->value);
  case 'u':
  case 'U':
    return number(at, end, c == 'u' ? 4 : 8, 16, &e->value) && e->value <= 0x10FFFF &&
           (e->value < 0xD800 || e->value >= 0xE000);
  default:
    --*at;
    e->is_byte = true;
    return number(at, end, 3, 8, &e->value) && e->value <= 255;
  }
}

static bool element(const char **at, const char *end, char quote, struct element *e) {
  invariant_debug(*at < end);
  if (**at == '\\') {
    ++*at;
    return escape(at, end, quote, e);
  }
  ucs4_t rune;
  int n = u8_mbtoucr(&rune, (const uint8_t *)*at, (size_t)(end - *at));
  if (n <= 0)
    return false;
  *at += n;
  *e = (struct element){.value = rune};
  return true;
}

static const char *unquote_raw(struct region *region, const char *text, size_t size,
                               size_t *value_size) {
  char *value = region_alloc(region, size);
  size_t n = 0;
  for (size_t i = 1; i + 1 < size; i++) {
    if (text[i] != '\r')
      value[n++] = text[i];
  }
  *value_size = n;
  return value;
}

const char *unquote_string(struct region *region, const char *text, size_t size,
                           size_t *value_size) {
  if (size < 2 || text[0] != text[size - 1])
    return NULL;
  if (text[0] == '`')
    return unquote_raw(region, text, size, value_size);
  if (text[0] != '"')
    return NULL;
  // No element is longer than its spelling.
  char *value = region_alloc(region, size);
  size_t n = 0;
  const char *end = text + size - 1;
  for (const char *at = text + 1; at < end;) {
    if (*at != '\\') {
      value[n++] = *at++;
      continue;
    }
    struct element e;
    if (!element(&at, end, '"', &e))
      return NULL;
    if (e.is_byte || e.value < 0x80)
      value[n++] = (char)e.value;
    else
      n += (size_t)u8_uctomb((uint8_t *)value + n, e.value, 4);
  }
  *value_size = n;
  return value;
}

bool unquote_rune(const char *text, size_t size, uint32_t *rune) {
  if (size < 3 || text[0] != '\'' || text[size - 1] != '\'')
    return false;
  const char *at = text + 1;
  const char *end = text + size - 1;
  struct element e;
  if (!element(&at, end, '\'', &e) || at != end)
    return false;
  *rune = e.value;
  return true;
}
