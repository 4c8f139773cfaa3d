// Records about single objects: finalizers and the like.
//
// A span keeps its records in a list sorted by offset, then kind; the arena's page_specials tells
// which spans have any. The records are off the heap, so pointers in them keep nothing alive: the
// collector visits them as roots. When an object dies the sweeper frees its records; but if one is
// a finalizer the object lives on for it: then only finalizers and weak handles go, the other
// records are for the object's real end.
//
// After the specials of runtime/mheap.go of Go 1.21; weak handles, cleanups and offsets that are as
// wide as an address are those of Go 1.24. Difference: the records of functions to be called say
// what this project's callers need, opaque here.

#ifndef VOLE_MEM_SPECIAL_H
#define VOLE_MEM_SPECIAL_H

#include <stdbool.h>
#include <stdint.h>

struct mem_p;
struct mheap;
struct mspan;

// The finalizer must come first: it stops the others from being freed.
enum special_kind {
  SPECIAL_KIND_FINALIZER = 1,
  SPECIAL_KIND_PROFILE = 2,     // sampled by the heap profile
  SPECIAL_KIND_REACHABLE = 3,   // a test wants to know whether the object is reachable
  SPECIAL_KIND_PIN_COUNTER = 4, // pinned several times
  SPECIAL_KIND_WEAK_HANDLE = 5, // what weak pointers to the address have in common
  SPECIAL_KIND_CLEANUP = 6,     // to be called when the object is gone; any number of them
  SPECIAL_KINDS,
};

struct special {
  struct special *next; // in the span's list; special_lock of the span, or the sweeper
  uintptr_t offset;     // bytes from the span's start to the address, which is in an object
  uint8_t kind;         // enum special_kind
};

struct special_finalizer {
  struct special special; // must be first
  void *closure;          // what to run; a heap pointer
  const void *arg_type;   // for whoever runs it; not a heap pointer
};

struct special_profile {
  struct special special; // must be first
  void *bucket;           // of the profile, off the heap
};

struct special_reachable {
  struct special special; // must be first
  bool done;              // the object was looked at by a sweep
  bool reachable;         // and it was alive
};

struct special_pin_counter {
  struct special special; // must be first
  uintptr_t counter;      // pins beyond the first
};

struct special_weak_handle {
  struct special special; // must be first
  uintptr_t *handle;      // a heap object: the address, 0 once the object died; atomic
};

struct special_cleanup {
  struct special special; // must be first
  void *closure;          // what to run; a heap pointer
  const void *arg_type;   // for whoever runs it; not a heap pointer
  uint64_t id;            // of no other record
};

// Prepares the allocators of records.
void special_init(struct mheap *h);

// Returns a record with its kind set and all else zero, as the structure of that kind. Out of
// memory is fatal. The record is freed by special_free, except that the sweeper frees those of
// objects that die; a reachable record is always freed by its maker.
void *special_new(struct mheap *h, enum special_kind kind);
// Frees a record that is in no list.
void special_free(struct mheap *h, struct special *special);

// Attaches a record to an address in an object. False, and nothing done, if it has one of that kind
// and the kind is not cleanup. Sweeps the span if need be. No lock held.
bool special_add(struct mheap *h, struct mem_p *p, uintptr_t address, struct special *special);
// Takes the record of that kind away and returns it, or NULL. The caller frees it. No lock held.
struct special *special_remove(struct mheap *h, struct mem_p *p, uintptr_t address, uint8_t kind);
// Takes the cleanup of that id away and returns it, or NULL. The caller frees it. No lock held.
struct special_cleanup *special_remove_cleanup(struct mheap *h, struct mem_p *p, uintptr_t address,
                                               uint64_t id);
// The record of that kind, or NULL. The span's special_lock is held.
struct special *special_find(struct mspan *s, uintptr_t offset, uint8_t kind);
// The same as the two above for a span that is swept and whose special_lock is held; the link to
// the record, or to where it is to be.
struct special **special_find_link(struct mspan *s, uintptr_t offset, uint8_t kind, bool *exists);
// Does what the record asks for at the death of its object, of size bytes, and frees the record.
// The record is in no list. For the sweeper.
void special_object_died(struct mheap *h, struct special *special, uintptr_t object,
                         uintptr_t size);

// Says in the arena that a span has, has not, any records.
void special_mark_span(struct mheap *h, const struct mspan *s);
void special_unmark_span(struct mheap *h, const struct mspan *s);

#endif
