// Strings, slices, interfaces, hashing, print.

#include "tests/runtime/fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/print.h"
#include "runtime/slice.h"
#include "runtime/string.h"

// What Go's unicode/utf8 says of each.
Test(string, decoding) {
  static const struct {
    const char *bytes;
    int32_t rune;
    int size;
  } cases[] = {
      {"a", 'a', 1},
      {"\xC3\xA9", 0xE9, 2},
      {"\xE4\xB8\x96", 0x4E16, 3},
      {"\xF0\x9F\x98\x80", 0x1F600, 4},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4},
      {"\x80", 0xFFFD, 1},
      {"\xC0\x80", 0xFFFD, 1},
      {"\xC1\xBF", 0xFFFD, 1},
      {"\xE0\x80\x80", 0xFFFD, 1},
      {"\xED\xA0\x80", 0xFFFD, 1},
      {"\xED\x9F\xBF", 0xD7FF, 3},
      {"\xF0\x80\x80\x80", 0xFFFD, 1},
      {"\xF4\x90\x80\x80", 0xFFFD, 1},
      {"\xF5\x80\x80\x80", 0xFFFD, 1},
      {"\xE4\xB8", 0xFFFD, 1},
      {"\xC3", 0xFFFD, 1},
      {"\xEF\xBF\xBD", 0xFFFD, 3},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    int size;
    int32_t rune =
        string_decode_rune((const uint8_t *)cases[i].bytes, (int64_t)strlen(cases[i].bytes), &size);
    cr_assert_eq(rune, cases[i].rune, "case %zu: %x", i, (unsigned)rune);
    cr_assert_eq(size, cases[i].size, "case %zu", i);
  }
}

Test(string, every_rune_goes_around) {
  for (int32_t rune = 0; rune <= string_rune_max; rune++) {
    uint8_t bytes[4];
    int size, encoded = string_encode_rune(bytes, rune);
    int32_t back = string_decode_rune(bytes, encoded, &size);
    bool surrogate = rune >= 0xD800 && rune <= 0xDFFF;
    cr_assert_eq(back, surrogate ? string_rune_error : rune);
    cr_assert_eq(size, encoded);
  }
}

Test(string, conversions) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct go_string parts[] = {fixture_string("ab"), fixture_string(""), fixture_string("c\xFF"),
                              fixture_string("\xE4\xB8\x96")};
  struct go_string joined, alone;
  cr_assert(string_concat(f.g, parts, 4, &joined));
  cr_assert(string_equal(joined, fixture_string("abc\xFF\xE4\xB8\x96")));
  cr_assert(string_concat(f.g, parts, 2, &alone));
  cr_assert_eq(alone.ptr, parts[0].ptr, "one part is not copied");
  cr_assert_eq(string_count_runes(joined), 5);
  struct go_slice runes = string_to_runes(f.g, joined);
  cr_assert_eq(runes.len, 5);
  cr_assert_eq(((int32_t *)runes.ptr)[3], 0xFFFD);
  struct go_string back = string_from_runes(f.g, runes);
  cr_assert(string_equal(back, fixture_string("abc\xEF\xBF\xBD\xE4\xB8\x96")));
  struct go_slice bytes = string_to_bytes(f.g, joined);
  cr_assert_eq(bytes.len, joined.len);
  cr_assert_eq(bytes.cap, 8);
  cr_assert(string_equal(string_from_bytes(f.g, bytes), joined));
  cr_assert(string_equal(string_from_rune(f.g, 0x110000), fixture_string("\xEF\xBF\xBD")));
  cr_assert(string_equal(string_from_rune(f.g, 0xE9), fixture_string("\xC3\xA9")));
  cr_assert_lt(string_compare(fixture_string("a"), fixture_string("ab")), 0);
  cr_assert_gt(string_compare(fixture_string("b"), fixture_string("ab")), 0);
  cr_assert_eq(string_compare(fixture_string(""), (struct go_string){NULL, 0}), 0);
  fixture_destroy(&f);
}

// The capacities that Go prints for a slice that grows by one.
Test(slice, capacities) {
  static const int64_t ints[] = {1,   2,   4,   8,    16,   32,   64,   128,
                                 256, 512, 848, 1280, 1792, 2560, 3408, 5120};
  static const int64_t bytes[] = {8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048, 3072, 4096, 5376};
  uintptr_t memory;
  int64_t cap = 0;
  for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++) {
    cap = slice_grown_cap(cap, cap + 1, 8, &memory);
    cr_assert_eq(cap, ints[i], "%lld", (long long)cap);
  }
  cap = 0;
  for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
    cap = slice_grown_cap(cap, cap + 1, 1, &memory);
    cr_assert_eq(cap, bytes[i], "%lld", (long long)cap);
  }
  cr_assert_eq(slice_grown_cap(4, 100, 8, &memory), 112);
  cr_assert_eq(slice_grown_cap(0, 5, 24, &memory), 5);
  cr_assert_eq(slice_grown_cap(0, INT64_MAX, 8, &memory), -1);
  cr_assert_eq(slice_grown_cap(0, 7, 0, &memory), 7);
}

Test(slice, append_and_copy) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct go_slice s = {0};
  for (int64_t i = 0; i < 3000; i++)
    cr_assert(slice_append(f.g, &f.t_int, &s, &i, 1));
  cr_assert_eq(s.len, 3000);
  for (int64_t i = 0; i < 3000; i++)
    cr_assert_eq(((int64_t *)s.ptr)[i], i);
  cr_assert(slice_append(f.g, &f.t_int, &s, s.ptr, s.len), "of itself");
  cr_assert_eq(((int64_t *)s.ptr)[5999], 2999);
  struct go_slice tail = {(int64_t *)s.ptr + 1, 10, 10};
  cr_assert_eq(slice_copy(f.g, &f.t_int, tail, s.ptr, 100), 10);
  cr_assert_eq(((int64_t *)s.ptr)[10], 9);
  slice_clear(f.g, &f.t_int, tail);
  cr_assert_eq(((int64_t *)s.ptr)[10], 0);
  fixture_destroy(&f);
}

static void expect_panic(struct fixture *f, const char *want) {
  char *text = fixture_panic(f);
  cr_assert_str_eq(text, want);
  free(text);
}

Test(slice, make_panics) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct go_slice s;
  cr_assert(!slice_make(f.g, &f.t_int, -1, -1, &s));
  expect_panic(&f, "makeslice: len out of range");
  cr_assert(!slice_make(f.g, &f.t_int, 2, 1, &s));
  expect_panic(&f, "makeslice: cap out of range");
  cr_assert(!slice_make(f.g, &f.t_int, INT64_C(1) << 60, INT64_C(1) << 60, &s));
  expect_panic(&f, "makeslice: len out of range");
  cr_assert(slice_make(f.g, &f.t_string, 3, 5, &s));
  cr_assert(s.len == 3 && s.cap == 5 && ((struct go_string *)s.ptr)[4].len == 0);
  cr_assert(slice_make(f.g, &f.t_int, 0, 0, &s));
  cr_assert_neq(s.ptr, NULL);
  fixture_destroy(&f);
}

Test(iface, tables_and_methods) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct func m_func = {.name = "main.K.M"}, n_func = {.name = "main.K.n"};
  struct rtype_method have[] = {{"M", NULL, &f.t_func, &m_func}, {"n", "main", &f.t_func, &n_func}};
  struct rtype_method want[] = {{"M", NULL, &f.t_func, NULL}, {"n", "main", &f.t_func, NULL}};
  struct rtype_method other[] = {{"n", "other", &f.t_func, NULL}};
  struct rtype_method typed[] = {{"M", NULL, &f.t_int, NULL}};
  struct rtype k = f.t_int, inter = f.t_any, foreign = f.t_any, wrong = f.t_any;
  k.methods = have;
  k.method_count = 2;
  inter.methods = want;
  inter.method_count = 2;
  foreign.methods = other;
  foreign.method_count = 1;
  wrong.methods = typed;
  wrong.method_count = 1;
  const char *missing = NULL;
  struct itab *tab = itab_get(f.rt, &inter, &k, &missing);
  cr_assert(tab && tab->funcs[0] == &m_func && tab->funcs[1] == &n_func);
  cr_assert_eq(tab, itab_get(f.rt, &inter, &k, NULL));
  cr_assert_eq(itab_get(f.rt, &inter, &f.t_int, &missing), NULL);
  cr_assert_str_eq(missing, "M");
  cr_assert_eq(itab_get(f.rt, &foreign, &k, &missing), NULL);
  cr_assert_str_eq(missing, "n");
  cr_assert_eq(itab_get(f.rt, &wrong, &k, NULL), NULL);
  // Enough pairs for the table to grow.
  static struct rtype many[300];
  for (int i = 0; i < 300; i++) {
    many[i] = k;
    cr_assert(itab_get(f.rt, &inter, &many[i], NULL));
  }
  for (int i = 0; i < 300; i++)
    cr_assert_eq(itab_get(f.rt, &inter, &many[i], NULL)->type, &many[i]);
  cr_assert_eq(itab_get(f.rt, &inter, &k, NULL), tab);
  fixture_destroy(&f);
}

static void expect_assertion(const struct rtype *from, const struct rtype *dynamic,
                             const struct rtype *wanted, const char *missing, const char *want) {
  struct text text = {0};
  iface_assertion_text(&text, from, dynamic, wanted, missing);
  cr_assert_str_eq(text.data, want);
  text_free(&text);
}

Test(iface, assertion_messages) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct rtype named = f.t_any;
  named.string = "main.J";
  named.method_count = 1;
  expect_assertion(&f.t_any, &f.t_string, &f.t_int, NULL,
                   "interface conversion: interface {} is string, not int");
  expect_assertion(&f.t_any, NULL, &f.t_int, NULL,
                   "interface conversion: interface {} is nil, not int");
  expect_assertion(&named, NULL, &f.t_int_pointer, NULL,
                   "interface conversion: main.J is nil, not *int");
  expect_assertion(&f.t_any, NULL, &named, NULL,
                   "interface conversion: interface is nil, not main.J");
  expect_assertion(&f.t_any, &f.t_int, &named, "M",
                   "interface conversion: int is not main.J: missing method M");
  fixture_destroy(&f);
}

Test(iface, equality_and_boxes) {
  struct fixture f;
  fixture_init(&f, NULL);
  const struct rtype *unhashable;
  int64_t a = 1000000, b = 1000000, small = 5;
  double nan = NAN;
  struct go_eface x = {&f.t_int, iface_box(f.g, &f.t_int, &a)};
  struct go_eface y = {&f.t_int, iface_box(f.g, &f.t_int, &b)};
  cr_assert_neq(x.data, y.data);
  cr_assert(eface_equal(x, y, &unhashable) && !unhashable);
  cr_assert_eq(iface_box(f.g, &f.t_int, &small), iface_box(f.g, &f.t_int, &small));
  cr_assert_eq(*(int64_t *)iface_box(f.g, &f.t_int, &small), 5);
  struct go_eface n = {&f.t_float64, iface_box(f.g, &f.t_float64, &nan)};
  cr_assert(!eface_equal(n, n, &unhashable));
  struct go_eface func = {&f.t_func, NULL};
  cr_assert(!eface_equal(func, func, &unhashable));
  cr_assert_eq(unhashable, &f.t_func);
  cr_assert(!eface_equal(func, x, &unhashable) && !unhashable);
  void *pointer = &a;
  cr_assert_eq(iface_box(f.g, &f.t_int_pointer, &pointer), pointer);
  fixture_destroy(&f);
}

static void expect_float(double value, int bits, const char *want) {
  struct text text = {0};
  print_float(&text, value, bits);
  cr_assert_str_eq(text.data, want);
  text_free(&text);
}

// As Go 1.26 prints them.
Test(print, floats) {
  expect_float(0, 64, "0");
  expect_float(-0.0, 64, "-0");
  expect_float(1.5, 64, "1.5");
  expect_float(-1, 64, "-1");
  expect_float(1e100, 64, "1e+100");
  expect_float(123456, 64, "123456");
  expect_float(1234567, 64, "1.234567e+06");
  expect_float(1e-7, 64, "1e-07");
  expect_float(0.1, 64, "0.1");
  expect_float((double)0.1f, 64, "0.10000000149011612");
  expect_float((double)0.1f, 32, "0.1");
  expect_float(9.9999999, 64, "9.9999999");
  expect_float(INFINITY, 64, "+Inf");
  expect_float(-INFINITY, 64, "-Inf");
  expect_float(NAN, 64, "NaN");
}

Test(print, others) {
  struct text text = {0};
  print_complex(&text, 1, -2, 64);
  print_slice(&text, 2, 4, (void *)0xc000012340);
  print_interface(&text, NULL, NULL);
  print_int(&text, INT64_MIN);
  print_uint(&text, UINT64_MAX);
  print_bool(&text, true);
  cr_assert_str_eq(text.data, "(1-2i)[2/4]0xc000012340(0x0,0x0)"
                              "-922337203685477580818446744073709551615true");
  text_free(&text);
}
