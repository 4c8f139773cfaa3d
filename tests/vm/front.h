// What the front end's tests need around a source: a region, the set of sources, errors and names.

#ifndef TESTS_VM_FRONT_H
#define TESTS_VM_FRONT_H

#include "vm/syntax/errors.h"
#include "vm/syntax/parse.h"
#include "vm/syntax/region.h"
#include "vm/syntax/scan.h"
#include "vm/syntax/source.h"

struct front {
  struct region region;
  struct source_set sources;
  struct error_list errors;
  struct names names;
};

void front_init(struct front *p);
void front_free(struct front *p);

// Adds a file named p.go. The text must outlive it.
struct source_file *front_add(struct front *p, const char *text);

// Adds and parses such a file.
struct file *front_parse(struct front *p, const char *text, bool skip_bodies);

#endif
