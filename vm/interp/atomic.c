// Operations of package sync/atomic, and the fast paths of sync.Mutex, out of the interpreter's
// loop.

#include "gc/barrier.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/panic.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "vm/interp/ops.h"

// The bits of sync.Mutex's state (vm/std/sync/mutex.go), and how long a goroutine polls a locked
// one before it waits.
enum {
  mutex_locked = 1,
  mutex_awake = 2,
  mutex_starving = 4,
  mutex_waiter = 8,
  lock_polls = 30,
  pauses_a_poll = 4,
};

// ADD returns the new value, CAS whether it stored, the others the old value.

static uint32_t operate32(enum atomic_operation operation, uint32_t *p, const uint64_t *values) {
  uint32_t value = (uint32_t)values[0];
  switch (operation) {
  case ATOMIC_LOAD:
    return atomic_load_u32(p);
  case ATOMIC_STORE:
    atomic_store_u32(p, value);
    return 0;
  case ATOMIC_ADD:
    return atomic_add_u32(p, value);
  case ATOMIC_SWAP:
    return atomic_exchange_u32(p, value);
  case ATOMIC_CAS:
    return atomic_cas_u32(p, value, (uint32_t)values[1]);
  case ATOMIC_AND:
    return atomic_fetch_and_u32(p, value);
  case ATOMIC_OR:
    return atomic_fetch_or_u32(p, value);
  }
  return 0;
}

static uint64_t operate64(enum atomic_operation operation, uint64_t *p, const uint64_t *values) {
  uint64_t value = values[0];
  switch (operation) {
  case ATOMIC_LOAD:
    return atomic_load_u64(p);
  case ATOMIC_STORE:
    atomic_store_u64(p, value);
    return 0;
  case ATOMIC_ADD:
    return atomic_add_u64(p, value);
  case ATOMIC_SWAP:
    return atomic_exchange_u64(p, value);
  case ATOMIC_CAS:
    return atomic_cas_u64(p, value, values[1]);
  case ATOMIC_AND:
    return atomic_fetch_and_u64(p, value);
  case ATOMIC_OR:
    return atomic_fetch_or_u64(p, value);
  }
  return 0;
}

// The write barrier: records the pointer in the slot and the one that may be stored.
static void record(struct g *g, enum atomic_operation operation, void *const *slot,
                   const uint64_t *values) {
  struct gc *gc = &g->runtime->gc;
  if (operation == ATOMIC_LOAD || !gc->write_barrier.enabled)
    return;
  gc_barrier_record(gc, interp_gc_p(g), slot, (const void *)values[operation == ATOMIC_CAS]);
}

bool interp_atomic(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *address = (void *)*operand_b(fp, pc);
  const uint64_t *values = operand_c(fp, pc);
  enum atomic_operation operation = (enum atomic_operation)(pc[1] & 0xff);
  enum atomic_kind kind = (enum atomic_kind)(pc[1] >> 8 & 0xff);
  uint64_t result;
  invariant_debug(instruction_op(*pc) == OP_ATOMIC && operation <= ATOMIC_OR &&
                  kind <= ATOMIC_POINTER);
  if (interp_is_nil((uint64_t)address)) {
    panic_nil_dereference(g);
    return false;
  }
  if (kind == ATOMIC_POINTER)
    record(g, operation, address, values);
  if (kind == ATOMIC_64 || kind == ATOMIC_POINTER)
    result = operate64(operation, address, values);
  else
    result = operate32(operation, address, values);
  if (kind == ATOMIC_INT32)
    result = (uint64_t)(int64_t)(int32_t)result;
  if (operation != ATOMIC_STORE)
    *operand_a(fp, pc) = result;
  return true;
}

// Whether polling is worth it: another M may run the holder, and this P has nothing else to do.
static bool may_spin(const struct g *g) {
  return g->runtime->procs > 1 && sched_queue_length(g->m->p) == 0;
}

bool interp_lock(struct g *g, uint32_t *state) {
  for (int polls = 0; polls < lock_polls; polls++) {
    uint32_t old = atomic_load_u32(state);
    if (old & mutex_starving)
      return false;
    if (!(old & mutex_locked)) {
      if (atomic_cas_u32(state, old, old | mutex_locked))
        return true;
      continue;
    }
    // With waiters, spinning needs the awake bit: leave that to the slow path in Go.
    if ((old >= mutex_waiter && !(old & mutex_awake)) || (polls == 0 && !may_spin(g)))
      return false;
    for (int i = 0; i < pauses_a_poll; i++)
      atomic_pause();
  }
  return false;
}

bool interp_unlock(uint32_t *state) {
  for (;;) {
    uint32_t old = atomic_load_u32(state);
    bool nobody_to_wake = old < mutex_waiter || (old & mutex_awake);
    if ((old & (mutex_locked | mutex_starving)) != mutex_locked || !nobody_to_wake)
      return false;
    if (atomic_cas_u32(state, old, old - mutex_locked))
      return true;
  }
}
