// The lines of `vole repl`: at a terminal edited by libedit, with history and completion; elsewhere
// as they come.

#ifndef VOLE_VM_COMMAND_REPL_LINE_H
#define VOLE_VM_COMMAND_REPL_LINE_H

#include "vm/command/repl_tool.h"

// A reader of lines; NULL if memory is short. history: the file, or NULL. tool completes words.
struct repl_line *repl_line_new(struct repl_tool *tool, const char *history);
// Writes the history, and frees the reader, which may be NULL.
void repl_line_free(struct repl_line *line);

enum repl_line_end { REPL_LINE, REPL_LINE_INTERRUPTED, REPL_LINE_END };

// Reads a line, without its end, which stays valid until the next call. The prompt is shown at a
// terminal only. REPL_LINE_INTERRUPTED: Ctrl-C was pressed. REPL_LINE_END: there are no more.
enum repl_line_end repl_line_read(struct repl_line *line, const char *prompt, const char **text);
// Whether lines come from a terminal.
bool repl_line_is_terminal(const struct repl_line *line);

#endif
