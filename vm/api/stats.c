// Watching an instance: statistics, pauses, the heap profile; forcing a collection.

#include "gc/control.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/debug.h"
#include "runtime/instance.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/interp/tier.h"
#include "vm/std/support/profile.h"

static bool collect(struct vole *vole, void *argument) {
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  if (g)
    gc_collect(&vole->machine.runtime.gc, g_gc_p(g));
  runtime_leave(&vole->machine.runtime, previous);
  return g || api_error(argument, VOLE_ERROR_USAGE, 2, "the instance has ended");
}

bool vole_collect(struct vole *vole, struct vole_error *err) {
  return api_guarded(vole, API_USE, collect, err, err);
}

// Reads the statistics, exactly if the world can be stopped. While another thread uses the instance
// it is not: that thread may be in a native for long, or wait for the caller.
static bool read_stats(struct vole *vole, void *argument) {
  struct debug_mem_stats *all = argument;
  struct runtime *rt = &vole->machine.runtime;
  struct m *m = m_current();
  bool inside = m && m->runtime == rt;
  if (atomic_load_u32(&rt->end.exiting) || (!inside && api_in_use(vole))) {
    debug_glance(rt, all);
    return true;
  }
  struct m visitor = {.runtime = rt};
  if (!inside)
    m_set_current(&visitor);
  debug_read_mem_stats(rt, inside ? m : &visitor, all);
  m_set_current(m);
  return true;
}

bool vole_stats(struct vole *vole, struct vole_stats *stats) {
  struct debug_mem_stats all = {0};
  if (!stats)
    return false;
  bool ok = api_guarded(vole, API_LOOK, read_stats, &all, NULL);
  if (ok)
    all.sys += tier_bytes(&vole->machine);
  *stats = (struct vole_stats){
      .heap_live = all.heap_alloc,
      .heap_goal = all.next_gc,
      .mapped = all.sys,
      .mallocs = all.mallocs,
      .frees = all.frees,
      .cycles = all.num_gc,
      .pause_total_ns = all.pause_total_ns,
      .allocated = all.total_alloc,
      .heap_in_use = all.heap_in_use,
      .heap_idle = all.heap_idle,
      .heap_released = all.heap_released,
      .stack_in_use = all.stack_in_use,
      .goroutines = ok ? (uint64_t)debug_goroutine_count(&vole->machine.runtime) : 0,
  };
  return ok;
}

_Static_assert((int)VOLE_PAUSE_ASSIST_WAIT == (int)PAUSE_ASSIST_WAIT, "the kinds are the same");

// What vole_pauses was given, and how many it has copied.
struct reading {
  uint64_t *next;
  struct vole_pause *out;
  int max, count;
};

static bool read_pauses(struct vole *vole, void *argument) {
  struct reading *r = argument;
  struct pause_record record;
  invariant_debug(r->count == 0);
  while (r->count < r->max && pauses_read(&vole->machine.runtime, r->next, &record, 1)) {
    invariant_debug(record.kind <= PAUSE_ASSIST_WAIT && record.ns >= 0);
    const char *file = NULL;
    int line = record.func ? func_line(record.func, record.pc, &file) : 0;
    r->out[r->count++] = (struct vole_pause){.kind = (enum vole_pause_kind)record.kind,
                                             .cycle = record.cycle,
                                             .reason = record.reason,
                                             .start_ns = record.start,
                                             .ns = record.ns,
                                             .wait_ns = record.wait_ns,
                                             .goroutine = record.goid,
                                             .function = record.func ? record.func->name : NULL,
                                             .file = file,
                                             .line = line};
  }
  return true;
}

int vole_pauses(struct vole *vole, uint64_t *next, struct vole_pause *out, int max) {
  struct reading r = {.next = next, .out = out, .max = max};
  if (next && out)
    api_guarded(vole, API_LOOK, read_pauses, &r, NULL);
  return r.count;
}

// What vole_heap_profile was given.
struct profile_write {
  int fd;
  struct vole_error *err;
};

static bool write_profile(struct vole *vole, void *argument) {
  const struct profile_write *w = argument;
  struct text text = {0};
  profile_text(&vole->machine.runtime, &text);
  return api_write(w->fd, &text, w->err);
}

bool vole_heap_profile(struct vole *vole, int fd, struct vole_error *err) {
  struct profile_write w = {fd, err};
  return api_guarded(vole, API_LOOK, write_profile, &w, err);
}
