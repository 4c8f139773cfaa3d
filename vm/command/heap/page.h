// What embed.py makes of vm/command/page and of the library D3, and what page.c makes of that.

#ifndef VOLE_VM_COMMAND_HEAP_PAGE_H
#define VOLE_VM_COMMAND_HEAP_PAGE_H

#include <stddef.h>

// The files of the page, NAME.EXTENSION sorted by name: page.css, page.html, page.js.
extern const char *const page_packages[];
extern const char *const page_names[];
extern const char *const page_texts[];
extern const size_t page_sizes[];
extern const int page_file_count;

// The licence of the library, then the library: "doc/libjs-d3/copyright", "javascript/d3/d3.min.js".
extern const char *const d3_packages[];
extern const char *const d3_names[];
extern const char *const d3_texts[];
extern const size_t d3_sizes[];
extern const int d3_file_count;

#endif
