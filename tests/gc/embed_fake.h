// A runtime just big enough to run the collector in a test.
//
// A fake instance has two Ps, a block of globals, each word a root, and one goroutine. The stack of
// that is an array of roots. The clock is real, or counts its readings.

#ifndef VOLE_TESTS_GC_EMBED_FAKE_H
#define VOLE_TESTS_GC_EMBED_FAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"
#include "gc/malloc.h"
#include "mem/bitmap.h"

enum { fake_procs = 2, fake_globals = 40000, fake_stack = 64 };

// Made by fake_new.
struct fake {
  struct gc gc;                           // must be first
  struct gc_p *procs[fake_procs];         // the first is the test's own
  void *globals[fake_globals];            // roots: more than one block of 256 KiB
  uint8_t globals_mask[fake_globals / 8]; // all ones
  void *stack[fake_stack];                // roots of the one goroutine
  uint32_t safepoints_requested;
  uint32_t finalizers_woken;
  uint32_t call_depth; // the number of calls that gc_embed_callers reports; call_pc: the innermost
  uintptr_t call_pc;
  uint32_t stops;
  uint32_t starts;
  uint32_t assists_wanted, assists_done, assists_parked;
  void (*other_roots)(struct fake *fake); // called when those are scanned, if set
  void (*marking)(struct fake *fake);     // called once in each mark, when the roots are scanned
  void *marking_user;                     // for it
  int64_t clock_step;                     // ns between two readings of the clock; 0: it is real
  int64_t clock;                          // what it read last, if not
  char printed[8192];                     // what gc_embed_print was given, the last of it
};

// Makes an instance with the given GODEBUG, VOLEDEBUG and GOGC (each may be NULL).
struct fake *fake_new(const char *godebug, const char *voledebug, const char *gogc);
// The same with every setting given.
struct fake *fake_new_config(const struct gc_config *config);
// Unmakes it; asserts that every mapping was returned.
void fake_free(struct fake *fake);

// A list node with a payload, as tests allocate it.
struct node {
  struct node *next;
  uint64_t value;
  struct node *other;
};
extern const struct layout node_layout;

// Allocates a node on the first P.
struct node *fake_node(struct fake *fake, struct node *next, uint64_t value);
// Whether the object at address is an allocated slot.
bool fake_is_allocated(struct fake *fake, const void *object);

// A safepoint of the test: a wanted cycle begins, and is marked to its end as background workers
// would. Whether one began.
bool fake_safepoint(struct fake *fake);

#endif
