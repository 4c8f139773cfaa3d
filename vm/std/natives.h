// What the standard library has in C: the tables of natives, and what all natives use.
//
// A native is a function in C that stands for a Go function without a body; runtime/func.h says how
// it is called. Each file of native/ ends with its tables. Each table stands in natives.c under the
// package that it belongs to.

#ifndef VOLE_VM_STD_NATIVES_H
#define VOLE_VM_STD_NATIVES_H

#include "runtime/string.h"
#include "vm/check/check.h"
#include "vm/compile/program.h"

// Natives of one package; ends with an entry without a name.
struct native_package {
  const char *name; // as it begins full names: "strings"
  const struct native_entry *entries;
};

// The sources, as embed.py compiles them in: import path, name, text and bytes of each file. Those
// of a package are neighbours.
extern const char *const std_packages[], *const std_names[], *const std_texts[];
extern const size_t std_sizes[];
extern const int std_file_count;

// library.c

// Returns the path of package `index` of the library, in no order; NULL: there are no more.
const char *std_package_path(int index);
// Finds the sources of a package, those of Go's own library among them. These are unpacked into the
// region. Returns whether the library has a package of that path.
bool std_find_package(struct region *region, const char *path, struct package_source *source);

// Returns in the region the licences of Vole and of Go's own library.
const char *std_licences(struct region *region);

// natives.c

// The tables of all packages; a package may have several. Ends with one without a name.
extern const struct native_package std_native_packages[];

// Returns the native of a full name, "strings.IndexByte"; NULL if there is none.
const struct native_entry *std_native_find(const char *name);

// The descriptor of the elements of []byte.
extern struct rtype native_byte_type;

// Makes room for count bytes more in a []byte, as append does. False: a panic is raised.
bool native_reserve(struct g *g, struct go_slice *s, int64_t count);

// Appends bytes to a []byte, as append does. False: a panic is raised.
bool native_append(struct g *g, struct go_slice *s, const void *bytes, size_t size);

// native/errno.c

// Returns what package syscall says of an error number of the system: "no such file or directory".
const char *runtime_error_text(int number);

// native/runtime.c

// Returns the program counter at which a function begins, as runtime.FuncForPC takes it.
uint64_t native_code_pointer(struct g *g, struct func *fn);

// native/os.c

// The native of func LookupEnv(key string) (string, bool), of packages os and time. Without the
// grant, nothing is found.
bool native_lookup_env(struct g *g, uint64_t *args, uint64_t *results);

// The tables, by the file of native/ or support/ that has them.
extern const struct native_entry natives_adler32[];              // digest.c
extern const struct native_entry natives_arena[];                // arena.c
extern const struct native_entry natives_at[];                   // at.c
extern const struct native_entry natives_big[];                  // big.c
extern const struct native_entry natives_bufio[];                // text.c
extern const struct native_entry natives_bytealg[];              // text.c
extern const struct native_entry natives_bytes[];                // text.c
extern const struct native_entry natives_crc32[];                // digest.c
extern const struct native_entry natives_debug[];                // runtime.c
extern const struct native_entry natives_entropy[];              // entropy.c
extern const struct native_entry natives_errno[];                // errno.c
extern const struct native_entry natives_file[];                 // file.c
extern const struct native_entry natives_fmt[];                  // fmt.c
extern const struct native_entry natives_fmt_scan[];             // scan.c
extern const struct native_entry natives_maphash[];              // hash.c
extern const struct native_entry natives_math[], natives_bits[]; // math.c
extern const struct native_entry natives_md5[];                  // digest.c
extern const struct native_entry natives_metrics[];              // metrics.c
extern const struct native_entry natives_os[];                   // os.c
extern const struct native_entry natives_pprof[];                // support/profile.c
extern const struct native_entry natives_process[];              // process.c
extern const struct native_entry natives_profile[];              // support/profile.c
extern const struct native_entry natives_rand_v2[];              // rand.c
extern const struct native_entry natives_rand[];                 // rand.c
extern const struct native_entry natives_reflect_call[];         // reflect_call.c
extern const struct native_entry natives_reflect_chan[];         // reflect_chan.c
extern const struct native_entry natives_reflect_select[];       // reflect_select.c
extern const struct native_entry natives_reflect_struct[];       // reflect_struct.c
extern const struct native_entry natives_reflect_type[];         // reflect_type.c
extern const struct native_entry natives_reflect_value[];        // reflect_value.c
extern const struct native_entry natives_replacer[];             // replacer.c
extern const struct native_entry natives_rt[];                   // rt.c
extern const struct native_entry natives_runtime[];              // runtime.c
extern const struct native_entry natives_sha1[];                 // digest.c
extern const struct native_entry natives_sha3[];                 // keccak.c
extern const struct native_entry natives_sha256[];               // digest.c
extern const struct native_entry natives_sha512[];               // digest.c
extern const struct native_entry natives_signal[];               // signal.c
extern const struct native_entry natives_pprof_packed[];         // pprof.c
extern const struct native_entry natives_snapshot[];             // snapshot.c
extern const struct native_entry natives_sort[];                 // sort.c
extern const struct native_entry natives_special[];              // special.c
extern const struct native_entry natives_stat[];                 // stat.c
extern const struct native_entry natives_strconv[];              // strconv.c
extern const struct native_entry natives_strings[];              // text.c
extern const struct native_entry natives_swap[];                 // swap.c
extern const struct native_entry natives_sync[];                 // sync.c
extern const struct native_entry natives_syscall[];              // syscall.c
extern const struct native_entry natives_syscall_file[];         // file.c
extern const struct native_entry natives_syscall_stat[];         // stat.c
extern const struct native_entry natives_syscall_os[];           // os.c
extern const struct native_entry natives_syscall_process[];      // process.c
extern const struct native_entry natives_time[];                 // time.c
extern const struct native_entry natives_unicode[];              // unicode.c
extern const struct native_entry natives_utf8[];                 // utf8.c
extern const struct native_entry natives_wait_file[];            // file.c
extern const struct native_entry natives_weak[];                 // special.c

// Arguments, by their first slot.
static inline struct go_string native_string(const uint64_t *slot) {
  return (struct go_string){(const uint8_t *)slot[0], (int64_t)slot[1]};
}

static inline struct go_slice native_slice(const uint64_t *slot) {
  return (struct go_slice){(void *)slot[0], (int64_t)slot[1], (int64_t)slot[2]};
}

// Results, by their first slot.
static inline void native_set_string(uint64_t *slot, struct go_string s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
}

static inline void native_set_slice(uint64_t *slot, struct go_slice s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
  slot[2] = (uint64_t)s.cap;
}

#endif
