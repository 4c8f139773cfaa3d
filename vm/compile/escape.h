// Which variables may live in a frame, and what function literals capture.
//
// Nothing may ever point into a frame. So a variable lives in a heap cell of its own if its address
// is taken. The forms are &v, v.m() with a pointer receiver, and v[:] of an array. It lives there,
// too, if a literal captures it and it is assigned to after its declaration. The same holds for one
// that is or holds an array that is indexed by a run-time value, and for a large one. A captured
// variable that is never reassigned is copied into the closure.

#ifndef VOLE_VM_COMPILE_ESCAPE_H
#define VOLE_VM_COMPILE_ESCAPE_H

#include <stddef.h>

#include "vm/syntax/ast.h"
#include "vm/syntax/region.h"

// Walks a function's body with all literals in it; sets captures of the literals and the flags of
// the variables. Idempotent; for a literal, its outermost function is walked. Returns the C stack
// in bytes that compiling it takes at most, for its nesting; SIZE_MAX if it is too deep for this
// walk.
size_t escape_function(struct region *region, struct function *function);

// The same for an expression at package level.
size_t escape_expr(struct region *region, struct expr *e);

#endif
