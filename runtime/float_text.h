// Floating-point numbers to text, as Go's strconv gives it.

#ifndef VOLE_RUNTIME_FLOAT_TEXT_H
#define VOLE_RUNTIME_FLOAT_TEXT_H

#include <stddef.h>

enum { float_text_max = 1600 }; // bytes that suffice for any number and a precision up to 1000

// Writes a number to out, which has float_text_max + prec bytes (prec beyond 1000 only for 'e' and
// 'f'), without a NUL; returns the bytes. format: e E f g G b x X; prec -1: as many digits as are
// needed to read the same number of bits (32 or 64) back. The thread's locale is "C", as that of
// all that run scripts.
size_t float_text(char *out, double value, char format, int prec, int bits);

#endif
