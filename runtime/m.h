// Threads: making them, parking them, giving them a P.
//
// An M without work parks on a futex in the idle list; who has a P to give wakes one, or makes a
// new thread. After runtime/proc.go of Go 1.21 (startm, stopm, handoffp, wakep).

#ifndef VOLE_RUNTIME_M_H
#define VOLE_RUNTIME_M_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"

// Sleeps until m_unpark, at most timeout ns (negative: without limit). Whether it was woken. Only
// m's thread. A wake-up that came before is not lost.
bool m_park(struct m *m, int64_t timeout);
// Wakes m, or keeps its next m_park from sleeping. Any thread.
void m_unpark(struct m *m);

// Puts p into the idle list, takes one out of it (NULL: there is none). sched lock held.
void p_idle_put(struct runtime *rt, struct p *p);
struct p *p_idle_get(struct runtime *rt);
// The calling M takes p, which is idle or handed to it; gives its P up, which is idle then.
void m_acquire_p(struct m *m, struct p *p);
struct p *m_release_p(struct m *m);

// The C stack of a thread that the run time makes, at least: compiling a deeply nested function
// takes it, and a host's functions, whatever the limit for the process is.
enum { m_stack_bytes = 8 << 20 };

// Makes a thread that takes no signals but those its own instructions raise. Returns an error
// number.
int m_thread_create(struct runtime *rt, pthread_t *thread, void *(*main)(void *), void *argument);
// Ends the run with what Go says when there are no threads to be had. error: a number, 0 for too
// many.
void m_thread_failed(struct runtime *rt, int error);
// Takes an M out of the idle list, or a P out of its. sched lock held.
void m_idle_remove(struct runtime *rt, struct m *m);
// Has some M run p: an idle one or a new thread. p NULL: an idle P, if there is one. spinning: the
// caller has counted it in sched.spinning, and it is uncounted if there is no P. Takes sched.lock.
void m_start(struct runtime *rt, struct p *p, bool spinning);
// A P that its M cannot use: somebody else runs it if there is work, else it becomes idle.
void m_hand_off_p(struct runtime *rt, struct p *p);
// One more M should look for work, if there is an idle P and nobody looks yet.
void m_wake_p(struct runtime *rt);
// Parks the calling M, which has no P, until it is given one; false: the run ends.
bool m_wait_for_p(struct m *m);
// Parks the calling M until its pinned goroutine is runnable and it is given a P; false: the run
// ends.
bool m_stop_locked(struct m *m);
// g is pinned to another M: the calling M gives its P to that one, and has none.
void m_start_locked(struct m *m, struct g *g);
// The calling M leaves its loop for good, or until the host comes in again: its P goes to others.
void m_leave(struct m *m);
// Wakes every M that sleeps, for it to see that the run ends.
void m_wake_all(struct runtime *rt);
// Waits for all threads that the run time has made; the run ends. Called by the host's thread.
void m_join_all(struct runtime *rt);

#endif
