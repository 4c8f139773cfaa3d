// Types that the library's Go sources and C code both declare: each must lie alike in both, or C
// writes where Go does not look, and where the collector sees no pointer.

#include <criterion/criterion.h>
#include <stddef.h>

#include "runtime/debug.h"
#include "runtime/metrics.h"
#include "runtime/pool.h"
#include "runtime/sema.h"
#include "runtime/timer.h"
#include "vm/compile/rtypes.h"
#include "vm/api/instance.h"

enum { word = sizeof(uint64_t), no_pointers = 0 };

// A type of a package. Where C knows only its first fields, `prefix` says so.
struct mirror {
  const char *package, *name;
  uint64_t bytes;
  uint8_t pointers; // of its first eight words, those that hold pointers; the rest holds none
  bool prefix;
};

// The bit of the word at a field's offset.
#define AT(type, field) (1u << offsetof(type, field) / word)

static const struct mirror mirrors[] = {
    {"sync", "Pool", sizeof(struct pool), AT(struct pool, local) | AT(struct pool, victim), true},
    {"sync", "poolLocal", sizeof(struct pool_local),
     AT(struct pool_local, value.data) | AT(struct pool_local, shared), false},
    {"sync", "poolItem", sizeof(struct pool_item),
     AT(struct pool_item, value.data) | AT(struct pool_item, next), false},
    {"time", "runtimeTimer", sizeof(struct timer),
     AT(struct timer, arg) | AT(struct timer, context), false},
    {"time", "Time", 4 * word, 1 << 3, false},                        // struct go_time
    {"math/rand", "rngSource", (2 + 607) * word, no_pointers, false}, // struct source
    {"runtime", "MemStats", sizeof(struct debug_mem_stats), no_pointers, false},
    {"runtime/metrics", "values", sizeof(struct runtime_metrics), no_pointers, false},
};

// Types that only bodies of functions mention are resolved when these are first called.
static const char source[] =
    "package main\n"
    "import (\"math/rand\"; \"runtime\"; \"runtime/metrics\"; \"sync\"; \"time\")\n"
    "var pool sync.Pool\nvar timer = time.NewTimer(time.Hour)\nvar stats runtime.MemStats\n"
    "func main() { rand.NewSource(1); metrics.Read(nil); pool.Put(1); timer.Stop() }\n";

static struct package *find_package(struct checked_program *checker, const char *path) {
  for (int i = 0; i < checker->package_count; i++)
    if (strcmp(checker->packages[i]->path, path) == 0)
      return checker->packages[i];
  cr_assert_fail("no package %s", path);
  return NULL;
}

static void compare(struct program *program, const struct mirror *mirror) {
  struct package *package = find_package(&program->checked, mirror->package);
  const char *name = names_intern(&program->names, mirror->name, strlen(mirror->name));
  struct object *object = scope_lookup(package->scope, name);
  cr_assert_not_null(object, "no %s.%s", mirror->package, mirror->name);
  uint64_t size = (uint64_t)type_size(object->type);
  uint8_t mask[512] = {0};
  cr_assert(size / word <= sizeof mask * 8);
  rtypes_pointer_mask(object->type, mask, 0);
  if (mirror->prefix) {
    cr_assert_geq(size, mirror->bytes, "%s", mirror->name);
    mask[0] &= (uint8_t)((1u << mirror->bytes / word) - 1);
  } else {
    cr_assert_eq(size, mirror->bytes, "%s.%s has %lu bytes in Go, %lu in C", mirror->package,
                 mirror->name, (unsigned long)size, (unsigned long)mirror->bytes);
    for (size_t i = 1; i < sizeof mask; i++)
      cr_assert_eq(mask[i], 0, "%s.%s", mirror->package, mirror->name);
  }
  cr_assert_eq(mask[0], mirror->pointers, "%s.%s has pointers %#x in Go, %#x in C", mirror->package,
               mirror->name, mask[0], mirror->pointers);
}

Test(mirror, go_and_c_declare_the_same_types) {
  struct vole_error error = {0};
  struct vole *vole = vole_new(NULL, &error);
  cr_assert(vole && vole_load_string(vole, "p.go", source, sizeof source - 1, &error) &&
                vole_run(vole, &error),
            "%s", error.message);
  for (size_t i = 0; i < sizeof mirrors / sizeof mirrors[0]; i++)
    compare(&vole->machine.program, &mirrors[i]);
  vole_free(vole);
}

// A field of a type of package reflect, and where C has it.
struct mirror_field {
  const char *name;
  size_t offset;
};

static const struct mirror_field rtype_fields[] = {
    {"size", offsetof(struct rtype, layout.size)},
    {"ptrdata", offsetof(struct rtype, layout.ptrdata)},
    {"kind", offsetof(struct rtype, kind)},
    {"align", offsetof(struct rtype, align)},
    {"flags", offsetof(struct rtype, flags)},
    {"text", offsetof(struct rtype, string)},
    {"name", offsetof(struct rtype, name)},
    {"pkgPath", offsetof(struct rtype, package_path)},
    {"elem", offsetof(struct rtype, elem)},
    {"key", offsetof(struct rtype, key)},
    {"len", offsetof(struct rtype, len)},
    {"fields", offsetof(struct rtype, fields)},
    {"fieldCount", offsetof(struct rtype, field_count)},
    {"params", offsetof(struct rtype, params)},
    {"results", offsetof(struct rtype, results)},
    {"paramCount", offsetof(struct rtype, param_count)},
    {"resultCount", offsetof(struct rtype, result_count)},
    {"variadic", offsetof(struct rtype, variadic)},
    {"direction", offsetof(struct rtype, chan_direction)},
    {"methods", offsetof(struct rtype, methods)},
    {"methodCount", offsetof(struct rtype, method_count)},
    {NULL, sizeof(struct rtype)},
};
static const struct mirror_field field_fields[] = {
    {"name", offsetof(struct rtype_field, name)},
    {"tag", offsetof(struct rtype_field, tag)},
    {"pkgPath", offsetof(struct rtype_field, package_path)},
    {"typ", offsetof(struct rtype_field, type)},
    {"offset", offsetof(struct rtype_field, offset)},
    {"embedded", offsetof(struct rtype_field, embedded)},
    {NULL, sizeof(struct rtype_field)},
};
static const struct mirror_field method_fields[] = {
    {"name", offsetof(struct rtype_method, name)},
    {"pkgPath", offsetof(struct rtype_method, package_path)},
    {"typ", offsetof(struct rtype_method, type)},
    {"fn", offsetof(struct rtype_method, func)},
    {NULL, sizeof(struct rtype_method)},
};

static int field_index(struct program *p, const struct type *t, const char *name) {
  const char *interned = names_intern(&p->names, name, strlen(name));
  for (int i = 0; i < t->u.struct_.count; i++)
    if (t->u.struct_.fields[i]->name == interned)
      return i;
  cr_assert_fail("no field %s", name);
  return -1;
}

static void compare_fields(struct program *p, const char *type, const struct mirror_field *field) {
  const struct package *package = find_package(&p->checked, "reflect");
  struct object *object = scope_lookup(package->scope, names_intern(&p->names, type, strlen(type)));
  cr_assert(object && object->type, "no reflect.%s", type);
  struct type *t = type_underlying(object->type);
  for (; field->name; field++)
    cr_expect_eq(type_field_offset(t, field_index(p, t, field->name)), (int64_t)field->offset,
                 "reflect.%s.%s", type, field->name);
  cr_expect_eq(type_size(t), (int64_t)field->offset, "reflect.%s", type);
}

Test(mirror, reflect_reads_descriptors_as_they_lie) {
  static const char reflecting[] =
      "package main\nimport \"reflect\"\n"
      "func main() { t := reflect.TypeOf(struct{ A int }{}); t.Field(0); t.NumMethod() }\n";
  struct vole_error error = {0};
  struct vole *vole = vole_new(NULL, &error);
  cr_assert(vole && vole_load_string(vole, "p.go", reflecting, sizeof reflecting - 1, &error) &&
                vole_run(vole, &error),
            "%s", error.message);
  struct program *p = &vole->machine.program;
  compare_fields(p, "rtype", rtype_fields);
  compare_fields(p, "fieldInfo", field_fields);
  compare_fields(p, "methodInfo", method_fields);
  vole_free(vole);
}
