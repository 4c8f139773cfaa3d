// `vole run -trace FILE`: what the collector did and whom it kept waiting, as a file that Perfetto and
// chrome://tracing open.

#ifndef VOLE_VM_COMMAND_TRACE_H
#define VOLE_VM_COMMAND_TRACE_H

#include <stdbool.h>

#include "vm/api/vole.h"

struct trace;

// Makes the file. Called just before the instance is made, whose times count from then. Returns NULL
// after an error, which was reported.
struct trace *trace_open(const char *path);
// Starts the thread that writes. t may be NULL, as below: then nothing is done.
void trace_begin(struct trace *t, struct vole *vole);
// Ends the thread, and the file. Returns false after an error, which was reported.
bool trace_end(struct trace *t);

#endif
