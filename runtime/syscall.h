// Blocking natives: those that wait for the system without keeping others from running.
//
// Between begin and end the M keeps its goroutine but may lose its P. An M that stops the world may
// take it, or the system monitor if others need it. The goroutine's frames, and the parameters of
// the native, are scanned as they stand. So heap memory that the parameters point to stays where it
// is; the native allocates nothing and touches no other heap memory. After entersyscall and
// exitsyscall in runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SYSCALL_H
#define VOLE_RUNTIME_SYSCALL_H

#include <stdbool.h>

#include "runtime/g.h"

struct runtime;

// Called by the native of g, the running goroutine, before it blocks. Returns false if this is the
// host's thread, which must be there for the main goroutine, and g is another one. Then g goes to
// another thread, where the call is made again. So the native touches nothing and returns true.
bool syscall_begin(struct g *g);
// Called by a native that calls back into Go, or that keeps its thread. Returns false as
// syscall_begin does, if the native may not do that on this thread.
bool syscall_leave_host(struct g *g);
// Called by the native when it no longer blocks; waits for a P if need be. A safepoint: C locals
// that point into the heap are good only if they are parameters of the native. Returns false if the
// run has ended: the M has no P, and the native returns false at once.
bool syscall_end(struct g *g);

// The two halves, for the host's thread, which comes and goes.

// Takes the P away from m0, because its thread leaves the run time. m0 remembers the P and can have
// it back quickly. Goroutines that wait for the P get another M.
void syscall_leave_main(struct runtime *rt);
// Gives m that P or another. Returns false if the run has ended.
bool syscall_resume(struct m *m, struct g *g);

// Waits until fd can be read (or written), for g. Called between begin and end. Returns false if the
// run has ended, or g is interrupted: see interrupt_wakes.
bool syscall_wait_fd(struct g *g, int fd, bool write);
// The same, but it also ends when other can be read; -1: there is none.
bool syscall_wait_either(struct g *g, int fd, int other, bool write);

#endif
