// Unification: finds type arguments that make two types the same, or one that the other can be
// assigned to. By structure; no type is rewritten. After go/types unify.go.
//
// Both types may mention parameters of the search. Two of them that meet are joined: they have one
// argument from then on, which is kept with the first of each group.

#include "vm/check/generic.h"

enum { depth_of_unification = 50 }; // as in Go

// Pairs of interfaces under comparison, so that recursive ones end.
struct pair {
  const struct type *x, *y;
  const struct pair *outer;
};

static bool unify(struct inference *in, struct type *x, struct type *y, unsigned mode,
                  const struct pair *pairs);

int check_inferred_index(const struct inference *in, const struct type *t) {
  if (t->kind != TYPE_PARAM)
    return -1;
  for (int i = 0; i < in->count; i++)
    if (in->params[i] == t)
      return in->groups ? in->groups[i] : i;
  return -1;
}

struct type *check_inferred(const struct inference *in, int i) {
  return in->args[in->groups ? in->groups[i] : i];
}

static bool join(struct inference *in, int a, int b) {
  if (a == b)
    return true;
  if (in->args[a] && in->args[b])
    return false;
  if (!in->args[a])
    in->args[a] = in->args[b];
  in->args[b] = NULL;
  for (int i = 0; i < in->count; i++)
    if (in->groups[i] == b)
      in->groups[i] = a;
  return true;
}

static struct type *as_interface(struct type *t) {
  struct type *under = type_underlying(t);
  if (under->kind != TYPE_INTERFACE)
    return NULL;
  types_complete_interface(under);
  return under;
}

// The parameter has the type x, and unifies with y: the one stays that says more.
static bool choose(struct inference *in, int param, struct type *x, struct type *y, unsigned mode) {
  struct type *x_interface = as_interface(x), *y_interface = as_interface(y);
  bool x_named = x->kind == TYPE_NAMED, y_named = y->kind == TYPE_NAMED;
  if (!x_interface != !y_interface)
    return false;
  if (x_interface) {
    if (x_named && y_named)
      return types_identical(x, y);
    if (x_interface->u.interface_.all_count != y_interface->u.interface_.all_count)
      return false;
  }
  if (mode & UNIFY_EXACT)
    return true;
  struct type *under = type_underlying(y);
  bool directed = under->kind == TYPE_CHAN && under->u.chan.direction != CHAN_BOTH;
  if (!x_named && (y_named || directed))
    in->args[param] = y;
  return true;
}

static bool unify_objects(struct inference *in, struct object **x, struct object **y, int count,
                          unsigned mode, const struct pair *pairs) {
  for (int i = 0; i < count; i++)
    if (!unify(in, x[i]->type, y[i]->type, mode, pairs))
      return false;
  return true;
}

static bool unify_signatures(struct inference *in, struct type *x, struct type *y, unsigned mode,
                             const struct pair *pairs) {
  invariant_debug(x->kind == TYPE_SIGNATURE && y->kind == TYPE_SIGNATURE);
  return x->u.signature.param_count == y->u.signature.param_count &&
         x->u.signature.result_count == y->u.signature.result_count &&
         x->u.signature.variadic == y->u.signature.variadic &&
         unify_objects(in, x->u.signature.params, y->u.signature.params, x->u.signature.param_count,
                       mode, pairs) &&
         unify_objects(in, x->u.signature.results, y->u.signature.results,
                       x->u.signature.result_count, mode, pairs);
}

// The methods of an interface with those of what implements it.
static bool unify_methods(struct inference *in, struct type *interface_, struct type *t,
                          const struct pair *pairs) {
  for (int i = 0; i < interface_->u.interface_.all_count; i++) {
    struct object *method = interface_->u.interface_.all_methods[i];
    struct selection found;
    if (!types_lookup(in->checker->region, t, method->name, method->package, &found) ||
        found.kind == SELECT_FIELD || (found.object->u.func.pointer_receiver && !found.indirect))
      return false;
    check_resolve(in->checker, found.object);
    if (!found.object->type || found.object->type->kind != TYPE_SIGNATURE ||
        !unify_signatures(in, method->type, found.object->type, UNIFY_EXACT, pairs))
      return false;
  }
  return true;
}

bool check_unify_methods(struct inference *in, struct type *interface_, struct type *t) {
  types_complete_interface(interface_);
  return unify_methods(in, interface_, t, NULL);
}

static bool same_sets(struct type *x, struct type *y) {
  const struct type_set *a = types_type_set(x), *b = types_type_set(y);
  return a->comparable == b->comparable && type_set_is_subset(a, b) && type_set_is_subset(b, a);
}

// Two interfaces; unless exact, one may have more methods.
static bool unify_interfaces(struct inference *in, struct type *x, struct type *y, unsigned mode,
                             const struct pair *pairs) {
  invariant_debug(x->kind == TYPE_INTERFACE && y->kind == TYPE_INTERFACE);
  int x_count = x->u.interface_.all_count, y_count = y->u.interface_.all_count;
  if (!same_sets(x, y) || ((mode & UNIFY_EXACT) && x_count != y_count))
    return false;
  for (const struct pair *p = pairs; p; p = p->outer)
    if ((p->x == x && p->y == y) || (p->x == y && p->y == x))
      return true;
  struct pair here = {x, y, pairs};
  return x_count <= y_count ? unify_methods(in, x, y, &here) : unify_methods(in, y, x, &here);
}

static bool unify_named(struct inference *in, struct type *x, struct type *y, unsigned mode,
                        const struct pair *pairs) {
  invariant_debug(x->kind == TYPE_NAMED && y->kind == TYPE_NAMED);
  if (!x->u.named.origin || x->u.named.origin != y->u.named.origin)
    return types_identical(x, y);
  for (int i = 0; i < x->u.named.type_arg_count; i++)
    if (!unify(in, x->u.named.type_args[i], y->u.named.type_args[i], mode, pairs))
      return false;
  return true;
}

static bool same_fields(const struct type *x, const struct type *y) {
  if (x->u.struct_.count != y->u.struct_.count)
    return false;
  for (int i = 0; i < x->u.struct_.count; i++) {
    const struct object *f = x->u.struct_.fields[i], *g = y->u.struct_.fields[i];
    if (f->u.var.embedded != g->u.var.embedded || !types_same_name(f, g))
      return false;
  }
  return true;
}

// Two types of the same kind that are no parameters of the search.
static bool unify_parts(struct inference *in, struct type *x, struct type *y, unsigned mode,
                        const struct pair *pairs) {
  unsigned part_mode = mode & UNIFY_ASSIGN ? mode | UNIFY_EXACT : mode;
  switch (x->kind) {
  case TYPE_NAMED:
    return unify_named(in, x, y, mode, pairs);
  case TYPE_SIGNATURE:
    return unify_signatures(in, x, y, part_mode, pairs);
  case TYPE_INTERFACE:
    types_complete_interface(x);
    types_complete_interface(y);
    return unify_interfaces(in, x, y, mode, pairs);
  case TYPE_CHAN:
    if ((mode & UNIFY_EXACT) && x->u.chan.direction != y->u.chan.direction)
      return false;
    break;
  case TYPE_ARRAY:
    if (x->u.array.len != y->u.array.len)
      return false;
    break;
  case TYPE_STRUCT:
    if (!same_fields(x, y))
      return false;
    break;
  case TYPE_POINTER:
  case TYPE_SLICE:
  case TYPE_MAP:
    break;
  default:
    return types_identical(x, y);
  }
  struct type **part;
  for (int i = 0; (part = type_part(x, i)); i++)
    if (!unify(in, *part, *type_part(y, i), part_mode, pairs))
      return false;
  return true;
}

// x is a parameter of the search.
static bool unify_param(struct inference *in, struct type *x, struct type *y, unsigned mode,
                        const struct pair *pairs) {
  int a = check_inferred_index(in, x), b = check_inferred_index(in, y);
  if (b >= 0)
    return join(in, a, b) || unify(in, in->args[a], in->args[b], mode, pairs);
  if (in->args[a])
    return unify(in, in->args[a], y, mode, pairs) &&
           choose(in, check_inferred_index(in, x), in->args[a], y, mode);
  in->args[a] = y;
  return true;
}

// Neither is a parameter of the search, at most one an interface or another parameter.
static bool unify_others(struct inference *in, struct type *x, struct type *y, unsigned mode,
                         const struct pair *pairs) {
  struct type *x_interface = as_interface(x), *y_interface = as_interface(y);
  if (!(mode & UNIFY_EXACT)) {
    if (x_interface && y_interface)
      return unify_interfaces(in, x_interface, y_interface, mode, pairs);
    if (x_interface || y_interface)
      return unify_methods(in, x_interface ? x_interface : y_interface, x_interface ? y : x, pairs);
  }
  if (y->kind == TYPE_PARAM) {
    struct type *swapped = x;
    x = y;
    y = swapped;
  }
  if (x->kind == TYPE_PARAM) {
    // Of another declaration: its argument will have the underlying type of all its types.
    struct type *core = check_common(in->checker, x);
    return types_is_valid(core) && unify(in, core, y, UNIFY_ASSIGN, pairs);
  }
  return x->kind == y->kind && unify_parts(in, x, y, mode, pairs);
}

static bool unify(struct inference *in, struct type *x, struct type *y, unsigned mode,
                  const struct pair *pairs) {
  if (x == y)
    return true;
  if (in->depth >= depth_of_unification)
    return false;
  if (x->kind == TYPE_NAMED || check_inferred_index(in, y) >= 0) {
    struct type *swapped = x;
    x = y;
    y = swapped;
  }
  bool literal = x->kind != TYPE_NAMED && x->kind != TYPE_PARAM && x->kind != TYPE_INTERFACE;
  if (!(mode & UNIFY_EXACT) && y->kind == TYPE_NAMED && literal)
    y = type_underlying(y);
  if (x == y)
    return true;
  in->depth++;
  bool good = check_inferred_index(in, x) >= 0 ? unify_param(in, x, y, mode, pairs)
                                               : unify_others(in, x, y, mode, pairs);
  in->depth--;
  return good;
}

bool check_unify(struct inference *in, struct type *x, struct type *y, unsigned mode) {
  return unify(in, x, y, mode, NULL);
}
