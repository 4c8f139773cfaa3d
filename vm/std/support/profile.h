// The heap profile as programs and hosts see it: see gc/profile.h.

#ifndef VOLE_VM_STD_SUPPORT_PROFILE_H
#define VOLE_VM_STD_SUPPORT_PROFILE_H

#include "runtime/text.h"
#include "vm/compile/program.h"

// Turns profiling on if the loaded program can read the profile or change its rate, or *rate is not
// 0: then every so many bytes, unless the program has its say. rate lives as long as the instance.
void profile_enable(struct program *p, const int64_t *rate);

// Appends the profile in the text form that pprof reads: as runtime/pprof writes it with debug=1,
// without the statistics.
void profile_text(struct runtime *rt, struct text *out);

#endif
