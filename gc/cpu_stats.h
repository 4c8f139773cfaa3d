// gc/cpu_stats.h: where the CPU time of an instance went, estimated.
//
// Times are by the clock on the wall, so they are too high when the system runs other threads on
// the same CPUs. They are brought up to date once a cycle, when marking ends.
//
// After cpuStats of runtime/mstats.go of Go 1.21.

#ifndef VOLE_GC_CPU_STATS_H
#define VOLE_GC_CPU_STATS_H

#include <stdint.h>

struct gc;

// In ns, since the instance was made; written with the world stopped, each read atomically.
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

// Begins at now.
void gc_cpu_stats_init(struct gc *gc, int64_t now);
// Adds up the cycle whose marking ends at now, and what was scavenged and idle since the last one.
// gc->stats has the times of its phases. World stopped.
void gc_cpu_stats_end_cycle(struct gc *gc, int64_t now);
// The number of Ps, gc->procs, is about to change, at now. World stopped.
void gc_cpu_stats_resize(struct gc *gc, int64_t now);
// How many CPUs a stopped world keeps from the program: there may be more Ps than those.
int64_t gc_cpu_stats_stopped_procs(const struct gc *gc);
// The part of the CPU time spent collecting up to the last cycle, without what idle workers did:
// Go's GCCPUFraction.
double gc_cpu_stats_fraction(const struct gc *gc);

#endif
