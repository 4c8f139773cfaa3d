// When a function gets machine code: see tier.h.

#include "vm/interp/tier.h"

#include <stdlib.h>

#include "mem/atomic.h"
#include "runtime/panic.h"
#include "vm/interp/machine.h"
#include "vm/interp/ops.h"

enum {
  default_threshold = 1000, // entries and backward jumps
  random_mask = 127,        // jit=random: thresholds from 1 to 128
};

static const uint32_t never = UINT32_MAX; // of a function's heat: it stays with the interpreter

struct tier {
  struct jit_host host;
  struct jit *jit;    // NULL: nothing was compiled yet; program.lock
  uint32_t refused;   // 1: the system runs no machine code; atomic
  uint32_t threshold; // constant; 0: random ones
  uint64_t bytes;     // of memory for machine code; program.lock to write; atomic
};

// Safepoints of machine code: as the loop's own.

static enum jit_leave after_safepoint(struct m *m, const struct g *g, bool goes_on) {
  if (!goes_on)
    return JIT_PANICKING;
  return m->current_g == g ? JIT_GO_ON : JIT_BLOCKED;
}

static enum jit_leave entry_safepoint(struct g *g) {
  struct m *m = g->m;
  g->sched.jump = 0;
  return after_safepoint(m, g, interp_entry_safepoint(g));
}

static enum jit_leave loop_safepoint(struct g *g, int64_t jump) {
  struct m *m = g->m;
  g->sched.jump = jump;
  return after_safepoint(m, g, interp_loop_safepoint(g));
}

void tier_init(struct machine *machine) {
  struct gc *gc = &machine->runtime.gc;
  int32_t setting = gc->options.jit;
  if (setting == 0)
    return;
  struct tier *tier = calloc(1, sizeof *tier);
  if (!tier)
    return;
  tier->host.map_next = interp_map_next;
  tier->host.entry_safepoint = entry_safepoint;
  tier->host.loop_safepoint = loop_safepoint;
  tier->host.barrier_enabled = &gc->write_barrier.enabled;
  tier_fill_operations(&tier->host);
  tier->threshold = setting > 0 ? (uint32_t)setting : 0;
  machine->tier = tier;
}

void tier_destroy(struct machine *machine) {
  if (machine->tier)
    jit_free(machine->tier->jit);
  free(machine->tier);
  machine->tier = NULL;
}

bool tier_is_on(const struct machine *machine) {
  return machine->tier && !atomic_load_relaxed_u32(&machine->tier->refused);
}

// Gives a function machine code, if it can have some.
static void compile(struct machine *machine, struct func *func) {
  struct tier *tier = machine->tier;
  mutex_lock(&machine->program.lock);
  if (!tier->jit && !atomic_load_relaxed_u32(&tier->refused)) {
    tier->jit = jit_new(&tier->host);
    if (!tier->jit)
      atomic_store_u32(&tier->refused, 1);
  }
  if (tier->jit && !func->machine)
    jit_compile(tier->jit, func);
  if (tier->jit)
    atomic_store_relaxed_u64(&tier->bytes, jit_bytes(tier->jit));
  atomic_store_relaxed_u32(&func->heat, never);
  mutex_unlock(&machine->program.lock);
}

// Returns how often a function must be met before it is compiled.
static uint32_t threshold_of(const struct tier *tier, const struct g *g, const struct func *func) {
  if (tier->threshold)
    return tier->threshold;
  uint64_t mixed = ((uintptr_t)func->entry_line + func->code_words * UINT64_C(31) +
                    g->runtime->gc.options.seed) *
                   UINT64_C(0x9e3779b97f4a7c15);
  return (uint32_t)(mixed >> 40 & random_mask) + 1;
}

const void *tier_find(struct g *g) {
  struct machine *machine = machine_of(g->runtime);
  struct func *func = (struct func *)g->sched.fp[-1];
  const uint64_t *code = atomic_load_acquire_pointer(&func->code);
  size_t at = (size_t)(g->sched.pc - code);
  if (at >= func->code_words || instruction_op(*code) == OP_COMPILE)
    return NULL; // on the way out of the loop, or not compiled yet
  const void *address = jit_lookup(func, at);
  if (address)
    return address;
  uint32_t heat = atomic_load_relaxed_u32(&func->heat);
  if (heat == never)
    return NULL;
  atomic_store_relaxed_u32(&func->heat, ++heat);
  if (heat < threshold_of(machine->tier, g, func))
    return NULL;
  compile(machine, func);
  return jit_lookup(func, at);
}

enum jit_leave tier_run(struct g *g, const void *address) {
  return jit_enter(machine_of(g->runtime)->tier->jit, g, address);
}

uint64_t tier_bytes(const struct machine *machine) {
  return machine->tier ? atomic_load_relaxed_u64(&machine->tier->bytes) : 0;
}
