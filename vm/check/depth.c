// How deep types are nested: bounded here, since most of what asks about a type calls itself for
// its parts.
//
// A declaration may build on another one without end, though each is small. What is nested by value
// counts through named types; pointers, slices and other references end at a named type.

#include "vm/check/internal.h"

enum { type_depth_limit = 500 };

// Levels of a type. Those of a named type that is being declared are not known: it counts as flat,
// and if it contained itself by value, that is refused elsewhere.
static int depth_of(struct type *t) {
  if (!t)
    return 0;
  if (t->depth != 0 || t->kind == TYPE_NAMED)
    return t->depth;
  struct type **part;
  int max = 0;
  for (int i = 0; (part = type_part(t, i)); i++) {
    bool refers_to_name = !type_part_is_inside(t, i) && *part && (*part)->kind == TYPE_NAMED;
    int depth = refers_to_name ? 0 : depth_of(*part);
    max = depth > max ? depth : max;
  }
  t->depth = 1 + max;
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
