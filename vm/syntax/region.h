// A region: memory that is handed out piece by piece and freed whole.
//
// The syntax tree, the checker's types and objects, and what the compiler keeps about them live in
// the region of their program. They refer to each other freely and all die together.

#ifndef VOLE_VM_SYNTAX_REGION_H
#define VOLE_VM_SYNTAX_REGION_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct region_block;

struct region {
  struct region_block *blocks; // newest first
  char *next;                  // first free byte of the newest block
  char *end;                   // its end
  size_t total_bytes;          // handed out so far, for statistics
  // Called when memory runs out; does not return. NULL: a message is written, and abort called.
  void (*no_memory)(void *argument);
  void *argument; // for no_memory
  // Gives blocks (memory NULL), and takes them back (new_size 0); NULL: the C heap does. Constant
  // while the region has blocks.
  void *(*allocate)(void *user, void *memory, size_t old_size, size_t new_size);
  void *user; // for allocate
};

// Prepares an empty region, which owns no memory yet.
void region_init(struct region *r);

// Returns every block to where it came from. The region may be used again.
void region_free(struct region *r);

// Returns n zeroed bytes, aligned to 16. Never returns NULL: calls no_memory instead.
void *region_alloc(struct region *r, size_t n);

// Ends as region_alloc does when memory is short. Called where n bytes from elsewhere are missing
// that the region's owner cannot do without.
_Noreturn void region_out_of_memory(const struct region *r, size_t n);

// Whether an address lies in the region.
bool region_owns(const struct region *r, const void *address);

// Sets *low and *size to the range of addresses that all of the region lies in; others may, too.
void region_range(const struct region *r, uintptr_t *low, uintptr_t *size);

// Returns a copy of n bytes of s with a NUL behind them.
char *region_strndup(struct region *r, const char *s, size_t n);

// Return a formatted text in the region.
char *region_printf(struct region *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *region_vprintf(struct region *r, const char *format, va_list args);

// Grows an array of *cap elements of elem_size bytes so that it holds at least want, with amortised
// constant time for an element. Copies the used ones and returns the array.
void *region_grow(struct region *r, void *array, size_t elem_size, int used, int *cap, int want);

#endif
