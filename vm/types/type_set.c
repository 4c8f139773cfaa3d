// Type sets: which types satisfy a constraint, as far as its terms say so. After go/types typeset.go
// and termlist.go.
//
// A term is a type, or with tilde every type of that underlying type. The set of an interface is
// the intersection of what it embeds; methods restrict it further, and are not looked at here.

#include "mem/invariant.h"
#include "vm/types/type_set.h"

static const struct type_set all_types = {.all = true};

static void add_term(struct region *region, struct type_set *set, struct type *t, bool tilde) {
  for (int i = 0; i < set->count; i++)
    if (set->terms[i].tilde == tilde && types_identical(set->terms[i].type, t))
      return;
  set->terms =
      region_grow(region, set->terms, sizeof *set->terms, set->count, &set->cap, set->count + 1);
  set->terms[set->count++] = (struct type_term){t, tilde};
}

static bool term_includes(const struct type_term *term, struct type *t) {
  return types_identical(term->type, term->tilde ? type_underlying(t) : t);
}

bool type_set_includes(const struct type_set *set, struct type *t) {
  for (int i = 0; i < set->count; i++)
    if (term_includes(&set->terms[i], t))
      return true;
  return set->all;
}

bool type_terms_overlap(const struct type_term *a, const struct type_term *b) {
  return types_identical(b->tilde ? type_underlying(a->type) : a->type,
                         a->tilde ? type_underlying(b->type) : b->type);
}

bool type_set_is_subset(const struct type_set *a, const struct type_set *b) {
  if (a->all)
    return b->all;
  for (int i = 0; i < a->count; i++) {
    bool found = b->all;
    for (int j = 0; j < b->count && !found; j++)
      found = term_includes(&b->terms[j], a->terms[i].type) &&
              (b->terms[j].tilde || !a->terms[i].tilde);
    if (!found)
      return false;
  }
  return true;
}

static void keep_comparable(struct type_set *set) {
  int kept = 0;
  for (int i = 0; i < set->count; i++)
    if (type_is_strictly_comparable(set->terms[i].type))
      set->terms[kept++] = set->terms[i];
  set->count = kept;
  set->comparable = false;
}

static struct type_set intersect(struct region *region, const struct type_set *a,
                                 const struct type_set *b) {
  struct type_set both = {.all = a->all && b->all, .comparable = a->comparable || b->comparable};
  const struct type_set *only = a->all ? b : a;
  if (a->all || b->all) {
    for (int i = 0; i < only->count; i++)
      add_term(region, &both, only->terms[i].type, only->terms[i].tilde);
  } else {
    for (int i = 0; i < a->count; i++)
      for (int j = 0; j < b->count; j++)
        if (type_terms_overlap(&a->terms[i], &b->terms[j]))
          add_term(region, &both, a->terms[i].tilde ? b->terms[j].type : a->terms[i].type,
                   a->terms[i].tilde && b->terms[j].tilde);
  }
  if (both.comparable && !both.all)
    keep_comparable(&both);
  return both;
}

// The set of one element of an interface, or of one term of a union.
static struct type_set element_set(struct region *region, struct type *t, bool tilde) {
  struct type *under = type_underlying(t);
  struct type_set set = {0};
  if (!types_is_valid(under) || under->kind == TYPE_PARAM)
    return all_types;
  if (under->kind == TYPE_INTERFACE)
    return *types_type_set(under);
  if (under->kind != TYPE_UNION) {
    if (!tilde || types_identical(t, under)) // no type has another underlying type
      add_term(region, &set, t, tilde);
    return set;
  }
  for (int i = 0; i < under->u.union_.count; i++) {
    if (!types_is_valid(type_underlying(under->u.union_.terms[i])))
      continue;
    struct type_set part = element_set(region, under->u.union_.terms[i], under->u.union_.tilde[i]);
    set.all = set.all || part.all;
    for (int j = 0; j < part.count; j++)
      add_term(region, &set, part.terms[j].type, part.terms[j].tilde);
  }
  return set.all ? all_types : set;
}

const struct type_set *types_type_set(struct type *constraint) {
  struct type *t = type_underlying(constraint);
  if (t->kind != TYPE_INTERFACE)
    return &all_types;
  types_complete_interface(t);
  if (t->u.interface_.set)
    return t->u.interface_.set;
  bool plain = !t->u.interface_.is_constraint && !t->u.interface_.is_comparable;
  if (t->computing || (plain && t->u.interface_.complete))
    return &all_types; // one that embeds itself was reported
  struct region *region = t->u.interface_.region;
  struct type_set *set = region_alloc(region, sizeof *set);
  *set = all_types;
  set->comparable = t->u.interface_.is_comparable && t->u.interface_.embedded_count == 0;
  t->computing = true;
  for (int i = 0; i < t->u.interface_.embedded_count; i++) {
    struct type_set part = element_set(region, t->u.interface_.embeddeds[i], false);
    *set = intersect(region, set, &part);
  }
  t->computing = false;
  if (t->u.interface_.complete)
    t->u.interface_.set = set;
  return set;
}

int type_term_count(struct type *t) {
  return t->kind == TYPE_PARAM ? types_type_set(t->u.param.constraint)->count : 1;
}

struct type *type_term(struct type *t, int i) {
  return t->kind == TYPE_PARAM ? types_type_set(t->u.param.constraint)->terms[i].type : t;
}

bool type_all(struct type *t, bool (*holds)(struct type *)) {
  if (t->kind != TYPE_PARAM)
    return holds(t);
  const struct type_set *set = types_type_set(t->u.param.constraint);
  for (int i = 0; i < set->count; i++)
    if (!holds(set->terms[i].type))
      return false;
  return set->count > 0;
}

bool type_param_is_comparable(struct type *t) {
  const struct type_set *set = types_type_set(t->u.param.constraint);
  for (int i = 0; i < set->count; i++)
    if (!type_is_strictly_comparable(set->terms[i].type))
      return false;
  return set->count > 0 || set->comparable;
}

bool type_set_is_empty(const struct type_set *set) {
  return !set->all && set->count == 0;
}
