// Package sort in C: slices of basic types.

#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// Numbers are sorted as unsigned 64-bit keys, whose order is that of the numbers: quicksort down to
// short ranges, which insertion sorts. After too many bad pivots heapsort takes over. Long ranges
// are left to poll now and then: only numbers are moved, which the collector does not look at.
static void insertion(uint64_t *keys, int64_t count) {
  for (int64_t i = 1; i < count; i++) {
    uint64_t key = keys[i];
    int64_t j = i;
    for (; j > 0 && keys[j - 1] > key; j--)
      keys[j] = keys[j - 1];
    keys[j] = key;
  }
}

static uint64_t median(uint64_t a, uint64_t b, uint64_t c) {
  if (a > b) {
    uint64_t t = a;
    a = b;
    b = t;
  }
  return c <= a ? a : c >= b ? b : c;
}

enum { poll_keys = 1 << 12 }; // numbers that are looked at between polls

// How far it is from one poll to the next.
static int64_t piece(int64_t at, int64_t count) {
  return count - at < poll_keys ? count : at + poll_keys;
}

// Sifts keys[root] down in a heap of count.
static void sift(uint64_t *keys, int64_t root, int64_t count) {
  uint64_t key = keys[root];
  for (int64_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && keys[child + 1] > keys[child])
      child++;
    if (keys[child] <= key)
      break;
    keys[root] = keys[child];
  }
  keys[root] = key;
}

static void heap_sort(struct g *g, uint64_t *keys, int64_t count) {
  for (int64_t i = count / 2; i-- > 0;) {
    sift(keys, i, count);
    if (i % (poll_keys / 16) == 0)
      runtime_poll(g);
  }
  for (int64_t i = count - 1; i > 0; i--) {
    uint64_t largest = keys[0];
    keys[0] = keys[i];
    keys[i] = largest;
    sift(keys, 0, i);
    if (i % (poll_keys / 16) == 0)
      runtime_poll(g);
  }
}

// The loops of the partition, up to where i and j meet; stops to poll. Whether they have met.
static bool partition(uint64_t *keys, uint64_t pivot, int64_t *i, int64_t *j) {
  int64_t least = *i + poll_keys, most = *j - poll_keys;
  while (*i<least && * j> most) {
    while (keys[++*i] < pivot)
      if (*i >= least)
        return false;
    while (keys[--*j] > pivot)
      if (*j <= most) {
        --*i; // it stays where it was found
        return false;
      }
    if (*i >= *j)
      return true;
    uint64_t t = keys[*i];
    keys[*i] = keys[*j];
    keys[*j] = t;
  }
  return false;
}

static void sort_keys(struct g *g, uint64_t *keys, int64_t count, int limit) {
  while (count > 24) {
    if (limit-- == 0) {
      heap_sort(g, keys, count);
      return;
    }
    uint64_t pivot = median(keys[0], keys[count / 2], keys[count - 1]);
    int64_t i = -1, j = count;
    if (count > poll_keys / 8)
      runtime_poll(g);
    while (!partition(keys, pivot, &i, &j))
      runtime_poll(g);
    // [0, j] and [j + 1, count): the shorter one by recursion.
    int64_t left = j + 1;
    if (left < count - left) {
      sort_keys(g, keys, left, limit);
      keys += left;
      count -= left;
    } else {
      sort_keys(g, keys + left, count - left, limit);
      count = left;
    }
  }
  insertion(keys, count);
}

static bool keys_sorted(struct g *g, const uint64_t *keys, int64_t count) {
  for (int64_t i = 1; i < count;) {
    for (int64_t end = piece(i, count); i < end; i++)
      if (keys[i - 1] > keys[i])
        return false;
    runtime_poll(g);
  }
  return true;
}

static void sort_all(struct g *g, uint64_t *keys, int64_t count) {
  if (!keys_sorted(g, keys, count))
    sort_keys(g, keys, count, 2 * (64 - __builtin_clzll((uint64_t)count | 1)));
}

static const uint64_t sign = UINT64_C(1) << 63;

// Numbers to keys, and back.
static void flip_signs(struct g *g, uint64_t *numbers, int64_t count) {
  for (int64_t i = 0; i < count;) {
    for (int64_t end = piece(i, count); i < end; i++)
      numbers[i] ^= sign;
    runtime_poll(g);
  }
}

static bool sort_ints(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  uint64_t *numbers = (uint64_t *)args[0];
  int64_t count = (int64_t)args[1];
  flip_signs(g, numbers, count);
  sort_all(g, numbers, count);
  flip_signs(g, numbers, count);
  return true;
}

static bool is_nan(uint64_t bits) {
  return (bits & ~sign) > UINT64_C(0x7FF0000000000000);
}

// NaNs go to the front, where they stay.
static bool sort_floats(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  uint64_t *numbers = (uint64_t *)args[0];
  int64_t count = (int64_t)args[1], nans = 0;
  for (int64_t i = 0; i < count; i++) {
    if (is_nan(numbers[i])) {
      uint64_t t = numbers[nans];
      numbers[nans++] = numbers[i];
      numbers[i] = t;
    }
    if (i % poll_keys == 0)
      runtime_poll(g);
  }
  numbers += nans;
  count -= nans;
  for (int64_t i = 0; i < count;) {
    for (int64_t end = piece(i, count); i < end; i++)
      numbers[i] = numbers[i] & sign ? ~numbers[i] : numbers[i] | sign;
    runtime_poll(g);
  }
  sort_all(g, numbers, count);
  for (int64_t i = 0; i < count;) {
    for (int64_t end = piece(i, count); i < end; i++)
      numbers[i] = numbers[i] & sign ? numbers[i] & ~sign : ~numbers[i];
    runtime_poll(g);
  }
  return true;
}

enum {
  string_steps = 8, // of bulk_step, to compare two strings
  run = 12,         // strings that are sorted by insertion
};

static void insert_strings(struct go_string *strings, int64_t count) {
  for (int64_t i = 1, j; i < count; i++) {
    struct go_string s = strings[i];
    for (j = i; j > 0 && string_compare(s, strings[j - 1]) < 0; j--)
      strings[j] = strings[j - 1];
    strings[j] = s;
  }
}

// Sorts by merging; there is room for half of them in spare.
static void merge_sort(struct go_string *strings, int64_t count, struct go_string *spare) {
  if (count <= run) {
    insert_strings(strings, count);
    return;
  }
  int64_t half = count / 2, left = 0, right = half;
  merge_sort(strings, half, spare);
  merge_sort(strings + half, count - half, spare);
  bulk_copy(spare, strings, (uintptr_t)half * sizeof *strings);
  // What is not taken yet of the left half is in spare: there is always room for it. The first step
  // pauses: many short merges take long too.
  for (int64_t i = 0, pause = 0; left < half; i++) {
    pause = bulk_step(i * string_steps, pause);
    if (right < count && string_compare(strings[right], spare[left]) < 0)
      strings[i] = strings[right++];
    else
      strings[i] = spare[left++];
  }
}

static bool strings_sorted(const struct go_string *strings, int64_t count) {
  for (int64_t i = 1, pause = bulk_steps; i < count; i++) {
    pause = bulk_step(i * string_steps, pause);
    if (string_compare(strings[i - 1], strings[i]) > 0)
      return false;
  }
  return true;
}

// Sorts a copy that is no pointers to the collector, which so sees all stores of the result. The
// strings stay where they are until then.
static bool sort_strings(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {16, 8, mask};
  struct go_string *strings = (struct go_string *)args[0];
  int64_t count = (int64_t)args[1];
  if (strings_sorted(strings, count))
    return true;
  uintptr_t bytes = (uintptr_t)count * sizeof *strings;
  struct go_string *copy = gc_malloc(&g->runtime->gc, g_gc_p(g), bytes + bytes / 2, NULL, false);
  bulk_copy(copy, strings, bytes);
  merge_sort(copy, count, copy + count);
  bulk_move_typed(g, strings, copy, bytes, &layout);
  return true;
}

static bool sort_ints_sorted(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  const int64_t *numbers = (const int64_t *)args[0];
  results[0] = 1;
  for (int64_t i = 1, pause = bulk_steps; i < (int64_t)args[1]; i++) {
    pause = bulk_step(i, pause);
    if (numbers[i] < numbers[i - 1])
      results[0] = 0;
  }
  return true;
}

static bool sort_floats_sorted(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  const double *numbers = (const double *)args[0];
  results[0] = 1;
  for (int64_t i = 1, pause = bulk_steps; i < (int64_t)args[1]; i++) {
    pause = bulk_step(i, pause);
    double a = numbers[i - 1], b = numbers[i];
    if (b < a || (b != b && a == a))
      results[0] = 0;
  }
  return true;
}

static bool sort_strings_sorted(struct g *g, uint64_t *args, uint64_t *results) {
  (void)g;
  results[0] = strings_sorted((const struct go_string *)args[0], (int64_t)args[1]);
  return true;
}

const struct native_entry natives_sort[] = {
    {"Ints", sort_ints, FUNC_NATIVE_BLOCKING, NULL},
    {"Float64s", sort_floats, FUNC_NATIVE_BLOCKING, NULL},
    {"Strings", sort_strings, 0, NULL},
    {"IntsAreSorted", sort_ints_sorted, 0, NULL},
    {"Float64sAreSorted", sort_floats_sorted, 0, NULL},
    {"StringsAreSorted", sort_strings_sorted, 0, NULL},
    {NULL, NULL, 0, NULL},
};
