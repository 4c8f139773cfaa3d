// Making and unmaking an instance's run time; how the host's thread enters and leaves it.
//
// An instance begins with its heap, its Ps, one M and a main goroutine. The M stands for whichever
// thread of the host is inside; outside, its goroutine rests as if in a blocking native.

#ifndef VOLE_RUNTIME_INSTANCE_H
#define VOLE_RUNTIME_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>

struct g;
struct m;
struct p;
struct runtime;
struct runtime_config;

// Makes a run time in *rt, which is zeroed: heap, Ps, the host's M, and a main goroutine with a
// stack. Returns false, with a message in error[0..size), if options are malformed or memory is
// short.
bool runtime_init(struct runtime *rt, const struct runtime_config *config, char *error,
                  size_t size);
// Ends every goroutine, joins every thread and returns all memory to the system. Called by the
// host, outside.
void runtime_destroy(struct runtime *rt);

// Makes the calling thread of the host the instance's M: it takes a P, for which it may wait, and
// runs rt->main_g. A thread that a script called into the host stays the M that it is. Returns what
// m_current was, for runtime_leave. *g becomes what the thread runs; NULL: the run has ended.
struct m *runtime_enter(struct runtime *rt, struct g **g);
// Undoes runtime_enter, which returned previous. Goroutines go on without the host's thread.
void runtime_leave(struct runtime *rt, struct m *previous);

// Returns the P of the calling thread's M; NULL if it holds none, or is no M of this instance.
struct p *runtime_p(const struct runtime *rt);

#endif
