// Equality and hashing of values by their type: see type.h.
//
// Most values are compared as bytes; floats, strings and interfaces by their meaning, arrays and
// structs part by part. After runtime/alg.go of Go 1.21.

#include "runtime/type.h"

#include <string.h>

#include "mem/check.h"
#include "runtime/hash.h"
#include "runtime/iface.h"
#include "runtime/string.h"

static float load_float(const void *p) {
  float value;
  memcpy(&value, p, sizeof value);
  return value;
}

static double load_double(const void *p) {
  double value;
  memcpy(&value, p, sizeof value);
  return value;
}

// Whether a field takes part: blank ones do not.
static bool field_counts(const struct rtype_field *field) {
  return field->name[0] != '_' || field->name[1] != 0;
}

static bool array_equal(const struct rtype *t, const char *a, const char *b,
                        const struct rtype **unhashable) {
  uintptr_t size = t->elem->layout.size;
  for (uint64_t i = 0; i < t->len; i++)
    if (!rtype_equal(t->elem, a + i * size, b + i * size, unhashable) || *unhashable)
      return false;
  return true;
}

static bool struct_equal(const struct rtype *t, const char *a, const char *b,
                         const struct rtype **unhashable) {
  for (uint32_t i = 0; i < t->field_count; i++) {
    const struct rtype_field *field = &t->fields[i];
    if (!field_counts(field))
      continue;
    if (!rtype_equal(field->type, a + field->offset, b + field->offset, unhashable) || *unhashable)
      return false;
  }
  return true;
}

static bool interface_equal(const struct rtype *t, const void *a, const void *b,
                            const struct rtype **unhashable) {
  if (t->method_count == 0) {
    struct go_eface x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return eface_equal(x, y, unhashable);
  }
  struct go_iface x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return iface_equal(x, y, unhashable);
}

bool rtype_equal(const struct rtype *t, const void *a, const void *b,
                 const struct rtype **unhashable) {
  *unhashable = NULL;
  if (t->flags & RTYPE_MEMORY_EQUAL)
    return memcmp(a, b, t->layout.size) == 0;
  switch ((enum kind)t->kind) {
  case KIND_FLOAT32:
    return load_float(a) == load_float(b);
  case KIND_FLOAT64:
    return load_double(a) == load_double(b);
  case KIND_COMPLEX64:
    return load_float(a) == load_float(b) &&
           load_float((const char *)a + 4) == load_float((const char *)b + 4);
  case KIND_COMPLEX128:
    return load_double(a) == load_double(b) &&
           load_double((const char *)a + 8) == load_double((const char *)b + 8);
  case KIND_STRING: {
    struct go_string x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return string_equal(x, y);
  }
  case KIND_INTERFACE:
    return interface_equal(t, a, b, unhashable);
  case KIND_ARRAY:
    return array_equal(t, a, b, unhashable);
  case KIND_STRUCT:
    return struct_equal(t, a, b, unhashable);
  case KIND_FUNC:
  case KIND_MAP:
  case KIND_SLICE:
    *unhashable = t;
    return false;
  default:
    return memcmp(a, b, t->layout.size) == 0;
  }
}

// +0 and -0 hash alike; so do all NaNs: who stores them (a map) makes them differ.
static uint64_t hash_double(double value, uint64_t seed) {
  if (value == 0)
    return hash_word(0, seed);
  uint64_t bits = 1;
  if (value == value)
    memcpy(&bits, &value, sizeof bits);
  return hash_word(bits, seed);
}

static uint64_t hash_interface(const struct rtype *t, const void *value, uint64_t seed,
                               const struct rtype **unhashable) {
  void *words[2];
  memcpy(words, value, sizeof words);
  if (!words[0])
    return hash_word(0, seed);
  const struct rtype *dynamic = words[0];
  if (t->method_count)
    dynamic = ((const struct itab *)words[0])->type;
  if (!(dynamic->flags & RTYPE_COMPARABLE)) {
    *unhashable = dynamic;
    return 0;
  }
  return rtype_hash(dynamic, iface_value(dynamic, &words[1]), hash_word(dynamic->hash, seed),
                    unhashable);
}

static uint64_t hash_memory(const void *value, uintptr_t size, uint64_t seed) {
  if (size <= 8) {
    uint64_t word = 0;
    memcpy(&word, value, size);
    return hash_word(word, seed);
  }
  return hash_bytes(value, size, seed);
}

static uint64_t hash_parts(const struct rtype *t, const char *value, uint64_t seed,
                           const struct rtype **unhashable) {
  const struct rtype *found = NULL;
  if (t->kind == KIND_ARRAY) {
    for (uint64_t i = 0; i < t->len && !found; i++)
      seed = rtype_hash(t->elem, value + i * t->elem->layout.size, seed, &found);
  } else {
    for (uint32_t i = 0; i < t->field_count && !found; i++)
      if (field_counts(&t->fields[i]))
        seed = rtype_hash(t->fields[i].type, value + t->fields[i].offset, seed, &found);
  }
  *unhashable = found;
  return seed;
}

uint64_t rtype_hash(const struct rtype *t, const void *value, uint64_t seed,
                    const struct rtype **unhashable) {
  *unhashable = NULL;
  if (t->flags & RTYPE_MEMORY_EQUAL)
    return hash_memory(value, t->layout.size, seed);
  switch ((enum kind)t->kind) {
  case KIND_FLOAT32:
    return hash_double((double)load_float(value), seed);
  case KIND_FLOAT64:
    return hash_double(load_double(value), seed);
  case KIND_COMPLEX64:
    return hash_double((double)load_float((const char *)value + 4),
                       hash_double((double)load_float(value), seed));
  case KIND_COMPLEX128:
    return hash_double(load_double((const char *)value + 8), hash_double(load_double(value), seed));
  case KIND_STRING: {
    struct go_string s;
    memcpy(&s, value, sizeof s);
    return hash_bytes(s.ptr, (uint64_t)s.len, seed);
  }
  case KIND_INTERFACE:
    return hash_interface(t, value, seed, unhashable);
  case KIND_ARRAY:
  case KIND_STRUCT:
    return hash_parts(t, value, seed, unhashable);
  case KIND_FUNC:
  case KIND_MAP:
  case KIND_SLICE:
    *unhashable = t;
    return 0;
  default:
    return hash_memory(value, t->layout.size, seed);
  }
}

void rtype_check(const struct rtype *t) {
  check(t->kind > KIND_INVALID && t->kind < KIND_COUNT);
  check(t->string && t->name && t->package_path);
  check(is_power_of_two(t->align) && t->align <= 8);
  check(t->layout.size % t->align == 0);
  check(t->slots == (t->flags & RTYPE_BOXED ? 1 : (t->layout.size + 7) / 8));
  check(t->layout.ptrdata <= t->layout.size && t->layout.ptrdata % 8 == 0);
  check((t->layout.ptrdata != 0) == ((t->flags & RTYPE_HAS_POINTERS) != 0));
  check(t->layout.ptrdata == 0 || t->layout.mask);
  if (t->flags & RTYPE_DIRECT)
    check(t->layout.size == 8 && t->layout.ptrdata == 8);
  if (t->kind == KIND_ARRAY)
    check(t->elem && t->layout.size == t->elem->layout.size * t->len);
  if (t->kind == KIND_MAP)
    check(t->elem && t->key);
  if (t->kind == KIND_SLICE || t->kind == KIND_POINTER || t->kind == KIND_CHAN)
    check(t->elem);
  for (uint32_t i = 0; t->kind == KIND_STRUCT && i < t->field_count; i++)
    check(t->fields[i].offset + t->fields[i].type->layout.size <= t->layout.size);
}
