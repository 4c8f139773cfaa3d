// The functions of package unsafe. After go/types builtins.go.

#include "vm/check/builtin.h"

void builtin_size_of(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  if (!check_assignment(c, x, NULL,
                        b->kind == BUILTIN_SIZEOF ? "argument to unsafe.Sizeof"
                                                  : "argument to unsafe.Alignof"))
    return;
  int64_t size = b->kind == BUILTIN_SIZEOF ? type_size(x->type) : type_align(x->type);
  if (size < 0) {
    check_error(c, x->start_pos, "%s is too large", check_operand_string(c, x));
    return;
  }
  builtin_measure(b, size, builtin_basic(b, BASIC_UINTPTR), type_has_variable_size(x->type));
}

void builtin_offset_of(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *selector = expr_unparen(b->args[0]);
  if (selector->kind != EXPR_SELECTOR) {
    check_error(c, b->args[0]->start_pos, "invalid argument: %s is not a selector expression",
                check_expr_string(c, b->args[0]));
    check_use(c, b->args, 1);
    return;
  }
  check_expr(c, b->args[0]);
  if (b->args[0]->mode == MODE_INVALID)
    return;
  struct selection *selection = &selector->u.selector.selection;
  struct type *base = selector->u.selector.x->type;
  if (base->kind == TYPE_POINTER)
    base = base->u.pointer.elem;
  struct type *start = base;
  if (selection->kind != SELECT_FIELD) {
    check_error(c, b->args[0]->start_pos, "invalid argument: %s is a method value",
                check_expr_string(c, b->args[0]));
    return;
  }
  int64_t offset = 0;
  for (int i = 0; i < selection->path_count; i++) {
    struct type *under = type_underlying(base);
    if (under->kind == TYPE_POINTER) {
      check_error(c, selector->start_pos,
                  "invalid argument: field %s is embedded via a pointer in %s",
                  selector->u.selector.name, check_type_string(c, start));
      return;
    }
    int64_t part = type_field_offset(under, selection->path[i]);
    if (part < 0 || offset < 0 || __builtin_add_overflow(offset, part, &offset))
      offset = -1;
    base = under->u.struct_.fields[selection->path[i]]->type;
  }
  if (offset < 0)
    check_error(c, selector->u.selector.x->start_pos, "%s is too large",
                check_operand_string(c, selector->u.selector.x));
  else
    builtin_measure(b, offset, builtin_basic(b, BASIC_UINTPTR), type_has_variable_size(start));
}

static bool require_count(struct builtin_call *b, struct expr *y) {
  struct checker *c = b->checker;
  if (type_is_untyped(y->type) && !check_convert_untyped(c, y, builtin_basic(b, BASIC_INT)))
    return false;
  if (type_all(y->type, type_is_integer))
    return true;
  check_error(c, y->start_pos, "invalid argument: length %s must be integer",
              check_operand_string(c, y));
  return false;
}

void builtin_unsafe_pointer(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *under = check_common(c, x->type);
  bool is_newer = b->kind != BUILTIN_UNSAFE_ADD && b->kind != BUILTIN_UNSAFE_SLICE;
  check_requires(c, b->e->u.call.fun->start_pos, is_newer ? 20 : 17, "unsafe.%s",
                 builtin_facts(b->kind)->name);
  switch (b->kind) {
  case BUILTIN_UNSAFE_ADD:
    if (check_assignment(c, x, builtin_basic(b, BASIC_UNSAFE_POINTER), "argument to unsafe.Add") &&
        require_count(b, b->args[1]))
      builtin_succeed(b, MODE_VALUE, builtin_basic(b, BASIC_UNSAFE_POINTER));
    break;
  case BUILTIN_UNSAFE_SLICE:
    if (under->kind != TYPE_POINTER)
      check_error(c, x->start_pos, "invalid argument: %s is not a pointer",
                  check_operand_string(c, x));
    else if (require_count(b, b->args[1]))
      builtin_succeed(b, MODE_VALUE, types_new_slice(c->universe, under->u.pointer.elem));
    break;
  case BUILTIN_UNSAFE_SLICE_DATA:
    if (under->kind != TYPE_SLICE)
      check_error(c, x->start_pos, "invalid argument: %s is not a slice",
                  check_operand_string(c, x));
    else
      builtin_succeed(b, MODE_VALUE, types_new_pointer(c->universe, under->u.slice.elem));
    break;
  case BUILTIN_UNSAFE_STRING:
    if (check_assignment(c, x, types_new_pointer(c->universe, c->universe->byte_type),
                         "argument to unsafe.String") &&
        require_count(b, b->args[1]))
      builtin_succeed(b, MODE_VALUE, builtin_basic(b, BASIC_STRING));
    break;
  default:
    if (check_assignment(c, x, builtin_basic(b, BASIC_STRING), "argument to unsafe.StringData"))
      builtin_succeed(b, MODE_VALUE, types_new_pointer(c->universe, c->universe->byte_type));
    break;
  }
}
