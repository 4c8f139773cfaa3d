// Specials: records about single objects, such as finalizers.
//
// A span has its records in a list sorted by offset, then kind. The arena's page_specials says
// which spans have any. Records are off the heap, so pointers in them keep nothing alive: the
// collector visits them as roots. When an object dies, the sweeper frees its records. But if one is
// a finalizer, the object lives on for it. Then only finalizers and weak handles go, and the other
// records stay until the object is gone.
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

// Kinds of records, in the order of a list. The finalizer comes first, since it keeps the others.
enum special_kind {
  SPECIAL_KIND_FINALIZER = 1,
  SPECIAL_KIND_PROFILE = 2,     // sampled by the heap profile
  SPECIAL_KIND_REACHABLE = 3,   // a test wants to know whether the object is reachable
  SPECIAL_KIND_PIN_COUNTER = 4, // pinned several times
  SPECIAL_KIND_WEAK_HANDLE = 5, // the handle that weak pointers to the address share
  SPECIAL_KIND_CLEANUP = 6,     // to be called when the object is gone; an object may have many
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
  const void *arg_type;   // for the caller of closure; not a heap pointer
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
  const void *arg_type;   // for the caller of closure; not a heap pointer
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

// Attaches a record to an address in an object. Returns false, having done nothing, if the address
// has one of that kind and the kind is not cleanup. Sweeps the span if need be. No lock held.
bool special_add(struct mheap *h, struct mem_p *p, uintptr_t address, struct special *special);
// Removes the record of that kind and returns it, or NULL. The caller frees it. No lock held.
struct special *special_remove(struct mheap *h, struct mem_p *p, uintptr_t address, uint8_t kind);
// Removes the cleanup with that id and returns it, or NULL. The caller frees it. No lock held.
struct special_cleanup *special_remove_cleanup(struct mheap *h, struct mem_p *p, uintptr_t address,
                                               uint64_t id);
// Returns the record of that kind, or NULL. The span's special_lock is held.
struct special *special_find(struct mspan *s, uintptr_t offset, uint8_t kind);
// Returns the link to the record of that kind or, if *exists becomes false, the link where it is to
// be inserted. The span is swept and its special_lock is held.
struct special **special_find_link(struct mspan *s, uintptr_t offset, uint8_t kind, bool *exists);
// Does what the record asks for at the death of its object, of size bytes, and frees the record.
// The record is in no list. For the sweeper.
void special_object_died(struct mheap *h, struct special *special, uintptr_t object,
                         uintptr_t size);

// Note in the arena that a span has, has no, records.
void special_mark_span(struct mheap *h, const struct mspan *s);
void special_unmark_span(struct mheap *h, const struct mspan *s);

#endif
