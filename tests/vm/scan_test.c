// The scanner, positions, regions and the list of errors.

#include <criterion/criterion.h>
#include <string.h>

#include "tests/vm/front.h"

static void start(struct front *p, struct scanner *s, const char *text) {
  front_init(p);
  scanner_init(s, &p->sources, front_add(p, text), &p->errors, &p->names, 0);
}

// The spellings of all tokens of a text, with a space after each.
static void expect_tokens(const char *text, const char *want) {
  struct front p;
  struct scanner s;
  start(&p, &s, text);
  const char *got = "";
  for (scanner_next(&s); s.token != TOKEN_EOF; scanner_next(&s)) {
    const char *token = token_text(s.token);
    if (s.token == TOKEN_IDENT || s.token == TOKEN_SEMICOLON)
      token = s.text;
    else if (s.token >= TOKEN_INT && s.token <= TOKEN_STRING)
      token = region_strndup(&p.region, s.text, s.size);
    got = region_printf(&p.region, "%s%s ", got, token);
  }
  cr_expect_str_eq(got, want, "tokens of %s: %s", text, got);
  cr_expect_eq(p.errors.count, 0, "errors of %s: %s", text, errors_text(&p.errors));
  front_free(&p);
}

static void expect_errors(const char *text, const char *want) {
  struct front p;
  struct scanner s;
  start(&p, &s, text);
  do {
    scanner_next(&s);
  } while (s.token != TOKEN_EOF);
  cr_expect_str_eq(errors_text(&p.errors), want, "errors of %s: %s", text, errors_text(&p.errors));
  front_free(&p);
}

Test(scan, every_token_is_read_as_it_is_spelled) {
  struct front p;
  front_init(&p);
  for (int t = TOKEN_ADD; t < TOKEN_COUNT; t++) {
    const char *text = t == TOKEN_COMMA       ? ","
                       : t == TOKEN_SEMICOLON ? ";"
                                              : token_text((enum token)t);
    struct scanner s;
    scanner_init(&s, &p.sources, front_add(&p, text), &p.errors, &p.names, 0);
    scanner_next(&s);
    cr_expect_eq(s.token, (enum token)t, "%s", text);
  }
  front_free(&p);
}

Test(scan, longest_operator_wins) {
  expect_tokens("a&^=b<<=c<-d...e.f x||y|z", "a &^= b <<= c <- d ... e . f x || y | z EOF ");
}

Test(scan, newlines_end_statements) {
  expect_tokens("a\nb()\nreturn\n}\nif x {\n",
                "a newline b ( ) newline return newline } newline if x { ");
  expect_tokens("x++\ny /* c */ \n z // c\n + \n w", "x ++ newline y newline z newline + w EOF ");
  expect_tokens("a /*\n*/ b", "a newline b EOF ");
  expect_tokens("break continue fallthrough goto\n", "break continue fallthrough goto ");
}

Test(scan, literals) {
  expect_tokens("0x_1F 0b1_0 0o17 017 1_000 1.5e-3 .5 0x1p-2 2i 0x1.8p1i",
                "0x_1F 0b1_0 0o17 017 1_000 1.5e-3 .5 0x1p-2 2i 0x1.8p1i EOF ");
  expect_tokens("\"a\\\"b\\u4e16\" `r\\\n` '\\'' '\\x41' '世'",
                "\"a\\\"b\\u4e16\" `r\\\n` '\\'' '\\x41' '世' EOF ");
}

Test(scan, names_of_letters_of_all_scripts) {
  expect_tokens("\xEF\xBB\xBFpackage größe 世界 _x9 typ", "package größe 世界 _x9 typ EOF ");
  struct front p;
  struct scanner s;
  start(&p, &s, "abc abc");
  scanner_next(&s);
  const char *first = s.text;
  scanner_next(&s);
  cr_expect(s.text == first, "equal names are equal pointers");
  front_free(&p);
}

Test(scan, errors_in_gos_words) {
  expect_errors("x @ y", "p.go:1:3: invalid character U+0040 '@'\n");
  expect_errors("x := “a”", "p.go:1:6: invalid character U+201C '“' in identifier\n"
                            "p.go:1:10: invalid character U+201D '”' in identifier\n");
  expect_errors("a \xff", "p.go:1:3: invalid UTF-8 encoding\n");
  expect_errors("a\n\xEF\xBB\xBF", "p.go:2:1: invalid BOM in the middle of the file\n");
  expect_errors("٣x", "p.go:1:1: identifier cannot begin with digit U+0663 '٣'\n");
  expect_errors("/* x", "p.go:1:1: comment not terminated\n");
  expect_errors("'\\ud800'", "p.go:1:8: escape is invalid Unicode code point U+D800\n");
}

Test(scan, nul_bytes_are_reported) {
  struct front p;
  front_init(&p);
  static const char text[] = "a \0 b";
  struct source_file *file = source_add(&p.sources, "p.go", text, sizeof text - 1);
  struct scanner s;
  scanner_init(&s, &p.sources, file, &p.errors, &p.names, 0);
  scanner_next(&s);
  scanner_next(&s);
  cr_expect_str_eq(s.text, "b");
  cr_expect_str_eq(errors_text(&p.errors), "p.go:1:3: invalid NUL character\n");
  front_free(&p);
}

Test(scan, garbage_does_not_fill_the_memory) {
  enum { text_size = 1 << 20 };
  struct front p;
  front_init(&p);
  char *text = region_alloc(&p.region, text_size + 1);
  memset(text, '@', text_size);
  struct scanner s;
  scanner_init(&s, &p.sources, front_add(&p, text), &p.errors, &p.names, 0);
  scanner_next(&s);
  cr_expect_eq(s.token, TOKEN_EOF);
  cr_expect_eq(p.errors.count, scan_error_limit);
  front_free(&p);
}

Test(scan, skipping_a_block_minds_literals_and_comments) {
  struct front p;
  struct scanner s;
  start(&p, &s, "{ \"}\\\"}\" `}` '}' '\\'' /* } */ // }\n { } } after");
  scanner_next(&s);
  cr_expect(scanner_skip_block(&s));
  cr_expect_eq(s.token, TOKEN_RBRACE);
  scanner_next(&s);
  cr_expect_str_eq(s.text, "after");
  front_free(&p);
  start(&p, &s, "{ { } ");
  scanner_next(&s);
  cr_expect_not(scanner_skip_block(&s));
  cr_expect_eq(s.token, TOKEN_EOF);
  front_free(&p);
}

// Looks for the token that follows a signature which is skipped.
static void expect_behind(const char *text, enum token token) {
  struct front p;
  struct scanner s;
  start(&p, &s, text);
  scanner_next(&s);
  scanner_skip_signature(&s);
  scanner_next(&s);
  cr_expect_eq(s.token, token, "%s", text);
  front_free(&p);
}

Test(scan, skipping_a_signature_ends_at_the_body) {
  expect_behind("() { x }", TOKEN_LBRACE);
  expect_behind("()\nfunc", TOKEN_SEMICOLON);
  expect_behind("() // {\n", TOKEN_SEMICOLON);
  expect_behind("(a /* ) { */ int) { }", TOKEN_LBRACE);
  expect_behind("[P interface{ ~int\n m() }](a,\nb P) map[P]int { }", TOKEN_LBRACE);
  expect_behind("(s struct {\n a int `)`\n}) (n int, err error) {}", TOKEN_LBRACE);
  expect_behind("() interface{}\n", TOKEN_SEMICOLON);
  expect_behind("() struct\t{}\n", TOKEN_SEMICOLON);
  expect_behind("(f func() interface{}) []func(struct{}) chan struct{} { }", TOKEN_LBRACE);
  expect_behind("(", TOKEN_SEMICOLON);
  expect_behind("() int /* {", TOKEN_SEMICOLON);
}

Test(source, places) {
  struct front p;
  front_init(&p);
  struct source_file *a = source_add(&p.sources, "a.go", "ab\nc\n", 5);
  struct source_file *b = source_add(&p.sources, "b.go", "x", 1);
  struct source_place place = source_place(&p.sources, a->base + 3);
  cr_expect_str_eq(place.file, "a.go");
  cr_expect_eq(place.line, 2);
  cr_expect_eq(place.column, 1);
  place = source_place(&p.sources, a->base + 5);
  cr_expect_eq(place.line, 3);
  place = source_place(&p.sources, b->base + 1);
  cr_expect_str_eq(place.file, "b.go");
  cr_expect_eq(place.column, 2);
  cr_expect_eq(source_place(&p.sources, 0).line, 0);
  cr_expect_null(source_file_of(&p.sources, b->base + 2));
  cr_expect_null(source_add(&p.sources, "huge.go", "", UINT32_MAX), "positions would overflow");
  front_free(&p);
}

Test(region, large_pieces_do_not_waste_the_newest_block) {
  struct region r;
  region_init(&r);
  char *small = region_alloc(&r, 1);
  char *large = region_alloc(&r, 1 << 20);
  char *next = region_alloc(&r, 1);
  cr_expect_eq(next - small, 16);
  for (int i = 0; i < 1 << 20; i++)
    cr_assert_eq(large[i], 0);
  int cap = 0;
  int *array = NULL;
  for (int i = 0; i < 1000; i++) {
    array = region_grow(&r, array, sizeof *array, i, &cap, i + 1);
    array[i] = i;
  }
  cr_expect_eq(array[999], 999);
  cr_expect_str_eq(region_printf(&r, "%0300d", 7) + 298, "07");
  region_free(&r);
}

Test(errors, sorted_and_cut) {
  struct front p;
  front_init(&p);
  struct source_file *file = front_add(&p, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n");
  errors_add(&p.errors, file->base + 2, "b");
  errors_add(&p.errors, file->base + 2, "b");
  errors_add(&p.errors, file->base, "a");
  errors_add(&p.errors, file->base + 2, "c");
  cr_expect_str_eq(errors_text(&p.errors), "p.go:1:1: a\np.go:2:1: b\np.go:2:1: c\n");
  for (unsigned i = 0; i < 10; i++)
    errors_add(&p.errors, file->base + 4 + 2 * i, "x");
  const char *text = errors_text(&p.errors);
  cr_expect_not_null(strstr(text, "p.go:9:1: x\np.go:9:1: too many errors\n"), "%s", text);
  front_free(&p);
}
