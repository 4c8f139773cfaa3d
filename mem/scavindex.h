// The scavenge index: which chunks may have memory to give back.
//
// Each chunk has one atomic word. It holds the pages in use now and at the end of the last cycle,
// flags, and the cycle of the last change. Two cursors, for background and forced scavenging, say
// below which address to search. Only scav_index_find lowers them, so that scavenging proceeds from
// high addresses to low ones. The background cursor is raised once a cycle, to the highest page
// freed in it; the forced one by each free. A raised cursor is marked, so that a search that began
// before cannot lower it past newly freed pages.
//
// After scavengeIndex of runtime/mgcscavenge.go of Go 1.21.

#ifndef VOLE_MEM_SCAVINDEX_H
#define VOLE_MEM_SCAVINDEX_H

#include "mem/sys.h"

enum {
  scav_chunk_hi_occ_pages = 496, // 0.96875 of a chunk; a denser one keeps its huge pages
  scav_chunk_has_free = 1,       // flag: there may be unscavenged free pages
  scav_chunk_no_huge_page = 2,   // flag: small pages were given back from it
};

// The word of a chunk, unpacked.
struct scav_chunk_data {
  uint16_t in_use;      // pages, up to 512
  uint16_t last_in_use; // pages when gen began
  uint32_t gen;         // scav_index.gen at the last change
  uint8_t flags;        // scav_chunk_ flags, 6 bits
};

// in_use:16, last_in_use:10, flags:6, gen:32, lowest first.
struct scav_chunk_data scav_chunk_data_unpack(uint64_t word);
uint64_t scav_chunk_data_pack(struct scav_chunk_data data);
// Count npages as allocated, as freed, in cycle gen.
void scav_chunk_data_alloc(struct scav_chunk_data *data, unsigned npages, uint32_t gen);
void scav_chunk_data_free(struct scav_chunk_data *data, unsigned npages, uint32_t gen);
// Returns whether to search the chunk for memory now.
bool scav_chunk_data_should_scavenge(struct scav_chunk_data data, uint32_t gen, bool force);

struct scav_index {
  uint64_t *chunks;          // a word for each possible chunk, mapped from min to max; atomic
  uintptr_t reserved_bytes;  // of chunks; constant
  uintptr_t mapped_bytes;    // of these, Ready; heap lock
  uintptr_t min;             // chunks[min] is the first mapped one; atomic
  uintptr_t max;             // and chunks[max] the first that is not; atomic
  uintptr_t min_heap_idx;    // the lowest chunk of the heap; atomic
  int64_t search_addr_bg;    // cursor: address - arena_base_offset, negated if marked; atomic
  int64_t search_addr_force; // the cursor of forced scavenging, likewise; atomic
  uintptr_t free_hwm;        // the highest page freed in this cycle; heap lock
  uint32_t gen;              // number of the cycle; heap lock and world stopped
};

// Reserves the table. Fatal when there is no address space.
void scav_index_init(struct scav_index *s, struct mem_stats *stats);
// Returns the table to the system.
void scav_index_destroy(struct scav_index *s, struct mem_stats *stats, sys_stat *counter);
// Makes the words of the chunks from base to limit usable. Returns the bytes that became Ready.
// Heap lock held.
uintptr_t scav_index_grow(struct scav_index *s, struct mem_stats *stats, uintptr_t base,
                          uintptr_t limit, sys_stat *counter);
// Stores the highest chunk below the cursor that is worth searching, and the page from which to
// search down. Returns false if there is none. Any thread.
bool scav_index_find(struct scav_index *s, bool force, uintptr_t *chunk, unsigned *page);
// Count npages pages of a chunk as allocated; as freed, from `page` on. Heap lock held.
void scav_index_alloc(struct scav_index *s, uintptr_t chunk, unsigned npages);
void scav_index_free(struct scav_index *s, uintptr_t chunk, unsigned page, unsigned npages);
// Begins the next cycle. Heap lock held.
void scav_index_next_gen(struct scav_index *s);
// Note that a chunk has nothing to give back; that it is no huge page. Heap lock held.
void scav_index_set_empty(struct scav_index *s, uintptr_t chunk);
void scav_index_set_no_huge_page(struct scav_index *s, uintptr_t chunk);
// Fails unless bounds and counts are in range. Heap lock held.
void scav_index_check(const struct scav_index *s);

#endif
