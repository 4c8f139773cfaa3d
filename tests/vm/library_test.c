// The library compiles: every type and function of every package, which a program would parse and
// compile when it first needs it.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/instance.h"
#include "third_party/go-std/go_std.h"
#include "vm/api/instance.h"
#include "vm/check/package.h"
#include "vm/compile/compile.h"
#include "vm/std/natives.h"

// Compiles a function. Of generic ones, instances are compiled.
static bool compile_function(struct program *p, struct object *object, const char **message) {
  struct function *function = object->u.func.function;
  if (function->is_generic || (function->receiver.count > 0 && check_is_generic_receiver(function)))
    return true;
  check_resolve(p->checked.checker, object);
  check_drain(p->checked.checker);
  *message = errors_text(&p->errors);
  if (p->errors.count > 0)
    return false;
  struct func *func = compile_func_of(p, object);
  return func->flags & FUNC_NATIVE || program_compile(p, func, message);
}

// Types are parsed when something first needs them.
static bool resolve_type(struct program *p, struct object *object, const char **message) {
  check_object(&p->checked, object);
  *message = errors_text(&p->errors);
  return p->errors.count == 0;
}

static int compile_package(struct program *p, const struct package *package) {
  int count = 0;
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *d = decls->items[j];
      const char *message = "";
      if (d->kind == DECL_TYPE && d->u.type.object && // else it is replaced
          !resolve_type(p, d->u.type.object, &message))
        cr_expect_fail("%s: %s", package->path, message);
      if (d->kind != DECL_FUNC || !d->u.func.object) // replaced
        continue;
      if (!compile_function(p, d->u.func.object, &message))
        cr_expect_fail("%s: %s", d->u.func.function->name, message);
      p->errors.count = 0;
      count++;
    }
  }
  return count;
}

static void check_package(const char *path) {
  struct vole_error error = {0};
  struct vole_config config = {.grant = VOLE_GRANT_ALL};
  struct vole *vole = vole_new(&config, &error);
  char source[200];
  int size =
      snprintf(source, sizeof source, "package main\nimport _ \"%s\"\nfunc main() {}\n", path);
  cr_assert(vole);
  if (!vole_load_string(vole, "p.go", source, (size_t)size, &error)) {
    cr_expect_fail("%s: %s", path, error.message);
  } else {
    struct g *g;
    struct m *previous = runtime_enter(&vole->machine.runtime, &g);
    struct checked_program *checked = &vole->machine.program.checked;
    for (int i = 0; i < checked->package_count; i++)
      if (strcmp(checked->packages[i]->path, path) == 0)
        cr_expect_gt(compile_package(&vole->machine.program, checked->packages[i]), -1);
    runtime_leave(&vole->machine.runtime, previous);
  }
  vole_error_clear(&error);
  vole_free(vole);
}

Test(library, every_function_compiles) {
  const char *last = "";
  for (int i = 0; i < std_file_count; last = std_packages[i], i++)
    if (strcmp(std_packages[i], last) != 0 && !strstr(std_packages[i], "internal"))
      check_package(std_packages[i]);
  for (int i = 0; i < go_std_package_count; i++)
    if (!strstr(go_std_packages[i].path, "internal"))
      check_package(go_std_packages[i].path);
}
