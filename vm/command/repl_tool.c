// The instance that reads input: see repl_tool.h.

#include "vm/command/repl_tool.h"

#include <string.h>

#include "vm/command/command.h"
#include "vm/command/packages.h"

static struct vole_string string_of(const char *text) {
  return (struct vole_string){text, (int64_t)strlen(text)};
}

static const char *text_of(const struct repl_tool *tool, struct vole_string string) {
  return pool_copy(tool->set->pool, string.ptr, (size_t)string.len);
}

// func Source(path string, index int) string: a file of a package, "" behind the last.
static bool source(struct vole *vole, void *user, const void *arguments, void *results) {
  struct module_set *set = user;
  const struct {
    struct vole_string path;
    int64_t index;
  } *in = arguments;
  const char *path = pool_copy(set->pool, in->path.ptr, (size_t)in->path.len);
  const struct vole_package *library = vole_library_read(path), *package = library;
  struct vole_package own = {0};
  if (!package) {
    packages_load(set, path, NULL, &own);
    package = &own;
  }
  if (in->index < package->file_count) {
    const struct vole_source *file = &package->files[in->index];
    *(struct vole_string *)results = vole_string_new(vole, file->text, file->size);
  }
  vole_library_free(library);
  return true;
}

bool repl_tool_bind_sources(struct vole *vole, struct module_set *set, struct vole_error *err) {
  return vole_bind(vole, "repl/host", "func Source(path string, index int) string", source, set,
                   err);
}

static bool look_up(struct repl_tool *tool, struct vole_error *err) {
  struct {
    struct vole_func **function;
    const char *name, *signature;
  } rows[] = {{&tool->feed, "main.Feed", "func(string) (int, string)"},
              {&tool->next, "main.Next", "func() string"},
              {&tool->failed, "main.Failed", "func(string) bool"},
              {&tool->done, "main.Done", "func(bool) string"},
              {&tool->names, "main.Names", "func() string"},
              {&tool->complete, "main.Complete", "func(string) string"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    *rows[i].function = vole_func(tool->vole, rows[i].name, rows[i].signature, err);
    if (!*rows[i].function)
      return false;
  }
  return true;
}

// Tells the script which packages the library has.
static bool add_library(struct repl_tool *tool, struct vole_error *err) {
  struct vole_func *add = vole_func(tool->vole, "main.AddLibrary", "func(string)", err);
  const char *paths = "", *path;
  for (int i = 0; (path = vole_library_path(i)) != NULL; i++)
    paths = pool_printf(tool->set->pool, "%s%s\n", paths, path);
  struct vole_string in = string_of(paths);
  return add && vole_call(tool->vole, add, &in, NULL, err);
}

bool repl_tool_init(struct repl_tool *tool, struct module_set *set, struct vole_error *err) {
  *tool = (struct repl_tool){.set = set, .vole = vole_new(NULL, err)};
  return tool->vole && repl_tool_bind_sources(tool->vole, set, err) &&
         command_load_script(tool->vole, "repl.go", err) && look_up(tool, err) &&
         add_library(tool, err);
}

void repl_tool_destroy(struct repl_tool *tool) {
  vole_free(tool->vole);
  tool->vole = NULL;
}

enum repl_input repl_tool_feed(struct repl_tool *tool, const char *input, const char **message) {
  struct vole_string in = string_of(input);
  struct {
    int64_t state;
    struct vole_string message;
  } out;
  struct vole_error err = {0};
  if (!vole_call(tool->vole, tool->feed, &in, &out, &err)) {
    *message = pool_printf(tool->set->pool, "vole repl: %s", err.message);
    vole_error_clear(&err);
    return REPL_WRONG;
  }
  *message = text_of(tool, out.message);
  return (enum repl_input)out.state;
}

// Calls a function that returns a text. What goes wrong is told as an empty one.
static const char *call_for_text(struct repl_tool *tool, struct vole_func *function,
                                 const void *in) {
  struct vole_string out;
  bool ok = vole_call(tool->vole, function, in, &out, NULL);
  return ok ? text_of(tool, out) : "";
}

const char *repl_tool_next(struct repl_tool *tool) {
  return call_for_text(tool, tool->next, NULL);
}

bool repl_tool_failed(struct repl_tool *tool, const char *message) {
  struct vole_string in = string_of(message);
  bool again = false;
  return vole_call(tool->vole, tool->failed, &in, &again, NULL) && again;
}

const char *repl_tool_done(struct repl_tool *tool, bool succeeded) {
  return call_for_text(tool, tool->done, &succeeded);
}

const char *repl_tool_names(struct repl_tool *tool) {
  return call_for_text(tool, tool->names, NULL);
}

const char *repl_tool_complete(struct repl_tool *tool, const char *word) {
  struct vole_string in = string_of(word);
  return call_for_text(tool, tool->complete, &in);
}
