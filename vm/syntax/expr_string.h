// How expressions are written in messages: as in the source, with bodies of functions and literals
// left out.

#ifndef VOLE_VM_SYNTAX_EXPR_STRING_H
#define VOLE_VM_SYNTAX_EXPR_STRING_H

#include "vm/syntax/ast.h"
#include "vm/syntax/region.h"

// Returns the text of e, in the region. Parts below a hundred levels are left out.
const char *expr_string(struct region *region, const struct expr *e);

#endif
