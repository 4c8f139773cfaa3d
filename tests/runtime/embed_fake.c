// What the run time needs of the machine above: these tests run no bytecode.

#include <stddef.h>

#include "mem/invariant.h"
#include "runtime/embed.h"

void runtime_embed_run(struct g *g) {
  vole_throw("goroutine %llu would run", (unsigned long long)g->goid);
}

struct func *runtime_embed_native(struct g *g, uint64_t **frame) {
  (void)g;
  (void)frame;
  return NULL;
}

// There is no program: a snapshot finds no names.

void runtime_embed_lock_program(struct runtime *rt) {
  (void)rt;
}

void runtime_embed_unlock_program(struct runtime *rt) {
  (void)rt;
}

struct rtype *runtime_embed_type(struct runtime *rt, void *type) {
  (void)rt;
  return type;
}

void runtime_embed_types(struct runtime *rt, runtime_visit_type *visit, void *context) {
  (void)rt;
  (void)visit;
  (void)context;
}

void runtime_embed_globals(struct runtime *rt, runtime_visit_variable *visit, void *context) {
  (void)rt;
  (void)visit;
  (void)context;
}

void runtime_embed_captures(struct runtime *rt, const struct func *f, runtime_visit_variable *visit,
                            void *context) {
  (void)rt;
  (void)f;
  (void)visit;
  (void)context;
}

bool runtime_embed_owns(struct runtime *rt, uintptr_t address) {
  (void)rt;
  (void)address;
  return false;
}

void runtime_embed_range(struct runtime *rt, uintptr_t *low, uintptr_t *size) {
  (void)rt;
  *low = *size = 0;
}

struct rtype *runtime_embed_finalized(struct runtime *rt, const void *arg_type) {
  (void)rt;
  (void)arg_type;
  return NULL;
}
