// See program.h.

#include "tests/vm/front.h"

#include <string.h>

void front_init(struct front *p) {
  region_init(&p->region);
  source_set_init(&p->sources, &p->region);
  errors_init(&p->errors, &p->sources, &p->region);
  names_init(&p->names, &p->region);
}

void front_free(struct front *p) {
  region_free(&p->region);
}

struct source_file *front_add(struct front *p, const char *text) {
  return source_add(&p->sources, "p.go", text, strlen(text));
}

struct file *front_parse(struct front *p, const char *text, bool skip_bodies) {
  struct source_file *source = front_add(p, text);
  return parse_file(&p->region, &p->sources, source, &p->errors, &p->names, skip_bodies);
}
