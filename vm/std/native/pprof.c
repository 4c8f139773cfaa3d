// Natives of package runtime/pprof that give profiles in pprof's form.

#include <errno.h>
#include <string.h>

#include "runtime/cpu_profile.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"
#include "vm/std/support/pprof.h"

// Kinds of profiles, as vm/std/runtime/pprof/pprof.go has them.
enum { kind_heap, kind_goroutine, kind_threads, kind_contentions, kind_cpu };

// func startCPUProfile() (errno int)
static bool pprof_start_cpu(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = cpu_profile_start(g->runtime) ? 0 : (uint64_t)errno;
  return true;
}

// func stopCPUProfile() bool
static bool pprof_stop_cpu(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = cpu_profile_stop(g->runtime);
  return true;
}

// func packed(kind int) (profile string, ok bool)
static bool pprof_packed(struct g *g, uint64_t *args, uint64_t *results) {
  struct text text = {0};
  if (args[0] == kind_heap)
    pprof_heap(g->runtime, &text);
  else if (args[0] == kind_goroutine)
    pprof_goroutines(g->runtime, g->m, &text);
  else if (args[0] == kind_threads)
    pprof_empty("threadcreate", "count", &text);
  else if (args[0] == kind_contentions)
    pprof_empty("contentions", "count", &text);
  else
    pprof_cpu(g->runtime, &text);
  results[2] = !text.failed;
  uint8_t *bytes;
  native_set_string(results, string_alloc(g, text.failed ? 0 : (int64_t)text.len, &bytes));
  if (!text.failed && text.len)
    memcpy(bytes, text.data, text.len); // without pauses, which may not come back
  text_free(&text);
  return true;
}

const struct native_entry natives_pprof_packed[] = {
    {"startCPUProfile", pprof_start_cpu, 0, 1},
    {"stopCPUProfile", pprof_stop_cpu, 0, 1},
    {"packed", pprof_packed, 1, 3, FUNC_NATIVE_BLOCKING},
    {NULL},
};
