// Shared by the parts of the implementation of vole.h: a section for each file.

#ifndef VOLE_VM_API_INTERNAL_H
#define VOLE_VM_API_INTERNAL_H

#include "runtime/text.h"
#include "vm/api/instance.h"
#include "vm/check/check.h"
#include "vm/interp/interp.h"

// Errors (api.c).

// Fills err, which may be NULL, and returns false. The text is made as by printf.
bool api_error(struct vole_error *err, enum vole_error_kind kind, int status, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
// The same with a message in malloc'ed memory, which it takes over.
bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message);
// The same for a panic.
bool api_error_panic(struct vole_error *err, struct interp_panic *panic);
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
};

// Returns the shape of a signature, in the program's region. With `method`, a receiver is its first
// parameter. Program locked.
struct api_shape *api_make_shape(struct program *p, const struct type *signature, bool method);
// Whether the function has a frame for the shape: values may be too large.
bool api_shape_fits(const struct api_shape *shape, const struct func *func);

// Copies a value from its slots to memory as C has it.
void api_value_store(void *to, const uint64_t *slots, const struct rtype *type);
// Copies a value from memory to its slots. A value too large for a frame is boxed on the heap: no
// safepoint may come before the slots are roots.
void api_value_load(struct g *g, uint64_t *slots, const void *from, const struct rtype *type);

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
// Whether there is the C stack that compiling takes. If not, fills err.
bool api_has_stack_to_compile(struct vole_error *err);

// The arguments of a call: as C has them in memory, or with shape NULL already in slots.
struct api_arguments {
  const struct api_shape *shape;
  const void *memory;
  uint64_t *slots;
  void *keep; // an object that is held for the caller once the function has returned, or NULL
};
// Initialises the program if that is not done, and calls a function. In a native it runs on the
// goroutine that called that, else on the main one, with limits. results may be NULL. What they
// point to is held for the caller. Returns false with err filled.
bool api_call(struct vole *vole, struct func *func, struct api_arguments arguments,
              uint64_t *results, struct vole_error *err);

// Errors of the compiler (diagnostic.c).

// Reports the errors of a list, and empties it. Returns false.
bool api_report_compile_errors(struct error_list *errors, struct vole_error *err);

// Types (type.c).

// Returns the descriptor that a host's type stands for. It is of that kind; 0: any. Returns NULL with
// err filled if it is another, or not of the instance. `what` is the function of vole.h.
struct rtype *api_type(struct vole *vole, const struct vole_type *type, enum kind kind,
                       const char *what, struct vole_error *err);

// Returns whether C memory in the region of the program's is known to be there; it stays there.
bool api_program_owns(struct vole *vole, const void *address);

// Objects (object.c).

// Enters to work on the heap: `bytes` may be allocated, after what the collector was due. Returns
// the goroutine that the caller runs as; NULL with err filled, having left. *previous is for
// runtime_leave.
struct g *api_enter_heap(struct vole *vole, uintptr_t bytes, struct m **previous,
                         struct vole_error *err);
// Holds for the caller what a value points to that lies in C memory. Inside.
void api_hold_value(struct g *g, const struct rtype *type, const void *value);
// Whether an object lies in memory that is free on the heap: the pointer is stale.
bool api_is_stale(const struct runtime *rt, const void *object);
// Whether `count` values may be given to the heap; if a pointer of theirs is stale, fills err.
bool api_is_sound(struct vole *vole, const struct rtype *type, const void *values, int64_t count,
                  const char *what, struct vole_error *err);
// Whether an address may be that of an object of at least `size` bytes on the heap.
bool api_is_object(const struct runtime *rt, const void *object, size_t size);

// Closures (closure.c).

// Returns a func value of a type that calls a C function, held for the caller. g runs inside.
void *api_new_closure(struct g *g, struct rtype *type, vole_native function, void *user);

// Interrupts (interrupt.c).

// Reports that the call was interrupted. Returns false.
bool api_report_interrupt(struct vole *vole, struct vole_error *err);

// Finalizers (finalizer.c).

// Runs the finalizers of hosts that have not run. Called by vole_free; no other thread is left.
void api_run_finalizers(struct vole *vole);

// Bindings (bind.c).

// Whether scripts can import a package of that path, and name it by its last element. If not, fills
// err.
bool api_check_path(const char *path, const char *what, struct vole_error *err);
// Adds a binding, of which all fields but next, vole and native are set, and takes it over. Returns
// false, with err filled, if the function is bound already, or a text is missing as memory was short.
bool api_add_binding(struct vole *vole, struct vole_binding *binding, struct vole_error *err);
// Whether a function of a package is bound.
bool api_has_bindings(const struct vole *vole, const char *package);
// Frees the bindings that were added after `first` was the newest.
void api_drop_bindings(struct vole *vole, const struct vole_binding *first);
// Calls the host's function for a native, with the thread's own state (host_state.h) meanwhile.
// Returns what it returns.
bool api_call_native(struct g *g, struct vole *vole, vole_native function, void *user,
                     const char *name, const void *in, void *out);
// Ends it: raises the panic that the host's function has asked for if it returned false, and drops
// what was held for it.
void api_end_native(struct g *g, bool ok);

// Makes the source of a package of bound functions: the text that vole_bind_package was given, or the
// declarations of vole_bind. False: there are none.
bool api_bound_package(struct vole *vole, const char *path, struct package_source *source);
void api_free_bindings(struct vole *vole);

// Packages with functions in C (bind_package.c).

// Whether vole_bind_package has bound a package.
bool api_find_bound_source(const struct vole *vole, const char *path);
// Makes its source; false: there is none.
bool api_take_bound_source(struct vole *vole, const char *path, struct package_source *source);
void api_free_bound_sources(struct vole *vole);

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
// Forgets it: names may mean something else now. Program locked.
void api_forget_lookups(struct vole *vole);

// Arenas (arena.c).

// Frees the arenas that the host has left. Called by vole_free.
void api_free_arenas(struct vole *vole);

#endif
