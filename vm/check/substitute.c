// Types in which other types stand for type parameters. Only what inference makes is substituted;
// instances are evaluated from their source (generic.c).

#include <string.h>

#include "vm/check/generic.h"

static struct type *substitute(const struct inference *in, struct type *t);

// Copies of objects with other types.
static struct object **substitute_objects(const struct inference *in, struct object **list,
                                          int count) {
  struct region *region = in->checker->region;
  struct object **objects = region_alloc(region, (size_t)(count + 1) * sizeof *objects);
  for (int i = 0; i < count; i++) {
    objects[i] = region_alloc(region, sizeof **objects);
    *objects[i] = *list[i];
    objects[i]->type = substitute(in, list[i]->type);
  }
  return objects;
}

static struct type **substitute_list(const struct inference *in, struct type **list, int count) {
  struct type **types = region_alloc(in->checker->region, (size_t)(count + 1) * sizeof *types);
  for (int i = 0; i < count; i++)
    types[i] = substitute(in, list[i]);
  return types;
}

static void substitute_struct(const struct inference *in, struct type *copy, struct type *t) {
  invariant_debug(t->kind == TYPE_STRUCT);
  copy->u.struct_.fields = substitute_objects(in, t->u.struct_.fields, t->u.struct_.count);
  copy->u.struct_.names = scope_new(in->checker->region, NULL);
  for (int i = 0; i < t->u.struct_.count; i++)
    if (copy->u.struct_.fields[i]->name != in->checker->blank)
      scope_insert(in->checker->region, copy->u.struct_.names, copy->u.struct_.fields[i]);
}

static void substitute_signature(const struct inference *in, struct type *copy, struct type *t) {
  invariant_debug(t->kind == TYPE_SIGNATURE);
  copy->u.signature.params =
      substitute_objects(in, t->u.signature.params, t->u.signature.param_count);
  copy->u.signature.results =
      substitute_objects(in, t->u.signature.results, t->u.signature.result_count);
  copy->u.signature.type_params = NULL;
  copy->u.signature.type_param_count = 0;
}

static void substitute_interface(const struct inference *in, struct type *copy, struct type *t) {
  invariant_debug(t->kind == TYPE_INTERFACE);
  copy->u.interface_.methods =
      substitute_objects(in, t->u.interface_.methods, t->u.interface_.method_count);
  copy->u.interface_.embeddeds =
      substitute_list(in, t->u.interface_.embeddeds, t->u.interface_.embedded_count);
  copy->u.interface_.all_methods = NULL;
  copy->u.interface_.set = NULL;
  copy->u.interface_.complete = false;
}

static struct type *substitute_param(const struct inference *in, struct type *t) {
  for (int i = 0; i < in->count; i++)
    if (in->params[i] == t)
      return in->args[i] ? in->args[i] : t;
  return t;
}

static struct type *substitute_named(const struct inference *in, struct type *t) {
  invariant_debug(t->kind == TYPE_NAMED);
  int count = t->u.named.type_arg_count;
  struct type **args = substitute_list(in, t->u.named.type_args, count);
  bool fresh;
  return check_type_instance(in->checker, t->u.named.object, args, count, t->u.named.pos, &fresh);
}

static struct type *substitute(const struct inference *in, struct type *t) {
  struct checker *c = in->checker;
  if (!types_has_param(t))
    return t;
  if (t->kind == TYPE_PARAM)
    return substitute_param(in, t);
  if (!check_deeper(c, 0))
    return invalid_type(c);
  struct type *copy = t;
  if (t->kind == TYPE_NAMED) {
    copy = substitute_named(in, t);
  } else {
    copy = types_new(c->universe, t->kind);
    copy->u = t->u;
  }
  switch (t->kind) {
  case TYPE_POINTER:
    copy->u.pointer.elem = substitute(in, t->u.pointer.elem);
    break;
  case TYPE_SLICE:
    copy->u.slice.elem = substitute(in, t->u.slice.elem);
    break;
  case TYPE_ARRAY:
    copy->u.array.elem = substitute(in, t->u.array.elem);
    break;
  case TYPE_CHAN:
    copy->u.chan.elem = substitute(in, t->u.chan.elem);
    break;
  case TYPE_MAP:
    copy->u.map.key = substitute(in, t->u.map.key);
    copy->u.map.value = substitute(in, t->u.map.value);
    break;
  case TYPE_STRUCT:
    substitute_struct(in, copy, t);
    break;
  case TYPE_SIGNATURE:
    substitute_signature(in, copy, t);
    break;
  case TYPE_INTERFACE:
    substitute_interface(in, copy, t);
    break;
  case TYPE_TUPLE:
    copy->u.tuple.types = substitute_list(in, t->u.tuple.types, t->u.tuple.count);
    copy->u.tuple.objects = NULL;
    break;
  case TYPE_UNION:
    copy->u.union_.terms = substitute_list(in, t->u.union_.terms, t->u.union_.count);
    break;
  default:
    break;
  }
  c->depth--;
  return copy;
}

struct type *check_substitute(const struct inference *in, struct type *t) {
  return substitute(in, t);
}

struct type *check_rename_params(struct checker *c, struct type *signature) {
  invariant_debug(signature->kind == TYPE_SIGNATURE);
  int count = signature->u.signature.type_param_count;
  struct type **fresh = region_alloc(c->region, (size_t)(count + 1) * sizeof *fresh);
  struct inference names = {
      .checker = c, .params = signature->u.signature.type_params, .args = fresh, .count = count};
  for (int i = 0; i < count; i++) {
    fresh[i] = types_new(c->universe, TYPE_PARAM);
    fresh[i]->u = names.params[i]->u;
  }
  for (int i = 0; i < count; i++)
    fresh[i]->u.param.constraint = substitute(&names, names.params[i]->u.param.constraint);
  struct type *renamed = types_new(c->universe, TYPE_SIGNATURE);
  renamed->u = signature->u;
  substitute_signature(&names, renamed, signature);
  renamed->u.signature.type_params = fresh;
  renamed->u.signature.type_param_count = count;
  return renamed;
}
