// Composite literals and function literals. After go/types literals.go.

#include <inttypes.h>
#include <strings.h>

#include "vm/check/internal.h"

// Literals are numbered inside the function around them: "main.f.func1", and "main.f.func1.2"
// inside that.
static void name_literal(struct checker *c, struct function *literal) {
  if (literal->name)
    return;
  struct function *outer = function_returning(literal->outer);
  if (!outer) {
    struct package *package = c->context.package;
    literal->name =
        region_printf(c->region, "%s.init.func%d", package->symbol, ++package->closure_count);
  } else {
    literal->name = region_printf(c->region, outer->outer || !outer->object ? "%s.%d" : "%s.func%d",
                                  outer->name, ++outer->closure_count);
  }
}

void check_func_literal(struct checker *c, struct expr *e) {
  struct function *function = e->u.func.function;
  function->outer = c->context.function;
  function->package = c->context.package;
  name_literal(c, function);
  if (function->body_checked)
    function->body_checked = false; // a second look, after an error
  struct type *t = check_signature(c, function->type, NULL, function);
  e->mode = MODE_VALUE;
  e->type = t;
  function->scope = c->context.scope;
  if (!c->context.function) {
    // At package level the body waits: it may use variables that are being resolved.
    check_later(c, (struct later){.kind = LATER_BODY, .function = function});
    return;
  }
  struct constant *iota = c->context.iota;
  bool effect = c->context.has_call_or_receive;
  check_body(c, function);
  c->context.iota = iota;
  c->context.has_call_or_receive = effect;
}

// Structs.

static struct object *find_field(struct checker *c, struct type *t, const char *name) {
  invariant_debug(t->kind == TYPE_STRUCT);
  struct object *field = scope_lookup(t->u.struct_.names, name);
  bool visible = field && (types_name_exported(name) ||
                           types_same_package(field->package, c->context.package));
  return visible ? field : NULL;
}

static struct object *find_field_fold(struct type *t, const char *name) {
  for (int i = 0; i < t->u.struct_.count; i++)
    if (strcasecmp(t->u.struct_.fields[i]->name, name) == 0)
      return t->u.struct_.fields[i];
  return NULL;
}

static void keyed_field(struct checker *c, struct expr *element, struct type *base, struct type *t,
                        bool *visited) {
  struct expr *key = element->u.key_value.key, *value = element->u.key_value.value;
  if (key->kind != EXPR_IDENT) {
    check_use(c, &value, 1);
    check_error(c, element->start_pos, "invalid field name %s in struct literal",
                check_expr_string(c, key));
    return;
  }
  const char *name = key->u.ident.name;
  struct object *field = find_field(c, t, name);
  if (!field) {
    check_use(c, &value, 1);
    check_error(c, key->start_pos, "%s",
                check_lookup_words(c, base, name,
                                   name != c->blank ? find_field_fold(t, name) : NULL, true));
    return;
  }
  invariant_debug(field->u.var.index < t->u.struct_.count);
  key->u.ident.object = field;
  key->type = field->type;
  check_expr_hint(c, value, NULL);
  check_assignment(c, value, field->type, "struct literal");
  if (visited[field->u.var.index])
    check_error(c, element->start_pos, "duplicate field name %s in struct literal", name);
  visited[field->u.var.index] = true;
}

static void positional_fields(struct checker *c, struct expr *e, struct type *base,
                              struct type *t) {
  invariant_debug(t->kind == TYPE_STRUCT);
  struct expr_list *elements = &e->u.composite.elements;
  for (int i = 0; i < elements->count; i++) {
    struct expr *element = elements->items[i];
    if (element->kind == EXPR_KEY_VALUE) {
      check_use(c, &element->u.key_value.value, 1);
      check_error(c, element->start_pos,
                  "mixture of field:value and value elements in struct literal");
      continue;
    }
    check_expr(c, element);
    if (i >= t->u.struct_.count) {
      check_error(c, element->start_pos, "too many values in struct literal of type %s",
                  check_type_string(c, base));
      check_use(c, elements->items + i + 1, elements->count - i - 1);
      return;
    }
    struct object *field = t->u.struct_.fields[i];
    if (!types_name_exported(field->name) &&
        !types_same_package(field->package, c->context.package)) {
      check_error(c, element->start_pos,
                  "implicit assignment to unexported field %s in struct literal of type %s",
                  field->name, check_type_string(c, base));
      continue;
    }
    check_assignment(c, element, field->type, "struct literal");
  }
  if (elements->count < t->u.struct_.count)
    check_error(c, e->u.composite.close, "too few values in struct literal of type %s",
                check_type_string(c, base));
}

// A literal of type base, whose underlying type is t.
static void struct_literal(struct checker *c, struct expr *e, struct type *base, struct type *t) {
  struct expr_list *elements = &e->u.composite.elements;
  if (elements->count == 0)
    return;
  if (elements->items[0]->kind != EXPR_KEY_VALUE) {
    positional_fields(c, e, base, t);
    return;
  }
  bool *visited = region_alloc(c->region, (size_t)t->u.struct_.count + 1);
  for (int i = 0; i < elements->count; i++) {
    struct expr *element = elements->items[i];
    if (element->kind == EXPR_KEY_VALUE) {
      keyed_field(c, element, base, t, visited);
    } else {
      check_use(c, &element, 1);
      check_error(c, element->start_pos,
                  "mixture of field:value and value elements in struct literal");
    }
  }
}

// Arrays and slices.

// The indices seen so far: a bit map while they are small and dense, as nearly all are. For the
// others open addressing, with one more than the index, so that 0 is an empty place.
struct index_set {
  uint8_t *bits;
  int cap;
  uint64_t *sparse;
  uint64_t sparse_cap;
};

static bool add_sparse(struct checker *c, struct index_set *set, uint64_t index, int count) {
  if (!set->sparse) {
    for (set->sparse_cap = 8; set->sparse_cap < (uint64_t)count * 2;)
      set->sparse_cap *= 2;
    set->sparse = region_alloc(c->region, set->sparse_cap * sizeof *set->sparse);
  }
  uint64_t mask = set->sparse_cap - 1, i = index * 0x9e3779b97f4a7c15u >> 20 & mask;
  for (; set->sparse[i] != 0; i = (i + 1) & mask)
    if (set->sparse[i] == index + 1)
      return false;
  set->sparse[i] = index + 1;
  return true;
}

static bool add_index(struct checker *c, struct index_set *set, int64_t index, int count) {
  invariant_debug(index >= 0);
  if (index < (int64_t)count * 8 + 64) {
    set->bits = region_grow(c->region, set->bits, 1, set->cap, &set->cap, (int)(index / 8 + 1));
    uint8_t bit = (uint8_t)(1u << (index & 7));
    if (set->bits[index / 8] & bit)
      return false;
    set->bits[index / 8] |= bit;
    return true;
  }
  return add_sparse(c, set, (uint64_t)index, count);
}

static bool element_key(struct checker *c, struct expr *element, int64_t length, int64_t *index) {
  struct expr *key = element->u.key_value.key;
  int64_t value;
  if (!check_index_value(c, key, "index", length, &value))
    return false;
  if (value < 0) {
    check_error(c, element->start_pos, "index %s must be integer constant",
                check_expr_string(c, key));
    return false;
  }
  *index = value;
  return true;
}

// Checks the elements; length -1: unbounded. Returns one more than the greatest index.
static int64_t indexed_elements(struct checker *c, struct expr *e, struct type *elem,
                                int64_t length) {
  struct expr_list *elements = &e->u.composite.elements;
  struct index_set seen = {0};
  int64_t index = 0, max = 0;
  for (int i = 0; i < elements->count; i++) {
    struct expr *element = elements->items[i], *value = element;
    bool valid = true;
    if (element->kind == EXPR_KEY_VALUE) {
      valid = element_key(c, element, length, &index);
      value = element->u.key_value.value;
    } else if (length >= 0 && index >= length) {
      check_error(c, element->start_pos, "index %" PRId64 " is out of bounds (>= %" PRId64 ")",
                  index, length);
      valid = false;
    }
    if (valid && !add_index(c, &seen, index, elements->count))
      check_error(c, element->start_pos, "duplicate index %" PRId64 " in array or slice literal",
                  index);
    if (index == INT64_MAX) { // no array is that long: where Go's compiler overflows
      check_error(c, element->start_pos, "index %" PRId64 " is out of bounds (>= %" PRId64 ")",
                  index, index);
      continue;
    }
    index++;
    if (index > max)
      max = index;
    check_expr_hint(c, value, elem);
    check_assignment(c, value, elem, "array or slice literal");
  }
  return max;
}

// Maps.

static void map_literal(struct checker *c, struct expr *e, struct type *map) {
  invariant_debug(map->kind == TYPE_MAP);
  struct expr_list *elements = &e->u.composite.elements;
  struct constant_set seen = {0};
  for (int i = 0; i < elements->count; i++) {
    struct expr *element = elements->items[i];
    if (element->kind != EXPR_KEY_VALUE) {
      check_use(c, &element, 1);
      check_error(c, element->start_pos, "missing key in map literal");
      continue;
    }
    struct expr *key = element->u.key_value.key, *value = element->u.key_value.value;
    check_expr_hint(c, key, map->u.map.key);
    bool good = check_assignment(c, key, map->u.map.key, "map literal");
    if (good && key->mode == MODE_CONSTANT && check_add_constant(c, &seen, key))
      check_error(c, key->start_pos, "duplicate key %s in map literal",
                  constant_text(c->region, key->value));
    check_expr_hint(c, value, map->u.map.value);
    check_assignment(c, value, map->u.map.value, "map literal");
  }
}

// Composite literals.

static struct type *open_array(struct checker *c, struct expr *e, struct expr *type) {
  struct type *t = types_new(c->universe, TYPE_ARRAY);
  t->u.array.elem = check_var_type(c, type->u.array_type.elem);
  t->u.array.len = indexed_elements(c, e, t->u.array.elem, -1);
  check_note_size(c, t, type->start_pos);
  type->mode = MODE_TYPE;
  type->type = t;
  return t;
}

// The array below a slice may be too large.
static void note_length(struct checker *c, struct expr *e, struct type *elem, int64_t length) {
  if (length <= e->u.composite.elements.count)
    return;
  struct type *array = types_new(c->universe, TYPE_ARRAY);
  array->u.array.elem = elem;
  array->u.array.len = length;
  check_note_size(c, array, e->start_pos);
}

static void use_elements(struct checker *c, struct expr *e) {
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    struct expr *element = e->u.composite.elements.items[i];
    check_use(c, element->kind == EXPR_KEY_VALUE ? &element->u.key_value.value : &element, 1);
  }
}

void check_composite(struct checker *c, struct expr *e, struct type *hint) {
  struct expr *type = e->u.composite.type;
  struct type *t, *base;
  if (type && type->kind == EXPR_ARRAY_TYPE && type->u.array_type.len &&
      type->u.array_type.len->kind == EXPR_ELLIPSIS && !type->u.array_type.len->u.ellipsis.elem) {
    struct type *array = open_array(c, e, type);
    if (check_complete(c, array)) {
      e->type = array;
      e->mode = MODE_VALUE;
    }
    return;
  }
  if (type) {
    t = base = check_type(c, type);
  } else if (hint) {
    t = base = hint;
    if (check_common(c, base)->kind == TYPE_POINTER)
      base = check_common(c, base)->u.pointer.elem;
  } else {
    check_error(c, e->start_pos, "missing type in composite literal");
    use_elements(c, e);
    return;
  }
  if (!check_complete(c, base)) {
    use_elements(c, e);
    return;
  }
  const char *cause;
  struct type *under = check_common_under(c, base, NULL, 0, &cause);
  if (!under)
    under = base;
  switch (under->kind) {
  case TYPE_STRUCT:
    struct_literal(c, e, base, under);
    break;
  case TYPE_ARRAY:
    indexed_elements(c, e, under->u.array.elem, under->u.array.len);
    break;
  case TYPE_SLICE:
    note_length(c, e, under->u.slice.elem, indexed_elements(c, e, under->u.slice.elem, -1));
    break;
  case TYPE_MAP:
    map_literal(c, e, under);
    break;
  default:
    use_elements(c, e);
    if (types_is_valid(under))
      check_error(c, e->start_pos, "invalid composite literal%s type %s%s", !type ? " element" : "",
                  check_type_string(c, t),
                  under->kind == TYPE_PARAM ? " (no common underlying type)" : "");
    return;
  }
  e->mode = MODE_VALUE;
  e->type = t;
}
