// The native of package runtime/debug that takes a snapshot of the heap.

#include <errno.h>

#include "runtime/g.h"
#include "runtime/snapshot.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

// func writeHeapDump(fd uintptr) (errno int)
static bool debug_write_heap_dump(struct g *g, uint64_t *args, uint64_t *results) {
  struct snapshot_result result;
  if (!os_may_use(g, args[0], OS_WRITES)) {
    results[0] = (uint64_t)errno;
    return true;
  }
  snapshot_write(g->runtime, g->m, os_descriptor(g, args[0]), &result);
  results[0] = (uint64_t)result.error;
  return true;
}

const struct native_entry natives_snapshot[] = {
    {"writeHeapDump", debug_write_heap_dump, 1, 1, FUNC_NATIVE_BLOCKING},
    {NULL},
};
