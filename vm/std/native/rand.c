// Natives of package math/rand: the additive lagged Fibonacci generator x[n] = x[n-607] + x[n-273]
// modulo 2^64.
//
// The 607 starting values of a seed are mixed with the state that the generator reaches from seed 1
// after 7.8e12 steps. Go has that state as a table. Here it is computed when it is first needed, as
// x to that power modulo the characteristic polynomial x^607 - x^334 - 1.

#include <stdlib.h>

#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

enum { length = 607, tap = 273, lag = length - tap };
static const uint64_t cook_steps = UINT64_C(7800000000000);

// As math/rand/rand.go declares rngSource.
struct source {
  int64_t tap, feed;
  uint64_t values[length];
};
_Static_assert(sizeof(struct source) == 609 * 8, "rand.rngSource: see tests/vm/mirror_test.c");

// Returns the next number of a linear congruential generator modulo 2^31 - 1.
static int64_t next_seed(int64_t x) {
  return x * 48271 % 2147483647;
}

static int64_t first_seed(int64_t seed) {
  seed %= 2147483647;
  if (seed < 0)
    seed += 2147483647;
  if (seed == 0)
    seed = 89482311;
  for (int i = 0; i < 20; i++)
    seed = next_seed(seed);
  return seed;
}

// Returns a starting value: three seeds, shift bits apart.
static uint64_t seed_value(int64_t *seed, int shift) {
  uint64_t value = 0;
  for (int i = 2; i >= 0; i--) {
    *seed = next_seed(*seed);
    value ^= (uint64_t)*seed << (shift * i);
  }
  return value;
}

// Reduces a product of 2 * length - 1 coefficients by x^607 = x^334 + 1.
static void reduce(uint64_t *product) {
  for (int i = 2 * length - 2; i >= length; i--) {
    product[i - length] += product[i];
    product[i - length + lag] += product[i];
  }
}

static void square(uint64_t *power, uint64_t *product) {
  memset(product, 0, (2 * length) * sizeof *product);
  for (int i = 0; i < length; i++) {
    for (int j = 0; j < length; j++)
      product[i + j] += power[i] * power[j];
  }
  reduce(product);
  memcpy(power, product, length * sizeof *power);
}

// Computes the coefficients of x to the power of n.
static void power_of_x(uint64_t n, uint64_t *power, uint64_t *product) {
  memset(power, 0, length * sizeof *power);
  power[0] = 1;
  for (int bit = 63 - __builtin_clzll(n); bit >= 0; bit--) {
    square(power, product);
    if (n >> bit & 1) {
      uint64_t carry = power[length - 1];
      memmove(power + 1, power, (length - 1) * sizeof *power);
      power[0] = carry;
      power[lag] += carry;
    }
  }
}

// func cook(values *[607]uint64)
static bool rand_cook(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t *values = (uint64_t *)args[0], power[length];
  uint64_t *memory = malloc(4 * length * sizeof *memory), *product = memory,
           *sequence = memory + 2 * length;
  if (!memory) {
    native_panic_plain(g, "out of memory");
    return false;
  }
  // The state from seed 1 in the order of the sequence: it runs down from index 333, around the
  // end.
  int64_t seed = first_seed(1);
  for (int i = 0; i < length; i++)
    sequence[(lag - 1 - i + length) % length] = seed_value(&seed, 10);
  for (int i = length; i < 2 * length; i++)
    sequence[i] = sequence[i - length] + sequence[i - tap];
  power_of_x(cook_steps, power, product);
  for (int i = 0; i < length; i++) {
    uint64_t sum = 0;
    for (int j = 0; j < length; j++)
      sum += power[j] * sequence[i + j];
    int64_t place = (lag - 1 - i - (int64_t)(cook_steps % length)) % length;
    values[place < 0 ? place + length : place] = sum;
  }
  free(memory);
  return true;
}

// func (s *rngSource) seed(seed int64, cooked *[607]uint64)
static bool rand_seed(struct g *g, uint64_t *args, uint64_t *results) {
  struct source *s = (struct source *)args[0];
  const uint64_t *cooked = (const uint64_t *)args[2];
  int64_t seed = first_seed((int64_t)args[1]);
  s->tap = 0;
  s->feed = lag;
  for (int i = 0; i < length; i++)
    s->values[i] = seed_value(&seed, 20) ^ cooked[i];
  return true;
}

static uint64_t next(struct source *s) {
  s->tap = s->tap == 0 ? length - 1 : s->tap - 1;
  s->feed = s->feed == 0 ? length - 1 : s->feed - 1;
  return s->values[s->feed] += s->values[s->tap];
}

static bool rand_uint64(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = next((struct source *)args[0]);
  return true;
}

static bool rand_int63(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = next((struct source *)args[0]) & INT64_MAX;
  return true;
}

static uint64_t next_random(uint64_t *state) {
  uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}

// The source of the functions without a Rand: splitmix64 from a state that the system chose.
static bool rand_random64(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = next_random((uint64_t *)args[0]);
  return true;
}

static bool rand_random63(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = next_random((uint64_t *)args[0]) & INT64_MAX;
  return true;
}

static bool rand_entropy(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = runtime_random(g->m->p);
  return true;
}

const struct native_entry natives_rand[] = {
    {"cook", rand_cook, 1, 0},
    {"(*rngSource).seed", rand_seed, 3, 0},
    {"(*rngSource).Uint64", rand_uint64, 1, 1},
    {"(*rngSource).Int63", rand_int63, 1, 1},
    {"(*anySource).Uint64", rand_random64, 1, 1},
    {"(*anySource).Int63", rand_random63, 1, 1},
    {"entropy", rand_entropy, 0, 1},
    {NULL},
};

const struct native_entry natives_rand_v2[] = {
    {"random", rand_entropy, 0, 1},
    {NULL},
};
