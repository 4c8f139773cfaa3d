// Blocking natives: what waits for the system without keeping others from running.
//
// Between begin and end the M keeps its goroutine but may lose its P: to who stops the world, or to
// the system monitor if others need it. The goroutine's frames, and the parameters of the native,
// are scanned as they stand, so heap memory that the parameters point to stays where it is; the
// native allocates nothing and touches no other heap memory. After entersyscall and exitsyscall in
// runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SYSCALL_H
#define VOLE_RUNTIME_SYSCALL_H

#include <stdbool.h>

#include "runtime/g.h"

// g's native is about to block. False: this is the host's thread, which must be there for the main
// goroutine, and g is not that one: g was sent to another thread, where the call is made anew. The
// native then touches nothing and returns true.
bool syscall_begin(struct g *g);
// The same for a native that calls back into Go, or that keeps its thread: whether it may on this
// one.
bool syscall_leave_host(struct g *g);
// Waits for a P if need be. A safepoint: C locals that point into the heap are good only if they
// are parameters of the native. False: the run ends, and the M has no P; the native returns false
// at once.
bool syscall_end(struct g *g);
// What both are made of, for the host's thread, which comes and goes: the M gives its P up in a way
// that lets it have it back quickly; takes that one or another (false: the run ends).
void syscall_leave_p(struct m *m, struct g *g);
bool syscall_resume(struct m *m, struct g *g);
// Waits in a blocking native until fd can be read (or written), or the run ends: false. Between
// begin and end.
bool syscall_wait_fd(struct runtime *rt, int fd, bool write);

#endif
