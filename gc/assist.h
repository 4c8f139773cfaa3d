// gc/assist.h: goroutines that allocate while a cycle marks pay for it with marking.
//
// Each allocation is charged to the goroutine; one in debt is sent to its next safepoint, where it
// takes credit that background workers have earned, marks itself, and, if there is nothing to mark,
// waits until workers have earned enough. After gcAssistAlloc, gcFlushBgCredit and gcParkAssist in
// runtime/mgcmark.go of Go 1.21. Difference: there an allocation itself assists; here it is no
// safepoint, so the debt is paid at the next one.

#ifndef VOLE_GC_ASSIST_H
#define VOLE_GC_ASSIST_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct gc;
struct gc_p;

// A goroutine's account, in struct g. Owned by who runs it; while it waits, by the queue.
struct gc_assist {
  int64_t bytes;          // that it may still allocate in this cycle; negative: in debt
  uint32_t cycle;         // the cycle that this is about; else bytes counts as 0
  struct gc_assist *next; // in the queue; its lock
};

// Those that wait for credit, first come first served.
struct gc_assist_queue {
  struct mutex lock;              // rank assist_queue; guards both
  struct gc_assist *first, *last; // first is also read without the lock
};

void gc_assist_queue_init(struct gc_assist_queue *queue);
// An allocation of so many bytes on p while assists are on. May ask for a safepoint.
void gc_assist_charge(struct gc *gc, struct gc_p *p, uintptr_t bytes);
// At a safepoint of the goroutine that assist belongs to: pays its debt, if it has any. False: the
// goroutine was parked (gc_embed_assist_park) and is not to be touched any more.
bool gc_assist_pay(struct gc *gc, struct gc_p *p, struct gc_assist *assist);
// A background worker has done so much work: pays the debts of those who wait, the rest becomes
// credit.
void gc_assist_earn(struct gc *gc, int64_t work);
// Marking is over: nobody has to wait. World stopped, blacken_enabled is 0 already.
void gc_assist_wake_all(struct gc *gc);

#endif
