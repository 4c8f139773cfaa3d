// Finds the standard library's functions in C and its Go sources.

#include "vm/std/natives.h"

#include <stdlib.h>

#include "runtime/bulk.h"
#include "runtime/slice.h"

const struct native_package std_native_packages[] = {
    {"internal/rt", natives_rt},
    {"strconv", natives_strconv},
    {"fmt", natives_fmt},
    {"os", natives_os},
    {"strings", natives_strings},
    {"strings", natives_replacer},
    {"bytes", natives_bytes},
    {"unicode", natives_unicode},
    {"math", natives_math},
    {"time", natives_time},
    {"runtime", natives_runtime},
    {"runtime/debug", natives_debug},
    {"sort", natives_sort},
    {"math/rand", natives_rand},
    {"unicode/utf8", natives_utf8},
    {"bufio", natives_bufio},
    {"math/bits", natives_bits},
    {"sync", natives_sync},
    {"fmt", natives_fmt_scan},
    {"runtime", natives_special},
    {"weak", natives_weak},
    {"arena", natives_arena},
    {"runtime", natives_profile},
    {"runtime/pprof", natives_pprof},
    {"runtime/metrics", natives_metrics},
    {NULL, NULL},
};

const struct native_entry *std_native_find(const char *name) {
  // The package's path ends at the first dot after the last slash.
  const char *slash = strrchr(name, '/');
  const char *dot = strchr(slash ? slash : name, '.');
  if (!dot)
    return NULL;
  size_t size = (size_t)(dot - name);
  for (const struct native_package *p = std_native_packages; p->name; p++) {
    if (strncmp(p->name, name, size) != 0 || p->name[size])
      continue;
    for (const struct native_entry *e = p->entries; e->name; e++) {
      if (strcmp(e->name, dot + 1) == 0)
        return e;
    }
  }
  return NULL;
}

bool std_find_package(const char *path, struct package_source *source) {
  int first = 0, count = 0;
  while (first < std_file_count && strcmp(std_packages[first], path) != 0)
    first++;
  while (first + count < std_file_count && strcmp(std_packages[first + count], path) == 0)
    count++;
  *source = (struct package_source){.names = std_names + first,
                                    .texts = std_texts + first,
                                    .sizes = std_sizes + first,
                                    .count = count,
                                    .is_std = true};
  return count > 0;
}

bool native_reserve(struct g *g, struct go_slice *s, int64_t count) {
  static const struct rtype byte_type = {.layout = {.size = 1},
                                         .kind = KIND_UINT8,
                                         .align = 1,
                                         .flags = RTYPE_COMPARABLE | RTYPE_MEMORY_EQUAL,
                                         .slots = 1,
                                         .string = "uint8",
                                         .name = "uint8"};
  return s->cap - s->len >= count || slice_grow(g, &byte_type, s, count);
}

bool native_append(struct g *g, struct go_slice *s, const void *bytes, size_t size) {
  if (size == 0)
    return true;
  if (!native_reserve(g, s, (int64_t)size))
    return false;
  bulk_copy((char *)s->ptr + s->len, bytes, size);
  s->len += (int64_t)size;
  return true;
}
