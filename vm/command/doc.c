// vole doc: the documentation of a package, or of a name in it, which scripts/doc.go makes of the
// sources.

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/program.h"
#include "vm/command/repl_tool.h"

static struct vole_string string_of(const char *text) {
  return (struct vole_string){text, (int64_t)strlen(text)};
}

// Whether there is a package of that path.
static bool is_package(struct module_set *set, const char *path) {
  const struct vole_package *library = vole_library_read(path);
  struct found_package found;
  if (library) {
    vole_library_free(library);
    return true;
  }
  module_find(set, path, &found);
  return found.folder != NULL;
}

// Splits a word into a package and a symbol: "fmt.Println", "example.com/m/x.T.Method", "./x.T".
// The longest package counts. False: there is none.
static bool split(struct module_set *set, const char *word, const char **path,
                  const char **symbol) {
  struct package_list list = {0};
  *symbol = "";
  *path = word;
  bool is_folder = *word == '.' || *word == '/';
  if (!is_folder && is_package(set, word))
    return true;
  if (is_folder)
    packages_add(set, &list, word);
  if (list.count == 1 && !list.items[0].problem) {
    *path = list.items[0].path;
    return true;
  }
  const char *slash = strrchr(word, '/');
  for (const char *dot = strchr(slash ? slash + 1 : word, '.'); dot; dot = strchr(dot + 1, '.')) {
    const char *before = pool_copy(set->pool, word, (size_t)(dot - word));
    if (dot == word || strcmp(before, word) == 0 || !is_package(set, before))
      continue;
    *path = before;
    *symbol = dot + 1;
    return true;
  }
  return false;
}

// Prints what the script makes. Returns the exit status.
static int show(struct module_set *set, const char *path, const char *symbol) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  struct {
    struct vole_string path, symbol;
  } in = {string_of(path), string_of(symbol)};
  struct {
    struct vole_string text;
    bool ok;
  } out = {0};
  struct vole_func *function = NULL;
  if (vole && repl_tool_bind_sources(vole, set, &err) && command_load_script(vole, "doc.go", &err))
    function = vole_func(vole, "main.Show", "func(string, string) (string, bool)", &err);
  bool ok = function && vole_call(vole, function, &in, &out, &err);
  int status = 0;
  if (!ok) {
    status = command_report(&err);
  } else if (!out.ok) {
    fprintf(stderr, "vole doc: no symbol %s in package %s\n", symbol, path);
    status = 1;
  } else {
    fwrite(out.text.ptr, 1, (size_t)out.text.len, stdout);
  }
  vole_free(vole);
  return status;
}

int command_doc(int argc, char **argv) {
  struct pool pool = {0};
  struct module_set set = {.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv};
  const char *path, *symbol;
  int status = 1;
  while (program_module_flag(&set, &words))
    ;
  if (words.argc < 1 || words.argc > 2 || program_has_flag(&words)) {
    fputs("usage: vole doc PACKAGE[.NAME[.MEMBER]]\n       vole doc PACKAGE NAME[.MEMBER]\n",
          stderr);
    status = 2;
  } else if (!module_set_init(&set)) {
    status = program_fail(&set, set.problem, false);
  } else if (!split(&set, words.argv[0], &path, &symbol)) {
    fprintf(stderr, "vole doc: no package %s\n", words.argv[0]);
  } else {
    status = show(&set, path, words.argc > 1 ? words.argv[1] : symbol);
  }
  pool_free(&pool);
  return status;
}
