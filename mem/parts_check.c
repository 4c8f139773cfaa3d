// mem/parts_check.c: see parts_check.h. What is a P's is checked by mem_p_check.

#include "mem/parts_check.h"

#include "mem/mheap.h"

void mheap_check_parts(struct mheap *h) {
  mutex_assert_held(&h->lock);
  arena_check(h);
  scav_index_check(&h->pages.scav.index);
  for (unsigned spc = 0; spc < num_span_classes; spc++)
    mcentral_check(&h->central[spc].mcentral, h->sweepgen);
  fixalloc_check(&h->span_alloc);
  fixalloc_check(&h->cache_alloc);
  fixalloc_check(&h->special_finalizer_alloc);
  fixalloc_check(&h->special_profile_alloc);
  fixalloc_check(&h->special_reachable_alloc);
  fixalloc_check(&h->special_pin_counter_alloc);
  fixalloc_check(&h->arena_hint_alloc);
  fixalloc_check(&h->arena_region_alloc);
  mspan_list_check(&h->user_arena.quarantine_list);
  mspan_list_check(&h->user_arena.ready_list);
  persistent_check(&h->persistent);
}
