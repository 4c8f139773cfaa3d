// A server that runs scripts which it does not trust: each request in an instance of its own, several
// at once on threads.
//
// A script gets nothing but a request and a way to answer. It has a budget of time and memory, and
// what it prints goes to the request's answer, up to a size. Whatever it does, the server answers.

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h" // <vole.h> once it is installed

enum { threads = 4, output_most = 80 };

// A request: the script that it brings, and what became of it.
struct request {
  const char *name, *script;
  char output[output_most + 1];
  char answer[160];
};

#define PACKAGE "package main\n"

static struct request requests[] = {
    {.name = "greets",
     .script = PACKAGE "import (\"fmt\"; \"request\")\n"
                       "func main() { fmt.Println(\"hello\", request.Name()) }\n"},
    {.name = "spins", .script = PACKAGE "func main() { for {} }\n"},
    {.name = "clings", .script = PACKAGE "func main() { defer main(); for {} }\n"},
    {.name = "hoards",
     .script = PACKAGE "func main() { var all [][]byte\n"
                       "for { all = append(all, make([]byte, 1<<20)) } }\n"},
    {.name = "peeks",
     .script = PACKAGE "import (\"fmt\"; \"os\")\n"
                       "func main() { _, err := os.ReadFile(\"/etc/passwd\")\n"
                       "fmt.Println(err) }\n"},
    {.name = "pokes",
     .script = PACKAGE "import \"unsafe\"\n"
                       "func main() { *(*int)(unsafe.Pointer(uintptr(8))) = 1 }\n"},
    {.name = "panics", .script = PACKAGE "func main() { var m map[string]int; m[\"a\"] = 1 }\n"},
    {.name = "exits", .script = PACKAGE "import \"os\"\nfunc main() { os.Exit(3) }\n"},
    {.name = "chatters",
     .script = PACKAGE "import \"fmt\"\nfunc main() { for {\n"
                       "if _, err := fmt.Print(\"chat \"); err != nil "
                       "{ panic(err) } } }\n"},
    {.name = "waits",
     .script = PACKAGE "func main() { go func() { select {} }()\n"
                       "<-make(chan int) }\n"},
};
enum { request_count = sizeof requests / sizeof requests[0] };

// func Name() string of package request.
static bool request_name(struct vole *vole, void *user, const void *arguments, void *results) {
  const struct request *request = vole_user(vole);
  (void)user, (void)arguments;
  *(struct vole_string *)results = vole_string_new(vole, request->name, strlen(request->name));
  return true;
}

// Takes what a script writes, until there is enough.
static bool take_output(void *user, int stream, const char *bytes, size_t size) {
  struct request *request = user;
  size_t used = strlen(request->output), room = output_most - used;
  (void)stream;
  strncat(request->output, bytes, size < room ? size : room);
  return size <= room;
}

static void serve(struct request *request) {
  struct vole_error err = {0};
  struct vole_config config = {.memory_limit = 32 << 20,
                               .write = take_output,
                               .write_user = request,
                               .user = request,
                               .in_fd = -1};
  struct vole_limits limits = {.time_ns = 300000000, .deferred_ns = 20000000};
  struct vole *vole = vole_new(&config, &err);
  bool ok = vole && vole_set_limits(vole, &limits, &err) &&
            vole_bind(vole, "request", "func Name() string", request_name, NULL, &err) &&
            vole_load_string(vole, "script.go", request->script, strlen(request->script), &err) &&
            vole_run(vole, &err);
  if (ok)
    snprintf(request->answer, sizeof request->answer, "ok");
  else
    snprintf(request->answer, sizeof request->answer, "%.*s", (int)strcspn(err.message, "\n"),
             err.message);
  vole_error_clear(&err);
  vole_free(vole);
}

// The thread of a worker: every fourth request, from its own number on.
static void *work(void *number) {
  for (int i = *(int *)number; i < request_count; i += threads)
    serve(&requests[i]);
  return NULL;
}

int main(void) {
  pthread_t workers[threads];
  int numbers[threads];
  for (int i = 0; i < threads; i++) {
    numbers[i] = i;
    if (pthread_create(&workers[i], NULL, work, &numbers[i]) != 0)
      return 1;
  }
  for (int i = 0; i < threads; i++)
    pthread_join(workers[i], NULL);
  for (int i = 0; i < request_count; i++) {
    printf("%s: %s\n", requests[i].name, requests[i].answer);
    if (requests[i].output[0])
      printf("  | %.*s\n", (int)strcspn(requests[i].output, "\n"), requests[i].output);
  }
  return 0;
}
