// Making and unmaking a run time, roots, handles, the ways a run ends, time and randomness: see
// runtime.h.

#include "runtime/runtime.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/hash.h"
#include "runtime/panic.h"
#include "runtime/traceback.h"

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

static bool make_ps(struct runtime *rt, uint32_t procs) {
  rt->allps = calloc(procs, sizeof *rt->allps);
  if (!rt->allps)
    return false;
  for (uint32_t i = 0; i < procs; i++) {
    struct p *p = calloc(1, sizeof *p);
    if (!p)
      return false;
    p->id = i;
    p->status = PIDLE;
    random_seed(p->random, random_next(rt->random));
    rt->allps[i] = p;
    rt->procs++;
    gc_p_init(&rt->gc, &p->gc, i);
  }
  return true;
}

static void init_locks(struct runtime *rt) {
  mutex_init(&rt->sched.lock, lock_rank_sched);
  mutex_init(&rt->allgs_lock, lock_rank_all_g);
  mutex_init(&rt->record_lock, lock_rank_defer);
  mutex_init(&rt->itabs.lock, lock_rank_itab);
  mutex_init(&rt->places.lock, lock_rank_leaf);
}

static void init_allocators(struct runtime *rt) {
  struct mheap *heap = &rt->gc.heap;
  sys_stat *counter = &heap->stats.other_sys;
  fixalloc_init(&rt->g_alloc, &heap->persistent, sizeof(struct g), NULL, NULL, counter);
  fixalloc_init(&rt->defer_alloc, &heap->persistent, sizeof(struct defer_record), NULL, NULL,
                counter);
  fixalloc_init(&rt->panic_alloc, &heap->persistent, sizeof(struct panic_record), NULL, NULL,
                counter);
}

// The first M, its P and the goroutine that runs the program.
static void init_main(struct runtime *rt) {
  struct m *m = &rt->m0;
  m->runtime = rt;
  rt->allms = m;
  m->p = rt->allps[0];
  m->p->m = m;
  m->p->status = PRUNNING;
  random_seed(m->random, random_next(rt->random));
  rt->main_g = g_new(rt, m->p);
  rt->main_g->m = m;
  m->current_g = rt->main_g;
  g_set_status(rt->main_g, GDEAD, GRUNNING);
}

bool runtime_init(struct runtime *rt, const struct runtime_config *config, char *error,
                  size_t size) {
  rt->config = *config;
  init_locks(rt);
  struct gc_config gc_config = config->gc;
  gc_config.procs = 1; // more come with the scheduler
  rt->start_nanotime = gc_embed_nanotime(&rt->gc);
  if (!gc_init(&rt->gc, &gc_config, error, size))
    return false;
  seed_runtime(rt);
  init_allocators(rt);
  stack_state_init(rt, config->max_stack_bytes ? config->max_stack_bytes : default_max_stack);
  if (!make_ps(rt, gc_config.procs)) {
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

void runtime_destroy(struct runtime *rt) {
  // What Ps have of the heap goes with the heap: to give it back could need memory.
  for (uint32_t i = 0; i < rt->procs; i++)
    free(rt->allps[i]);
  free(rt->allps);
  free(rt->allgs);
  free(rt->roots);
  free(rt->places.place);
  free_itabs(&rt->itabs);
  while (rt->handles)
    runtime_release(rt, rt->handles);
  free(rt->end.text);
  gc_destroy(&rt->gc);
}

struct m *runtime_enter(struct runtime *rt) {
  struct m *previous = m_current();
  m_set_current(&rt->m0);
  return previous;
}

void runtime_leave(struct runtime *rt, struct m *previous) {
  check_debug(m_current() == &rt->m0);
  (void)rt;
  m_set_current(previous);
}

// Roots and handles.

void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask) {
  check((uintptr_t)base % ptr_size == 0 && bytes % ptr_size == 0);
  if (bytes == 0)
    return;
  if (rt->root_count == rt->root_cap) {
    uint32_t cap = rt->root_cap ? rt->root_cap * 2 : 16;
    struct root_block *roots = realloc(rt->roots, cap * sizeof *roots);
    if (!roots)
      gc_embed_fatal(&rt->gc, "out of memory");
    rt->roots = roots;
    rt->root_cap = cap;
  }
  rt->roots[rt->root_count++] = (struct root_block){base, bytes, mask};
  gc_controller_add_globals(&rt->gc.controller, (int64_t)bytes);
}

struct runtime_handle *runtime_hold(struct runtime *rt, void *object) {
  struct runtime_handle *handle = malloc(sizeof *handle);
  if (!handle)
    return NULL;
  handle->object = object;
  handle->next = rt->handles;
  handle->link = &rt->handles;
  if (rt->handles)
    rt->handles->link = &handle->next;
  rt->handles = handle;
  return handle;
}

void runtime_release(struct runtime *rt, struct runtime_handle *handle) {
  (void)rt;
  *handle->link = handle->next;
  if (handle->next)
    handle->next->link = handle->link;
  free(handle);
}

// How a run ends.

// Makes every goroutine that runs notice.
static void end_run(struct runtime *rt, int status) {
  rt->end.exiting = true;
  rt->end.status = status;
  gc_embed_request_safepoint(&rt->gc);
}

static void end_fatal(struct runtime *rt, struct text *text) {
  rt->end.fatal = true;
  rt->end.text = text_take(text);
  end_run(rt, 2);
}

void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...) {
  struct text text = {0};
  if (rt->end.fatal)
    return; // the first one counts
  text_adds(&text, "fatal error: ");
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  text_adds(&text, "\n");
  if (g) {
    text_adds(&text, "\n");
    traceback_print_all(rt, g, &text);
  }
  end_fatal(rt, &text);
}

void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g) {
  struct text text = {0};
  if (rt->end.fatal)
    return;
  text_addf(&text, "runtime: goroutine stack exceeds %llu-byte limit\n",
            (unsigned long long)rt->stacks.max_bytes);
  text_addf(&text, "runtime: sp=%p stack=[%p, %p]\n", (void *)g->sched.fp, (void *)g->stack.lo,
            (void *)g->stack.hi);
  text_adds(&text, "fatal error: stack overflow\n\n");
  traceback_print(g, &text);
  end_fatal(rt, &text);
}

void runtime_exit(struct runtime *rt, int status) {
  if (!rt->end.exiting)
    end_run(rt, status);
}

bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words) {
  if (!atomic_load_pointer(&g->stackguard)) {
    stack_reset_guard(g);
    if (gc_pending(&rt->gc))
      gc_run_pending(&rt->gc, g_gc_p(g));
  }
  if (rt->end.exiting)
    return false;
  if (g->shrink && words == 0)
    stack_shrink(rt, g);
  return words == 0 || g->sched.fp + words <= g->stack.hi - stack_guard_words ||
         stack_grow(rt, g, words);
}

// The system.

bool runtime_write(int fd, const void *bytes, size_t size) {
  const char *at = bytes;
  if (fd < 0)
    return true;
  while (size) {
    ssize_t written = write(fd, at, size);
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

int64_t runtime_walltime(void) {
  struct timespec now;
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
