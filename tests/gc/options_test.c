// tests/gc/options_test.c: parsing of settings.

#include <criterion/criterion.h>

#include "gc/options.h"

static struct gc_options parse(const struct gc_config *config) {
  struct gc_options options;
  char error[128] = "";
  cr_assert(gc_options_parse(&options, config, error, sizeof error), "%s", error);
  return options;
}

Test(options, defaults) {
  struct gc_options options = parse(&(struct gc_config){.procs = 1});
  cr_assert(options.gc_percent == 100 && options.memory_limit == INT64_MAX);
  cr_assert(options.invalid_pointer == 1 && options.madv_dontneed == 1 && !options.verify);
}

Test(options, all_names) {
  struct gc_config config = {
      .gogc = "off",
      .gomemlimit = "64MiB",
      .godebug = "gctrace=2,unknown=3,gccheckmark=1,invalidptr=0,sbrk=1,gcstoptheworld=2,bad=x",
      .voledebug = "gcstress=50,verify,heapmin=65536,smallbufs=1,seed=7,failcall=3,failfrom=4",
  };
  struct gc_options options = parse(&config);
  cr_assert(options.gc_percent == -1 && options.memory_limit == 64 << 20);
  cr_assert(options.gctrace == 2 && options.gc_checkmark == 1 && options.invalid_pointer == 0);
  cr_assert(options.sbrk == 1 && options.gc_stop_the_world == 2);
  cr_assert(options.stress == 50 && options.verify && options.heap_minimum == 65536);
  cr_assert(options.small_buffers && options.seed == 7);
  cr_assert(options.fail_call == 3 && options.fail_from == 4);
}

Test(options, byte_counts) {
  int64_t bytes;
  cr_assert(gc_options_parse_bytes("0", &bytes) && bytes == 0);
  cr_assert(gc_options_parse_bytes("17B", &bytes) && bytes == 17);
  cr_assert(gc_options_parse_bytes("3KiB", &bytes) && bytes == 3072);
  cr_assert(gc_options_parse_bytes("2TiB", &bytes) && bytes == INT64_C(2) << 40);
  static const char *const wrong[] = {
      "", "B", "12KB", "-1", "1.5GiB", "99999999999999999999", "9223372036854775807KiB", "MiB"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    cr_expect(!gc_options_parse_bytes(wrong[i], &bytes), "%s", wrong[i]);
}

Test(options, errors_are_told) {
  struct gc_options options;
  char error[128] = "";
  struct gc_config limit = {.gomemlimit = "lots"};
  cr_assert(!gc_options_parse(&options, &limit, error, sizeof error));
  cr_assert(error[0] != '\0');
  struct gc_config stress = {.voledebug = "gcstress=often"};
  cr_assert(!gc_options_parse(&options, &stress, error, sizeof error));
}
