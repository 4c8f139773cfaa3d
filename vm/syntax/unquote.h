// The values of string and rune literals.

#ifndef VOLE_VM_SYNTAX_UNQUOTE_H
#define VOLE_VM_SYNTAX_UNQUOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/syntax/region.h"

// The bytes that a string literal stands for, given with its quotes: interpreted ("a\n") or raw
// (`a`, without carriage returns). In the region, followed by a NUL that is not counted in *size.
// NULL if the literal is malformed.
const char *unquote_string(struct region *region, const char *text, size_t size,
                           size_t *value_size);

// The rune of a rune literal given with its quotes. False if malformed.
bool unquote_rune(const char *text, size_t size, uint32_t *rune);

#endif
