// The builtin functions append and copy. After go/types builtins.go.

#include "vm/check/builtin.h"

static struct type *slice_elem(struct builtin_call *b, struct expr *x, const char *what) {
  struct checker *c = b->checker;
  struct type *elem = NULL;
  int count = type_term_count(x->type), i = 0;
  for (; i < count && x->mode != MODE_NIL; i++) {
    struct type *t = type_underlying(type_term(x->type, i));
    if (t->kind != TYPE_SLICE)
      break;
    if (elem && !types_identical(elem, t->u.slice.elem)) {
      check_error(c, x->start_pos, "invalid %s: mismatched slice element types %s and %s in %s",
                  what, check_type_string(c, elem), check_type_string(c, t->u.slice.elem),
                  check_operand_string(c, x));
      return NULL;
    }
    elem = t->u.slice.elem;
  }
  if (elem && i == count)
    return elem;
  check_error(c, x->start_pos, "invalid %s: argument must be a slice; have %s", what,
              x->mode == MODE_NIL ? "untyped nil" : check_operand_string(c, x));
  return NULL;
}

static bool is_byte(struct type *t) {
  t = type_underlying(t);
  return t->kind == TYPE_BASIC && t->u.basic.kind == BASIC_UINT8;
}

// Whether y has only types []byte and string; *has_string: one at least is string.
static bool is_bytes_or_string(struct expr *y, bool *has_string) {
  int count = type_term_count(y->type);
  *has_string = false;
  for (int i = 0; i < count; i++) {
    struct type *t = type_underlying(type_term(y->type, i));
    *has_string = *has_string || type_is_string(t);
    if (!type_is_string(t) && (t->kind != TYPE_SLICE || !is_byte(t->u.slice.elem)))
      return false;
  }
  return count > 0;
}

static bool takes_bytes(struct builtin_call *b, struct expr *x) {
  struct checker *c = b->checker;
  const char *ignored;
  return check_assignable(c, x, types_new_slice(c->universe, c->universe->byte_type), &ignored);
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

void builtin_append(struct builtin_call *b) {
  invariant_debug(b->count >= 1);
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *elem = slice_elem(b, x, "append");
  if (!elem) {
    builtin_fail(b);
    return;
  }
  builtin_succeed(b, MODE_VALUE, x->type);
  bool has_string;
  struct expr *outer = c->callee;
  c->callee = b->e->u.call.fun;
  if (b->e->u.call.has_ellipsis) {
    if (b->count != 2)
      report_append_count(b, elem);
    else if (is_byte(elem) && is_bytes_or_string(b->args[1], &has_string) && has_string &&
             takes_bytes(b, x))
      check_default(c, b->args[1]);
    else
      check_assignment(c, b->args[1], types_new_slice(c->universe, elem), check_argument_context);
  } else {
    for (int i = 1; i < b->count; i++)
      check_assignment(c, b->args[i], elem, check_argument_context);
  }
  c->callee = outer;
}

void builtin_copy(struct builtin_call *b) {
  invariant_debug(b->count == 2);
  struct checker *c = b->checker;
  struct expr *x = b->args[0], *y = b->args[1];
  bool has_string;
  if (x->mode != MODE_NIL && is_bytes_or_string(y, &has_string) && has_string &&
      takes_bytes(b, x)) {
    check_default(c, y);
    builtin_succeed(b, MODE_VALUE, builtin_basic(b, BASIC_INT));
    return;
  }
  struct type *to = slice_elem(b, x, "copy"), *from;
  if (!to) {
    builtin_fail(b);
    return;
  }
  if (type_all(y->type, type_is_string)) {
    from = c->universe->byte_type;
    if (is_byte(to))
      from = to;
  } else {
    from = slice_elem(b, y, "copy");
  }
  if (!from) {
    builtin_fail(b);
  } else if (!types_identical(to, from)) {
    check_error(c, x->start_pos,
                "invalid copy: arguments %s and %s have different element types %s and %s",
                check_operand_string(c, x), check_operand_string(c, y), check_type_string(c, to),
                check_type_string(c, from));
    builtin_fail(b);
  } else {
    check_default(c, y);
    builtin_succeed(b, MODE_VALUE, builtin_basic(b, BASIC_INT));
  }
}
