// Random numbers: those that seed the states of Ps and maps, and those that goroutines draw.
//
// An instance has one state, and each P has its own, which the instance's seeds. With
// VOLEDEBUG=seed=N the instance's state follows from N; otherwise the system gives it.

#ifndef VOLE_RUNTIME_RANDOM_H
#define VOLE_RUNTIME_RANDOM_H

#include <stdint.h>

struct p;
struct runtime;

// Seeds the instance's state. Called once, by runtime_init.
void runtime_random_init(struct runtime *rt);
// Returns a number to seed another state with. The caller holds the sched lock, or no other thread
// runs.
uint64_t runtime_seed(struct runtime *rt);
// Returns 64 random bits from the state of p, which the calling M holds.
uint64_t runtime_random(struct p *p);

// Steps a state of one word, never 0, and returns it: xorshift, for choices that need only differ.
static inline uint64_t random_xorshift(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

#endif
