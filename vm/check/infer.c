// The inference of type arguments: from the types of a call's arguments, from constraints, and from
// untyped constants, in this order. After the language specification and go/types infer.go.
//
// Generic functions among the arguments take part: their parameters are searched for together with
// those of the function that is called.

#include <string.h>

#include "vm/check/generic.h"

// A search for the arguments of a call, or of an assignment of a generic function.
struct search {
  struct inference in;
  struct expr *call;         // NULL for an assignment
  pos_t pos;                 // where errors are that no argument is to blame for
  struct type **param_types; // of what is passed, and what it is passed for
  struct type **arg_types;
  struct expr **args;
  int count;
  const char *target; // of an assignment: what stands left of it
  bool quiet;         // errors are not reported
};

// Errors.

static bool report(const struct search *s, pos_t pos, const char *text) {
  struct checker *c = s->in.checker;
  if (!s->quiet && s->call)
    check_error(c, pos, "in call to %s, %s", check_expr_string(c, s->call->u.call.fun), text);
  else if (!s->quiet)
    check_error(c, pos, "%s", text);
  return false;
}

static const char *param_names(const struct inference *in) {
  const char *text = "";
  for (int i = 0; i < in->count; i++)
    text = region_printf(in->checker->region, "%s%s%s", text,
                         i == 0               ? ""
                         : i == in->count - 1 ? (in->count > 2 ? ", and " : " and ")
                                              : ", ",
                         in->params[i]->u.param.object->name);
  return text;
}

// The arguments found so far, one for each parameter.
static struct inference found_so_far(const struct inference *in) {
  struct inference found = {.checker = in->checker, .params = in->params, .count = in->count};
  found.args = region_alloc(in->checker->region, (size_t)(in->count + 1) * sizeof *found.args);
  for (int i = 0; i < in->count; i++)
    found.args[i] = check_inferred(in, i);
  return found;
}

// Whether t mentions a parameter of the search, or with found only one that has an argument.
static bool mentions(const struct inference *in, struct type *t, bool found) {
  if (!t || !types_has_param(t))
    return false;
  if (t->kind == TYPE_PARAM) {
    int i = check_inferred_index(in, t);
    return i >= 0 && (!found || in->args[i]);
  }
  struct type **part;
  for (int i = 0; (part = type_part(t, i)); i++)
    if (mentions(in, *part, found))
      return true;
  return false;
}

static bool report_mismatch(const struct search *s, int i) {
  struct checker *c = s->in.checker;
  struct expr *arg = s->args[i];
  struct type *param = s->param_types[i];
  struct inference found = found_so_far(&s->in);
  const char *have = check_type_string(c, s->arg_types[i]), *want = check_type_string(c, param);
  const char *name = s->call ? check_expr_string(c, arg) : s->target;
  bool any = false, changed = mentions(&found, param, true);
  for (int j = 0; j < found.count; j++)
    any = any || found.args[j];
  const char *inferred = check_type_string(c, check_substitute(&found, param)), *text;
  if (any && changed && !s->call)
    text = region_printf(c->region, "inferred type %s for %s does not match type %s of %s",
                         inferred, want, have, name);
  else if (any && changed)
    text = region_printf(c->region, "type %s of %s does not match inferred type %s for %s", have,
                         name, inferred, want);
  else if (any)
    text = region_printf(c->region, "type %s of %s does not match %s", have, name, want);
  else
    text = region_printf(c->region, "type %s of %s does not match %s (cannot infer %s)", have, name,
                         want, param_names(&s->in));
  return report(s, arg->start_pos, text);
}

// Arguments.

static bool infer_from_typed(struct search *s) {
  for (int i = 0; i < s->count; i++) {
    if (s->args[i]->mode == MODE_NIL || type_is_untyped(s->arg_types[i]))
      continue;
    if (!types_has_param(s->param_types[i]) && !types_is_generic(s->arg_types[i]))
      continue;
    if (!check_unify(&s->in, s->param_types[i], s->arg_types[i], UNIFY_ASSIGN))
      return report_mismatch(s, i);
  }
  return true;
}

// Untyped constants give their default type, the greatest kind where there are several.
static bool infer_from_untyped(struct search *s) {
  struct checker *c = s->in.checker;
  struct type **best = region_alloc(c->region, (size_t)(s->in.count + 1) * sizeof(struct type *));
  for (int i = 0; i < s->count; i++) {
    struct type *have = s->arg_types[i];
    int p = check_inferred_index(&s->in, s->param_types[i]);
    if (p < 0 || s->in.args[p] || s->args[i]->mode == MODE_NIL || !type_is_untyped(have))
      continue;
    bool numeric = best[p] && type_is_numeric(best[p]) && type_is_numeric(have);
    if (best[p] && !numeric && best[p]->u.basic.kind != have->u.basic.kind)
      return report(s, s->args[i]->start_pos,
                    region_printf(c->region, "mismatched types %s and %s (cannot infer %s)",
                                  check_type_string(c, best[p]), check_type_string(c, have),
                                  s->param_types[i]->u.param.object->name));
    if (!best[p] || have->u.basic.kind > best[p]->u.basic.kind)
      best[p] = have;
  }
  for (int p = 0; p < s->in.count; p++)
    if (best[p])
      s->in.args[p] = types_default(c->universe, best[p]);
  return true;
}

// Constraints.

// The one type that a constraint has terms of, with or without tilde; of several their underlying
// type. NULL if there is none.
static struct type *core_term(struct checker *c, struct type *param, bool *tilde, bool *single) {
  const struct type_set *set = types_type_set(param->u.param.constraint);
  *tilde = false;
  *single = set->count == 1;
  for (int i = 0; i < set->count; i++)
    *tilde = *tilde || set->terms[i].tilde;
  if (set->count == 0)
    return NULL;
  if (*single)
    return set->terms[0].type;
  struct type *common = check_common(c, param);
  return types_is_valid(common) ? common : NULL;
}

static bool report_misfit(struct search *s, int i, const char *cause) {
  struct checker *c = s->in.checker;
  struct type *param = s->in.params[i];
  return report(s, s->pos,
                region_printf(c->region, "%s (type %s) does not satisfy %s%s%s",
                              param->u.param.object->name,
                              check_type_string(c, check_inferred(&s->in, i)),
                              check_type_string(c, param->u.param.constraint),
                              cause[0] != '\0' ? " " : "", cause));
}

// Why t lacks the methods of a constraint, as far as its own parameters are known.
static const char *method_cause(const struct search *s, struct type *t, struct type *constraint) {
  struct inference found = found_so_far(&s->in);
  const char *cause =
      check_missing_method(s->in.checker, t, check_substitute(&found, constraint), true);
  return cause ? cause : "";
}

static bool use_constraint(struct search *s, int i) {
  struct checker *c = s->in.checker;
  struct type *param = s->in.params[i], *known = check_inferred(&s->in, i);
  struct type *constraint = type_underlying(param->u.param.constraint);
  bool tilde, single;
  struct type *core = core_term(c, param, &tilde, &single);
  if (core && known) {
    if (!check_unify(&s->in, known, core, 0))
      return report_misfit(s, i, "");
  } else if (core && single && !tilde) {
    s->in.args[check_inferred_index(&s->in, param)] = core;
  }
  if (!known || constraint->kind != TYPE_INTERFACE || mentions(&s->in, known, false))
    return true;
  types_complete_interface(constraint);
  if (constraint->u.interface_.all_count > 0 && !check_unify_methods(&s->in, constraint, known))
    return report_misfit(s, i, method_cause(s, known, param->u.param.constraint));
  return true;
}

static int unknown_count(const struct inference *in) {
  int count = 0;
  for (int i = 0; i < in->count; i++)
    count += !check_inferred(in, i);
  return count;
}

// Uses constraints until nothing more is found. Returns false if one does not fit.
static bool use_constraints(struct search *s) {
  for (int before = -1, now = unknown_count(&s->in); now != before;) {
    before = now;
    for (int i = 0; i < s->in.count; i++)
      if (!use_constraint(s, i))
        return false;
    now = unknown_count(&s->in);
  }
  return true;
}

// Results.

// Whether a type leads to a parameter again that is on the way: its argument would never end. The
// argument of such a parameter is taken back.
static void kill_cycles(struct inference *found, struct type *t, bool *on_way) {
  if (!t || !types_has_param(t))
    return;
  if (t->kind == TYPE_PARAM) {
    int i = check_inferred_index(found, t);
    if (i < 0)
      return;
    if (on_way[i]) {
      found->args[i] = NULL;
      return;
    }
    on_way[i] = true;
    kill_cycles(found, found->args[i], on_way);
    on_way[i] = false;
    return;
  }
  struct type **part;
  for (int i = 0; (part = type_part(t, i)); i++)
    kill_cycles(found, *part, on_way);
}

// Replaces parameters in the arguments that were found, and reports the first that is unknown.
static bool finish(struct search *s, struct inference *found) {
  struct checker *c = s->in.checker;
  *found = found_so_far(&s->in);
  bool *on_way = region_alloc(c->region, (size_t)found->count + 1);
  for (int i = 0; i < found->count; i++)
    kill_cycles(found, found->params[i], on_way);
  for (int round = 0; round < found->count; round++)
    for (int i = 0; i < found->count; i++)
      if (found->args[i] && mentions(found, found->args[i], false))
        found->args[i] = check_substitute(found, found->args[i]);
  for (int i = 0; i < found->count; i++)
    if (!found->args[i] || mentions(found, found->args[i], false)) {
      struct object *name = found->params[i]->u.param.object;
      return report(s, s->pos,
                    region_printf(c->region, "cannot infer %s (declared at %s)", name->name,
                                  check_place(c, name->pos)));
    }
  return true;
}

static bool search(struct search *s, struct inference *found) {
  struct inference *in = &s->in;
  in->groups = region_alloc(in->checker->region, (size_t)(in->count + 1) * sizeof *in->groups);
  for (int i = 0; i < in->count; i++)
    in->groups[i] = i;
  return infer_from_typed(s) && use_constraints(s) && infer_from_untyped(s) && finish(s, found);
}

// Calls.

static struct type *param_type(struct type *signature, int i, bool has_ellipsis) {
  invariant_debug(signature->kind == TYPE_SIGNATURE && i >= 0);
  int count = signature->u.signature.param_count;
  if (!signature->u.signature.variadic || i < count - 1)
    return signature->u.signature.params[i]->type;
  struct type *t = signature->u.signature.params[count - 1]->type;
  return has_ellipsis || t->kind != TYPE_SLICE ? t : t->u.slice.elem;
}

// One generic function that takes part: the one that is called, or an argument.
struct part {
  struct expr *expr;
  struct object *generic;
  struct expr **exprs; // the explicit type arguments
  int explicit_count, first, count;
};

static bool add_part(struct search *s, struct part *part, struct expr *e, struct type *signature) {
  struct checker *c = s->in.checker;
  struct inference *in = &s->in;
  int count = signature->u.signature.type_param_count;
  *part = (struct part){
      .expr = e, .generic = check_generic_object(e), .first = in->count, .count = count};
  if (!part->generic || part->generic->kind != OBJECT_FUNC)
    return false;
  struct type **params = region_alloc(c->region, (size_t)(in->count + count + 1) * sizeof *params);
  struct type **args = region_alloc(c->region, (size_t)(in->count + count + 1) * sizeof *args);
  for (int i = 0; i < in->count; i++) {
    params[i] = in->params[i];
    args[i] = in->args[i];
  }
  for (int i = 0; i < count; i++)
    params[in->count + i] = signature->u.signature.type_params[i];
  if (!check_explicit_arguments(c, e, true, args + in->count, count, &part->explicit_count,
                                &part->exprs))
    return false;
  in->params = params;
  in->args = args;
  in->count += count;
  return true;
}

// Gives each part its instance.
static bool use_instances(struct checker *c, struct part *parts, int count,
                          const struct inference *found, pos_t pos) {
  for (int i = 0; i < count; i++) {
    struct part *part = &parts[i];
    struct object *instance =
        check_make_instance(c, part->generic, found->args + part->first, part->count, part->exprs,
                            part->explicit_count, pos);
    if (!instance)
      return false;
    check_use_instance(c, part->expr, instance);
  }
  return true;
}

// Whether the callee's own parameters may occur in what is passed to it: in its own body.
static bool is_recursive(struct checker *c, const struct object *generic) {
  for (const struct function *f = c->context.function; f; f = f->outer)
    if (f->object == generic)
      return true;
  return false;
}

bool check_infer_call(struct checker *c, struct expr *e, struct type *signature, struct expr **args,
                      int count) {
  struct expr *fun = e->u.call.fun;
  struct search s = {.in = {.checker = c}, .call = e, .pos = e->pos, .args = args, .count = count};
  struct part *parts = region_alloc(c->region, (size_t)(count + 1) * sizeof *parts);
  int part_count = 0;
  size_t bytes = (size_t)(count + 1) * sizeof(struct type *);
  if (!check_argument_count(c, e, signature, args, count))
    return false;
  if (types_is_generic(signature)) {
    if (expr_unparen(fun)->kind != EXPR_INDEX)
      check_requires(c, e->start_pos, 18, "implicit function instantiation");
    if (is_recursive(c, check_generic_object(fun)))
      signature = check_rename_params(c, signature);
    if (!add_part(&s, &parts[part_count++], fun, signature))
      return false;
  }
  struct inference given = s.in, found;
  s.param_types = region_alloc(c->region, bytes);
  s.arg_types = region_alloc(c->region, bytes);
  for (int i = 0; i < count; i++) {
    struct type *t = param_type(signature, i, e->u.call.has_ellipsis);
    s.param_types[i] = parts[0].explicit_count > 0 ? check_substitute(&given, t) : t;
    s.arg_types[i] = args[i]->type;
    if (!types_is_generic(args[i]->type))
      continue;
    s.arg_types[i] = check_rename_params(c, type_underlying(args[i]->type));
    if (!add_part(&s, &parts[part_count++], args[i], s.arg_types[i]))
      return false;
  }
  return search(&s, &found) && use_instances(c, parts, part_count, &found, e->pos);
}

bool check_infer_value(struct checker *c, struct expr *e, struct type *t,
                       const char *target_words) {
  struct type *signature = type_underlying(e->type), *target = type_underlying(t);
  if (target->kind != TYPE_SIGNATURE)
    return false;
  if (is_recursive(c, check_generic_object(e)))
    signature = check_rename_params(c, signature);
  struct type *param = types_new(c->universe, TYPE_SIGNATURE);
  param->u = signature->u;
  param->u.signature.type_params = NULL;
  param->u.signature.type_param_count = 0;
  struct search s = {.in = {.checker = c},
                     .target = target_words,
                     .pos = e->start_pos,
                     .param_types = &param,
                     .arg_types = &target,
                     .args = &e,
                     .count = 1};
  struct part part;
  struct inference found;
  return add_part(&s, &part, e, signature) && search(&s, &found) &&
         use_instances(c, &part, 1, &found, e->start_pos);
}

bool check_infer_rest(struct checker *c, struct expr *e, struct type *signature, struct type **args,
                      bool quiet) {
  int count = signature->u.signature.type_param_count;
  if (is_recursive(c, check_generic_object(e)))
    signature = check_rename_params(c, signature);
  struct search s = {.in = {.checker = c,
                            .params = signature->u.signature.type_params,
                            .args = args,
                            .count = count},
                     .pos = e->pos,
                     .quiet = quiet};
  struct inference found;
  if (!search(&s, &found))
    return false;
  memcpy(args, found.args, (size_t)count * sizeof(struct type *));
  return true;
}
