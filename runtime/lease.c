// Leases: see lease.h.

#include "runtime/lease.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/interrupt.h"
#include "runtime/m.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/syscall.h"

#if defined(__SANITIZE_THREAD__)
enum { under_thread_sanitizer = true };
#elif defined(__has_feature)
enum { under_thread_sanitizer = __has_feature(thread_sanitizer) };
#else
enum { under_thread_sanitizer = false };
#endif

// Its address says which thread this is.
static _Thread_local char this_thread;

void lease_init(struct runtime *rt, uint32_t *users, uint32_t bit) {
  mutex_init(&rt->lease.lock, LOCK_RANK_LEASE);
  rt->lease.users = users;
  rt->lease.user_bit = bit;
}

// The barrier between a thread and those that revoke.

// Writes the place of the calling thread, and orders that before what it reads next.
static inline void announce(const struct lease *lease, struct lease_slot *slot,
                            enum lease_place place) {
  if (lease->fences_others) {
    atomic_store_release_u32(&slot->place, place);
    atomic_compiler_barrier();
  } else {
    atomic_store_u32(&slot->place, place);
  }
}

// Asks the system, once. ThreadSanitizer would not see the barrier.
static void ask_for_fences(struct lease *lease) {
  mutex_assert_held(&lease->lock);
  lease->asked = true;
  lease->fences_others =
      !under_thread_sanitizer &&
      syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

// Adds the calling thread to the revokers. The count changes before the caller reads a thread's place.
static void begin_revoking(struct lease *lease) {
  atomic_add_u32(&lease->revokers, 1);
  if (atomic_load_pointer(&lease->holder) && lease->fences_others)
    syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

// Losing a lease.

// Gives up the P of m0 in the way of a blocking native. The thread of m0 is outside, or will be soon.
static void rest(struct runtime *rt) {
  struct m *m = &rt->m0;
  struct p *p = m->p;
  atomic_add_u32(&p->syscall_tick, 1);
  m->syscall_p = p;
  m->p = NULL;
  p->gc.assist = NULL;
  atomic_store_pointer(&p->m, NULL);
  g_set_status(rt->main_g, GRUNNING, GSYSCALL);
  atomic_store_u32(&p->status, PSYSCALL);
}

// Ends the lease of slot, its holder. Once the run has ended m0 may have no P. Lock held.
static void drop(struct runtime *rt, struct lease_slot *slot) {
  struct lease *lease = &rt->lease;
  invariant_debug(atomic_load_pointer(&lease->holder) == slot);
  slot->lost_at = atomic_load_u32(&slot->place);
  if (slot->lost_at != LEASE_CALL)
    atomic_cas_u32(&rt->interrupt.phase, INTERRUPT_CALL, INTERRUPT_NO_CALL);
  if (slot->lost_at != LEASE_OUTSIDE)
    atomic_fetch_or_u32(lease->users, lease->user_bit);
  else if (rt->m0.p)
    rest(rt);
  atomic_store_pointer(&lease->holder, NULL);
}

void lease_revoke(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  begin_revoking(lease);
  if (!atomic_load_pointer(&lease->holder))
    return;
  mutex_lock(&lease->lock);
  struct lease_slot *slot = atomic_load_pointer(&lease->holder);
  if (slot)
    drop(rt, slot);
  mutex_unlock(&lease->lock);
}

void lease_allow(struct runtime *rt) {
  atomic_add_u32(&rt->lease.revokers, (uint32_t)-1);
}

void lease_watch(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  const struct lease_slot *slot = atomic_load_pointer(&lease->holder);
  if (!slot)
    return;
  uint32_t entries = atomic_load_u32(&slot->entries);
  if (entries == lease->seen_entries && atomic_load_u32(&slot->place) == LEASE_OUTSIDE) {
    lease_revoke(rt);
    lease_allow(rt);
  }
  lease->seen_entries = entries;
}

enum lease_place lease_observe(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  begin_revoking(lease);
  const struct lease_slot *slot = atomic_load_pointer(&lease->holder);
  return slot ? (enum lease_place)atomic_load_u32(&slot->place) : LEASE_CALL;
}

// The thread's side.

bool lease_is_held(const struct runtime *rt) {
  return atomic_load_pointer(&rt->lease.holder) != NULL;
}

// Returns the slot by which the calling thread holds the lease; NULL: it does not.
static inline struct lease_slot *own_slot(const struct lease *lease) {
  struct lease_slot *slot = atomic_load_pointer(&lease->holder);
  return slot && slot->thread == &this_thread ? slot : NULL;
}

static inline bool is_undisturbed(const struct lease *lease, const struct lease_slot *slot) {
  return __builtin_expect(
      !atomic_load_u32(&lease->revokers) && atomic_load_pointer(&lease->holder) == slot, true);
}

// Ends the lease of the calling thread, if nobody has done so yet. Returns where it lost it.
static enum lease_place lose(struct runtime *rt, struct lease_slot *slot) {
  struct lease *lease = &rt->lease;
  mutex_lock(&lease->lock);
  if (atomic_load_pointer(&lease->holder) == slot)
    drop(rt, slot);
  enum lease_place place = (enum lease_place)slot->lost_at;
  mutex_unlock(&lease->lock);
  return place;
}

bool lease_enter(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  struct lease_slot *slot = own_slot(lease);
  if (!slot)
    return false;
  invariant_debug(slot->place == LEASE_OUTSIDE);
  announce(lease, slot, LEASE_INSIDE);
  atomic_store_relaxed_u32(&slot->entries, slot->entries + 1);
  if (is_undisturbed(lease, slot) || lose(rt, slot) != LEASE_OUTSIDE)
    return true;
  atomic_store_u32(&slot->place, LEASE_OUTSIDE);
  return false;
}

// Gives up the P that m0 still holds although the lease is lost.
static void give_up_p(struct runtime *rt) {
  if (!rt->m0.p || atomic_load_u32(&rt->end.exiting))
    return;
  struct m *previous = m_current();
  m_set_current(&rt->m0);
  syscall_leave_main(rt);
  m_set_current(previous);
}

// Whether goroutines or timers wait for the P.
static bool has_work(struct runtime *rt, struct p *p) {
  return sched_queue_length(p) || atomic_load_i64(&p->timers.next) != INT64_MAX ||
         atomic_load_u32(&rt->sched.runq_size) || atomic_load_u32(&rt->finalizer_wanted);
}

void lease_leave(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  struct lease_slot *slot = own_slot(lease);
  struct p *p = rt->m0.p;
  bool keeps = slot && p && !atomic_load_u32(&rt->end.exiting) && !has_work(rt, p);
  for (int i = 0; !slot; i++)
    if (lease->slots[i].thread == &this_thread)
      slot = &lease->slots[i];
  if (keeps) {
    announce(lease, slot, LEASE_OUTSIDE);
    if (is_undisturbed(lease, slot))
      return;
  }
  enum lease_place lost_at = lose(rt, slot);
  if (lost_at != LEASE_OUTSIDE) {
    give_up_p(rt);
    atomic_store_u32(&slot->place, LEASE_OUTSIDE);
    // From here the instance may be gone.
    uint32_t *users = lease->users;
    if (atomic_fetch_and_u32(users, ~lease->user_bit) & ~lease->user_bit)
      lock_futex_wake(users, 1);
  }
}

bool lease_begin_call(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  struct lease_slot *slot = own_slot(lease);
  if (!slot)
    return false;
  announce(lease, slot, LEASE_CALL);
  return is_undisturbed(lease, slot) || lose(rt, slot) == LEASE_CALL;
}

bool lease_end_call(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  struct lease_slot *slot = own_slot(lease);
  if (slot) {
    announce(lease, slot, LEASE_INSIDE);
    if (is_undisturbed(lease, slot) && atomic_load_u32(&rt->interrupt.phase) == INTERRUPT_CALL)
      return true;
    lose(rt, slot);
  }
  give_up_p(rt);
  return atomic_load_u32(&rt->interrupt.phase) == INTERRUPT_NO_CALL;
}

// Returns the slot of the calling thread, which may be a new one; NULL: there is none left.
static struct lease_slot *find_slot(struct lease *lease) {
  mutex_assert_held(&lease->lock);
  for (int i = 0; i < lease_slots; i++) {
    struct lease_slot *slot = &lease->slots[i];
    if (!slot->thread)
      slot->thread = &this_thread;
    if (slot->thread == &this_thread)
      return slot;
  }
  return NULL;
}

// Whether the P can be on lease: nothing else needs it, and no limit must be looked after.
static bool may_take(struct runtime *rt, struct p *p) {
  const struct interrupt_limits *limits = &rt->interrupt.limits;
  return p && !has_work(rt, p) && !rt->deterministic.on && !limits->time_ns && !limits->steps &&
         !limits->output_bytes && !limits->goroutines && !limits->heap_bytes &&
         !limits->allocated_bytes && !atomic_load_u32(&rt->gc.running) &&
         !atomic_load_u32(&rt->sched.gc_waiting) && !atomic_load_u32(&rt->lease.revokers) &&
         !atomic_load_u32(&rt->end.exiting);
}

bool lease_take(struct runtime *rt) {
  struct lease *lease = &rt->lease;
  struct m *m = &rt->m0;
  struct p *p = m->syscall_p;
  if (!lease->users || !may_take(rt, p))
    return false;
  mutex_lock(&lease->lock);
  if (!lease->asked)
    ask_for_fences(lease);
  struct lease_slot *slot = find_slot(lease);
  bool taken = slot && may_take(rt, p) && atomic_cas_u32(&p->status, PSYSCALL, PIDLE);
  if (taken) {
    m->syscall_p = NULL;
    m_acquire_p(m, p);
    g_set_status(rt->main_g, GSYSCALL, GRUNNING);
    p->gc.assist = &rt->main_g->assist;
    atomic_store_u32(&slot->place, LEASE_OUTSIDE);
    atomic_store_pointer(&lease->holder, slot);
    // A thread that wishes to interrupt must not find a call if it has found no holder.
    taken = !atomic_load_u32(&lease->revokers);
    if (taken)
      interrupt_begin_call(rt);
    else
      drop(rt, slot);
  }
  mutex_unlock(&lease->lock);
  return taken;
}
