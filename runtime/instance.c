// Making and unmaking an instance, entering and leaving it: see instance.h.

#include "runtime/instance.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/procs.h"
#include "runtime/random.h"
#include "runtime/root.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/sudog.h"
#include "runtime/syscall.h"

static const uintptr_t default_max_stack = 1000000000; // bytes, Go's on 64 bits

// Making.

static void init_locks(struct runtime *rt) {
  mutex_init(&rt->sched.lock, LOCK_RANK_SCHED);
  mutex_init(&rt->allgs_lock, LOCK_RANK_ALL_G);
  mutex_init(&rt->record_lock, LOCK_RANK_DEFER);
  mutex_init(&rt->sudog_lock, LOCK_RANK_SUDOG);
  mutex_init(&rt->itabs.lock, LOCK_RANK_ITAB);
  mutex_init(&rt->places.lock, LOCK_RANK_LEAF);
  mutex_init(&rt->end.lock, LOCK_RANK_LEAF);
  mutex_init(&rt->cycle_lock, LOCK_RANK_SWEEP_WAITERS);
  pauses_init(&rt->pauses);
  cpu_profile_init(&rt->cpu_profile);
  mutex_init(&rt->hold_lock, LOCK_RANK_HOLD);
  mutex_init(&rt->pools_lock, LOCK_RANK_POOLS);
  sema_init(&rt->semaphores);
}

static void init_allocators(struct runtime *rt) {
  struct mheap *heap = &rt->gc.heap;
  sys_stat *counter = &heap->stats.other_sys;
  fixalloc_init(&rt->g_alloc, &heap->persistent, sizeof(struct g), NULL, NULL, counter);
  fixalloc_init(&rt->defer_alloc, &heap->persistent, sizeof(struct defer_record), NULL, NULL,
                counter);
  fixalloc_init(&rt->panic_alloc, &heap->persistent, sizeof(struct panic_record), NULL, NULL,
                counter);
  fixalloc_init(&rt->sudog_alloc, &heap->persistent, sizeof(struct sudog), NULL, NULL, counter);
}

// Sets up the host's M, which is outside: its goroutine, the main one, stands as if in a blocking
// native.
static void init_main(struct runtime *rt) {
  struct m *m = &rt->m0;
  m->runtime = rt;
  m->random = runtime_seed(rt) | 1;
  rt->allms = m;
  rt->sched.m_count = 1;
  atomic_store_i64(&rt->sched.timer_until, INT64_MAX);
  atomic_store_i64(&rt->interrupt.until, INT64_MAX);
  atomic_store_i64(&rt->interrupt.output, INT64_MAX);
  atomic_store_i64(&rt->interrupt.goroutines, INT64_MAX);
  atomic_store_i64(&rt->interrupt.heap, INT64_MAX);
  atomic_store_i64(&rt->interrupt.allocated, INT64_MAX);
  mutex_lock(&rt->sched.lock);
  for (uint32_t i = rt->procs; i-- > 0;)
    p_idle_put(rt, rt->allps[i]);
  struct p *p = p_idle_get(rt);
  mutex_unlock(&rt->sched.lock);
  p->m = m;
  rt->main_g = g_new(rt, p);
  p->m = NULL;
  rt->main_g->m = m;
  m->current_g = rt->main_g;
  g_set_status(rt->main_g, GDEAD, GSYSCALL);
  m->syscall_p = p;
  atomic_store_u32(&p->status, PSYSCALL);
}

// Has the C library load what pthread_exit needs. runtime_give_up calls that when memory is short;
// without its parts the C library ends the process.
static void prepare_thread_exit(void) {
  void *frame;
  backtrace(&frame, 1);
}

bool runtime_init(struct runtime *rt, const struct runtime_config *config, char *error,
                  size_t size) {
  rt->config = *config;
  prepare_thread_exit();
  rt->locale = newlocale(LC_ALL_MASK, "C", NULL);
  if (!rt->locale) {
    snprintf(error, size, "cannot allocate memory");
    return false;
  }
  init_locks(rt);
  struct gc_config gc_config = config->gc;
  if (gc_config.procs == 0)
    gc_config.procs = 1;
  if (gc_config.procs > procs_max)
    gc_config.procs = procs_max;
  gc_config.cpus = procs_cpus();
  // The mode is set before the first look at the clock. gc_init reports malformed options.
  struct gc_options options;
  if (gc_options_parse(&options, &gc_config, error, size) && options.seed != 0 &&
      gc_config.procs == 1)
    deterministic_init(rt, options.seed);
  rt->start_nanotime = gc_embed_nanotime(&rt->gc);
  if (!gc_init(&rt->gc, &gc_config, error, size)) {
    freelocale(rt->locale);
    return false;
  }
  rt->config.gc.procs = gc_config.procs;
  rt->host_memory_limit = gc_set_memory_limit(&rt->gc, -1);
  runtime_random_init(rt);
  init_allocators(rt);
  if (!rt->config.max_stack_bytes)
    rt->config.max_stack_bytes = default_max_stack;
  stack_state_init(rt, rt->config.max_stack_bytes);
  if (!procs_init(rt, gc_config.procs)) {
    snprintf(error, size, "cannot allocate memory");
    runtime_destroy(rt);
    return false;
  }
  init_main(rt);
  gc_enable(&rt->gc);
  return true;
}

// Unmaking.

static void free_ms(struct runtime *rt) {
  while (rt->allms && rt->allms != &rt->m0) {
    struct m *m = rt->allms;
    rt->allms = m->all_link;
    free(m->native_panic);
    free(m);
  }
  free(rt->m0.native_panic);
}

void runtime_destroy(struct runtime *rt) {
  if (rt->main_g) {
    runtime_exit(rt, 0);
    runtime_finish(rt);
  }
  cpu_profile_destroy(rt);
  procs_destroy(rt);
  pools_destroy(rt);
  free(rt->allgs);
  free_ms(rt);
  runtime_roots_destroy(rt);
  free(rt->places.place);
  itabs_destroy(&rt->itabs);
  free(rt->end.text);
  if (rt->end.wake_fd > 0)
    close(rt->end.wake_fd - 1);
  gc_destroy(&rt->gc);
  freelocale(rt->locale);
}

// Entering and leaving.

struct p *runtime_p(const struct runtime *rt) {
  struct m *m = m_current();
  return m && m->runtime == rt ? m->p : NULL;
}

static bool is_inside(const struct runtime *rt, const struct m *m) {
  return m && m->runtime == rt;
}

struct m *runtime_enter(struct runtime *rt, struct g **g) {
  struct m *previous = m_current();
  if (is_inside(rt, previous)) {
    *g = previous->current_g;
    return previous;
  }
  m_set_current(&rt->m0);
  bool resumed = !atomic_load_u32(&rt->end.exiting) &&
                 (rt->m0.p || syscall_resume(&rt->m0, rt->main_g)); // it may have a lease
  *g = resumed ? rt->main_g : NULL;
  return previous;
}

void runtime_leave(struct runtime *rt, struct m *previous) {
  if (is_inside(rt, previous))
    return;
  invariant(m_current() == &rt->m0);
  if (!atomic_load_u32(&rt->end.exiting) && !lease_is_held(rt))
    syscall_leave_main(rt);
  m_set_current(previous);
}
