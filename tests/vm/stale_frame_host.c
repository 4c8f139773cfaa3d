// A host's function that a script calls right after a safepoint, by name and by value. A collection
// at that safepoint must not take what lies in the frame of the call, which has not begun: it holds
// pointers to objects that are gone.

#include <stdio.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import \"host\"\n"
    "type object struct { next *object; pad [20]int }\n"
    "var sink *object\n"
    "var length int\n"
    // Leaves pointers all over the stack above the caller's frame.
    "func litter(n int) int {\n"
    "\ta, b, c, d, e := new(object), new(object), new(object), new(object), "
    "new(object)\n"
    "\tif n > 0 { litter(n-1) }\n"
    "\treturn a.pad[n%20] + b.pad[1] + c.pad[2] + d.pad[3] + e.pad[4]\n"
    "}\n"
    "func byValue(f func() string) { s := f(); length += len(s) }\n"
    "func byName() { host.Wait(); s := host.Name(); length += len(s) }\n"
    "func Run(rounds int) int {\n"
    "\tfor i := 0; i < rounds; i++ {\n"
    "\t\tlitter(10)\n"
    "\t\tfor j := 0; j < 3; j++ { sink = new(object); host.Wait() }\n"
    "\t\tbyValue(host.Name)\n"
    "\t\tlitter(10)\n"
    "\t\tfor j := 0; j < 3; j++ { sink = new(object); host.Wait() }\n"
    "\t\tsink = new(object)\n"
    "\t\tbyName()\n"
    "\t}\n"
    "\treturn length\n"
    "}\n"
    "func main() {}\n";

static bool host_name(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)user;
  (void)arguments;
  *(struct vole_string *)results = vole_string_new(vole, "name", 4);
  return true;
}

// A collection comes when it returns.
static bool host_wait(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)user;
  (void)arguments;
  (void)results;
  vole_string_new(vole, "anything", 8);
  return true;
}

int main(void) {
  enum { rounds = 50 };
  struct vole_error err = {0};
  struct vole_config config = {.voledebug = "gcstress=1,verify", .godebug = "clobberfree=1"};
  struct vole *vole = vole_new(&config, &err);
  int64_t in = rounds, out = 0;
  bool ok =
      vole && vole_bind(vole, "host", "func Name() string", host_name, NULL, &err) &&
      vole_bind(vole, "host", "func Wait()", host_wait, NULL, &err) &&
      vole_load_string(vole, "stale.go", source, sizeof source - 1, &err) &&
      vole_call(vole, vole_func(vole, "main.Run", "func(rounds int) int", &err), &in, &out, &err);
  printf("%s\n", ok ? "ok" : err.message);
  vole_error_clear(&err);
  vole_free(vole);
  return !ok || out != rounds * 2 * 4;
}
