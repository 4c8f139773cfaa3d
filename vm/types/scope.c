// Scopes, objects and lists of objects.
//
// A scope keeps its objects in order of declaration; beyond a handful a table by interned name
// pointer is kept besides.

#include <string.h>

#include "mem/invariant.h"
#include "vm/types/types.h"

enum { table_from = 9 };

struct object *object_new(struct region *region, enum object_kind kind, const char *name, pos_t pos,
                          struct package *package, struct type *type) {
  struct object *object = region_alloc(region, sizeof *object);
  object->kind = kind;
  object->name = name;
  object->pos = pos;
  object->package = package;
  object->type = type;
  return object;
}

void object_list_add(struct region *region, struct object_list *list, struct object *object) {
  list->items = region_grow(region, list->items, sizeof(struct object *), list->count, &list->cap,
                            list->count + 1);
  list->items[list->count++] = object;
}

struct scope *scope_new(struct region *region, struct scope *parent) {
  struct scope *scope = region_alloc(region, sizeof *scope);
  scope->parent = parent;
  return scope;
}

static struct object **table_slot(struct object **table, int cap, const char *name) {
  invariant_debug(cap > 0 && (cap & (cap - 1)) == 0);
  size_t mask = (size_t)cap - 1, i = ((uintptr_t)name >> 3) * 0x9E3779B97F4A7C15u >> 20 & mask;
  while (table[i] && table[i]->name != name)
    i = (i + 1) & mask;
  return &table[i];
}

struct object *scope_lookup(const struct scope *scope, const char *name) {
  if (scope->table)
    return *table_slot(scope->table, scope->cap, name);
  for (int i = 0; i < scope->order_count; i++)
    if (scope->order[i]->name == name)
      return scope->order[i];
  return NULL;
}

struct object *scope_lookup_parent(const struct scope *scope, const char *name) {
  for (; scope; scope = scope->parent) {
    struct object *object = scope_lookup(scope, name);
    if (object)
      return object;
  }
  return NULL;
}

static void grow_table(struct region *region, struct scope *scope) {
  int cap = scope->cap == 0 ? 32 : scope->cap * 2;
  struct object **table = region_alloc(region, (size_t)cap * sizeof *table);
  for (int i = 0; i < scope->order_count; i++)
    *table_slot(table, cap, scope->order[i]->name) = scope->order[i];
  scope->table = table;
  scope->cap = cap;
}

struct object *scope_insert(struct region *region, struct scope *scope, struct object *object) {
  invariant_debug(object->name);
  struct object *other = scope_lookup(scope, object->name);
  if (other)
    return other;
  scope->order = region_grow(region, scope->order, sizeof(struct object *), scope->order_count,
                             &scope->order_cap, scope->order_count + 1);
  scope->order[scope->order_count++] = object;
  if (scope->order_count >= table_from && scope->order_count * 2 > scope->cap)
    grow_table(region, scope);
  else if (scope->table)
    *table_slot(scope->table, scope->cap, object->name) = object;
  if (!object->parent)
    object->parent = scope;
  return NULL;
}
