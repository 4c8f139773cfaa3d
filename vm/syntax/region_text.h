// A text that grows in a region: what the printers of types and expressions write to.

#ifndef VOLE_VM_SYNTAX_REGION_TEXT_H
#define VOLE_VM_SYNTAX_REGION_TEXT_H

#include "vm/syntax/region.h"

// Starts as {.region = region}.
struct region_text {
  struct region *region;
  char *data;
  int size, cap;
};

// Add a text up to its NUL, or size bytes.
void region_text_add(struct region_text *t, const char *s);
void region_text_add_bytes(struct region_text *t, const char *s, size_t size);

// Adds s as a Go string literal in double quotes.
void region_text_add_quoted(struct region_text *t, const char *s);

// Returns the text, with a NUL. The writer may go on.
const char *region_text_end(struct region_text *t);

#endif
