// What the files for range loops share.

#ifndef VOLE_VM_CHECK_RANGE_H
#define VOLE_VM_CHECK_RANGE_H

#include "vm/check/internal.h"

// What a range loop yields; NULL where there is no such value.
struct yielded {
  struct type *key, *value;
  const char *cause;  // why x cannot be ranged over, if there is more to say
  struct type *yield; // the type of the function that x calls, if x is one
  bool ok;
};

// range_func.c

// What a loop over a function of that type yields.
struct yielded check_yields_of_function(struct checker *c, struct type *signature);
// Makes the function that the loop's body is, and enters it. Returns the function at hand, which the
// caller puts back.
struct function *check_begin_range_body(struct checker *c, struct stmt *s);
// Gives it its signature, once the variables of the loop are known.
void check_declare_range_body(struct checker *c, struct stmt *s, struct type *yield);

#endif
