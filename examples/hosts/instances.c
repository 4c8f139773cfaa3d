// A host that makes and destroys a hundred instances, four at a time.
//
// It checks that each computes with its own variables, and that the process holds no more memory
// mappings at the end than at the beginning.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/api/vole.h"

enum { rounds = 25, alive = 4 };

static const char source[] = "package main\n"
                             "type node struct { next *node; value int }\n"
                             "var head *node\n"
                             "func Sum(n int) (sum int) {\n"
                             "\tfor i := range n { head = &node{head, i} }\n"
                             "\tfor p := head; p != nil; p = p.next { sum += p.value }\n"
                             "\treturn sum\n"
                             "}\n"
                             "func main() {}\n";

// Returns the number of the process's memory mappings; -1 if the system does not tell.
static int count_mappings(void) {
  FILE *maps = fopen("/proc/self/maps", "r");
  if (!maps)
    return -1;
  int lines = 0;
  for (int c = getc(maps); c != EOF; c = getc(maps))
    lines += c == '\n';
  fclose(maps);
  return lines;
}

// Makes an instance with the program above, or ends the process.
static struct vole *make(void) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  if (vole && vole_load_string(vole, "sum.go", source, sizeof source - 1, &err))
    return vole;
  fprintf(stderr, "instances: %s\n", err.message);
  exit(1);
}

// Returns Sum(n), which adds n numbers to the list of the instance and sums the whole list.
static int64_t sum(struct vole *vole, int64_t n) {
  struct vole_error err = {0};
  struct vole_func *function = vole_func(vole, "main.Sum", "func(n int) int", &err);
  int64_t result = 0;
  if (!function || !vole_call(vole, function, &n, &result, &err)) {
    fprintf(stderr, "instances: %s\n", err.message);
    exit(1);
  }
  return result;
}

// Makes some instances, calls each twice, and destroys them.
static void round_of(int number) {
  struct vole *instances[alive];
  for (int i = 0; i < alive; i++)
    instances[i] = make();
  for (int call = 1; call <= 2; call++) {
    for (int i = 0; i < alive; i++) {
      int64_t n = 1000 * (i + 1);
      int64_t got = sum(instances[i], n), want = call * n * (n - 1) / 2;
      if (got != want) {
        fprintf(stderr, "instances: round %d, instance %d: %" PRId64 " instead of %" PRId64 "\n",
                number, i, got, want);
        exit(1);
      }
    }
  }
  vole_collect(instances[0], NULL);
  for (int i = 0; i < alive; i++)
    vole_free(instances[i]);
}

int main(void) {
  round_of(0); // libraries map some memory once, in the first round
  int before = count_mappings();
  for (int number = 1; number < rounds; number++)
    round_of(number);
  int after = count_mappings();
  if (after > before) {
    fprintf(stderr, "instances: %d mappings before, %d after\n", before, after);
    return 1;
  }
  printf("%d instances made and destroyed\n", rounds * alive);
  return 0;
}
