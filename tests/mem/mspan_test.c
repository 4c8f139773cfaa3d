// Finding free slots, and lists.

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "mem/mcache.h"
#include "tests/mem/heap_fake.h"

Test(mspan, object_index_of_every_byte) {
  for (unsigned c = 1; c < num_size_classes; c++) {
    struct mspan s = {.start_addr = 0x12340000, .div_mul = sizeclass_div_magic[c]};
    uintptr_t size = sizeclass_size[c];
    uintptr_t bytes = sizeclass_pages[c] * (uintptr_t)page_size;
    for (uintptr_t offset = 0; offset < bytes; offset++)
      cr_assert_eq(mspan_object_index(&s, s.start_addr + offset), offset / size);
  }
  struct mspan large = {.start_addr = page_size, .div_mul = 0};
  cr_assert_eq(mspan_object_index(&large, (uintptr_t)1 << 40), 0);
}

// Allocates all of a span with random allocation bits, by a mix of both functions, against a scan
// of the bits one by one.
static void allocate_all(uint64_t seed, uintptr_t nelems, bool fast) {
  uint64_t bits[16];
  uint8_t want[1024];
  for (int i = 0; i < 16; i++) {
    uint64_t kind = fake_random(&seed) % 4;
    bits[i] = kind == 0 ? 0 : kind == 1 ? ~(uint64_t)0 : fake_random(&seed);
  }
  struct mspan s = {.nelems = nelems, .elem_size = 8, .alloc_bits = (uint8_t *)bits};
  s.start_addr = 8; // slot i is at 8*(i+1), never 0
  mspan_refill_alloc_cache(&s, 0);
  memcpy(want, bits, sizeof bits);
  for (uintptr_t i = 0; i < nelems; i++) {
    if (want[i / 8] >> i % 8 & 1)
      continue;
    uintptr_t got = fast ? mcache_next_free_fast(&s) : 0;
    uintptr_t index = got != 0 ? got / 8 - 1 : mspan_next_free_index(&s);
    cr_assert_eq(index, i, "slot %lu of %lu, seed %lx", (unsigned long)index, (unsigned long)nelems,
                 (unsigned long)seed);
  }
  cr_assert_eq(mcache_next_free_fast(&s), 0);
  cr_assert_eq(mspan_next_free_index(&s), nelems);
  cr_assert_eq(s.free_index, nelems);
}

Test(mspan, next_free_against_a_scan) {
  uint64_t seed = 1;
  for (int round = 0; round < 3000; round++) {
    uintptr_t nelems = fake_random(&seed) % 1024 + 1;
    allocate_all(fake_random(&seed), nelems, round % 2 == 0);
  }
  for (uintptr_t nelems = 63; nelems <= 65; nelems++)
    allocate_all(7, nelems, true);
  allocate_all(9, 1024, true);
}

Test(mspan, lists) {
  struct mspan_list a, b;
  struct mspan s[6];
  memset(s, 0, sizeof s);
  mspan_list_init(&a);
  mspan_list_init(&b);
  mspan_list_insert(&a, &s[1]);
  mspan_list_insert(&a, &s[0]);
  mspan_list_insert_back(&a, &s[2]);
  mspan_list_insert_back(&b, &s[4]);
  mspan_list_insert(&b, &s[3]);
  mspan_list_take_all(&b, &a);
  cr_assert(mspan_list_empty(&a));
  const struct mspan *x = b.first;
  for (int i = 0; i < 5; i++, x = x->next) {
    cr_assert_eq(x, &s[i]);
    cr_assert_eq(x->list, &b);
    cr_assert_eq(x->prev, i == 0 ? NULL : &s[i - 1]);
  }
  cr_assert_null(x);
  mspan_list_remove(&b, &s[2]);
  mspan_list_remove(&b, &s[0]);
  mspan_list_remove(&b, &s[4]);
  cr_assert(!mspan_in_list(&s[2]));
  cr_assert_eq(b.first, &s[1]);
  cr_assert_eq(b.last, &s[3]);
  mspan_list_take_all(&a, &b);
  cr_assert_eq(a.first->next, a.last);
  mspan_list_take_all(&a, &b);
  mspan_list_remove(&a, &s[1]);
  mspan_list_remove(&a, &s[3]);
  cr_assert(mspan_list_empty(&a));
}

Test(mspan, removal_from_the_wrong_list_fails, .signal = SIGABRT) {
  struct mspan_list a, b;
  struct mspan s = {0};
  mspan_list_init(&a);
  mspan_list_init(&b);
  mspan_list_insert(&a, &s);
  mspan_list_remove(&b, &s);
}
