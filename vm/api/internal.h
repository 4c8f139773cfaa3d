// Shared by the parts of the implementation of vole.h.

#ifndef VOLE_VM_API_INTERNAL_H
#define VOLE_VM_API_INTERNAL_H

#include "runtime/text.h"
#include "vm/check/check.h"
#include "vm/api/instance.h"

// Fill err (which may be NULL) and return false. api_error_take hands over a malloc'ed message.
bool api_error(struct vole_error *err, enum vole_error_kind kind, int status, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message);

// Writes a text to a descriptor that a host names and frees it; false, with err filled, if it
// cannot be written or was cut short.
bool api_write(int fd, struct text *text, struct vole_error *err);

// Whether the calling thread has that much C stack left; else fills err and returns false.
bool api_has_stack(size_t needed, struct vole_error *err);

// Whether there is a program that can be used, and the C stack that this takes; false: err says why
// not.
bool api_is_loaded(struct vole *vole, struct vole_error *err);

// One argument or result.
struct api_value {
  const struct rtype *type;
  uint32_t slot;   // in the frame, from the first of its list
  uint32_t offset; // bytes, in the C struct
};

// The arguments and results of a function, and what their C structs and their slots take.
struct api_shape {
  struct api_value *params, *results;
  int param_count, result_count;
  uint32_t param_bytes, result_bytes; // UINT32_MAX: too many
  uint32_t param_slots, result_slots; // the same
};

// The shape of a signature, in the program's region. The receiver of a method is no parameter of
// it. Program locked.
struct api_shape *api_make_shape(struct program *p, const struct type *signature);
// Whether the function has a frame for them: values may be too large.
bool api_shape_fits(const struct api_shape *shape, const struct func *func);

// Copies a value from its slots to memory as C has it, and back. What is too large for a frame is
// boxed on the heap: no safepoint may come before the slots are roots.
void api_value_store(void *to, const uint64_t *slots, const struct rtype *type);
void api_value_load(struct g *g, uint64_t *slots, const void *from, const struct rtype *type);

// Room for arguments and results: on the C stack if it is small, for types may be of any size.
struct api_words {
  uint64_t small[64];
  uint64_t *heap;
};
// count words, not cleared; NULL: no memory.
uint64_t *api_words_get(struct api_words *words, size_t count);
void api_words_free(struct api_words *words);

// The source of a package that the host has bound functions of: made of their declarations.
bool api_bound_package(struct vole *vole, const char *path, struct package_source *source);

// Frees bindings; what was looked up; arenas that the host has not freed.
void api_free_bindings(struct vole *vole);
void api_free_lookups(struct vole *vole);
void api_free_arenas(struct vole *vole);

#endif
