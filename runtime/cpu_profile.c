// Sampling CPU time: see cpu_profile.h.

#include "runtime/cpu_profile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/m.h"
#include "runtime/runtime.h"
#include "runtime/system.h"
#include "runtime/traceback.h"

// What stands for the collector in stacks.
static struct func collector = {.self = &collector, .name = "runtime.gcBgMarkWorker"};

void cpu_profile_init(struct cpu_profile *profile) {
  mutex_init(&profile->lock, LOCK_RANK_LEAF);
}

static void free_buckets(struct cpu_profile *profile) {
  for (uint32_t i = 0; profile->buckets && i < cpu_profile_lists; i++)
    while (profile->buckets[i]) {
      struct cpu_profile_bucket *bucket = profile->buckets[i];
      profile->buckets[i] = bucket->next;
      free(bucket);
    }
  free(profile->buckets);
  profile->buckets = NULL;
}

// Counts `count` periods for a stack.
static void add(struct cpu_profile *profile, const struct cpu_profile_frame *stack, uint32_t depth,
                uint64_t count) {
  uint64_t hash = depth;
  for (uint32_t i = 0; i < depth; i++)
    hash = (hash ^ (uintptr_t)stack[i].func ^ (uint64_t)stack[i].pc << 40) *
           UINT64_C(0x9e3779b97f4a7c15);
  uint32_t short_hash = (uint32_t)(hash >> 32);
  size_t bytes = depth * sizeof *stack;
  mutex_lock(&profile->lock);
  struct cpu_profile_bucket **list =
      profile->buckets ? &profile->buckets[short_hash % cpu_profile_lists] : NULL;
  struct cpu_profile_bucket *bucket = list ? *list : NULL;
  while (bucket && (bucket->hash != short_hash || bucket->depth != depth ||
                    memcmp(bucket->stack, stack, bytes) != 0))
    bucket = bucket->next;
  if (list && !bucket && (bucket = malloc(sizeof *bucket + bytes)) != NULL) {
    *bucket = (struct cpu_profile_bucket){.next = *list, .hash = short_hash, .depth = depth};
    memcpy(bucket->stack, stack, bytes);
    *list = bucket;
  }
  if (bucket)
    bucket->count += count;
  else
    profile->lost += count;
  mutex_unlock(&profile->lock);
}

static int64_t time_of(clockid_t clock) {
  struct timespec now;
  return clock_gettime(clock, &now) == 0 ? now.tv_sec * INT64_C(1000000000) + now.tv_nsec : 0;
}

// Returns the whole periods between the last sample of m and now, and notes that they are taken.
static uint64_t take_periods(struct m *m, int64_t now) {
  int64_t last = atomic_load_i64(&m->profiled_at);
  if (last == 0 || now < last) {
    atomic_store_i64(&m->profiled_at, now); // its first sample says only where to count from
    return 0;
  }
  int64_t periods = (now - last) / cpu_profile_period_ns;
  atomic_store_i64(&m->profiled_at, last + periods * cpu_profile_period_ns);
  return (uint64_t)periods;
}

void cpu_profile_take(struct runtime *rt, struct g *g) {
  struct m *m = g->m;
  struct traceback_caller callers[cpu_profile_depth];
  struct cpu_profile_frame stack[cpu_profile_depth];
  atomic_store_u32(&m->profile_wanted, 0);
  uint64_t count = take_periods(m, time_of(CLOCK_THREAD_CPUTIME_ID));
  if (count == 0)
    return;
  int depth = traceback_callers(g, 0, callers, cpu_profile_depth);
  memset(stack, 0, sizeof stack); // padding is compared
  for (int i = 0; i < depth; i++) {
    stack[i].func = callers[i].func;
    stack[i].pc = callers[i].pc;
  }
  add(&rt->cpu_profile, stack, (uint32_t)depth, count);
}

// Asks an M for a sample. Of one without a goroutine the time is the collector's, if that marks.
static void ask(struct runtime *rt, struct m *m) {
  struct g *g = atomic_load_pointer(&m->current_g);
  clockid_t clock;
  if (g) {
    atomic_store_u32(&m->profile_wanted, 1);
    g_request_safepoint(g);
    return;
  }
  if (!m->has_thread || pthread_getcpuclockid(m->thread, &clock) != 0) {
    atomic_store_i64(&m->profiled_at, 0);
    return;
  }
  uint64_t count = take_periods(m, time_of(clock));
  struct cpu_profile_frame frame = {.func = &collector};
  if (count > 0 && atomic_load_u32(&rt->gc.phase) == GC_PHASE_MARK)
    add(&rt->cpu_profile, &frame, 1, count);
}

static void *ask_all(void *argument) {
  struct runtime *rt = argument;
  struct cpu_profile *profile = &rt->cpu_profile;
  while (!atomic_load_u32(&profile->word)) {
    lock_futex_wait(&profile->word, 0, cpu_profile_period_ns);
    for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link)
      ask(rt, m);
  }
  return NULL;
}

bool cpu_profile_start(struct runtime *rt) {
  struct cpu_profile *profile = &rt->cpu_profile;
  if (!atomic_cas_u32(&profile->on, 0, 1)) {
    errno = EBUSY;
    return false;
  }
  mutex_lock(&profile->lock);
  free_buckets(profile);
  profile->buckets = calloc(cpu_profile_lists, sizeof *profile->buckets);
  profile->lost = 0;
  profile->started_at = runtime_nanotime(rt);
  profile->started_wall = gc_embed_walltime(&rt->gc);
  profile->duration = 0;
  bool has_memory = profile->buckets;
  mutex_unlock(&profile->lock);
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link)
    atomic_store_i64(&m->profiled_at, 0);
  atomic_store_u32(&profile->word, 0);
  int error = has_memory ? m_thread_create(rt, &profile->thread, ask_all, rt) : ENOMEM;
  if (error == 0)
    return true;
  atomic_store_u32(&profile->on, 0);
  errno = error;
  return false;
}

bool cpu_profile_stop(struct runtime *rt) {
  struct cpu_profile *profile = &rt->cpu_profile;
  if (!atomic_cas_u32(&profile->on, 1, 2)) // another thread may be stopping it
    return false;
  atomic_store_u32(&profile->word, 1);
  lock_futex_wake(&profile->word, 1);
  pthread_join(profile->thread, NULL);
  mutex_lock(&profile->lock);
  profile->duration = runtime_nanotime(rt) - profile->started_at;
  mutex_unlock(&profile->lock);
  atomic_store_u32(&profile->on, 0);
  return true;
}

void cpu_profile_read(struct runtime *rt,
                      void (*visit)(const struct cpu_profile_bucket *bucket, void *arg),
                      void *arg) {
  struct cpu_profile *profile = &rt->cpu_profile;
  mutex_lock(&profile->lock);
  for (uint32_t i = 0; profile->buckets && i < cpu_profile_lists; i++)
    for (const struct cpu_profile_bucket *b = profile->buckets[i]; b; b = b->next)
      visit(b, arg);
  mutex_unlock(&profile->lock);
}

void cpu_profile_destroy(struct runtime *rt) {
  cpu_profile_stop(rt);
  free_buckets(&rt->cpu_profile);
}
