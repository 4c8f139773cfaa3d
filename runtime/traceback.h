// Tracebacks in Go's form. After runtime/traceback.go of Go 1.21.

#ifndef VOLE_RUNTIME_TRACEBACK_H
#define VOLE_RUNTIME_TRACEBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/text.h"

// Appends "goroutine 1 [running]:\nmain.f(...)\n\t/path/file.go:12 +0x1d\n..."; of more than 100 frames the middle is elided.
void traceback_print(struct g *g, struct text *out);
// The same for all goroutines, g first.
void traceback_print_all(struct runtime *rt, struct g *g, struct text *out);

// A frame as runtime.Caller and runtime.Callers know it.
struct traceback_caller {
  const struct func *func;
  uint32_t pc;               // offset of the executing instruction in its code
  int line;
  const char *file;
};
// Fills up to max callers of g, skipping the first `skip` frames (0: the innermost) and wrappers; returns how many.
int traceback_callers(struct g *g, int skip, struct traceback_caller *callers, int max);

// A pc as Go programs see it (uintptr): packs function and offset so that traceback_resolve finds them again.
uint64_t traceback_pc(const struct traceback_caller *caller);

#endif
