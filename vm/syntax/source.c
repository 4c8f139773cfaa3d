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

// The last of count rising offsets that is not above the given one; items are size bytes apart.
static int last_at(const void *offsets, int count, size_t size, uint32_t offset) {
  int low = 0, high = count - 1;
  while (low < high) {
    int middle = low + (high - low + 1) / 2;
    if (*(const uint32_t *)((const char *)offsets + (size_t)middle * size) <= offset)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

static struct source_place true_place(const struct source_set *set, struct source_file *file,
                                      uint32_t offset) {
  invariant_debug(offset <= file->size);
  if (file->line_count == 0)
    add_all_lines(set, file);
  int line = last_at(file->lines, file->line_count, sizeof *file->lines, offset);
  return (struct source_place){
      .file = file->name, .line = line + 1, .column = (int)(offset - file->lines[line]) + 1};
}

void source_add_directive(struct source_set *set, struct source_file *file,
                          struct line_directive directive) {
  _Static_assert(offsetof(struct line_directive, offset) == 0, "last_at reads it there");
  struct source_place place = true_place(set, file, directive.offset);
  directive.true_line = place.line;
  directive.true_column = place.column;
  int at = file->directive_count;
  while (at > 0 && file->directives[at - 1].offset >= directive.offset)
    at--;
  if (at < file->directive_count && file->directives[at].offset == directive.offset)
    return;
  file->directives =
      region_grow(set->region, file->directives, sizeof directive, file->directive_count,
                  &file->directive_cap, file->directive_count + 1);
  memmove(file->directives + at + 1, file->directives + at,
          (size_t)(file->directive_count - at) * sizeof directive);
  file->directives[at] = directive;
  file->directive_count++;
}

// The directive that holds at an offset, or NULL.
static const struct line_directive *directive_at(const struct source_file *file, uint32_t offset) {
  if (file->directive_count == 0 || file->directives[0].offset > offset)
    return NULL;
  return &file->directives[last_at(file->directives, file->directive_count,
                                   sizeof *file->directives, offset)];
}

pos_t source_part_of(const struct source_set *set, pos_t pos) {
  const struct source_file *file = source_file_of(set, pos);
  const struct line_directive *d = file ? directive_at(file, pos - file->base) : NULL;
  return !file ? 0 : file->base + (d ? d->offset : 0);
}

struct source_place source_place(const struct source_set *set, pos_t pos) {
  struct source_file *file = source_file_of(set, pos);
  if (!file)
    return (struct source_place){.file = "", .line = 0, .column = 0};
  uint32_t offset = pos - file->base;
  struct source_place place = true_place(set, file, offset);
  const struct line_directive *d = directive_at(file, offset);
  if (!d)
    return place;
  if (d->column == 0)
    place.column = 0;
  else if (place.line == d->true_line)
    place.column += d->column - d->true_column;
  place.line += d->line - d->true_line;
  place.file = d->file;
  return place;
}

static const char *place_text(const struct source_set *set, struct source_place place) {
  if (place.line == 0)
    return "";
  if (place.column == 0)
    return region_printf(set->region, "%s:%d", place.file, place.line);
  return region_printf(set->region, "%s:%d:%d", place.file, place.line, place.column);
}

const char *source_place_text(const struct source_set *set, pos_t pos) {
  return place_text(set, source_place(set, pos));
}

const char *source_note_text(const struct source_set *set, pos_t pos) {
  struct source_file *file = source_file_of(set, pos);
  const char *shown = source_place_text(set, pos);
  if (!file)
    return shown;
  const char *real = place_text(set, true_place(set, file, pos - file->base));
  return strcmp(shown, real) == 0 ? shown : region_printf(set->region, "%s[%s]", shown, real);
}
