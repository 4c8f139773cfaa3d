// G, M and P: goroutines, the threads that run them, and the right to run script code.
//
// A struct g is a goroutine: its stack of frames, where it goes on, its defers and panics. A struct
// m is a thread. A struct p is what an M must hold to run script code: caches of the allocator, the
// collector's buffers, a queue of runnable goroutines. After runtime/runtime2.go of Go 1.21.
//
// g->sched holds pc and fp of the innermost frame whenever the goroutine is not inside of the
// interpreter's loop, and whenever the loop calls out. The frames of a goroutine are walked from
// there: see runtime/frame.h.
//
// Notes on fields name what guards them: a lock; "atomic"; "stw", changed in a stopped world only.
// "owner" is the M that runs the goroutine, the M itself, or the M that holds the P.

#ifndef VOLE_RUNTIME_G_H
#define VOLE_RUNTIME_G_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"
#include "mem/landing.h"
#include "runtime/func.h"
#include "runtime/host_state.h"
#include "runtime/sema.h"
#include "runtime/stack.h"
#include "runtime/timer.h"
#include "runtime/type.h"

struct defer_record;
struct panic_record;
struct runtime;
struct sudog;

// What a goroutine is doing. Go's names and numbers, of those that are in use.
enum g_status {
  GRUNNABLE = 1, // on a run queue
  GRUNNING = 2,  // owned by an M
  GSYSCALL = 3,  // in a blocking native
  GWAITING = 4,  // blocked; wait_reason says why
  GDEAD = 6,     // over, or not started; on a free list
  GSCAN = 0x1000 // with one of the above: its stack is being scanned
};

// Why a goroutine waits, as tracebacks say it.
enum wait_reason {
  WAIT_NONE,
  WAIT_CHAN_RECEIVE,
  WAIT_CHAN_SEND,
  WAIT_CHAN_RECEIVE_NIL,
  WAIT_CHAN_SEND_NIL,
  WAIT_SELECT,
  WAIT_SELECT_NO_CASES,
  WAIT_SLEEP,
  WAIT_SEMACQUIRE,
  WAIT_MUTEX,
  WAIT_COND,
  WAIT_FINALIZER,
  WAIT_GC_ASSIST,
  WAIT_RWMUTEX_READ,
  WAIT_RWMUTEX_WRITE,
  WAIT_WAIT_GROUP,
  WAIT_GC_CYCLE,
  WAIT_COUNT
};

// The text of a reason: "chan receive".
const char *wait_reason_text(enum wait_reason reason);

// Where a goroutine goes on.
struct g_sched {
  const uint64_t *pc; // the next instruction; at a call out of the loop, the one that calls
  uint64_t *fp;       // of the innermost frame; NULL: no frame yet
  int64_t jump;       // words from pc to where it goes on after it has waited or given way
};

// One activation of the interpreter's loop for a goroutine. While a native calls back into Go, the
// outer frames wait here. It lives on the C stack of interp_call.
struct activation {
  struct activation *outer; // NULL: the goroutine's or host's first
  struct m *m;        // the M that has it on its C stack; NULL: none, the goroutine's own first
  const uint64_t *pc; // g->sched.pc when this activation began
  intptr_t fp_offset; // g->sched.fp then, in words from stack.lo; -1: there was no frame
  const struct func *native;   // the native that called back, NULL: none or a host
  intptr_t native_offset;      // its frame (results, then parameters), in words from stack.lo
  struct defer_record *defers; // g->defers when it began: those below belong to outer frames
  struct panic_record *panics; // g->panics when it began
};

// A goroutine. Fields without a note are the owner's.
struct g {
  uint64_t *stackguard; // a frame must end at or below it; NULL: a safepoint is asked for; atomic
  struct runtime *runtime; // constant
  struct m *m;             // the M that runs it, else NULL
  struct stack stack;      // also of a thread that scans it
  struct g_sched sched;
  // While it runs machine code: where that began on the C stack, and how deep it may go.
  uintptr_t machine_base, machine_limit;
  // What is done first when it goes on after waiting, before the instruction at sched.pc +
  // sched.jump. Returns false if a panic is pending. NULL: nothing. Set before it waits.
  bool (*resume)(struct g *g);
  struct activation base;         // of a goroutine that a go statement started
  struct activation *activations; // the innermost
  struct defer_record *defers;    // newest first
  struct panic_record *panics;    // newest first
  uint32_t status;                // enum g_status; atomic
  uint32_t wakes;         // how often it became runnable; written by the M that readies it; atomic
  int64_t runnable_since; // ns, if it is runnable and a sample for latencies; else 0
  uint32_t index;         // in runtime->allgs; constant
  uint64_t goid;          // new for each start; atomic, others print it
  uint64_t parent_goid;   // of the goroutine that said go; 0: none
  enum wait_reason wait_reason;
  int64_t wait_since;      // ns; 0 unknown
  struct g *sched_link;    // next in a run queue or free list; the list's
  void *param;             // handed over by the M that wakes it; a heap pointer is a root
  struct sudog *waiting;   // what it waits on, see chan.h; also of the M that wakes it
  struct sema_waiter sema; // while it waits for package sync
  struct timer sleep;      // while it sleeps
  uint32_t select_done;    // while it waits in select: 1 once a case has won; atomic
  // > 0: it runs on locked_m only. Calls from natives into Go count, since they nest on that M's C
  // stack, and LockOSThread.
  uint32_t pinned;
  uint32_t thread_locks; // calls of LockOSThread that count in pinned
  struct m *locked_m;    // constant while pinned
  void *entry;           // heap or static closure that it runs; a root until it is on the stack
  const struct func *created_by; // function that said go, NULL: none
  uint32_t created_pc;           // offset in its code
  uint8_t system;          // 1: of the run time itself: not counted, not in deadlock checks; atomic
  uint32_t scan_cycle;     // the cycle in which it was scanned last; atomic
  uint32_t scan_wanted;    // 1: a marker waits for it to scan itself at a safepoint; atomic
  struct gc_assist assist; // what it owes the collector
  bool shrink;             // its stack should be halved at its next safepoint
  uint32_t preempt;        // 1: it should give way at its next safepoint; atomic
  uint32_t interrupt;      // enum g_interrupt: it ends because the host wishes so; atomic
  bool step_counted;       // its next safepoint is one that it has been at, see interrupt.h
  bool goexit;             // runtime.Goexit is running its defers
  bool in_syscall;         // its native's parameters are in use, see syscall.h
  bool not_on_host;        // goes on in a blocking native, which the host's thread must not do
  bool handed_back;        // the host's activation is over: its M must leave the loop
  uint32_t handed_exit;    // how that ended, as the interpreter says
  uintptr_t stack_scan_bytes; // in use at the last scan, for the pacer
};

// An object that C code was given, see runtime_hold_for.
struct held_object {
  const void *object;
  const struct activation *owner;
};

enum { m_held_room = 8 };

// A thread that runs goroutines. Fields without a note are the owner's.
struct m {
  bool has_thread;         // the run time made its thread, and joins it; constant once it runs
  struct runtime *runtime; // constant
  pthread_t thread;        // valid if has_thread; constant
  struct g *current_g;     // what it runs; NULL once that waits or has ended; atomic, owner writes
  struct p *p;             // what it holds; NULL in long blocking natives and when idle
  struct p *next_p;        // handed to it while parked; written before its wake-up
  struct p *syscall_p;     // what it held when its native began to block
  struct g *locked_g;      // pinned to this thread, see g_pin: runs nothing else
  struct g *handed_g;      // comes next, see sched_hand; atomic
  struct m *all_link;      // list of all; constant
  struct m *sched_link;    // idle list; sched lock
  bool idle;               // in that list; sched lock
  bool spinning;           // looks for work; also of the M that starts it
  bool may_lose_p;         // while it is stopped: its P can be taken out of use
  uint32_t profile_wanted; // 1: the CPU profile wants a sample; atomic
  int64_t profiled_at;     // CPU time of the thread that samples have counted, ns; atomic
  uint32_t park_word;      // futex word: 1 wakes it
  uint64_t random;         // state of the order in which it steals
  struct host_state outside; // of the thread, as its own code has set it
  // What C code on this thread has been given since its last call, innermost activation last. Markers
  // read it: atomic.
  struct held_object held[m_held_room];
  uint32_t held_count;   // atomic
  char *native_panic;    // what the host's function that runs here panics with; malloc'ed
  bool native_panic_set; // the next is what it panics with
  struct go_eface native_panic_value; // held for the native
  // Where a pause that finds the run ended goes, see bulk.h; NULL: it returns.
  struct landing *landing;
};

// The state of a P. PIDLE and PSYSCALL change by compare-and-swap.
enum p_status {
  PIDLE,    // in the idle list, or on its way there or from there
  PRUNNING, // held by an M
  PSYSCALL, // its M is in a blocking native; an M that needs it takes it
  PGCSTOP,  // the world is stopped; an M that stopped at a safepoint gets it back (p->m)
  PDEAD     // out of use: GOMAXPROCS is smaller now
};

enum { p_runq_size = 256 };

// The right to run script code. Fields without a note are the owner's.
struct p {
  struct gc_p gc;        // must be first
  uint32_t id;           // its place in allps; stw
  uint32_t status;       // enum p_status; atomic
  struct m *m;           // the M that holds it; NULL if idle; atomic
  struct p *link;        // idle list; sched lock
  int64_t stopped_at;    // ns, when its M came to the safepoint where the world is stopped
  uint32_t sched_tick;   // counts goroutines started; atomic, owner writes
  uint32_t syscall_tick; // counts blocking natives; atomic
  uint32_t run_safepoint_function; // 1: see world_ragged_barrier; atomic
  // What the system monitor saw last, and since when the ticks are the same; the monitor's.
  uint32_t seen_sched_tick, seen_syscall_tick;
  int64_t seen_sched_when, seen_syscall_when; // ns
  uint32_t runq_head;                         // consumer end; atomic
  uint32_t runq_tail;                         // producer end; atomic, owner writes
  struct g *runq[p_runq_size];                // atomic
  struct g *runnext;                          // runs before runq; atomic
  struct timers timers;
  struct g *free_gs; // dead goroutines without a stack or with one of 2 KiB
  uint32_t free_g_count;
  struct stack_cache stack_cache[stack_orders];
  struct defer_record *free_defers;
  uint32_t free_defer_count;
  struct sudog *free_sudogs;
  uint32_t free_sudog_count;
  uint64_t random[4]; // see random.h
};

// Returns the part of the P that the allocator and the collector take, of the M that runs g.
static inline struct gc_p *g_gc_p(const struct g *g) {
  return &g->m->p->gc;
}

// Makes a goroutine with a stack of 2 KiB, status GDEAD, in no queue; reuses a dead one. p is the
// calling M's, or NULL.
struct g *g_new(struct runtime *rt, struct p *p);
// Ends a goroutine, which has no frame any more. Drops its defers, panics and a large stack; keeps
// it for reuse. p is the calling M's, or NULL.
void g_free(struct runtime *rt, struct p *p, struct g *g);

// Changes the status from `from` to `to`, once no thread scans g. Fails if it is not `from`.
void g_set_status(struct g *g, enum g_status from, enum g_status to);
// Changes the status of g, the running goroutine. It scans itself only, so there is no GSCAN to
// wait for. A thread that sees the new status sees what was written before.
void g_stop_running(struct g *g, enum g_status to);

// Takes the right to read the stack and the records of g. Until g_end_scan the status of g stays.
// `status` is the one that the caller has seen. Returns false if it has changed, or if another
// thread has the right.
bool g_begin_scan(struct g *g, uint32_t status);
// Gives the right back. status is as for g_begin_scan.
void g_end_scan(struct g *g, uint32_t status);

// Pins g, the running goroutine, to its M until the matching g_unpin: the M runs nothing else.
// Nests.
void g_pin(struct g *g);
void g_unpin(struct g *g);
// Undoes all calls of g_pin; g ends.
void g_unpin_all(struct g *g);

// Drops the activations of g inside of `outer`. Called by the thread of the M that g is pinned to,
// as it leaves the C frames in which they lie. The run has ended. g stands again where the
// outermost of them began. Markers walk activations, so this waits for one that is scanning g.
void g_forget_activations(struct g *g, struct activation *outer);

// Asks g for a safepoint soon: poisons its guard. Any thread.
void g_request_safepoint(struct g *g);

// Returns the M of this thread; NULL if the thread runs no script. Kept in a thread-local.
struct m *m_current(void);
void m_set_current(struct m *m);

#endif
