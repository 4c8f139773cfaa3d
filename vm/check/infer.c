// The inference of type arguments: from the types of a call's arguments, from constraints with a
// core type, and from untyped constants, in this order. After the language specification and
// go/types infer.go. Only core types are ever rewritten.

#include <string.h>

#include "vm/check/generic.h"

// The single type that a constraint names, with or without tilde; NULL if there is none.
static struct type *core_type(struct type *constraint, bool *tilde, int depth) {
  struct type *under = type_underlying(constraint), *core = NULL;
  *tilde = false;
  if (under->kind != TYPE_INTERFACE || depth > 20)
    return NULL;
  for (int i = 0; i < under->u.interface_.embedded_count; i++) {
    struct type *embedded = under->u.interface_.embeddeds[i];
    if (embedded->kind == TYPE_UNION && embedded->u.union_.count == 1) {
      core = embedded->u.union_.terms[0];
      *tilde = embedded->u.union_.tilde[0];
    } else if (embedded->kind != TYPE_UNION && !type_is_interface(embedded)) {
      core = embedded;
    } else if (type_is_interface(embedded) && !core) {
      core = core_type(embedded, tilde, depth + 1);
    }
  }
  return core;
}

static struct type *replace(struct inference *in, struct type *t, int depth);

// Replaces in the types of a list of objects, which becomes a copy.
static bool replace_objects(struct inference *in, struct object ***list, int count, int depth) {
  struct region *region = in->checker->region;
  struct object **objects = region_alloc(region, (size_t)(count + 1) * sizeof *objects);
  for (int i = 0; i < count; i++) {
    objects[i] = region_alloc(region, sizeof **objects);
    *objects[i] = *(*list)[i];
    if (!(objects[i]->type = replace(in, objects[i]->type, depth)))
      return false;
  }
  *list = objects;
  return true;
}

// A copy of t with the parameters found so far in place; only what core types are made of. NULL if
// one is unknown, unless in->partial.
static struct type *replace(struct inference *in, struct type *t, int depth) {
  struct checker *c = in->checker;
  if (!types_has_param(t) || depth++ > 50)
    return t;
  struct type *copy = types_new(c->universe, t->kind), *elem;
  switch (t->kind) {
  case TYPE_PARAM:
    for (int i = 0; i < in->count; i++)
      if (in->params[i] == t && (in->args[i] || !in->partial))
        return in->args[i];
    return in->partial ? t : NULL;
  case TYPE_POINTER:
    elem = replace(in, t->u.pointer.elem, depth);
    copy->u.pointer.elem = elem;
    return elem ? copy : NULL;
  case TYPE_SLICE:
    elem = replace(in, t->u.slice.elem, depth);
    copy->u.slice.elem = elem;
    return elem ? copy : NULL;
  case TYPE_ARRAY:
    elem = replace(in, t->u.array.elem, depth);
    copy->u.array.elem = elem;
    copy->u.array.len = t->u.array.len;
    return elem ? copy : NULL;
  case TYPE_CHAN:
    copy->u.chan.direction = t->u.chan.direction;
    copy->u.chan.elem = replace(in, t->u.chan.elem, depth);
    return copy->u.chan.elem ? copy : NULL;
  case TYPE_MAP:
    copy->u.map.key = replace(in, t->u.map.key, depth);
    copy->u.map.value = replace(in, t->u.map.value, depth);
    return copy->u.map.key && copy->u.map.value ? copy : NULL;
  case TYPE_NAMED: {
    struct type **args = region_alloc(c->region, (size_t)t->u.named.type_arg_count * sizeof *args);
    for (int i = 0; i < t->u.named.type_arg_count; i++)
      if (!(args[i] = replace(in, t->u.named.type_args[i], depth)))
        return NULL;
    bool fresh;
    return check_type_instance(c, t->u.named.object, args, t->u.named.type_arg_count, 0, &fresh);
  }
  case TYPE_SIGNATURE:
    copy->u = t->u;
    return replace_objects(in, &copy->u.signature.params, t->u.signature.param_count, depth) &&
                   replace_objects(in, &copy->u.signature.results, t->u.signature.result_count,
                                   depth)
               ? copy
               : NULL;
  case TYPE_STRUCT: // for messages: the table of names is still that of t
    copy->u = t->u;
    return in->partial && replace_objects(in, &copy->u.struct_.fields, t->u.struct_.count, depth)
               ? copy
               : NULL;
  default:
    return in->partial ? t : NULL;
  }
}

// Uses constraints with a core type until nothing more is found. Returns false if one does not fit.
static bool use_constraints(struct inference *in, int *misfit) {
  for (bool found = true; found;) {
    found = false;
    for (int i = 0; i < in->count; i++) {
      bool tilde;
      struct type *constraint = in->params[i]->u.param.constraint,
                  *core = core_type(constraint, &tilde, 0);
      int known = 0, after = 0;
      for (int j = 0; j < in->count; j++)
        known += in->args[j] != NULL;
      *misfit = i;
      if (in->args[i]) {
        if (core &&
            !check_unify(in, core, tilde ? type_underlying(in->args[i]) : in->args[i], false, 0))
          return false;
        struct type *under = type_underlying(constraint);
        if (under->kind == TYPE_INTERFACE && !type_is_interface(in->args[i]) &&
            types_has_param(under))
          check_unify_methods(in, under, in->args[i], 0);
      } else if (core && !tilde) {
        in->args[i] = replace(in, core, 0);
      }
      for (int j = 0; j < in->count; j++)
        after += in->args[j] != NULL;
      found = found || after > known;
    }
  }
  return true;
}

static struct type *param_type(struct type *signature, int i, bool has_ellipsis) {
  invariant_debug(signature->kind == TYPE_SIGNATURE && i >= 0);
  int count = signature->u.signature.param_count;
  if (!signature->u.signature.variadic || i < count - 1)
    return i < count ? signature->u.signature.params[i]->type : NULL;
  struct type *t = signature->u.signature.params[count - 1]->type;
  return has_ellipsis ? t : t->u.slice.elem;
}

static const char *param_names(struct inference *in) {
  const char *text = "";
  for (int i = 0; i < in->count; i++)
    text = region_printf(in->checker->region, "%s%s%s", text,
                         i == 0               ? ""
                         : i == in->count - 1 ? (in->count > 2 ? ", and " : " and ")
                                              : ", ",
                         in->params[i]->u.param.object->name);
  return text;
}

static void report_mismatch(struct inference *in, struct expr *fun, struct expr *arg,
                            struct type *param) {
  struct checker *c = in->checker;
  const char *head = region_printf(c->region, "in call to %s, type %s of %s does not match",
                                   check_expr_string(c, fun), check_type_string(c, arg->type),
                                   check_expr_string(c, arg));
  const char *want = check_type_string(c, param), *inferred;
  bool found = false;
  for (int i = 0; i < in->count; i++)
    found = found || in->args[i];
  in->partial = true;
  inferred = check_type_string(c, replace(in, param, 0));
  in->partial = false;
  if (!found)
    check_error(c, arg->start_pos, "%s %s (cannot infer %s)", head, want, param_names(in));
  else if (strcmp(inferred, want) != 0)
    check_error(c, arg->start_pos, "%s inferred type %s for %s", head, inferred, want);
  else
    check_error(c, arg->start_pos, "%s %s", head, want);
}

static bool infer_from_typed(struct inference *in, struct expr *call, struct type *signature,
                             struct expr **args, int count) {
  for (int i = 0; i < count; i++) {
    struct type *t = param_type(signature, i, call->u.call.has_ellipsis);
    if (!t || !types_has_param(t) || args[i]->mode == MODE_NIL || type_is_untyped(args[i]->type))
      continue;
    if (types_is_generic(args[i]->type))
      continue;
    if (!check_unify(in, t, args[i]->type, false, 0)) {
      report_mismatch(in, call->u.call.fun, args[i], t);
      return false;
    }
  }
  return true;
}

// Untyped constants give their default type, the greatest kind where there are several.
static bool infer_from_untyped(struct inference *in, struct expr *call, struct type *signature,
                               struct expr **args, int count) {
  for (int p = 0; p < in->count; p++) {
    struct type *best = NULL;
    if (in->args[p])
      continue;
    for (int i = 0; i < count; i++) {
      struct type *t = param_type(signature, i, call->u.call.has_ellipsis), *have = args[i]->type;
      if (t != in->params[p] || args[i]->mode == MODE_NIL || !type_is_untyped(have))
        continue;
      bool numeric = !best || (type_is_numeric(best) && type_is_numeric(have));
      if (!numeric && best->u.basic.kind != have->u.basic.kind) {
        check_error(in->checker, args[i]->start_pos,
                    "in call to %s, mismatched types %s and %s (cannot infer %s)",
                    check_expr_string(in->checker, call->u.call.fun),
                    check_type_string(in->checker, best), check_type_string(in->checker, have),
                    in->params[p]->u.param.object->name);
        return false;
      }
      if (!best || have->u.basic.kind > best->u.basic.kind)
        best = have;
    }
    if (best)
      in->args[p] = types_default(in->checker->universe, best);
  }
  return true;
}

// Arguments that are generic functions themselves: their parameters follow from the type of the
// parameter they are passed for.
static void infer_function_arguments(struct inference *in, struct expr *call,
                                     struct type *signature, struct expr **args, int count) {
  for (int i = 0; i < count; i++) {
    struct type *t = param_type(signature, i, call->u.call.has_ellipsis);
    if (!t || !types_is_generic(args[i]->type))
      continue;
    struct type *concrete = replace(in, t, 0);
    if (concrete)
      check_infer_value(in->checker, args[i], concrete);
    if (!types_is_generic(args[i]->type))
      check_unify(in, t, args[i]->type, false, 0);
  }
}

static bool has_all(const struct inference *in) {
  for (int i = 0; i < in->count; i++)
    if (!in->args[i])
      return false;
  return true;
}

static bool all_found(struct inference *in, pos_t pos, struct expr *fun) {
  struct checker *c = in->checker;
  for (int i = 0; i < in->count; i++)
    if (!in->args[i]) {
      struct object *name = in->params[i]->u.param.object;
      check_error(c, pos, "in call to %s, cannot infer %s (declared at %s)",
                  check_expr_string(c, fun), name->name, check_place(c, name->pos));
      return false;
    }
  return true;
}

bool check_infer_call(struct checker *c, struct expr *e, struct expr **args, int count) {
  struct expr *fun = e->u.call.fun, **exprs;
  struct type *signature = type_underlying(fun->type);
  struct object *generic = check_generic_object(fun);
  struct inference in = {.checker = c,
                         .params = signature->u.signature.type_params,
                         .count = signature->u.signature.type_param_count};
  int explicit_count, misfit = 0;
  in.args = region_alloc(c->region, (size_t)(in.count + 1) * sizeof *in.args);
  if (expr_unparen(fun)->kind != EXPR_INDEX)
    check_requires(c, e->start_pos, 18, "implicit function instantiation");
  if (!generic || generic->kind != OBJECT_FUNC ||
      !check_explicit_arguments(c, fun, true, in.args, in.count, &explicit_count, &exprs))
    return false;
  if (!check_argument_count(c, e, signature, args, count))
    return false;
  if (!infer_from_typed(&in, e, signature, args, count))
    return false;
  infer_function_arguments(&in, e, signature, args, count);
  if (!use_constraints(&in, &misfit)) {
    check_error(c, e->pos, "in call to %s, %s (type %s) does not satisfy %s",
                check_expr_string(c, fun), in.params[misfit]->u.param.object->name,
                check_type_string(c, in.args[misfit]),
                check_type_string(c, in.params[misfit]->u.param.constraint));
    return false;
  }
  if (!infer_from_untyped(&in, e, signature, args, count))
    return false;
  use_constraints(&in, &misfit); // what does not fit is reported below
  infer_function_arguments(&in, e, signature, args, count);
  if (!all_found(&in, e->pos, fun))
    return false;
  struct object *instance =
      check_make_instance(c, generic, in.args, in.count, exprs, explicit_count, e->pos);
  if (!instance)
    return false;
  check_use_instance(c, fun, instance);
  return true;
}

bool check_infer_value(struct checker *c, struct expr *e, struct type *t) {
  struct type *signature = type_underlying(e->type), *target = type_underlying(t);
  struct object *generic = check_generic_object(e);
  struct inference in = {.checker = c,
                         .params = signature->u.signature.type_params,
                         .count = signature->u.signature.type_param_count};
  struct expr **exprs;
  int explicit_count, misfit;
  in.args = region_alloc(c->region, (size_t)(in.count + 1) * sizeof *in.args);
  if (!generic || generic->kind != OBJECT_FUNC || target->kind != TYPE_SIGNATURE ||
      !check_explicit_arguments(c, e, true, in.args, in.count, &explicit_count, &exprs))
    return false;
  if (!check_unify_signatures(&in, signature, target, 0) || !use_constraints(&in, &misfit))
    return false;
  if (!has_all(&in))
    return false;
  struct object *instance =
      check_make_instance(c, generic, in.args, in.count, exprs, explicit_count, e->start_pos);
  if (!instance)
    return false;
  check_use_instance(c, e, instance);
  return true;
}

bool check_infer_rest(struct checker *c, struct type *signature, struct type **args) {
  struct inference in = {.checker = c,
                         .params = signature->u.signature.type_params,
                         .args = args,
                         .count = signature->u.signature.type_param_count};
  int misfit;
  return use_constraints(&in, &misfit) && has_all(&in);
}
