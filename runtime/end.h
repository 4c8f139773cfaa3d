// How a run ends: by a fatal error, by os.Exit, or by the host's destroying the instance.
//
// The first reason is recorded in rt->end, and rt->end.exiting makes every M unwind: natives return
// false, the loop is left, a thread that waits wakes.

#ifndef VOLE_RUNTIME_END_H
#define VOLE_RUNTIME_END_H

#include <stdbool.h>

struct g;
struct runtime;

// Ends the run with "fatal error: TEXT" and the traceback of g, which may be NULL. Status 2. Any
// thread. Nothing happens if the run has ended.
void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Ends the run with the formatted text alone, which is all that Go prints. Status 2.
void runtime_fatal_text(struct runtime *rt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// Ends the run because the stack of g, which the calling M runs, would exceed its limit.
void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g);
// Ends the run with a text that is malloc'ed and taken over; NULL if memory was short. Status 2.
void runtime_end_with_text(struct runtime *rt, char *text);
// Ends the run as os.Exit(status) does. The native that calls it returns false.
void runtime_exit(struct runtime *rt, int status);

// Returns whether a fatal error has ended the run. Any thread.
bool runtime_is_fatal(const struct runtime *rt);

// Called by a thread that cannot go on after a fatal error. It is in the middle of the heap, or
// waits for a thread that is. Gives up its locks and its P. A thread of the run time ends; the
// host's goes where config.fatal_exit takes it.
_Noreturn void runtime_give_up(struct runtime *rt);
// Gives up the P of the host's thread, which is inside, and joins all other threads. The run has
// ended. After it no other thread touches a goroutine.
void runtime_finish(struct runtime *rt);

#endif
