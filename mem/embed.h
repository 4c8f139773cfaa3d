// mem/embed.h: what the heap needs of the layers above it. gc defines these functions; tests of
// mem define their own.

#ifndef VOLE_MEM_EMBED_H
#define VOLE_MEM_EMBED_H

#include "mem/stats.h"

// Ends the script, or the process, for want of memory and the like: not a bug. st belongs to the
// instance. The message has no prefix and no newline.
_Noreturn void mem_fatal(struct mem_stats *st, const char *message);

#endif
