// Bitmaps are zero, apart, and live for as long as they must.

#include <criterion/criterion.h>
#include <string.h>

#include "mem/gcbits.h"

static struct mem_stats st;
static struct gc_bits_arenas arenas;

static void setup(void) {
  mem_stats_init(&st);
  gc_bits_init(&arenas, &st);
}

static void teardown(void) {
  gc_bits_destroy(&arenas);
  cr_assert_eq(st.mappings_bytes, 0);
  cr_assert_eq(st.gc_misc_sys, 0);
}

TestSuite(gcbits, .init = setup, .fini = teardown);

static bool is_zero(const uint8_t *bits, uintptr_t bytes) {
  for (uintptr_t i = 0; i < bytes; i++)
    if (bits[i] != 0)
      return false;
  return true;
}

Test(gcbits, apart_and_zero) {
  enum { count = 4000 };
  static uint8_t *bits[count];
  for (uintptr_t i = 0; i < count; i++) {
    uintptr_t nelems = i % 1024 + 1;
    uintptr_t bytes = (nelems + 63) / 64 * 8;
    bits[i] = gc_bits_new_mark_bits(&arenas, nelems);
    cr_assert_eq((uintptr_t)bits[i] % 8, 0);
    cr_assert(is_zero(bits[i], bytes));
    memset(bits[i], (int)(i % 255 + 1), bytes);
  }
  for (uintptr_t i = 0; i < count; i++) {
    uintptr_t bytes = (i % 1024 + 1 + 63) / 64 * 8;
    for (uintptr_t j = 0; j < bytes; j++)
      cr_assert_eq(bits[i][j], i % 255 + 1);
  }
}

Test(gcbits, live_for_two_epochs_and_come_back_zeroed) {
  uint8_t *bits[4];
  uint64_t sys = 0;
  for (int cycle = 0; cycle < 20; cycle++) {
    uint8_t *fresh = gc_bits_new_mark_bits(&arenas, 1024);
    cr_assert(is_zero(fresh, 128));
    memset(fresh, 0x55 + cycle, 128);
    bits[cycle % 4] = fresh;
    for (int old = cycle < 2 ? 0 : cycle - 2; old <= cycle; old++)
      for (int j = 0; j < 128; j++)
        cr_assert_eq(bits[old % 4][j], 0x55 + old, "bits of cycle %d in cycle %d", old, cycle);
    gc_bits_next_epoch(&arenas);
    if (cycle == 5)
      sys = st.gc_misc_sys;
  }
  cr_assert_eq(st.gc_misc_sys, sys, "arenas are reused");
}

Test(gcbits, out_of_memory_is_fatal, .exit_code = 2) {
  st.fail_countdown = 1;
  gc_bits_new_mark_bits(&arenas, 1);
}
