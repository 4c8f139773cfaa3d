// String constants. A concatenation is kept as a tree until its text is wanted, so that a chain of
// n of them costs n, not n².

#include <string.h>

#include "vm/types/constant_internal.h"

struct constant *constant_string(struct constant_pool *pool, const char *bytes, size_t size) {
  struct constant *c = constant_new(pool, FORM_STRING);
  c->u.string.bytes = bytes;
  c->u.string.size = size;
  c->u.string.region = pool->region;
  return c;
}

struct string_pieces constant_string_pieces(const struct constant *c) {
  invariant_debug(c->form == FORM_STRING);
  struct string_pieces pieces = {.region = c->u.string.region};
  pieces.waiting = region_grow(pieces.region, NULL, sizeof *pieces.waiting, 0, &pieces.cap, 1);
  pieces.waiting[pieces.count++] = c;
  return pieces;
}

// Chains are deep to either side, and a constant may be part of others many times.
const struct constant *constant_next_piece(struct string_pieces *pieces) {
  if (pieces->count == 0)
    return NULL;
  const struct constant *c = pieces->waiting[--pieces->count];
  while (!c->u.string.bytes) {
    invariant_debug(c->u.string.left && c->u.string.right);
    pieces->waiting = region_grow(pieces->region, pieces->waiting, sizeof *pieces->waiting,
                                  pieces->count, &pieces->cap, pieces->count + 1);
    pieces->waiting[pieces->count++] = c->u.string.right;
    c = c->u.string.left;
  }
  return c;
}

size_t constant_string_size(const struct constant *c) {
  return c && c->form == FORM_STRING ? c->u.string.size : 0;
}

const char *constant_string_value(const struct constant *c, size_t *size) {
  if (!c || c->form != FORM_STRING) {
    *size = 0;
    return "";
  }
  *size = c->u.string.size;
  if (!c->u.string.bytes) {
    // The value does not change by being written down.
    struct constant *whole = (struct constant *)c;
    char *bytes = region_alloc(c->u.string.region, c->u.string.size + 1);
    struct string_pieces pieces = constant_string_pieces(c);
    const struct constant *piece;
    for (char *at = bytes; (piece = constant_next_piece(&pieces)) != NULL;
         at += piece->u.string.size) {
      memcpy(at, piece->u.string.bytes, piece->u.string.size);
    }
    whole->u.string.bytes = bytes;
    whole->u.string.left = NULL;
    whole->u.string.right = NULL;
  }
  return c->u.string.bytes;
}

struct constant *constant_concatenation(struct constant_pool *pool, struct constant *x,
                                        struct constant *y) {
  invariant_debug(x->form == FORM_STRING && y->form == FORM_STRING);
  if (x->u.string.size == 0)
    return y;
  if (y->u.string.size == 0)
    return x;
  if (y->u.string.size > constant_max_string - x->u.string.size)
    return constant_unknown(pool);
  struct constant *c = constant_new(pool, FORM_STRING);
  c->u.string.size = x->u.string.size + y->u.string.size;
  c->u.string.left = x;
  c->u.string.right = y;
  c->u.string.region = pool->region;
  return c;
}
