// Grants: grants.go, which tries everything, without any, with each and with all; packages that do
// not compile without a grant; and that nothing of the host was touched.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/api/vole.h"

static char folder[] = "/tmp/vole_grants_XXXXXX";
static char script[1 << 16]; // its folder may not be where we are later
static int failures;

static void fail(const char *what, const char *detail) {
  printf("FAIL %s: %s\n", what, detail ? detail : "no message");
  failures++;
}

// The lines of a file that hold a text.
static int count_lines(const char *text, const char *what) {
  int count = 0;
  while ((text = strstr(text, what)) != NULL) {
    count++;
    text += strlen(what);
  }
  return count;
}

// Runs the script; what it prints goes to output, at most size bytes.
static void run(const struct vole_config *base, char *output, size_t size, int theirs) {
  struct vole_error err = {0};
  char number[16];
  snprintf(number, sizeof number, "%d", theirs);
  char *argv[] = {(char *)"grants", folder, number, (char *)"streams"};
  struct vole_config config = *base;
  char *path = NULL;
  if (asprintf(&path, "%s.out", folder) < 0)
    exit(1);
  config.out_fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  config.argc = base->grant ? 3 : 4;
  config.argv = argv;
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_string(vole, "grants.go", script, strlen(script), &err) ||
      !vole_run(vole, &err))
    fail("grants.go", err.message);
  vole_error_clear(&err);
  vole_free(vole);
  ssize_t got = pread(config.out_fd, output, size - 1, 0);
  output[got > 0 ? got : 0] = 0;
  close(config.out_fd);
  unlink(path);
  free(path);
}

// With no grant: the test's expected output is what it prints.
static void none(void) {
  static char output[1 << 16];
  char bytes[8] = "";
  int theirs = open("/dev/null", O_RDWR), input[2];
  if (pipe(input) != 0 || write(input[1], "given\n", 6) != 6 || dup2(theirs, 77) != 77)
    exit(1);
  close(input[1]);
  struct vole_config config = {.max_procs = 2, .memory_limit = 100 << 20, .in_fd = input[0]};
  run(&config, output, sizeof output, 77);
  fputs(output, stdout);
  if (fcntl(77, F_GETFD) < 0)
    fail("the host's descriptor", "it was closed");
  if (access(folder, R_OK | W_OK) != 0 || !getenv("PATH"))
    fail("the host's folder or environment", "it is gone");
  close(77);
  close(theirs);
  // Nor is the process's standard input read.
  if (pipe(input) != 0 || write(input[1], "secret\n", 7) != 7 || dup2(input[0], 0) != 0)
    exit(1);
  config.in_fd = 0;
  run(&config, output, sizeof output, 1000);
  if (strstr(output, "secret") || read(0, bytes, 6) != 6 || strcmp(bytes, "secret") != 0)
    fail("standard input", "the script had it");
  close(input[0]);
  close(input[1]);
}

// Each grant opens its own and nothing else; all of them everything. In a child, for some of what
// is tried then works.
static void some(int grant, const char *denied, const char *opened) {
  static char output[1 << 16];
  int status = 1;
  pid_t child = fork();
  if (child != 0) {
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
      failures++;
    return;
  }
  failures = 0;
  struct vole_config config = {.max_procs = 2, .memory_limit = 100 << 20, .grant = grant};
  run(&config, output, sizeof output, 1000);
  if (denied && !strstr(output, denied))
    fail(denied, "it is not so");
  if (opened && strstr(output, opened))
    fail(opened, "it is still so");
  if (grant == VOLE_GRANT_ALL && count_lines(output, " denied\n") > 0)
    fail("with all grants", output);
  _exit(failures != 0);
}

static void compiles(const char *import, const char *use, int grant, const char *says) {
  struct vole_error err = {0};
  struct vole_config config = {.grant = grant};
  char text[300];
  snprintf(text, sizeof text, "package main\nimport %s\n%s\nfunc main() {}\n", import, use);
  struct vole *vole = vole_new(&config, &err);
  bool ok = vole_load_string(vole, "p.go", text, strlen(text), &err);
  if (says ? ok || err.kind != VOLE_ERROR_COMPILE || !strstr(err.message, says) : !ok)
    fail(import, err.message);
  vole_error_clear(&err);
  vole_free(vole);
}

int main(void) {
  const char *pointer = "var x unsafe.Pointer", *dot = "var x Pointer",
             *arena = "var a *arena.Arena";
  const char *needs = "p.go:2:8: package unsafe needs VOLE_GRANT_UNSAFE";
  setvbuf(stdout, NULL, _IONBF, 0);
  FILE *file = fopen("tests/vm/grants.go", "r");
  if (!mkdtemp(folder) || !file || fread(script, 1, sizeof script - 1, file) == 0)
    return 1;
  fclose(file);
  none();
  int others = VOLE_GRANT_ALL & ~VOLE_GRANT_UNSAFE;
  compiles("\"unsafe\"", pointer, 0, needs);
  compiles("\"unsafe\"", pointer, others, needs);
  compiles(". \"unsafe\"", dot, 0, "package unsafe needs VOLE_GRANT_UNSAFE");
  compiles("u \"unsafe\"", "var x u.Pointer", 0, "package unsafe needs VOLE_GRANT_UNSAFE");
  compiles("_ \"unsafe\"", "", 0, "package unsafe needs VOLE_GRANT_UNSAFE");
  compiles("\"unsafe\"", pointer, VOLE_GRANT_UNSAFE, NULL);
  compiles("\"arena\"", arena, others, "package arena needs VOLE_GRANT_UNSAFE");
  compiles("\"arena\"", arena, VOLE_GRANT_UNSAFE, NULL);
  compiles("\"internal/rt\"", "var v rt.Value", VOLE_GRANT_ALL,
           "p.go:2:8: use of internal package internal/rt not allowed");
  compiles("\"strings\"", "var b strings.Builder", 0, NULL); // which uses both itself
  some(VOLE_GRANT_FILES, "os.Hostname denied\n", "os.Open denied\n");
  some(VOLE_GRANT_PROCESS, "os.Open denied\n", "os.Hostname denied\n");
  some(VOLE_GRANT_PROCESS, "os.Setenv denied\n", "os.Getpid gives -1\n");
  some(VOLE_GRANT_LIMITS, "runtime.GOMAXPROCS gives 64\n",
       "runtime/debug.SetMaxStack gives 1000000000\n");
  some(VOLE_GRANT_LIMITS, "os.Open denied\n", "os.Open not denied");
  some(VOLE_GRANT_UNSAFE, "os.Open denied\n", "os.Hostname not denied");
  some(VOLE_GRANT_ENVIRONMENT, "os.Open denied\n", "os.Setenv denied\n");
  some(VOLE_GRANT_ALL, "os.Open not denied: <nil>\n", "os.Getpid gives -1\n");
  rmdir(folder);
  strcat(strcpy(script, folder), "2"); // a link that the script has made
  unlink(script);
  return failures != 0;
}
