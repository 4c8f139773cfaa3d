// Types as hosts see them: finding them by text, and walking over them.
//
// A host's struct vole_type is a struct rtype. Those that were handed out once are remembered, so
// that a check costs a comparison.

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/iface.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/check/host.h"

_Static_assert((int)VOLE_KIND_BOOL == (int)KIND_BOOL && (int)VOLE_KIND_ARRAY == (int)KIND_ARRAY &&
                   (int)VOLE_KIND_UNSAFE_POINTER == (int)KIND_UNSAFE_POINTER &&
                   (int)KIND_COUNT == (int)VOLE_KIND_UNSAFE_POINTER + 1,
               "the kinds are the same");

static const struct rtype *rtype_of(const struct vole_type *type) {
  return (const struct rtype *)type;
}

static const struct vole_type *host_type(const struct rtype *type) {
  return (const struct vole_type *)type;
}

bool api_program_owns(struct vole *vole, const void *address) {
  const void **known = &vole->known[((uintptr_t)address >> 4) % api_known_count];
  if (atomic_load_pointer((void *const *)known) == address)
    return true;
  mutex_lock(&vole->machine.program.lock);
  bool owns = region_owns(&vole->machine.program.region, address);
  mutex_unlock(&vole->machine.program.lock);
  if (owns)
    atomic_store_pointer((void **)known, (void *)address);
  return owns;
}

struct rtype *api_type(struct vole *vole, const struct vole_type *type, enum kind kind,
                       const char *what, struct vole_error *err) {
  static const char *const names[KIND_COUNT] = {
      [KIND_CHAN] = "channel",        [KIND_FUNC] = "func",   [KIND_MAP] = "map",
      [KIND_INTERFACE] = "interface", [KIND_SLICE] = "slice",
  };
  struct rtype *r = (struct rtype *)type;
  if (!r)
    api_error(err, VOLE_ERROR_USAGE, 2, "%s: the type is NULL", what);
  else if (!vole->program_made || !api_program_owns(vole, r))
    api_error(err, VOLE_ERROR_USAGE, 2, "%s: the type is not one of the instance", what);
  else if (kind && r->kind != kind)
    api_error(err, VOLE_ERROR_USAGE, 2, "%s: %s is no type of a %s", what, r->string, names[kind]);
  else
    return r;
  return NULL;
}

// What vole_type was given and returns.
struct type_search {
  const char *text;
  struct rtype *found;
  struct vole_error *err;
};

static bool find_type(struct vole *vole, void *argument) {
  struct type_search *s = argument;
  struct program *p = &vole->machine.program;
  const char *problem = NULL;
  if (!api_is_loaded(vole, s->err))
    return false;
  mutex_lock(&p->lock);
  struct type *type = check_host_type(&p->checked, p->main_package, s->text, &problem);
  if (type && (types_is_generic(type) || types_has_param(type)))
    problem = "it is generic: an instance is a type, as List[int]";
  else if (type)
    s->found = program_rtype(p, type);
  mutex_unlock(&p->lock);
  return s->found || api_error(s->err, VOLE_ERROR_USAGE, 2, "\"%s\": %s", s->text, problem);
}

const struct vole_type *vole_type(struct vole *vole, const char *text, struct vole_error *err) {
  struct type_search s = {.text = text, .err = err};
  if (!text)
    api_error(err, VOLE_ERROR_USAGE, 2, "vole_type: text is NULL");
  else
    api_guarded(vole, API_LOOK, find_type, &s, err);
  return host_type(s.found);
}

// What vole_iface_type was given and returns.
struct dynamic_type {
  const void *word;
  struct rtype *type;
};

static bool find_dynamic_type(struct vole *vole, void *argument) {
  struct dynamic_type *d = argument;
  d->type = iface_dynamic_type(&vole->machine.runtime, d->word);
  return true;
}

const struct vole_type *vole_iface_type(struct vole *vole, struct vole_iface value) {
  struct dynamic_type d = {.word = value.type};
  if (value.type)
    api_guarded(vole, API_LOOK, find_dynamic_type, &d, NULL);
  return host_type(d.type);
}

void vole_type_describe(const struct vole_type *type, struct vole_type_info *info) {
  const struct rtype *r = rtype_of(type);
  if (!info)
    return;
  *info = (struct vole_type_info){.text = "", .name = "", .package = ""};
  if (!r)
    return;
  *info = (struct vole_type_info){
      .kind = (enum vole_kind)r->kind,
      .text = r->string,
      .name = r->name,
      .package = r->package_path,
      .size = r->layout.size,
      .align = r->align,
      .has_pointers = r->layout.ptrdata > 0,
      .comparable = r->flags & RTYPE_COMPARABLE,
      .variadic = r->variadic,
      .sends = r->kind == KIND_CHAN && r->chan_direction != 2,
      .receives = r->kind == KIND_CHAN && r->chan_direction != 1,
      .elem = host_type(r->elem),
      .key = host_type(r->key),
      .length = (int64_t)r->len,
      .members = r->kind == KIND_FUNC ? r->param_count + r->result_count : (int)r->field_count,
      .params = r->param_count,
      .methods = (int)r->method_count,
  };
}

// Returns where value `index` of a list begins in a C struct.
static size_t offset_of(struct rtype *const *types, int index) {
  size_t offset = 0;
  for (int i = 0;; i++) {
    offset = (offset + types[i]->align - 1) & ~(size_t)(types[i]->align - 1);
    if (i == index)
      return offset;
    offset += types[i]->layout.size;
  }
}

bool vole_type_member(const struct vole_type *type, int index, struct vole_member *member) {
  const struct rtype *r = rtype_of(type);
  if (!r || !member || index < 0)
    return false;
  if (r->kind == KIND_STRUCT && (uint32_t)index < r->field_count) {
    const struct rtype_field *field = &r->fields[index];
    *member = (struct vole_member){.name = field->name,
                                   .package = field->package_path,
                                   .tag = field->tag,
                                   .type = host_type(field->type),
                                   .offset = field->offset,
                                   .embedded = field->embedded};
    return true;
  }
  if (r->kind != KIND_FUNC || index >= r->param_count + r->result_count)
    return false;
  bool is_param = index < r->param_count;
  struct rtype *const *list = is_param ? r->params : r->results;
  int place = is_param ? index : index - r->param_count;
  *member = (struct vole_member){
      .tag = "", .type = host_type(list[place]), .offset = offset_of(list, place)};
  return true;
}

bool vole_type_method(const struct vole_type *type, int index, struct vole_member *member) {
  const struct rtype *r = rtype_of(type);
  if (!r || !member || index < 0 || (uint32_t)index >= r->method_count)
    return false;
  const struct rtype_method *method = &r->methods[index];
  *member = (struct vole_member){.name = method->name,
                                 .package = method->package_path,
                                 .tag = "",
                                 .type = host_type(method->type)};
  return true;
}
