// Snapshots: a picture of the whole heap, written to a descriptor while the world is stopped.
//
// Here are the writer and what this layer knows: arenas, pages, spans, and the objects with their
// pointers, as the heap bitmap has them. The runtime adds types, goroutines and roots. The layout
// of the file is in docs/heap.md. Nothing is analysed here, so that the pause is short: the command
// reads the file and finds types, owners and sizes.

#ifndef VOLE_GC_SNAPSHOT_H
#define VOLE_GC_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gc;
struct mspan;

enum { snapshot_buffer_bytes = 256 << 10, snapshot_version = 1 };

// The records of a file. The numbers are part of the format.
enum snapshot_record {
  SNAPSHOT_END,
  SNAPSHOT_INFO,
  SNAPSHOT_TYPE,
  SNAPSHOT_FUNCTION,
  SNAPSHOT_ARENA,
  SNAPSHOT_CHUNK,
  SNAPSHOT_SPAN,
  SNAPSHOT_GOROUTINE,
  SNAPSHOT_HOLDER,
  SNAPSHOT_ROOT,
  SNAPSHOT_SITE,
};

// An object that is known by its first word.
struct snapshot_known {
  uint32_t index; // in its span
  uint32_t id;    // of the function of a closure
};

// A snapshot that is being written. The thread that stopped the world owns it.
struct snapshot {
  struct gc *gc;
  int fd;
  int error;         // errno of the first write that failed, 0: none has
  uint64_t bytes;    // written
  uint64_t objects;  // as SNAPSHOT_END has them, also the next
  uint64_t pointers; // that are not null
  // Words in [low, low + size) may be addresses of types and functions: the runtime is asked.
  uintptr_t low, size;
  // A bit for each page of the heap from pages_low on: it belongs to a large object.
  uint8_t *large; // malloc'ed
  uintptr_t pages_low, pages;
  struct snapshot_known *known; // of the span at hand; room for all its objects, grows
  uint32_t known_count, known_room;
  uint32_t used;   // bytes of the buffer
  uint8_t *buffer; // snapshot_buffer_bytes, malloc'ed
};

// Prepares a snapshot that goes to fd. Returns false if memory is short.
bool snapshot_init(struct snapshot *s, struct gc *gc, int fd);
// Writes what is buffered. The error stays in s->error.
void snapshot_flush(struct snapshot *s);
// Frees the buffers.
void snapshot_destroy(struct snapshot *s);

// Append a number, a text with its length, and plain bytes.
void snapshot_put(struct snapshot *s, uint64_t value);
void snapshot_put_text(struct snapshot *s, const char *text);
void snapshot_put_bytes(struct snapshot *s, const void *bytes, size_t count);

// Writes arenas, pages, spans and objects. World stopped; the heap's locks are free.
void snapshot_put_heap(struct snapshot *s);

#endif
