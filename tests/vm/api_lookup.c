// Functions and variables by name and type: what vole_func and vole_variable find, what they
// refuse, what calls of methods of all kinds compute, and that a lookup that was made before costs
// no memory.

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"fmt\"; \"math/rand\"; \"strings\"; \"time\")\n"
    "type P struct { x, y int }\n"
    "func (p *P) Move(dx, dy int) { p.x += dx; p.y += dy }\n"
    "func (p P) Sum(k int) int { return k * (p.x + p.y) }\n"
    "type Outer struct { name string; *P }\n"
    "type Inner struct { pad [3]int; P }\n"
    "type Shape interface { Area() float64; hidden() int }\n"
    "type Square struct { side float64 }\n"
    "func (s Square) Area() float64 { return s.side * s.side }\n"
    "func (s Square) hidden() int { return 7 }\n"
    "type Holder struct { Shape }\n"
    "type List[T any] struct { items []T }\n"
    "func (l *List[T]) Push(v T) int { l.items = append(l.items, v); return len(l.items) }\n"
    "func (l List[T]) Last() T { return l.items[len(l.items)-1] }\n"
    "func Max[T int | float64](a, b T) T { if a > b { return a }; return b }\n"
    "type Celsius float64\n"
    "func (c Celsius) Text() string { return fmt.Sprintf(\"%.1f\", float64(c)) }\n"
    "type Alias = *P\n"
    "type Pair[A, B any] struct { a A; b B }\n"
    "func New(x, y int) *P { return &P{x, y} }\n"
    "func NewOuter(x, y int) Outer { return Outer{\"o\", &P{x, y}} }\n"
    "func NewShape(side float64) Shape { return Square{side} }\n"
    "func NewHolder(side float64) *Holder { return &Holder{Square{side}} }\n"
    "func NewList() *List[string] { return &List[string]{} }\n"
    "func Wait(d time.Duration, b ...byte) (time.Duration, error) { return d * 2, nil }\n"
    "func Grid(g [2][3]rune, m map[string][]*P, f func(any) error, c <-chan struct{}) int { return "
    "len(g) }\n"
    "func Tagged(s struct { A int `k:\"v\"`; b string }) int { return s.A }\n"
    "func Both(p Pair[int, map[string]P]) int { return p.a }\n"
    "func small() int { return rand.Intn(1) + len(strings.ToUpper(\"ab\")) }\n"
    "type time2 = time.Time\n"
    "var Count int\n"
    "var Where P\n"
    "var Names []string\n"
    "var fn = func() {}\n"
    "func main() {}\n";

static int failures;

static void fail(const char *what, const char *detail) {
  printf("FAIL %s: %s\n", what, detail ? detail : "no message");
  failures++;
}

// What is found by a name and a type, and what is not: then the message holds `says`.
static const struct {
  const char *name, *type, *says;
} lookups[] = {
    {"main.New", "func(x, y int) *P", NULL},
    {"main.New", "func New(int, int) *main.P", NULL},
    {"main.New", "func(int, int) Alias", NULL},
    {"main.New", "func(int, int) P", "main.New is a func(x int, y int) *P, not a func(int, int) P"},
    {"main.New", "func(int) *P", "main.New is a"},
    {"main.New", "int", "main.New is a"},
    {"main.New", "func(", "\"func(\": syntax error"},
    {"main.New", "", "syntax error"},
    {"main.New", "func(Q)", "undefined: Q"},
    {"main.New", "func(int, int) *P; var x int", "syntax error"},
    {"main.None", "func()", "no function main.None: undefined: main.None"},
    {"main", "func()", "no function main"},
    {"", "func()", "no function"},
    {".", "func()", "no function"},
    {"none.F", "func()", "the program has no such package"},
    {"main.P", "func()", "no function main.P"},
    {"main.Count", "func()", "no function main.Count"},
    {"main.fn", "func()", "no function main.fn"},
    {"main.len", "func()", "undefined: main.len"},
    {"main.New(1, 2).Sum", "func(int) int", "no function"},
    {"main.New(1, 2)", "*P", "no function"},
    {"main.small", "func() int", NULL},
    {"main.small;", "func() int", "no function main.small;"},
    {"main.small ", "func() int", "no function"},
    {"main.small\n", "func() int", "no function"},
    {"main.small//", "func() int", "no function"},
    {"main. small", "func() int", "no function"},
    {"main.small()", "int", "no function"},
    {"main.small", "func() int;", "syntax error"},
    {"main.Max[int];", "func(int, int) int", "no function"},
    {"main.Max[ int /* it */ ]", "func(int, int) int", NULL},
    {"main.main", "func()", NULL},
    // Methods: the receiver is the first parameter.
    {"main.(*P).Move", "func(*P, int, int)", NULL},
    {"main.(*P).Move", "func(p *P, dx int, dy int)", NULL},
    {"main.(*P).Move", "func(int, int)",
     "main.(*P).Move is a func(p *P, dx int, dy int), not a func(int"},
    {"main.(*P).Move", "func(P, int, int)", "not a func(P, int, int)"},
    {"main.P.Move", "func(P, int, int)", "no function main.P.Move: invalid method expression"},
    {"main.P.Sum", "func(P, int) int", NULL},
    {"main.P.Sum", "func(int) int", "main.P.Sum is a func(p P, k int) int, not a func(int) int"},
    {"main.(*P).Sum", "func(*P, int) int", NULL},
    {"main.(*P).Sum", "func(P, int) int", "not a func(P, int) int"},
    {"main.P.None", "func(P)", "no function main.P.None"},
    {"main.(P", "func(P)", "no function main.(P"},
    {"main.(*P", "func(P)", "no function main.(*P"},
    {"main.Outer.Move", "func(Outer, int, int)", NULL},
    {"main.(*Outer).Sum", "func(*Outer, int) int", NULL},
    {"main.(*Inner).Move", "func(*Inner, int, int)", NULL},
    {"main.Inner.Move", "func(Inner, int, int)", "no function"},
    {"main.Inner.Sum", "func(Inner, int) int", NULL},
    {"main.Shape.Area", "func(Shape) float64", NULL},
    {"main.Shape.hidden", "func(Shape) int", NULL},
    {"main.Holder.Area", "func(Holder) float64", NULL},
    {"main.Celsius.Text", "func(Celsius) string", NULL},
    {"main.Celsius.Text", "func(float64) string", "not a func(float64) string"},
    {"main.(*List[string]).Push", "func(*List[string], string) int", NULL},
    {"main.(*List[int]).Push", "func(*List[int], int) int", NULL},
    {"main.List[string].Last", "func(List[string]) string", NULL},
    {"main.(*List[string]).Push", "func(*List[int], int) int", "not a func(*List[int], int) int"},
    {"main.(*List).Push", "func(*List[int], int) int", "no function"},
    {"main.(*List[Q]).Push", "func(*List[int], int) int", "undefined: Q"},
    {"main.Max[int]", "func(int, int) int", NULL},
    {"main.Max[float64]", "func(float64, float64) float64", NULL},
    {"main.Max", "func(int, int) int", "no function main.Max"},
    {"main.Max[string]", "func(string, string) string", "string does not satisfy"},
    // Types of all kinds.
    {"main.Wait", "func(time.Duration, ...uint8) (time.Duration, error)", NULL},
    {"main.Wait", "func(time.Duration, []byte) (time.Duration, error)", "main.Wait is a"},
    {"main.Wait", "func(d int64, b ...byte) (time.Duration, error)", "main.Wait is a"},
    {"main.Grid",
     "func([2][3]int32, map[string][]*P, func(interface{}) error, <-chan struct{}) int", NULL},
    {"main.Grid", "func([3][2]rune, map[string][]*P, func(any) error, <-chan struct{}) int",
     "main.Grid is a"},
    {"main.Grid", "func([2][3]rune, map[string][]*P, func(any) error, chan struct{}) int",
     "main.Grid is a"},
    {"main.Tagged", "func(struct { A int `k:\"v\"`; b string }) int", NULL},
    {"main.Tagged", "func(struct { A int; b string }) int", "main.Tagged is a"},
    {"main.Both", "func(Pair[int, map[string]P]) int", NULL},
    {"main.Both", "func(Pair[int, map[string]int]) int", "main.Both is a"},
    // Other packages.
    {"math/rand.Intn", "func(int) int", NULL},
    {"rand.Intn", "func(int) int", NULL},
    {"time.Duration.Seconds", "func(time.Duration) float64", NULL},
    {"strings.(*Builder).Len", "func(*strings.Builder) int", NULL},
    {"strings.Index", "func(string, string) int", "strings.Index is written in C"},
    {"strings.explode", "func(string, int) []string", "no function strings.explode"},
    {"fmt.Sprint", "func(...any) string", NULL},
};

static const struct {
  const char *name, *type, *says;
} variables[] = {
    {"main.Count", "int", NULL},
    {"main.Where", "P", NULL},
    {"main.Names", "[]string", NULL},
    {"main.fn", "func()", NULL},
    {"main.Count", "int64", "main.Count is a int, not a int64"},
    {"main.Count", "", "syntax error"},
    {"main.None", "int", "no variable main.None"},
    {"main.New", "int", "no variable main.New"},
    {"main.P", "int", "no variable main.P"},
    {"Count", "int", "no variable Count"},
    {"", "int", "no variable"},
};

static void check_found(bool found, const char *name, const char *type, const char *says,
                        struct vole_error *err) {
  char what[300];
  snprintf(what, sizeof what, "%s \"%s\"", name, type);
  if (found && says)
    fail(what, "it was found");
  else if (!found && !says)
    fail(what, err->message);
  else if (!found && (err->kind != VOLE_ERROR_USAGE || !strstr(err->message, says)))
    fail(what, err->message);
  vole_error_clear(err);
}

static void look_all_up(struct vole *vole) {
  struct vole_error err = {0};
  for (size_t i = 0; i < sizeof lookups / sizeof lookups[0]; i++)
    check_found(vole_func(vole, lookups[i].name, lookups[i].type, &err), lookups[i].name,
                lookups[i].type, lookups[i].says, &err);
  for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
    check_found(vole_variable(vole, variables[i].name, variables[i].type, &err), variables[i].name,
                variables[i].type, variables[i].says, &err);
}

static void call(struct vole *vole, const char *name, const char *type, const void *in, void *out) {
  struct vole_error err = {0};
  struct vole_func *f = vole_func(vole, name, type, &err);
  if (!f || !vole_call(vole, f, in, out, &err))
    fail(name, err.message);
  vole_error_clear(&err);
}

static void expect(const char *what, int64_t got, int64_t want) {
  char text[100];
  snprintf(text, sizeof text, "%" PRId64 " instead of %" PRId64, got, want);
  if (got != want)
    fail(what, text);
}

struct point {
  int64_t x, y;
};

static void call_methods(struct vole *vole) {
  struct point start = {3, 4}, *p = NULL;
  int64_t sum = 0;
  call(vole, "main.New", "func(int, int) *P", &start, &p);
  struct vole_ref *ref = vole_hold(vole, p);
  struct {
    struct point *p;
    int64_t dx, dy;
  } move = {p, 10, 20};
  call(vole, "main.(*P).Move", "func(*P, int, int)", &move, NULL);
  struct {
    struct point p;
    int64_t k;
  } by_value = {*p, 2};
  call(vole, "main.P.Sum", "func(P, int) int", &by_value, &sum);
  expect("P.Sum", sum, 74);
  struct {
    struct point *p;
    int64_t k;
  } by_pointer = {p, 3};
  call(vole, "main.(*P).Sum", "func(*P, int) int", &by_pointer, &sum);
  expect("(*P).Sum", sum, 111);
  struct {
    struct vole_string name;
    struct point *p;
    int64_t dx, dy;
  } outer = {{"o", 1}, p, 1, 1};
  call(vole, "main.Outer.Move", "func(Outer, int, int)", &outer, NULL);
  expect("Outer.Move", p->x + p->y, 39);
  struct {
    int64_t pad[3];
    struct point p;
    int64_t k;
  } inner = {{1, 2, 3}, {5, 6}, 1};
  call(vole, "main.Inner.Sum", "func(Inner, int) int", &inner, &sum);
  expect("Inner.Sum", sum, 11);
  vole_release(vole, ref);
}

static void call_others(struct vole *vole) {
  double side = 3, area = 0;
  struct vole_iface shape;
  int64_t number = 0;
  call(vole, "main.NewShape", "func(float64) Shape", &side, &shape);
  call(vole, "main.Shape.Area", "func(Shape) float64", &shape, &area);
  expect("Shape.Area", (int64_t)area, 9);
  call(vole, "main.Shape.hidden", "func(Shape) int", &shape, &number);
  expect("Shape.hidden", number, 7);
  void *holder = NULL;
  area = 0;
  call(vole, "main.NewHolder", "func(float64) *Holder", &side, &holder);
  call(vole, "main.(*Holder).Area", "func(*Holder) float64", &holder, &area);
  expect("(*Holder).Area", (int64_t)area, 9);
  struct {
    void *list;
    struct vole_string text;
  } push = {NULL, {"abc", 3}};
  call(vole, "main.NewList", "func() *List[string]", NULL, &push.list);
  struct vole_ref *ref = vole_hold(vole, push.list);
  call(vole, "main.(*List[string]).Push", "func(*List[string], string) int", &push, &number);
  call(vole, "main.(*List[string]).Push", "func(*List[string], string) int", &push, &number);
  expect("Push", number, 2);
  struct vole_string last = {0};
  call(vole, "main.(*List[string]).Last", "func(*List[string]) string", &push.list, &last);
  expect("Last", last.len, 3);
  double celsius = 36.6;
  call(vole, "main.Celsius.Text", "func(Celsius) string", &celsius, &last);
  expect("Text", last.len == 4 && memcmp(last.ptr, "36.6", 4) == 0, 1);
  struct point two = {3, 8};
  call(vole, "main.Max[int]", "func(int, int) int", &two, &number);
  expect("Max", number, 8);
  vole_release(vole, ref);
}

// Repeated lookups, also failed ones, keep no memory.
static void repeat(struct vole *vole) {
  struct mallinfo2 before = mallinfo2();
  for (int i = 0; i < 1000; i++) {
    struct vole_error err = {0};
    vole_func(vole, "main.Grid",
              "func([2][3]int32, map[string][]*P, func(interface{}) error, <-chan struct{}) int",
              &err);
    vole_func(vole, "main.None", "func()", &err);
    vole_func(vole, "main.(*P).Move", "func(int, int)", &err);
    vole_variable(vole, "main.Names", "[]string", &err);
    vole_variable(vole, "main.None", "[]string", &err);
    vole_error_clear(&err);
  }
  struct mallinfo2 after = mallinfo2();
  size_t grown = after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
  if ((int64_t)grown > 1000)
    expect("bytes kept by 5,000 lookups", (int64_t)grown, 0);
}

// Nor do distinct names that the program has not, nor those that are none.
static void try_names(struct vole *vole) {
  static const char *const forms[] = {"main.OnEvent%d", "main.P.On%d",  "main.(*P).On%d",
                                      "package%d.F",    "main.New(%d)", "%d",
                                      "main.new%d",     "none/x%d.F",   "main.List[int].On%d"};
  struct mallinfo2 before = mallinfo2();
  for (int i = 0; i < 18000; i++) {
    struct vole_error err = {0};
    char name[100];
    snprintf(name, sizeof name, forms[i / 2 % 9], i);
    bool found = i % 2 ? vole_variable(vole, name, "int", &err) != NULL
                       : vole_func(vole, name, "func(P)", &err) != NULL;
    if (found || err.kind != VOLE_ERROR_USAGE || !strstr(err.message, name))
      fail(name, err.message);
    vole_error_clear(&err);
  }
  struct mallinfo2 after = mallinfo2();
  size_t grown = after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
  if ((int64_t)grown > 1000)
    expect("bytes kept by names that are not there", (int64_t)grown, 0);
}

int main(int argc, char **argv) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  if (!vole || !vole_load_string(vole, "lookup.go", source, sizeof source - 1, &err)) {
    fail("load", err.message);
    return 1;
  }
  if (argc > 1) { // a number of lookups, to count instructions
    for (int i = 0; i < atoi(argv[1]); i++)
      vole_func(vole, "main.(*P).Move", "func(*P, int, int)", NULL);
    return 0;
  }
  look_all_up(vole);
  call_methods(vole);
  look_all_up(vole); // from memory
  call_others(vole);
  repeat(vole);
  try_names(vole);
  vole_free(vole);
  return failures != 0;
}
