// Which types implement an interface, and the words for why one does not. After go/types lookup.go
// and instantiate.go.

#include <string.h>

#include "vm/check/internal.h"
#include "vm/syntax/region_text.h"

static const char *pointer_to_interface(struct checker *c, struct type *t) {
  struct type *under = type_underlying(t);
  if (under->kind != TYPE_POINTER || !type_is_interface(under->u.pointer.elem))
    return NULL;
  return region_printf(c->region, "(type %s is pointer to interface, not interface)",
                       check_type_string(c, t));
}

// "M(int) string": a method's name and signature without the names of parameters.
static const char *method_text(struct checker *c, const struct object *method) {
  invariant_debug(method->type->kind == TYPE_SIGNATURE);
  struct type *signature = method->type;
  struct region_text w = {.region = c->region};
  region_text_add(&w, method->name);
  region_text_add(&w, "(");
  int count = signature->u.signature.param_count;
  for (int i = 0; i < count; i++) {
    struct type *t = signature->u.signature.params[i]->type;
    if (i > 0)
      region_text_add(&w, ", ");
    if (i == count - 1 && signature->u.signature.variadic) {
      region_text_add(&w, "...");
      t = t->u.slice.elem;
    }
    region_text_add(&w, check_type_string(c, t));
  }
  region_text_add(&w, ")");
  count = signature->u.signature.result_count;
  if (count > 0)
    region_text_add(&w, count > 1 ? " (" : " ");
  for (int i = 0; i < count; i++) {
    if (i > 0)
      region_text_add(&w, ", ");
    region_text_add(&w, check_type_string(c, signature->u.signature.results[i]->type));
  }
  if (count > 1)
    region_text_add(&w, ")");
  return region_text_end(&w);
}

static const char *have_want(struct checker *c, const char *what, const struct object *have,
                             const struct object *want) {
  const char *have_text = method_text(c, have), *want_text = method_text(c, want);
  if (strcmp(have_text, want_text) == 0) // of type parameters of the same name
    return region_printf(c->region, "(%s %s)", what, want->name);
  return region_printf(c->region, "(%s %s)\n\t\thave %s\n\t\twant %s", what, want->name, have_text,
                       want_text);
}

static const char *missing_cause(struct checker *c, struct type *t, struct type *interface_,
                                 struct object *method) {
  const char *pointer = pointer_to_interface(c, t);
  if (!pointer)
    pointer = pointer_to_interface(c, interface_);
  if (pointer)
    return pointer;
  struct selection found;
  if (!type_is_interface(t) &&
      types_lookup_detailed(c->region, t, method->name, method->package, true, &found) ==
          LOOKUP_FOUND &&
      found.kind != SELECT_FIELD) {
    check_resolve(c, found.object);
    if (found.object->name == method->name)
      return region_printf(c->region, "(unexported method %s)", method->name);
    return have_want(c, "missing method", found.object, method);
  }
  return region_printf(c->region, "(missing method %s)", method->name);
}

// Why t lacks the method; NULL if it has it.
static const char *method_problem(struct checker *c, struct type *t, struct type *interface_,
                                  struct object *method, bool is_static) {
  struct selection found;
  switch (types_lookup_detailed(c->region, t, method->name, method->package, false, &found)) {
  case LOOKUP_NONE:
    if (type_is_interface(t) && !is_static)
      return NULL;
    return missing_cause(c, t, interface_, method);
  case LOOKUP_AMBIGUOUS:
    return region_printf(c->region, "(ambiguous selector %s.%s)", check_type_string(c, t),
                         method->name);
  case LOOKUP_FOUND:
    break;
  }
  if (found.kind == SELECT_FIELD)
    return region_printf(c->region, "(%s.%s is a field, not a method)", check_type_string(c, t),
                         method->name);
  check_resolve(c, found.object);
  if (!found.object->type || !types_is_valid(found.object->type) || !method->type)
    return NULL;
  if (!types_identical(found.object->type, method->type))
    return have_want(c, "wrong type for method", found.object, method);
  if (found.object->u.func.pointer_receiver && !found.indirect)
    return region_printf(c->region, "(method %s has pointer receiver)", method->name);
  return NULL;
}

// Whether an embedded field has an unknown type: it could have brought any method.
static bool has_invalid_embedded(struct type *t, int depth) {
  if (t->kind == TYPE_POINTER)
    t = t->u.pointer.elem;
  t = type_underlying(t);
  if (t->kind != TYPE_STRUCT || depth > 50)
    return false;
  for (int i = 0; i < t->u.struct_.count; i++) {
    struct object *field = t->u.struct_.fields[i];
    if (field->u.var.embedded &&
        (!types_is_valid(field->type) || has_invalid_embedded(field->type, depth + 1)))
      return true;
  }
  return false;
}

const char *check_missing_method(struct checker *c, struct type *t, struct type *interface_,
                                 bool is_static) {
  struct type *under = type_underlying(interface_);
  invariant_debug(under->kind == TYPE_INTERFACE);
  types_complete_interface(under);
  for (int i = 0; i < under->u.interface_.all_count; i++) {
    const char *problem =
        method_problem(c, t, interface_, under->u.interface_.all_methods[i], is_static);
    if (problem)
      return has_invalid_embedded(t, 0) ? NULL : problem;
  }
  return NULL;
}

bool check_implements(struct checker *c, struct type *t, struct type *interface_,
                      const char **cause) {
  *cause = NULL;
  if (!types_is_valid(type_underlying(t)))
    return true;
  const struct type_set *set = types_type_set(interface_);
  if (type_is_param(t) && type_set_is_empty(types_type_set(t->u.param.constraint)))
    return true; // no type is missing anything
  const char *problem = check_missing_method(c, t, interface_, true);
  if (!problem && set->comparable && !type_is_comparable(t)) {
    *cause = region_printf(c->region, "%s does not implement comparable", check_type_string(c, t));
    return false;
  }
  if (!problem)
    return true;
  *cause = region_printf(c->region, "%s does not implement %s %s", check_type_string(c, t),
                         check_type_string(c, interface_), problem);
  return false;
}

bool check_assertable(struct checker *c, struct type *interface_, struct type *t,
                      const char **cause) {
  *cause = NULL;
  if (type_is_interface(t) || type_is_param(t))
    return true;
  *cause = check_missing_method(c, t, interface_, false);
  return !*cause;
}
