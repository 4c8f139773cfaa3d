// Random sequences of calls of vole.h, right and wrong ones, on several instances at once, against
// a model of what each must do: whether a call works, and what it computes. A failure prints the
// seed and the number of the call.
//
//   api_driver [CALLS] [SEED]

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vm/api_driver.h"

enum { instances = 3 };

static const char source[] =
    "package main\n"
    "import (\"host\"; \"runtime\"; \"strings\")\n"
    "type P struct { n int; s string; next *P }\n"
    "func (p *P) Add(k int) int { p.n += k; return p.n }\n"
    "func (p P) Get() int { return p.n }\n"
    "var Total int\n"
    "var kept []*P\n"
    "func Add(a, b int) int { Total += a + b; return a + b }\n"
    "func New(n int, s string) *P { p := &P{n: n, s: strings.Repeat(s, 3)}; if n%3 == 0 { p.next = "
    "&P{n: -n} }; return p }\n"
    "func Text(p *P) string { return p.s }\n"
    "func Keep(p *P) int { kept = append(kept, p); if len(kept) > 20 { kept = kept[10:] }; return "
    "len(kept) }\n"
    "func Panic(n int) int { var a [3]int; return a[n] }\n"
    "func Back(n int) int { return host.Back(n) }\n"
    "func Start(n int) int { c := make(chan int); for i := range n { go func() { "
    "runtime.Gosched(); c <- i }() }; s := 0; for range n { s += <-c }; return s }\n"
    "func Error(n int) (int, error) { if n > 0 { return n, nil }; return 0, failure(n) }\n"
    "type failure int\n"
    "func (f failure) Error() string { return strings.Repeat(\"no\", 2) }\n"
    "func main() { Total += 1000 }\n";

static struct model models[instances];
static uint64_t random_state;
static long step;
static uint64_t seed;
static int depth, nowhere; // of calls; the descriptor of /dev/null

uint32_t below(uint32_t n) {
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(random_state >> 33) % n;
}

void fail(const char *what, const struct vole_error *err) {
  printf("api_driver: call %ld of seed %" PRIu64 ": %s: kind %d, %s\n", step, seed, what,
         err ? (int)err->kind : 0, err && err->message ? err->message : "no message");
  exit(1);
}

void outcome(const char *what, bool ok, bool want, enum vole_error_kind kind,
             struct vole_error *err) {
  if (ok != want || (!ok && (err->kind != kind || !err->message)))
    fail(what, err);
  vole_error_clear(err);
}

static struct vole_func *find(struct model *m, const char *name, const char *type) {
  struct vole_error err = {0};
  struct vole_func *f = vole_func(m->vole, name, type, &err);
  outcome(name, f != NULL, m->loaded, VOLE_ERROR_USAGE, &err);
  return f;
}

static void step_once(struct model *m);

// func Back(n int) int: does n things, then adds.
static bool back(struct vole *vole, void *user, const void *arguments, void *results) {
  struct model *m = user;
  int64_t n = *(const int64_t *)arguments;
  (void)vole;
  depth++;
  for (int64_t i = 0; i < n; i++)
    step_once(m);
  depth--;
  *(int64_t *)results = n + 1;
  return true;
}

static bool nothing(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  return true;
}

static void make(struct model *m) {
  struct vole_error err = {0};
  struct vole_config config = {.max_procs = 1 + (int)below(3),
                               .out_fd = -1,
                               .godebug = below(4) ? NULL : "clobberfree=1",
                               .grant = (int)below(VOLE_GRANT_ALL + 1)};
  bool wrong = below(8) == 0;
  if (wrong)
    config.memory_limit = -1 - (int64_t)below(1000);
  *m = (struct model){.vole = vole_new(&config, &err)};
  outcome("new", m->vole != NULL, !wrong, VOLE_ERROR_USAGE, &err);
}

static void drop(struct model *m) {
  if (depth > 0)
    return;
  for (int i = 0; i < arenas; i++)
    vole_arena_free(m->arenas[i]);
  vole_free(m->vole);
  *m = (struct model){0};
}

static void bind(struct model *m) {
  static const char *const wrong[] = {"",
                                      "func",
                                      "func Back(",
                                      "func Back(n widget) int",
                                      "x",
                                      "func (p P) Back()",
                                      "func Back[T any]()"};
  struct vole_error err = {0};
  uint32_t which = below(12);
  bool good = which >= sizeof wrong / sizeof wrong[0];
  bool ok = vole_bind(m->vole, "host", good ? "func Back(n int) int" : wrong[which],
                      good ? back : nothing, m, &err);
  outcome("bind", ok, good && !m->bound && !m->loaded, VOLE_ERROR_USAGE, &err);
  m->bound |= ok;
}

static void load(struct model *m) {
  struct vole_error err = {0};
  if (!m->bound)
    bind(m);
  if (below(4) == 0)
    outcome("load nothing", vole_load_files(m->vole, NULL, (int)below(3), &err), false,
            VOLE_ERROR_USAGE, &err);
  if (!m->bound)
    return;
  bool ok = vole_load_string(m->vole, "driver.go", source, sizeof source - 1, &err);
  outcome("load", ok, !m->loaded && depth == 0, VOLE_ERROR_USAGE, &err);
  m->loaded |= ok;
}

static void add(struct model *m) {
  struct vole_error err = {0};
  int64_t in[2] = {below(1000), below(1000)}, out = -1;
  struct vole_func *f = find(m, "main.Add", "func(int, int) int");
  bool wrong = below(10) == 0;
  bool ok = vole_call(m->vole, f, wrong ? NULL : in, below(5) ? &out : NULL, &err);
  outcome("Add", ok, m->loaded && !wrong, VOLE_ERROR_USAGE, &err);
  if (ok)
    m->total += in[0] + in[1];
  int64_t *total = vole_variable(m->vole, "main.Total", "int", &err);
  outcome("Total", total != NULL, m->loaded, VOLE_ERROR_USAGE, &err);
  if (total && *total != m->total)
    fail("Total is wrong", NULL);
}

// Makes a P and holds it in place of another.
static void hold(struct model *m) {
  struct vole_error err = {0};
  struct {
    int64_t n;
    struct vole_string s;
  } in = {below(1000), vole_string_new(m->vole, "abc", below(4))};
  struct p *p = NULL;
  struct vole_func *f = find(m, "main.New", "func(n int, s string) *P");
  if (!vole_call(m->vole, f, &in, &p, &err) && m->loaded)
    fail("New", &err);
  vole_error_clear(&err);
  uint32_t i = below(refs);
  vole_release(m->vole, m->held[i].ref);
  m->held[i].ref = vole_hold(m->vole, p);
  m->held[i].n = in.n;
  if ((m->held[i].ref != NULL) != (p != NULL))
    fail("hold", NULL);
}

// Looks at what is held.
static void look(struct model *m) {
  struct vole_error err = {0};
  uint32_t i = below(refs);
  struct p *p = vole_ref_object(m->held[i].ref);
  if (!p)
    return;
  if (p->n != m->held[i].n || p->s.len % 3 != 0 || (p->s.len && memcmp(p->s.ptr, "a", 1) != 0))
    fail("what is held has changed", NULL);
  struct {
    struct p *p;
    int64_t k;
  } in = {p, below(10)};
  int64_t n = 0, kept;
  if (!vole_call(m->vole, find(m, "main.(*P).Add", "func(*P, int) int"), &in, &n, &err) ||
      n != (m->held[i].n += in.k))
    fail("(*P).Add", &err);
  if (!vole_call(m->vole, find(m, "main.P.Get", "func(P) int"), p, &n, &err) || n != m->held[i].n)
    fail("P.Get", &err);
  if (below(3) == 0 && !vole_call(m->vole, find(m, "main.Keep", "func(*P) int"), &p, &kept, &err))
    fail("Keep", &err);
  if (below(3) == 0) {
    vole_release(m->vole, m->held[i].ref);
    m->held[i].ref = NULL;
  }
}

static void call_wrongly(struct model *m) {
  struct vole_error err = {0};
  int64_t in[2] = {7, 8}, out;
  struct model *other = &models[below(instances)];
  struct vole_func *f = other->vole && other != m
                            ? vole_func(other->vole, "main.Add", "func(int, int) int", NULL)
                            : NULL;
  outcome("another's", vole_call(m->vole, f, in, &out, &err), false, VOLE_ERROR_USAGE, &err);
  outcome("no name", vole_func(m->vole, NULL, "func()", &err) != NULL, false, VOLE_ERROR_USAGE,
          &err);
  outcome("no such", vole_func(m->vole, "main.X", "func()", &err) != NULL, false, VOLE_ERROR_USAGE,
          &err);
  outcome("not so", vole_func(m->vole, "main.Add", "func(int) int", &err) != NULL, false,
          VOLE_ERROR_USAGE, &err);
  outcome("no receiver", vole_func(m->vole, "main.(*P).Add", "func(int) int", &err) != NULL, false,
          VOLE_ERROR_USAGE, &err);
  outcome("no variable", vole_variable(m->vole, "main.Total", "uint", &err) != NULL, false,
          VOLE_ERROR_USAGE, &err);
  vole_release(m->vole, NULL);
  vole_panic(depth ? NULL : m->vole, "nothing");
}

static void panic(struct model *m) {
  struct vole_error err = {0};
  int64_t n = below(6), out = 0;
  bool ok = vole_call(m->vole, find(m, "main.Panic", "func(int) int"), &n, &out, &err);
  outcome("Panic", ok, m->loaded && n < 3, m->loaded ? VOLE_ERROR_PANIC : VOLE_ERROR_USAGE, &err);
}

static void errors(struct model *m) {
  struct vole_error err = {0};
  int64_t n = below(2);
  struct {
    int64_t n;
    struct vole_iface error;
  } out = {0};
  bool ok = vole_call(m->vole, find(m, "main.Error", "func(int) (int, error)"), &n, &out, &err);
  outcome("Error", ok, m->loaded, VOLE_ERROR_USAGE, &err);
  char *text = vole_iface_text(m->vole, out.error, NULL);
  if (ok && (n ? text != NULL : !text || strcmp(text, "nono") != 0))
    fail("the text of an error", NULL);
  free(text);
}

static void call_back(struct model *m) {
  struct vole_error err = {0};
  int64_t n = below(4), out = 0;
  if (depth > 3)
    return;
  bool ok = vole_call(m->vole, find(m, "main.Back", "func(int) int"), &n, &out, &err);
  outcome("Back", ok, m->loaded, VOLE_ERROR_USAGE, &err);
  if (ok && out != n + 1)
    fail("Back is wrong", NULL);
}

static void start(struct model *m) {
  struct vole_error err = {0};
  int64_t n = below(20), out = 0;
  bool ok = vole_call(m->vole, find(m, "main.Start", "func(int) int"), &n, &out, &err);
  outcome("Start", ok, m->loaded, VOLE_ERROR_USAGE, &err);
  if (ok && out != n * (n - 1) / 2)
    fail("Start is wrong", NULL);
}

static void run(struct model *m) {
  struct vole_error err = {0};
  bool ok = vole_run(m->vole, &err);
  outcome("run", ok, m->loaded && depth == 0, VOLE_ERROR_USAGE, &err);
  m->total += ok ? 1000 : 0;
}

static void use_arena(struct model *m) {
  static const unsigned char mask[5] = {0x8}; // next is a pointer
  struct vole_arena **arena = &m->arenas[below(arenas)];
  if (!*arena)
    *arena = vole_arena_new(m->vole);
  size_t size = below(6) ? 8 * (size_t)below(40) : SIZE_MAX - below(100), count = below(50);
  bool wrong = size > 1000;
  struct p *p = vole_arena_alloc(*arena, size, count, below(2) && size >= 32 ? mask : NULL);
  if ((!p) != wrong)
    fail("arena", NULL);
  if (p && size >= 32 && count)
    p[0].n = 5;
  if (below(5) == 0) {
    if (!vole_arena_free(*arena))
      fail("arena_free", NULL);
    *arena = NULL;
  }
}

static void measure(struct model *m) {
  struct vole_error err = {0};
  struct vole_stats stats;
  struct vole_pause pauses[4];
  uint64_t next = below(2) ? below(1000) : UINT64_MAX - below(10);
  if (!vole_stats(m->vole, &stats) || stats.mapped == 0 || stats.frees > stats.mallocs)
    fail("stats", NULL);
  if (vole_pauses(m->vole, &next, pauses, (int)below(6) - 2) > 3)
    fail("pauses", NULL);
  if (below(4) == 0)
    outcome("collect", vole_collect(m->vole, &err), true, VOLE_ERROR_USAGE, &err);
  if (below(20) == 0)
    outcome("list", vole_disassemble(m->vole, NULL, nowhere, &err), m->loaded, VOLE_ERROR_USAGE,
            &err);
  if (below(20) == 0)
    outcome("profile", vole_heap_profile(m->vole, nowhere, &err), true, VOLE_ERROR_USAGE, &err);
}

static void step_once(struct model *m) {
  static void (*const steps[])(struct model *) = {
      add,       hold,    hold,        look,          look,        call_wrongly, panic, errors,
      start,     run,     measure,     use_arena,     call_back,   load,         bind,  load,
      use_slice, use_map, use_channel, use_interface, use_closure, use_finalizer};
  step++;
  steps[below(sizeof steps / sizeof steps[0])](m);
}

int main(int argc, char **argv) {
  long calls = argc > 1 ? atol(argv[1]) : 20000;
  seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  random_state = seed * 2 + 1;
  nowhere = open("/dev/null", O_WRONLY);
  setvbuf(stdout, NULL, _IONBF, 0);
  while (step < calls) {
    struct model *m = &models[below(instances)];
    if (!m->vole)
      make(m);
    else if (below(300) == 0)
      drop(m);
    else
      step_once(m);
  }
  for (int i = 0; i < instances; i++)
    drop(&models[i]);
  if (!finalizers_have_run())
    fail("a finalizer has not run, or has run twice", NULL);
  return 0;
}
