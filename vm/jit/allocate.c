// Gives registers to variables: to those first that are used most, counted by the depth of loops.
//
// A variable keeps its register wherever it is live. Two that are live at once have two. What
// crosses calls more often than it is used gains nothing by a register: it would go home and come
// back at each.

#include <stdlib.h>

#include "vm/jit/function.h"

// The registers of each class. rax, rcx, rdx, xmm0 and xmm1 are for emission; rbx is the frame, r12
// the goroutine.
static const int8_t integers[] = {RSI, RDI, R8, R9, R10, R11, R13, R14, R15, RBP};
static const int8_t floats[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

struct candidate {
  double uses, crossings;
  int v;
};

struct allocation {
  struct function *f;
  struct candidate all[variable_limit];
  struct set candidates;
  struct set conflicts[variable_limit]; // by variable: what must not share its register
  int16_t copied[variable_limit];       // by variable: a variable that it is moved from or to
};

static double frequency(const struct instruction *in) {
  static const double by_depth[] = {1, 10, 100, 1000, 10000};
  return by_depth[in->depth];
}

static void count_use(struct allocation *a, int slot, const struct set *among, double weight) {
  for (int v = variable(slot, INTEGER); v <= variable(slot, FLOAT); v++)
    if (has(among, v))
      a->all[v].uses += weight;
}

static void count_crossings(struct allocation *a, const struct set *live, double weight) {
  for (int v = 0; v < variable_limit; v++)
    if (has(live, v))
      a->all[v].crossings += weight;
}

static void weigh(struct allocation *a, int i) {
  struct function *f = a->f;
  const struct instruction *in = &f->list[i];
  const struct effect *e = effects_of(f, i);
  double weight = frequency(in);
  struct set out;
  function_live_out(f, i, &out);
  for (uint32_t k = 0; k < in->effect_count; k++)
    for (int j = 0; j < e[k].count; j++) {
      const struct set *among = e[k].defines ? &out : &f->states[i].live;
      bool home = e[k].kind == KIND_HOME || function_flushes(f, i);
      if (!home)
        count_use(a, e[k].slot + j, among, e[k].defines ? 0.9 * weight : weight);
      else if (!e[k].defines && in->way != WAY_RETURN)
        count_use(a, e[k].slot + j, among, -weight);
    }
  if (function_flushes(f, i)) {
    struct set crossing = out;
    meet(&crossing, &f->states[i].live);
    count_crossings(a, &crossing, weight);
  }
  unsigned op = in->op;
  if (op != OP_MOV && op != OP_MOV2 && op != OP_MOV3)
    return;
  for (int j = 0; in->effect_count == 2 && j < e[0].count && j < e[1].count; j++)
    for (int class = INTEGER; class <= FLOAT; class ++) {
      int to = variable(e[0].slot + j, (enum class) class);
      int from = variable(e[1].slot + j, (enum class) class);
      a->copied[to] = (int16_t)from;
      a->copied[from] = (int16_t)to;
    }
}

static void conflict(struct allocation *a, const struct set *these, const struct set *with) {
  for (int word = 0; word < set_words; word++)
    for (uint64_t left = these->w[word] & a->candidates.w[word]; left; left &= left - 1)
      join(&a->conflicts[word * 64 + __builtin_ctzll(left)], with);
}

static void find_conflicts(struct allocation *a) {
  struct function *f = a->f;
  for (int i = 0; i < f->count; i++) {
    if (!f->list[i].reached)
      continue;
    struct set out, defined = {{0}};
    const struct effect *e = effects_of(f, i);
    conflict(a, &f->states[i].live, &f->states[i].live);
    function_live_out(f, i, &out);
    for (uint32_t k = 0; k < f->list[i].effect_count && e[k].defines; k++)
      for (int j = 0; j < e[k].count; j++) {
        add(&defined, variable(e[k].slot + j, INTEGER));
        add(&defined, variable(e[k].slot + j, FLOAT));
      }
    meet(&defined, &out);
    conflict(a, &defined, &out);
    conflict(a, &out, &defined);
  }
}

static int compare(const void *x, const void *y) {
  const struct candidate *a = x, *b = y;
  if (a->uses != b->uses)
    return a->uses < b->uses ? 1 : -1;
  return a->v - b->v;
}

static int choose(const struct allocation *a, int v) {
  bool is_float = v & 1;
  const int8_t *registers = is_float ? floats : integers;
  int count = is_float ? (int)sizeof floats : (int)sizeof integers;
  unsigned taken = 0;
  for (int u = v & 1; u < variable_limit; u += 2)
    if (u != v && has(&a->conflicts[v], u) && a->f->reg[u] >= 0)
      taken |= 1U << a->f->reg[u];
  int copied = a->copied[v];
  if (copied >= 0 && a->f->reg[copied] >= 0 && !(taken >> a->f->reg[copied] & 1))
    return a->f->reg[copied];
  for (int i = 0; i < count; i++)
    if (!(taken >> registers[i] & 1))
      return registers[i];
  return -1;
}

void function_allocate(struct function *f) {
  struct allocation *a = calloc(1, sizeof *a);
  if (!a) {
    f->failed = true;
    return;
  }
  a->f = f;
  memset(a->copied, -1, sizeof a->copied);
  for (int v = 0; v < variable_limit; v++)
    a->all[v].v = v;
  for (int i = 0; i < f->count; i++)
    if (f->list[i].reached)
      weigh(a, i);
  for (int v = 0; v < variable_limit; v++)
    if (a->all[v].uses > 1.2 * a->all[v].crossings && a->all[v].uses > 0 && !has(&f->at_home, v))
      add(&a->candidates, v);
  find_conflicts(a);
  qsort(a->all, variable_limit, sizeof a->all[0], compare);
  for (int k = 0; k < variable_limit; k++) {
    int v = a->all[k].v;
    if (!has(&a->candidates, v))
      continue;
    f->reg[v] = (int8_t)choose(a, v);
    if (f->reg[v] >= 0)
      add(&f->assigned, v);
  }
  free(a);
}
