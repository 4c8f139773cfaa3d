// Counting the statistics again.

#ifndef VOLE_MEM_STATS_CHECK_H
#define VOLE_MEM_STATS_CHECK_H

#include "mem/mheap.h"

// Fails unless the statistics equal what a walk over all spans, pages and Ps counts. World stopped
// at safepoints, or nobody else uses the heap; heap lock and the scavenger's lock held. Slow.
void mem_stats_check(struct mheap *h);

#endif
