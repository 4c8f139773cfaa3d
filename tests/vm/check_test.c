// The checker: its messages against Go's own compiler, and what it writes into the tree.

#include <criterion/criterion.h>
#include <string.h>

#include "tests/vm/annotations.h"
#include "tests/vm/check_errors.h"
#include "tests/vm/front.h"
#include "vm/check/check.h"

struct checked {
  struct front program;
  struct constant_pool constants;
  struct checked_program checked;
  struct package *package;
};

static const char os_text[] = "package os\nvar Args []string\nfunc Exit(code int)\n";
static const char strings_text[] = "package strings\nfunc Index(s, t string) int { return len(s) + "
                                   "helper() }\nfunc helper() int { return 1 }\n";

static bool find(void *context, const char *path, const char *importer,
                 struct package_source *source) {
  static const char *const names[] = {"os.go", "strings.go"};
  static const char *const texts[] = {os_text, strings_text};
  static const size_t sizes[] = {sizeof os_text - 1, sizeof strings_text - 1};
  int i = strcmp(path, "os") == 0 ? 0 : strcmp(path, "strings") == 0 ? 1 : -1;
  (void)context, (void)importer;
  if (i < 0)
    return false;
  *source = (struct package_source){
      .names = &names[i], .texts = &texts[i], .sizes = &sizes[i], .count = 1, .is_std = true};
  return true;
}

static void check_text_as(struct checked *c, const char *text, int language_minor) {
  front_init(&c->program);
  checked_program_init(&c->checked, &c->program.region, &c->program.sources, &c->program.errors,
                       &c->constants, &c->program.names, find, NULL);
  static const char *const name = "p.go";
  size_t size = strlen(text);
  const struct package_source source = {
      .names = &name, .texts = &text, .sizes = &size, .count = 1, .language_minor = language_minor};
  c->package = check_program(&c->checked, &source, 1);
}

static void check_text(struct checked *c, const char *text) {
  check_text_as(c, text, 0);
}

static void drop(struct checked *c) {
  constant_pool_free(&c->constants);
  front_free(&c->program);
}

static struct object *object(struct checked *c, const char *name) {
  struct object *found =
      scope_lookup(c->package->scope, names_intern(&c->program.names, name, strlen(name)));
  cr_assert_not_null(found, "no %s", name);
  return found;
}

static struct stmt *body_stmt(struct checked *c, const char *function, int index) {
  return object(c, function)->u.func.function->body->u.block.stmts.items[index];
}

static void fail_annotation(void *context, const struct expr *e, const char *what) {
  struct source_place place = source_place(context, e->start_pos);
  cr_assert_fail("%d:%d: %s", place.line, place.column, what);
}

static void check_good(struct checked *c, const char *text) {
  check_text(c, text);
  cr_assert_not_null(c->package, "%s", errors_text(&c->program.errors));
  annotations_verify(c->package, fail_annotation, &c->program.sources);
}

Test(check, words_are_those_of_the_compiler) {
  for (int i = 0; i < check_error_count; i++) {
    struct checked c;
    check_text(&c, check_errors[i].source);
    const char *text = errors_text(&c.program.errors);
    cr_expect_str_eq(text, check_errors[i].text, "source:\n%s\nwant:\n%s\ngot:\n%s",
                     check_errors[i].source, check_errors[i].text, text);
    drop(&c);
  }
}

Test(check, words_are_those_of_older_languages) {
  for (int i = 0; i < check_language_case_count; i++) {
    const struct check_language_case *item = &check_language_cases[i];
    struct checked c;
    check_text_as(&c, item->source, item->minor);
    const char *text = errors_text(&c.program.errors);
    cr_expect_str_eq(text, item->text, "go1.%d:\n%s\nwant:\n%s\ngot:\n%s", item->minor,
                     item->source, item->text, text);
    drop(&c);
  }
}

Test(check, unknown_package) {
  struct checked c;
  check_text(&c, "package main\nimport \"nosuch\"\nfunc main() { nosuch.F() }\n");
  cr_assert_str_eq(errors_text(&c.program.errors), "p.go:2:8: package nosuch is not in std\n");
  drop(&c);
}

Test(check, missing_body_only_in_user_code) {
  struct checked c;
  check_text(&c, "package main\nimport \"os\"\nfunc f()\nfunc main() { os.Exit(1) }\n");
  cr_assert_str_eq(errors_text(&c.program.errors), "p.go:3:6: missing function body\n");
  drop(&c);
}

Test(check, constants_get_their_final_type) {
  struct checked c;
  check_good(&c,
             "package main\nvar u uint8 = (1 + 2)\nvar f = 1 << 3 * 2.0\nvar i interface{} = 'a'\n"
             "func main() { var s uint; var x int64 = (1 << s); _ = x; _ = u == 3 }\n");
  struct expr *u = c.package->init_steps[0].right;
  cr_assert_eq(u->type, c.checked.universe.basic[BASIC_UINT8]);
  cr_assert_eq(u->u.paren.x->type, c.checked.universe.basic[BASIC_UINT8]);
  cr_assert_eq(c.package->init_steps[2].right->type->u.basic.kind, BASIC_INT32);
  struct stmt *declaration = body_stmt(&c, "main", 1);
  struct expr *shift = declaration->u.decl.decls.items[0]->u.value.values.items[0]->u.paren.x;
  cr_assert_eq(shift->type->u.basic.kind, BASIC_INT64);
  cr_assert_eq(shift->u.binary.x->type->u.basic.kind, BASIC_INT64);
  drop(&c);
}

Test(check, functions_have_the_names_of_tracebacks) {
  struct checked c;
  check_good(&c, "package main\ntype T int\nfunc (T) v() {}\nfunc (*T) p() {}\nvar g = func() "
                 "{}\nfunc init() {}\n"
                 "func main() { func() { func() {}(); func() {}() }(); _ = func() {} }\n");
  struct type *t = object(&c, "T")->type;
  cr_assert_str_eq(t->u.named.methods[0]->u.func.function->name, "main.T.v");
  cr_assert_str_eq(t->u.named.methods[1]->u.func.function->name, "main.(*T).p");
  cr_assert_str_eq(c.package->init_steps[0].right->u.func.function->name, "main.init.func1");
  cr_assert_str_eq(c.package->init_functions[0]->u.func.function->name, "main.init.0");
  struct function *first = body_stmt(&c, "main", 0)->u.expr.x->u.call.fun->u.func.function;
  cr_assert_str_eq(first->name, "main.main.func1");
  cr_assert_str_eq(first->body->u.block.stmts.items[1]->u.expr.x->u.call.fun->u.func.function->name,
                   "main.main.func1.2");
  cr_assert_str_eq(body_stmt(&c, "main", 1)->u.assign.right.items[0]->u.func.function->name,
                   "main.main.func2");
  drop(&c);
}

Test(check, selections_lead_through_embedded_fields) {
  struct checked c;
  check_good(&c, "package main\ntype A struct { n, x int }\nfunc (*A) m() {}\ntype B struct { k "
                 "int; *A }\ntype C struct { B }\n"
                 "func main() { var c C; c.x = 1; c.m(); _ = (*A).m }\n");
  struct selection *field = &body_stmt(&c, "main", 1)->u.assign.left.items[0]->u.selector.selection;
  cr_assert_eq(field->kind, SELECT_FIELD);
  cr_assert_eq(field->path_count, 3);
  cr_assert(field->path[0] == 0 && field->path[1] == 1 && field->path[2] == 1);
  cr_assert(field->indirect);
  struct selection *method = &body_stmt(&c, "main", 2)->u.expr.x->u.call.fun->u.selector.selection;
  cr_assert_eq(method->kind, SELECT_METHOD);
  cr_assert_eq(method->path_count, 2);
  cr_assert_eq(body_stmt(&c, "main", 3)->u.assign.right.items[0]->u.selector.selection.kind,
               SELECT_METHOD_EXPR);
  struct selection *methods;
  cr_assert_eq(types_method_set(&c.program.region, object(&c, "C")->type, &methods), 1);
  cr_assert_eq(types_method_set(&c.program.region, object(&c, "A")->type, &methods), 0);
  drop(&c);
}

Test(check, variables_know_whether_literals_use_them) {
  struct checked c;
  check_good(&c, "package main\nfunc main() {\na, b := 1, 2\nfunc() { _ = a }()\n_ = b\n"
                 "for i := 0; i < 3; i++ {}\n}\n");
  struct expr **left = body_stmt(&c, "main", 0)->u.assign.left.items;
  cr_assert(left[0]->u.ident.object->u.var.captured);
  cr_assert(!left[1]->u.ident.object->u.var.captured);
  cr_assert_eq(body_stmt(&c, "main", 3)->u.for_.variable_count, 1);
  drop(&c);
}

Test(check, variables_are_initialised_in_order_of_dependency) {
  struct checked c;
  check_good(&c, "package main\nvar a = c + b\nvar b = f()\nvar c = T(1).m()\nvar d = 3\nvar x, y "
                 "= g()\ntype T int\n"
                 "func f() int { d++; return d }\nfunc (T) m() int { return f() }\nfunc g() (int, "
                 "int) { return a, 1 }\nfunc main() {}\n");
  static const char *const order[] = {"d", "b", "c", "a", "x"};
  cr_assert_eq(c.package->init_step_count, 5);
  for (int i = 0; i < 5; i++)
    cr_assert_str_eq(c.package->init_steps[i].left[0]->name, order[i]);
  cr_assert_eq(c.package->init_steps[4].left_count, 2);
  drop(&c);
}

Test(check, std_bodies_are_checked_on_demand) {
  struct checked c;
  check_good(&c,
             "package main\nimport \"strings\"\nfunc main() { _ = strings.Index(\"\", \"\") }\n");
  struct object *index =
      body_stmt(&c, "main", 0)->u.assign.right.items[0]->u.call.fun->u.selector.selection.object;
  struct function *function = index->u.func.function;
  cr_assert_not(function->body_checked);
  cr_assert(check_function_body(&c.checked, function));
  cr_assert(function->body_checked);
  annotations_verify_function(function, fail_annotation, &c.program.sources);
  cr_assert_eq(c.checked.package_count, 2);
  cr_assert_str_eq(c.checked.packages[0]->path, "strings");
  drop(&c);
}

Test(check, generic_instances_have_trees_of_their_own) {
  struct checked c;
  check_good(&c, "package main\ntype L[T any] struct { x T; next *L[T] }\nfunc (l *L[T]) get() T { "
                 "return l.x }\n"
                 "func m[T, U any](x T, f func(T) U) U { var y U = f(x); return y }\n"
                 "func main() { a := m(1, func(int) string { return \"\" }); b := m(a, "
                 "func(string) bool { return true }); _ = b; l := &L[bool]{}; _ = l.get() }\n");
  struct object *first =
      body_stmt(&c, "main", 0)->u.assign.right.items[0]->u.call.fun->u.ident.object;
  struct object *second =
      body_stmt(&c, "main", 1)->u.assign.right.items[0]->u.call.fun->u.ident.object;
  cr_assert_neq(first, second);
  cr_assert(check_function_body(&c.checked, first->u.func.function));
  cr_assert(check_function_body(&c.checked, second->u.func.function));
  cr_assert_neq(first->u.func.function->body, second->u.func.function->body);
  cr_assert_str_eq(type_string(&c.program.region, first->type, c.package),
                   "func(x int, f func(int) string) string");
  cr_assert_eq(second->u.func.function->type_arg_count, 2);
  annotations_verify_function(first->u.func.function, fail_annotation, &c.program.sources);
  struct expr *get = body_stmt(&c, "main", 4)->u.assign.right.items[0];
  cr_assert_eq(get->type->u.basic.kind, BASIC_BOOL);
  drop(&c);
}

Test(check, run_time_names_of_types) {
  struct checked c;
  check_good(&c,
             "package main\ntype T struct{}\nvar x map[string][]struct { A *T `k:\"v\"`; b chan<- "
             "byte; f func(a int, b ...rune) (error, any) }\nvar i interface { M(); n() }\n"
             "func main() {}\n");
  cr_assert_str_eq(type_runtime_string(&c.program.region, object(&c, "x")->type),
                   "map[string][]struct { A *main.T \"k:\\\"v\\\"\"; b chan<- uint8; f func(int, "
                   "...int32) (error, interface {}) }");
  cr_assert_str_eq(type_runtime_string(&c.program.region, object(&c, "i")->type),
                   "interface { M(); main.n() }");
  drop(&c);
}

Test(check, long_chains_and_deep_nesting_do_not_crash) {
  enum { terms = 100000 };
  struct checked c;
  char *text = malloc(terms * 4 + 200), *end = text;
  end = stpcpy(end, "package main\nfunc main() { x := 1; _ = x");
  for (int i = 0; i < terms; i++)
    end = stpcpy(end, " + x");
  strcpy(end, " }\n");
  check_good(&c, text);
  drop(&c);
  end = stpcpy(text, "package main\nfunc main() { x := 1; _ = ");
  for (int i = 0; i < terms; i++)
    end = stpcpy(end, "-(");
  strcpy(end, " }\n");
  check_text(&c, text);
  cr_assert_null(c.package);
  drop(&c);
  free(text);
}

// What is resolved for the first time just where the nesting becomes too deep has no signature.
Test(check, functions_first_met_too_deep_do_not_crash) {
  static const char *const uses[] = {"f()", "T{}.f()", "T.f"};
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
    for (int depth = 1485; depth < 1505; depth++) {
      struct checked c;
      char *text = calloc(1, 2 * (size_t)depth + 200), *end = text;
      end = stpcpy(end, "package main\ntype T struct{}\nvar x = ");
      memset(end, '(', (size_t)depth);
      end = stpcpy(end + depth, uses[i]);
      memset(end, ')', (size_t)depth);
      strcpy(end + depth, "\nfunc f() int { return 1 }\nfunc (T) f() int { return 1 }\n"
                          "func main() { _ = x }\n");
      check_text(&c, text);
      cr_expect_eq(c.package != NULL, c.program.errors.count == 0);
      drop(&c);
      free(text);
    }
}

Test(check, parts_of_types) {
  struct checked c;
  check_good(&c, "package main\nvar x struct { a map[string]int; b func(int8, int16) bool }\n"
                 "type L[T any] []T\nvar y L[[]bool]\nfunc main() {}\n");
  struct type *t = object(&c, "x")->type, *map = *type_part(t, 0), *func = *type_part(t, 1);
  cr_assert_null(type_part(t, 2));
  cr_assert(type_part_is_inside(t, 0));
  cr_assert_not(type_part_is_inside(map, 0));
  cr_assert_str_eq((*type_part(map, 0))->u.basic.name, "string");
  cr_assert_str_eq((*type_part(map, 1))->u.basic.name, "int");
  cr_assert_null(type_part(map, 2));
  cr_assert_str_eq((*type_part(func, 1))->u.basic.name, "int16");
  cr_assert_str_eq((*type_part(func, 2))->u.basic.name, "bool");
  cr_assert_null(type_part(func, 3));
  cr_assert_eq(types_nesting(t), 3);
  cr_assert_eq(types_nesting(object(&c, "y")->type), 3);
  cr_assert(types_has_param(object(&c, "L")->type->u.named.underlying));
  cr_assert_not(types_has_param(object(&c, "y")->type));
  drop(&c);
}

// Each form checks its operands once: twice would take twice the time at each level.
Test(check, nested_forms_take_linear_time, .timeout = 20) {
  static const char *const forms[][4] = {
      {"func main() { _ = ", "(func() []int { ", "[0]++; return []int{1} })()", "[]int{1}"},
      {"func main() { _ = ", "(func() int { ", " += 1; return 1 })()", "1"},
      {"var x [", "unsafe.Sizeof(*new([", "]int8))", "1"},
      {"var x [", "unsafe.Sizeof(f[[", "]int8](1))", "1"},
  };
  static const char *const ends[] = {" }", " }", "]int", "]int"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    struct checked c;
    char *text = calloc(1, 8192), *end = text;
    end = stpcpy(end, "package main\nimport \"unsafe\"\nvar _ unsafe.Pointer\n"
                      "func f[T, U any](u U) T { var t T; return t }\n");
    end = stpcpy(end, forms[i][0]);
    for (int level = 0; level < 40; level++)
      end = stpcpy(end, forms[i][1]);
    end = stpcpy(end, forms[i][3]);
    for (int level = 0; level < 40; level++)
      end = stpcpy(end, forms[i][2]);
    end = stpcpy(end, ends[i]);
    check_text(&c, text);
    drop(&c);
    free(text);
  }
}
