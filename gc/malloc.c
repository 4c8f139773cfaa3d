// Allocation of objects: claiming a slot, clearing it, writing its heap bits and publishing it.
//
// The interpreter's operations and natives allocate by gc_malloc or gc_malloc_site. The slot comes
// from the P's spans (mem/mcache.h). A full span is exchanged for one that mem/mcentral.c has swept
// or that mem/mheap.c has made of fresh pages. Large objects get a span of their own. An exchange
// asks whether a cycle is due; it begins at the next safepoint (gc/cycle.c).
//
// The caller holds its P throughout, and there is no safepoint between claiming a slot and
// publishing its heap bits. Large memory is cleared last, with pauses between which a cycle may
// begin or end.

#include "gc/malloc.h"

#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "mem/embed.h"
#include "mem/persistent.h"
#include "mem/sizeclass.h"

// A claimed slot and what is known of it.
struct slot {
  struct mspan *span;
  uintptr_t address;
  uintptr_t bytes; // of the slot
  bool refilled;   // the span came fresh from the central lists or the heap
};

// Returns memory that is never freed, from outside the heap (sbrk=1).
static void *malloc_sbrk(struct gc *gc, uintptr_t size, const struct layout *layout) {
  uintptr_t align = tiny_size;
  if (layout)
    align = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
  void *object =
      persistent_alloc(&gc->heap.persistent, NULL, size, align, &gc->heap.stats.other_sys);
  if (!object)
    mem_fatal(&gc->heap.stats, "out of memory");
  return object;
}

// Claims a slot of a span class.
static struct slot claim_small(struct gc *gc, struct gc_p *p, uint8_t span_class) {
  struct slot slot = {.span = p->mem.mcache->alloc[span_class]};
  slot.address = mcache_next_free_fast(slot.span);
  if (slot.address == 0)
    slot.address = mcache_next_free(&gc->heap, &p->mem, span_class, &slot.span, &slot.refilled);
  slot.bytes = slot.span->elem_size;
  return slot;
}

// Claims a span of its own for size bytes.
static struct slot claim_large(struct gc *gc, struct gc_p *p, uintptr_t size, bool noscan) {
  struct slot slot = {.refilled = true};
  slot.span = mcache_alloc_large(&gc->heap, &p->mem, size, noscan);
  slot.span->free_index = 1;
  slot.span->alloc_count = 1;
  slot.bytes = slot.span->elem_size;
  slot.address = slot.span->start_addr;
  return slot;
}

// Clears memory, with pauses between pieces if there is much of it. The object is accounted for
// and, while a cycle marks, black; nothing points to it before the caller returns.
static void clear(struct gc *gc, struct gc_p *p, uintptr_t address, uintptr_t bytes) {
  enum { piece = 128 << 10 };
  for (; bytes > piece; bytes -= piece, address += piece) {
    memset((void *)address, 0, piece);
    gc_embed_pause(gc, p);
  }
  memset((void *)address, 0, bytes);
}

// Publishes an object whose memory and heap bits are right, and marks it black.
static void publish(struct gc *gc, struct gc_p *p, const struct slot *slot) {
  atomic_store_release_uintptr(&slot->span->free_index_for_scan, slot->span->free_index);
  if (gc->phase != GC_PHASE_OFF)
    gc_mark_new_object(gc, p, slot->span, slot->address);
}

void gc_test_trigger(struct gc *gc) {
  if (atomic_load_u32(&gc->enabled) == 0 || gc->phase != GC_PHASE_OFF ||
      atomic_load_u32(&gc->cycle_wanted) != 0)
    return;
  if (atomic_load_u64(&gc->pacer.heap_live) < pacer_trigger(&gc->pacer, NULL))
    return;
  atomic_cas_u32(&gc->cycle_wanted, GC_REASON_NONE, GC_REASON_HEAP);
  gc_embed_request_safepoint(gc);
}

void gc_draw_stress(struct gc *gc, struct gc_p *p) {
  uint64_t mean = gc->options.stress;
  p->stress_left = mean;
  if (gc->options.seed == 0 || mean == 0)
    return;
  p->stress_left = 1 + splitmix64(&p->stress_random) % (2 * mean - 1);
}

// Counts an allocation: under gcstress=N every Nth of a P wants a cycle.
static void count_stress(struct gc *gc, struct gc_p *p) {
  if (gc->options.stress == 0 || --p->stress_left != 0)
    return;
  gc_draw_stress(gc, p);
  gc_request_cycle(gc, GC_REASON_STRESS);
}

// Allocates an object below 16 bytes without pointers: several share a block of 16.
static void *malloc_tiny(struct gc *gc, struct gc_p *p, uintptr_t size) {
  struct mcache *cache = p->mem.mcache;
  uintptr_t offset = cache->tiny_offset;
  if (size % 8 == 0)
    offset = align_up(offset, 8);
  else if (size % 4 == 0)
    offset = align_up(offset, 4);
  else if (size % 2 == 0)
    offset = align_up(offset, 2);
  if (offset + size <= tiny_size && cache->tiny != 0) {
    void *object = (void *)(cache->tiny + offset);
    cache->tiny_offset = offset + size;
    cache->tiny_allocs++;
    return object;
  }
  struct slot slot = claim_small(gc, p, tiny_span_class);
  memset((void *)slot.address, 0, tiny_size);
  if (size < cache->tiny_offset || cache->tiny == 0) { // this block has more room than the old one
    cache->tiny = slot.address;
    cache->tiny_offset = size;
  }
  publish(gc, p, &slot);
  if (__builtin_expect(gc->profile.rate != NULL, 0))
    gc_profile_allocated(gc, p, (void *)slot.address, slot.bytes);
  if (slot.refilled)
    gc_test_trigger(gc);
  return (void *)slot.address;
}

// Returns the bytes of an object up to its last pointer.
static uintptr_t scan_bytes(uintptr_t size, const struct layout *layout) {
  return size > layout->size ? size - layout->size + layout->ptrdata : layout->ptrdata;
}

void *gc_malloc(struct gc *gc, struct gc_p *p, uintptr_t size, const struct layout *layout,
                bool zero) {
  if (gc->phase == GC_PHASE_MARK_TERMINATION)
    vole_throw("gc_malloc called in mark termination");
  if (size == 0)
    return gc->zero_base;
  if (gc->options.sbrk != 0)
    return malloc_sbrk(gc, size, layout);
  count_stress(gc, p);
  if (atomic_load_relaxed_u32(&gc->pacer.blacken_enabled))
    gc_assist_charge(gc, p, size);
  bool noscan = !layout || layout->ptrdata == 0;
  bool fenced = gc->options.efence != 0;
  if (noscan && size < tiny_size && !fenced)
    return malloc_tiny(gc, p, size);
  struct slot slot = size <= max_small_size && !fenced
                         ? claim_small(gc, p, span_class_make(sizeclass_of(size), noscan))
                         : claim_large(gc, p, size, noscan);
  bool must_clear = (zero || !noscan) && slot.span->need_zero;
  bool clear_late = must_clear && slot.bytes > max_small_size;
  if (must_clear && !clear_late)
    memset((void *)slot.address, 0, slot.bytes);
  if (!noscan) {
    heap_bits_set_type(&gc->heap, slot.span, slot.address, slot.bytes, size, layout);
    p->mem.mcache->scan_alloc += scan_bytes(size, layout);
  }
  publish(gc, p, &slot);
  if (__builtin_expect(gc->profile.rate != NULL, 0))
    gc_profile_allocated(gc, p, (void *)slot.address, slot.bytes);
  if (clear_late) // before a cycle is asked for, which would wait for its end
    clear(gc, p, slot.address, slot.bytes);
  if (slot.refilled)
    gc_test_trigger(gc);
  return (void *)slot.address;
}

void *gc_malloc_array(struct gc *gc, struct gc_p *p, const struct layout *layout, uintptr_t count) {
  uintptr_t bytes;
  if (__builtin_mul_overflow(layout->size, count, &bytes) ||
      bytes > (UINT64_C(1) << heap_addr_bits))
    return NULL;
  return gc_malloc(gc, p, bytes, layout, true);
}

uintptr_t gc_malloc_rounded(uintptr_t size) {
  return sizeclass_round_up(size);
}

void gc_alloc_site_init(struct gc_alloc_site *site, uintptr_t size, const struct layout *layout) {
  memset(site, 0, sizeof *site);
  bool noscan = !layout || layout->ptrdata == 0;
  site->layout = noscan ? NULL : layout;
  site->size = size;
  if (size == 0 || size > max_small_size || (noscan && size < tiny_size))
    return;
  unsigned size_class = sizeclass_of(size);
  site->fast = true;
  site->slot_size = sizeclass_size[size_class];
  site->span_class = span_class_make(size_class, noscan);
  if (noscan)
    return;
  site->scan_size = (uint32_t)scan_bytes(size, layout);
  if (site->slot_size > 64 * ptr_size)
    return;
  site->slot_words = site->slot_size / ptr_size;
  for (uintptr_t element = 0; element < size; element += layout->size) {
    for (uintptr_t word = 0; word < layout->ptrdata / ptr_size; word++) {
      uint64_t bit = layout->mask[word / 8] >> word % 8 & 1;
      site->heap_bits |= bit << (element / ptr_size + word);
    }
  }
}

void *gc_malloc_site_slow(struct gc *gc, struct gc_p *p, const struct gc_alloc_site *site) {
  return gc_malloc(gc, p, site->size, site->layout, true);
}
