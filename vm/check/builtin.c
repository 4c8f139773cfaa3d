// Calls of the builtin functions. After go/types builtins.go.

#include <string.h>

#include "vm/check/internal.h"

// A call of a builtin whose arguments have been evaluated, where they are values.
struct builtin_call {
  struct checker *checker;
  struct expr *e;
  enum builtin_kind kind;
  struct expr **args;
  int count;
};

struct arity {
  int count;
  bool variadic;
};

static struct arity arity_of(enum builtin_kind kind) {
  switch (kind) {
  case BUILTIN_RECOVER:
    return (struct arity){0, false};
  case BUILTIN_APPEND:
  case BUILTIN_MAKE:
  case BUILTIN_MAX:
  case BUILTIN_MIN:
    return (struct arity){1, true};
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
    return (struct arity){0, true};
  case BUILTIN_COMPLEX:
  case BUILTIN_COPY:
  case BUILTIN_DELETE:
  case BUILTIN_UNSAFE_ADD:
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_STRING:
    return (struct arity){2, false};
  default:
    return (struct arity){1, false};
  }
}

static struct type *basic(struct builtin_call *b, enum basic_kind kind) {
  return b->checker->universe->basic[kind];
}

static void fail(struct builtin_call *b) {
  check_invalidate(b->checker, b->e);
}

static void succeed(struct builtin_call *b, enum operand_mode mode, struct type *t) {
  b->e->mode = mode;
  b->e->type = t;
}

// Evaluates the arguments; those that are types, or selected specially, stay as they are.
static bool evaluate(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr_list *args = &b->e->u.call.args;
  b->args = args->items;
  b->count = args->count;
  if (b->kind == BUILTIN_MAKE || b->kind == BUILTIN_NEW || b->kind == BUILTIN_OFFSETOF)
    return true;
  bool good = true;
  if (args->count == 1) {
    struct expr *x = args->items[0];
    check_multi_expr(c, x);
    if (x->mode == MODE_VALUE && x->type->kind == TYPE_TUPLE) {
      b->count = x->type->u.tuple.count;
      b->args = region_alloc(c->region, (size_t)b->count * sizeof *b->args);
      for (int i = 0; i < b->count; i++) {
        b->args[i] = region_alloc(c->region, sizeof *x);
        *b->args[i] = *x;
        b->args[i]->type = x->type->u.tuple.types[i];
      }
      return true;
    }
    return x->mode != MODE_INVALID;
  }
  for (int i = 0; i < args->count; i++) {
    check_expr(c, args->items[i]);
    good = good && args->items[i]->mode != MODE_INVALID;
  }
  return good;
}

static bool check_arity(struct builtin_call *b) {
  struct arity arity = arity_of(b->kind);
  const char *problem = b->count < arity.count                      ? "not enough"
                        : b->count > arity.count && !arity.variadic ? "too many"
                                                                    : NULL;
  if (!problem)
    return true;
  check_error(b->checker, b->e->start_pos,
              "invalid operation: %s arguments for %s (expected %d, found %d)", problem,
              check_expr_string(b->checker, b->e), arity.count, b->count);
  return false;
}

// append and copy.

static struct type *slice_elem(struct builtin_call *b, struct expr *x, const char *what) {
  struct type *t = type_underlying(x->type);
  if (x->mode != MODE_NIL && t->kind == TYPE_SLICE)
    return t->u.slice.elem;
  if (x->mode == MODE_NIL)
    check_error(b->checker, x->start_pos, "invalid %s: argument must be a slice; have untyped nil",
                what);
  else
    check_error(b->checker, x->start_pos, "invalid %s: argument must be a slice; have %s", what,
                check_operand_string(b->checker, x));
  return NULL;
}

static bool is_byte(struct type *t) {
  t = type_underlying(t);
  return t->kind == TYPE_BASIC && t->u.basic.kind == BASIC_UINT8;
}

// append(s, t...) with another number of arguments.
static void report_append_count(struct builtin_call *b, struct type *elem) {
  struct checker *c = b->checker;
  struct type **have = region_alloc(c->region, (size_t)b->count * sizeof *have);
  struct type *want[2] = {b->args[0]->type, types_new_slice(c->universe, elem)};
  for (int i = 0; i < b->count; i++)
    have[i] = b->args[i]->type;
  check_error(c, b->args[b->count > 2 ? 2 : b->count - 1]->start_pos,
              "%s arguments in call to append\n\thave %s\n\twant %s",
              b->count > 2 ? "too many" : "not enough",
              check_types_summary(c, have, b->count, false, true),
              check_types_summary(c, want, 2, true, false));
}

static void append(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *elem = slice_elem(b, x, "append");
  if (!elem) {
    fail(b);
    return;
  }
  succeed(b, MODE_VALUE, x->type);
  struct expr *outer = c->callee;
  c->callee = b->e->u.call.fun;
  if (b->e->u.call.has_ellipsis) {
    if (b->count != 2)
      report_append_count(b, elem);
    else if (is_byte(elem) && type_is_string(b->args[1]->type))
      check_default(c, b->args[1]);
    else
      check_assignment(c, b->args[1], types_new_slice(c->universe, elem), check_argument_context);
  } else {
    for (int i = 1; i < b->count; i++)
      check_assignment(c, b->args[i], elem, check_argument_context);
  }
  c->callee = outer;
}

static void copy(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0], *y = b->args[1];
  struct type *to = slice_elem(b, x, "copy"), *from;
  if (!to) {
    fail(b);
    return;
  }
  if (type_is_string(y->type)) {
    from = c->universe->byte_type;
    if (is_byte(to))
      from = to;
  } else {
    from = slice_elem(b, y, "copy");
  }
  if (!from) {
    fail(b);
  } else if (!types_identical(to, from)) {
    check_error(c, x->start_pos,
                "invalid copy: arguments %s and %s have different element types %s and %s",
                check_operand_string(c, x), check_operand_string(c, y), check_type_string(c, to),
                check_type_string(c, from));
    fail(b);
  } else {
    check_default(c, y);
    succeed(b, MODE_VALUE, basic(b, BASIC_INT));
  }
}

// len and cap.

static bool constant_length(struct builtin_call *b, struct expr *x, struct type *t, bool effect) {
  struct checker *c = b->checker;
  if (b->kind == BUILTIN_LEN && type_is_string(t) && x->mode == MODE_CONSTANT) {
    int64_t size = (int64_t)constant_string_size(x->value);
    check_set_constant(b->e, constant_int64(c->pool, size), basic(b, BASIC_INT));
    return true;
  }
  if (t->kind == TYPE_ARRAY && !effect) {
    check_set_constant(b->e, constant_int64(c->pool, t->u.array.len), basic(b, BASIC_INT));
    return true;
  }
  return false;
}

static void length(struct builtin_call *b, bool effect) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *t = type_underlying(x->type);
  if (t->kind == TYPE_POINTER && type_underlying(t->u.pointer.elem)->kind == TYPE_ARRAY)
    t = type_underlying(t->u.pointer.elem);
  bool good = t->kind == TYPE_ARRAY || t->kind == TYPE_SLICE || t->kind == TYPE_CHAN;
  if (b->kind == BUILTIN_LEN)
    good = good || t->kind == TYPE_MAP || type_is_string(t);
  if (!good || x->mode == MODE_NIL) {
    if (types_is_valid(t))
      check_error(c, x->start_pos, "invalid argument: %s for built-in %s",
                  check_operand_string(c, x), builtin_name(b->kind));
    fail(b);
    return;
  }
  bool is_constant = constant_length(b, x, t, effect);
  check_default(c, x);
  if (!is_constant)
    succeed(b, MODE_VALUE, basic(b, BASIC_INT));
}

// Maps and channels.

static void clear(struct builtin_call *b) {
  struct expr *x = b->args[0];
  enum type_kind kind = type_underlying(x->type)->kind;
  if (kind == TYPE_MAP || (kind == TYPE_SLICE && x->mode != MODE_NIL)) {
    succeed(b, MODE_NO_VALUE, NULL);
    return;
  }
  check_error(
      b->checker, x->start_pos,
      "invalid argument: cannot clear %s: argument must be (or constrained by) map or slice",
      check_operand_string(b->checker, x));
  fail(b);
}

static void close_channel(struct builtin_call *b) {
  struct expr *x = b->args[0];
  struct type *t = type_underlying(x->type);
  if (t->kind != TYPE_CHAN)
    check_error(b->checker, x->start_pos, "invalid operation: cannot close non-channel %s",
                check_operand_string(b->checker, x));
  else if (t->u.chan.direction == CHAN_RECEIVE)
    check_error(b->checker, x->start_pos, "invalid operation: cannot close receive-only channel %s",
                check_operand_string(b->checker, x));
  else
    succeed(b, MODE_NO_VALUE, NULL);
}

static void delete_key(struct builtin_call *b) {
  struct expr *x = b->args[0];
  struct type *t = type_underlying(x->type);
  if (t->kind != TYPE_MAP) {
    check_error(b->checker, x->start_pos, "invalid argument: %s is not a map",
                check_operand_string(b->checker, x));
    return;
  }
  if (check_assignment(b->checker, b->args[1], t->u.map.key, "argument to delete"))
    succeed(b, MODE_NO_VALUE, NULL);
}

// Complex numbers.

static void to_float_constant(struct builtin_call *b, struct expr *x) {
  if (type_is_numeric(x->type) && constant_sign(constant_imag(b->checker->pool, x->value)) == 0)
    x->type = basic(b, BASIC_UNTYPED_FLOAT);
}

static struct type *complex_of(struct builtin_call *b, struct type *t) {
  t = type_underlying(t);
  if (t->kind != TYPE_BASIC)
    return NULL;
  switch (t->u.basic.kind) {
  case BASIC_FLOAT32:
    return basic(b, BASIC_COMPLEX64);
  case BASIC_FLOAT64:
    return basic(b, BASIC_COMPLEX128);
  case BASIC_UNTYPED_FLOAT:
    return basic(b, BASIC_UNTYPED_COMPLEX);
  default:
    return NULL;
  }
}

static void match_parts(struct builtin_call *b, struct expr *x, struct expr *y) {
  struct checker *c = b->checker;
  bool x_untyped = type_is_untyped(x->type), y_untyped = type_is_untyped(y->type);
  if (x_untyped && !y_untyped) {
    check_convert_untyped(c, x, y->type);
  } else if (!x_untyped && y_untyped) {
    check_convert_untyped(c, y, x->type);
  } else if (x_untyped && y_untyped && x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
    to_float_constant(b, x);
    to_float_constant(b, y);
  } else if (x_untyped) {
    check_convert_untyped(c, x, basic(b, BASIC_FLOAT64));
    check_convert_untyped(c, y, basic(b, BASIC_FLOAT64));
  }
}

static void make_complex(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0], *y = b->args[1];
  match_parts(b, x, y);
  if (x->mode == MODE_INVALID || y->mode == MODE_INVALID)
    return;
  if (!types_identical(x->type, y->type)) {
    check_error(c, x->start_pos, "invalid operation: %s (mismatched types %s and %s)",
                check_expr_string(c, b->e), check_type_string(c, x->type),
                check_type_string(c, y->type));
    return;
  }
  struct type *t = complex_of(b, x->type);
  if (!t) {
    check_error(c, x->start_pos,
                "invalid argument: arguments have type %s, expected floating-point",
                check_type_string(c, x->type));
    return;
  }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    check_set_constant(b->e,
                       constant_make_complex(c->pool, constant_to_float(c->pool, x->value),
                                             constant_to_float(c->pool, y->value)),
                       t);
  else
    succeed(b, MODE_VALUE, t);
}

static void complex_part(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  if (type_is_untyped(x->type)) {
    if (x->mode == MODE_CONSTANT && type_is_numeric(x->type))
      x->type = basic(b, BASIC_UNTYPED_COMPLEX);
    else if (x->mode != MODE_CONSTANT && !check_convert_untyped(c, x, basic(b, BASIC_COMPLEX128)))
      return;
  }
  struct type *under = type_underlying(x->type), *t = NULL;
  if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_COMPLEX64)
    t = basic(b, BASIC_FLOAT32);
  else if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_COMPLEX128)
    t = basic(b, BASIC_FLOAT64);
  else if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNTYPED_COMPLEX)
    t = basic(b, BASIC_UNTYPED_FLOAT);
  if (!t) {
    check_error(c, x->start_pos, "invalid argument: argument has type %s, expected complex type",
                check_type_string(c, x->type));
    return;
  }
  if (x->mode == MODE_CONSTANT)
    check_set_constant(b->e,
                       b->kind == BUILTIN_REAL ? constant_real(x->value)
                                               : constant_imag(c->pool, x->value),
                       t);
  else
    succeed(b, MODE_VALUE, t);
}

// make and new.

static void make(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct type *t = check_var_type(c, b->args[0]);
  if (!types_is_valid(t)) {
    check_use(c, b->args + 1, b->count - 1);
    return;
  }
  struct type *under = type_underlying(t);
  int min = under->kind == TYPE_SLICE ? 2 : 1;
  if (under->kind != TYPE_SLICE && under->kind != TYPE_MAP && under->kind != TYPE_CHAN) {
    check_error(c, b->args[0]->start_pos,
                "invalid argument: cannot make %s: type must be slice, map, or channel",
                check_expr_string(c, b->args[0]));
    check_use(c, b->args + 1, b->count - 1);
    return;
  }
  if (b->count < min || b->count > min + 1) {
    check_error(c, b->e->start_pos, "invalid operation: %s expects %d or %d arguments; found %d",
                check_expr_string(c, b->e), min, min + 1, b->count);
    check_use(c, b->args + 1, b->count - 1);
    return;
  }
  int64_t sizes[2] = {-1, -1};
  for (int i = 1; i < b->count; i++)
    check_index_value(c, b->args[i], "index", -1, &sizes[i - 1]);
  if (b->count == 3 && sizes[0] >= 0 && sizes[1] >= 0 && sizes[0] > sizes[1])
    check_error(c, b->args[1]->start_pos, "invalid argument: length and capacity swapped");
  succeed(b, MODE_VALUE, t);
}

// new(T), or new(x): a variable that holds x.
static void make_new(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *t;
  check_expr_or_type(c, x);
  if (x->mode == MODE_TYPE)
    t = check_var_type(c, x);
  else {
    if (x->mode == MODE_NIL)
      check_error(c, x->start_pos, "use of untyped nil in argument to new");
    if (x->mode == MODE_NIL || x->mode == MODE_INVALID || !check_single_value(c, x)) {
      fail(b);
      return;
    }
    check_default(c, x);
    t = x->type;
  }
  if (types_is_valid(t))
    succeed(b, MODE_VALUE, types_new_pointer(b->checker->universe, t));
}

// min and max.

static void min_max(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr best = *b->args[0];
  enum token op = b->kind == BUILTIN_MIN ? TOKEN_LSS : TOKEN_GTR;
  best.kind =
      EXPR_BAD; // a stand-in: conversions must not reach the operands of the first argument yet
  for (int i = 0; i < b->count; i++) {
    struct expr *a = b->args[i];
    if (!types_is_ordered(a->type)) {
      check_error(c, a->start_pos, "invalid argument: %s cannot be ordered",
                  check_operand_string(c, a));
      return;
    }
    if (i == 0)
      continue;
    struct expr other = *a;
    check_match_types(c, &best, &other);
    if (best.mode == MODE_INVALID || other.mode == MODE_INVALID)
      return;
    if (!types_identical(best.type, other.type)) {
      check_error(c, a->start_pos,
                  "invalid argument: mismatched types %s (previous argument) and %s (type of %s)",
                  check_type_string(c, best.type), check_type_string(c, other.type),
                  check_expr_string(c, a));
      return;
    }
    if (best.mode == MODE_CONSTANT && other.mode == MODE_CONSTANT) {
      if (constant_compare(c->pool, other.value, op, best.value))
        best.value = other.value;
    } else {
      best.mode = MODE_VALUE;
    }
  }
  struct type *t = best.mode == MODE_CONSTANT ? best.type : types_default(c->universe, best.type);
  for (int i = 0; i < b->count; i++)
    if (type_is_untyped(b->args[i]->type))
      check_update_type(c, b->args[i], t);
  if (best.mode == MODE_CONSTANT)
    check_set_constant(b->e, best.value, t);
  else
    succeed(b, MODE_VALUE, t);
}

// panic, print, recover.

static void print(struct builtin_call *b) {
  const char *context =
      b->kind == BUILTIN_PRINT ? "argument to built-in print" : "argument to built-in println";
  for (int i = 0; i < b->count; i++)
    if (!check_assignment(b->checker, b->args[i], NULL, context))
      return;
  succeed(b, MODE_NO_VALUE, NULL);
}

static void panic_call(struct builtin_call *b) {
  if (check_assignment(b->checker, b->args[0], b->checker->universe->empty_interface,
                       "argument to panic"))
    succeed(b, MODE_NO_VALUE, NULL);
}

// Package unsafe.

static void size_of(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  if (!check_assignment(c, x, NULL, "argument to unsafe.Sizeof"))
    return;
  int64_t size = b->kind == BUILTIN_SIZEOF ? type_size(x->type) : type_align(x->type);
  if (size < 0) {
    check_error(c, x->start_pos, "%s is too large", check_operand_string(c, x));
    return;
  }
  check_set_constant(b->e, constant_int64(c->pool, size), basic(b, BASIC_UINTPTR));
}

static void offset_of(struct builtin_call *b) {
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
    check_set_constant(b->e, constant_int64(c->pool, offset), basic(b, BASIC_UINTPTR));
}

static bool require_count(struct builtin_call *b, struct expr *y) {
  struct checker *c = b->checker;
  if (type_is_untyped(y->type) && !check_convert_untyped(c, y, basic(b, BASIC_INT)))
    return false;
  if (type_is_integer(y->type))
    return true;
  check_error(c, y->start_pos, "invalid argument: length %s must be integer",
              check_operand_string(c, y));
  return false;
}

static void unsafe_pointer_call(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *under = type_underlying(x->type);
  switch (b->kind) {
  case BUILTIN_UNSAFE_ADD:
    if (check_assignment(c, x, basic(b, BASIC_UNSAFE_POINTER), "argument to unsafe.Add") &&
        require_count(b, b->args[1]))
      succeed(b, MODE_VALUE, basic(b, BASIC_UNSAFE_POINTER));
    break;
  case BUILTIN_UNSAFE_SLICE:
    if (under->kind != TYPE_POINTER)
      check_error(c, x->start_pos, "invalid argument: %s is not a pointer",
                  check_operand_string(c, x));
    else if (require_count(b, b->args[1]))
      succeed(b, MODE_VALUE, types_new_slice(c->universe, under->u.pointer.elem));
    break;
  case BUILTIN_UNSAFE_SLICE_DATA:
    if (under->kind != TYPE_SLICE)
      check_error(c, x->start_pos, "invalid argument: %s is not a slice",
                  check_operand_string(c, x));
    else
      succeed(b, MODE_VALUE, types_new_pointer(c->universe, under->u.slice.elem));
    break;
  case BUILTIN_UNSAFE_STRING:
    if (check_assignment(c, x, types_new_pointer(c->universe, c->universe->byte_type),
                         "argument to unsafe.String") &&
        require_count(b, b->args[1]))
      succeed(b, MODE_VALUE, basic(b, BASIC_STRING));
    break;
  default:
    if (check_assignment(c, x, basic(b, BASIC_STRING), "argument to unsafe.StringData"))
      succeed(b, MODE_VALUE, types_new_pointer(c->universe, c->universe->byte_type));
    break;
  }
}

static void dispatch(struct builtin_call *b, bool effect) {
  switch (b->kind) {
  case BUILTIN_APPEND:
    append(b);
    break;
  case BUILTIN_COPY:
    copy(b);
    break;
  case BUILTIN_LEN:
  case BUILTIN_CAP:
    length(b, effect);
    break;
  case BUILTIN_CLEAR:
    clear(b);
    break;
  case BUILTIN_CLOSE:
    close_channel(b);
    break;
  case BUILTIN_DELETE:
    delete_key(b);
    break;
  case BUILTIN_COMPLEX:
    make_complex(b);
    break;
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
    complex_part(b);
    break;
  case BUILTIN_MAKE:
    make(b);
    break;
  case BUILTIN_NEW:
    make_new(b);
    break;
  case BUILTIN_MAX:
  case BUILTIN_MIN:
    min_max(b);
    break;
  case BUILTIN_PANIC:
    panic_call(b);
    break;
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
    print(b);
    break;
  case BUILTIN_RECOVER:
    succeed(b, MODE_VALUE, b->checker->universe->any_type);
    break;
  case BUILTIN_SIZEOF:
  case BUILTIN_ALIGNOF:
    size_of(b);
    break;
  case BUILTIN_OFFSETOF:
    offset_of(b);
    break;
  default:
    unsafe_pointer_call(b);
    break;
  }
}

void check_builtin_call(struct checker *c, struct expr *e, enum builtin_kind kind) {
  struct builtin_call b = {.checker = c, .e = e, .kind = kind};
  if (e->u.call.has_ellipsis && kind != BUILTIN_APPEND) {
    check_error(c, e->start_pos, "invalid operation: invalid use of ... with built-in %s",
                builtin_name(kind));
    check_use(c, e->u.call.args.items, e->u.call.args.count);
    return;
  }
  bool effect_before = c->context.has_call_or_receive;
  c->context.has_call_or_receive = false;
  bool good = evaluate(&b);
  bool effect = c->context.has_call_or_receive;
  c->context.has_call_or_receive =
      kind == BUILTIN_LEN || kind == BUILTIN_CAP ? effect_before : effect_before || effect;
  if (good && check_arity(&b))
    dispatch(&b, effect);
}
