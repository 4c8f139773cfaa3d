// A readable listing of bytecode: offset, line, name, operands, names of called functions and jump
// targets.

#ifndef VOLE_VM_CODE_DISASM_H
#define VOLE_VM_CODE_DISASM_H

#include "runtime/func.h"
#include "runtime/text.h"

// Appends the listing of a compiled function. maps: also the liveness map of each safepoint.
void disasm_function(struct text *out, const struct func *f, bool maps);

#endif
