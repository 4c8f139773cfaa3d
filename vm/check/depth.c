// How deep types are nested: bounded here, since most of what asks about a type calls itself for
// its parts.
//
// A declaration may build on another one without end, though each is small. What is nested by value
// counts through named types; pointers, slices and other references end at a named type.

#include "vm/check/internal.h"

enum { type_depth_limit = 500 };

static int depth_of(struct type *t);

// Of what a type only refers to.
static int referred_depth(struct type *t) {
  return t && t->kind == TYPE_NAMED ? 0 : depth_of(t);
}

static int objects_depth(struct object **objects, int count, int (*depth)(struct type *t)) {
  int max = 0;
  for (int i = 0; i < count; i++) {
    int part = depth(objects[i]->type);
    max = part > max ? part : max;
  }
  return max;
}

static int types_depth(struct type **types, int count) {
  int max = 0;
  for (int i = 0; i < count; i++) {
    int part = depth_of(types[i]);
    max = part > max ? part : max;
  }
  return max;
}

static int max_of(int x, int y) {
  return x > y ? x : y;
}

static int parts_depth(struct type *t) {
  switch (t->kind) {
  case TYPE_POINTER:
    return referred_depth(t->u.pointer.elem);
  case TYPE_SLICE:
    return referred_depth(t->u.slice.elem);
  case TYPE_CHAN:
    return referred_depth(t->u.chan.elem);
  case TYPE_MAP:
    return max_of(referred_depth(t->u.map.key), referred_depth(t->u.map.value));
  case TYPE_SIGNATURE:
    return max_of(
        objects_depth(t->u.signature.params, t->u.signature.param_count, referred_depth),
        objects_depth(t->u.signature.results, t->u.signature.result_count, referred_depth));
  case TYPE_ARRAY:
    return depth_of(t->u.array.elem);
  case TYPE_STRUCT:
    return objects_depth(t->u.struct_.fields, t->u.struct_.count, depth_of);
  case TYPE_INTERFACE:
    return max_of(
        objects_depth(t->u.interface_.methods, t->u.interface_.method_count, referred_depth),
        types_depth(t->u.interface_.embeddeds, t->u.interface_.embedded_count));
  case TYPE_UNION:
    return types_depth(t->u.union_.terms, t->u.union_.count);
  default:
    return 0;
  }
}

// Levels of a type. Those of a named type that is being declared are not known: it counts as flat,
// and if it contained itself by value, that is refused elsewhere.
static int depth_of(struct type *t) {
  if (!t)
    return 0;
  if (t->depth == 0 && t->kind != TYPE_NAMED)
    t->depth = 1 + parts_depth(t);
  return t->depth;
}

bool check_type_depth(struct checker *c, struct object *object, struct type *right) {
  int depth = depth_of(right);
  if (object->type && object->type->kind == TYPE_NAMED)
    object->type->depth = depth;
  if (depth <= type_depth_limit)
    return true;
  check_error(c, object->pos, "invalid type %s: nested too deeply", object->name);
  return false;
}
