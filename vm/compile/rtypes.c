// Run-time type descriptors. See rtypes.h; after cmd/compile/internal/reflectdata and
// runtime/type.go in what they hold.
//
// A descriptor is entered in the table before what it refers to is made, so recursive types end.
// Method tables come last, from a queue, when the outermost request is otherwise done: their
// signatures may reach far.

#include "vm/compile/rtypes.h"

#include <stdlib.h>
#include <string.h>

#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/map.h"
#include "vm/compile/compile.h"

struct entry {
  struct type *type;
  struct rtype *rtype;
  uint32_t hash;
};

struct type_list {
  struct type **items;
  int count, cap;
};

struct types_state {
  struct entry *entries; // open addressing, a power of two of them; malloc'ed
  uint32_t count, size;
  struct rtype **all; // every descriptor, synthetic ones too
  int all_count, all_cap;
  struct type_list without_parts, without_methods; // made, and not yet filled in
  bool completing;                                 // a request that does that is under way
};

static struct types_state *state_of(struct program *p) {
  return p->types_state;
}

static struct entry *new_entries(struct program *p, uint32_t size) {
  struct entry *entries = calloc(size, sizeof *entries);
  if (!entries)
    region_out_of_memory(&p->region, size * sizeof *entries);
  return entries;
}

void rtypes_init(struct program *p) {
  struct types_state *s = region_alloc(&p->region, sizeof *s);
  s->size = 256;
  s->entries = new_entries(p, s->size);
  p->types_state = s;
}

void rtypes_free(struct program *p) {
  struct types_state *s = state_of(p);
  if (!s)
    return;
  for (int i = 0; i < s->all_count; i++)
    if (s->all[i]->map_info)
      map_info_free(s->all[i]);
  free(s->entries);
  s->entries = NULL;
}

// Interfaces differ by their methods, which a type's own hash leaves out.
static uint32_t hash_of(struct type *t) {
  uint32_t hash = type_hash(t);
  if (t->kind == TYPE_INTERFACE)
    for (int i = 0; i < t->u.interface_.all_count; i++)
      hash = hash * 31 + (uint32_t)((uintptr_t)t->u.interface_.all_methods[i]->name >> 4);
  return hash;
}

static struct entry *find_entry(struct types_state *s, const struct type *t, uint32_t hash) {
  for (uint32_t i = hash & (s->size - 1);; i = (i + 1) & (s->size - 1)) {
    struct entry *e = &s->entries[i];
    if (!e->type || (e->hash == hash && types_identical(e->type, t)))
      return e;
  }
}

static void grow_table(struct program *p) {
  struct types_state *s = state_of(p);
  struct entry *old = s->entries;
  uint32_t old_size = s->size;
  s->entries = new_entries(p, 2 * old_size);
  s->size = 2 * old_size;
  for (uint32_t i = 0; i < old_size; i++) {
    if (!old[i].type)
      continue;
    uint32_t j = old[i].hash & (s->size - 1);
    while (s->entries[j].type)
      j = (j + 1) & (s->size - 1);
    s->entries[j] = old[i];
  }
  free(old);
}

// Layouts.

static void set_layout(struct rtype *r, uint64_t size, const uint8_t *mask) {
  uint64_t words = size / 8, last = 0;
  for (uint64_t i = 0; i < words; i++)
    if (mask[i / 8] >> i % 8 & 1)
      last = i + 1;
  invariant_debug(last * 8 <= size);
  r->layout.size = size;
  r->layout.ptrdata = last * 8;
  r->layout.mask = mask;
  if (last)
    r->flags |= RTYPE_HAS_POINTERS;
}

static void make_layout(struct program *p, struct rtype *r, struct type *t) {
  uint64_t size = (uint64_t)type_size(t);
  static const uint8_t none[1];
  const uint8_t *mask = none;
  r->layout.size = size;
  r->layout.mask = mask;
  if (type_has_pointers(t)) {
    uint8_t *bits = region_alloc(&p->region, size / 64 + 1);
    rtypes_pointer_mask(t, bits, 0);
    set_layout(r, size, bits);
  }
  r->align = (uint8_t)type_align(t);
  bool boxed = size > frame_value_slots * 8;
  r->flags |= boxed ? RTYPE_BOXED : 0;
  r->slots = boxed ? 1 : (uint32_t)((size + 7) / 8);
}

// Kinds and flags.

static enum kind basic_kind_number(enum basic_kind kind) {
  switch (kind) {
  case BASIC_STRING:
  case BASIC_UNTYPED_STRING:
    return KIND_STRING;
  case BASIC_UNSAFE_POINTER:
  case BASIC_UNTYPED_NIL:
    return KIND_UNSAFE_POINTER;
  case BASIC_UNTYPED_BOOL:
    return KIND_BOOL;
  case BASIC_UNTYPED_INT:
    return KIND_INT;
  case BASIC_UNTYPED_RUNE:
    return KIND_INT32;
  case BASIC_UNTYPED_FLOAT:
    return KIND_FLOAT64;
  case BASIC_UNTYPED_COMPLEX:
    return KIND_COMPLEX128;
  default:
    return (enum kind)(KIND_BOOL + (kind - BASIC_BOOL));
  }
}

static enum kind kind_of(struct type *under) {
  switch (under->kind) {
  case TYPE_BASIC:
    return basic_kind_number(under->u.basic.kind);
  case TYPE_POINTER:
    return KIND_POINTER;
  case TYPE_ARRAY:
    return KIND_ARRAY;
  case TYPE_SLICE:
    return KIND_SLICE;
  case TYPE_STRUCT:
    return KIND_STRUCT;
  case TYPE_SIGNATURE:
    return KIND_FUNC;
  case TYPE_INTERFACE:
    return KIND_INTERFACE;
  case TYPE_MAP:
    return KIND_MAP;
  case TYPE_CHAN:
    return KIND_CHAN;
  default:
    vole_throw("no descriptor for a type of kind %d", under->kind);
  }
}

static const char *package_path_of(const struct object *object) {
  return types_name_exported(object->name) || !object->package ? NULL : object->package->path;
}

// The parts of a descriptor.

static struct rtype **rtype_list(struct program *p, struct object **objects, int count) {
  struct rtype **list = region_alloc(&p->region, (size_t)(count + 1) * sizeof *list);
  for (int i = 0; i < count; i++)
    list[i] = program_rtype(p, objects[i]->type);
  return list;
}

static void fill_fields(struct program *p, struct rtype *r, struct type *under) {
  int count = under->u.struct_.count;
  r->field_count = (uint32_t)count;
  r->fields = region_alloc(&p->region, (size_t)(count + 1) * sizeof *r->fields);
  for (int i = 0; i < count; i++) {
    struct object *field = under->u.struct_.fields[i];
    const char *tag = under->u.struct_.tags ? under->u.struct_.tags[i] : NULL;
    r->fields[i] = (struct rtype_field){.name = field->name,
                                        .tag = tag ? tag : "",
                                        .package_path = package_path_of(field),
                                        .offset = (uint32_t)type_field_offset(under, i),
                                        .embedded = field->u.var.embedded};
    r->fields[i].type = program_rtype(p, field->type);
  }
}

static void fill_interface(struct program *p, struct rtype *r, struct type *under) {
  int count = under->u.interface_.all_count;
  r->method_count = (uint32_t)count;
  r->methods = region_alloc(&p->region, (size_t)(count + 1) * sizeof *r->methods);
  for (int i = 0; i < count; i++) {
    struct object *method = under->u.interface_.all_methods[i];
    r->methods[i].name = method->name;
    r->methods[i].package_path = package_path_of(method);
    r->methods[i].type = program_rtype(p, method->type);
  }
}

static void fill_parts(struct program *p, struct rtype *r, struct type *under) {
  switch (under->kind) {
  case TYPE_POINTER:
    r->elem = program_rtype(p, under->u.pointer.elem);
    break;
  case TYPE_ARRAY:
    r->elem = program_rtype(p, under->u.array.elem);
    r->len = (uint64_t)under->u.array.len;
    break;
  case TYPE_SLICE:
    r->elem = program_rtype(p, under->u.slice.elem);
    break;
  case TYPE_STRUCT:
    fill_fields(p, r, under);
    break;
  case TYPE_SIGNATURE:
    r->param_count = (uint16_t)under->u.signature.param_count;
    r->result_count = (uint16_t)under->u.signature.result_count;
    r->variadic = under->u.signature.variadic;
    r->params = rtype_list(p, under->u.signature.params, under->u.signature.param_count);
    r->results = rtype_list(p, under->u.signature.results, under->u.signature.result_count);
    break;
  case TYPE_INTERFACE:
    fill_interface(p, r, under);
    break;
  case TYPE_MAP:
    r->key = program_rtype(p, under->u.map.key);
    r->elem = program_rtype(p, under->u.map.value);
    break;
  case TYPE_CHAN:
    r->elem = program_rtype(p, under->u.chan.elem);
    r->chan_direction = (uint8_t)under->u.chan.direction;
    break;
  default:
    break;
  }
}

static void fill_methods(struct program *p, struct type *t) {
  struct rtype *r = t->rtype;
  struct selection *found;
  int count = types_method_set(&p->region, t, &found);
  if (count == 0)
    return;
  struct rtype_method *methods = region_alloc(&p->region, (size_t)count * sizeof *methods);
  for (int i = 0; i < count; i++) {
    struct object *method = found[i].object;
    methods[i] = (struct rtype_method){.name = method->name,
                                       .package_path = package_path_of(method),
                                       .type = program_rtype(p, method->type),
                                       .func = compile_interface_method(p, t, &found[i])};
  }
  r->methods = methods;
  r->method_count = (uint32_t)count;
}

static bool may_have_methods(struct type *t) {
  if (t->kind == TYPE_POINTER)
    t = t->u.pointer.elem;
  if (type_is_interface(t))
    return false;
  return t->kind == TYPE_NAMED || t->kind == TYPE_STRUCT;
}

static void remember(struct program *p, struct rtype *r) {
  struct types_state *s = state_of(p);
  s->all =
      region_grow(&p->region, s->all, sizeof *s->all, s->all_count, &s->all_cap, s->all_count + 1);
  s->all[s->all_count++] = r;
}

static void add(struct program *p, struct type_list *list, struct type *t) {
  list->items = region_grow(&p->region, list->items, sizeof *list->items, list->count, &list->cap,
                            list->count + 1);
  list->items[list->count++] = t;
}

static uint32_t hash_text(const char *text) {
  uint32_t h = 2166136261u;
  for (; *text; text++)
    h = (h ^ (uint8_t)*text) * 16777619u;
  return h;
}

// Sets the name of a type that has one: the string without its package's name before it.
static void name_type(struct rtype *r, const struct package *package) {
  r->name = r->string + (package ? strlen(package->name) + 1 : 0);
  if (package)
    r->package_path = package->path;
}

static struct rtype *make(struct program *p, struct type *t) {
  struct types_state *s = state_of(p);
  struct type *under = type_underlying(t);
  invariant_debug(!t->rtype && t->kind != TYPE_TUPLE);
  struct rtype *r = region_alloc(&p->region, sizeof *r);
  t->rtype = r;
  r->source = t;
  remember(p, r);
  r->kind = (uint8_t)kind_of(under);
  r->string = type_runtime_string(&p->region, t);
  r->hash = hash_text(r->string);
  r->name = "";
  r->package_path = "";
  if (t->kind == TYPE_NAMED)
    name_type(r, t->u.named.object->package);
  else if (t->kind == TYPE_BASIC && t->u.basic.kind == BASIC_UNSAFE_POINTER)
    name_type(r, p->checked.universe.unsafe);
  else if (t->kind == TYPE_BASIC)
    name_type(r, NULL);
  make_layout(p, r, t);
  if (type_is_direct(t))
    r->flags |= RTYPE_DIRECT;
  if (type_is_comparable(t))
    r->flags |= RTYPE_COMPARABLE;
  if (type_facts(t).memory_equal)
    r->flags |= RTYPE_MEMORY_EQUAL;
  add(p, &s->without_parts, t);
  if (may_have_methods(t))
    add(p, &s->without_methods, t);
  return r;
}

// Completes what has been made. Types lead to others without end, so that what these need is put
// into the lists, too, and not made by recursion. Parts go first: glue for methods looks at them.
static void complete(struct program *p, struct types_state *s) {
  while (s->without_parts.count > 0 || s->without_methods.count > 0) {
    if (s->without_parts.count > 0) {
      struct type *t = s->without_parts.items[--s->without_parts.count];
      fill_parts(p, t->rtype, type_underlying(t));
    } else
      fill_methods(p, s->without_methods.items[--s->without_methods.count]);
  }
}

struct rtype *rtypes_find(struct program *p, struct type *t) {
  return find_entry(state_of(p), t, hash_of(t))->rtype;
}

struct rtype *const *rtypes_all(const struct program *p, int *count) {
  const struct types_state *s = p->types_state;
  *count = s ? s->all_count : 0;
  return s ? s->all : NULL;
}

struct rtype *program_rtype(struct program *p, struct type *t) {
  if (t->rtype)
    return t->rtype;
  struct types_state *s = state_of(p);
  if (type_underlying(t)->kind == TYPE_INTERFACE)
    types_complete_interface(type_underlying(t));
  uint32_t hash = hash_of(t);
  struct entry *e = find_entry(s, t, hash);
  if (e->type) {
    t->rtype = e->rtype;
    return e->rtype;
  }
  struct rtype *r = make(p, t);
  *e = (struct entry){.type = t, .rtype = r, .hash = hash};
  if (++s->count * 2 > s->size)
    grow_table(p);
  invariant_debug(s->count < s->size); // a search ends at a free entry
  if (!s->completing) {
    s->completing = true;
    complete(p, s);
    s->completing = false;
  }
  return r;
}

void rtypes_need_site(struct program *p, struct rtype *t) {
  if (t->site)
    return;
  invariant_debug(t->layout.ptrdata <= t->layout.size);
  t->site = region_alloc(&p->region, sizeof *t->site);
  gc_alloc_site_init(t->site, t->layout.size, t->flags & RTYPE_HAS_POINTERS ? &t->layout : NULL);
}

struct rtype *rtypes_synthetic(struct program *p, const char *name, uint32_t words,
                               const uint8_t *mask) {
  struct rtype *r = region_alloc(&p->region, sizeof *r);
  remember(p, r);
  uint8_t *copy = region_alloc(&p->region, words / 8 + 1);
  memcpy(copy, mask, words / 8 + 1);
  r->kind = KIND_STRUCT;
  r->align = 8;
  r->slots = words;
  r->string = name;
  r->name = r->package_path = "";
  set_layout(r, (uint64_t)words * 8, copy);
  rtypes_need_site(p, r);
  return r;
}
