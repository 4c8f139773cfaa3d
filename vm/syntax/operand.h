// What the checker finds out about an expression: what it denotes, what a selector selects, what a
// call calls. Kept in the syntax tree (ast.h).

#ifndef VOLE_VM_SYNTAX_OPERAND_H
#define VOLE_VM_SYNTAX_OPERAND_H

#include <stdbool.h>

struct object; // vm/types/types.h
struct type;

// What an expression denotes.
enum operand_mode {
  MODE_INVALID,
  MODE_NO_VALUE,  // a call of a function without results
  MODE_BUILTIN,   // the name of a builtin function
  MODE_TYPE,      // a type
  MODE_CONSTANT,  // value is set
  MODE_NIL,       // untyped nil; type is the type it was converted to, once known
  MODE_VARIABLE,  // addressable
  MODE_MAP_INDEX, // m[k]: assignable, not addressable, comma-ok
  MODE_VALUE,     // a computed value
  MODE_COMMA_OK,  // a value for which the comma-ok form exists (type assertion, receive)
  MODE_PACKAGE,   // the name of an imported package (only as the left side of a selector)
};

// What a selector expression x.f selects.
enum selection_kind {
  SELECT_NONE,
  SELECT_QUALIFIED,        // package.Name: object is what it names
  SELECT_FIELD,            // struct field, through path
  SELECT_METHOD,           // method value or call x.m, receiver through path
  SELECT_INTERFACE_METHOD, // x.m where the (embedded) operand is an interface, through path
  SELECT_METHOD_EXPR,      // T.m or (*T).m
};

// A selection, with the fields passed through on the way. Pointers on the way are dereferenced
// implicitly.
struct selection {
  enum selection_kind kind;
  struct object *object; // the field or method found; of a generic method, the instance
  struct type *receiver; // type of x
  // Field indices, outermost first. For SELECT_FIELD the last is the field itself; for methods only
  // the embedded fields that lead to the receiver.
  int *path;
  int path_count;
  bool indirect; // a pointer was dereferenced on the way
};

enum call_kind { CALL_FUNCTION, CALL_CONVERSION, CALL_BUILTIN };

enum builtin_kind {
  BUILTIN_APPEND,
  BUILTIN_CAP,
  BUILTIN_CLEAR,
  BUILTIN_CLOSE,
  BUILTIN_COMPLEX,
  BUILTIN_COPY,
  BUILTIN_DELETE,
  BUILTIN_IMAG,
  BUILTIN_LEN,
  BUILTIN_MAKE,
  BUILTIN_MAX,
  BUILTIN_MIN,
  BUILTIN_NEW,
  BUILTIN_PANIC,
  BUILTIN_PRINT,
  BUILTIN_PRINTLN,
  BUILTIN_REAL,
  BUILTIN_RECOVER,
  // package unsafe
  BUILTIN_SIZEOF,
  BUILTIN_ALIGNOF,
  BUILTIN_OFFSETOF,
  BUILTIN_UNSAFE_ADD,
  BUILTIN_UNSAFE_SLICE,
  BUILTIN_UNSAFE_SLICE_DATA,
  BUILTIN_UNSAFE_STRING,
  BUILTIN_UNSAFE_STRING_DATA,
};

#endif
