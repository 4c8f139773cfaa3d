// The heap profile of gc/profile.h, as scripts and hosts read it.

#ifndef VOLE_VM_STD_SUPPORT_PROFILE_H
#define VOLE_VM_STD_SUPPORT_PROFILE_H

#include "runtime/text.h"
#include "vm/compile/program.h"

// Turns profiling on if the loaded program can read the profile or change its rate, or if the host
// wants it. *rate is the host's bytes between samples, 0 without its wish. rate lives as long as
// the instance.
void profile_enable(struct program *p, const int64_t *rate);

// Appends the profile in a text form that pprof reads: that of runtime/pprof with debug=1, without
// the statistics.
void profile_text(struct runtime *rt, struct text *out);

#endif
