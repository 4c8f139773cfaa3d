// The order in which packages are initialised, as Go's linker makes it since 1.21: package runtime
// and what it needs come first. Then, of all packages whose imports are initialised, always the one
// whose path comes first.
//
// A package whose variables have values that are known before the program runs, and that imports no
// other packages than such, is done at once and keeps nobody waiting.

#include <stdlib.h>
#include <string.h>

#include "vm/compile/internal.h"

// A package and what it waits for.
struct entry {
  struct package *package;
  int waits_for;            // imports that have work and are not done
  int rank;                 // by path
  bool has_work;            // itself or through an import
  struct entry **importers; // that wait for it
  int importer_count, importer_cap;
};

// The entries whose imports are done, the lowest rank first: a binary heap.
struct ready {
  struct entry **items;
  int count;
};

static void add_ready(struct ready *ready, struct entry *entry) {
  int i = ready->count++;
  while (i > 0 && ready->items[(i - 1) / 2]->rank > entry->rank) {
    ready->items[i] = ready->items[(i - 1) / 2];
    i = (i - 1) / 2;
  }
  ready->items[i] = entry;
}

static struct entry *take_first(struct ready *ready) {
  struct entry *first = ready->items[0], *last = ready->items[--ready->count];
  int i = 0;
  for (int child = 1; child < ready->count; child = 2 * i + 1) {
    if (child + 1 < ready->count && ready->items[child + 1]->rank < ready->items[child]->rank)
      child++;
    if (ready->items[child]->rank >= last->rank)
      break;
    ready->items[i] = ready->items[child];
    i = child;
  }
  ready->items[i] = last;
  return first;
}

// Whether a package does anything itself when it is initialised. Of the library's variables that
// is not found out: it would take time at each start.
static bool has_own_work(struct compiler *c, const struct package *package) {
  if (package->init_function_count > 0)
    return true;
  for (int i = 0; i < package->init_step_count; i++)
    if (package->is_std || !compile_is_static_step(c, &package->init_steps[i]))
      return true;
  return false;
}

static int compare_paths(const void *a, const void *b) {
  const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
  int order = strcmp(x->package->path, y->package->path);
  return order != 0 ? order : x < y ? -1 : x > y;
}

static void rank_by_path(struct compiler *c, struct entry *entries, int count) {
  struct entry **sorted = region_alloc(c->region, (size_t)count * sizeof(struct entry *));
  for (int i = 0; i < count; i++)
    sorted[i] = &entries[i];
  qsort(sorted, (size_t)count, sizeof(struct entry *), compare_paths);
  for (int i = 0; i < count; i++)
    sorted[i]->rank = i;
}

// Makes an entry wait for the imports that have work, and notes whether it has.
static void connect(struct compiler *c, struct entry *entries, struct entry *entry) {
  const struct package *package = entry->package;
  entry->has_work = has_own_work(c, package);
  for (int i = 0; i < package->import_count; i++) {
    if (package->imports[i]->order < 0)
      continue; // package unsafe
    struct entry *imported = &entries[package->imports[i]->order];
    if (!imported->has_work)
      continue;
    entry->has_work = true;
    entry->waits_for++;
    imported->importers = region_grow(c->region, imported->importers, sizeof(struct entry *),
                                      imported->importer_count, &imported->importer_cap,
                                      imported->importer_count + 1);
    imported->importers[imported->importer_count++] = entry;
  }
}

// Ranks package runtime, and what it imports, before all others. Packages come after their imports.
static void rank_runtime_first(struct entry *entries, int count) {
  int runtime = 0;
  while (runtime < count && strcmp(entries[runtime].package->path, "runtime") != 0)
    runtime++;
  for (int i = 0; i <= runtime && runtime < count; i++)
    entries[i].rank -= count; // loaded first, with nothing before it but what it imports
}

struct package **compile_init_order(struct compiler *c) {
  struct checked_program *checked = &c->program->checked;
  size_t all = (size_t)checked->package_count;
  struct entry *entries = region_alloc(c->region, all * sizeof *entries);
  struct package **order = region_alloc(c->region, all * sizeof(struct package *));
  struct ready ready = {.items = region_alloc(c->region, all * sizeof(struct entry *))};
  for (int i = 0; i < checked->package_count; i++) {
    entries[i].package = checked->packages[i];
    entries[i].package->order = i;
  }
  rank_by_path(c, entries, checked->package_count);
  rank_runtime_first(entries, checked->package_count);
  for (int i = 0; i < checked->package_count; i++)
    connect(c, entries, &entries[i]);
  int count = 0;
  for (int i = 0; i < checked->package_count; i++)
    if (!entries[i].has_work)
      order[count++] = entries[i].package; // its variables have values that are known now
    else if (entries[i].waits_for == 0)
      add_ready(&ready, &entries[i]);
  while (ready.count > 0) {
    struct entry *entry = take_first(&ready);
    order[count++] = entry->package;
    for (int i = 0; i < entry->importer_count; i++)
      if (--entry->importers[i]->waits_for == 0)
        add_ready(&ready, entry->importers[i]);
  }
  return order;
}
