// The types that another type is made of, and what is asked of all of them: whether a type mentions
// a type parameter, and how deep types are nested in each other.
//
// One order of parts serves every walk over them: has_param and nesting here, type_hash, the
// checker's walks for depth, size and cycles. A walk that needs more than the parts (the names of
// fields, lengths, directions) has a switch of its own.

#include "mem/invariant.h"
#include "vm/types/types.h"

// The i-th of two lists of objects, as if they were one.
static struct type **object_part(struct object **first, int first_count, struct object **second,
                                 int second_count, int i) {
  if (i < first_count)
    return &first[i]->type;
  i -= first_count;
  return i < second_count ? &second[i]->type : NULL;
}

static struct type **list_part(struct type **types, int count, int i) {
  return i < count ? &types[i] : NULL;
}

static struct type **interface_part(struct type *t, int i) {
  int methods = t->u.interface_.method_count;
  if (i < methods)
    return &t->u.interface_.methods[i]->type;
  return list_part(t->u.interface_.embeddeds, t->u.interface_.embedded_count, i - methods);
}

struct type **type_part(struct type *t, int i) {
  invariant_debug(i >= 0);
  switch (t->kind) {
  case TYPE_NAMED:
    return list_part(t->u.named.type_args, t->u.named.type_arg_count, i);
  case TYPE_POINTER:
    return list_part(&t->u.pointer.elem, 1, i);
  case TYPE_ARRAY:
    return list_part(&t->u.array.elem, 1, i);
  case TYPE_SLICE:
    return list_part(&t->u.slice.elem, 1, i);
  case TYPE_CHAN:
    return list_part(&t->u.chan.elem, 1, i);
  case TYPE_MAP:
    return i == 0 ? &t->u.map.key : list_part(&t->u.map.value, 1, i - 1);
  case TYPE_STRUCT:
    return object_part(t->u.struct_.fields, t->u.struct_.count, NULL, 0, i);
  case TYPE_SIGNATURE:
    return object_part(t->u.signature.params, t->u.signature.param_count, t->u.signature.results,
                       t->u.signature.result_count, i);
  case TYPE_INTERFACE:
    return interface_part(t, i);
  case TYPE_TUPLE:
    return list_part(t->u.tuple.types, t->u.tuple.count, i);
  case TYPE_UNION:
    return list_part(t->u.union_.terms, t->u.union_.count, i);
  case TYPE_BASIC:
  case TYPE_PARAM:
    break;
  }
  return NULL;
}

bool type_part_is_inside(const struct type *t, int i) {
  return t->kind == TYPE_ARRAY || t->kind == TYPE_STRUCT || t->kind == TYPE_UNION ||
         (t->kind == TYPE_INTERFACE && i >= t->u.interface_.method_count);
}

bool types_has_param(struct type *t) {
  if (!t || t->kind == TYPE_BASIC)
    return false;
  if (!t->has_param_known) {
    struct type **part;
    t->has_param = t->kind == TYPE_PARAM;
    for (int i = 0; !t->has_param && (part = type_part(t, i)); i++)
      t->has_param = types_has_param(*part);
    t->has_param_known = true;
  }
  return t->has_param;
}

int types_list_nesting(struct type **types, int count) {
  int max = 0;
  for (int i = 0; i < count; i++) {
    int nesting = types_nesting(types[i]);
    max = nesting > max ? nesting : max;
  }
  return max;
}

int types_nesting(struct type *t) {
  if (!t || t->kind == TYPE_BASIC)
    return 1;
  if (t->nesting == 0) {
    struct type **part;
    int max = 0;
    for (int i = 0; (part = type_part(t, i)); i++) {
      int nesting = types_nesting(*part);
      max = nesting > max ? nesting : max;
    }
    t->nesting = 1 + max;
  }
  return t->nesting;
}
