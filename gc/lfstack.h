// A lock-free stack. The memory of its nodes stays mapped as long as the stack lives.
//
// The head is one 64-bit word: the top node's address in the upper bits and a push count in the
// lower ones, so that a compare-and-swap notices a node that left and came back (ABA). User
// addresses are below 2^47 and nodes are 8-aligned, which leaves 19 bits for the count.
//
// After runtime/lfstack.go and lfstack_64bit.go of Go 1.21.

#ifndef VOLE_GC_LFSTACK_H
#define VOLE_GC_LFSTACK_H

#include <stdbool.h>
#include <stdint.h>

// The part of a stacked object that the stack uses. Place it first; memory is off the Go heap.
struct lfnode {
  uint64_t next;        // packed word of the node below; atomic
  uintptr_t push_count; // how often this node was pushed; owned by the pusher
};

// Zero-initialised it is empty.
struct lfstack {
  uint64_t head; // packed word of the top node, 0 when empty; atomic
};

// Pushes node. Throws if its address cannot be packed. Any thread, no lock.
void lfstack_push(struct lfstack *stack, struct lfnode *node);
// Pops and returns the top node; NULL if the stack is empty. Any thread, no lock.
struct lfnode *lfstack_pop(struct lfstack *stack);
// Returns whether the stack is empty at this moment.
bool lfstack_empty(const struct lfstack *stack);
// Returns the number of nodes. Throws if there are more than `most`, as in a ring. No thread pushes
// or pops.
uint32_t lfstack_check(const struct lfstack *stack, uint32_t most);

#endif
