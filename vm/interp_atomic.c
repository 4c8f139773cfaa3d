// Operations of package sync/atomic.

#include "gc/barrier.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/interp_ops.h"
#include "vm/opcode.h"

// Operations give the old value, but for ADD, which gives the new one, and CAS, which says whether
// it was done.

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

// Before a pointer may be stored: the one there and the new one are recorded.
static void record(struct g *g, enum atomic_operation operation, void *const *slot,
                   const uint64_t *values) {
  struct gc *gc = &g->runtime->gc;
  if (operation == ATOMIC_LOAD || !gc->write_barrier.enabled)
    return;
  gc_barrier_record(gc, interp_gc_p(g), slot, (const void *)values[operation == ATOMIC_CAS]);
}

bool interp_atomic(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *address = (void *)fp[instruction_b(*pc)];
  const uint64_t *values = fp + instruction_c(*pc);
  enum atomic_operation operation = (enum atomic_operation)(pc[1] & 0xff);
  enum atomic_kind kind = (enum atomic_kind)(pc[1] >> 8 & 0xff);
  uint64_t result;
  if (!address) {
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
    fp[instruction_a(*pc)] = result;
  return true;
}
