// gc/limiter.h: keeps the collector from taking more than half of the CPU for long.
//
// A leaky bucket: CPU time spent on collection fills it, the mutator's time drains it. While it is
// full (one second per P), assists and limit-driven scavenging are skipped and the heap is let to
// grow past its limit rather than the program to starve.
//
// After runtime/mgclimit.go of Go 1.21. Differences: time is always passed in; each P's event is in
// a list of the limiter's.

#ifndef VOLE_GC_LIMITER_H
#define VOLE_GC_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

enum {
  limiter_update_period = 10 * 1000 * 1000,       // ns between updates
  limiter_capacity_per_proc = 1000 * 1000 * 1000, // ns of bucket a P
};

// What a P may be doing that the limiter wants to know before it ends.
enum limiter_event_type {
  LIMITER_EVENT_NONE = 0,
  LIMITER_EVENT_IDLE_MARK_WORK = 1,
  LIMITER_EVENT_MARK_ASSIST = 2,
  LIMITER_EVENT_SCAVENGE_ASSIST = 3,
  LIMITER_EVENT_IDLE = 4,
};

// A P's running event: 3 bits of type above 61 bits of start time, in one atomic word.
struct limiter_event {
  uint64_t stamp;             // atomic; 0 means none
  struct limiter_event *next; // in the limiter's list; its lock
};

// The limiter of an instance.
struct gc_limiter {
  uint32_t lock;                // try-lock: 0 free, 1 held; atomic
  uint32_t enabled;             // limiting now; atomic
  uint64_t fill;                // ns in the bucket; lock
  uint64_t capacity;            // ns it holds; lock
  uint64_t overflow;            // ns that did not fit, ever; lock
  bool gc_enabled;              // a mark phase runs; lock
  bool transitioning;           // between start and finish of a transition; lock
  int64_t assist_time_pool;     // ns of assists not yet accounted; atomic
  int64_t idle_time_pool;       // ns of idleness not yet accounted; atomic
  int64_t last_update;          // ns; written under lock, read atomically
  uint32_t last_enabled_cycle;  // number of the cycle that enabled it last; atomic
  uint32_t cycle;               // finished cycles, told by the driver; world stopped
  int32_t procs;                // Ps; lock
  struct limiter_event *events; // of all Ps; lock
  int64_t idle_time;            // ns that Ps were idle, for the statistics, which take it; atomic
};

// Empties the limiter for procs Ps; time begins at now.
void limiter_init(struct gc_limiter *limiter, int64_t now, int32_t procs);
// Whether collection work should be withheld. Any thread.
bool limiter_limiting(const struct gc_limiter *limiter);
// Marks the begin of stopping the world for a phase change at now; takes the lock until the finish.
void limiter_start_transition(struct gc_limiter *limiter, bool enable_gc, int64_t now);
// Ends it; the time between is charged to the collector on every P.
void limiter_finish_transition(struct gc_limiter *limiter, int64_t now);
// Whether the last update is more than a period ago.
bool limiter_need_update(const struct gc_limiter *limiter, int64_t now);
// Accounts the time up to now; returns at once when another thread is at it.
void limiter_update(struct gc_limiter *limiter, int64_t now);
// Adds ns of assist time, to be accounted at the next update. Any thread.
void limiter_add_assist_time(struct gc_limiter *limiter, int64_t ns);
// Adds ns of idle time. Any thread.
void limiter_add_idle_time(struct gc_limiter *limiter, int64_t ns);
// Changes the number of Ps. World stopped.
void limiter_reset_capacity(struct gc_limiter *limiter, int64_t now, int32_t procs);

// Puts a P's event, with nothing running, into the list; takes it out. No transition is under way.
void limiter_add_event(struct gc_limiter *limiter, struct limiter_event *event);
void limiter_remove_event(struct gc_limiter *limiter, struct limiter_event *event);

// Starts an event of the calling P; false when one runs already.
bool limiter_event_start(struct limiter_event *event, enum limiter_event_type type, int64_t now);
// Takes the time the event has run so far and restarts it at now; *ns is 0 for none.
enum limiter_event_type limiter_event_consume(struct limiter_event *event, int64_t now,
                                              int64_t *ns);
// Ends the event of the given type and gives its remaining time to the limiter.
void limiter_event_stop(struct gc_limiter *limiter, struct limiter_event *event,
                        enum limiter_event_type type, int64_t now);
// Fails unless the bucket can hold what is in it. No transition is under way.
void limiter_check(const struct gc_limiter *limiter);

#endif
