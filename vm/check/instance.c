// Instances of generic types and functions: finding those that exist, and refusing instantiations
// that would never end.
//
// An instance knows in which instance it was first asked for. A declaration that keeps asking for
// itself with ever more nested arguments, directly or through others, is an instantiation cycle.
// Go finds cycles in the generic declarations themselves; here bodies are checked in instances
// only, so the chain of instances is what there is to look at.

#include "vm/check/generic.h"

enum {
  growth_limit = 5, // besides one step for each parameter: what a program without a cycle may need
};

// Type parameters in types.

static bool list_has_param(struct type **types, int count) {
  for (int i = 0; i < count; i++)
    if (types_has_param(types[i]))
      return true;
  return false;
}

static bool objects_have_param(struct object **objects, int count) {
  for (int i = 0; i < count; i++)
    if (types_has_param(objects[i]->type))
      return true;
  return false;
}

static bool has_param(struct type *t) {
  switch (t->kind) {
  case TYPE_PARAM:
    return true;
  case TYPE_NAMED:
    return list_has_param(t->u.named.type_args, t->u.named.type_arg_count);
  case TYPE_POINTER:
    return types_has_param(t->u.pointer.elem);
  case TYPE_ARRAY:
    return types_has_param(t->u.array.elem);
  case TYPE_SLICE:
    return types_has_param(t->u.slice.elem);
  case TYPE_CHAN:
    return types_has_param(t->u.chan.elem);
  case TYPE_MAP:
    return types_has_param(t->u.map.key) || types_has_param(t->u.map.value);
  case TYPE_STRUCT:
    return objects_have_param(t->u.struct_.fields, t->u.struct_.count);
  case TYPE_SIGNATURE:
    return objects_have_param(t->u.signature.params, t->u.signature.param_count) ||
           objects_have_param(t->u.signature.results, t->u.signature.result_count);
  case TYPE_INTERFACE:
    return objects_have_param(t->u.interface_.methods, t->u.interface_.method_count) ||
           list_has_param(t->u.interface_.embeddeds, t->u.interface_.embedded_count);
  case TYPE_UNION:
    return list_has_param(t->u.union_.terms, t->u.union_.count);
  default:
    return false;
  }
}

bool types_has_param(struct type *t) {
  if (!t || t->kind == TYPE_BASIC)
    return false;
  if (!t->has_param_known) {
    t->has_param = has_param(t);
    t->has_param_known = true;
  }
  return t->has_param;
}

// Nesting.

static int nesting(struct type *t);

static int list_nesting(struct type **types, int count) {
  int max = 0;
  for (int i = 0; i < count; i++) {
    int n = nesting(types[i]);
    if (n > max)
      max = n;
  }
  return max;
}

static int objects_nesting(struct object **objects, int count) {
  int max = 0;
  for (int i = 0; i < count; i++) {
    int n = nesting(objects[i]->type);
    if (n > max)
      max = n;
  }
  return max;
}

static int max_int(int a, int b) {
  return a > b ? a : b;
}

static int parts_nesting(struct type *t) {
  switch (t->kind) {
  case TYPE_NAMED:
    return list_nesting(t->u.named.type_args, t->u.named.type_arg_count);
  case TYPE_POINTER:
    return nesting(t->u.pointer.elem);
  case TYPE_SLICE:
    return nesting(t->u.slice.elem);
  case TYPE_ARRAY:
    return nesting(t->u.array.elem);
  case TYPE_CHAN:
    return nesting(t->u.chan.elem);
  case TYPE_MAP:
    return max_int(nesting(t->u.map.key), nesting(t->u.map.value));
  case TYPE_STRUCT:
    return objects_nesting(t->u.struct_.fields, t->u.struct_.count);
  case TYPE_SIGNATURE:
    return max_int(objects_nesting(t->u.signature.params, t->u.signature.param_count),
                   objects_nesting(t->u.signature.results, t->u.signature.result_count));
  case TYPE_INTERFACE:
    return objects_nesting(t->u.interface_.methods, t->u.interface_.method_count);
  default:
    return 0;
  }
}

// How many types are nested in each other, counted from one; a name without arguments ends it.
static int nesting(struct type *t) {
  if (!t || t->kind == TYPE_BASIC)
    return 1;
  if (t->nesting == 0)
    t->nesting = 1 + parts_nesting(t);
  return t->nesting;
}

// The table.

static uint32_t hash_of(struct type **args, int count) {
  uint32_t hash = 17;
  for (int i = 0; i < count; i++)
    hash = hash * 31 + type_hash(args[i]);
  return hash;
}

static bool same_types(struct type **a, struct type **b, int count) {
  for (int i = 0; i < count; i++)
    if (!types_identical(a[i], b[i]))
      return false;
  return true;
}

static struct instance **find_slot(struct instance **slots, int cap, uint32_t hash,
                                   struct type **args, int count) {
  uint32_t mask = (uint32_t)cap - 1, i = hash & mask;
  while (slots[i] && (slots[i]->hash != hash || !same_types(slots[i]->args, args, count)))
    i = (i + 1) & mask;
  return &slots[i];
}

static void grow_table(struct checker *c, struct decl_info *info) {
  int cap = info->instance_cap == 0 ? 8 : info->instance_cap * 2;
  struct instance **slots = region_alloc(c->region, (size_t)cap * sizeof(struct instance *));
  for (int i = 0; i < info->instance_cap; i++) {
    struct instance *instance = info->instances[i];
    if (instance)
      *find_slot(slots, cap, instance->hash, instance->args, instance->count) = instance;
  }
  info->instances = slots;
  info->instance_cap = cap;
}

struct instance *check_find_instance(struct object *generic, struct type **args, int count) {
  struct decl_info *info = generic->info;
  if (info->instance_cap == 0)
    return NULL;
  return *find_slot(info->instances, info->instance_cap, hash_of(args, count), args, count);
}

static void count_growth(struct instance *instance) {
  const struct instance *outer = instance->creator;
  while (outer && outer->generic != instance->generic)
    outer = outer->creator;
  if (outer)
    instance->growth = outer->growth + (instance->nesting > outer->nesting);
}

struct instance *check_add_instance(struct checker *c, struct object *generic, struct type **args,
                                    int count, pos_t pos) {
  struct decl_info *info = generic->info;
  struct instance *instance = region_alloc(c->region, sizeof *instance);
  *instance = (struct instance){.generic = generic,
                                .creator = c->context.instance,
                                .args = args,
                                .count = count,
                                .hash = hash_of(args, count),
                                .nesting = list_nesting(args, count)};
  count_growth(instance);
  if (instance->growth > growth_limit + count) {
    check_error(c, pos, "instantiation cycle");
    return NULL;
  }
  if (info->instance_count * 2 >= info->instance_cap)
    grow_table(c, info);
  *find_slot(info->instances, info->instance_cap, instance->hash, args, count) = instance;
  info->instance_count++;
  return instance;
}
