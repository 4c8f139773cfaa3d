// The bits of floating-point numbers, as slots and Go's math.Float64bits have them.

#ifndef VOLE_RUNTIME_FLOAT_BITS_H
#define VOLE_RUNTIME_FLOAT_BITS_H

#include <stdint.h>
#include <string.h>

static inline uint64_t double_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline double double_from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The 32 bits of a float, zero-extended.
static inline uint64_t float_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// Takes the low 32 bits.
static inline float float_from_bits(uint64_t bits) {
  float value;
  uint32_t low = (uint32_t)bits;
  memcpy(&value, &low, sizeof value);
  return value;
}

#endif
