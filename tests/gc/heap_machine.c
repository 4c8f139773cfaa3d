// Random operations on a heap against a model of it.
//
//   heap_machine [--seed N] [--operations N] [--godebug S] [--voledebug S]
//
// Each operation is a function in a table with a weight: one more kind is one more line. The same
// seed gives the same operations, as the clock only counts its readings. Cycles start
// where the pacer says, and in half of them the program goes on while marking does: the collector's
// call for other roots runs operations between slices of marking on another P. Now and then
// everything is compared: see compare_all.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/finalizer.h"
#include "gc/mark.h"
#include "gc/verify.h"
#include "mem/invariant.h"
#include "mem/special.h"
#include "mem/sweep.h"
#include "tests/gc/heap_model.h"

enum {
  most_bytes = 40 << 20, // of live objects, about
  stacks = 32,
  probes = 20,
};

struct stack {
  struct mspan *span; // NULL: none
  uint64_t stamp;
};

struct machine {
  struct fake *fake;
  struct model *m;
  struct stack stack[stacks];
  uint64_t operations; // done
  uint64_t cycles;
  uint64_t mutated_cycles; // of these, with the program running
  uint64_t comparisons;
  uint64_t finalizers; // that ran
  bool marking;        // operations run inside of a mark
};

// Operations that may come in the middle of a mark, and others.
struct operation {
  const char *name;
  unsigned weight;
  bool in_mark;
  void (*run)(struct machine *x);
};

static uint64_t pick(struct machine *x, uint64_t below) {
  return model_random(x->m, below);
}

// An object with pointers that a root leads to, or -1.
static int32_t walk_to_pointers(struct machine *x) {
  int32_t i = model_walk(x->m);
  return i >= 0 && x->m->object[i].edges > 0 ? i : -1;
}

static void any_root(struct machine *x, int32_t to) {
  model_set_root(x->m, (uint32_t)pick(x, model_roots), to);
}

static void allocate_in_root(struct machine *x) {
  if (x->m->bytes < most_bytes)
    any_root(x, model_allocate(x->m));
  else
    any_root(x, -1);
}

static void allocate_in_object(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  if (i < 0 || x->m->bytes >= most_bytes)
    return;
  int32_t fresh = model_allocate(x->m);
  model_link(x->m, i, (uint32_t)pick(x, x->m->object[i].edges), fresh);
}

static void link_objects(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  int32_t to = model_walk(x->m);
  if (i >= 0)
    model_link(x->m, i, (uint32_t)pick(x, x->m->object[i].edges), to);
}

static void drop_edge(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  if (i >= 0)
    model_link(x->m, i, (uint32_t)pick(x, x->m->object[i].edges), -1);
}

static void root_walked(struct machine *x) {
  any_root(x, model_walk(x->m));
}

// Moves a pointer from the heap to the stack, which may be scanned already: only what is
// overwritten tells the collector.
static void take_to_stack(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  if (i < 0)
    return;
  uint32_t edge = (uint32_t)pick(x, x->m->object[i].edges);
  model_set_root(x->m, (uint32_t)pick(x, model_stack_roots), x->m->object[i].edge[edge].to);
  model_link(x->m, i, edge, -1);
}

// Moves a pointer from the stack, which may not be scanned yet, to where it may be too late: only
// what is stored tells the collector.
static void take_from_stack(struct machine *x) {
  uint32_t root = (uint32_t)pick(x, model_stack_roots);
  int32_t i = pick(x, 2) == 0 ? walk_to_pointers(x) : -1;
  int32_t to = x->m->root[root].to;
  if (i >= 0)
    model_link(x->m, i, (uint32_t)pick(x, x->m->object[i].edges), to);
  else
    any_root(x, to);
  model_set_root(x->m, root, -1);
}

static void drop_root(struct machine *x) {
  any_root(x, -1);
}

static void look(struct machine *x) {
  int32_t i = model_walk(x->m);
  if (i >= 0)
    model_check_object(x->m, i, false);
}

// Like append: a larger array with the old one's elements, of another size class.
static void grow(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  if (i < 0 || x->m->bytes >= most_bytes)
    return;
  const struct model_object *o = &x->m->object[i];
  uintptr_t count = o->size / o->shape->layout.size;
  if (count < 20000)
    any_root(x, model_grow(x->m, i, count + 1 + pick(x, count + 4)));
}

// Moves elements between arrays of one kind, or inside of one, where the ranges may overlap.
static void move(struct machine *x) {
  int32_t to = walk_to_pointers(x), from = walk_to_pointers(x);
  if (to < 0 || from < 0)
    return;
  const struct model_object *target = &x->m->object[to];
  if (x->m->object[from].shape != target->shape)
    from = to;
  uintptr_t size = target->shape->layout.size;
  uintptr_t there = target->size / size, here = x->m->object[from].size / size;
  uintptr_t at = pick(x, there), start = pick(x, here);
  uintptr_t most = there - at < here - start ? there - at : here - start;
  model_move(x->m, to, at, from, start, 1 + pick(x, most));
}

static void clear(struct machine *x) {
  int32_t i = walk_to_pointers(x);
  if (i < 0)
    return;
  uintptr_t count = x->m->object[i].size / x->m->object[i].shape->layout.size;
  uintptr_t at = pick(x, count);
  model_clear(x->m, i, at, 1 + pick(x, count - at));
}

static bool is_tiny(const struct model_object *o) {
  return !o->shape && o->size < tiny_size;
}

static void set_finalizer(struct machine *x) {
  int32_t i = model_walk(x->m);
  if (i < 0)
    return;
  struct model_object *o = &x->m->object[i];
  int32_t closure = o->closure;
  if (closure < 0)
    closure = model_allocate(x->m);
  if (closure < 0)
    return;
  enum gc_finalizer_result result =
      gc_set_finalizer(&x->fake->gc, x->fake->procs[0], o->address, x->m->object[closure].address,
                       (const void *)((uintptr_t)i + 1), is_tiny(o));
  invariant(result == (o->closure < 0 ? GC_FINALIZER_SET : GC_FINALIZER_ALREADY_SET));
  o->closure = closure;
}

static void remove_finalizer(struct machine *x) {
  int32_t i = model_walk(x->m);
  if (i < 0)
    return;
  gc_remove_finalizer(&x->fake->gc, x->fake->procs[0], x->m->object[i].address);
  x->m->object[i].closure = -1;
}

// Runs a finalizer that is due; it revives its object in one of four cases.
static bool finalize_one(struct machine *x) {
  struct gc_finalizer due;
  if (!gc_next_finalizer(&x->fake->gc, &due))
    return false;
  int32_t i = (int32_t)(uintptr_t)due.arg_type - 1;
  invariant(i >= 0 && i < model_objects);
  struct model_object *o = &x->m->object[i];
  if (due.object != o->address || !o->may_be_due || o->closure < 0 ||
      due.closure != x->m->object[o->closure].address)
    vole_throw("the finalizer of object %d at %p (now %p) is run: due %d, closure %d", i,
               due.object, (void *)o->address, o->may_be_due, o->closure);
  model_check_object(x->m, i, true);
  model_check_object(x->m, o->closure, true);
  o->closure = -1;
  o->may_be_due = o->must_be_due = false;
  x->finalizers++;
  if (pick(x, 4) == 0)
    any_root(x, i);
  return true;
}

static void finalize(struct machine *x) {
  (void)finalize_one(x);
}

// Spans that are no objects'.
static void use_stack(struct machine *x) {
  struct stack *stack = &x->stack[pick(x, stacks)];
  struct mheap *h = &x->fake->gc.heap;
  struct mem_p *p = &x->fake->procs[0]->mem;
  if (!stack->span) {
    stack->span =
        mheap_alloc_manual(h, p, 1 + pick(x, pick(x, 20) == 0 ? 600 : 12), SPAN_ALLOC_STACK);
    stack->stamp = pick(x, UINT64_MAX);
    *(uint64_t *)stack->span->start_addr = stack->stamp;
    ((uint64_t *)(stack->span->start_addr + stack->span->npages * page_size))[-1] = stack->stamp;
    return;
  }
  invariant(*(uint64_t *)stack->span->start_addr == stack->stamp);
  invariant(((uint64_t *)(stack->span->start_addr + stack->span->npages * page_size))[-1] ==
            stack->stamp);
  mheap_free_manual(h, p, stack->span, SPAN_ALLOC_STACK);
  stack->span = NULL;
}

static void sweep_some(struct machine *x) {
  (void)gc_background_sweep_step(&x->fake->gc, x->fake->procs[1]);
}

static void scavenge_some(struct machine *x) {
  struct heap_stats_writer *writer = &x->fake->procs[0]->mem.stats;
  uintptr_t bytes = pick(x, (uint64_t)2 << pick(x, 24));
  (void)page_alloc_scavenge(&x->fake->gc.heap.pages, writer, bytes, NULL, NULL, pick(x, 2) == 0);
}

static void change_pace(struct machine *x) {
  static const int32_t percents[] = {25, 100, 100, 200};
  (void)gc_set_percent(&x->fake->gc, percents[pick(x, 4)]);
  int64_t limit = pick(x, 4) == 0 ? most_bytes * 3 : INT64_MAX;
  (void)gc_set_memory_limit(&x->fake->gc, limit);
}

// A P ends and comes back, as when the number of Ps changes.
static void exchange_p(struct machine *x) {
  struct gc_p *p = x->fake->procs[1];
  gc_p_destroy(&x->fake->gc, p);
  memset(p, 0, sizeof *p);
  gc_p_init(&x->fake->gc, p, 1);
}

static void cycle_ended(struct machine *x) {
  x->cycles++;
  model_after_cycle(x->m);
  // What is reached cannot be less: drop roots until there is room again.
  for (uint32_t i = 0; x->m->bytes >= most_bytes * 3 / 4 && i < model_roots; i += 2)
    model_set_root(x->m, i, -1);
}

static void collect(struct machine *x) {
  gc_collect(&x->fake->gc, x->fake->procs[0]);
  cycle_ended(x);
}

static void free_os_memory(struct machine *x) {
  collect(x);
  gc_scavenge_all(&x->fake->gc);
}

// A cycle without anything going on: what is reachable by the model is kept, and nothing else is.
static void collect_exactly(struct machine *x) {
  for (int i = 0; i < fake_procs; i++)
    mcache_release_all(&x->fake->gc.heap, &x->fake->procs[i]->mem); // a tiny block is a root
  x->fake->marking = NULL;
  gc_collect(&x->fake->gc, x->fake->procs[0]);
  x->cycles++;
  model_after_cycle(x->m);
}

// Garbage that only itself keeps, by finalizers of its own, would stay for ever, as in Go: takes
// finalizers away when there are many.
static void remove_finalizers(struct machine *x) {
  uint32_t kept = 0;
  for (int32_t i = 0; i < x->m->used; i++) {
    struct model_object *o = &x->m->object[i];
    if (!o->address || o->closure < 0 || o->may_be_due || kept++ < 1000)
      continue;
    gc_remove_finalizer(&x->fake->gc, x->fake->procs[0], o->address);
    o->closure = -1;
  }
}

static void add_probes(struct machine *x, struct special_reachable **probe, int32_t *probed) {
  struct mheap *h = &x->fake->gc.heap;
  for (int i = 0; i < probes; i++) {
    probe[i] = special_new(h, SPECIAL_KIND_REACHABLE);
    probed[i] = (int32_t)pick(x, (uint64_t)x->m->used);
    const struct model_object *o = &x->m->object[probed[i]];
    if (!o->address || is_tiny(o) ||
        !special_add(h, &x->fake->procs[0]->mem, (uintptr_t)o->address, &probe[i]->special))
      probed[i] = -1;
  }
}

// What the cycle found must be what the model reaches. A dead object that its finalizer revives was
// not looked at: the probe waits for its real end.
static void read_probes(struct machine *x, struct special_reachable **probe,
                        const int32_t *probed) {
  struct mheap *h = &x->fake->gc.heap;
  for (int i = 0; i < probes; i++) {
    const struct model_object *o = probed[i] >= 0 ? &x->m->object[probed[i]] : NULL;
    if (o && o->address && o->must_be_due)
      invariant(!probe[i]->done && special_remove(h, &x->fake->procs[0]->mem, (uintptr_t)o->address,
                                                  SPECIAL_KIND_REACHABLE) == &probe[i]->special);
    else if (o)
      invariant(probe[i]->done && probe[i]->reachable == (o->address && o->reached));
    special_free(h, &probe[i]->special);
  }
}

// Compares everything: probes, the finalizers that must have become due, each object's contents,
// and that nothing else is allocated.
static void compare_all(struct machine *x) {
  void (*marking)(struct fake * fake) = x->fake->marking;
  while (finalize_one(x)) {
  }
  remove_finalizers(x);
  collect_exactly(x);
  while (finalize_one(x)) {
  }
  invariant(model_finalizers_due(x->m) == 0);
  struct special_reachable *probe[probes];
  int32_t probed[probes];
  add_probes(x, probe, probed);
  collect_exactly(x);
  read_probes(x, probe, probed);
  model_compare(x->m);
  gc_verify_heap(&x->fake->gc, false);
  for (int i = 0; i < stacks; i++)
    invariant(!x->stack[i].span || *(uint64_t *)x->stack[i].span->start_addr == x->stack[i].stamp);
  x->fake->marking = marking;
  x->comparisons++;
}

static const struct operation table[] = {
    {"allocate_in_root", 22000, true, allocate_in_root},
    {"allocate_in_object", 30000, true, allocate_in_object},
    {"link_objects", 14000, true, link_objects},
    {"drop_edge", 5000, true, drop_edge},
    {"root_walked", 4000, true, root_walked},
    {"take_to_stack", 4000, true, take_to_stack},
    {"take_from_stack", 4000, true, take_from_stack},
    {"drop_root", 2500, true, drop_root},
    {"look", 12000, true, look},
    {"grow", 1000, true, grow},
    {"move", 3000, true, move},
    {"clear", 1000, true, clear},
    {"set_finalizer", 500, true, set_finalizer},
    {"remove_finalizer", 100, true, remove_finalizer},
    {"finalize", 1500, false, finalize},
    {"use_stack", 500, false, use_stack},
    {"sweep_some", 2000, false, sweep_some},
    {"scavenge_some", 20, false, scavenge_some},
    {"change_pace", 5, false, change_pace},
    {"exchange_p", 5, false, exchange_p},
    {"collect", 1, false, collect},
    {"free_os_memory", 1, false, free_os_memory},
    {"compare_all", 2, false, compare_all},
};

static const struct operation *choose(struct machine *x) {
  static unsigned total;
  if (total == 0)
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
      total += table[i].weight;
  unsigned left = (unsigned)pick(x, total);
  const struct operation *operation = table;
  while (left >= operation->weight)
    left -= operation++->weight;
  return operation;
}

static void step(struct machine *x) {
  const struct operation *operation = choose(x);
  x->operations++;
  if (!x->marking || operation->in_mark)
    operation->run(x);
}

// The program goes on during a mark: operations between slices of marking by the other P.
static void mutate_while_marking(struct fake *fake) {
  struct machine *x = fake->marking_user;
  if (fake->gc.use_checkmark || pick(x, 2) == 0)
    return;
  x->marking = true;
  x->mutated_cycles++;
  for (uint64_t slices = pick(x, 60); slices > 0; slices--) {
    for (uint64_t steps = pick(x, 40); steps > 0; steps--)
      step(x);
    (void)gc_drain(&fake->gc, &fake->procs[1]->work, 0,
                   1 + (int64_t)pick(x, (uint64_t)2 << pick(x, 17)));
  }
  x->marking = false;
}

static void run(struct machine *x, uint64_t operations) {
  while (x->operations < operations) {
    step(x);
    if (gc_pending(&x->fake->gc) && fake_safepoint(x->fake))
      cycle_ended(x);
  }
  compare_all(x);
}

static const char *value_of(int argc, char **argv, const char *name, const char *otherwise) {
  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp(argv[i], name) == 0)
      return argv[i + 1];
  return otherwise;
}

int main(int argc, char **argv) {
  uint64_t seed = strtoull(value_of(argc, argv, "--seed", "1"), NULL, 0);
  uint64_t operations = strtoull(value_of(argc, argv, "--operations", "300000"), NULL, 0);
  const char *godebug = value_of(argc, argv, "--godebug", NULL);
  const char *voledebug = value_of(argc, argv, "--voledebug", NULL);
  printf("heap_machine --seed %llu --operations %llu\n", (unsigned long long)seed,
         (unsigned long long)operations);
  fflush(stdout);
  struct machine *x = calloc(1, sizeof *x);
  x->fake = fake_new(godebug, voledebug, NULL);
  x->fake->clock_step = 10000;
  x->m = model_new(x->fake, seed);
  x->fake->marking = mutate_while_marking;
  x->fake->marking_user = x;
  run(x, operations);
  printf("%llu operations, %llu cycles (%llu with the program running), %llu comparisons, "
         "%llu finalizers, %llu words compared, up to %u objects\n",
         (unsigned long long)x->operations, (unsigned long long)x->cycles,
         (unsigned long long)x->mutated_cycles, (unsigned long long)x->comparisons,
         (unsigned long long)x->finalizers, (unsigned long long)x->m->checked, x->m->most);
  for (int i = 0; i < stacks; i++)
    if (x->stack[i].span)
      mheap_free_manual(&x->fake->gc.heap, NULL, x->stack[i].span, SPAN_ALLOC_STACK);
  fake_free(x->fake);
  model_free(x->m);
  free(x);
  return 0;
}
