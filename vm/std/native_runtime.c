// Packages runtime, runtime/debug and the clock of package time in C.

#include <time.h>
#include <unistd.h>

#include "gc/finalizer.h"
#include "gc/gc.h"
#include "runtime/debug.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"
#include "runtime/traceback.h"
#include "vm/finalize.h"
#include "vm/std/natives.h"

static bool runtime_gc(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  (void)results;
  gc_collect(&g->runtime->gc, g_gc_p(g));
  return finalize_run(g);  // as if the finalizers' goroutine had its turn
}

// A misuse of SetFinalizer ends the program, as in Go.
static bool finalizer_error(struct g *g, const char *what, const char *type, const char *rest, const char *other) {
  runtime_fatal(g->runtime, g, "runtime.SetFinalizer: %s%s%s%s", what, type, rest, other);
  return false;
}

// Whether a finalizer of type `function` may be called with an object of pointer type `object`.
static bool accepts(const struct rtype *function, const struct rtype *object) {
  const struct rtype *param = function->params[0];
  if (param == object)
    return true;
  if (param->kind == KIND_POINTER)
    return param->elem == object->elem && (!*param->name || !*object->name);
  return param->kind == KIND_INTERFACE && rtype_implements(object, param, NULL);
}

static bool runtime_set_finalizer(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  struct rtype *type = (struct rtype *)args[0], *function = (struct rtype *)args[2];
  void *object = (void *)args[1], *closure = (void *)args[3];
  struct gc *gc = &g->runtime->gc;
  if (!type)
    return finalizer_error(g, "first argument is nil", "", "", "");
  if (type->kind != KIND_POINTER)
    return finalizer_error(g, "first argument is ", type->string, ", not pointer", "");
  if (!object)
    return finalizer_error(g, "first argument is nil", "", "", "");
  if (type->elem->layout.size == 0)
    return true;
  if (!function) {
    gc_remove_finalizer(gc, g_gc_p(g), object);
    return true;
  }
  if (function->kind != KIND_FUNC)
    return finalizer_error(g, "second argument is ", function->string, ", not a function", "");
  if (function->variadic || function->param_count != 1 || !accepts(function, type)) {
    const char *rest = function->variadic ? " because dotdotdot" : "";
    struct text text = {0};
    text_addf(&text, "cannot pass %s to finalizer %s%s", type->string, function->string, rest);
    finalizer_error(g, text.data, "", "", "");
    text_free(&text);
    return false;
  }
  bool tiny = type->elem->layout.ptrdata == 0 && type->elem->layout.size < 16;
  const void *call = finalize_call_type(g->runtime, type, function);
  switch (gc_set_finalizer(gc, g_gc_p(g), object, closure, call, tiny)) {
  case gc_finalizer_set:
  case gc_finalizer_not_heap:  // package variables: nothing ever frees them
    return true;
  case gc_finalizer_already_set:
    return finalizer_error(g, "finalizer already set", "", "", "");
  case gc_finalizer_not_start:
    return finalizer_error(g, "pointer not at beginning of allocated block", "", "", "");
  }
  return true;
}

static bool runtime_num_goroutine(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  results[0] = (uint64_t)debug_goroutine_count(g->runtime);
  return true;
}

static bool runtime_num_cpu(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  (void)args;
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  results[0] = n > 0 ? (uint64_t)n : 1;
  return true;
}

static bool runtime_gomaxprocs(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  results[0] = g->runtime->procs;
  return true;
}

static bool runtime_gosched(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  (void)results;
  g_request_safepoint(g);
  return true;
}

static bool runtime_read_mem_stats(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  if (!args[0]) {
    panic_nil_dereference(g);
    return false;
  }
  debug_read_mem_stats(g->runtime, (struct debug_mem_stats *)args[0]);
  return true;
}

// func caller(skip int) (pc uintptr, file string, line int, ok bool): 0 is who called this native.
static bool runtime_caller(struct g *g, uint64_t *args, uint64_t *results) {
  struct traceback_caller caller;
  if ((int64_t)args[0] < 0 || traceback_callers(g, (int)args[0], &caller, 1) < 1)
    return true;
  results[0] = traceback_pc(g->runtime, &caller);
  native_set_string(results + 1, string_from_c(g, caller.file ? caller.file : "?"));
  results[3] = (uint64_t)caller.line;
  results[4] = 1;
  return true;
}

static bool runtime_callers(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice pcs = native_slice(args + 1);
  struct traceback_caller callers[64];
  int64_t skip = (int64_t)args[0], done = 0;
  if (skip < 0)
    skip = 0;
  while (done < pcs.len) {
    int want = pcs.len - done > 64 ? 64 : (int)(pcs.len - done);
    int got = traceback_callers(g, (int)(skip + done), callers, want);
    for (int i = 0; i < got; i++)
      ((uint64_t *)pcs.ptr)[done + i] = traceback_pc(g->runtime, &callers[i]);
    done += got;
    if (got < want)
      break;
  }
  results[0] = (uint64_t)done;
  return true;
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
  if (args[3])
    traceback_print_all(g->runtime, g, &text);
  else
    traceback_print(g, &text);
  size_t size = text.len < (size_t)b.len ? text.len : (size_t)b.len;
  if (size)
    memcpy(b.ptr, text.data, size);
  results[0] = size;
  text_free(&text);
  return true;
}

const struct native_entry natives_runtime[] = {
    {"GC", runtime_gc, FUNC_NATIVE_BLOCKING, NULL},
    {"SetFinalizer", runtime_set_finalizer, 0, NULL},
    {"NumGoroutine", runtime_num_goroutine, 0, NULL},
    {"NumCPU", runtime_num_cpu, 0, NULL},
    {"GOMAXPROCS", runtime_gomaxprocs, 0, NULL},
    {"Gosched", runtime_gosched, FUNC_NATIVE_BLOCKING, NULL},
    {"readMemStats", runtime_read_mem_stats, 0, NULL},
    {"caller", runtime_caller, 0, NULL},
    {"callers", runtime_callers, 0, NULL},
    {"describe", runtime_describe, 0, NULL},
    {"stack", runtime_stack, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static bool debug_set_gc_percent(struct g *g, uint64_t *args, uint64_t *results) {
  int32_t percent = (int32_t)args[0];
  results[0] = (uint64_t)(int64_t)gc_set_percent(&g->runtime->gc, percent < 0 ? -1 : percent);
  return true;
}

static bool debug_set_memory_limit(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)gc_set_memory_limit(&g->runtime->gc, (int64_t)args[0]);
  return true;
}

static bool debug_free_os_memory(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  (void)results;
  gc_free_os_memory(&g->runtime->gc, g_gc_p(g));
  return true;
}

static bool debug_set_max_stack(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = g->runtime->stacks.max_bytes;
  if ((int64_t)args[0] > 0)
    g->runtime->stacks.max_bytes = args[0];
  return true;
}

const struct native_entry natives_debug[] = {
    {"setGCPercent", debug_set_gc_percent, FUNC_NATIVE_BLOCKING, NULL},
    {"SetMemoryLimit", debug_set_memory_limit, FUNC_NATIVE_BLOCKING, NULL},
    {"FreeOSMemory", debug_free_os_memory, FUNC_NATIVE_BLOCKING, NULL},
    {"setMaxStack", debug_set_max_stack, 0, NULL},
    {NULL, NULL, 0, NULL},
};

// func now() (wall, mono int64)
static bool time_now(struct g *g, uint64_t *args, uint64_t *results) {
  (void)args;
  results[0] = (uint64_t)runtime_walltime();
  results[1] = (uint64_t)runtime_nanotime(g->runtime);
  return true;
}

static bool time_sleep(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  if ((int64_t)args[0] > 0)
    runtime_sleep(g->runtime, (int64_t)args[0]);
  g_request_safepoint(g);
  return true;
}

// func localOffset(unix int64) (name string, offset int)
static bool time_local_offset(struct g *g, uint64_t *args, uint64_t *results) {
  struct tm parts;
  time_t when = (time_t)args[0];
  if (!localtime_r(&when, &parts)) {
    native_set_string(results, string_from_c(g, "UTC"));
    return true;
  }
  native_set_string(results, string_from_c(g, parts.tm_zone));
  results[2] = (uint64_t)parts.tm_gmtoff;
  return true;
}

const struct native_entry natives_time[] = {
    {"now", time_now, 0, NULL},
    {"Sleep", time_sleep, FUNC_NATIVE_BLOCKING, NULL},
    {"localOffset", time_local_offset, 0, NULL},
    {NULL, NULL, 0, NULL},
};
