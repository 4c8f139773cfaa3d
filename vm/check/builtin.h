// What the files of the builtin functions share: builtin.c evaluates arguments and picks the
// function; builtin_number.c and builtin_unsafe.c hold those of numbers and of package unsafe.

#ifndef VOLE_VM_CHECK_BUILTIN_H
#define VOLE_VM_CHECK_BUILTIN_H

#include "vm/check/internal.h"

// A call of a builtin. Its arguments have been evaluated, where they are values.
struct builtin_call {
  struct checker *checker;
  struct expr *e;
  enum builtin_kind kind;
  struct expr **args;
  int count;
};

// builtin.c

// The predeclared type of that kind.
struct type *builtin_basic(struct builtin_call *b, enum basic_kind kind);
// Gives the call its mode and type.
void builtin_succeed(struct builtin_call *b, enum operand_mode mode, struct type *t);

void builtin_fail(struct builtin_call *b);
// Gives the call a constant: a size or length. Of what varies with type arguments it is a value, also
// in instances, where it is known.
void builtin_measure(struct builtin_call *b, int64_t value, struct type *t, bool varies);

// builtin_slice.c

void builtin_append(struct builtin_call *b);
void builtin_copy(struct builtin_call *b);

// builtin_number.c

void builtin_complex(struct builtin_call *b);
void builtin_complex_part(struct builtin_call *b); // real, imag
void builtin_min_max(struct builtin_call *b);

// builtin_unsafe.c

void builtin_size_of(struct builtin_call *b); // Sizeof, Alignof
void builtin_offset_of(struct builtin_call *b);
void builtin_unsafe_pointer(struct builtin_call *b); // Add, Slice, SliceData, String, StringData

#endif
