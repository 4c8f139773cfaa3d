// Finds the Go sources of a package of the library: those of vm/std, which are compiled in as they
// are, and those of Go's own library, which are unpacked when a program imports them.
//
// A package may have both. Then the files of vm/std stand for those that third_party/go-std does not
// list, add what newer versions of Go have, and replace functions.

#include <string.h>
#include <zlib.h>

#include "third_party/go-std/go_std.h"
#include "vm/std/natives.h"

enum { go_std_minor = 19 }; // Go's own library is that of Go 1.19

// Returns the package of Go's library that has this path, NULL if none has.
static const struct go_std_package *go_std_find(const char *path) {
  int low = 0, high = go_std_package_count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (strcmp(go_std_packages[middle].path, path) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < go_std_package_count && strcmp(go_std_packages[low].path, path) == 0;
  return found ? &go_std_packages[low] : NULL;
}

// Returns the texts of a package, each followed by a NUL: those that were compressed in the region.
static const char *unpack(struct region *region, const struct go_std_package *packed) {
  if (packed->packed_size == 0)
    return (const char *)packed->packed;
  char *texts = region_alloc(region, packed->size);
  uLongf size = packed->size;
  int result = uncompress((Bytef *)texts, &size, packed->packed, packed->packed_size);
  if (result == Z_MEM_ERROR)
    region_out_of_memory(region, packed->size);
  invariant(result == Z_OK && size == packed->size);
  return texts;
}

// Adds Go's files behind those of vm/std.
static void add_go_std(struct region *region, const struct go_std_package *packed,
                       struct package_source *source) {
  int own = source->count, count = own + packed->count;
  const char **names = region_alloc(region, (size_t)count * sizeof *names);
  const char **texts = region_alloc(region, (size_t)count * sizeof *texts);
  size_t *sizes = region_alloc(region, (size_t)count * sizeof *sizes);
  for (int i = 0; i < own; i++) {
    names[i] = source->names[i];
    texts[i] = source->texts[i];
    sizes[i] = source->sizes[i];
  }
  const char *next = unpack(region, packed);
  for (int i = 0; i < packed->count; i++) {
    names[own + i] = packed->names[i];
    texts[own + i] = next;
    sizes[own + i] = packed->sizes[i];
    next += packed->sizes[i] + 1;
  }
  *source = (struct package_source){
      names, texts, sizes, count, .is_std = true, .language_minor = go_std_minor, .overlays = own};
}

const char *std_package_path(int index) {
  if (index < go_std_package_count)
    return go_std_packages[index].path;
  index -= go_std_package_count;
  for (int i = 0; i < std_file_count; i++) {
    bool is_new = i == 0 || strcmp(std_packages[i - 1], std_packages[i]) != 0;
    if (is_new && !go_std_find(std_packages[i]) && index-- == 0)
      return std_packages[i];
  }
  return NULL;
}

bool std_find_package(struct region *region, const char *path, struct package_source *source) {
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
  const struct go_std_package *packed = go_std_find(path);
  if (packed)
    add_go_std(region, packed, source);
  return count > 0 || packed;
}

const char *std_licences(struct region *region) {
  return unpack(region, &go_std_licences);
}
