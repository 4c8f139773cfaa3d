// The values of string and rune literals.

#ifndef VOLE_VM_SYNTAX_UNQUOTE_H
#define VOLE_VM_SYNTAX_UNQUOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/syntax/region.h"

// Returns the bytes that a string literal stands for, NULL if it is malformed. The text has its
// quotes: interpreted ("a\n") or raw (`a`, without carriage returns). The value is in the region,
// followed by a NUL that *value_size does not count.
const char *unquote_string(struct region *region, const char *text, size_t size,
                           size_t *value_size);

// Sets *rune to the rune of a literal that has its quotes. Returns false if it is malformed.
bool unquote_rune(const char *text, size_t size, uint32_t *rune);

#endif
