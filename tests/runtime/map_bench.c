// Nanoseconds of map operations. Not a test.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/instance.h"
#include "runtime/map.h"
#include "runtime/runtime.h"
#include "runtime/system.h"

static void report(const char *what, int64_t ns, int64_t count) {
  printf("%-28s %6.1f ns\n", what, (double)ns / (double)count);
}

// One round over count keys that lie stride apart.
static void round_of(struct runtime *rt, struct rtype *map, uint64_t count, uint64_t stride) {
  struct g *g = rt->main_g;
  struct map *m = map_new(g, map, 0);
  int64_t start = runtime_nanotime(rt), sum = 0;
  printf("keys %" PRIu64 " apart\n", stride);
  for (uint64_t i = 0; i < count; i++)
    *(int64_t *)map_assign64(g, m, i * stride) = (int64_t)i;
  report("insert 1M, growing", runtime_nanotime(rt) - start, (int64_t)count);
  start = runtime_nanotime(rt);
  for (uint64_t i = 0; i < count; i++)
    sum += *(const int64_t *)map_lookup64(m, i * stride);
  report("find in 1M, in order", runtime_nanotime(rt) - start, (int64_t)count);
  start = runtime_nanotime(rt);
  for (uint64_t i = 0; i < count; i++)
    sum += *(const int64_t *)map_lookup64(m, (i * 514229 % count) * stride);
  report("find in 1M, random", runtime_nanotime(rt) - start, (int64_t)count);
  start = runtime_nanotime(rt);
  for (uint64_t i = 0; i < count; i++)
    sum += map_lookup64(m, (i * 514229 % count) * stride + 1) != NULL;
  report("find, mostly missing", runtime_nanotime(rt) - start, (int64_t)count);
  start = runtime_nanotime(rt);
  void *key, *value;
  struct map_iter *it = map_iter_new(g, m);
  while (map_iter_next(g, it, &key, &value))
    sum += *(int64_t *)value;
  report("iterate", runtime_nanotime(rt) - start, (int64_t)count);
  struct map *small = map_new(g, map, 0);
  start = runtime_nanotime(rt);
  for (uint64_t i = 0; i < count; i++)
    ++*(int64_t *)map_assign64(g, small, i % 1000 * stride);
  report("increment among 1000", runtime_nanotime(rt) - start, (int64_t)count);
  start = runtime_nanotime(rt);
  for (uint64_t i = 0; i < count; i++) {
    uint64_t victim = i * stride;
    map_delete(g, m, map, &victim);
  }
  report("delete", runtime_nanotime(rt) - start, (int64_t)count);
  printf("(%" PRId64 ")\n", sum + map_len(m));
}

int main(void) {
  static const uint8_t first_word[] = {1};
  struct runtime *rt = calloc(1, sizeof *rt);
  struct runtime_config config = {.in_fd = -1, .out_fd = 1, .err_fd = 2};
  char error[200];
  if (!rt || !runtime_init(rt, &config, error, sizeof error))
    return 1;
  struct g *g;
  struct m *previous = runtime_enter(rt, &g);
  struct rtype integer = {.layout = {8, 0, NULL},
                          .kind = KIND_INT,
                          .align = 8,
                          .flags = RTYPE_COMPARABLE | RTYPE_MEMORY_EQUAL,
                          .slots = 1,
                          .string = "int",
                          .name = "int",
                          .package_path = ""};
  struct rtype map = {.layout = {8, 8, first_word},
                      .kind = KIND_MAP,
                      .align = 8,
                      .slots = 1,
                      .string = "map[int]int",
                      .name = "",
                      .package_path = "",
                      .key = &integer,
                      .elem = &integer};
  for (int round = 0; round < 2; round++) {
    round_of(rt, &map, 1000000, 1);
    round_of(rt, &map, 1000000, 8);
    round_of(rt, &map, 1000000, 7919);
  }
  map_info_free(&map);
  runtime_leave(rt, previous);
  runtime_destroy(rt);
  free(rt);
  return 0;
}
