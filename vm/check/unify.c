// Unification: finds type arguments that make a type with parameters another type, or one that this
// can be assigned to. By structure; no type is rewritten. After go/types unify.go.

#include "vm/check/generic.h"

static bool unify_objects(struct inference *in, struct object **x, struct object **y, int count,
                          int depth) {
  for (int i = 0; i < count; i++)
    if (!check_unify(in, x[i]->type, y[i]->type, true, depth))
      return false;
  return true;
}

static bool unify_param(struct inference *in, struct type *param, struct type *y, bool exact,
                        int depth) {
  invariant_debug(param->kind == TYPE_PARAM);
  int index = param->u.param.index;
  if (index >= in->count || in->params[index] != param)
    return types_identical(param, y);
  struct type **bound = &in->args[index];
  if (!*bound) {
    *bound = y;
    return true;
  }
  if (types_identical(*bound, y))
    return true;
  if (exact || depth > 50)
    return false;
  // Assignability: of a defined type and a literal with the same structure the defined one stays;
  // of two channels the one with a direction.
  struct type *a = *bound, *a_under = type_underlying(a), *y_under = type_underlying(y);
  if (a_under->kind == TYPE_CHAN && y_under->kind == TYPE_CHAN &&
      types_identical(a_under->u.chan.elem, y_under->u.chan.elem)) {
    if (a_under->u.chan.direction == CHAN_BOTH)
      *bound = y;
    return a_under->u.chan.direction == CHAN_BOTH || y_under->u.chan.direction == CHAN_BOTH;
  }
  if (types_identical(a_under, y_under) && (!type_is_named(a) || !type_is_named(y))) {
    if (type_is_named(y))
      *bound = y;
    return true;
  }
  return false;
}

bool check_unify_signatures(struct inference *in, struct type *x, struct type *y, int depth) {
  invariant_debug(x->kind == TYPE_SIGNATURE && y->kind == TYPE_SIGNATURE);
  return x->u.signature.param_count == y->u.signature.param_count &&
         x->u.signature.result_count == y->u.signature.result_count &&
         x->u.signature.variadic == y->u.signature.variadic &&
         unify_objects(in, x->u.signature.params, y->u.signature.params, x->u.signature.param_count,
                       depth) &&
         unify_objects(in, x->u.signature.results, y->u.signature.results,
                       x->u.signature.result_count, depth);
}

static bool unify_interfaces(struct inference *in, struct type *x, struct type *y, int depth) {
  invariant_debug(x->kind == TYPE_INTERFACE && y->kind == TYPE_INTERFACE);
  types_complete_interface(x);
  types_complete_interface(y);
  if (x->u.interface_.all_count != y->u.interface_.all_count)
    return false;
  for (int i = 0; i < x->u.interface_.all_count; i++)
    if (x->u.interface_.all_methods[i]->name != y->u.interface_.all_methods[i]->name)
      return false;
  return unify_objects(in, x->u.interface_.all_methods, y->u.interface_.all_methods,
                       x->u.interface_.all_count, depth);
}

static bool unify_named(struct inference *in, struct type *x, struct type *y, int depth) {
  invariant_debug(x->kind == TYPE_NAMED && y->kind == TYPE_NAMED);
  if (!x->u.named.origin || x->u.named.origin != y->u.named.origin)
    return types_identical(x, y);
  for (int i = 0; i < x->u.named.type_arg_count; i++)
    if (!check_unify(in, x->u.named.type_args[i], y->u.named.type_args[i], true, depth))
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

// A generic interface unifies with the methods of what implements it.
bool check_unify_methods(struct inference *in, struct type *x, struct type *y, int depth) {
  struct type *interface_ = type_underlying(x);
  types_complete_interface(interface_);
  for (int i = 0; i < interface_->u.interface_.all_count; i++) {
    struct object *method = interface_->u.interface_.all_methods[i];
    struct selection found;
    if (!types_lookup(in->checker->region, y, method->name, method->package, &found) ||
        found.kind == SELECT_FIELD)
      return false;
    check_resolve(in->checker, found.object);
    if (!types_is_valid(found.object->type) ||
        !check_unify_signatures(in, method->type, found.object->type, depth))
      return false;
  }
  return true;
}

bool check_unify(struct inference *in, struct type *x, struct type *y, bool exact, int depth) {
  if (x == y || depth++ > 100)
    return true;
  if (x->kind == TYPE_PARAM)
    return unify_param(in, x, y, exact, depth);
  if (x->kind == TYPE_NAMED && y->kind == TYPE_NAMED &&
      !(!exact && type_is_interface(x) && x->u.named.origin != y->u.named.origin))
    return unify_named(in, x, y, depth);
  if (!exact && type_is_interface(x) && types_has_param(x) && !type_is_interface(y))
    return check_unify_methods(in, x, y, depth);
  if (!exact && (x->kind == TYPE_NAMED) != (y->kind == TYPE_NAMED)) {
    x = type_underlying(x);
    y = type_underlying(y);
  }
  if (x->kind != y->kind)
    return false;
  switch (x->kind) {
  case TYPE_CHAN:
    if (exact && x->u.chan.direction != y->u.chan.direction)
      return false; // otherwise the assignment that follows says whether it fits
    break;
  case TYPE_ARRAY:
    if (x->u.array.len != y->u.array.len)
      return false;
    break;
  case TYPE_POINTER:
  case TYPE_SLICE:
  case TYPE_MAP:
    break;
  case TYPE_STRUCT:
    if (!same_fields(x, y))
      return false;
    break;
  case TYPE_SIGNATURE:
    return check_unify_signatures(in, x, y, depth);
  case TYPE_INTERFACE:
    return unify_interfaces(in, x, y, depth);
  default:
    return types_identical(x, y);
  }
  struct type **part;
  for (int i = 0; (part = type_part(x, i)); i++)
    if (!check_unify(in, *part, *type_part(y, i), true, depth))
      return false;
  return true;
}
