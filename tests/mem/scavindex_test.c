// The index of chunks worth scavenging, and its cursors.

#include <criterion/criterion.h>
#include <signal.h>

#include "tests/mem/pages.h"

Test(scavindex, packing) {
  for (unsigned flags = 0; flags < 64; flags += 9) {
    for (unsigned in_use = 0; in_use <= 512; in_use += 64) {
      struct scav_chunk_data in = {.in_use = (uint16_t)in_use,
                                   .last_in_use = (uint16_t)(512 - in_use),
                                   .gen = 0xfffffffe,
                                   .flags = (uint8_t)flags};
      struct scav_chunk_data out = scav_chunk_data_unpack(scav_chunk_data_pack(in));
      cr_assert_eq(out.in_use, in.in_use);
      cr_assert_eq(out.last_in_use, in.last_in_use);
      cr_assert_eq(out.gen, in.gen);
      cr_assert_eq(out.flags, in.flags);
    }
  }
}

Test(scavindex, dense_chunks_are_left_alone) {
  struct scav_chunk_data d = {0};
  scav_chunk_data_alloc(&d, 500, 1);
  cr_assert_not(scav_chunk_data_should_scavenge(d, 1, true), "nothing was ever freed");
  scav_chunk_data_free(&d, 2, 1);
  cr_assert(scav_chunk_data_should_scavenge(d, 1, true));
  cr_assert_not(scav_chunk_data_should_scavenge(d, 1, false));
  scav_chunk_data_free(&d, 300, 2);
  cr_assert_eq(d.last_in_use, 498);
  cr_assert_not(scav_chunk_data_should_scavenge(d, 2, false), "was dense in the last cycle");
  cr_assert(scav_chunk_data_should_scavenge(d, 3, false));
  scav_chunk_data_alloc(&d, 314, 3);
  cr_assert_eq(d.flags & scav_chunk_has_free, 0, "full");
}

Test(scavindex, too_many, .signal = SIGABRT) {
  struct scav_chunk_data d = {.in_use = 510};
  scav_chunk_data_alloc(&d, 3, 0);
}

Test(scavindex, too_few, .signal = SIGABRT) {
  struct scav_chunk_data d = {.in_use = 2};
  scav_chunk_data_free(&d, 3, 0);
}

static void expect(struct pages *p, bool force, uintptr_t chunk, unsigned page) {
  uintptr_t found;
  unsigned index;
  cr_assert(scav_index_find(&p->alloc.scav.index, force, &found, &index));
  cr_assert_eq(found, chunk_at(chunk));
  cr_assert_eq(index, page);
}

static void expect_nothing(struct pages *p, bool force) {
  uintptr_t found;
  unsigned index;
  cr_assert_not(scav_index_find(&p->alloc.scav.index, force, &found, &index));
}

Test(scavindex, cursors) {
  struct pages *p = pages_new((uintptr_t[]){0, 1, 7}, 3);
  struct scav_index *s = &p->alloc.scav.index;
  expect(p, true, 7, 511);
  expect_nothing(p, false);
  scav_index_next_gen(s);
  expect(p, false, 7, 511);
  scav_index_set_empty(s, chunk_at(7));
  expect(p, true, 1, 511);
  expect(p, false, 1, 511);
  expect(p, false, 1, 511);
  // A free above the cursor raises the forced one at once, the other with the next cycle.
  scav_index_alloc(s, chunk_at(7), 300);
  scav_index_free(s, chunk_at(7), 40, 10);
  expect(p, true, 7, 49);
  expect(p, false, 1, 511);
  scav_index_next_gen(s);
  expect(p, false, 7, 49);
  for (unsigned chunk = 0; chunk < 8; chunk++)
    scav_index_set_empty(s, chunk_at(chunk));
  expect_nothing(p, true);
  expect_nothing(p, false);
  pages_free(p);
}

// The cursor is marked by a raise; a find that read it before may then not lower it.
Test(scavindex, raise_wins_over_find) {
  struct pages *p = pages_new((uintptr_t[]){0, 5}, 2);
  struct scav_index *s = &p->alloc.scav.index;
  cr_assert_lt(s->search_addr_force, 0, "marked by the free");
  scav_index_set_empty(s, chunk_at(5));
  expect(p, true, 0, 511);
  cr_assert_gt(s->search_addr_force, 0, "lowered, and unmarked");
  scav_index_alloc(s, chunk_at(5), 10);
  scav_index_free(s, chunk_at(5), 3, 1);
  int64_t raised = s->search_addr_force;
  cr_assert_lt(raised, 0);
  scav_index_set_empty(s, chunk_at(5));
  scav_index_set_empty(s, chunk_at(0));
  expect_nothing(p, true);
  cr_assert_eq(s->search_addr_force, raised, "a marked cursor is not cleared");
  pages_free(p);
}

Test(scavindex, huge_page_flag) {
  struct pages *p = pages_new((uintptr_t[]){0}, 1);
  struct scav_index *s = &p->alloc.scav.index;
  scav_index_set_no_huge_page(s, chunk_at(0));
  scav_index_alloc(s, chunk_at(0), 400);
  cr_assert_neq(scav_chunk_data_unpack(s->chunks[chunk_at(0)]).flags & scav_chunk_no_huge_page, 0);
  scav_index_alloc(s, chunk_at(0), 100);
  cr_assert_eq(scav_chunk_data_unpack(s->chunks[chunk_at(0)]).flags & scav_chunk_no_huge_page, 0);
  pages_free(p);
}
