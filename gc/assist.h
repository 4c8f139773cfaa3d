// Assists: goroutines that allocate while a cycle marks pay for it with marking.
//
// Each allocation is charged to the goroutine's account. A goroutine in debt is sent to its next
// safepoint. There it takes credit that background workers have earned, then marks itself; if there
// is nothing to mark, it waits until workers have earned enough.
//
// After gcAssistAlloc, gcFlushBgCredit and gcParkAssist in runtime/mgcmark.go of Go 1.21.
// Difference: there an allocation itself assists; here an allocation is no safepoint, so the debt
// is paid at the next one.

#ifndef VOLE_GC_ASSIST_H
#define VOLE_GC_ASSIST_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct gc;
struct gc_p;

// A goroutine's account, in struct g. Owned by the M that runs the goroutine; while the goroutine
// waits, guarded by the queue's lock.
struct gc_assist {
  int64_t bytes;          // that it may still allocate in this cycle; negative: its debt
  uint32_t cycle;         // the cycle that bytes is about; in any other cycle bytes counts as 0
  struct gc_assist *next; // in the queue
};

// The goroutines that wait for credit, in the order in which they came.
struct gc_assist_queue {
  struct mutex lock;       // rank LOCK_RANK_ASSIST_QUEUE; guards both pointers
  struct gc_assist *first; // written under lock; atomic, since it is also read without it
  struct gc_assist *last;
};

// Prepares an empty queue.
void gc_assist_queue_init(struct gc_assist_queue *queue);
// Charges an allocation of `bytes` bytes to the goroutine that runs on p, and asks for a safepoint
// if that leaves it in debt. Called by the allocator while blacken_enabled is set.
void gc_assist_charge(struct gc *gc, struct gc_p *p, uintptr_t bytes);
// Pays the debt of `assist`, the account of the goroutine that runs on p, if it has any. Called at
// a safepoint of that goroutine. Returns false if the goroutine was parked (gc_embed_assist_park):
// the caller must not touch it any more.
bool gc_assist_pay(struct gc *gc, struct gc_p *p, struct gc_assist *assist);
// Pays the debts of waiting goroutines from `work` units that a background worker has done. What is
// left becomes credit. Any thread.
void gc_assist_earn(struct gc *gc, int64_t work);
// Makes all waiting goroutines runnable, since marking is over. World stopped, blacken_enabled is
// 0.
void gc_assist_wake_all(struct gc *gc);

#endif
