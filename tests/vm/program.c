// See program.h.

#include "tests/vm/program.h"

#include <string.h>

void program_init(struct program *p) {
  region_init(&p->region);
  source_set_init(&p->sources, &p->region);
  errors_init(&p->errors, &p->sources, &p->region);
  names_init(&p->names, &p->region);
}

void program_free(struct program *p) {
  region_free(&p->region);
}

struct source_file *program_add(struct program *p, const char *text) {
  return source_add(&p->sources, "p.go", text, strlen(text));
}

struct file *program_parse(struct program *p, const char *text, bool skip_bodies) {
  struct source_file *source = program_add(p, text);
  return parse_file(&p->region, &p->sources, source, &p->errors, &p->names, skip_bodies);
}
