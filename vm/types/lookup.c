// Fields and methods by name, through embedded fields; method sets; interfaces and what implements
// them. After go/types lookup.go.
//
// A lookup goes breadth first through embedded fields; the first depth at which the name is found
// once wins, found twice it is ambiguous. A type that occurs twice at one depth is visited once and
// marked, so that embedding the same type many times costs nothing.

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem/invariant.h"
#include "vm/types/types.h"

// An embedded type on the way.
struct step {
  struct type *type;         // never a pointer
  const struct step *parent; // the struct that embeds it, NULL for the start
  int index;                 // of the embedded field there
  int depth;
  bool indirect; // a pointer was passed
  bool multiple; // the type occurs more than once at this depth
};

struct step_list {
  struct step **items;
  int count, cap;
  struct step **table; // by type, open addressing; NULL while there are few
  int table_cap;       // a power of two
};

enum { linear_steps = 8 };

bool types_name_exported(const char *name) {
  invariant_debug(name[0] != '\0');
  unsigned char ch = (unsigned char)name[0];
  if (ch < 0x80)
    return isupper(ch) != 0;
  // Beyond ASCII only the scripts with two cases that programs use: Latin-1, Greek, Cyrillic.
  unsigned char next = (unsigned char)name[1];
  if (ch == 0xC3)
    return next >= 0x80 && next <= 0x9E && next != 0x97;
  if (ch == 0xCE)
    return next >= 0x86 && next <= 0xAB && next != 0x90;
  if (ch == 0xD0)
    return next >= 0x80 && next <= 0xAF;
  return false;
}

static struct type *dereference(struct type *t, bool *pointer) {
  *pointer = t->kind == TYPE_POINTER;
  return *pointer ? t->u.pointer.elem : t;
}

static bool matches(const struct object *object, const char *name, const struct package *from,
                    bool fold) {
  if (fold && strcasecmp(object->name, name) == 0)
    return true;
  if (object->name != name)
    return false;
  return types_name_exported(name) || !object->package || types_same_package(object->package, from);
}

// The method of that name that an interface has: its methods are sorted by name.
static struct object *interface_method(struct type *under, const char *name,
                                       const struct package *from, bool fold) {
  invariant_debug(under->kind == TYPE_INTERFACE);
  types_complete_interface(under);
  struct object **all = under->u.interface_.all_methods;
  int low = 0, count = under->u.interface_.all_count;
  for (int high = count; low < high && !fold;) {
    int middle = low + (high - low) / 2;
    if (strcmp(all[middle]->name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < count && (fold || all[low]->name == name); low++)
    if (matches(all[low], name, from, fold))
      return all[low];
  return NULL;
}

// The method declared with a named type, or that an interface has.
static struct object *own_method(struct type *t, const char *name, const struct package *from,
                                 bool fold) {
  if (t->kind == TYPE_NAMED && fold) {
    for (int i = 0; i < t->u.named.method_count; i++)
      if (matches(t->u.named.methods[i], name, from, fold))
        return t->u.named.methods[i];
  } else if (t->kind == TYPE_NAMED && t->u.named.method_count > 0) {
    struct object *method = scope_lookup(t->u.named.method_names, name);
    if (method && matches(method, name, from, fold)) {
      invariant_debug(method->u.func.index < t->u.named.method_count);
      return t->u.named.methods[method->u.func.index];
    }
  }
  // A value of a type parameter has the methods of its constraint.
  struct type *under = type_underlying(t->kind == TYPE_PARAM ? t->u.param.constraint : t);
  return under->kind == TYPE_INTERFACE ? interface_method(under, name, from, fold) : NULL;
}

// Types are told apart by their addresses here: a named type exists once, and so does an instance.
static int step_slot(const struct step_list *list, const struct type *t) {
  invariant_debug(list->count < list->table_cap);
  uint32_t mask = (uint32_t)list->table_cap - 1, i = t->id * 0x9E3779B1u >> 7 & mask;
  while (list->table[i] && list->table[i]->type != t)
    i = (i + 1) & mask;
  return (int)i;
}

static struct step *find_step(const struct step_list *list, const struct type *t) {
  if (list->table)
    return list->table[step_slot(list, t)];
  for (int i = 0; i < list->count; i++)
    if (list->items[i]->type == t)
      return list->items[i];
  return NULL;
}

static void index_steps(struct region *region, struct step_list *list) {
  if (list->count * 2 > list->table_cap) {
    list->table_cap = list->count * 4;
    list->table_cap = 1 << (32 - __builtin_clz((unsigned)list->table_cap));
    list->table = region_alloc(region, (size_t)list->table_cap * sizeof *list->table);
    for (int i = 0; i < list->count; i++)
      list->table[step_slot(list, list->items[i]->type)] = list->items[i];
  }
  struct step *last = list->items[list->count - 1];
  list->table[step_slot(list, last->type)] = last;
}

static void add_step(struct region *region, struct step_list *list, struct step step) {
  struct step *known = find_step(list, step.type);
  if (known) {
    known->multiple = true;
    return;
  }
  struct step *copy = region_alloc(region, sizeof *copy);
  *copy = step;
  list->items = region_grow(region, list->items, sizeof(struct step *), list->count, &list->cap,
                            list->count + 1);
  list->items[list->count++] = copy;
  if (list->count > linear_steps)
    index_steps(region, list);
}

static bool seen_before(const struct step_list *seen, const struct type *t) {
  return t->kind == TYPE_NAMED && find_step(seen, t);
}

static struct object *find_field(const struct type *under, const char *name,
                                 const struct package *from, bool fold) {
  invariant_debug(under->kind == TYPE_STRUCT);
  if (!fold) {
    struct object *field = scope_lookup(under->u.struct_.names, name);
    return field && matches(field, name, from, false) ? field : NULL;
  }
  for (int i = 0; i < under->u.struct_.count; i++)
    if (matches(under->u.struct_.fields[i], name, from, true))
      return under->u.struct_.fields[i];
  return NULL;
}

// What a struct of the current depth offers: a matching field, and embedded fields for the next
// depth.
static struct object *search_struct(struct region *region, const struct step *step,
                                    const char *name, const struct package *from, bool fold,
                                    struct step_list *next) {
  struct type *under = type_underlying(step->type);
  if (under->kind != TYPE_STRUCT)
    return NULL;
  struct object *match = find_field(under, name, from, fold);
  for (int e = 0; e < under->u.struct_.embedded_count; e++) {
    int i = under->u.struct_.embedded[e];
    struct object *field = under->u.struct_.fields[i];
    if (field == match || !field->type)
      continue;
    bool pointer;
    struct type *elem = dereference(field->type, &pointer);
    enum type_kind kind = type_underlying(elem)->kind;
    if (elem->kind == TYPE_NAMED || kind == TYPE_STRUCT || kind == TYPE_INTERFACE)
      add_step(region, next,
               (struct step){.type = elem,
                             .parent = step,
                             .index = i,
                             .depth = step->depth + 1,
                             .indirect = step->indirect || pointer,
                             .multiple = step->multiple});
  }
  return match;
}

static void fill_selection(struct region *region, struct selection *found, struct object *object,
                           const struct step *step, struct type *receiver) {
  invariant_debug(object->kind == OBJECT_VAR || object->kind == OBJECT_FUNC);
  bool is_field = object->kind == OBJECT_VAR;
  *found = (struct selection){.object = object, .receiver = receiver, .indirect = step->indirect};
  found->kind = is_field                             ? SELECT_FIELD
                : object->u.func.is_interface_method ? SELECT_INTERFACE_METHOD
                                                     : SELECT_METHOD;
  found->path_count = step->depth + (is_field ? 1 : 0);
  found->path = region_alloc(region, (size_t)(found->path_count + 1) * sizeof(int));
  if (is_field)
    found->path[step->depth] = object->u.var.index;
  for (const struct step *s = step; s->parent; s = s->parent)
    found->path[s->depth - 1] = s->index;
}

enum lookup_result types_lookup_detailed(struct region *region, struct type *t, const char *name,
                                         const struct package *from, bool fold,
                                         struct selection *found) {
  *found = (struct selection){.receiver = t};
  if (strcmp(name, "_") == 0)
    return LOOKUP_NONE;
  bool pointer;
  struct type *start = dereference(t, &pointer);
  bool named_pointer = false;
  if (t->kind == TYPE_NAMED && type_underlying(t)->kind == TYPE_POINTER) {
    // A named pointer type has fields, but no methods.
    start = type_underlying(t)->u.pointer.elem;
    pointer = named_pointer = true;
  }
  if (pointer && (type_is_interface(start) || start->kind == TYPE_PARAM))
    return LOOKUP_NONE;
  struct step_list current = {0}, seen = {0};
  add_step(region, &current, (struct step){.type = start, .indirect = pointer});
  while (current.count > 0) {
    struct step_list next = {0};
    struct object *match = NULL;
    const struct step *at = NULL;
    for (int i = 0; i < current.count; i++) {
      struct step *step = current.items[i];
      if (seen_before(&seen, step->type))
        continue;
      if (step->type->kind == TYPE_NAMED)
        add_step(region, &seen, *step);
      struct object *hit = own_method(step->type, name, from, fold);
      if (!hit)
        hit = search_struct(region, step, name, from, fold, &next);
      if (!hit)
        continue;
      if (match || step->multiple)
        return LOOKUP_AMBIGUOUS;
      match = hit;
      at = step;
    }
    if (match) {
      if (named_pointer && match->kind == OBJECT_FUNC)
        return LOOKUP_NONE;
      fill_selection(region, found, match, at, t);
      return LOOKUP_FOUND;
    }
    current = next;
  }
  return LOOKUP_NONE;
}

bool types_lookup(struct region *region, struct type *t, const char *name,
                  const struct package *from, struct selection *found) {
  return types_lookup_detailed(region, t, name, from, false, found) == LOOKUP_FOUND;
}

// Method sets.

static int compare_objects(const struct object *a, const struct object *b) {
  int order = strcmp(a->name, b->name);
  if (order == 0 && a->package && b->package && a->package != b->package)
    order = strcmp(a->package->path, b->package->path);
  return order;
}

static int compare_methods(const void *a, const void *b) {
  return compare_objects(*(struct object *const *)a, *(struct object *const *)b);
}

static int compare_selections(const void *a, const void *b) {
  return compare_objects((*(struct selection *const *)a)->object,
                         (*(struct selection *const *)b)->object);
}

// Methods, each name once, in the order in which they were found.
struct method_list {
  struct object_list list;
  struct scope *names;
};

static void add_candidate(struct region *region, struct method_list *found, struct object *method) {
  if (!found->names)
    found->names = scope_new(region, NULL);
  struct object *other = scope_insert(region, found->names, method);
  if (other && types_same_name(other, method))
    return;
  // Unexported names of several packages are different names.
  for (int i = 0; other && i < found->list.count; i++)
    if (types_same_name(found->list.items[i], method))
      return;
  object_list_add(region, &found->list, method);
}

// Gathers the methods that t or what it embeds has, whatever hides them.
static void gather(struct region *region, struct type *t, struct step_list *seen,
                   struct method_list *list) {
  bool pointer;
  t = dereference(t, &pointer);
  if (seen_before(seen, t))
    return;
  add_step(region, seen, (struct step){.type = t});
  if (t->kind == TYPE_NAMED)
    for (int i = 0; i < t->u.named.method_count; i++)
      add_candidate(region, list, t->u.named.methods[i]);
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_INTERFACE) {
    types_complete_interface(under);
    for (int i = 0; i < under->u.interface_.all_count; i++)
      add_candidate(region, list, under->u.interface_.all_methods[i]);
  } else if (under->kind == TYPE_STRUCT) {
    for (int i = 0; i < under->u.struct_.embedded_count; i++) {
      struct object *field = under->u.struct_.fields[under->u.struct_.embedded[i]];
      if (field->type)
        gather(region, field->type, seen, list);
    }
  }
}

int types_method_set(struct region *region, struct type *t, struct selection **methods) {
  struct step_list seen = {0};
  struct method_list gathered = {0};
  gather(region, t, &seen, &gathered);
  struct object_list candidates = gathered.list;
  struct selection **sorted = region_alloc(region, (size_t)(candidates.count + 1) * sizeof *sorted);
  int count = 0;
  for (int i = 0; i < candidates.count; i++) {
    struct object *candidate = candidates.items[i];
    struct selection found;
    if (types_lookup_detailed(region, t, candidate->name, candidate->package, false, &found) !=
            LOOKUP_FOUND ||
        found.kind == SELECT_FIELD)
      continue;
    if (found.object->u.func.pointer_receiver && !found.indirect)
      continue;
    sorted[count] = region_alloc(region, sizeof found);
    *sorted[count++] = found;
  }
  if (count > 0)
    qsort(sorted, (size_t)count, sizeof *sorted, compare_selections);
  *methods = region_alloc(region, (size_t)(count + 1) * sizeof **methods);
  for (int i = 0; i < count; i++)
    (*methods)[i] = *sorted[i];
  return count;
}

// Interfaces.

void types_complete_interface(struct type *t) {
  invariant_debug(t->kind == TYPE_INTERFACE);
  if (t->u.interface_.complete || t->u.interface_.completing)
    return;
  t->u.interface_.completing = true;
  struct region *region = t->u.interface_.region;
  struct method_list found = {0};
  bool unresolved = false;
  for (int i = 0; i < t->u.interface_.method_count; i++)
    add_candidate(region, &found, t->u.interface_.methods[i]);
  for (int i = 0; i < t->u.interface_.embedded_count; i++) {
    struct type *embedded = t->u.interface_.embeddeds[i], *under = type_underlying(embedded);
    if (embedded->kind == TYPE_NAMED && !embedded->u.named.underlying)
      unresolved = true;
    if (under->kind != TYPE_INTERFACE) {
      t->u.interface_.is_constraint |= types_is_valid(under);
      continue;
    }
    types_complete_interface(under);
    unresolved = unresolved || !under->u.interface_.complete;
    for (int j = 0; j < under->u.interface_.all_count; j++)
      add_candidate(region, &found, under->u.interface_.all_methods[j]);
    t->u.interface_.is_constraint |= under->u.interface_.is_constraint;
    t->u.interface_.is_comparable |= under->u.interface_.is_comparable;
  }
  struct object_list all = found.list;
  if (all.count > 0)
    qsort(all.items, (size_t)all.count, sizeof *all.items, compare_methods);
  t->u.interface_.all_methods = all.items;
  t->u.interface_.all_count = all.count;
  t->u.interface_.completing = false;
  t->u.interface_.complete = !unresolved;
}
