// Tracebacks in Go's form. After runtime/traceback.go of Go 1.21.

#ifndef VOLE_RUNTIME_TRACEBACK_H
#define VOLE_RUNTIME_TRACEBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/text.h"

// Appends "goroutine 1 [running]:\nmain.f(...)\n\t/path/file.go:12 +0x1d\n..."; of more than 100
// frames the middle is elided.
void traceback_print(struct g *g, struct text *out);
// The same for all goroutines, g (the caller's, or NULL) first. Unless the caller has stopped the
// world, those that run on other threads are named and no more.
void traceback_print_all(struct runtime *rt, struct g *g, bool stopped, struct text *out);

// A frame as runtime.Caller and runtime.Callers know it.
struct traceback_caller {
  const struct func *func;
  uint32_t pc; // offset of the executing instruction in its code
  int line;
  const char *file;
};
// Takes caller number i of a walk; *caller is good only meanwhile. It may pause (runtime/bulk.h).
typedef void traceback_take(void *context, int64_t i, const struct traceback_caller *caller);
// Calls take for up to max callers of g, skipping the first `skip` frames (0: the innermost) and
// wrappers; returns how many. Between a deferred call and the panic that runs it stand functions by
// the names of Go's run time.
int64_t traceback_visit(struct g *g, int64_t skip, int64_t max, traceback_take *take,
                        void *context);
// The same into an array of max callers.
int traceback_callers(struct g *g, int skip, struct traceback_caller *callers, int max);

// A pc as Go programs see it (uintptr, pointing behind the call): the same for the same place. 0 if
// memory is short.
uint64_t traceback_pc(struct runtime *rt, const struct traceback_caller *caller);
// The place of such a pc, or of one that lies up to one below (programs subtract 1). False if it is
// none.
bool traceback_resolve(struct runtime *rt, uint64_t pc, struct traceback_caller *caller);

#endif
