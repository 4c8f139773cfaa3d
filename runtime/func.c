// Looking up what is known of a point in a function's code: see func.h.

#include "runtime/func.h"

#include <stddef.h>

const uint64_t *func_stack_map(const struct func *f, uint32_t pc) {
  uint32_t low = 0, high = f->map_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (f->maps[middle].pc < pc)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == f->map_count || f->maps[low].pc != pc)
    return NULL;
  return f->bitmaps + f->maps[low].bitmap;
}

int func_line(const struct func *f, uint32_t pc, const char **file) {
  uint32_t low = 0, high = f->line_count;
  while (low < high) { // find the last entry at or below pc
    uint32_t middle = low + (high - low) / 2;
    if (f->lines[middle].pc <= pc)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) {
    if (file)
      *file = f->line_count && f->file_names ? f->file_names[f->lines[0].file] : "?";
    return (int)f->entry_line;
  }
  const struct line_entry *line = &f->lines[low - 1];
  if (file)
    *file = f->file_names ? f->file_names[line->file] : "?";
  return (int)line->line;
}

bool func_index_is_unsigned(const struct func *f, uint32_t pc) {
  uint32_t low = 0, high = f->unsigned_index_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (f->unsigned_indices[middle] == pc)
      return true;
    if (f->unsigned_indices[middle] < pc)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

const struct func_variable *func_variable_at(const struct func *f, uint32_t pc, uint32_t slot) {
  for (uint32_t i = f->variable_count; i > 0; i--) { // the innermost first
    const struct func_variable *v = &f->variables[i - 1];
    if (slot - v->slot < v->slots && pc >= v->start && pc < v->end)
      return v;
  }
  return NULL;
}
