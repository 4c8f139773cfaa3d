// Interfaces: tables of methods, equality, messages of failed assertions. After runtime/iface.go of
// Go 1.21.

#ifndef VOLE_RUNTIME_IFACE_H
#define VOLE_RUNTIME_IFACE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/text.h"
#include "runtime/type.h"

// The table for a dynamic type in an interface type with methods: found, or made. NULL if type
// lacks a method; *missing (may be NULL) then gets its name. Any thread. Lives as long as the run
// time.
struct itab *itab_get(struct runtime *rt, struct rtype *inter, struct rtype *type,
                      const char **missing);

// The dynamic type of an interface value of a kind that is not known, from its first word: an itab,
// a type, or NULL.
struct rtype *iface_dynamic_type(struct runtime *rt, const void *word);

// Whether type has all methods of inter (true for empty interfaces).
bool rtype_implements(const struct rtype *type, const struct rtype *inter, const char **missing);
// The method of that name (package_path NULL: exported) in the type's method set, or NULL.
const struct rtype_method *rtype_find_method(const struct rtype *type, const char *name,
                                             const char *package_path);

// a == b. *unhashable gets the dynamic type if it cannot be compared (then panic_uncomparable),
// else NULL.
bool eface_equal(struct go_eface a, struct go_eface b, const struct rtype **unhashable);
bool iface_equal(struct go_iface a, struct go_iface b, const struct rtype **unhashable);

// The interface value of a value in memory: copies it to the heap unless it is pointer-shaped.
// Zero-size and one-byte values share static memory.
void *iface_box(struct g *g, const struct rtype *type, const void *value);
// Where the value of an interface lies: the data word itself or the memory it points to.
static inline const void *iface_value(const struct rtype *type, void *const *data) {
  return type->flags & RTYPE_DIRECT ? (const void *)data : *data;
}

// Appends "interface conversion: ..." as Go says it; see panic_assertion.
void iface_assertion_text(struct text *out, const struct rtype *static_type,
                          const struct rtype *dynamic, const struct rtype *wanted,
                          const char *missing);

#endif
