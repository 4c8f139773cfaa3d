// Where values are while code is written: in a register, at home, or both. See function.h.

#include "vm/jit/emit.h"

static bool stays_home(const struct function *f, int slot) {
  return slot >= slot_limit || has(&f->at_home, variable(slot, INTEGER));
}

static void load(struct function *f, int v) {
  unsigned operation = v & 1 ? X86_LOADSD : X86_LOAD;
  x86_emit(&f->code, operation, f->reg[v], home(v / 2));
}

static void store(struct function *f, int v) {
  unsigned operation = v & 1 ? X86_STORESD : X86_STORE;
  x86_emit(&f->code, operation, f->reg[v], home(v / 2));
}

// Returns where a variable is. Loads it into its register if it has one.
static struct x86_place place(struct function *f, int v) {
  if (!has(&f->assigned, v))
    return home(v / 2);
  if (!has(&f->resident, v)) {
    load(f, v);
    add(&f->resident, v);
  }
  return x86_reg(f->reg[v]);
}

static bool is_known(const struct function *f, int slot, enum class class) {
  return has(&f->known, variable(slot, class));
}

struct x86_place integer_place(struct function *f, int slot, int scratch) {
  if (stays_home(f, slot))
    return home(slot);
  if (is_known(f, slot, INTEGER))
    return place(f, variable(slot, INTEGER));
  struct x86_place p = place(f, variable(slot, FLOAT));
  if (p.reg < 0)
    return p;
  if (scratch < 0) { // no compiler makes that: the interpreter does it
    f->failed = true;
    return home(slot);
  }
  x86_emit(&f->code, X86_FROM_XMM, p.reg, x86_reg(scratch));
  return x86_reg(scratch);
}

struct x86_place float_place(struct function *f, int slot, int scratch) {
  if (stays_home(f, slot))
    return home(slot);
  if (is_known(f, slot, FLOAT))
    return place(f, variable(slot, FLOAT));
  struct x86_place p = place(f, variable(slot, INTEGER));
  if (p.reg < 0)
    return p;
  x86_emit(&f->code, X86_TO_XMM, scratch, p);
  return x86_reg(scratch);
}

int integer_in(struct function *f, int slot, int scratch) {
  struct x86_place p = integer_place(f, slot, scratch);
  if (p.reg >= 0)
    return p.reg;
  x86_emit(&f->code, X86_LOAD, scratch, p);
  return scratch;
}

int float_in(struct function *f, int slot, int scratch) {
  struct x86_place p = float_place(f, slot, scratch);
  if (p.reg >= 0)
    return p.reg;
  x86_emit(&f->code, X86_LOADSD, scratch, p);
  return scratch;
}

void integer_to(struct function *f, int slot, int reg) {
  move_integer(f, reg, integer_in(f, slot, reg));
}

void float_to(struct function *f, int slot, int reg) {
  move_float(f, reg, float_in(f, slot, reg));
}

void move_integer(struct function *f, int to, int from) {
  if (to != from)
    x86_emit(&f->code, X86_LOAD, to, x86_reg(from));
}

void move_float(struct function *f, int to, int from) {
  if (to != from)
    x86_emit(&f->code, X86_MOVAPD, to, x86_reg(from));
}

static int target(const struct function *f, int slot, enum class class, int scratch) {
  if (stays_home(f, slot))
    return scratch;
  int v = variable(slot, class);
  return has(&f->assigned, v) && has(&f->live_out, v) ? f->reg[v] : scratch;
}

int integer_target(const struct function *f, int slot, int scratch) {
  return target(f, slot, INTEGER, scratch);
}

int float_target(const struct function *f, int slot, int scratch) {
  return target(f, slot, FLOAT, scratch);
}

bool needs_float(const struct function *f, int slot) {
  return !stays_home(f, slot) && has(&f->live_out, variable(slot, FLOAT));
}

bool needs_integer(const struct function *f, int slot) {
  return stays_home(f, slot) || has(&f->live_out, variable(slot, INTEGER));
}

void put_integer(struct function *f, int slot, int reg) {
  int v = variable(slot, INTEGER);
  if (stays_home(f, slot)) {
    x86_emit(&f->code, X86_STORE, reg, home(slot));
    return;
  }
  bool stored = false;
  if (has(&f->live_out, v + 1)) {
    if (has(&f->assigned, v + 1)) {
      x86_emit(&f->code, X86_TO_XMM, f->reg[v + 1], x86_reg(reg));
      add(&f->resident, v + 1);
    } else {
      x86_emit(&f->code, X86_STORE, reg, home(slot));
      stored = true;
    }
  }
  if (!has(&f->live_out, v))
    return;
  if (has(&f->assigned, v)) {
    move_integer(f, f->reg[v], reg);
    add(&f->resident, v);
  } else if (!stored)
    x86_emit(&f->code, X86_STORE, reg, home(slot));
}

void put_float(struct function *f, int slot, int reg) {
  int v = variable(slot, FLOAT);
  if (stays_home(f, slot)) {
    x86_emit(&f->code, X86_STORESD, reg, home(slot));
    return;
  }
  bool stored = false;
  if (has(&f->live_out, v - 1)) {
    if (has(&f->assigned, v - 1)) {
      x86_emit(&f->code, X86_FROM_XMM, reg, x86_reg(f->reg[v - 1]));
      add(&f->resident, v - 1);
    } else {
      x86_emit(&f->code, X86_STORESD, reg, home(slot));
      stored = true;
    }
  }
  if (!has(&f->live_out, v))
    return;
  if (has(&f->assigned, v)) {
    move_float(f, f->reg[v], reg);
    add(&f->resident, v);
  } else if (!stored)
    x86_emit(&f->code, X86_STORESD, reg, home(slot));
}

// Stores a slot from a register that holds it.
static void write_slot(struct function *f, const struct set *known, int slot,
                       const struct set *resident) {
  for (int v = variable(slot, INTEGER); v <= variable(slot, FLOAT); v++)
    if (has(resident, v) && has(known, v) && has(&f->assigned, v)) {
      store(f, v);
      return;
    }
  invariant_debug(stays_home(f, slot)); // a value that is nowhere
}

static void store_live(struct function *f, const struct set *live, const struct set *known,
                       const struct set *resident, const struct set *clean) {
  for (int slot = 0; slot < slot_limit; slot++) {
    int v = variable(slot, INTEGER);
    if ((has(live, v) || has(live, v + 1)) && !has(clean, v) && !has(&f->at_home, v))
      write_slot(f, known, slot, resident);
  }
}

void write_back(struct function *f, const struct set *live, const struct cold *state) {
  store_live(f, live, &state->known, &state->resident, &state->clean);
}

void flush(struct function *f) {
  store_live(f, &f->states[f->i].live, &f->known, &f->resident, &f->clean);
  memset(&f->clean, 0xff, sizeof f->clean);
}

void flush_uses(struct function *f) {
  const struct effect *e = effects_of(f, f->i);
  for (uint32_t k = 0; k < f->list[f->i].effect_count; k++)
    for (int j = 0; !e[k].defines && e[k].kind == KIND_HOME && j < e[k].count; j++) {
      int slot = e[k].slot + j, v = variable(slot, INTEGER);
      if (has(&f->clean, v) || has(&f->at_home, v))
        continue;
      write_slot(f, &f->known, slot, &f->resident);
      add(&f->clean, v);
    }
}

void load_all(struct function *f, const struct set *variables) {
  for (int v = 0; v < variable_limit; v++)
    if (has(variables, v) && has(&f->assigned, v))
      load(f, v);
}

void settle(struct function *f, int target_index) {
  struct set missing = f->states[target_index].live;
  meet(&missing, &f->assigned);
  for (int word = 0; word < set_words; word++)
    missing.w[word] &= ~f->resident.w[word];
  load_all(f, &missing);
  join(&f->resident, &missing);
}
