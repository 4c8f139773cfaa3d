// tests/gc/assist_test.c: what credit pays for.

#include <criterion/criterion.h>

#include "gc/assist.h"
#include "tests/gc/embed_fake.h"

static const int64_t headroom = 1 << 20; // bytes between the live heap and the goal
static const int64_t known = 1 << 20;    // units of work that the controller expects

// A cycle that marks, of which so much work is done and so much of that is credit.
static struct fake *marking(int64_t done, int64_t credit) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc_pacer *c = &fake->gc.pacer;
  c->heap_live = pacer_heap_goal(c) - (uint64_t)headroom;
  c->last_heap_scan = c->heap_scan = (uint64_t)known;
  c->globals_scan = 0;
  c->heap_scan_work = done;
  c->bg_scan_credit = credit;
  c->blacken_enabled = 1;
  pacer_revise(c);
  return fake;
}

// The bytes that a goroutine may allocate that pays a small debt now.
static int64_t allowance(struct fake *fake) {
  struct gc_assist account = {.bytes = -100, .cycle = fake->gc.stats.cycles};
  cr_assert(gc_assist_pay(&fake->gc, fake->procs[0], &account));
  return account.bytes;
}

static void end(struct fake *fake) {
  fake->gc.pacer.blacken_enabled = 0;
  fake_free(fake);
}

// Whoever ends the mark may be long about it. What is left of the credit then is not to pay for
// more than what is left of the heap, or a memory limit would be no limit.
Test(assist, credit_at_the_end_of_the_mark_pays_for_no_more_than_the_goal) {
  struct fake *fake = marking(known, 2 * pacer_over_assist_work);
  int64_t first = allowance(fake), second = allowance(fake);
  cr_assert(first >= 0 && first <= headroom, "%ld", (long)first);
  cr_assert(second >= 0 && second <= headroom, "%ld", (long)second);
  end(fake);
}

// Half of the work is done, and all of it is credit: a unit pays for what it did at the beginning.
Test(assist, credit_keeps_its_price) {
  struct fake *fake = marking(0, 0);
  double price = pacer_assist_bytes_per_work(&fake->gc.pacer);
  cr_assert(pacer_bytes_per_credit(&fake->gc.pacer, 0) == price);
  end(fake);
  fake = marking(known / 2, known / 2);
  int64_t paid = allowance(fake), due = (int64_t)(price * pacer_over_assist_work);
  cr_assert(paid >= due - 200 && paid <= due + 200, "%ld, not %ld", (long)paid, (long)due);
  cr_assert(fake->gc.pacer.bg_scan_credit == known / 2 - pacer_over_assist_work);
  end(fake);
}
