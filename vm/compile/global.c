// Package variables: blocks of memory that are roots, and what a program's variables take of them.

#include "mem/invariant.h"
#include "runtime/root.h"
#include "vm/compile/internal.h"

enum { global_block_bytes = 4096 };

// A block of package variables. It is a root; its mask grows as variables are laid out in it.
struct global_block {
  struct global_block *next;
  char *memory;
  uint8_t *mask;
  size_t used, size; // bytes
};

struct compile_state {
  struct global_block *blocks; // newest first
};

void compile_init(struct program *p) {
  struct compile_state *s = region_alloc(&p->region, sizeof *s);
  p->compile_state = s;
}

static struct global_block *new_block(struct program *p, size_t size) {
  struct compile_state *s = p->compile_state;
  struct global_block *b = region_alloc(&p->region, sizeof *b);
  size = size < global_block_bytes ? global_block_bytes : (size + 15) & ~(size_t)15;
  b->memory = region_alloc(&p->region, size);
  b->mask = region_alloc(&p->region, size / 64 + 1);
  b->size = size;
  b->next = s->blocks;
  s->blocks = b;
  runtime_add_root(p->runtime, b->memory, size, b->mask);
  return b;
}

void *compile_global(struct program *p, struct object *v) {
  struct compile_state *s = p->compile_state;
  if (v->u.var.home)
    return v->u.var.home;
  struct object *linked = compile_linked_variable(p, v);
  if (linked)
    return v->u.var.home = compile_global(p, linked);
  size_t size = ((size_t)type_size(v->type) + 7) & ~(size_t)7;
  if (size == 0)
    size = 8;
  struct global_block *b = s->blocks;
  if (!b || b->size - b->used < size)
    b = new_block(p, size);
  char *address = b->memory + b->used;
  if (type_has_pointers(v->type))
    rtypes_pointer_mask(v->type, b->mask, b->used / 8);
  b->used += size;
  invariant_debug(b->used <= b->size);
  v->u.var.home = address;
  if (v->decl && v->decl->kind == DECL_VAR && v->decl->u.value.embedded)
    compile_embedded(p, v, address);
  return address;
}
