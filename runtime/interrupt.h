// Interrupting the host's call: every goroutine of the program ends, and the instance goes on.
//
// A wish to interrupt comes from any thread or signal handler. It comes from the system monitor when
// time is over, or from the M that has counted the last step. The next M at a safepoint serves it,
// or the host's own if it sleeps. With the world stopped it marks every goroutine, and takes those
// that wait out of what they wait in.
//
// A goroutine that is marked raises a panic that recover does not see, as runtime.Goexit does. Its
// deferred functions run. They have a limit of their own: beyond it frames are dropped, and nothing
// of the script runs any more.

#ifndef VOLE_RUNTIME_INTERRUPT_H
#define VOLE_RUNTIME_INTERRUPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct g;
struct m;
struct runtime;

// What becomes of the host's call. Each phase is entered from the one before.
enum interrupt_phase {
  INTERRUPT_NO_CALL,    // there is none
  INTERRUPT_CALL,       // it runs
  INTERRUPT_WANTED,     // it shall end
  INTERRUPT_UNWINDING,  // the goroutines know; deferred functions run
  INTERRUPT_CUT_WANTED, // that has taken too long
  INTERRUPT_CUT,        // no deferred function runs any more
};

// Why. Kept from the first wish on.
enum interrupt_reason {
  INTERRUPT_BY_HOST,
  INTERRUPT_BY_TIME,
  INTERRUPT_BY_STEPS,
  INTERRUPT_BY_OUTPUT,
  INTERRUPT_BY_GOROUTINES,
  INTERRUPT_BY_HEAP,
  INTERRUPT_BY_ALLOCATION,
};

// How a goroutine takes part.
enum g_interrupt {
  G_GOES_ON,
  G_MUST_END, // at its next safepoint, pause or wait
  G_UNWINDS,  // its deferred functions run
};

// What a call may use. 0: no limit.
struct interrupt_limits {
  int64_t time_ns;
  int64_t steps; // of all goroutines: calls, and iterations of loops
  int64_t deferred_ns, deferred_steps;
  int64_t output_bytes; // to os.Stdout and os.Stderr
  int64_t goroutines;   // at once
  int64_t heap_bytes;   // alive when a cycle ends
  int64_t allocated_bytes;
};

// The part of the run time.
struct interrupt {
  uint32_t phase;      // enum interrupt_phase; atomic
  uint32_t reason;     // enum interrupt_reason; atomic
  uint32_t counts;     // 1: steps are counted; atomic, changes between calls
  uint32_t cut;        // 1: a deferred function did not come to its end; atomic
  int64_t wanted_at;   // ns of runtime_nanotime, when the wish came; atomic
  const char *awaited; // a function of the host's that did not return soon after it; atomic
  int64_t until;       // ns of runtime_nanotime, when time is over; INT64_MAX: never; atomic
  int64_t steps;       // left; atomic
  int64_t output;      // bytes left; INT64_MAX: no limit; atomic
  int64_t goroutines;  // at once; INT64_MAX: no limit; atomic
  int64_t heap;        // bytes alive when a cycle ends; INT64_MAX: no limit; atomic
  int64_t allocated;   // bytes left; INT64_MAX: no limit; atomic
  uint32_t ended;      // futex word: counts goroutines that have ended since; atomic
  struct interrupt_limits limits; // of the next call
};

// Begins a call of the host, and ends it. The end waits until every goroutine that was marked has
// ended. Returns whether the call was interrupted. Called by the host's thread, outside.
void interrupt_begin_call(struct runtime *rt);
bool interrupt_end_call(struct runtime *rt);

// Wishes to interrupt the call that is under way. Returns false if none is, or it ends already. Any
// thread and any signal handler.
bool interrupt_request(struct runtime *rt, enum interrupt_reason reason);
// Makes the wish of the system monitor, which calls it with the time now.
void interrupt_watch(struct runtime *rt, int64_t now);

// Returns whether an M must serve a wish: interrupt_serve.
bool interrupt_is_wanted(const struct runtime *rt);
// Serves a wish, if there still is one. m is the calling M, where world_stop may be called.
void interrupt_serve(struct runtime *rt, struct m *m);

// Counts a step of g, which the calling M runs, and asks for the next safepoint. Called at
// safepoints while interrupt.counts is set.
void interrupt_count_step(struct g *g);
// Follows interrupt_count_step, unless g was parked or gives way.
void interrupt_await_step(struct g *g);
// Counts what is about to be written to os.Stdout or os.Stderr. Returns how much of it may be. If
// that is not all, interrupt_end_output follows once it is written, and ends the call.
size_t interrupt_take_output(struct runtime *rt, size_t bytes);
void interrupt_end_output(struct runtime *rt);
// Ends the call if there are too many goroutines. Called by sched_go for each new one.
void interrupt_count_goroutines(struct runtime *rt);
// Counts what is allocated, which is less than 0 if it is given back. Locks may be held.
void interrupt_count_allocated(struct runtime *rt, int64_t bytes);
// Ends the call if a cycle, which has just ended, has left too many bytes alive.
void interrupt_check_heap(struct runtime *rt, uint64_t marked);
// Serves a wish, and returns whether g, which the calling M runs, must leave what it does. Called
// where world_stop may be called.
bool interrupt_poll(struct g *g);
// Returns whether g must leave what it does. Any place.
bool interrupt_must_end(const struct g *g);
// Raises the panic that ends g, for which interrupt_must_end holds.
void interrupt_raise(struct g *g);
// Returns whether g, which waits in a native, must go on because of a wish or an interrupt. If so
// the native calls interrupt_leave_wait once it has a P, and returns false.
bool interrupt_wakes(const struct g *g);
void interrupt_leave_wait(struct g *g);
// Returns whether g ends because of an interrupt, and whether it runs no more deferred functions.
bool interrupt_unwinds(const struct g *g);
bool interrupt_cuts(const struct g *g);
// Notes that a deferred function of g does not run to its end.
void interrupt_note_cut(const struct g *g);

// Notes that a function of the host's has returned that ran when the wish came. `name` is constant.
void interrupt_host_returned(struct runtime *rt, const char *name);

// Marks a goroutine that is made while others end. Called by sched_go.
void interrupt_join(struct g *g);
// Tells the host's thread that a goroutine has ended. Called by g_free.
void interrupt_left(struct runtime *rt);

#endif
