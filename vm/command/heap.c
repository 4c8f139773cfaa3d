// vole heap: what a snapshot of a heap shows.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/heap/report.h"

static const char usage[] =
    "usage: vole heap [-o PAGE.html] [-base OLDER] FILE    make a page for a browser\n"
    "       vole heap -text [-top N] [-base OLDER] FILE    print tables\n"
    "       vole heap -why TYPE FILE                       what keeps its objects alive\n"
    "       vole heap -object ADDRESS FILE                 what keeps this one alive\n"
    "       vole heap -chrome OUT.heapsnapshot FILE        for the developer tools of browsers\n"
    "\n"
    "A program writes a snapshot with debug.WriteHeapDump, a host with vole_heap_snapshot, and\n"
    "VOLEDEBUG=snapshot=FILE has the command write one at SIGUSR1, when memory runs out, and at "
    "the\n"
    "end. docs/heap.md says how to read them.\n";

// What the words ask for.
struct heap_request {
  const char *file, *base, *page, *chrome, *why, *object;
  bool text;
  uint32_t top;
};

// A snapshot with all that is found in it.
struct heap_view {
  struct heap_file file;
  struct heap_graph graph;
};

static bool view_load(struct heap_view *view, const char *path) {
  if (!heap_file_read(&view->file, path)) {
    fprintf(stderr, "vole heap: %s: %s\n", path, view->file.problem);
    heap_file_free(&view->file);
    return false;
  }
  heap_graph_init(&view->graph, &view->file);
  heap_find_types(&view->graph);
  heap_find_classes(&view->graph);
  heap_find_dominators(&view->graph);
  heap_retain_classes(&view->graph);
  return true;
}

static void view_free(struct heap_view *view) {
  heap_graph_free(&view->graph);
  heap_file_free(&view->file);
}

// Takes a flag with a value, as "-name value". Returns whether it was that flag.
static bool take(int *at, int argc, char **argv, const char *name, const char **value) {
  if (strcmp(argv[*at], name) != 0 || *at + 1 >= argc)
    return false;
  *value = argv[++*at];
  return true;
}

static bool parse(struct heap_request *request, int argc, char **argv) {
  const char *top = NULL;
  for (int i = 0; i < argc; i++) {
    if (strcmp(argv[i], "-text") == 0)
      request->text = true;
    else if (take(&i, argc, argv, "-base", &request->base) ||
             take(&i, argc, argv, "-o", &request->page) ||
             take(&i, argc, argv, "-chrome", &request->chrome) ||
             take(&i, argc, argv, "-why", &request->why) ||
             take(&i, argc, argv, "-object", &request->object) ||
             take(&i, argc, argv, "-top", &top))
      continue;
    else if (argv[i][0] == '-' || request->file)
      return false;
    else
      request->file = argv[i];
  }
  request->top = top ? (uint32_t)strtoul(top, NULL, 10) : 20;
  return request->file && request->top > 0;
}

// Writes a file by a function. Returns the exit status.
static int write_file(const char *path, const struct heap_view *view, const struct heap_view *base,
                      const char *name) {
  FILE *out = fopen(path, "w");
  bool ok = out;
  if (out && name)
    ok = heap_write_page(&view->graph, base ? &base->graph : NULL, name, out);
  else if (out)
    ok = heap_write_chrome(&view->graph, out);
  int error = errno;
  if (out && fclose(out) != 0 && ok) {
    ok = false;
    error = errno;
  }
  if (!ok)
    fprintf(stderr, "vole heap: %s: %s\n", path, command_error_text(error));
  return ok ? 0 : 1;
}

static int show_object(const struct heap_view *view, const char *text) {
  char *end;
  errno = 0;
  unsigned long long address = strtoull(text, &end, 0);
  if (*end || errno || !heap_print_object(&view->graph, address, stdout)) {
    fprintf(stderr, "vole heap: no object is at %s\n", text);
    return 1;
  }
  return 0;
}

static int show_why(const struct heap_view *view, const struct heap_request *request) {
  if (heap_print_why(&view->graph, request->why, request->top, stdout))
    return 0;
  fprintf(stderr, "vole heap: no object has the type %s\n", request->why);
  return 1;
}

static int show(const struct heap_request *request, const struct heap_view *view,
                const struct heap_view *base) {
  char path[4096];
  if (request->why)
    return show_why(view, request);
  if (request->object)
    return show_object(view, request->object);
  if (request->chrome)
    return write_file(request->chrome, view, base, NULL);
  if (request->text) {
    heap_print(&view->graph, base ? &base->graph : NULL, request->top, stdout);
    return 0;
  }
  snprintf(path, sizeof path, "%s.html", request->file);
  const char *page = request->page ? request->page : path;
  int status = write_file(page, view, base, request->file);
  if (status == 0)
    printf("%s\n", page);
  return status;
}

int command_heap(int argc, char **argv) {
  struct heap_request request = {0};
  struct heap_view view, base;
  if (argc == 1 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)) {
    fputs(usage, stdout);
    return 0;
  }
  if (!parse(&request, argc, argv)) {
    fputs(usage, stderr);
    return 2;
  }
  if (!view_load(&view, request.file))
    return 1;
  bool has_base = request.base;
  if (has_base && !view_load(&base, request.base)) {
    view_free(&view);
    return 1;
  }
  int status = show(&request, &view, has_base ? &base : NULL);
  if (has_base)
    view_free(&base);
  view_free(&view);
  return status;
}
