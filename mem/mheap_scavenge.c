// Who asks the heap to give memory back: an allocation, a program that wants
// all back at once. The background scavenger asks for itself.

#include "mem/embed.h"
#include "mem/mcache.h"
#include "mem/mheap.h"
#include "mem/sys.h"

static bool stop_scavenging(void *arg) {
  return mem_embed_limiting(arg);
}

void mheap_scavenge_for_alloc(struct mheap *h, struct mem_p *p, uintptr_t nbytes,
                              uintptr_t growth) {
  uint64_t bytes = 0;
  bool force = false;
  uint64_t limit = (uint64_t)mem_embed_memory_limit(h);
  uint64_t ready = atomic_load_u64(&h->stats.mapped_ready);
  if (ready + nbytes > limit && !mem_embed_limiting(h)) {
    bytes = ready + nbytes - limit;
    force = true;
  }
  uint64_t goal = atomic_load_u64(&h->scavenge.gc_percent_goal);
  if (goal != UINT64_MAX && growth > 0) {
    uint64_t retained = scavenge_heap_retained(&h->stats);
    if (retained + growth > goal) {
      uint64_t todo = growth < retained + growth - goal ? growth : retained + growth - goal;
      if (todo > bytes)
        bytes = todo;
    }
  }
  if (!p || bytes == 0)
    return;
  int64_t start = sys_nanotime();
  bool tracked = mem_embed_scavenge_assist_begin(h, p, start);
  uintptr_t released = page_alloc_scavenge(&h->pages, &p->stats, bytes, stop_scavenging, h, force);
  atomic_add_uintptr(&h->pages.scav.released_eager, released);
  int64_t end = sys_nanotime();
  if (tracked)
    mem_embed_scavenge_assist_end(h, p, end);
  atomic_add_i64(&h->scavenge.assist_time, end - start);
}

static void trace_scavenging(struct mheap *h, uintptr_t background, uintptr_t eager, bool forced) {
  char line[160];
  scavenger_trace(&h->scavenger, background, eager, forced, line, sizeof line);
  mem_embed_print(h, line);
}

uintptr_t mheap_scavenge_all(struct mheap *h) {
  uintptr_t released = page_alloc_scavenge(&h->pages, NULL, UINTPTR_MAX, NULL, NULL, true);
  if (h->config.scav_trace)
    trace_scavenging(h, 0, released, true);
  return released;
}

void mheap_trace_scavenging(struct mheap *h) {
  if (!h->config.scav_trace)
    return;
  struct page_alloc *p = &h->pages;
  trace_scavenging(h, atomic_exchange_uintptr(&p->scav.released_bg, 0),
                   atomic_exchange_uintptr(&p->scav.released_eager, 0), false);
}

void mheap_scavenge_next_gen(struct mheap *h) {
  mutex_lock(&h->lock);
  scav_index_next_gen(&h->pages.scav.index);
  mutex_unlock(&h->lock);
}
