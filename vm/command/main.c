// The vole command: a client of vole.h and of nothing else. `vole help` says what it does.
//
// Each subcommand is a function from its words to the exit status. Those that run a script make one
// instance. GOGC, GOMEMLIMIT, GOMAXPROCS, GODEBUG and VOLEDEBUG are read from the environment here,
// and become the configuration of that instance.

#include <ctype.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/api/vole.h"
#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/heap/page.h"
#include "vm/command/snapshot.h"

enum {
  command_stack_bytes = 64 << 20,
  most_procs = 1024, // the limit of vole_config.max_procs
};

static const char usage[] =
    "Vole runs Go programs as scripts.\n"
    "\n"
    "usage: vole run PROGRAM [ARGUMENTS]       run a program; its exit status is passed on.\n"
    "            before PROGRAM: -profile prints what took CPU time, -cpuprofile FILE and\n"
    "            -memprofile FILE are for go tool pprof, -trace FILE for Perfetto\n"
    "       vole check [-json] PACKAGES       compile only, and report all errors\n"
    "       vole test [FLAGS] [PACKAGES]      run tests, with the flags of go test: -v -run -bench "
    "...\n"
    "       vole build [-o FILE] PROGRAM      make an executable that needs nothing else\n"
    "       vole heap [OPTIONS] FILE          show a snapshot of a heap; --help tells more\n"
    "       vole repl                         run what is typed, line by line\n"
    "       vole doc PACKAGE[.NAME]           show documentation\n"
    "       vole disasm PROGRAM [FUNCTION]    show the bytecode of package main or of one "
    "function\n"
    "       vole stress [OPTIONS] [FILE.go]  run programs in many modes of the collector; --help "
    "tells more\n"
    "       vole version [-licenses]          say which version this is, or under which licences\n"
    "       vole help                         this text\n"
    "\n"
    "PROGRAM is a package (., ./cmd/x, example.com/m/x) or files (a.go b.go); PACKAGES are "
    "packages,\n"
    "also by patterns (./...), or files. Packages are found as by go: go.mod, go.work, vendor "
    "folders\n"
    "and the module cache. Before them may stand -tags LIST and -mod MODE.\n"
    "\n"
    "environment: GOGC, GOMEMLIMIT, GOMAXPROCS as in Go; GODEBUG=gctrace=1 and others;\n"
    "             VOLEDEBUG=gcstress=N,verify and others (see README.md)\n";

void command_configure(struct vole_config *config) {
  config->gogc = getenv("GOGC");
  config->gomemlimit = getenv("GOMEMLIMIT");
  const char *text = getenv("GOMAXPROCS");
  config->max_procs = text && atoi(text) > 0 ? atoi(text) : -1;
  if (config->max_procs > most_procs)
    config->max_procs = most_procs;
  config->godebug = getenv("GODEBUG");
  config->voledebug = getenv("VOLEDEBUG");
  config->grant = VOLE_GRANT_ALL;
  config->dies_of_sigpipe = true;
}

int command_report(struct vole_error *err) {
  int status = err->exit_status;
  if (err->kind != VOLE_ERROR_EXIT && err->message) {
    fwrite(err->message, 1, err->size, stderr); // a panic's text may hold a NUL
    if (err->size == 0 || err->message[err->size - 1] != '\n')
      fputc('\n', stderr);
  }
  if (status == 0 && err->kind != VOLE_ERROR_EXIT)
    status = err->kind == VOLE_ERROR_PANIC || err->kind == VOLE_ERROR_FATAL ? 2 : 1;
  vole_error_clear(err);
  return status;
}

int command_built_in(const char *name, const char *ending) {
  size_t length = strlen(name);
  for (int i = 0; i < stress_file_count; i++)
    if (strncmp(stress_names[i], name, length) == 0 &&
        strcmp(stress_names[i] + length, ending) == 0)
      return i;
  return -1;
}

const char *command_error_text(int error) {
  static _Thread_local char text[128];
  snprintf(text, sizeof text, "%s", strerror(error));
  // Go's texts are those of the system in small letters.
  text[0] = (char)tolower((unsigned char)text[0]);
  return text;
}

// The version, or with -licenses under which licences Vole stands and what is compiled into it.
static int say_version(int argc, char **argv) {
  struct vole_error err = {0};
  if (argc == 0) {
    printf("vole %s\n", vole_version());
    return 0;
  }
  if (argc > 1 || strcmp(argv[0], "-licenses") != 0) {
    fputs("usage: vole version [-licenses]\n", stderr);
    return 2;
  }
  if (!vole_write_licences(STDOUT_FILENO, &err))
    return command_report(&err);
  printf("\n%s", d3_texts[0]);
  return 0;
}

// Opens the null device for each standard stream that is closed, as Go does. Otherwise the next
// file that is opened would take its place.
static void open_standard_streams(void) {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
      _exit(2);
  }
}

// A command line, and the exit status of the command.
struct command {
  int argc;
  char **argv;
  int status;
};

static int run_command(int argc, char **argv) {
  int status;
  vole_handle_faults();
  if (command_run_bundled(argc, argv, &status))
    return status;
  if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
      strcmp(argv[1], "-h") == 0) {
    fputs(usage, argc < 2 ? stderr : stdout);
    return argc < 2 ? 2 : 0;
  }
  if (strcmp(argv[1], "run") == 0)
    return command_run(argc - 2, argv + 2, NULL);
  if (strcmp(argv[1], "stress") == 0)
    return command_stress(argc - 2, argv + 2);
  if (strcmp(argv[1], "check") == 0)
    return command_check(argc - 2, argv + 2);
  if (strcmp(argv[1], "test") == 0)
    return command_test(argc - 2, argv + 2);
  if (strcmp(argv[1], "build") == 0)
    return command_build(argc - 2, argv + 2);
  if (strcmp(argv[1], "heap") == 0)
    return command_heap(argc - 2, argv + 2);
  if (strcmp(argv[1], "repl") == 0)
    return command_repl(argc - 2, argv + 2);
  if (strcmp(argv[1], "doc") == 0)
    return command_doc(argc - 2, argv + 2);
  if (strcmp(argv[1], "disasm") == 0)
    return command_disassemble(argc - 2, argv + 2);
  if (strcmp(argv[1], "version") == 0)
    return say_version(argc - 2, argv + 2);
  if (text_ends_with(argv[1], ".go") || file_is_script(argv[1]))
    return command_run(argc - 1, argv + 1, NULL);
  fprintf(stderr, "vole: unknown command \"%s\"\nRun 'vole help' for usage.\n", argv[1]);
  return 2;
}

static void *command_main(void *argument) {
  struct command *command = argument;
  command->status = run_command(command->argc, command->argv);
  return NULL;
}

// The compiler takes more C stack the deeper a source is nested. So the command runs on a thread
// with a large one, whatever "ulimit -s" says. If no thread can be had, it runs on the first.
int main(int argc, char **argv) {
  struct command command = {.argc = argc, .argv = argv};
  pthread_attr_t attributes;
  pthread_t thread;
  open_standard_streams();
  snapshots_block_signal();
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, command_stack_bytes);
  if (pthread_create(&thread, &attributes, command_main, &command) == 0)
    pthread_join(thread, NULL);
  else
    command_main(&command);
  pthread_attr_destroy(&attributes);
  return command.status;
}
