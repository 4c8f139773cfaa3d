// The background scavenger: gives memory back in small pieces, and sleeps so that it takes one
// percent of the CPU.
//
// It has no thread of its own: the layer above calls scavenger_step, from one thread at a time. A
// step that is due works for about a millisecond. If that released nothing, the scavenger is parked
// until the end of a sweep wakes it. Else it sleeps, such that its work is one percent of the CPU
// time of all Ps. A PI controller learns from the time that it really slept. A wake also ends a
// sleep, since there may be more to release.
//
// After scavengerState and piController of runtime/mgcscavenge.go of Go 1.21. Difference: Go's is a
// goroutine that holds a P and stops with the world. This one runs beside a stopped world, so code
// that needs the heap's counters to stand still takes its lock.

#ifndef VOLE_MEM_SCAVENGER_H
#define VOLE_MEM_SCAVENGER_H

#include "mem/scavenge.h"

enum {
  scavenger_quantum = 64 << 10,       // bytes released between looks at the clock
  scavenger_min_work_time = 1000000,  // ns of work before it sleeps
  scavenger_approx_page_time = 10000, // ns taken for a physical page when the clock stood still
};

// A proportional-integral controller. Times are in one unit, ns here.
struct pi_controller {
  double kp;  // proportional constant
  double ti;  // integral time constant; 0 with tt 0: no integral
  double tt;  // reset time
  double min; // bounds of the output
  double max;
  double err_integral; // of the error from the start to now
  bool err_overflow;   // the integral overflowed once
  bool input_overflow; // an input did
};

// Computes *output for an input that was measured over period. Returns false if that overflowed:
// then the controller is reset and *output is min.
bool pi_controller_next(struct pi_controller *c, double input, double setpoint, double period,
                        double *output);

// The background scavenger of a heap. Fields are guarded by lock, except where they say otherwise.
struct scavenger {
  struct mutex lock;            // held while it works
  struct page_alloc *pages;     // constant
  struct scavenge_goals *goals; // constant
  double sleep_ratio;           // time to work by time to sleep
  struct pi_controller controller;
  int64_t cooldown;          // ns that the controller stays off after an overflow
  uint32_t controller_reset; // it overflowed since the last trace; atomic
  uint32_t wake;             // there may be work; atomic
  bool sleeping;             // after work, rather than parked for want of it
  double worked;             // ns of the work that it sleeps after
  int64_t sleep_start;       // when that ended, in ns
  int64_t due;               // when to work again, in ns; INT64_MAX when parked; atomic
  // Stand-ins for tests, NULL otherwise: releases n bytes and says how many ns that took; says
  // whether the goals are met.
  uintptr_t (*scavenge)(struct scavenger *s, uintptr_t n, int64_t *ns);
  bool (*should_stop)(struct scavenger *s);
};

// Prepares a parked scavenger.
void scavenger_init(struct scavenger *s, struct page_alloc *pages, struct scavenge_goals *goals);
// Works for about a millisecond if that is due at now (ns, monotonic) or was asked for. Returns
// when the next step is due, INT64_MAX for not before scavenger_ready is called. Costs two loads if
// there is nothing to do. One thread at a time; it needs no P, and the world may be stopped. No
// lock above LOCK_RANK_SCAVENGE is held.
int64_t scavenger_step(struct scavenger *s, int64_t now);

// Asks for a run. Any thread.
void scavenger_ready(struct scavenger *s);
// Returns whether a run is asked for, and takes the request. Any thread.
bool scavenger_wake_pending(struct scavenger *s);

// The parts of a step.

// Works for about scavenger_min_work_time or until the goals are met. Returns the bytes released,
// and in *worked the ns it took. writer as for page_alloc_scavenge.
uintptr_t scavenger_run(struct scavenger *s, struct heap_stats_writer *writer, double *worked);

// Writes Go's line for GODEBUG=scavtrace=1 to buffer. released_bg and released_eager are bytes. Any
// thread.
void scavenger_trace(struct scavenger *s, uintptr_t released_bg, uintptr_t released_eager,
                     bool forced, char *buffer, size_t size);

#endif
