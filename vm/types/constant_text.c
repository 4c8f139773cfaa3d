// Constants in messages. After the String methods of go/constant of Go 1.22.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/types/constant_internal.h"
#include "vm/syntax/rune.h"

// The longest text of a string constant, in runes, with its quotes.
enum { max_string_runes = 72 };

static const double log10_of_2 = 0.30102999566398119521373889472449302676818988146210854131;

static const char *integer_text(struct region *region, const struct constant *c) {
  invariant_debug(c->form == FORM_SMALL || c->form == FORM_BIG);
  if (c->form == FORM_SMALL)
    return region_printf(region, "%lld", (long long)c->u.small);
  char *text = region_alloc(region, mpz_sizeinbase(c->u.big, 10) + 2);
  return mpz_get_str(text, 10, c->u.big);
}

// The shortest text that gives x again, as Go's %g: exponents below -4 and from 6 on are written as
// such.
static const char *shortest_text(struct region *region, double x) {
  enum { exponent_from = 6 };
  char text[64];
  int precision = 0;
  for (; precision < 17; precision++) {
    snprintf(text, sizeof text, "%.*e", precision, x);
    if (strtod(text, NULL) == x)
      break;
  }
  int exponent = atoi(strchr(text, 'e') + 1);
  if (exponent >= -4 && exponent < exponent_from) {
    int decimals = precision - exponent;
    snprintf(text, sizeof text, "%.*f", decimals > 0 ? decimals : 0, x);
  }
  return region_printf(region, "%s", text);
}

// A float beyond the range of float64: mantissa and decimal exponent, approximately.
static const char *huge_text(struct region *region, const struct big_float *f) {
  mpz_t one;
  mpz_init_set_ui(one, 1);
  int64_t magnitude = big_float_magnitude(f);
  double mantissa = big_float_round_fraction(f->mantissa, one, f->exponent - magnitude, 53, -1074);
  mpz_clear(one);
  double decimal = (double)magnitude * log10_of_2;
  int64_t exponent = (int64_t)decimal;
  mantissa *= pow(10, decimal - (double)exponent);
  if (fabs(mantissa) < 1 - 0.5e-6) {
    mantissa *= 10;
    exponent--;
  } else if (fabs(mantissa) >= 10) {
    mantissa /= 10;
    exponent++;
  }
  return region_printf(region, "%.6ge%+lld", mantissa, (long long)exponent);
}

static const char *float_text(struct region *region, const struct constant *c) {
  invariant_debug(c->form == FORM_RATIONAL || c->form == FORM_FLOAT);
  double x = constant_float64_value(c);
  if (isinf(x) || (x == 0) != (constant_sign(c) == 0)) {
    struct big_float f;
    big_float_init(&f);
    if (c->form == FORM_FLOAT)
      big_float_set(&f, &c->u.number);
    else
      big_float_set_fraction(&f, mpq_numref(c->u.rational), mpq_denref(c->u.rational));
    const char *text = huge_text(region, &f);
    big_float_clear(&f);
    return text;
  }
  const char *text = region_printf(region, "%.6g", x);
  if (!strchr(text, '.') && !constant_is_int(c))
    text = shortest_text(region, x);
  return text;
}

// The beginning of a string, as much as its text may show. Returns its size.
static size_t string_beginning(const struct constant *c, char *bytes, size_t cap) {
  size_t size = 0;
  struct string_pieces pieces = constant_string_pieces(c);
  const struct constant *piece;
  while (size < cap && (piece = constant_next_piece(&pieces)) != NULL) {
    size_t n = piece->u.string.size < cap - size ? piece->u.string.size : cap - size;
    memcpy(bytes + size, piece->u.string.bytes, n);
    size += n;
  }
  return size;
}

static const char *string_text(struct region *region, const struct constant *c) {
  invariant_debug(c->form == FORM_STRING);
  char beginning[(max_string_runes + 2) * 4]; // more runes than are looked at
  const char *at = beginning;
  const char *end = at + string_beginning(c, beginning, sizeof beginning);
  // Seventy-two runes of four bytes each at most: no escape is longer than ten bytes.
  char text[max_string_runes * 4 + 64];
  size_t used = 0;
  size_t cut = 0; // where the text is cut if it turns out to be too long
  int runes = 1;
  text[used++] = '"';
  while (at < end && runes <= max_string_runes) {
    char piece[rune_text_bytes];
    int rune_size;
    uint32_t rune = rune_decode(at, end, &rune_size);
    if (rune == rune_error && rune_size == 1)
      snprintf(piece, sizeof piece, "\\x%02x", (unsigned char)*at);
    else
      rune_escaped_text(piece, rune, '"');
    at += rune_size;
    size_t n = strlen(piece);
    // An escape counts as many runes as it has characters, and may be cut in its middle.
    int piece_runes = piece[0] == '\\' ? (int)n : 1;
    if (cut == 0 && runes + piece_runes > max_string_runes - 3)
      cut = used + (size_t)(piece_runes > 1 ? max_string_runes - 3 - runes : 0);
    invariant_debug(used + n < sizeof text);
    memcpy(text + used, piece, n);
    used += n;
    runes += piece_runes;
  }
  if (at == end && runes + 1 <= max_string_runes) {
    text[used++] = '"';
    return region_strndup(region, text, used);
  }
  return region_printf(region, "%.*s...", (int)cut, text);
}

const char *constant_text(struct region *region, const struct constant *c) {
  switch (c ? c->form : FORM_UNKNOWN) {
  case FORM_BOOL:
    return c->u.boolean ? "true" : "false";
  case FORM_STRING:
    return string_text(region, c);
  case FORM_SMALL:
  case FORM_BIG:
    return integer_text(region, c);
  case FORM_RATIONAL:
  case FORM_FLOAT:
    return float_text(region, c);
  case FORM_COMPLEX:
    return region_printf(region, "(%s + %si)", constant_text(region, c->u.complex.real),
                         constant_text(region, c->u.complex.imag));
  default:
    return "unknown";
  }
}
