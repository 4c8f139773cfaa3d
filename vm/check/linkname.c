// //go:linkname: functions and variables that are another package's. After cmd/compile's noder.
//
// A declaration that has one bears the symbol that it names. What another package declares under
// that symbol is meant where this one has no body or value, and the other way round: the compiler
// looks for it (vm/compile/linkname.c).

#include <string.h>

#include "vm/check/package.h"

static bool imports_unsafe(const struct file *file) {
  for (int i = 0; i < file->decls.count && file->decls.items[i]->kind == DECL_IMPORT; i++) {
    const char *path = file->decls.items[i]->u.import.path;
    if (path && strcmp(path, "unsafe") == 0)
      return true;
  }
  return false;
}

static void add_link(struct checker *c, struct object *object, const struct linkname *l) {
  struct checked_program *checked = c->checked;
  const char *symbol = l->target;
  if (!symbol)
    symbol = region_printf(c->region, "%s.%s", object->package->symbol, l->local);
  for (int i = 0; i < checked->link_count; i++)
    if (checked->links[i].object == object) {
      check_error(c, l->pos, "duplicate //go:linkname for %s", l->local);
      return;
    }
  checked->links = region_grow(c->region, checked->links, sizeof *checked->links,
                               checked->link_count, &checked->link_cap, checked->link_count + 1);
  checked->links[checked->link_count++] = (struct link){object, symbol};
}

static void link_file(struct checker *c, struct package *package, const struct file *file) {
  bool allowed = file->source->linkname_count > 0 && imports_unsafe(file);
  for (int i = 0; i < file->source->linkname_count; i++) {
    const struct linkname *l = &file->source->linknames[i];
    struct object *object = scope_lookup(package->scope, l->local);
    if (!allowed)
      check_error(c, l->pos, "//go:linkname only allowed in Go files that import \"unsafe\"");
    else if (l->target && strchr(l->target, '[') && strchr(l->target, ']'))
      check_error(c, l->pos, "//go:linkname reference of an instantiation is not allowed");
    else if (object && (object->kind == OBJECT_FUNC || object->kind == OBJECT_VAR))
      add_link(c, object, l);
    else if (!package->is_std)
      check_error(c, l->pos, "//go:linkname must refer to declared function or variable");
  }
}

void check_linknames(struct checker *c, struct package *package) {
  for (int i = 0; i < package->file_count; i++)
    link_file(c, package, package->files[i]);
}

const char *checked_link(const struct checked_program *checked, const struct object *object) {
  for (int i = 0; i < checked->link_count; i++)
    if (checked->links[i].object == object)
      return checked->links[i].symbol;
  return NULL;
}
