// Checks that bytecode is well formed: for every compiled function in debug builds, and for tests.

#ifndef VOLE_VM_CODE_VERIFY_H
#define VOLE_VM_CODE_VERIFY_H

#include <stdbool.h>

#include "runtime/func.h"
#include "vm/syntax/region.h"

// Returns NULL if the code is sound, else a message in the region. In sound code operands lie
// within the frame, and call areas have room for arguments. Jumps lead to starts of instructions,
// backward only by loop forms. There is no way past the end, and a map for each safepoint.
const char *verify_function(struct region *region, const struct func *f);

#endif
