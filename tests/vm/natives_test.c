// The library's functions in C against their declarations: every function without a body has one
// in C, and every one in C has a declaration, with as many words of parameters and results.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "third_party/go-std/go_std.h"
#include "vm/api/instance.h"
#include "vm/check/internal.h"
#include "vm/compile/compile.h"
#include "vm/std/natives.h"

enum { most_natives = 1000 };

// The entries that a declaration was found for.
struct bound {
  const struct native_entry *entries[most_natives];
  int count;
};

// A program that imports every package of the library; the internal ones come with the others.
static char *make_source(void) {
  char *source;
  size_t size;
  FILE *out = open_memstream(&source, &size);
  fputs("package main\n", out);
  for (int i = 0; i < std_file_count; i++)
    if (!strstr(std_packages[i], "internal") &&
        (i == 0 || strcmp(std_packages[i], std_packages[i - 1]) != 0))
      fprintf(out, "import _ \"%s\"\n", std_packages[i]);
  for (int i = 0; i < go_std_package_count; i++)
    if (!strstr(go_std_packages[i].path, "internal"))
      fprintf(out, "import _ \"%s\"\n", go_std_packages[i].path);
  fputs("func main() {}\n", out);
  fclose(out);
  return source;
}

static void bind_function(struct program *p, struct object *object, struct bound *bound) {
  struct func *func = compile_func_of(p, object);
  const struct native_entry *entry = std_native_find(func->name);
  const char *message;
  bool is_linked = !entry && program_compile(p, func, &message);
  cr_expect(entry || is_linked, "%s has neither a body nor a function in C", func->name);
  if (!entry)
    return;
  cr_expect_eq(func->native, entry->function, "%s is not bound", func->name);
  cr_expect(func->param_slots == entry->param_slots && func->result_slots == entry->result_slots,
            "%s has %d words of parameters and %d of results in Go, %d and %d in C", func->name,
            func->param_slots, func->result_slots, entry->param_slots, entry->result_slots);
  cr_assert_lt(bound->count, most_natives);
  bound->entries[bound->count++] = entry;
}

// The library's declarations are resolved when something refers to them: here, all.
static void bind_package(struct program *p, const struct package *package, struct bound *bound) {
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *d = decls->items[j];
      if (d->kind != DECL_FUNC || !d->u.func.object || d->u.func.function->body ||
          d->u.func.function->body_skipped)
        continue;
      check_resolve(p->checked.checker, d->u.func.object);
      check_drain(p->checked.checker);
      bind_function(p, d->u.func.object, bound);
    }
  }
}

static bool is_bound(const struct bound *bound, const struct native_entry *entry) {
  for (int i = 0; i < bound->count; i++)
    if (bound->entries[i] == entry)
      return true;
  return false;
}

Test(natives, each_is_declared_and_each_declaration_has_one) {
  static struct bound bound;
  struct vole_error error = {0};
  struct vole_config config = {.grant = VOLE_GRANT_ALL};
  struct vole *vole = vole_new(&config, &error);
  char *source = make_source();
  cr_assert(vole && vole_load_string(vole, "p.go", source, strlen(source), &error), "%s",
            error.message);
  struct checked_program *checked = &vole->machine.program.checked;
  for (int i = 0; i < checked->package_count; i++)
    if (checked->packages[i]->is_std)
      bind_package(&vole->machine.program, checked->packages[i], &bound);
  for (int i = 0; i < std_file_count; i++) {
    bool loaded = strstr(std_packages[i], "internal") != NULL; // others decide about those
    for (int j = 0; j < checked->package_count && !loaded; j++)
      loaded = strcmp(checked->packages[j]->path, std_packages[i]) == 0;
    cr_expect(loaded, "package %s is not loaded", std_packages[i]);
  }
  cr_expect_gt(bound.count, 200);
  for (const struct native_package *p = std_native_packages; p->name; p++)
    for (const struct native_entry *e = p->entries; e->name; e++)
      cr_expect(is_bound(&bound, e), "%s.%s is declared nowhere", p->name, e->name);
  free(source);
  vole_free(vole);
}
