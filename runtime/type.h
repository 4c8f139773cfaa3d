// Types at run time: what the interpreter, the heap, maps, interfaces and fmt must know of a Go
// type.
//
// The compiler makes one struct rtype for each type that the program can see at run time, and one
// only. Package reflect asks it for more. So two values have the same type iff the pointers are
// equal. An rtype lies outside of the heap, and lives as long as the program. The Go code of package
// reflect reads it as it lies here. After runtime/type.go and internal/abi.

#ifndef VOLE_RUNTIME_TYPE_H
#define VOLE_RUNTIME_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem/bitmap.h"

// The numbers are those of reflect.Kind.
enum kind {
  KIND_INVALID,
  KIND_BOOL,
  KIND_INT,
  KIND_INT8,
  KIND_INT16,
  KIND_INT32,
  KIND_INT64,
  KIND_UINT,
  KIND_UINT8,
  KIND_UINT16,
  KIND_UINT32,
  KIND_UINT64,
  KIND_UINTPTR,
  KIND_FLOAT32,
  KIND_FLOAT64,
  KIND_COMPLEX64,
  KIND_COMPLEX128,
  KIND_ARRAY,
  KIND_CHAN,
  KIND_FUNC,
  KIND_INTERFACE,
  KIND_MAP,
  KIND_POINTER,
  KIND_SLICE,
  KIND_STRING,
  KIND_STRUCT,
  KIND_UNSAFE_POINTER,
  KIND_COUNT
};

enum {
  RTYPE_DIRECT = 1,       // pointer-shaped: an interface's data word is the value
  RTYPE_COMPARABLE = 2,   // == is defined; interfaces inside may still panic
  RTYPE_MEMORY_EQUAL = 4, // equality is equality of all bytes
  RTYPE_HAS_POINTERS = 16,
  RTYPE_BOXED = 32, // too large for a frame: a slot holds the address of the value
};

struct func;

// A field of a struct type.
struct rtype_field {
  const char *name;
  const char *tag;          // "" if none
  const char *package_path; // of unexported names, else NULL
  struct rtype *type;
  uint32_t offset; // bytes
  bool embedded;
};

// A method of a concrete type (sorted by name, unexported ones by name and package) or of an
// interface.
struct rtype_method {
  const char *name;
  const char *package_path; // of unexported names, else NULL
  struct rtype *type;       // KIND_FUNC without receiver
  // Takes the receiver as one word, the data word of an interface; NULL in interface types.
  struct func *func;
};

// A type. Which fields it uses depends on its kind. How a map of that type hashes and lays out its
// entries is in runtime/map.h.
struct rtype {
  struct layout layout;       // size, pointer prefix and mask; first, since the heap takes a layout
  struct gc_alloc_site *site; // for new(T), made on first use; see gc/malloc.h
  uint32_t hash;              // of the type's string: stable within a program
  uint8_t kind;               // enum kind
  uint8_t align;              // bytes
  uint16_t flags;             // RTYPE_*
  uint32_t slots;     // words that a value fills in a frame: (size + 7) / 8, or 1 if RTYPE_BOXED
  const char *string; // "main.T", "[]int", "map[string]*main.T": as %T and panics show it
  const char *name;   // "T", or "" for types without a name
  const char *package_path;   // "main", or ""
  struct rtype *elem;         // array, chan, map (value), pointer, slice
  struct rtype *key;          // map
  uint64_t len;               // array
  struct rtype_field *fields; // struct
  uint32_t field_count;
  struct rtype **params; // func
  struct rtype **results;
  uint16_t param_count, result_count;
  bool variadic;
  uint8_t chan_direction;       // 0 both, 1 send, 2 receive
  struct rtype_method *methods; // concrete: the method set of T; interface: what it demands
  uint32_t method_count;
  void *map_info; // map: struct map_info *, made by runtime/map_type.c on first use; atomic
  void *source;   // what the compiler made it of; the compiler's
  struct rtype *pointer_to; // the type of pointers to it, once package reflect asked; atomic
  void *calls;              // func: how package reflect calls such functions, once it did; atomic
};

// The first word of an interface with methods points to one. There is one for each pair of types,
// outside of the heap: see itab_get in runtime/iface.h.
struct itab {
  struct rtype *inter;  // the interface type
  struct rtype *type;   // the dynamic type
  struct func *funcs[]; // one for each method of inter, in its order
};

// Values as they lie in memory and in frames.
struct go_string {
  const uint8_t *ptr;
  int64_t len;
};
struct go_slice {
  void *ptr;
  int64_t len;
  int64_t cap;
};
struct go_eface {
  struct rtype *type;
  void *data;
};
struct go_iface {
  struct itab *tab;
  void *data;
};

// Compares two values in memory. *unhashable becomes the dynamic type that cannot be compared, if
// there is one, else NULL. In that case the result says nothing, and the caller panics: "comparing
// uncomparable type T".
bool rtype_equal(const struct rtype *t, const void *a, const void *b,
                 const struct rtype **unhashable);

// Returns the hash of a value in memory, with a seed. It agrees with rtype_equal: +0 == -0. All
// NaNs hash alike; a map makes them differ. *unhashable as in rtype_equal ("hash of unhashable type
// T").
uint64_t rtype_hash(const struct rtype *t, const void *value, uint64_t seed,
                    const struct rtype **unhashable);

#endif
