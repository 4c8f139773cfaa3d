// What the checker must leave in a tree, checked: each expression that is evaluated has a mode and
// a type that is no longer untyped.

#ifndef TESTS_VM_ANNOTATIONS_H
#define TESTS_VM_ANNOTATIONS_H

#include "vm/check/check.h"

// Called for each expression that lacks something.
typedef void (*annotation_report)(void *context, const struct expr *e, const char *what);

void annotations_verify(struct package *package, annotation_report report, void *context);

// As above, for one function that has been checked.
void annotations_verify_function(const struct function *function, annotation_report report,
                                 void *context);

#endif
