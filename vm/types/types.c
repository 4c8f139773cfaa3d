// Types: construction, predicates, identity, scopes and objects. After go/types predicates.go.

#include <string.h>

#include "mem/invariant.h"
#include "vm/types/type_set.h"
#include "vm/types/universe.h"

// What stands for the underlying type of a declaration that is still being resolved. Never written.
const struct type types_unresolved = {.kind = TYPE_BASIC,
                                      .u.basic = {BASIC_INVALID, "invalid type"}};

struct type *types_new(struct universe *u, enum type_kind kind) {
  invariant_debug(u->type_count < UINT32_MAX);
  struct type *t = region_alloc(u->region, sizeof *t);
  t->kind = kind;
  t->id = ++u->type_count;
  if (kind == TYPE_INTERFACE)
    t->u.interface_.region = u->region;
  return t;
}

struct type *types_new_pointer(struct universe *u, struct type *elem) {
  invariant_debug(elem);
  struct type *t = types_new(u, TYPE_POINTER);
  t->u.pointer.elem = elem;
  return t;
}

struct type *types_new_slice(struct universe *u, struct type *elem) {
  invariant_debug(elem);
  struct type *t = types_new(u, TYPE_SLICE);
  t->u.slice.elem = elem;
  return t;
}

struct type *types_new_tuple(struct universe *u, struct type **types, int count) {
  struct type *t = types_new(u, TYPE_TUPLE);
  t->u.tuple.types = types;
  t->u.tuple.count = count;
  return t;
}

struct type *type_underlying(struct type *t) {
  int steps = 0;
  while (t && t->kind == TYPE_NAMED) {
    t = t->u.named.underlying;
    if (++steps > 1000)
      t = NULL;
  }
  return t ? t : (struct type *)(uintptr_t)&types_unresolved;
}

bool types_same_package(const struct package *a, const struct package *b) {
  return a == b || (a && b && a->begin && a->begin == b->begin);
}

bool types_same_name(const struct object *a, const struct object *b) {
  return a->name == b->name &&
         (types_name_exported(a->name) || types_same_package(a->package, b->package));
}

bool types_is_valid(const struct type *t) {
  return !t || t->kind != TYPE_BASIC || t->u.basic.kind != BASIC_INVALID;
}

static enum basic_kind basic_kind_of(struct type *t) {
  t = type_underlying(t);
  return t->kind == TYPE_BASIC ? t->u.basic.kind : BASIC_INVALID;
}

bool type_is_integer(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return (kind >= BASIC_INT && kind <= BASIC_UINTPTR) || kind == BASIC_UNTYPED_INT ||
         kind == BASIC_UNTYPED_RUNE;
}

bool type_is_unsigned(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return kind >= BASIC_UINT && kind <= BASIC_UINTPTR;
}

bool type_is_float(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return kind == BASIC_FLOAT32 || kind == BASIC_FLOAT64 || kind == BASIC_UNTYPED_FLOAT;
}

bool type_is_complex(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return kind == BASIC_COMPLEX64 || kind == BASIC_COMPLEX128 || kind == BASIC_UNTYPED_COMPLEX;
}

bool type_is_string(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return kind == BASIC_STRING || kind == BASIC_UNTYPED_STRING;
}

bool type_is_boolean(struct type *t) {
  enum basic_kind kind = basic_kind_of(t);
  return kind == BASIC_BOOL || kind == BASIC_UNTYPED_BOOL;
}

bool type_is_numeric(struct type *t) {
  return type_is_integer(t) || type_is_float(t) || type_is_complex(t);
}

bool types_is_ordered(struct type *t) {
  return type_is_integer(t) || type_is_float(t) || type_is_string(t);
}

bool types_is_constant_type(struct type *t) {
  return type_is_boolean(t) || type_is_numeric(t) || type_is_string(t);
}

bool type_is_untyped(const struct type *t) {
  return t && t->kind == TYPE_BASIC && t->u.basic.kind >= BASIC_UNTYPED_BOOL;
}

bool type_is_param(const struct type *t) {
  return t->kind == TYPE_PARAM;
}

bool type_is_interface(const struct type *t) {
  return type_underlying((struct type *)(uintptr_t)t)->kind == TYPE_INTERFACE;
}

bool type_is_named(const struct type *t) {
  return t->kind == TYPE_BASIC || t->kind == TYPE_NAMED || t->kind == TYPE_PARAM;
}

bool type_has_nil(struct type *t) {
  t = type_underlying(t);
  switch (t->kind) {
  case TYPE_BASIC:
    return t->u.basic.kind == BASIC_UNSAFE_POINTER || t->u.basic.kind == BASIC_UNTYPED_NIL;
  case TYPE_POINTER:
  case TYPE_SLICE:
  case TYPE_SIGNATURE:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_CHAN:
    return true;
  case TYPE_PARAM:
    return type_all(t, type_has_nil);
  default:
    return false;
  }
}

bool types_is_generic(const struct type *t) {
  return t && ((t->kind == TYPE_NAMED && t->u.named.type_param_count > 0 && !t->u.named.origin) ||
               (t->kind == TYPE_SIGNATURE && t->u.signature.type_param_count > 0));
}

const char *types_kind_word(struct type *t) {
  switch (type_underlying(t)->kind) {
  case TYPE_ARRAY:
    return "array";
  case TYPE_SLICE:
    return "slice";
  case TYPE_STRUCT:
    return "struct";
  case TYPE_POINTER:
    return "pointer";
  case TYPE_SIGNATURE:
    return "func";
  case TYPE_INTERFACE:
    return "interface";
  case TYPE_MAP:
    return "map";
  case TYPE_CHAN:
    return "chan";
  case TYPE_TUPLE:
    return "tuple";
  case TYPE_UNION:
    return "union";
  default:
    return "";
  }
}

struct type *types_default(struct universe *u, struct type *t) {
  if (!type_is_untyped(t))
    return t;
  switch (t->u.basic.kind) {
  case BASIC_UNTYPED_BOOL:
    return u->basic[BASIC_BOOL];
  case BASIC_UNTYPED_INT:
    return u->basic[BASIC_INT];
  case BASIC_UNTYPED_RUNE:
    return u->rune_type;
  case BASIC_UNTYPED_FLOAT:
    return u->basic[BASIC_FLOAT64];
  case BASIC_UNTYPED_COMPLEX:
    return u->basic[BASIC_COMPLEX128];
  case BASIC_UNTYPED_STRING:
    return u->basic[BASIC_STRING];
  default:
    return t;
  }
}

// Identity.

// Pairs of interfaces under comparison, so that recursive ones end.
struct pair {
  const struct type *a, *b;
  const struct pair *outer;
};

// The outermost pair of a comparison that ignores the tags of structs.
static const struct pair ignoring_tags = {NULL, NULL, NULL};

static bool ignores_tags(const struct pair *pairs) {
  while (pairs && pairs != &ignoring_tags)
    pairs = pairs->outer;
  return pairs != NULL;
}

static bool identical(const struct type *a, const struct type *b, const struct pair *pairs);

static bool identical_objects(struct object **a, struct object **b, int count,
                              const struct pair *pairs) {
  for (int i = 0; i < count; i++)
    if (!identical(a[i]->type, b[i]->type, pairs))
      return false;
  return true;
}

static bool identical_structs(const struct type *a, const struct type *b,
                              const struct pair *pairs) {
  invariant_debug(a->kind == TYPE_STRUCT && b->kind == TYPE_STRUCT);
  if (a->u.struct_.count != b->u.struct_.count)
    return false;
  for (int i = 0; i < a->u.struct_.count; i++) {
    const struct object *f = a->u.struct_.fields[i], *g = b->u.struct_.fields[i];
    const char *s = a->u.struct_.tags ? a->u.struct_.tags[i] : NULL;
    const char *t = b->u.struct_.tags ? b->u.struct_.tags[i] : NULL;
    bool same_tag = strcmp(s ? s : "", t ? t : "") == 0 || ignores_tags(pairs);
    if (f->u.var.embedded != g->u.var.embedded || !types_same_name(f, g) || !same_tag ||
        !identical(f->type, g->type, pairs))
      return false;
  }
  return true;
}

static bool identical_signatures(const struct type *a, const struct type *b,
                                 const struct pair *pairs) {
  invariant_debug(a->kind == TYPE_SIGNATURE && b->kind == TYPE_SIGNATURE);
  return a->u.signature.variadic == b->u.signature.variadic &&
         a->u.signature.param_count == b->u.signature.param_count &&
         a->u.signature.result_count == b->u.signature.result_count &&
         a->u.signature.type_param_count == b->u.signature.type_param_count &&
         identical_objects(a->u.signature.params, b->u.signature.params, a->u.signature.param_count,
                           pairs) &&
         identical_objects(a->u.signature.results, b->u.signature.results,
                           a->u.signature.result_count, pairs);
}

static bool identical_interfaces(const struct type *a, const struct type *b,
                                 const struct pair *pairs) {
  invariant_debug(a->kind == TYPE_INTERFACE && b->kind == TYPE_INTERFACE);
  types_complete_interface((struct type *)(uintptr_t)a);
  types_complete_interface((struct type *)(uintptr_t)b);
  if (a->u.interface_.all_count != b->u.interface_.all_count ||
      a->u.interface_.is_constraint != b->u.interface_.is_constraint ||
      a->u.interface_.is_comparable != b->u.interface_.is_comparable)
    return false;
  if (a->u.interface_.is_constraint &&
      a->u.interface_.embedded_count != b->u.interface_.embedded_count)
    return false;
  for (const struct pair *p = pairs; p; p = p->outer)
    if ((p->a == a && p->b == b) || (p->a == b && p->b == a))
      return true;
  struct pair here = {a, b, pairs};
  for (int i = 0; i < a->u.interface_.all_count; i++) {
    const struct object *m = a->u.interface_.all_methods[i], *n = b->u.interface_.all_methods[i];
    if (!types_same_name(m, n) || !identical(m->type, n->type, &here))
      return false;
  }
  if (a->u.interface_.is_constraint)
    for (int i = 0; i < a->u.interface_.embedded_count; i++)
      if (!identical(a->u.interface_.embeddeds[i], b->u.interface_.embeddeds[i], &here))
        return false;
  return true;
}

static bool identical_lists(struct type **a, struct type **b, int count, const struct pair *pairs) {
  for (int i = 0; i < count; i++)
    if (!identical(a[i], b[i], pairs))
      return false;
  return true;
}

static bool identical_named(const struct type *a, const struct type *b, const struct pair *pairs) {
  invariant_debug(a->kind == TYPE_NAMED && b->kind == TYPE_NAMED);
  return a->u.named.origin && a->u.named.origin == b->u.named.origin &&
         a->u.named.type_arg_count == b->u.named.type_arg_count &&
         identical_lists(a->u.named.type_args, b->u.named.type_args, a->u.named.type_arg_count,
                         pairs);
}

static bool identical(const struct type *a, const struct type *b, const struct pair *pairs) {
  for (;;) {
    if (a == b)
      return true;
    if (!a || !b || a->kind != b->kind)
      return false;
    switch (a->kind) {
    case TYPE_BASIC:
      return a->u.basic.kind == b->u.basic.kind;
    case TYPE_NAMED:
      return identical_named(a, b, pairs);
    case TYPE_POINTER:
      a = a->u.pointer.elem;
      b = b->u.pointer.elem;
      continue;
    case TYPE_ARRAY:
      if (a->u.array.len != b->u.array.len)
        return false;
      a = a->u.array.elem;
      b = b->u.array.elem;
      continue;
    case TYPE_SLICE:
      a = a->u.slice.elem;
      b = b->u.slice.elem;
      continue;
    case TYPE_CHAN:
      if (a->u.chan.direction != b->u.chan.direction)
        return false;
      a = a->u.chan.elem;
      b = b->u.chan.elem;
      continue;
    case TYPE_MAP:
      if (!identical(a->u.map.key, b->u.map.key, pairs))
        return false;
      a = a->u.map.value;
      b = b->u.map.value;
      continue;
    case TYPE_STRUCT:
      return identical_structs(a, b, pairs);
    case TYPE_SIGNATURE:
      return identical_signatures(a, b, pairs);
    case TYPE_INTERFACE:
      return identical_interfaces(a, b, pairs);
    case TYPE_TUPLE:
      return a->u.tuple.count == b->u.tuple.count &&
             identical_lists(a->u.tuple.types, b->u.tuple.types, a->u.tuple.count, pairs);
    case TYPE_UNION:
      return a->u.union_.count == b->u.union_.count &&
             identical_lists(a->u.union_.terms, b->u.union_.terms, a->u.union_.count, pairs) &&
             memcmp(a->u.union_.tilde, b->u.union_.tilde,
                    (size_t)a->u.union_.count * sizeof(bool)) == 0;
    case TYPE_PARAM:
      return false;
    }
  }
}

bool types_identical(const struct type *a, const struct type *b) {
  return identical(a, b, NULL);
}

bool types_identical_ignoring_tags(const struct type *a, const struct type *b) {
  return identical(a, b, &ignoring_tags);
}
