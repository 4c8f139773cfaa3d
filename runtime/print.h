// The builtins print and println: how values look. After runtime/print.go of Go 1.21.

#ifndef VOLE_RUNTIME_PRINT_H
#define VOLE_RUNTIME_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/text.h"

// Each appends a value as print shows it.

void print_bool(struct text *out, bool value);
void print_int(struct text *out, int64_t value);
void print_uint(struct text *out, uint64_t value);
// Appends the fewest digits that read back as the same number: 1.5, 1e-07. bits is its size, 32 or
// 64.
void print_float(struct text *out, double value, int bits);
// Appends (1+2i). bits is the size of each part.
void print_complex(struct text *out, double re, double im, int bits);
void print_string(struct text *out, const void *ptr, int64_t len);
// Appends 0xc000012345, or 0x0 for nil.
void print_pointer(struct text *out, const void *pointer);
// Appends [2/4]0xc000012345.
void print_slice(struct text *out, int64_t len, int64_t cap, const void *ptr);
// Appends (0x45e0a0,0xc00003e748).
void print_interface(struct text *out, const void *word, const void *data);

#endif
