// What the standard library has in C, and the Go sources that come with the program.

#ifndef VOLE_VM_STD_NATIVES_H
#define VOLE_VM_STD_NATIVES_H

#include <string.h>

#include "runtime/string.h"
#include "vm/check/check.h"
#include "vm/compile/program.h"

// The functions in C of one package; ends with an entry without a name.
struct native_package {
  const char *name; // as it begins full names: "strings"
  const struct native_entry *entries;
};

// The source files that are compiled in (made by embed.py), those of a package next to each other:
// import path, name, text and bytes of each.
extern const char *const std_packages[], *const std_names[], *const std_texts[];
extern const size_t std_sizes[];
extern const int std_file_count;

// The tables of all packages; a package may have several. Ends with an entry without a name.
extern const struct native_package std_native_packages[];

// Finds a function by its full name, "strings.IndexByte"; NULL if there is none.
const struct native_entry *std_native_find(const char *name);

// The sources of a package; false if there is none of that path.
bool std_find_package(const char *path, struct package_source *source);

extern const struct native_entry natives_rt[], natives_strconv[], natives_fmt[], natives_os[],
    natives_strings[], natives_replacer[], natives_bytes[], natives_unicode[], natives_math[],
    natives_time[], natives_runtime[], natives_debug[], natives_sort[], natives_rand[],
    natives_utf8[], natives_sync[], natives_bufio[], natives_bits[], natives_fmt_scan[],
    natives_special[], natives_weak[], natives_arena[], natives_profile[], natives_pprof[],
    natives_metrics[];

// Arguments in slots.
static inline struct go_string native_string(const uint64_t *slot) {
  return (struct go_string){(const uint8_t *)slot[0], (int64_t)slot[1]};
}

static inline struct go_slice native_slice(const uint64_t *slot) {
  return (struct go_slice){(void *)slot[0], (int64_t)slot[1], (int64_t)slot[2]};
}

// Results.
static inline void native_set_string(uint64_t *slot, struct go_string s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
}

static inline void native_set_slice(uint64_t *slot, struct go_slice s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
  slot[2] = (uint64_t)s.cap;
}

// The words of package os for an error number of the system: "no such file or directory".
const char *runtime_error_text(int number);

// func LookupEnv(key string) (string, bool) of package os: nothing is found without the grant.
bool native_lookup_env(struct g *g, uint64_t *args, uint64_t *results);

// Makes room for count bytes more in a []byte, as append does. False: a panic is raised.
bool native_reserve(struct g *g, struct go_slice *s, int64_t count);
// Appends bytes to a []byte, as append does. False: a panic is raised.
bool native_append(struct g *g, struct go_slice *s, const void *bytes, size_t size);

#endif
