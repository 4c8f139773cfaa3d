// What Go's compiler refuses only where everything else is right: interfaces without a name that
// mention themselves, and what is too large: types, elements of channels, package variables, parameters.
//
// Types are noted where they are written. At the end, if there are no errors, they are looked at.

#include <inttypes.h>
#include <stdlib.h>

#include "vm/check/generic.h"
#include "vm/check/package.h"

enum {
  address_bits = 50,       // a type has fewer than 2 to the power of it bytes
  chan_elem_bits = 16,     // the same of an element of a channel
  frame_bits = 30,         // and of all parameters and results
  max_symbol = 2000000000, // bytes of a package variable
};

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

// Whether a type, of which it is known, has no size that is refused.
static bool is_small(struct type *t) {
  bool is_chan = t->kind == TYPE_CHAN;
  struct type_facts facts = type_facts(is_chan ? t->u.chan.elem : t);
  return facts.final && (is_chan ? facts.size >> chan_elem_bits == 0 : !is_too_large(facts.size));
}

void check_note_size(struct checker *c, struct type *t, pos_t written) {
  if (is_small(t) || c->context.package->is_std || (t->kind == TYPE_ARRAY && t->u.array.len < 0))
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
  invariant_debug(t->kind == TYPE_ARRAY || t->kind == TYPE_STRUCT || t->kind == TYPE_CHAN);
  if (t->kind == TYPE_CHAN)
    return !is_too_large(type_size(t->u.chan.elem)) &&
           type_size(t->u.chan.elem) >> chan_elem_bits > 0;
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
    if (noted->type->kind == TYPE_CHAN)
      check_error(c, noted->pos, "channel element type too large (>64kB)");
    else
      check_error(c, noted->pos,
                  noted->type->kind == TYPE_ARRAY ? "type %s larger than address space"
                                                  : "type %s too large",
                  check_type_string(c, noted->type));
  }
}

// Refuses a function whose parameters and results fit into no frame.
static void check_frame(struct checker *c, const struct object *object) {
  struct type *signature = object->type;
  const struct object *receiver = object->u.func.function->receiver_object;
  if (!signature || signature->kind != TYPE_SIGNATURE || types_has_param(signature))
    return;
  int64_t size = receiver && !types_has_param(receiver->type) ? type_size(receiver->type) : 0;
  for (int i = 0; i < signature->u.signature.param_count; i++)
    size += type_size(signature->u.signature.params[i]->type);
  for (int i = 0; i < signature->u.signature.result_count; i++)
    size += type_size(signature->u.signature.results[i]->type);
  if (size >> frame_bits > 0)
    check_error(c, receiver ? object->u.func.function->receiver.open : object->pos,
                "stack frame too large (>1GB): 0 MB locals + %" PRId64 " MB args", size >> 20);
}

// Refuses the variables and functions of a package that are too large.
static void check_objects(struct checker *c, struct package *package) {
  struct check_package_objects *objects = check_objects_of(c, package);
  c->context = (struct check_context){.package = package};
  c->checked->errors->group = &objects->errors;
  for (int i = 0; i < package->scope->order_count; i++) {
    const struct object *object = package->scope->order[i];
    if (object->kind == OBJECT_VAR && type_size(object->type) > max_symbol)
      check_error(c, object->pos, "%s.%s: symbol too large (%" PRId64 " bytes > %d bytes)",
                  package->symbol, object->name, type_size(object->type), (int)max_symbol);
  }
  for (int i = 0; i < objects->functions.count; i++)
    check_frame(c, objects->functions.items[i]);
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
  for (int i = 0; i < c->checked->package_count && c->checked->errors->count == 0; i++)
    if (!c->checked->packages[i]->is_std)
      check_objects(c, c->checked->packages[i]);
}
