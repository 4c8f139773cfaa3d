// Spans: runs of pages, and lists of spans.
//
// A span in state MSPAN_IN_USE holds objects of one size and belongs to the collector. One in state
// MSPAN_MANUAL belongs to the code that allocated it (stacks, work buffers). A dead span describes
// no memory. A span may come to life in any phase but dies only while no cycle marks. For a marker
// may read a pointer and look up its span later. The state is stored last and tested first, so that
// any address can be looked up at any time.
//
// Object n of the span is allocated if n < free_index, or if its bit in alloc_bits is set. The
// collector tests free_index_for_scan instead of free_index: it follows free_index when the object
// and its heap bits are ready (Go issue 54596).
//
// sweepgen relative to the heap's:
//   -2 must be swept; -1 is being swept; 0 is swept
//   +1 was cached before the sweep began, is still cached and must be swept
//   +3 was swept, then cached, and is still cached
// The heap's grows by 2 with each cycle.
//
// After mspan and mSpanList of runtime/mheap.go of Go 1.21.

#ifndef VOLE_MEM_MSPAN_H
#define VOLE_MEM_MSPAN_H

#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/lock.h"
#include "mem/ranges.h"
#include "mem/sizeclass.h"

struct mheap;
struct special;

enum mspan_state {
  MSPAN_DEAD,
  MSPAN_IN_USE, // objects
  MSPAN_MANUAL, // managed by the code that allocated it
};

enum {
  num_span_classes = num_size_classes << 1,
  tiny_span_class = tiny_size_class << 1 | 1,
};

// A span class, a uint8_t: the size class, and in the lowest bit whether the objects are without
// pointers.
static inline uint8_t span_class_make(unsigned size_class, bool noscan) {
  return (uint8_t)(size_class << 1 | (noscan ? 1 : 0));
}
static inline unsigned span_class_size_class(uint8_t c) {
  return c >> 1;
}
static inline bool span_class_noscan(uint8_t c) {
  return (c & 1) != 0;
}

struct mspan_list {
  struct mspan *first;
  struct mspan *last;
};

// A span. Not zeroed when reused: sweepgen survives, so that a late sweeper fails to acquire it.
// "Owner" is the P that caches the span, or the sweeper that has acquired it.
struct mspan {
  struct mspan *next;      // in a list, or for the owner's use; guarded as the list
  struct mspan *prev;      // in a list
  struct mspan_list *list; // the list it is in, or NULL

  uintptr_t start_addr; // first byte; set before the state
  uintptr_t npages;     // set before the state

  uintptr_t manual_free_list; // first free piece in a manual span; its owner

  uintptr_t free_index; // where to look for the next free object; owner
  uintptr_t nelems;     // number of objects; set before the state
  // Complement of alloc_bits from free_index on, lowest bit first; may have ones from nelems on.
  uint64_t alloc_cache; // owner

  uint8_t *alloc_bits;  // a bit an object, as of the last sweep; owner
  uint8_t *gcmark_bits; // a bit an object, for this cycle; bits set atomically while marking
  uint8_t *pinner_bits; // two bits an object: pinned, often; NULL for none; atomic

  uint32_t sweepgen;                 // see above; atomic
  uint32_t div_mul;                  // for dividing by elem_size; 0 for a large object
  uint16_t alloc_count;              // allocated objects; owner
  uint8_t span_class;                // set before the state
  uint8_t state;                     // enum mspan_state; atomic
  uint8_t need_zero;                 // memory is not zero; owner
  bool is_user_arena_chunk;          // a chunk of a user arena; set before its address is known
  uint16_t alloc_count_before_cache; // alloc_count when it was cached; owner
  uintptr_t elem_size;               // bytes of an object; set before the state
  uintptr_t limit;           // end of the objects; set before the state, see mspan_limit; atomic
  struct mutex special_lock; // guards specials and changes to pinner_bits
  struct special *specials;  // sorted by offset and kind; special_lock, or the sweeper
  struct addr_range user_arena_chunk_free; // what of a user arena's chunk is unused; its owner
  uintptr_t free_index_for_scan;           // free_index as of the last object that is ready; atomic
};

static inline enum mspan_state mspan_state(const struct mspan *s) {
  return (enum mspan_state)atomic_load_acquire_u8(&s->state);
}
static inline bool mspan_noscan(const struct mspan *s) {
  return span_class_noscan(s->span_class);
}
// Returns the index of the object that p, an address in the span, points into.
static inline uintptr_t mspan_object_index(const struct mspan *s, uintptr_t p) {
  return (p - s->start_addr) * (uint64_t)s->div_mul >> 32;
}
static inline uintptr_t mspan_object_base(const struct mspan *s, uintptr_t index) {
  return s->start_addr + index * s->elem_size;
}
// Returns the byte with an object's mark bit, which is bit index % 8.
static inline uint8_t *mspan_mark_byte(const struct mspan *s, uintptr_t index) {
  return &s->gcmark_bits[index / 8];
}
// Returns the end of the span's objects. A large span's limit shrinks after publication; a
// concurrent reader may briefly see the larger one.
static inline uintptr_t mspan_limit(const struct mspan *s) {
  return atomic_load_relaxed_uintptr(&s->limit);
}
static inline bool mspan_is_marked(const struct mspan *s, uintptr_t index) {
  return (atomic_load_relaxed_u8(mspan_mark_byte(s, index)) >> index % 8 & 1) != 0;
}
// Returns whether an object is free, as the collector sees it. Valid only for a swept span, or
// while the world is stopped.
static inline bool mspan_is_free(const struct mspan *s, uintptr_t index) {
  if (index < atomic_load_acquire_uintptr(&s->free_index_for_scan))
    return false;
  return (s->alloc_bits[index / 8] >> index % 8 & 1) == 0;
}
static inline bool mspan_in_list(const struct mspan *s) {
  return s->list != NULL;
}

// Sets the state. A thread that reads it sees all that was stored before.
static inline void mspan_set_state(struct mspan *s, enum mspan_state state) {
  atomic_store_u8(&s->state, (uint8_t)state);
}
// Makes s, whatever it was, a dead span of npages pages at base.
void mspan_init(struct mspan *s, uintptr_t base, uintptr_t npages);
// Loads alloc_cache with 64 bits from the byte where bit which_byte*8 is. Owner only.
void mspan_refill_alloc_cache(struct mspan *s, uintptr_t which_byte);
// Returns the index of the next free object from free_index on, and moves free_index behind it;
// nelems if there is none. Owner only.
uintptr_t mspan_next_free_index(struct mspan *s);
// Returns the number of marked objects.
uintptr_t mspan_count_marked(const struct mspan *s);
// Fails unless the fields of a span in use agree with each other and with the heap.
void mspan_check(const struct mheap *h, const struct mspan *s);

// Doubly linked lists, guarded by the lock of their owner.
// Makes a list empty.
void mspan_list_init(struct mspan_list *list);
static inline bool mspan_list_empty(const struct mspan_list *list) {
  return !list->first;
}
// Puts a span that is in no list at the front of a list.
void mspan_list_insert(struct mspan_list *list, struct mspan *s);
// Puts a span that is in no list at the end of a list.
void mspan_list_insert_back(struct mspan_list *list, struct mspan *s);
// Takes a span out of the list that it is in.
void mspan_list_remove(struct mspan_list *list, struct mspan *s);
// Fails unless the links agree and each span says that it is in the list.
void mspan_list_check(const struct mspan_list *list);

// For tests: what Go has, and nothing calls here.

// Moves all of other to the front of list.
void mspan_list_take_all(struct mspan_list *list, struct mspan_list *other);

#endif
