// Machine code beside the interpreter: when a function gets it, and what it calls.
//
// With machine code the loop is another copy (hooked.c), with three tables of labels. Entries,
// returns and backward jumps go through a hook, which looks whether machine code goes on here, and
// counts if there is none. Private to vm/interp, but for tier_init
// and tier_destroy.

#ifndef VOLE_VM_INTERP_TIER_H
#define VOLE_VM_INTERP_TIER_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/jit/jit.h"

struct machine;
struct tier;

// Decides by the options whether this instance uses machine code. No goroutine runs yet.
void tier_init(struct machine *machine);
// Frees all machine code. Nothing runs.
void tier_destroy(struct machine *machine);

// Returns whether goroutines of this instance look for machine code.
bool tier_is_on(const struct machine *machine);

// Returns where machine code goes on at g->sched; NULL: the interpreter goes on. Counts, and
// compiles what is hot. Called by the M that runs g.
const void *tier_find(struct g *g);
// Runs machine code from there until it is left.
enum jit_leave tier_run(struct g *g, const void *address);

// Fills the table of operations out of line (tier_operations.c).
void tier_fill_operations(struct jit_host *host);

// Returns the bytes of memory that machine code takes. Any thread.
uint64_t tier_bytes(const struct machine *machine);

#endif
