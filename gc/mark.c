// Marking: finding, greying and scanning objects. mark.h says what white, grey and black are.
//
// A cycle begins in cycle.c, which makes the roots into jobs (roots.c). Markers take jobs and then
// what is grey: workers between goroutines (worker.c), goroutines that allocate (assist.c), idle
// Ms. All of them come here, to gc_drain. Stores meanwhile are recorded by the write barrier
// (wbbuf.c), which greys too. A marker that finds no more work tries to end the mark
// (termination.c), and the sweep follows (mem/sweep.c).
//
// Small objects with pointers are not queued: their page is, and is scanned whole (page_mark.c).
// What is here scans the others one by one. The drain loop is bound by cache misses, so it never
// touches what it has just found: mark_rings.h says how things wait meanwhile.

#include "gc/mark.h"

#include <stddef.h>
#include <string.h>

#include "gc/checkmark.h"
#include "gc/debug.h"
#include "gc/embed.h"
#include "gc/mark_rings.h"
#include "gc/roots.h"
#include "gc/wbbuf.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/bitmap.h"
#include "mem/invariant.h"

enum {
  bits_per_word = 64,
  objects_per_look = 64,
  objects_per_share = 1024,
  objects_per_visit = 16, // about as many are scanned in the time of a visit to a page
};

static const uint32_t never = 0; // the preempt flag of drains that run to their end

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
static inline bool in_object(const struct mspan *span, uintptr_t pointer) {
  return mspan_state(span) == MSPAN_IN_USE && pointer >= span->start_addr &&
         pointer < mspan_limit(span);
}

// Called for a pointer to no object. One into a stack is the runtime's concern.
static void look_at_bad_pointer(struct gc *gc, struct mspan *span, uintptr_t pointer,
                                uintptr_t base, uintptr_t offset) {
  if (mspan_state(span) != MSPAN_MANUAL)
    bad_pointer(gc, span, pointer, base, offset);
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
  if (!mark_bit_set(gc, mspan_mark_byte(span, index), (uint8_t)(1u << index % 8)))
    return;
  page_mark_set(&gc->heap, span->start_addr);
  if (mspan_noscan(span)) {
    work->bytes_marked += span->elem_size;
  } else if (gc->scans_pages && page_scan_covers(span)) {
    work->bytes_marked += span->elem_size;
    queue_page(work, page_scan_of(&gc->heap, object), object);
  } else {
    gc_work_put(work, object);
  }
}

// Greys the object that a pointer points into. base and offset say where it was found.
static void grey_at(struct gc *gc, struct gc_work *work, uintptr_t pointer, uintptr_t base,
                    uintptr_t offset) {
  struct mspan *span = span_of(&gc->heap, pointer);
  if (!span)
    return;
  if (__builtin_expect(in_object(span, pointer), 1))
    gc_grey_object(gc, work, span, mspan_object_index(span, pointer), base, offset);
  else
    look_at_bad_pointer(gc, span, pointer, base, offset);
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
  // First, so that no marker sees the mark bit alone and reads what its owner writes.
  if (gc->scans_pages && page_scan_covers(span))
    atomic_or_u64(page_scanned_of(&gc->heap, object) + index / 64, UINT64_C(1) << index % 64);
  atomic_or_u8(mspan_mark_byte(span, index), (uint8_t)(1u << (index % 8)));
  page_mark_set(&gc->heap, span->start_addr);
  p->work.bytes_marked += span->elem_size;
}

// Puts an object into the ring "next", which has room, and starts to fetch what scanning it needs.
static inline void next_push(struct mark_rings *rings, uintptr_t object, struct mspan *span) {
  heap_bitmap_prefetch(&rings->gc->heap, object);
  __builtin_prefetch((const void *)object);
  rings->next[rings->next_tail++ % next_slots] = (struct pending_object){object, span};
}

static inline bool next_full(const struct mark_rings *rings) {
  return rings->next_tail - rings->next_head == next_slots;
}

// Returns where the object that holds a slot begins; 0 if it is in no span with objects.
static uintptr_t object_with(struct gc *gc, uintptr_t slot) {
  const struct mspan *span = span_of_heap(&gc->heap, slot);
  return span ? mspan_object_base(span, mspan_object_index(span, slot)) : 0;
}

void gc_check_not_free(struct gc *gc, uintptr_t pointer, uintptr_t slot) {
  struct mspan *span = span_of_unchecked(&gc->heap, pointer);
  uintptr_t index = mspan_object_index(span, pointer);
  uintptr_t base = object_with(gc, slot);
  if (mspan_is_free(span, index))
    marking_free_object(gc, span, index, base, slot - base);
}

// Greys as gc_grey_object does. But an object that was not marked goes to the ring "next" if that
// has room, together with its span.
void spans_pop(struct mark_rings *rings) {
  struct pending_span *found = &rings->spans[rings->spans_head++ % spans_slots];
  struct gc *gc = rings->gc;
  struct mspan *span = found->span;
  if (__builtin_expect(!in_object(span, found->pointer), 0)) {
    uintptr_t base = object_with(gc, found->slot);
    look_at_bad_pointer(gc, span, found->pointer, base, found->slot - base);
    return;
  }
  uintptr_t index = mspan_object_index(span, found->pointer);
  if (__builtin_expect(rings->careful, 0)) {
    uintptr_t base = object_with(gc, found->slot);
    gc_grey_object(gc, rings->work, span, index, base, found->slot - base);
    return;
  }
  if (!mark_bit_set(gc, mspan_mark_byte(span, index), (uint8_t)(1u << index % 8)))
    return;
  if (rings->page_marked != span) {
    page_mark_set(&gc->heap, span->start_addr);
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

// Empties the rings of pointers. One that is taken out may go into a later ring.
static void pop_pointers(struct mark_rings *rings) {
  while (rings->found_head != rings->found_tail)
    found_pop(rings);
  while (rings->marks_head != rings->marks_tail)
    marks_pop(rings);
  while (rings->spans_head != rings->spans_tail)
    spans_pop(rings);
}

// Scans the words of [start, end) that the heap bitmap says are pointers; pointers into [start,
// end) itself are skipped. Returns the bytes up to the end of the last one.
static uintptr_t scan_range(struct mark_rings *rings, uintptr_t start, uintptr_t end) {
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
        found_push(rings, value, slot);
    }
    if (no_more)
      break;
    at += room * ptr_size;
  }
  return scanned;
}

// Scans the object, or the oblet of a large object, that begins at `object`. span may be NULL: it
// is looked up. Returns the bytes up to the end of the last pointer.
static uintptr_t scan_object(struct mark_rings *rings, uintptr_t object, struct mspan *span) {
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
static void put_back(struct mark_rings *rings) {
  pop_pointers(rings);
  while (rings->next_head != rings->next_tail)
    gc_work_put(rings->work, rings->next[rings->next_head++ % next_slots].object);
  while (rings->pages_head != rings->pages_tail)
    gc_work_put_page(rings->work, rings->pages[rings->pages_head++ % pages_slots]);
}

static void rings_init(struct mark_rings *rings, struct gc *gc, struct gc_work *work) {
  rings->gc = gc;
  rings->work = work;
  rings->found_head = rings->found_tail = 0;
  rings->marks_head = rings->marks_tail = 0;
  rings->spans_head = rings->spans_tail = 0;
  rings->next_head = rings->next_tail = 0;
  rings->pages_head = rings->pages_tail = rings->pages_fetched = 0;
  rings->inside = 0;
  rings->outside = 64; // until it is known better
  rings->few = true;
  rings->page_marked = NULL;
  rings->whole_pages = gc->scans_pages && !gc->use_checkmark;
  rings->careful = gc->use_checkmark || gc->options.gc_checkmark > 0;
  rings->preempt = &never;
}

uintptr_t gc_scan_object(struct gc *gc, struct gc_work *work, uintptr_t object) {
  struct mark_rings rings;
  rings_init(&rings, gc, work);
  uintptr_t scanned = scan_object(&rings, object, NULL);
  put_back(&rings);
  return scanned;
}

// Fills the ring "next" from the work buffers of this P. Returns whether it holds anything.
static bool next_fill(struct mark_rings *rings) {
  struct gc_work *work = rings->work;
  while (!next_full(rings)) {
    struct gc_workbuf *buffer = work->primary;
    uintptr_t object;
    if (buffer && buffer->count != 0)
      object = buffer->object[--buffer->count];
    else if (rings->next_tail != rings->next_head || rings->pages_tail != rings->pages_head ||
             gc_work_has_page(work) || rings_have_pointers(rings))
      break; // there is work: leave the global list to others
    else if ((object = gc_work_try_get(work)) == 0)
      break;
    if (object & gc_work_page_tag)
      gc_work_put_page(work, object - gc_work_page_tag);
    else
      next_push(rings, object, NULL);
  }
  return rings->next_tail != rings->next_head;
}

// Scans objects until none is left, budget is spent or the P is wanted. Returns the work done.
static int64_t drain_objects(struct mark_rings *rings, int64_t budget) {
  struct gc *gc = rings->gc;
  int64_t done = 0;
  int look = 0, share = 0; // objects until the next look at the preempt flag and the global list
  while (budget <= 0 || done < budget) {
    if (look <= 0 && atomic_load_relaxed_u32(rings->preempt))
      break;
    if (share <= 0 && !gc->sole_marker && lfstack_empty(&gc->queue.full))
      gc_work_balance(rings->work);
    look = look <= 0 ? objects_per_look : look - 1;
    share = share <= 0 ? objects_per_share : share - 1;
    if (next_fill(rings)) {
      struct pending_object *next = &rings->next[rings->next_head++ % next_slots];
      done += (int64_t)scan_object(rings, next->object, next->span);
      continue;
    }
    int64_t scanned = gc_scan_page(rings);
    if (scanned >= 0) {
      done += scanned;
      look -= objects_per_visit;
      share -= objects_per_visit;
    } else if (rings_have_pointers(rings)) {
      pop_pointers(rings);
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
  struct mark_rings rings;
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
