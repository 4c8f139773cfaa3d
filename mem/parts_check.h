// mem/parts_check.h: the checks of all structures that the heap consists of.

#ifndef VOLE_MEM_PARTS_CHECK_H
#define VOLE_MEM_PARTS_CHECK_H

struct mheap;

// Runs the x_check of each part but the spans and the page allocator, which mheap_check has. World
// stopped, heap lock held.
void mheap_check_parts(struct mheap *h);

#endif
