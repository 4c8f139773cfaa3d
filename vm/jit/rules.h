// For each operation: what does it, and as which kinds it takes its operands. Private to vm/jit.

#ifndef VOLE_VM_JIT_RULES_H
#define VOLE_VM_JIT_RULES_H

#include "vm/jit/function.h"

// Returns what does the instruction at w.
enum way rule_way(const struct jit_host *host, const uint64_t *w);

// Fills effects with what an instruction does to slots, definitions first, and returns their
// number; more than effect_limit: there are too many. Effects beyond slot_limit are left out.
enum { effect_limit = 48 };
int rule_effects(const struct func *func, const uint64_t *w, enum way way,
                 struct effect effects[effect_limit]);

#endif
