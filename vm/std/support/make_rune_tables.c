// make_rune_tables OUTPUT: writes the tables of rune_set.h as a C source. Run when Vole is built.

#include <stdio.h>
#include <stdlib.h>

#include "vm/std/support/rune_class.h"
#include "vm/std/support/rune_set.h"

enum { last_rune = 0x10FFFF };

// The classes for which Go has a table of those that differ from their runes in case only, by their
// numbers: categories L, Ll, Lt, Lu, M and Mn; scripts Common, Greek and Inherited.
static const unsigned folded[] = {5, 6, 9, 10, 11, 14, 60, 79, 91};
_Static_assert(rune_fold_class + sizeof folded / sizeof folded[0] == rune_class_count, "");

// The ranges of a class.
static struct rune_range32 ranges[last_rune];
static int count;

// Returns whether the rune is not of the class, but one that differs from it in case only is.
static bool folds_into(unsigned number, int32_t rune) {
  if (rune_is_of_class(number, rune))
    return false;
  for (int32_t r = rune_simple_fold(rune); r != rune; r = rune_simple_fold(r))
    if (rune_is_of_class(number, r))
      return true;
  return false;
}

static bool is_in(unsigned number, int32_t rune) {
  return number < rune_fold_class ? rune_is_of_class(number, rune)
                                  : folds_into(folded[number - rune_fold_class], rune);
}

// Finds the runs of a class. None goes on behind 0xFFFF, for there the 32-bit ranges begin.
static void find_runs(unsigned number) {
  count = 0;
  for (int32_t rune = 0; rune <= last_rune; rune++) {
    if (!is_in(number, rune))
      continue;
    uint32_t r = (uint32_t)rune;
    if (count > 0 && ranges[count - 1].high + 1 == r && r != 0x10000)
      ranges[count - 1].high = r;
    else
      ranges[count++] = (struct rune_range32){r, r, 1};
  }
}

static bool is_lone(int i) {
  return i < count && ranges[i].low == ranges[i].high;
}

// Makes one range with a stride of lone runes that follow each other at equal distances.
static void join_lone_runes(void) {
  int kept = 0;
  for (int i = 0; i < count; kept++) {
    struct rune_range32 range = ranges[i];
    bool lone = is_lone(i++);
    uint32_t stride = lone && is_lone(i) ? ranges[i].low - range.low : 0;
    // The 32-bit ranges begin at 0x10000.
    while (lone && is_lone(i) && ranges[i].low - range.high == stride &&
           (range.low <= 0xFFFF) == (ranges[i].low <= 0xFFFF)) {
      range.stride = stride;
      range.high = ranges[i++].low;
    }
    ranges[kept] = range;
  }
  count = kept;
}

// Writes a table of the ranges from first on, unless it is empty.
static void write_ranges(FILE *out, const char *type, const char *name, unsigned number, int first,
                         int end) {
  if (first == end)
    return;
  fprintf(out, "static const struct %s %s%u[] = {", type, name, number);
  for (int i = first; i < end; i++)
    fprintf(out, "{%u,%u,%u},", ranges[i].low, ranges[i].high, ranges[i].stride);
  fprintf(out, "};\n");
}

int main(int argc, char **argv) {
  FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
  static struct { int small, large, latin; } sizes[rune_class_count];
  if (!out)
    return 1;
  fprintf(out, "// Made by make_rune_tables.\n#include \"vm/std/support/rune_set.h\"\n");
  for (unsigned number = 0; number < rune_class_count; number++) {
    find_runs(number);
    join_lone_runes();
    while (sizes[number].small < count && ranges[sizes[number].small].high <= 0xFFFF)
      sizes[number].small++;
    sizes[number].large = count - sizes[number].small;
    write_ranges(out, "rune_range16", "small", number, 0, sizes[number].small);
    write_ranges(out, "rune_range32", "large", number, sizes[number].small, count);
    while (sizes[number].latin < count && ranges[sizes[number].latin].high <= 0xFF)
      sizes[number].latin++;
  }
  fprintf(out, "const struct rune_table rune_tables[rune_class_count] = {\n");
  for (unsigned number = 0; number < rune_class_count; number++) {
    int small = sizes[number].small, large = sizes[number].large;
    fprintf(out, small ? "{small%u," : "{0,", number);
    fprintf(out, "%d,%d,", small, small);
    fprintf(out, large ? "large%u," : "0,", number);
    fprintf(out, "%d,%d,%d},\n", large, large, sizes[number].latin);
  }
  fprintf(out, "};\n");
  return fclose(out) == 0 ? 0 : 1;
}
