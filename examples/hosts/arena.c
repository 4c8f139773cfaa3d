// A host that lends a script memory of an arena.
//
// It allocates items in the arena, has the script fill them, and frees the arena at once, without
// the collector. The script must not use the items afterwards. In a child process it does, and ends
// with the message of a Go program (vole_handle_faults).

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/api/vole.h"

// The script's type Item, as C sees it. Bit i of the mask says that word i is a pointer.
struct item {
  double weight;
  struct vole_string name;
  struct item *next;
};
static const unsigned char item_mask[] = {1 << 1 | 1 << 3}; // name.ptr and next

static const char source[] = "package main\n"
                             "type Item struct { Weight float64; Name string; Next *Item }\n"
                             "var kept *Item\n"
                             "func Fill(items []Item) {\n"
                             "\tfor i := range items {\n"
                             "\t\titems[i].Weight = float64(i)\n"
                             "\t\titems[i].Name = string([]byte{'a' + byte(i%26)})\n"
                             "\t\tif i > 0 { items[i].Next = &items[i-1] }\n"
                             "\t}\n"
                             "\tkept = &items[len(items)-1]\n"
                             "}\n"
                             "func Last() string { return kept.Name }\n"
                             "func main() {}\n";

static void fail(const struct vole_error *err) {
  fprintf(stderr, "arena: %s\n", err->message);
  exit(1);
}

// Lends memory and takes it back, five times. With `fault` it then has the script access memory
// that it has taken back, which ends the process. Messages go to err_fd.
static void run(int err_fd, bool fault) {
  enum { items = 10000 };
  struct vole_error err = {0};
  struct vole_config config = {.err_fd = err_fd};
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_string(vole, "arena.go", source, sizeof source - 1, &err))
    fail(&err);
  struct vole_func *fill = vole_func(vole, "main.Fill", "func(items []Item)", &err);
  struct vole_func *last = vole_func(vole, "main.Last", "func() string", &err);
  struct vole_string name;
  if (!fill || !last)
    fail(&err);
  struct vole_arena *arena = NULL;
  for (int round = 0; round < 5; round++) {
    vole_arena_free(arena);
    arena = vole_arena_new(vole);
    struct vole_slice slice = {vole_arena_alloc(arena, sizeof(struct item), items, item_mask),
                               items, items};
    if (!vole_call(vole, fill, &slice, NULL, &err))
      fail(&err);
    vole_collect(vole, NULL); // keeps the names, which only the arena refers to
    const struct item *item = &((struct item *)slice.ptr)[items - 1];
    int count = 0;
    for (; item; item = item->next)
      count += item->name.len == 1 && *item->name.ptr == 'a' + (items - 1 - count) % 26;
    vole_call(vole, last, NULL, &name, &err);
    printf("%d items, the last is %.*s\n", count, (int)name.len, name.ptr);
  }
  if (vole_arena_alloc(arena, SIZE_MAX / 2, 3, NULL) || vole_arena_alloc(arena, 3 << 20, 1, NULL))
    printf("more than 2 MiB were allocated at once\n");
  vole_arena_free(arena);
  if (fault) {
    vole_handle_faults();
    vole_call(vole, last, NULL, &name, &err);
  }
  vole_free(vole);
}

int main(void) {
  int messages[2];
  if (pipe(messages) != 0)
    return 1;
  run(messages[1], false);
  fflush(stdout);
  if (fork() == 0) {
    close(STDOUT_FILENO);
    run(messages[1], true);
    _exit(0);
  }
  int status;
  wait(&status);
  close(messages[1]);
  char text[4096] = "";
  if (read(messages[0], text, sizeof text - 1) < 0)
    return 1;
  const char *const parts[] = {"accessed data from freed user arena 0x", "fatal error: fault\n",
                               "main.Last()\n\tarena.go:12"};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    printf("%s\n", strstr(text, parts[i]) ? parts[i] : text);
  printf("exit status %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 0;
}
