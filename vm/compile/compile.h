// The compiler: from checked trees to bytecode, one function at a time, on first call.
//
// A struct func is made as soon as something refers to the function; its code is one COMPILE
// instruction until it is called. This header is what vm/compile/program.c and the rest of vm/ see;
// internal.h is what the compiler's files share, and says how code is generated.

#ifndef VOLE_VM_COMPILE_COMPILE_H
#define VOLE_VM_COMPILE_COMPILE_H

#include "vm/compile/program.h"

// The compiler's state of a program (p->compile_state).
struct compile_state;

// compile.c

// Compiles a function that still has a COMPILE instruction as its code. Returns whether it could; if
// not, *error is a message in the region. The caller holds the program's lock.
bool compile_now(struct program *p, struct func *f, const char **error);

// global.c

// Prepares p->compile_state; the run time must be initialised.
void compile_init(struct program *p);

// Frees what is outside of the region. Roots that were registered are not used any more.
void compile_free(struct program *p);

// The address of a package variable; memory is allocated and made a root on first use.
void *compile_global(struct program *p, struct object *variable);

// function.c

// The struct func of a declared function or method (not of an interface method): made on first use.
// Its name and numbers of slots are final; its code is compiled on first call. A method takes its
// receiver in as many slots as the receiver's type has.
struct func *compile_func_of(struct program *p, struct object *object);

// Returns the function that an expression of check_host_function names: a declared one, an instance
// of a generic one, or a method. A method has its receiver as the first parameter.
struct func *compile_named_function(struct program *p, const struct expr *e);

// The method of a concrete type, as interfaces call it: the receiver is one word, the data word of
// an interface that holds a `receiver`.
struct func *compile_interface_method(struct program *p, struct type *receiver,
                                      const struct selection *selection);

// The function that initialises all packages and runs main.main; main may be NULL.
struct func *compile_entry(struct program *p, struct package *main_package);

// Reports, in the program's error list, what the bytecode cannot express: functions without a body
// and no native, parameters too large for a frame. Only user packages.
void compile_check_package(struct program *p, struct package *package);

// trampoline.c

// Functions between C or package reflect and the functions of a type. They are ordinary code: what
// they call may wait, panic or need a larger stack. A frame is a heap object that holds the
// parameters, then the results.
enum trampoline {
  TRAMPOLINE_CALL,   // func(fn, frame): calls the closure fn
  TRAMPOLINE_METHOD, // func(fn, receiver, frame): calls a method, its receiver in one word
  TRAMPOLINE_MADE,   // the code of a closure {code, handler}: calls handler(closure, frame)
  TRAMPOLINE_BOUND,  // that of a method value: {code, method, receiver's word}
  // Of a channel's type: func(channel, element), and func(channel, element) bool, which says whether
  // the channel gave what it stores there.
  TRAMPOLINE_SEND,
  TRAMPOLINE_RECEIVE,
  TRAMPOLINE_COUNT
};

// Returns the trampoline of a type of functions, or of channels. Made when it is first asked for.
// Takes the program's lock, as the next.
struct func *compile_trampoline_of(struct program *p, struct rtype *type, enum trampoline kind);

// Returns the struct type that holds the parameters, then the results of a type of functions.
struct rtype *compile_frame_of(struct program *p, struct rtype *type);

#endif
