// Finds the standard library's functions in C and its Go sources.

#include "vm/std/natives.h"

#include <stdlib.h>

#include "runtime/slice.h"

static const struct native_package packages[] = {
    {"internal/rt", natives_rt},   {"strconv", natives_strconv}, {"fmt", natives_fmt},         {"os", natives_os},
    {"strings", natives_strings},  {"bytes", natives_bytes},     {"unicode", natives_unicode}, {"math", natives_math},
    {"time", natives_time},        {"runtime", natives_runtime}, {"runtime/debug", natives_debug},
    {"sort", natives_sort},        {"math/rand", natives_rand},  {"unicode/utf8", natives_utf8},
    {"bufio", natives_bufio},      {"math/bits", natives_bits},   {"sync", natives_sync},
    {"fmt", natives_fmt_scan},
};

const struct native_entry *std_native_find(const char *name) {
  // The package's path ends at the first dot after the last slash.
  const char *slash = strrchr(name, '/');
  const char *dot = strchr(slash ? slash : name, '.');
  if (!dot)
    return NULL;
  size_t size = (size_t)(dot - name);
  for (size_t i = 0; i < sizeof packages / sizeof packages[0]; i++) {
    if (strncmp(packages[i].name, name, size) != 0 || packages[i].name[size])
      continue;
    for (const struct native_entry *e = packages[i].entries; e->name; e++) {
      if (strcmp(e->name, dot + 1) == 0)
        return e;
    }
  }
  return NULL;
}

// The files of a package stand next to each other in the table.
bool std_find_package(const char *path, struct package_source *source) {
  static const size_t max_files = 16;
  static __thread const char *names[16], *texts[16];
  static __thread size_t sizes[16];
  int count = 0;
  for (int i = 0; i < std_file_count && (size_t)count < max_files; i++) {
    if (strcmp(std_files[i].package, path) != 0)
      continue;
    names[count] = std_files[i].name;
    texts[count] = std_files[i].text;
    sizes[count] = std_files[i].size;
    count++;
  }
  *source = (struct package_source){.names = names, .texts = texts, .sizes = sizes, .count = count, .is_std = true};
  return count > 0;
}

bool native_append(struct g *g, struct go_slice *s, const void *bytes, size_t size) {
  static const struct rtype byte_type = {
      .layout = {.size = 1}, .kind = KIND_UINT8, .align = 1, .flags = RTYPE_COMPARABLE | RTYPE_MEMORY_EQUAL | RTYPE_NAMED, .slots = 1, .string = "uint8", .name = "uint8"};
  if (s->cap - s->len < (int64_t)size && !slice_grow(g, &byte_type, s, (int64_t)size))
    return false;
  memcpy((char *)s->ptr + s->len, bytes, size);
  s->len += (int64_t)size;
  return true;
}
