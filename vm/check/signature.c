// Signatures: parameters, results and receivers. After go/types signature.go.

#include "vm/check/internal.h"
#include "vm/check/package.h"

struct collected {
  struct object **objects;
  int count;
  bool variadic;
};

static struct object *new_param(struct checker *c, enum var_kind kind, struct field *field,
                                struct type *t, struct function *function) {
  pos_t pos = field->name ? field->name_pos : field->type->start_pos;
  struct object *object = check_new_variable(c, kind, field->name, pos, t);
  object->u.var.function = function;
  object->used = true;
  return field->object = object;
}

static struct collected collect_params(struct checker *c, struct field_list *fields,
                                       enum var_kind kind, struct function *function) {
  struct collected collected = {
      .objects = region_alloc(c->region, (size_t)(fields->count + 1) * sizeof(struct object *)),
      .count = fields->count};
  struct expr *previous = NULL;
  struct type *type = NULL;
  for (int i = 0; i < fields->count; i++) {
    struct field *field = &fields->items[i];
    if (field->type != previous) {
      if (field->type->kind == EXPR_ELLIPSIS) {
        struct expr *dots = field->type;
        struct type *elem = check_var_type(c, dots->u.ellipsis.elem);
        type = types_new_slice(c->universe, elem);
        dots->mode = MODE_TYPE;
        dots->type = type;
        if (kind == VAR_PARAM && i == fields->count - 1)
          collected.variadic = true;
        else
          check_error(c, dots->start_pos, "can only use ... with final parameter in list");
      } else {
        type = check_var_type(c, field->type);
      }
    }
    previous = field->type;
    struct object *object = new_param(c, kind, field, type, function);
    object->u.var.index = i;
    collected.objects[i] = object;
  }
  return collected;
}

struct expr *check_receiver_base(struct expr *e) {
  while (e->kind == EXPR_STAR || e->kind == EXPR_PAREN)
    e = e->kind == EXPR_STAR ? e->u.star.x : e->u.paren.x;
  return e;
}

struct expr *check_base_expr(struct expr *e, bool *pointer) {
  *pointer = false;
  for (;;)
    switch (e->kind) {
    case EXPR_STAR:
      *pointer = true;
      e = e->u.star.x;
      break;
    case EXPR_PAREN:
      e = e->u.paren.x;
      break;
    case EXPR_INDEX:
      e = e->u.index.x;
      break;
    default:
      return e;
    }
}

void check_receiver_type(struct checker *c, struct expr *e, struct type *t) {
  e = check_receiver_base(e);
  struct type *base = t->kind == TYPE_POINTER ? t->u.pointer.elem : t;
  struct type *under = type_underlying(base);
  if (!types_is_valid(base))
    return;
  const char *text = check_type_string(c, base);
  if (base->kind == TYPE_BASIC ||
      (base->kind == TYPE_NAMED && base->u.named.object->package != c->context.package))
    check_error(c, e->start_pos, "cannot define new methods on non-local type %s", text);
  else if (base->kind != TYPE_NAMED)
    check_error(c, e->start_pos, "invalid receiver type %s", check_type_string(c, t));
  else if (under->kind == TYPE_POINTER || under->kind == TYPE_INTERFACE)
    check_error(c, e->start_pos, "invalid receiver type %s (pointer or interface type)", text);
  else if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNSAFE_POINTER)
    check_error(c, e->start_pos, "invalid receiver type %s (unsafe.Pointer)", text);
}

// Two parameters, or a parameter and a result, must not share a name.
static void refuse_duplicate_params(struct checker *c, struct object *receiver,
                                    struct collected *params, struct collected *results) {
  struct scope *names = scope_new(c->region, NULL);
  if (receiver && receiver->name)
    check_declare(c, names, receiver);
  for (int i = 0; i < params->count; i++)
    if (params->objects[i]->name)
      check_declare(c, names, params->objects[i]);
  for (int i = 0; i < results->count; i++)
    if (results->objects[i]->name)
      check_declare(c, names, results->objects[i]);
}

// The receiver of a method of a generic type: T[P] names the parameters, and is not evaluated.
static struct object *generic_receiver(struct checker *c, struct function *function,
                                       struct type *base) {
  invariant_debug(base->kind == TYPE_NAMED);
  if (types_is_generic(base)) {
    base = check_receiver_instance(c, base, function);
  } else if (!base->u.named.origin) {
    struct expr *name = check_receiver_base(function->receiver.items[0].type)->u.index.x;
    check_error(c, name->start_pos, "%s is not a generic type", check_type_string(c, base));
    base = invalid_type(c);
  }
  struct field *field = &function->receiver.items[0];
  struct type *t =
      function->object->u.func.pointer_receiver ? types_new_pointer(c->universe, base) : base;
  return new_param(c, VAR_RECEIVER, field, t, function);
}

struct type *check_signature(struct checker *c, struct expr *func_type, struct field_list *receiver,
                             struct function *function) {
  invariant_debug(func_type->kind == EXPR_FUNC_TYPE);
  struct type *t = types_new(c->universe, TYPE_SIGNATURE);
  struct scope *outer = c->context.scope;
  struct object *receiver_object = NULL;
  bool is_instance = function && function->type_args;
  if (func_type->u.func_type.type_params.count > 0 && !is_instance) {
    c->context.scope = scope_new(c->region, outer);
    if (function)
      function->scope = c->context.scope;
    check_declare_type_params(c, &func_type->u.func_type.type_params, &t->u.signature.type_params,
                              &t->u.signature.type_param_count);
  }
  if (receiver && receiver->count > 0) {
    struct type *base =
        function && function->object ? function->object->u.func.receiver_base : NULL;
    if (base && check_is_generic_receiver(function))
      receiver_object = generic_receiver(c, function, base);
    else
      receiver_object = collect_params(c, receiver, VAR_RECEIVER, function).objects[0];
    if (function && function->object && !function->object->u.func.receiver_base)
      check_receiver_type(c, receiver->items[0].type, receiver_object->type);
    else
      check_later(c, (struct later){.kind = LATER_RECEIVER,
                                    .type = receiver_object->type,
                                    .expr = receiver->items[0].type});
  }
  struct collected params = collect_params(c, &func_type->u.func_type.params, VAR_PARAM, function);
  struct collected results =
      collect_params(c, &func_type->u.func_type.results, VAR_RESULT, function);
  refuse_duplicate_params(c, receiver_object, &params, &results);
  c->context.scope = outer;
  t->u.signature.params = params.objects;
  t->u.signature.param_count = params.count;
  t->u.signature.variadic = params.variadic;
  t->u.signature.results = results.objects;
  t->u.signature.result_count = results.count;
  t->u.signature.receiver = receiver_object;
  if (function) {
    function->signature = t;
    function->receiver_object = receiver_object;
    function->params = params.objects;
    function->results = results.objects;
  }
  func_type->mode = MODE_TYPE;
  func_type->type = t;
  return t;
}
