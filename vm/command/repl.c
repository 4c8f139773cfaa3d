// vole repl: runs what is typed, line by line, in one instance that lives on.
//
// Each declaration or statement becomes a package that continues the one before (vole_reload), so
// nothing runs twice and variables keep their values. scripts/repl.go makes the packages, in an
// instance of its own. Only a fatal error of the run time ends the session's instance.

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/program.h"
#include "vm/command/repl_line.h"

struct repl {
  struct module_set set;
  struct repl_tool tool;
  struct repl_line *line;
  struct vole *vole;
  int loaded;         // packages that were loaded, or tried
  const char *last;   // the path of the last one whose names are seen
  bool failed, ended; // a line has failed; the session is to end
  int status;         // then, the exit status
};

// The instance that a signal interrupts; NULL: none runs.
static struct vole *volatile running;
// Ctrl-C was pressed since the last line was read.
static volatile sig_atomic_t interrupted;
// The thread that reads lines, which the signal must reach.
static pthread_t reader;

// Ctrl-C ends what runs, or the line that is being typed. A line that is about to run cannot be ended
// yet: a timer tries again.
static void interrupt(int number) {
  struct vole *vole = running;
  struct itimerval soon = {.it_value.tv_usec = 10000};
  if (!pthread_equal(pthread_self(), reader)) {
    pthread_kill(reader, number);
    return;
  }
  interrupted = 1;
  if (vole && !vole_interrupt(vole))
    setitimer(ITIMER_REAL, &soon, NULL);
}

static void handle_interrupts(void) {
  struct sigaction action = {.sa_handler = interrupt};
  reader = pthread_self();
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGALRM, &action, NULL);
}

static const char help[] =
    "Declarations, statements and expressions of Go; the values of expressions are shown.\n"
    "A name that is declared anew replaces the older one. Packages of the library need no import.\n"
    "An input goes on while brackets are open.\n"
    "\n"
    ":help    this text\n"
    ":names   what is declared\n"
    ":reset   begin anew\n"
    ":quit    end, as Ctrl-D\n"
    "\n"
    "Ctrl-C ends what runs, or gives up what is being typed. Tab completes a word.\n";

// The session.

static bool make_instance(struct repl *repl, struct vole_error *err) {
  static char *words[] = {"vole", NULL};
  struct vole_config config = {.argc = 1,
                               .argv = words,
                               .loader = packages_load,
                               .loader_user = &repl->set,
                               .build_tags = repl->set.tags};
  struct vole_source files[2];
  struct vole_package packages[2] = {
      {.path = "line0", .files = &files[0], .file_count = 1, .all_files = true},
      {.path = "vole/show", .files = &files[1], .file_count = 1, .all_files = true}};
  static const char first[] = "package main\n\nimport _ \"vole/show\"\n\nfunc main() {}\n";
  files[0] = (struct vole_source){"input", first, strlen(first)};
  command_find_script("show.go", &files[1]);
  command_configure(&config);
  vole_free(repl->vole);
  repl->last = "line0";
  repl->vole = vole_new(&config, err);
  return repl->vole && vole_load_packages(repl->vole, packages, 2, err);
}

// Keeps the instance from ending when all goroutines wait: Ctrl-C ends the line that does. Without a
// terminal nobody would press it.
static void keep_alive(struct repl *repl) {
  struct vole_func *keep = vole_func(repl->vole, "vole/show.Keep", "func()", NULL);
  if (keep && repl_line_is_terminal(repl->line))
    vole_call(repl->vole, keep, NULL, NULL, NULL);
}

static void print_error(const char *message) {
  while (*message) {
    size_t size = strcspn(message, "\n");
    if (strncmp(message, "# ", 2) != 0) // the package's name says nothing
      fprintf(stderr, "%.*s\n", (int)size, message);
    message += size + (message[size] == '\n');
  }
}

// Reports what has ended a line, and clears it.
static void report(struct repl *repl, struct vole_error *err) {
  repl->failed = true;
  fflush(stdout);
  if (err->kind == VOLE_ERROR_EXIT) {
    repl->ended = true;
    repl->status = err->exit_status;
  } else if (err->kind == VOLE_ERROR_INTERRUPTED) {
    fputs("interrupted\n", stderr);
  } else if (err->message) {
    print_error(err->message);
  }
  bool is_dead = err->kind == VOLE_ERROR_FATAL;
  if (err->kind == VOLE_ERROR_INTERRUPTED)
    keep_alive(repl);
  vole_error_clear(err);
  if (!is_dead)
    return;
  fputs("vole repl: that has ended the run time; a new one begins, without what was declared\n",
        stderr);
  struct vole_error again = {0};
  repl_tool_destroy(&repl->tool);
  if (!repl_tool_init(&repl->tool, &repl->set, &again) || !make_instance(repl, &again)) {
    repl->ended = true;
    repl->status = command_report(&again);
    return;
  }
  keep_alive(repl);
}

// Loads a package that continues the last one.
static bool load(struct repl *repl, const char *source, const char *path, struct vole_error *err) {
  struct vole_source file = {"input", source, strlen(source)};
  struct vole_package package = {.path = path,
                                 .files = &file,
                                 .file_count = 1,
                                 .all_files = true,
                                 .folder = repl->set.working_folder,
                                 .continues = repl->last};
  return vole_reload(repl->vole, &package, 1, err);
}

// Loads and runs the packages that the tool makes of an input.
static void execute(struct repl *repl) {
  const char *source;
  while (!repl->ended && *(source = repl_tool_next(&repl->tool)) != '\0') {
    struct vole_error err = {0};
    const char *path = pool_printf(repl->set.pool, "line%d", ++repl->loaded);
    running = repl->vole; // before the test: what comes after it meets the instance
    if (interrupted) {
      running = NULL;
      repl_tool_done(&repl->tool, false);
      fputs("interrupted\n", stderr);
      return;
    }
    if (!load(repl, source, path, &err)) {
      running = NULL;
      if (repl_tool_failed(&repl->tool, err.message ? err.message : ""))
        vole_error_clear(&err);
      else
        report(repl, &err);
      continue;
    }
    struct vole_func *function = vole_func(repl->vole, "main.Repl_", "func()", &err);
    bool ok = function && vole_call(repl->vole, function, NULL, NULL, &err);
    running = NULL;
    if (ok)
      repl->last = path;
    const char *note = repl_tool_done(&repl->tool, ok);
    if (*note)
      printf("%s\n", note);
    if (!ok)
      report(repl, &err);
    fflush(stdout);
  }
}

// Runs a command that begins with a colon.
static void run_command(struct repl *repl, const char *text) {
  struct vole_error err = {0};
  if (strcmp(text, ":help") == 0) {
    fputs(help, stdout);
  } else if (strcmp(text, ":names") == 0) {
    const char *names = repl_tool_names(&repl->tool);
    if (*names)
      puts(names);
  } else if (strcmp(text, ":quit") == 0) {
    repl->ended = true;
  } else if (strcmp(text, ":reset") == 0) {
    repl_tool_destroy(&repl->tool);
    repl->ended = !repl_tool_init(&repl->tool, &repl->set, &err) || !make_instance(repl, &err);
    if (repl->ended)
      repl->status = command_report(&err);
    else
      keep_alive(repl);
  } else {
    fprintf(stderr, "vole repl: no command %s; :help lists them\n", text);
    repl->failed = true;
  }
}

// Reads lines until the end.
static void read_all(struct repl *repl) {
  struct pool *pool = repl->set.pool;
  const char *input = "", *text, *message;
  while (!repl->ended) {
    interrupted = 0;
    enum repl_line_end end = repl_line_read(repl->line, *input ? "  " : "> ", &text);
    if (end == REPL_LINE_END && *input && !repl_line_is_terminal(repl->line)) {
      fputs("vole repl: the input ends within a statement\n", stderr);
      repl->failed = true;
    }
    if (end == REPL_LINE_END)
      return;
    if (end == REPL_LINE_INTERRUPTED) {
      input = "";
      continue;
    }
    if (!*input && *text == ':') {
      run_command(repl, text);
      continue;
    }
    input = pool_printf(pool, "%s%s\n", input, text);
    enum repl_input state = repl_tool_feed(&repl->tool, input, &message);
    if (state == REPL_INCOMPLETE)
      continue;
    input = "";
    if (state == REPL_COMPLETE) {
      execute(repl);
    } else {
      print_error(message);
      repl->failed = true;
    }
  }
}

// The file of the history: VOLE_HISTORY, or one in the home folder.
static const char *history_file(struct pool *pool) {
  const char *file = getenv("VOLE_HISTORY"), *home = getenv("HOME");
  if (file)
    return *file ? file : NULL;
  return home && *home ? pool_printf(pool, "%s/.vole_history", home) : NULL;
}

int command_repl(int argc, char **argv) {
  struct pool pool = {0};
  struct repl repl = {.set.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv};
  struct vole_error err = {0};
  while (program_module_flag(&repl.set, &words))
    ;
  if (words.argc > 0) {
    fputs("usage: vole repl [-tags LIST] [-mod MODE]\n", stderr);
    repl.status = 2;
  } else if (!module_set_init(&repl.set)) {
    repl.status = program_fail(&repl.set, repl.set.problem, false);
  } else if (!repl_tool_init(&repl.tool, &repl.set, &err) || !make_instance(&repl, &err)) {
    repl.status = command_report(&err);
  } else if (!(repl.line = repl_line_new(&repl.tool, history_file(&pool)))) {
    fputs("vole repl: out of memory\n", stderr);
    repl.status = 2;
  } else {
    handle_interrupts();
    keep_alive(&repl);
    if (repl_line_is_terminal(repl.line))
      printf("vole %s; :help tells more\n", vole_version());
    read_all(&repl);
    if (repl.status == 0 && repl.failed && !repl_line_is_terminal(repl.line))
      repl.status = 1;
  }
  repl_line_free(repl.line);
  vole_free(repl.vole);
  repl_tool_destroy(&repl.tool);
  pool_free(&pool);
  return repl.status;
}
