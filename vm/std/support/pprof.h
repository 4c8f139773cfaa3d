// Profiles in the form of go tool pprof: a protocol buffer, compressed by gzip.

#ifndef VOLE_VM_STD_SUPPORT_PPROF_H
#define VOLE_VM_STD_SUPPORT_PPROF_H

#include "runtime/text.h"
#include "runtime/world.h"

// Append a profile. If memory is short, out->failed is set. The CPU profile is that which was
// stopped last, or is under way.
void pprof_cpu(struct runtime *rt, struct text *out);
void pprof_heap(struct runtime *rt, struct text *out);
// Stops the world. m is the calling M.
void pprof_goroutines(struct runtime *rt, struct m *m, struct text *out);
// Appends a profile of that kind without samples: "contentions", "threads".
void pprof_empty(const char *type, const char *unit, struct text *out);

// pprof_top.c

// Appends the functions that took most CPU time, as a table: flat, and with what they called.
void pprof_top(struct runtime *rt, int most, struct text *out);

#endif
