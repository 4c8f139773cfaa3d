// Sets of constants: which cases of a switch and which keys of a map literal occur twice.
//
// Open addressing over a hash of the constant's text. Texts of long strings are cut, so equal texts
// are compared in full.

#include "mem/invariant.h"
#include "vm/check/internal.h"

static struct expr **slot_of(struct checker *c, const struct constant_set *set, struct expr *e) {
  uint64_t hash = 14695981039346656037u;
  for (const char *s = constant_text(c->region, e->value); *s != '\0'; s++)
    hash = (hash ^ (unsigned char)*s) * 1099511628211u;
  size_t i = hash & (set->cap - 1);
  for (; set->table[i]; i = (i + 1) & (set->cap - 1))
    if (constant_kind(set->table[i]->value) == constant_kind(e->value) &&
        types_identical(set->table[i]->type, e->type) &&
        constant_compare(c->pool, set->table[i]->value, TOKEN_EQL, e->value))
      break;
  return &set->table[i];
}

struct expr *check_add_constant(struct checker *c, struct constant_set *set, struct expr *e) {
  invariant_debug(e->mode == MODE_CONSTANT && e->value);
  if ((set->count + 1) * 2 > set->cap) {
    struct constant_set larger = {.count = set->count, .cap = set->cap == 0 ? 16 : set->cap * 2};
    larger.table = region_alloc(c->region, larger.cap * sizeof *larger.table);
    for (size_t i = 0; i < set->cap; i++)
      if (set->table[i])
        *slot_of(c, &larger, set->table[i]) = set->table[i];
    *set = larger;
  }
  struct expr **slot = slot_of(c, set, e);
  if (*slot)
    return *slot;
  *slot = e;
  set->count++;
  return NULL;
}
