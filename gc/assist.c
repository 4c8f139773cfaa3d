// Assists: opening a goroutine's account, paying its debt, and the queue of those that wait for
// credit.

#include "gc/assist.h"

#include <math.h>
#include <stddef.h>

#include "gc/cycle.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"

void gc_assist_queue_init(struct gc_assist_queue *queue) {
  *queue = (struct gc_assist_queue){0};
  mutex_init(&queue->lock, LOCK_RANK_ASSIST_QUEUE);
}

// Resets an account that is about an earlier cycle.
static void open_account(struct gc *gc, struct gc_assist *assist) {
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  if (assist->cycle == cycle)
    return;
  assist->cycle = cycle;
  assist->bytes = 0;
}

void gc_assist_charge(struct gc *gc, struct gc_p *p, uintptr_t bytes) {
  struct gc_assist *assist = p->assist;
  if (!assist)
    return;
  open_account(gc, assist);
  assist->bytes -= (int64_t)bytes;
  if (assist->bytes < 0)
    gc_embed_request_assist(gc, p);
}

// Takes up to wanted units of the workers' credit. Returns how many.
static int64_t steal_credit(struct gc *gc, int64_t wanted) {
  int64_t *credit = &gc->pacer.bg_scan_credit;
  for (;;) {
    int64_t have = atomic_load_i64(credit);
    if (have <= 0)
      return 0;
    int64_t take = have < wanted ? have : wanted;
    if (atomic_cas_i64(credit, have, have - take))
      return take;
  }
}

// Gives the time of assists on p to the pacer, if enough has gathered.
static void flush_time(struct gc *gc, struct gc_p *p) {
  if (p->assist_time <= pacer_assist_time_slack)
    return;
  atomic_add_i64(&gc->pacer.assist_time, p->assist_time);
  p->assist_time = 0;
}

// Marks for an assist, about `work` units. Returns the work done.
static int64_t mark_for(struct gc *gc, struct gc_p *p, int64_t work) {
  int64_t start = gc_embed_nanotime(gc);
  bool event = limiter_event_start(&p->limiter_event, LIMITER_EVENT_MARK_ASSIST, start);
  gc_marker_begin(gc);
  int64_t done = gc_drain(gc, &p->work, GC_DRAIN_UNTIL_PREEMPT, work);
  int64_t now = gc_embed_nanotime(gc);
  if (event)
    limiter_event_stop(&gc->limiter, &p->limiter_event, LIMITER_EVENT_MARK_ASSIST, now);
  p->assist_time += now - start;
  flush_time(gc, p);
  gc_embed_assist_done(gc, p, now - start);
  gc_marker_end(gc, p);
  return done;
}

// Parks the goroutine in the queue, unless credit has come or marking is over. Returns whether it
// was parked.
static bool park(struct gc *gc, struct gc_p *p, struct gc_assist *assist) {
  struct gc_assist_queue *queue = &gc->assists;
  mutex_lock(&queue->lock);
  if (!atomic_load_u32(&gc->pacer.blacken_enabled)) {
    mutex_unlock(&queue->lock);
    return false;
  }
  struct gc_assist *last = queue->last;
  assist->next = NULL;
  if (last)
    last->next = assist;
  else
    atomic_store_pointer(&queue->first, assist);
  queue->last = assist;
  // A worker that saw an empty queue has added to the credit instead: test that once more.
  if (atomic_load_i64(&gc->pacer.bg_scan_credit) > 0) {
    queue->last = last;
    if (last)
      last->next = NULL;
    else
      atomic_store_pointer(&queue->first, NULL);
    mutex_unlock(&queue->lock);
    return false;
  }
  gc_embed_assist_park(gc, p, assist);
  mutex_unlock(&queue->lock);
  return true;
}

// Converts a product with a ratio of the pacer to bytes or units of work. With GOGC off the goal is
// nearly 2^64 bytes away and the product fits no integer. The bound lets sums of three not wrap.
static int64_t to_units_saturated(double product) {
  const double most = (double)(INT64_C(1) << 60);
  return product < most ? (int64_t)product : INT64_C(1) << 60;
}

bool gc_assist_pay(struct gc *gc, struct gc_p *p, struct gc_assist *assist) {
  struct gc_pacer *c = &gc->pacer;
  while (atomic_load_u32(&c->blacken_enabled) && !gc->options.slow_mark) {
    open_account(gc, assist);
    if (assist->bytes >= 0 || limiter_limiting(&gc->limiter))
      return true;
    double per_credit = pacer_bytes_per_credit(c, atomic_load_i64(&c->bg_scan_credit));
    int64_t work = to_units_saturated((double)-assist->bytes / per_credit) + 1;
    if (work < pacer_over_assist_work)
      work = pacer_over_assist_work;
    double per_work = pacer_assist_bytes_per_work(c);
    double most = pacer_assist_heap_left(c);
    int64_t stolen = steal_credit(gc, work);
    // One more, for rounding: else many small payments would never be enough.
    assist->bytes += to_units_saturated(1 + per_credit * (double)stolen);
    if (stolen == work)
      return true;
    int64_t done = mark_for(gc, p, work - stolen);
    // There may have been more work than the pacer knew of.
    assist->bytes += to_units_saturated(1 + fmin(per_work * (double)done, most));
    if (assist->bytes >= 0 || atomic_load_u32(&p->preempt))
      return true; // the P is wanted: the goroutine pays the rest later
    if (done == 0 && park(gc, p, assist))
      return false;
  }
  return true;
}

void gc_assist_earn(struct gc *gc, int64_t work) {
  struct gc_assist_queue *queue = &gc->assists;
  if (!atomic_load_pointer(&queue->first)) {
    atomic_add_i64(&gc->pacer.bg_scan_credit, work);
    return;
  }
  double bytes_per_work = pacer_assist_bytes_per_work(&gc->pacer);
  int64_t bytes = to_units_saturated((double)work * bytes_per_work);
  mutex_lock(&queue->lock);
  while (queue->first && bytes > 0) {
    struct gc_assist *assist = queue->first;
    atomic_store_pointer(&queue->first, assist->next);
    if (!assist->next)
      queue->last = NULL;
    assist->next = NULL;
    if (bytes + assist->bytes < 0) {
      // Paid in part. The goroutine goes to the end, so that a large debt keeps no others waiting.
      assist->bytes += bytes;
      bytes = 0;
      if (queue->last)
        queue->last->next = assist;
      else
        atomic_store_pointer(&queue->first, assist);
      queue->last = assist;
      break;
    }
    bytes += assist->bytes;
    assist->bytes = 0;
    gc_embed_assist_ready(gc, assist);
  }
  if (bytes > 0) {
    double per_byte = pacer_assist_work_per_byte(&gc->pacer);
    atomic_add_i64(&gc->pacer.bg_scan_credit, to_units_saturated((double)bytes * per_byte));
  }
  mutex_unlock(&queue->lock);
}

void gc_assist_wake_all(struct gc *gc) {
  struct gc_assist_queue *queue = &gc->assists;
  mutex_lock(&queue->lock);
  while (queue->first) {
    struct gc_assist *assist = queue->first;
    atomic_store_pointer(&queue->first, assist->next);
    assist->next = NULL;
    gc_embed_assist_ready(gc, assist);
  }
  queue->last = NULL;
  mutex_unlock(&queue->lock);
}
