// The names that a program's sources give to memory: see inspect.h.

#include "vm/compile/inspect.h"

#include <stdio.h>

#include "vm/compile/internal.h"
#include "vm/compile/rtypes.h"

void inspect_types(struct program *p, runtime_visit_type *visit, void *context) {
  int count;
  struct rtype *const *all = rtypes_all(p, &count);
  for (int i = 0; i < count; i++)
    visit(context, all[i]);
}

static void visit_global(struct package *package, const struct object *v,
                         runtime_visit_variable *visit, void *context) {
  char name[256];
  if (v->kind != OBJECT_VAR || !v->u.var.home)
    return;
  snprintf(name, sizeof name, "%s.%s", package->path, v->name);
  visit(context, &(struct runtime_variable){.name = name,
                                            .type = v->type,
                                            .address = v->u.var.home,
                                            .bytes = (uint64_t)type_size(v->type)});
}

void inspect_globals(struct program *p, runtime_visit_variable *visit, void *context) {
  for (int i = 0; i < p->checked.package_count; i++) {
    struct package *package = p->checked.packages[i];
    for (int j = 0; j < package->scope->order_count; j++)
      visit_global(package, package->scope->order[j], visit, context);
  }
}

void inspect_captures(struct program *p, const struct func *f, runtime_visit_variable *visit,
                      void *context) {
  (void)p;
  const struct code_source *source = f->source;
  if (!source || !(f->flags & FUNC_CLOSURE))
    return;
  bool is_body = source->kind == SOURCE_BODY;
  if (!is_body && source->kind != SOURCE_CALL)
    return;
  struct object **captured = is_body ? source->function->captures : source->captured;
  int count = is_body ? source->function->capture_count : source->captured_count;
  uint64_t offset = is_body && source->function->range ? 8 + 8 * range_header_words : 8;
  for (int i = 0; i < count; i++) {
    const struct object *v = captured[i];
    bool is_cell = is_body && home_kind_for(captured[i]) != HOME_SLOTS;
    uint64_t bytes = is_cell ? 8 : 8 * (uint64_t)type_slots(v->type);
    visit(context, &(struct runtime_variable){.name = is_body ? v->name : "argument",
                                              .type = v->type,
                                              .offset = offset,
                                              .bytes = bytes,
                                              .is_cell = is_cell});
    offset += bytes;
  }
}
