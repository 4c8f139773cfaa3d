// Random numbers: see random.h. The generator is xoshiro256**.

#include "runtime/random.h"

#include <sys/random.h>

#include "gc/embed.h"
#include "runtime/hash.h"
#include "runtime/runtime.h"

static uint64_t rotate(uint64_t x, int by) {
  return x << by | x >> (64 - by);
}

static uint64_t random_next(uint64_t state[4]) {
  uint64_t result = rotate(state[1] * 5, 7) * 9;
  uint64_t t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}

// Fills a state from one number; never all zero.
static void random_seed(uint64_t state[4], uint64_t seed) {
  for (int i = 0; i < 4; i++)
    state[i] = hash_word(seed + (uint64_t)i, UINT64_C(0x2545F4914F6CDD1D)) | 1;
}

void runtime_random_init(struct runtime *rt) {
  uint64_t seed = rt->gc.options.seed;
  if (seed == 0 && getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
    seed = (uint64_t)gc_embed_nanotime(&rt->gc) ^ (uintptr_t)rt;
  random_seed(rt->random, seed);
}

uint64_t runtime_seed(struct runtime *rt) {
  return random_next(rt->random);
}

uint64_t runtime_random(struct p *p) {
  return random_next(p->random);
}
