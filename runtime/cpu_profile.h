// The CPU profile: which functions and lines the threads' CPU time goes to.
//
// A hundred times a second a thread asks each M for a sample. The goroutine that runs there takes it
// at its next safepoint: its calls, with the CPU time of its thread since the last sample. So what
// waits or sleeps gets none, and the time of a native goes to the line that called it. An M that
// marks has no goroutine: its time goes to the collector.
//
// Without a profile nothing is done but what a safepoint does anyway.

#ifndef VOLE_RUNTIME_CPU_PROFILE_H
#define VOLE_RUNTIME_CPU_PROFILE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct func;
struct g;
struct runtime;

enum { cpu_profile_period_ns = 10000000, cpu_profile_depth = 64 };

// A call of a stack: a line in a function.
struct cpu_profile_frame {
  const struct func *func;
  uint32_t pc; // offset of the instruction
};

// All samples of one stack.
struct cpu_profile_bucket {
  struct cpu_profile_bucket *next; // in the hash table
  uint64_t count;                  // periods of CPU time
  uint32_t hash, depth;
  struct cpu_profile_frame stack[]; // innermost first
};

enum { cpu_profile_lists = 1024 };

struct cpu_profile {
  struct mutex lock;                   // leaf; guards what has no note
  uint32_t on;                         // atomic
  uint32_t word;                       // futex word: 1 ends the thread
  pthread_t thread;                    // valid if on
  struct cpu_profile_bucket **buckets; // malloc'ed; NULL: no profile was made
  uint64_t lost;                       // samples that memory was short for
  int64_t started_at, started_wall;    // ns
  int64_t duration;                    // ns; once it is stopped
};

// Prepares a profile that is off.
void cpu_profile_init(struct cpu_profile *profile);
// Begins a new profile. Returns false, and errno says why, if one is under way (EBUSY) or there is
// no thread or memory. Any thread.
bool cpu_profile_start(struct runtime *rt);
// Ends it. What was gathered stays until the next one. Returns false if none is under way. Any
// thread.
bool cpu_profile_stop(struct runtime *rt);
// Takes a sample of g, the running goroutine, at a safepoint. Its M was asked for one.
void cpu_profile_take(struct runtime *rt, struct g *g);
// Calls visit for each stack, with the profile stopped or not.
void cpu_profile_read(struct runtime *rt,
                      void (*visit)(const struct cpu_profile_bucket *bucket, void *arg), void *arg);
// Ends a profile and frees it. The run has ended.
void cpu_profile_destroy(struct runtime *rt);

#endif
