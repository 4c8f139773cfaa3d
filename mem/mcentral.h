// The spans of one class that no P has cached.
//
// Two pairs of sets, of spans with free objects and of full ones. In each pair one is of swept
// spans and the other of unswept ones, and they change roles with each cycle. A P that needs a span
// takes a swept one with room, else sweeps some, else grows the heap.
//
// After runtime/mcentral.go of Go 1.21.

#ifndef VOLE_MEM_MCENTRAL_H
#define VOLE_MEM_MCENTRAL_H

#include "mem/mspan.h"
#include "mem/spanset.h"

struct mem_p;

struct mcentral {
  uint8_t span_class;         // constant
  struct span_set partial[2]; // spans with a free object, by sweepgen/2%2 swept or not
  struct span_set full[2];    // spans without
};

void mcentral_init(struct mcentral *c, uint8_t span_class);
// The set of swept, unswept, full or partial spans in sweep generation sweepgen.
static inline struct span_set *mcentral_partial_unswept(struct mcentral *c, uint32_t sweepgen) {
  return &c->partial[1 - sweepgen / 2 % 2];
}
static inline struct span_set *mcentral_partial_swept(struct mcentral *c, uint32_t sweepgen) {
  return &c->partial[sweepgen / 2 % 2];
}
static inline struct span_set *mcentral_full_unswept(struct mcentral *c, uint32_t sweepgen) {
  return &c->full[1 - sweepgen / 2 % 2];
}
static inline struct span_set *mcentral_full_swept(struct mcentral *c, uint32_t sweepgen) {
  return &c->full[sweepgen / 2 % 2];
}
// A span with a free object for p to cache, or NULL when the heap cannot grow. No lock held.
struct mspan *mcentral_cache_span(struct mheap *h, struct mem_p *p, struct mcentral *c);
// Takes back a span that p cached. No lock held.
void mcentral_uncache_span(struct mheap *h, struct mem_p *p, struct mcentral *c, struct mspan *s);
// Fails unless its sets are in order, those of swept spans with swept spans of its class. World
// stopped.
void mcentral_check(struct mcentral *c, uint32_t sweepgen);

#endif
