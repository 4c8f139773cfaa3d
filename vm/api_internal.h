// Shared by the parts of the implementation of vole.h.

#ifndef VOLE_VM_API_INTERNAL_H
#define VOLE_VM_API_INTERNAL_H

#include "vm/check.h"
#include "vm/vole_internal.h"

// Fill err (which may be NULL) and return false. api_error_take hands over a malloc'ed message.
bool api_error(struct vole_error *err, enum vole_error_kind kind, int status, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message);

// The source of a package that the host has bound functions of: made of their declarations.
bool api_bound_package(struct vole *rt, const char *path, struct package_source *source);

// Frees bindings and looked-up functions.
void api_free_bindings(struct vole *rt);

#endif
