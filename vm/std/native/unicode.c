// Natives of package unicode: what libunistring says of a rune.

#include <unictype.h>

#include "vm/std/natives.h"
#include "vm/std/support/rune_class.h"
#include "vm/std/support/rune_set.h"

static bool is_code_point(int32_t rune) {
  return rune >= 0 && rune <= 0x10FFFF;
}

static bool has_category(int32_t rune, uint32_t mask) {
  return is_code_point(rune) && uc_is_general_category_withtable((ucs4_t)rune, mask);
}

// func class(n int) *RangeTable
static bool unicode_class(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)&rune_tables[args[0]];
  return true;
}

// func classOf(table *RangeTable) int: -1 if it is none of the library's.
static bool unicode_class_of(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rune_table *table = (const struct rune_table *)args[0];
  bool ours = table >= rune_tables && table < rune_tables + rune_fold_class;
  results[0] = ours ? (uint64_t)(table - rune_tables) : UINT64_MAX;
  return true;
}

// func isClass(class int, r rune) bool
static bool unicode_is_class(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = rune_is_of_class((unsigned)args[0], (int32_t)args[1]);
  return true;
}

enum {
  mask_print = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |
               UC_CATEGORY_MASK_S
};

static bool is(uint64_t *args, uint64_t *results, uint32_t mask) {
  results[0] = has_category((int32_t)args[0], mask);
  return true;
}

static bool unicode_is_letter(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t rune = args[0];
  if (rune < 0x80) {
    results[0] = (rune | 0x20) - 'a' < 26;
    return true;
  }
  return is(args, results, UC_CATEGORY_MASK_L);
}

static bool unicode_is_digit(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t rune = args[0];
  if (rune < 0x80) {
    results[0] = rune - '0' < 10;
    return true;
  }
  return is(args, results, UC_CATEGORY_MASK_Nd);
}

static bool unicode_is_space(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = rune_is_space((int32_t)args[0]);
  return true;
}

static bool unicode_is_print(struct g *g, uint64_t *args, uint64_t *results) {
  if (args[0] != ' ')
    return is(args, results, mask_print);
  results[0] = 1;
  return true;
}

// Functions that look for categories: name, function, categories.
#define CATEGORIZED(X)                                                                             \
  X("IsUpper", is_upper, UC_CATEGORY_MASK_Lu)                                                      \
  X("IsLower", is_lower, UC_CATEGORY_MASK_Ll)                                                      \
  X("IsTitle", is_title, UC_CATEGORY_MASK_Lt)                                                      \
  X("IsMark", is_mark, UC_CATEGORY_MASK_M)                                                         \
  X("IsNumber", is_number, UC_CATEGORY_MASK_N)                                                     \
  X("IsPunct", is_punct, UC_CATEGORY_MASK_P)                                                       \
  X("IsSymbol", is_symbol, UC_CATEGORY_MASK_S)                                                     \
  X("IsControl", is_control, UC_CATEGORY_MASK_Cc)                                                  \
  X("IsGraphic", is_graphic, mask_print | UC_CATEGORY_MASK_Zs)

#define DEFINE_CATEGORIZED(name, function, mask)                                                   \
  static bool unicode_##function(struct g *g, uint64_t *args, uint64_t *results) {                 \
    return is(args, results, mask);                                                                \
  }
CATEGORIZED(DEFINE_CATEGORIZED)

// Functions from a rune to a rune: name, function in support/rune_class.h.
#define MAPPED(X)                                                                                  \
  X("ToUpper", rune_to_upper)                                                                      \
  X("ToLower", rune_to_lower)                                                                      \
  X("ToTitle", rune_to_title)                                                                      \
  X("SimpleFold", rune_simple_fold)

#define DEFINE_MAPPED(name, function)                                                              \
  static bool unicode_##function(struct g *g, uint64_t *args, uint64_t *results) {                 \
    results[0] = (uint64_t)(int64_t)function((int32_t)args[0]);                                    \
    return true;                                                                                   \
  }
MAPPED(DEFINE_MAPPED)

// clang-format off
#define CATEGORIZED_ROW(name, function, mask) {name, unicode_##function, 1, 1},
#define MAPPED_ROW(name, function) {name, unicode_##function, 1, 1},
const struct native_entry natives_unicode[] = {
    CATEGORIZED(CATEGORIZED_ROW)
    MAPPED(MAPPED_ROW)
    {"class", unicode_class, 1, 1},
    {"classOf", unicode_class_of, 1, 1},
    {"isClass", unicode_is_class, 2, 1},
    {"IsLetter", unicode_is_letter, 1, 1},
    {"IsDigit", unicode_is_digit, 1, 1},
    {"IsSpace", unicode_is_space, 1, 1},
    {"IsPrint", unicode_is_print, 1, 1},
    {NULL},
};
// clang-format on
