// Interfaces: tables of methods, equality, boxing, messages of failed assertions.
//
// An interface value is two words: a type and a data word. With methods, the first is an itab,
// which has the functions of one pair of types. An itab is made when a pair is first asked for, and
// lives as long as the run time. After runtime/iface.go of Go 1.21.

#ifndef VOLE_RUNTIME_IFACE_H
#define VOLE_RUNTIME_IFACE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/text.h"
#include "runtime/type.h"

struct itab_table;

// Returns the itab of type, a dynamic type, in inter, an interface type with methods. Returns NULL
// if type lacks a method; *missing (missing may be NULL) then becomes its name. Any thread.
struct itab *itab_get(struct runtime *rt, struct rtype *inter, struct rtype *type,
                      const char **missing);
// Frees all itabs. No M runs any more.
void itabs_destroy(struct itab_table *table);

// Returns the dynamic type of an interface value of any kind, from its first word: an itab, a type,
// or NULL. Any thread.
struct rtype *iface_dynamic_type(struct runtime *rt, const void *word);

// Returns whether type has all methods of inter (true for empty interfaces). *missing as in
// itab_get.
bool rtype_implements(const struct rtype *type, const struct rtype *inter, const char **missing);
// Returns the method of that name (package_path NULL: exported) in the type's method set, or NULL.
const struct rtype_method *rtype_find_method(const struct rtype *type, const char *name,
                                             const char *package_path);

// Compares two values of the dynamic type `type` (NULL: nil) by their data words a and b. *open
// becomes true if they may be equal, but the words point to memory that must be compared. Returns
// false if they differ, or cannot be compared: *unhashable becomes type then.
bool iface_data_equal(const struct rtype *type, const void *a, const void *b, bool *open,
                      const struct rtype **unhashable);
// Returns whether a == b. *unhashable becomes the dynamic type if it cannot be compared (the caller
// then calls panic_uncomparable), else NULL.
bool eface_equal(struct go_eface a, struct go_eface b, const struct rtype **unhashable);
// Does the same for interfaces with methods.
bool iface_equal(struct go_iface a, struct go_iface b, const struct rtype **unhashable);

// Returns the data word of an interface that holds a value in memory. Copies the value to the heap
// unless it is pointer-shaped. Zero-size values and small numbers share static memory.
void *iface_box(struct g *g, const struct rtype *type, const void *value);
// Returns where the value of an interface lies: the data word itself or the memory it points to.
static inline const void *iface_value(const struct rtype *type, void *const *data) {
  return type->flags & RTYPE_DIRECT ? (const void *)data : *data;
}

// Appends "interface conversion: ..." as Go says it; see panic_assertion.
void iface_assertion_text(struct text *out, const struct rtype *static_type,
                          const struct rtype *dynamic, const struct rtype *wanted,
                          const char *missing);

#endif
