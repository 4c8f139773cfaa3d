// The snapshots that VOLEDEBUG=snapshot=FILE has the command write: at each SIGUSR1, and at the end.
// (When memory runs out, the run time writes one.)

#ifndef VOLE_VM_COMMAND_SNAPSHOT_H
#define VOLE_VM_COMMAND_SNAPSHOT_H

#include <stdbool.h>

#include "vm/api/vole.h"

struct snapshots;

// Blocks SIGUSR1 in this thread, the process's first, and those that it will make, if snapshots are
// asked for.
void snapshots_block_signal(void);
// Returns NULL if no snapshots are asked for, or memory is short.
struct snapshots *snapshots_prepare(void);
// Starts a thread that waits for the signal.
void snapshots_begin(struct snapshots *s, struct vole *vole);
// Ends that thread. Writes the last snapshot, if the program came to its end. s may be NULL.
void snapshots_end(struct snapshots *s, bool ended);

#endif
