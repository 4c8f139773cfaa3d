// The native of package reflect that makes a struct type: see reflect_type.c.

#include <stdlib.h>

#include "gc/embed.h"
#include "runtime/runtime.h"
#include "vm/compile/rtypes.h"
#include "vm/interp/machine.h"
#include "vm/std/natives.h"

// A field, as structof.go has it.
struct field_spec {
  struct go_string name, package_path, tag;
  const struct rtype *type;
  uint64_t embedded;
};

// Returns the package of that path: one of the program's, or one that only such fields name.
static struct package *find_package(struct program *p, struct go_string path) {
  if (path.len == 0)
    return NULL;
  for (int i = 0; i < p->checked.package_count + p->field_package_count; i++) {
    struct package *package = i < p->checked.package_count
                                  ? p->checked.packages[i]
                                  : p->field_packages[i - p->checked.package_count];
    if (strlen(package->path) == (size_t)path.len &&
        memcmp(package->path, path.ptr, (size_t)path.len) == 0)
      return package;
  }
  struct package *package = region_alloc(&p->region, sizeof *package);
  package->path = package->name =
      region_strndup(&p->region, (const char *)path.ptr, (size_t)path.len);
  p->field_packages =
      region_grow(&p->region, p->field_packages, sizeof *p->field_packages, p->field_package_count,
                  &p->field_package_cap, p->field_package_count + 1);
  p->field_packages[p->field_package_count++] = package;
  return package;
}

// The fields as identity looks at them, in malloc'ed memory.
struct model {
  struct object *objects;
  struct object **fields;
  const char **tags;
};

static const char *tag_of(struct program *p, struct go_string tag) {
  return tag.len ? names_intern(&p->names, (const char *)tag.ptr, (size_t)tag.len) : NULL;
}

static struct model make_model(struct program *p, const struct field_spec *specs, size_t count) {
  struct model m = {calloc(count + 1, sizeof *m.objects), calloc(count + 1, sizeof *m.fields),
                    calloc(count + 1, sizeof *m.tags)};
  if (!m.objects || !m.fields || !m.tags)
    gc_embed_fatal(&p->runtime->gc, "out of memory");
  for (size_t i = 0; i < count; i++) {
    struct object *field = m.fields[i] = &m.objects[i];
    field->kind = OBJECT_VAR;
    field->name =
        names_intern(&p->names, (const char *)specs[i].name.ptr, (size_t)specs[i].name.len);
    field->package = find_package(p, specs[i].package_path);
    field->type = specs[i].type->source;
    field->u.var.kind = VAR_FIELD;
    field->u.var.embedded = specs[i].embedded;
    field->u.var.index = (int)i;
    m.tags[i] = tag_of(p, specs[i].tag);
  }
  return m;
}

static void free_model(struct model m) {
  free(m.objects);
  free(m.fields);
  free(m.tags);
}

// Makes the type of a model that has none yet.
static struct type *make_type(struct program *p, struct model m, int count) {
  struct type *t = types_new(&p->checked.universe, TYPE_STRUCT);
  size_t slots = (size_t)count + 1;
  t->u.struct_.fields = region_alloc(&p->region, slots * sizeof *t->u.struct_.fields);
  t->u.struct_.tags = region_alloc(&p->region, slots * sizeof *t->u.struct_.tags);
  t->u.struct_.embedded = region_alloc(&p->region, slots * sizeof *t->u.struct_.embedded);
  t->u.struct_.names = scope_new(&p->region, NULL);
  t->u.struct_.count = count;
  for (int i = 0; i < count; i++) {
    struct object *field = region_alloc(&p->region, sizeof *field);
    *field = m.objects[i];
    t->u.struct_.fields[i] = field;
    t->u.struct_.tags[i] = m.tags[i];
    if (field->u.var.embedded)
      t->u.struct_.embedded[t->u.struct_.embedded_count++] = i;
    if (strcmp(field->name, "_") != 0)
      scope_insert(&p->region, t->u.struct_.names, field);
  }
  return t;
}

// func structOf(fields []structSpec) *rtype
static bool reflect_struct_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct program *p = &machine_of(g->runtime)->program;
  int count = (int)args[1];
  mutex_lock(&p->lock);
  struct model m = make_model(p, (const struct field_spec *)args[0], (size_t)count);
  struct type model = {.kind = TYPE_STRUCT,
                       .u.struct_ = {.fields = m.fields, .tags = m.tags, .count = count}};
  struct rtype *r = rtypes_find(p, &model);
  if (!r)
    r = program_rtype(p, make_type(p, m, count));
  mutex_unlock(&p->lock);
  free_model(m);
  results[0] = (uint64_t)r;
  return true;
}

const struct native_entry natives_reflect_struct[] = {
    {"structOf", reflect_struct_of, 3, 1},
    {NULL},
};
