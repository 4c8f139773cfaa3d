// Natives of packages runtime and runtime/debug, but those of special.c and profile.c.

#include "gc/control.h"
#include "gc/finalizer.h"
#include "gc/gc.h"
#include "mem/atomic.h"
#include "runtime/bulk.h"
#include "runtime/debug.h"
#include "runtime/panic.h"
#include "runtime/procs.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/stack.h"
#include "runtime/syscall.h"
#include "runtime/system.h"
#include "runtime/traceback.h"
#include "runtime/world.h"
#include "vm/interp/finalize.h"
#include "vm/std/natives.h"

// func cycles() (started, finished uint32)
static bool runtime_cycles(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = atomic_load_u32(&g->runtime->gc.stats.cycles);
  results[1] = atomic_load_u32(&g->runtime->gc.stats.finished);
  return true;
}

// func startCycle(cycle uint32): begins that cycle, or waits until the running one has ended.
static bool runtime_start_cycle(struct g *g, uint64_t *args, uint64_t *results) {
  if (!gc_start_cycle(&g->runtime->gc, g_gc_p(g), (uint32_t)args[0]))
    runtime_wait_for_cycle(g, (uint32_t)args[0]);
  return true;
}

// func awaitCycle(cycle uint32): returns at once if that cycle has ended, else waits for the end of
// the running one.
static bool runtime_await_cycle(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_wait_for_cycle(g, (uint32_t)args[0]);
  return true;
}

// func sweepSome(cycle uint32) bool: sweeps some spans. Returns whether that cycle's sweep goes on.
static bool runtime_sweep_some(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = !gc_sweep_some(&g->runtime->gc, g_gc_p(g), (uint32_t)args[0]);
  return true;
}

// func finalizersDue() (count uint64, wakes uint32)
static bool runtime_finalizers_due(struct g *g, uint64_t *args, uint64_t *results) {
  struct finalize_mark mark = finalize_mark(g->runtime);
  results[0] = mark.queued;
  results[1] = mark.wakes;
  return true;
}

// func finalizing(count uint64, wakes uint32) bool
static bool runtime_finalizing(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = finalize_goes_on(g, (struct finalize_mark){args[0], (uint32_t)args[1]});
  return true;
}

static bool runtime_run_finalizers(struct g *g, uint64_t *args, uint64_t *results) {
  return !syscall_leave_host(g) || finalize_due(g);
}

static bool runtime_num_goroutine(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)debug_goroutine_count(g->runtime);
  return true;
}

static bool runtime_num_cpu(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = procs_cpus();
  return true;
}

static bool runtime_procs(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = g->runtime->procs;
  return true;
}

// func setProcs(n int) bool: returns whether there are n Ps now. If not, the caller calls again.
static bool runtime_set_procs(struct g *g, uint64_t *args, uint64_t *results) {
  const struct runtime *rt = g->runtime;
  bool free = rt->config.grant & RUNTIME_GRANT_LIMITS;
  int64_t most = free ? procs_max : rt->config.gc.procs;
  int64_t procs = (int64_t)args[0] < most ? (int64_t)args[0] : most;
  results[0] = g->runtime->deterministic.on || procs_set(g->runtime, g->m, (uint32_t)procs);
  return true;
}

static bool runtime_gosched(struct g *g, uint64_t *args, uint64_t *results) {
  atomic_store_u32(&g->preempt, 1);
  g_request_safepoint(g);
  return true;
}

// func Goexit(): a panic that recover does not see, and that ends the goroutine silently.
static bool runtime_goexit(struct g *g, uint64_t *args, uint64_t *results) {
  panic_goexit(g);
  return false;
}

static bool runtime_lock_thread(struct g *g, uint64_t *args, uint64_t *results) {
  if (!syscall_leave_host(g))
    return true;
  g->thread_locks++;
  g_pin(g);
  return true;
}

// func UnlockOSThread(): without a lock left, it does nothing.
static bool runtime_unlock_thread(struct g *g, uint64_t *args, uint64_t *results) {
  if (g->thread_locks == 0)
    return true;
  g->thread_locks--;
  g_unpin(g);
  return true;
}

static bool runtime_read_mem_stats(struct g *g, uint64_t *args, uint64_t *results) {
  if (!args[0]) {
    panic_nil_dereference(g);
    return false;
  }
  debug_read_mem_stats(g->runtime, g->m, (struct debug_mem_stats *)args[0]);
  return true;
}

enum { callers_a_pause = 1024 };

// func caller(skip int) (pc uintptr, file string, line int, ok bool): 0 is the native's caller.
static bool runtime_caller(struct g *g, uint64_t *args, uint64_t *results) {
  struct traceback_caller caller;
  int64_t skip = (int64_t)args[0];
  if (skip < 0 || traceback_callers(g, skip > INT32_MAX ? INT32_MAX : (int)skip, &caller, 1) < 1)
    return true;
  results[0] = traceback_pc(g->runtime, &caller);
  native_set_string(results + 1, string_from_c(g, caller.file ? caller.file : "?"));
  results[3] = (uint64_t)caller.line;
  results[4] = 1;
  return true;
}

// Where take_pc stores program counters.
struct pcs {
  struct runtime *rt;
  uint64_t *pcs;
};

static void take_pc(void *context, int64_t i, const struct traceback_caller *caller) {
  const struct pcs *to = context;
  to->pcs[i] = traceback_pc(to->rt, caller);
  if (i % callers_a_pause == 0)
    bulk_pause();
}

static bool runtime_callers(struct g *g, uint64_t *args, uint64_t *results) {
  struct pcs to = {g->runtime, (uint64_t *)args[1]};
  int64_t skip = (int64_t)args[0] < 0 ? 0 : (int64_t)args[0];
  results[0] = (uint64_t)traceback_visit(g, skip, (int64_t)args[2], take_pc, &to);
  return true;
}

uint64_t native_code_pointer(struct g *g, struct func *fn) {
  return traceback_pc(g->runtime, &(struct traceback_caller){.func = fn});
}

static bool runtime_describe(struct g *g, uint64_t *args, uint64_t *results) {
  struct traceback_caller caller;
  if (!traceback_resolve(g->runtime, args[0], &caller))
    return true;
  native_set_string(results, string_from_c(g, caller.func->name));
  native_set_string(results + 2, string_from_c(g, caller.file ? caller.file : "?"));
  results[4] = (uint64_t)caller.line;
  results[5] = 1;
  return true;
}

static bool runtime_stack(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args);
  struct text text = {0};
  if (args[3]) {
    world_stop(g->runtime, g->m, "all goroutines stack trace");
    traceback_print_all(g->runtime, g, true, &text);
    world_start(g->runtime, g->m);
  } else {
    traceback_print(g, &text);
  }
  size_t size = text.len < (size_t)b.len ? text.len : (size_t)b.len;
  if (size)
    memcpy(b.ptr, text.data, size);
  results[0] = size;
  text_free(&text);
  return true;
}

static bool runtime_now(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)runtime_nanotime(g->runtime);
  return true;
}

const struct native_entry natives_runtime[] = {
    {"nanotime", runtime_now, 0, 1},
    {"cycles", runtime_cycles, 0, 2},
    {"startCycle", runtime_start_cycle, 1, 0, FUNC_NATIVE_BLOCKING},
    {"awaitCycle", runtime_await_cycle, 1, 0, FUNC_NATIVE_BLOCKING},
    {"sweepSome", runtime_sweep_some, 1, 1, FUNC_NATIVE_BLOCKING},
    {"finalizersDue", runtime_finalizers_due, 0, 2},
    {"finalizing", runtime_finalizing, 2, 1},
    {"runFinalizers", runtime_run_finalizers, 0, 0, FUNC_NATIVE_BLOCKING},
    {"NumGoroutine", runtime_num_goroutine, 0, 1},
    {"NumCPU", runtime_num_cpu, 0, 1},
    {"procs", runtime_procs, 0, 1},
    {"setProcs", runtime_set_procs, 1, 1, FUNC_NATIVE_BLOCKING},
    {"Gosched", runtime_gosched, 0, 0, FUNC_NATIVE_BLOCKING},
    {"Goexit", runtime_goexit, 0, 0},
    {"LockOSThread", runtime_lock_thread, 0, 0, FUNC_NATIVE_BLOCKING},
    {"UnlockOSThread", runtime_unlock_thread, 0, 0},
    {"readMemStats", runtime_read_mem_stats, 1, 0},
    {"caller", runtime_caller, 1, 5},
    {"callers", runtime_callers, 4, 1},
    {"describe", runtime_describe, 1, 6},
    {"Stack", runtime_stack, 4, 1, FUNC_NATIVE_BLOCKING},
    {NULL},
};

static bool debug_set_gc_percent(struct g *g, uint64_t *args, uint64_t *results) {
  int32_t percent = (int32_t)args[0];
  results[0] = (uint64_t)(int64_t)gc_set_percent(&g->runtime->gc, percent < 0 ? -1 : percent);
  return true;
}

static bool debug_set_memory_limit(struct g *g, uint64_t *args, uint64_t *results) {
  struct runtime *rt = g->runtime;
  int64_t limit = (int64_t)args[0];
  if (!(rt->config.grant & RUNTIME_GRANT_LIMITS) && limit > rt->host_memory_limit)
    limit = rt->host_memory_limit;
  results[0] = (uint64_t)gc_set_memory_limit(&rt->gc, limit);
  return true;
}

static bool debug_scavenge_all(struct g *g, uint64_t *args, uint64_t *results) {
  gc_scavenge_all(&g->runtime->gc);
  return true;
}

// func running() bool: whether a cycle runs, which it does from before its mark phase begins. Once
// the collector is off and this is false, no cycle can start.
static bool debug_running(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = atomic_load_u32(&g->runtime->gc.running);
  return true;
}

// func awaitCycle(): waits until the running cycle has ended.
static bool debug_await_cycle(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_wait_for_cycle(g, atomic_load_u32(&g->runtime->gc.stats.finished) + 1);
  return true;
}

// func pauseAt(n uint64) (next uint64, kind, cycle int, reason string, start, duration, wait,
// goroutine int, function, file string, line int): reads the oldest record left, from number n on.
// next is 0 if there is none.
static bool debug_pause_at(struct g *g, uint64_t *args, uint64_t *results) {
  struct pause_record record;
  uint64_t next = args[0];
  if (pauses_read(g->runtime, &next, &record, 1) == 0)
    return true;
  results[0] = next;
  results[1] = record.kind;
  results[2] = record.cycle;
  native_set_string(results + 3, string_from_c(g, record.reason ? record.reason : ""));
  results[5] = (uint64_t)record.start;
  results[6] = (uint64_t)record.ns;
  results[7] = (uint64_t)record.wait_ns;
  results[8] = record.goid;
  if (record.func) {
    const char *file = "?";
    int line = func_line(record.func, record.pc, &file);
    native_set_string(results + 9, string_from_c(g, record.func->name));
    native_set_string(results + 11, string_from_c(g, file));
    results[13] = (uint64_t)line;
  }
  return true;
}

static bool debug_set_max_stack(struct g *g, uint64_t *args, uint64_t *results) {
  struct runtime *rt = g->runtime;
  uint64_t bytes = args[0];
  results[0] = rt->stacks.max_bytes;
  if (!(rt->config.grant & RUNTIME_GRANT_LIMITS) && bytes > rt->config.max_stack_bytes)
    bytes = rt->config.max_stack_bytes;
  if ((int64_t)args[0] > 0)
    rt->stacks.max_bytes = bytes;
  return true;
}

const struct native_entry natives_debug[] = {
    {"setGCPercent", debug_set_gc_percent, 1, 1, FUNC_NATIVE_BLOCKING},
    {"SetMemoryLimit", debug_set_memory_limit, 1, 1, FUNC_NATIVE_BLOCKING},
    {"scavengeAll", debug_scavenge_all, 0, 0},
    {"running", debug_running, 0, 1},
    {"awaitCycle", debug_await_cycle, 0, 0, FUNC_NATIVE_BLOCKING},
    {"pauseAt", debug_pause_at, 1, 14},
    {"setMaxStack", debug_set_max_stack, 1, 1},
    {NULL},
};
