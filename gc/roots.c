// Root jobs: numbering them, and scanning globals, specials and stacks.
//
// After gcMarkRootPrepare, markroot and markrootSpans in runtime/mgcmark.go of Go 1.21.

#include "gc/roots.h"

#include "gc/embed.h"
#include "gc/finalizer.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "mem/special.h"

enum {
  job_finalizers = 0,
  job_other = 1,
  job_arena_chunks = 2,
  fixed_jobs = 3,
  shards_per_arena = pages_per_arena / gc_pages_per_span_root,
};

static uint32_t blocks_of(const struct gc_globals *globals) {
  return (uint32_t)((globals->bytes + gc_root_block_bytes - 1) / gc_root_block_bytes);
}

void gc_mark_root_prepare(struct gc *gc) {
  struct gc_roots *roots = &gc->roots;
  roots->global_ranges = gc_embed_globals_count(gc);
  roots->base_globals = fixed_jobs;
  roots->base_spans = fixed_jobs;
  for (uint32_t i = 0; i < roots->global_ranges; i++) {
    struct gc_globals globals = gc_embed_globals(gc, i);
    roots->base_spans += blocks_of(&globals);
  }
  roots->arenas = mheap_snapshot_mark_arenas(&gc->heap);
  roots->base_stacks = roots->base_spans + roots->arenas * shards_per_arena;
  roots->jobs = roots->base_stacks + gc_embed_goroutine_count(gc);
  atomic_store_u32(&roots->next, 0);
}

static void mark_tiny(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  if (p->mem.mcache->tiny != 0)
    gc_grey_pointer(gc, &p->work, (const void *)p->mem.mcache->tiny);
}

void gc_mark_tiny_allocs(struct gc *gc) {
  gc_embed_for_each_p(gc, mark_tiny, NULL);
}

void gc_mark_root_check(struct gc *gc) {
  uint32_t next = atomic_load_u32(&gc->roots.next);
  if (next < gc->roots.jobs)
    vole_throw("gc: %u of %u root jobs done", next, gc->roots.jobs);
}

bool gc_roots_claim(struct gc *gc, uint32_t *job) {
  if (atomic_load_u32(&gc->roots.next) >= gc->roots.jobs)
    return false;
  *job = atomic_add_u32(&gc->roots.next, 1) - 1;
  return *job < gc->roots.jobs;
}

// Scans block number `block` of all globals; returns its bytes.
static int64_t scan_globals(struct gc *gc, struct gc_work *work, uint32_t block) {
  for (uint32_t i = 0; i < gc->roots.global_ranges; i++) {
    struct gc_globals globals = gc_embed_globals(gc, i);
    uint32_t blocks = blocks_of(&globals);
    if (block >= blocks) {
      block -= blocks;
      continue;
    }
    uintptr_t offset = (uintptr_t)block * gc_root_block_bytes;
    uintptr_t bytes = globals.bytes - offset;
    if (bytes > gc_root_block_bytes)
      bytes = gc_root_block_bytes;
    gc_scan_block(gc, work, (const char *)globals.base + offset, bytes,
                  globals.mask + offset / ptr_size / 8);
    return (int64_t)bytes;
  }
  return 0;
}

// Keeps what a span's records will need: functions, handles of weak pointers, and what an object
// with a finalizer reaches. The object itself is not marked, or it would never be found dead.
static void scan_specials(struct gc *gc, struct gc_work *work, struct mspan *span) {
  invariant(mspan_state(span) == MSPAN_IN_USE);
  if (!gc->use_checkmark && !mspan_is_swept(&gc->heap, span))
    vole_throw("gc: span %p with specials is not swept (sweepgen %u, heap %u)",
               (void *)span->start_addr, span->sweepgen, gc->heap.sweepgen);
  mutex_lock(&span->special_lock);
  for (struct special *special = span->specials; special; special = special->next) {
    if (special->kind == SPECIAL_KIND_WEAK_HANDLE)
      gc_grey_pointer(gc, work, ((struct special_weak_handle *)special)->handle);
    else if (special->kind == SPECIAL_KIND_CLEANUP)
      gc_grey_pointer(gc, work, ((struct special_cleanup *)special)->closure);
    if (special->kind != SPECIAL_KIND_FINALIZER)
      continue;
    uintptr_t object = span->start_addr + special->offset / span->elem_size * span->elem_size;
    if (!mspan_noscan(span))
      gc_scan_object(gc, work, object);
    gc_grey_pointer(gc, work, ((struct special_finalizer *)special)->closure);
  }
  mutex_unlock(&span->special_lock);
}

static void scan_span_shard(struct gc *gc, struct gc_work *work, uint32_t shard) {
  struct heap_arena *arena = mheap_mark_arena_at(&gc->heap, shard / shards_per_arena);
  uint32_t first = shard % shards_per_arena * gc_pages_per_span_root;
  for (uint32_t page = first; page < first + gc_pages_per_span_root; page += 8) {
    uint8_t bits = atomic_load_u8(&arena->page_specials[page / 8]);
    for (uint32_t i = 0; i < 8; i++) {
      if (bits >> i & 1)
        scan_specials(gc, work, arena->spans[page + i]);
    }
  }
}

int64_t gc_root_scan(struct gc *gc, struct gc_work *work, uint32_t job, bool credit) {
  struct gc_roots *roots = &gc->roots;
  int64_t done = 0;
  int64_t *counter = NULL;
  if (job == job_finalizers) {
    gc_finalizer_scan_queue(gc, work);
  } else if (job == job_other) {
    gc_embed_scan_other(gc, work);
  } else if (job == job_arena_chunks) {
    gc_arena_scan_chunks(gc, work);
  } else if (job < roots->base_spans) {
    done = scan_globals(gc, work, job - roots->base_globals);
    counter = &gc->pacer.globals_scan_work;
  } else if (job < roots->base_stacks) {
    scan_span_shard(gc, work, job - roots->base_spans);
  } else {
    invariant(job < roots->jobs);
    done = (int64_t)gc_embed_scan_goroutine(gc, job - roots->base_stacks, work);
    counter = &gc->pacer.stack_scan_work;
  }
  if (counter && done != 0) {
    atomic_add_i64(counter, done);
    if (credit)
      gc_assist_earn(gc, done);
  }
  return done;
}
