// The deterministic mode: see turns.h.

#include "runtime/turns.h"

#include "mem/atomic.h"
#include "runtime/hash.h"
#include "runtime/runtime.h"

enum {
  look_ns = 50,       // what a look at the clock takes
  safepoint_ns = 100, // what passes between safepoints
  longest_bits = 9,   // a turn lasts up to 2^0, 2^1 ... or 2^9 safepoints
  choices = 64,       // how many of the oldest runnable goroutines may be next
};

static uint32_t draw(struct turns *turns, uint32_t limit) {
  turns->random ^= turns->random << 13;
  turns->random ^= turns->random >> 7;
  turns->random ^= turns->random << 17;
  return (uint32_t)((turns->random >> 32) % limit);
}

void turns_init(struct runtime *rt, uint64_t seed) {
  rt->turns =
      (struct turns){.on = true, .random = hash_word(seed, UINT64_C(0x9E3779B97F4A7C15)) | 1};
}

int64_t turns_clock(struct runtime *rt) {
  return atomic_add_i64(&rt->turns.now, look_ns);
}

bool turns_end(struct runtime *rt) {
  struct turns *turns = &rt->turns;
  atomic_add_i64(&turns->now, safepoint_ns);
  if (turns->left > 0) {
    turns->left--;
    return false;
  }
  turns->left = draw(turns, UINT32_C(1) << draw(turns, longest_bits + 1));
  return true;
}

uint32_t turns_choose(struct runtime *rt, uint32_t count) {
  return draw(&rt->turns, count < choices ? count : choices);
}

bool turns_advance(struct runtime *rt) {
  struct turns *turns = &rt->turns;
  int64_t when = turns->on ? timers_next(rt) : INT64_MAX;
  if (when == INT64_MAX)
    return false;
  int64_t now = when + rt->start_nanotime;
  if (now > atomic_load_i64(&turns->now))
    atomic_store_i64(&turns->now, now);
  return true;
}
