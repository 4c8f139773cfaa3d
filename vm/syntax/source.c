// Source files and positions: see source.h. After go/token.

#include "mem/invariant.h"
#include "vm/syntax/source.h"

#include <string.h>

void source_set_init(struct source_set *set, struct region *region) {
  *set = (struct source_set){.region = region, .next_base = 1};
}

struct source_file *source_add(struct source_set *set, const char *name, const char *text,
                               size_t size) {
  // The position just after the last byte, where the end of the file is reported, counts too.
  if (size >= UINT32_MAX - (size_t)set->next_base)
    return NULL;
  invariant_debug(text[size] == '\0');
  struct source_file *file = region_alloc(set->region, sizeof *file);
  file->name = name;
  file->text = text;
  file->size = size;
  file->base = set->next_base;
  set->next_base += (pos_t)size + 1;
  set->files = region_grow(set->region, set->files, sizeof(struct source_file *), set->count,
                           &set->cap, set->count + 1);
  set->files[set->count++] = file;
  return file;
}

// Notes that a line starts at the offset; offsets must increase.
static void add_line(const struct source_set *set, struct source_file *file, uint32_t offset) {
  invariant_debug(offset <= file->size);
  file->lines = region_grow(set->region, file->lines, sizeof(uint32_t), file->line_count,
                            &file->line_cap, file->line_count + 1);
  file->lines[file->line_count++] = offset;
}

// Notes the start of every line of a file.
static void add_all_lines(const struct source_set *set, struct source_file *file) {
  // Thirty bytes a line is usual for Go; a wrong guess costs one copy.
  int guess = (int)(file->size / 28) + 16;
  file->lines = region_grow(set->region, file->lines, sizeof(uint32_t), 0, &file->line_cap, guess);
  file->lines[file->line_count++] = 0;
  const char *end = file->text + file->size;
  const char *at = file->text;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
    at++;
    add_line(set, file, (uint32_t)(at - file->text));
  }
}

struct source_file *source_file_of(const struct source_set *set, pos_t pos) {
  if (pos == 0 || set->count == 0)
    return NULL;
  int low = 0;
  int high = set->count - 1;
  while (low < high) {
    int middle = low + (high - low + 1) / 2;
    if (set->files[middle]->base <= pos)
      low = middle;
    else
      high = middle - 1;
  }
  struct source_file *file = set->files[low];
  return pos >= file->base && pos - file->base <= file->size ? file : NULL;
}

struct source_place source_place(const struct source_set *set, pos_t pos) {
  struct source_file *file = source_file_of(set, pos);
  if (!file)
    return (struct source_place){.file = "", .line = 0, .column = 0};
  uint32_t offset = pos - file->base;
  invariant_debug(offset <= file->size);
  if (file->line_count == 0)
    add_all_lines(set, file);
  int low = 0;
  int high = file->line_count - 1;
  while (low < high) {
    int middle = low + (high - low + 1) / 2;
    if (file->lines[middle] <= offset)
      low = middle;
    else
      high = middle - 1;
  }
  return (struct source_place){
      .file = file->name, .line = low + 1, .column = (int)(offset - file->lines[low]) + 1};
}
