// The system monitor: a thread without a P that looks after the others.
//
// - It takes Ps from Ms that have been in a blocking native for long.
// - It asks goroutines that have run for 10 ms to give way.
// - It starts an M for timers that are overdue.
// - It asks for the forced cycle after two minutes.
// - It releases memory at the scavenger's pace, and prints schedtrace lines.
// It sleeps 20 us at first, and up to 10 ms when it finds nothing to do. While no M runs, it sleeps
// until one does. After sysmon in runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SYSMON_H
#define VOLE_RUNTIME_SYSMON_H

struct runtime;

// Starts the thread if it is not there: with the first goroutine or timer, or when the first
// collection has ended. No lock held.
void sysmon_start(struct runtime *rt);
// Ends a deep sleep: an M runs, or a deadline has come nearer. Cheap if there is none. Any thread.
void sysmon_wake(struct runtime *rt);
// Has the monitor look at once, and starts it if it does not run: interrupt.until has changed.
void sysmon_hurry(struct runtime *rt);
// Stops the thread and joins it. The run has ended.
void sysmon_stop(struct runtime *rt);

#endif
