// Generic types and functions. Not there yet: declarations are refused.

#include "vm/check_internal.h"

void check_declare_type_params(struct check *k, struct field_list *fields, struct type ***params, int *count) {
  check_error(k, fields->items[0].pos, "generics are not supported yet");
  *params = NULL;
  *count = 0;
}

struct type *check_instantiate_type(struct check *k, struct expr *e, struct object *generic, struct expr **args, int count) {
  (void)generic;
  check_use(k, args, count);
  check_error(k, e->start_pos, "generics are not supported yet");
  return k->universe->basic[BASIC_INVALID];
}

void check_instance_underlying(struct check *k, struct type *t) {
  (void)k;
  (void)t;
}

void check_function_instance(struct check *k, struct expr *e) {
  check_error(k, e->start_pos, "generics are not supported yet");
}

bool check_infer_call(struct check *k, struct expr *e, struct expr **args, int count) {
  (void)args;
  (void)count;
  check_error(k, e->start_pos, "generics are not supported yet");
  return false;
}
