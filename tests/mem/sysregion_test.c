// What debug builds remember of the system's memory, against a table.

#include <criterion/criterion.h>
#include <signal.h>

#include "mem/invariant.h"
#include "mem/sysregion.h"

// A build that remembers nothing accepts everything.
Test(sys_regions, without_checks_nothing_is_kept) {
  struct sys_regions r;
  sys_regions_init(&r);
  if (VOLE_CHECK >= 1)
    return;
  sys_regions_change(&r, "test", (void *)4096, 10, 0, SYS_REGION_READY, 5);
  cr_assert_eq(r.len, 0);
}

#if VOLE_CHECK >= 1

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

// Random changes against a table with an entry a byte.
Test(sys_regions, random_against_a_table) {
  enum { bytes = 200, base = 1 << 20 };
  struct sys_regions r;
  sys_regions_init(&r);
  enum sys_region_state model[bytes] = {0};
  uint64_t seed = 5;
  for (int round = 0; round < 100000; round++) {
    size_t at = next_random(&seed) % bytes;
    size_t n = next_random(&seed) % (round % 2 == 0 ? 8 : bytes - at);
    n = n > bytes - at ? bytes - at : n;
    enum sys_region_state to = next_random(&seed) % SYS_REGION_STATES;
    sys_regions_change(&r, "test", (void *)(base + at), n, ~0u, to, UINT64_MAX);
    for (size_t i = at; i < at + n; i++)
      model[i] = to;
    at = next_random(&seed) % bytes;
    n = next_random(&seed) % (bytes - at);
    uint64_t expected = 0;
    for (size_t i = at; i < at + n; i++)
      expected += model[i] == SYS_REGION_READY;
    cr_assert_eq(sys_regions_count(&r, (void *)(base + at), n, SYS_REGION_READY), expected);
    mutex_lock(&r.lock);
    sys_regions_check(&r);
    mutex_unlock(&r.lock);
  }
  sys_regions_change(&r, "test", (void *)base, bytes, ~0u, SYS_REGION_NONE, UINT64_MAX);
  cr_assert_null(r.regions, "an empty set holds no memory");
}

Test(sys_regions, check_finds_regions_out_of_order, .signal = SIGABRT) {
  struct sys_regions r;
  sys_regions_init(&r);
  sys_regions_change(&r, "test", (void *)4096, 10, ~0u, SYS_REGION_READY, UINT64_MAX);
  sys_regions_change(&r, "test", (void *)8192, 10, ~0u, SYS_REGION_READY, UINT64_MAX);
  r.regions[1].base = 4100;
  mutex_lock(&r.lock);
  sys_regions_check(&r);
}

#endif
