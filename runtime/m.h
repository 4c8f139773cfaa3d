// Threads: making them, parking them, giving them a P.
//
// An M without work parks on a futex in the idle list. An M that has a P to give wakes one of
// those, or makes a new thread. After runtime/proc.go of Go 1.21 (startm, stopm, handoffp, wakep).

#ifndef VOLE_RUNTIME_M_H
#define VOLE_RUNTIME_M_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"

// Wakes m, or keeps it from sleeping the next time that it parks. Any thread.
void m_unpark(struct m *m);

// Puts p, which no M holds, into the idle list. sched lock held.
void p_idle_put(struct runtime *rt, struct p *p);
// Takes a P out of the idle list; NULL if there is none. sched lock held.
struct p *p_idle_get(struct runtime *rt);
// Gives p, which is idle or was handed over, to m, the calling M, which has none.
void m_acquire_p(struct m *m, struct p *p);
// Takes the P of m, the calling M, away and returns it. It is idle, and in no list.
struct p *m_release_p(struct m *m);

// The least bytes of C stack of a thread that the run time makes, whatever the limit for the
// process is. Compiling a deeply nested function takes it, and a host's functions.
enum { m_stack_bytes = 8 << 20 };

// Makes a thread that takes no signals but those its own instructions raise. Returns an error
// number, 0 for none.
int m_thread_create(struct runtime *rt, pthread_t *thread, void *(*main)(void *), void *argument);
// Ends the run with what Go says when it cannot make a thread. The error is a number of errno, or 0
// if there are too many threads.
void m_thread_failed(struct runtime *rt, int error);

// Sets the locale "C" on the calling thread if it is an M: host_state_set_locale. Called before any
// function of the C library that heeds the locale.
void m_set_locale(void);

// Removes m from the idle list. sched lock held.
void m_idle_remove(struct runtime *rt, struct m *m);
// Has some M run p: an idle one, or a new thread. With p NULL it takes an idle P, if there is one.
// With spinning the caller has counted the M in sched.spinning; m_start uncounts it if there is no
// P. Takes sched.lock.
void m_start(struct runtime *rt, struct p *p, bool spinning);
// Finds an M for p, which its own cannot use, if there is work; else p becomes idle. Takes
// sched.lock.
void m_hand_off_p(struct runtime *rt, struct p *p);
// Has one more M look for work, if there is an idle P and no M looks yet.
void m_wake_p(struct runtime *rt);
// Parks m, the calling M, which has no P, until it is given one. Returns false if the run has
// ended.
bool m_wait_for_p(struct m *m);
// Parks m, the calling M, until its pinned goroutine is runnable and it is given a P. Returns false
// if the run has ended.
bool m_stop_locked(struct m *m);
// Gives the P of m, the calling M, to the M that g is pinned to. m then has none.
void m_start_locked(struct m *m, struct g *g);
// Called when m, the calling M, leaves its loop for good or until the host comes in again. Its P
// goes to others.
void m_leave(struct m *m);
// Wakes every M that sleeps, so that it sees that the run has ended.
void m_wake_all(struct runtime *rt);
// Waits for all threads that the run time has made. The run has ended. Called by the host's thread.
void m_join_all(struct runtime *rt);

#endif
