// The deterministic mode: a schedule that depends on a number alone.
//
// VOLEDEBUG=seed=N turns it on, with one P.
// - Goroutines take turns. How many safepoints a turn lasts is drawn, and which goroutine is next.
// - The clock is a count. It moves a little at each safepoint and each look at it. When no
//   goroutine can run it moves to the next timer, so that sleeping takes no time.
// - There is no system monitor, a blocking native blocks all, and goroutines rest while the host is
//   outside.
// The playground of Go has such a clock (runtime/time_fake.go of Go 1.21).

#ifndef VOLE_RUNTIME_DETERMINISTIC_H
#define VOLE_RUNTIME_DETERMINISTIC_H

#include <stdbool.h>
#include <stdint.h>

struct runtime;

// Part of struct runtime. The M that has the P owns it.
struct deterministic {
  bool on;         // constant
  int64_t now;     // ns; atomic
  uint32_t left;   // safepoints of this turn
  uint64_t random; // state of the draws
};

// ns since 1970 when an instance is made, 2009-11-10 23:00:00 UTC.
static const int64_t deterministic_epoch = INT64_C(1257894000000000000);

// Turns the mode on. Called before the first look at the clock.
void deterministic_init(struct runtime *rt, uint64_t seed);
// Looks at the clock. Returns ns.
int64_t deterministic_clock(struct runtime *rt);
// Counts a safepoint of the running goroutine. Returns whether its turn is over.
bool deterministic_end_turn(struct runtime *rt);
// Returns the index of the goroutine that is next among count (at least one) runnable ones.
uint32_t deterministic_choose(struct runtime *rt, uint32_t count);
// Called when no goroutine can run: moves the clock to the next timer. Returns false if there is
// none, or the mode is off.
bool deterministic_advance(struct runtime *rt);

#endif
