// //go:embed: the files that package variables hold. After cmd/go/internal/load, and cmd/compile's noder
// and staticdata.
//
// Files are found when a package is loaded, and their errors are the go command's. Which variables may
// have them is looked at last, as Go's compiler does.

#include <stdlib.h>
#include <string.h>

#include "vm/check/package.h"

static bool imports_embed(const struct file *file) {
  for (int i = 0; i < file->decls.count && file->decls.items[i]->kind == DECL_IMPORT; i++) {
    const char *path = file->decls.items[i]->u.import.path;
    if (path && strcmp(path, "embed") == 0)
      return true;
  }
  return false;
}

void embedded_files_add(struct region *region, struct embedded_files *files,
                        struct embedded_file *file) {
  files->items = region_grow(region, files->items, sizeof *files->items, files->count, &files->cap,
                             files->count + 1);
  files->items[files->count++] = file;
}

struct embedded_file *embedded_files_find(const struct embedded_files *files, const char *name) {
  for (int i = 0; i < files->count; i++)
    if (strcmp(files->items[i]->name, name) == 0)
      return files->items[i];
  return NULL;
}

const struct embedded_files *checked_embedded(const struct package *package) {
  static const struct embedded_files none;
  return package->checked ? &package->checked->embedded : &none;
}

// Finding the files.

// A pattern, and what it names.
struct named {
  const struct embed_pattern *pattern;
  struct embedded_files files;
};

static int compare_patterns(const void *a, const void *b) {
  const struct named *x = a, *y = b;
  int order = strcmp(x->pattern->text, y->pattern->text);
  if (order != 0)
    return order;
  return x->pattern->pos < y->pattern->pos ? -1 : x->pattern->pos > y->pattern->pos;
}

// Adds the files of the patterns of a declaration, each once.
static void add_files(struct checker *c, const struct file *file, struct decl *d,
                      const struct named *named, int count) {
  struct embedded_files *files = region_alloc(c->region, sizeof *files);
  d->u.value.embedded = files;
  for (int i = d->u.value.embeds; i < d->u.value.embeds_end; i++) {
    struct named key = {.pattern = &file->source->embeds[i]};
    const struct named *found =
        bsearch(&key, named, (size_t)count, sizeof *named, compare_patterns);
    for (int j = 0; found && j < found->files.count; j++)
      if (!embedded_files_find(files, found->files.items[j]->name))
        embedded_files_add(c->region, files, found->files.items[j]);
  }
}

// Finds the files of each pattern. False: one names none, which was reported.
static bool find_files(struct checker *c, struct package *package,
                       const struct package_source *source, struct named *named, int count) {
  struct embedded_files *known = &check_objects_of(c, package)->embedded;
  for (int i = 0; i < count; i++) {
    const char *text = named[i].pattern->text;
    if (i > 0 && strcmp(text, named[i - 1].pattern->text) == 0) {
      named[i].files = named[i - 1].files;
      continue;
    }
    const char *problem = "there are no files";
    if (c->checked->find_embedded)
      problem =
          c->checked->find_embedded(c->checked->find_context, source, text, known, &named[i].files);
    if (problem) {
      check_import_error(c, named[i].pattern->pos, false, "pattern %s: %s", text, problem);
      return false;
    }
  }
  return true;
}

void check_load_embedded(struct checker *c, struct package *package,
                         const struct package_source *source) {
  struct named *named = NULL;
  int count = 0, cap = 0;
  for (int i = 0; i < package->file_count; i++) {
    const struct source_file *file = package->files[i]->source;
    for (int j = 0; j < file->embed_count && imports_embed(package->files[i]); j++) {
      named = region_grow(c->region, named, sizeof *named, count, &cap, count + 1);
      named[count++] = (struct named){.pattern = &file->embeds[j]};
    }
  }
  if (count == 0)
    return;
  qsort(named, (size_t)count, sizeof *named, compare_patterns);
  if (!find_files(c, package, source, named, count))
    return;
  for (int i = 0; i < package->file_count; i++)
    for (int j = 0; j < package->files[i]->decls.count; j++) {
      struct decl *d = package->files[i]->decls.items[j];
      if (d->kind == DECL_VAR && d->u.value.embeds < d->u.value.embeds_end)
        add_files(c, package->files[i], d, named, count);
    }
}

// What may have files.

enum embed_kind embed_kind_of(struct type *t) {
  struct type *under = type_underlying(t);
  if (t->kind == TYPE_NAMED && t->u.named.object->package &&
      strcmp(t->u.named.object->package->path, "embed") == 0 &&
      strcmp(t->u.named.object->name, "FS") == 0)
    return EMBED_FS;
  if (type_is_string(under))
    return EMBED_STRING;
  struct type *elem = under->kind == TYPE_SLICE ? type_underlying(under->u.slice.elem) : NULL;
  bool bytes = elem && elem->kind == TYPE_BASIC && elem->u.basic.kind == BASIC_UINT8;
  return bytes ? EMBED_BYTES : EMBED_NONE;
}

// Refuses a declaration that has patterns.
static void check_declaration(struct checker *c, const struct file *file, const struct decl *d) {
  pos_t pos = file->source->embeds[d->u.value.embeds].directive_pos;
  if (d->u.value.names.count > 1)
    check_error(c, pos, "go:embed cannot apply to multiple vars");
  else if (d->u.value.values.count > 0)
    check_error(c, pos, "go:embed cannot apply to var with initializer");
  else
    check_requires(c, pos, 16, "go:embed");
}

// Refuses patterns of a file that belong to no variable that may have files.
static void check_patterns(struct checker *c, const struct file *file) {
  pos_t last = 0;
  for (int i = 0; i < file->source->embed_count; i++) {
    const struct embed_pattern *pattern = &file->source->embeds[i];
    pos_t pos = pattern->directive_pos;
    if (pos == last)
      continue;
    last = pos;
    if (!pattern->taken)
      check_error(c, pos, "misplaced go:embed directive");
    else if (!imports_embed(file))
      check_error(c, pos,
                  "go:embed requires import \"embed\" (or import _ \"embed\", if package is not "
                  "used)");
    else if (pattern->in_function)
      check_error(c, pos, "go:embed cannot apply to var inside func");
  }
}

// Refuses a variable of a type that holds no files, or not as many.
static void check_variable(struct checker *c, const struct decl *d) {
  const struct expr *name = d->u.value.names.items[0];
  struct type *t = name->u.ident.object->type;
  enum embed_kind kind = embed_kind_of(t);
  if (kind == EMBED_NONE)
    check_error(c, name->start_pos, "go:embed cannot apply to var of type %s",
                check_type_string(c, t));
  else if (kind != EMBED_FS && d->u.value.embedded->count > 1)
    check_error(c, name->start_pos, "invalid go:embed: multiple files for type %s",
                check_type_string(c, t));
}

void check_embeds(struct checker *c, struct package *package) {
  int errors = c->error_count;
  for (int pass = 0; pass < 2 && c->error_count == errors; pass++)
    for (int i = 0; i < package->file_count; i++) {
      const struct file *file = package->files[i];
      c->context.file = package->files[i];
      if (pass == 0)
        check_patterns(c, file);
      for (int j = 0; j < file->decls.count && file->source->embed_count > 0; j++) {
        const struct decl *d = file->decls.items[j];
        if (d->kind != DECL_VAR || d->u.value.embeds == d->u.value.embeds_end)
          continue;
        if (pass == 0)
          check_declaration(c, file, d);
        else
          check_variable(c, d);
      }
    }
}
