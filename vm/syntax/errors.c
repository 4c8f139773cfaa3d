// The list of compile errors: see errors.h.
//
// What is shown follows cmd/compile/internal/base/print.go: the ten errors that were found first,
// sorted by position, and "too many errors" at the place of the tenth. Files, and parts of files
// behind //line comments, come in the order in which errors were found in them. A line has one syntax error,
// and equal messages once; different messages on one line are all shown.

#include "mem/invariant.h"
#include "vm/syntax/errors.h"

#include <stdlib.h>
#include <string.h>

void errors_init(struct error_list *list, struct source_set *sources, struct region *region) {
  *list = (struct error_list){.sources = sources, .region = region};
}

void errors_reset(struct error_list *list) {
  errors_init(list, list->sources, list->region);
}

static bool is_syntax_error(const char *message) {
  static const char prefix[] = "syntax error";
  return strncmp(message, prefix, sizeof prefix - 1) == 0;
}

static void add(struct error_list *list, struct compile_error error, const char *format,
                va_list args) {
  invariant_debug(error.pos < list->sources->next_base);
  const struct source_file *file = source_file_of(list->sources, error.pos);
  error.group = file ? file->errors : list->group;
  if (error.group)
    error.group->count++;
  error.message = region_vprintf(list->region, format, args);
  list->errors = region_grow(list->region, list->errors, sizeof(struct compile_error), list->count,
                             &list->cap, list->count + 1);
  list->errors[list->count++] = error;
  list->syntax_count += is_syntax_error(error.message);
}

void errors_add(struct error_list *list, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  add(list, (struct compile_error){.pos = pos}, format, args);
  va_end(args);
}

void errors_add_early(struct error_list *list, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  add(list, (struct compile_error){.pos = pos, .early = true}, format, args);
  va_end(args);
}

void errors_add_import(struct error_list *list, pos_t pos, const char *message) {
  list->errors = region_grow(list->region, list->errors, sizeof(struct compile_error), list->count,
                             &list->cap, list->count + 1);
  list->errors[list->count++] =
      (struct compile_error){.pos = pos, .message = message, .of_import = true};
  list->import_count++;
}

void errors_add_group(struct error_list *list, struct error_group *group) {
  if (list->last_group)
    list->last_group->next = group;
  else
    list->groups = group;
  list->last_group = group;
}

// Go's compiler keeps eight bits of a column, and neither shows nor sorts by what does not fit.
enum { last_column = 255 };

// An error with what the order needs beside it.
struct sorted_error {
  const struct compile_error *error;
  pos_t pos;  // as Go knows it: no column behind last_column
  pos_t part; // where its part of a file begins, as //line comments divide files
  int rank;   // of the part: the first kept error that is in it
  int index;  // in order of reporting, which decides between equal positions
};

static int compare_errors(const void *a, const void *b) {
  const struct sorted_error *x = a;
  const struct sorted_error *y = b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  if (x->pos != y->pos)
    return x->pos < y->pos ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

static bool same_line(struct source_place a, struct source_place b) {
  return a.line == b.line && strcmp(a.file, b.file) == 0;
}

// What is kept of the errors, and what the last lines had.
struct kept_errors {
  struct sorted_error *items; // errors_shown of them
  int count;
  struct source_place last_syntax, last_other;
  const char *last_message;
};

// Keeps an error unless the same line had it just before.
static void keep(struct kept_errors *kept, const struct error_list *list, int index) {
  invariant_debug(kept->count < errors_shown);
  const struct compile_error *error = &list->errors[index];
  struct source_place place = source_place(list->sources, error->pos);
  if (is_syntax_error(error->message)) {
    if (place.line > 0 && same_line(place, kept->last_syntax))
      return;
    kept->last_syntax = place;
  } else {
    if (kept->last_message && same_line(place, kept->last_other) &&
        strcmp(error->message, kept->last_message) == 0) {
      return;
    }
    kept->last_other = place;
    kept->last_message = error->message;
  }
  pos_t beyond = place.column > last_column ? (pos_t)(place.column - last_column) : 0;
  struct sorted_error *item = &kept->items[kept->count];
  *item = (struct sorted_error){.error = error,
                                .pos = error->pos - beyond,
                                .part = source_part_of(list->sources, error->pos),
                                .rank = kept->count++,
                                .index = index};
  for (int i = 0; i < item->rank; i++)
    if (kept->items[i].part == item->part)
      item->rank = kept->items[i].rank;
}

// Copies the errors of a group that are shown, in the order in which Go's compiler meets them.
static int drop_repeated(const struct error_list *list, const struct error_group *group,
                         struct sorted_error *items) {
  struct kept_errors kept = {
      .items = items, .last_syntax = {.file = ""}, .last_other = {.file = ""}};
  for (int late = 0; late < 2; late++)
    for (int i = 0; i < list->count && kept.count < errors_shown; i++)
      if (list->errors[i].group == group && list->errors[i].early != late)
        keep(&kept, list, i);
  return kept.count;
}

// "file:line:col: ", "file:line: " for a column that Go does not keep, or nothing for what has no place.
static const char *place_text(struct error_list *list, pos_t pos) {
  struct source_place place = source_place(list->sources, pos);
  if (place.line == 0)
    return "";
  if (place.column == 0 || place.column >= last_column)
    return region_printf(list->region, "%s:%d: ", place.file, place.line);
  return region_printf(list->region, "%s:%d:%d: ", place.file, place.line, place.column);
}

// What is shown, as it is gathered.
struct gathered {
  struct shown_error *items;
  int count, cap;
};

static void gather(struct error_list *list, struct gathered *to, struct shown_error error) {
  to->items =
      region_grow(list->region, to->items, sizeof *to->items, to->count, &to->cap, to->count + 1);
  to->items[to->count++] = error;
}

static void gather_imports(struct error_list *list, struct gathered *to) {
  for (int i = 0; i < list->count; i++)
    if (list->errors[i].of_import)
      gather(list, to,
             (struct shown_error){.pos = list->errors[i].pos, .message = list->errors[i].message});
}

// Gathers what is shown of a group.
static void gather_group(struct error_list *list, const struct error_group *group,
                         struct gathered *to) {
  struct sorted_error sorted[errors_shown];
  int count = drop_repeated(list, group, sorted);
  pos_t last = count > 0 ? sorted[count - 1].error->pos : 0;
  const char *header = group ? group->header : NULL;
  qsort(sorted, (size_t)count, sizeof *sorted, compare_errors);
  for (int i = 0; i < count; i++) {
    const struct compile_error *error = sorted[i].error;
    if (i == 0 || sorted[i].pos != sorted[i - 1].pos ||
        strcmp(error->message, sorted[i - 1].error->message) != 0)
      gather(list, to,
             (struct shown_error){
                 .pos = error->pos, .message = error->message, .header = i == 0 ? header : NULL});
  }
  if (count == errors_shown)
    gather(list, to, (struct shown_error){.pos = last, .message = "too many errors"});
}

const struct shown_error *errors_gather(struct error_list *list, int *count) {
  struct gathered gathered = {0};
  if (list->import_count > 0)
    gather_imports(list, &gathered);
  for (const struct error_group *group = list->groups; group && list->import_count == 0;
       group = group->next)
    if (group->count > 0 && !group->hidden)
      gather_group(list, group, &gathered);
  if (list->import_count == 0)
    gather_group(list, NULL, &gathered);
  *count = gathered.count;
  return gathered.items;
}

const char *errors_text(struct error_list *list) {
  int count;
  const struct shown_error *shown = errors_gather(list, &count);
  const char *text = "";
  for (int i = 0; i < count; i++)
    text = region_printf(list->region, "%s%s%s%s%s\n", text, shown[i].header ? shown[i].header : "",
                         shown[i].header ? "\n" : "", place_text(list, shown[i].pos),
                         shown[i].message);
  return text;
}
