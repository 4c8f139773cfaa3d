// The run time of an instance: heap and collector, goroutines, threads, the program's globals,
// interface tables, what may be reached from scripts.
//
// struct runtime is the first member of the VM's instance and contains the collector first. Nothing
// here is process-wide.

#ifndef VOLE_RUNTIME_RUNTIME_H
#define VOLE_RUNTIME_RUNTIME_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gc/gc.h"
#include "mem/fixalloc.h"
#include "mem/lock.h"
#include "runtime/g.h"
#include "runtime/stack.h"
#include "runtime/text.h"
#include "runtime/type.h"

enum {
  RUNTIME_GRANT_FILES = 1,       // package os opens files
  RUNTIME_GRANT_ENVIRONMENT = 2, // os.Getenv and friends
};

// What an instance is made with. Strings and arrays must outlive it.
struct runtime_config {
  struct gc_config gc;
  int argc; // os.Args
  char *const *argv;
  int in_fd, out_fd, err_fd; // -1: none
  unsigned grant;            // RUNTIME_GRANT_*
  uintptr_t max_stack_bytes; // 0: 1000000000
  // Called when nothing can go on (out of memory inside of the allocator): text is what Go would
  // print, status 2. It should not return; if it does, or is NULL, the text goes to err_fd and the
  // process aborts.
  void (*fatal_exit)(void *user, const char *text, int status);
  void *user;
};

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

// A fatal error (or os.Exit) that ends the run. Written once, by the M that met it.
struct runtime_end {
  bool fatal;   // a fatal error: the instance can only be destroyed
  bool exiting; // os.Exit(status) was called, or fatal
  int status;   // what a Go program would exit with
  char *text;   // fatal: what Go prints, with traceback; malloc'ed
};

// The scheduler's shared part. After schedt of runtime2.go.
struct sched {
  struct mutex lock; // guards all below
  struct g *runq_head, *runq_tail;
  uint32_t runq_size;
  struct g *free_gs; // dead goroutines
  uint32_t free_g_count;
  struct m *idle_ms;
  struct p *idle_ps;
  uint64_t next_goid; // atomic
};

struct runtime {
  struct gc gc;                 // must be first
  struct runtime_config config; // constant
  struct stack_state stacks;
  struct sched sched;
  struct mutex allgs_lock; // guards allgs and its growth
  struct g **allgs;        // every struct g ever made
  uint32_t allgs_count, allgs_cap;
  struct p **allps; // procs of them; constant
  uint32_t procs;
  struct m m0; // the host's thread while it is inside
  struct m *allms;
  struct g *main_g;          // runs the program, and hosts' calls
  struct g *finalizer_g;     // runs finalizers; NULL until needed
  uint32_t finalizer_wanted; // a finalizer is due; atomic
  struct mutex record_lock;  // guards the two allocators of records
  struct fixalloc g_alloc;
  struct fixalloc defer_alloc;
  struct fixalloc panic_alloc;
  struct root_block *roots; // globals; grows while programs are loaded
  uint32_t root_count, root_cap;
  struct runtime_handle *handles; // held objects, see runtime_hold; list
  struct itab_table itabs;
  struct pc_places places;
  struct well_known well_known;
  struct runtime_end end;
  uint64_t random[4];          // seeds the Ps and maps; sched lock
  int64_t start_nanotime;      // when the instance was made
  const uint64_t *exit_return; // the return address that ends an activation of the loop; set by
                               // interp_init, constant
  uint64_t exit_code[4];       // the code around it
};

// Makes a run time: heap, one P and one M (the caller's thread while it is inside), a main
// goroutine with a stack. rt must be zeroed. False with a message in error[0..size) for malformed
// options or no memory.
bool runtime_init(struct runtime *rt, const struct runtime_config *config, char *error,
                  size_t size);
// Returns everything to the system. No goroutine is running.
void runtime_destroy(struct runtime *rt);

// The calling thread becomes the instance's M, holding P 0, running rt->main_g; nests. Returns what
// m_current was, for runtime_leave.
struct m *runtime_enter(struct runtime *rt);
void runtime_leave(struct runtime *rt, struct m *previous);

// The P of the calling thread's M.
static inline struct p *runtime_p(const struct runtime *rt) {
  return rt->m0.p;
}

// Registers a root. bytes and base are multiples of 8; mask as struct root_block; all must outlive
// the run time.
void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask);

// Whether address is that of a package variable, or of every object of size 0: a pointer of Go's,
// but to what is not on the heap.
bool runtime_is_static(const struct runtime *rt, const void *address);

// An object that C code holds.
struct runtime_handle {
  struct runtime_handle *next, **link;
  void *object;
};
// Keeps object (any pointer into it) alive until released. NULL if memory is short.
struct runtime_handle *runtime_hold(struct runtime *rt, void *object);
void runtime_release(struct runtime *rt, struct runtime_handle *handle);

// A fatal error of the run time: records "fatal error: TEXT" with the goroutine's traceback (g may
// be NULL) in rt->end, which makes natives and interpreter unwind. Status 2.
void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same for a stack that would exceed its limit, in Go's words.
void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g);
// os.Exit: the run ends with that status. The native that calls it returns false.
void runtime_exit(struct runtime *rt, int status);

// Writes all bytes to a descriptor (< 0: nowhere), retrying; returns false on error.
bool runtime_write(int fd, const void *bytes, size_t size);

// What a goroutine must do at a safepoint, entry or loop, once its guard was poisoned or its frame
// does not fit: resets the guard, runs a wanted collection, shrinks the stack if the collector
// asked for it, and makes room for `words` words from g->sched.fp on (0 at a loop). The stack may
// move: re-read g->sched.fp. False: a fatal error was reported, or the run ends. g->sched is saved.
bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words);

// Random numbers: seeded from the system, or from VOLEDEBUG=seed=N. p is the caller's.
uint64_t runtime_random(struct p *p);

// Ticks in ns: monotonic since the start of the instance; wall clock since 1970.
int64_t runtime_nanotime(const struct runtime *rt);
int64_t runtime_walltime(void);
// Sleeps, with nothing else to run.
void runtime_sleep(struct runtime *rt, int64_t ns);

#endif
