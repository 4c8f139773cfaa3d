// A host makes and reads values while goroutines on other threads allocate, collect and change what
// both share; and the program is replaced while they run.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"fmt\"; \"runtime\"; \"sync\")\n"
    "type Node struct { Name string; Next *Node; More map[string]*Node }\n"
    "var lock sync.Mutex\n"
    "var stop, stopped chan bool\n"
    "func churn(done chan bool) {\n"
    "  for i := 0; ; i++ {\n"
    "    select { case <-stop: done <- true; return; default: }\n"
    "    var list *Node\n"
    "    for j := range 50 { list = &Node{fmt.Sprint(i, j), list, map[string]*Node{\"a\": list}} "
    "}\n"
    "    if i%20 == 0 { runtime.GC() }\n"
    "  }\n"
    "}\n"
    "func Start() { stop = make(chan bool); stopped = make(chan bool, 2); for range 2 { go "
    "churn(stopped) } }\n"
    "func Stop() { close(stop); <-stopped; <-stopped }\n"
    "func Length(n *Node) (count int) { for ; n != nil; n = n.Next { count += len(n.Name) + "
    "len(n.More) }; return }\n"
    "func Echo(in chan string, out chan string) { go func() { for s := range in { out <- s + s }; "
    "close(out) }() }\n"
    "func main() {}\n";

enum { rounds = 150, nodes = 20 };

static struct vole *vole;
static struct vole_error err;

static void must(bool ok, const char *what) {
  if (ok)
    return;
  printf("FAIL %s: %s\n", what, err.message ? err.message : "not so");
  exit(1);
}
#define MUST(condition) must(condition, #condition)

struct node {
  struct vole_string name;
  struct node *next;
  void *more;
};

// Builds a list with vole_store only, and has the script count it.
static void build_list(const struct vole_type *node, const struct vole_type *map) {
  struct node *list = NULL;
  int64_t length = 0;
  for (int i = 0; i < nodes; i++) {
    struct node value = {vole_string_new(vole, "abcdefgh", (size_t)i % 8), list, NULL};
    MUST(vole_make(vole, map, 0, 0, &value.more, &err));
    for (int key = 0; key < 12; key++) {
      struct vole_string name = vole_string_new(vole, "0123456789ab", (size_t)key);
      MUST(vole_map_set(vole, map, value.more, &name, &list, &err));
    }
    struct node *made = vole_object_new(vole, node, &err);
    MUST(vole_store(vole, node, made, &value, &err));
    list = made;
  }
  MUST(vole_call(vole, vole_func(vole, "main.Length", "func(*Node) int", &err), &list, &length,
                 &err));
  MUST(length == nodes * 12 + 2 * (7 * 8 / 2) + 3 * 4 / 2);
}

// Sends and receives, with a goroutine between.
static void echo(const struct vole_type *channel) {
  struct {
    void *in, *out;
  } pair;
  MUST(vole_make(vole, channel, 0, 0, &pair.in, &err));
  MUST(vole_make(vole, channel, 3, 0, &pair.out, &err));
  struct vole_ref *in = vole_hold(vole, pair.in), *out = vole_hold(vole, pair.out);
  MUST(vole_call(vole, vole_func(vole, "main.Echo", "func(chan string, chan string)", &err), &pair,
                 NULL, &err));
  struct vole_string s;
  for (int i = 0; i < 5; i++) {
    s = vole_string_new(vole, "abcde", (size_t)i);
    MUST(vole_chan_send(vole, channel, pair.in, &s, true, &err) == VOLE_CHAN_DONE);
    MUST(vole_chan_receive(vole, channel, pair.out, &s, true, &err) == VOLE_CHAN_DONE);
    MUST(s.len == 2 * i && memcmp(s.ptr + i, "abcde", (size_t)i) == 0);
  }
  MUST(vole_chan_close(vole, channel, pair.in, &err));
  MUST(vole_chan_receive(vole, channel, pair.out, &s, true, &err) == VOLE_CHAN_CLOSED);
  vole_release(vole, in);
  vole_release(vole, out);
}

static void reload(int number) {
  char text[300];
  int size = snprintf(text, sizeof text,
                      "package main\nimport \"strings\"\ntype T%d struct { a, b []string }\n"
                      "func F() int { return len(strings.Repeat(\"a\", %d)) }\nfunc main() {}\n",
                      number, number);
  struct vole_source file = {"r.go", text, (size_t)size};
  struct vole_package package = {.files = &file, .file_count = 1};
  int64_t got;
  MUST(vole_reload(vole, &package, 1, &err));
  MUST(vole_call(vole, vole_func(vole, "main.F", "func() int", &err), NULL, &got, &err));
  MUST(got == number);
}

int main(void) {
  struct vole_config config = {.max_procs = 3, .godebug = "clobberfree=1"};
  vole = vole_new(&config, &err);
  MUST(vole_load_string(vole, "stress.go", source, sizeof source - 1, &err));
  struct vole_func *stop = vole_func(vole, "main.Stop", "func()", &err);
  MUST(vole_call(vole, vole_func(vole, "main.Start", "func()", &err), NULL, NULL, &err));
  const struct vole_type *node = vole_type(vole, "Node", &err),
                         *map = vole_type(vole, "map[string]*Node", &err),
                         *channel = vole_type(vole, "chan string", &err);
  for (int i = 0; i < rounds; i++) {
    build_list(node, map);
    if (i % 8 == 0)
      echo(channel);
  }
  for (int i = 0; i < 20; i++)
    reload(i);
  MUST(vole_call(vole, stop, NULL, NULL, &err));
  vole_free(vole);
  return 0;
}
