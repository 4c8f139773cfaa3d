// struct runtime: all that an instance has of the run time below the program.
//
// Heap and collector, goroutines, threads, the scheduler, package variables, interface tables, and
// the limits that the host has set. It is the first member of the VM's instance and begins with the
// collector. Nothing here is process-wide. What is done with it is declared in the headers of its
// parts: instance.h makes it, end.h ends its run.

#ifndef VOLE_RUNTIME_RUNTIME_H
#define VOLE_RUNTIME_RUNTIME_H

#include <locale.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"
#include "mem/fixalloc.h"
#include "mem/lock.h"
#include "runtime/deterministic.h"
#include "runtime/g.h"
#include "runtime/interrupt.h"
#include "runtime/pauses.h"
#include "runtime/pool.h"
#include "runtime/sema.h"
#include "runtime/stack.h"
#include "runtime/type.h"

// What the host has granted: VOLE_GRANT_* of vm/api/vole.h.
enum {
  RUNTIME_GRANT_FILES = 1, // package os opens files, and uses descriptors that it did not open
  RUNTIME_GRANT_ENVIRONMENT = 2, // os.Getenv and friends
  RUNTIME_GRANT_UNSAFE = 4,      // packages unsafe and arena
  RUNTIME_GRANT_PROCESS = 8,     // os.Getpid, os.Hostname
  RUNTIME_GRANT_LIMITS = 16,     // more Ps, memory and stack than the host has set
};

// What an instance is made with. Strings and arrays outlive it.
struct runtime_config {
  struct gc_config gc;
  int argc; // os.Args
  char *const *argv;
  int in_fd, out_fd, err_fd; // -1: none
  unsigned grant;            // RUNTIME_GRANT_*
  bool dies_of_sigpipe;      // a write of os.Stdout or os.Stderr to a broken pipe kills the process
  uintptr_t max_stack_bytes; // 0: 1000000000; in a run time it is never 0
  // Called when nothing can go on, as when memory runs out inside of the allocator. text is what Go
  // would print, status 2. It should not return. If it does, or is NULL, the text goes to err_fd
  // and the process aborts.
  void (*fatal_exit)(void *user, const char *text, int status);
  void *user;
};

enum { first_roots = 16, root_lists = 16 }; // see struct runtime

// A block of package variables, or other memory outside of the heap that holds heap pointers.
struct root_block {
  const void *base;    // 8-aligned
  uintptr_t bytes;     // multiple of 8
  const uint8_t *mask; // a bit a word: it holds a heap pointer
};

// The interface tables of an instance, by interface and dynamic type: open addressing.
struct itab_table {
  struct mutex lock;   // guards all
  struct itab **slots; // malloc'ed; size is a power of two
  uint32_t count, size;
};

// A place in code that the program has a number for (runtime.Callers): see traceback_pc.
struct pc_place {
  const struct func *func;
  uint32_t pc; // offset in its code
};
struct pc_places {
  struct mutex lock; // guards all
  struct pc_place *place;
  uint32_t count, cap;
};

// The types of package runtime (Go source) and predeclared ones that C code makes values of. The VM
// fills them in when a program is loaded.
//   type errorString string               Error() = "runtime error: " + s
//   type boundsError string               the same
//   type plainError string                Error() = s
//   type TypeAssertionError struct { text string }    pointer receiver; Error() = text
//   type PanicNilError struct { _ [0]func() }         pointer receiver
struct well_known {
  struct rtype *error_string, *bounds_error, *plain_error;
  struct rtype *type_assertion_error; // *runtime.TypeAssertionError
  struct rtype *panic_nil_error;      // *runtime.PanicNilError
  struct rtype *string_type;          // string
  struct rtype *error_type;           // error, the interface
  struct rtype *stringer_type;        // interface { String() string }
  struct rtype *host_error;           // *runtime.hostError
};

// How the run ended. The M that meets the first reason writes it, once.
struct runtime_end {
  struct mutex lock; // guards which reason is first; leaf
  bool fatal;        // a fatal error: the instance can only be destroyed
  // 1: os.Exit was called, a fatal error was met, or the instance is being destroyed. Written last;
  // atomic.
  uint32_t exiting;
  int status;  // what a Go program would exit with
  char *text;  // fatal: what Go prints, with traceback; malloc'ed
  int wake_fd; // see syscall_wait_fd: descriptor + 1; 0 none made, -1 none can be had; lock
};

// The part of the scheduler that all Ms share. After schedt of runtime2.go.
struct sched {
  struct mutex lock; // guards every field without another note
  struct g *runq_head, *runq_tail;
  uint32_t runq_size; // atomic, written under the lock
  struct g *free_gs;  // dead goroutines
  uint32_t free_g_count;
  struct m *idle_ms; // parked, with no P
  uint32_t m_count;  // made so far; the host's included
  uint32_t idle_m_count;
  int32_t idle_locked_count; // Ms that wait for their pinned goroutine to be runnable
  struct p *idle_ps;
  uint32_t idle_p_count;   // atomic, written under the lock
  uint32_t spinning;       // Ms that look for work; atomic
  struct m *timer_sleeper; // idle M that wakes for the next timer; NULL: none
  int64_t timer_until;     // ns, when it does; INT64_MAX: there is none; atomic
  uint64_t next_goid;      // atomic
  // Stopping the world, see world.h.
  uint32_t world_semaphore; // 1: an M stops the world, or runs the ragged barrier; atomic
  uint32_t gc_waiting;      // 1: the world stops, and each M gives up its P; atomic
  int32_t stop_wait;        // Ps that still run
  uint32_t stop_note;       // futex word: stop_wait has become 0
  // The ragged barrier. The M that holds world_semaphore sets it up.
  void (*safepoint_function)(struct gc *gc, struct gc_p *p, void *argument);
  void *safepoint_argument;
  int32_t safepoint_wait;  // Ps that have not run the function; atomic
  uint32_t safepoint_note; // futex word: safepoint_wait has become 0
  // The system monitor, see sysmon.c.
  pthread_t sysmon_thread;
  uint32_t sysmon_started; // 1: it runs; atomic, written under the lock
  uint32_t sysmon_asleep;  // 1: it sleeps deeply, until an M runs again; atomic
  uint32_t sysmon_word;    // futex word
};

struct runtime {
  struct gc gc;                 // must be first
  struct runtime_config config; // constant
  int64_t host_memory_limit;    // bytes, that of the configuration; constant
  locale_t locale;              // "C", for threads that run scripts; constant
  int64_t start_nanotime;       // of gc_embed_nanotime, when the instance was made; constant
  struct stack_state stacks;
  struct sched sched;
  // Goroutines.
  struct mutex allgs_lock; // guards allgs and its growth; leaf
  struct g **allgs;        // every struct g ever made
  uint32_t allgs_count, allgs_cap;
  struct g *main_g; // runs the program, and hosts' calls
  // Ps. These three change in a stopped world with the sched lock held; atomic.
  struct p **allps;     // every struct p ever made; room for procs_max
  uint32_t procs;       // those in use: the first of allps
  uint32_t all_p_count; // those made
  // Ms.
  struct m m0;     // the host's thread while it is inside
  struct m *allms; // list by all_link, newest first; grows under sched.lock, atomic
  // Finalizers.
  struct g *finalizer_g;      // runs finalizers; NULL until needed; written once, atomic
  uint64_t finalizers_done;   // how many have returned; written by finalizer_g, atomic
  uint32_t finalizer_started; // 1: an M makes finalizer_g, or has made it; atomic
  uint32_t finalizer_wanted;  // 1: a finalizer is due; atomic
  uint32_t finalizer_parked;  // 1: finalizer_g waits; the M that sets it to 0 readies it; atomic
  // Waiting for the collector, and records of that.
  struct mutex cycle_lock; // guards the list and pauses.printed
  struct g *cycle_waiters; // parked until a cycle ends, linked by sched_link
  struct pauses pauses;
  struct time_histogram latencies; // ns from runnable to running, of a sample
  // Records off the heap.
  struct mutex record_lock; // guards the next three
  struct fixalloc g_alloc;
  struct fixalloc defer_alloc;
  struct fixalloc panic_alloc;
  struct mutex sudog_lock; // guards sudog_alloc
  struct fixalloc sudog_alloc;
  // Package variables: entry i of list k is root first_roots * (2^k - 1) + i. Markers read the
  // lists while functions are compiled, so a list never moves. The compiler adds roots under its
  // lock.
  struct root_block *roots[root_lists];
  uint32_t root_count; // atomic
  // What hosts hold, see root.h.
  struct mutex hold_lock;        // guards the rest of this part
  struct runtime_ref *refs;      // those that hold an object
  struct runtime_ref *free_refs; // linked by next
  struct held_objects {
    struct held_object {
      const void *object;
      const struct activation *owner;
    } * all; // malloc'ed
    uint32_t count, capacity;
  } held; // what C code has been given since its last call, see runtime_hold_for
  struct sema_table semaphores;
  struct mutex pools_lock;       // guards the lists
  struct pool_list pools;        // those with values; heap objects or package variables: a root
  struct pool_list victim_pools; // those that had some in the last cycle: a root too
  struct itab_table itabs;
  struct pc_places places;
  struct well_known well_known;
  struct runtime_end end;
  struct interrupt interrupt; // how the host ends a call
  uint64_t random[4];         // seeds Ps and maps, see random.h; sched lock
  struct deterministic deterministic;
  // The return address that ends an activation of the loop, and the code around it. Set by
  // interp_init; constant.
  const uint64_t *exit_return;
  uint64_t exit_code[4];
};

#endif
