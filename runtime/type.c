// Equality and hashing of values by their type: see type.h.
//
// Most values are compared as bytes; floats, strings and interfaces by their meaning, arrays and
// structs part by part. A script nests values without limit: an interface in a struct in an
// interface. So what is left to do at each level is kept in a list, not on the C stack.
// After runtime/alg.go of Go 1.21.

#include "runtime/type.h"

#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "mem/invariant.h"
#include "runtime/float_bits.h"
#include "runtime/g.h"
#include "runtime/hash.h"
#include "runtime/iface.h"
#include "runtime/runtime.h"
#include "runtime/string.h"

static float load_float(const void *p) {
  float value;
  memcpy(&value, p, sizeof value);
  return value;
}

static double load_double(const void *p) {
  double value;
  memcpy(&value, p, sizeof value);
  return value;
}

// Returns whether a field takes part: blank ones do not.
static bool field_counts(const struct rtype_field *field) {
  return field->name[0] != '_' || field->name[1] != 0;
}

enum { first_levels = 8 }; // levels of a walk that need no memory

// A value in memory, or two of the same type.
struct part {
  const struct rtype *type;
  const char *a, *b; // b: NULL if there is one value only
};

// A walk over the parts of a value, depth first.
struct walk {
  struct level {
    struct part whole; // an array or a struct
    uint64_t next;     // its first part that has not been visited
  } * levels;          // outermost first
  uint32_t count, cap;
  void *word; // the value of the last interface that held a pointer: nothing in it is an interface
  struct level first[first_levels];
};

static void walk_begin(struct walk *w) {
  w->levels = w->first;
  w->count = 0;
  w->cap = first_levels;
}

static void walk_end(struct walk *w) {
  if (w->levels != w->first)
    free(w->levels);
}

static void walk_grow(struct walk *w) {
  uint32_t cap = w->cap * 2;
  bool inside = w->levels == w->first;
  struct level *levels = realloc(inside ? NULL : w->levels, cap * sizeof *levels);
  if (!levels) {
    walk_end(w);
    gc_embed_fatal(&m_current()->runtime->gc, "out of memory");
  }
  if (inside)
    memcpy(levels, w->first, sizeof w->first);
  w->levels = levels;
  w->cap = cap;
}

// Goes into an array or struct: its parts are visited next.
static void walk_into(struct walk *w, struct part whole) {
  if (w->count == w->cap)
    walk_grow(w);
  w->levels[w->count++] = (struct level){whole, 0};
}

// Returns the number of the first part from number i on that takes part.
static uint64_t next_part(const struct rtype *t, uint64_t i) {
  if (t->kind == KIND_STRUCT)
    while (i < t->field_count && !field_counts(&t->fields[i]))
      i++;
  return i;
}

// Takes the next part. Returns false if all have been visited. A whole is left before its last part
// is entered, so that a list of pairs needs one level.
static bool walk_next(struct walk *w, struct part *part) {
  while (w->count > 0) {
    struct level *level = &w->levels[w->count - 1];
    const struct part *whole = &level->whole;
    const struct rtype *t = whole->type;
    uint64_t count = t->kind == KIND_ARRAY ? t->len : t->field_count;
    uint64_t i = next_part(t, level->next);
    if (i < count) {
      uintptr_t offset = t->kind == KIND_ARRAY ? i * t->elem->layout.size : t->fields[i].offset;
      part->type = t->kind == KIND_ARRAY ? t->elem : t->fields[i].type;
      part->a = whole->a + offset;
      part->b = whole->b ? whole->b + offset : NULL;
      level->next = next_part(t, i + 1);
    }
    if (i >= count || level->next >= count)
      w->count--;
    if (i < count)
      return true;
  }
  return false;
}

// Compares two values that have no parts.
static bool simple_equal(const struct rtype *t, const void *a, const void *b) {
  if (t->flags & RTYPE_MEMORY_EQUAL)
    return memcmp(a, b, t->layout.size) == 0;
  switch ((enum kind)t->kind) {
  case KIND_FLOAT32:
    return load_float(a) == load_float(b);
  case KIND_FLOAT64:
    return load_double(a) == load_double(b);
  case KIND_COMPLEX64:
    return load_float(a) == load_float(b) &&
           load_float((const char *)a + 4) == load_float((const char *)b + 4);
  case KIND_COMPLEX128:
    return load_double(a) == load_double(b) &&
           load_double((const char *)a + 8) == load_double((const char *)b + 8);
  case KIND_STRING: {
    struct go_string x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return string_equal(x, y);
  }
  default:
    return memcmp(a, b, t->layout.size) == 0;
  }
}

// Returns the dynamic type of an interface of type t, by its words; NULL for nil.
static const struct rtype *dynamic_type(const struct rtype *t, void *const *words) {
  return words[0] && t->method_count ? ((const struct itab *)words[0])->type : words[0];
}

// Compares two interfaces by their words. Returns true if they may be equal. *part becomes what
// they hold, if that must be compared; else its type becomes NULL.
static bool interface_equal(struct part *part, const struct rtype **unhashable) {
  void *a[2], *b[2];
  memcpy(a, part->a, sizeof a);
  memcpy(b, part->b, sizeof b);
  const struct rtype *type = dynamic_type(part->type, a);
  bool open = false;
  bool equal = a[0] == b[0] && iface_data_equal(type, a[1], b[1], &open, unhashable);
  *part = (struct part){open ? type : NULL, a[1], b[1]};
  return equal;
}

// Compares the values of a part. An array or struct is left to the walk.
static bool part_equal(struct walk *w, struct part part, const struct rtype **unhashable) {
  while (part.type && part.type->kind == KIND_INTERFACE)
    if (!interface_equal(&part, unhashable))
      return false;
  const struct rtype *t = part.type;
  if (!t)
    return true;
  bool simple = t->flags & RTYPE_MEMORY_EQUAL;
  if (!simple && (t->kind == KIND_ARRAY || t->kind == KIND_STRUCT)) {
    walk_into(w, part);
    return true;
  }
  if (!simple && (t->kind == KIND_FUNC || t->kind == KIND_MAP || t->kind == KIND_SLICE)) {
    *unhashable = t;
    return false;
  }
  return simple_equal(t, part.a, part.b);
}

bool rtype_equal(const struct rtype *t, const void *a, const void *b,
                 const struct rtype **unhashable) {
  struct walk w;
  struct part part = {t, a, b};
  bool equal;
  *unhashable = NULL;
  walk_begin(&w);
  do
    equal = part_equal(&w, part, unhashable);
  while (equal && walk_next(&w, &part));
  walk_end(&w);
  return equal;
}

// Hashes a number. +0 and -0 hash alike, and so do all NaNs, which a map makes differ.
static uint64_t hash_double(double value, uint64_t seed) {
  if (value == 0)
    return hash_word(0, seed);
  return hash_word(value == value ? double_bits(value) : 1, seed);
}

static uint64_t hash_memory(const void *value, uintptr_t size, uint64_t seed) {
  if (size <= 8) {
    uint64_t word = 0;
    memcpy(&word, value, size);
    return hash_word(word, seed);
  }
  return hash_bytes(value, size, seed);
}

// Hashes a value that has no parts.
static uint64_t hash_simple(const struct rtype *t, const void *value, uint64_t seed) {
  if (t->flags & RTYPE_MEMORY_EQUAL)
    return hash_memory(value, t->layout.size, seed);
  switch ((enum kind)t->kind) {
  case KIND_FLOAT32:
    return hash_double((double)load_float(value), seed);
  case KIND_FLOAT64:
    return hash_double(load_double(value), seed);
  case KIND_COMPLEX64:
    return hash_double((double)load_float((const char *)value + 4),
                       hash_double((double)load_float(value), seed));
  case KIND_COMPLEX128:
    return hash_double(load_double((const char *)value + 8), hash_double(load_double(value), seed));
  case KIND_STRING: {
    struct go_string s;
    memcpy(&s, value, sizeof s);
    return hash_bytes(s.ptr, (uint64_t)s.len, seed);
  }
  default:
    return hash_memory(value, t->layout.size, seed);
  }
}

// Goes from an interface to what it holds; the type becomes NULL for nil. Returns false if that
// cannot be hashed.
static bool enter_interface(struct walk *w, struct part *part, const struct rtype **unhashable) {
  void *words[2];
  memcpy(words, part->a, sizeof words);
  part->type = dynamic_type(part->type, words);
  if (!part->type)
    return true;
  if (!(part->type->flags & RTYPE_COMPARABLE)) {
    *unhashable = part->type;
    return false;
  }
  w->word = words[1];
  part->a = iface_value(part->type, &w->word);
  return true;
}

// Hashes the value of a part. An array or struct is left to the walk.
static uint64_t hash_part(struct walk *w, struct part part, uint64_t seed,
                          const struct rtype **unhashable) {
  while (part.type->kind == KIND_INTERFACE) {
    if (!enter_interface(w, &part, unhashable))
      return 0;
    seed = hash_word(part.type ? part.type->hash : 0, seed);
    if (!part.type)
      return seed;
  }
  const struct rtype *t = part.type;
  bool simple = t->flags & RTYPE_MEMORY_EQUAL;
  if (!simple && (t->kind == KIND_ARRAY || t->kind == KIND_STRUCT)) {
    walk_into(w, part);
    return seed;
  }
  if (!simple && (t->kind == KIND_FUNC || t->kind == KIND_MAP || t->kind == KIND_SLICE)) {
    *unhashable = t;
    return 0;
  }
  return hash_simple(t, part.a, seed);
}

uint64_t rtype_hash(const struct rtype *t, const void *value, uint64_t seed,
                    const struct rtype **unhashable) {
  struct walk w;
  struct part part = {t, value, NULL};
  *unhashable = NULL;
  walk_begin(&w);
  do
    seed = hash_part(&w, part, seed, unhashable);
  while (!*unhashable && walk_next(&w, &part));
  walk_end(&w);
  return seed;
}
