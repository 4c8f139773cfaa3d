// Compile errors as the command shows them.

#ifndef VOLE_VM_COMMAND_MESSAGE_H
#define VOLE_VM_COMMAND_MESSAGE_H

#include <stdio.h>

#include "vm/command/pool.h"

// Writes the lines of an error. Files below the working folder, which is clean, are shown relative
// to it, as by the go command.
void message_print(struct pool *pool, const char *working_folder, const char *message, FILE *to);

// Writes the errors as JSON, one object a line. It has "package", "file", "line", "column" and
// "message"; what is not known is left out.
void message_print_json(struct pool *pool, const char *working_folder, const char *message,
                        FILE *to);

#endif
