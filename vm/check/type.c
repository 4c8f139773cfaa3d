// Type expressions. After go/types typexpr.go, struct.go, interface.go and signature.go.

#include <string.h>

#include "vm/check/internal.h"
#include "vm/check/package.h"

void check_bound(struct checker *c, struct expr *e, struct type *t) {
  const struct type_set *set = types_type_set(t);
  if (set->all && !set->comparable)
    return;
  const char *why = set->comparable ? "is (or embeds) comparable" : "contains type constraints";
  check_error(c, e->start_pos, "cannot use type %s outside a type constraint: interface %s",
              check_type_string(c, t), why);
}

struct type *check_as_var_type(struct checker *c, struct expr *e, struct type *t) {
  if (t->kind == TYPE_INTERFACE ||
      (t->kind == TYPE_NAMED && (!t->u.named.underlying || type_is_interface(t))))
    check_later(c, (struct later){.kind = LATER_BOUND, .type = t, .expr = e});
  return t;
}

struct type *check_var_type(struct checker *c, struct expr *e) {
  return check_as_var_type(c, e, check_type(c, e));
}

// Arrays.

static int64_t array_length(struct checker *c, struct expr *e) {
  if (e->kind == EXPR_IDENT) {
    struct object *object = check_lookup(c, e->u.ident.name);
    if (!object) {
      check_error(c, e->start_pos, "undefined array length %s or missing type constraint",
                  e->u.ident.name);
      return -1;
    }
    if (object->kind != OBJECT_CONST) {
      check_error(c, e->start_pos, "invalid array length %s", e->u.ident.name);
      object->used = true;
      return -1;
    }
  }
  check_expr(c, e);
  if (e->mode == MODE_INVALID)
    return -1;
  if (e->mode != MODE_CONSTANT) {
    check_error(c, e->start_pos, "array length %s must be constant", check_operand_string(c, e));
    return -1;
  }
  bool integral = type_is_untyped(e->type) ? constant_is_int(e->value) : type_is_integer(e->type);
  if (!integral) {
    check_error(c, e->start_pos, "array length %s must be integer", check_operand_string(c, e));
    return -1;
  }
  int64_t length;
  if (constant_int64_value(e->value, &length) && length >= 0) {
    if (type_is_untyped(e->type))
      check_update_type(c, e, c->universe->basic[BASIC_INT]);
    return length;
  }
  check_error(c, e->start_pos, "invalid array length %s", check_operand_string(c, e));
  return -1;
}

static struct type *array_type(struct checker *c, struct expr *e) {
  struct expr *len = e->u.array_type.len;
  if (!len) {
    struct type *slice = types_new(c->universe, TYPE_SLICE);
    slice->u.slice.elem = check_var_type(c, e->u.array_type.elem);
    return slice;
  }
  struct type *array = types_new(c->universe, TYPE_ARRAY);
  if (len->kind == EXPR_ELLIPSIS) {
    check_error(c, e->start_pos, "invalid use of [...] array (outside a composite literal)");
    array->u.array.len = -1;
  } else {
    array->u.array.len = array_length(c, len);
  }
  array->u.array.elem = check_var_type(c, e->u.array_type.elem);
  check_note_size(c, array, e->start_pos);
  return array->u.array.len >= 0 ? array : invalid_type(c);
}

// Structs.

void check_embedded(struct checker *c, struct expr *type_expr, struct type *t) {
  bool pointer = t->kind == TYPE_POINTER && type_expr->kind == EXPR_STAR;
  struct type *elem = pointer ? t->u.pointer.elem : t;
  struct type *under = type_underlying(elem);
  pos_t pos = type_expr->start_pos;
  if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNSAFE_POINTER)
    check_error(c, pos, "embedded field type cannot be unsafe.Pointer");
  else if (under->kind == TYPE_POINTER)
    check_error(c, pos, "embedded field type cannot be a pointer");
  else if (elem->kind == TYPE_PARAM)
    check_error(c, pos, "embedded field type cannot be a (pointer to a) type parameter");
  else if (under->kind == TYPE_INTERFACE && pointer)
    check_error(c, pos, "embedded field type cannot be a pointer to an interface");
}

static const char *field_tag(struct checker *c, struct expr *tag) {
  if (!tag)
    return NULL;
  struct constant *value = constant_from_literal(c->pool, TOKEN_STRING, tag->u.literal.text,
                                                 (size_t)tag->u.literal.size);
  size_t size = 0;
  if (!value)
    return NULL;
  const char *bytes = constant_string_value(value, &size);
  return region_strndup(c->region, bytes, size);
}

static void refuse_duplicate_field(struct checker *c, struct scope *names, struct object *field) {
  if (field->name == c->blank)
    return;
  struct object *other = scope_insert(c->region, names, field);
  if (other)
    check_error(c, field->pos, "%s redeclared\n\t%s: other declaration of %s", field->name,
                check_place(c, other->pos), other->name);
}

static struct type *struct_type(struct checker *c, struct expr *e) {
  struct type *t = types_new(c->universe, TYPE_STRUCT);
  struct field_list *fields = &e->u.struct_type.fields;
  t->u.struct_.fields =
      region_alloc(c->region, (size_t)(fields->count + 1) * sizeof(struct object *));
  struct scope *names = t->u.struct_.names = scope_new(c->region, NULL);
  t->u.struct_.embedded = region_alloc(c->region, (size_t)(fields->count + 1) * sizeof(int));
  struct expr *previous = NULL;
  struct type *type = NULL;
  for (int i = 0; i < fields->count; i++) {
    struct field *field = &fields->items[i];
    if (field->type != previous)
      type = check_var_type(c, field->type);
    previous = field->type;
    const char *name = field->name;
    pos_t pos = field->name_pos;
    if (field->embedded) {
      bool pointer;
      struct expr *base = check_base_expr(field->type, &pointer);
      name = base->kind == EXPR_IDENT      ? base->u.ident.name
             : base->kind == EXPR_SELECTOR ? base->u.selector.name
                                           : c->blank;
      pos = base->kind == EXPR_SELECTOR ? base->u.selector.name_pos : base->start_pos;
      t->u.struct_.embedded[t->u.struct_.embedded_count++] = i;
      check_later(c, (struct later){.kind = LATER_EMBEDDED, .type = type, .expr = field->type});
    }
    struct object *object = check_new_variable(c, VAR_FIELD, name, pos, type);
    object->u.var.embedded = field->embedded;
    object->u.var.index = i;
    object->used = true;
    field->object = object;
    t->u.struct_.fields[i] = object;
    refuse_duplicate_field(c, names, object);
    if (field->tag && !t->u.struct_.tags)
      t->u.struct_.tags = region_alloc(c->region, (size_t)fields->count * sizeof(char *));
    if (field->tag)
      t->u.struct_.tags[i] = field_tag(c, field->tag);
  }
  t->u.struct_.count = fields->count;
  // While the facts of its parts are at hand: nested types need no deep walk later.
  check_note_size(c, t, e->start_pos);
  return t;
}

// Maps and channels.

void check_map_key(struct checker *c, struct type *map, struct expr *key) {
  invariant_debug(map->kind == TYPE_MAP);
  struct type *t = map->u.map.key;
  if (types_is_valid(t) && types_is_valid(type_underlying(t)) && !type_is_comparable(t))
    check_error(c, key->start_pos, "invalid map key type %s%s", check_type_string(c, t),
                type_is_param(t) ? " (missing comparable constraint)" : "");
}

static struct type *map_type(struct checker *c, struct expr *e) {
  struct type *t = types_new(c->universe, TYPE_MAP);
  t->u.map.key = check_var_type(c, e->u.map_type.key);
  t->u.map.value = check_var_type(c, e->u.map_type.value);
  check_later(c, (struct later){.kind = LATER_MAP_KEY, .type = t, .expr = e->u.map_type.key});
  return t;
}

static struct type *chan_type(struct checker *c, struct expr *e) {
  struct type *t = types_new(c->universe, TYPE_CHAN);
  t->u.chan.direction = e->u.chan_type.direction;
  t->u.chan.elem = check_var_type(c, e->u.chan_type.elem);
  check_note_size(c, t, e->start_pos);
  return t;
}

static struct type *pointer_type(struct checker *c, struct expr *e) {
  struct type *t = types_new(c->universe, TYPE_POINTER);
  t->u.pointer.elem = invalid_type(c);
  t->u.pointer.elem = check_var_type(c, e->u.star.x);
  return types_is_valid(t->u.pointer.elem) ? t : invalid_type(c);
}

// A name, qualified or not, that must denote a type.
static struct type *named_type(struct checker *c, struct expr *e) {
  invariant_debug(e->kind == EXPR_IDENT || e->kind == EXPR_SELECTOR);
  if (e->kind == EXPR_IDENT)
    check_ident(c, e, true);
  else
    check_selector(c, e, true);
  switch (e->mode) {
  case MODE_INVALID:
    return invalid_type(c);
  case MODE_TYPE:
    if (types_is_generic(e->type)) {
      check_error(c, e->start_pos, "cannot use generic type %s without instantiation",
                  check_type_string(c, e->type));
      return invalid_type(c);
    }
    return e->type;
  case MODE_NO_VALUE:
    check_error(c, e->start_pos, "%s used as type", check_operand_string(c, e));
    return invalid_type(c);
  default:
    check_error(c, e->start_pos, "%s is not a type", check_operand_string(c, e));
    return invalid_type(c);
  }
}

static struct type *generic_type(struct checker *c, struct expr *e) {
  struct expr *x = e->u.index.x;
  if (x->kind == EXPR_IDENT) {
    check_ident(c, x, true);
  } else if (x->kind == EXPR_PAREN) {
    x->type = check_type(c, x);
    x->mode = types_is_valid(x->type) ? MODE_TYPE : MODE_INVALID;
  } else {
    check_expr_or_type(c, x);
  }
  if (x->mode == MODE_INVALID) {
    check_use(c, e->u.index.indices.items, e->u.index.indices.count);
    return invalid_type(c);
  }
  if (x->mode != MODE_TYPE) {
    check_error(c, x->start_pos, "%s is not a type", check_operand_string(c, x));
    return invalid_type(c);
  }
  if (!types_is_generic(x->type)) {
    check_error(c, x->start_pos, "invalid operation: %s (%s is not a generic type)",
                check_expr_string(c, e), check_type_string(c, x->type));
    return invalid_type(c);
  }
  check_requires(c, e->start_pos, 18, "type instantiation");
  return check_instantiate_type(c, e, x->type->u.named.object, e->u.index.indices.items,
                                e->u.index.indices.count);
}

static struct type *type_of(struct checker *c, struct expr *e) {
  switch (e->kind) {
  case EXPR_BAD:
    return invalid_type(c);
  case EXPR_IDENT:
  case EXPR_SELECTOR:
    return named_type(c, e);
  case EXPR_INDEX:
    return generic_type(c, e);
  case EXPR_PAREN:
    return check_type(c, e->u.paren.x);
  case EXPR_STAR:
    return pointer_type(c, e);
  case EXPR_ARRAY_TYPE:
    return array_type(c, e);
  case EXPR_STRUCT_TYPE:
    return struct_type(c, e);
  case EXPR_FUNC_TYPE:
    return check_signature(c, e, NULL, NULL);
  case EXPR_INTERFACE_TYPE:
    return check_interface_type(c, e);
  case EXPR_MAP_TYPE:
    return map_type(c, e);
  case EXPR_CHAN_TYPE:
    return chan_type(c, e);
  default:
    check_error(c, e->start_pos, "%s is not a type", check_expr_string(c, e));
    check_use(c, &e, 1);
    return invalid_type(c);
  }
}

struct type *check_type(struct checker *c, struct expr *e) {
  if (!check_deeper(c, e->start_pos))
    return invalid_type(c);
  struct type *t = type_of(c, e);
  c->depth--;
  invariant_debug(t);
  e->mode = types_is_valid(t) ? MODE_TYPE : MODE_INVALID;
  e->type = t;
  return t;
}
