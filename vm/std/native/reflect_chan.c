// Natives of package reflect: maps and channels.
//
// A map or channel is the word that Go code holds. Keys, elements and values are passed by their
// addresses in memory.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/chan.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/code/instruction.h"
#include "vm/std/natives.h"

// Maps.

// func makeMap(t *rtype, hint int) unsafe.Pointer
static bool reflect_make_map(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)map_new(g, (struct rtype *)args[0], (int64_t)args[1]);
  return true;
}

// func mapLength(m unsafe.Pointer) int
static bool reflect_map_length(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)map_len((const struct map *)args[0]);
  return true;
}

// func mapLookup(t *rtype, m, key unsafe.Pointer) unsafe.Pointer: the value's address, or nil.
static bool reflect_map_lookup(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *unhashable;
  const struct map *m = (const struct map *)args[1];
  results[0] = (uint64_t)map_lookup(m, (struct rtype *)args[0], (const void *)args[2], &unhashable);
  if (!unhashable)
    return true;
  panic_unhashable(g, unhashable, map_len(m) == 0);
  return false;
}

// func mapAssign(t *rtype, m, key, value unsafe.Pointer)
static bool reflect_map_assign(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *type = (struct rtype *)args[0];
  void *at = map_assign(g, (struct map *)args[1], type, (const void *)args[2]);
  if (!at)
    return false;
  const struct layout *layout = &type->elem->layout;
  gc_move_typed(&g->runtime->gc, g_gc_p(g), at, (const void *)args[3], layout->size, layout);
  return true;
}

// func mapDelete(t *rtype, m, key unsafe.Pointer)
static bool reflect_map_delete(struct g *g, uint64_t *args, uint64_t *results) {
  return map_delete(g, (struct map *)args[1], (struct rtype *)args[0], (const void *)args[2]);
}

// func mapClear(m unsafe.Pointer)
static bool reflect_map_clear(struct g *g, uint64_t *args, uint64_t *results) {
  if (args[0])
    map_clear(g, (struct map *)args[0]);
  return true;
}

// func mapBegin(m unsafe.Pointer) unsafe.Pointer: an iterator.
static bool reflect_map_begin(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)map_iter_new(g, (struct map *)args[0]);
  return true;
}

// func mapNext(it unsafe.Pointer) (key, value unsafe.Pointer): their addresses, nil at the end.
static bool reflect_map_next(struct g *g, uint64_t *args, uint64_t *results) {
  void *key, *value;
  if (map_iter_next(g, (struct map_iter *)args[0], &key, &value)) {
    results[0] = (uint64_t)key;
    results[1] = (uint64_t)value;
  }
  return true;
}

// Channels.

// func makeChan(t *rtype, capacity int) unsafe.Pointer
static bool reflect_make_chan(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)chan_make(g, (const struct rtype *)args[0], (int64_t)args[1]);
  return results[0] != 0;
}

static bool reflect_chan_length(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)chan_length((const struct chan *)args[0]);
  return true;
}

static bool reflect_chan_capacity(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)chan_capacity((const struct chan *)args[0]);
  return true;
}

static bool reflect_chan_close(struct g *g, uint64_t *args, uint64_t *results) {
  return chan_close(g, (struct chan *)args[0]);
}

// func chanSend(c, value unsafe.Pointer, direct, nonblocking bool) bool: value is what is sent if
// direct is set, else where it lies.
static bool reflect_chan_send(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = 1; // before the goroutine waits
  const void *value = args[2] ? &args[1] : (const void *)args[1];
  enum chan_outcome outcome =
      chan_send(g, (struct chan *)args[0], value, args[3] ? NULL : chan_resume_send);
  if (outcome == CHAN_WOULD_BLOCK)
    results[0] = 0;
  return outcome != CHAN_PANICKED;
}

// What chanReceive returns besides the address.
enum { received_nothing, received_value, received_closed };

// Returns a new object for what a channel gives.
static void *new_element(struct g *g, const struct rtype *elem) {
  return gc_malloc(&g->runtime->gc, g_gc_p(g), elem->layout.size, &elem->layout, true);
}

// Sets the results. The new object is black: what it got may not have been seen by the mark.
static void finish_receive(struct g *g, const struct rtype *elem, void *to, bool ok,
                           uint64_t *results) {
  struct gc *gc = &g->runtime->gc;
  if (gc->write_barrier.enabled && elem->layout.ptrdata)
    gc_barrier_bulk_layout(gc, g_gc_p(g), to, NULL, elem->layout.size, &elem->layout);
  results[0] = (uint64_t)to;
  results[1] = ok ? received_value : received_closed;
}

// Ends a receive that had to wait. The frame of the native is as it left it.
static bool resume_receive(struct g *g) {
  uint64_t *results = g->sched.fp + instruction_a(*g->sched.pc), *args = results + 2;
  const struct rtype *elem = (const struct rtype *)args[0];
  void *to = new_element(g, elem);
  finish_receive(g, elem, to, chan_resume_receive(g, to), results);
  return true;
}

// func chanReceive(elem *rtype, c unsafe.Pointer, nonblocking bool) (unsafe.Pointer, int)
static bool reflect_chan_receive(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *elem = (const struct rtype *)args[0];
  void *to = new_element(g, elem);
  bool ok;
  enum chan_outcome outcome =
      chan_receive(g, (struct chan *)args[1], to, &ok, args[2] ? NULL : resume_receive);
  if (outcome == CHAN_DONE)
    finish_receive(g, elem, to, ok, results);
  return true;
}

const struct native_entry natives_reflect_chan[] = {
    {"makeMap", reflect_make_map, 2, 1},
    {"mapLength", reflect_map_length, 1, 1},
    {"mapLookup", reflect_map_lookup, 3, 1},
    {"mapAssign", reflect_map_assign, 4, 0},
    {"mapDelete", reflect_map_delete, 3, 0},
    {"mapClear", reflect_map_clear, 1, 0},
    {"mapBegin", reflect_map_begin, 1, 1},
    {"mapNext", reflect_map_next, 1, 2},
    {"makeChan", reflect_make_chan, 2, 1},
    {"chanLength", reflect_chan_length, 1, 1},
    {"chanCapacity", reflect_chan_capacity, 1, 1},
    {"chanClose", reflect_chan_close, 1, 0},
    {"chanSend", reflect_chan_send, 4, 1, FUNC_NATIVE_BLOCKING},
    {"chanReceive", reflect_chan_receive, 3, 2, FUNC_NATIVE_BLOCKING},
    {NULL},
};
