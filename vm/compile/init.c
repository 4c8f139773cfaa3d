// Initialisation of packages: variables in dependency order, then the functions named init; and the
// program's entry.

#include "vm/compile/internal.h"

static struct expr *variable_expr(struct compiler *c, struct object *v, pos_t pos) {
  struct expr *e = region_alloc(c->region, sizeof *e);
  *e = (struct expr){
      .kind = EXPR_IDENT, .pos = pos, .start_pos = pos, .mode = MODE_VARIABLE, .u.ident = {"_", v}};
  if (v) {
    e->u.ident.name = v->name;
    e->type = v->type;
  }
  return e;
}

// left = right, as an assignment statement.
static void compile_step(struct compiler *c, const struct init_step *step) {
  struct expr **left = region_alloc(c->region, (size_t)step->left_count * sizeof *left);
  struct expr **right = region_alloc(c->region, sizeof *right);
  struct stmt *s = region_alloc(c->region, sizeof *s);
  for (int i = 0; i < step->left_count; i++)
    left[i] = variable_expr(c, step->left[i], step->right->start_pos);
  right[0] = step->right;
  *s = (struct stmt){.kind = STMT_ASSIGN,
                     .pos = step->right->start_pos,
                     .u.assign = {TOKEN_ASSIGN, {left, step->left_count}, {right, 1}, NULL}};
  int mark = c->top;
  compile_stmt(c, s);
  c->top = mark;
}

bool compile_is_static_step(struct compiler *c, const struct init_step *step) {
  return step->left_count == 1 && step->left[0] &&
         compile_static_value(c->program, step->left[0]->type, step->right, NULL, true);
}

// Stores a value that is known now.
static bool store_static(struct compiler *c, const struct init_step *step) {
  return compile_is_static_step(c, step) &&
         compile_static_value(c->program, step->left[0]->type, step->right,
                              compile_global(c->program, step->left[0]), false);
}

void compile_init_body(struct compiler *c, struct package *package) {
  for (int i = 0; i < package->init_step_count; i++) {
    const struct init_step *step = &package->init_steps[i];
    c->pos = step->right->start_pos;
    if (!store_static(c, step))
      compile_step(c, step);
  }
  for (int i = 0; i < package->init_function_count; i++) {
    struct object *object = package->init_functions[i];
    c->pos = object->pos;
    int mark = c->top, area = call_area(c, 0);
    emit_call(c, OP_CALL, area, 0, 0, (uint64_t)(uintptr_t)compile_func_of(c->program, object));
    c->top = mark;
  }
  emit(c, OP_RET, 0, 0, 0);
}

static void call_function(struct compiler *c, struct func *func) {
  int mark = c->top, area = call_area(c, 0);
  emit_call(c, OP_CALL, area, 0, 0, (uint64_t)(uintptr_t)func);
  c->top = mark;
}

void compile_entry_body(struct compiler *c, struct package *main_package) {
  struct package **order = compile_init_order(c);
  for (int i = 0; i < c->program->checked.package_count; i++) {
    struct package *package = order[i];
    bool is_done = package->is_initialised;
    package->is_initialised = true;
    if (is_done || (package->init_step_count == 0 && package->init_function_count == 0))
      continue;
    struct code_source source = {.kind = SOURCE_INIT, .package = package};
    call_function(c, func_new(c->program, region_printf(c->region, "%s.init", package->symbol),
                              source, 0, 0, package->is_std ? FUNC_STD : 0));
  }
  if (main_package) {
    struct object *main_function =
        scope_lookup(main_package->scope, names_intern(&c->program->names, "main", 4));
    call_function(c, compile_func_of(c->program, main_function));
  }
  emit(c, OP_RET, 0, 0, 0);
}
