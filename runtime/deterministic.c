// The deterministic mode: see deterministic.h.

#include "runtime/deterministic.h"

#include "mem/atomic.h"
#include "runtime/hash.h"
#include "runtime/random.h"
#include "runtime/runtime.h"

enum {
  look_ns = 50,       // what a look at the clock takes
  safepoint_ns = 100, // what passes between safepoints
  longest_bits = 9,   // a turn lasts up to 2^0, 2^1 ... or 2^9 safepoints
  choices = 64,       // how many of the oldest runnable goroutines may be next
};

// Draws a number below limit.
static uint32_t draw(struct deterministic *mode, uint32_t limit) {
  return (uint32_t)((random_xorshift(&mode->random) >> 32) % limit);
}

void deterministic_init(struct runtime *rt, uint64_t seed) {
  uint64_t state = hash_word(seed, UINT64_C(0x9E3779B97F4A7C15)) | 1;
  rt->deterministic = (struct deterministic){.on = true, .random = state};
}

int64_t deterministic_clock(struct runtime *rt) {
  return atomic_add_i64(&rt->deterministic.now, look_ns);
}

bool deterministic_end_turn(struct runtime *rt) {
  struct deterministic *mode = &rt->deterministic;
  atomic_add_i64(&mode->now, safepoint_ns);
  if (mode->left > 0) {
    mode->left--;
    return false;
  }
  mode->left = draw(mode, UINT32_C(1) << draw(mode, longest_bits + 1));
  return true;
}

uint32_t deterministic_choose(struct runtime *rt, uint32_t count) {
  return draw(&rt->deterministic, count < choices ? count : choices);
}

bool deterministic_advance(struct runtime *rt) {
  struct deterministic *mode = &rt->deterministic;
  int64_t when = mode->on ? timers_next(rt) : INT64_MAX;
  if (when == INT64_MAX)
    return false;
  int64_t now = when + rt->start_nanotime;
  if (now > atomic_load_i64(&mode->now))
    atomic_store_i64(&mode->now, now);
  return true;
}
