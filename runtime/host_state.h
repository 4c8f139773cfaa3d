// What a thread of the host has set for itself, and scripts must not see. That is the rounding of
// floating-point numbers, their exceptions and denormals, the locale, and what SIGPIPE does.
//
// The run time runs with Go's settings: rounding to nearest, no traps, denormals as they are, the
// locale "C". A write to a broken pipe is an error. The host's functions run with the host's. The
// locale is set only where it matters, for it costs as much as a short call.

#ifndef VOLE_RUNTIME_HOST_STATE_H
#define VOLE_RUNTIME_HOST_STATE_H

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#if !defined(__x86_64__)
#include <fenv.h>
#endif

// The settings that a thread had before it entered.
struct host_state {
#if defined(__x86_64__)
  uint32_t mxcsr;
  uint16_t x87;
#else
  fenv_t environment;
#endif
  locale_t locale; // NULL: it is as it was
  // SIGPIPE, which is blocked only once something is written: it costs calls to the system.
  bool blocks_sigpipe;
  bool sigpipe_blocked, sigpipe_pending; // what it was before
};

// Records the settings of the calling thread in *found, and sets Go's. The locale stays: see
// host_state_set_locale.
void host_state_enter(struct host_state *found);
// Sets the locale, "C", if *state does not say that it is set. Called before any function of the C
// library that heeds it: few do, and a call of a script seldom comes to one.
void host_state_set_locale(struct host_state *state, locale_t locale);
// Sets what was recorded in *found.
void host_state_leave(struct host_state *found);

// Blocks SIGPIPE until host_state_leave or host_state_unblock_sigpipe. Does nothing if *state says
// that it has blocked it already.
void host_state_block_sigpipe(struct host_state *state);
void host_state_unblock_sigpipe(struct host_state *state);
// Removes the signal of a write that has met a broken pipe, unless one was pending before.
void host_state_take_sigpipe(const struct host_state *state);

#endif
