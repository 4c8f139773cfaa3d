// Shared by the parts of the implementation of vole.h: a section for each file.

#ifndef VOLE_VM_API_INTERNAL_H
#define VOLE_VM_API_INTERNAL_H

#include "runtime/text.h"
#include "vm/api/instance.h"
#include "vm/check/check.h"

// Errors (api.c).

// Fills err, which may be NULL, and returns false. The text is made as by printf.
bool api_error(struct vole_error *err, enum vole_error_kind kind, int status, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
// The same with a message in malloc'ed memory, which it takes over.
bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message);
// Writes a text to a descriptor of the host's and frees the text. Returns false and fills err if it
// cannot be written, or memory was short for it.
bool api_write(int fd, struct text *text, struct vole_error *err);

// Values (values.c).

// One argument or result.
struct api_value {
  const struct rtype *type;
  uint32_t slot;   // in the frame, from the first of its list
  uint32_t offset; // bytes, in the C struct
};

// The arguments and results of a function on both sides: slots of a frame, fields of a C struct.
struct api_shape {
  struct api_value *params, *results;
  int param_count, result_count;
  uint32_t param_bytes, result_bytes; // UINT32_MAX: too many
  uint32_t param_slots, result_slots; // the same
  // Whether the C struct is the same, word for word, as the slots.
  bool plain_params, plain_results;
};

// Returns the shape of a signature, in the program's region. A method's receiver is not part of it.
// Program locked.
struct api_shape *api_make_shape(struct program *p, const struct type *signature);
// Whether the function has a frame for the shape: values may be too large.
bool api_shape_fits(const struct api_shape *shape, const struct func *func);

// Copies a value from its slots to memory as C has it.
void api_value_store(void *to, const uint64_t *slots, const struct rtype *type);
// Copies a value from memory to its slots. A value too large for a frame is boxed on the heap: no
// safepoint may come before the slots are roots.
void api_value_load(struct g *g, uint64_t *slots, const void *from, const struct rtype *type);

// Copies words: few, as a rule, so that a loop is quicker than memcpy.
static inline void api_copy_words(uint64_t *to, const uint64_t *from, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] = from[i];
}

// Memory for arguments and results: on the C stack if they are small, as values may have any size.
struct api_words {
  uint64_t small[64];
  uint64_t *heap;
};
// Returns `count` words, not cleared; NULL if memory is short. api_words_free frees them.
uint64_t *api_words_get(struct api_words *words, size_t count);
void api_words_free(struct api_words *words);

// Calls (call.c).

// Whether there is a program that can be used, and the C stack that this takes. If not, fills err.
bool api_is_loaded(struct vole *vole, struct vole_error *err);

// Interrupts (interrupt.c).

// Reports that the call was interrupted. Returns false.
bool api_report_interrupt(struct vole *vole, struct vole_error *err);

// Bindings (bind.c).

// Makes the source of a package of bound functions: their declarations. False: there are none.
bool api_bound_package(struct vole *vole, const char *path, struct package_source *source);
void api_free_bindings(struct vole *vole);

// Packages of the host's (package.c).

// Takes a package of the host's: copies the files that belong to it.
void api_take_package(struct vole *vole, const struct vole_package *given,
                      struct package_source *source);
// A package_finder, of which context is the instance. Looks at the packages that are being loaded,
// at what the host has bound, at the library, and asks the loader.
bool api_find_package(void *context, const char *path, const char *importer,
                      struct package_source *source);

// Lookups (lookup.c).

// Frees what was looked up. Called by vole_free.
void api_free_lookups(struct vole *vole);

// Arenas (arena.c).

// Frees the arenas that the host has left. Called by vole_free.
void api_free_arenas(struct vole *vole);

#endif
