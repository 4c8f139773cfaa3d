// Records of pauses: see pauses.h.

#include "runtime/pauses.h"

#include <inttypes.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/runtime.h"
#include "runtime/system.h"
#include "runtime/text.h"

void pauses_init(struct pauses *pauses) {
  mutex_init(&pauses->lock, LOCK_RANK_LEAF);
}

// Notes g and where it stands. Its pc and fp are saved.
static void set_place(struct pause_record *record, const struct g *g) {
  struct frame frame;
  record->goid = g->goid;
  if (!frame_first((struct g *)g, &frame))
    return;
  record->func = frame.func;
  record->pc = frame_pc_offset(&frame);
}

static void add(struct runtime *rt, const struct pause_record *record) {
  struct pauses *pauses = &rt->pauses;
  mutex_lock(&pauses->lock);
  pauses->ring[pauses->count++ % pauses_kept] = *record;
  mutex_unlock(&pauses->lock);
}

void pauses_world_begins(struct runtime *rt, const char *reason) {
  invariant_debug(atomic_load_u32(&rt->sched.world_semaphore));
  rt->pauses.current =
      (struct pause_record){.kind = PAUSE_WORLD, .reason = reason, .start = runtime_nanotime(rt)};
}

void pauses_world_last(struct runtime *rt, struct m *m) {
  mutex_assert_held(&rt->sched.lock);
  if (m && m->current_g)
    set_place(&rt->pauses.current, m->current_g);
}

void pauses_world_stopped(struct runtime *rt) {
  struct pause_record *current = &rt->pauses.current;
  current->wait_ns = runtime_nanotime(rt) - current->start;
}

void pauses_world_ends(struct runtime *rt, const struct m *m) {
  struct pause_record *current = &rt->pauses.current;
  int64_t now = runtime_nanotime(rt);
  current->ns = now - current->start;
  current->cycle = atomic_load_u32(&rt->gc.stats.cycles);
  add(rt, current);
  for (uint32_t i = 0; i < rt->procs; i++) {
    const struct p *p = rt->allps[i];
    // The world stopped a goroutine if its M keeps the P: all but the calling M's.
    if (!p->m || p->m == m || !p->m->current_g)
      continue;
    struct pause_record record = {.kind = PAUSE_GOROUTINE,
                                  .cycle = current->cycle,
                                  .start = p->stopped_at,
                                  .ns = now - p->stopped_at};
    set_place(&record, p->m->current_g);
    add(rt, &record);
  }
}

void pauses_assist(struct runtime *rt, enum pause_kind kind, const struct g *g, int64_t ns) {
  if (ns <= pauses_least_assist_ns)
    return;
  struct pause_record record = {.kind = kind,
                                .cycle = atomic_load_u32(&rt->gc.stats.cycles),
                                .start = runtime_nanotime(rt) - ns,
                                .ns = ns};
  set_place(&record, g);
  add(rt, &record);
}

uint32_t pauses_read(struct runtime *rt, uint64_t *next, struct pause_record *out, uint32_t max) {
  struct pauses *pauses = &rt->pauses;
  uint32_t count = 0;
  mutex_lock(&pauses->lock);
  if (*next > pauses->count)
    *next = pauses->count;
  if (pauses->count - *next > pauses_kept)
    *next = pauses->count > pauses_kept ? pauses->count - pauses_kept : 0;
  while (count < max && *next < pauses->count)
    out[count++] = pauses->ring[(*next)++ % pauses_kept];
  mutex_unlock(&pauses->lock);
  return count;
}

// Appends " goroutine 7 WHAT at main.f (prog.go:12)".
static void add_goroutine(struct text *text, const struct pause_record *record, const char *what) {
  const char *file = "?";
  text_addf(text, " goroutine %" PRIu64 "%s", record->goid, what);
  if (!record->func)
    return;
  int line = func_line(record->func, record->pc, &file);
  text_addf(text, " at %s (%s:%d)", record->func->name, file, line);
}

static void add_line(struct text *text, const struct pause_record *record) {
  text_addf(text, "gcrecord %u @%.6fs %.3f ms:", record->cycle, (double)record->start / 1e9,
            (double)record->ns / 1e6);
  switch (record->kind) {
  case PAUSE_WORLD:
    text_addf(text, " world stopped for %s, after %.3f ms", record->reason,
              (double)record->wait_ns / 1e6);
    if (record->goid) {
      text_adds(text, ", last");
      add_goroutine(text, record, "");
    }
    break;
  case PAUSE_GOROUTINE:
    add_goroutine(text, record, " stopped");
    break;
  case PAUSE_ASSIST:
    add_goroutine(text, record, " assisted");
    break;
  case PAUSE_ASSIST_WAIT:
    add_goroutine(text, record, " waited for credit");
    break;
  }
  text_adds(text, "\n");
}

void pauses_print(struct runtime *rt) {
  struct pause_record records[16];
  struct text text = {0};
  uint32_t count;
  mutex_assert_held(&rt->cycle_lock);
  while ((count = pauses_read(rt, &rt->pauses.printed, records, 16)) > 0)
    for (uint32_t i = 0; i < count; i++)
      add_line(&text, &records[i]);
  if (text.data)
    runtime_write_error(rt, text.data, text.len);
  text_free(&text);
}
