// What tests of the run time share: an instance, types made by hand, functions whose code is a few
// words.

#ifndef VOLE_TESTS_RUNTIME_FIXTURE_H
#define VOLE_TESTS_RUNTIME_FIXTURE_H

#include "runtime/runtime.h"

struct fixture {
  struct runtime *rt;
  struct m *previous;
  struct g *g; // the main goroutine
  struct rtype t_bool, t_uint8, t_int32, t_int, t_float64, t_complex128, t_string, t_any, t_func;
  struct rtype t_int_pointer;
  struct rtype map_int_int, map_string_int, map_float_int, map_any_int, map_int32_string,
      map_int_pointer;
};

// Makes an instance with VOLEDEBUG options (NULL: none) and all types.
void fixture_init(struct fixture *f, const char *voledebug);
// Ends it, checking that no memory stays mapped.
void fixture_destroy(struct fixture *f);

// A map type; free its info with map_info_free.
struct rtype fixture_map_type(const char *name, struct rtype *key, struct rtype *elem);

struct go_string fixture_string(const char *text);

// The text of the newest panic's value, malloc'ed; drops the panic.
char *fixture_panic(struct fixture *f);

#endif
