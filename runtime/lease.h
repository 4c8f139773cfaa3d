// The lease: how a thread of the host keeps the P between its calls.
//
// A host calls often, and briefly. To give the P up after each call, and to take it back before the
// next, costs more than such a call. So a thread that leaves may keep the P on lease. The M m0 holds
// it, the main goroutine counts as running, and interrupt.phase says that a call is under way. Only
// the thread's slot says that it is outside. Entering and leaving are then a store and some loads.
//
// Three revoke a lease to get what it holds: an M that stops the world, another thread that enters,
// and vole_free. The system monitor revokes it when the host has not called for a while. If the
// thread is outside, the revoker does what the thread would have done without a lease: P and
// goroutine rest as in a blocking native. If it is inside, it loses the lease there, is noted as a
// user of the instance, and leaves in the ordinary way.
//
// The two sides meet as in Dekker's algorithm: the thread writes its place and reads `revokers`; a
// revoker counts itself there and reads the place. Each must order its write before its read. Where
// the system can, the thread does so for nothing, and the revoker interrupts it (membarrier(2)).

#ifndef VOLE_RUNTIME_LEASE_H
#define VOLE_RUNTIME_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct runtime;

// Where the thread of a slot is.
enum lease_place {
  LEASE_OUTSIDE,
  LEASE_INSIDE, // in a function of the host's interface
  LEASE_CALL,   // in a call, which can be interrupted
};

// What a thread that has had a lease writes to. No other thread ever writes its place, so a thread
// that has just lost the lease, and does not know yet, disturbs nobody.
struct lease_slot {
  const void *thread; // says which thread; constant once it is set
  uint32_t place;     // enum lease_place; atomic
  uint32_t entries;   // counts the entries; atomic
  uint32_t lost_at;   // its place when the lease was revoked last; lease.lock
};

enum { lease_slots = 8 }; // threads that can have a lease in turn; others never have one

struct lease {
  struct mutex lock;         // guards the next, and what changes with it
  struct lease_slot *holder; // NULL: there is no lease; atomic
  uint32_t revokers;         // threads that revoke just now: no lease is given; atomic
  bool fences_others;        // membarrier(2) is there; constant after the first lease
  bool asked;                // whether it is; lock
  uint32_t seen_entries;     // of the holder, at the system monitor's last look; the monitor's
  uint32_t *users;           // where a holder that is inside is noted as a user; NULL: no leases
  uint32_t user_bit;         // by this bit
  struct lease_slot slots[lease_slots];
};

// Prepares leases. `bit` of the atomic word *users is set when a holder loses its lease inside, and
// cleared when that thread leaves. Threads that wait for the word to change are woken if it had
// another bit.
void lease_init(struct runtime *rt, uint32_t *users, uint32_t bit);

// Enters by the lease of the calling thread, which is outside. Returns false if it has none, and
// must enter in the ordinary way.
bool lease_enter(struct runtime *rt);
// Leaves, after lease_enter. The lease is kept if nobody has revoked it and nothing waits.
void lease_leave(struct runtime *rt);
// Takes a lease for the calling thread, which is outside, and is the only user of the instance.
// Nothing happens if there are reasons against it. Returns whether it has one.
bool lease_take(struct runtime *rt);

// Begin and end a call, inside. Begin returns false if the thread has no lease, or loses it: the
// call then begins by interrupt_begin_call, and ends without lease_end_call. End returns false if
// it must end by interrupt_end_call.
bool lease_begin_call(struct runtime *rt);
bool lease_end_call(struct runtime *rt);
// Returns whether the instance's user, the calling thread, has a lease.
bool lease_is_held(const struct runtime *rt);

// Revokes the lease, if there is one, and keeps any thread from taking one until lease_allow. Any
// thread that holds no leaf lock.
void lease_revoke(struct runtime *rt);
void lease_allow(struct runtime *rt);
// Revokes it if the host has not entered since the last time. Called by the system monitor.
void lease_watch(struct runtime *rt);

// Keeps the holder from leaving, and from entering, without its taking notice. Returns its place;
// LEASE_CALL if there is no lease, so that interrupt.phase alone decides. Followed by lease_allow.
// Any thread and any signal handler.
enum lease_place lease_observe(struct runtime *rt);

#endif
