// Compile errors as the command shows them: see message.h.

#include "vm/command/message.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/folder.h"

// Returns how the path is shown that begins a place "/path:line" at `at`, and sets *end to the colon.
// NULL: no such place begins there, or its path is no shorter.
static const char *shown_path(struct pool *pool, const char *working_folder, const char *at,
                              bool in_package, const char **end) {
  const char *colon = strchr(at, ':');
  if (*at != '/' || !colon || !isdigit((unsigned char)colon[1]))
    return NULL;
  const char *path = pool_copy(pool, at, (size_t)(colon - at));
  const char *relative = path_relative(pool, working_folder, path);
  if (strlen(relative) >= strlen(path))
    return NULL;
  *end = colon;
  return in_package && !strchr(relative, '/') ? pool_printf(pool, "./%s", relative) : relative;
}

// Returns a line with the places in it as they are shown: the one that it begins with, maybe after a tab,
// and one behind "declared at". in_package: a line "# path" precedes it.
static const char *shown_line(struct pool *pool, const char *working_folder, const char *line,
                              bool in_package) {
  static const char declared[] = "(declared at ";
  const char *at = line + (*line == '\t'), *end;
  const char *path = shown_path(pool, working_folder, at, in_package, &end);
  if (path)
    line = pool_printf(pool, "%s%s%s", at > line ? "\t" : "", path, end);
  at = strstr(line, declared);
  path = at ? shown_path(pool, working_folder, at + sizeof declared - 1, in_package, &end) : NULL;
  if (!path)
    return line;
  return pool_printf(pool, "%s%s%s%s", pool_copy(pool, line, (size_t)(at - line)), declared, path,
                     end);
}

// Calls a function with each line of a message as it is shown.
static void for_lines(struct pool *pool, const char *working_folder, const char *message,
                      void (*take)(void *context, const char *line), void *context) {
  bool in_package = false;
  while (*message) {
    size_t size = strcspn(message, "\n");
    const char *line = pool_copy(pool, message, size);
    in_package = in_package || strncmp(line, "# ", 2) == 0;
    take(context, shown_line(pool, working_folder, line, in_package));
    message += size + (message[size] == '\n');
  }
}

static void print_line(void *context, const char *line) {
  fprintf(context, "%s\n", line);
}

void message_print(struct pool *pool, const char *working_folder, const char *message, FILE *to) {
  for_lines(pool, working_folder, message, print_line, to);
}

// JSON.

// The error that is being collected: its lines after the first begin with a tab.
struct json_error {
  struct pool *pool;
  FILE *to;
  const char *package, *text; // NULL: none
};

static void print_string(FILE *to, const char *name, const char *text, size_t size) {
  fprintf(to, "\"%s\":\"", name);
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\')
      fprintf(to, "\\%c", c);
    else if (c == '\n')
      fputs("\\n", to);
    else if (c == '\t')
      fputs("\\t", to);
    else if (c < ' ')
      fprintf(to, "\\u%04x", c);
    else
      fputc(c, to);
  }
  fputc('"', to);
}

// Writes the error, split into "file:line:column: message" where it is of that form.
static void end_error(struct json_error *error) {
  const char *text = error->text, *colon = text ? strchr(text, ':') : NULL;
  char *end = NULL, *column_end = NULL;
  long line = colon && isdigit((unsigned char)colon[1]) ? strtol(colon + 1, &end, 10) : 0;
  long column = line > 0 && *end == ':' ? strtol(end + 1, &column_end, 10) : 0;
  if (!text)
    return;
  fputc('{', error->to);
  if (error->package) {
    print_string(error->to, "package", error->package, strlen(error->package));
    fputc(',', error->to);
  }
  if (column > 0 && strncmp(column_end, ": ", 2) == 0) {
    print_string(error->to, "file", text, (size_t)(colon - text));
    fprintf(error->to, ",\"line\":%ld,\"column\":%ld,", line, column);
    text = column_end + 2;
  }
  print_string(error->to, "message", text, strlen(text));
  fputs("}\n", error->to);
  error->text = NULL;
}

static void take_json_line(void *context, const char *line) {
  struct json_error *error = context;
  if (*line == '\t' && error->text) {
    error->text = pool_printf(error->pool, "%s\n%s", error->text, line);
    return;
  }
  end_error(error);
  if (strncmp(line, "# ", 2) == 0)
    error->package = line + 2;
  else
    error->text = line;
}

void message_print_json(struct pool *pool, const char *working_folder, const char *message,
                        FILE *to) {
  struct json_error error = {.pool = pool, .to = to};
  for_lines(pool, working_folder, message, take_json_line, &error);
  end_error(&error);
}
