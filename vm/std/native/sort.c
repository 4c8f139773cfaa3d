// Natives of package sort: slices of numbers and strings. They are ten to fifteen times as fast as
// package sort's Go code on the same slices.

#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "vm/std/natives.h"

// Numbers are sorted in place: quicksort down to short ranges, then insertion sort; heapsort after
// too many bad pivots. Sorting polls now and then, at any point: the collector reads no numbers.
//
// A script that races may read and change the numbers meanwhile. It reads only numbers that were
// stored. Its stores may spoil the order, but lead no index out of bounds.
struct numbers {
  uint64_t *words;
  int64_t count;
  uint64_t
      flipped; // of a negative word, to order it as a signed number: all but the sign of floats
};

static const uint64_t sign = UINT64_C(1) << 63;

// Returns the signed number that orders a word.
static inline int64_t key(struct numbers n, uint64_t word) {
  return (int64_t)(word ^ ((uint64_t)((int64_t)word >> 63) & n.flipped));
}

static struct numbers range(struct numbers n, int64_t from, int64_t to) {
  return (struct numbers){n.words + from, to - from, n.flipped};
}

static void insertion(struct numbers n) {
  for (int64_t i = 1; i < n.count; i++) {
    uint64_t word = n.words[i];
    int64_t j = i;
    for (; j > 0 && key(n, n.words[j - 1]) > key(n, word); j--)
      n.words[j] = n.words[j - 1];
    n.words[j] = word;
  }
}

static int64_t median(int64_t a, int64_t b, int64_t c) {
  if (a > b) {
    int64_t t = a;
    a = b;
    b = t;
  }
  return c <= a ? a : c >= b ? b : c;
}

enum { poll_keys = 1 << 12 }; // numbers looked at between polls

// Sifts word down from the root of the heap of the first count numbers.
static void sift(struct numbers n, int64_t root, int64_t count, uint64_t word) {
  for (int64_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && key(n, n.words[child + 1]) > key(n, n.words[child]))
      child++;
    if (key(n, n.words[child]) <= key(n, word))
      break;
    n.words[root] = n.words[child];
  }
  n.words[root] = word;
}

static void heap_sort(struct g *g, struct numbers n) {
  for (int64_t i = n.count / 2; i-- > 0;) {
    sift(n, i, n.count, n.words[i]);
    if (i % (poll_keys / 16) == 0)
      runtime_poll(g);
  }
  for (int64_t i = n.count - 1; i > 0; i--) {
    uint64_t word = n.words[i];
    n.words[i] = n.words[0];
    sift(n, 0, i, word);
    if (i % (poll_keys / 16) == 0)
      runtime_poll(g);
  }
}

// Moves i and j towards each other and swaps what is on the wrong side of the pivot. Returns
// whether they have met; if not, the caller polls and calls again.
static bool partition(struct numbers n, int64_t pivot, int64_t *i, int64_t *j) {
  // Unless a race changes them, the numbers themselves end both loops.
  if (*i + 1 >= n.count || *j <= 0)
    return true;
  int64_t least = *i + poll_keys < n.count ? *i + poll_keys : n.count - 1,
          most = *j > poll_keys ? *j - poll_keys : 0;
  while (*i < least && most < *j) {
    while (key(n, n.words[++*i]) < pivot)
      if (*i >= least)
        return false;
    while (key(n, n.words[--*j]) > pivot)
      if (*j <= most) {
        --*i; // it stays where it was found
        return false;
      }
    if (*i >= *j)
      return true;
    uint64_t t = n.words[*i];
    n.words[*i] = n.words[*j];
    n.words[*j] = t;
  }
  return false;
}

static void sort_range(struct g *g, struct numbers n, int limit) {
  while (n.count > 24) {
    if (limit-- == 0) {
      heap_sort(g, n);
      return;
    }
    int64_t pivot =
        median(key(n, n.words[0]), key(n, n.words[n.count / 2]), key(n, n.words[n.count - 1]));
    int64_t i = -1, j = n.count;
    if (n.count > poll_keys / 8)
      runtime_poll(g);
    while (!partition(n, pivot, &i, &j))
      runtime_poll(g);
    // The shorter of [0, j] and [j + 1, count) by recursion, so that it stays shallow.
    int64_t left = j + 1;
    if (left >= n.count)
      return; // a race changed the numbers
    if (left < n.count - left) {
      sort_range(g, range(n, 0, left), limit);
      n = range(n, left, n.count);
    } else {
      sort_range(g, range(n, left, n.count), limit);
      n = range(n, 0, left);
    }
  }
  insertion(n);
}

static bool in_order(struct g *g, struct numbers n) {
  for (int64_t i = 1; i < n.count; i++) {
    if (key(n, n.words[i - 1]) > key(n, n.words[i]))
      return false;
    if (i % poll_keys == 0)
      runtime_poll(g);
  }
  return true;
}

static void sort_all(struct g *g, struct numbers n) {
  if (!in_order(g, n))
    sort_range(g, n, 2 * (64 - __builtin_clzll((uint64_t)n.count | 1)));
}

static bool sort_ints(struct g *g, uint64_t *args, uint64_t *results) {
  sort_all(g, (struct numbers){(uint64_t *)args[0], (int64_t)args[1], 0});
  return true;
}

static bool is_nan(uint64_t bits) {
  return (bits & ~sign) > UINT64_C(0x7FF0000000000000);
}

// Returns whether equal floats are the same words: whether not both 0 and -0 are there.
static bool ordered_by_bits(struct g *g, struct numbers n) {
  bool zero = false, minus_zero = false;
  for (int64_t i = 0; i < n.count; i++) {
    zero |= n.words[i] == 0;
    minus_zero |= n.words[i] == sign;
    if (i % poll_keys == 0)
      runtime_poll(g);
  }
  return !zero || !minus_zero;
}

// Moves NaNs to the front first; the rest is sorted behind them.
static bool sort_floats(struct g *g, uint64_t *args, uint64_t *results) {
  struct numbers n = {(uint64_t *)args[0], (int64_t)args[1], ~sign};
  if (!ordered_by_bits(g, n)) {
    results[0] = 0;
    return true;
  }
  results[0] = 1;
  int64_t nans = 0;
  for (int64_t i = 0; i < n.count; i++) {
    uint64_t word = n.words[i];
    if (is_nan(word)) {
      n.words[i] = n.words[nans];
      n.words[nans++] = word;
    }
    if (i % poll_keys == 0)
      runtime_poll(g);
  }
  sort_all(g, range(n, nans, n.count));
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

// Sorts by merging. spare has room for half of the strings.
static void merge_sort(struct go_string *strings, int64_t count, struct go_string *spare) {
  if (count <= run) {
    insert_strings(strings, count);
    return;
  }
  int64_t half = count / 2, left = 0, right = half;
  merge_sort(strings, half, spare);
  merge_sort(strings + half, count - half, spare);
  bulk_copy(spare, strings, (uintptr_t)half * sizeof *strings);
  // The left half is in spare, so a store never hits a string that is still to be merged. The first
  // step may pause, for many short merges take long too.
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

// Sorts a copy of the strings without write barriers, for the collector sees no pointers in it. The
// strings themselves keep their bytes alive until bulk_move_typed stores the result.
static bool sort_strings(struct g *g, uint64_t *args, uint64_t *results) {
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
  results[0] = strings_sorted((const struct go_string *)args[0], (int64_t)args[1]);
  return true;
}

const struct native_entry natives_sort[] = {
    {"Ints", sort_ints, 3, 0, FUNC_NATIVE_BLOCKING},
    {"sortFloats", sort_floats, 3, 1, FUNC_NATIVE_BLOCKING},
    {"Strings", sort_strings, 3, 0},
    {"IntsAreSorted", sort_ints_sorted, 3, 1},
    {"Float64sAreSorted", sort_floats_sorted, 3, 1},
    {"StringsAreSorted", sort_strings_sorted, 3, 1},
    {NULL},
};
