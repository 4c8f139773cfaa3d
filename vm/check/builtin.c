// Calls of the builtin functions. After go/types builtins.go.

#include "vm/check/builtin.h"

struct type *builtin_basic(struct builtin_call *b, enum basic_kind kind) {
  return b->checker->universe->basic[kind];
}

void builtin_fail(struct builtin_call *b) {
  check_invalidate(b->checker, b->e);
}

void builtin_succeed(struct builtin_call *b, enum operand_mode mode, struct type *t) {
  b->e->mode = mode;
  b->e->type = t;
}

// Calls whose results vary, by their positions, which the generic body and its instances share.
static void note_varying(struct checker *c, pos_t pos) {
  c->varying = region_grow(c->region, c->varying, sizeof *c->varying, c->varying_count,
                           &c->varying_cap, c->varying_count + 1);
  c->varying[c->varying_count++] = pos;
}

static bool is_varying(const struct checker *c, pos_t pos) {
  for (int i = 0; i < c->varying_count; i++)
    if (c->varying[i] == pos)
      return true;
  return false;
}

void builtin_measure(struct builtin_call *b, int64_t value, struct type *t, bool varies) {
  struct checker *c = b->checker;
  struct expr *e = b->e;
  if (varies) {
    note_varying(c, e->pos);
    builtin_succeed(b, MODE_VALUE, t);
    return;
  }
  check_set_constant(e, constant_int64(c->pool, value), t);
  if (!check_in_instance(c) || !is_varying(c, e->pos))
    return;
  // A conversion of the constant: no constant itself.
  struct expr *constant = region_alloc(c->region, sizeof *constant);
  *constant = *e;
  constant->kind = EXPR_LITERAL;
  constant->u.literal.token = TOKEN_INT;
  constant->u.literal.text = "0";
  constant->u.literal.size = 1;
  e->u.call.kind = CALL_CONVERSION;
  e->u.call.args.items = region_alloc(c->region, sizeof(struct expr *));
  e->u.call.args.items[0] = constant;
  e->u.call.args.count = 1;
  e->mode = MODE_VALUE;
  e->value = NULL;
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
  const struct builtin_facts *facts = builtin_facts(b->kind);
  const char *problem = b->count < facts->arity                          ? "not enough"
                        : b->count > facts->arity && !facts->is_variadic ? "too many"
                                                                         : NULL;
  if (!problem)
    return true;
  check_error(b->checker, b->e->start_pos,
              "invalid operation: %s arguments for %s (expected %d, found %d)", problem,
              check_expr_string(b->checker, b->e), facts->arity, b->count);
  return false;
}

// len and cap.

static bool constant_length(struct builtin_call *b, struct expr *x, struct type *t, bool effect) {
  struct checker *c = b->checker;
  if (b->kind == BUILTIN_LEN && type_is_string(t) && x->mode == MODE_CONSTANT) {
    int64_t size = (int64_t)constant_string_size(x->value);
    check_set_constant(b->e, constant_int64(c->pool, size), builtin_basic(b, BASIC_INT));
    return true;
  }
  if (t->kind == TYPE_ARRAY && !effect) {
    builtin_measure(b, t->u.array.len, builtin_basic(b, BASIC_INT), false);
    return true;
  }
  return false;
}

static struct type *array_behind(struct type *t) {
  t = type_underlying(t);
  if (t->kind == TYPE_POINTER && type_underlying(t->u.pointer.elem)->kind == TYPE_ARRAY)
    t = type_underlying(t->u.pointer.elem);
  return t;
}

static bool has_cap(struct type *t) {
  enum type_kind kind = array_behind(t)->kind;
  return kind == TYPE_ARRAY || kind == TYPE_SLICE || kind == TYPE_CHAN;
}

static bool has_len(struct type *t) {
  return has_cap(t) || type_underlying(t)->kind == TYPE_MAP || type_is_string(t);
}

static bool has_array(struct type *param) {
  int count = type_term_count(param);
  for (int i = 0; i < count; i++)
    if (array_behind(type_term(param, i))->kind == TYPE_ARRAY)
      return true;
  return false;
}

static void length(struct builtin_call *b, bool effect) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *t = array_behind(x->type);
  bool good = type_all(x->type, b->kind == BUILTIN_LEN ? has_len : has_cap);
  if (!good || x->mode == MODE_NIL) {
    if (types_is_valid(t))
      check_error(c, x->start_pos, "invalid argument: %s for built-in %s",
                  check_operand_string(c, x), builtin_facts(b->kind)->name);
    builtin_fail(b);
    return;
  }
  bool is_constant = constant_length(b, x, t, effect);
  check_default(c, x);
  if (!is_constant && type_is_param(t) && has_array(t))
    builtin_measure(b, 0, builtin_basic(b, BASIC_INT), true);
  else if (!is_constant)
    builtin_succeed(b, MODE_VALUE, builtin_basic(b, BASIC_INT));
}

// Maps and channels.

static bool is_map_or_slice(struct type *t) {
  enum type_kind kind = type_underlying(t)->kind;
  return kind == TYPE_MAP || kind == TYPE_SLICE;
}

static void clear(struct builtin_call *b) {
  struct expr *x = b->args[0];
  check_requires(b->checker, b->e->u.call.fun->start_pos, 21, "clear");
  if (x->mode != MODE_NIL && type_all(x->type, is_map_or_slice)) {
    builtin_succeed(b, MODE_NO_VALUE, NULL);
    return;
  }
  check_error(
      b->checker, x->start_pos,
      "invalid argument: cannot clear %s: argument must be (or constrained by) map or slice",
      check_operand_string(b->checker, x));
  builtin_fail(b);
}

static void close_channel(struct builtin_call *b) {
  struct expr *x = b->args[0];
  int count = type_term_count(x->type);
  const char *problem = count == 0 ? "non-channel" : NULL;
  for (int i = 0; i < count && !problem; i++) {
    struct type *t = type_underlying(type_term(x->type, i));
    if (t->kind != TYPE_CHAN)
      problem = "non-channel";
    else if (t->u.chan.direction == CHAN_RECEIVE)
      problem = "receive-only channel";
  }
  if (problem)
    check_error(b->checker, x->start_pos, "invalid operation: cannot close %s %s", problem,
                check_operand_string(b->checker, x));
  else
    builtin_succeed(b, MODE_NO_VALUE, NULL);
}

static void delete_key(struct builtin_call *b) {
  struct expr *x = b->args[0];
  struct type *key = NULL;
  int count = type_term_count(x->type);
  for (int i = 0; i < count; i++) {
    struct type *t = type_underlying(type_term(x->type, i));
    if (t->kind != TYPE_MAP) {
      key = NULL;
      break;
    }
    if (key && !types_identical(key, t->u.map.key)) {
      check_error(b->checker, x->start_pos,
                  "invalid argument: maps of %s must have identical key types",
                  check_operand_string(b->checker, x));
      return;
    }
    key = t->u.map.key;
  }
  if (!key) {
    check_error(b->checker, x->start_pos, "invalid argument: %s is not a map",
                check_operand_string(b->checker, x));
    return;
  }
  if (check_assignment(b->checker, b->args[1], key, "argument to delete"))
    builtin_succeed(b, MODE_NO_VALUE, NULL);
}

// make and new.

static const char *make_problem(struct checker *c, struct type *t, struct type *under, int wanted) {
  (void)c;
  (void)wanted;
  if (!t)
    return "no specific type";
  return under->kind == TYPE_SLICE || under->kind == TYPE_MAP || under->kind == TYPE_CHAN
             ? NULL
             : "type must be slice, map, or channel";
}

static void make(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct type *t = check_var_type(c, b->args[0]);
  if (!types_is_valid(t)) {
    check_use(c, b->args + 1, b->count - 1);
    return;
  }
  const char *cause;
  struct type *under = check_common_under(c, t, make_problem, 0, &cause);
  if (!under) {
    check_error(c, b->args[0]->start_pos, "invalid argument: cannot make %s: %s",
                check_expr_string(c, b->args[0]), cause);
    check_use(c, b->args + 1, b->count - 1);
    return;
  }
  int min = under->kind == TYPE_SLICE ? 2 : 1;
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
  builtin_succeed(b, MODE_VALUE, t);
}

// new(T), or new(x): a variable that holds x.
static void make_new(struct builtin_call *b) {
  struct checker *c = b->checker;
  struct expr *x = b->args[0];
  struct type *t;
  check_expr_or_type(c, x);
  if (x->mode == MODE_BUILTIN)
    check_expr(c, x);
  check_not_generic(c, x);
  if (x->mode == MODE_TYPE)
    t = check_as_var_type(c, x, x->type);
  else {
    if (x->mode == MODE_NIL)
      check_error(c, x->start_pos, "use of untyped nil in argument to new");
    if (x->mode == MODE_NIL || x->mode == MODE_INVALID || !check_single_value(c, x)) {
      builtin_fail(b);
      return;
    }
    check_default(c, x);
    t = x->type;
    check_requires(c, b->e->u.call.fun->start_pos, 26, "new(%s)", check_expr_string(c, x));
  }
  if (types_is_valid(t))
    builtin_succeed(b, MODE_VALUE, types_new_pointer(b->checker->universe, t));
}

// panic, print, recover.

static void print(struct builtin_call *b) {
  const char *context =
      b->kind == BUILTIN_PRINT ? "argument to built-in print" : "argument to built-in println";
  for (int i = 0; i < b->count; i++)
    if (!check_assignment(b->checker, b->args[i], NULL, context))
      return;
  builtin_succeed(b, MODE_NO_VALUE, NULL);
}

static void panic_call(struct builtin_call *b) {
  if (check_assignment(b->checker, b->args[0], b->checker->universe->empty_interface,
                       "argument to panic"))
    builtin_succeed(b, MODE_NO_VALUE, NULL);
}

static void dispatch(struct builtin_call *b, bool effect) {
  switch (b->kind) {
  case BUILTIN_APPEND:
    builtin_append(b);
    break;
  case BUILTIN_COPY:
    builtin_copy(b);
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
    builtin_complex(b);
    break;
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
    builtin_complex_part(b);
    break;
  case BUILTIN_MAKE:
    make(b);
    break;
  case BUILTIN_NEW:
    make_new(b);
    break;
  case BUILTIN_MAX:
  case BUILTIN_MIN:
    builtin_min_max(b);
    break;
  case BUILTIN_PANIC:
    panic_call(b);
    break;
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
    print(b);
    break;
  case BUILTIN_RECOVER:
    builtin_succeed(b, MODE_VALUE, b->checker->universe->empty_interface);
    break;
  case BUILTIN_SIZEOF:
  case BUILTIN_ALIGNOF:
    builtin_size_of(b);
    break;
  case BUILTIN_OFFSETOF:
    builtin_offset_of(b);
    break;
  default:
    builtin_unsafe_pointer(b);
    break;
  }
}

void check_builtin_call(struct checker *c, struct expr *e, enum builtin_kind kind) {
  struct builtin_call b = {.checker = c, .e = e, .kind = kind};
  if (e->u.call.has_ellipsis && kind != BUILTIN_APPEND) {
    check_error(c, e->start_pos, "invalid operation: invalid use of ... with built-in %s",
                builtin_facts(kind)->name);
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
