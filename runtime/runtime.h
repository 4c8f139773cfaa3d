// The run time of an instance: heap and collector, goroutines, threads, the program's globals,
// interface tables, what may be reached from scripts.
//
// struct runtime is the first member of the VM's instance and contains the collector first. Nothing
// here is process-wide.

#ifndef VOLE_RUNTIME_RUNTIME_H
#define VOLE_RUNTIME_RUNTIME_H

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gc/gc.h"
#include "mem/fixalloc.h"
#include "mem/lock.h"
#include "runtime/g.h"
#include "runtime/pauses.h"
#include "runtime/pool.h"
#include "runtime/sema.h"
#include "runtime/stack.h"
#include "runtime/text.h"
#include "runtime/turns.h"
#include "runtime/type.h"

// VOLE_GRANT_* of vm/api/vole.h.
enum {
  RUNTIME_GRANT_FILES = 1, // package os opens files, and uses descriptors that it did not open
  RUNTIME_GRANT_ENVIRONMENT = 2, // os.Getenv and friends
  RUNTIME_GRANT_UNSAFE = 4,      // packages unsafe and arena
  RUNTIME_GRANT_PROCESS = 8,     // os.Getpid, os.Hostname
  RUNTIME_GRANT_LIMITS = 16,     // more Ps, memory and stack than the host has set
};

// What an instance is made with. Strings and arrays must outlive it.
struct runtime_config {
  struct gc_config gc;
  int argc; // os.Args
  char *const *argv;
  int in_fd, out_fd, err_fd; // -1: none
  unsigned grant;            // RUNTIME_GRANT_*
  bool dies_of_sigpipe;      // a write of os.Stdout or os.Stderr to a broken pipe kills the process
  uintptr_t max_stack_bytes; // 0: 1000000000; in a run time it is never 0
  // Called when nothing can go on (out of memory inside of the allocator): text is what Go would
  // print, status 2. It should not return; if it does, or is NULL, the text goes to err_fd and the
  // process aborts.
  void (*fatal_exit)(void *user, const char *text, int status);
  void *user;
};

enum { first_roots = 16, root_lists = 16 }; // see struct runtime

// A block of package variables or other memory outside of the heap that holds heap pointers.
struct root_block {
  const void *base;    // 8-aligned
  uintptr_t bytes;     // multiple of 8
  const uint8_t *mask; // a bit a word: it holds a heap pointer
};

// The interface tables: open addressing, power of two slots. After runtime/iface.go.
struct itab_table {
  struct mutex lock;   // guards growth and insertion
  struct itab **slots; // malloc'ed; readers of this one M need no lock yet
  uint32_t count, size;
};

// Places in code that programs have numbers for (runtime.Callers): see traceback_pc.
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
  struct rtype *error_runtime_type;   // runtime.Error, the interface
};

// A fatal error (or os.Exit) that ends the run. Written once, by the M that met it first.
struct runtime_end {
  struct mutex lock; // guards who is first; leaf
  bool fatal;        // a fatal error: the instance can only be destroyed
  uint32_t
      exiting; // os.Exit(status) was called, or fatal, or the instance is destroyed; atomic, last
  int status;  // what a Go program would exit with
  char *text;  // fatal: what Go prints, with traceback; malloc'ed
  int wake_fd; // see syscall_wait_fd: descriptor + 1; 0 none made, -1 none can be had; lock
};

// The scheduler's shared part. After schedt of runtime2.go.
struct sched {
  struct mutex lock; // guards all below that says nothing else
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
  uint32_t need_spinning;  // nobody may stop looking before having looked once more; atomic
  struct m *timer_sleeper; // idle M that wakes for the next timer; NULL: none
  int64_t timer_until;     // ns, when it does; atomic; INT64_MAX: none
  bool host_inside;        // the host's thread is an M now; else nothing is a deadlock
  uint64_t next_goid;      // atomic
  // Stopping the world, see world.h.
  uint32_t world_semaphore; // held while the world is being stopped or is stopped; atomic
  uint32_t gc_waiting;      // the world stops: give your P up; atomic
  int32_t stop_wait;        // Ps that still run
  uint32_t stop_note;       // futex word: stop_wait has become 0
  // The ragged barrier. Set up by who holds world_semaphore.
  void (*safepoint_function)(struct gc *gc, struct gc_p *p, void *argument);
  void *safepoint_argument;
  int32_t safepoint_wait;
  uint32_t safepoint_note; // futex word
  // The system monitor, see sysmon.c.
  pthread_t sysmon_thread;
  uint32_t sysmon_started; // 1: it runs; atomic, written under the lock
  uint32_t sysmon_asleep;  // in a deep sleep until somebody runs again; atomic
  uint32_t sysmon_word;    // futex word
};

struct runtime {
  struct gc gc;                 // must be first
  struct runtime_config config; // constant
  int64_t host_memory_limit;    // bytes, that of the configuration; constant
  locale_t locale;              // "C", for threads that run scripts; constant
  struct stack_state stacks;
  struct sched sched;
  struct mutex allgs_lock; // guards allgs and its growth; leaf
  struct g **allgs;        // every struct g ever made
  uint32_t allgs_count, allgs_cap;
  struct p **allps; // every struct p ever made, room for procs_max; changes in a stopped world with
                    // the sched lock held; atomic
  uint32_t procs;   // the first so many of allps are in use; the same
  uint32_t all_p_count;       // the same
  struct m m0;                // the host's thread while it is inside
  struct m *allms;            // list by all_link, newest first; grows under sched.lock, atomic
  struct g *main_g;           // runs the program, and hosts' calls
  struct g *finalizer_g;      // runs finalizers; NULL until needed; written once, atomic
  uint64_t finalizers_done;   // how many have returned; written by finalizer_g, atomic
  uint32_t finalizer_started; // its maker; atomic
  uint32_t finalizer_wanted;  // a finalizer is due; atomic
  uint32_t finalizer_parked;  // finalizer_g waits; who makes it 0 makes that ready; atomic
  struct mutex cycle_lock;    // guards the list
  struct g *cycle_waiters;    // parked until a cycle ends, linked by sched_link
  struct pauses pauses;
  struct time_histogram latencies; // ns from runnable to running, of a sample
  struct mutex record_lock;        // guards the two allocators of records
  struct fixalloc g_alloc;
  struct fixalloc defer_alloc;
  struct fixalloc panic_alloc;
  struct mutex sudog_lock; // guards sudog_alloc
  struct fixalloc sudog_alloc;
  // Globals: entry i of list k is root first_roots * (2^k - 1) + i, and a list stays where it is,
  // since markers read them while functions are compiled. Added under the lock of who compiles.
  struct root_block *roots[root_lists];
  uint32_t root_count;                 // atomic
  struct mutex handle_lock;            // guards the next three
  struct runtime_handle *handles;      // held objects, see runtime_hold; list
  struct runtime_handle *free_handles; // linked by next
  struct kept_objects {
    struct kept {
      const void *object;
      const struct activation *owner;
    } * all; // malloc'ed
    uint32_t count, capacity;
  } kept; // what C code has been given since its last call, see runtime_keep
  struct sema_table semaphores;
  struct mutex pools_lock;       // guards the lists
  struct pool_list pools;        // those with values; heap objects or globals: a root
  struct pool_list victim_pools; // those that had some in the last cycle: the same
  struct itab_table itabs;
  struct pc_places places;
  struct well_known well_known;
  struct runtime_end end;
  uint64_t random[4]; // seeds the Ps and maps; sched lock
  struct turns turns;
  int64_t start_nanotime;      // when the instance was made
  const uint64_t *exit_return; // the return address that ends an activation of the loop; set by
                               // interp_init, constant
  uint64_t exit_code[4];       // the code around it
};

// Makes a run time: heap, Ps, one M (the caller's thread while it is inside), a main goroutine with
// a stack. rt must be zeroed. False with a message in error[0..size) for malformed options or no
// memory.
bool runtime_init(struct runtime *rt, const struct runtime_config *config, char *error,
                  size_t size);
// Ends every goroutine, joins every thread and returns everything to the system. The host's thread
// is outside.
void runtime_destroy(struct runtime *rt);

// The calling thread, the host's, becomes the instance's M, holding a P (it may have to wait for
// one) and running rt->main_g. In a native that a script has called it is an M already, and stays
// with its goroutine. Returns what m_current was, for runtime_leave. NULL as *g: the run is over.
struct m *runtime_enter(struct runtime *rt, struct g **g);
// The opposite. Goroutines go on without the host's thread.
void runtime_leave(struct runtime *rt, struct m *previous);

// The P of the calling thread's M; NULL if it holds none, or is no M of this instance.
struct p *runtime_p(const struct runtime *rt);

// Registers a root. bytes and base are multiples of 8; mask as struct root_block; all must outlive
// the run time.
void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask);
// Root number index, less than root_count.
struct root_block *runtime_root(const struct runtime *rt, uint32_t index);

// Whether address is that of a package variable, or of every object of size 0: a pointer of Go's,
// but to what is not on the heap.
bool runtime_is_static(const struct runtime *rt, const void *address);

// An object that C code holds. A released handle is kept for reuse until the run time is destroyed,
// so that a second release of it can be noticed.
struct runtime_handle {
  struct runtime_handle *next, **link;
  struct runtime *owner; // NULL: it was released
  void *object;
};
// Keeps object (any pointer into it) alive until released. NULL if memory is short.
struct runtime_handle *runtime_hold(struct runtime *rt, void *object);
// One that rt does not own is left alone.
void runtime_release(struct runtime *rt, struct runtime_handle *handle);

// Keeps an object that C code gets alive (any pointer into it, or to what is not on the heap) until
// runtime_forget_kept. owner: g->activations where that code runs; NULL for the host outside. The
// calling M holds a P and what it runs holds the object. Out of memory: keeps it not.
void runtime_keep(struct runtime *rt, const struct activation *owner, const void *object);
// The owner calls again, or returns: what it was given before is its own business.
void runtime_forget_kept(struct runtime *rt, const struct activation *owner);

// A fatal error of the run time: records "fatal error: TEXT" with the goroutine's traceback (g may
// be NULL) in rt->end, which makes natives and interpreter unwind. Status 2.
void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same with nothing added: the whole of what Go prints.
void runtime_fatal_text(struct runtime *rt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// The same for a stack that would exceed its limit, in Go's words.
void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g);
// A fatal error whose text is made already: malloc'ed, taken over; NULL if memory was short.
void runtime_end_with_text(struct runtime *rt, char *text);
// Whether a fatal error has ended the run. Any thread.
bool runtime_is_fatal(const struct runtime *rt);
// os.Exit: the run ends with that status. The native that calls it returns false.
void runtime_exit(struct runtime *rt, int status);

// As write(2), but a broken pipe raises no signal.
ssize_t runtime_write_some(int fd, const void *bytes, size_t size);
// Writes all bytes to a descriptor (< 0: nowhere), retrying; returns false on error.
bool runtime_write(int fd, const void *bytes, size_t size);

// What a goroutine must do at a safepoint, entry or loop, once its guard was poisoned or its frame
// does not fit: resets the guard, stops if the world does, runs a wanted collection, shrinks the
// stack if the collector asked for it, and makes room for `words` words from g->sched.fp on (0 at a
// loop). The stack may move: re-read g->sched.fp. False: a fatal error was reported, or the run
// ends. g->sched is saved. Giving way (g->preempt) is the caller's. The goroutine may have been
// parked, to pay for its allocations: then its M's current_g is NULL, and it must not be touched.
bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words);

// In a long native (FUNC_NATIVE_BLOCKING), often: stops if the world does, and scans g if that is
// asked for. What the native's parameters and results point to is kept; C locals that point
// elsewhere on the heap are not. The stack does not move.
void runtime_poll(struct g *g);

// Before C code allocates `bytes` on the script's heap, where vole.h promises a safepoint: does
// what is due of collecting. g is what the calling M runs. False: the heap would exceed its limit,
// or the run has ended.
bool runtime_make_way(struct runtime *rt, struct g *g, uintptr_t bytes);

// Makes the goroutine that runs finalizers ready, if it waits and some are due. p is the caller's,
// or NULL.
void runtime_wake_finalizer(struct runtime *rt, struct p *p);

// A goroutine that runs, at a safepoint, scans itself if a marker waits for that (roots.c).
void roots_scan_self(struct g *g);
// Parks g, the running goroutine, until the cycle that runs has ended, unless none runs or `cycle`
// has ended already. For blocking natives, which then return.
void runtime_wait_for_cycle(struct g *g, uint32_t cycle);

// A thread that cannot go on in a run that has met a fatal error (it is in the middle of the heap,
// or waits for somebody who is): gives up its locks and its P. A thread of the run time ends; the
// host's goes where config.fatal_exit takes it.
_Noreturn void runtime_give_up(struct runtime *rt);
// The host's thread, inside, leaves an ended run: gives its P up and joins all other threads. After
// that no goroutine is touched by anybody else.
void runtime_finish(struct runtime *rt);

// A number to seed a state of randomness with. sched lock held, or nobody else is there.
uint64_t runtime_seed(struct runtime *rt);
// Random numbers: seeded from the system, or from VOLEDEBUG=seed=N. p is the caller's.
uint64_t runtime_random(struct p *p);

// Ticks in ns: monotonic since the start of the instance; wall clock since 1970.
int64_t runtime_nanotime(const struct runtime *rt);
int64_t runtime_walltime(const struct runtime *rt);
// Sleeps, with nothing else to run.
void runtime_sleep(struct runtime *rt, int64_t ns);

#endif
