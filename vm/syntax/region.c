// Regions: see region.h.
//
// A region is a list of blocks from calloc, so that the system hands out pages that are zero
// already; or from the host's allocator. Small requests advance a pointer in the newest block. A request that is large against
// the block gets a block of its own, linked behind the newest one: the room left there is not lost.
// Blocks double from 32 KiB to 1 MiB: a script of a few lines stays small, a large program needs
// few calls.

#include "mem/invariant.h"
#include "vm/syntax/region.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  first_block_bytes = 32 << 10,
  last_block_bytes = 1 << 20,
  alignment_bytes = 16,
};

struct region_block {
  struct region_block *older;
  size_t bytes; // that follow this header
};

_Static_assert(sizeof(struct region_block) % alignment_bytes == 0,
               "what follows the header must be aligned");

void region_out_of_memory(const struct region *r, size_t n) {
  if (r->no_memory)
    r->no_memory(r->argument);
  fprintf(stderr, "vole: out of memory: a region needs %zu bytes\n", n);
  abort();
}

static struct region_block *new_block(const struct region *r, size_t bytes) {
  struct region_block *block = NULL;
  size_t size = sizeof *block + bytes;
  if (bytes <= SIZE_MAX / 2)
    block = r->allocate ? r->allocate(r->user, NULL, 0, size) : calloc(1, size);
  if (!block)
    region_out_of_memory(r, bytes);
  if (r->allocate)
    memset(block, 0, size);
  block->bytes = bytes;
  return block;
}

void region_init(struct region *r) {
  *r = (struct region){0};
}

void region_free(struct region *r) {
  struct region_block *block = r->blocks;
  while (block) {
    struct region_block *older = block->older;
    if (r->allocate)
      r->allocate(r->user, block, sizeof *block + block->bytes, 0);
    else
      free(block);
    block = older;
  }
  *r = (struct region){
      .no_memory = r->no_memory, .argument = r->argument, .allocate = r->allocate, .user = r->user};
}

bool region_owns(const struct region *r, const void *address) {
  for (const struct region_block *block = r->blocks; block; block = block->older) {
    if ((uintptr_t)address - (uintptr_t)(block + 1) < block->bytes)
      return true;
  }
  return false;
}

void region_range(const struct region *r, uintptr_t *low, uintptr_t *size) {
  uintptr_t high = 0;
  *low = UINTPTR_MAX;
  for (const struct region_block *block = r->blocks; block; block = block->older) {
    uintptr_t begin = (uintptr_t)(block + 1), end = begin + block->bytes;
    *low = begin < *low ? begin : *low;
    high = end > high ? end : high;
  }
  *size = high > *low ? high - *low : 0;
}

static __attribute__((noinline)) void *alloc_slowly(struct region *r, size_t n) {
  size_t newest_bytes = r->blocks ? r->blocks->bytes : first_block_bytes / 2;
  if (n > newest_bytes / 4 && r->blocks) {
    struct region_block *own = new_block(r, n);
    own->older = r->blocks->older;
    r->blocks->older = own;
    return own + 1;
  }
  size_t bytes = newest_bytes < last_block_bytes ? newest_bytes * 2 : last_block_bytes;
  struct region_block *block = new_block(r, bytes > n ? bytes : n);
  block->older = r->blocks;
  r->blocks = block;
  char *p = (char *)(block + 1);
  r->next = p + n;
  r->end = p + block->bytes;
  return p;
}

void *region_alloc(struct region *r, size_t n) {
  invariant_debug(r->next <= r->end);
  if (n > SIZE_MAX / 2)
    region_out_of_memory(r, n);
  n = (n + alignment_bytes - 1) & ~(size_t)(alignment_bytes - 1);
  r->total_bytes += n;
  if ((size_t)(r->end - r->next) < n || !r->next)
    return alloc_slowly(r, n);
  char *p = r->next;
  r->next += n;
  return p;
}

char *region_strndup(struct region *r, const char *s, size_t n) {
  char *copy = region_alloc(r, n + 1);
  if (n > 0)
    memcpy(copy, s, n);
  return copy;
}

char *region_vprintf(struct region *r, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  char small[256];
  int n = vsnprintf(small, sizeof small, format, args);
  if (n < 0) {
    n = 0;
    small[0] = '\0';
  }
  char *text = region_alloc(r, (size_t)n + 1);
  if ((size_t)n < sizeof small)
    memcpy(text, small, (size_t)n + 1);
  else
    vsnprintf(text, (size_t)n + 1, format, again);
  va_end(again);
  return text;
}

char *region_printf(struct region *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *text = region_vprintf(r, format, args);
  va_end(args);
  return text;
}

void *region_grow(struct region *r, void *array, size_t elem_size, int used, int *cap, int want) {
  invariant_debug(used >= 0 && used <= *cap);
  if (want <= *cap)
    return array;
  int new_cap = *cap < 4 ? 4 : *cap;
  while (new_cap < want)
    new_cap = new_cap > INT32_MAX / 2 ? INT32_MAX : new_cap * 2;
  void *grown = region_alloc(r, (size_t)new_cap * elem_size);
  if (used > 0)
    memcpy(grown, array, (size_t)used * elem_size);
  *cap = new_cap;
  return grown;
}
