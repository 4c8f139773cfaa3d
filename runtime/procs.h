// How many Ps there are: GOMAXPROCS.
//
// The Ps in use are the first rt->procs of rt->allps. When there are fewer, those out of use stay
// behind them, empty, and come back when there are more. After procresize in runtime/proc.go of Go
// 1.21. There every M lays its goroutine aside when the world stops, so any P can be taken away.
// Here an M may stand in the middle of marking with its P, and keeps it. So the number is reduced
// as far as that allows, and the caller tries again.

#ifndef VOLE_RUNTIME_PROCS_H
#define VOLE_RUNTIME_PROCS_H

#include <stdbool.h>
#include <stdint.h>

struct m;
struct runtime;

enum { procs_max = 1024 };

// Returns how many CPUs this process may use, at least 1: those of its affinity mask, as in Go. Any
// thread.
uint32_t procs_cpus(void);
// Makes the first Ps of an instance, 1 to procs_max. Returns false if memory is short.
bool procs_init(struct runtime *rt, uint32_t procs);
// Frees all Ps. No M runs.
void procs_destroy(struct runtime *rt);
// Sets the number of Ps, 1 to procs_max. m, the calling M, is at a safepoint and keeps its P.
// Returns false if the caller must ask again, since a cycle runs or an M needs its P for a while.
bool procs_set(struct runtime *rt, struct m *m, uint32_t procs);
// Fails unless every P knows its place, and those out of use hold nothing. World stopped.
void procs_check(struct runtime *rt);

#endif
