// How many Ps there are: GOMAXPROCS.
//
// The Ps in use are the first rt->procs of rt->allps. When there are fewer, those out of use stay
// behind them, empty, and come back when there are more. After procresize in runtime/proc.go of Go
// 1.21. There every M lays its goroutine aside when the world stops, so any P can be taken away;
// here an M may stand in the middle of marking with its P, which is left to it: the number is then
// reduced as far as that goes, and the caller tries again.

#ifndef VOLE_RUNTIME_PROCS_H
#define VOLE_RUNTIME_PROCS_H

#include <stdbool.h>
#include <stdint.h>

struct m;
struct runtime;

enum { procs_max = 1024 };

// How many CPUs this process may use, at least 1: those of its affinity mask, as in Go. Any thread.
uint32_t procs_cpus(void);
// Makes the first Ps of an instance, 1 to procs_max. False: no memory.
bool procs_init(struct runtime *rt, uint32_t procs);
// Frees all Ps. No M runs.
void procs_destroy(struct runtime *rt);
// From now on that many Ps, 1 to procs_max. The calling M, which is at a safepoint, keeps its P.
// False: it has to be asked again, since a cycle runs or an M needs its P for a while.
bool procs_set(struct runtime *rt, struct m *m, uint32_t procs);
// Fails unless every P knows its place, and those out of use hold nothing. World stopped.
void procs_check(struct runtime *rt);

#endif
