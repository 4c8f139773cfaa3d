// Writes a function's machine code: one instruction after the other, then the cold code.

#include "vm/jit/emit.h"
#include "vm/jit/state.h"

struct cold *add_cold(struct function *f, enum cold_kind kind) {
  if (!function_grow(f, (void **)&f->cold, f->cold_count, &f->cold_cap, sizeof *f->cold))
    return NULL;
  struct cold *cold = &f->cold[f->cold_count++];
  *cold = (struct cold){.kind = (uint8_t)kind,
                        .i = f->i,
                        .label = x86_label(&f->code),
                        .known = f->known,
                        .resident = f->resident,
                        .clean = f->clean};
  return cold;
}

uint32_t step_exit(struct function *f) {
  if (f->has_exit)
    return f->exit;
  struct cold *cold = add_cold(f, COLD_STEP);
  if (!cold)
    return 0;
  f->has_exit = true;
  f->exit = cold->label;
  if (f->i + 1 < f->count)
    f->list[f->i + 1].is_point = true;
  return f->exit;
}

void load_pc(struct function *f, int reg, uint32_t pc) {
  x86_load_number(&f->code, reg, (uintptr_t)(f->func->code + pc));
}

static void emit_entry(struct function *f) {
  struct x86_code *code = &f->code;
  f->entry = x86_label(code);
  x86_bind(code, f->entry);
  struct cold *deep = add_cold(f, COLD_DEEP);
  if (!deep)
    return;
  x86_emit(code, X86_CMP, RSP, x86_mem(g_register, (int32_t)offsetof(struct g, machine_limit)));
  x86_jump(code, X86_BELOW, deep->label);
  x86_emit(code, X86_LEA, RAX, x86_mem(frame_register, (int32_t)f->func->frame_slots * 8));
  x86_emit(code, X86_CMP, RAX, x86_mem(g_register, (int32_t)offsetof(struct g, stackguard)));
  struct cold *poll = add_cold(f, COLD_ENTRY);
  if (!poll)
    return;
  poll->back = x86_label(code);
  x86_jump(code, X86_ABOVE, poll->label);
  x86_bind(code, poll->back);
}

// The interpreter does the instruction, and comes back after it.
static void emit_step(struct function *f) {
  const struct instruction *in = &f->list[f->i];
  flush(f);
  load_pc(f, RDX, in->pc);
  x86_jump_to(&f->code, X86_ALWAYS, f->jit->leave_step);
  memset(&f->resident, 0, sizeof f->resident);
  if (in->target >= 0)
    f->list[in->target].is_point = true;
  if (f->i + 1 < f->count)
    f->list[f->i + 1].is_point = true;
}

static void emit_one(struct function *f) {
  switch ((enum way)f->list[f->i].way) {
  case WAY_INLINE:
    if (!write_branch(f) && !write_integer(f) && !write_move(f) && !write_memory(f) &&
        !write_float(f) && !write_division(f) && !write_slice(f))
      f->failed = true;
    break;
  case WAY_CALL:
    write_call(f);
    break;
  case WAY_HELPER:
    write_helper(f);
    break;
  case WAY_STEP:
    emit_step(f);
    break;
  case WAY_RETURN:
    flush(f);
    x86_ret(&f->code);
    break;
  }
}

// Begins an instruction: what is known here, and where it can be come to.
static void begin(struct function *f) {
  struct instruction *in = &f->list[f->i];
  const struct state *state = &f->states[f->i];
  f->w = f->func->code + in->pc;
  f->has_exit = false;
  f->known = state->known;
  if (in->is_target) {
    f->clean = state->clean;
    f->resident = state->live;
    meet(&f->resident, &f->assigned);
    memset(&f->not_nil, 0, sizeof f->not_nil);
  }
  if (in->is_header)
    x86_align(&f->code, 16);
  x86_bind(&f->code, in->label);
  function_live_out(f, f->i, &f->live_out);
  bool backward = in->target >= 0 && in->target <= f->i;
  if (in->is_point || in->is_header || backward || f->i == 0)
    add_cold(f, COLD_POINT);
}

// Ends it: registers of old values hold nothing any more.
static void end(struct function *f) {
  const struct instruction *in = &f->list[f->i];
  const struct effect *e = effects_of(f, f->i);
  for (uint32_t k = 0; k < in->effect_count && e[k].defines; k++)
    for (int j = 0; j < e[k].count; j++) {
      int v = variable(e[k].slot + j, INTEGER);
      take(&f->not_nil, v);
      for (int u = v; u <= v + 1; u++)
        if (e[k].kind == KIND_HOME || !has(&f->live_out, u))
          take(&f->resident, u);
    }
  if (!opcode_row(*f->w)->step) // step has done it
    function_pass(f, f->i, &f->live_out, &f->known, &f->clean);
  bool goes_on = !opcode_row(*f->w)->ends && in->way != WAY_STEP;
  if (goes_on && f->i + 1 < f->count && f->list[f->i + 1].is_target)
    settle(f, f->i + 1);
}

static void emit_cold_step(struct function *f, const struct cold *cold) {
  write_back(f, &f->states[cold->i].live, cold);
  load_pc(f, RDX, f->list[cold->i].pc);
  x86_jump_to(&f->code, X86_ALWAYS, f->jit->leave_step);
}

// A liveness map may say of a loop what lives before it and what lives after it.
static void emit_cold_poll(struct function *f, const struct cold *cold) {
  const struct instruction *in = &f->list[cold->i];
  struct set live = f->states[in->target].live;
  join(&live, &f->states[cold->i].live);
  write_back(f, &live, cold);
  load_pc(f, RDX, in->pc);
  int64_t jump = (int64_t)f->list[in->target].pc - (int64_t)in->pc;
  x86_load_number(&f->code, RCX, (uint64_t)jump);
  x86_call_to(&f->code, f->jit->loop_poll);
  load_all(f, &f->states[in->target].live);
  x86_jump(&f->code, X86_ALWAYS, f->list[in->target].label);
}

static void emit_cold_point(struct function *f, const struct cold *cold) {
  const struct instruction *in = &f->list[cold->i];
  struct set needed = cold->resident;
  meet(&needed, &f->states[cold->i].live);
  meet(&needed, &f->assigned);
  uint32_t label = in->label;
  static const struct set none;
  if (memcmp(&needed, &none, sizeof needed) != 0) {
    label = cold->label;
    x86_bind(&f->code, label);
    load_all(f, &needed);
    x86_jump(&f->code, X86_ALWAYS, in->label);
  }
  if (function_grow(f, (void **)&f->points, f->point_count, &f->point_cap, sizeof *f->points))
    f->points[f->point_count++] = (struct jit_point){in->pc, label};
}

static void emit_cold_table(struct function *f, const struct cold *cold) {
  const struct instruction *in = &f->list[cold->i];
  int entries;
  const int32_t *table = opcode_jump_table(f->func->code + in->pc, &entries);
  x86_align(&f->code, 4);
  x86_bind(&f->code, cold->label);
  for (int k = 0; k < entries; k++)
    x86_label_distance(&f->code, f->list[f->at[(int32_t)in->pc + table[k]]].label, cold->label);
}

static void emit_cold(struct function *f, const struct cold *cold) {
  struct x86_code *code = &f->code;
  f->i = cold->i;
  if (cold->kind != COLD_POINT && cold->kind != COLD_TABLE)
    x86_bind(code, cold->label);
  switch ((enum cold_kind)cold->kind) {
  case COLD_STEP:
    emit_cold_step(f, cold);
    break;
  case COLD_POLL:
    emit_cold_poll(f, cold);
    break;
  case COLD_POINT:
    emit_cold_point(f, cold);
    break;
  case COLD_TABLE:
    emit_cold_table(f, cold);
    break;
  case COLD_ENTRY:
    load_pc(f, RDX, 0);
    x86_call_to(code, f->jit->entry_poll);
    x86_jump(code, X86_ALWAYS, cold->back);
    break;
  case COLD_DEEP:
    load_pc(f, RDX, 0);
    x86_jump_to(code, X86_ALWAYS, f->jit->leave_deep);
    break;
  }
}

struct clean_context {
  struct function *f;
  struct set set;
  bool changed;
};

static void meet_clean(void *context, int successor) {
  struct clean_context *c = context;
  c->changed |= meet(&c->f->states[successor].clean, &c->set);
}

// Fills clean of all states; registers are assigned.
static void solve_clean(struct function *f) {
  for (int i = 0; i < f->count; i++)
    memset(&f->states[i].clean, 0xff, sizeof f->states[i].clean);
  struct clean_context c = {.f = f, .changed = true};
  while (c.changed) {
    c.changed = false;
    for (int i = 0; i < f->count; i++) {
      if (!f->list[i].reached)
        continue;
      struct set known = f->states[i].known, out;
      c.set = f->states[i].clean;
      function_live_out(f, i, &out);
      function_pass(f, i, &out, &known, &c.set);
      function_successors(f, i, &c, meet_clean);
    }
  }
}

void function_emit(struct function *f) {
  solve_clean(f);
  for (int i = 0; i < f->count; i++)
    f->list[i].label = x86_label(&f->code);
  f->clean = f->states[0].clean;
  memset(&f->clean, 0xff, sizeof f->clean);
  emit_entry(f);
  if (f->list[0].is_target)
    settle(f, 0);
  for (f->i = 0; f->i < f->count && !f->failed && !f->code.failed; f->i++) {
    if (!f->list[f->i].reached)
      continue;
    begin(f);
    emit_one(f);
    end(f);
  }
  for (uint32_t k = 0; k < f->cold_count && !f->failed && !f->code.failed; k++) {
    const struct cold cold = f->cold[k];
    emit_cold(f, &cold);
  }
}
