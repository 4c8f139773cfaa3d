// CPU statistics: where the CPU time of an instance went, estimated.
//
// Times are those of the clock, so they are too high where the system runs other threads on the
// same CPUs. They are brought up to date once a cycle, when marking ends.
//
// After cpuStats of runtime/mstats.go of Go 1.21.

#ifndef VOLE_GC_CPU_STATS_H
#define VOLE_GC_CPU_STATS_H

#include <stdint.h>

struct gc;

// Sums in ns since the instance was made. Written with the world stopped, each read atomically.
struct gc_cpu_stats {
  int64_t gc_assist;       // assists
  int64_t gc_dedicated;    // dedicated and fractional workers
  int64_t gc_idle;         // workers on Ps that had nothing else to do
  int64_t gc_pause;        // world stopped, all Ps
  int64_t gc_total;        // of these four
  int64_t scavenge_assist; // memory released in allocations
  int64_t scavenge_bg;     // memory released in the background
  int64_t scavenge_total;  // of these two
  int64_t idle;            // Ps without work
  int64_t user;            // the rest
  int64_t total;           // all Ps
  int64_t before_resize;   // of total, with other numbers of Ps than now
  int64_t resize_time;     // when that number changed last, on the monotonic clock
};

// Begins counting at now, in ns.
void gc_cpu_stats_init(struct gc *gc, int64_t now);
// Adds the times of the cycle that stops marking at now, in ns. Adds the times of scavenging and of
// idle Ps since the cycle before it.
// Takes the times of the phases from gc->stats. World stopped.
void gc_cpu_stats_end_cycle(struct gc *gc, int64_t now);
// Accounts the time up to now to gc->procs Ps, a number that is about to change. World stopped.
void gc_cpu_stats_resize(struct gc *gc, int64_t now);
// Returns how many CPUs a stopped world keeps from the program: the machine may have fewer than
// there are Ps.
int64_t gc_cpu_stats_stopped_procs(const struct gc *gc);
// Returns the share of the CPU time spent collecting up to the last cycle, without that of idle
// workers: Go's GCCPUFraction.
double gc_cpu_stats_fraction(const struct gc *gc);

#endif
