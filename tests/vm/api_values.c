// Types and values from C: found, walked, made, read and written; with each way to get it wrong. The
// instance collects at every few allocations, so that what is not held is gone, and spoils it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"errors\"; \"fmt\"; \"runtime\"; \"strings\")\n"
    "type Point struct { X, Y int; name string `json:\"n\"`; next *Point }\n"
    "func (p Point) Sum() int { return p.X + p.Y }\n"
    "func (p *Point) Move(dx int) { p.X += dx }\n"
    "func (p *Point) hidden() string { return \"hidden \" + p.name }\n"
    "type Outer struct { *Point; List [3]byte }\n"
    "type Shape interface { Sum() int }\n"
    "type Names map[string]int\n"
    "type List[T any] struct { items []T }\n"
    "var Kept any\n"
    "var First *Point\n"
    "var Numbers [4]int\n"
    "func Describe(v any) string { return fmt.Sprintf(\"%T %v\", v, v) }\n"
    "func Total(m map[string]int) (n int) { for k, v := range m { n += v * len(k) }; return }\n"
    "func Join(s []string) string { return strings.Join(s, \"+\") }\n"
    "func Adder(n int) func(int) int { return func(m int) int { n += m; return n } }\n"
    "func Apply(f func(string, int) (string, error), s string) string {\n"
    "  t, err := f(s, 2); if err != nil { return \"failed: \" + err.Error() }; return t }\n"
    "func Feed(c chan string, n int) { go func() { for i := range n { runtime.Gosched(); c <- "
    "fmt.Sprint(\"m\", i) }; close(c) }() }\n"
    "func Drain(c chan string) chan string { done := make(chan string); go func() { s := \"\"; for "
    "t "
    ":= range c { s += t }; done <- s }(); return done }\n"
    "func Fail(s string) { panic(s) }\n"
    "func FailWith(e error) { panic(fmt.Errorf(\"wrapped: %w\", e)) }\n"
    "func Cause(e error) error { return errors.Unwrap(e) }\n"
    "func Squeeze() { runtime.GC() }\n"
    "func main() {}\n";

static struct vole *vole;
static int failures, checks;

static void fail(int line, const char *what, const char *detail) {
  printf("FAIL line %d: %s: %s\n", line, what, detail ? detail : "no message");
  failures++;
}

static void expect_at(int line, const char *what, bool ok) {
  checks++;
  if (!ok)
    fail(line, what, "not so");
}
#define EXPECT(condition) expect_at(__LINE__, #condition, condition)

static struct vole_error err;

static void works_at(int line, const char *what, bool ok) {
  checks++;
  if (!ok)
    fail(line, what, err.message);
  vole_error_clear(&err);
}
#define WORKS(call) works_at(__LINE__, #call, call)

static void refused_at(int line, const char *what, bool ok, enum vole_error_kind kind,
                       const char *says) {
  checks++;
  if (ok)
    fail(line, what, "it worked");
  else if (err.kind != kind || !err.message || !strstr(err.message, says))
    fail(line, what, err.message);
  vole_error_clear(&err);
}
#define REFUSED(call, says) refused_at(__LINE__, #call, call, VOLE_ERROR_USAGE, says)

static const struct vole_type *type(const char *text) {
  const struct vole_type *found = vole_type(vole, text, &err);
  works_at(__LINE__, text, found);
  return found;
}

static struct vole_func *func(const char *name, const char *signature) {
  struct vole_func *found = vole_func(vole, name, signature, &err);
  works_at(__LINE__, name, found);
  return found;
}

// Collects, and has the heap used again.
static void squeeze(void) {
  WORKS(vole_collect(vole, &err));
  for (int i = 0; i < 200; i++)
    vole_string_new(vole, "################################", (size_t)(i % 33));
}

static bool is(struct vole_string s, const char *text) {
  return s.len == (int64_t)strlen(text) && memcmp(s.ptr, text, strlen(text)) == 0;
}

static struct vole_string text(const char *s) {
  return vole_string_new(vole, s, strlen(s));
}

struct point {
  int64_t x, y;
  struct vole_string name;
  struct point *next;
};

static void find_types(void) {
  static const char *const texts[] = {"int",        "[]string",        "map[string]int",
                                      "main.Point", "*Point",          "func(int) error",
                                      "chan<- int", "[3]*main.Point",  "List[int]",
                                      "error",      "struct{ A int }", "strings.Builder"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    EXPECT(type(texts[i]) == vole_type(vole, texts[i], NULL));
  EXPECT(type("[]main.Point") == type("[]Point"));
  EXPECT(type("Names") != type("map[string]int"));
  REFUSED(vole_type(vole, "Nothing", &err), "undefined");
  REFUSED(vole_type(vole, "List", &err), "");
  REFUSED(vole_type(vole, "1 + 2", &err), "");
  REFUSED(vole_type(vole, "", &err), "");
  REFUSED(vole_type(vole, NULL, &err), "text is NULL");
  REFUSED(vole_type(NULL, "int", &err), "the instance is NULL");
}

static void walk_types(void) {
  struct vole_type_info info;
  struct vole_member member;
  vole_type_describe(type("Point"), &info);
  EXPECT(info.kind == VOLE_KIND_STRUCT && strcmp(info.text, "main.Point") == 0);
  EXPECT(strcmp(info.name, "Point") == 0 && strcmp(info.package, "main") == 0);
  EXPECT(info.size == sizeof(struct point) && info.align == 8 && info.has_pointers);
  EXPECT(info.members == 4 && info.methods == 1 && info.comparable);
  EXPECT(vole_type_member(type("Point"), 2, &member) && strcmp(member.name, "name") == 0);
  EXPECT(member.offset == offsetof(struct point, name) && member.type == type("string"));
  EXPECT(strcmp(member.tag, "json:\"n\"") == 0 && strcmp(member.package, "main") == 0);
  EXPECT(!vole_type_member(type("Point"), 4, &member));
  EXPECT(!vole_type_member(type("Point"), -1, &member) && !vole_type_member(NULL, 0, &member));
  EXPECT(vole_type_member(type("Outer"), 0, &member) && member.embedded);
  vole_type_describe(type("*Point"), &info);
  EXPECT(info.kind == VOLE_KIND_POINTER && info.elem == type("Point") && info.methods == 3);
  EXPECT(vole_type_method(type("*Point"), 0, &member) && strcmp(member.name, "Move") == 0);
  EXPECT(member.type == type("func(int)") && !vole_type_method(type("*Point"), 3, &member));
  vole_type_describe(type("map[string][5]int8"), &info);
  EXPECT(info.kind == VOLE_KIND_MAP && info.key == type("string"));
  vole_type_describe(info.elem, &info);
  EXPECT(info.kind == VOLE_KIND_ARRAY && info.length == 5 && info.elem == type("int8"));
  vole_type_describe(type("func(bool, ...int16) (byte, float64, error)"), &info);
  EXPECT(info.members == 5 && info.params == 2 && info.variadic && !info.comparable);
  EXPECT(vole_type_member(type("func(bool, int16) (byte, float64)"), 1, &member) &&
         member.offset == 2);
  EXPECT(vole_type_member(type("func(bool, int16) (byte, float64)"), 3, &member) &&
         member.offset == 8 && member.type == type("float64"));
  vole_type_describe(type("<-chan int"), &info);
  EXPECT(info.receives && !info.sends);
  vole_type_describe(type("Shape"), &info);
  EXPECT(info.kind == VOLE_KIND_INTERFACE && info.methods == 1);
  vole_type_describe(NULL, &info);
  EXPECT(info.kind == 0 && info.text[0] == '\0');
}

static void objects(void) {
  struct point *p = vole_object_new(vole, type("Point"), &err), *q;
  WORKS(p != NULL);
  struct vole_string name = text("one");
  squeeze();
  WORKS(vole_store(vole, type("string"), &p->name, &name, &err));
  q = vole_object_new(vole, type("Point"), &err);
  WORKS(vole_store(vole, type("*Point"), &p->next, &q, &err));
  struct point copy = {7, 8, name, q};
  WORKS(vole_store(vole, type("Point"), p, &copy, &err));
  squeeze();
  EXPECT(p->x == 7 && is(p->name, "one") && p->next == q && q->x == 0);
  WORKS(vole_store(vole, type("string"), &p->name, NULL, &err));
  EXPECT(p->name.len == 0);
  struct point **first = vole_variable(vole, "main.First", "*Point", &err);
  int64_t *numbers = vole_variable(vole, "main.Numbers", "[4]int", &err), five = 5;
  WORKS(vole_store(vole, type("*Point"), first, &p, &err));
  WORKS(vole_store(vole, type("int"), &numbers[3], &five, &err));
  vole_forget(vole);
  squeeze();
  EXPECT(*first == p && p->next == q && p->y == 8 && numbers[3] == 5);
  struct point local = {0};
  REFUSED(vole_store(vole, type("Point"), &local, &copy, &err), "not in memory of the script's");
  REFUSED(vole_store(vole, type("Point"), &p->name, &copy, &err), "too small");
  REFUSED(vole_store(vole, type("*Point"), &p->y, &p, &err), "no room for pointers");
  REFUSED(vole_store(vole, type("int"), (char *)p + 4, &five, &err), "not aligned");
  REFUSED(vole_store(vole, type("*Point"), &numbers[0], &p, &err), "no room for pointers");
  REFUSED(vole_store(vole, type("int"), NULL, &five, &err), "to is NULL");
  REFUSED(vole_store(vole, NULL, p, &five, &err), "the type is NULL");
  REFUSED(vole_store(vole, (const struct vole_type *)&local, p, &five, &err), "not one of the");
  REFUSED(vole_object_new(vole, NULL, &err), "the type is NULL");
  void *nothing = vole_object_new(vole, type("struct{}"), &err);
  WORKS(nothing != NULL && vole_store(vole, type("struct{}"), nothing, &five, &err));
}

static void slices(void) {
  struct vole_slice s = {0}, odd = {.len = 3, .cap = 1}, made;
  for (int i = 0; i < 100; i++) {
    struct vole_string word = text(i % 2 ? "a" : "bc");
    WORKS(vole_append(vole, type("[]string"), &s, &word, 1, &err));
    if (i % 10 == 0)
      squeeze();
  }
  EXPECT(s.len == 100 && s.cap >= 100);
  struct vole_string joined;
  WORKS(vole_call(vole, func("main.Join", "func([]string) string"), &s, &joined, &err));
  EXPECT(joined.len == 249);
  WORKS(vole_make(vole, type("[]int"), 2, 5, &made, &err));
  EXPECT(made.len == 2 && made.cap == 5 && ((int64_t *)made.ptr)[1] == 0);
  void *before = made.ptr;
  WORKS(vole_append(vole, type("[]int"), &made, NULL, 3, &err));
  EXPECT(made.ptr == before && made.len == 5);
  WORKS(vole_append(vole, type("[]int"), &made, made.ptr, 5, &err));
  EXPECT(made.len == 10);
  REFUSED(vole_append(vole, type("[]int"), &odd, &failures, 1, &err), "it is no slice");
  REFUSED(vole_append(vole, type("[]int"), &made, NULL, -1, &err), "count is negative");
  REFUSED(vole_append(vole, type("[]int"), &made, NULL, INT64_MAX / 4, &err), "too large");
  REFUSED(vole_append(vole, type("int"), &made, NULL, 1, &err), "no type of a slice");
  REFUSED(vole_append(vole, type("[]int"), NULL, NULL, 1, &err), "slice is NULL");
  odd = (struct vole_slice){&odd, 0, 1};
  REFUSED(vole_append(vole, type("[]int"), &odd, NULL, 1, &err), "not in memory of the script's");
  REFUSED(vole_make(vole, type("[]int"), 3, 2, &made, &err), "length and capacity");
  REFUSED(vole_make(vole, type("[]int"), -1, 2, &made, &err), "length and capacity");
  REFUSED(vole_make(vole, type("[]int"), 0, INT64_MAX, &made, &err), "that large");
  REFUSED(vole_make(vole, type("map[int]int"), INT64_MAX, 0, &made, &err), "that large");
  REFUSED(vole_make(vole, type("chan int"), -1, 0, &made, &err), "length and capacity");
  REFUSED(vole_make(vole, type("int"), 1, 1, &made, &err), "no type of a slice, map or channel");
  REFUSED(vole_make(vole, type("[]int"), 1, 1, NULL, &err), "value is NULL");
}

static void maps(void) {
  const struct vole_type *t = type("map[string]int");
  void *m = NULL, *channel, *named;
  bool found = true;
  int64_t value = 9, total;
  struct vole_string key = text("k");
  WORKS(vole_map_get(vole, t, NULL, &key, &value, &found, &err));
  EXPECT(!found && value == 0);
  REFUSED(vole_map_set(vole, t, NULL, &key, &value, &err), "nil map");
  WORKS(vole_make(vole, t, 0, 0, &m, &err));
  for (int64_t i = 0; i < 50; i++) {
    char digits[8];
    snprintf(digits, sizeof digits, "%02d", (int)i);
    key = text(digits);
    WORKS(vole_map_set(vole, t, m, &key, &i, &err));
    if (i % 8 == 0)
      squeeze();
  }
  key = text("17");
  WORKS(vole_map_get(vole, t, m, &key, &value, &found, &err));
  EXPECT(found && value == 17);
  WORKS(vole_map_delete(vole, t, m, &key, &err));
  WORKS(vole_map_delete(vole, t, NULL, &key, &err));
  struct vole_slice keys, values;
  EXPECT(vole_map_entries(vole, t, m, NULL, NULL, &err) == 49);
  EXPECT(vole_map_entries(vole, t, NULL, &keys, &values, &err) == 0);
  EXPECT(vole_map_entries(vole, t, m, &keys, &values, &err) == 49);
  squeeze();
  for (int64_t i = 0, seen = 0; i < keys.len; i++) {
    struct vole_string k = ((struct vole_string *)keys.ptr)[i];
    seen = (k.ptr[0] - '0') * 10 + k.ptr[1] - '0';
    EXPECT(((int64_t *)values.ptr)[i] == seen && seen != 17);
  }
  WORKS(vole_call(vole, func("main.Total", "func(map[string]int) int"), &m, &total, &err));
  EXPECT(total == 2 * (49 * 50 / 2 - 17));
  struct vole_ref *ref = vole_hold(vole, m); // the call has let go of it
  WORKS(vole_map_get(vole, type("Names"), m, &key, &value, &found, &err));
  WORKS(vole_make(vole, type("Names"), 0, 0, &named, &err));
  WORKS(vole_map_set(vole, t, named, &key, &value, &err));
  WORKS(vole_make(vole, type("chan int"), 1, 0, &channel, &err));
  REFUSED(vole_map_get(vole, t, channel, &key, &value, &found, &err), "is not a map[string]int");
  REFUSED(vole_map_set(vole, type("map[int]int"), m, &value, &value, &err), "is not a map[int]int");
  REFUSED(vole_map_get(vole, t, &m, &key, &value, &found, &err), "is not a map[string]int");
  REFUSED(vole_map_get(vole, type("[]int"), m, &key, &value, &found, &err), "no type of a map");
  REFUSED(vole_map_get(vole, t, m, NULL, &value, &found, &err), "key is NULL");
  REFUSED(vole_map_get(vole, t, m, &key, NULL, &found, &err), "value is NULL");
  REFUSED(vole_map_set(vole, t, m, NULL, &value, &err), "key is NULL");
  REFUSED(vole_map_delete(vole, t, m, NULL, &err), "key is NULL");
  EXPECT(vole_map_entries(vole, t, channel, NULL, NULL, &err) == -1);
  vole_error_clear(&err);
  struct vole_slice list = {0};
  struct vole_iface any;
  WORKS(vole_iface_make(vole, NULL, type("[]int"), &list, &any, &err));
  WORKS(vole_make(vole, type("map[any]int"), 0, 0, &named, &err));
  REFUSED(vole_map_set(vole, type("map[any]int"), named, &any, &value, &err), "unhashable type");
  REFUSED(vole_map_get(vole, type("map[any]int"), named, &any, &value, NULL, &err), "unhashable");
  vole_release(vole, ref);
}

static void channels(void) {
  const struct vole_type *t = type("chan string");
  void *c, *done;
  struct vole_string s = text("x"), got;
  WORKS(vole_make(vole, t, 1, 0, &c, &err));
  EXPECT(vole_chan_send(vole, t, c, &s, false, &err) == VOLE_CHAN_DONE);
  EXPECT(vole_chan_send(vole, t, c, &s, false, &err) == VOLE_CHAN_WOULD_BLOCK);
  squeeze();
  EXPECT(vole_chan_receive(vole, t, c, &got, true, &err) == VOLE_CHAN_DONE && is(got, "x"));
  EXPECT(vole_chan_receive(vole, t, c, &got, false, &err) == VOLE_CHAN_WOULD_BLOCK);
  EXPECT(vole_chan_receive(vole, t, NULL, &got, false, &err) == VOLE_CHAN_WOULD_BLOCK);
  struct {
    void *c;
    int64_t n;
  } feed = {c, 20};
  struct vole_ref *ref = vole_hold(vole, c);
  WORKS(vole_call(vole, func("main.Feed", "func(chan string, int)"), &feed, NULL, &err));
  for (int i = 0; i < 20; i++) {
    char want[8];
    snprintf(want, sizeof want, "m%d", i);
    EXPECT(vole_chan_receive(vole, t, c, &got, true, &err) == VOLE_CHAN_DONE && is(got, want));
  }
  EXPECT(vole_chan_receive(vole, t, c, &got, true, &err) == VOLE_CHAN_CLOSED && got.len == 0);
  EXPECT(vole_chan_receive(vole, t, c, &got, false, &err) == VOLE_CHAN_CLOSED);
  EXPECT(vole_chan_send(vole, t, c, &s, true, &err) == VOLE_CHAN_FAILED);
  EXPECT(err.kind == VOLE_ERROR_PANIC && strstr(err.message, "send on closed channel"));
  vole_error_clear(&err);
  refused_at(__LINE__, "close", vole_chan_close(vole, t, c, &err), VOLE_ERROR_PANIC, "of closed");
  refused_at(__LINE__, "close", vole_chan_close(vole, t, NULL, &err), VOLE_ERROR_PANIC, "of nil");
  vole_release(vole, ref);
  WORKS(vole_make(vole, t, 0, 0, &c, &err));
  ref = vole_hold(vole, c);
  WORKS(vole_call(vole, func("main.Drain", "func(chan string) chan string"), &c, &done, &err));
  struct vole_ref *second = vole_hold(vole, done);
  for (int i = 0; i < 10; i++) {
    s = text(i % 2 ? "a" : "b");
    EXPECT(vole_chan_send(vole, t, c, &s, true, &err) == VOLE_CHAN_DONE);
  }
  WORKS(vole_chan_close(vole, t, c, &err));
  EXPECT(vole_chan_receive(vole, t, done, &got, true, &err) == VOLE_CHAN_DONE);
  EXPECT(is(got, "bababababa"));
  REFUSED(vole_chan_send(vole, type("<-chan string"), c, &s, false, &err), "does not allow it");
  REFUSED(vole_chan_receive(vole, type("chan<- string"), c, &s, false, &err), "not allow it");
  REFUSED(vole_chan_close(vole, type("<-chan string"), c, &err), "does not allow it");
  REFUSED(vole_chan_send(vole, type("chan int"), c, &s, false, &err), "is not a chan int");
  REFUSED(vole_chan_receive(vole, t, &c, &got, false, &err), "is not a chan string");
  REFUSED(vole_chan_send(vole, t, c, NULL, false, &err), "value is NULL");
  REFUSED(vole_chan_receive(vole, t, c, NULL, false, &err), "value is NULL");
  vole_release(vole, ref);
  vole_release(vole, second);
}

int api_values_calls(struct vole *instance); // api_values_calls.c

int main(void) {
  struct vole_config config = {.voledebug = "gcstress=7", .godebug = "clobberfree=1"};
  setvbuf(stdout, NULL, _IONBF, 0);
  vole = vole_new(&config, &err);
  if (!vole)
    return 1;
  REFUSED(vole_type(vole, "int", &err), "no program is loaded");
  WORKS(vole_load_string(vole, "values.go", source, sizeof source - 1, &err));
  find_types();
  walk_types();
  objects();
  slices();
  maps();
  channels();
  failures += api_values_calls(vole);
  vole_free(vole);
  printf("%d failures\n", failures);
  return failures > 0;
}
