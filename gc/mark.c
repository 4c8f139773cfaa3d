// Marking: finding, greying and scanning objects. mark.h says what white, grey and black are.
//
// A cycle begins in cycle.c, which makes the roots into jobs (roots.c). Markers take jobs and then
// what is grey: workers between goroutines (worker.c), goroutines that allocate (assist.c), idle
// Ms. All of them come here, to gc_drain. Stores meanwhile are recorded by the write barrier
// (wbbuf.c), which greys too. A marker that finds no more work tries to end the mark
// (termination.c), and the sweep follows (mem/sweep.c).
//
// The drain loop is bound by cache misses, so it never touches what it has just found. A pointer
// waits in the ring "found" while its span and its first cache line are fetched. Then its mark bit
// is tested, and the object goes to the ring "next" if that has room, else to the work buffers.
// What comes out of those goes to "next" too, and waits there while its heap bits are fetched; then
// it is scanned. Both rings lie on the drain's stack and are emptied before it returns, so between
// drains all work is in struct gc_work.

#include "gc/mark.h"

#include <stddef.h>
#include <string.h>

#include "gc/checkmark.h"
#include "gc/debug.h"
#include "gc/embed.h"
#include "gc/roots.h"
#include "gc/wbbuf.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/bitmap.h"
#include "mem/invariant.h"

enum {
  found_slots = 16, // of the ring of pointers; a power of two
  next_slots = 8,   // of the ring of objects; a power of two
  bits_per_word = 64,
};

// A pointer that was found, and the span that it seems to point into.
struct pending_pointer {
  uintptr_t pointer;
  struct mspan *span;
  uintptr_t base; // where it was found, for diagnostics
  uintptr_t offset;
};

// A marked object that waits to be scanned.
struct pending_object {
  uintptr_t object;
  struct mspan *span; // which it is in; NULL: not looked up yet
};

static const uint32_t never = 0; // the preempt flag of drains that run to their end

// The rings of a drain. Heads and tails count up; the slot of an index is index % size.
struct prefetch_rings {
  struct gc *gc;
  struct gc_work *work;
  struct pending_pointer found[found_slots];
  uint32_t found_head; // oldest
  uint32_t found_tail; // where the next goes
  struct pending_object next[next_slots];
  uint32_t next_head;
  uint32_t next_tail;
  const struct mspan *page_marked; // the span that last got its page mark; NULL: none
  bool careful;                    // gccheckmark: objects are greyed by gc_grey_object
  const uint32_t *preempt;         // stops the drain when it becomes nonzero; atomic
};

// Throws, under invalidptr=1, for a pointer into a free span or outside of a span's objects.
static void bad_pointer(struct gc *gc, struct mspan *span, uintptr_t pointer, uintptr_t base,
                        uintptr_t offset) {
  if (gc->options.invalid_pointer == 0)
    return;
  gc_printf(gc, "runtime: pointer 0x%lx to %s span.base()=0x%lx span.limit=0x%lx span.state=%u\n",
            (unsigned long)pointer,
            mspan_state(span) != MSPAN_IN_USE ? "unallocated span" : "unused region of span",
            (unsigned long)span->start_addr, (unsigned long)span->limit,
            (unsigned)mspan_state(span));
  if (base != 0) {
    gc_printf(gc, "runtime: found in object at *(0x%lx+0x%lx)\n", (unsigned long)base,
              (unsigned long)offset);
    gc_dump_object(gc, "object", base, offset);
  }
  vole_throw("found bad pointer in Go heap (incorrect use of unsafe or cgo?)");
}

// Returns whether pointer points into an object of span. The span came from the span table, so the
// pointer may be stale.
static inline bool in_object(struct gc *gc, struct mspan *span, uintptr_t pointer, uintptr_t base,
                             uintptr_t offset) {
  enum mspan_state state = mspan_state(span);
  if (__builtin_expect(
          state == MSPAN_IN_USE && pointer >= span->start_addr && pointer < mspan_limit(span), 1))
    return true;
  if (state != MSPAN_MANUAL) // a pointer into a stack is the runtime's concern
    bad_pointer(gc, span, pointer, base, offset);
  return false;
}

// Sets the page mark of the span, which tells the reclaimer that it holds something live.
static void gc_set_page_mark(struct gc *gc, struct mspan *span) {
  uint8_t mask;
  uint8_t *byte = page_mark_of(&gc->heap, span->start_addr, &mask);
  if ((atomic_load_relaxed_u8(byte) & mask) == 0)
    atomic_or_u8(byte, mask);
}

// Sets a mark bit. Returns whether this call set it.
static inline bool set_mark(struct gc *gc, struct mspan *span, uintptr_t index) {
  uint8_t *byte = mspan_mark_byte(span, index);
  uint8_t mask = (uint8_t)(1u << (index % 8));
  uint8_t old = atomic_load_relaxed_u8(byte);
  if (old & mask)
    return false;
  if (gc->sole_marker)
    atomic_store_relaxed_u8(byte, (uint8_t)(old | mask));
  else if (atomic_fetch_or_u8(byte, mask) & mask)
    return false;
  return true;
}

static void marking_free_object(struct gc *gc, struct mspan *span, uintptr_t index, uintptr_t base,
                                uintptr_t offset) {
  uintptr_t object = span->start_addr + index * span->elem_size;
  gc_printf(gc, "runtime: marking free object 0x%lx found at *(0x%lx+0x%lx)\n",
            (unsigned long)object, (unsigned long)base, (unsigned long)offset);
  gc_dump_object(gc, "base", base, offset);
  gc_dump_object(gc, "obj", object, UINTPTR_MAX);
  vole_throw("marking free object");
}

// Greys the object in slot index of span, unless it was marked before: sets its mark bit and queues
// it. Messages tell from base and offset where the pointer to it was found.
static void gc_grey_object(struct gc *gc, struct gc_work *work, struct mspan *span, uintptr_t index,
                           uintptr_t base, uintptr_t offset) {
  uintptr_t object = span->start_addr + index * span->elem_size;
  if (__builtin_expect(gc->use_checkmark, 0)) {
    if (gc_checkmark_set(gc, span, index, base, offset) || mspan_noscan(span))
      return;
    gc_work_put(work, object);
    return;
  }
  if (gc->options.gc_checkmark > 0 && mspan_is_free(span, index))
    marking_free_object(gc, span, index, base, offset);
  if (!set_mark(gc, span, index))
    return;
  gc_set_page_mark(gc, span);
  if (mspan_noscan(span)) {
    work->bytes_marked += span->elem_size;
    return;
  }
  gc_work_put(work, object);
}

// Greys the object that a pointer points into. base and offset say where it was found.
static void grey_at(struct gc *gc, struct gc_work *work, uintptr_t pointer, uintptr_t base,
                    uintptr_t offset) {
  struct mspan *span = span_of(&gc->heap, pointer);
  if (!span || !in_object(gc, span, pointer, base, offset))
    return;
  gc_grey_object(gc, work, span, mspan_object_index(span, pointer), base, offset);
}

void gc_grey_pointer(struct gc *gc, struct gc_work *work, const void *pointer) {
  if (pointer)
    grey_at(gc, work, (uintptr_t)pointer, 0, 0);
}

void gc_scan_block(struct gc *gc, struct gc_work *work, const void *base, uintptr_t bytes,
                   const uint8_t *mask) {
  const uintptr_t *words = base;
  uintptr_t count = bytes / ptr_size;
  for (uintptr_t i = 0; i < count; i++) {
    if (mask) {
      // The masks of globals get more bits while functions are compiled.
      uint8_t bits = atomic_load_relaxed_u8(&mask[i / 8]);
      if (i % 8 == 0 && bits == 0) {
        i += 7;
        continue;
      }
      if ((bits >> (i % 8) & 1) == 0)
        continue;
    }
    uintptr_t pointer = atomic_load_relaxed_uintptr(&words[i]);
    if (pointer)
      grey_at(gc, work, pointer, 0, i * ptr_size);
  }
}

void gc_mark_new_object(struct gc *gc, struct gc_p *p, struct mspan *span, uintptr_t object) {
  if (gc->use_checkmark)
    vole_throw("gc: an object is allocated during the second mark");
  uintptr_t index = mspan_object_index(span, object);
  atomic_or_u8(mspan_mark_byte(span, index), (uint8_t)(1u << (index % 8)));
  gc_set_page_mark(gc, span);
  p->work.bytes_marked += span->elem_size;
}

// Puts an object into the ring "next", which has room, and starts to fetch what scanning it needs.
static inline void next_push(struct prefetch_rings *rings, uintptr_t object, struct mspan *span) {
  heap_bitmap_prefetch(&rings->gc->heap, object);
  __builtin_prefetch((const void *)object);
  rings->next[rings->next_tail++ % next_slots] = (struct pending_object){object, span};
}

static inline bool next_full(const struct prefetch_rings *rings) {
  return rings->next_tail - rings->next_head == next_slots;
}

// Takes the oldest pointer out of the ring "found" and greys its object, as gc_grey_object does.
// But an object that was not marked goes to the ring "next" if that has room, together with its
// span.
static inline void found_pop(struct prefetch_rings *rings) {
  struct pending_pointer *found = &rings->found[rings->found_head++ % found_slots];
  struct gc *gc = rings->gc;
  struct mspan *span = found->span;
  if (!in_object(gc, span, found->pointer, found->base, found->offset))
    return;
  uintptr_t index = mspan_object_index(span, found->pointer);
  if (__builtin_expect(rings->careful, 0)) {
    gc_grey_object(gc, rings->work, span, index, found->base, found->offset);
    return;
  }
  if (!set_mark(gc, span, index))
    return;
  if (rings->page_marked != span) {
    gc_set_page_mark(gc, span);
    rings->page_marked = span;
  }
  uintptr_t object = span->start_addr + index * span->elem_size;
  if (mspan_noscan(span))
    rings->work->bytes_marked += span->elem_size;
  else if (!next_full(rings))
    next_push(rings, object, span);
  else
    gc_work_put(rings->work, object);
}

// Puts a pointer that was found at *(base+offset) into the ring "found", and starts to fetch what
// greying its object needs.
static inline void found_push(struct prefetch_rings *rings, uintptr_t pointer, uintptr_t base,
                              uintptr_t offset) {
  struct mspan *span = span_of(&rings->gc->heap, pointer);
  if (!span)
    return;
  __builtin_prefetch(span);
  __builtin_prefetch((const char *)span + 64);
  __builtin_prefetch((const void *)pointer);
  if (rings->found_tail - rings->found_head == found_slots)
    found_pop(rings);
  rings->found[rings->found_tail++ % found_slots] =
      (struct pending_pointer){.pointer = pointer, .span = span, .base = base, .offset = offset};
}

static void found_pop_all(struct prefetch_rings *rings) {
  while (rings->found_head != rings->found_tail)
    found_pop(rings);
}

// Scans the words of [start, end) that the heap bitmap says are pointers; pointers into [start,
// end) itself are skipped. Returns the bytes up to the end of the last one.
static uintptr_t scan_range(struct prefetch_rings *rings, uintptr_t start, uintptr_t end) {
  struct mheap *heap = &rings->gc->heap;
  uintptr_t scanned = 0;
  uintptr_t at = start;
  while (at < end) {
    uintptr_t shift = at / ptr_size % bits_per_word;
    uintptr_t room = bits_per_word - shift; // words left in this bitmap word
    uintptr_t left = (end - at) / ptr_size;
    bool no_more;
    uint64_t bits = heap_bitmap_load(heap, at, &no_more) >> shift;
    if (left < room)
      bits &= (UINT64_C(1) << left) - 1;
    for (; bits != 0; bits &= bits - 1) {
      uintptr_t slot = at + (uintptr_t)ctz64(bits) * ptr_size;
      uintptr_t value = atomic_load_relaxed_uintptr((const uintptr_t *)slot);
      scanned = slot - start + ptr_size;
      if (value != 0 && value - start >= end - start)
        found_push(rings, value, start, slot - start);
    }
    if (no_more)
      break;
    at += room * ptr_size;
  }
  return scanned;
}

// Scans the object, or the oblet of a large object, that begins at `object`. span may be NULL: it
// is looked up. Returns the bytes up to the end of the last pointer.
static uintptr_t scan_object(struct prefetch_rings *rings, uintptr_t object, struct mspan *span) {
  struct gc_work *work = rings->work;
  if (!span)
    span = span_of_unchecked(&rings->gc->heap, object);
  uintptr_t bytes = span->elem_size;
  if (bytes == 0 || mspan_noscan(span))
    vole_throw("gc: object %p is scanned but its span has size %lu and class %u", (void *)object,
               (unsigned long)bytes, (unsigned)span->span_class);
  if (bytes > gc_oblet_bytes) {
    uintptr_t end = span->start_addr + span->elem_size;
    if (object == span->start_addr) {
      for (uintptr_t oblet = object + gc_oblet_bytes; oblet < end; oblet += gc_oblet_bytes)
        gc_work_put(work, oblet);
    }
    bytes = end - object < gc_oblet_bytes ? end - object : gc_oblet_bytes;
  }
  uintptr_t scanned = scan_range(rings, object, object + bytes);
  work->bytes_marked += bytes;
  work->heap_scan_work += (int64_t)scanned;
  return scanned;
}

// Empties the rings into the work buffers.
static void put_back(struct prefetch_rings *rings) {
  found_pop_all(rings);
  while (rings->next_head != rings->next_tail)
    gc_work_put(rings->work, rings->next[rings->next_head++ % next_slots].object);
}

static void rings_init(struct prefetch_rings *rings, struct gc *gc, struct gc_work *work) {
  rings->gc = gc;
  rings->work = work;
  rings->found_head = rings->found_tail = 0;
  rings->next_head = rings->next_tail = 0;
  rings->page_marked = NULL;
  rings->careful = gc->use_checkmark || gc->options.gc_checkmark > 0;
  rings->preempt = &never;
}

uintptr_t gc_scan_object(struct gc *gc, struct gc_work *work, uintptr_t object) {
  struct prefetch_rings rings;
  rings_init(&rings, gc, work);
  uintptr_t scanned = scan_object(&rings, object, NULL);
  put_back(&rings);
  return scanned;
}

// Fills the ring "next" from the work buffers of this P. Returns whether it holds anything.
static bool next_fill(struct prefetch_rings *rings) {
  struct gc_work *work = rings->work;
  while (!next_full(rings)) {
    struct gc_workbuf *buffer = work->primary;
    uintptr_t object;
    if (buffer && buffer->count != 0)
      object = buffer->object[--buffer->count];
    else if (rings->next_tail != rings->next_head || rings->found_tail != rings->found_head)
      break; // the rings hold work: leave the global list to others
    else if ((object = gc_work_try_get(work)) == 0)
      break;
    next_push(rings, object, NULL);
  }
  return rings->next_tail != rings->next_head;
}

// Scans objects until none is left, budget is spent or the P is wanted. Returns the work done.
static int64_t drain_objects(struct prefetch_rings *rings, int64_t budget) {
  struct gc *gc = rings->gc;
  int64_t done = 0;
  for (uint32_t round = 0; budget <= 0 || done < budget; round++) {
    if (round % 64 == 0 && atomic_load_relaxed_u32(rings->preempt))
      break;
    if (round % 1024 == 0 && !gc->sole_marker && lfstack_empty(&gc->queue.full))
      gc_work_balance(rings->work);
    if (next_fill(rings)) {
      struct pending_object *next = &rings->next[rings->next_head++ % next_slots];
      done += (int64_t)scan_object(rings, next->object, next->span);
    } else if (rings->found_head != rings->found_tail) {
      found_pop_all(rings);
    } else {
      break;
    }
  }
  return done;
}

// Gives scan work to the pacer, and with GC_DRAIN_FLUSH_CREDIT to the assists as credit.
static void flush_scan_work(struct gc *gc, struct gc_work *work, unsigned flags) {
  int64_t done = work->heap_scan_work;
  if (done == 0)
    return;
  work->heap_scan_work = 0;
  atomic_add_i64(&gc->pacer.heap_scan_work, done);
  if (flags & GC_DRAIN_FLUSH_CREDIT)
    gc_assist_earn(gc, done);
}

// Returns the P that work belongs to.
static const struct gc_p *p_of(const struct gc_work *work) {
  return (const struct gc_p *)((const char *)work - offsetof(struct gc_p, work));
}

int64_t gc_drain(struct gc *gc, struct gc_work *work, unsigned flags, int64_t budget) {
  if (atomic_load_u32(&gc->phase) == GC_PHASE_OFF)
    vole_throw("gc: draining while no cycle runs");
  struct prefetch_rings rings;
  rings_init(&rings, gc, work);
  if (flags & GC_DRAIN_UNTIL_PREEMPT)
    rings.preempt = &p_of(work)->preempt;
  int64_t done = 0;
  uint32_t job;
  while ((budget <= 0 || done < budget) && !atomic_load_relaxed_u32(rings.preempt) &&
         gc_roots_claim(gc, &job))
    done += gc_root_scan(gc, work, job, (flags & GC_DRAIN_FLUSH_CREDIT) != 0);
  while ((budget <= 0 || done < budget) && !atomic_load_relaxed_u32(rings.preempt)) {
    int64_t slice = budget <= 0 ? 0 : budget - done;
    if (slice == 0 || slice > pacer_over_assist_work)
      slice = pacer_over_assist_work;
    int64_t step = drain_objects(&rings, slice);
    done += step;
    flush_scan_work(gc, work, flags);
    if (step < slice && !next_fill(&rings))
      break;
  }
  put_back(&rings);
  flush_scan_work(gc, work, flags);
  return done;
}

bool gc_mark_work_available(struct gc *gc, const struct gc_work *work) {
  return (work && !gc_work_empty(work)) || !lfstack_empty(&gc->queue.full) ||
         atomic_load_u32(&gc->roots.next) < gc->roots.jobs;
}
