// Goroutine stacks: see stack.h.

#include "runtime/stack.h"

#include <string.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "mem/mheap.h"
#include "runtime/end.h"
#include "runtime/frame.h"
#include "runtime/runtime.h"

// A free piece of stack memory; the link lies in its first word.
struct free_piece {
  struct free_piece *next;
};

static struct mem_p *mem_of(struct p *p) {
  return p ? &p->gc.mem : NULL;
}

static uintptr_t bytes_of_order(unsigned order) {
  return (uintptr_t)stack_min_bytes << order;
}

static bool is_small(uintptr_t bytes) {
  return bytes < stack_pool_span_bytes;
}

// Returns the order of a small stack's size, log2(bytes / 2 KiB).
static unsigned order_of(uintptr_t bytes) {
  return ctz64(bytes / stack_min_bytes);
}

// Returns the list of a large stack's span, by log2 of its pages.
static unsigned large_order(uintptr_t npages) {
  return len64(npages) - 1;
}

void stack_state_init(struct runtime *rt, uintptr_t max_bytes) {
  struct stack_state *state = &rt->stacks;
  for (int i = 0; i < stack_orders; i++) {
    mutex_init(&state->pool[i].lock, LOCK_RANK_STACK_POOL);
    mspan_list_init(&state->pool[i].spans);
  }
  mutex_init(&state->large_lock, LOCK_RANK_STACK_LARGE);
  for (int i = 0; i < stack_large_orders; i++)
    mspan_list_init(&state->large[i]);
  state->max_bytes = max_bytes;
}

static struct mspan *span_new(struct runtime *rt, struct p *p, uintptr_t bytes) {
  struct mspan *s =
      mheap_alloc_manual(&rt->gc.heap, mem_of(p), bytes / page_size, SPAN_ALLOC_STACK);
  if (!s)
    gc_embed_fatal(&rt->gc, "out of memory (stack)");
  return s;
}

// Small stacks.

// Makes a span, cut into pieces of one order, and puts it into the pool's list. Pool lock held.
static struct mspan *pool_grow(struct runtime *rt, struct p *p, unsigned order) {
  struct stack_pool *pool = &rt->stacks.pool[order];
  struct mspan *s = span_new(rt, p, stack_pool_span_bytes);
  invariant(s->alloc_count == 0);
  s->manual_free_list = 0;
  s->elem_size = bytes_of_order(order);
  for (uintptr_t at = stack_pool_span_bytes; at > 0; at -= s->elem_size) {
    struct free_piece *piece = (struct free_piece *)(s->start_addr + at - s->elem_size);
    piece->next = (struct free_piece *)s->manual_free_list;
    s->manual_free_list = (uintptr_t)piece;
  }
  mspan_list_insert(&pool->spans, s);
  return s;
}

// Takes a stack from the pool. Pool lock held.
static void *pool_alloc(struct runtime *rt, struct p *p, unsigned order) {
  struct stack_pool *pool = &rt->stacks.pool[order];
  mutex_assert_held(&pool->lock);
  struct mspan *s = pool->spans.first;
  if (!s)
    s = pool_grow(rt, p, order);
  struct free_piece *piece = (struct free_piece *)s->manual_free_list;
  invariant(piece);
  s->manual_free_list = (uintptr_t)piece->next;
  s->alloc_count++;
  if (!s->manual_free_list)
    mspan_list_remove(&pool->spans, s);
  return piece;
}

// Gives a stack to the pool. Pool lock held.
static void pool_free(struct runtime *rt, struct p *p, void *memory, unsigned order) {
  struct stack_pool *pool = &rt->stacks.pool[order];
  mutex_assert_held(&pool->lock);
  struct mspan *s = span_of_unchecked(&rt->gc.heap, (uintptr_t)memory);
  invariant(mspan_state(s) == MSPAN_MANUAL && s->elem_size == bytes_of_order(order));
  if (!s->manual_free_list)
    mspan_list_insert(&pool->spans, s);
  struct free_piece *piece = memory;
  piece->next = (struct free_piece *)s->manual_free_list;
  s->manual_free_list = (uintptr_t)piece;
  s->alloc_count--;
  // While a cycle marks, a marker may be about to look up a pointer into the span.
  if (s->alloc_count == 0 && rt->gc.heap.gc_phase_off) {
    mspan_list_remove(&pool->spans, s);
    s->manual_free_list = 0;
    mheap_free_manual(&rt->gc.heap, mem_of(p), s, SPAN_ALLOC_STACK);
  }
}

// Fills half of a P's cache of one order.
static void cache_refill(struct runtime *rt, struct p *p, unsigned order) {
  struct stack_cache *cache = &p->stack_cache[order];
  mutex_lock(&rt->stacks.pool[order].lock);
  while (cache->bytes < stack_cache_bytes / 2) {
    struct free_piece *piece = pool_alloc(rt, p, order);
    piece->next = cache->list;
    cache->list = piece;
    cache->bytes += bytes_of_order(order);
  }
  mutex_unlock(&rt->stacks.pool[order].lock);
}

// Gives stacks of a P's cache to the pool until it has at most `bytes`.
static void cache_release(struct runtime *rt, struct p *p, unsigned order, uintptr_t bytes) {
  struct stack_cache *cache = &p->stack_cache[order];
  mutex_lock(&rt->stacks.pool[order].lock);
  while (cache->bytes > bytes) {
    struct free_piece *piece = cache->list;
    cache->list = piece->next;
    cache->bytes -= bytes_of_order(order);
    pool_free(rt, p, piece, order);
  }
  mutex_unlock(&rt->stacks.pool[order].lock);
}

static void *small_alloc(struct runtime *rt, struct p *p, unsigned order) {
  if (!p) {
    mutex_lock(&rt->stacks.pool[order].lock);
    void *memory = pool_alloc(rt, p, order);
    mutex_unlock(&rt->stacks.pool[order].lock);
    return memory;
  }
  struct stack_cache *cache = &p->stack_cache[order];
  if (!cache->list)
    cache_refill(rt, p, order);
  struct free_piece *piece = cache->list;
  cache->list = piece->next;
  cache->bytes -= bytes_of_order(order);
  return piece;
}

static void small_free(struct runtime *rt, struct p *p, void *memory, unsigned order) {
  if (!p) {
    mutex_lock(&rt->stacks.pool[order].lock);
    pool_free(rt, p, memory, order);
    mutex_unlock(&rt->stacks.pool[order].lock);
    return;
  }
  struct stack_cache *cache = &p->stack_cache[order];
  if (cache->bytes >= stack_cache_bytes)
    cache_release(rt, p, order, stack_cache_bytes / 2);
  struct free_piece *piece = memory;
  piece->next = cache->list;
  cache->list = piece;
  cache->bytes += bytes_of_order(order);
}

void stack_cache_clear(struct runtime *rt, struct p *p) {
  for (unsigned order = 0; order < stack_orders; order++)
    cache_release(rt, p, order, 0);
}

// Large stacks.

static void *large_alloc(struct runtime *rt, struct p *p, uintptr_t bytes) {
  struct stack_state *state = &rt->stacks;
  unsigned order = large_order(bytes / page_size);
  mutex_lock(&state->large_lock);
  struct mspan *s = state->large[order].first;
  if (s)
    mspan_list_remove(&state->large[order], s);
  mutex_unlock(&state->large_lock);
  if (!s) {
    s = span_new(rt, p, bytes);
    s->elem_size = bytes;
  }
  return (void *)s->start_addr;
}

static void large_free(struct runtime *rt, struct p *p, void *memory) {
  struct stack_state *state = &rt->stacks;
  struct mspan *s = span_of_unchecked(&rt->gc.heap, (uintptr_t)memory);
  invariant(mspan_state(s) == MSPAN_MANUAL && s->start_addr == (uintptr_t)memory);
  if (rt->gc.heap.gc_phase_off) {
    mheap_free_manual(&rt->gc.heap, mem_of(p), s, SPAN_ALLOC_STACK);
    return;
  }
  mutex_lock(&state->large_lock);
  mspan_list_insert(&state->large[large_order(s->npages)], s);
  mutex_unlock(&state->large_lock);
}

// Frees the spans of a pool that have no stack in use.
static void free_empty_spans(struct runtime *rt, struct stack_pool *pool) {
  mutex_lock(&pool->lock);
  for (struct mspan *s = pool->spans.first, *next; s; s = next) {
    next = s->next;
    if (s->alloc_count)
      continue;
    mspan_list_remove(&pool->spans, s);
    s->manual_free_list = 0;
    mheap_free_manual(&rt->gc.heap, NULL, s, SPAN_ALLOC_STACK);
  }
  mutex_unlock(&pool->lock);
}

void stack_free_spans(struct runtime *rt) {
  struct stack_state *state = &rt->stacks;
  for (int i = 0; i < stack_orders; i++)
    free_empty_spans(rt, &state->pool[i]);
  mutex_lock(&state->large_lock);
  for (int i = 0; i < stack_large_orders; i++)
    while (state->large[i].first) {
      struct mspan *s = state->large[i].first;
      mspan_list_remove(&state->large[i], s);
      mheap_free_manual(&rt->gc.heap, NULL, s, SPAN_ALLOC_STACK);
    }
  mutex_unlock(&state->large_lock);
}

// All stacks.

struct stack stack_alloc(struct runtime *rt, struct p *p, uintptr_t words) {
  uintptr_t bytes = stack_min_bytes;
  while (bytes / sizeof(uint64_t) < words)
    bytes *= 2;
  uint64_t *lo = is_small(bytes) ? small_alloc(rt, p, order_of(bytes)) : large_alloc(rt, p, bytes);
  return (struct stack){lo, lo + bytes / sizeof(uint64_t)};
}

void stack_free(struct runtime *rt, struct p *p, struct stack s) {
  uintptr_t bytes = (uintptr_t)((char *)s.hi - (char *)s.lo);
  invariant(bytes >= stack_min_bytes && is_power_of_two(bytes));
  if (is_small(bytes))
    small_free(rt, p, s.lo, order_of(bytes));
  else
    large_free(rt, p, s.lo);
}

void stack_reset_guard(struct g *g) {
  const struct gc_options *options = &g->runtime->gc.options;
  // Modes that serve each safepoint keep the guard poisoned.
  bool always = options->move_stacks || options->slow_mark || g->runtime->deterministic.on;
  atomic_store_release_pointer(&g->stackguard, always ? NULL : g->stack.hi - stack_guard_words);
}

// Returns the end of the innermost frame, as far as it lies in the stack.
static uint64_t *used_end(const struct g *g) {
  if (!g->sched.fp)
    return g->stack.lo;
  uint64_t *end = g->sched.fp + ((const struct func *)g->sched.fp[-1])->frame_slots;
  return end < g->stack.hi ? end : g->stack.hi;
}

uintptr_t stack_used_bytes(const struct g *g) {
  return (uintptr_t)((char *)used_end(g) - (char *)g->stack.lo);
}

// Moves a goroutine to a new stack of `bytes`, and copies `used` words.
static void move(struct runtime *rt, struct g *g, uintptr_t bytes, uintptr_t used) {
  struct p *p = g->m ? g->m->p : NULL;
  struct stack old = g->stack;
  bool poisoned = !atomic_load_pointer(&g->stackguard);
  g->stack = stack_alloc(rt, p, bytes / sizeof(uint64_t));
  memcpy(g->stack.lo, old.lo, used * sizeof(uint64_t));
  if (g->sched.fp)
    g->sched.fp = g->stack.lo + (g->sched.fp - old.lo);
  stack_reset_guard(g);
  if (poisoned)
    g_request_safepoint(g);
  gc_add_stack(&rt->gc, p ? &p->gc : NULL,
               (int64_t)bytes - (int64_t)((char *)old.hi - (char *)old.lo));
  if (rt->gc.options.move_stacks)
    memset(old.lo, 0xdb, used * sizeof(uint64_t));
  stack_free(rt, p, old);
}

// Returns the bytes that the frames hold on the heap because they are too large for a frame. In Go
// these would lie on the stack, so they count: an endless recursion must end before the memory
// does.
static uint64_t boxed_bytes(struct g *g) {
  uint64_t sum = 0;
  struct frame f;
  for (bool more = frame_first(g, &f); more; more = frame_next(&f))
    sum += atomic_load_relaxed_u64(&f.func->boxed_bytes);
  return sum;
}

bool stack_grow(struct runtime *rt, struct g *g, uintptr_t words) {
  uintptr_t size = (uintptr_t)((char *)g->stack.hi - (char *)g->stack.lo);
  uintptr_t below = g->sched.fp ? (uintptr_t)(g->sched.fp - g->stack.lo) : 0;
  uintptr_t needed = (below + words + stack_guard_words) * sizeof(uint64_t);
  if (needed <= size)
    return true;
  uintptr_t wanted = size;
  while (wanted < needed)
    wanted *= 2;
  if (wanted + boxed_bytes(g) > rt->stacks.max_bytes) {
    runtime_fatal_stack_overflow(rt, g);
    return false;
  }
  // The innermost frame may have been entered without room for it: its arguments lie within the
  // guard.
  move(rt, g, wanted, size / sizeof(uint64_t));
  return true;
}

void stack_move(struct runtime *rt, struct g *g) {
  uintptr_t bytes = (uintptr_t)((char *)g->stack.hi - (char *)g->stack.lo);
  move(rt, g, bytes, stack_used_bytes(g) / sizeof(uint64_t));
}

// Returns whether all frames end within the first `bytes` of the stack. The frame of a caller may
// reach further than that of its callee.
static bool frames_fit(struct g *g, uintptr_t bytes) {
  const uint64_t *end = g->stack.lo + bytes / sizeof(uint64_t) - stack_guard_words;
  struct frame f;
  for (bool more = frame_first(g, &f); more; more = frame_next(&f))
    if (f.fp + atomic_load_relaxed_u32(&f.func->frame_slots) > end)
      return false;
  return true;
}

void stack_shrink(struct runtime *rt, struct g *g) {
  uintptr_t size = (uintptr_t)((char *)g->stack.hi - (char *)g->stack.lo);
  uintptr_t used = stack_used_bytes(g) + stack_guard_words * sizeof(uint64_t);
  g->shrink = false;
  if (size / 2 < stack_min_bytes || used >= size / 4 || !frames_fit(g, size / 2))
    return;
  move(rt, g, size / 2, stack_used_bytes(g) / sizeof(uint64_t));
}
