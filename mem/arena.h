// Arenas: the 64 MiB pieces of address space that the heap is made of, and the map to find them.
//
// The address space is divided into frames of 64 MiB. A frame that belongs to the heap has a
// heap_arena off the heap. It holds the pointer bitmap, the table from page to span, and bitmaps
// with a bit a page. The arena map leads from a frame's number to its heap_arena. It covers the
// whole address space, is reserved whole, and is touched only where arenas are.
//
// New arenas are sought at hints, so that they adjoin and the heap starts at 0xc000000000. Where
// the system does not honour a hint, or no hint is left, any aligned place will do. An arena stays
// Reserved until the heap grows into it. With 32 bits an arena has 4 MiB. There a large piece of
// address space is reserved at the start, and arenas are cut from that first.
//
// After heapArena, arenaHint and mheap.sysAlloc of runtime/mheap.go and malloc.go of Go 1.21.
// Differences: The checkmark bitmap is made by mheap_arena_reset_checkmarks and kept. Each
// reservation is remembered (arena_region), because an instance returns them when it ends. A map of
// one level is made at the start, not with the first arena. Words of the bitmap have 64 bits with
// 32-bit pointers too.

#ifndef VOLE_MEM_ARENA_H
#define VOLE_MEM_ARENA_H

#include "mem/base.h"

struct mheap;
struct mspan;

enum {
  arena_l1_bits = VOLE_ARENA_L1_BITS, // 0: the map is one table, as on every Unix
  arena_l2_bits = heap_addr_bits - log_heap_arena_bytes - arena_l1_bits, // 22
  heap_arena_words = heap_arena_bytes / ptr_size,
  heap_arena_bitmap_words = heap_arena_words / 64,
  arena_hint_count = 128,       // hints at the start
  arena_hint_user_first = 0x40, // those from here on are for user arenas
};

// The second mark of the debugging mode gccheckmark: a bit a word, set for the first word of each
// object reached.
struct checkmarks_map {
  uint8_t bits[heap_arena_words / 8]; // one M, world stopped
};

enum { page_scan_words = 8 }; // 64-bit words of mark bits that a page has at most: 512 objects

// What a marker must know of a page to scan it whole: see mem/page_scan.h. The owner of the span
// writes the first four fields, and mark_bits last. Markers write the state.
struct page_scan {
  uint8_t *mark_bits; // the span's gcmark_bits; NULL: the page is not scanned whole; atomic
  uint32_t div_mul;   // the span's
  uint16_t nelems;    // number of objects
  uint8_t words;      // of an object
  uint8_t state;      // enum page_scan_state; atomic
};

// The metadata of an arena. Zeroed when new, never freed before the instance.
struct heap_arena {
  // Bit i%64 of word i/64: word i of the arena is a pointer. See mem/bitmap.h. Written by the P
  // that allocates the object, read by markers, as whole words.
  uint64_t bitmap[heap_arena_bitmap_words];
  // Bit i%8 of byte i/8 says that the object with the last word described by bitmap[i] has no
  // pointer after it. The bitmap is zero from there to the next object.
  uint8_t no_more_ptrs[heap_arena_bitmap_words / 8];
  // The span of each page. In free memory only the ends of a formerly used run are right, and NULL
  // stands where there never was a span. Written by the owner of the pages, read of spans in use.
  struct mspan *spans[pages_per_arena];
  // A bit for the first page of each span in state MSPAN_IN_USE; atomic.
  uint8_t page_in_use[pages_per_arena / 8];
  // A bit for the first page of each span with a marked object; set atomically while marking,
  // cleared before it, read by the sweeper.
  uint8_t page_marks[pages_per_arena / 8];
  // A bit for the first page of each span with specials; atomic.
  uint8_t page_specials[pages_per_arena / 8];
  // A bit an object: it has been scanned in this mark, or was allocated black. Only of pages with
  // mark_bits. Atomic while marking, cleared by the sweep.
  uint64_t page_scanned[pages_per_arena][page_scan_words] __attribute__((aligned(64)));
  struct page_scan page_scan[pages_per_arena];
  struct checkmarks_map *checkmarks; // gccheckmark only, else NULL; world stopped
  uintptr_t zeroed_base; // offset of the first byte that was never used, so is zero; atomic
};

// Where to try to put an arena.
struct arena_hint {
  uintptr_t addr; // where the next arena begins, or ends if it goes down; heap lock
  bool down;      // grow towards lower addresses
  struct arena_hint *next;
};

// A piece of reserved address space, to be returned with the instance. Heap lock.
struct arena_region {
  struct arena_region *next;
  uintptr_t base;
  uintptr_t size; // bytes
};

// Returns the number of the frame that p is in. Go's arenaIdx.
static inline uintptr_t arena_index_of(uintptr_t p) {
  return (p - arena_base_offset) / heap_arena_bytes;
}
// Returns the lowest address of a frame.
static inline uintptr_t arena_base(uintptr_t i) {
  return i * heap_arena_bytes + arena_base_offset;
}
// Return the two parts of a frame's number: the index of the table in the map, and of the entry in
// the table. For a number of no address the first is out of range, or the second if there is one
// table.
static inline uintptr_t arena_l1(uintptr_t i) {
  return arena_l1_bits == 0 ? 0 : i >> arena_l2_bits;
}
static inline uintptr_t arena_l2(uintptr_t i) {
  return arena_l1_bits == 0 ? i : i & (((uintptr_t)1 << arena_l2_bits) - 1);
}

// Prepares the map and the hints. Fatal when there is no address space.
void arena_init(struct mheap *h);
// Returns every arena, and the map.
void arena_destroy(struct mheap *h);
// Reserves *n bytes of arenas, rounded up to whole ones, and enters them in the map. in_all: also
// in all_arenas (not for user arenas). Returns their address, NULL if there is no address space; no
// memory for the metadata is fatal. Heap lock held; after its release the caller calls
// sys_give_hints.
void *arena_alloc(struct mheap *h, uintptr_t *n, struct arena_hint **hints, bool in_all);
// Asks for huge pages for the large tables of metadata, existing and future ones. For heaps of more
// than min_heap_for_metadata_huge_pages bytes. Without the option huge_pages, only notes the wish.
// No heap lock held.
void mheap_enable_metadata_huge_pages(struct mheap *h);
// Fails unless hints are aligned and every arena lies in a reservation. Heap lock held.
void arena_check(const struct mheap *h);

#endif
