// What a host writes about a checked program: see host.h.

#include "vm/check/host.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/check/internal.h"
#include "vm/check/package.h"
#include "vm/syntax/scan.h"

// A text that is being checked: what the checker was at, and how many errors there were.
struct host_text {
  struct checker *checker;
  struct check_context context;
  int errors, error_count;
};

// Declares a package under its name, unless the main package uses that for something else.
static void declare_package(struct checker *c, struct scope *scope, struct package *package) {
  struct object *object =
      object_new(c->region, OBJECT_PACKAGE, package->name, 0, NULL, invalid_type(c));
  object->u.package.imported = package;
  object->color = COLOR_BLACK;
  scope_insert(c->region, scope, object);
}

// The scope with all packages, each under its name where the main package uses that for nothing
// else.
static struct scope *all_packages(struct checked_program *checked, struct package *main_package) {
  struct checker *c = checked->checker;
  if (c->host_scope)
    return c->host_scope;
  struct scope *scope = scope_new(c->region, main_package->scope);
  for (int i = 0; i < checked->package_count; i++) {
    struct package *package = checked->packages[i];
    if (package->replaced_at)
      continue;
    if (package == main_package || !scope_lookup(main_package->scope, package->name))
      declare_package(c, scope, package);
  }
  return c->host_scope = scope;
}

// Begins to check a text in the main package. first: the package that its name means even if others
// are called the same, or NULL.
static struct host_text begin(struct checked_program *checked, struct package *main_package,
                              struct package *first) {
  struct checker *c = checked->checker;
  struct host_text text = {c, c->context, checked->errors->count, c->error_count};
  struct scope *scope = all_packages(checked, main_package);
  const struct object *meant = first ? scope_lookup(scope, first->name) : NULL;
  if (first && (!meant || meant->u.package.imported != first)) {
    scope = scope_new(c->region, scope);
    declare_package(c, scope, first);
  }
  c->context = (struct check_context){.package = main_package, .scope = scope};
  return text;
}

// Ends the checking of a text: does what was put off, and takes the errors back. Returns the first
// of them, or NULL.
static const char *end(struct host_text *text) {
  struct checker *c = text->checker;
  struct error_list *errors = c->checked->errors;
  check_drain(c);
  const char *message = errors->count > text->errors ? errors->errors[text->errors].message : NULL;
  errors->count = text->errors;
  c->error_count = text->error_count;
  c->context = text->context;
  return message;
}

static struct source_file *add_text(struct checked_program *checked, const char *text,
                                    const char **error) {
  size_t size = strlen(text);
  struct source_file *file =
      source_add(checked->sources, "host", region_strndup(checked->region, text, size), size);
  if (!file)
    *error = "it is too long";
  return file;
}

struct type *check_host_type(struct checked_program *checked, struct package *main_package,
                             const char *text, const char **error) {
  struct source_file *file = add_text(checked, text, error);
  if (!file)
    return NULL;
  struct host_text host = begin(checked, main_package, NULL);
  struct expr *e =
      parse_type_text(checked->region, checked->sources, file, checked->errors, checked->names);
  struct type *t = e ? check_type(host.checker, e) : NULL;
  *error = end(&host);
  if (*error || !t || !types_is_valid(t)) {
    if (!*error)
      *error = "it is no type";
    return NULL;
  }
  return t;
}

// The package that a name begins with, by path or by name; *rest is what follows the dot.
static struct package *split(struct checked_program *checked, struct package *main_package,
                             const char *name, const char **rest) {
  size_t plain = strcspn(name, "[("); // type arguments may hold anything
  size_t start = plain;
  while (start > 0 && name[start - 1] != '/')
    start--;
  const char *dot = memchr(name + start, '.', plain - start);
  if (!dot)
    return NULL;
  size_t size = (size_t)(dot - name);
  *rest = dot + 1;
  // Of packages that continue one another the last has all names.
  for (int pass = 0; pass < 2; pass++)
    for (int i = checked->package_count - 1; i >= 0; i--) {
      struct package *package = checked->packages[i];
      if (package->replaced_at)
        continue;
      const char *known = pass == 0 ? package->path : package->name;
      size_t known_size = strlen(known);
      // The last element of a path may have dots: gopkg.in/yaml.v3.
      bool longer = pass == 0 && known_size > size && known_size < plain && name[known_size] == '.';
      if ((known_size != size && !longer) || memcmp(known, name, known_size) != 0)
        continue;
      *rest = name + known_size + 1;
      return package;
    }
  return size == 4 && memcmp(name, "main", size) == 0 ? main_package : NULL;
}

// The name of a function, as an expression: "(*T).M" of package p is "(*p.T).M".
static const char *expression_of(struct checked_program *checked, const struct package *package,
                                 const char *rest) {
  bool pointer = strncmp(rest, "(*", 2) == 0;
  return region_printf(checked->region, pointer ? "(*%s.%s" : "%s.%s", package->name,
                       pointer ? rest + 2 : rest);
}

// Whether e names a function rather than computes something.
static bool is_function_name(const struct expr *e) {
  if (e->kind == EXPR_INDEX)
    e = e->u.index.x;
  if (e->kind != EXPR_SELECTOR || e->mode != MODE_VALUE)
    return false;
  const struct selection *selection = &e->u.selector.selection;
  return selection->kind == SELECT_METHOD_EXPR ||
         (selection->kind == SELECT_QUALIFIED && selection->object->kind == OBJECT_FUNC);
}

// Whether the program has a word for each identifier of a name, outside of type arguments. What is
// no identifier is none of its words.
static bool has_words(const struct names *names, const char *text) {
  static const char between[] = ".(*)[]";
  int depth = 0;
  for (size_t size; *text; text += size) {
    depth += (*text == '[') - (*text == ']');
    size = depth > 0 || strchr(between, *text) ? 1 : strcspn(text, between);
    if (depth == 0 && !strchr(between, *text) && !names_find(names, text, size))
      return false;
  }
  return true;
}

char *check_host_absent(struct checked_program *checked, struct package *main_package,
                        const char *name) {
  const char *rest;
  char *problem = NULL;
  const struct package *package = split(checked, main_package, name, &rest);
  if (!package)
    return strdup("the program has no such package");
  const char *first = strncmp(rest, "(*", 2) == 0 ? rest + 2 : rest;
  size_t size = strcspn(first, ".()[]*");
  const char *known = names_find(checked->names, first, size);
  bool there = known && scope_lookup(package->scope, known) && has_words(checked->names, rest);
  if (!there && asprintf(&problem, "undefined: %s.%s", package->name, rest) < 0)
    return NULL;
  return problem;
}

struct expr *check_host_function(struct checked_program *checked, struct package *main_package,
                                 const char *name, const char **error) {
  const char *rest;
  struct package *package = split(checked, main_package, name, &rest);
  struct source_file *file = add_text(checked, expression_of(checked, package, rest), error);
  if (!file)
    return NULL;
  struct host_text host = begin(checked, main_package, package);
  struct expr *e =
      parse_expr_text(checked->region, checked->sources, file, checked->errors, checked->names);
  if (e && (e->kind == EXPR_SELECTOR || e->kind == EXPR_INDEX))
    check_expr(host.checker, e);
  *error = end(&host);
  if (*error)
    return NULL;
  if (!e || !is_function_name(e) || !e->type || e->type->kind != TYPE_SIGNATURE)
    *error = "it is no function";
  else if (types_is_generic(e->type) || types_has_param(e->type))
    *error = "it is generic: an instance has a name, as F[int]";
  return *error ? NULL : e;
}

// The only declaration of a file, if that is a plain function's.
static struct decl *only_function(const struct file *file, const char **problem) {
  struct decl *d = file->decls.count == 1 ? file->decls.items[0] : NULL;
  *problem = NULL;
  if (!d || d->kind != DECL_FUNC)
    *problem = "it is not the declaration of one function";
  else if (d->u.func.function->receiver.count > 0)
    *problem = "a method cannot be bound";
  else if (d->u.func.function->is_generic)
    *problem = "a generic function cannot be bound";
  else if (strcmp(d->u.func.object->name, "init") == 0 || strcmp(d->u.func.object->name, "_") == 0)
    *problem = "a function of that name cannot be called";
  else if (!types_name_exported(d->u.func.object->name))
    *problem = "scripts can call no function whose name begins with a small letter";
  return *problem ? NULL : d;
}

// What a declaration is checked with, in a region of its own.
struct declaration_check {
  struct region region;
  struct source_set sources;
  struct error_list errors;
  struct constant_pool constants;
  struct names names;
  struct checked_program checked;
  struct host_package found; // of check_host_package
  jmp_buf without_memory;
};

static _Noreturn void give_up_check(void *argument) {
  longjmp(((struct declaration_check *)argument)->without_memory, 1);
}

// Returns why it is none, in the check's region. NULL: *name is the function's, malloc'ed, or NULL.
static const char *check_alone(struct declaration_check *check, const char *package,
                               const char *declaration, char **name) {
  const char *problem = NULL;
  checked_program_init(&check->checked, &check->region, &check->sources, &check->errors,
                       &check->constants, &check->names, NULL, NULL);
  // With a body it must be complete as it stands: nothing can follow it.
  const char *text =
      region_printf(&check->region, "package %s; %s { panic(0) }", package, declaration);
  static const char *const file_name = "declaration";
  size_t size = strlen(text);
  const struct package_source source = {
      .names = &file_name, .texts = &text, .sizes = &size, .count = 1};
  const struct package *parsed = check_program(&check->checked, &source, 1);
  if (!parsed)
    return check->errors.errors[0].message;
  const struct decl *d = only_function(parsed->files[0], &problem);
  if (d)
    *name = strdup(d->u.func.object->name);
  return problem;
}

// Returns a copy of what check_alone returns; NULL too without memory.
static char *check_with_memory(struct declaration_check *check, const char *package,
                               const char *declaration, char **name) {
  if (setjmp(check->without_memory) != 0)
    return NULL;
  const char *problem = check_alone(check, package, declaration, name);
  return problem ? strdup(problem) : NULL;
}

char *check_host_declaration(const char *package, const char *declaration, char **name) {
  struct declaration_check *check = calloc(1, sizeof *check);
  if (!check)
    return NULL;
  region_init(&check->region);
  check->region.no_memory = give_up_check;
  check->region.argument = check;
  char *copy = check_with_memory(check, package, declaration, name);
  constant_pool_free(&check->constants);
  region_free(&check->region);
  free(check);
  return copy;
}

// Packages.

static void note_name(struct host_package *found, const struct function *function,
                      const struct object *object) {
  char *name = NULL;
  const struct object *receiver = function->receiver_object;
  const struct type *base = receiver ? receiver->type : NULL;
  bool pointer = base && base->kind == TYPE_POINTER;
  if (pointer)
    base = base->u.pointer.elem;
  if (!base)
    name = strdup(object->name);
  else if (asprintf(&name, pointer ? "(*%s).%s" : "%s.%s", base->u.named.object->name,
                    object->name) < 0)
    name = NULL;
  char **names = name ? realloc(found->names, ((size_t)found->count + 2) * sizeof *names) : NULL;
  if (names) {
    found->names = names;
    names[found->count++] = name;
    return;
  }
  free(name);
  check_host_package_free(found);
}

// Finds the functions of a package that have no body.
static void find_bodiless(struct declaration_check *check, struct package *package,
                          struct host_package *found) {
  struct object_list *functions = &check_objects_of(check->checked.checker, package)->functions;
  for (int i = 0; i < functions->count && found->names; i++) {
    const struct function *function = functions->items[i]->u.func.function;
    if (function->body || function->body_skipped)
      continue;
    if (types_has_param(functions->items[i]->type) ||
        functions->items[i]->type->u.signature.type_param_count > 0)
      found->is_generic = true;
    else
      note_name(found, function, functions->items[i]);
  }
}

static void check_package_alone(struct declaration_check *check, const char *path,
                                const char *source, size_t size, package_finder find,
                                struct host_package *found) {
  checked_program_init(&check->checked, &check->region, &check->sources, &check->errors,
                       &check->constants, &check->names, find, &check->region);
  const char *name = region_printf(&check->region, "%s.go", path);
  const char *text = region_strndup(&check->region, source, size);
  const struct package_source root = {.names = &name,
                                      .texts = &text,
                                      .sizes = &size,
                                      .count = 1,
                                      .is_bound = true,
                                      .import_path = path};
  struct package *package = check_program(&check->checked, &root, 1);
  found->names = calloc(1, sizeof *found->names);
  if (package && found->names)
    find_bodiless(check, package, found);
  else if (!package && !(found->problem = strdup(errors_text(&check->errors))))
    check_host_package_free(found);
}

struct host_package check_host_package(const char *path, const char *source, size_t size,
                                       package_finder find) {
  struct declaration_check *check = calloc(1, sizeof *check);
  if (!check)
    return (struct host_package){0};
  region_init(&check->region);
  check->region.no_memory = give_up_check;
  check->region.argument = check;
  if (setjmp(check->without_memory) == 0)
    check_package_alone(check, path, source, size, find, &check->found);
  else
    check_host_package_free(&check->found);
  struct host_package found = check->found;
  constant_pool_free(&check->constants);
  region_free(&check->region);
  free(check);
  return found;
}

void check_host_package_free(struct host_package *package) {
  for (int i = 0; i < package->count; i++)
    free(package->names[i]);
  free(package->names);
  free(package->problem);
  *package = (struct host_package){0};
}
