// The runtime that tests of the collector have: it binds gc/embed.h. See embed_fake.h.

#include "tests/gc/embed_fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/worker.h"
#include "gc/mark.h"
#include "mem/invariant.h"

static const uint8_t node_mask[] = {0x5};
const struct layout node_layout = {.size = 24, .ptrdata = 24, .mask = node_mask};

static struct fake *fake_of(struct gc *gc) {
  return (struct fake *)gc;
}

struct fake *fake_new(const char *godebug, const char *voledebug, const char *gogc) {
  struct gc_config config = {
      .gogc = gogc, .godebug = godebug, .voledebug = voledebug, .procs = fake_procs};
  return fake_new_config(&config);
}

struct fake *fake_new_config(const struct gc_config *config) {
  struct fake *fake = calloc(1, sizeof *fake);
  char error[256] = "";
  if (!gc_init(&fake->gc, config, error, sizeof error))
    vole_throw("%s", error);
  for (uint32_t i = 0; i < fake_procs; i++) {
    fake->procs[i] = calloc(1, sizeof *fake->procs[i]);
    gc_p_init(&fake->gc, fake->procs[i], i);
  }
  memset(fake->globals_mask, 0xff, sizeof fake->globals_mask);
  pacer_add_globals(&fake->gc.pacer, sizeof fake->globals);
  gc_enable(&fake->gc);
  return fake;
}

void fake_free(struct fake *fake) {
  for (uint32_t i = 0; i < fake_procs; i++) {
    gc_p_destroy(&fake->gc, fake->procs[i]);
    free(fake->procs[i]);
  }
  gc_destroy(&fake->gc);
  if (fake->gc.heap.stats.mappings_bytes != 0)
    vole_throw("%llu bytes are still mapped",
               (unsigned long long)fake->gc.heap.stats.mappings_bytes);
  free(fake);
}

struct node *fake_node(struct fake *fake, struct node *next, uint64_t value) {
  struct node *node = gc_malloc(&fake->gc, fake->procs[0], sizeof *node, &node_layout, true);
  node->next = next;
  node->value = value;
  return node;
}

bool fake_is_allocated(struct fake *fake, const void *object) {
  struct mspan *span = span_of_heap(&fake->gc.heap, (uintptr_t)object);
  return span && !mspan_is_free(span, mspan_object_index(span, (uintptr_t)object));
}

int64_t gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason) {
  (void)p;
  (void)reason;
  fake_of(gc)->stops++;
  return gc_embed_nanotime(gc);
}

uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max) {
  (void)p;
  struct fake *fake = fake_of(gc);
  uint32_t depth = fake->call_depth < max ? fake->call_depth : max;
  for (uint32_t i = 0; i < depth; i++)
    frames[i] = (struct gc_profile_frame){fake, i == 0 ? fake->call_pc : i};
  return depth;
}

void gc_embed_start_world(struct gc *gc, struct gc_p *p) {
  (void)p;
  fake_of(gc)->starts++;
}

void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg) {
  for (uint32_t i = 0; i < fake_procs; i++) {
    if (fake_of(gc)->procs[i])
      visit(gc, fake_of(gc)->procs[i], arg);
  }
}

void gc_embed_ragged_barrier(struct gc *gc, struct gc_p *p,
                             void (*visit)(struct gc *gc, struct gc_p *p, void *arg), void *arg) {
  (void)p;
  gc_embed_for_each_p(gc, visit, arg);
}

// Nothing runs beside these tests: what marks is the test itself.
void gc_embed_yield_for_workers(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
}

bool gc_embed_has_goroutines(struct gc *gc) {
  (void)gc;
  return false;
}

void gc_embed_poll(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
}

void gc_embed_pause(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
}

void gc_embed_request_assist(struct gc *gc, struct gc_p *p) {
  (void)p;
  fake_of(gc)->assists_wanted++;
}

void gc_embed_assist_done(struct gc *gc, struct gc_p *p, int64_t ns) {
  (void)p;
  (void)ns;
  fake_of(gc)->assists_done++;
}

void gc_embed_assist_park(struct gc *gc, struct gc_p *p, struct gc_assist *assist) {
  (void)p;
  (void)assist;
  fake_of(gc)->assists_parked++;
}

void gc_embed_assist_ready(struct gc *gc, struct gc_assist *assist) {
  (void)assist;
  fake_of(gc)->assists_parked--;
}

void gc_embed_flush_p(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
}

void gc_embed_allocated(struct gc *gc, int64_t bytes) {
  (void)gc;
  (void)bytes;
}

void gc_embed_cycle_ended(struct gc *gc) {
  (void)gc;
}

uint32_t gc_embed_goroutine_count(struct gc *gc) {
  (void)gc;
  return 1;
}

uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work) {
  struct fake *fake = fake_of(gc);
  invariant(index == 0);
  gc_scan_block(gc, work, fake->stack, sizeof fake->stack, NULL);
  return sizeof fake->stack;
}

uint32_t gc_embed_globals_count(struct gc *gc) {
  (void)gc;
  return 1;
}

struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index) {
  struct fake *fake = fake_of(gc);
  invariant(index == 0);
  return (struct gc_globals){
      .base = fake->globals, .bytes = sizeof fake->globals, .mask = fake->globals_mask};
}

void gc_embed_scan_other(struct gc *gc, struct gc_work *work) {
  (void)work;
  if (fake_of(gc)->other_roots)
    fake_of(gc)->other_roots(fake_of(gc));
  if (fake_of(gc)->marking)
    fake_of(gc)->marking(fake_of(gc));
}

void gc_embed_clear_pools(struct gc *gc) {
  (void)gc;
}

void gc_embed_free_stacks(struct gc *gc) {
  (void)gc;
}

void gc_embed_wake_finalizer(struct gc *gc) {
  fake_of(gc)->finalizers_woken++;
}

void gc_embed_request_safepoint(struct gc *gc) {
  fake_of(gc)->safepoints_requested++;
}

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t gc_embed_nanotime(struct gc *gc) {
  struct fake *fake = fake_of(gc);
  if (fake->clock_step == 0)
    return read_clock(CLOCK_MONOTONIC);
  return fake->clock += fake->clock_step;
}

int64_t gc_embed_walltime(struct gc *gc) {
  (void)gc;
  return read_clock(CLOCK_REALTIME);
}

void gc_embed_print(struct gc *gc, const char *text, size_t bytes) {
  struct fake *fake = fake_of(gc);
  size_t used = strlen(fake->printed);
  if (used + bytes + 1 > sizeof fake->printed)
    used = 0;
  memcpy(fake->printed + used, text, bytes);
  fake->printed[used + bytes] = '\0';
}

_Noreturn void gc_embed_fatal(struct gc *gc, const char *message) {
  (void)gc;
  fprintf(stderr, "fatal error: %s\n", message);
  exit(2);
}

bool fake_safepoint(struct fake *fake) {
  struct gc *gc = &fake->gc;
  bool began = gc_run_pending(gc, fake->procs[0]);
  while (gc_blackening(gc))
    invariant(gc_worker_run_due(gc, fake->procs[0]) || gc_worker_run_idle(gc, fake->procs[0]));
  return began;
}

uint32_t gc_embed_snapshot_type(struct snapshot *s, uintptr_t word) {
  (void)s;
  (void)word;
  return 0;
}

uint32_t gc_embed_snapshot_function(struct snapshot *s, uintptr_t word) {
  (void)s;
  (void)word;
  return 0;
}

uint32_t gc_embed_snapshot_site(struct snapshot *s, const struct gc_profile_bucket *bucket) {
  (void)s;
  (void)bucket;
  return 0;
}

uint32_t gc_embed_snapshot_finalized(struct snapshot *s, const void *arg_type) {
  (void)s;
  (void)arg_type;
  return 0;
}
