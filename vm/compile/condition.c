// Comparisons, and conditions compiled to jumps.
//
// compile_jump_if jumps to a label if a condition has the wanted sense and falls through otherwise;
// && || and ! become jumps, integer and floating-point comparisons fuse with the branch. A label
// that is bound already makes backward jumps: the loop forms.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static bool fits16(int64_t value) {
  return value == (int16_t)value;
}

static enum token negate(enum token op) {
  switch (op) {
  case TOKEN_EQL:
    return TOKEN_NEQ;
  case TOKEN_NEQ:
    return TOKEN_EQL;
  case TOKEN_LSS:
    return TOKEN_GEQ;
  case TOKEN_GEQ:
    return TOKEN_LSS;
  case TOKEN_GTR:
    return TOKEN_LEQ;
  default:
    return TOKEN_GTR;
  }
}

// y op x for x op y.
static enum token mirror(enum token op) {
  switch (op) {
  case TOKEN_LSS:
    return TOKEN_GTR;
  case TOKEN_GTR:
    return TOKEN_LSS;
  case TOKEN_LEQ:
    return TOKEN_GEQ;
  case TOKEN_GEQ:
    return TOKEN_LEQ;
  default:
    return op;
  }
}

// Values compared as words: integers, booleans, pointers, channels, maps and funcs (to nil).
static bool is_word_like(struct type *t) {
  enum shape shape = type_shape(t);
  return shape >= SHAPE_U8 && shape <= SHAPE_POINTER && !type_is_float(t);
}

static bool is_double(struct type *t) {
  return type_is_float(t) && type_size(t) == 8;
}

static bool is_wide_unsigned(struct type *t) {
  return type_is_unsigned(t) && type_int_bits(t) == 64;
}

static int type_method_count(struct type *t) {
  struct type *under = type_underlying(t);
  types_complete_interface(under);
  return under->u.interface_.all_count;
}

// The type in which both operands are compared: an interface wins, a constant or nil loses.
static struct type *comparison_type(struct expr *x, struct expr *y) {
  if (expr_is_nil(x))
    return y->type;
  if (expr_is_nil(y))
    return x->type;
  if (type_is_interface(y->type) && !type_is_interface(x->type))
    return y->type;
  if (type_is_interface(x->type) && type_is_interface(y->type) &&
      type_method_count(y->type) < type_method_count(x->type))
    return y->type; // the other one is assignable to it
  if (type_is_untyped(x->type) && !type_is_untyped(y->type))
    return y->type;
  return x->type;
}

struct operands {
  struct type *type;
  int x, y;
  bool immediate;
  int64_t constant; // of y
  enum token op;
};

// Evaluates two words to be compared, the constant to the right.
static struct operands word_operands(struct compiler *c, struct expr *x, struct expr *y,
                                     enum token op, struct type *t) {
  struct operands o = {.type = t, .op = op};
  if ((expr_is_constant(x) && !expr_is_constant(y)) || (expr_is_nil(x) && !expr_is_nil(y))) {
    struct expr *swap = x;
    x = y;
    y = swap;
    o.op = mirror(op);
  }
  bool order = o.op != TOKEN_EQL && o.op != TOKEN_NEQ;
  if (expr_is_nil(y))
    o.immediate = true;
  else if (expr_is_constant(y) && !(order && is_wide_unsigned(t))) {
    o.constant = (int64_t)constant_bits(t, y->value);
    o.immediate = fits16(o.constant) || !order;
  }
  o.x = compile_value(c, x, t, slot_any);
  if (!o.immediate)
    o.y = compile_value(c, y, t, slot_any);
  return o;
}

// Jumps on two words.
static void jump_words(struct compiler *c, struct operands o, bool sense, struct label *label) {
  invariant_debug(is_word_like(o.type) || !o.immediate || o.constant == 0);
  enum token op = sense ? o.op : negate(o.op);
  if (o.immediate && !fits16(o.constant)) {
    emit_jump_word(c, op == TOKEN_EQL ? OP_JEQK : OP_JNEK, o.x, 0, (uint64_t)o.constant, label);
    return;
  }
  if (o.immediate) {
    enum opcode code = op == TOKEN_EQL   ? OP_JEQI
                       : op == TOKEN_NEQ ? OP_JNEI
                       : op == TOKEN_LSS ? OP_JLTI
                       : op == TOKEN_LEQ ? OP_JLEI
                       : op == TOKEN_GTR ? OP_JGTI
                                         : OP_JGEI;
    emit_jump(c, code, o.x, (int)o.constant, label);
    return;
  }
  bool wide = is_wide_unsigned(o.type);
  switch (op) {
  case TOKEN_EQL:
    emit_jump(c, OP_JEQ, o.x, o.y, label);
    break;
  case TOKEN_NEQ:
    emit_jump(c, OP_JNE, o.x, o.y, label);
    break;
  case TOKEN_LSS:
    emit_jump(c, wide ? OP_JLTU : OP_JLT, o.x, o.y, label);
    break;
  case TOKEN_LEQ:
    emit_jump(c, wide ? OP_JLEU : OP_JLE, o.x, o.y, label);
    break;
  case TOKEN_GTR:
    emit_jump(c, wide ? OP_JLTU : OP_JLT, o.y, o.x, label);
    break;
  default:
    emit_jump(c, wide ? OP_JLEU : OP_JLE, o.y, o.x, label);
  }
}

static void jump_doubles(struct compiler *c, enum token op, int x, int y, bool sense,
                         struct label *label) {
  if (op == TOKEN_GTR || op == TOKEN_GEQ) {
    int swap = x;
    x = y;
    y = swap;
    op = mirror(op);
  }
  enum opcode code;
  if (op == TOKEN_EQL || op == TOKEN_NEQ)
    code = (op == TOKEN_EQL) == sense ? OP_JEQF : OP_JNEF;
  else if (op == TOKEN_LSS)
    code = sense ? OP_JLTF : OP_JNLTF;
  else
    code = sense ? OP_JLEF : OP_JNLEF;
  emit_jump(c, code, x, y, label);
}

// x == "" and x == nil look at one word. False: something else is compared.
static bool jump_first_word(struct compiler *c, struct expr *x, struct expr *y, bool equal,
                            struct label *label) {
  if (expr_is_nil(x) || (expr_is_constant(x) && !expr_is_constant(y))) {
    struct expr *swap = x;
    x = y;
    y = swap;
  }
  if (expr_is_nil(x))
    return false;
  bool string = expr_is_constant(y) && type_is_string(y->type) && type_is_string(x->type);
  if (!(string && constant_string_size(y->value) == 0) && !expr_is_nil(y))
    return false;
  int value = compile_expr(c, x, slot_any);
  emit_jump(c, equal ? OP_JEQI : OP_JNEI, value + (string ? 1 : 0), 0, label);
  return true;
}

// The comparison with operands that may be compiled in order.
static struct expr *ordered(struct compiler *c, struct expr *e) {
  struct expr *x = e->u.binary.x, *y = e->u.binary.y;
  order_pair(c, &x, &y);
  if (x == e->u.binary.x && y == e->u.binary.y)
    return e;
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *e;
  copy->u.binary.x = x;
  copy->u.binary.y = y;
  return copy;
}

static void jump_comparison(struct compiler *c, struct expr *e, bool sense, struct label *label) {
  e = ordered(c, e);
  struct expr *x = e->u.binary.x, *y = e->u.binary.y;
  enum token op = e->u.binary.op;
  struct type *t = comparison_type(x, y);
  bool equality = op == TOKEN_EQL || op == TOKEN_NEQ;
  if (equality && jump_first_word(c, x, y, (op == TOKEN_EQL) == sense, label))
    return;
  if (is_word_like(t)) {
    jump_words(c, word_operands(c, x, y, op, t), sense, label);
    return;
  }
  if (is_double(t)) {
    int a = compile_value(c, x, t, slot_any), b = compile_value(c, y, t, slot_any);
    jump_doubles(c, op, a, b, sense, label);
    return;
  }
  int value = compile_comparison(c, e, slot_any);
  emit_jump(c, sense ? OP_JT : OP_JF, value, 0, label);
}

void compile_jump_if(struct compiler *c, struct expr *e, bool sense, struct label *label) {
  int mark = c->top;
  e = expr_strip(e);
  if (expr_is_constant(e)) {
    if (constant_bool_value(e->value) == sense)
      emit_goto(c, label);
    return;
  }
  if (e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_NOT) {
    compile_jump_if(c, e->u.unary.x, !sense, label);
    return;
  }
  if (e->kind == EXPR_BINARY && (e->u.binary.op == TOKEN_LAND || e->u.binary.op == TOKEN_LOR)) {
    bool both = (e->u.binary.op == TOKEN_LAND) == sense; // both operands must have the sense
    if (!both) {
      compile_jump_if(c, e->u.binary.x, sense, label);
      compile_jump_if(c, e->u.binary.y, sense, label);
      return;
    }
    struct label skip;
    label_init(&skip);
    compile_jump_if(c, e->u.binary.x, !sense, &skip);
    compile_jump_if(c, e->u.binary.y, sense, label);
    label_bind(c, &skip);
    return;
  }
  if (e->kind == EXPR_BINARY)
    jump_comparison(c, e, sense, label);
  else {
    int value = compile_expr(c, e, slot_any);
    emit_jump(c, sense ? OP_JT : OP_JF, value, 0, label);
  }
  c->top = mark;
}

// Comparisons to a bool.

static void compile_equal(struct compiler *c, struct type *t, int x, int y, int dest) {
  int mark = c->top;
  enum shape shape = type_shape(t);
  if (type_is_complex(t)) {
    if (type_basic(t) == BASIC_COMPLEX64) {
      int wide = slot_reserve_words(c, 4, false);
      emit(c, OP_C642C, wide, x, 0);
      emit(c, OP_C642C, wide + 2, y, 0);
      x = wide;
      y = wide + 2;
    }
    emit(c, OP_EQC, dest, x, y);
  } else if (type_is_float(t))
    emit(c, type_size(t) == 4 ? OP_EQF32 : OP_EQF, dest, x, y);
  else if (shape == SHAPE_STRING)
    emit(c, OP_EQS, dest, x, y);
  else if (shape == SHAPE_INTERFACE)
    emit(c, type_is_empty_interface(t) ? OP_EQE : OP_EQI, dest, x, y);
  else if (shape == SHAPE_NONE)
    emit_int(c, dest, 1);
  else if (shape == SHAPE_BOX) {
    emit(c, OP_EQMEM, dest, x, y);
    emit_type(c, t);
  } else if (shape == SHAPE_WORDS || shape == SHAPE_SLICE) {
    emit(c, OP_EQT, dest, x, y);
    emit_word(c, (uint64_t)type_slots(t) << 16);
    emit_type(c, t);
  } else
    emit(c, OP_EQ, dest, x, y);
  c->top = mark;
}

// Structs and arrays that lie in memory are compared there.
static bool compare_memory(struct compiler *c, struct expr *x, struct expr *y, struct type *t,
                           int dest) {
  if ((type_shape(t) != SHAPE_WORDS || type_is_complex(t) || type_slots(t) < 8) &&
      !type_is_boxed(t))
    return false;
  struct place a = compile_place(c, x);
  int left = place_address(c, &a, slot_any);
  struct place b = compile_place(c, y);
  int right = place_address(c, &b, slot_any);
  emit(c, OP_EQMEM, dest, left, right);
  emit_type(c, t);
  return true;
}

static void compare_order(struct compiler *c, enum token op, struct type *t, int x, int y,
                          int dest) {
  if (op == TOKEN_GTR || op == TOKEN_GEQ) {
    int swap = x;
    x = y;
    y = swap;
    op = mirror(op);
  }
  bool less = op == TOKEN_LSS;
  enum opcode code;
  if (type_is_string(t))
    code = less ? OP_LTS : OP_LES;
  else if (type_is_float(t) && type_size(t) == 4)
    code = less ? OP_LTF32 : OP_LEF32;
  else if (type_is_float(t))
    code = less ? OP_LTF : OP_LEF;
  else if (is_wide_unsigned(t))
    code = less ? OP_LTU : OP_LEU;
  else
    code = less ? OP_LT : OP_LE;
  emit(c, code, dest, x, y);
}

static void materialise(struct compiler *c, struct expr *e, int dest) {
  struct label otherwise, end;
  label_init(&otherwise);
  label_init(&end);
  compile_jump_if(c, e, false, &otherwise);
  emit_int(c, dest, 1);
  emit_goto(c, &end);
  label_bind(c, &otherwise);
  emit_int(c, dest, 0);
  label_bind(c, &end);
}

int compile_comparison(struct compiler *c, struct expr *e, int dest) {
  enum token op = e->u.binary.op;
  struct expr *x = e->u.binary.x, *y = e->u.binary.y;
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  if (op == TOKEN_LAND || op == TOKEN_LOR || expr_is_nil(x) || expr_is_nil(y)) {
    materialise(c, e, result);
    c->top = mark;
    return result;
  }
  struct type *t = comparison_type(x, y);
  bool equality = op == TOKEN_EQL || op == TOKEN_NEQ;
  order_pair(c, &x, &y);
  if (equality && compare_memory(c, x, y, t, result)) {
    if (op == TOKEN_NEQ)
      emit(c, OP_NOTB, result, result, 0);
    c->top = mark;
    return result;
  }
  int a = compile_value(c, x, t, slot_any);
  int b = compile_value(c, y, t, slot_any);
  if (!equality)
    compare_order(c, op, t, a, b, result);
  else if (op == TOKEN_NEQ && is_word_like(t))
    emit(c, OP_NE, result, a, b);
  else if (op == TOKEN_NEQ && is_double(t))
    emit(c, OP_NEF, result, a, b);
  else {
    compile_equal(c, t, a, b, result);
    if (op == TOKEN_NEQ)
      emit(c, OP_NOTB, result, result, 0);
  }
  c->top = mark;
  return result;
}
