// make_rune_tables OUTPUT: writes the tables of rune_table.h as a C source. Run when Vole is built.

#include <stdio.h>
#include <stdlib.h>

#include "vm/std/support/rune_class.h"
#include "vm/std/support/rune_table.h"

enum { last_rune = 0x10FFFF };

// The classes for which Go has a table of those that differ from their runes in case only, by their
// numbers: categories L, Ll, Lt, Lu, M and Mn; scripts Common, Greek and Inherited.
static const unsigned folded[] = {5, 6, 9, 10, 11, 14, 60, 79, 91};
_Static_assert(rune_fold_class + sizeof folded / sizeof folded[0] == rune_class_count, "");

// The ranges of a class.
static struct rune_range32 ranges[last_rune];
static int count;

// Returns whether the rune is not of the class, but one that differs from it in case only is.
static bool folds_into(unsigned class, int32_t rune) {
  if (rune_is_of_class(class, rune))
    return false;
  for (int32_t r = rune_simple_fold(rune); r != rune; r = rune_simple_fold(r))
    if (rune_is_of_class(class, r))
      return true;
  return false;
}

static bool is_in(unsigned class, int32_t rune) {
  return class < rune_fold_class ? rune_is_of_class(class, rune)
                                 : folds_into(folded[class - rune_fold_class], rune);
}

// Finds the runs of a class. None goes on behind 0xFFFF, for there the 32-bit ranges begin.
static void find_runs(unsigned class) {
  count = 0;
  for (int32_t rune = 0; rune <= last_rune; rune++) {
    if (!is_in(class, rune))
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
static void write_ranges(FILE *out, const char *type, const char *name, unsigned class, int first,
                         int end) {
  if (first == end)
    return;
  fprintf(out, "static const struct %s %s%u[] = {", type, name, class);
  for (int i = first; i < end; i++)
    fprintf(out, "{%u,%u,%u},", ranges[i].low, ranges[i].high, ranges[i].stride);
  fprintf(out, "};\n");
}

int main(int argc, char **argv) {
  FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
  static struct { int small, large, latin; } sizes[rune_class_count];
  if (!out)
    return 1;
  fprintf(out, "// Made by make_rune_tables.\n#include \"vm/std/support/rune_table.h\"\n");
  for (unsigned class = 0; class < rune_class_count; class ++) {
    find_runs(class);
    join_lone_runes();
    while (sizes[class].small < count && ranges[sizes[class].small].high <= 0xFFFF)
      sizes[class].small++;
    sizes[class].large = count - sizes[class].small;
    write_ranges(out, "rune_range16", "small", class, 0, sizes[class].small);
    write_ranges(out, "rune_range32", "large", class, sizes[class].small, count);
    while (sizes[class].latin < count && ranges[sizes[class].latin].high <= 0xFF)
      sizes[class].latin++;
  }
  fprintf(out, "const struct rune_table rune_tables[rune_class_count] = {\n");
  for (unsigned class = 0; class < rune_class_count; class ++) {
    int small = sizes[class].small, large = sizes[class].large;
    fprintf(out, small ? "{small%u," : "{0,", class);
    fprintf(out, "%d,%d,", small, small);
    fprintf(out, large ? "large%u," : "0,", class);
    fprintf(out, "%d,%d,%d},\n", large, large, sizes[class].latin);
  }
  fprintf(out, "};\n");
  return fclose(out) == 0 ? 0 : 1;
}
