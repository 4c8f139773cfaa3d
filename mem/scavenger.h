// mem/scavenger.h: the background scavenger: gives memory back in small pieces, and sleeps so that
// it takes one percent of a CPU.
//
// It has no thread of its own here. The layer above runs it: scavenger_run does at least a
// millisecond of work; if it released nothing the caller parks until scavenger_wake_pending, else
// it sleeps for scavenger_sleep_time and reports the time slept to scavenger_slept, from which a
// PI controller adjusts the ratio of working to sleeping.
//
// After scavengerState and piController of runtime/mgcscavenge.go of Go 1.21.

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

// The output for an input that was measured over period; false when it overflowed: the controller
// is then reset and the output is min.
bool pi_controller_next(struct pi_controller *c, double input, double setpoint, double period,
                        double *output);
void pi_controller_reset(struct pi_controller *c);

// The one who runs it owns all fields but wake.
struct scavenger {
  struct page_alloc *pages;     // constant
  struct scavenge_goals *goals; // constant
  double sleep_ratio;           // time to work by time to sleep
  struct pi_controller controller;
  int64_t cooldown;      // ns that the controller stays off after an overflow
  bool controller_reset; // it overflowed since the last trace
  uint32_t wake;         // there may be work; atomic
  // Stand-ins for tests, NULL otherwise: releases n bytes and says how many ns that took; says
  // whether the goals are met.
  uintptr_t (*scavenge)(struct scavenger *s, uintptr_t n, int64_t *ns);
  bool (*should_stop)(struct scavenger *s);
};

void scavenger_init(struct scavenger *s, struct page_alloc *pages, struct scavenge_goals *goals);
// Asks for a run; takes the request. Any thread.
void scavenger_ready(struct scavenger *s);
bool scavenger_wake_pending(struct scavenger *s);
// Works for about scavenger_min_work_time or until the goals are met. Returns the bytes released;
// *worked gets the ns it took. writer as for pagealloc_scavenge.
uintptr_t scavenger_run(struct scavenger *s, struct heap_stats_writer *writer, double *worked);
// The ns to sleep after a run that took worked ns.
int64_t scavenger_sleep_time(const struct scavenger *s, double worked);
// Tells that it then slept ns, with procs Ps.
void scavenger_slept(struct scavenger *s, double worked, int64_t slept, int32_t procs);

// Go's line for GODEBUG=scavtrace=1, written to buffer; bytes as gathered in p.scav.
void scavenger_trace(struct scavenger *s, uintptr_t released_bg, uintptr_t released_eager,
                     bool forced, char *buffer, size_t size);

#endif
