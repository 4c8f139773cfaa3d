// Types, objects, scopes and packages, as the checker knows them. After go/types.
//
// Types here are those of the source program, with untyped kinds and tuples. The compiler makes
// from these the descriptors that exist at run time, struct rtype (runtime/type.h).

#ifndef VOLE_VM_TYPES_TYPES_H
#define VOLE_VM_TYPES_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/syntax/ast.h"
#include "vm/types/constant.h"
#include "vm/syntax/region.h"

enum basic_kind {
  BASIC_INVALID,
  BASIC_BOOL,
  BASIC_INT,
  BASIC_INT8,
  BASIC_INT16,
  BASIC_INT32,
  BASIC_INT64,
  BASIC_UINT,
  BASIC_UINT8,
  BASIC_UINT16,
  BASIC_UINT32,
  BASIC_UINT64,
  BASIC_UINTPTR,
  BASIC_FLOAT32,
  BASIC_FLOAT64,
  BASIC_COMPLEX64,
  BASIC_COMPLEX128,
  BASIC_STRING,
  BASIC_UNSAFE_POINTER,
  BASIC_UNTYPED_BOOL,
  BASIC_UNTYPED_INT,
  BASIC_UNTYPED_RUNE,
  BASIC_UNTYPED_FLOAT,
  BASIC_UNTYPED_COMPLEX,
  BASIC_UNTYPED_STRING,
  BASIC_UNTYPED_NIL,
  BASIC_COUNT
};

enum type_kind {
  TYPE_BASIC,
  TYPE_NAMED,
  TYPE_POINTER,
  TYPE_ARRAY,
  TYPE_SLICE,
  TYPE_STRUCT,
  TYPE_SIGNATURE,
  TYPE_INTERFACE,
  TYPE_MAP,
  TYPE_CHAN,
  TYPE_TUPLE, // the results of a call that has several
  TYPE_PARAM, // a type parameter
  TYPE_UNION, // only inside constraint interfaces
};

// What the layout and the comparison of a type's values need, gathered in one walk.
struct type_facts {
  int64_t size; // in bytes on 64-bit machines; -1 if it overflows
  int8_t align;
  bool final; // no part is still being declared: the facts are kept in the type
  bool comparable, strictly_comparable; // strictly: comparing never panics
  bool direct;                          // pointer-shaped: an interface holds the value itself
  bool has_pointers;                    // into the heap
  bool variable;     // holds a type parameter: each instance has a layout of its own
  bool memory_equal; // values are equal if their bytes are
};

struct type {
  enum type_kind kind;
  union {
    struct {
      enum basic_kind kind;
      const char *name;
    } basic;
    struct {
      struct object *object;   // the type name
      struct type *underlying; // never itself TYPE_NAMED once resolved
      struct object **methods; // declared with this type as receiver base, in source order
      int method_count;
      struct scope *method_names; // of the methods, or of those of the origin; NULL without any
      struct type *origin;        // generic type this is an instance of, or NULL
      struct type **type_args;
      int type_arg_count;
      struct type **type_params;
      int type_param_count;
      // Used by vm/check/cycle.c in the search for types that contain themselves.
      uint32_t walked; // the last walk that met it
      bool valid;      // it is complete and does not contain itself
      // Used by vm/check/generic.c for instances.
      pos_t pos;          // where it was first asked for
      bool verified;      // its arguments were held against their constraints
      const char *misfit; // why an argument does not satisfy its constraint, NULL if all do
      int misfit_index;   // the index of that argument
    } named;
    struct {
      struct type *elem;
    } pointer;
    struct {
      struct type *elem;
      int64_t len;
    } array;
    struct {
      struct type *elem;
    } slice;
    struct {
      struct object **fields;
      const char **tags; // unquoted texts, or NULL for fields that have none
      int count;
      struct scope *names; // of the fields, without blank ones
      int *embedded;       // the indices of the embedded fields
      int embedded_count;
    } struct_;
    struct {
      struct object **params;
      int param_count;
      struct object **results;
      int result_count;
      bool variadic;           // the last parameter's type is then the slice type
      struct object *receiver; // NULL for plain functions
      struct type **type_params;
      int type_param_count;
    } signature;
    struct {
      struct object **methods; // the explicit ones, OBJECT_FUNC with signature types
      int method_count;
      struct type **embeddeds;
      int embedded_count;
      // The whole method set, sorted by name and, if unexported, by package path. Set on
      // completion.
      struct object **all_methods;
      int all_count;
      bool complete, is_constraint, is_comparable;
      bool is_implicit;      // a constraint that is written as its only element
      bool completing;       // all_methods is being computed
      struct type_set *set;  // of a constraint, once known: vm/types/type_set.h
      bool on_walk, walked;  // by vm/check/late.c, in the search for what mentions itself
      const char *name;      // "any" for the predeclared alias, otherwise NULL; only for messages
      struct region *region; // where all_methods goes
    } interface_;
    struct {
      struct type *key, *value;
    } map;
    struct {
      enum chan_direction direction;
      struct type *elem;
    } chan;
    struct {
      struct type **types;
      int count;
      struct object **objects; // the results that it was made from, or NULL
    } tuple;
    struct {
      struct object *object;
      struct type *constraint;
      int index;
      bool resolved;         // the constraint is known
      struct type *declared; // of a receiver's parameter: the one of the type; else NULL
    } param;
    struct {
      struct type **terms;
      bool *tilde;
      struct expr **exprs; // where they are written, for messages
      int count;
    } union_;
  } u;
  struct type_facts facts;         // of arrays and structs, once final
  bool computing;                  // facts are being computed: a struct that contains itself
  uint32_t id;                     // unique, in order of creation
  uint32_t hash;                   // of the structure, 0 until asked for
  bool has_param_known, has_param; // whether it mentions a type parameter
  int nesting;                     // of types in each other, 0 until asked for
  int vertex;                      // of vm/check/monomorph.c, one more than its index
  int depth;                       // levels by value, 0 while not known (vm/check/depth.c)
  void *rtype; // the compiler's: run-time descriptor (struct rtype *), once made
};

enum object_kind {
  OBJECT_PACKAGE,
  OBJECT_CONST,
  OBJECT_TYPE,
  OBJECT_VAR,
  OBJECT_FUNC,
  OBJECT_BUILTIN,
  OBJECT_NIL
};

enum var_kind { VAR_PACKAGE, VAR_LOCAL, VAR_PARAM, VAR_RESULT, VAR_RECEIVER, VAR_FIELD };

// The checker's marks of objects, for cycles.
enum object_color {
  COLOR_WHITE, // not looked at
  COLOR_BLACK, // resolved
  COLOR_GREY,  // being resolved; the object's index in the path is color - COLOR_GREY
};

struct object {
  enum object_kind kind;
  const char *name; // interned: equal names are equal pointers
  pos_t pos;
  struct package *package; // NULL for the universe's
  struct type *type;       // NULL until resolved
  struct scope *parent;
  struct decl *decl;      // package-level objects: where declared
  struct file *file;      // package-level objects: in which file
  int color;              // an object_color, or more
  struct decl_info *info; // the checker's, of package-level declarations; NULL if none
  bool used;
  union {
    struct {
      struct package *imported;
    } package;
    struct {
      struct constant *value;
    } constant;
    struct {
      bool is_alias, is_argument; // is_argument: a type parameter's name in an instance
      int local;                  // number in its package of one that a function defines, else 0
      const struct function
          *host; // of a local one: the instance that defines it, NULL if none does
    } type_name;
    struct {
      enum var_kind kind;
      bool embedded;             // fields
      int index;                 // fields: in its struct; parameters and results: in their list
      int64_t offset;            // fields: once the facts of the struct are final
      struct function *function; // locals, parameters: the function (or literal) that declares it
      // Set by escape.
      bool address_taken; // &v, v.method with pointer receiver, slicing of an array
      bool captured;      // used by a function literal inside its function
      bool reassigned;    // assigned to after its declaration
      bool on_heap;       // lives in a heap cell of its own
      void *home;         // the compiler's: where it lives
    } var;
    struct {
      struct function *function;  // NULL for interface methods
      struct type *receiver_base; // named type that a method belongs to
      bool pointer_receiver;
      bool is_interface_method;
      int index;      // in the methods of its receiver base
      void *compiled; // the compiler's: struct func *
    } func;
    struct {
      enum builtin_kind kind;
    } builtin;
  } u;
};

// The names that are declared in one place.
struct scope {
  struct scope *parent;
  struct object **table; // by interned name, open addressing; NULL while there are few
  int cap;               // of the table
  struct object **order; // in order of declaration
  int order_count, order_cap;
  int number; // of a scope that a statement opens: in their order
};

// One step of a package's initialisation: left = right. For var a, b = f(): several left.
struct init_step {
  struct object **left; // NULL entries for blank
  int left_count;
  struct expr *right;
};

struct package {
  const char *path; // "fmt"; the main program's is "main"
  const char *name;
  const char *symbol;      // path as names of functions have it: "gopkg.in/yaml%2ev3"
  const char *import_path; // what the go command calls it: not "main"; NULL: nothing
  struct scope *scope;
  struct file **files;
  int file_count, file_cap;
  struct package **imports; // direct ones
  int import_count, import_cap;
  struct init_step *init_steps; // for variables, in dependency order
  int init_step_count, init_step_cap;
  struct object **init_functions; // the func init()s in source order
  int init_function_count, init_function_cap;
  struct package *continues; // the package of which this is a part that came later, or NULL
  struct package *begin; // the first of the packages that continue one another; NULL: it is alone
  bool is_std;
  bool is_bound;       // the host has its functions that lack a body
  int replaced_at;     // not 0: so many packages there were when another one with its path came
  bool is_initialised; // an entry function does it, or has done it; the compiler's
  bool name_is_shared; // another package that the program's own ones import has the same name
  int closure_count;   // function literals outside functions, for their names
  int order; // the compiler's, as the next: index among all packages; of package unsafe -1
  void *compiled;
  struct check_package_objects *checked; // the checker's
};

// types.c

// Stands for the underlying type of a declaration that is still being resolved.
extern const struct type types_unresolved;

// Returns the type that t is defined as, t itself if it has no name; never TYPE_NAMED.
struct type *type_underlying(struct type *t);
// Whether two types are identical by the rules of the language; by those of conversions.
bool types_identical(const struct type *a, const struct type *b);
bool types_identical_ignoring_tags(const struct type *a, const struct type *b);
// Whether t is anything but the invalid type. NULL is valid.
bool types_is_valid(const struct type *t);
bool types_is_constant_type(struct type *t);
bool types_is_ordered(struct type *t);
// Whether t is a generic type or function without arguments.
bool types_is_generic(const struct type *t);
// Questions about the underlying type of t, of which type_is_untyped and type_is_named look at t
// itself.
bool type_is_interface(const struct type *t);
bool type_is_integer(struct type *t);
bool type_is_unsigned(struct type *t);
bool type_is_float(struct type *t);
bool type_is_complex(struct type *t);
bool type_is_string(struct type *t);
bool type_is_boolean(struct type *t);
bool type_is_numeric(struct type *t);
bool type_is_untyped(const struct type *t);
bool type_is_param(const struct type *t);
bool type_is_named(const struct type *t);
bool type_has_nil(struct type *t);
// Returns "slice", "map", ... for messages, "" for basic types.
const char *types_kind_word(struct type *t);

// parts.c

// Returns the address of the i-th type that t is made of, from 0, or NULL if it has fewer. Parts
// are type arguments, elements, keys before values, fields, parameters before results, explicit
// methods before what an interface embeds. *address is NULL while that part is not known.
struct type **type_part(struct type *t, int i);
// Whether values of t hold the i-th part itself, rather than refer to it; for interfaces and
// unions: whether it belongs to their type set.
bool type_part_is_inside(const struct type *t, int i);
// Whether it mentions a type parameter. A name without arguments mentions none.
bool types_has_param(struct type *t);
// How many types are nested in each other, counted from one; a name without arguments ends it. Of
// a list: the most, 0 if it is empty.
int types_nesting(struct type *t);
int types_list_nesting(struct type **types, int count);

// hash.c

// Returns a hash that is equal for identical types.
uint32_t type_hash(struct type *t);

// size.c

// Returns what the layout and the comparison of t's values need. Walks over the parts of t the
// first time, and keeps what it found.
struct type_facts type_facts(struct type *t);
bool type_has_variable_size(struct type *t); // it depends on type arguments
// Whether it is pointer-shaped: an interface holds the value itself.
bool type_is_direct(struct type *t);
// Whether its values hold pointers into the heap.
bool type_has_pointers(struct type *t);
bool type_is_comparable(struct type *t);
bool type_is_strictly_comparable(struct type *t); // comparing never panics
// Return size and alignment in bytes on 64-bit machines, as cmd/compile lays types out; -1 if the
// size overflows.
int64_t type_size(struct type *t);
int64_t type_align(struct type *t);
// Returns the offset in bytes of a field of a struct type.
int64_t type_field_offset(struct type *t, int index);

// string.c

// Returns Go's words for a type, in the region. Names are qualified with those of their packages,
// unless that is from.
const char *type_string(struct region *region, const struct type *t, const struct package *from);
// Returns the words of reflect and %T for a type, in the region: always qualified, uint8 for byte,
// "interface {}", "struct { X int }".
const char *type_runtime_string(struct region *region, const struct type *t);

// lookup.c

// Whether a name is exported: its first letter is an upper case one.
bool types_name_exported(const char *name);
// Whether two fields or methods have the same name: unexported names of two packages differ.
// Whether two packages are one, or parts of one: names that are not exported are then the same.
bool types_same_package(const struct package *a, const struct package *b);
bool types_same_name(const struct object *a, const struct object *b);
// Computes all_methods of an interface type, unless that was done. Called before they are read.
void types_complete_interface(struct type *t);
enum lookup_result { LOOKUP_NONE, LOOKUP_FOUND, LOOKUP_AMBIGUOUS };

// Finds the field or method x.name for an x of type t, and fills *found in. `from` is the package
// that asks. With `fold` letters of either case match. A method with a pointer receiver is found
// whether or not it may be called: see found->indirect.
enum lookup_result types_lookup_detailed(struct region *region, struct type *t, const char *name,
                                         const struct package *from, bool fold,
                                         struct selection *found);
// Whether there is just one such field or method, of the same case; fills *found in.
bool types_lookup(struct region *region, struct type *t, const char *name,
                  const struct package *from, struct selection *found);
// Returns the number of methods in the method set of t, and the methods in *methods, each with its
// path. They are sorted by name and, if unexported, by package path. Methods that need a pointer
// receiver are in it only if t is a pointer or embeds one on the way, as the language says.
int types_method_set(struct region *region, struct type *t, struct selection **methods);

// scope.c

// A list of objects, in a region.
struct object_list {
  struct object **items;
  int count, cap;
};

void object_list_add(struct region *region, struct object_list *list, struct object *object);
// Makes an object in the region. color is white, and what its kind needs is empty.
struct object *object_new(struct region *region, enum object_kind kind, const char *name, pos_t pos,
                          struct package *package, struct type *type);
// Makes an empty scope. parent: the one around, or NULL.
struct scope *scope_new(struct region *region, struct scope *parent);
// Declares an object. Returns the object of the same name that was there before, and stays; or
// NULL.
struct object *scope_insert(struct region *region, struct scope *scope, struct object *object);
// Return the object of that (interned) name in a scope, or in it and those around; NULL: none.
struct object *scope_lookup(const struct scope *scope, const char *name);
struct object *scope_lookup_parent(const struct scope *scope, const char *name);

#endif
