// The native of package reflect that waits on several channels.
//
// It builds the table and the words that a select statement has in its code and its frame. They are
// needed only until the goroutine waits: what it brings is copied then (runtime/select.h).

#include <stdlib.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/malloc.h"
#include "runtime/runtime.h"
#include "runtime/select.h"
#include "vm/code/instruction.h"
#include "vm/std/natives.h"

// A case, as chan.go has it.
struct dynamic_case {
  uint64_t send;
  struct rtype *elem;
  struct chan *chan;
  const void *value; // to send
};

// The words of a select: of each case the channel, then room for an element.
struct table {
  struct select_case *cases;
  uint64_t *words;
};

static struct table make_table(struct g *g, const struct dynamic_case *from, uint32_t count) {
  uint64_t words = 0;
  for (uint32_t i = 0; i < count; i++)
    words += 1 + (from[i].elem->layout.size + 7) / 8;
  struct table table = {malloc((count + 1) * sizeof *table.cases),
                        malloc((words + 1) * sizeof *table.words)};
  if (!table.cases || !table.words)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  uint32_t at = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t size = from[i].elem->layout.size;
    table.cases[i] = (struct select_case){
        .channel = at, .value = at + 1, .words = (uint32_t)((size + 7) / 8), .send = from[i].send};
    table.words[at] = (uint64_t)from[i].chan;
    if (from[i].send)
      memcpy(table.words + at + 1, from[i].value, size);
    at += 1 + (uint32_t)((size + 7) / 8);
  }
  return table;
}

static void free_table(struct table table) {
  free(table.cases);
  free(table.words);
}

// Returns a new object that holds what was received. It is black: what it holds may not have been
// seen by the mark.
static void *received(struct g *g, const struct rtype *elem, const void *from) {
  struct gc *gc = &g->runtime->gc;
  void *to = gc_malloc(gc, g_gc_p(g), elem->layout.size, &elem->layout, true);
  gc_move_typed(gc, g_gc_p(g), to, from, elem->layout.size, &elem->layout);
  return to;
}

// Ends a select that had to wait.
static bool resume_select(struct g *g) {
  uint64_t *results = g->sched.fp + instruction_a(*g->sched.pc);
  struct sudog *s = select_resume(g);
  const struct dynamic_case *cases = (const struct dynamic_case *)results[3];
  uint32_t index = s->index;
  bool done = s->state == SUDOG_DONE, panics = cases[index].send && !done;
  results[0] = index;
  results[2] = done;
  if (!cases[index].send) {
    const struct rtype *elem = s->chan->elem;
    void *to = gc_malloc(&g->runtime->gc, g_gc_p(g), elem->layout.size, &elem->layout, true);
    chan_take_received(s, to);
    if (g->runtime->gc.write_barrier.enabled && elem->layout.ptrdata)
      gc_barrier_bulk_layout(&g->runtime->gc, g_gc_p(g), to, NULL, elem->layout.size,
                             &elem->layout);
    results[1] = (uint64_t)to;
  }
  sudog_release(g, s);
  return !panics || chan_panic_closed(g);
}

// func selectCases(cases []dynamicCase, block bool) (index int, at unsafe.Pointer, ok bool)
static bool reflect_select_cases(struct g *g, uint64_t *args, uint64_t *results) {
  const struct dynamic_case *from = (const struct dynamic_case *)args[0];
  uint32_t count = (uint32_t)args[1];
  struct table table = make_table(g, from, count);
  struct select_choice choice = {0};
  enum chan_outcome outcome =
      select_run(g, table.words, table.cases, count, args[3] ? resume_select : NULL, &choice);
  if (outcome == CHAN_DONE) {
    const struct select_case *c = &table.cases[choice.index];
    results[0] = choice.index;
    results[2] = choice.ok;
    if (!c->send)
      results[1] = (uint64_t)received(g, from[choice.index].elem, table.words + c->value);
  } else if (outcome == CHAN_WOULD_BLOCK)
    results[0] = UINT64_MAX;
  free_table(table);
  return outcome != CHAN_PANICKED;
}

const struct native_entry natives_reflect_select[] = {
    {"selectCases", reflect_select_cases, 4, 3, FUNC_NATIVE_BLOCKING},
    {NULL},
};
