// Compile errors as the command shows them: see message.h.

#include "vm/command/message.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/folder.h"

// Returns a line with the file that it begins with, maybe after a tab, as it is shown. in_package:
// a line "# path" precedes it.
static const char *shown_line(struct pool *pool, const char *working_folder, const char *line,
                              bool in_package) {
  const char *at = line + (*line == '\t');
  const char *colon = strchr(at, ':');
  if (*at != '/' || !colon || !isdigit((unsigned char)colon[1]))
    return line;
  const char *path = pool_copy(pool, at, (size_t)(colon - at));
  const char *relative = path_relative(pool, working_folder, path);
  if (strlen(relative) >= strlen(path))
    return line;
  const char *here = in_package && !strchr(relative, '/') ? "./" : "";
  return pool_printf(pool, "%s%s%s%s", at > line ? "\t" : "", here, relative, colon);
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
