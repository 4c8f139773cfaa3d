// How the heap grows and what it sweeps before it does, against models made from the description of
// Go's heap: reclaimer, proportional sweep, growth, memory known to be zero.

#include <criterion/criterion.h>
#include <string.h>

#include "tests/mem/heap_fake.h"

enum { model_spans = 600 };

// A span of the model, by the number of the page it begins at.
struct model_span {
  uintptr_t first, npages;
  bool dead; // nothing in it was marked
};

// The reclaimer as Go has it: pages from the credit; then the next 512 pages, of which every dead
// span that begins there is freed; what is too much becomes credit.
struct model {
  struct model_span span[model_spans];
  uint64_t index;
  uintptr_t credit;
  uintptr_t freed; // pages
  uint32_t arenas; // to be looked at
};

static void model_reclaim(struct model *m, uintptr_t npages) {
  if (m->index == (uint64_t)1 << 63)
    return;
  while (npages > 0) {
    uintptr_t take = m->credit < npages ? m->credit : npages;
    if (take > 0) {
      m->credit -= take;
      npages -= take;
      continue;
    }
    if (m->index >= (uint64_t)m->arenas * pages_per_arena) {
      m->index = (uint64_t)1 << 63;
      return;
    }
    uintptr_t freed = 0;
    for (int i = 0; i < model_spans; i++) {
      struct model_span *s = &m->span[i];
      if (s->dead && s->first >= m->index && s->first < m->index + 512) {
        freed += s->npages;
        s->dead = false;
      }
    }
    m->index += 512;
    m->freed += freed;
    take = freed < npages ? freed : npages;
    npages -= take;
    m->credit += freed - take;
  }
}

// Pages are numbered through all arenas, in the order that these were made in.
static uintptr_t page_number(const struct mheap *h, uintptr_t address) {
  uint32_t arena = 0;
  while (h->all_arenas[arena] != arena_index_of(address))
    arena++;
  return arena * pages_per_arena + address % heap_arena_bytes / page_size;
}

Test(reclaim, against_a_model) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static struct model m;
  static void *object[model_spans];
  uint64_t seed = 5;
  for (int i = 0; i < model_spans; i++) {
    // Some span a border of 512 pages, some an arena.
    uintptr_t npages = fake_random(&seed) % (i % 50 == 0 ? 1500 : 40) + 5;
    object[i] = fake_alloc(fake, &fake->p, npages * page_size, NULL);
    m.span[i].first = page_number(h, (uintptr_t)object[i]);
    m.span[i].npages = npages;
  }
  m.arenas = h->all_arenas_len;
  cr_assert_gt(m.arenas, 1);
  fake_stop(fake);
  for (int i = 0; i < model_spans; i++) {
    m.span[i].dead = fake_random(&seed) % 3 == 0;
    if (!m.span[i].dead)
      fake_mark(fake, object[i]);
  }
  uint64_t in_use = h->pages_in_use;
  fake_start(fake);
  while (m.index < (uint64_t)1 << 63) {
    uintptr_t npages = fake_random(&seed) % 300 + 1;
    model_reclaim(&m, npages);
    mheap_reclaim(h, &fake->p, npages);
    cr_assert_eq(h->reclaim_index, m.index);
    cr_assert_eq(h->reclaim_credit, m.credit, "%lu, not %lu", h->reclaim_credit, m.credit);
    cr_assert_eq(in_use - h->pages_in_use, m.freed);
    cr_assert_eq(h->pages_swept, m.freed, "spans with something marked are left alone");
    mheap_check(h);
  }
  cr_assert_gt(m.freed, 100);
  for (int i = 0; i < model_spans; i++)
    cr_assert_not(m.span[i].dead, "all that was dead is gone");
  fake_heap_delete(fake);
}

// What a sweeper frees is credit for an allocation of pages, which takes it before it looks itself.
Test(reclaim, sweeping_is_credited) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  for (int i = 0; i < 10; i++)
    fake_alloc(fake, &fake->p, 7 * page_size, NULL);
  fake_stop(fake);
  fake_start(fake);
  cr_assert_eq(sweep_one(h, &fake->p), 7);
  cr_assert_eq(sweep_one(h, &fake->p), 7);
  cr_assert_eq(h->reclaim_credit, 14);
  mheap_reclaim(h, &fake->p, 9);
  cr_assert(h->reclaim_credit == 5 && h->reclaim_index == 0 && h->pages_swept == 14);
  mheap_reclaim(h, &fake->p, 9); // 4 more than the credit: looks at 512 pages, and frees all
  cr_assert(h->reclaim_credit == 52 && h->reclaim_index == 512 && h->pages_swept == 70);
  fake_heap_delete(fake);
}

// The line, drawn again at any time: sweepers are on or above it, and no further than the span that
// took them there.
Test(proportional, sweeping_keeps_to_a_line_that_moves) {
  enum { spans = 3000, most_pages = 12 };
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static void *object[spans];
  uint64_t seed = 17;
  for (int i = 0; i < spans; i++) {
    uintptr_t npages = fake_random(&seed) % most_pages + 1;
    object[i] = fake_alloc(fake, &fake->p, (npages + 4) * page_size, NULL);
  }
  fake_stop(fake);
  for (int i = 0; i < spans; i++)
    fake_mark(fake, object[i]);
  fake_start(fake);
  double slope = 0;
  uint64_t live = fake->live, basis = 0, swept_basis = 0, drawn = 0;
  while (h->pages_swept < h->pages_in_use) {
    if (fake_random(&seed) % 20 == 0) {
      uint64_t trigger = live + (fake_random(&seed) % 60 << 20);
      sweep_pace(h, trigger, live);
      // From here to 1 MiB before the trigger, but over at least a page.
      double distance = (double)trigger - (double)live - (1 << 20);
      distance = distance < page_size ? page_size : distance;
      basis = live;
      swept_basis = h->pages_swept;
      slope = (double)(h->pages_in_use - swept_basis) / distance;
      drawn++;
    }
    uintptr_t bytes = fake_random(&seed) % (64 << 10);
    uintptr_t own = fake_random(&seed) % 3 == 0 ? fake_random(&seed) % 4 : 0;
    int64_t target = (int64_t)(slope * (double)(bytes + live - basis)) - (int64_t)own;
    uint64_t before = h->pages_swept - swept_basis;
    sweep_deduct_credit(h, &fake->p, bytes, own);
    uint64_t now = h->pages_swept - swept_basis;
    bool all = h->pages_swept == h->pages_in_use;
    cr_assert((int64_t)now >= target || all, "%lu pages, the line is at %ld", now, (long)target);
    cr_assert(now == before || (int64_t)now < target + most_pages + 4, "%lu pages for %ld", now,
              (long)target);
    live += bytes;
    atomic_store_u64(&fake->live, live);
  }
  cr_assert_gt(drawn, 10);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  sweep_pace(h, live + (100 << 20), live);
  cr_assert_eq(h->sweep_pages_per_byte, 0, "the sweep is done: no line");
  fake_heap_delete(fake);
}

// The live heap may be below the basis for a moment: that is no debt of 2^64 pages (Go issue
// 57523).
Test(proportional, a_live_heap_below_the_basis_costs_nothing) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  for (int i = 0; i < 1000; i++)
    fake_alloc(fake, &fake->p, 40 << 10, NULL);
  fake_stop(fake);
  fake_start(fake);
  sweep_pace(h, 200 << 20, 100 << 20);
  atomic_store_u64(&fake->live, 50 << 20);
  sweep_deduct_credit(h, &fake->p, 8192, 0);
  cr_assert_eq(h->pages_swept, 0);
  atomic_store_u64(&fake->live, 110 << 20);
  sweep_deduct_credit(h, &fake->p, 8192, 0);
  cr_assert(h->pages_swept > 490 && h->pages_swept < 520, "a tenth of the way: %lu of 5000 pages",
            h->pages_swept);
  fake_heap_delete(fake);
}

// Without frees: whatever does not fit behind the last span makes the heap grow, by whole 4 MiB.
Test(growth, is_by_whole_chunks) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  uint64_t seed = 23;
  uint64_t pages = 0, used = 0, spans = 0;
  static struct mspan *span[300];
  uintptr_t origin = 0;
  while (spans < 300) {
    uintptr_t npages = fake_random(&seed) % (spans % 10 == 0 ? 3000 : 200) + 1;
    if (pages - used < npages)
      pages += (npages + 511) / 512 * 512;
    struct mspan *s = span[spans++] = mheap_alloc_manual(h, NULL, npages, SPAN_ALLOC_STACK);
    if (origin == 0)
      origin = s->start_addr;
    if (origin != (uintptr_t)0xc0 << 32)
      cr_skip_test("the system does not give memory where it is asked for");
    cr_assert_eq(s->start_addr, origin + used * page_size);
    cr_assert_eq(s->need_zero, 0, "the system's memory is zero");
    used += npages;
    cr_assert_eq(h->pages.in_use.total_bytes, pages * page_size);
    // What was not used yet was never touched: it counts as released.
    cr_assert_eq(h->stats.heap_released, (pages - used) * page_size);
    cr_assert_eq(h->stats.heap_free, 0);
  }
  cr_assert_gt(h->all_arenas_len, 5, "over several arenas");
  // Each arena knows how far it was ever used.
  for (uint32_t i = 0; i < h->all_arenas_len; i++) {
    uintptr_t base = arena_base(h->all_arenas[i]), end = origin + used * page_size;
    uintptr_t expected = end <= base                     ? 0
                         : end - base > heap_arena_bytes ? heap_arena_bytes
                                                         : end - base;
    cr_assert_eq(arena_of(h, base)->zeroed_base, expected);
  }
  for (uint64_t i = 0; i < spans; i++)
    mheap_free_manual(h, NULL, span[i], SPAN_ALLOC_STACK);
  struct mspan *again = mheap_alloc_manual(h, NULL, used, SPAN_ALLOC_STACK);
  cr_assert(again->start_addr == origin && again->need_zero == 1, "used before");
  mheap_free_manual(h, NULL, again, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

// A heap that may not grow says so as Go does.
Test(growth, says_what_it_could_not_have) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  cr_assert_null(mheap_alloc(h, &fake->p, ((uintptr_t)1 << 34) + 1, span_class_make(0, true)));
  // The request in whole 4 MiB; the heap has 4 MiB.
  cr_assert_str_eq(h->no_memory, "runtime: out of memory: cannot allocate 140737492549632-byte "
                                 "block (4186112 in use)\n");
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}
