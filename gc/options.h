// The collector's settings: as an instance is made with, and as parsed values.
//
// Nothing here reads the environment: the maker of an instance passes what it is to see. The syntax
// is Go's: name=value pairs with commas between. Unknown names are ignored, as Go does.

#ifndef VOLE_GC_OPTIONS_H
#define VOLE_GC_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What an instance is made with. Any string may be NULL (not set).
struct gc_config {
  const char *gogc; // GOGC: a number or "off"; takes precedence over gc_percent
  const char
      *gomemlimit;      // GOMEMLIMIT: bytes with B, KiB, MiB, GiB, TiB, or "off"; over memory_limit
  int32_t gc_percent;   // as GOGC; negative: off; 0: 100
  int64_t memory_limit; // bytes; 0: none
  const char *godebug;  // GODEBUG
  const char *voledebug; // VOLEDEBUG
  uint32_t procs;        // number of Ps, at least 1
  uint32_t cpus;         // of the machine; 0: at least as many as Ps
};

// Parsed debug settings; written by gc_init, constant afterwards.
struct gc_options {
  int32_t gc_percent;   // GOGC, -1 when off
  int64_t memory_limit; // GOMEMLIMIT in bytes, INT64_MAX when off
  int32_t gctrace;      // one line on stderr a cycle
  int32_t gcpacertrace; // two lines on stderr a cycle: what the pacer planned and what came of it
  int32_t gc_stop_the_world; // 1 mark with the world stopped; 2 sweep so too
  int32_t scavtrace;         // a line on stderr for each sweep that ends
  int32_t gc_checkmark;      // mark a second time and compare
  int32_t clobber_free;      // fill freed slots with 0xdeadbeef
  int32_t invalid_pointer;   // throw for a pointer into a free span (default 1)
  int32_t sbrk;              // allocate and never free
  int32_t efence;            // an object has pages of its own, which fault when it is freed
  bool slow_malloc;          // fast allocation is never on: stress, sbrk or efence
  int32_t madv_dontneed;     // return memory by MADV_DONTNEED (default 1)
  int32_t hard_decommit;     // returned memory becomes inaccessible
  int32_t sched_trace;       // schedtrace: ms between lines on the scheduler, 0 none
  int32_t disable_thp;       // no transparent huge pages for the heap
  uint64_t stress;           // gcstress: allocations of a P between two cycles, 0 none
  int32_t verify;            // walk the heap after each mark; 2: a line on stderr says what lives
  int64_t forced_period; // gcperiod, given in ms: ns without a cycle until one is forced (2 min)
  bool record; // gcrecord: lines on stderr after each cycle: what was stopped, and how long
  uint64_t heap_minimum; // heapmin: bytes at GOGC=100, 0 means 4 MiB
  bool huge_pages;       // hugepages: advise the system about huge pages
  bool small_buffers;    // smallbufs: tiny write barrier and work buffers
  bool page_scan;        // pagescan: markers scan pages of small objects whole (default 1)
  uint64_t fail_call;    // failcall: this system call of the heap fails, for tests; 0 none
  uint64_t fail_from;    // failfrom: this system call and all after it fail
  bool scavenge;         // scavenge: free pages go back to the system at once
  bool move_stacks;      // movestacks: a stack moves at each safepoint of its goroutine
  // slowmark: marking goes in small steps, only at safepoints and on idle Ps. So a script makes
  // many steps while even a small heap is marked.
  bool slow_mark;
  // jit: after how many entries and backward jumps a function gets machine code. With off it never
  // does. With random each does at another number, which depends on the seed.
  int32_t jit; // 0: never; -1: random
  // snapshot: the file that a snapshot of the heap goes to when memory runs out; "" none. The command
  // writes others.
  char snapshot[256];
  // seed: what random choices begin with, 0 none. With a seed gcstress is a mean: the distances
  // between its cycles are random.
  uint64_t seed;
};

// Parses config into *out. Returns true; or false with a message for a person in error[0..size).
bool gc_options_parse(struct gc_options *out, const struct gc_config *config, char *error,
                      size_t size);
// Parses GOMEMLIMIT's syntax ("64MiB", "1000", "off"); false when malformed.
bool gc_options_parse_bytes(const char *text, int64_t *bytes);

#endif
