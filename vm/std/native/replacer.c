// Natives of strings.Replacer.
//
// orderPairs sorts the pairs by what they replace, once. At each place of a text, the range of
// pairs that fit so far is narrowed byte by byte. Each step is a binary search in that range, so
// that its cost hardly depends on the number of pairs.

#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

enum {
  starts = 257,      // where the pairs of each first byte begin in the order, and where all end
  compare_steps = 8, // of bulk_step, to compare two texts
};

// A Replacer's pairs. If start[0] is not 0, the order begins with pairs that replace the empty
// text.
struct replacer {
  const struct go_string *pairs; // old, new, old, new
  const int64_t *start;          // by first byte
  const int64_t *order;          // numbers of pairs by old text, then by number
  int64_t work;                  // done, in steps of bulk_step
};

static struct go_string old_text(const struct go_string *pairs, int64_t number) {
  return pairs[2 * number];
}

static bool is_before(const struct go_string *pairs, int64_t a, int64_t b) {
  int order = string_compare(old_text(pairs, a), old_text(pairs, b));
  return order != 0 ? order < 0 : a < b;
}

// Sifts order[root] down in a heap of count, the last on top.
static void sift(const struct go_string *pairs, int64_t *order, int64_t root, int64_t count) {
  int64_t number = order[root];
  for (int64_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && is_before(pairs, order[child], order[child + 1]))
      child++;
    if (!is_before(pairs, number, order[child]))
      break;
    order[root] = order[child];
  }
  order[root] = number;
}

static void sort_pairs(const struct go_string *pairs, int64_t *order, int64_t count) {
  int64_t pause = bulk_steps, steps = 0;
  for (int64_t i = 0; i < count; i++)
    order[i] = i;
  for (int64_t i = count / 2; i-- > 0; pause = bulk_step(steps += compare_steps, pause))
    sift(pairs, order, i, count);
  for (int64_t i = count - 1; i > 0; i--) {
    int64_t last = order[0];
    order[0] = order[i];
    order[i] = last;
    sift(pairs, order, 0, i);
    pause = bulk_step(steps += compare_steps, pause);
  }
}

// func orderPairs(pairs []string) []int
static bool strings_order_pairs(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice list = native_slice(args);
  const struct go_string *pairs = list.ptr;
  int64_t count = list.len / 2, words = starts + count, at = 0;
  int64_t *start =
              gc_malloc(&g->runtime->gc, g_gc_p(g), (uintptr_t)words * sizeof *start, NULL, false),
          *order = start + starts;
  sort_pairs(pairs, order, count);
  while (at < count && old_text(pairs, order[at]).len == 0)
    at++;
  for (int byte = 0; byte < starts; byte++) {
    while (at < count && old_text(pairs, order[at]).ptr[0] < byte)
      at++;
    start[byte] = at;
  }
  native_set_slice(results, (struct go_slice){start, words, words});
  return true;
}

// The pairs from..to of the order agree in their first depth bytes. Returns the place of the first
// one that is longer and has at least `byte` next.
static int64_t first_at_least(const struct replacer *r, int64_t from, int64_t to, int64_t depth,
                              int byte) {
  while (from < to) {
    int64_t middle = from + (to - from) / 2;
    struct go_string text = old_text(r->pairs, r->order[middle]);
    if (text.len > depth && text.ptr[depth] >= byte)
      to = middle;
    else
      from = middle + 1;
  }
  return from;
}

// Returns the lowest number of a pair that fits at s[at:], -1 if none does.
static int64_t find_pair(struct replacer *r, struct go_string s, int64_t at, bool not_empty) {
  int64_t best = !not_empty && r->start[0] > 0 ? r->order[0] : -1;
  if (at >= s.len)
    return best;
  int64_t from = r->start[s.ptr[at]], to = r->start[s.ptr[at] + 1];
  for (int64_t depth = 1; from < to; depth++) {
    int64_t number = r->order[from];
    if (old_text(r->pairs, number).len == depth) {
      if (best < 0 || number < best)
        best = number;
      from = first_at_least(r, from, to, depth, 0);
    }
    if (at + depth == s.len)
      break;
    int byte = s.ptr[at + depth];
    from = first_at_least(r, from, to, depth, byte);
    to = first_at_least(r, from, to, depth, byte + 1);
    r->work++;
  }
  return best;
}

static bool append_part(struct g *g, struct go_slice *out, struct go_string s, int64_t from,
                        int64_t to) {
  return from == to || native_append(g, out, s.ptr + from, (size_t)(to - from));
}

// func replacePairs(s string, pairs []string, order []int) string
static bool strings_replace_pairs(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string s = native_string(args);
  const int64_t *start = (const int64_t *)args[5];
  struct replacer r = {(const struct go_string *)args[2], start, start + starts, 0};
  struct go_slice out = {NULL, 0, 0};
  int64_t last = 0;
  bool ok = true, was_empty = false, changed = false;
  for (int64_t i = 0, pause = bulk_steps; ok && i <= s.len;) {
    pause = bulk_step(i + r.work, pause);
    int64_t pair = find_pair(&r, s, i, was_empty);
    was_empty = pair >= 0 && r.pairs[2 * pair].len == 0;
    if (pair < 0) {
      i++;
      continue;
    }
    struct go_string to = r.pairs[2 * pair + 1];
    ok = append_part(g, &out, s, last, i) && append_part(g, &out, to, 0, to.len);
    i += r.pairs[2 * pair].len;
    last = i;
    changed = true;
  }
  ok = ok && (!changed || append_part(g, &out, s, last, s.len));
  native_set_string(results, changed ? (struct go_string){out.ptr, out.len} : s);
  return ok;
}

const struct native_entry natives_replacer[] = {
    {"orderPairs", strings_order_pairs, 3, 3},
    {"replacePairs", strings_replace_pairs, 8, 2},
    {NULL},
};
