// Scanning goroutines for the collector.
//
// A goroutine is scanned frame by frame: the liveness map of the place where a frame stands says
// which of its slots are roots. What the goroutine holds outside of its frames (defers, panics, the
// records of what it waits for) is greyed too. After scanstack and suspendG of Go 1.21.

#ifndef VOLE_RUNTIME_SCAN_H
#define VOLE_RUNTIME_SCAN_H

#include <stdbool.h>

struct g;
struct gc;
struct gc_work;

// Scans g, the running goroutine, at a safepoint, if a marker waits for that.
void scan_self(struct g *g);
// Tries to scan g for a marker, whose M is at a safepoint. Returns false if it cannot be scanned
// now: it runs on another M, or its status is changing.
bool scan_try(struct gc *gc, struct g *g, struct gc_work *work);

#endif
