// The deterministic mode: a schedule that depends on a number alone.
//
// On with VOLEDEBUG=seed=N and one P. Goroutines take turns: how many safepoints a turn lasts, and
// whose turn is next, is drawn. The clock is a count: it moves a little at each safepoint and each
// look at it, and to the next timer when nobody has anything else to do, so that sleeping takes no
// time. There is no system monitor, a blocking native blocks all, and goroutines rest while the
// host is outside. The playground of Go has such a clock (runtime/time_fake.go of Go 1.21).

#ifndef VOLE_RUNTIME_TURNS_H
#define VOLE_RUNTIME_TURNS_H

#include <stdbool.h>
#include <stdint.h>

struct runtime;

// Part of struct runtime. The M that has the P owns it.
struct turns {
  bool on;         // constant
  int64_t now;     // ns; atomic
  uint32_t left;   // safepoints of this turn
  uint64_t random; // state of the draws
};

// ns since 1970 when an instance is made, 2009-11-10 23:00:00 UTC.
static const int64_t turns_epoch = INT64_C(1257894000000000000);

// Turns the mode on, before anything has looked at the clock.
void turns_init(struct runtime *rt, uint64_t seed);
// A look at the clock, ns.
int64_t turns_clock(struct runtime *rt);
// A safepoint of the running goroutine. Whether its turn is over.
bool turns_end(struct runtime *rt);
// Which of so many (at least one) runnable goroutines is next: an index.
uint32_t turns_choose(struct runtime *rt, uint32_t count);
// Nobody can run: moves the clock to when the next timer is due. False: there is none, or the mode
// is off.
bool turns_advance(struct runtime *rt);

#endif
