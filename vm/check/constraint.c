// Constraints: the interfaces that type parameters have, and which types satisfy them. After
// go/types instantiate.go and typeset.go.

#include <string.h>

#include "vm/check/generic.h"

// A constraint: an interface, or a union or type that stands for the interface with just that
// element.
struct type *check_constraint_type(struct checker *c, struct expr *e) {
  struct type *t = check_constraint_element(c, e);
  if (t->kind == TYPE_PARAM) {
    check_error(c, e->start_pos, "cannot use a type parameter as constraint");
    return c->universe->any_type;
  }
  if (!types_is_valid(t) || type_is_interface(t))
    return t;
  struct type *implicit = types_new(c->universe, TYPE_INTERFACE);
  implicit->u.interface_.embeddeds = region_alloc(c->region, sizeof(struct type *));
  implicit->u.interface_.embeddeds[0] = t;
  implicit->u.interface_.embedded_count = 1;
  implicit->u.interface_.is_constraint = true;
  implicit->u.interface_.is_implicit = true;
  return implicit;
}

// Whether an element of a constraint is t itself.
static bool mentions(struct type *constraint, struct type *t) {
  if (constraint->kind != TYPE_INTERFACE && constraint->kind != TYPE_UNION)
    return types_identical(constraint, t);
  struct type **part;
  for (int i = 0; (part = type_part(constraint, i)); i++)
    if (type_part_is_inside(constraint, i) && mentions(*part, t))
      return true;
  return false;
}

// Names are qualified here, as Go's compiler does it.
static const char *terms_text(struct checker *c, const struct type_set *set) {
  const char *text = "";
  for (int i = 0; i < set->count; i++)
    text = region_printf(c->region, "%s%s%s%s", text, i > 0 ? " | " : "",
                         set->terms[i].tilde ? "~" : "",
                         type_string(c->region, set->terms[i].type, NULL));
  return text;
}

// Why t is in none of the terms of a set.
static const char *missing_term(struct checker *c, struct type *t, struct type *constraint,
                                const struct type_set *set) {
  const char *type = check_type_string(c, t), *words = check_type_string(c, constraint);
  for (int i = 0; i < set->count; i++) {
    struct type *term = set->terms[i].type;
    if (!set->terms[i].tilde && type_underlying(term) == term &&
        types_identical(type_underlying(t), term))
      return region_printf(c->region, "possibly missing ~ for %s in %s", check_type_string(c, term),
                           words);
  }
  if (mentions(type_underlying(constraint), t))
    return region_printf(c->region, "%s mentions %s, but %s is not in the type set of %s", words,
                         type, type, words);
  return region_printf(c->region, "%s missing in %s", type, terms_text(c, set));
}

// The type set of an interface or a type parameter; NULL for other types.
static const struct type_set *own_set(struct type *t) {
  if (t->kind == TYPE_PARAM)
    return types_type_set(t->u.param.constraint);
  return type_is_interface(t) ? types_type_set(t) : NULL;
}

static bool is_comparable_set(const struct type_set *set) {
  bool comparable = set->comparable || !set->all;
  for (int i = 0; i < set->count && comparable; i++)
    comparable = type_is_strictly_comparable(set->terms[i].type);
  return comparable;
}

// Whether t has the methods; the words of an interface that is implemented become those of a
// constraint that is satisfied.
static bool has_methods(struct checker *c, struct type *t, struct type *constraint,
                        const char **cause) {
  const char *problem;
  if (check_implements(c, t, constraint, &problem))
    return true;
  const char *type = check_type_string(c, t), *words = check_type_string(c, constraint);
  const char *head = region_printf(c->region, "%s does not implement %s ", type, words);
  bool whole = strncmp(problem, head, strlen(head)) == 0;
  *cause = region_printf(c->region, "%s does not satisfy %s %s", type, words,
                         whole ? problem + strlen(head) : "");
  return false;
}

static bool satisfies(struct checker *c, struct type *t, struct type *constraint,
                      const char **cause) {
  struct type *under = type_underlying(constraint);
  *cause = NULL;
  if (under->kind != TYPE_INTERFACE || !types_is_valid(type_underlying(t)))
    return true;
  const struct type_set *set = types_type_set(under), *own = own_set(t);
  if (own && type_set_is_empty(own))
    return true;
  const char *type = check_type_string(c, t), *words = check_type_string(c, constraint);
  if (type_set_is_empty(set)) {
    *cause = region_printf(c->region, "cannot satisfy %s (empty type set)", words);
    return false;
  }
  if (under->u.interface_.all_count > 0 && !has_methods(c, t, constraint, cause))
    return false;
  if (!set->all && own && !type_set_is_subset(own, set)) {
    *cause = region_printf(c->region, "%s does not satisfy %s", type, words);
    return false;
  }
  if (!set->all && !own && !type_set_includes(set, t)) {
    *cause = region_printf(c->region, "%s does not satisfy %s (%s)", type, words,
                           missing_term(c, t, constraint, set));
    return false;
  }
  if (is_comparable_set(set) && !type_is_comparable(t)) {
    *cause = region_printf(c->region, "%s does not satisfy comparable", type);
    return false;
  }
  return true;
}

bool check_constraints(struct checker *c, struct type **params, struct type **args, int count,
                       const char **cause, int *misfit) {
  const struct inference given = {.checker = c, .params = params, .args = args, .count = count};
  for (int i = 0; i < count; i++) {
    *misfit = i;
    if (!satisfies(c, args[i], check_substitute(&given, params[i]->u.param.constraint), cause))
      return false;
  }
  return true;
}
