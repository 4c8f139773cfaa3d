// The builtins print and println: how values look. They go to standard error in pieces. After
// runtime/print.go of Go 1.21.

#ifndef VOLE_RUNTIME_PRINT_H
#define VOLE_RUNTIME_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/text.h"

void print_bool(struct text *out, bool value);
void print_int(struct text *out, int64_t value);
void print_uint(struct text *out, uint64_t value);
// Prints the fewest digits that read back as the same number; bits is its size, 32 or 64: 1.5,
// 1e-07.
void print_float(struct text *out, double value, int bits);
void print_complex(struct text *out, double re, double im, int bits); // of each part: (1+2i)
void print_string(struct text *out, const void *ptr, int64_t len);
void print_pointer(struct text *out, const void *pointer);                     // 0x0 for nil
void print_slice(struct text *out, int64_t len, int64_t cap, const void *ptr); // [2/4]0xc000012345
void print_interface(struct text *out, const void *word,
                     const void *data); // (0x45e0a0,0xc00003e748)

#endif
