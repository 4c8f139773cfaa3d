// How expressions are written in messages: as in the source, with bodies of functions and literals
// left out.

#ifndef VOLE_VM_EXPR_STRING_H
#define VOLE_VM_EXPR_STRING_H

#include "vm/ast.h"
#include "vm/region.h"

const char *expr_string(struct region *region, const struct expr *e);

#endif
