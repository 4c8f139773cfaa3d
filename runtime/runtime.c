// Making and unmaking a run time, roots, handles, the ways a run ends, time and randomness: see
// runtime.h.

#include "runtime/runtime.h"

#include <errno.h>
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "gc/barrier.h"
#include "gc/control.h"
#include "gc/embed.h"
#include "gc/worker.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/hash.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/procs.h"
#include "runtime/sched.h"
#include "runtime/syscall.h"
#include "runtime/sysmon.h"
#include "runtime/timer.h"
#include "runtime/sudog.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

static const uintptr_t default_max_stack = 1000000000; // bytes, Go's on 64 bits

// Randomness: xoshiro256**.

static uint64_t rotate(uint64_t x, int by) {
  return x << by | x >> (64 - by);
}

static uint64_t random_next(uint64_t state[4]) {
  uint64_t result = rotate(state[1] * 5, 7) * 9;
  uint64_t t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}

// Fills a state from one number; never all zero.
static void random_seed(uint64_t state[4], uint64_t seed) {
  for (int i = 0; i < 4; i++)
    state[i] = hash_word(seed + (uint64_t)i, UINT64_C(0x2545F4914F6CDD1D)) | 1;
}

uint64_t runtime_random(struct p *p) {
  return random_next(p->random);
}

static void seed_runtime(struct runtime *rt) {
  uint64_t seed = rt->gc.options.seed;
  if (seed == 0 && getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
    seed = (uint64_t)gc_embed_nanotime(&rt->gc) ^ (uintptr_t)rt;
  random_seed(rt->random, seed);
}

// Making and unmaking.

static void end_run(struct runtime *rt, int status);

uint64_t runtime_seed(struct runtime *rt) {
  return random_next(rt->random);
}

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
  mutex_init(&rt->handle_lock, LOCK_RANK_HANDLE);
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

// The host's M, outside: its goroutine, the main one, stands as if in a blocking native.
static void init_main(struct runtime *rt) {
  struct m *m = &rt->m0;
  m->runtime = rt;
  m->random = runtime_seed(rt) | 1;
  rt->allms = m;
  rt->sched.m_count = 1;
  atomic_store_i64(&rt->sched.timer_until, INT64_MAX);
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

// Has the C library load what pthread_exit needs: runtime_give_up calls that when memory is short,
// and without it the C library ends the process.
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
  // Before anything looks at the clock. What is malformed gc_init says.
  struct gc_options options;
  if (gc_options_parse(&options, &gc_config, error, size) && options.seed != 0 &&
      gc_config.procs == 1)
    turns_init(rt, options.seed);
  rt->start_nanotime = gc_embed_nanotime(&rt->gc);
  if (!gc_init(&rt->gc, &gc_config, error, size)) {
    freelocale(rt->locale);
    return false;
  }
  rt->config.gc.procs = gc_config.procs;
  rt->host_memory_limit = gc_set_memory_limit(&rt->gc, -1);
  seed_runtime(rt);
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

static void free_itabs(struct itab_table *table) {
  for (uint32_t i = 0; i < table->size; i++)
    free(table->slots[i]);
  free(table->slots);
}

void runtime_wake_finalizer(struct runtime *rt, struct p *p) {
  if (atomic_load_u32(&rt->finalizer_wanted) && atomic_load_u32(&rt->finalizer_parked) &&
      atomic_cas_u32(&rt->finalizer_parked, 1, 0))
    sched_ready(rt, p, rt->finalizer_g);
}

// The thread of m ends inside of C frames, and with it the activations that lie in them.
static void leave_frames(struct m *m) {
  struct g *g = m->locked_g ? m->locked_g : m->current_g;
  struct activation *outer = g ? g->activations : NULL;
  while (outer && outer->m == m)
    outer = outer->outer;
  if (g)
    g_forget_activations(g, outer);
  m_leave(m);
}

void runtime_give_up(struct runtime *rt) {
  struct m *m = m_current();
  bool sysmon = rt->sched.sysmon_started && pthread_equal(pthread_self(), rt->sched.sysmon_thread);
  const char *text = rt->end.text ? rt->end.text : "fatal error: out of memory\n";
  if (sysmon || (m && m->runtime == rt && m->has_thread)) {
    lock_abandon(0);
    if (!sysmon)
      leave_frames(m);
    pthread_exit(NULL);
  }
  if (rt->config.fatal_exit)
    rt->config.fatal_exit(rt->config.user, text, 2);
  runtime_write(rt->config.err_fd, text, strlen(text));
  abort();
}

void runtime_finish(struct runtime *rt) {
  invariant(atomic_load_u32(&rt->end.exiting));
  m_leave(&rt->m0);
  m_join_all(rt);
  sysmon_stop(rt);
}

static void free_handles(struct runtime_handle *handle) {
  while (handle) {
    struct runtime_handle *next = handle->next;
    free(handle);
    handle = next;
  }
}

void runtime_destroy(struct runtime *rt) {
  if (rt->main_g) {
    end_run(rt, 0);
    runtime_finish(rt);
  }
  procs_destroy(rt);
  pools_destroy(rt);
  free(rt->allgs);
  while (rt->allms && rt->allms != &rt->m0) {
    struct m *m = rt->allms;
    rt->allms = m->all_link;
    free(m->native_panic);
    free(m);
  }
  free(rt->m0.native_panic);
  for (int i = 0; i < root_lists; i++)
    free(rt->roots[i]);
  free(rt->places.place);
  free_itabs(&rt->itabs);
  free_handles(rt->handles);
  free_handles(rt->free_handles);
  free(rt->kept.all);
  free(rt->end.text);
  if (rt->end.wake_fd > 0)
    close(rt->end.wake_fd - 1);
  gc_destroy(&rt->gc);
  freelocale(rt->locale);
}

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
  *g =
      !atomic_load_u32(&rt->end.exiting) && syscall_resume(&rt->m0, rt->main_g) ? rt->main_g : NULL;
  return previous;
}

void runtime_leave(struct runtime *rt, struct m *previous) {
  struct m *m = &rt->m0;
  if (is_inside(rt, previous))
    return;
  invariant(m_current() == m);
  if (!atomic_load_u32(&rt->end.exiting)) {
    struct p *p = m->p;
    syscall_leave_p(m, rt->main_g);
    // Goroutines that are waiting for a thread are not kept waiting.
    if (!rt->turns.on && sched_queue_length(p) && atomic_cas_u32(&p->status, PSYSCALL, PIDLE))
      m_hand_off_p(rt, p);
  }
  m_set_current(previous);
}

// Roots and handles.

// The list that a root is in.
static uint32_t root_list(uint32_t index) {
  return len64(index / first_roots + 1) - 1;
}

struct root_block *runtime_root(const struct runtime *rt, uint32_t index) {
  uint32_t list = root_list(index);
  return &rt->roots[list][index - first_roots * ((UINT32_C(1) << list) - 1)];
}

void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask) {
  invariant((uintptr_t)base % ptr_size == 0 && bytes % ptr_size == 0);
  if (bytes == 0)
    return;
  uint32_t count = rt->root_count, list = root_list(count);
  invariant(list < root_lists);
  if (!rt->roots[list])
    rt->roots[list] = calloc((size_t)first_roots << list, sizeof *rt->roots[list]);
  if (!rt->roots[list])
    gc_embed_fatal(&rt->gc, "out of memory");
  *runtime_root(rt, count) = (struct root_block){base, bytes, mask};
  atomic_store_u32(&rt->root_count, count + 1);
  pacer_add_globals(&rt->gc.pacer, (int64_t)bytes);
}

bool runtime_is_static(const struct runtime *rt, const void *address) {
  uint32_t count = atomic_load_u32(&rt->root_count);
  for (uint32_t i = 0; i < count; i++) {
    const struct root_block *root = runtime_root(rt, i);
    if ((uintptr_t)address - (uintptr_t)root->base < root->bytes)
      return true;
  }
  return address == rt->gc.zero_base;
}

// What the host keeps may come too late for this mark, and what it gives up may be gone before it
// is scanned, to a frame that was. A host that holds no P has its objects from what is kept, and
// that was recorded.
static void shade(struct runtime *rt, const void *object) {
  struct p *p = runtime_p(rt);
  if (p)
    gc_shade(&rt->gc, &p->gc, object);
}

struct runtime_handle *runtime_hold(struct runtime *rt, void *object) {
  mutex_lock(&rt->handle_lock);
  struct runtime_handle *handle = rt->free_handles;
  if (handle)
    rt->free_handles = handle->next;
  mutex_unlock(&rt->handle_lock);
  if (!handle && !(handle = malloc(sizeof *handle)))
    return NULL;
  handle->object = object;
  shade(rt, object);
  mutex_lock(&rt->handle_lock);
  handle->owner = rt;
  handle->next = rt->handles;
  handle->link = &rt->handles;
  if (rt->handles)
    rt->handles->link = &handle->next;
  rt->handles = handle;
  mutex_unlock(&rt->handle_lock);
  return handle;
}

void runtime_release(struct runtime *rt, struct runtime_handle *handle) {
  mutex_lock(&rt->handle_lock);
  if (handle->owner == rt) {
    shade(rt, handle->object);
    *handle->link = handle->next;
    if (handle->next)
      handle->next->link = handle->link;
    handle->owner = NULL;
    handle->object = NULL;
    handle->next = rt->free_handles;
    rt->free_handles = handle;
  }
  mutex_unlock(&rt->handle_lock);
}

void runtime_keep(struct runtime *rt, const struct activation *owner, const void *object) {
  struct kept_objects *kept = &rt->kept;
  shade(rt, object);
  mutex_lock(&rt->handle_lock);
  if (kept->count == kept->capacity) {
    uint32_t capacity = kept->capacity ? kept->capacity * 2 : 16;
    struct kept *larger = realloc(kept->all, capacity * sizeof *larger);
    if (larger) {
      kept->all = larger;
      kept->capacity = capacity;
    }
  }
  if (kept->count < kept->capacity)
    kept->all[kept->count++] = (struct kept){object, owner};
  mutex_unlock(&rt->handle_lock);
}

void runtime_forget_kept(struct runtime *rt, const struct activation *owner) {
  struct kept_objects *kept = &rt->kept;
  mutex_lock(&rt->handle_lock);
  uint32_t left = 0;
  for (uint32_t i = 0; i < kept->count; i++)
    if (kept->all[i].owner != owner)
      kept->all[left++] = kept->all[i];
    else
      shade(rt, kept->all[i].object);
  kept->count = left;
  mutex_unlock(&rt->handle_lock);
}

// How a run ends.

bool runtime_is_fatal(const struct runtime *rt) {
  return atomic_load_u32(&rt->end.exiting) && rt->end.fatal;
}

// Makes everybody notice that the run ends. Only the first reason counts: false if there was one.
// text: malloc'ed, taken over; NULL unless fatal.
static bool end_with(struct runtime *rt, bool fatal, int status, char *text) {
  mutex_lock(&rt->end.lock);
  bool first = !atomic_load_u32(&rt->end.exiting);
  if (first) {
    rt->end.fatal = fatal;
    rt->end.text = text;
    rt->end.status = status;
    atomic_store_u32(&rt->end.exiting, 1);
  }
  uint64_t one = 1;
  if (first && rt->end.wake_fd > 0 && write(rt->end.wake_fd - 1, &one, sizeof one) < 0)
    invariant(errno == EAGAIN);
  mutex_unlock(&rt->end.lock);
  if (!first) {
    free(text);
    return false;
  }
  world_request_safepoints(rt);
  m_wake_all(rt);
  return true;
}

static void end_run(struct runtime *rt, int status) {
  end_with(rt, false, status, NULL);
}

static void end_fatal(struct runtime *rt, struct text *text) {
  end_with(rt, true, 2, text_take(text));
}

void runtime_fatal_text(struct runtime *rt, const char *format, ...) {
  struct text text = {0};
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  end_fatal(rt, &text);
}

void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...) {
  struct text text = {0};
  text_adds(&text, "fatal error: ");
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  text_adds(&text, "\n");
  if (g) {
    text_adds(&text, "\n");
    traceback_print_all(rt, g, false, &text);
  }
  end_fatal(rt, &text);
}

void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g) {
  struct text text = {0};
  text_addf(&text, "runtime: goroutine stack exceeds %llu-byte limit\n",
            (unsigned long long)rt->stacks.max_bytes);
  text_addf(&text, "runtime: sp=%p stack=[%p, %p]\n", (void *)g->sched.fp, (void *)g->stack.lo,
            (void *)g->stack.hi);
  text_adds(&text, "fatal error: stack overflow\n\n");
  traceback_print(g, &text);
  end_fatal(rt, &text);
}

void runtime_end_with_text(struct runtime *rt, char *text) {
  end_with(rt, true, 2, text);
}

void runtime_exit(struct runtime *rt, int status) {
  end_run(rt, status);
}

bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words) {
  if (!atomic_load_pointer(&g->stackguard)) {
    stack_reset_guard(g);
    // What was wanted of the P is served here too: assists mark only where nothing is. The store is
    // the full barrier between the guard and what follows: who asks later poisons it again.
    atomic_store_u32(&g_gc_p(g)->preempt, 0);
    if (atomic_load_u32(&rt->sched.gc_waiting) && !world_stop_at_safepoint(g->m, true) &&
        !sched_queue_for_p(g->m, g, GRUNNING))
      return false;
    if (atomic_load_u32(&g->m->p->run_safepoint_function))
      world_run_safepoint_function(rt, g->m->p);
    if (atomic_load_u32(&g->scan_wanted))
      roots_scan_self(g);
    if (gc_pending(&rt->gc))
      gc_run_pending(&rt->gc, g_gc_p(g));
    if (rt->gc.options.slow_mark)
      gc_worker_run_slowly(&rt->gc, g_gc_p(g));
  }
  if (atomic_load_u32(&rt->end.exiting))
    return false;
  if (g->shrink && words == 0)
    stack_shrink(rt, g);
  if (words != 0 && g->sched.fp + words > g->stack.hi - stack_guard_words &&
      !stack_grow(rt, g, words))
    return false;
  if (rt->gc.options.move_stacks)
    stack_move(rt, g);
  if (g->assist.bytes >= 0)
    return true;
  // Who has to help to mark has an idle P help too.
  if (gc_worker_wanted(&rt->gc))
    m_wake_p(rt);
  gc_assist_pay(&rt->gc, g_gc_p(g), &g->assist); // last: it may park
  return true;
}

bool runtime_make_way(struct runtime *rt, struct g *g, uintptr_t bytes) {
  if (atomic_load_u32(&rt->end.exiting))
    return false;
  bool ok = gc_make_way(&rt->gc, g_gc_p(g), bytes);
  if (atomic_load_relaxed_u32(&rt->finalizer_wanted))
    runtime_wake_finalizer(rt, g->m->p);
  return ok;
}

void runtime_poll(struct g *g) {
  if (!atomic_load_pointer(&g->stackguard))
    gc_embed_poll(&g->runtime->gc, g_gc_p(g));
}

// The system.

// Threads of the run time block all such signals. The host's thread blocks this one from the first
// write on, and while it is inside.
ssize_t runtime_write_some(int fd, const void *bytes, size_t size) {
  struct m *m = m_current();
  struct host_state own = {0}, *state = m ? &m->outside : &own;
  if (!m || !m->has_thread)
    host_state_block_sigpipe(state);
  ssize_t written = write(fd, bytes, size);
  int error = errno;
  if (written < 0 && error == EPIPE)
    host_state_take_sigpipe(state);
  host_state_unblock_sigpipe(&own);
  errno = error;
  return written;
}

bool runtime_write(int fd, const void *bytes, size_t size) {
  const char *at = bytes;
  if (fd < 0)
    return true;
  while (size) {
    ssize_t written = runtime_write_some(fd, at, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    at += written;
    size -= (size_t)written;
  }
  return true;
}

int64_t runtime_nanotime(const struct runtime *rt) {
  return gc_embed_nanotime((struct gc *)rt) - rt->start_nanotime;
}

int64_t runtime_walltime(const struct runtime *rt) {
  struct timespec now;
  if (rt->turns.on)
    return turns_epoch + runtime_nanotime(rt);
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void runtime_sleep(struct runtime *rt, int64_t ns) {
  (void)rt;
  if (ns <= 0)
    return;
  struct timespec left = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR)
    continue;
}
