// The looks of print and println: see print.h.
//
// After runtime/print.go of Go 1.21. Floats are printed with the arithmetic that Go uses there,
// seven digits made by repeated scaling: where that is off by a digit from the exact value, so are
// we.

#include "runtime/print.h"

#include <inttypes.h>
#include <math.h>

void print_bool(struct text *out, bool value) {
  text_adds(out, value ? "true" : "false");
}

void print_int(struct text *out, int64_t value) {
  text_addf(out, "%" PRId64, value);
}

void print_uint(struct text *out, uint64_t value) {
  text_addf(out, "%" PRIu64, value);
}

void print_hex(struct text *out, uint64_t value) {
  text_addf(out, "0x%" PRIx64, value);
}

// The digits of a positive finite value: scales it into [1, 10), returning the decimal exponent.
static int normalize(double *value) {
  int exponent = 0;
  while (*value >= 10) {
    exponent++;
    *value /= 10;
  }
  while (*value < 1) {
    exponent--;
    *value *= 10;
  }
  return exponent;
}

void print_float(struct text *out, double value) {
  enum { digits = 7 };
  if (isnan(value)) {
    text_adds(out, "NaN");
    return;
  }
  if (isinf(value)) {
    text_adds(out, value > 0 ? "+Inf" : "-Inf");
    return;
  }
  char buffer[digits + 8];
  int at = 0, exponent = 0;
  buffer[at++] = signbit(value) ? '-' : '+';
  value = fabs(value);
  if (value > 0) {
    exponent = normalize(&value);
    double half = 5;
    for (int i = 0; i < digits; i++)
      half /= 10;
    value += half;
    if (value >= 10) {
      exponent++;
      value /= 10;
    }
  }
  for (int i = 0; i < digits; i++) {
    int digit = (int)value;
    buffer[at++] = (char)('0' + digit);
    if (i == 0)
      buffer[at++] = '.';
    value = (value - digit) * 10;
  }
  buffer[at++] = 'e';
  buffer[at++] = exponent < 0 ? '-' : '+';
  if (exponent < 0)
    exponent = -exponent;
  buffer[at++] = (char)('0' + exponent / 100);
  buffer[at++] = (char)('0' + exponent / 10 % 10);
  buffer[at++] = (char)('0' + exponent % 10);
  text_append(out, buffer, (size_t)at);
}

void print_complex(struct text *out, double re, double im) {
  text_adds(out, "(");
  print_float(out, re);
  print_float(out, im);
  text_adds(out, "i)");
}

void print_string(struct text *out, const void *ptr, int64_t len) {
  text_append(out, ptr, (size_t)len);
}

void print_pointer(struct text *out, const void *pointer) {
  print_hex(out, (uintptr_t)pointer);
}

void print_slice(struct text *out, int64_t len, int64_t cap, const void *ptr) {
  text_addf(out, "[%" PRId64 "/%" PRId64 "]", len, cap);
  print_pointer(out, ptr);
}

void print_interface(struct text *out, const void *word, const void *data) {
  text_adds(out, "(");
  print_pointer(out, word);
  text_adds(out, ",");
  print_pointer(out, data);
  text_adds(out, ")");
}
