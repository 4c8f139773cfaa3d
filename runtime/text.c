// Growable text: see text.h. The buffer doubles; formatted parts are measured first.

#include "runtime/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Makes room for size more bytes and a NUL. Returns false if memory is short.
static bool reserve(struct text *t, size_t size) {
  if (t->cap - t->len > size)
    return true;
  size_t cap = t->cap ? t->cap : 64;
  while (cap - t->len <= size) {
    if (cap > SIZE_MAX / 2) {
      t->failed = 1;
      return false;
    }
    cap *= 2;
  }
  char *data = realloc(t->data, cap);
  if (!data) {
    t->failed = 1;
    return false;
  }
  t->data = data;
  t->cap = cap;
  return true;
}

void text_append(struct text *t, const void *bytes, size_t size) {
  if (!reserve(t, size))
    return;
  if (size)
    memcpy(t->data + t->len, bytes, size);
  t->len += size;
  t->data[t->len] = 0;
}

void text_adds(struct text *t, const char *string) {
  text_append(t, string, strlen(string));
}

void text_addv(struct text *t, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  if (size < 0)
    t->failed = 1;
  else if (reserve(t, (size_t)size)) {
    vsnprintf(t->data + t->len, (size_t)size + 1, format, again);
    t->len += (size_t)size;
  }
  va_end(again);
}

void text_addf(struct text *t, const char *format, ...) {
  va_list args;
  va_start(args, format);
  text_addv(t, format, args);
  va_end(args);
}

char *text_take(struct text *t) {
  text_append(t, "", 0);
  char *data = t->data;
  *t = (struct text){0};
  return data;
}

void text_free(struct text *t) {
  free(t->data);
  *t = (struct text){0};
}
