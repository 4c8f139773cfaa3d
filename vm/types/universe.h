// The universe: what is declared outside all packages, and where types are made.

#ifndef VOLE_VM_TYPES_UNIVERSE_H
#define VOLE_VM_TYPES_UNIVERSE_H

#include "vm/syntax/scan.h"
#include "vm/types/types.h"

// The predeclared objects and types of one program. The program's other types are made from it too,
// so that each has a number of its own.
struct universe {
  struct region *region; // of all types and objects
  struct names *names;
  uint32_t type_count; // made so far; the newest type's id
  struct type *basic[BASIC_COUNT];
  // Identical to uint8 and int32; types of their own, so that messages say byte and rune.
  struct type *byte_type, *rune_type;
  struct type *error_type, *any_type, *empty_interface;
  struct object *error_method; // error.Error
  struct scope *scope;
  struct object *iota;
  struct package *unsafe; // package unsafe, which has no source
};

// Declares everything. What the arguments point to lives as long as the universe.
void universe_init(struct universe *u, struct region *region, struct names *names,
                   struct constant_pool *constants);

// What the rules of calls need to know of a predeclared function.
struct builtin_facts {
  const char *name;  // "len"
  bool in_unsafe;    // of package unsafe
  int arity;         // least number of arguments
  bool is_variadic;  // more are allowed
  bool is_statement; // a call may stand as a statement
};

// Returns the facts of a predeclared function.
const struct builtin_facts *builtin_facts(enum builtin_kind kind);

// types.c

// Make types. The caller of types_new fills in what the kind needs.
struct type *types_new(struct universe *u, enum type_kind kind);
struct type *types_new_pointer(struct universe *u, struct type *elem);
struct type *types_new_slice(struct universe *u, struct type *elem);
struct type *types_new_tuple(struct universe *u, struct type **types, int count);

// Returns the type that an untyped constant takes where nothing else gives it one; other types as
// they are.
struct type *types_default(struct universe *u, struct type *t);

#endif
