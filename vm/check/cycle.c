// Cycles of declarations, and types that contain themselves by value. After go/types decl.go and
// validtype.go.

#include "vm/check/internal.h"

static const char *prefixed_name(struct checker *c, const struct object *object) {
  if (object->package && object->package != c->context.package)
    return region_printf(c->region, "%s.%s", object->package->name, object->name);
  return object->name;
}

void check_report_cycle(struct checker *c, struct object **cycle, int count) {
  invariant_debug(count > 0);
  int start = 0;
  for (int i = 1; i < count; i++)
    if (cycle[i]->pos < cycle[start]->pos)
      start = i;
  struct object *object = cycle[start];
  bool is_type = object->kind == OBJECT_TYPE;
  if (count == 1) {
    check_error(c, object->pos,
                is_type ? "invalid recursive type: %s refers to itself"
                        : "invalid cycle in declaration: %s refers to itself",
                prefixed_name(c, object));
    return;
  }
  const char *text = region_printf(
      c->region, is_type ? "invalid recursive type %s" : "invalid cycle in declaration of %s",
      prefixed_name(c, object));
  for (int i = 0; i < count; i++) {
    struct object *next = cycle[(start + i + 1) % count];
    text = region_printf(c->region, "%s\n\t%s: %s refers to %s", text, check_place(c, object->pos),
                         prefixed_name(c, object), prefixed_name(c, next));
    object = next;
  }
  check_error(c, cycle[start]->pos, "%s", text);
}

static bool is_alias_name(const struct object *object) {
  return object->u.type_name.is_alias ||
         (object->decl && object->decl->kind == DECL_TYPE && object->decl->u.type.is_alias);
}

static bool is_valid_cycle(struct checker *c, struct object *object) {
  invariant_debug(object->color >= COLOR_GREY);
  int start = object->color - COLOR_GREY, values = 0, definitions = 0;
  for (int i = start; i < c->path.count; i++) {
    struct object *on_path = c->path.items[i];
    if (on_path->kind == OBJECT_CONST || on_path->kind == OBJECT_VAR)
      values++;
    else if (on_path->kind == OBJECT_TYPE && !is_alias_name(on_path))
      definitions++;
  }
  int count = c->path.count - start;
  invariant_debug(c->path.items[start] == object);
  if (values == count || (values == 0 && definitions > 0))
    return true;
  check_report_cycle(c, c->path.items + start, count);
  return false;
}

void check_meet_grey(struct checker *c, struct object *object) {
  invariant_debug(object->color >= COLOR_GREY);
  bool valid = is_valid_cycle(c, object);
  if (object->kind == OBJECT_FUNC)
    return;
  if (!object->type || (!valid && object->kind != OBJECT_TYPE) || (!valid && is_alias_name(object)))
    object->type = invalid_type(c);
  else if (!valid && object->type->kind == TYPE_NAMED)
    object->type->u.named.underlying = invalid_type(c); // until it is known: no more errors
}

bool check_complete(struct checker *c, struct type *t) {
  while (t->kind == TYPE_ARRAY)
    t = t->u.array.elem;
  if (t->kind != TYPE_NAMED || t->u.named.underlying)
    return true;
  struct object *object = t->u.named.object;
  if (object->color >= COLOR_GREY) {
    int start = object->color - COLOR_GREY;
    check_report_cycle(c, c->path.items + start, c->path.count - start);
  } else {
    check_report_cycle(c, &object, 1);
  }
  t->u.named.underlying = invalid_type(c); // until it is known: no more errors
  return false;
}

// Valid types: a type must not contain itself by value.
//
// A named type is walked once when all that it contains is complete. Those that wait for a type
// which is being declared are walked again, once in each walk. An instance is walked through its
// generic declaration, where a type parameter stands for the argument of the instance around it:
// so a declaration that contains ever larger instances of itself is found too.

struct type_list {
  struct type **items;
  int count, cap;
};

struct walk {
  struct type_list path; // the named types on the way
  struct type_list nest; // of these, those in whose declarations the walk is
  int waiting;           // how often it met a type that is being declared
};

static void add_type(struct checker *c, struct type_list *list, struct type *t) {
  list->items = region_grow(c->region, list->items, sizeof *list->items, list->count, &list->cap,
                            list->count + 1);
  list->items[list->count++] = t;
}

static bool walk_type(struct checker *c, struct walk *walk, struct type *t, int depth);

static struct type *origin_of(struct type *t) {
  return t->u.named.origin ? t->u.named.origin : t;
}

static void report_walk(struct checker *c, struct walk *walk, struct type *t) {
  struct object_list cycle = {0};
  int from = 0;
  while (!types_identical(walk->path.items[from], t))
    from++;
  for (int i = from; i < walk->path.count; i++) {
    struct type *on_path = walk->path.items[i];
    struct object *object = on_path->u.named.object;
    if (on_path->u.named.origin) { // an instance is where it is asked for
      object = region_alloc(c->region, sizeof *object);
      *object = *on_path->u.named.object;
      object->pos = on_path->u.named.pos;
    }
    object_list_add(c->region, &cycle, object);
  }
  check_report_cycle(c, cycle.items, cycle.count);
  for (int i = from; i < walk->path.count; i++) {
    walk->path.items[i]->u.named.underlying = invalid_type(c);
    origin_of(walk->path.items[i])->u.named.underlying = invalid_type(c);
  }
}

static bool walk_named(struct checker *c, struct walk *walk, struct type *t, int depth) {
  struct type *origin = origin_of(t), *right = origin->u.named.underlying;
  if (t->u.named.valid || t->u.named.object->package != c->context.package)
    return true;
  for (int i = 0; i < walk->nest.count; i++)
    if (types_identical(walk->nest.items[i], t)) {
      report_walk(c, walk, t);
      return false;
    }
  int waiting = walk->waiting;
  if (!right || (origin == t && t->u.named.walked == c->walks)) {
    walk->waiting++;
    return true;
  }
  if (!types_is_valid(right))
    return true; // reported
  t->u.named.walked = c->walks;
  add_type(c, &walk->path, t);
  add_type(c, &walk->nest, t);
  bool valid = walk_type(c, walk, right, depth + 1);
  walk->nest.count--;
  walk->path.count--;
  t->u.named.valid = valid && walk->waiting == waiting;
  return valid;
}

// The argument of the instance around it is walked as if it stood where that instance does.
static bool walk_param(struct checker *c, struct walk *walk, struct type *t, int depth) {
  invariant_debug(t->kind == TYPE_PARAM);
  struct type *instance = walk->nest.count > 0 ? walk->nest.items[walk->nest.count - 1] : NULL;
  if (!instance || !instance->u.named.origin)
    return true;
  const struct type *origin = instance->u.named.origin;
  int i = t->u.param.index;
  if (i >= origin->u.named.type_param_count || origin->u.named.type_params[i] != t)
    return true;
  walk->nest.count--;
  bool valid = walk_type(c, walk, instance->u.named.type_args[i], depth + 1);
  walk->nest.items[walk->nest.count++] = instance;
  return valid;
}

static bool walk_type(struct checker *c, struct walk *walk, struct type *t, int depth) {
  if (!t || depth > depth_limit)
    return true;
  if (t->kind == TYPE_NAMED)
    return walk_named(c, walk, t, depth);
  if (t->kind == TYPE_PARAM)
    return walk_param(c, walk, t, depth);
  struct type **part;
  for (int i = 0; (part = type_part(t, i)); i++)
    if (type_part_is_inside(t, i) && !walk_type(c, walk, *part, depth + 1))
      return false;
  return true;
}

void check_valid_type(struct checker *c, struct type *named) {
  struct type *under = named->u.named.underlying;
  if (!under || under->kind == TYPE_BASIC || under->kind == TYPE_POINTER ||
      under->kind == TYPE_SLICE || under->kind == TYPE_SIGNATURE)
    return;
  struct walk walk = {0};
  c->walks++;
  walk_type(c, &walk, named, 0);
}
