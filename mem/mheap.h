// The heap, from spans downwards.
//
// It allocates spans of whole pages and frees them, grows by arenas, and knows for each address
// which span it is in. Everything of the heap that is not a P's or an object hangs here. Small
// spans come from the P's page cache without the heap lock. A span is made completely before it is
// published: first by its state, then in the span table and the bitmap of pages in use.
//
// Functions take the calling P, which may be NULL. Then there is no page cache and no span cache,
// and no memory is released in return for growth.
//
// After runtime/mheap.go of Go 1.21. Differences: The heap is a part of an instance, so it can end
// (mheap_destroy). Stack spans need no alignment beyond a page. The allocator asks the layer above
// for its share of the memory limit (mem/embed.h).

#ifndef VOLE_MEM_MHEAP_H
#define VOLE_MEM_MHEAP_H

#include "mem/arena.h"
#include "mem/atomic.h"
#include "mem/fixalloc.h"
#include "mem/gcbits.h"
#include "mem/linear.h"
#include "mem/lock.h"
#include "mem/mcentral.h"
#include "mem/mspan.h"
#include "mem/pagealloc.h"
#include "mem/persistent.h"
#include "mem/scavenger.h"
#include "mem/special.h"
#include "mem/stats.h"

struct mem_p;

enum {
  pages_per_reclaimer_chunk = 512,            // pages that a reclaimer looks at in one go
  cache_line_size = 64,                       // bytes
  sweep_drained_mask = 1u << 31,              // in sweep_state.active: nothing is left to begin
  min_heap_for_metadata_huge_pages = 1 << 30, // bytes of a heap goal
};

// Switches of an instance, constant.
struct mem_config {
  bool clobber_free;  // fill freed objects with 0xdeadbeef
  bool madv_dontneed; // release by MADV_DONTNEED, which shows at once, rather than MADV_FREE
  bool hard_decommit; // make released memory inaccessible
  bool disable_thp;   // ask for no transparent huge pages in the heap
  bool huge_pages;    // advise the system about huge pages for large metadata
  bool efence;        // a freed span of objects faults, and its pages are never used again
  bool scav_trace;    // a line of text for each sweep that ends, and each mheap_scavenge_all
  uint64_t fail_call; // tests only: which system call of the instance fails, from 1; 0 none
  bool fail_on;       // tests only: all calls after it fail too, until the heap is destroyed
  bool scavenge;      // freeing a span gives all free pages back to the system
};

// Where the sweep stands. See mem/sweep.h.
struct sweep_state {
  uint32_t active;        // number of sweepers, and sweep_drained_mask; atomic
  uint32_t central_index; // class and kind of set to look at next, lower ones are done; atomic
};

// A cache line or more from the next, since different Ps use them.
struct mheap_central {
  struct mcentral mcentral;
  uint8_t pad[cache_line_size - sizeof(struct mcentral) % cache_line_size];
};

struct mheap {
  struct mem_stats stats;       // counters; each says how
  struct persistent persistent; // memory for ever; own lock
  struct mem_config config;     // constant

  struct mutex lock;       // "heap lock" everywhere
  struct page_alloc pages; // which pages are allocated; lock

  uint32_t sweepgen; // sweep generation, see mspan.h; written with the world stopped

  // All spans ever made, each once, whatever their state. The array moves when it grows: lock, or
  // the world stopped with no allocation.
  struct mspan **allspans;
  uint32_t allspans_count;
  uint32_t allspans_cap;

  // The proportional sweep. A line from the live heap to pages swept, with slope
  // sweep_pages_per_byte through the point (sweep_heap_live_basis, pages_swept_basis); sweepers
  // keep above it. The point can be chosen, so that the line can be redrawn at any time.
  uint64_t pages_in_use;          // pages of spans in use; atomic
  char no_memory[96];             // a line on the last request that the system refused; heap lock
  uint64_t fenced_bytes;          // of spans that efence made fault; lock
  uint64_t pages_swept;           // in this cycle; atomic
  uint64_t pages_swept_basis;     // atomic
  uint64_t sweep_heap_live_basis; // bytes; atomic, written with lock
  uint64_t sweep_pages_per_byte;  // bits of a double; atomic, written with lock

  // The reclaimer. reclaim_index is the next page to look at: page i % pages_per_arena of arena
  // sweep_arenas[i / pages_per_arena], or 1 << 63 when all were. reclaim_credit are pages freed
  // beyond need.
  uint64_t reclaim_index;   // atomic
  uintptr_t reclaim_credit; // pages; atomic

  // The map from frames to arenas, in two levels. Entries of both are written under lock, once,
  // from NULL; atomic. With one entry in the first level that is there from the start.
  struct heap_arena **arenas[1 << arena_l1_bits];
  bool arenas_huge_pages;               // the map may be in huge pages; lock
  struct linear_alloc heap_arena_alloc; // metadata of arenas, of heap_arena_region; 32 bits; lock
  struct arena_region heap_arena_region;
  struct linear_alloc arena;          // the first arenas; 32 bits; lock
  struct arena_hint *arena_hints;     // where to grow; lock
  struct arena_region *arena_regions; // every reservation; lock

  // Numbers of the frames of all arenas but user ones. Append only, old arrays stay: take the lock,
  // copy pointer and length.
  uintptr_t *all_arenas;
  uint32_t all_arenas_len;
  uint32_t all_arenas_cap;
  uintptr_t *sweep_arenas; // all_arenas at the begin of the sweep; world stopped
  uint32_t sweep_arenas_len;
  uintptr_t *mark_arenas; // all_arenas at the begin of the mark; world stopped
  uint32_t mark_arenas_len;

  // Where the heap grows, Reserved; base is a multiple of the physical page; lock.
  struct {
    uintptr_t base, end;
  } cur_arena;

  struct mheap_central central[num_span_classes]; // by span class; own synchronisation
  struct span_set_pool span_set_pool;             // own synchronisation
  struct gc_bits_arenas gc_bits;                  // own synchronisation

  struct fixalloc span_alloc;                   // struct mspan; lock
  struct fixalloc cache_alloc;                  // struct mcache; lock
  struct fixalloc special_alloc[SPECIAL_KINDS]; // by kind, from 1; special_lock
  struct mutex special_lock;                    // of the allocators of specials
  struct fixalloc arena_hint_alloc;             // lock
  struct fixalloc arena_region_alloc;           // lock

  // User arenas, see mem/userarena.h; lock.
  struct {
    struct arena_hint *arena_hints;    // where to put more
    struct mspan_list quarantine_list; // chunks that fault, but to which pointers may exist
    struct mspan_list ready_list;      // empty chunks to be reused
  } user_arena;

  struct sweep_state sweep;
  struct scavenge_goals scavenge; // what the scavenger aims at; atomic
  struct scavenger scavenger;     // the background one; own lock
  struct mspan empty_span;        // no objects: what an mcache holds for a class not used; constant
  bool gc_phase_off;              // no cycle marks: spans may die; written with the world stopped
};

// Makes an empty heap in zeroed memory. config may be NULL. No address space is fatal.
void mheap_init(struct mheap *h, const struct mem_config *config);
// Returns every mapping, with what Ps still have of the heap. Also after a fatal error, even one in
// mheap_init. No thread uses the heap.
void mheap_destroy(struct mheap *h);
// Returns the heap that these statistics belong to. For mem_fatal.
static inline struct mheap *mheap_of_stats(struct mem_stats *stats) {
  return (struct mheap *)stats;
}

// Returns a span of npages pages for objects of class span_class; NULL if there is no memory. While
// a sweep is under way it first reclaims as many pages. The span's need_zero says whether the
// memory may be dirty. No heap lock held.
struct mspan *mheap_alloc(struct mheap *h, struct mem_p *p, uintptr_t npages, uint8_t span_class);
// Returns a manual span of npages pages; NULL if there is no memory. Any type but SPAN_ALLOC_HEAP.
// No heap lock held.
struct mspan *mheap_alloc_manual(struct mheap *h, struct mem_p *p, uintptr_t npages,
                                 enum span_alloc_type type);
// Frees a swept span in use that holds no object. Phase off, no heap lock held.
void mheap_free_span(struct mheap *h, struct mem_p *p, struct mspan *s);
// Frees a manual span, of the type it was allocated as. Phase off, no heap lock held.
void mheap_free_manual(struct mheap *h, struct mem_p *p, struct mspan *s,
                       enum span_alloc_type type);
// Makes reserved address space of the heap Prepared, and counts it as released. Heap lock held, or
// the caller owns the addresses.
void mheap_map(struct mheap *h, struct mem_p *p, uintptr_t base, uintptr_t bytes);
// Returns an unused span structure. Heap lock held.
struct mspan *mheap_alloc_mspan_locked(struct mheap *h, struct mem_p *p);
// Makes s a span of allocated pages that no span has yet. It publishes s by its state, then in the
// span table and in page_in_use. The memory may still be in any state.
void mheap_init_span(struct mheap *h, struct mspan *s, enum span_alloc_type type,
                     uint8_t span_class, uintptr_t base, uintptr_t npages);

// Returns the number of arenas, without those of user arenas. Any thread.
uint32_t mheap_arena_count(struct mheap *h);
// Returns arena index, in order of their making. index is below an earlier mheap_arena_count.
struct heap_arena *mheap_arena_at(struct mheap *h, uint32_t index);
// Takes the snapshot mark_arenas, and returns its length. World stopped, before a mark.
uint32_t mheap_snapshot_mark_arenas(struct mheap *h);
// Gives the arena an empty checkmark bitmap. World stopped.
void mheap_arena_reset_checkmarks(struct mheap *h, struct heap_arena *arena);

// mheap_scavenge.c

// Releases memory before nbytes are taken into use. It does so to keep within the memory limit, or
// because the heap grew by growth bytes although it has free memory in pieces. Called when a span
// is allocated. No heap lock held.
void mheap_scavenge_for_alloc(struct mheap *h, struct mem_p *p, uintptr_t nbytes, uintptr_t growth);
// Releases all free pages to the system; returns the bytes. No heap lock held.
uintptr_t mheap_scavenge_all(struct mheap *h);
// Prints, with scav_trace, what was released since the last such line. Called by the last sweeper.
void mheap_trace_scavenging(struct mheap *h);
// Takes a step of the background scavenger, as scavenger_step does. Called by the system monitor.
static inline int64_t mheap_scavenger_step(struct mheap *h, int64_t now) {
  return scavenger_step(&h->scavenger, now);
}
// Begins the next generation of the scavenge index. Called once a cycle, when marking ends. No heap
// lock held.
void mheap_scavenge_next_gen(struct mheap *h);

// mheap_check.c

// Fails unless the heap's structures agree: page allocator, span table, bitmaps, counters, central
// lists. Does not look at objects. World stopped, or no other thread uses the heap. Slow.
void mheap_check(struct mheap *h);

// Lookups by address.

// Returns the table of the map for a frame that is in range; NULL if it has none.
static inline struct heap_arena **arena_map_of(const struct mheap *h, uintptr_t frame) {
  if (arena_l1_bits == 0)
    return h->arenas[0];
  return atomic_load_acquire_pointer(&h->arenas[arena_l1(frame)]);
}
// Returns the arena of an address, or NULL.
static inline struct heap_arena *arena_of(const struct mheap *h, uintptr_t address) {
  uintptr_t i = arena_index_of(address);
  if (i >= (uintptr_t)1 << (arena_l1_bits + arena_l2_bits))
    return NULL;
  struct heap_arena **map = arena_map_of(h, i);
  if (arena_l1_bits != 0 && !map)
    return NULL;
  return atomic_load_acquire_pointer(&map[arena_l2(i)]);
}
// Returns the arena of an address that is known to be in one.
static inline struct heap_arena *arena_of_unchecked(const struct mheap *h, uintptr_t address) {
  uintptr_t i = arena_index_of(address);
  return atomic_load_relaxed_pointer(&arena_map_of(h, i)[arena_l2(i)]);
}
// Returns the span of an address; NULL if it is in no arena or no span ever held it. For an address
// that is not in allocated memory it may return any span: test its state and its bounds, in this
// order.
static inline struct mspan *span_of(const struct mheap *h, uintptr_t address) {
  struct heap_arena *arena = arena_of(h, address);
  if (__builtin_expect(!arena, 0))
    return NULL;
  return atomic_load_acquire_pointer(&arena->spans[address / page_size % pages_per_arena]);
}
// Returns the span of an address that is known to be in an allocated one.
static inline struct mspan *span_of_unchecked(const struct mheap *h, uintptr_t address) {
  struct heap_arena *arena = arena_of_unchecked(h, address);
  return atomic_load_relaxed_pointer(&arena->spans[address / page_size % pages_per_arena]);
}
// Returns the span in use with the object that any address points into, or NULL.
static inline struct mspan *span_of_heap(const struct mheap *h, uintptr_t address) {
  struct mspan *s = span_of(h, address);
  if (!s || mspan_state(s) != MSPAN_IN_USE || address < s->start_addr || address >= mspan_limit(s))
    return NULL;
  return s;
}
// Returns whether an address is in a span in use.
static inline bool in_heap(const struct mheap *h, uintptr_t address) {
  return span_of_heap(h, address) != NULL;
}
// Returns whether an address is in a span in use or in a manual one.
static inline bool in_heap_or_stack(const struct mheap *h, uintptr_t address) {
  struct mspan *s = span_of(h, address);
  return s && mspan_state(s) != MSPAN_DEAD && address >= s->start_addr && address < mspan_limit(s);
}
// Returns arena index of the snapshot. Called during the mark; takes no lock.
static inline struct heap_arena *mheap_mark_arena_at(const struct mheap *h, uint32_t index) {
  invariant_debug(index < h->mark_arenas_len);
  return arena_of_unchecked(h, arena_base(h->mark_arenas[index]));
}
// Returns the arena of an address, and in *byte and *mask where the arena's bitmaps have the bit of
// the address's page. The address is in an arena.
static inline struct heap_arena *page_index_of(const struct mheap *h, uintptr_t address,
                                               uintptr_t *byte, uint8_t *mask) {
  *byte = address / page_size / 8 % (pages_per_arena / 8);
  *mask = (uint8_t)(1u << (address / page_size % 8));
  return arena_of_unchecked(h, address);
}
// Returns the byte, and in *mask the bit, of the page mark of the span that starts at the address.
static inline uint8_t *page_mark_of(const struct mheap *h, uintptr_t address, uint8_t *mask) {
  uintptr_t byte;
  struct heap_arena *arena = page_index_of(h, address, &byte, mask);
  return &arena->page_marks[byte];
}
// Sets that page mark, which tells the reclaimer that the span holds something live. While marking.
static inline void page_mark_set(const struct mheap *h, uintptr_t address) {
  uint8_t mask;
  uint8_t *byte = page_mark_of(h, address, &mask);
  if ((atomic_load_relaxed_u8(byte) & mask) == 0)
    atomic_or_u8(byte, mask);
}
// Returns whether a span is swept: it may be allocated from, and get specials.
static inline bool mspan_is_swept(const struct mheap *h, const struct mspan *s) {
  uint32_t sweepgen = atomic_load_u32(&s->sweepgen);
  return sweepgen == h->sweepgen || sweepgen == h->sweepgen + 3;
}

#endif
