// Package sync in C.

#include "runtime/runtime.h"
#include "vm/std/natives.h"

// func throw(text string)
static bool sync_throw(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  struct go_string text = native_string(args);
  runtime_fatal(g->runtime, g, "%.*s", (int)text.len, (const char *)text.ptr);
  return false;
}

const struct native_entry natives_sync[] = {
    {"throw", sync_throw, 0, NULL},
    {NULL, NULL, 0, NULL},
};
