// Declarations inside of functions: constants, variables and types. They are resolved at once, in
// the context of their function.

#include "vm/check/internal.h"
#include "vm/check/package.h"

static struct object *new_local(struct checker *c, struct expr *name, enum object_kind kind) {
  struct object *object =
      object_new(c->region, kind, name->u.ident.name, name->start_pos, c->context.package, NULL);
  name->u.ident.object = object;
  object->color = COLOR_BLACK;
  return object;
}

static void local_constants(struct checker *c, struct decl *d) {
  int count = d->u.value.names.count;
  struct object **objects = region_alloc(c->region, (size_t)count * sizeof *objects);
  struct check_context saved = c->context;
  for (int i = 0; i < count; i++) {
    objects[i] = new_local(c, d->u.value.names.items[i], OBJECT_CONST);
    struct decl_info info = {.index = i};
    objects[i]->info = &info;
    check_resolve_constant(c, objects[i], d);
    objects[i]->info = NULL;
    c->context.iota = saved.iota;
    c->context.error_pos = saved.error_pos;
  }
  check_value_counts(c, d);
  for (int i = 0; i < count; i++)
    check_declare(c, c->context.scope, objects[i]);
}

static void local_variables(struct checker *c, struct decl *d) {
  int count = d->u.value.names.count, values = d->u.value.values.count;
  struct object **objects = region_alloc(c->region, (size_t)count * sizeof *objects);
  struct type *t = d->u.value.type ? check_var_type(c, d->u.value.type) : NULL;
  for (int i = 0; i < count; i++) {
    struct expr *name = d->u.value.names.items[i];
    objects[i] = check_new_variable(c, VAR_LOCAL, name->u.ident.name, name->start_pos, t);
    name->u.ident.object = objects[i];
    if (c->context.locals)
      object_list_add(c->region, c->context.locals, objects[i]);
  }
  if (values == count && values > 0) {
    for (int i = 0; i < count; i++) {
      check_expr_target(c, d->u.value.values.items[i], t, objects[i]->name);
      check_init_variable(c, objects[i], d->u.value.values.items[i], "variable declaration");
    }
  } else if (values == 1) {
    check_init_variables(c, objects, count, d->u.value.values.items, 1, NULL);
  } else if (values > 0) {
    check_use(c, d->u.value.values.items, values);
    if (!t)
      for (int i = 0; i < count; i++)
        objects[i]->type = invalid_type(c);
    check_value_counts(c, d);
  }
  for (int i = 0; i < count; i++) {
    if (!objects[i]->type)
      objects[i]->type = invalid_type(c);
    struct expr *name = d->u.value.names.items[i];
    name->mode = MODE_VARIABLE;
    name->type = objects[i]->type;
    check_declare(c, c->context.scope, objects[i]);
  }
}

// Notes by what names of the run time tell a local type from others of its name.
static void number_local_type(struct checker *c, struct object *object, const struct decl *d) {
  const struct package *package = c->context.package;
  const struct function *host = c->context.function;
  if (d->u.type.local == 0)
    return;
  object->u.type_name.local = d->u.type.local;
  for (int i = 0; i < package->file_count && package->files[i] != c->context.file; i++)
    object->u.type_name.local += package->files[i]->local_types;
  while (host && host->outer)
    host = host->outer;
  object->u.type_name.host = host && host->type_args ? host : NULL;
}

static void local_type(struct checker *c, struct decl *d) {
  struct object *object = new_local(c, d->u.type.name, OBJECT_TYPE);
  object->decl = d;
  number_local_type(c, object, d);
  d->u.type.object = object;
  check_declare(c, c->context.scope, object);
  object->color = COLOR_GREY + c->path.count;
  object_list_add(c->region, &c->path, object);
  check_resolve_type(c, object, d);
  c->path.count--;
  object->color = COLOR_BLACK;
}

void check_local_declaration(struct checker *c, struct decl *d) {
  switch (d->kind) {
  case DECL_CONST:
    local_constants(c, d);
    break;
  case DECL_VAR:
    local_variables(c, d);
    break;
  case DECL_TYPE:
    local_type(c, d);
    break;
  default:
    break;
  }
}
