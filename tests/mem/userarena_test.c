// The life of the chunks of user arenas.

#include <criterion/criterion.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "mem/userarena.h"
#include "tests/mem/heap_fake.h"

static struct fake_heap *fake;
static struct mheap *h;

static void setup(void) {
  fake = fake_heap_new(NULL);
  h = &fake->heap;
}
static void teardown(void) {
  fake_heap_delete(fake);
}
TestSuite(userarena, .init = setup, .fini = teardown);

static const uint8_t mask[] = {0x05, 0x02};
static const struct layout node = {.size = 96, .ptrdata = 80, .mask = mask}; // words 0, 2 and 9
static const struct layout bytes3 = {.size = 3};

static void cycle(void *live) {
  fake_stop(fake);
  if (live)
    fake_mark(fake, live);
  fake_start(fake);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  mheap_check(h);
}

static sigjmp_buf back;
static void jump(int number) {
  siglongjmp(back, number);
}

// Whether reading a byte faults.
static bool faults(const void *address) {
  struct sigaction action = {.sa_handler = jump}, old;
  sigaction(SIGSEGV, &action, &old);
  volatile bool faulted = true;
  if (sigsetjmp(back, 1) == 0) {
    (void)*(const volatile char *)address;
    faulted = false;
  }
  sigaction(SIGSEGV, &old, NULL);
  return faulted;
}

// Whether the chunk has exactly the pointer words of `count` nodes from its start on.
static void check_bits(struct mspan *s, uintptr_t count) {
  struct heap_bits bits = heap_bits_for_addr(h, s->start_addr, s->elem_size);
  for (uintptr_t i = 0; i < count; i++)
    for (unsigned word = 0; word < 12; word++)
      if (mask[word / 8] >> word % 8 & 1)
        cr_assert_eq(heap_bits_next(&bits), s->start_addr + i * node.size + word * 8);
  cr_assert_eq(heap_bits_next(&bits), 0);
}

Test(userarena, objects_from_both_ends) {
  struct mspan *s = user_arena_new_chunk(h, &fake->p);
  cr_assert(s && s->start_addr % user_arena_chunk_bytes == 0);
  cr_assert_eq(h->stats.heap_in_use, user_arena_chunk_bytes);
  mheap_check(h);
  enum { nodes = 1000 };
  for (uintptr_t i = 0; i < nodes; i++) {
    cr_assert_eq((uintptr_t)user_arena_take(h, &fake->p, s, &node, 1, 8), s->start_addr + i * 96);
    cr_assert_eq((uintptr_t)user_arena_take(h, &fake->p, s, &bytes3, 1, 1), s->limit - (i + 1) * 3);
  }
  cr_assert_eq((uintptr_t)user_arena_take(h, &fake->p, s, &bytes3, 1, 8) % 8, 0);
  check_bits(s, nodes);
  cr_assert_eq(fake->p.mcache->scan_alloc, nodes * 80);
  user_arena_take(h, &fake->p, s, &node, 500, 8);
  check_bits(s, nodes + 500);
  cr_assert_eq(fake->p.mcache->scan_alloc, nodes * 80 + 499 * 96 + 80);
  while (user_arena_take(h, &fake->p, s, &node, 1000, 8)) {
  }
  cr_assert(addr_range_size(s->user_arena_chunk_free) < 96000);
  cycle((void *)(s->start_addr + 5));
  cr_assert(mspan_state(s) == MSPAN_IN_USE && s->alloc_count == 1);
  fake->p.mcache->scan_alloc = 0;
  user_arena_fault_chunk(h, &fake->p, s);
  cycle(NULL);
}

Test(userarena, freed_chunks_wait_in_quarantine) {
  struct mspan *s = user_arena_new_chunk(h, &fake->p);
  char *memory = user_arena_take(h, &fake->p, s, &node, 10, 8);
  fake->p.mcache->scan_alloc = 0;
  memset(memory, 0xff, 960);
  uintptr_t ready = h->stats.mapped_ready;
  user_arena_fault_chunk(h, &fake->p, s);
  cr_assert(faults(memory) && faults((char *)s->limit - 1) && user_arena_chunk_faults(s));
  cr_assert_eq(ready - h->stats.mapped_ready, user_arena_chunk_bytes);
  cr_assert_eq(h->stats.heap_in_use, 0);
  mheap_check(h);
  for (int i = 0; i < 3; i++) { // something points there
    cycle(memory);
    cr_assert_eq(h->user_arena.quarantine_list.first, s);
  }
  cycle(NULL);
  cr_assert(mspan_list_empty(&h->user_arena.quarantine_list) && mspan_state(s) == MSPAN_DEAD);
  cr_assert(faults(memory), "dead, but not anew");
  struct mspan *again = user_arena_new_chunk(h, &fake->p);
  cr_assert_eq(again, s, "what was used last comes first");
  for (uintptr_t i = 0; i < user_arena_chunk_bytes; i += 8)
    cr_assert_eq(*(uint64_t *)(s->start_addr + i), 0);
  check_bits(s, 0);
  cr_assert(mspan_state(s) == MSPAN_IN_USE &&
            addr_range_size(s->user_arena_chunk_free) == user_arena_chunk_bytes);
  user_arena_fault_chunk(h, &fake->p, s);
  cycle(NULL);
}

// Eight chunks an arena, none of which the ordinary heap gets, and no more arenas than needed.
Test(userarena, arenas_of_their_own) {
  struct mspan *s[20];
  for (int i = 0; i < 20; i++)
    s[i] = user_arena_new_chunk(h, &fake->p);
  for (int i = 0; i < 20; i++)
    cr_assert_eq(s[i]->start_addr, s[0]->start_addr + (uintptr_t)i * user_arena_chunk_bytes);
  for (uint32_t i = 0; i < h->all_arenas_len; i++)
    cr_assert_neq(arena_base(h->all_arenas[i]), s[0]->start_addr);
  cr_assert_eq(s[0]->start_addr >> 40, arena_hint_user_first);
  void *object = fake_alloc(fake, &fake->p, 100, NULL);
  cr_assert_lt((uintptr_t)object, s[0]->start_addr);
  uint64_t mapped = h->stats.mappings_bytes;
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < 20; i++)
      user_arena_fault_chunk(h, &fake->p, s[i]);
    cycle(object);
    for (int i = 0; i < 20; i++)
      s[i] = user_arena_new_chunk(h, &fake->p);
  }
  cr_assert_lt(h->stats.mappings_bytes - mapped, 1 << 20); // only bitmaps
  struct heap_stats_delta delta;
  heap_stats_read(&h->stats, &delta);
  cr_assert(delta.large_alloc_count == 120 && delta.large_free_count == 100);
  for (int i = 0; i < 20; i++)
    user_arena_fault_chunk(h, &fake->p, s[i]);
  cycle(NULL);
}

Test(userarena, freed_twice, .signal = SIGABRT) {
  struct mspan *s = user_arena_new_chunk(h, &fake->p);
  user_arena_fault_chunk(h, &fake->p, s);
  user_arena_fault_chunk(h, &fake->p, s);
}
