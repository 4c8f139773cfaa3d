// Parsing of settings.

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
  cr_assert(options.hard_decommit == 0 && options.disable_thp == 0 && !options.huge_pages);
}

Test(options, all_names) {
  struct gc_config config = {
      .gogc = "off",
      .gomemlimit = "64MiB",
      .godebug = "gctrace=2,unknown=3,gccheckmark=1,invalidptr=0,sbrk=1,gcstoptheworld=2,bad=x,"
                 "madvdontneed=0,harddecommit=1,disablethp=1",
      .voledebug =
          "gcstress=50,verify,heapmin=65536,smallbufs=1,seed=7,hugepages,failcall=3,failfrom=4,"
          "scavenge,movestacks,slowmark",
  };
  struct gc_options options = parse(&config);
  cr_assert(options.gc_percent == -1 && options.memory_limit == 64 << 20);
  cr_assert(options.gctrace == 2 && options.gc_checkmark == 1 && options.invalid_pointer == 0);
  cr_assert(options.sbrk == 1 && options.gc_stop_the_world == 2);
  cr_assert(options.scavenge && options.move_stacks && options.slow_mark);
  cr_assert(options.stress == 50 && options.verify == 1 && options.heap_minimum == 65536);
  cr_assert(options.madv_dontneed == 0 && options.hard_decommit == 1 && options.disable_thp == 1);
  cr_assert(options.small_buffers && options.seed == 7 && options.huge_pages);
  cr_assert(options.fail_call == 3 && options.fail_from == 4);
}

// GOMEMLIMIT and what the real Go makes of it.
Test(options, byte_counts) {
  static const struct {
    const char *text;
    int64_t bytes; // -1 where Go ends with "malformed GOMEMLIMIT"
  } cases[] = {
      {"off", INT64_MAX},
      {"0", 0},
      {"1", 1},
      {"17B", 17},
      {"0B", 0},
      {"-0", 0},
      {"-0B", 0},
      {"3KiB", 3072},
      {"64MiB", 64 << 20},
      {"2TiB", INT64_C(2) << 40},
      {"00000000000000000000000000000000012", 12},
      {"9223372036854775807", INT64_MAX},
      {"9223372036854775807B", INT64_MAX},
      {"8388607TiB", 9223370937343148032},
      {"9007199254740991KiB", 9223372036854774784},
      {"9223372036854775808", -1},
      {"8388608TiB", -1},
      {"18014398509481984KiB", -1},
      {"9007199254740992KiB", -1},
      {"99999999999999999999", -1},
      {"18446744073709551616", -1},
      {"-1", -1},
      {" 5", -1},
      {"5 ", -1},
      {"5b", -1},
      {"5K", -1},
      {"5KB", -1},
      {"5kiB", -1},
      {"1.5GiB", -1},
      {"MiB", -1},
      {"iB", -1},
      {"B", -1},
      {"-B", -1},
      {"5EiB", -1},
      {"0x10", -1},
      {"1_000", -1},
      {"OFF", -1},
      {"5iB", -1},
      {"-5KiB", -1},
      {"1KiBB", -1},
      {"12Ki", -1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    int64_t bytes = -2;
    bool good = gc_options_parse_bytes(cases[i].text, &bytes);
    cr_expect(good == (cases[i].bytes >= 0), "\"%s\"", cases[i].text);
    cr_expect(!good || bytes == cases[i].bytes, "\"%s\" is %ld", cases[i].text, (long)bytes);
  }
}

// GOGC likewise; what is malformed counts as not set.
Test(options, percentages) {
  static const struct {
    const char *text;
    int32_t percent;
  } cases[] = {
      {"off", -1},
      {"0", 0},
      {"50", 50},
      {"-5", -1},
      {"-1", -1},
      {"2147483647", INT32_MAX},
      {"", 100},
      {"abc", 100},
      {" 7", 100},
      {"007", 7},
      {"1e3", 100},
      {"2147483648", 100},
      {"-2147483648", -1},
      {"-2147483649", 100},
      {"99999999999999999999999999999999", 100},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct gc_options options = parse(&(struct gc_config){.gogc = cases[i].text});
    cr_expect(options.gc_percent == cases[i].percent, "\"%s\" is %d", cases[i].text,
              options.gc_percent);
  }
}

Test(options, errors_are_told) {
  struct gc_options options;
  char error[128] = "";
  struct gc_config limit = {.gomemlimit = "lots"};
  cr_assert(!gc_options_parse(&options, &limit, error, sizeof error));
  cr_assert_str_eq(error, "GOMEMLIMIT=lots\nfatal error: malformed GOMEMLIMIT; see `go doc "
                          "runtime/debug.SetMemoryLimit`");
  struct gc_config stress = {.voledebug = "gcstress=often"};
  cr_assert(!gc_options_parse(&options, &stress, error, sizeof error));
}
