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

// Whether t is in the set of types of the interface, given by its unions.
static bool in_type_set(struct checker *c, struct type *t, struct type *interface_, int depth) {
  struct type *under = type_underlying(interface_);
  if (under->kind != TYPE_INTERFACE || depth > depth_limit)
    return true;
  for (int i = 0; i < under->u.interface_.embedded_count; i++) {
    struct type *embedded = under->u.interface_.embeddeds[i];
    if (type_is_interface(embedded)) {
      if (!in_type_set(c, t, embedded, depth + 1))
        return false;
      continue;
    }
    bool found = false;
    if (embedded->kind != TYPE_UNION)
      found = types_identical(t, embedded);
    for (int j = 0; embedded->kind == TYPE_UNION && j < embedded->u.union_.count && !found; j++) {
      struct type *term = embedded->u.union_.terms[j];
      if (type_is_interface(term))
        found = in_type_set(c, t, term, depth + 1);
      else
        found = types_identical(embedded->u.union_.tilde[j] ? type_underlying(t) : t,
                                embedded->u.union_.tilde[j] ? type_underlying(term) : term);
    }
    if (!found)
      return false;
  }
  return true;
}

// A term of a union with the underlying type of t: with ~ it would take t. NULL if there is none.
static struct type *term_without_tilde(struct type *set, struct type *t) {
  struct type *under = type_underlying(t);
  if (set->kind != TYPE_UNION)
    return types_identical(set, under) ? set : NULL;
  for (int i = 0; i < set->u.union_.count; i++)
    if (!set->u.union_.tilde[i] && types_identical(set->u.union_.terms[i], under))
      return set->u.union_.terms[i];
  return NULL;
}

// The one union of a constraint, for messages; NULL if it is not as simple as that.
static struct type *only_union(struct type *constraint) {
  struct type *under = type_underlying(constraint);
  if (under->kind != TYPE_INTERFACE || under->u.interface_.embedded_count != 1)
    return NULL;
  struct type *embedded = under->u.interface_.embeddeds[0];
  return type_is_interface(embedded) ? only_union(embedded) : embedded;
}

static bool satisfies(struct checker *c, struct type *t, struct type *constraint,
                      const char **cause) {
  struct type *under = type_underlying(constraint);
  *cause = NULL;
  if (under->kind != TYPE_INTERFACE || t->kind == TYPE_PARAM || types_has_param(t) ||
      !types_is_valid(t))
    return true;
  types_complete_interface(under);
  const char *type = check_type_string(c, t), *words = check_type_string(c, constraint), *problem;
  if (under->u.interface_.all_count > 0 && !check_implements(c, t, constraint, &problem)) {
    const char *head = region_printf(c->region, "%s does not implement %s ", type,
                                     check_type_string(c, constraint));
    bool whole = strncmp(problem, head, strlen(head)) == 0;
    *cause = region_printf(c->region, "%s does not satisfy %s %s", type, words,
                           whole ? problem + strlen(head) : "");
    return false;
  }
  if (under->u.interface_.is_comparable && !type_is_comparable(t)) {
    *cause = region_printf(c->region, "%s does not satisfy comparable", type);
    return false;
  }
  if (under->u.interface_.is_constraint && !in_type_set(c, t, constraint, 0)) {
    struct type *set = only_union(constraint), *term = NULL;
    if (set)
      term = term_without_tilde(set, t);
    *cause = !set   ? region_printf(c->region, "%s does not satisfy %s", type, words)
             : term ? region_printf(c->region,
                                    "%s does not satisfy %s (possibly missing ~ for %s in %s)",
                                    type, words, check_type_string(c, term), words)
                    : region_printf(c->region, "%s does not satisfy %s (%s missing in %s)", type,
                                    words, type, check_type_string(c, set));
    return false;
  }
  return true;
}

bool check_constraints(struct checker *c, struct scope *scope, struct field_list *fields,
                       struct type **args, const char **cause, int *misfit) {
  struct scope *outer = c->context.scope;
  for (int i = 0; i < fields->count; i++) {
    c->context.scope = scope;
    struct type *constraint = check_constraint_type(c, fields->items[i].type);
    c->context.scope = outer;
    *misfit = i;
    if (!satisfies(c, args[i], constraint, cause))
      return false;
  }
  return true;
}
