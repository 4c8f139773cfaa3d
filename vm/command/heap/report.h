// What "vole heap" prints, and the files that it makes.

#ifndef VOLE_VM_COMMAND_HEAP_REPORT_H
#define VOLE_VM_COMMAND_HEAP_REPORT_H

#include <stdio.h>

#include "vm/command/heap/graph.h"
#include "vm/command/heap/paths.h"

// text.c

// Writes bytes as "12.3 MB" into text, of size bytes. Returns text.
const char *heap_size_text(uint64_t bytes, char *text, size_t size);
// Prints the tables. base is an older snapshot to compare with, or NULL. Tables have at most `top`
// lines.
void heap_print(const struct heap_graph *g, const struct heap_graph *base, uint32_t top, FILE *out);
// Prints what keeps the objects of a type alive. Returns false if there is no such type.
bool heap_print_why(const struct heap_graph *g, const char *type, uint32_t top, FILE *out);
// Prints what is known of the object at an address. Returns false if there is none.
bool heap_print_object(const struct heap_graph *g, uint64_t address, FILE *out);

// retained.c

// Prints what retains most, as a tree of dominators with nodes of a class together.
void heap_print_dominators(const struct heap_graph *g, uint32_t top, FILE *out);

// suspects.c

// Prints what often turns out to be a leak.
void heap_print_suspects(const struct heap_graph *g, uint32_t top, FILE *out);

// spans.c

// Prints arenas, pages, and spans by class.
void heap_print_spans(const struct heap_file *file, FILE *out);

// chrome.c

// Writes the snapshot as a .heapsnapshot, which the developer tools of browsers open. Returns false
// if it cannot be written; errno says why.
bool heap_write_chrome(const struct heap_graph *g, FILE *out);

// page.c

// Writes one page of HTML that shows the snapshot. base may be NULL. Returns false as above.
bool heap_write_page(const struct heap_graph *g, const struct heap_graph *base, const char *name,
                     FILE *out);

#endif
