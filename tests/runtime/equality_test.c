// Equality and hashing of every kind of value, by pairs; maps with keys that collide; pools over
// cycles.

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "runtime/hash.h"
#include "runtime/iface.h"
#include "runtime/map.h"
#include "runtime/pool.h"
#include "runtime/slice.h"
#include "runtime/type.h"
#include "tests/runtime/fixture.h"

// A struct of all that compares in a way of its own, with blank fields between.
struct mixed {
  float small;
  int32_t blank;
  double large;
  struct go_string text;
  struct go_eface any;
  double complex_parts[2];
  int64_t blank_too;
  float pairs[4]; // [2]complex64
  uint8_t flag;
};

struct types {
  struct fixture f;
  struct rtype t_float32, t_complex64, t_pairs, t_mixed, t_mixed_array, t_slice;
  struct rtype_field fields[9];
};

static struct rtype *of_size(struct rtype *t, const struct rtype *like, enum kind kind,
                             uintptr_t size) {
  *t = *like;
  t->kind = (uint8_t)kind;
  t->layout.size = size;
  t->slots = (uint32_t)(size + 7) / 8;
  return t;
}

static void types_init(struct types *t) {
  memset(t, 0, sizeof *t);
  fixture_init(&t->f, NULL);
  of_size(&t->t_float32, &t->f.t_float64, KIND_FLOAT32, 4);
  of_size(&t->t_complex64, &t->f.t_complex128, KIND_COMPLEX64, 8);
  of_size(&t->t_pairs, &t->f.t_complex128, KIND_ARRAY, 16)->elem = &t->t_complex64;
  t->t_pairs.len = 2;
  const struct rtype_field fields[] = {
      {.name = "small", .type = &t->t_float32, .offset = offsetof(struct mixed, small)},
      {.name = "_", .type = &t->f.t_int32, .offset = offsetof(struct mixed, blank)},
      {.name = "large", .type = &t->f.t_float64, .offset = offsetof(struct mixed, large)},
      {.name = "text", .type = &t->f.t_string, .offset = offsetof(struct mixed, text)},
      {.name = "any", .type = &t->f.t_any, .offset = offsetof(struct mixed, any)},
      {.name = "c", .type = &t->f.t_complex128, .offset = offsetof(struct mixed, complex_parts)},
      {.name = "_", .type = &t->f.t_int, .offset = offsetof(struct mixed, blank_too)},
      {.name = "pairs", .type = &t->t_pairs, .offset = offsetof(struct mixed, pairs)},
      {.name = "_x", .type = &t->f.t_uint8, .offset = offsetof(struct mixed, flag)}};
  memcpy(t->fields, fields, sizeof fields);
  of_size(&t->t_mixed, &t->f.t_string, KIND_STRUCT, sizeof(struct mixed))->fields = t->fields;
  t->t_mixed.field_count = 9;
  t->t_mixed.string = "main.mixed";
  of_size(&t->t_mixed_array, &t->t_mixed, KIND_ARRAY, 2 * sizeof(struct mixed))->elem = &t->t_mixed;
  t->t_mixed_array.len = 2;
  of_size(&t->t_slice, &t->f.t_func, KIND_SLICE, 24)->flags = RTYPE_HAS_POINTERS;
}

// Whether a and b are equal, and then hash alike with every seed.
static bool same(const struct rtype *t, const void *a, const void *b) {
  const struct rtype *unhashable = NULL;
  bool equal = rtype_equal(t, a, b, &unhashable);
  cr_assert_eq(unhashable, NULL);
  cr_assert_eq(rtype_equal(t, b, a, &unhashable), equal);
  for (uint64_t seed = 0; seed < 5; seed++) {
    uint64_t x = rtype_hash(t, a, seed * 77777, &unhashable);
    uint64_t y = rtype_hash(t, b, seed * 77777, &unhashable);
    cr_assert_eq(unhashable, NULL);
    if (equal)
      cr_assert_eq(x, y, "equal values have one hash");
    else
      cr_assert_neq(x, y, "not by chance with five seeds");
  }
  return equal;
}

static struct mixed sample(struct types *t) {
  static const double three = 3;
  return (struct mixed){.small = 1,
                        .large = 2,
                        .text = fixture_string("text"),
                        .any = {&t->f.t_float64, (void *)(uintptr_t)&three},
                        .complex_parts = {4, 5},
                        .pairs = {6, 7, 8, 9},
                        .flag = 1};
}

Test(equality, every_part_of_a_struct) {
  static struct types t;
  types_init(&t);
  static char copy[] = "text";
  static const double three = 3, four = 4;
  struct mixed a = sample(&t), b = sample(&t);
  b.text.ptr = (const uint8_t *)copy;
  b.any.data = (void *)(uintptr_t)&three;
  b.blank = 5;
  b.blank_too = 6;
  cr_assert(same(&t.t_mixed, &a, &b), "blank fields do not count, bytes of strings do");
  void *parts[] = {&b.small,    &b.large,    &b.complex_parts[0], &b.complex_parts[1],
                   &b.pairs[0], &b.pairs[1], &b.pairs[2],         &b.pairs[3],
                   &b.flag,     &b.text.len};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    struct mixed old = b;
    *(uint8_t *)parts[i] ^= 1;
    cr_assert(!same(&t.t_mixed, &a, &b), "part %zu", i);
    b = old;
  }
  copy[3] = 'T';
  cr_assert(!same(&t.t_mixed, &a, &b));
  copy[3] = 't';
  b.any.data = (void *)(uintptr_t)&four;
  cr_assert(!same(&t.t_mixed, &a, &b));
  b.any.type = &t.f.t_int;
  b.any.data = a.any.data;
  cr_assert(!same(&t.t_mixed, &a, &b), "another type");
  b.any = (struct go_eface){NULL, NULL};
  cr_assert(!same(&t.t_mixed, &a, &b));
  a.any = b.any;
  cr_assert(same(&t.t_mixed, &a, &b));
  struct mixed x[2] = {a, sample(&t)}, y[2] = {b, sample(&t)};
  cr_assert(same(&t.t_mixed_array, x, y));
  y[1].pairs[3] = 0;
  cr_assert(!same(&t.t_mixed_array, x, y));
  fixture_destroy(&t.f);
}

Test(equality, zeros_and_nans) {
  static struct types t;
  types_init(&t);
  float f = 0, g = -f, h = NAN;
  double d = 0, e = -d, n = NAN;
  cr_assert(same(&t.t_float32, &f, &g) && same(&t.f.t_float64, &d, &e));
  float pair[2] = {0, -0.0f}, other[2] = {-0.0f, 0};
  double wide[2] = {0, -0.0}, second[2] = {-0.0, 0};
  cr_assert(same(&t.t_complex64, pair, other) && same(&t.f.t_complex128, wide, second));
  struct mixed a = sample(&t), b = sample(&t);
  a.small = a.pairs[2] = 0;
  b.small = b.pairs[2] = -0.0f;
  a.large = a.complex_parts[1] = 0;
  b.large = b.complex_parts[1] = -0.0;
  cr_assert(same(&t.t_mixed, &a, &b));
  struct go_eface x = {&t.f.t_float64, &d}, y = {&t.f.t_float64, &e};
  cr_assert(same(&t.f.t_any, &x, &y));
  const struct rtype *unhashable;
  cr_assert(!rtype_equal(&t.t_float32, &h, &h, &unhashable));
  cr_assert(!rtype_equal(&t.f.t_float64, &n, &n, &unhashable));
  wide[0] = NAN;
  cr_assert(!rtype_equal(&t.f.t_complex128, wide, wide, &unhashable));
  pair[1] = NAN;
  cr_assert(!rtype_equal(&t.t_complex64, pair, pair, &unhashable));
  a.pairs[3] = NAN;
  cr_assert(!rtype_equal(&t.t_mixed, &a, &a, &unhashable));
  fixture_destroy(&t.f);
}

Test(equality, what_cannot_be_compared_is_named) {
  static struct types t;
  types_init(&t);
  struct mixed a = sample(&t), b = sample(&t);
  void *words[3] = {NULL};
  a.any = b.any = (struct go_eface){&t.t_slice, words};
  const struct rtype *unhashable = NULL;
  rtype_equal(&t.t_mixed, &a, &b, &unhashable);
  cr_assert_eq(unhashable, &t.t_slice);
  rtype_hash(&t.t_mixed, &a, 1, &unhashable);
  cr_assert_eq(unhashable, &t.t_slice);
  a.large = 9;
  cr_assert(!rtype_equal(&t.t_mixed, &a, &b, &unhashable) && !unhashable, "an earlier part tells");
  fixture_destroy(&t.f);
}

// Pairs that agree in all that an index looks at first: only the entries tell them apart.
Test(map, keys_that_collide) {
  struct fixture f;
  fixture_init(&f, NULL);
  enum { keys = 3000 };
  struct map *m = map_new(f.g, &f.map_int_int, 0);
  // The index is searched from the top bits of the hash: as many keys as share a few of them.
  static uint64_t chosen[keys];
  uint64_t seed = 0, found = 0;
  for (uint64_t k = 1; found < keys; k++) {
    if (k == 1) {
      *(uint64_t *)map_assign(f.g, m, &f.map_int_int, &k) = 0;
      seed = m->seed;
    }
    if (hash_word(k, seed) >> 58 == 63) // they go around the end of the index, too
      chosen[found++] = k;
  }
  for (int i = 0; i < keys; i++)
    *(uint64_t *)map_assign(f.g, m, &f.map_int_int, &chosen[i]) = chosen[i] * 3;
  cr_assert_eq(m->seed, seed);
  map_check(m);
  for (int i = 0; i < keys; i += 3)
    cr_assert(map_delete(f.g, m, &f.map_int_int, &chosen[i]));
  map_check(m);
  const struct rtype *unhashable;
  for (int i = 0; i < keys; i++) {
    uint64_t *value = map_lookup(m, &f.map_int_int, &chosen[i], &unhashable);
    cr_assert_eq(value != NULL, i % 3 != 0);
    cr_assert(!value || *value == chosen[i] * 3);
  }
  for (int i = 0; i < keys; i += 3)
    *(uint64_t *)map_assign(f.g, m, &f.map_int_int, &chosen[i]) = chosen[i] * 5;
  map_check(m);
  static uint8_t seen[keys];
  struct map_iter *it = map_iter_new(f.g, m);
  int count = 0;
  for (void *key, *value; map_iter_next(f.g, it, &key, &value); count++) {
    uint64_t k = *(uint64_t *)key;
    int low = 0;
    while (low < keys && chosen[low] != k)
      low++;
    cr_assert(low < keys ? !seen[low]++ : k == 1, "each once");
  }
  cr_assert_eq(count, map_len(m));
  fixture_destroy(&f);
}

// A walk meets each entry once, wherever it begins, in maps of every small size.
Test(map, walks_of_small_maps) {
  struct fixture f;
  fixture_init(&f, NULL);
  for (uint64_t size = 1; size <= 20; size++) {
    struct map *m = map_new(f.g, &f.map_int_int, 0);
    for (uint64_t k = 0; k < size; k++)
      *(uint64_t *)map_assign(f.g, m, &f.map_int_int, &k) = k;
    for (int turn = 0; turn < 60; turn++) {
      uint32_t seen = 0;
      struct map_iter *it = map_iter_new(f.g, m);
      for (void *key, *value; map_iter_next(f.g, it, &key, &value);) {
        uint32_t bit = UINT32_C(1) << *(uint64_t *)key;
        cr_assert_eq(seen & bit, 0);
        seen |= bit;
      }
      cr_assert_eq(seen, (UINT32_C(1) << size) - 1);
    }
  }
  fixture_destroy(&f);
}

// What a slice has room for behind its elements is zero, with pointers and without.
Test(slice, room_is_zero) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct rtype *types[] = {&f.t_uint8, &f.t_int32, &f.t_int, &f.t_string, &f.t_int_pointer};
  for (int dirty = 0; dirty < 3000; dirty++) { // memory that was used before, of all sizes
    uintptr_t size = 16 + (uintptr_t)dirty % 300 * 16;
    memset(gc_malloc(&f.rt->gc, g_gc_p(f.g), size, NULL, false), 0xaa, size);
  }
  gc_collect(&f.rt->gc, g_gc_p(f.g));
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    for (int64_t length = 0; length < 200; length += 7) {
      uintptr_t size = types[i]->layout.size;
      struct go_slice s = {NULL, 0, 0};
      cr_assert(slice_make(f.g, types[i], length, length, &s));
      memset(s.ptr, types[i]->layout.ptrdata ? 0 : 0x55, (uintptr_t)length * size);
      cr_assert(slice_grow(f.g, types[i], &s, 3));
      cr_assert(s.len == length && s.cap >= length + 3);
      for (uintptr_t at = (uintptr_t)length * size; at < (uintptr_t)s.cap * size; at++)
        cr_assert_eq(((uint8_t *)s.ptr)[at], 0);
    }
  fixture_destroy(&f);
}

// A pool gives what was put in, at once and in the next cycle, and not in the one after it.
Test(pool, values_live_through_one_cycle) {
  struct fixture f;
  fixture_init(&f, NULL);
  static int64_t number = 7;
  struct go_eface value = {&f.t_int, &number};
  struct pool *pool = gc_malloc(&f.rt->gc, g_gc_p(f.g), sizeof *pool, NULL, true);
  static struct pool_local locals[2];
  static struct go_slice slice;
  for (int cycles = 0; cycles < 4; cycles++) {
    memset(locals, 0, sizeof locals);
    *pool = (struct pool){0};
    f.rt->pools.count = f.rt->victim_pools.count = 0;
    slice = (struct go_slice){locals, 1, 1};
    cr_assert_eq(pool_put(f.g, pool, value), POOL_WANTS_LOCAL);
    pool_attach(f.g, pool, &slice);
    cr_assert_eq(pool_put(f.g, pool, value), POOL_DONE);
    cr_assert_eq(pool_put(f.g, pool, value), POOL_WANTS_ITEM);
    struct pool_item item = {.value = value};
    cr_assert_eq(pool_push(f.g, pool, &item), POOL_DONE);
    for (int i = 0; i < cycles; i++)
      pools_clear(f.rt);
    for (int i = 0; i < 2; i++) {
      struct go_eface got = pool_get(f.g, pool);
      cr_assert_eq(got.type != NULL, cycles < 2, "value %d after %d cycles", i, cycles);
      cr_assert(!got.type || got.data == &number);
    }
    cr_assert_eq(pool_get(f.g, pool).type, NULL, "each once");
    cr_assert_eq(f.rt->pools.count + f.rt->victim_pools.count, cycles < 2,
                 "listed while it has something");
  }
  fixture_destroy(&f);
}

// A program may store an empty pool over one that has values, and a pool over another.
Test(pool, pools_that_are_stored_over_lose_no_others) {
  struct fixture f;
  fixture_init(&f, NULL);
  static int64_t number = 7;
  struct go_eface value = {&f.t_int, &number};
  static struct pool_local locals[4];
  static struct go_slice slices[4];
  struct pool *pools[3];
  memset(locals, 0, sizeof locals);
  for (int i = 0; i < 4; i++)
    slices[i] = (struct go_slice){&locals[i], 1, 1};
  for (int i = 0; i < 3; i++) {
    pools[i] = gc_malloc(&f.rt->gc, g_gc_p(f.g), sizeof *pools[i], NULL, true);
    pool_attach(f.g, pools[i], &slices[i]);
    cr_assert_eq(pool_put(f.g, pools[i], value), POOL_DONE);
  }
  *pools[1] = (struct pool){0};
  pool_attach(f.g, pools[1], &slices[3]);
  cr_assert_eq(pool_put(f.g, pools[1], value), POOL_DONE);
  *pools[2] = *pools[1];
  pools_clear(f.rt);
  for (int i = 0; i < 2; i++)
    cr_assert_not_null(pool_get(f.g, pools[i]).type, "pool %d has its victim", i);
  for (int i = 0; i < 2; i++)
    cr_assert_eq(pool_put(f.g, pools[i], value), POOL_WANTS_LOCAL, "pool %d was cleared", i);
  pools_clear(f.rt);
  for (int i = 0; i < 3; i++)
    cr_assert(!pools[i]->local && !pools[i]->victim, "pool %d has nothing", i);
  cr_assert_eq(f.rt->pools.count + f.rt->victim_pools.count, 0);
  fixture_destroy(&f);
}
