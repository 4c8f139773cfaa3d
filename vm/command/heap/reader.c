// Numbers, texts and memory for the reader of snapshots: see reader.h.

#include "vm/command/heap/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *heap_alloc(size_t count, size_t item_size) {
  void *memory = calloc(count ? count : 1, item_size);
  if (memory)
    return memory;
  fputs("vole heap: out of memory\n", stderr);
  exit(2);
}

void *heap_array_add(struct heap_array *array, size_t item_size) {
  if (array->count == array->room) {
    uint32_t room = array->room ? 2 * array->room : 64;
    void *larger = heap_alloc(room, item_size);
    if (array->count)
      memcpy(larger, array->items, array->count * item_size);
    free(array->items);
    array->items = larger;
    array->room = room;
  }
  return (char *)array->items + item_size * array->count++;
}

void reader_fail(struct reader *r, const char *format, ...) {
  if (r->failed)
    return;
  va_list args;
  char what[96];
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  snprintf(r->file->problem, sizeof r->file->problem, "damaged at byte %zu: %s",
           (size_t)(r->next - r->file->bytes), what);
  r->failed = true;
  r->next = r->end;
}

uint64_t reader_number(struct reader *r) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (r->next == r->end) {
      reader_fail(r, "it ends in a number");
      return 0;
    }
    uint8_t byte = *r->next++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return value;
  }
  reader_fail(r, "a number is too long");
  return 0;
}

uint64_t reader_limited(struct reader *r, uint64_t most, const char *what) {
  uint64_t value = reader_number(r);
  if (value <= most)
    return value;
  reader_fail(r, "%s is %llu", what, (unsigned long long)value);
  return 0;
}

uint32_t reader_reference(struct reader *r) {
  return (uint32_t)reader_limited(r, heap_none, "a reference") - 1;
}

const uint8_t *reader_bytes(struct reader *r, uint64_t count) {
  static const uint8_t nothing[1];
  if (count > (uint64_t)(r->end - r->next)) {
    reader_fail(r, "%llu bytes are missing", (unsigned long long)count);
    return nothing;
  }
  const uint8_t *begin = r->next;
  r->next += count;
  return begin;
}

const char *reader_text(struct reader *r) {
  struct heap_file *file = r->file;
  uint64_t size = reader_number(r);
  const uint8_t *from = reader_bytes(r, size);
  if (r->failed || size == 0)
    return "";
  if (file->text_count == file->text_room) {
    uint32_t room = file->text_room ? 2 * file->text_room : 256;
    char **larger = heap_alloc(room, sizeof *larger);
    if (file->text_count)
      memcpy(larger, file->texts, file->text_count * sizeof *larger);
    free(file->texts);
    file->texts = larger;
    file->text_room = room;
  }
  char *copy = heap_alloc(size + 1, 1);
  memcpy(copy, from, size);
  file->texts[file->text_count++] = copy;
  return copy;
}
