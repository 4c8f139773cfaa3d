// The heap walker.
//
// It reads the tables that markers read but trusts none of them: each step from a word to an object
// is checked by itself, so that a failure names what was wrong.

#include "gc/verify.h"

#include <inttypes.h>
#include <string.h>

#include "gc/debug.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/bitmap.h"
#include "mem/invariant.h"
#include "mem/userarena.h"

// A walk under way.
struct walk {
  struct gc *gc;
  bool marked; // mark bits are complete
  struct gc_verify_counts counts;
  uint64_t in_use_pages; // of spans in use
  uint64_t in_use_bytes; // of their pages, where they do not fault
};

static bool is_marked(struct mspan *span, uintptr_t index) {
  return (*mspan_mark_byte(span, index) >> (index % 8) & 1) != 0;
}

// Checks a pointer found at word `slot` of the object at base in span.
static void check_pointer(struct walk *walk, struct mspan *span, uintptr_t base, uintptr_t slot,
                          uintptr_t pointer) {
  struct gc *gc = walk->gc;
  struct mspan *target = span_of(&gc->heap, pointer);
  const char *wrong = NULL;
  uintptr_t index = 0;
  if (!target)
    return; // outside the heap: the zero-size base, or memory of the runtime's own
  if (mspan_state(target) == MSPAN_MANUAL)
    wrong = "into a manual span";
  else if (mspan_state(target) != MSPAN_IN_USE)
    wrong = "into a free span";
  else if (pointer < target->start_addr || pointer >= target->limit)
    wrong = "outside the objects of its span";
  else {
    index = mspan_object_index(target, pointer);
    if (mspan_is_free(target, index))
      wrong = "to a free slot";
    else if (walk->marked && !is_marked(target, index))
      wrong = "from a marked object to an unmarked one";
  }
  if (!wrong)
    return;
  gc_dump_object(gc, "object", base, slot - base);
  vole_throw("verify: pointer %p %s: found at %p, word %lu of object %p in span %p (class %u); "
             "target span %p, class %u, slot %lu",
             (void *)pointer, wrong, (void *)slot, (unsigned long)((slot - base) / ptr_size),
             (void *)base, (void *)span->start_addr, (unsigned)span->span_class,
             (void *)target->start_addr, (unsigned)target->span_class, (unsigned long)index);
}

// A step of a hash.
static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

static void check_object(struct walk *walk, struct mspan *span, uintptr_t base) {
  struct heap_bits bits = heap_bits_for_addr(&walk->gc->heap, base, span->elem_size);
  uint64_t hash = mix(span->span_class, span->elem_size);
  for (uintptr_t slot = heap_bits_next(&bits); slot != 0; slot = heap_bits_next(&bits)) {
    uintptr_t pointer = *(const uintptr_t *)slot;
    if (pointer == 0)
      continue;
    walk->counts.pointers++;
    hash = mix(hash, slot - base);
    check_pointer(walk, span, base, slot, pointer);
  }
  walk->counts.sum += hash;
}

static void check_span(struct walk *walk, struct mspan *span) {
  struct gc *gc = walk->gc;
  mspan_check(&gc->heap, span);
  walk->counts.spans++;
  walk->in_use_pages += span->npages;
  if (!user_arena_chunk_faults(span))
    walk->in_use_bytes += span->npages * page_size;
  if (walk->marked && !mspan_is_swept(&gc->heap, span))
    vole_throw("verify: span %p is not swept (sweepgen %u, heap %u)", (void *)span->start_addr,
               span->sweepgen, gc->heap.sweepgen);
  bool any = false;
  for (uintptr_t index = 0; index < span->nelems; index++) {
    bool mark = is_marked(span, index);
    if (mark && walk->marked && mspan_is_free(span, index))
      vole_throw("verify: slot %lu of span %p is marked but free", (unsigned long)index,
                 (void *)span->start_addr);
    if (walk->marked ? !mark : mspan_is_free(span, index))
      continue;
    any = true;
    walk->counts.objects++;
    walk->counts.bytes += span->elem_size;
    if (!mspan_noscan(span))
      check_object(walk, span, span->start_addr + index * span->elem_size);
    else if (span->span_class == tiny_span_class)
      walk->counts.tiny++;
    else
      walk->counts.sum += mix(span->span_class, span->elem_size);
  }
  uint8_t mask;
  uint8_t *byte = page_mark_of(&gc->heap, span->start_addr, &mask);
  // The page marks of user arenas are neither cleared nor read.
  if (walk->marked && !span->is_user_arena_chunk && any != ((*byte & mask) != 0))
    vole_throw("verify: page mark of span %p is %d but it has marked objects: %d",
               (void *)span->start_addr, (*byte & mask) != 0, any);
}

// Counters against what the walk counted.
static void check_counters(struct walk *walk) {
  struct gc *gc = walk->gc;
  uint64_t in_use = atomic_load_u64(&gc->heap.stats.heap_in_use);
  if (walk->in_use_bytes != in_use)
    vole_throw("verify: spans in use hold %llu bytes, the counter says %llu",
               (unsigned long long)walk->in_use_bytes, (unsigned long long)in_use);
  uint64_t pages = atomic_load_u64(&gc->heap.pages_in_use);
  if (walk->in_use_pages != pages)
    vole_throw("verify: spans in use hold %llu pages, the counter says %llu",
               (unsigned long long)walk->in_use_pages, (unsigned long long)pages);
  // Objects with finalizers are scanned as roots too and count twice, as in Go.
  if (walk->marked && gc->pacer.heap_marked < walk->counts.bytes)
    vole_throw("verify: marked objects hold %llu bytes, the mark counted %llu",
               (unsigned long long)walk->counts.bytes, (unsigned long long)gc->pacer.heap_marked);
}

static void check_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  mem_p_check(&gc->heap, &p->mem);
  gc_work_check(&p->work);
  gc_wbbuf_check(&p->wbbuf, gc->options.small_buffers);
}

// Runs the check of each structure of this layer and the one below.
static void check_structures(struct gc *gc) {
  mheap_check(&gc->heap);
  gc_bits_check(&gc->heap.gc_bits);
  gc_embed_for_each_p(gc, check_p, NULL);
  gc_work_queue_check(gc);
  gc_finalizer_queue_check(gc);
  pacer_check(&gc->pacer);
  limiter_check(&gc->limiter);
}

struct gc_verify_counts gc_verify_heap(struct gc *gc, bool marked) {
  struct walk walk = {.gc = gc, .marked = marked};
  check_structures(gc);
  for (uint32_t i = 0; i < gc->heap.allspans_count; i++) {
    struct mspan *span = gc->heap.allspans[i];
    if (mspan_state(span) == MSPAN_IN_USE)
      check_span(&walk, span);
  }
  check_counters(&walk);
  if (marked && gc->options.verify > 1)
    gc_printf(gc,
              "verify %u: %" PRIu64 " objects, %" PRIu64 " pointers, sum %016" PRIx64 "; %" PRIu64
              " tiny blocks%s\n",
              atomic_load_u32(&gc->stats.cycles), walk.counts.objects - walk.counts.tiny,
              walk.counts.pointers, walk.counts.sum, walk.counts.tiny,
              gc->stats.user_forced ? " (forced)" : "");
  return walk.counts;
}
