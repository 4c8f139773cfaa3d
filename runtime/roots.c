// What the collector needs from the run time: the functions of gc/embed.h.
//
// Goroutines are scanned frame by frame: the liveness map of the place where a frame stands says
// which of its slots are roots. With one M, stopping the world is nothing to do: the collector runs
// where the script would.

#include <stdlib.h>
#include <time.h>

#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/frame.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/traceback.h"

static struct runtime *runtime_of(struct gc *gc) {
  return (struct runtime *)gc;
}

void gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason) {
  (void)gc;
  (void)p;
  (void)reason;
}

void gc_embed_start_world(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
}

void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg) {
  struct runtime *rt = runtime_of(gc);
  for (uint32_t i = 0; i < rt->procs; i++)
    visit(gc, &rt->allps[i]->gc, arg);
}

uint32_t gc_embed_goroutine_count(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->allgs_lock);
  uint32_t count = rt->allgs_count;
  for (uint32_t i = 0; i < count; i++)
    rt->allgs[i]->gc_scan_done = false;
  mutex_unlock(&rt->allgs_lock);
  return count;
}

// The parameters of a native that has called back into Go.
static void scan_native_frame(struct gc *gc, const struct frame *f, struct gc_work *work) {
  const struct func *native = f->native;
  const uint64_t *params = f->native_fp + native->result_slots;
  for (unsigned i = 0; native->param_pointers && i < native->param_slots; i++)
    if (native->param_pointers[i] && params[i])
      gc_grey_pointer(gc, work, (const void *)params[i]);
}

static void scan_frames(struct gc *gc, struct g *g, struct gc_work *work) {
  struct frame f;
  for (bool more = frame_first(g, &f); more; more = frame_next(&f)) {
    const uint64_t *live = frame_liveness(&f);
    if (live) // bits of a little-endian word are those of its bytes in order
      gc_scan_block(gc, work, f.fp, (uintptr_t)f.func->frame_slots * sizeof(uint64_t),
                    (const uint8_t *)live);
    if (f.native)
      scan_native_frame(gc, &f, work);
  }
}

// What a goroutine holds outside of its frames.
static void scan_records(struct gc *gc, const struct g *g, struct gc_work *work) {
  gc_grey_pointer(gc, work, g->param);
  gc_grey_pointer(gc, work, g->entry);
  for (const struct defer_record *record = g->defers; record; record = record->next)
    gc_grey_pointer(gc, work, record->closure);
  for (const struct panic_record *record = g->panics; record; record = record->link) {
    gc_grey_pointer(gc, work, record->value.data);
    gc_grey_pointer(gc, work, record->text.ptr);
  }
}

uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work) {
  struct runtime *rt = runtime_of(gc);
  struct g *g = rt->allgs[index];
  uint32_t status = atomic_load_u32(&g->status);
  if (status == GDEAD || status == GIDLE)
    return 0;
  scan_frames(gc, g, work);
  scan_records(gc, g, work);
  g->gc_scan_done = true;
  g->stack_scan_bytes = stack_used_bytes(g);
  // Whoever runs keeps addresses into its stack until its next safepoint.
  if (status == GRUNNING || status == GSYSCALL)
    g->shrink = true;
  else
    stack_shrink(rt, g);
  return g->stack_scan_bytes;
}

uint32_t gc_embed_globals_count(struct gc *gc) {
  return runtime_of(gc)->root_count;
}

struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index) {
  const struct root_block *block = &runtime_of(gc)->roots[index];
  return (struct gc_globals){block->base, block->bytes, block->mask};
}

void gc_embed_scan_other(struct gc *gc, struct gc_work *work) {
  for (struct runtime_handle *handle = runtime_of(gc)->handles; handle; handle = handle->next)
    gc_grey_pointer(gc, work, handle->object);
}

void gc_embed_clear_pools(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->record_lock);
  for (uint32_t i = 0; i < rt->procs; i++) {
    struct p *p = rt->allps[i];
    while (p->free_defers) {
      struct defer_record *record = p->free_defers;
      p->free_defers = record->next;
      fixalloc_free(&rt->defer_alloc, record);
    }
    p->free_defer_count = 0;
  }
  mutex_unlock(&rt->record_lock);
}

void gc_embed_free_stacks(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  for (uint32_t i = 0; i < rt->procs; i++)
    stack_cache_clear(rt, rt->allps[i]);
  stack_free_spans(rt);
}

void gc_embed_wake_finalizer(struct gc *gc) {
  atomic_store_u32(&runtime_of(gc)->finalizer_wanted, 1);
  gc_embed_request_safepoint(gc);
}

void gc_embed_request_safepoint(struct gc *gc) {
  for (struct m *m = runtime_of(gc)->allms; m; m = m->all_link) {
    struct g *g = atomic_load_pointer(&m->current_g);
    if (g)
      g_request_safepoint(g);
  }
}

uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max) {
  (void)gc;
  (void)p;
  struct traceback_caller callers[gc_profile_max_stack];
  struct m *m = m_current();
  if (!m || !m->current_g)
    return 0;
  check(max <= gc_profile_max_stack);
  uint32_t count = (uint32_t)traceback_callers(m->current_g, 0, callers, (int)max);
  for (uint32_t i = 0; i < count; i++)
    frames[i] = (struct gc_profile_frame){callers[i].func, callers[i].pc};
  return count;
}

int64_t gc_embed_nanotime(struct gc *gc) {
  (void)gc;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t gc_embed_walltime(struct gc *gc) {
  (void)gc;
  return runtime_walltime();
}

void gc_embed_print(struct gc *gc, const char *text, size_t bytes) {
  runtime_write(runtime_of(gc)->config.err_fd, text, bytes);
}

void gc_embed_fatal(struct gc *gc, const char *message) {
  struct runtime *rt = runtime_of(gc);
  struct text text = {0};
  text_addf(&text, "fatal error: %s\n", message);
  struct m *m = m_current();
  if (m && m->runtime == rt && m->current_g && m->current_g->sched.fp) {
    text_adds(&text, "\n");
    traceback_print(m->current_g, &text);
  }
  const char *said = text.data ? text.data : "fatal error: out of memory\n";
  if (rt->config.fatal_exit)
    rt->config.fatal_exit(rt->config.user, said, 2);
  runtime_write(rt->config.err_fd, said, text.data ? text.len : 27);
  abort();
}
