// Values of odd sizes and shapes through everything that moves values: too large for a frame, without
// size, of several alignments; variadic functions, nil receivers, what is embedded.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vm/api_expect.h"
#include "vm/api/vole.h"

static const char declarations[] = "package odd\n"
                                   "type Big struct { Head int8; Words [3000]int; Text string }\n"
                                   "type Box struct { handle uintptr }\n"
                                   "func (b *Box) IsNil() bool\n"
                                   "func (b Big) Sum(by int) (Big, int)\n"
                                   "func Mixed(a int8, b float32, c complex128, d bool, e "
                                   "[3]uint16, f struct{}, g string) (x uint16, "
                                   "y float64, z struct{}, s []int8)\n"
                                   "func Count(first string, rest ...int) int\n";

static const char source[] =
    "package main\n"
    "import (\"fmt\"; \"odd\")\n"
    "type Wrapper struct { *odd.Box; odd.Big }\n"
    "type Empty struct{}\n"
    "func (Empty) Name() string { return \"empty\" }\n"
    "func Use() string {\n"
    "  var b odd.Big; b.Words[2999] = 5; b.Text = \"big\"\n"
    "  c, sum := b.Sum(7)\n"
    "  var none *odd.Box\n"
    "  f := b.Sum\n"
    "  d, _ := f(1)\n"
    "  w := Wrapper{Big: c}\n"
    "  e, _ := w.Sum(100)\n"
    "  var i interface{ Sum(int) (odd.Big, int) } = b\n"
    "  g, _ := i.Sum(2)\n"
    "  x, y, _, s := odd.Mixed(-1, 2.5, 3+4i, true, [3]uint16{6, 7, 8}, struct{}{}, \"g\")\n"
    "  return fmt.Sprint(c.Words[2999], c.Text, sum, none.IsNil(), w.IsNil(), d.Words[2999], "
    "e.Words[2999],\n"
    "    g.Words[2999], x, y, s, odd.Count(\"a\"), odd.Count(\"b\", 1, 2, 3)) }\n"
    "func Pass(b odd.Big, f func(odd.Big) odd.Big) odd.Big { return f(f(b)) }\n"
    "func Variadic(f func(string, ...int) int) int { return f(\"x\") + f(\"y\", 1) + f(\"z\", "
    "[]int{1, 2, 3}...) }\n"
    "func main() {}\n";

struct big {
  int8_t head;
  int64_t words[3000];
  struct vole_string text;
};

static struct vole *vole;

static const struct vole_type *type(const char *text) {
  const struct vole_type *found = vole_type(vole, text, &err);
  EXPECT(found != NULL);
  return found;
}

static bool box_is_nil(struct vole *v, void *user, const void *arguments, void *results) {
  (void)v, (void)user;
  *(bool *)results = !*(void *const *)arguments;
  return true;
}

// func (b Big) Sum(by int) (Big, int), and func(Big) Big with by 1
static bool big_sum(struct vole *v, void *user, const void *arguments, void *results) {
  const struct {
    struct big b;
    int64_t by;
  } *in = arguments;
  struct {
    struct big b;
    int64_t sum;
  } *out = results;
  int64_t by = user ? 1 : in->by;
  out->b = in->b;
  out->b.words[2999] += by;
  vole_collect(v, NULL);
  if (!user)
    out->sum = out->b.words[2999];
  return true;
}

static bool mixed(struct vole *v, void *user, const void *arguments, void *results) {
  const struct {
    int8_t a;
    float b;
    _Alignas(8) double c[2];
    bool d;
    uint16_t e[3];
    struct vole_string g;
  } *in = arguments;
  struct {
    uint16_t x;
    double y;
    struct vole_slice s;
  } *out = results;
  int8_t bytes[] = {in->a, (int8_t)in->d};
  (void)user;
  out->x = in->e[2];
  out->y = (double)in->b + in->c[0] + in->c[1];
  out->s = vole_bytes_new(v, bytes, in->g.len == 1 ? 2 : 0);
  return true;
}

static bool count(struct vole *v, void *user, const void *arguments, void *results) {
  const struct {
    struct vole_string first;
    struct vole_slice rest;
  } *in = arguments;
  (void)v, (void)user;
  *(int64_t *)results = in->rest.len;
  return true;
}

static void natives(void) {
  struct vole_string said;
  static const char want[] = "12big12 true true 6 112 7 8 9.5 [-1 1] 0 3";
  EXPECT(vole_call(vole, vole_func(vole, "main.Use", "func() string", &err), NULL, &said, &err));
  if (said.len != (int64_t)strlen(want) || memcmp(said.ptr, want, strlen(want)) != 0) {
    printf("FAIL %.*s\n", (int)said.len, said.ptr);
    failures++;
  }
}

static void closures(void) {
  static struct {
    struct big b;
    void *f;
  } in;
  static struct big out;
  int user;
  int64_t n;
  in.b = (struct big){.head = 3, .text = vole_string_new(vole, "kept", 4)};
  in.f = vole_closure_new(vole, type("func(odd.Big) odd.Big"), big_sum, &user, &err);
  struct vole_func *pass =
      vole_func(vole, "main.Pass", "func(odd.Big, func(odd.Big) odd.Big) odd.Big", &err);
  EXPECT(vole_call(vole, pass, &in, &out, &err));
  EXPECT(out.head == 3 && out.words[2999] == 2 && out.text.len == 4 && out.text.ptr[0] == 'k');
  in.f = vole_closure_new(vole, type("func(odd.Big) odd.Big"), big_sum, &user, &err);
  EXPECT(vole_closure_call(vole, type("func(odd.Big) odd.Big"), in.f, &in.b, &out, &err) &&
         out.words[2999] == 1);
  void *f = vole_closure_new(vole, type("func(string, ...int) int"), count, NULL, &err);
  EXPECT(vole_call(vole,
                   vole_func(vole, "main.Variadic", "func(func(string, ...int) int) int", &err), &f,
                   &n, &err) &&
         n == 4);
  void *method;
  const struct vole_type *method_type;
  struct vole_string name;
  EXPECT(vole_method(vole, type("Empty"), &n, "Name", &method, &method_type, &err) &&
         vole_closure_call(vole, method_type, method, NULL, &name, &err) && name.len == 5);
  static struct {
    void *box;
    struct big b;
  } wrapper;
  bool nil = false;
  EXPECT(vole_method(vole, type("Wrapper"), &wrapper, "IsNil", &method, &method_type, &err) &&
         vole_closure_call(vole, method_type, method, NULL, &nil, &err) && nil);
}

// Moves a value through each kind of container, and looks whether it comes out as it went in.
static void move(const char *text, void *value, size_t size) {
  const struct vole_type *t = type(text);
  char name[100], *out = calloc(1, size + 1);
  void *map, *channel;
  bool found;
  struct vole_slice list = {0};
  struct vole_iface iface;
  snprintf(name, sizeof name, "map[string]%s", text);
  struct vole_string key = vole_string_new(vole, "k", 1);
  EXPECT(vole_make(vole, type(name), 3, 0, &map, &err));
  EXPECT(vole_map_set(vole, type(name), map, &key, value, &err));
  EXPECT(vole_map_get(vole, type(name), map, &key, out, &found, &err) && found);
  EXPECT(memcmp(out, value, size) == 0);
  snprintf(name, sizeof name, "chan %s", text);
  for (int room = 0; room < 2; room++) {
    memset(out, 0, size);
    EXPECT(vole_make(vole, type(name), room, 0, &channel, &err));
    EXPECT(vole_chan_send(vole, type(name), channel, value, false, &err) ==
           (room ? VOLE_CHAN_DONE : VOLE_CHAN_WOULD_BLOCK));
    EXPECT(vole_chan_receive(vole, type(name), channel, out, room, &err) ==
           (room ? VOLE_CHAN_DONE : VOLE_CHAN_WOULD_BLOCK));
    EXPECT(!room || memcmp(out, value, size) == 0);
  }
  EXPECT(vole_chan_close(vole, type(name), channel, &err));
  EXPECT(vole_chan_receive(vole, type(name), channel, out, true, &err) == VOLE_CHAN_CLOSED);
  snprintf(name, sizeof name, "[]%s", text);
  EXPECT(vole_append(vole, type(name), &list, value, 1, &err));
  EXPECT(vole_append(vole, type(name), &list, list.ptr, 1, &err) && list.len == 2);
  EXPECT(memcmp((char *)list.ptr + size, value, size) == 0);
  EXPECT(vole_iface_make(vole, NULL, t, value, &iface, &err));
  memset(out, 0, size);
  EXPECT(vole_iface_get(vole, iface, t, out, &err) && memcmp(out, value, size) == 0);
  void *object = vole_object_new(vole, t, &err);
  EXPECT(vole_store(vole, t, object, value, &err) && memcmp(object, value, size) == 0);
  free(out);
}

int main(void) {
  static const struct vole_native_entry entries[] = {{"(*Box).IsNil", box_is_nil, NULL},
                                                     {"Big.Sum", big_sum, NULL},
                                                     {"Mixed", mixed, NULL},
                                                     {"Count", count, NULL}};
  struct vole_config config = {.voledebug = "gcstress=5,verify", .godebug = "clobberfree=1"};
  static struct big big = {.head = 1, .words = {[2999] = 9}};
  uint16_t shorts[3] = {1, 2, 3};
  double number[2] = {1.5, 2.5};
  uint8_t byte = 7;
  setvbuf(stdout, NULL, _IONBF, 0);
  vole = vole_new(&config, &err);
  EXPECT(vole_bind_package(vole, "odd", declarations, sizeof declarations - 1, entries, 4, &err));
  EXPECT(vole_load_string(vole, "odd.go", source, sizeof source - 1, &err));
  natives();
  closures();
  big.text = vole_string_new(vole, "big text", 8);
  struct vole_ref *ref = vole_hold(vole, (void *)big.text.ptr);
  move("odd.Big", &big, sizeof big);
  move("struct{}", &byte, 0);
  move("[3]uint16", shorts, sizeof shorts);
  move("complex128", number, sizeof number);
  move("uint8", &byte, 1);
  move("string", &big.text, sizeof big.text);
  vole_release(vole, ref);
  vole_free(vole);
  return failures > 0;
}
