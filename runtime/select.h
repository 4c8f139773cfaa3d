// Select: one of several sends and receives.
//
// All channels are locked, in the order of their addresses, so that the choice is made at one
// moment. It is a random case of those that can go on. If there is none, the goroutine hangs in the
// queues of all channels. The first goroutine that comes to one of them decides (g->select_done).
// After runtime/select.go of Go 1.21.

#ifndef VOLE_RUNTIME_SELECT_H
#define VOLE_RUNTIME_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/chan.h"

// A case of a select statement: which words of a frame hold what. Constant.
struct select_case {
  uint32_t channel; // the channel; may be nil
  uint32_t value;   // the value to send, or where the received one goes, in memory layout
  uint32_t words;   // of a value: for the caller
  bool send;
  bool comma_ok; // receives: for the caller
};

// The case that was chosen.
struct select_choice {
  uint32_t index;
  bool ok; // receives: false if the channel was closed
};

// Runs a select over count cases in the frame at slots of g, the running goroutine. Without cases,
// or with nil channels only, it waits for ever. resume NULL: there is a default case, which is
// chosen if this returns CHAN_WOULD_BLOCK. Else resume is as for chan_send, and calls
// select_resume. A send to a closed channel panics if it is chosen.
enum chan_outcome select_run(struct g *g, uint64_t *slots, const struct select_case *cases,
                             uint32_t count, bool (*resume)(struct g *g),
                             struct select_choice *choice);
// Ends the wait of a select. Returns the sudog of the case that won. The caller takes what it
// received (chan_take_received), or panics if its channel was closed (chan_panic_closed), and
// releases it.
struct sudog *select_resume(struct g *g);

#endif
