// The instance that reads what is typed into `vole repl`, and makes packages of it: scripts/repl.go.

#ifndef VOLE_VM_COMMAND_REPL_TOOL_H
#define VOLE_VM_COMMAND_REPL_TOOL_H

#include "vm/api/vole.h"
#include "vm/command/module_set.h"

// Starts zeroed. The texts that functions return are in the pool.
struct repl_tool {
  struct module_set *set;
  struct vole *vole;
  struct vole_func *feed, *next, *failed, *done, *names, *complete;
};

// Gives a script package repl/host, by which it reads sources: of the library, and of packages that
// are found from the working folder.
bool repl_tool_bind_sources(struct vole *vole, struct module_set *set, struct vole_error *err);

enum repl_input { REPL_INCOMPLETE, REPL_COMPLETE, REPL_WRONG };

// Makes the instance. False: err says why.
bool repl_tool_init(struct repl_tool *tool, struct module_set *set, struct vole_error *err);
void repl_tool_destroy(struct repl_tool *tool);

// Takes an input. *message gets what is wrong with it. The pool owns the texts, as for all below.
enum repl_input repl_tool_feed(struct repl_tool *tool, const char *input, const char **message);
// Returns the source of the next package to be loaded; "": there is none.
const char *repl_tool_next(struct repl_tool *tool);
// Says that it does not compile. Whether repl_tool_next has another way.
bool repl_tool_failed(struct repl_tool *tool, const char *message);
// Says whether its statements have succeeded. Returns what is to be told about it, or "".
const char *repl_tool_done(struct repl_tool *tool, bool succeeded);
// Returns the names that are declared, or what a word may become: one a line.
const char *repl_tool_names(struct repl_tool *tool);
const char *repl_tool_complete(struct repl_tool *tool, const char *word);

#endif
