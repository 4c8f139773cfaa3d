// What Go's compiler refuses only where everything else is right: interfaces without a name that
// mention themselves, and types that are larger than the address space.
//
// Types are noted where they are written. At the end, if there are no errors, they are looked at.

#include <stdlib.h>

#include "vm/check/generic.h"

enum { address_bits = 50 }; // a type has fewer than 2 to the power of it bytes

// A type as it is written.
struct noted_type {
  struct type *type;
  pos_t written;                   // where it begins
  pos_t pos;                       // of the declaration or variable that an error is reported at
  const struct function *function; // in which it is written, NULL if in none
  const struct object *local;      // the local type that it declares, NULL if none
};

struct noted_types {
  struct noted_type *items;
  int count, cap;
};

static void add(struct checker *c, struct noted_types **list, struct noted_type noted) {
  if (!*list)
    *list = region_alloc(c->region, sizeof **list);
  (*list)->items = region_grow(c->region, (*list)->items, sizeof *(*list)->items, (*list)->count,
                               &(*list)->cap, (*list)->count + 1);
  (*list)->items[(*list)->count++] = noted;
}

void check_note_interface(struct checker *c, struct type *t, pos_t written) {
  if (!c->context.package->is_std)
    add(c, &c->noted_interfaces, (struct noted_type){.type = t, .written = written});
}

// Sizes.

static bool is_too_large(int64_t size) {
  return size < 0 || size >> address_bits > 0;
}

void check_note_size(struct checker *c, struct type *t, pos_t written) {
  struct type_facts facts = type_facts(t);
  if ((facts.final && !is_too_large(facts.size)) || c->context.package->is_std ||
      (t->kind == TYPE_ARRAY && t->u.array.len < 0))
    return;
  struct noted_type noted = {.type = t,
                             .written = written,
                             .pos = written,
                             .function = function_returning(c->context.function)};
  const struct function *outer = noted.function;
  while (outer && outer->outer)
    outer = outer->outer;
  if (outer && outer->object)
    noted.pos = outer->object->pos;
  if (c->context.instance) {
    noted.pos = c->context.instance->generic->pos;
  } else if (c->path.count > 0) {
    const struct object *declared = c->path.items[c->path.count - 1];
    bool method = declared->kind == OBJECT_FUNC && declared->u.func.receiver_base;
    noted.pos = method ? declared->u.func.receiver_base->u.named.object->pos : declared->pos;
    noted.local = declared->kind == OBJECT_TYPE && !declared->file ? declared : NULL;
  }
  add(c, &c->noted_sizes, noted);
}

// Go's compiler reports a type at the last variable that the function declares before it.
void check_place_sizes(struct checker *c, const struct function *function,
                       const struct object_list *locals) {
  for (int i = 0; c->noted_sizes && i < c->noted_sizes->count; i++) {
    struct noted_type *noted = &c->noted_sizes->items[i];
    const struct function *outer = noted->function;
    while (outer && outer != function)
      outer = outer->outer;
    for (int j = 0; outer && !noted->local && j < locals->count; j++) {
      pos_t pos = locals->items[j]->pos;
      if (pos <= noted->written && pos > noted->pos)
        noted->pos = pos;
    }
  }
}

// Whether a type is too large though none of its parts is.
static bool outgrows_parts(struct type *t) {
  invariant_debug(t->kind == TYPE_ARRAY || t->kind == TYPE_STRUCT);
  if (!is_too_large(type_size(t)))
    return false;
  if (t->kind == TYPE_ARRAY)
    return !is_too_large(type_size(t->u.array.elem));
  for (int i = 0; i < t->u.struct_.count; i++)
    if (is_too_large(type_size(t->u.struct_.fields[i]->type)))
      return false;
  return true;
}

static void check_sizes(struct checker *c) {
  for (int i = 0; c->noted_sizes && i < c->noted_sizes->count; i++) {
    struct noted_type *noted = &c->noted_sizes->items[i];
    if ((noted->local && !noted->local->used) || types_has_param(noted->type) ||
        !outgrows_parts(noted->type))
      continue;
    check_error(c, noted->pos,
                noted->type->kind == TYPE_ARRAY ? "type %s larger than address space"
                                                : "type %s too large",
                check_type_string(c, noted->type));
  }
}

// Interfaces.

static bool walk_interface(struct checker *c, struct type *t, pos_t pos);

// Whether an interface that a type is made of, without a name between, leads to itself.
static bool walk_type(struct checker *c, struct type *t, pos_t pos) {
  if (t->kind == TYPE_INTERFACE)
    return walk_interface(c, t, pos);
  struct type **part;
  for (int i = 0; t->kind != TYPE_NAMED && (part = type_part(t, i)); i++)
    if (walk_type(c, *part, pos))
      return true;
  return false;
}

// Each interface is walked once. One on a cycle that was found counts as walked: Go reports a
// cycle once, at the interface that leads to it first.
static bool walk_interface(struct checker *c, struct type *t, pos_t pos) {
  invariant_debug(t->kind == TYPE_INTERFACE);
  if (t->u.interface_.on_walk)
    return true;
  if (t->u.interface_.walked || !check_deeper(c, pos))
    return false;
  types_complete_interface(t);
  t->u.interface_.on_walk = true;
  bool cyclic = false;
  for (int i = 0; i < t->u.interface_.all_count && !cyclic; i++)
    cyclic = walk_type(c, t->u.interface_.all_methods[i]->type, pos);
  t->u.interface_.on_walk = false;
  t->u.interface_.walked = true;
  c->depth--;
  return cyclic;
}

static int compare_noted(const void *a, const void *b) {
  const struct noted_type *x = a, *y = b;
  return x->written < y->written ? -1 : x->written > y->written;
}

static void check_interface_cycles(struct checker *c) {
  if (!c->noted_interfaces)
    return;
  qsort(c->noted_interfaces->items, (size_t)c->noted_interfaces->count,
        sizeof *c->noted_interfaces->items, compare_noted);
  for (int i = 0; i < c->noted_interfaces->count; i++) {
    struct noted_type *noted = &c->noted_interfaces->items[i];
    if (walk_interface(c, noted->type, noted->written))
      check_error(c, noted->written,
                  "invalid recursive type: anonymous interface refers to itself (see "
                  "https://go.dev/issue/56103)");
  }
}

void check_late_types(struct checker *c) {
  c->context = (struct check_context){.package = c->context.package};
  if (c->checked->errors->count == 0)
    check_interface_cycles(c);
  if (c->checked->errors->count == 0)
    check_sizes(c);
}
