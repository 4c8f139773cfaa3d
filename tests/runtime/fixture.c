// See fixture.h.

#include "tests/runtime/fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "mem/atomic.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/map.h"
#include "runtime/panic.h"

static const uint8_t first_word[] = {1};
static const uint8_t second_word[] = {2};

static struct rtype basic(const char *name, enum kind kind, uint32_t size, unsigned flags) {
  static uint32_t ids;
  ids++;
  struct rtype t = {
      .layout = {size, 0, NULL},
      .hash = ids * 2654435761u,
      .kind = (uint8_t)kind,
      .align = (uint8_t)(size > 8 ? 8 : size),
      .flags = (uint16_t)(flags),
      .slots = (size + 7) / 8,
      .id = ids,
      .string = name,
      .name = name,
      .package_path = "",
  };
  return t;
}

struct rtype fixture_map_type(const char *name, struct rtype *key, struct rtype *elem) {
  struct rtype t = basic(name, KIND_MAP, 8, RTYPE_DIRECT | RTYPE_HAS_POINTERS);
  t.layout = (struct layout){8, 8, first_word};
  t.key = key;
  t.elem = elem;
  return t;
}

static void make_types(struct fixture *f) {
  unsigned plain = RTYPE_COMPARABLE | RTYPE_MEMORY_EQUAL;
  f->t_bool = basic("bool", KIND_BOOL, 1, plain);
  f->t_uint8 = basic("uint8", KIND_UINT8, 1, plain);
  f->t_int32 = basic("int32", KIND_INT32, 4, plain);
  f->t_int = basic("int", KIND_INT, 8, plain);
  f->t_float64 = basic("float64", KIND_FLOAT64, 8, RTYPE_COMPARABLE);
  f->t_complex128 = basic("complex128", KIND_COMPLEX128, 16, RTYPE_COMPARABLE);
  f->t_string = basic("string", KIND_STRING, 16, RTYPE_COMPARABLE | RTYPE_HAS_POINTERS);
  f->t_string.layout = (struct layout){16, 8, first_word};
  f->t_any = basic("interface {}", KIND_INTERFACE, 16, RTYPE_COMPARABLE | RTYPE_HAS_POINTERS);
  f->t_any.layout = (struct layout){16, 16, second_word};
  f->t_func = basic("func()", KIND_FUNC, 8, RTYPE_DIRECT | RTYPE_HAS_POINTERS);
  f->t_func.layout = (struct layout){8, 8, first_word};
  f->t_int_pointer = basic("*int", KIND_POINTER, 8, plain | RTYPE_DIRECT | RTYPE_HAS_POINTERS);
  f->t_int_pointer.layout = (struct layout){8, 8, first_word};
  f->t_int_pointer.elem = &f->t_int;
  f->map_int_int = fixture_map_type("map[int]int", &f->t_int, &f->t_int);
  f->map_string_int = fixture_map_type("map[string]int", &f->t_string, &f->t_int);
  f->map_float_int = fixture_map_type("map[float64]int", &f->t_float64, &f->t_int);
  f->map_any_int = fixture_map_type("map[interface {}]int", &f->t_any, &f->t_int);
  f->map_int32_string = fixture_map_type("map[int32]string", &f->t_int32, &f->t_string);
  f->map_int_pointer = fixture_map_type("map[int]*int", &f->t_int, &f->t_int_pointer);
}

void fixture_init(struct fixture *f, const char *voledebug) {
  char error[200] = "";
  memset(f, 0, sizeof *f);
  make_types(f);
  f->rt = calloc(1, sizeof *f->rt);
  struct runtime_config config = {.gc = {.voledebug = voledebug, .godebug = "gcstoptheworld=1"},
                                  .in_fd = -1,
                                  .out_fd = -1,
                                  .err_fd = 2};
  cr_assert(runtime_init(f->rt, &config, error, sizeof error), "%s", error);
  // What the interpreter does: a return to here ends an activation.
  f->rt->exit_return = &f->rt->exit_code[2];
  f->previous = runtime_enter(f->rt, &f->g);
}

void fixture_destroy(struct fixture *f) {
  struct rtype *maps[] = {&f->map_int_int, &f->map_string_int,   &f->map_float_int,
                          &f->map_any_int, &f->map_int32_string, &f->map_int_pointer};
  for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
    map_info_free(maps[i]);
  runtime_exit(f->rt, 0); // goroutines that are left are not run
  runtime_leave(f->rt, f->previous);
  runtime_destroy(f->rt);
  cr_assert_eq(atomic_load_u64(&f->rt->gc.heap.stats.mappings_bytes), 0);
  free(f->rt);
}

struct go_string fixture_string(const char *text) {
  return (struct go_string){(const uint8_t *)text, (int64_t)strlen(text)};
}

char *fixture_panic(struct fixture *f) {
  struct text text = {0};
  cr_assert(f->g->panics, "no panic");
  panic_print_value(f->g, f->g->panics, &text);
  panic_drop(f->g);
  return text_take(&text);
}
