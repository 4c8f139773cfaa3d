// A text that grows in a region: see region_text.h.

#include "mem/invariant.h"
#include "vm/syntax/region_text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void region_text_add_bytes(struct region_text *t, const char *s, size_t size) {
  invariant_debug(size < (size_t)(INT32_MAX - t->size));
  t->data = region_grow(t->region, t->data, 1, t->size, &t->cap, t->size + (int)size + 1);
  memcpy(t->data + t->size, s, size);
  t->size += (int)size;
}

void region_text_add(struct region_text *t, const char *s) {
  region_text_add_bytes(t, s, strlen(s));
}

void region_text_add_quoted(struct region_text *t, const char *s) {
  region_text_add(t, "\"");
  for (; *s != '\0'; s++) {
    unsigned char ch = (unsigned char)*s;
    char escape[8];
    if (ch == '"' || ch == '\\')
      snprintf(escape, sizeof escape, "\\%c", ch);
    else if (ch == '\n')
      snprintf(escape, sizeof escape, "\\n");
    else if (ch == '\t')
      snprintf(escape, sizeof escape, "\\t");
    else if (ch < ' ' || ch == 0x7f)
      snprintf(escape, sizeof escape, "\\x%02x", ch);
    else
      snprintf(escape, sizeof escape, "%c", ch);
    region_text_add(t, escape);
  }
  region_text_add(t, "\"");
}

const char *region_text_end(struct region_text *t) {
  region_text_add_bytes(t, "", 0);
  invariant_debug(t->size < t->cap);
  t->data[t->size] = '\0';
  return t->data;
}
