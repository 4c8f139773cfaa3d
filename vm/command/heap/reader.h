// Reading the numbers of a snapshot. Private to the files that read it.
//
// Each read is checked, since a file may be cut off or made by anybody. After the first failure all
// reads give 0.

#ifndef VOLE_VM_COMMAND_HEAP_READER_H
#define VOLE_VM_COMMAND_HEAP_READER_H

#include "vm/command/heap/file.h"

struct reader {
  struct heap_file *file;
  const uint8_t *next, *end;
  bool failed;
};

// Notes why the file cannot be read, the first time.
void reader_fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Returns the next number; reader_limited one that must be at most `most`.
uint64_t reader_number(struct reader *r);
uint64_t reader_limited(struct reader *r, uint64_t most, const char *what);
// Returns the number of something, stored as one more; heap_none: there is none.
uint32_t reader_reference(struct reader *r);
// Returns the next count bytes, which lie in the file.
const uint8_t *reader_bytes(struct reader *r, uint64_t count);
// Returns the next text, with an end.
const char *reader_text(struct reader *r);

// pointers.c

// Skips the pointers of all objects of a span.
void heap_skip_objects(struct reader *r, const struct heap_span *span);
// Returns how many of the first count bits are set.
uint32_t heap_count_bits(const uint8_t *bits, uint32_t count);
// Finds objects, and reads what leads to them. addresses are the targets of the roots.
bool heap_resolve(struct heap_file *file, const struct heap_array *addresses);

#endif
