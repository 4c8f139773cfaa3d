// Natives of package math/big: what Go has in assembly, by GMP.
//
// None takes more words than Go's own loops ask for: products of long numbers are parted in Go
// (vm/std/math/big), so that each call is short.

#include <gmp.h>
#include <string.h>

#include "vm/std/natives.h"

_Static_assert(sizeof(mp_limb_t) == 8, "a Word of math/big is a limb");

static mp_limb_t *words(const uint64_t *slot) {
  return (mp_limb_t *)slot[0];
}

// func addVV(z, x, y []Word) (c Word): z = x + y
static bool big_add_vv(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = n > 0 ? mpn_add_n(words(args), words(args + 3), words(args + 6), n) : 0;
  return true;
}

// func subVV(z, x, y []Word) (c Word): z = x - y
static bool big_sub_vv(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = n > 0 ? mpn_sub_n(words(args), words(args + 3), words(args + 6), n) : 0;
  return true;
}

// func addVW(z, x []Word, y Word) (c Word): z = x + y
static bool big_add_vw(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = n > 0 ? mpn_add_1(words(args), words(args + 3), n, args[6]) : args[6];
  return true;
}

// func subVW(z, x []Word, y Word) (c Word): z = x - y
static bool big_sub_vw(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = n > 0 ? mpn_sub_1(words(args), words(args + 3), n, args[6]) : args[6];
  return true;
}

// func shlVU(z, x []Word, s uint) (c Word): z = x << s. z may be x, or overlap its end.
static bool big_shl_vu(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  if (n > 0 && args[6] > 0)
    results[0] = mpn_lshift(words(args), words(args + 3), n, (unsigned)args[6]);
  else if (n > 0)
    memmove(words(args), words(args + 3), (size_t)n * sizeof(mp_limb_t));
  return true;
}

// func shrVU(z, x []Word, s uint) (c Word): z = x >> s. z may be x, or overlap its begin.
static bool big_shr_vu(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  if (n > 0 && args[6] > 0)
    results[0] = mpn_rshift(words(args), words(args + 3), n, (unsigned)args[6]);
  else if (n > 0)
    memmove(words(args), words(args + 3), (size_t)n * sizeof(mp_limb_t));
  return true;
}

// func mulAddVWW(z, x []Word, y, r Word) (c Word): z = x * y + r
static bool big_mul_add_vww(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = args[7];
  if (n > 0) {
    results[0] = mpn_mul_1(words(args), words(args + 3), n, args[6]);
    results[0] += mpn_add_1(words(args), words(args), n, args[7]);
  }
  return true;
}

// func addMulVVW(z, x []Word, y Word) (c Word): z += x * y
static bool big_add_mul_vvw(struct g *g, uint64_t *args, uint64_t *results) {
  mp_size_t n = (mp_size_t)args[1];
  results[0] = n > 0 ? mpn_addmul_1(words(args), words(args + 3), n, args[6]) : 0;
  return true;
}

// func multiply(z, x, y nat): z = x * y; z has the words of both and overlaps neither
static bool big_multiply(struct g *g, uint64_t *args, uint64_t *results) {
  const uint64_t *longer = args + 3, *shorter = args + 6;
  if (longer[1] < shorter[1]) {
    longer = args + 6;
    shorter = args + 3;
  }
  mpn_mul(words(args), words(longer), (mp_size_t)longer[1], words(shorter), (mp_size_t)shorter[1]);
  return true;
}

const struct native_entry natives_big[] = {
    {"addVV", big_add_vv, 9, 1},          {"subVV", big_sub_vv, 9, 1},
    {"addVW", big_add_vw, 7, 1},          {"subVW", big_sub_vw, 7, 1},
    {"shlVU", big_shl_vu, 7, 1},          {"shrVU", big_shr_vu, 7, 1},
    {"mulAddVWW", big_mul_add_vww, 8, 1}, {"addMulVVW", big_add_mul_vvw, 7, 1},
    {"multiply", big_multiply, 9, 0},     {NULL},
};
