// The native of package crypto/sha3: the permutation of Keccak. After FIPS 202, section 3.

#include "vm/std/natives.h"

static uint64_t rotated(uint64_t x, unsigned n) {
  return n ? x << n | x >> (64 - n) : x;
}

// Steps theta, rho and pi: from a to b. A lane (x, y) is at x + 5 * y.
static void spread(uint64_t b[restrict 25], const uint64_t a[restrict 25]) {
  static const uint8_t offsets[25] = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                      25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};
  uint64_t columns[5];
  for (int x = 0; x < 5; x++)
    columns[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (int x = 0; x < 5; x++) {
    uint64_t d = columns[(x + 4) % 5] ^ rotated(columns[(x + 1) % 5], 1);
    for (int y = 0; y < 5; y++)
      b[y + 5 * ((2 * x + 3 * y) % 5)] = rotated(a[x + 5 * y] ^ d, offsets[x + 5 * y]);
  }
}

// func permute(lanes *[25]uint64)
static bool keccak_permute(struct g *g, uint64_t *args, uint64_t *results) {
  static const uint64_t constants[24] = {
      0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
      0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
      0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
      0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
      0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
      0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
  uint64_t *a = (uint64_t *)args[0], b[25];
  for (int round = 0; round < 24; round++) {
    spread(b, a);
    for (int i = 0; i < 25; i++) {
      int row = i - i % 5;
      a[i] = b[i] ^ (~b[row + (i + 1) % 5] & b[row + (i + 2) % 5]);
    }
    a[0] ^= constants[round];
  }
  return true;
}

const struct native_entry natives_sha3[] = {
    {"permute", keccak_permute, 1, 0},
    {NULL},
};
