// Values that are too large for a frame, between a script and its host.

#include <criterion/criterion.h>
#include <string.h>

#include "vm/api/vole.h"

enum { word_count = 300 };

struct large {
  int64_t words[word_count];
};

// func Take(b [300]int) [300]int: b with the last element added to the first.
static bool take(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole;
  (void)user;
  struct large value;
  memcpy(&value, arguments, sizeof value);
  value.words[0] += value.words[word_count - 1];
  memcpy(results, &value, sizeof value);
  return true;
}

static const char source[] = "package main\n"
                             "import \"host\"\n"
                             "func F(n int, b [300]int) ([300]int, int) {\n"
                             "	c := host.Take(b)\n"
                             "	b[0] = 1\n"
                             "	c[1] = n\n"
                             "	return c, b[0]\n"
                             "}\n"
                             "func main() {}\n";

Test(large_values, pass_both_ways) {
  struct vole *vole = vole_new(NULL, NULL);
  cr_assert(vole_bind(vole, "host", "func Take(b [300]int) [300]int", take, NULL, NULL));
  cr_assert(vole_load_string(vole, "large.go", source, sizeof source - 1, NULL));
  struct vole_func *f = vole_func(vole, "main.F", "func(int, [300]int) ([300]int, int)", NULL);
  cr_assert_not_null(f);
  struct {
    int64_t n;
    struct large value;
  } in = {7, {{5}}};
  in.value.words[word_count - 1] = 11;
  struct {
    struct large value;
    int64_t first;
  } out;
  for (int i = 0; i < 2000; i++) // enough for several collections
    cr_assert(vole_call(vole, f, &in, &out, NULL));
  cr_assert_eq(out.value.words[0], 16);
  cr_assert_eq(out.value.words[1], 7);
  cr_assert_eq(out.value.words[word_count - 1], 11);
  cr_assert_eq(out.first, 1);
  cr_assert_eq(in.value.words[0], 5);
  vole_free(vole);
}
