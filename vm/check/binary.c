// Unary and binary operators, and shifts. After go/types expr.go.

#include "vm/check/internal.h"

static const char *operator_name(const struct expr *e) {
  if (e->kind == EXPR_UNARY)
    return e->u.unary.op == TOKEN_XOR ? "bitwise complement " : "";
  if (e->kind != EXPR_BINARY)
    return "";
  switch (e->u.binary.op) {
  case TOKEN_ADD:
    return "addition ";
  case TOKEN_SUB:
    return "subtraction ";
  case TOKEN_XOR:
    return "bitwise XOR ";
  case TOKEN_MUL:
    return "multiplication ";
  case TOKEN_SHL:
    return "shift ";
  default:
    return "";
  }
}

void check_overflow(struct checker *c, struct expr *e, pos_t op_pos) {
  invariant_debug(e->mode == MODE_CONSTANT);
  if (constant_kind(e->value) == CONSTANT_UNKNOWN) {
    if (type_is_string(e->type))
      check_error(c, op_pos, "constant string of more than %d bytes", constant_max_string);
    else
      check_error(c, op_pos, "constant result is not representable");
    return;
  }
  if (!type_is_untyped(e->type)) {
    check_require_representable(c, e, type_underlying(e->type));
    return;
  }
  if (constant_kind(e->value) == CONSTANT_INT && constant_bit_length(e->value) > 512) {
    check_error(c, op_pos, "constant %soverflow", operator_name(e));
    check_invalidate(c, e);
  }
}

static bool is_numeric_or_string(struct type *t) {
  return type_is_numeric(t) || type_is_string(t);
}

static bool operator_defined(enum token op, struct type *t, bool unary) {
  switch (op) {
  case TOKEN_ADD:
    return type_all(t, unary ? type_is_numeric : is_numeric_or_string);
  case TOKEN_SUB:
  case TOKEN_MUL:
  case TOKEN_QUO:
    return type_all(t, type_is_numeric);
  case TOKEN_REM:
  case TOKEN_AND:
  case TOKEN_OR:
  case TOKEN_XOR:
  case TOKEN_AND_NOT:
    return type_all(t, type_is_integer);
  case TOKEN_LAND:
  case TOKEN_LOR:
  case TOKEN_NOT:
    return type_all(t, type_is_boolean);
  default:
    return false;
  }
}

static bool require_operator(struct checker *c, struct expr *x, enum token op, bool unary) {
  if (operator_defined(op, x->type, unary))
    return true;
  check_error(c, x->start_pos, "invalid operation: operator %s not defined on %s", token_text(op),
              check_operand_string(c, x));
  return false;
}

static void take_address(struct checker *c, struct expr *e, struct expr *x) {
  if (expr_unparen(x)->kind != EXPR_COMPOSITE && x->mode != MODE_VARIABLE) {
    check_error(c, x->start_pos, "invalid operation: cannot take address of %s",
                check_operand_string(c, x));
    check_invalidate(c, e);
    return;
  }
  e->mode = MODE_VALUE;
  e->type = types_new_pointer(c->universe, x->type);
}

static const char *channel_problem(struct checker *c, struct type *t, struct type *under,
                                   int is_receive) {
  if (!t)
    return "no specific channel type";
  const char *problem = NULL;
  if (under->kind != TYPE_CHAN)
    problem = "non-channel";
  else if (is_receive && under->u.chan.direction == CHAN_SEND)
    problem = "send-only channel";
  else if (!is_receive && under->u.chan.direction == CHAN_RECEIVE)
    problem = "receive-only channel";
  return problem ? region_printf(c->region, "%s %s", problem, check_type_string(c, t)) : NULL;
}

struct type *check_channel_elem(struct checker *c, struct expr *x, bool receive) {
  const char *cause, *operand;
  struct type *t = check_common_under(c, x->type, channel_problem, receive, &cause);
  if (t)
    return t->u.chan.elem;
  operand = check_operand_string(c, x);
  const char *verb = receive ? "receive from" : "send to";
  if (type_is_param(x->type))
    check_error(c, x->start_pos, "invalid operation: cannot %s %s: %s", verb, operand, cause);
  else
    check_error(c, x->start_pos, "invalid operation: cannot %s %s %s", verb, cause, operand);
  return NULL;
}

static void receive(struct checker *c, struct expr *e, struct expr *x) {
  struct type *elem = check_channel_elem(c, x, true);
  if (!elem) {
    check_invalidate(c, e);
    return;
  }
  e->mode = MODE_COMMA_OK;
  e->type = elem;
  c->context.has_call_or_receive = true;
}

void check_unary(struct checker *c, struct expr *e) {
  struct expr *x = e->u.unary.x;
  enum token op = e->u.unary.op;
  check_expr(c, x);
  if (x->mode == MODE_INVALID) {
    check_invalidate(c, e);
    return;
  }
  if (op == TOKEN_AND) {
    take_address(c, e, x);
    return;
  }
  if (op == TOKEN_ARROW) {
    receive(c, e, x);
    return;
  }
  if (op == TOKEN_TILDE) {
    check_error(
        c, e->start_pos,
        type_all(x->type, type_is_integer)
            ? "cannot use ~ outside of interface or type constraint (use ^ for bitwise complement)"
            : "cannot use ~ outside of interface or type constraint");
    check_invalidate(c, e);
    return;
  }
  if (!require_operator(c, x, op, true)) {
    check_invalidate(c, e);
    return;
  }
  e->type = x->type;
  e->mode = MODE_VALUE;
  if (x->mode == MODE_CONSTANT) {
    int bits = type_is_unsigned(x->type) ? (int)type_size(x->type) * 8 : 0;
    check_set_constant(e, constant_unary(c->pool, op, x->value, bits), x->type);
    if (constant_kind(x->value) != CONSTANT_UNKNOWN)
      check_overflow(c, e, e->pos);
  }
}

// Shifts.

static bool check_shift_count(struct checker *c, struct expr *y) {
  struct type *uint_type = c->universe->basic[BASIC_UINT];
  if (y->mode == MODE_CONSTANT) {
    if (constant_is_int(y->value) && constant_sign(y->value) < 0) {
      check_error(c, y->start_pos, "invalid operation: negative shift count %s",
                  check_operand_string(c, y));
      return false;
    }
    if (type_is_untyped(y->type)) {
      if (!check_require_representable(c, y, uint_type))
        return false;
      check_update_type(c, y, uint_type);
      return true;
    }
  }
  if (!type_is_untyped(y->type) && type_all(y->type, type_is_integer))
    return y->mode == MODE_CONSTANT || type_all(y->type, type_is_unsigned) ||
           check_requires(c, y->start_pos, 13, "invalid operation: signed shift count %s",
                          check_operand_string(c, y));
  if (type_is_untyped(y->type))
    return check_convert_untyped(c, y, uint_type);
  check_error(c, y->start_pos, "invalid operation: shift count %s must be integer",
              check_operand_string(c, y));
  return false;
}

// The type of the count is count_type as it was written: y may have become an uint.
static void shift_constants(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                            struct type *count_type, enum token op, struct constant *left) {
  invariant_debug(x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT);
  uint64_t count;
  struct type *t = type_is_integer(x->type) ? x->type : c->universe->basic[BASIC_UNTYPED_INT];
  if (constant_kind(x->value) == CONSTANT_UNKNOWN || constant_kind(y->value) == CONSTANT_UNKNOWN) {
    check_set_constant(e, x->value, t);
    return;
  }
  // Enough for the smallest float64.
  if (!constant_uint64_value(y->value, &count) || count > 1023 - 1 + 52) {
    y->type = count_type;
    check_error(c, y->start_pos, "invalid operation: invalid shift count %s",
                check_operand_string(c, y));
    check_invalidate(c, e);
    return;
  }
  check_set_constant(e, constant_shift(c->pool, left, op, (unsigned)count), t);
  check_overflow(c, e, e->pos);
}

static void shift(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                  enum token op) {
  invariant_debug(token_is_shift(op));
  struct constant *left = x->mode == MODE_CONSTANT ? constant_to_int(c->pool, x->value) : NULL;
  bool untyped_integer = type_is_untyped(x->type) && left && constant_kind(left) == CONSTANT_INT;
  if (!type_all(x->type, type_is_integer) && !untyped_integer) {
    check_error(c, x->start_pos, "invalid operation: shifted operand %s must be integer",
                check_operand_string(c, x));
    check_invalidate(c, e);
    return;
  }
  struct type *count_type = y->type;
  if (!check_shift_count(c, y)) {
    check_invalidate(c, e);
    return;
  }
  e->mode = MODE_VALUE;
  e->type = x->type;
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
    shift_constants(c, e, x, y, count_type, op, left);
  } else if (x->mode == MODE_CONSTANT && type_is_untyped(x->type)) {
    return; // the context decides what is shifted: see check_update_type
  } else if (!type_all(x->type, type_is_integer)) {
    check_error(c, x->start_pos, "invalid operation: shifted operand %s must be integer",
                check_operand_string(c, x));
    check_invalidate(c, e);
  }
}

// Arithmetic.

// Whether something holds of all specific types of one operand, but not of the other's.
static bool differ(struct type *x, struct type *y, bool (*holds)(struct type *)) {
  return type_all(x, holds) != type_all(y, holds);
}

static bool may_convert(struct expr *x, struct expr *y) {
  if (!type_is_untyped(x->type) && !type_is_untyped(y->type))
    return false;
  if (differ(x->type, y->type, type_is_numeric))
    return false;
  if (type_is_interface(x->type) || type_is_interface(y->type))
    return true;
  if (differ(x->type, y->type, type_is_boolean) || differ(x->type, y->type, type_is_string))
    return false;
  if (x->mode == MODE_NIL)
    return type_has_nil(y->type);
  if (y->mode == MODE_NIL)
    return type_has_nil(x->type);
  return type_underlying(x->type)->kind != TYPE_POINTER &&
         type_underlying(y->type)->kind != TYPE_POINTER;
}

void check_match_types(struct checker *c, struct expr *x, struct expr *y) {
  if (!may_convert(x, y))
    return;
  if (check_convert_untyped(c, x, y->type))
    check_convert_untyped(c, y, x->type);
}

static bool is_zero(struct checker *c, struct expr *y) {
  if (type_is_complex(y->type))
    return constant_sign(constant_real(y->value)) == 0 &&
           constant_sign(constant_imag(c->pool, y->value)) == 0;
  return constant_sign(y->value) == 0;
}

static bool divides_by_zero(struct checker *c, struct expr *x, struct expr *y) {
  if (y->mode != MODE_CONSTANT || constant_kind(y->value) == CONSTANT_UNKNOWN)
    return false;
  return (x->mode == MODE_CONSTANT || type_all(x->type, type_is_integer)) && is_zero(c, y);
}

static void report_mismatch(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                            enum token op, bool assign) {
  const char *left = check_type_string(c, x->type), *right = check_type_string(c, y->type);
  if (assign)
    check_error(c, x->start_pos, "invalid operation: %s %s= %s (mismatched types %s and %s)",
                check_expr_string(c, x), token_text(op), check_expr_string(c, y), left, right);
  else
    check_error(c, x->start_pos, "invalid operation: %s (mismatched types %s and %s)",
                check_expr_string(c, e), left, right);
}

void check_binary_operands(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                           enum token op, bool assign) {
  check_invalidate(c, e);
  if (x->mode == MODE_INVALID || y->mode == MODE_INVALID)
    return;
  if (token_is_shift(op)) {
    shift(c, e, x, y, op);
    return;
  }
  check_match_types(c, x, y);
  if (x->mode == MODE_INVALID || y->mode == MODE_INVALID)
    return;
  if (token_is_comparison(op)) {
    check_comparison(c, e, x, y, op, false);
    return;
  }
  if (!types_identical(x->type, y->type)) {
    if (types_is_valid(x->type) && types_is_valid(y->type))
      report_mismatch(c, e, x, y, op, assign);
    return;
  }
  if (!require_operator(c, x, op, false))
    return;
  if ((op == TOKEN_QUO || op == TOKEN_REM) && divides_by_zero(c, x, y)) {
    check_error(c, y->start_pos, "invalid operation: division by zero");
    return;
  }
  e->mode = MODE_VALUE;
  e->type = x->type;
  if (x->mode != MODE_CONSTANT || y->mode != MODE_CONSTANT)
    return;
  if (constant_kind(x->value) == CONSTANT_UNKNOWN || constant_kind(y->value) == CONSTANT_UNKNOWN) {
    check_set_constant(e, constant_kind(x->value) == CONSTANT_UNKNOWN ? x->value : y->value,
                       x->type);
    return;
  }
  check_set_constant(
      e,
      constant_binary(c->pool, x->value, op, y->value, op == TOKEN_QUO && type_is_integer(x->type)),
      x->type);
  check_overflow(c, e, e->pos);
}

// Chains such as a + b + c + ... lean to the left and may be very long: they are folded in a loop.
void check_binary(struct checker *c, struct expr *e) {
  int count = 0;
  struct expr *leftmost = e;
  while (leftmost->kind == EXPR_BINARY) {
    leftmost = leftmost->u.binary.x;
    count++;
  }
  struct expr **spine = region_alloc(c->region, (size_t)count * sizeof *spine);
  struct expr *at = e;
  for (int i = count - 1; i >= 0; i--) {
    spine[i] = at;
    at = at->u.binary.x;
  }
  check_expr(c, leftmost);
  for (int i = 0; i < count; i++) {
    struct expr *x = spine[i]->u.binary.x, *y = spine[i]->u.binary.y;
    spine[i]->value = NULL;
    check_expr(c, y);
    check_binary_operands(c, spine[i], x, y, spine[i]->u.binary.op, false);
  }
}
