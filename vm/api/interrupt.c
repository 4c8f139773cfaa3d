// Limits of calls, and interrupting them: see runtime/interrupt.h.

#include "runtime/interrupt.h"

#include <stdlib.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"

bool api_report_interrupt(struct vole *vole, struct vole_error *err) {
  const struct interrupt *in = &vole->machine.runtime.interrupt;
  const char *awaited = atomic_load_pointer((void *const *)&in->awaited);
  struct text text = {0};
  host_state_set_locale(&vole->machine.runtime.m0.outside, vole->machine.runtime.locale);
  switch ((enum interrupt_reason)atomic_load_u32(&in->reason)) {
  case INTERRUPT_BY_HOST:
    text_adds(&text, "interrupted by the host");
    break;
  case INTERRUPT_BY_TIME:
    text_addf(&text, "interrupted: the call has lasted longer than %g ms",
              (double)in->limits.time_ns / 1e6);
    break;
  case INTERRUPT_BY_STEPS:
    text_addf(&text, "interrupted: the call has taken more than %lld steps",
              (long long)in->limits.steps);
    break;
  case INTERRUPT_BY_OUTPUT:
    text_addf(&text, "interrupted: the call has written more than %lld bytes",
              (long long)in->limits.output_bytes);
    break;
  case INTERRUPT_BY_GOROUTINES:
    text_addf(&text, "interrupted: there are more than %lld goroutines",
              (long long)in->limits.goroutines);
    break;
  case INTERRUPT_BY_HEAP:
    text_addf(&text, "interrupted: more than %lld bytes of the heap are in use",
              (long long)in->limits.heap_bytes);
    break;
  case INTERRUPT_BY_ALLOCATION:
    text_addf(&text, "interrupted: the call has allocated more than %lld bytes",
              (long long)in->limits.allocated_bytes);
    break;
  }
  if (awaited)
    text_addf(&text, "; it waited for %s, a function of the host, to return", awaited);
  if (atomic_load_u32(&in->cut))
    text_adds(&text, "; not all deferred functions came to their end");
  return api_error_take(err, VOLE_ERROR_INTERRUPTED, 2, text_take(&text));
}

bool vole_interrupt(struct vole *vole) {
  if (!vole || !api_enter_to_signal(vole))
    return false;
  bool wished = interrupt_request(&vole->machine.runtime, INTERRUPT_BY_HOST);
  api_leave_to_signal(vole);
  return wished;
}

static bool set_limits(struct vole *vole, void *argument) {
  const struct vole_limits *limits = argument;
  vole->machine.runtime.interrupt.limits =
      (struct interrupt_limits){.time_ns = limits->time_ns,
                                .steps = limits->steps,
                                .deferred_ns = limits->deferred_ns,
                                .deferred_steps = limits->deferred_steps,
                                .output_bytes = limits->output_bytes,
                                .goroutines = limits->goroutines,
                                .heap_bytes = limits->heap_bytes,
                                .allocated_bytes = limits->allocated_bytes};
  return true;
}

bool vole_set_limits(struct vole *vole, const struct vole_limits *limits, struct vole_error *err) {
  struct vole_limits own = {0};
  if (limits)
    own = *limits;
  if (own.time_ns < 0 || own.steps < 0 || own.deferred_ns < 0 || own.deferred_steps < 0 ||
      own.output_bytes < 0 || own.goroutines < 0 || own.heap_bytes < 0 || own.allocated_bytes < 0)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_set_limits: a limit is negative");
  return api_guarded(vole, API_HOST, set_limits, &own, err);
}
