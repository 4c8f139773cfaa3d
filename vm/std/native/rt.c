// Natives of package internal/rt: they look into values by their type descriptors.
//
// A Value is three slots: type descriptor, address of the value, whether it was reached through an
// unexported field.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/chan.h"
#include "runtime/float_bits.h"
#include "runtime/iface.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

struct value {
  struct rtype *type;
  char *ptr;
  uint64_t ro;
};

static struct value value_at(const uint64_t *slot) {
  return (struct value){(struct rtype *)slot[0], (char *)slot[1], (uint8_t)slot[2]};
}

// Returns the Value at a slot, which Go code has found to be of a kind from first to last.
static struct value value_of_kind(const uint64_t *slot, enum kind first, enum kind last) {
  struct value v = value_at(slot);
  invariant_debug(v.type && v.type->kind >= first && v.type->kind <= last && v.ptr);
  return v;
}

static bool give(uint64_t *results, struct rtype *type, const void *ptr, uint64_t ro) {
  results[0] = (uint64_t)type;
  results[1] = (uint64_t)ptr;
  results[2] = ro;
  return true;
}

// Returns a new object that holds one pointer word.
static void *box_word(struct g *g, void *word) {
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {8, 8, mask};
  void **box = gc_malloc(&g->runtime->gc, g_gc_p(g), 8, &layout, true);
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), box, word);
  return box;
}

// Sets a result to the value in an interface. One that is a pointer itself is put into an object,
// for a Value needs its address.
static bool give_iface(struct g *g, uint64_t *results, struct rtype *type, void *data,
                       uint64_t ro) {
  if (!type)
    return give(results, NULL, NULL, 0);
  return give(results, type, type->flags & RTYPE_DIRECT ? box_word(g, data) : data, ro);
}

static bool rt_value_of(struct g *g, uint64_t *args, uint64_t *results) {
  return give_iface(g, results, (struct rtype *)args[0], (void *)args[1], 0);
}

static bool rt_type_kind(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  results[0] = type ? type->kind : KIND_INVALID;
  return true;
}

static bool rt_type_string(struct g *g, uint64_t *args, uint64_t *results) {
  const char *s = ((const struct rtype *)args[0])->string;
  results[0] = (uint64_t)s;
  results[1] = strlen(s);
  return true;
}

static bool rt_type_elem(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)((const struct rtype *)args[0])->elem;
  return true;
}

static bool rt_type_size(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = ((const struct rtype *)args[0])->layout.size;
  return true;
}

static bool rt_type_num_field(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = ((const struct rtype *)args[0])->field_count;
  return true;
}

static bool rt_type_field_name(struct g *g, uint64_t *args, uint64_t *results) {
  const char *s = ((const struct rtype *)args[0])->fields[args[1]].name;
  results[0] = (uint64_t)s;
  results[1] = strlen(s);
  return true;
}

static bool rt_pack(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *type = (struct rtype *)args[0];
  if (!type)
    return true;
  if (type->kind == KIND_INTERFACE) {
    const uint64_t *words = (const uint64_t *)args[1];
    results[0] =
        type->method_count && words[0] ? (uint64_t)((const struct itab *)words[0])->type : words[0];
    results[1] = words[1];
    return true;
  }
  results[0] = args[0];
  results[1] = (uint64_t)iface_box(g, type, (const void *)args[1]);
  return true;
}

static bool rt_len(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_at(args);
  switch ((enum kind)v.type->kind) {
  case KIND_ARRAY:
    results[0] = v.type->len;
    return true;
  case KIND_SLICE:
  case KIND_STRING:
    results[0] = ((const uint64_t *)v.ptr)[1];
    return true;
  case KIND_MAP:
    results[0] = (uint64_t)map_len(*(struct map *const *)v.ptr);
    return true;
  case KIND_CHAN:
    results[0] = (uint64_t)chan_length(*(struct chan *const *)v.ptr);
    return true;
  default:
    native_panic_string(g, "reflect: call of Len on a value without length");
    return false;
  }
}

static bool rt_index(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_at(args);
  uint64_t i = args[3], len;
  char *base = v.ptr;
  struct rtype *elem = v.type->elem;
  if (v.type->kind == KIND_ARRAY)
    len = v.type->len;
  else {
    base = *(char *const *)v.ptr;
    len = ((const uint64_t *)v.ptr)[1];
    if (v.type->kind == KIND_STRING)
      elem = &native_byte_type;
  }
  if (i >= len) {
    panic_index(g, (int64_t)i, false, (int64_t)len);
    return false;
  }
  return give(results, elem, base + i * elem->layout.size, v.ro);
}

static bool rt_field(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_STRUCT, KIND_STRUCT);
  if (args[3] >= v.type->field_count) {
    panic_index(g, (int64_t)args[3], false, v.type->field_count);
    return false;
  }
  const struct rtype_field *f = &v.type->fields[args[3]];
  return give(results, f->type, v.ptr + f->offset, v.ro || f->package_path);
}

static bool rt_elem(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_at(args);
  const uint64_t *words = (const uint64_t *)v.ptr;
  if (v.type->kind == KIND_INTERFACE) {
    struct rtype *type = (struct rtype *)words[0];
    if (type && v.type->method_count)
      type = ((struct itab *)words[0])->type;
    return give_iface(g, results, type, (void *)words[1], v.ro);
  }
  if (v.type->kind != KIND_POINTER || !words[0])
    return give(results, NULL, NULL, 0);
  return give(results, v.type->elem, (const void *)words[0], v.ro);
}

static bool rt_bool(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = *(const uint8_t *)value_of_kind(args, KIND_BOOL, KIND_BOOL).ptr;
  return true;
}

static bool rt_int(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_INT, KIND_INT64);
  switch (v.type->layout.size) {
  case 1:
    results[0] = (uint64_t)(*(const int8_t *)v.ptr);
    break;
  case 2:
    results[0] = (uint64_t)(*(const int16_t *)v.ptr);
    break;
  case 4:
    results[0] = (uint64_t)(*(const int32_t *)v.ptr);
    break;
  default:
    results[0] = *(const uint64_t *)v.ptr;
  }
  return true;
}

static bool rt_uint(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_UINT, KIND_UINTPTR);
  memcpy(results, v.ptr, v.type->layout.size);
  return true;
}

static bool rt_float(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_FLOAT32, KIND_FLOAT64);
  results[0] = double_bits(v.type->kind == KIND_FLOAT32 ? (double)*(const float *)v.ptr
                                                        : *(const double *)v.ptr);
  return true;
}

static bool rt_complex_parts(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_COMPLEX64, KIND_COMPLEX128);
  const float *narrow = (const float *)v.ptr;
  const double *wide = (const double *)v.ptr;
  bool is_narrow = v.type->kind == KIND_COMPLEX64;
  results[0] = double_bits(is_narrow ? (double)narrow[0] : wide[0]);
  results[1] = double_bits(is_narrow ? (double)narrow[1] : wide[1]);
  return true;
}

static bool rt_string(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_STRING, KIND_STRING);
  memcpy(results, v.ptr, 2 * sizeof(uint64_t));
  return true;
}

static bool rt_bytes(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_at(args);
  if (v.type->kind == KIND_ARRAY)
    native_set_slice(results, (struct go_slice){v.ptr, (int64_t)v.type->len, (int64_t)v.type->len});
  else
    memcpy(results, v.ptr, 3 * sizeof(uint64_t));
  return true;
}

static bool rt_is_nil(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = *(const uint64_t *)args[1] == 0;
  return true;
}

static bool rt_pointer(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_at(args);
  results[0] = *(const uint64_t *)v.ptr;
  // The pointer of a func is where its code begins.
  if (v.type->kind == KIND_FUNC && results[0])
    results[0] = native_code_pointer(g, *(struct func **)results[0]);
  return true;
}

// Copies all keys and elements of a map. The results are slices of Values that describe the copies.
static bool rt_map_entries(struct g *g, uint64_t *args, uint64_t *results) {
  static const uint8_t mask[1] = {2};
  static const struct layout value_layout = {24, 16, mask};
  struct value v = value_of_kind(args, KIND_MAP, KIND_MAP);
  struct map *m = *(struct map *const *)v.ptr;
  int64_t count = map_len(m), i = 0;
  struct gc *gc = &g->runtime->gc;
  struct gc_p *p = g_gc_p(g);
  if (count == 0)
    return true;
  struct rtype *key_type = v.type->key, *elem_type = v.type->elem;
  char *keys = gc_malloc_array(gc, p, &key_type->layout, (uintptr_t)count);
  char *elems = gc_malloc_array(gc, p, &elem_type->layout, (uintptr_t)count);
  uint64_t *key_values = gc_malloc_array(gc, p, &value_layout, (uintptr_t)count);
  uint64_t *elem_values = gc_malloc_array(gc, p, &value_layout, (uintptr_t)count);
  struct map_iter *iter = map_iter_new(g, m);
  void *key, *elem;
  while (i < count && map_iter_next(g, iter, &key, &elem)) {
    char *k = keys + (uint64_t)i * key_type->layout.size,
         *e = elems + (uint64_t)i * elem_type->layout.size;
    gc_move_typed(gc, p, k, key, key_type->layout.size, &key_type->layout);
    gc_move_typed(gc, p, e, elem, elem_type->layout.size, &elem_type->layout);
    give(key_values + 3 * i, key_type, k, v.ro);
    give(elem_values + 3 * i, elem_type, e, v.ro);
    i++;
  }
  native_set_slice(results, (struct go_slice){key_values, i, count});
  native_set_slice(results + 3, (struct go_slice){elem_values, i, count});
  return true;
}

// Stores an integer of the type's size.
static bool rt_set_word(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_BOOL, KIND_UINTPTR);
  memcpy(v.ptr, args + 3, v.type->layout.size);
  return true;
}

static bool rt_set_float(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_FLOAT32, KIND_FLOAT64);
  double d = double_from_bits(args[3]);
  if (v.type->kind == KIND_FLOAT32)
    *(float *)v.ptr = (float)d;
  else
    *(double *)v.ptr = d;
  return true;
}

static bool rt_set_string(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_STRING, KIND_STRING);
  gc_move_typed(&g->runtime->gc, g_gc_p(g), v.ptr, args + 3, 2 * sizeof(uint64_t), &v.type->layout);
  return true;
}

static bool rt_set_complex(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_COMPLEX64, KIND_COMPLEX128);
  double re = double_from_bits(args[3]), im = double_from_bits(args[4]);
  if (v.type->kind == KIND_COMPLEX64) {
    ((float *)v.ptr)[0] = (float)re;
    ((float *)v.ptr)[1] = (float)im;
  } else {
    ((double *)v.ptr)[0] = re;
    ((double *)v.ptr)[1] = im;
  }
  return true;
}

static bool rt_set_bytes(struct g *g, uint64_t *args, uint64_t *results) {
  struct value v = value_of_kind(args, KIND_SLICE, KIND_SLICE);
  gc_move_typed(&g->runtime->gc, g_gc_p(g), v.ptr, args + 3, 3 * sizeof(uint64_t), &v.type->layout);
  return true;
}

// func Bytes(s string) []byte: shares the bytes of s.
static bool rt_string_bytes(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  results[1] = args[1];
  results[2] = args[1];
  return true;
}

// func AssignTo(x, target any) bool: stores x in *target if target points to an interface that x
// implements, or to x's own type. Returns whether it did.
static bool rt_assign_to(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *type = (struct rtype *)args[0], *target = (struct rtype *)args[2];
  char *to = (char *)args[3];
  if (!type || !target || target->kind != KIND_POINTER || !to)
    return true;
  struct rtype *wanted = target->elem;
  struct gc *gc = &g->runtime->gc;
  if (wanted->kind == KIND_INTERFACE) {
    uint64_t words[2] = {args[0], args[1]};
    if (wanted->method_count)
      words[0] = (uint64_t)itab_get(g->runtime, wanted, type, NULL);
    if (!words[0])
      return true;
    gc_move_typed(gc, g_gc_p(g), to, words, sizeof words, &wanted->layout);
  } else {
    if (wanted != type)
      return true;
    gc_move_typed(gc, g_gc_p(g), to, iface_value(type, (void *const *)&args[1]), type->layout.size,
                  &type->layout);
  }
  results[0] = 1;
  return true;
}

static bool rt_comparable(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0], *unhashable = NULL;
  if (type && type->flags & RTYPE_COMPARABLE) {
    const void *value = iface_value(type, (void *const *)&args[1]);
    rtype_equal(type, value, value, &unhashable);
  } else if (type)
    unhashable = type;
  results[0] = !unhashable;
  return true;
}

static bool rt_target_kind(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *type = (struct rtype *)args[0];
  if (!type || type->kind != KIND_POINTER || !args[1])
    results[0] = 0;
  else if (type->elem->kind == KIND_INTERFACE)
    results[0] = 1;
  else
    results[0] = rtype_implements(type->elem, g->runtime->well_known.error_type, NULL) ? 2 : 3;
  return true;
}

const struct native_entry natives_rt[] = {
    {"ValueOf", rt_value_of, 2, 3},
    {"typeKind", rt_type_kind, 1, 1},
    {"typeString", rt_type_string, 1, 2},
    {"typeElem", rt_type_elem, 1, 1},
    {"typeSize", rt_type_size, 1, 1},
    {"typeNumField", rt_type_num_field, 1, 1},
    {"typeFieldName", rt_type_field_name, 2, 2},
    {"pack", rt_pack, 2, 2},
    {"complexParts", rt_complex_parts, 3, 2},
    {"mapEntries", rt_map_entries, 3, 6},
    {"AssignTo", rt_assign_to, 4, 1},
    {"Comparable", rt_comparable, 2, 1},
    {"TargetKind", rt_target_kind, 2, 1},
    {"Value.Len", rt_len, 3, 1},
    {"Value.Index", rt_index, 4, 3},
    {"Value.Field", rt_field, 4, 3},
    {"Value.Elem", rt_elem, 3, 3},
    {"Value.Bool", rt_bool, 3, 1},
    {"Value.Int", rt_int, 3, 1},
    {"Value.Uint", rt_uint, 3, 1},
    {"Value.Float", rt_float, 3, 1},
    {"Value.String", rt_string, 3, 2},
    {"Value.Bytes", rt_bytes, 3, 3},
    {"Value.IsNil", rt_is_nil, 3, 1},
    {"Value.Pointer", rt_pointer, 3, 1},
    {"Value.SetInt", rt_set_word, 4, 0},
    {"Value.SetUint", rt_set_word, 4, 0},
    {"Value.SetBool", rt_set_word, 4, 0},
    {"Value.SetFloat", rt_set_float, 4, 0},
    {"Value.SetString", rt_set_string, 5, 0},
    {"Value.SetBytes", rt_set_bytes, 6, 0},
    {"setComplex", rt_set_complex, 5, 0},
    {"Bytes", rt_string_bytes, 2, 3},
    {NULL},
};
