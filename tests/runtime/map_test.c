// Maps against a plain array as the model, and the rules of iteration.

#include "tests/runtime/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/map.h"
#include "runtime/string.h"

enum { keys = 3000 };

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

// Spreads small numbers so that keys are not dense.
static uint64_t key_of(uint32_t i) {
  return i * UINT64_C(0x100000001) - 7;
}

static void compare_int(struct fixture *f, struct map *m, const bool *have, const int64_t *values) {
  const struct rtype *unhashable;
  int64_t count = 0;
  for (uint32_t i = 0; i < keys; i++) {
    uint64_t key = key_of(i);
    const int64_t *value = map_lookup(m, &f->map_int_int, &key, &unhashable);
    cr_assert_eq(value != NULL, have[i]);
    cr_assert_eq((const void *)value, map_lookup64(m, key));
    if (value)
      cr_assert_eq(*value, values[i]);
    count += have[i];
  }
  cr_assert_eq(map_len(m), count);
  map_check(m);
}

Test(map, ints_against_a_model) {
  struct fixture f;
  fixture_init(&f, "seed=1");
  static bool have[keys];
  static int64_t values[keys];
  uint64_t state = 42;
  struct map *m = map_new(f.g, &f.map_int_int, 0);
  for (int step = 0; step < 60000; step++) {
    uint32_t range = step < 20000 ? 12 : step < 40000 ? 300 : keys;
    uint32_t i = (uint32_t)(next_random(&state) % range);
    uint64_t key = key_of(i);
    if (next_random(&state) % 5 < 3) {
      int64_t *value = map_assign(f.g, m, &f.map_int_int, &key);
      *value = values[i] = step;
      have[i] = true;
    } else {
      cr_assert(map_delete(f.g, m, &f.map_int_int, &key));
      have[i] = false;
    }
    if (step % 5000 == 0 || (step < 200 && step % 10 == 0))
      compare_int(&f, m, have, values);
    if (step % 17000 == 16999) {
      map_clear(f.g, m);
      memset(have, 0, sizeof have);
      cr_assert_eq(map_len(m), 0);
    }
  }
  compare_int(&f, m, have, values);
  fixture_destroy(&f);
}

Test(map, strings) {
  struct fixture f;
  fixture_init(&f, "seed=1");
  char text[32];
  struct map *m = map_new(f.g, &f.map_string_int, 100);
  cr_assert_eq(map_lookup_string(m, fixture_string("x")), NULL);
  for (int i = 0; i < 5000; i++) {
    snprintf(text, sizeof text, "key number %d", i);
    struct go_string key = string_from_c(f.g, text);
    *(int64_t *)map_assign_string(f.g, m, key) = i;
  }
  *(int64_t *)map_assign_string(f.g, m, fixture_string("")) = -1;
  map_check(m);
  for (int i = 0; i < 5000; i++) {
    snprintf(text, sizeof text, "key number %d", i);
    const int64_t *value = map_lookup_string(m, fixture_string(text));
    cr_assert(value && *value == i);
  }
  cr_assert_eq(*(const int64_t *)map_lookup_string(m, fixture_string("")), -1);
  cr_assert_eq(map_lookup_string(m, fixture_string("key number")), NULL);
  cr_assert_eq(map_len(m), 5001);
  fixture_destroy(&f);
}

Test(map, narrow_keys_and_string_values) {
  struct fixture f;
  fixture_init(&f, "seed=1");
  const struct rtype *unhashable;
  struct map *m = map_new(f.g, &f.map_int32_string, 0);
  for (int32_t i = -500; i < 500; i++)
    *(struct go_string *)map_assign(f.g, m, &f.map_int32_string, &i) = fixture_string("v");
  for (int32_t i = -600; i < 600; i++) {
    const struct go_string *value = map_lookup(m, &f.map_int32_string, &i, &unhashable);
    cr_assert_eq(value != NULL, i >= -500 && i < 500);
  }
  map_check(m);
  fixture_destroy(&f);
}

Test(map, nil_and_unhashable) {
  struct fixture f;
  fixture_init(&f, NULL);
  const struct rtype *unhashable;
  uint64_t key = 1;
  cr_assert_eq(map_lookup(NULL, &f.map_int_int, &key, &unhashable), NULL);
  cr_assert_eq(map_len(NULL), 0);
  cr_assert(map_delete(f.g, NULL, &f.map_int_int, &key));
  cr_assert_eq(map_assign(f.g, NULL, &f.map_int_int, &key), NULL);
  char *text = fixture_panic(&f);
  cr_assert_str_eq(text, "assignment to entry in nil map");
  free(text);
  struct go_eface bad = {&f.t_func, NULL};
  cr_assert_eq(map_lookup(NULL, &f.map_any_int, &bad, &unhashable), NULL);
  cr_assert_eq(unhashable, &f.t_func);
  struct map *m = map_new(f.g, &f.map_any_int, 0);
  cr_assert_eq(map_assign(f.g, m, &f.map_any_int, &bad), NULL);
  text = fixture_panic(&f);
  cr_assert_str_eq(text, "hash of unhashable type func()");
  free(text);
  int64_t number = 7, other = 7;
  struct go_eface a = {&f.t_int, &number}, b = {&f.t_int, &other};
  *(int64_t *)map_assign(f.g, m, &f.map_any_int, &a) = 5;
  cr_assert_eq(*(int64_t *)map_lookup(m, &f.map_any_int, &b, &unhashable), 5);
  fixture_destroy(&f);
}

Test(map, floats) {
  struct fixture f;
  fixture_init(&f, NULL);
  const struct rtype *unhashable;
  struct map *m = map_new(f.g, &f.map_float_int, 0);
  double plus = 0.0, minus = -0.0, nan = NAN;
  *(int64_t *)map_assign(f.g, m, &f.map_float_int, &plus) = 1;
  *(int64_t *)map_assign(f.g, m, &f.map_float_int, &minus) = 2;
  cr_assert_eq(map_len(m), 1);
  void *key;
  cr_assert_eq(*(int64_t *)map_lookup_entry(m, &f.map_float_int, &plus, &key, &unhashable), 2);
  cr_assert(signbit(*(double *)key), "the new key is stored");
  for (int i = 0; i < 2000; i++)
    *(int64_t *)map_assign(f.g, m, &f.map_float_int, &nan) = i;
  cr_assert_eq(map_len(m), 2001);
  cr_assert_eq(map_lookup(m, &f.map_float_int, &nan, &unhashable), NULL);
  map_check(m);
  map_clear(f.g, m);
  cr_assert_eq(map_len(m), 0);
  fixture_destroy(&f);
}

Test(map, iteration_sees_each_key_once) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  static const int sizes[] = {0, 1, 5, 8, 9, 100, 1000};
  for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
    struct map *m = map_new(f.g, &f.map_int_int, sizes[s]);
    for (int i = 0; i < sizes[s]; i++)
      *(int64_t *)map_assign64(f.g, m, (uint64_t)i) = i * 3;
    bool seen[1000] = {false};
    int count = 0;
    void *key, *value;
    struct map_iter *it = map_iter_new(f.g, m);
    while (map_iter_next(f.g, it, &key, &value)) {
      int64_t k = *(int64_t *)key;
      cr_assert(k >= 0 && k < sizes[s] && !seen[k]);
      cr_assert_eq(*(int64_t *)value, k * 3);
      seen[k] = true;
      count++;
    }
    cr_assert_eq(count, sizes[s]);
    cr_assert(!map_iter_next(f.g, it, &key, &value));
  }
  fixture_destroy(&f);
}

// While iterating, other keys are deleted and many are added, so that the map is rebuilt.
Test(map, iteration_while_the_map_changes) {
  struct fixture f;
  fixture_init(&f, "seed=4");
  enum { first = 200 };
  for (int round = 0; round < 30; round++) {
    struct map *m = map_new(f.g, &f.map_int_int, 0);
    bool seen[first] = {false}, deleted[first] = {false};
    for (uint64_t i = 0; i < first; i++)
      *(int64_t *)map_assign64(f.g, m, i) = (int64_t)i;
    void *key, *value;
    uint64_t fresh = 1000;
    struct map_iter *it = map_iter_new(f.g, m);
    while (map_iter_next(f.g, it, &key, &value)) {
      uint64_t k = *(uint64_t *)key;
      if (k >= first)
        continue;
      cr_assert(!seen[k] && !deleted[k]);
      seen[k] = true;
      uint64_t victim = (k * 7 + (uint64_t)round) % first;
      map_delete(f.g, m, &f.map_int_int, &victim);
      deleted[victim] = true;
      for (int i = 0; i < 5; i++, fresh++)
        *(int64_t *)map_assign64(f.g, m, fresh) = 0;
      if (fresh > 3000)
        continue;
    }
    for (int i = 0; i < first; i++)
      cr_assert(seen[i] || deleted[i], "key %d was lost", i);
    map_check(m);
  }
  fixture_destroy(&f);
}

Test(map, clear_ends_an_iteration) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct map *m = map_new(f.g, &f.map_float_int, 0);
  double nan = NAN, one = 1;
  for (int i = 0; i < 20; i++)
    *(int64_t *)map_assign(f.g, m, &f.map_float_int, &nan) = i;
  void *key, *value;
  struct map_iter *it = map_iter_new(f.g, m);
  cr_assert(map_iter_next(f.g, it, &key, &value));
  map_clear(f.g, m);
  *(int64_t *)map_assign(f.g, m, &f.map_float_int, &one) = 1;
  cr_assert(!map_iter_next(f.g, it, &key, &value));
  fixture_destroy(&f);
}

Test(map, nan_keys_survive_a_rebuild_in_an_iteration) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct map *m = map_new(f.g, &f.map_float_int, 0);
  double nan = NAN;
  for (int i = 0; i < 8; i++)
    *(int64_t *)map_assign(f.g, m, &f.map_float_int, &nan) = i;
  void *key, *value;
  int old = 0;
  struct map_iter *it = map_iter_new(f.g, m);
  cr_assert(map_iter_next(f.g, it, &key, &value));
  old++;
  for (int i = 100; i < 200; i++)
    *(int64_t *)map_assign(f.g, m, &f.map_float_int, &nan) = i;
  while (map_iter_next(f.g, it, &key, &value))
    old += *(int64_t *)value < 8;
  cr_assert_eq(old, 8);
  fixture_destroy(&f);
}

// A queue: keys come and go, the map stays small.
Test(map, holes_are_reclaimed) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct map *m = map_new(f.g, &f.map_int_int, 0);
  for (uint64_t i = 0; i < 100000; i++) {
    *(int64_t *)map_assign64(f.g, m, i) = 0;
    if (i >= 10) {
      uint64_t old = i - 10;
      map_delete(f.g, m, &f.map_int_int, &old);
    }
  }
  cr_assert_eq(map_len(m), 10);
  cr_assert_leq(map_array(m)->capacity, 48);
  map_check(m);
  fixture_destroy(&f);
}

// What another goroutine sees in the middle of a change.
static struct map *map_in_change(struct fixture *f, uint64_t *key) {
  fixture_init(f, NULL);
  struct map *m = map_new(f->g, &f->map_int_int, 0);
  for (*key = 1; *key < 20; ++*key)
    *(int64_t *)map_assign(f->g, m, &f->map_int_int, key) = 5;
  *key = 7;
  m->count |= INT64_MIN;
  cr_assert_eq(map_len(m), 19);
  return m;
}

static void expect_fatal(struct fixture *f, const char *text) {
  cr_assert(f->rt->end.fatal);
  cr_assert_eq(strncmp(f->rt->end.text, text, strlen(text)), 0, "%s", f->rt->end.text);
  fixture_destroy(f);
}

Test(map, misuse_is_told_apart) {
  struct fixture f;
  uint64_t key;
  const struct rtype *unhashable;
  void *k, *v;
  struct map *m = map_in_change(&f, &key);
  cr_assert_eq(map_lookup(m, &f.map_int_int, &key, &unhashable), NULL);
  expect_fatal(&f, "fatal error: concurrent map read and map write\n");
  m = map_in_change(&f, &key);
  cr_assert_eq(map_lookup64(m, key), NULL);
  expect_fatal(&f, "fatal error: concurrent map read and map write\n");
  m = map_in_change(&f, &key);
  cr_assert_eq(map_assign(f.g, m, &f.map_int_int, &key), NULL);
  expect_fatal(&f, "fatal error: concurrent map writes\n");
  m = map_in_change(&f, &key);
  cr_assert_not(map_delete(f.g, m, &f.map_int_int, &key));
  expect_fatal(&f, "fatal error: concurrent map writes\n");
  m = map_in_change(&f, &key);
  map_clear(f.g, m);
  expect_fatal(&f, "fatal error: concurrent map writes\n");
  m = map_in_change(&f, &key);
  m->count &= INT64_MAX;
  struct map_iter *it = map_iter_new(f.g, m);
  cr_assert(map_iter_next(f.g, it, &k, &v));
  m->count |= INT64_MIN;
  cr_assert_not(map_iter_next(f.g, it, &k, &v));
  expect_fatal(&f, "fatal error: concurrent map iteration and map write\n");
}

// The address is that of a value in one of the arrays.
static bool in_array(const struct map_entries *array, const struct map_info *info,
                     const void *value) {
  uintptr_t offset = (uintptr_t)value - (uintptr_t)array;
  return offset < array->used * (uintptr_t)info->entry_size + map_key_offset;
}

// What a reader sees that loads the array before and the index after another goroutine has stored
// both, or the other way round: each mix of a small, a large and an empty map stays within arrays.
Test(map, mixed_arrays_are_bounded) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct map *maps[3];
  const int64_t sizes[3] = {0, 3, 1000};
  for (int i = 0; i < 3; i++) {
    maps[i] = map_new(f.g, &f.map_int_int, 0);
    for (int64_t k = 0; k < sizes[i]; k++)
      *(int64_t *)map_assign64(f.g, maps[i], (uint64_t)k) = k;
  }
  // The empty array ends where memory does.
  char *pages =
      mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  cr_assert_neq(pages, MAP_FAILED);
  cr_assert_eq(mprotect(pages + page_size, page_size, PROT_NONE), 0);
  maps[0]->entries = (struct map_entries *)(void *)(pages + page_size) - 1;
  for (int mix = 0; mix < 27; mix++) {
    struct map *m = map_new(f.g, &f.map_int_int, 0);
    m->count = sizes[mix / 9];
    m->entries = maps[mix / 3 % 3]->entries;
    m->index = maps[mix % 3]->index;
    m->seed = maps[mix % 3]->seed;
    for (uint64_t key = 0; key < 2000; key++) {
      const void *value = map_lookup64(m, key);
      cr_assert(!value || in_array(maps[mix / 3 % 3]->entries, m->info, value) ||
                in_array(maps[mix % 3]->entries, m->info, value));
    }
    struct map_iter *it = map_iter_new(f.g, m);
    int64_t produced = 0;
    for (void *key, *value; map_iter_next(f.g, it, &key, &value); produced++)
      cr_assert(in_array(map_array(m), m->info, value));
    cr_assert_leq(produced, map_array(m)->used);
  }
  munmap(pages, 2 * page_size);
  fixture_destroy(&f);
}

// Keys of which another goroutine has stored a half are not followed.
Test(map, torn_keys_are_not_followed) {
  for (int size = 4; size <= 400; size *= 100) {
    struct fixture f;
    fixture_init(&f, NULL);
    struct map *strings = map_new(f.g, &f.map_string_int, 0);
    struct map *anys = map_new(f.g, &f.map_any_int, 0);
    int64_t numbers[400];
    for (int64_t i = 0; i < size; i++) {
      char text[32];
      snprintf(text, sizeof text, "key number %" PRId64, i);
      *(int64_t *)map_assign_string(f.g, strings, fixture_string(text)) = i;
      numbers[i] = i;
      const void *any[2] = {&f.t_int, &numbers[i]};
      *(int64_t *)map_assign(f.g, anys, &f.map_any_int, any) = i;
    }
    struct map *both[2] = {strings, anys};
    for (int which = 0; which < 2; which++)
      for (int64_t i = 0; i < size; i++) {
        uint8_t *entry = (uint8_t *)map_array(both[which]) +
                         (uintptr_t)i * both[which]->info->entry_size + map_key_offset;
        memset(entry + (which ? 8 : 0), 0, 8); // the pointer, not the length or the type
      }
    for (int64_t i = 0; i < size; i++) {
      char text[32];
      const struct rtype *unhashable;
      snprintf(text, sizeof text, "key number %" PRId64, i);
      cr_assert_null(map_lookup_string(strings, fixture_string(text)));
      const void *any[2] = {&f.t_int, &numbers[i]};
      cr_assert_null(map_lookup(anys, &f.map_any_int, any, &unhashable));
    }
    fixture_destroy(&f);
  }
}
