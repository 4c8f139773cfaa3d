// The parser: positions and shapes of trees, messages, robustness.

#include <criterion/criterion.h>
#include <string.h>

#include "tests/vm/parse_errors.h"
#include "tests/vm/front.h"
#include "vm/syntax/expr_string.h"

// The first value of the last declaration of a file that must parse.
static struct expr *value_of(struct front *p, const char *text) {
  front_init(p);
  struct file *file = front_parse(p, text, false);
  cr_assert_str_eq(errors_text(&p->errors), "", "%s", text);
  struct decl *last = file->decls.items[file->decls.count - 1];
  return last->u.value.values.items[0];
}

static struct stmt *body_of(struct front *p, const char *text) {
  front_init(p);
  struct file *file = front_parse(p, text, false);
  cr_assert_str_eq(errors_text(&p->errors), "", "%s", text);
  return file->decls.items[file->decls.count - 1]->u.func.function->body;
}

Test(parse, messages_are_those_of_the_compiler) {
  for (int i = 0; i < parse_error_count; i++) {
    struct front p;
    front_init(&p);
    front_parse(&p, parse_errors[i].source, false);
    const char *got = errors_text(&p.errors);
    cr_expect_str_eq(got, parse_errors[i].text, "%s\ngot %s\nwant %s", parse_errors[i].source, got,
                     parse_errors[i].text);
    front_free(&p);
  }
}

Test(parse, positions_are_those_of_the_compiler) {
  struct front p;
  const char *text = "package p\nvar x = a.b + f(c)[1]\n";
  struct expr *e = value_of(&p, text);
  pos_t line = p.sources.files[0]->base + 10;
  cr_expect_eq(e->kind, EXPR_BINARY);
  cr_expect_eq(e->pos - line, 12, "the operator");
  cr_expect_eq(e->start_pos - line, 8);
  cr_expect_eq(e->u.binary.x->pos - line, 9, "the point");
  cr_expect_eq(e->u.binary.x->u.selector.name_pos - line, 10);
  struct expr *index = e->u.binary.y;
  cr_expect_eq(index->pos - line, 18, "the bracket");
  cr_expect_eq(index->start_pos - line, 14);
  cr_expect_eq(index->u.index.x->pos - line, 15, "the parenthesis");
  cr_expect_eq(index->u.index.x->u.call.close - line, 17);
  front_free(&p);
}

Test(parse, precedence) {
  struct front p;
  struct expr *e = value_of(&p, "package p\nvar x = a || b && c == d + e * -f\n");
  cr_expect_eq(e->u.binary.op, TOKEN_LOR);
  e = e->u.binary.y;
  cr_expect_eq(e->u.binary.op, TOKEN_LAND);
  e = e->u.binary.y;
  cr_expect_eq(e->u.binary.op, TOKEN_EQL);
  e = e->u.binary.y;
  cr_expect_eq(e->u.binary.op, TOKEN_ADD);
  e = e->u.binary.y;
  cr_expect_eq(e->u.binary.op, TOKEN_MUL);
  cr_expect_eq(e->u.binary.y->kind, EXPR_UNARY);
  front_free(&p);
  e = value_of(&p, "package p\nvar x = a - b - c\n");
  cr_expect_eq(e->u.binary.x->kind, EXPR_BINARY, "to the left");
  front_free(&p);
}

Test(parse, channel_types_take_arrows_from_receptions) {
  struct front p;
  struct expr *e = value_of(&p, "package p\nvar x = <-chan<- chan int(nil)\n");
  // As Go reads it: a conversion's operand cannot be told from a type's element before its end.
  cr_expect_eq(e->kind, EXPR_UNARY);
  front_free(&p);
  e = value_of(&p, "package p\nvar x = (<-chan int)(nil)\n");
  cr_expect_eq(e->kind, EXPR_CALL);
  cr_expect_eq(e->u.call.fun->u.paren.x->u.chan_type.direction, CHAN_RECEIVE);
  front_free(&p);
}

Test(parse, type_parameters_and_array_lengths_are_told_apart) {
  static const struct {
    const char *text;
    int params;
  } cases[] = {
      {"type T[P any] int", 1},
      {"type T[P *C,] int", 1},
      {"type T[P *C|Q] int", 0},
      {"type T[P *[]int] int", 1},
      {"type T[P (C),] int", 1},
      {"type T[P, Q any, R ~int|string] int", 3},
      {"type T[N] int", 0},
      {"type T[N * 2] int", 0},
      {"type T[P interface{}] int", 1},
      {"type T[2 * N] struct{}", 0},
      {"type T[] int", 0},
      {"type T[P []int] int", 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct front p;
    front_init(&p);
    const char *text = region_printf(&p.region, "package p\n%s\n", cases[i].text);
    struct file *file = front_parse(&p, text, false);
    cr_expect_str_eq(errors_text(&p.errors), "");
    struct decl *d = file->decls.items[0];
    cr_expect_eq(d->u.type.type_params.count, cases[i].params, "%s", cases[i].text);
    cr_expect_eq(d->u.type.type->kind == EXPR_ARRAY_TYPE, cases[i].params == 0, "%s",
                 cases[i].text);
    front_free(&p);
  }
}

Test(parse, constants_inherit) {
  struct front p;
  front_init(&p);
  struct file *file =
      front_parse(&p, "package p\nconst (\nA, B int = iota, 1\nC, D\nE = 2\nF\n)\n", false);
  cr_assert_eq(file->decls.count, 4);
  struct decl **d = file->decls.items;
  cr_expect(d[1]->u.value.inherited);
  cr_expect(d[1]->u.value.values.items == d[0]->u.value.values.items);
  cr_expect(d[1]->u.value.type == d[0]->u.value.type);
  cr_expect_eq(d[1]->u.value.iota, 1);
  cr_expect_not(d[2]->u.value.inherited);
  cr_expect_null(d[3]->u.value.type);
  cr_expect_eq(d[3]->u.value.iota, 3);
  front_free(&p);
}

Test(parse, parameters) {
  struct front p;
  front_init(&p);
  struct file *file =
      front_parse(&p, "package p\nfunc (r *T[P]) f(a, b int, c ...string) (int, error)\n", false);
  cr_assert_str_eq(errors_text(&p.errors), "");
  struct function *f = file->decls.items[0]->u.func.function;
  cr_expect_eq(f->receiver.count, 1);
  cr_expect_eq(f->receiver.items[0].type->u.star.x->kind, EXPR_INDEX);
  struct field_list params = f->type->u.func_type.params;
  cr_assert_eq(params.count, 3);
  cr_expect_str_eq(params.items[0].name, "a");
  cr_expect(params.items[0].type == params.items[1].type);
  cr_expect_eq(params.items[2].type->kind, EXPR_ELLIPSIS);
  struct field_list results = f->type->u.func_type.results;
  cr_assert_eq(results.count, 2);
  cr_expect_null(results.items[0].name);
  cr_expect_null(f->body);
  front_free(&p);
}

Test(parse, statements) {
  struct front p;
  struct stmt *body =
      body_of(&p, "package p\nfunc f() {\n"
                  "for i := 0; i < n; i++ {}\nfor range 3 {}\nfor k, v := range m {}\n"
                  "switch y := x.(type) {\ncase int, []T:\ndefault:\n}\n"
                  "switch x := f(); x {\ncase 1:\nfallthrough\ncase 2:\n}\n"
                  "select {\ncase v := <-c:\ncase c <- 1:\ndefault:\n}\n"
                  "L: for {\ncontinue L\n}\n"
                  "if x := f(); x == (T{1}) {} else if y {} else {}\n"
                  "a, b = b, a; a <<= 1; c <- 1; go f(); defer func() {}()\n"
                  "var u, w int; { ; }\n}\n");
  static const enum stmt_kind kinds[] = {STMT_FOR,    STMT_RANGE,  STMT_RANGE,   STMT_TYPE_SWITCH,
                                         STMT_SWITCH, STMT_SELECT, STMT_LABELED, STMT_IF,
                                         STMT_ASSIGN, STMT_ASSIGN, STMT_SEND,    STMT_GO,
                                         STMT_DEFER,  STMT_DECL,   STMT_BLOCK};
  struct stmt_list list = body->u.block.stmts;
  cr_assert_eq(list.count, (int)(sizeof kinds / sizeof *kinds));
  for (int i = 0; i < list.count; i++)
    cr_expect_eq(list.items[i]->kind, kinds[i], "statement %d", i);
  cr_expect_null(list.items[1]->u.range.key);
  cr_expect(list.items[2]->u.range.define);
  cr_expect_str_eq(list.items[3]->u.type_switch.name, "y");
  cr_expect_eq(list.items[3]->u.type_switch.clauses.count, 2);
  cr_expect_not_null(list.items[4]->u.switch_.init);
  cr_expect_eq(list.items[5]->u.select.clauses.count, 3);
  cr_expect_eq(list.items[7]->u.if_.otherwise->kind, STMT_IF);
  front_free(&p);
}

Test(parse, skipped_bodies_are_parsed_on_demand) {
  struct front p;
  front_init(&p);
  struct file *file = front_parse(
      &p, "package p\nfunc f() {\n\tg(func() { h() })\n}\nfunc g(x func())\nvar v = func() {}\n",
      true);
  cr_assert_str_eq(errors_text(&p.errors), "");
  cr_assert_eq(file->decls.count, 3);
  struct function *f = file->decls.items[0]->u.func.function;
  cr_expect(f->body_skipped);
  cr_expect_null(f->body);
  pos_t end = f->body_end;
  cr_expect(parse_body(&p.region, &p.sources, f, &p.errors, &p.names));
  cr_assert_not_null(f->body);
  cr_expect_eq(f->body->end, end);
  struct expr *call = f->body->u.block.stmts.items[0]->u.expr.x;
  cr_expect(call->u.call.args.items[0]->u.func.function->outer == f);
  cr_expect_not_null(file->decls.items[2]->u.value.values.items[0]->u.func.function->body);
  front_free(&p);
}

Test(parse, skipped_signatures_and_types_are_parsed_on_demand) {
  struct front p;
  front_init(&p);
  struct file *file = front_parse(&p,
                                  "package p\nfunc (t *T) m(a, b int) struct{} { return t.s }\n"
                                  "type T[P any] struct {\n\ts struct{}\n}\ntype A = struct{}\n",
                                  true);
  cr_assert_str_eq(errors_text(&p.errors), "");
  cr_assert_eq(file->decls.count, 3);
  struct function *m = file->decls.items[0]->u.func.function;
  cr_expect_eq(m->receiver.count, 1);
  cr_expect_null(m->type);
  for (int i = 0; i < 2; i++) // the second time there is nothing to do
    parse_signature_of(&p.region, &p.sources, m, &p.errors, &p.names);
  cr_assert_not_null(m->type);
  cr_expect_eq(m->type->u.func_type.params.count, 2);
  cr_expect_eq(m->type->u.func_type.results.items[0].type->kind, EXPR_STRUCT_TYPE);
  struct decl *t = file->decls.items[1];
  cr_expect_eq(t->u.type.type_params.count, 1);
  cr_expect_null(t->u.type.type);
  for (int i = 0; i < 2; i++)
    parse_type_of(&p.region, &p.sources, t, &p.errors, &p.names);
  cr_assert_not_null(t->u.type.type);
  cr_expect_eq(t->u.type.type->u.struct_type.fields.count, 1);
  cr_expect_not_null(file->decls.items[2]->u.type.type, "methods ask for what an alias stands for");
  cr_expect_str_eq(errors_text(&p.errors), "");
  front_free(&p);
}

Test(parse, a_skipped_body_that_does_not_end) {
  struct front p;
  front_init(&p);
  front_parse(&p, "package p\nfunc f() { {", true);
  cr_expect_str_eq(errors_text(&p.errors), "p.go:2:13: syntax error: unexpected EOF, expected }\n");
  front_free(&p);
}

Test(parse, types_from_text) {
  struct front p;
  front_init(&p);
  struct source_file *source = front_add(&p, "func(dt float64, n int) (int, error)");
  struct expr *type = parse_type_text(&p.region, &p.sources, source, &p.errors, &p.names);
  cr_assert_not_null(type);
  cr_expect_eq(type->u.func_type.params.count, 2);
  source = front_add(&p, "func Log(level int, msg string)");
  type = parse_type_text(&p.region, &p.sources, source, &p.errors, &p.names);
  cr_assert_not_null(type);
  source = front_add(&p, "map[string][]int");
  cr_expect_not_null(parse_type_text(&p.region, &p.sources, source, &p.errors, &p.names));
  cr_expect_eq(p.errors.count, 0);
  source = front_add(&p, "int int");
  cr_expect_null(parse_type_text(&p.region, &p.sources, source, &p.errors, &p.names));
  cr_expect_str_eq(errors_text(&p.errors),
                   "p.go:1:5: syntax error: unexpected name int after type\n");
  front_free(&p);
}

// head, then count pieces, then tail.
static char *repeated(struct front *p, const char *head, const char *piece, int count,
                      const char *tail) {
  size_t head_size = strlen(head);
  size_t piece_size = strlen(piece);
  char *text = region_alloc(&p->region, head_size + piece_size * (size_t)count + strlen(tail) + 1);
  memcpy(text, head, head_size);
  for (int i = 0; i < count; i++)
    memcpy(text + head_size + piece_size * (size_t)i, piece, piece_size);
  strcpy(text + head_size + piece_size * (size_t)count, tail);
  return text;
}

Test(parse, deep_nesting_is_an_error) {
  static const char *const pieces[][2] = {
      {"var x = ", "("},         {"var x = ", "- "},       {"var x ", "[]"},
      {"var x ", "chan "},       {"var x ", "func(x "},    {"var x ", "struct{a "},
      {"var x = T", "{"},        {"var x = f", "()"},      {"var x = f", ".f"},
      {"var x = f", "[0]"},      {"var x = ", "f["},       {"var x = ", "<-"},
      {"func f() {", "{"},       {"func f() {", "if x {"}, {"func f() { if x {}", " else if x {}"},
      {"func f() {", "func(){"}, {"func f() {", "a: "},    {"type T ", "interface{f("},
  };
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    struct front p;
    front_init(&p);
    const char *head = region_printf(&p.region, "package p\n%s", pieces[i][0]);
    front_parse(&p, repeated(&p, head, pieces[i][1], 100000, ""), false);
    const char *text = errors_text(&p.errors);
    cr_expect_not_null(strstr(text, "syntax error: exceeded max nesting depth"), "%s: %.200s",
                       pieces[i][1], text);
    front_free(&p);
  }
}

Test(parse, long_chains_are_not_deep) {
  static const char *const pieces[][2] = {
      {"var x = 1", "+1"}, {"var x = a", "||a&&a==a+a*a"}, {"type T[P int", "|int"}};
  static const char *const tails[] = {"\n", "\n", "] struct{}\n"};
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    struct front p;
    front_init(&p);
    const char *head = region_printf(&p.region, "package p\n%s", pieces[i][0]);
    front_parse(&p, repeated(&p, head, pieces[i][1], 100000, tails[i]), false);
    cr_expect_str_eq(errors_text(&p.errors), "");
    front_free(&p);
  }
}

static int count_nodes(struct expr *e) {
  struct expr **child;
  int count = 1;
  for (int i = 0; (child = expr_child(e, i)); i++)
    count += *child ? count_nodes(*child) : 0;
  return count;
}

Test(parse, children_of_expressions) {
  static const struct {
    const char *text;
    int nodes;
  } cases[] = {{"1", 1},          {"(a)", 2},
               {"a.b", 2},        {"a + b * c", 5},
               {"a[i]", 3},       {"a[:n]", 3},
               {"a[l:h:m]", 5},   {"-a", 2},
               {"*a", 2},         {"a.(T)", 3},
               {"f(x, y...)", 4}, {"T{1, k: 2}", 6},
               {"[]int{}", 2},    {"func() { f(x) }", 1},
               {"f[A, B]", 4}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct front p;
    front_init(&p);
    struct source_file *source = front_add(&p, cases[i].text);
    struct expr *e = parse_expr_text(&p.region, &p.sources, source, &p.errors, &p.names);
    cr_assert_not_null(e, "%s", cases[i].text);
    cr_expect_eq(count_nodes(e), cases[i].nodes, "%s: %d", cases[i].text, count_nodes(e));
    front_free(&p);
  }
}
