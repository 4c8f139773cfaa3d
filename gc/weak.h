// gc/weak.h: pointers that do not keep what they point to.
//
// All weak pointers to one address share a handle: a heap object of one word that holds the address
// but tells the collector nothing of it. A record on the target's span finds the handle again, and
// a root job keeps it; when the target dies, or is revived for its finalizer, the sweeper stores 0
// there. So two weak pointers are equal when they were made from the same address, whether it lives
// or not.
//
// After the weak handles of runtime/mheap.go of Go 1.24. Differences: what is not on the heap never
// dies, and is its own handle; so is what is in a user arena, which it keeps, since no root job
// looks at the records there.

#ifndef VOLE_GC_WEAK_H
#define VOLE_GC_WEAK_H

struct gc;
struct gc_p;

// The handle of an address, which the caller keeps reachable during the call: a heap pointer, or
// object itself where that is not on the heap, or under sbrk=1.
void *gc_weak_handle(struct gc *gc, struct gc_p *p, void *object);
// The address that a handle stands for, a pointer that keeps its object; NULL when that is dead.
void *gc_weak_value(struct gc *gc, struct gc_p *p, void *handle);

#endif
