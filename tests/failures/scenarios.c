// The scripts and hosts. Each is short but touches what its name says; what it prints is compared
// with what it prints when nothing fails.

#include "tests/failures/scenarios.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// clang-format off
#define SCRIPT(imports, body) "package main\n" imports "\n" body

static const char small_objects[] = SCRIPT("", 
  "type node struct { next *node; value int }\n"
  "func main() { var head *node; for i := range 150000 { head = &node{head, i} }\n"
  "n := 0; for p := head; p != nil; p = p.next { n += p.value }; println2(n) }\n"
  "func println2(n int) { print(n, \"\\n\") }\n");
static const char large_objects[] = SCRIPT("",
  "func main() { var x [][]byte; for i := range 24 { x = append(x, make([]byte, 1<<20+i)) }\n"
  "n := 0; for _, b := range x { n += len(b) }; print(n, \"\\n\") }\n");
static const char across_arenas[] = SCRIPT("",
  "func main() { x := make([]*int, 20<<20); y := make([]int, 9<<20); x[len(x)-1] = &y[5]; y[5] = 7\n"
  "print(*x[len(x)-1], \"\\n\") }\n");
static const char many_arenas[] = SCRIPT("",
  "func main() { var keep [][]byte; for range 6 { keep = append(keep, make([]byte, 60<<20)) }; print(len(keep), \"\\n\") }\n");
static const char churn[] = SCRIPT("",
  "type tree struct { l, r *tree }\n"
  "func build(n int) *tree { if n == 0 { return &tree{} }; return &tree{build(n-1), build(n-1)} }\n"
  "func (t *tree) count() int { if t.l == nil { return 1 }; return 1 + t.l.count() + t.r.count() }\n"
  "func main() { n := 0; for range 12 { n += build(12).count() }; print(n, \"\\n\") }\n");
static const char stack_growth[] = SCRIPT("",
  "func down(n int) int { if n == 0 { return 0 }; var pad [8]int; pad[n%8] = n; return down(n-1) + pad[n%8] - n + 1 }\n"
  "func main() { print(down(20000), \"\\n\") }\n");
static const char deep_recursion[] = SCRIPT("",
  "func down(n int, p *int) int { if n == 0 { return *p }; x := n; return down(n-1, &x) }\n"
  "func main() { x := 1; print(down(300000, &x), \"\\n\") }\n");
static const char map_growth[] = SCRIPT("",
  "func main() { m := map[int]int{}; for i := range 60000 { m[i*7] = i }; n := 0; for k, v := range m { n += k - v }\n"
  "for i := range 30000 { delete(m, i*7) }; print(n, len(m), \"\\n\") }\n");
static const char map_of_strings[] = SCRIPT("import \"strconv\"",
  "func main() { m := map[string][]string{}; for i := range 8000 { k := strconv.Itoa(i % 500); m[k] = append(m[k], \"x\"+k) }; print(len(m), len(m[\"3\"]), \"\\n\") }\n");
static const char string_building[] = SCRIPT("import \"strings\"",
  "func main() { var b strings.Builder; for i := range 60000 { b.WriteString(\"word\"); b.WriteByte(byte('a' + i%26)) }\n"
  "s := \"\"; for range 300 { s += \"0123456789\" }; print(b.Len(), len(s), strings.Count(b.String(), \"worda\"), \"\\n\") }\n");
static const char finalizers[] = SCRIPT("import \"runtime\"",
  "type thing struct { p *thing; n int }\nvar ran int\n"
  "func make1(i int) { t := &thing{n: i}; runtime.SetFinalizer(t, func(t *thing) { ran++ }) }\n"
  "func main() { for i := range 3000 { make1(i) }; runtime.GC(); runtime.GC(); runtime.GC(); print(ran > 2000, \"\\n\") }\n");
static const char reading_files[] = SCRIPT("import \"os\"",
  "func main() { n := 0; for range 10 { b, err := os.ReadFile(\"/proc/self/cmdline\"); if err != nil { print(err.Error(), \"\\n\") }; n += len(b) }; _, err := os.ReadFile(\"/no/such\"); print(n > 0, err.Error(), \"\\n\") }\n");
static const char free_os_memory[] = SCRIPT("import \"runtime/debug\"",
  "func fill() int { x := make([][]byte, 200); for i := range x { x[i] = make([]byte, 50000); x[i][7] = 1 }; return len(x) }\n"
  "func main() { n := 0; for range 4 { n += fill(); debug.FreeOSMemory() }; print(n, \"\\n\") }\n");
static const char memory_limit[] = SCRIPT("import \"runtime/debug\"",
  "func main() { debug.SetMemoryLimit(24<<20); n := 0; for i := range 400 { x := make([]byte, 100000+i); n += len(x) }; print(n, \"\\n\") }\n");
static const char compile_error[] = SCRIPT("", "func main() { var x int = \"text\"; y := 1 }\n");
static const char index_panic[] = SCRIPT("import \"strings\"",
  "func main() { x := strings.Split(\"a b\", \" \"); i := 5; print(x[i]) }\n");
static const char recovered[] = SCRIPT("import \"errors\"",
  "func risky(i int) (err error) { defer func() { if r := recover(); r != nil { err = errors.New(\"recovered\") } }(); var p *[4]int; if i%2 == 0 { return nil }; return errors.New(string(rune(p[i%4]))) }\n"
  "func main() { n := 0; for i := range 5000 { if risky(i) != nil { n++ } }; print(n, \"\\n\") }\n");
static const char sorting[] = SCRIPT("import \"sort\"",
  "func main() { x := make([]int, 30000); s := uint32(1); for i := range x { s = s*1664525 + 1013904223; x[i] = int(s >> 8) }; sort.Ints(x); print(sort.IntsAreSorted(x), \"\\n\") }\n");
static const char closures[] = SCRIPT("",
  "func main() { var f []func() int; for i := range 20000 { f = append(f, func() int { return i }) }; n := 0; for _, g := range f { n += g() }; print(n, \"\\n\") }\n");
static const char boxing[] = SCRIPT("import \"fmt\"",
  "type point struct { x, y int }\nfunc (p point) String() string { return \"p\" }\n"
  "func main() { var x []any; for i := range 20000 { x = append(x, i, point{i, i}) }; n := 0; for _, v := range x { if s, ok := v.(fmt.Stringer); ok { n += len(s.String()) } }; print(n, \"\\n\") }\n");
static const char append_growth[] = SCRIPT("",
  "func main() { var a []int; var b []string; var c [][3]*int; for i := range 50000 { a = append(a, i); b = append(b, \"s\"); c = append(c, [3]*int{&a[0]}) }; print(len(a), len(b), *c[0][0], \"\\n\") }\n");
static const char printing[] = SCRIPT("import \"fmt\"",
  "func main() { for i := range 1500 { fmt.Printf(\"%d %v %q %x\\n\", i, []int{i}, \"text\", i) } }\n");
static const char scanning[] = SCRIPT("import (\"bufio\"; \"strings\")",
  "func main() { s := bufio.NewScanner(strings.NewReader(strings.Repeat(\"a line of words\\n\", 20000))); n := 0; for s.Scan() { n += len(strings.Fields(s.Text())) }; print(n, \"\\n\") }\n");
static const char exiting[] = SCRIPT("import \"os\"",
  "func main() { x := make([]byte, 1<<20); defer print(\"not reached\"); os.Exit(len(x) % 7) }\n");
static const char mem_stats[] = SCRIPT("import \"runtime\"",
  "func main() { var m runtime.MemStats; runtime.ReadMemStats(&m); x := make([]byte, 5<<20); runtime.ReadMemStats(&m); print(len(x), m.HeapAlloc > 5<<20, \"\\n\") }\n");
static const char all_gone[] = SCRIPT("import \"runtime\"",
  "func use() int { var x [40][]byte; for i := range x { x[i] = make([]byte, 1000*(i+1)) }; return len(x) }\n"
  "func main() { n := 0; for range 8 { n += use(); runtime.GC() }; print(n, \"\\n\") }\n");
static const char called[] = SCRIPT("import \"host\"",
  "type node struct { next *node; s string }\nvar list *node\n"
  "func Add(s string, n int) (int, error) { for range n { list = &node{list, s + \"!\"} }; return host.Tell(s), nil }\n"
  "func Fail() error { return problem{\"bad\"} }\ntype problem struct { s string }\nfunc (p problem) Error() string { return p.s }\n"
  "func Twice(n int) int { if n == 0 { return 1 }; return host.Again(n-1) + 1 }\n"
  "func main() {}\n");
// clang-format on

static bool tell(struct vole *vole, void *user, const void *arguments, void *results) {
  const struct vole_string *s = arguments;
  (void)user;
  struct vole_string copy = vole_string_new(vole, s->ptr, (size_t)s->len);
  *(int64_t *)results = copy.len;
  return true;
}

static bool again(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_error err = {0};
  (void)user;
  struct vole_func *twice = vole_func(vole, "main.Twice", "func(n int) int", &err);
  bool ok = twice && vole_call(vole, twice, arguments, results, &err);
  if (!ok)
    vole_panic(vole, err.message);
  vole_error_clear(&err);
  return ok;
}

static bool load_called(struct vole *vole, struct vole_error *err) {
  return vole_bind(vole, "host", "func Tell(s string) int", tell, NULL, err) &&
         vole_bind(vole, "host", "func Again(n int) int", again, NULL, err) &&
         vole_load_string(vole, "called.go", called, strlen(called), err);
}

static bool host_calls(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  (void)scenario;
  if (!load_called(vole, err))
    return false;
  struct vole_func *add = vole_func(vole, "main.Add", "func(s string, n int) (int, error)", err);
  for (int i = 0; i < 200; i++) {
    struct {
      struct vole_string s;
      int64_t n;
    } in = {vole_string_new(vole, "some text", 9), 50};
    struct {
      int64_t n;
      struct vole_iface error;
    } out;
    if (!vole_call(vole, add, &in, &out, err))
      return false;
  }
  return true;
}

static bool host_calls_back(struct vole *vole, const struct scenario *scenario,
                            struct vole_error *err) {
  (void)scenario;
  int64_t n = 60, result = 0;
  if (!load_called(vole, err))
    return false;
  struct vole_func *twice = vole_func(vole, "main.Twice", "func(n int) int", err);
  return twice && vole_call(vole, twice, &n, &result, err);
}

static bool host_texts(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  (void)scenario;
  if (!load_called(vole, err))
    return false;
  struct vole_func *fail = vole_func(vole, "main.Fail", "func() error", err);
  for (int i = 0; i < 100; i++) {
    struct vole_iface value;
    if (!vole_call(vole, fail, NULL, &value, err))
      return false;
    free(vole_iface_text(vole, value, err));
  }
  return true;
}

static bool host_holds(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  struct vole_ref *held[200] = {NULL};
  (void)scenario;
  if (!load_called(vole, err) || !vole_run(vole, err))
    return false;
  for (int i = 0; i < 2000; i++) {
    struct vole_slice bytes = vole_bytes_new(vole, "0123456789", 10);
    if (!bytes.ptr)
      break; // the instance has ended; the next call says so
    vole_release(vole, held[i % 200]);
    held[i % 200] = vole_hold(vole, bytes.ptr);
    if (i % 500 == 0)
      vole_collect(vole, NULL);
  }
  for (int i = 0; i < 200; i++)
    vole_release(vole, held[i]);
  return vole_run(vole, err);
}

static bool host_only_loads(struct vole *vole, const struct scenario *scenario,
                            struct vole_error *err) {
  return vole_load_string(vole, "s.go", scenario->source, strlen(scenario->source), err);
}

// Makes values of all kinds until there are many, and reads them back.
static bool host_values(struct vole *vole, const struct scenario *scenario,
                        struct vole_error *err) {
  const struct vole_type *map_type, *list, *channel;
  void *map, *c;
  if (!host_only_loads(vole, scenario, err) ||
      !(map_type = vole_type(vole, "map[int][]string", err)) ||
      !(list = vole_type(vole, "[]string", err)) || !(channel = vole_type(vole, "chan int", err)) ||
      !vole_make(vole, map_type, 0, 0, &map, err))
    return false;
  for (int64_t i = 0; i < 3000; i++) {
    struct vole_string word = vole_string_new(vole, "0123456789", (size_t)i % 10);
    struct vole_slice words = {0}, got;
    if (!vole_append(vole, list, &words, &word, 1, err) ||
        !vole_append(vole, list, &words, NULL, i % 50, err) ||
        !vole_map_set(vole, map_type, map, &i, &words, err) ||
        !vole_map_get(vole, map_type, map, &i, &got, NULL, err) ||
        !vole_make(vole, channel, i % 9, 0, &c, err))
      return false;
  }
  struct vole_slice keys, values;
  return vole_map_entries(vole, map_type, map, &keys, &values, err) == 3000;
}

static bool host_only_makes(struct vole *vole, const struct scenario *scenario,
                            struct vole_error *err) {
  (void)vole;
  (void)scenario;
  (void)err;
  return true;
}

static bool host_disassembles(struct vole *vole, const struct scenario *scenario,
                              struct vole_error *err) {
  int nowhere = open("/dev/null", O_WRONLY);
  bool ok = host_only_loads(vole, scenario, err) && vole_disassemble(vole, NULL, nowhere, err);
  close(nowhere);
  return ok;
}

static bool host_asks(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  struct vole_stats stats;
  if (!host_only_loads(vole, scenario, err) || !vole_run(vole, err))
    return false;
  vole_collect(vole, NULL);
  vole_stats(vole, &stats);
  int64_t *ran = vole_variable(vole, "main.ran", "int", err);
  return ran && *ran >= 0;
}

// Other instances live and die beside the one in which calls fail, and it in turn beside them.
static bool host_many(struct vole *vole, const struct scenario *scenario, struct vole_error *err) {
  bool ok = true;
  for (int i = 0; i < 3 && ok; i++) {
    struct vole *other = vole_new(NULL, err);
    ok = other &&
         vole_load_string(other, "o.go", scenario->source, strlen(scenario->source), err) &&
         vole_run(other, err);
    vole_free(other);
  }
  return ok && host_only_loads(vole, scenario, err) && vole_run(vole, err);
}

const struct scenario scenarios[] = {
    {.name = "runtime_init", .host = host_only_makes},
    {.name = "load", .source = printing, .host = host_only_loads},
    {.name = "disassemble", .source = boxing, .host = host_disassembles},
    {.name = "small_objects", .source = small_objects},
    {.name = "large_objects", .source = large_objects},
    {.name = "across_arenas", .source = across_arenas},
    {.name = "many_arenas", .source = many_arenas},
    {.name = "churn", .source = churn},
    {.name = "churn_gogc_10", .source = churn, .gc_percent = 10},
    {.name = "stack_growth", .source = stack_growth},
    {.name = "deep_recursion", .source = deep_recursion},
    {.name = "map_growth", .source = map_growth},
    {.name = "map_of_strings", .source = map_of_strings},
    {.name = "string_building", .source = string_building},
    {.name = "finalizers", .source = finalizers},
    {.name = "reading_files", .source = reading_files},
    {.name = "free_os_memory", .source = free_os_memory},
    {.name = "free_os_memory_madv_free", .source = free_os_memory, .godebug = "madvdontneed=0"},
    {.name = "free_os_memory_decommit", .source = free_os_memory, .godebug = "harddecommit=1"},
    {.name = "memory_limit", .source = memory_limit},
    {.name = "memory_limit_of_host", .source = churn, .memory_limit = 12 << 20},
    {.name = "compile_error", .source = compile_error},
    {.name = "index_panic", .source = index_panic},
    {.name = "recovered", .source = recovered},
    {.name = "sorting", .source = sorting},
    {.name = "closures", .source = closures},
    {.name = "boxing", .source = boxing},
    {.name = "append_growth", .source = append_growth},
    {.name = "printing", .source = printing},
    {.name = "scanning", .source = scanning},
    {.name = "exiting", .source = exiting},
    {.name = "mem_stats", .source = mem_stats},
    {.name = "all_gone", .source = all_gone},
    {.name = "checkmark", .source = all_gone, .godebug = "gccheckmark=1"},
    {.name = "clobber", .source = map_growth, .godebug = "clobberfree=1"},
    {.name = "sbrk", .source = sorting, .godebug = "sbrk=1"},
    {.name = "gcstress", .source = finalizers, .voledebug = "gcstress=2000,verify"},
    {.name = "small_buffers", .source = churn, .voledebug = "smallbufs=1"},
    {.name = "host_calls", .host = host_calls},
    {.name = "host_calls_back", .host = host_calls_back},
    {.name = "host_texts", .host = host_texts},
    {.name = "host_holds", .host = host_holds},
    {.name = "host_values", .source = closures, .host = host_values},
    {.name = "host_asks", .source = finalizers, .host = host_asks},
    {.name = "host_many", .source = closures, .host = host_many},
};
const int scenario_count = sizeof scenarios / sizeof scenarios[0];
