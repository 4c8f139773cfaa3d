// Goroutine stacks: where frames live.
//
// A stack is one piece of manually managed heap memory (MSPAN_MANUAL). Small ones, 2 to 16 KiB, are
// cut from spans of 32 KiB, which pools keep by order. Every P has a cache of some of each order.
// Larger ones are spans of their own. A stack grows by copying: nothing points into it, so the copy
// is a memcpy. C code that keeps the place of a frame keeps its offset from stack.lo, or derives
// the address again. Frames grow upwards, from lo to hi.
//
// After runtime/stack.go of Go 1.21. Differences: no pointers into stacks, hence no adjusting;
// stacks grow upwards.

#ifndef VOLE_RUNTIME_STACK_H
#define VOLE_RUNTIME_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem/lock.h"
#include "mem/mspan.h"

struct g;
struct runtime;
struct p;

enum {
  stack_min_bytes = 2048,           // a new goroutine's
  stack_orders = 4,                 // 2, 4, 8 and 16 KiB are cut from pooled spans
  stack_pool_span_bytes = 32 << 10, // size of such a span
  stack_cache_bytes = 32 << 10,     // a P keeps at most this much of one order
  stack_guard_words = 16,  // above stackguard: room for a frame's header before it is checked
  stack_large_orders = 32, // lists of free large spans, by log2 of pages
};

// A goroutine's memory for frames.
struct stack {
  uint64_t *lo; // first word; NULL: none
  uint64_t *hi; // end
};

// The free small stacks of one order that a P holds, linked through their first word.
struct stack_cache {
  void *list;      // free stacks
  uintptr_t bytes; // in the list
};

// The free small stacks of one order that an instance has: the spans that have some.
struct stack_pool {
  struct mutex lock;       // guards all here
  struct mspan_list spans; // each with pieces in manual_free_list, alloc_count of them in use
};

// All stacks of an instance.
struct stack_state {
  struct stack_pool pool[stack_orders];
  struct mutex large_lock;                     // guards large
  struct mspan_list large[stack_large_orders]; // free, kept while a cycle marks
  uintptr_t max_bytes;                         // limit of one stack: Go's 1000000000; constant
};

// Sets up the empty pools. max_bytes is the limit of one stack.
void stack_state_init(struct runtime *rt, uintptr_t max_bytes);

// Allocates a stack of at least `words` words, rounded up to a power of two of at least 2 KiB. The
// P is the calling M's, or NULL. Ends the run if memory is short.
struct stack stack_alloc(struct runtime *rt, struct p *p, uintptr_t words);
// Frees a stack. While a cycle marks, whole spans are kept until it is over (stack_free_spans). p
// is the calling M's, or NULL.
void stack_free(struct runtime *rt, struct p *p, struct stack s);

// Makes room: afterwards at least `words` words from g->sched.fp on lie below the guard. May move
// the stack: g->sched.fp and g->stackguard change, and every other address into it is dead. Called
// by the M that runs g. Returns false if the stack would exceed its limit; the fatal error "stack
// overflow" has then ended the run.
bool stack_grow(struct runtime *rt, struct g *g, uintptr_t words);

// Halves the stack of g if it uses less than a quarter. Either g does not run, or it is at a
// safepoint of the calling M, which reads g->sched.fp again.
void stack_shrink(struct runtime *rt, struct g *g);

// Returns the bytes in use, from lo to the end of the innermost frame.
uintptr_t stack_used_bytes(const struct g *g);

// Moves the stack of g to other memory of the same size (VOLEDEBUG=movestacks). Fills the old stack
// with 0xdb, so that use of a stale address is noticed. Called by the M that runs g, at a
// safepoint.
void stack_move(struct runtime *rt, struct g *g);

// Sets g->stackguard from the stack, once a request for a safepoint is being served. It stays
// poisoned in modes that serve each safepoint (movestacks, slowmark, the deterministic mode). The
// store releases only: a full barrier is between it and the test of what is asked for.
void stack_reset_guard(struct g *g);

// Gives all stacks in the cache of p to the pools. Called by the M that holds p, or with the world
// stopped.
void stack_cache_clear(struct runtime *rt, struct p *p);
// Frees the spans that hold no stack in use. The phase is off.
void stack_free_spans(struct runtime *rt);

#endif
