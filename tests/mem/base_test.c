// tests/mem/base_test.c: bits, alignment and the order of addresses.

#include <criterion/criterion.h>

#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"

#include <signal.h>

Test(base, bits_of_nothing) {
  cr_assert_eq(ctz64(0), 64);
  cr_assert_eq(clz64(0), 64);
  cr_assert_eq(len64(0), 0);
  cr_assert_eq(shl64(1, 64), 0);
  cr_assert_eq(shr64(1, 64), 0);
  cr_assert_eq(low_bits64(64), ~(uint64_t)0);
  cr_assert_eq(low_bits64(0), 0);
}

Test(base, bits) {
  for (unsigned i = 0; i < 64; i++) {
    uint64_t x = (uint64_t)1 << i;
    cr_assert_eq(ctz64(x), i);
    cr_assert_eq(clz64(x), 63 - i);
    cr_assert_eq(len64(x), i + 1);
    cr_assert_eq(popcount64(low_bits64(i)), i);
  }
}

Test(base, rounding) {
  cr_assert_eq(align_up(1, page_size), page_size);
  cr_assert_eq(align_up(page_size, page_size), page_size);
  cr_assert_eq(align_down(page_size - 1, page_size), 0);
  cr_assert_eq(div_round_up(page_size + 1, page_size), 2);
  cr_assert(is_power_of_two(64));
  cr_assert_not(is_power_of_two(0));
  cr_assert_not(is_power_of_two(48));
}

Test(base, address_order) {
  cr_assert(offaddr_less(offaddr_min(), 0x1000));
  cr_assert(offaddr_less(0x1000, offaddr_max()));
  cr_assert(offaddr_less_equal(offaddr_max(), offaddr_max()));
  cr_assert_not(offaddr_less(offaddr_max(), offaddr_max()));
#if defined(__x86_64__)
  cr_assert(offaddr_less(0xffff800000001000, 0x1000), "the upper half comes first");
#endif
}

Test(atomic, what_they_return) {
  uint64_t word = 5;
  cr_assert_eq(atomic_add_u64(&word, 3), 8, "the new value");
  cr_assert_eq(atomic_exchange_u64(&word, 1), 8);
  cr_assert(atomic_cas_u64(&word, 1, 2));
  cr_assert_not(atomic_cas_u64(&word, 1, 3));
  uint8_t byte = 1;
  cr_assert_eq(atomic_fetch_or_u8(&byte, 4), 1);
  cr_assert_eq(atomic_fetch_or_u8(&byte, 4), 5);
  atomic_and_u8(&byte, 4);
  cr_assert_eq(atomic_load_u8(&byte), 4);
  int64_t number = 1;
  cr_assert_eq(atomic_add_i64(&number, -2), -1);
  void *pointer = NULL;
  atomic_store_release_pointer(&pointer, &word);
  cr_assert_eq(atomic_load_pointer(&pointer), (void *)&word);
}

Test(check, bug_aborts, .signal = SIGABRT) {
  vole_throw("a bug, number %d", 7);
}
Test(check, failed_check_aborts, .signal = SIGABRT) {
  volatile int two = 2;
  invariant(two == 3);
}
