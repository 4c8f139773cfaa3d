// call_bench [rounds]: what crossing between host and script costs, beside Lua 5.4 in one process.
//
// Each row is timed on both in turn, round after round, so that what disturbs one disturbs the
// other. It prints the least of all rounds and the median, in nanoseconds a call, and the ratio of
// the least times. "idle" is resident memory of an instance that waits, in KiB.

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vm/api/vole.h"

enum { most_rounds = 1000, default_rounds = 15 };

static const char vole_source[] = "package main\n"
                                  "import (\n"
                                  "\t\"bench\"\n"
                                  "\t\"fmt\"\n"
                                  ")\n"
                                  "func Add(a, b int) int { return a + b }\n"
                                  "func Len(s string) int { return len(s) }\n"
                                  "func Loop(n int) int {\n"
                                  "\tsum := 0\n"
                                  "\tfor i := 0; i < n; i++ {\n"
                                  "\t\tsum += bench.Add(i, 1)\n"
                                  "\t}\n"
                                  "\treturn sum\n"
                                  "}\n"
                                  "func Text(n int) string { return fmt.Sprintf(\"%d\", n) }\n"
                                  "func main() {}\n";
static const char lua_source[] = "function add(a, b) return a + b end\n"
                                 "function len(s) return #s end\n"
                                 "function loop(n)\n"
                                 "  local sum, native = 0, native\n"
                                 "  for i = 1, n do sum = sum + native(i, 1) end\n"
                                 "  return sum\n"
                                 "end\n"
                                 "function text(n) return string.format('%d', n) end\n";

struct two_ints {
  int64_t a, b;
};

static struct vole *vole;
static struct vole_func *vole_add, *vole_len, *vole_loop;
static lua_State *lua;
static volatile int64_t sink; // keeps results from being dropped

static void fail(const char *what, const char *message) {
  fprintf(stderr, "call_bench: %s: %s\n", what, message ? message : "failed");
  exit(1);
}

static bool vole_native_add(struct vole *v, void *user, const void *arguments, void *results) {
  const struct two_ints *in = arguments;
  (void)v;
  (void)user;
  *(int64_t *)results = in->a + in->b;
  return true;
}

static int lua_native_add(lua_State *l) {
  lua_pushinteger(l, luaL_checkinteger(l, 1) + luaL_checkinteger(l, 2));
  return 1;
}

static struct vole *make_vole(void) {
  struct vole_error err = {0};
  struct vole_config config = {0};
  struct vole *made = vole_new(&config, &err);
  if (!made || !vole_bind(made, "bench", "func Add(a, b int) int", vole_native_add, NULL, &err) ||
      !vole_load_string(made, "bench.go", vole_source, sizeof vole_source - 1, &err))
    fail("vole", err.message);
  return made;
}

static struct vole_func *look_up(struct vole *v, const char *name, const char *type) {
  struct vole_error err = {0};
  struct vole_func *found = vole_func(v, name, type, &err);
  if (!found)
    fail(name, err.message);
  return found;
}

static lua_State *make_lua(void) {
  lua_State *made = luaL_newstate();
  luaL_openlibs(made);
  lua_register(made, "native", lua_native_add);
  if (luaL_dostring(made, lua_source))
    fail("lua", lua_tostring(made, -1));
  return made;
}

// The rows: each does `count` calls.

static void ints_vole(long count) {
  for (long i = 0; i < count; i++) {
    struct two_ints in = {i, 1};
    int64_t out;
    if (!vole_call(vole, vole_add, &in, &out, NULL))
      fail("ints", NULL);
    sink = out;
  }
}

static void ints_lua(long count) {
  for (long i = 0; i < count; i++) {
    lua_getglobal(lua, "add");
    lua_pushinteger(lua, i);
    lua_pushinteger(lua, 1);
    if (lua_pcall(lua, 2, 1, 0))
      fail("ints", lua_tostring(lua, -1));
    sink = lua_tointeger(lua, -1);
    lua_pop(lua, 1);
  }
}

// A text of eleven bytes, which differs from call to call.
static void make_text(char *text, long i) {
  memcpy(text, "abcdefghijk", 11);
  for (int digit = 0; digit < 4; digit++)
    text[digit] = (char)('a' + (i >> (4 * digit) & 15));
}

static void string_vole(long count) {
  char text[11];
  for (long i = 0; i < count; i++) {
    make_text(text, i);
    struct vole_string in = vole_string_new(vole, text, sizeof text);
    int64_t out = 0;
    if (!in.ptr || !vole_call(vole, vole_len, &in, &out, NULL))
      fail("string", NULL);
    sink = out;
  }
}

static void string_lua(long count) {
  char text[11];
  for (long i = 0; i < count; i++) {
    make_text(text, i);
    lua_getglobal(lua, "len");
    lua_pushlstring(lua, text, sizeof text);
    if (lua_pcall(lua, 1, 1, 0))
      fail("string", lua_tostring(lua, -1));
    sink = lua_tointeger(lua, -1);
    lua_pop(lua, 1);
  }
}

static void native_vole(long count) {
  int64_t in = count, out;
  if (!vole_call(vole, vole_loop, &in, &out, NULL))
    fail("native", NULL);
  sink = out;
}

static void native_lua(long count) {
  lua_getglobal(lua, "loop");
  lua_pushinteger(lua, count);
  if (lua_pcall(lua, 1, 1, 0))
    fail("native", lua_tostring(lua, -1));
  sink = lua_tointeger(lua, -1);
  lua_pop(lua, 1);
}

static void lookup_vole(long count) {
  for (long i = 0; i < count; i++)
    if (!vole_func(vole, "main.Add", "func(a, b int) int", NULL))
      fail("lookup", NULL);
}

static void lookup_lua(long count) {
  for (long i = 0; i < count; i++) {
    if (lua_getglobal(lua, "add") != LUA_TFUNCTION)
      fail("lookup", NULL);
    lua_pop(lua, 1);
  }
}

static void life_vole(long count) {
  for (long i = 0; i < count; i++) {
    struct vole *v = make_vole();
    struct vole_string out;
    int64_t in = i;
    if (!vole_call(v, look_up(v, "main.Text", "func(n int) string"), &in, &out, NULL))
      fail("life", NULL);
    vole_free(v);
  }
}

static void life_lua(long count) {
  for (long i = 0; i < count; i++) {
    lua_State *l = make_lua();
    lua_getglobal(l, "text");
    lua_pushinteger(l, i);
    if (lua_pcall(l, 1, 1, 0))
      fail("life", lua_tostring(l, -1));
    lua_close(l);
  }
}

static const struct row {
  const char *name;
  void (*vole)(long count), (*lua)(long count);
  long count;
} rows[] = {
    {"two ints, host to script", ints_vole, ints_lua, 200000},
    {"11-byte string", string_vole, string_lua, 100000},
    {"two ints, script to native", native_vole, native_lua, 500000},
    {"lookup of a function", lookup_vole, lookup_lua, 100000},
    {"make, load, call, free", life_vole, life_lua, 20},
};

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double time_of(void (*body)(long), long count) {
  double start = now_ns();
  body(count);
  return (now_ns() - start) / (double)count;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void run_row(const struct row *row, int rounds) {
  static double of_vole[most_rounds], of_lua[most_rounds];
  for (int i = 0; i < rounds; i++) {
    of_vole[i] = time_of(row->vole, row->count);
    of_lua[i] = time_of(row->lua, row->count);
  }
  qsort(of_vole, (size_t)rounds, sizeof *of_vole, compare);
  qsort(of_lua, (size_t)rounds, sizeof *of_lua, compare);
  printf("%-28s Vole %9.1f (%9.1f) ns  Lua %9.1f (%9.1f) ns  ratio %5.2f\n", row->name, of_vole[0],
         of_vole[rounds / 2], of_lua[0], of_lua[rounds / 2], of_vole[0] / of_lua[0]);
}

// Resident memory of the process, in KiB.
static double resident_kib(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*s %ld", &pages) != 1)
    fail("/proc/self/statm", NULL);
  fclose(file);
  return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1024;
}

static void show_idle(void) {
  enum { count = 50 };
  struct vole *voles[count];
  lua_State *luas[count];
  double before = resident_kib();
  for (int i = 0; i < count; i++)
    voles[i] = make_vole();
  double between = resident_kib();
  for (int i = 0; i < count; i++)
    luas[i] = make_lua();
  double after = resident_kib();
  printf("%-28s Vole %9.1f KiB             Lua %9.1f KiB\n", "idle, with fmt",
         (between - before) / count, (after - between) / count);
  for (int i = 0; i < count; i++) {
    vole_free(voles[i]);
    lua_close(luas[i]);
  }
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : default_rounds;
  if (rounds < 1 || rounds > most_rounds)
    fail("rounds", "from 1 to 1000");
  vole = make_vole();
  lua = make_lua();
  vole_add = look_up(vole, "main.Add", "func(a, b int) int");
  vole_len = look_up(vole, "main.Len", "func(s string) int");
  vole_loop = look_up(vole, "main.Loop", "func(n int) int");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (argc < 3 || strstr(rows[i].name, argv[2]))
      run_row(&rows[i], rounds);
  if (argc < 3)
    show_idle();
  vole_free(vole);
  lua_close(lua);
  return 0;
}
