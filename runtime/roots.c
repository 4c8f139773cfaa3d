// What the collector needs from the run time: the functions of gc/embed.h.
//
// Goroutines are scanned frame by frame: the liveness map of the place where a frame stands says
// which of its slots are roots.

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/chan.h"
#include "runtime/embed.h"
#include "runtime/frame.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/pool.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/sysmon.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

static struct runtime *runtime_of(struct gc *gc) {
  return (struct runtime *)gc;
}

// struct gc_p is the first member of struct p. p is the calling M's, or NULL.
static struct m *m_of(struct gc_p *p) {
  return p ? ((struct p *)p)->m : m_current();
}

int64_t gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason) {
  struct runtime *rt = runtime_of(gc);
  world_stop(rt, m_of(p), reason);
  return rt->pauses.current.start + rt->start_nanotime;
}

void gc_embed_start_world(struct gc *gc, struct gc_p *p) {
  world_start(runtime_of(gc), m_of(p));
}

void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg) {
  struct runtime *rt = runtime_of(gc);
  for (uint32_t i = 0; i < rt->all_p_count; i++)
    visit(gc, &rt->allps[i]->gc, arg);
}

void gc_embed_ragged_barrier(struct gc *gc, struct gc_p *p,
                             void (*visit)(struct gc *gc, struct gc_p *p, void *arg), void *arg) {
  world_ragged_barrier(runtime_of(gc), m_of(p), visit, arg);
}

uint32_t gc_embed_goroutine_count(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->allgs_lock);
  uint32_t count = rt->allgs_count;
  mutex_unlock(&rt->allgs_lock);
  return count;
}

static void scan_slots(struct gc *gc, const uint64_t *slots, unsigned count,
                       const uint8_t *pointers, struct gc_work *work) {
  for (unsigned i = 0; pointers && i < count; i++)
    if (pointers[i] && slots[i])
      gc_grey_pointer(gc, work, (const void *)slots[i]);
}

// Marks what a frame holds by its liveness map. Of one whose function has returned, to the host's
// thread that was not there, only the results are left.
static void scan_frame(struct gc *gc, const struct frame *f, struct gc_work *work) {
  if (f->at == FRAME_AT_END) {
    scan_slots(gc, f->fp, f->func->result_slots, f->func->result_pointers, work);
    return;
  }
  const uint64_t *live = frame_liveness(f);
  if (live) // bits of a little-endian word are those of its bytes in order
    gc_scan_block(gc, work, f->fp, (uintptr_t)f->func->frame_slots * sizeof(uint64_t),
                  (const uint8_t *)live);
}

static void scan_frames(struct gc *gc, struct g *g, struct gc_work *work) {
  struct frame f;
  bool innermost = true;
  for (bool more = frame_first(g, &f); more; more = frame_next(&f)) {
    scan_frame(gc, &f, work);
    // A native that stands at a safepoint of its own may need what its parameters point to.
    if (innermost && f.at == FRAME_AT_SAFEPOINT)
      f.native = runtime_embed_native(g, &f.native_fp);
    // A native that blocks, takes long, or has called back into Go: its parameters, and the results
    // that are there already.
    if (f.native) {
      scan_slots(gc, f.native_fp, f.native->result_slots, f.native->result_pointers, work);
      scan_slots(gc, f.native_fp + f.native->result_slots, f.native->param_slots,
                 f.native->param_pointers, work);
    }
    innermost = false;
  }
}

// What a goroutine waits on, and what it brings or has been given.
static void scan_sudog(struct gc *gc, const struct sudog *s, struct gc_work *work) {
  const void *elem = atomic_load_pointer(&s->elem);
  gc_grey_pointer(gc, work, s->chan);
  if (elem == s->storage)
    gc_scan_block(gc, work, elem, s->chan->elem->layout.ptrdata, s->chan->elem->layout.mask);
  else
    gc_grey_pointer(gc, work, elem);
}

// What a goroutine holds outside of its frames.
static void scan_records(struct gc *gc, const struct g *g, struct gc_work *work) {
  gc_grey_pointer(gc, work, g->param);
  gc_grey_pointer(gc, work, g->entry);
  gc_grey_pointer(gc, work, atomic_load_relaxed_pointer(&g->sema.address));
  for (const struct defer_record *record = g->defers; record; record = record->next)
    gc_grey_pointer(gc, work, record->closure);
  for (const struct panic_record *record = g->panics; record; record = record->link) {
    gc_grey_pointer(gc, work, record->value.data);
    gc_grey_pointer(gc, work, record->text.ptr);
  }
  for (const struct sudog *s = g->waiting; s; s = s->wait_link)
    scan_sudog(gc, s, work);
}

// Scans g, which cannot run meanwhile: it runs on this thread and is at a safepoint, its M is
// stopped at one, or its status says that it is being scanned.
static void scan(struct gc *gc, struct g *g, struct gc_work *work, bool may_move) {
  struct runtime *rt = g->runtime;
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  scan_frames(gc, g, work);
  scan_records(gc, g, work);
  g->stack_scan_bytes = stack_used_bytes(g);
  // Whoever runs, or is in a native, keeps addresses into its stack.
  if (!may_move || g->in_syscall)
    g->shrink = true;
  else
    stack_shrink(rt, g);
  atomic_store_u32(&g->scan_cycle, cycle);
}

void roots_scan_self(struct g *g) {
  struct gc *gc = &g->runtime->gc;
  if (!atomic_exchange_u32(&g->scan_wanted, 0) || atomic_load_u32(&gc->phase) != GC_PHASE_MARK ||
      atomic_load_u32(&g->scan_cycle) == atomic_load_u32(&gc->stats.cycles))
    return;
  scan(gc, g, &g_gc_p(g)->work, false);
}

// Scans g if that is possible now. False: it runs on another M.
static bool try_to_scan(struct gc *gc, struct g *g, struct gc_work *work) {
  uint32_t status = atomic_load_u32(&g->status);
  switch (status) {
  case GDEAD:
  case GIDLE:
    g->stack_scan_bytes = 0;
    return true;
  case GRUNNING:
    if (m_current()->current_g == g) {
      scan(gc, g, work, false);
      return true;
    }
    if (!gc->world_stopped)
      return false;
    // fall through
  case GRUNNABLE:
  case GWAITING:
  case GSYSCALL:
    if (!atomic_cas_u32(&g->status, status, status | GSCAN))
      return false;
    if (status == GWAITING && g->wait_since == 0)
      g->wait_since = runtime_nanotime(g->runtime);
    scan(gc, g, work, status != GSYSCALL && status != GRUNNING);
    invariant(atomic_cas_u32(&g->status, status | GSCAN, status));
    return true;
  default: // on its way from one to another
    return false;
  }
}

uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->allgs_lock);
  struct g *g = rt->allgs[index];
  mutex_unlock(&rt->allgs_lock);
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  for (uint32_t tries = 0; gc->use_checkmark || atomic_load_u32(&g->scan_cycle) != cycle; tries++) {
    if (try_to_scan(gc, g, work))
      break;
    // It runs: it shall scan itself. It may have stopped running instead, so both is looked at.
    if (tries % 64 == 0) {
      atomic_store_u32(&g->scan_wanted, 1);
      g_request_safepoint(g);
      gc_embed_poll(gc, &m_current()->p->gc);
    }
    lock_spin(tries);
  }
  return g->stack_scan_bytes;
}

uint32_t gc_embed_globals_count(struct gc *gc) {
  return atomic_load_u32(&runtime_of(gc)->root_count);
}

struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index) {
  const struct root_block *block = runtime_root(runtime_of(gc), index);
  return (struct gc_globals){block->base, block->bytes, block->mask};
}

void gc_embed_scan_other(struct gc *gc, struct gc_work *work) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->handle_lock);
  for (struct runtime_handle *handle = rt->handles; handle; handle = handle->next)
    gc_grey_pointer(gc, work, handle->object);
  for (uint32_t i = 0; i < rt->kept.count; i++)
    gc_grey_pointer(gc, work, rt->kept.all[i].object);
  mutex_unlock(&rt->handle_lock);
  timers_scan(runtime_of(gc), work);
  pools_scan(runtime_of(gc), work);
}

void gc_embed_clear_pools(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  pools_clear(rt);
  for (uint32_t i = 0; i < rt->procs; i++) {
    defer_drop_cache(rt, rt->allps[i]);
    sudog_drop_cache(rt, rt->allps[i]);
  }
}

void gc_embed_flush_p(struct gc *gc, struct gc_p *p) {
  stack_cache_clear(runtime_of(gc), (struct p *)p);
}

void gc_embed_free_stacks(struct gc *gc) {
  stack_free_spans(runtime_of(gc));
}

void gc_embed_wake_finalizer(struct gc *gc) {
  // The scheduler looks at it, and every safepoint that is asked for: locks may be held here.
  atomic_store_u32(&runtime_of(gc)->finalizer_wanted, 1);
  if (atomic_load_u32(&runtime_of(gc)->finalizer_parked))
    gc_embed_request_safepoint(gc);
}

void gc_embed_yield_for_workers(struct gc *gc, struct gc_p *p) {
  struct runtime *rt = runtime_of(gc);
  (void)p;
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link) {
    struct g *g = atomic_load_pointer(&m->current_g);
    if (!g)
      continue;
    atomic_store_u32(&g->preempt, 1);
    g_request_safepoint(g);
  }
  m_wake_p(rt);
}

bool gc_embed_has_goroutines(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  if (atomic_load_u32(&rt->sched.runq_size))
    return true;
  for (uint32_t i = 0; i < rt->procs; i++)
    if (sched_queue_length(rt->allps[i]))
      return true;
  return false;
}

void gc_embed_poll(struct gc *gc, struct gc_p *p) {
  struct runtime *rt = runtime_of(gc);
  struct m *m = m_of(p);
  if (runtime_is_fatal(rt))
    runtime_give_up(rt); // what the caller waits for may never come
  if (atomic_load_u32(&rt->sched.gc_waiting))
    world_stop_at_safepoint(m, false);
  if (atomic_load_u32(&m->p->run_safepoint_function))
    world_run_safepoint_function(rt, m->p);
  struct g *g = m->current_g;
  if (g && atomic_load_u32(&g->scan_wanted))
    roots_scan_self(g);
}

// The account is part of the goroutine.
static struct g *g_of(struct gc_assist *assist) {
  return (struct g *)((char *)assist - offsetof(struct g, assist));
}

void gc_embed_request_assist(struct gc *gc, struct gc_p *p) {
  (void)gc;
  g_request_safepoint(g_of(p->assist));
}

void gc_embed_assist_done(struct gc *gc, struct gc_p *p, int64_t ns) {
  pauses_assist(runtime_of(gc), PAUSE_ASSIST, m_of(p)->current_g, ns);
}

// What a goroutine does first that has waited for credit.
static bool assist_waited(struct g *g) {
  pauses_assist(g->runtime, PAUSE_ASSIST_WAIT, g, runtime_nanotime(g->runtime) - g->wait_since);
  return true;
}

void gc_embed_assist_park(struct gc *gc, struct gc_p *p, struct gc_assist *assist) {
  (void)gc;
  (void)p;
  struct g *g = g_of(assist);
  g->resume = assist_waited;
  sched_park(g, WAIT_GC_ASSIST);
}

void gc_embed_assist_ready(struct gc *gc, struct gc_assist *assist) {
  sched_ready(runtime_of(gc), runtime_p(runtime_of(gc)), g_of(assist));
}

void gc_embed_cycle_ended(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->cycle_lock);
  struct g *g = rt->cycle_waiters;
  rt->cycle_waiters = NULL;
  if (gc->options.record)
    pauses_print(rt);
  mutex_unlock(&rt->cycle_lock);
  while (g) {
    struct g *next = g->sched_link;
    g->sched_link = NULL;
    sched_ready(rt, runtime_p(rt), g);
    g = next;
  }
  sysmon_start(rt); // gives memory back, and sees to it that there is a next cycle
}

void runtime_wait_for_cycle(struct g *g, uint32_t cycle) {
  struct runtime *rt = g->runtime;
  mutex_lock(&rt->cycle_lock);
  bool wait = (int32_t)(cycle - atomic_load_u32(&rt->gc.stats.finished)) > 0 &&
              atomic_load_u32(&rt->gc.running);
  if (wait) {
    g->sched_link = rt->cycle_waiters;
    rt->cycle_waiters = g;
    sched_park(g, WAIT_GC_CYCLE);
  }
  mutex_unlock(&rt->cycle_lock);
}

void gc_embed_request_safepoint(struct gc *gc) {
  world_request_safepoints(runtime_of(gc));
}

uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max) {
  (void)gc;
  (void)p;
  struct traceback_caller callers[gc_profile_max_stack];
  struct m *m = m_current();
  if (!m || !m->current_g)
    return 0;
  invariant(max <= gc_profile_max_stack);
  uint32_t count = (uint32_t)traceback_callers(m->current_g, 0, callers, (int)max);
  for (uint32_t i = 0; i < count; i++)
    frames[i] = (struct gc_profile_frame){callers[i].func, callers[i].pc};
  return count;
}

int64_t gc_embed_nanotime(struct gc *gc) {
  struct timespec now;
  if (runtime_of(gc)->turns.on)
    return turns_clock(runtime_of(gc));
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t gc_embed_walltime(struct gc *gc) {
  return runtime_walltime(runtime_of(gc));
}

void gc_embed_print(struct gc *gc, const char *text, size_t bytes) {
  runtime_write(runtime_of(gc)->config.err_fd, text, bytes);
}

void gc_embed_fatal(struct gc *gc, const char *message) {
  struct runtime *rt = runtime_of(gc);
  struct text text = {0};
  text_adds(&text, gc->heap.no_memory); // empty unless memory was refused
  text_addf(&text, "fatal error: %s\n", message);
  struct m *m = m_current();
  struct g *g = m && m->runtime == rt ? m->current_g : NULL;
  if (g && g->sched.fp) {
    text_adds(&text, "\n");
    traceback_print(g, &text);
  }
  runtime_end_with_text(rt, text_take(&text));
  runtime_give_up(rt);
}
