// The classes of runes as tables, which make_rune_tables.c makes when Vole is built.
//
// A class is a number: categories come first, then scripts, then properties, each by name. Behind
// them are classes of the runes that differ from those of another class in case only. The tables in
// unicode/tables.go have the same numbers.

#ifndef VOLE_VM_STD_SUPPORT_RUNE_SET_H
#define VOLE_VM_STD_SUPPORT_RUNE_SET_H

#include <stdbool.h>
#include <stdint.h>

// The first class of those that differ in case only, and how many classes there are.
enum { rune_fold_class = 234, rune_class_count = 243 };

// unicode.Range16 and unicode.Range32: the runes from low to high in steps.
struct rune_range16 {
  uint16_t low, high, stride;
};
struct rune_range32 {
  uint32_t low, high, stride;
};

// unicode.RangeTable. Scripts hold pointers to these, which are not in the heap, and write nothing.
struct rune_table {
  const struct rune_range16 *r16;
  int64_t r16_len, r16_cap;
  const struct rune_range32 *r32;
  int64_t r32_len, r32_cap;
  int64_t latin_offset; // how many of r16 end below 0x100
};

extern const struct rune_table rune_tables[rune_class_count];

// Returns whether libunistring has a rune in a class, whose number is below rune_fold_class.
bool rune_is_of_class(unsigned number, int32_t rune);

#endif
