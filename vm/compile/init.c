// Initialisation of packages: variables in dependency order, then the functions named init; and the
// program's entry.

#include "vm/compile/internal.h"

static struct expr *variable_expr(struct compile *f, struct object *v, pos_t pos) {
  struct expr *e = region_alloc(f->region, sizeof *e);
  *e = (struct expr){
      .kind = EXPR_IDENT, .pos = pos, .start_pos = pos, .mode = MODE_VARIABLE, .u.ident = {"_", v}};
  if (v) {
    e->u.ident.name = v->name;
    e->type = v->type;
  }
  return e;
}

// left = right, as an assignment statement.
static void compile_step(struct compile *f, const struct init_step *step) {
  struct expr **left = region_alloc(f->region, (size_t)step->left_count * sizeof *left);
  struct expr **right = region_alloc(f->region, sizeof *right);
  struct stmt *s = region_alloc(f->region, sizeof *s);
  for (int i = 0; i < step->left_count; i++)
    left[i] = variable_expr(f, step->left[i], step->right->start_pos);
  right[0] = step->right;
  *s = (struct stmt){.kind = STMT_ASSIGN,
                     .pos = step->right->start_pos,
                     .u.assign = {TOKEN_ASSIGN, {left, step->left_count}, {right, 1}, NULL}};
  int mark = f->top;
  compile_stmt(f, s);
  f->top = mark;
}

// Stores a value that is known now.
static bool store_static(struct compile *f, const struct init_step *step) {
  if (step->left_count != 1 || !step->left[0])
    return false;
  struct type *t = step->left[0]->type;
  if (!compile_static_value(f->program, t, step->right, NULL, true))
    return false;
  return compile_static_value(f->program, t, step->right, compile_global(f->program, step->left[0]),
                              false);
}

void compile_init_body(struct compile *f, struct package *package) {
  for (int i = 0; i < package->init_step_count; i++) {
    const struct init_step *step = &package->init_steps[i];
    f->pos = step->right->start_pos;
    if (!store_static(f, step))
      compile_step(f, step);
  }
  for (int i = 0; i < package->init_function_count; i++) {
    struct object *object = package->init_functions[i];
    f->pos = object->pos;
    int mark = f->top, area = call_area(f, 0);
    emit_call(f, OP_CALL, area, 0, 0, (uint64_t)(uintptr_t)compile_func_of(f->program, object));
    f->top = mark;
  }
  emit(f, OP_RET, 0, 0, 0);
}

static void call_function(struct compile *f, struct func *func) {
  int mark = f->top, area = call_area(f, 0);
  emit_call(f, OP_CALL, area, 0, 0, (uint64_t)(uintptr_t)func);
  f->top = mark;
}

void compile_entry_body(struct compile *f, struct package *main_package) {
  struct checker *c = &f->program->checker;
  for (int i = 0; i < c->package_count; i++) {
    struct package *package = c->packages[i];
    if (package->init_step_count == 0 && package->init_function_count == 0)
      continue;
    struct code_source source = {.kind = SOURCE_INIT, .package = package};
    call_function(f, func_new(f->program, region_printf(f->region, "%s.init", package->path),
                              source, 0, 0, package->is_std ? FUNC_STD : 0));
  }
  if (main_package) {
    struct object *main_function =
        scope_lookup(main_package->scope, names_intern(&f->program->names, "main", 4));
    call_function(f, compile_func_of(f->program, main_function));
  }
  emit(f, OP_RET, 0, 0, 0);
}
