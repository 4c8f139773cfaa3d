// Writing snapshots: the buffer, and the walk over arenas, pages, spans and objects.
//
// The walk reads the same tables as a marker. Most of its time goes to pointers, so an object costs
// a mask of the words that are not null, and for each of these the distance to its target.

#include "gc/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/bitmap.h"
#include "mem/invariant.h"
#include "mem/special.h"

enum {
  most_number_bytes = 10,
  group_words = 64, // of an object that share a mask
  // The most that a group can take: its number, its mask, and four numbers a pointer.
  most_group_bytes = 4 * most_number_bytes * (group_words + 1),
};

// Flags of a pointer, below the distance.
enum {
  pointer_typed = 1,
  pointer_unaligned = 2,
  pointer_measured = 4, // the two words behind it follow, which may be a length and a capacity
  pointer_flag_bits = 3,
};

// Flags of a span.
enum { span_swept = 1, span_user_arena = 2, span_needs_zero = 4 };

bool snapshot_init(struct snapshot *s, struct gc *gc, int fd) {
  *s = (struct snapshot){.gc = gc, .fd = fd, .buffer = malloc(snapshot_buffer_bytes)};
  return s->buffer;
}

void snapshot_destroy(struct snapshot *s) {
  free(s->buffer);
  free(s->known);
  free(s->large);
}

void snapshot_flush(struct snapshot *s) {
  const uint8_t *next = s->buffer;
  uint32_t left = s->used;
  s->used = 0;
  while (left > 0 && s->error == 0) {
    ssize_t count = write(s->fd, next, left);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      s->error = errno;
    else if (count == 0)
      s->error = ENOSPC;
    if (count <= 0)
      return;
    s->bytes += (uint64_t)count;
    next += count;
    left -= (uint32_t)count;
  }
}

// Makes room for count bytes, at most snapshot_buffer_bytes.
static inline void reserve(struct snapshot *s, size_t count) {
  if (__builtin_expect(snapshot_buffer_bytes - s->used < count, 0))
    snapshot_flush(s);
}

// Appends a number, for which there is room.
static inline void put(struct snapshot *s, uint64_t value) {
  uint8_t *next = s->buffer + s->used;
  while (value >= 0x80) {
    *next++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *next++ = (uint8_t)value;
  s->used = (uint32_t)(next - s->buffer);
}

void snapshot_put(struct snapshot *s, uint64_t value) {
  reserve(s, most_number_bytes);
  put(s, value);
}

void snapshot_put_bytes(struct snapshot *s, const void *bytes, size_t count) {
  const uint8_t *from = bytes;
  while (count > 0) {
    size_t piece = count < snapshot_buffer_bytes ? count : snapshot_buffer_bytes;
    reserve(s, piece);
    memcpy(s->buffer + s->used, from, piece);
    s->used += (uint32_t)piece;
    from += piece;
    count -= piece;
  }
}

void snapshot_put_text(struct snapshot *s, const char *text) {
  size_t size = text ? strlen(text) : 0;
  snapshot_put(s, size);
  snapshot_put_bytes(s, text, size);
}

// Objects.

// Pointers of an object that share a mask.
struct group {
  uint64_t mask;
  unsigned count;
  uintptr_t slots[group_words];
};

static inline bool may_be_known(const struct snapshot *s, uintptr_t word) {
  return word - s->low < s->size;
}

// Returns whether an address is in a page of a large object.
static inline bool is_large(const struct snapshot *s, uintptr_t address) {
  uintptr_t page = (address - s->pages_low) / page_size;
  return page < s->pages && s->large[page / 8] >> page % 8 & 1;
}

// Appends the pointer at an address, in an object from base to end. An interface has its type in the
// word before. What a slice sees of a large array is in the words behind.
static inline void put_pointer(struct snapshot *s, uintptr_t base, uintptr_t end, uintptr_t slot) {
  uintptr_t pointer = *(const uintptr_t *)slot;
  int64_t distance = (int64_t)(pointer - slot);
  uint64_t flags = 0;
  uint32_t type = 0;
  if (slot > base && may_be_known(s, ((const uintptr_t *)slot)[-1])) {
    type = gc_embed_snapshot_type(s, ((const uintptr_t *)slot)[-1]);
    flags = type ? pointer_typed : 0;
  }
  if (distance % (int64_t)ptr_size == 0)
    distance /= (int64_t)ptr_size;
  else
    flags |= pointer_unaligned;
  if (is_large(s, pointer))
    flags |= pointer_measured;
  uint64_t folded = (uint64_t)distance << 1 ^ (uint64_t)(distance >> 63);
  put(s, folded << pointer_flag_bits | flags);
  if (type)
    put(s, type - 1);
  if (flags & pointer_measured) {
    put(s, slot + ptr_size < end ? ((const uintptr_t *)slot)[1] : 0);
    put(s, slot + 2 * ptr_size < end ? ((const uintptr_t *)slot)[2] : 0);
  }
  s->pointers++;
}

static inline void put_group(struct snapshot *s, const struct group *group, uintptr_t base,
                             uintptr_t end) {
  put(s, group->mask);
  for (unsigned i = 0; i < group->count; i++)
    put_pointer(s, base, end, group->slots[i]);
}

// Appends the pointers of an object that have one mask for all.
static inline void put_small(struct snapshot *s, struct heap_bits bits, uintptr_t base,
                             uintptr_t end) {
  struct group group;
  group.mask = 0;
  group.count = 0;
  for (uintptr_t slot = heap_bits_next(&bits); slot != 0; slot = heap_bits_next(&bits)) {
    if (*(const uintptr_t *)slot == 0)
      continue;
    group.mask |= UINT64_C(1) << (slot - base) / ptr_size;
    group.slots[group.count++] = slot;
  }
  reserve(s, most_group_bytes);
  put_group(s, &group, base, end);
}

// Appends the pointers of a large object: for each group that has any the distance from the last
// group and the mask; then 0.
static void put_large(struct snapshot *s, struct heap_bits bits, uintptr_t base, uintptr_t end) {
  struct group group;
  uintptr_t before = 0;
  uintptr_t slot = heap_bits_next(&bits);
  while (slot != 0) {
    uintptr_t number = (slot - base) / ptr_size / group_words;
    group.mask = 0;
    group.count = 0;
    for (; slot != 0 && (slot - base) / ptr_size / group_words == number;
         slot = heap_bits_next(&bits)) {
      if (*(const uintptr_t *)slot == 0)
        continue;
      group.mask |= UINT64_C(1) << (slot - base) / ptr_size % group_words;
      group.slots[group.count++] = slot;
    }
    if (group.count == 0)
      continue;
    reserve(s, most_group_bytes);
    put(s, number + 1 - before);
    put_group(s, &group, base, end);
    before = number + 1;
  }
  snapshot_put(s, 0);
}

// Notes what an object's first word says of it, if that is no pointer.
static inline void look_at_first_word(struct snapshot *s, uint32_t index, uintptr_t base) {
  uintptr_t word = *(const uintptr_t *)base;
  if (!may_be_known(s, word))
    return;
  uint32_t id = gc_embed_snapshot_function(s, word);
  if (id && s->known_count < s->known_room)
    s->known[s->known_count++] = (struct snapshot_known){index, id - 1};
}

static void put_objects(struct snapshot *s, const struct mspan *span) {
  const struct mheap *heap = &s->gc->heap;
  bool small = span->elem_size <= group_words * ptr_size;
  for (uintptr_t index = 0; index < span->nelems; index++) {
    if (mspan_is_free(span, index))
      continue;
    uintptr_t base = mspan_object_base(span, index);
    struct heap_bits bits = heap_bits_for_addr(heap, base, span->elem_size);
    if (!(bits.mask & 1))
      look_at_first_word(s, (uint32_t)index, base);
    if (small)
      put_small(s, bits, base, base + span->elem_size);
    else
      put_large(s, bits, base, base + span->elem_size);
  }
}

// Spans.

// Appends a bit for each object: it is allocated.
static void put_allocated(struct snapshot *s, const struct mspan *span) {
  for (uintptr_t first = 0; first < span->nelems; first += 8) {
    unsigned byte = 0;
    for (uintptr_t i = first; i < first + 8 && i < span->nelems; i++)
      if (!mspan_is_free(span, i)) {
        byte |= 1u << (i - first);
        s->objects++;
      }
    reserve(s, 1);
    s->buffer[s->used++] = (uint8_t)byte;
  }
}

static void put_specials(struct snapshot *s, struct mspan *span) {
  mutex_lock(&span->special_lock);
  for (const struct special *special = span->specials; special; special = special->next) {
    uintptr_t detail = 0;
    if (special->kind == SPECIAL_KIND_FINALIZER)
      detail = (uintptr_t)((const struct special_finalizer *)special)->closure;
    else if (special->kind == SPECIAL_KIND_CLEANUP)
      detail = (uintptr_t)((const struct special_cleanup *)special)->closure;
    else if (special->kind == SPECIAL_KIND_WEAK_HANDLE)
      detail = (uintptr_t)((const struct special_weak_handle *)special)->handle;
    else if (special->kind == SPECIAL_KIND_PROFILE)
      detail = gc_embed_snapshot_site(s, ((const struct special_profile *)special)->bucket);
    snapshot_put(s, special->kind);
    snapshot_put(s, special->offset);
    snapshot_put(s, detail);
    if (special->kind == SPECIAL_KIND_FINALIZER)
      snapshot_put(
          s, gc_embed_snapshot_finalized(s, ((const struct special_finalizer *)special)->arg_type));
  }
  mutex_unlock(&span->special_lock);
  snapshot_put(s, 0);
}

static void make_room_for_known(struct snapshot *s, uintptr_t count) {
  s->known_count = 0;
  if (count <= s->known_room)
    return;
  free(s->known);
  s->known = malloc(count * sizeof *s->known);
  s->known_room = s->known ? (uint32_t)count : 0;
  if (!s->known && s->error == 0)
    s->error = ENOMEM;
}

static void put_span(struct snapshot *s, struct mspan *span) {
  const struct mheap *heap = &s->gc->heap;
  enum mspan_state state = mspan_state(span);
  snapshot_put(s, SNAPSHOT_SPAN);
  snapshot_put(s, span->start_addr / page_size);
  snapshot_put(s, span->npages);
  snapshot_put(s, state);
  if (state != MSPAN_IN_USE)
    return;
  unsigned flags = (mspan_is_swept(heap, span) ? span_swept : 0) |
                   (span->is_user_arena_chunk ? span_user_arena : 0) |
                   (span->need_zero ? span_needs_zero : 0);
  snapshot_put(s, span->span_class);
  snapshot_put(s, span->elem_size);
  snapshot_put(s, span->nelems);
  snapshot_put(s, flags);
  snapshot_put(s, span->free_index);
  put_allocated(s, span);
  snapshot_put_bytes(s, span->gcmark_bits, (span->nelems + 7) / 8);
  put_specials(s, span);
  make_room_for_known(s, span->nelems);
  if (!mspan_noscan(span))
    put_objects(s, span);
  snapshot_put(s, s->known_count);
  for (uint32_t i = 0; i < s->known_count; i++) {
    snapshot_put(s, s->known[i].index);
    snapshot_put(s, s->known[i].id);
  }
}

// Arenas and pages.

static void put_arena(struct snapshot *s, uintptr_t number) {
  const struct heap_arena *arena = arena_of_unchecked(&s->gc->heap, arena_base(number));
  snapshot_put(s, SNAPSHOT_ARENA);
  snapshot_put(s, arena_base(number) / page_size);
  snapshot_put(s, arena->zeroed_base);
  snapshot_put_bytes(s, arena->page_in_use, sizeof arena->page_in_use);
  snapshot_put_bytes(s, arena->page_marks, sizeof arena->page_marks);
  snapshot_put_bytes(s, arena->page_specials, sizeof arena->page_specials);
}

// Appends which pages of each chunk that the heap has grown by are allocated and scavenged.
static void put_chunks(struct snapshot *s) {
  struct page_alloc *pages = &s->gc->heap.pages;
  for (uintptr_t chunk = pages->start; chunk < pages->end; chunk++) {
    const struct palloc_data *data = page_alloc_chunk_of(pages, chunk);
    uintptr_t base = page_alloc_chunk_base(chunk);
    if (!data || !addr_ranges_contains(&pages->in_use, base))
      continue;
    snapshot_put(s, SNAPSHOT_CHUNK);
    snapshot_put(s, base / page_size);
    snapshot_put_bytes(s, data->alloc.word, sizeof data->alloc.word);
    snapshot_put_bytes(s, data->scavenged.word, sizeof data->scavenged.word);
  }
}

// Notes the pages of large objects.
static void find_large(struct snapshot *s) {
  const struct mheap *heap = &s->gc->heap;
  uintptr_t low = UINTPTR_MAX, high = 0;
  for (uint32_t i = 0; i < heap->all_arenas_len; i++) {
    uintptr_t base = arena_base(heap->all_arenas[i]);
    low = base < low ? base : low;
    high = base + heap_arena_bytes > high ? base + heap_arena_bytes : high;
  }
  uintptr_t pages = high > low ? (high - low) / page_size : 0;
  // Sizes are a help, not a need: an address space with far holes goes without them.
  enum { most_pages = 1 << 28 };
  if (pages > most_pages || !(s->large = calloc(pages / 8 + 1, 1)))
    return;
  s->pages_low = low;
  s->pages = pages;
  for (uint32_t i = 0; i < heap->allspans_count; i++) {
    const struct mspan *span = heap->allspans[i];
    if (mspan_state(span) != MSPAN_IN_USE || span->elem_size <= max_small_size ||
        span->start_addr < low || span->start_addr >= high)
      continue;
    for (uintptr_t page = 0; page < span->npages; page++)
      s->large[((span->start_addr - low) / page_size + page) / 8] |=
          (uint8_t)(1u << ((span->start_addr - low) / page_size + page) % 8);
  }
}

void snapshot_put_heap(struct snapshot *s) {
  struct mheap *heap = &s->gc->heap;
  find_large(s);
  for (uint32_t i = 0; i < heap->all_arenas_len; i++)
    put_arena(s, heap->all_arenas[i]);
  mutex_lock(&heap->lock);
  put_chunks(s);
  mutex_unlock(&heap->lock);
  for (uint32_t i = 0; i < heap->allspans_count && s->error == 0; i++)
    if (mspan_state(heap->allspans[i]) != MSPAN_DEAD)
      put_span(s, heap->allspans[i]);
}
