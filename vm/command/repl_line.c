// Lines of the terminal: see repl_line.h.
//
// libedit is loaded here rather than linked: no other command should pay for it. Without it lines
// are read as the terminal gives them.

#include "vm/command/repl_line.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char library_name[] = "libedit.so.2";
enum { history_most = 1000 };

// What is used of libedit.
struct edit_functions {
  EditLine *(*init)(const char *, FILE *, FILE *, FILE *);
  void (*end)(EditLine *);
  int (*set)(EditLine *, int, ...);
  const char *(*gets)(EditLine *, int *);
  const LineInfo *(*line)(EditLine *);
  int (*insert)(EditLine *, const char *);
  History *(*history_init)(void);
  void (*history_end)(History *);
  int (*history)(History *, HistEvent *, int, ...);
};

struct repl_line {
  struct repl_tool *tool;
  const char *history_file; // NULL: none
  const char *prompt;
  bool is_terminal;
  struct edit_functions edit;
  void *library;    // libedit; NULL: it is not there
  EditLine *editor; // NULL: lines are not edited
  History *history; // the same
  char *text;       // of the line, where it is not edited
  size_t cap;
};

// Completion.

// Returns how many bytes all lines of a text have in common.
static size_t common_size(const char *lines) {
  size_t common = strcspn(lines, "\n");
  for (const char *at = lines; *at;) {
    size_t size = strcspn(at, "\n"), same = 0;
    while (same < size && same < common && at[same] == lines[same])
      same++;
    common = same;
    at += size + (at[size] == '\n');
  }
  return common;
}

// Shows the lines of a text beside each other, below the line that is edited.
static void show_choices(const char *lines) {
  fputc('\n', stdout);
  for (const char *at = lines; *at;) {
    size_t size = strcspn(at, "\n");
    printf("%.*s  ", (int)size, at);
    at += size + (at[size] == '\n');
  }
  fputc('\n', stdout);
  fflush(stdout);
}

// The reader that an editor belongs to. libedit hands its functions nothing else, and el_get is not
// known to them: so the client data is read by a function of the library that is looked up again.
static struct repl_line *reader_of(EditLine *editor) {
  struct repl_line *line = NULL;
  void *library = dlopen(library_name, RTLD_LAZY | RTLD_NOLOAD);
  int (*get)(EditLine *, int, ...) = NULL;
  if (!library)
    return NULL;
  *(void **)&get = dlsym(library, "el_get");
  if (get && get(editor, EL_CLIENTDATA, &line) != 0)
    line = NULL;
  dlclose(library);
  return line;
}

// Completes the word before the cursor as far as it is clear, or shows what it may become. Called
// by libedit for the tabulator.
static unsigned char complete(EditLine *editor, int key) {
  struct repl_line *line = reader_of(editor);
  (void)key;
  if (!line)
    return CC_ERROR;
  const LineInfo *info = line->edit.line(editor);
  const char *start = info->cursor;
  while (start > info->buffer &&
         (isalnum((unsigned char)start[-1]) || start[-1] == '_' || start[-1] == '.'))
    start--;
  size_t size = (size_t)(info->cursor - start);
  if (size == 0)
    return line->edit.insert(editor, "  ") == 0 ? CC_REFRESH : CC_ERROR;
  struct pool *pool = line->tool->set->pool;
  const char *choices = repl_tool_complete(line->tool, pool_copy(pool, start, size));
  size_t common = common_size(choices);
  if (common > size)
    return line->edit.insert(editor, pool_copy(pool, choices + size, common - size)) == 0
               ? CC_REFRESH
               : CC_ERROR;
  if (!strchr(choices, '\n'))
    return CC_ERROR;
  show_choices(choices);
  return CC_REDISPLAY;
}

static char *show_prompt(EditLine *editor) {
  static char none[] = "";
  const struct repl_line *line = reader_of(editor);
  return line ? (char *)(uintptr_t)line->prompt : none;
}

// Making.

// Loads libedit. False: it is not there, or lacks a function.
static bool load_library(struct repl_line *line) {
  struct edit_functions *edit = &line->edit;
  const struct {
    void *function;
    const char *name;
  } rows[] = {{&edit->init, "el_init"},
              {&edit->end, "el_end"},
              {&edit->set, "el_set"},
              {&edit->gets, "el_gets"},
              {&edit->line, "el_line"},
              {&edit->insert, "el_insertstr"},
              {&edit->history_init, "history_init"},
              {&edit->history_end, "history_end"},
              {&edit->history, "history"}};
  line->library = dlopen(library_name, RTLD_NOW);
  for (size_t i = 0; line->library && i < sizeof rows / sizeof *rows; i++) {
    void *found = dlsym(line->library, rows[i].name);
    if (!found)
      return false;
    *(void **)rows[i].function = found;
  }
  return line->library != NULL;
}

static void start_editor(struct repl_line *line) {
  struct edit_functions *edit = &line->edit;
  HistEvent event;
  line->editor = edit->init("vole", stdin, stdout, stderr);
  line->history = edit->history_init();
  if (!line->editor || !line->history)
    return;
  edit->history(line->history, &event, H_SETSIZE, history_most);
  edit->history(line->history, &event, H_SETUNIQUE, 1);
  if (line->history_file)
    edit->history(line->history, &event, H_LOAD, line->history_file);
  edit->set(line->editor, EL_CLIENTDATA, line);
  edit->set(line->editor, EL_PROMPT, show_prompt);
  edit->set(line->editor, EL_EDITOR, "emacs");
  edit->set(line->editor, EL_HIST, edit->history, line->history);
  edit->set(line->editor, EL_ADDFN, "vole-complete", "Completes a word.", complete);
  edit->set(line->editor, EL_BIND, "^I", "vole-complete", NULL);
  edit->set(line->editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
}

struct repl_line *repl_line_new(struct repl_tool *tool, const char *history) {
  struct repl_line *line = calloc(1, sizeof *line);
  if (!line)
    return NULL;
  line->tool = tool;
  line->history_file = history;
  line->is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  if (line->is_terminal && load_library(line))
    start_editor(line);
  return line;
}

void repl_line_free(struct repl_line *line) {
  HistEvent event;
  if (!line)
    return;
  if (line->editor && line->history_file &&
      line->edit.history(line->history, &event, H_SAVE, line->history_file) < 0)
    fprintf(stderr, "vole repl: cannot write %s\n", line->history_file);
  if (line->editor)
    line->edit.end(line->editor);
  if (line->history)
    line->edit.history_end(line->history);
  if (line->library)
    dlclose(line->library);
  free(line->text);
  free(line);
}

bool repl_line_is_terminal(const struct repl_line *line) {
  return line->is_terminal;
}

// Reading.

// Reads an edited line, and puts it into the history.
static enum repl_line_end read_edited(struct repl_line *line, const char **text) {
  int size = 0;
  HistEvent event;
  const char *got = line->edit.gets(line->editor, &size);
  if (!got || size <= 0) {
    fputc('\n', stdout);
    return size < 0 ? REPL_LINE_INTERRUPTED : REPL_LINE_END; // errno may be of an older signal
  }
  if (*got != '\n')
    line->edit.history(line->history, &event, H_ENTER, got);
  size -= got[size - 1] == '\n';
  *text = pool_copy(line->tool->set->pool, got, (size_t)size);
  return REPL_LINE;
}

enum repl_line_end repl_line_read(struct repl_line *line, const char *prompt, const char **text) {
  line->prompt = prompt;
  if (line->editor && line->history)
    return read_edited(line, text);
  if (line->is_terminal) {
    fputs(prompt, stdout);
    fflush(stdout);
  }
  errno = 0;
  ssize_t size = getline(&line->text, &line->cap, stdin);
  if (size < 0) {
    bool interrupted = errno == EINTR;
    clearerr(stdin);
    if (line->is_terminal)
      fputc('\n', stdout);
    return interrupted ? REPL_LINE_INTERRUPTED : REPL_LINE_END;
  }
  size -= size > 0 && line->text[size - 1] == '\n';
  line->text[size] = '\0';
  *text = line->text;
  return REPL_LINE;
}
