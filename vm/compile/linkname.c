// What //go:linkname binds: a function without a body, or a variable without a value, to the
// declaration of another package that has the same symbol.

#include <string.h>

#include "vm/compile/internal.h"

// Whether an object bears the symbol by its declaration: no comment gives it another.
static bool is_named(const struct program *p, const struct object *object, const char *symbol) {
  const char *path = object->package->symbol, *given = checked_link(&p->checked, object);
  size_t size = strlen(path);
  return given ? strcmp(given, symbol) == 0
               : strncmp(symbol, path, size) == 0 && symbol[size] == '.';
}

// What a symbol means: the function that has a body, else a native one; the variable that is declared
// under it, else the first that a comment gives it. NULL if there is none.
static struct object *meant_by(struct program *p, const char *symbol, enum object_kind kind) {
  struct object *declared = program_find_symbol(p, symbol), *given = NULL;
  if (declared && (declared->kind != kind || !is_named(p, declared, symbol)))
    declared = NULL;
  for (int i = 0; i < p->checked.link_count && !given; i++) {
    struct object *object = p->checked.links[i].object;
    if (object->kind == kind && strcmp(p->checked.links[i].symbol, symbol) == 0 &&
        (kind == OBJECT_VAR || !function_is_native(object->u.func.function)))
      given = object;
  }
  if (given)
    check_object(&p->checked, given);
  bool is_definition =
      declared && (kind == OBJECT_VAR || !function_is_native(declared->u.func.function));
  return given && !is_definition ? given : declared;
}

// Whether two functions take and return the same slots.
static bool is_alike(struct program *p, struct object *x, struct object *y) {
  const struct func *a = compile_func_of(p, x);
  struct type *t = type_underlying(y->type);
  const struct object *receiver = y->u.func.function->receiver_object;
  int params = signature_param_slots(t) + (receiver ? type_slots(receiver->type) : 0);
  return a->param_slots == params && a->result_slots == signature_result_slots(t);
}

struct object *compile_linked_function(struct program *p, struct object *function,
                                       const char **symbol) {
  const char *name = compile_function_name(p, function);
  *symbol = checked_link(&p->checked, function);
  if (!function_is_native(function->u.func.function) ||
      p->find_native(p->find_native_context, name))
    return NULL;
  struct object *found = meant_by(p, *symbol ? *symbol : name, OBJECT_FUNC);
  if (!found || found == function)
    return NULL;
  if (is_alike(p, found, function))
    return found;
  errors_add(&p->errors, function->pos, "//go:linkname: %s has other parameters or results than %s",
             function->name, *symbol ? *symbol : found->name);
  return NULL;
}

struct object *compile_linked_variable(struct program *p, struct object *v) {
  const char *symbol = checked_link(&p->checked, v);
  struct object *found = symbol ? meant_by(p, symbol, OBJECT_VAR) : NULL;
  return found && found != v && type_size(found->type) == type_size(v->type) ? found : NULL;
}
