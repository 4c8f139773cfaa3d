// Floating-point numbers as text, as Go's strconv writes them.

#ifndef VOLE_RUNTIME_FLOAT_TEXT_H
#define VOLE_RUNTIME_FLOAT_TEXT_H

#include <stddef.h>

enum {
  float_text_prec = 1100, // the greatest precision: all later digits of any number are zeros
  float_text_max = 1600   // bytes that suffice for any number and precision
};

// Writes a number to out, which has float_text_max bytes, without a NUL. Returns the number of
// bytes. The format is one of e E f g G b x X. The precision, prec, is at most float_text_prec.
// With -1 there are as many digits as are needed to read the same number of `bits` (32 or 64) back.
size_t float_text(char *out, double value, char format, int prec, int bits);

#endif
