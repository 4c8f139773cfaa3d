// Scanning goroutines: see scan.h.

#include "runtime/scan.h"

#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/chan.h"
#include "runtime/embed.h"
#include "runtime/frame.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"
#include "runtime/sudog.h"
#include "runtime/system.h"

static void scan_slots(struct gc *gc, const uint64_t *slots, unsigned count,
                       const uint8_t *pointers, struct gc_work *work) {
  for (unsigned i = 0; pointers && i < count; i++)
    if (pointers[i] && slots[i])
      gc_grey_pointer(gc, work, (const void *)slots[i]);
}

// Greys what a frame holds by its liveness map. A function that has returned while the host's
// thread was not there has its results left only.
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
    // The parameters of a native that blocks, takes long, or has called back into Go are live, and
    // the results that it has set.
    if (f.native) {
      scan_slots(gc, f.native_fp, f.native->result_slots, f.native->result_pointers, work);
      scan_slots(gc, f.native_fp + f.native->result_slots, f.native->param_slots,
                 f.native->param_pointers, work);
    }
    innermost = false;
  }
}

// Greys the channel that a goroutine waits on, and the element that it brings or has been given.
static void scan_sudog(struct gc *gc, const struct sudog *s, struct gc_work *work) {
  const void *elem = atomic_load_pointer(&s->elem);
  gc_grey_pointer(gc, work, s->chan);
  if (elem == s->storage)
    gc_scan_block(gc, work, elem, s->chan->elem->layout.ptrdata, s->chan->elem->layout.mask);
  else
    gc_grey_pointer(gc, work, elem);
}

// Greys what a goroutine holds outside of its frames.
static void scan_records(struct gc *gc, const struct g *g, struct gc_work *work) {
  gc_grey_pointer(gc, work, g->param);
  gc_grey_pointer(gc, work, g->entry);
  gc_grey_pointer(gc, work, atomic_load_relaxed_pointer(&g->sema.address));
  for (const struct defer_record *record = g->defers; record; record = record->next) {
    gc_grey_pointer(gc, work, record->closure);
    gc_grey_pointer(gc, work, record->list);
  }
  for (const struct panic_record *record = g->panics; record; record = record->link) {
    gc_grey_pointer(gc, work, record->value.data);
    gc_grey_pointer(gc, work, record->text.ptr);
  }
  for (const struct sudog *s = g->waiting; s; s = s->wait_link)
    scan_sudog(gc, s, work);
}

// Scans g, which cannot run meanwhile: the calling thread runs it and is at a safepoint, its M has
// stopped at one, or its status says that it is being scanned.
static void scan(struct gc *gc, struct g *g, struct gc_work *work, bool may_move) {
  struct runtime *rt = g->runtime;
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  scan_frames(gc, g, work);
  scan_records(gc, g, work);
  g->stack_scan_bytes = stack_used_bytes(g);
  // A goroutine that runs, or is in a native, keeps addresses into its stack.
  if (!may_move || g->in_syscall)
    g->shrink = true;
  else
    stack_shrink(rt, g);
  atomic_store_u32(&g->scan_cycle, cycle);
}

void scan_self(struct g *g) {
  struct gc *gc = &g->runtime->gc;
  if (!atomic_exchange_u32(&g->scan_wanted, 0) || atomic_load_u32(&gc->phase) != GC_PHASE_MARK ||
      atomic_load_u32(&g->scan_cycle) == atomic_load_u32(&gc->stats.cycles))
    return;
  scan(gc, g, &g_gc_p(g)->work, false);
}

bool scan_try(struct gc *gc, struct g *g, struct gc_work *work) {
  uint32_t status = atomic_load_u32(&g->status);
  switch (status) {
  case GDEAD:
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
    if (!g_begin_scan(g, status))
      return false;
    if (status == GWAITING && g->wait_since == 0)
      g->wait_since = runtime_nanotime(g->runtime);
    scan(gc, g, work, status != GSYSCALL && status != GRUNNING);
    g_end_scan(g, status);
    return true;
  default: // on its way from one to another
    return false;
  }
}
