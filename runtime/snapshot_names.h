// Numbers of the types, functions and stacks that a snapshot mentions. Private to the snapshot.

#ifndef VOLE_RUNTIME_SNAPSHOT_NAMES_H
#define VOLE_RUNTIME_SNAPSHOT_NAMES_H

#include "gc/snapshot.h"
#include "runtime/runtime.h"

// A hash table of words: open addressing, a key is never 0.
struct snapshot_table {
  struct snapshot_entry {
    uintptr_t key, value;
  } * entries;          // malloc'ed
  uint32_t count, size; // a power of two
};

// What was numbered, in the order of the numbers.
struct snapshot_list {
  const void **all; // malloc'ed
  uint32_t count, room;
};

// A snapshot with its names.
struct snapshot_names {
  struct snapshot out; // must be first
  struct runtime *runtime;
  struct snapshot_table words; // addresses of types and interface tables; their types
  struct snapshot_table numbers;
  struct snapshot_list types, functions, sites;
  // A goroutine that is at no safepoint: each word of its innermost frame that could be a pointer
  // is taken for one. NULL: there is none.
  const struct g *loose;
  struct rtype *timer; // what timers lie in; NULL: the program has none
};

// Prepares the tables. World stopped, the program's lock held.
void snapshot_names_init(struct snapshot_names *n, struct runtime *rt);
// Frees them.
void snapshot_names_destroy(struct snapshot_names *n);
// Returns one more than the number of a type, a function; NULL has 0.
uint32_t snapshot_type_number(struct snapshot_names *n, const struct rtype *type);
uint32_t snapshot_function_number(struct snapshot_names *n, const struct func *f);
uint32_t snapshot_site_number(struct snapshot_names *n, const struct gc_profile_bucket *bucket);
// Do what gc_embed_snapshot_type and gc_embed_snapshot_function of gc/embed.h say.
uint32_t snapshot_type_of_word(struct snapshot_names *n, uintptr_t word);
uint32_t snapshot_function_of_word(struct snapshot_names *n, uintptr_t word);
// Writes a record for each type, function and stack that has a number. What these mention gets
// numbers and records, too.
void snapshot_put_names(struct snapshot_names *n);

// snapshot_roots.c

// Writes the records of goroutines, holders and roots.
void snapshot_put_roots(struct snapshot_names *n);

#endif
