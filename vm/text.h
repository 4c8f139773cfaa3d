// A text that grows in a region: what the printers of types and expressions write to.

#ifndef VOLE_VM_TEXT_H
#define VOLE_VM_TEXT_H

#include "vm/region.h"

struct text {
  struct region *region;
  char *data;
  int size, cap;
};

void text_add(struct text *t, const char *s);
void text_add_bytes(struct text *t, const char *s, size_t size);

// Adds s as a Go string literal in double quotes.
void text_add_quoted(struct text *t, const char *s);

// Adds the NUL and returns the text.
const char *text_end(struct text *t);

#endif
