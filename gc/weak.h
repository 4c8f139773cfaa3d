// Weak pointers: pointers that do not keep the object they point to.
//
// All weak pointers to one address share a handle: a heap object of one word that holds the address
// as a number. A record on the target's span leads to the handle, and a root job keeps the handle.
// When the target dies, or is revived for its finalizer, the sweeper stores 0 in the handle. So two
// weak pointers made from the same address are equal, whether the target lives or not.
//
// After the weak handles of runtime/mheap.go of Go 1.24. Differences: an address outside of the
// heap never dies, and is its own handle. So is an address in a user arena, which its handle then
// keeps, since no root job visits records there.

#ifndef VOLE_GC_WEAK_H
#define VOLE_GC_WEAK_H

struct gc;
struct gc_p;

// Returns the handle of object, which the caller keeps reachable during the call. A handle is a
// heap pointer. It is object itself if that is not on the heap, or with sbrk=1.
void *gc_weak_handle(struct gc *gc, struct gc_p *p, void *object);
// Returns the address that a handle stands for, a pointer that keeps its object; NULL if that is
// dead.
void *gc_weak_value(struct gc *gc, struct gc_p *p, void *handle);

#endif
