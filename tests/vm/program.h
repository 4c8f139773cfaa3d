// What the front end's tests need around a source: a region, the set of sources, errors and names.

#ifndef TESTS_VM_PROGRAM_H
#define TESTS_VM_PROGRAM_H

#include "vm/syntax/errors.h"
#include "vm/syntax/parse.h"
#include "vm/syntax/region.h"
#include "vm/syntax/scan.h"
#include "vm/syntax/source.h"

struct program {
  struct region region;
  struct source_set sources;
  struct error_list errors;
  struct names names;
};

void program_init(struct program *p);
void program_free(struct program *p);

// Adds a file named p.go. The text must outlive the program.
struct source_file *program_add(struct program *p, const char *text);

// Adds and parses such a file.
struct file *program_parse(struct program *p, const char *text, bool skip_bodies);

#endif
