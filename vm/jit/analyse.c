// What is known at each instruction: control flow, loops, which slots will be used and as what, how
// each is known, whether its home holds its value.

#include <stdlib.h>

#include "vm/jit/rules.h"

enum {
  instruction_limit = 6000, // a function with more stays with the interpreter
  deepest_loop = 4
};

bool function_grow(struct function *f, void **array, uint32_t count, uint32_t *cap, size_t size) {
  if (count < *cap)
    return true;
  uint32_t want = *cap ? *cap * 2 : 32;
  void *larger = realloc(*array, want * size);
  if (!larger) {
    f->failed = true;
    return false;
  }
  *array = larger;
  *cap = want;
  return true;
}

void function_free(struct function *f) {
  free(f->list);
  free(f->states);
  free(f->at);
  free(f->effects);
  free(f->cold);
  free(f->points);
  x86_free(&f->code);
}

static void add_effects(struct function *f, struct instruction *in) {
  struct effect effects[effect_limit];
  int count = rule_effects(f->func, f->func->code + in->pc, in->way, effects);
  if (count > effect_limit) {
    f->failed = true;
    return;
  }
  in->effects = f->effect_count;
  in->effect_count = (uint32_t)count;
  for (int i = 0; i < count; i++)
    if (function_grow(f, (void **)&f->effects, f->effect_count, &f->effect_cap, sizeof *f->effects))
      f->effects[f->effect_count++] = effects[i];
}

static bool decode(struct function *f) {
  const struct func *func = f->func;
  f->at = calloc(func->code_words, sizeof *f->at);
  f->list = calloc(func->code_words, sizeof *f->list);
  if (!f->at || !f->list)
    return false;
  for (uint32_t pc = 0; pc < func->code_words;) {
    const uint64_t *w = func->code + pc;
    f->at[pc] = f->count;
    struct instruction *in = &f->list[f->count++];
    in->pc = pc;
    in->op = (uint16_t)instruction_op(*w);
    in->way = (uint8_t)rule_way(f->host, w);
    add_effects(f, in);
    pc += (uint32_t)opcode_words(*w);
  }
  return !f->failed && f->count <= instruction_limit;
}

// Sets targets, headers and the depth of loops.
static void find_jumps(struct function *f) {
  for (int i = 0; i < f->count; i++) {
    struct instruction *in = &f->list[i];
    const uint64_t *w = f->func->code + in->pc;
    int32_t targets[2];
    int count = opcode_jumps(w, targets), entries;
    in->target = -1;
    if (count > 0)
      in->target = f->at[(int32_t)in->pc + targets[0]];
    invariant(count <= 1);
    const int32_t *table = opcode_jump_table(w, &entries);
    for (int k = 0; k < entries; k++)
      f->list[f->at[(int32_t)in->pc + table[k]]].is_target = true;
    if (in->target < 0)
      continue;
    f->list[in->target].is_target = true;
    if (in->target > i)
      continue;
    f->list[in->target].is_header = true;
    for (int k = in->target; k <= i; k++)
      f->list[k].depth += f->list[k].depth < deepest_loop;
  }
}

void function_successors(const struct function *f, int i, void *context,
                         void (*visit)(void *context, int successor)) {
  const struct instruction *in = &f->list[i];
  const uint64_t *w = f->func->code + in->pc;
  int entries;
  if (in->target >= 0)
    visit(context, in->target);
  const int32_t *table = opcode_jump_table(w, &entries);
  for (int k = 0; k < entries; k++)
    visit(context, f->at[(int32_t)in->pc + table[k]]);
  if (!opcode_row(*w)->ends && i + 1 < f->count)
    visit(context, i + 1);
}

struct join_context {
  const struct function *f;
  struct set *to;
};

static void join_live(void *context, int successor) {
  struct join_context *c = context;
  join(c->to, &c->f->states[successor].live);
}

void function_live_out(const struct function *f, int i, struct set *out) {
  struct join_context c = {f, out};
  memset(out, 0, sizeof *out);
  function_successors(f, i, &c, join_live);
}

// How slots are known.

static void know(const struct function *f, struct set *known, int slot, unsigned classes) {
  if (has(&f->at_home, variable(slot, INTEGER)))
    classes = 3;
  for (int class = INTEGER; class <= FLOAT; class ++) {
    if (classes >> class & 1)
      add(known, variable(slot, (enum class) class));
    else
      take(known, variable(slot, (enum class) class));
  }
}

static unsigned known_as(const struct set *known, int slot) {
  return (unsigned)has(known, variable(slot, INTEGER)) | (unsigned)has(known, variable(slot, FLOAT))
                                                             << 1;
}

static void pass_known(const struct function *f, int i, struct set *known) {
  const struct instruction *in = &f->list[i];
  if (function_flushes(f, i)) {
    memset(known, 0xff, sizeof *known);
    return;
  }
  struct set before = *known;
  const struct effect *e = effects_of(f, i);
  int source = (int)instruction_b(f->func->code[in->pc]);
  for (uint32_t k = 0; k < in->effect_count && e[k].defines; k++)
    for (int j = 0; j < e[k].count; j++) {
      unsigned classes = e[k].kind == KIND_INTEGER ? 1 : e[k].kind == KIND_FLOAT ? 2 : 3;
      if (e[k].kind == KIND_COPY && source + j < slot_limit)
        classes = known_as(&before, source + j);
      know(f, known, e[k].slot + j, classes);
    }
}

static void pass_clean(const struct function *f, int i, const struct set *live_out,
                       struct set *clean) {
  const struct instruction *in = &f->list[i];
  const struct effect *e = effects_of(f, i);
  if (function_flushes(f, i)) {
    memset(clean, 0xff, sizeof *clean);
    return;
  }
  for (uint32_t k = 0; k < in->effect_count; k++)
    for (int j = 0; !e[k].defines && e[k].kind == KIND_HOME && j < e[k].count; j++)
      add(clean, variable(e[k].slot + j, INTEGER));
  for (uint32_t k = 0; k < in->effect_count && e[k].defines; k++)
    for (int j = 0; j < e[k].count; j++) {
      int slot = e[k].slot + j;
      bool stored = e[k].kind == KIND_HOME;
      for (int v = variable(slot, INTEGER); v <= variable(slot, FLOAT); v++)
        stored |= has(live_out, v) && !has(&f->assigned, v);
      if (stored)
        add(clean, variable(slot, INTEGER));
      else
        take(clean, variable(slot, INTEGER));
    }
}

void function_pass(const struct function *f, int i, const struct set *live_out, struct set *known,
                   struct set *clean) {
  pass_known(f, i, known);
  pass_clean(f, i, live_out, clean);
}

struct meet_context {
  struct function *f;
  struct set set;
  bool of_clean, changed;
};

static void meet_successor(void *context, int successor) {
  struct meet_context *c = context;
  struct instruction *in = &c->f->list[successor];
  struct state *state = &c->f->states[successor];
  c->changed |= !in->reached;
  in->reached = true;
  c->changed |= meet(c->of_clean ? &state->clean : &state->known, &c->set);
}

// Fills known of all states.
static void solve_known(struct function *f) {
  for (int i = 0; i < f->count; i++)
    memset(&f->states[i].known, 0xff, sizeof f->states[i].known);
  f->list[0].reached = true;
  struct meet_context c = {.f = f, .changed = true};
  while (c.changed) {
    c.changed = false;
    for (int i = 0; i < f->count; i++) {
      if (!f->list[i].reached)
        continue;
      c.set = f->states[i].known;
      pass_known(f, i, &c.set);
      function_successors(f, i, &c, meet_successor);
    }
  }
}

// Liveness.

static void define_all(struct set *live, const struct effect *e) {
  for (int j = 0; j < e->count; j++) {
    take(live, variable(e->slot + j, INTEGER));
    take(live, variable(e->slot + j, FLOAT));
  }
}

// A slot is used as a class; if it is not known as that, as the other.
static void use(const struct state *state, struct set *live, int slot, enum class class) {
  if (!has(&state->known, variable(slot, class)))
    class = class == INTEGER ? FLOAT : INTEGER;
  add(live, variable(slot, class));
}

static void use_all(const struct function *f, const struct instruction *in,
                    const struct state *state, const struct set *out, struct set *live,
                    const struct effect *e) {
  int result = (int)instruction_a(f->func->code[in->pc]);
  for (int j = 0; j < e->count; j++) {
    int slot = e->slot + j;
    bool copies = e->kind == KIND_COPY && result + j < slot_limit;
    bool as_float = copies ? has(out, variable(result + j, FLOAT)) : e->kind == KIND_FLOAT;
    // A copy that nothing uses counts too, as it does for the liveness maps.
    if (as_float)
      use(state, live, slot, FLOAT);
    if (!as_float || (copies && has(out, variable(result + j, INTEGER))))
      use(state, live, slot, INTEGER);
  }
}

// Computes what is live before an instruction from what is live after it.
static void step_back(const struct function *f, int i, const struct set *out, struct set *live) {
  const struct instruction *in = &f->list[i];
  const struct state *state = &f->states[i];
  const struct effect *e = effects_of(f, i);
  *live = *out;
  for (uint32_t k = 0; k < in->effect_count; k++)
    if (e[k].defines)
      define_all(live, &e[k]);
  // What was not known as this class before is taken from the other one.
  const uint64_t integers = UINT64_C(0x5555555555555555);
  for (int word = 0; word < set_words; word++) {
    uint64_t missing = live->w[word] & ~state->known.w[word];
    live->w[word] &= state->known.w[word];
    live->w[word] |= (missing & integers) << 1 | (missing >> 1 & integers);
  }
  for (uint32_t k = 0; k < in->effect_count; k++)
    if (!e[k].defines)
      use_all(f, in, state, out, live, &e[k]);
}

static void solve_live(struct function *f) {
  for (int i = 0; i < f->count; i++)
    memset(&f->states[i].live, 0, sizeof f->states[i].live);
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = f->count - 1; i >= 0; i--) {
      if (!f->list[i].reached)
        continue;
      struct set out, live;
      function_live_out(f, i, &out);
      step_back(f, i, &out, &live);
      changed |= join(&f->states[i].live, &live);
    }
  }
}

// Keeps slots at home that are live where they are known as neither class. Returns whether there
// are any.
static bool settle_conflicts(struct function *f) {
  bool found = false;
  for (int i = 0; i < f->count; i++) {
    const struct state *state = &f->states[i];
    if (!f->list[i].reached)
      continue;
    for (int slot = 0; slot < slot_limit; slot++) {
      int v = variable(slot, INTEGER);
      bool live = has(&state->live, v) || has(&state->live, v + 1);
      if (!live || known_as(&state->known, slot) || has(&f->at_home, v))
        continue;
      add(&f->at_home, v);
      add(&f->at_home, v + 1);
      found = true;
    }
  }
  return found;
}

static void keep_home(struct function *f, int slot) {
  if (slot >= slot_limit)
    return;
  add(&f->at_home, variable(slot, INTEGER));
  add(&f->at_home, variable(slot, FLOAT));
}

// Slots of which parts are used stay at home.
static void keep_parts(struct function *f) {
  for (int i = 0; i < f->count; i++) {
    const uint64_t *w = f->func->code + f->list[i].pc;
    if (opcode_row(*w)->kinds[1] == OPERAND_PART)
      keep_home(f, instruction_wide(*w) / 8);
  }
}

static void solve(struct function *f) {
  do {
    solve_known(f);
    solve_live(f);
  } while (settle_conflicts(f));
}

// A panic anywhere may go on at the epilogue: what that needs stays at home.
static void keep_for_epilogue(struct function *f) {
  if (!f->func->epilogue)
    return;
  const struct set live = f->states[f->at[f->func->epilogue]].live;
  for (int slot = 0; slot < slot_limit; slot++)
    if (has(&live, variable(slot, INTEGER)) || has(&live, variable(slot, FLOAT)))
      keep_home(f, slot);
  solve(f);
}

bool function_analyse(struct function *f) {
  if (f->func->code_words > instruction_limit * 4 || !decode(f))
    return false;
  f->states = calloc((size_t)f->count, sizeof *f->states);
  if (!f->states)
    return false;
  memset(f->reg, -1, sizeof f->reg);
  find_jumps(f);
  if (f->func->epilogue) { // a recovered panic goes on there
    struct instruction *epilogue = &f->list[f->at[f->func->epilogue]];
    epilogue->reached = epilogue->is_target = epilogue->is_point = true;
  }
  keep_parts(f);
  solve(f);
  keep_for_epilogue(f);
  return !f->failed;
}
