// The predeclared names: types, constants, nil and the builtin functions, and package unsafe.
//
// Made once for each program, in its region, because types carry what the compiler hangs on them.

#include <string.h>

#include "mem/invariant.h"
#include "vm/types/universe.h"

struct basic_entry {
  enum basic_kind kind;
  const char *name;
};

static const struct basic_entry basic_entries[] = {
    {BASIC_INVALID, "invalid type"},
    {BASIC_BOOL, "bool"},
    {BASIC_INT, "int"},
    {BASIC_INT8, "int8"},
    {BASIC_INT16, "int16"},
    {BASIC_INT32, "int32"},
    {BASIC_INT64, "int64"},
    {BASIC_UINT, "uint"},
    {BASIC_UINT8, "uint8"},
    {BASIC_UINT16, "uint16"},
    {BASIC_UINT32, "uint32"},
    {BASIC_UINT64, "uint64"},
    {BASIC_UINTPTR, "uintptr"},
    {BASIC_FLOAT32, "float32"},
    {BASIC_FLOAT64, "float64"},
    {BASIC_COMPLEX64, "complex64"},
    {BASIC_COMPLEX128, "complex128"},
    {BASIC_STRING, "string"},
    {BASIC_UNSAFE_POINTER, "unsafe.Pointer"},
    {BASIC_UNTYPED_BOOL, "untyped bool"},
    {BASIC_UNTYPED_INT, "untyped int"},
    {BASIC_UNTYPED_RUNE, "untyped rune"},
    {BASIC_UNTYPED_FLOAT, "untyped float"},
    {BASIC_UNTYPED_COMPLEX, "untyped complex"},
    {BASIC_UNTYPED_STRING, "untyped string"},
    {BASIC_UNTYPED_NIL, "untyped nil"},
};

// Name, whether in package unsafe, least arguments, whether more are allowed, whether a statement.
static const struct builtin_facts builtins[] = {
    [BUILTIN_APPEND] = {"append", false, 1, true, false},
    [BUILTIN_CAP] = {"cap", false, 1, false, false},
    [BUILTIN_CLEAR] = {"clear", false, 1, false, true},
    [BUILTIN_CLOSE] = {"close", false, 1, false, true},
    [BUILTIN_COMPLEX] = {"complex", false, 2, false, false},
    [BUILTIN_COPY] = {"copy", false, 2, false, true},
    [BUILTIN_DELETE] = {"delete", false, 2, false, true},
    [BUILTIN_IMAG] = {"imag", false, 1, false, false},
    [BUILTIN_LEN] = {"len", false, 1, false, false},
    [BUILTIN_MAKE] = {"make", false, 1, true, false},
    [BUILTIN_MAX] = {"max", false, 1, true, false},
    [BUILTIN_MIN] = {"min", false, 1, true, false},
    [BUILTIN_NEW] = {"new", false, 1, false, false},
    [BUILTIN_PANIC] = {"panic", false, 1, false, true},
    [BUILTIN_PRINT] = {"print", false, 0, true, true},
    [BUILTIN_PRINTLN] = {"println", false, 0, true, true},
    [BUILTIN_REAL] = {"real", false, 1, false, false},
    [BUILTIN_RECOVER] = {"recover", false, 0, false, true},
    [BUILTIN_SIZEOF] = {"Sizeof", true, 1, false, false},
    [BUILTIN_ALIGNOF] = {"Alignof", true, 1, false, false},
    [BUILTIN_OFFSETOF] = {"Offsetof", true, 1, false, false},
    [BUILTIN_UNSAFE_ADD] = {"Add", true, 2, false, false},
    [BUILTIN_UNSAFE_SLICE] = {"Slice", true, 2, false, false},
    [BUILTIN_UNSAFE_SLICE_DATA] = {"SliceData", true, 1, false, false},
    [BUILTIN_UNSAFE_STRING] = {"String", true, 2, false, false},
    [BUILTIN_UNSAFE_STRING_DATA] = {"StringData", true, 1, false, false},
};

static const char *intern(struct universe *u, const char *name) {
  return names_intern(u->names, name, strlen(name));
}

const struct builtin_facts *builtin_facts(enum builtin_kind kind) {
  invariant_debug((size_t)kind < sizeof builtins / sizeof builtins[0]);
  return &builtins[kind];
}

static struct object *declare(struct universe *u, struct scope *scope, enum object_kind kind,
                              const char *name, struct type *type) {
  struct object *object = object_new(u->region, kind, intern(u, name), 0, NULL, type);
  object->color = COLOR_BLACK;
  object->used = true;
  scope_insert(u->region, scope, object);
  return object;
}

static struct type *new_basic(struct universe *u, enum basic_kind kind, const char *name) {
  invariant_debug(kind < BASIC_COUNT);
  struct type *t = types_new(u, TYPE_BASIC);
  t->u.basic.kind = kind;
  t->u.basic.name = name;
  return t;
}

static void declare_types(struct universe *u) {
  for (size_t i = 0; i < sizeof basic_entries / sizeof basic_entries[0]; i++) {
    const struct basic_entry *entry = &basic_entries[i];
    u->basic[entry->kind] = new_basic(u, entry->kind, entry->name);
    if (entry->kind > BASIC_INVALID && entry->kind <= BASIC_STRING)
      declare(u, u->scope, OBJECT_TYPE, entry->name, u->basic[entry->kind]);
  }
  invariant_debug(u->basic[BASIC_COUNT - 1]);
  u->byte_type = new_basic(u, BASIC_UINT8, "byte");
  u->rune_type = new_basic(u, BASIC_INT32, "rune");
  declare(u, u->scope, OBJECT_TYPE, "byte", u->byte_type)->u.type_name.is_alias = true;
  declare(u, u->scope, OBJECT_TYPE, "rune", u->rune_type)->u.type_name.is_alias = true;
  u->empty_interface = types_new(u, TYPE_INTERFACE);
  u->empty_interface->u.interface_.complete = true;
  u->any_type = types_new(u, TYPE_INTERFACE);
  u->any_type->u.interface_.complete = true;
  u->any_type->u.interface_.name = "any";
  declare(u, u->scope, OBJECT_TYPE, "any", u->any_type)->u.type_name.is_alias = true;
}

static struct type *declare_named(struct universe *u, const char *name, struct type *underlying) {
  struct type *named = types_new(u, TYPE_NAMED);
  named->u.named.underlying = underlying;
  named->u.named.object = declare(u, u->scope, OBJECT_TYPE, name, named);
  return named;
}

static void declare_error(struct universe *u) {
  struct type *interface_ = types_new(u, TYPE_INTERFACE);
  struct type *signature = types_new(u, TYPE_SIGNATURE);
  struct object **results = region_alloc(u->region, sizeof *results);
  results[0] = object_new(u->region, OBJECT_VAR, NULL, 0, NULL, u->basic[BASIC_STRING]);
  results[0]->u.var.kind = VAR_RESULT;
  signature->u.signature.results = results;
  signature->u.signature.result_count = 1;
  u->error_type = declare_named(u, "error", interface_);
  u->error_method = object_new(u->region, OBJECT_FUNC, intern(u, "Error"), 0, NULL, signature);
  u->error_method->u.func.is_interface_method = true;
  u->error_method->u.func.receiver_base = u->error_type;
  u->error_method->color = COLOR_BLACK;
  interface_->u.interface_.methods = region_alloc(u->region, sizeof(struct object *));
  interface_->u.interface_.methods[0] = u->error_method;
  interface_->u.interface_.method_count = 1;
  types_complete_interface(interface_);
}

static void declare_comparable(struct universe *u) {
  struct type *interface_ = types_new(u, TYPE_INTERFACE);
  interface_->u.interface_.is_comparable = true;
  interface_->u.interface_.is_constraint = true;
  interface_->u.interface_.complete = true;
  declare_named(u, "comparable", interface_);
}

static void declare_constants(struct universe *u, struct constant_pool *constants) {
  struct type *untyped_bool = u->basic[BASIC_UNTYPED_BOOL];
  declare(u, u->scope, OBJECT_CONST, "true", untyped_bool)->u.constant.value =
      constant_bool(constants, true);
  declare(u, u->scope, OBJECT_CONST, "false", untyped_bool)->u.constant.value =
      constant_bool(constants, false);
  u->iota = declare(u, u->scope, OBJECT_CONST, "iota", u->basic[BASIC_UNTYPED_INT]);
  u->iota->u.constant.value = constant_int64(constants, 0);
  declare(u, u->scope, OBJECT_NIL, "nil", u->basic[BASIC_UNTYPED_NIL]);
}

void universe_init(struct universe *u, struct region *region, struct names *names,
                   struct constant_pool *constants) {
  u->region = region;
  u->names = names;
  u->scope = scope_new(u->region, NULL);
  declare_types(u);
  declare_error(u);
  declare_comparable(u);
  declare_constants(u, constants);
  struct package *unsafe = region_alloc(u->region, sizeof *unsafe);
  unsafe->path = unsafe->name = intern(u, "unsafe");
  unsafe->scope = scope_new(u->region, u->scope);
  unsafe->is_std = true;
  unsafe->symbol = unsafe->path;
  unsafe->order = -1;
  u->unsafe = unsafe;
  declare(u, unsafe->scope, OBJECT_TYPE, "Pointer", u->basic[BASIC_UNSAFE_POINTER])->package =
      unsafe;
  for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
    struct scope *scope = builtins[i].in_unsafe ? unsafe->scope : u->scope;
    struct object *object =
        declare(u, scope, OBJECT_BUILTIN, builtins[i].name, u->basic[BASIC_INVALID]);
    object->u.builtin.kind = (enum builtin_kind)i;
    if (builtins[i].in_unsafe)
      object->package = unsafe;
  }
}
