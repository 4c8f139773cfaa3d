// Index and slice expressions. After go/types index.go.

#include <inttypes.h>

#include "vm/check/internal.h"

bool check_index_value(struct checker *c, struct expr *e, const char *what, int64_t max,
                       int64_t *value) {
  *value = -1;
  check_expr(c, e);
  if (e->mode == MODE_INVALID)
    return false;
  if (type_is_untyped(e->type)) {
    if (!check_convert_untyped(c, e, c->universe->basic[BASIC_INT]))
      return false;
  }
  if (!type_all(e->type, type_is_integer)) {
    check_error(c, e->start_pos, "invalid argument: %s %s must be integer", what,
                check_operand_string(c, e));
    check_invalidate(c, e);
    return false;
  }
  if (e->mode != MODE_CONSTANT || constant_kind(e->value) == CONSTANT_UNKNOWN)
    return true;
  if (constant_sign(e->value) < 0) {
    check_error(c, e->start_pos, "invalid argument: %s %s must not be negative", what,
                check_operand_string(c, e));
    check_invalidate(c, e);
    return false;
  }
  if (!constant_int64_value(e->value, value)) {
    check_error(c, e->start_pos, "invalid argument: %s %s overflows int", what,
                check_operand_string(c, e));
    check_invalidate(c, e);
    return false;
  }
  if (max >= 0 && *value >= max) {
    check_error(c, e->start_pos,
                "invalid argument: index %" PRId64 " out of bounds [0:%" PRId64 "]", *value, max);
    check_invalidate(c, e);
    return false;
  }
  return true;
}

static void index_map(struct checker *c, struct expr *e, struct type *map) {
  invariant_debug(map->kind == TYPE_MAP);
  struct expr *key = e->u.index.indices.items[0];
  check_expr_hint(c, key, map->u.map.key);
  check_assignment(c, key, map->u.map.key, "map index");
  e->mode = MODE_MAP_INDEX;
  e->type = map->u.map.value;
}

// The length that bounds an index of an x of type t, -1 where unknown; sets mode and type of e.
// Returns false if x cannot be indexed.
static bool indexable(struct checker *c, struct expr *e, struct type *t, int64_t *length) {
  struct expr *x = e->u.index.x;
  *length = -1;
  e->mode = MODE_VALUE;
  if (type_is_string(t)) {
    if (x->mode == MODE_CONSTANT && constant_kind(x->value) == CONSTANT_STRING)
      *length = (int64_t)constant_string_size(x->value);
    check_default(c, x);
    e->type = c->universe->byte_type;
    return true;
  }
  if (t->kind == TYPE_POINTER) {
    t = type_underlying(t->u.pointer.elem);
    e->mode = MODE_VARIABLE;
    if (t->kind != TYPE_ARRAY)
      return false;
  } else if (x->mode == MODE_VARIABLE || t->kind == TYPE_SLICE) {
    e->mode = MODE_VARIABLE;
  }
  if (t->kind == TYPE_ARRAY) {
    *length = t->u.array.len;
    e->type = t->u.array.elem;
    return true;
  }
  if (t->kind != TYPE_SLICE)
    return false;
  e->type = t->u.slice.elem;
  return true;
}

// The same for an x of a type parameter: all specific types must have the same elements, and be maps
// with the same keys or no maps. *map is the first of them, NULL if they are none.
static bool indexable_param(struct checker *c, struct expr *e, int64_t *length, struct type **map) {
  struct type *param = e->u.index.x->type, *elem = NULL;
  int count = type_term_count(param);
  enum operand_mode mode = MODE_VARIABLE;
  bool has_map = false;
  *map = NULL;
  for (int i = 0; i < count; i++) {
    struct type *t = type_underlying(type_term(param, i));
    int64_t bound = -1;
    bool is_map = t->kind == TYPE_MAP;
    if (is_map)
      e->type = t->u.map.value;
    else if (!indexable(c, e, t, &bound))
      return false;
    if (i > 0 && (is_map != has_map || !types_identical(elem, e->type) ||
                  (is_map && !types_identical((*map)->u.map.key, t->u.map.key))))
      return false;
    if (!is_map && e->mode != MODE_VARIABLE)
      mode = MODE_VALUE;
    if (i == 0) {
      has_map = is_map;
      *map = is_map ? t : NULL;
      elem = e->type;
      *length = bound;
    } else if (bound >= 0 && bound < *length) {
      *length = bound;
    }
  }
  e->mode = mode;
  return count > 0;
}

void check_index(struct checker *c, struct expr *e) {
  struct expr *x = e->u.index.x;
  struct expr_list *indices = &e->u.index.indices;
  check_expr_or_type(c, x);
  if (x->mode == MODE_INVALID) {
    check_use(c, indices->items, indices->count);
    return;
  }
  if (x->mode == MODE_TYPE) {
    struct type *t = check_type(c, e);
    e->mode = types_is_valid(t) ? MODE_TYPE : MODE_INVALID;
    return;
  }
  if (x->mode != MODE_BUILTIN && types_is_generic(x->type)) {
    check_function_instance(c, e);
    return;
  }
  if (indices->count != 1) {
    check_error(c, indices->count > 1 ? indices->items[1]->start_pos : e->start_pos,
                "invalid operation: more than one index");
    check_use(c, indices->items, indices->count);
    return;
  }
  struct type *t = type_underlying(x->type), *map = t->kind == TYPE_MAP ? t : NULL;
  int64_t length, value;
  bool good = map || (type_is_param(t) ? indexable_param(c, e, &length, &map)
                                       : x->mode != MODE_NIL && x->mode != MODE_BUILTIN &&
                                             indexable(c, e, t, &length));
  if (good && map) {
    index_map(c, e, map);
    return;
  }
  if (!good) {
    check_error(c, e->pos, "cannot index %s", check_operand_string(c, x));
    check_use(c, indices->items, indices->count);
    check_invalidate(c, e);
    return;
  }
  check_index_value(c, indices->items[0], "index", length, &value);
  if (!types_is_valid(e->type))
    check_invalidate(c, e);
}

static void slice_indices(struct checker *c, struct expr *e, int64_t length) {
  struct expr *items[3] = {e->u.slice.low, e->u.slice.high,
                           e->u.slice.three ? e->u.slice.max : NULL};
  int64_t values[3];
  int count = 0;
  struct expr *known[3];
  for (int i = 0; i < 3; i++) {
    if (!items[i])
      continue;
    int64_t value;
    if (check_index_value(c, items[i], "index", length >= 0 ? length + 1 : -1, &value) &&
        value >= 0) {
      known[count] = items[i];
      values[count++] = value;
    }
  }
  for (int i = 0; i + 1 < count; i++)
    for (int j = i + 1; j < count; j++)
      if (values[i] > values[j]) {
        check_error(c, known[i + 1 < count ? i + 1 : i]->start_pos,
                    "invalid slice indices: %" PRId64 " < %" PRId64, values[j], values[i]);
        return;
      }
}

// The underlying type that a slice expression works on, where a string counts as bytes. NULL after
// an error.
static struct type *sliced_type(struct checker *c, struct expr *x) {
  struct type *common = NULL, *first = NULL;
  int count = type_term_count(x->type);
  bool has_string = false;
  if (!type_is_param(x->type))
    return type_underlying(x->type);
  if (count == 0)
    check_error(c, x->start_pos, "cannot slice %s: no specific type in %s",
                check_operand_string(c, x), check_type_string(c, x->type));
  for (int i = 0; i < count; i++) {
    struct type *term = type_term(x->type, i), *under = type_underlying(term);
    if (type_is_string(under)) {
      has_string = true;
      under = types_new_slice(c->universe, c->universe->byte_type);
    }
    if (!common) {
      common = under;
      first = term;
    } else if (!types_identical(common, under)) {
      check_error(c, x->start_pos, "cannot slice %s: %s and %s have different underlying types",
                  check_operand_string(c, x), check_type_string(c, first),
                  check_type_string(c, term));
      common = NULL;
      break;
    }
  }
  return has_string ? c->universe->basic[BASIC_STRING] : common;
}

// Sets e's mode and type; *length as for an index. Returns false after an error.
static bool sliceable(struct checker *c, struct expr *e, int64_t *length) {
  struct expr *x = e->u.slice.x;
  struct type *t = sliced_type(c, x);
  if (!t)
    return false;
  *length = -1;
  e->mode = MODE_VALUE;
  e->type = x->type;
  if (type_is_string(t)) {
    if (e->u.slice.three) {
      struct expr *at = e->u.slice.max ? e->u.slice.max : e;
      check_error(c, at->start_pos, "invalid operation: 3-index slice of string");
      return false;
    }
    if (x->mode == MODE_CONSTANT && constant_kind(x->value) == CONSTANT_STRING)
      *length = (int64_t)constant_string_size(x->value);
    if (type_is_untyped(x->type)) {
      check_default(c, x);
      e->type = c->universe->basic[BASIC_STRING];
    }
    return true;
  }
  if (t->kind == TYPE_ARRAY) {
    if (x->mode != MODE_VARIABLE) {
      check_error(c, x->start_pos, "cannot slice unaddressable value %s",
                  check_operand_string(c, x));
      return false;
    }
    *length = t->u.array.len;
    e->type = types_new_slice(c->universe, t->u.array.elem);
    return true;
  }
  if (t->kind == TYPE_POINTER && type_underlying(t->u.pointer.elem)->kind == TYPE_ARRAY) {
    t = type_underlying(t->u.pointer.elem);
    *length = t->u.array.len;
    e->type = types_new_slice(c->universe, t->u.array.elem);
    return true;
  }
  if (t->kind == TYPE_SLICE && x->mode != MODE_NIL)
    return true;
  check_error(c, x->start_pos, "cannot slice %s", check_operand_string(c, x));
  return false;
}

void check_slice(struct checker *c, struct expr *e) {
  struct expr *items[3] = {e->u.slice.low, e->u.slice.high, e->u.slice.max};
  int64_t length;
  check_expr(c, e->u.slice.x);
  if (e->u.slice.x->mode == MODE_INVALID) {
    check_use(c, items, 3);
    return;
  }
  if (!sliceable(c, e, &length)) {
    check_use(c, items, 3);
    check_invalidate(c, e);
    return;
  }
  slice_indices(c, e, length);
}
