// Instances of generic types and functions: finding those that exist, and refusing instantiations
// that would never end.
//
// An instance knows in which instance it was first asked for. A type that keeps asking for itself
// with ever more nested arguments, directly or through others, is expanded a few times only: cycle.c
// or monomorph.c reports its declaration.

#include "vm/check/generic.h"

enum {
  growth_limit = 5, // besides one step for each parameter: what a program without a cycle may need
};

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
  invariant_debug(cap > 0 && (cap & (cap - 1)) == 0);
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
  invariant_debug(generic->info);
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
  invariant_debug(generic->info && count > 0);
  struct decl_info *info = generic->info;
  struct instance *instance = region_alloc(c->region, sizeof *instance);
  *instance = (struct instance){.generic = generic,
                                .creator = c->context.instance,
                                .args = args,
                                .count = count,
                                .hash = hash_of(args, count),
                                .nesting = types_list_nesting(args, count)};
  count_growth(instance);
  if (instance->growth > growth_limit + count) {
    if (c->endless == 0)
      c->endless = pos;
    return NULL;
  }
  if (info->instance_count * 2 >= info->instance_cap)
    grow_table(c, info);
  *find_slot(info->instances, info->instance_cap, instance->hash, args, count) = instance;
  info->instance_count++;
  return instance;
}
