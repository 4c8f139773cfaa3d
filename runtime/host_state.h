// What a thread of the host has set for itself and what scripts must not see: the rounding of
// floating-point numbers, their exceptions and denormals, the locale, and what SIGPIPE does.
//
// Code of the run time runs with Go's: rounding to nearest, no traps, denormals as they are, the
// locale "C", and a write to a broken pipe is an error. The host's functions get back what the host
// has set.

#ifndef VOLE_RUNTIME_HOST_STATE_H
#define VOLE_RUNTIME_HOST_STATE_H

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#if !defined(__x86_64__)
#include <fenv.h>
#endif

struct host_state {
#if defined(__x86_64__)
  uint32_t mxcsr;
  uint16_t x87;
#else
  fenv_t environment;
#endif
  locale_t locale; // NULL: it was left alone
  // SIGPIPE, which is blocked only once something is written: it costs calls to the system.
  bool blocks_sigpipe;
  bool sigpipe_blocked, sigpipe_pending; // what it was before
};

// Records what the calling thread has, and sets Go's. locale is "C"; NULL: leaves the locale alone.
void host_state_enter(struct host_state *found, locale_t locale);
// Sets what was recorded.
void host_state_leave(struct host_state *found);

// Blocks SIGPIPE until host_state_leave or host_state_unblock_sigpipe, if it is not blocked by this
// already.
void host_state_block_sigpipe(struct host_state *state);
void host_state_unblock_sigpipe(struct host_state *state);
// A write has met a broken pipe: takes the signal of that away, unless one was pending before.
void host_state_take_sigpipe(const struct host_state *state);

#endif
