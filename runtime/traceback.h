// Tracebacks in Go's form, and the callers that programs ask for. After runtime/traceback.go of Go
// 1.21.

#ifndef VOLE_RUNTIME_TRACEBACK_H
#define VOLE_RUNTIME_TRACEBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/text.h"

// Appends "goroutine 1 [running]:\nmain.f(...)\n\t/path/file.go:12 +0x1d\n...". If there are more
// than 100 frames the middle is elided. g is the running goroutine.
void traceback_print(struct g *g, struct text *out);
// Appends the tracebacks of all goroutines, first that of g, the running one or NULL. Goroutines
// that run on other threads are only named, unless the caller has stopped the world.
void traceback_print_all(struct runtime *rt, struct g *g, bool stopped, struct text *out);

// Returns the words for what g is doing. status is without GSCAN.
const char *traceback_status_text(const struct g *g, enum g_status status);

// A frame as runtime.Caller and runtime.Callers know it.
struct traceback_caller {
  const struct func *func;
  uint32_t pc; // offset of the executing instruction in its code
  int line;
  const char *file;
};
// Takes caller number i of a walk. *caller is valid until it returns. It may pause
// (runtime/bulk.h).
typedef void traceback_take(void *context, int64_t i, const struct traceback_caller *caller);
// Calls take for up to max callers of g, and returns how many. Wrappers and the first `skip` frames
// (from the innermost) are skipped. Functions with the names of Go's run time stand between a
// deferred call and the panic that runs it.
int64_t traceback_visit(struct g *g, int64_t skip, int64_t max, traceback_take *take,
                        void *context);
// Does the same into an array of max callers.
int traceback_callers(struct g *g, int skip, struct traceback_caller *callers, int max);

// Returns a pc as Go programs see it (uintptr, pointing behind the call): the same for the same
// place. Returns 0 if memory is short. Any thread.
uint64_t traceback_pc(struct runtime *rt, const struct traceback_caller *caller);
// Sets *caller to the place of such a pc, or of the one above it (programs subtract 1). Returns
// false if pc has no place. Any thread.
bool traceback_resolve(struct runtime *rt, uint64_t pc, struct traceback_caller *caller);

#endif
