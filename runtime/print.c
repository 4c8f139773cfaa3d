// The looks of print and println: see print.h.
//
// After runtime/print.go of Go 1.21. Difference: a float has the fewest digits that read back as
// the same number, as in Go 1.26.

#include "runtime/print.h"

#include <inttypes.h>
#include <math.h>

#include "runtime/float_text.h"

void print_bool(struct text *out, bool value) {
  text_adds(out, value ? "true" : "false");
}

void print_int(struct text *out, int64_t value) {
  text_addf(out, "%" PRId64, value);
}

void print_uint(struct text *out, uint64_t value) {
  text_addf(out, "%" PRIu64, value);
}

static void print_hex(struct text *out, uint64_t value) {
  text_addf(out, "0x%" PRIx64, value);
}

void print_float(struct text *out, double value, int bits) {
  char digits[float_text_max];
  text_append(out, digits, float_text(digits, value, 'g', -1, bits));
}

void print_complex(struct text *out, double re, double im, int bits) {
  text_adds(out, "(");
  print_float(out, re, bits);
  if (isnan(im) || (!signbit(im) && !isinf(im)))
    text_adds(out, "+");
  print_float(out, im, bits);
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
