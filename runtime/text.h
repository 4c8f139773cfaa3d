// Growable text, for messages, tracebacks and print, in malloc'ed memory.

#ifndef VOLE_RUNTIME_TEXT_H
#define VOLE_RUNTIME_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// A zeroed struct is an empty text. When memory runs out the text is cut short and `failed` is set.
struct text {
  char *data; // malloc'ed, NUL-terminated when not NULL
  size_t len; // bytes without the NUL
  size_t cap; // bytes of data
  int failed; // memory ran out
};

// Appends size bytes.
void text_append(struct text *t, const void *bytes, size_t size);
// Appends a NUL-terminated string.
void text_adds(struct text *t, const char *string);
// Appends formatted text, as printf does.
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Does the same with a va_list, which is used up.
void text_addv(struct text *t, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
// Returns the bytes, which the caller frees, and empties t. NULL only if memory ran out.
char *text_take(struct text *t);
// Frees the bytes and empties t.
void text_free(struct text *t);

#endif
