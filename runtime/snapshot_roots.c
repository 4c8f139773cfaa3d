// What keeps objects alive, in a snapshot: goroutines with their frames, package variables, and the
// roots that have no place in the program.
//
// A holder is a thing that holds; the roots that follow its record are the pointers in it. The walk
// goes where gc/roots.c, runtime/scan.c and gc_embed_scan_other go; what a new kind of root adds
// there belongs here as well.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "gc/finalizer.h"
#include "mem/atomic.h"
#include "runtime/chan.h"
#include "runtime/embed.h"
#include "runtime/frame.h"
#include "runtime/panic.h"
#include "runtime/pool.h"
#include "runtime/root.h"
#include "runtime/snapshot.h"
#include "runtime/snapshot_names.h"
#include "runtime/sudog.h"
#include "runtime/system.h"
#include "runtime/traceback.h"

// Flags of a root, which say what its type is.
enum {
  root_cell = 1,   // of a variable on the heap, to which the root points
  root_object = 2, // of the object around the target
};

// A root: what is known of a word that points into the heap.
struct root {
  uintptr_t target;
  const char *label;
  struct rtype *type;        // NULL: unknown
  uint64_t offset;           // of the word in a value of the type
  uint64_t length, capacity; // the words behind it, if they may be that of a slice
  uint32_t dynamic;          // of an interface: one more than the number of its type
  unsigned flags;
};

static void put_root(struct snapshot_names *n, const struct root *r) {
  struct snapshot *s = &n->out;
  if (!span_of_heap(&n->runtime->gc.heap, r->target))
    return;
  snapshot_put(s, SNAPSHOT_ROOT);
  snapshot_put(s, r->target);
  snapshot_put_text(s, r->label);
  snapshot_put(s, snapshot_type_number(n, r->type));
  snapshot_put(s, r->offset);
  snapshot_put(s, r->dynamic);
  snapshot_put(s, r->flags);
  snapshot_put(s, r->length);
  snapshot_put(s, r->capacity);
}

static void put_plain_root(struct snapshot_names *n, const void *target, const char *label) {
  put_root(n, &(struct root){.target = (uintptr_t)target, .label = label});
}

// Writes a holder. goroutine is one more than its number, 0: none.
static void put_holder(struct snapshot_names *n, enum snapshot_holder kind, uint32_t goroutine,
                       const char *text, const struct func *f, int line) {
  struct snapshot *s = &n->out;
  snapshot_put(s, SNAPSHOT_HOLDER);
  snapshot_put(s, kind);
  snapshot_put(s, goroutine);
  snapshot_put_text(s, text);
  snapshot_put(s, snapshot_function_number(n, f));
  snapshot_put(s, line > 0 ? (uint64_t)line : 0);
}

// Package variables.

// All package variables, by address.
struct globals {
  struct global {
    char *name; // malloc'ed
    void *type;
    uintptr_t address, bytes;
  } * all; // malloc'ed
  uint32_t count, room;
  bool failed; // memory was short: some are left out
};

static void add_global(void *context, const struct runtime_variable *v) {
  struct globals *globals = context;
  if (globals->count == globals->room) {
    uint32_t room = globals->room ? 2 * globals->room : 256;
    struct global *larger = realloc(globals->all, room * sizeof *larger);
    if (!larger) {
      globals->failed = true;
      return;
    }
    globals->all = larger;
    globals->room = room;
  }
  size_t size = strlen(v->name) + 1;
  char *name = malloc(size);
  if (!name) {
    globals->failed = true;
    return;
  }
  memcpy(name, v->name, size);
  globals->all[globals->count++] = (struct global){
      .name = name, .type = v->type, .address = (uintptr_t)v->address, .bytes = v->bytes};
}

static int by_address(const void *a, const void *b) {
  uintptr_t left = ((const struct global *)a)->address, right = ((const struct global *)b)->address;
  return left < right ? -1 : left > right;
}

// Returns the variable that an address lies in, or NULL.
static const struct global *global_at(const struct globals *globals, uintptr_t address) {
  uint32_t low = 0, high = globals->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (globals->all[middle].address <= address)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0 || address - globals->all[low - 1].address >= globals->all[low - 1].bytes)
    return NULL;
  return &globals->all[low - 1];
}

static void put_global_word(struct snapshot_names *n, const struct globals *globals,
                            const struct root_block *block, uintptr_t word,
                            const struct global **last, bool *is_first) {
  const uintptr_t *at = (const uintptr_t *)block->base + word;
  if (*at == 0 || !span_of_heap(&n->runtime->gc.heap, *at))
    return;
  const struct global *v = global_at(globals, (uintptr_t)at);
  bool has_next = v && (uintptr_t)(at + 2) < v->address + v->bytes;
  if (*is_first || v != *last)
    put_holder(n, v ? SNAPSHOT_HOLDER_GLOBAL : SNAPSHOT_HOLDER_STATIC, 0,
               v ? v->name : "package data", NULL, 0);
  *is_first = false;
  *last = v;
  put_root(n, &(struct root){.target = *at,
                             .label = "",
                             .type = v ? runtime_embed_type(n->runtime, v->type) : NULL,
                             .offset = v ? (uintptr_t)at - v->address : 0,
                             .length = has_next ? at[1] : 0,
                             .capacity = has_next ? at[2] : 0,
                             .dynamic = word > 0 ? snapshot_type_of_word(n, at[-1]) : 0});
}

static void put_globals(struct snapshot_names *n) {
  struct runtime *rt = n->runtime;
  struct globals globals = {0};
  runtime_embed_globals(rt, add_global, &globals);
  if (globals.count)
    qsort(globals.all, globals.count, sizeof *globals.all, by_address);
  if (globals.failed && n->out.error == 0)
    n->out.error = ENOMEM;
  const struct global *last = NULL;
  bool is_first = true;
  for (uint32_t i = 0; i < rt->root_count; i++) {
    const struct root_block *block = runtime_root(rt, i);
    for (uintptr_t word = 0; word < block->bytes / ptr_size; word++)
      if (block->mask[word / 8] >> word % 8 & 1)
        put_global_word(n, &globals, block, word, &last, &is_first);
  }
  for (uint32_t i = 0; i < globals.count; i++)
    free(globals.all[i].name);
  free(globals.all);
}

// Goroutines.

static void put_slot(struct snapshot_names *n, const struct frame *f, uint32_t slot) {
  uint64_t word = f->fp[slot];
  if (word == 0 || !span_of_heap(&n->runtime->gc.heap, word))
    return;
  struct root root = {.target = word, .label = "temporary"};
  const struct func_variable *v = func_variable_at(f->func, frame_pc_offset(f), slot);
  if (v) {
    root.label = v->name;
    root.type = runtime_embed_type(n->runtime, v->type);
    root.flags = v->is_cell ? root_cell : 0;
    root.offset = v->is_cell ? 0 : (slot - v->slot) * sizeof(uint64_t);
    if (!v->is_cell && slot + 1 < v->slot + v->slots)
      root.length = f->fp[slot + 1];
  }
  if (slot > 0)
    root.dynamic = snapshot_type_of_word(n, f->fp[slot - 1]);
  put_root(n, &root);
}

static void put_slots(struct snapshot_names *n, const uint64_t *slots, unsigned count,
                      const uint8_t *pointers, const char *label) {
  for (unsigned i = 0; pointers && i < count; i++)
    if (pointers[i])
      put_plain_root(n, (const void *)slots[i], label);
}

static void put_native(struct snapshot_names *n, const struct frame *f, uint32_t goroutine) {
  const struct func *native = f->native;
  put_holder(n, SNAPSHOT_HOLDER_FRAME, goroutine, "", native, 0);
  put_slots(n, f->native_fp, native->result_slots, native->result_pointers, "result");
  put_slots(n, f->native_fp + native->result_slots, native->param_slots, native->param_pointers,
            "parameter");
}

// Writes the slots of a frame that are live; of a loose one all that could be pointers.
static void put_frame(struct snapshot_names *n, const struct frame *f, uint32_t goroutine,
                      bool is_loose) {
  bool is_over = f->at == FRAME_AT_END;
  put_holder(n, SNAPSHOT_HOLDER_FRAME, goroutine, "", f->func,
             is_over ? 0 : func_line(f->func, frame_pc_offset(f), NULL));
  if (is_over) {
    put_slots(n, f->fp, f->func->result_slots, f->func->result_pointers, "result");
    return;
  }
  const uint64_t *live = is_loose ? NULL : frame_liveness(f);
  if (!live && !is_loose)
    return;
  for (uint32_t slot = 0; slot < f->func->frame_slots; slot++)
    if (is_loose || live[slot / 64] >> slot % 64 & 1)
      put_slot(n, f, slot);
}

static void put_frames(struct snapshot_names *n, struct g *g, uint32_t goroutine) {
  struct frame f;
  bool is_innermost = true;
  for (bool more = frame_first(g, &f); more; more = frame_next(&f)) {
    if (is_innermost && f.at == FRAME_AT_SAFEPOINT)
      f.native = runtime_embed_native(g, &f.native_fp);
    if (f.native)
      put_native(n, &f, goroutine);
    put_frame(n, &f, goroutine, is_innermost && g == n->loose);
    is_innermost = false;
  }
}

// What a goroutine brings to a channel, or has been given.
static void put_element(struct snapshot_names *n, const struct sudog *s) {
  const uintptr_t *elem = s->elem;
  struct rtype *type = s->chan->elem;
  if (elem != (const uintptr_t *)s->storage) {
    put_root(n, &(struct root){.target = (uintptr_t)elem,
                               .label = "element on its way",
                               .type = type,
                               .flags = root_cell});
    return;
  }
  for (uintptr_t word = 0; word < type->layout.ptrdata / ptr_size; word++)
    if (type->layout.mask[word / 8] >> word % 8 & 1)
      put_root(n,
               &(struct root){.target = elem[word],
                              .label = "element on its way",
                              .type = type,
                              .offset = word * ptr_size,
                              .dynamic = word > 0 ? snapshot_type_of_word(n, elem[word - 1]) : 0});
}

static void put_records(struct snapshot_names *n, const struct g *g, uint32_t goroutine) {
  put_holder(n, SNAPSHOT_HOLDER_RECORDS, goroutine, "", NULL, 0);
  put_plain_root(n, g->param, "handed over");
  put_plain_root(n, g->entry, "function it runs");
  put_plain_root(n, atomic_load_relaxed_pointer(&g->sema.address), "semaphore that it waits for");
  for (const struct defer_record *record = g->defers; record; record = record->next) {
    put_plain_root(n, record->closure, "deferred call");
    put_plain_root(n, record->list, "deferred calls of a loop");
  }
  for (const struct panic_record *record = g->panics; record; record = record->link) {
    put_root(n, &(struct root){.target = (uintptr_t)record->value.data,
                               .label = "value of a panic",
                               .dynamic = snapshot_type_number(n, record->value.type)});
    put_plain_root(n, record->text.ptr, "text of a panic");
  }
  for (const struct sudog *s = g->waiting; s; s = s->wait_link) {
    put_plain_root(n, s->chan, "channel that it waits for");
    if (s->elem && s->chan)
      put_element(n, s);
  }
}

static void put_goroutine(struct snapshot_names *n, struct g *g, uint32_t goroutine) {
  struct snapshot *s = &n->out;
  uint32_t status = atomic_load_u32(&g->status) & ~(uint32_t)GSCAN;
  const char *text = traceback_status_text(g, (enum g_status)status);
  snapshot_put(s, SNAPSHOT_GOROUTINE);
  snapshot_put(s, g->goid);
  snapshot_put_text(s, text);
  snapshot_put(s, atomic_load_relaxed_u8(&g->system));
  snapshot_put(s, snapshot_function_number(n, g->created_by));
  int line = g->created_by ? func_line(g->created_by, g->created_pc, NULL) : 0;
  snapshot_put(s, line > 0 ? (uint64_t)line : 0);
  int64_t waited = g->wait_since ? runtime_nanotime(g->runtime) - g->wait_since : 0;
  snapshot_put(s, waited > 0 ? (uint64_t)waited : 0);
  put_frames(n, g, goroutine);
  put_records(n, g, goroutine);
}

static void put_goroutines(struct snapshot_names *n) {
  struct runtime *rt = n->runtime;
  uint32_t count = 0;
  for (uint32_t i = 0; i < rt->allgs_count; i++) {
    struct g *g = rt->allgs[i];
    if ((atomic_load_u32(&g->status) & ~(uint32_t)GSCAN) != GDEAD)
      put_goroutine(n, g, ++count);
  }
}

// The rest.

static void put_finalizers(struct snapshot_names *n) {
  put_holder(n, SNAPSHOT_HOLDER_FINALIZERS, 0, "finalizers that are due", NULL, 0);
  const struct gc_finalizer_block *block = n->runtime->gc.finalizers.all;
  for (; block; block = block->all_link)
    for (uint32_t i = 0; i < atomic_load_u32(&block->count); i++) {
      put_plain_root(n, block->entry[i].closure, "finalizer");
      put_plain_root(n, block->entry[i].object, "object");
    }
}

static void put_timers(struct snapshot_names *n) {
  struct runtime *rt = n->runtime;
  int64_t now = runtime_nanotime(rt);
  put_holder(n, SNAPSHOT_HOLDER_TIMERS, 0, "timers", NULL, 0);
  for (uint32_t i = 0; i < rt->all_p_count; i++) {
    struct timers *timers = &rt->allps[i]->timers;
    mutex_lock(&timers->lock);
    for (uint32_t j = 0; j < timers->count; j++) {
      char label[64];
      double seconds = (double)(timers->entries[j].when - now) / 1e9;
      if (timers->entries[j].timer->period)
        snprintf(label, sizeof label, "ticker of %.3f s",
                 (double)timers->entries[j].timer->period / 1e9);
      else
        snprintf(label, sizeof label, seconds < 10 ? "timer due in %.3f s" : "timer due in %.0f s",
                 seconds > 0 ? seconds : 0);
      put_root(n, &(struct root){.target = (uintptr_t)timers->entries[j].timer,
                                 .label = label,
                                 .type = n->timer,
                                 .flags = root_object});
    }
    mutex_unlock(&timers->lock);
  }
}

static void put_pools(struct snapshot_names *n) {
  struct runtime *rt = n->runtime;
  put_holder(n, SNAPSHOT_HOLDER_POOLS, 0, "pools", NULL, 0);
  mutex_lock(&rt->pools_lock);
  for (uint32_t i = 0; i < rt->pools.count; i++)
    put_plain_root(n, rt->pools.all[i], "sync.Pool with values");
  for (uint32_t i = 0; i < rt->victim_pools.count; i++)
    put_plain_root(n, rt->victim_pools.all[i], "sync.Pool with values of the last cycle");
  mutex_unlock(&rt->pools_lock);
}

static void put_host(struct snapshot_names *n) {
  struct runtime *rt = n->runtime;
  put_holder(n, SNAPSHOT_HOLDER_HOST, 0, "host", NULL, 0);
  mutex_lock(&rt->hold_lock);
  for (const struct runtime_ref *ref = rt->refs; ref; ref = ref->next)
    put_plain_root(n, ref->object, "ref of the host");
  for (uint32_t i = 0; i < rt->held.count; i++)
    put_plain_root(n, rt->held.all[i].object, "given to C code");
  mutex_unlock(&rt->hold_lock);
}

static void put_chunks(struct snapshot_names *n, const struct mspan *chunk) {
  for (; chunk; chunk = chunk->next)
    put_plain_root(n, (const void *)chunk->start_addr, "chunk of an arena");
}

static void put_arenas(struct snapshot_names *n) {
  struct gc *gc = &n->runtime->gc;
  put_holder(n, SNAPSHOT_HOLDER_ARENAS, 0, "arenas", NULL, 0);
  mutex_lock(&gc->arena_chunks.lock);
  put_chunks(n, gc->arena_chunks.reuse);
  put_chunks(n, gc->arena_chunks.fault);
  mutex_unlock(&gc->arena_chunks.lock);
}

static void put_tiny(struct gc *gc, struct gc_p *p, void *context) {
  (void)gc;
  put_plain_root(context, (const void *)p->mem.mcache->tiny, "a P's block of tiny objects");
}

void snapshot_put_roots(struct snapshot_names *n) {
  put_globals(n);
  put_goroutines(n);
  put_finalizers(n);
  put_timers(n);
  put_pools(n);
  put_host(n);
  put_arenas(n);
  put_holder(n, SNAPSHOT_HOLDER_TINY, 0, "allocator", NULL, 0);
  gc_embed_for_each_p(&n->runtime->gc, put_tiny, n);
}
