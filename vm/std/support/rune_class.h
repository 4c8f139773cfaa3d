// Properties and case mappings of runes, for packages unicode, strings and bytes.
//
// The data are libunistring's: they may be of another version of Unicode than Go's, which matters
// for characters that were added between the two.

#ifndef VOLE_VM_STD_SUPPORT_RUNE_CLASS_H
#define VOLE_VM_STD_SUPPORT_RUNE_CLASS_H

#include <stdbool.h>
#include <stdint.h>

// White space as unicode.IsSpace has it.
bool rune_is_space(int32_t rune);

// The simple case mappings. A rune without one is given back.
int32_t rune_to_upper(int32_t rune);
int32_t rune_to_lower(int32_t rune);
int32_t rune_to_title(int32_t rune);

// The next of the runes that are equal but for case: the smallest that is larger, else the smallest
// of all.
int32_t rune_simple_fold(int32_t rune);

// Whether two runes are equal but for case.
bool rune_equal_fold(int32_t a, int32_t b);

#endif
