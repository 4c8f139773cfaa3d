// Memory of a command: see pool.h.

#include "vm/command/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pool_block {
  struct pool_block *next;
  max_align_t data[];
};

static _Noreturn void end_without_memory(void) {
  fputs("vole: out of memory\n", stderr);
  _exit(2);
}

void *pool_alloc(struct pool *pool, size_t size) {
  struct pool_block *block = calloc(1, sizeof *block + size);
  if (!block)
    end_without_memory();
  block->next = pool->blocks;
  pool->blocks = block;
  return block->data;
}

char *pool_copy(struct pool *pool, const char *text, size_t size) {
  char *copy = pool_alloc(pool, size + 1);
  if (size > 0)
    memcpy(copy, text, size);
  return copy;
}

char *pool_vprintf(struct pool *pool, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  if (size < 0)
    end_without_memory();
  char *text = pool_alloc(pool, (size_t)size + 1);
  vsnprintf(text, (size_t)size + 1, format, again);
  va_end(again);
  return text;
}

char *pool_printf(struct pool *pool, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *text = pool_vprintf(pool, format, args);
  va_end(args);
  return text;
}

void *pool_grow(struct pool *pool, void *items, int count, int *cap, size_t size) {
  if (count < *cap)
    return items;
  *cap = *cap > 0 ? *cap * 2 : 8;
  void *larger = pool_alloc(pool, (size_t)*cap * size);
  if (count > 0)
    memcpy(larger, items, (size_t)count * size);
  return larger;
}

void pool_add_text(struct pool *pool, struct text_list *list, const char *text) {
  list->items = pool_grow(pool, list->items, list->count, &list->cap, sizeof *list->items);
  list->items[list->count++] = text;
}

void pool_free(struct pool *pool) {
  for (struct pool_block *block = pool->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  pool->blocks = NULL;
}
