// Memory of a command: it is freed at once, when the command ends.
//
// Where the system has none left, the command says so and ends with status 2.

#ifndef VOLE_VM_COMMAND_POOL_H
#define VOLE_VM_COMMAND_POOL_H

#include <stdarg.h>
#include <stddef.h>

// A pool, which starts zeroed.
struct pool {
  struct pool_block *blocks;
};

// A list of texts, which starts zeroed.
struct text_list {
  const char **items;
  int count, cap;
};

// Returns size bytes of zeros.
void *pool_alloc(struct pool *pool, size_t size);
// Returns a copy of size bytes with a NUL behind them.
char *pool_copy(struct pool *pool, const char *text, size_t size);
// Returns a text that is made as by printf.
char *pool_printf(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *pool_vprintf(struct pool *pool, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
// Returns an array with room for count + 1 elements of size bytes; *cap tells its room.
void *pool_grow(struct pool *pool, void *items, int count, int *cap, size_t size);
// Appends a text, which is not copied.
void pool_add_text(struct pool *pool, struct text_list *list, const char *text);
// Frees everything; the pool may be used again.
void pool_free(struct pool *pool);

#endif
