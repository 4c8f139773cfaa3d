// A snapshot, read back: its graph is that of the heap verifier, and its counts are MemStats'.

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gc/verify.h"
#include "runtime/debug.h"
#include "vm/api/instance.h"
#include "vm/command/heap/graph.h"

static const char source[] =
    "package main\n"
    "type node struct { next *node; other any; name string; items []*node; m map[string]*node }\n"
    "type leaf struct { data [4]int }\n"
    "var root *node\n"
    "var kept = map[int]*node{}\n"
    "func main() {\n"
    "\tfor i := 0; i < 20000; i++ {\n"
    "\t\tn := &node{next: root, name: \"n\" + string(rune('a'+i%26))}\n"
    "\t\tif i%3 == 0 { n.other = leaf{} }\n"
    "\t\tif i%5 == 0 { n.other = func() *node { return n } }\n"
    "\t\tif i%7 == 0 { n.items = append(n.items, root, n) }\n"
    "\t\tif i%1000 == 0 { n.m = map[string]*node{n.name: n} }\n"
    "\t\tif i%11 == 0 { kept[i] = n }\n"
    "\t\tif i%4 != 0 { root = n }\n"
    "\t}\n"
    "\tbig := make([]*node, 100000)\n"
    "\tbig[99999] = root\n"
    "\tkept[-1] = &node{items: big[:2]}\n"
    "}\n";

static struct vole *run(void) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  cr_assert(vole && vole_load_string(vole, "m.go", source, strlen(source), &err) &&
                vole_run(vole, &err),
            "%s", err.message);
  return vole;
}

static void take(struct vole *vole, char *path, struct vole_snapshot *taken) {
  struct vole_error err = {0};
  strcpy(path, "/tmp/snapshot_test_XXXXXX");
  int fd = mkstemp(path);
  cr_assert_geq(fd, 0);
  cr_assert(vole_heap_snapshot(vole, fd, taken, &err), "%s", err.message);
  close(fd);
}

Test(snapshot, equals_verifier_and_statistics) {
  char path[64];
  struct vole_snapshot taken;
  struct heap_file file;
  struct vole *vole = run();
  take(vole, path, &taken);
  struct gc_verify_counts counts = gc_verify_heap(&vole->machine.runtime.gc, false);
  struct vole_stats stats;
  vole_stats(vole, &stats);
  cr_assert(heap_file_read(&file, path), "%s", file.problem);
  unlink(path);
  cr_assert_eq(file.object_count, counts.objects);
  cr_assert_eq(taken.objects, counts.objects);
  cr_assert_eq(file.end_pointers, counts.pointers);
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < file.object_count; i++)
    bytes += heap_object_size(&file, i);
  cr_assert_eq(bytes, counts.bytes);
  cr_assert_eq(bytes, stats.heap_live);
  cr_assert_eq(file.info.heap_alloc, bytes);
  cr_assert_eq(file.info.mallocs - file.info.frees, stats.mallocs - stats.frees);
  cr_assert_eq(file.pointer_count + file.dangling, file.end_pointers);
  cr_assert_gt(file.pointer_count, 20000);
  heap_file_free(&file);
  vole_free(vole);
}

// After a collection everything but what it could not know is alive, and has a type.
Test(snapshot, knows_types) {
  char path[64];
  struct vole_snapshot taken;
  struct vole_error err = {0};
  struct heap_file file;
  struct heap_graph g;
  struct vole *vole = run();
  cr_assert(vole_collect(vole, &err));
  take(vole, path, &taken);
  cr_assert(heap_file_read(&file, path), "%s", file.problem);
  unlink(path);
  heap_graph_init(&g, &file);
  heap_find_types(&g);
  heap_find_classes(&g);
  heap_find_dominators(&g);
  uint32_t garbage = 0, unknown = 0, nodes = 0, leaves = 0;
  for (uint32_t i = 0; i < g.object_count; i++) {
    garbage += g.dominator[i] == heap_none;
    unknown += g.dominator[i] != heap_none && g.shapes[i].form == HEAP_UNKNOWN;
    nodes += strcmp(heap_node_name(&g, i), "main.node") == 0;
    leaves += strcmp(heap_node_name(&g, i), "main.leaf") == 0; // only interfaces lead to them
  }
  cr_assert_eq(garbage, 0);
  cr_assert_eq(unknown, 0);
  cr_assert_gt(nodes, 15000);
  cr_assert_gt(leaves, 4000);
  heap_graph_free(&g);
  heap_file_free(&file);
  vole_free(vole);
}

// A file that is cut off or changed is refused or read, and never more.
Test(snapshot, damage_is_noticed) {
  char path[64], damaged[80];
  struct vole_snapshot taken;
  struct heap_file file;
  struct vole *vole = run();
  take(vole, path, &taken);
  vole_free(vole);
  FILE *in = fopen(path, "r");
  uint8_t *bytes = malloc(taken.bytes);
  cr_assert_eq(fread(bytes, 1, taken.bytes, in), taken.bytes);
  fclose(in);
  unlink(path);
  snprintf(damaged, sizeof damaged, "%s.damaged", path);
  uint64_t random = 1;
  for (int turn = 0; turn < 300; turn++) {
    random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
    uint64_t at = (random >> 20) % taken.bytes;
    uint8_t old = bytes[at];
    bytes[at] ^= (uint8_t)(1 + (random >> 12) % 255);
    FILE *out = fopen(damaged, "w");
    fwrite(bytes, 1, turn % 2 ? taken.bytes : at, out);
    fclose(out);
    bytes[at] = old;
    if (heap_file_read(&file, damaged)) {
      struct heap_graph g;
      cr_assert(turn % 2, "a file that is cut off is read");
      heap_graph_init(&g, &file);
      heap_find_types(&g);
      heap_find_classes(&g);
      heap_find_dominators(&g);
      heap_retain_classes(&g);
      heap_graph_free(&g);
    } else {
      cr_assert_neq(file.problem[0], '\0');
    }
    heap_file_free(&file);
  }
  unlink(damaged);
  free(bytes);
}

Test(snapshot, errors_have_words) {
  struct vole_error err = {0};
  struct vole *vole = run();
  cr_assert_not(vole_heap_snapshot(vole, -1, NULL, &err));
  cr_assert_str_eq(err.message, "write: bad file descriptor");
  vole_error_clear(&err);
  int full = open("/dev/full", O_WRONLY);
  cr_assert_not(vole_heap_snapshot(vole, full, NULL, &err));
  cr_assert_str_eq(err.message, "write: no space left on device");
  vole_error_clear(&err);
  close(full);
  cr_assert_not(vole_heap_snapshot(NULL, 1, NULL, &err));
  vole_error_clear(&err);
  cr_assert(vole_run(vole, &err)); // it goes on
  vole_free(vole);
}
