// The heap profile: buckets, sampling, and publishing what a cycle counted.

#include "gc/profile.h"

#include <math.h>
#include <string.h>

#include "gc/embed.h"
#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/persistent.h"
#include "mem/special.h"

void gc_profile_init(struct gc_profile *profile) {
  memset(profile, 0, sizeof *profile);
  mutex_init(&profile->insert_lock, LOCK_RANK_PROFILE_INSERT);
  mutex_init(&profile->active_lock, LOCK_RANK_PROFILE);
  for (unsigned i = 0; i < gc_profile_cycles; i++)
    mutex_init(&profile->future_lock[i], LOCK_RANK_PROFILE_FUTURE);
}

void gc_profile_enable(struct gc *gc, const int64_t *rate) {
  atomic_store_release_pointer(&gc->profile.rate, rate);
  gc_choose_malloc(gc);
}

static uint32_t cycle_of(const struct gc_profile *profile) {
  return atomic_load_u32(&profile->cycle) >> 1;
}

// Buckets.

static uintptr_t hash_of(uintptr_t size, const struct gc_profile_frame *stack, uint32_t depth) {
  uintptr_t h = size;
  for (uint32_t i = 0; i < depth; i++) {
    h = (h ^ (uintptr_t)stack[i].function) * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ stack[i].pc ^ h >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
  }
  return h ^ h >> 32;
}

static struct gc_profile_bucket *find_bucket(struct gc_profile_bucket **list, uintptr_t hash,
                                             uintptr_t size, const struct gc_profile_frame *stack,
                                             uint32_t depth) {
  struct gc_profile_bucket *b = atomic_load_acquire_pointer(list);
  for (; b; b = b->next)
    if (b->hash == hash && b->size == size && b->depth == depth &&
        memcmp(b->stack, stack, depth * sizeof *stack) == 0)
      return b;
  return NULL;
}

static void *allocate(struct gc *gc, uintptr_t bytes) {
  void *memory =
      persistent_alloc(&gc->heap.persistent, NULL, bytes, 0, &gc->heap.stats.buckhash_sys);
  if (!memory)
    gc_embed_fatal(gc, "runtime: cannot allocate memory");
  return memory;
}

// Makes the bucket of a size and stack. insert_lock held.
static struct gc_profile_bucket *make_bucket(struct gc *gc, uintptr_t hash, uintptr_t size,
                                             const struct gc_profile_frame *stack, uint32_t depth) {
  struct gc_profile *profile = &gc->profile;
  struct gc_profile_bucket *b = allocate(gc, sizeof *b + depth * sizeof *stack);
  struct gc_profile_bucket **list = &profile->table[hash % gc_profile_buckets];
  b->hash = hash;
  b->size = size;
  b->depth = depth;
  memcpy(b->stack, stack, depth * sizeof *stack);
  b->next = *list;
  b->all_next = profile->all;
  atomic_store_release_pointer(list, b);
  atomic_store_release_pointer(&profile->all, b);
  return b;
}

static struct gc_profile_bucket *bucket_for(struct gc *gc, uintptr_t size,
                                            const struct gc_profile_frame *stack, uint32_t depth) {
  struct gc_profile *profile = &gc->profile;
  uintptr_t hash = hash_of(size, stack, depth);
  struct gc_profile_bucket **table = atomic_load_acquire_pointer(&profile->table);
  struct gc_profile_bucket *b =
      table ? find_bucket(&table[hash % gc_profile_buckets], hash, size, stack, depth) : NULL;
  if (b)
    return b;
  mutex_lock(&profile->insert_lock);
  if (!profile->table)
    atomic_store_release_pointer(&profile->table,
                                 allocate(gc, gc_profile_buckets * sizeof *profile->table));
  b = find_bucket(&profile->table[hash % gc_profile_buckets], hash, size, stack, depth);
  if (!b)
    b = make_bucket(gc, hash, size, stack, depth);
  mutex_unlock(&profile->insert_lock);
  return b;
}

// Sampling.

// Draws the bytes to the next sample from the exponential distribution with that mean.
static uint64_t draw_distance(struct gc_p *p, int64_t mean) {
  enum { random_bits = 26, max_mean = 0x7000000 };
  if (mean > max_mean)
    mean = max_mean;
  if (p->profile_random == 0)
    p->profile_random = (uint64_t)gc_embed_nanotime(p->gc) + p->gc->options.seed + p->id;
  uint64_t drawn = splitmix64(&p->profile_random) >> (64 - random_bits);
  double q = (double)(drawn + 1) / (1 << random_bits); // in (0, 1]
  return (uint64_t)(-log(q) * (double)mean) + 1;
}

static void sample(struct gc *gc, struct gc_p *p, void *object, uintptr_t size) {
  struct gc_profile *profile = &gc->profile;
  struct gc_profile_frame stack[gc_profile_max_stack];
  uint32_t depth = gc_embed_callers(gc, p, stack, gc_profile_max_stack);
  uint32_t index = (cycle_of(profile) + 2) % gc_profile_cycles;
  struct gc_profile_bucket *bucket = bucket_for(gc, size, stack, depth);
  mutex_lock(&profile->future_lock[index]);
  bucket->future[index].allocs++;
  bucket->future[index].alloc_bytes += size;
  mutex_unlock(&profile->future_lock[index]);
  struct special_profile *record = special_new(&gc->heap, SPECIAL_KIND_PROFILE);
  record->bucket = bucket;
  if (!special_add(&gc->heap, &p->mem, (uintptr_t)object, &record->special))
    vole_throw("gc: object %p is profiled twice", object);
}

void gc_profile_allocated(struct gc *gc, struct gc_p *p, void *object, uintptr_t size) {
  const int64_t *variable = atomic_load_acquire_pointer(&gc->profile.rate);
  int64_t rate = variable ? atomic_load_i64(variable) : 0;
  if (rate <= 0)
    return;
  if (p->profile_rate != rate) { // it was changed
    p->profile_rate = rate;
    p->profile_distance = draw_distance(p, rate);
  }
  if (rate != 1 && size < p->profile_distance) {
    p->profile_distance -= size;
    return;
  }
  p->profile_distance = draw_distance(p, rate);
  sample(gc, p, object, size);
}

void gc_profile_freed(struct gc *gc, struct gc_profile_bucket *bucket, uintptr_t size) {
  uint32_t index = (cycle_of(&gc->profile) + 1) % gc_profile_cycles;
  mutex_lock(&gc->profile.future_lock[index]);
  bucket->future[index].frees++;
  bucket->future[index].free_bytes += size;
  mutex_unlock(&gc->profile.future_lock[index]);
}

// Cycles.

void gc_profile_next_cycle(struct gc *gc) {
  uint32_t cycle = cycle_of(&gc->profile) + 1;
  const uint32_t wrap = gc_profile_cycles << 25; // a multiple of 3, below 2^31
  atomic_store_u32(&gc->profile.cycle, cycle % wrap << 1);
}

// Publishes the events of cycle `index` (modulo 3). active_lock held.
static void publish(struct gc_profile *profile, uint32_t index) {
  mutex_lock(&profile->future_lock[index]);
  struct gc_profile_bucket *b = atomic_load_acquire_pointer(&profile->all);
  for (; b; b = b->all_next) {
    struct gc_profile_counts *from = &b->future[index];
    b->active.allocs += from->allocs;
    b->active.frees += from->frees;
    b->active.alloc_bytes += from->alloc_bytes;
    b->active.free_bytes += from->free_bytes;
    memset(from, 0, sizeof *from);
  }
  mutex_unlock(&profile->future_lock[index]);
}

void gc_profile_flush(struct gc *gc) {
  struct gc_profile *profile = &gc->profile;
  uint32_t cycle;
  do {
    cycle = atomic_load_u32(&profile->cycle);
    if (cycle & 1)
      return;
  } while (!atomic_cas_u32(&profile->cycle, cycle, cycle | 1));
  mutex_lock(&profile->active_lock);
  publish(profile, (cycle >> 1) % gc_profile_cycles);
  mutex_unlock(&profile->active_lock);
}

void gc_profile_post_sweep(struct gc *gc) {
  struct gc_profile *profile = &gc->profile;
  mutex_lock(&profile->active_lock);
  publish(profile, (cycle_of(profile) + 1) % gc_profile_cycles);
  mutex_unlock(&profile->active_lock);
}

// Returns whether anything was published.
static bool any_published(const struct gc_profile *profile) {
  const struct gc_profile_bucket *b = atomic_load_acquire_pointer(&profile->all);
  for (; b; b = b->all_next)
    if (b->active.allocs != 0 || b->active.frees != 0)
      return true;
  return false;
}

static bool wanted(const struct gc_profile_bucket *b, bool in_use_zero) {
  return in_use_zero || b->active.alloc_bytes != b->active.free_bytes;
}

uint64_t gc_profile_read(struct gc *gc, bool in_use_zero, uint64_t max,
                         void (*visit)(const struct gc_profile_bucket *bucket, void *arg),
                         void *arg) {
  struct gc_profile *profile = &gc->profile;
  mutex_lock(&profile->active_lock);
  publish(profile, cycle_of(profile) % gc_profile_cycles);
  if (!any_published(profile)) // no cycle has ended yet: publish everything as it stands
    for (uint32_t i = 0; i < gc_profile_cycles; i++)
      publish(profile, i);
  struct gc_profile_bucket *all = atomic_load_acquire_pointer(&profile->all);
  uint64_t count = 0;
  for (struct gc_profile_bucket *b = all; b; b = b->all_next)
    count += wanted(b, in_use_zero);
  for (struct gc_profile_bucket *b = all; b && count <= max; b = b->all_next)
    if (wanted(b, in_use_zero))
      visit(b, arg);
  mutex_unlock(&profile->active_lock);
  return count;
}
