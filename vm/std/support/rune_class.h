// Properties and case mappings of runes, for packages unicode, strings and bytes.
//
// The data are libunistring's. If its version of Unicode is not Go's, they differ in the characters
// that were added between the two.

#ifndef VOLE_VM_STD_SUPPORT_RUNE_CLASS_H
#define VOLE_VM_STD_SUPPORT_RUNE_CLASS_H

#include <stdbool.h>
#include <stdint.h>

// Returns whether a rune is white space, as unicode.IsSpace has it.
bool rune_is_space(int32_t rune);

// Return the simple case mapping of a rune, the rune itself if it has none.
int32_t rune_to_upper(int32_t rune);
int32_t rune_to_lower(int32_t rune);
int32_t rune_to_title(int32_t rune);

// Returns the next of the runes that differ in case only: the smallest that is larger than rune,
// else the smallest of all.
int32_t rune_simple_fold(int32_t rune);

// Returns whether two runes differ in case only, or not at all.
bool rune_equal_fold(int32_t a, int32_t b);

#endif
