// The limiter: keeps the collector from taking more than half of the CPU for long.
//
// It is a leaky bucket: CPU time of the collector fills it, time of the program drains it. While it
// is full (one second per P), assists and scavenging for the memory limit are skipped. Then the
// heap grows past its limit, rather than that the program starves.
//
// After runtime/mgclimit.go of Go 1.21. Differences: callers pass the time; the limiter has a list
// of the Ps' events.

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
  bool transitioning;           // between begin and end of a transition; lock
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
// Returns whether the collector should do less now. Any thread.
bool limiter_limiting(const struct gc_limiter *limiter);
// Begins a transition: the world stops, at now, for a change of phase. enable_gc: a mark begins.
// Keeps the lock until limiter_finish_transition.
void limiter_start_transition(struct gc_limiter *limiter, bool enable_gc, int64_t now);
// Ends a transition at now. The time that it took is charged to the collector on every P.
void limiter_finish_transition(struct gc_limiter *limiter, int64_t now);
// Returns whether the last update is more than limiter_update_period ago.
bool limiter_need_update(const struct gc_limiter *limiter, int64_t now);
// Accounts the time up to now, unless another thread holds the lock.
void limiter_update(struct gc_limiter *limiter, int64_t now);
// Adds ns of assist time, to be accounted at the next update. Any thread.
void limiter_add_assist_time(struct gc_limiter *limiter, int64_t ns);
// Changes the number of Ps. World stopped.
void limiter_reset_capacity(struct gc_limiter *limiter, int64_t now, int32_t procs);

// Puts a P's event into the list; nothing runs in it. No transition is under way.
void limiter_add_event(struct gc_limiter *limiter, struct limiter_event *event);
// Takes a P's event out of the list. No transition is under way.
void limiter_remove_event(struct gc_limiter *limiter, struct limiter_event *event);

// Starts an event of the calling P. Returns false if one runs already.
bool limiter_event_start(struct limiter_event *event, enum limiter_event_type type, int64_t now);
// Ends the event, which has that type, and gives its remaining time to the limiter.
void limiter_event_stop(struct gc_limiter *limiter, struct limiter_event *event,
                        enum limiter_event_type type, int64_t now);
// Fails unless the bucket can hold what is in it. No transition is under way.
void limiter_check(const struct gc_limiter *limiter);

#endif
