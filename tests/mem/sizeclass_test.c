// The tables of size classes, against their definition.

#include <criterion/criterion.h>

#include "mem/sizeclass.h"

Test(sizeclass, every_size) {
  for (uintptr_t size = 1; size <= max_small_size; size++) {
    unsigned class = sizeclass_of(size);
    cr_assert_geq(sizeclass_size[class], size);
    cr_assert_lt(sizeclass_size[class - 1], size, "the smallest class that fits %lu", size);
    cr_assert_eq(sizeclass_round_up(size), sizeclass_size[class]);
  }
}

Test(sizeclass, large_sizes) {
  cr_assert_eq(sizeclass_round_up(32769), 40960);
  cr_assert_eq(sizeclass_round_up(40960), 40960);
  cr_assert_eq(sizeclass_round_up(~(uintptr_t)0), ~(uintptr_t)0, "no overflow");
}

Test(sizeclass, division_is_exact) {
  for (unsigned class = 1; class < num_size_classes; class ++) {
    uintptr_t bytes = (uintptr_t)sizeclass_pages[class] * page_size;
    for (uintptr_t offset = 0; offset < bytes; offset++) {
      uintptr_t index = (uintptr_t)((uint64_t)offset * sizeclass_div_magic[class] >> 32);
      if (index != offset / sizeclass_size[class])
        cr_assert_fail("class %u, offset %lu: %lu", class, offset, index);
    }
  }
}

Test(sizeclass, spans) {
  for (unsigned class = 1; class < num_size_classes; class ++) {
    unsigned bytes = sizeclass_pages[class] * page_size;
    cr_assert_leq(bytes % sizeclass_size[class], bytes / 8);
    cr_assert_leq(bytes / sizeclass_size[class], max_objs_per_span);
    cr_assert_leq(sizeclass_pages[class], max_size_class_npages);
  }
  cr_assert_eq(sizeclass_size[tiny_size_class], tiny_size);
}
