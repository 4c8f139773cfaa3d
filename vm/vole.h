// vole.h: Go scripts inside a C program.
//
// An instance (struct vole) is a heap, a collector, a scheduler and one program. A process makes
// and destroys as many as it likes; they share nothing. An instance is used by one thread at a
// time, unless a function says otherwise. No function here but vole_handle_faults prints, exits,
// installs signal handlers or keeps global state; every error is a value. An instance that has
// collected or started goroutines has threads of its own: a child of fork must not use it.
//
//   struct vole_error err = {0};
//   struct vole *rt = vole_new(NULL, &err);
//   vole_bind(rt, "host", "func Log(level int, msg string)", host_log, user, &err);   // import
//   "host" in the script vole_load_file(rt, "game.go", &err); struct vole_func *tick =
//   vole_func(rt, "main.Tick", "func(dt float64, n int) (int, error)", &err); struct { double dt;
//   int64_t n; } in = { 0.016, 3 }; struct { int64_t hits; struct vole_iface error; } out; if
//   (!vole_call(rt, tick, &in, &out, &err)) { puts(err.message); vole_error_clear(&err); }
//   vole_free(rt);
//
// Arguments and results are C structs laid out as Go lays out a struct with the same fields: int is
// int64_t, bool is one byte, string is struct vole_string, and so on.

#ifndef VOLE_H
#define VOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct vole;
struct vole_func;
struct vole_ref;
struct vole_arena;

// Go values as C sees them.
struct vole_string {
  const char *ptr;
  int64_t len;
}; // bytes, not NUL-terminated, never written to
struct vole_slice {
  void *ptr;
  int64_t len;
  int64_t cap;
};
struct vole_iface {
  const void *type;
  void *data;
}; // any interface; type is NULL for nil

enum vole_error_kind {
  VOLE_OK,
  VOLE_ERROR_USAGE,  // the call makes no sense: no such function, a wrong signature, nothing loaded
  VOLE_ERROR_SYSTEM, // a file cannot be read, memory cannot be mapped
  VOLE_ERROR_COMPILE, // message holds the compiler's lines, "file.go:12:5: ..."
  VOLE_ERROR_PANIC,   // the script panicked and nobody recovered; message is what Go would print
  VOLE_ERROR_EXIT,    // the script called os.Exit; exit_status is its argument
  VOLE_ERROR_FATAL,   // a fatal error of the run time (stack overflow, out of memory ...); the
                      // instance can only be freed
};

// What went wrong. Zero it before first use; the library fills it on failure and leaves it alone on
// success.
struct vole_error {
  enum vole_error_kind kind;
  int exit_status; // what a Go program would exit with
  char *message;   // allocated; vole_error_clear frees it
};

// Frees the message and zeroes the structure.
void vole_error_clear(struct vole_error *err);

// How an instance is made. Zero means the default everywhere.
struct vole_config {
  int max_procs;        // how many threads run script code at once; default 1; negative: as many
                        // as there are CPUs that the process may use
  int64_t memory_limit; // bytes, as GOMEMLIMIT; default none
  int gc_percent;       // as GOGC: default 100; negative turns the collector off
  const char
      *gomemlimit;       // memory_limit as text, as in GOMEMLIMIT: "512MiB"; goes before the number
  const char *gogc;      // gc_percent as text, as in GOGC: "off"; goes before the number
  const char *godebug;   // options as in GODEBUG: "gctrace=1"
  const char *voledebug; // options as in VOLEDEBUG: "gcstress=100,verify"
  int argc;              // os.Args; default one, "vole"
  char *const *argv;
  int grant;             // what scripts may reach: VOLE_GRANT_*
  int heap_profile_rate; // bytes between samples of the heap profile; default 0: only if the script
                         // profiles itself
  int out_fd, err_fd,
      in_fd; // os.Stdout, os.Stderr, os.Stdin; default 1, 2 and 0 (give -1 for none)
};

enum {
  VOLE_GRANT_FILES = 1,       // package os opens files
  VOLE_GRANT_ENVIRONMENT = 2, // os.Getenv and friends
  VOLE_GRANT_ALL = 3,
};

// Makes an instance. config may be NULL. Returns NULL and fills err if memory cannot be had or an
// option is malformed.
struct vole *vole_new(const struct vole_config *config, struct vole_error *err);

// Destroys an instance: returns every mapping and joins every thread. NULL is fine. All refs,
// functions and pointers into the instance are dead afterwards.
void vole_free(struct vole *rt);

// A C function that scripts can call. arguments and results point at structs laid out as Go does;
// results are zeroed before. Return true, or false after vole_panic. It may call back (vole_call).
// It must not keep pointers to heap objects beyond its return, except through vole_hold. With
// goroutines it runs on whichever thread they run on, on several at once with max_procs > 1; of
// this library it may use vole_call, vole_panic, vole_string_new, vole_bytes_new, vole_iface_text,
// vole_hold and vole_release.
typedef bool (*vole_native)(struct vole *rt, void *user, const void *arguments, void *results);

// Makes `declaration`, as "func Log(level int, msg string)", a function of package `package`, which
// scripts import by that name. Before loading only. Only basic types, strings, slices, maps,
// pointers, funcs and any may appear in it.
bool vole_bind(struct vole *rt, const char *package, const char *declaration, vole_native function,
               void *user, struct vole_error *err);

// In a native: the script's call panics with a run-time error of that message when the native
// returns false.
void vole_panic(struct vole *rt, const char *message);

// Compiles a program of one file. Its packages are initialised by the first vole_run or vole_call.
// One program an instance.
bool vole_load_file(struct vole *rt, const char *path, struct vole_error *err);
// The same from memory; name is for messages.
bool vole_load_string(struct vole *rt, const char *name, const char *source, size_t size,
                      struct vole_error *err);
// The same with several files of package main.
bool vole_load_files(struct vole *rt, const char *const *paths, int count, struct vole_error *err);

// Only compiles: reports errors in any function, runs nothing, loads nothing.
bool vole_check_file(struct vole *rt, const char *path, struct vole_error *err);

// Runs main.main. True if it returned; err tells about exit, panic and fatal errors otherwise.
bool vole_run(struct vole *rt, struct vole_error *err);

// Looks a function or method of the loaded program up ("main.Tick") and checks its type against a
// signature in Go's syntax, as "func(dt float64, n int) (int, error)". Valid as long as the
// instance.
struct vole_func *vole_func(struct vole *rt, const char *name, const char *signature,
                            struct vole_error *err);

// Calls it. arguments and results may be NULL where there are none. False on a panic, exit or fatal
// error: results are then untouched, and but for fatal errors the instance lives on. Heap pointers
// in results stay valid until the next call into the instance: hold what must live longer.
bool vole_call(struct vole *rt, struct vole_func *function, const void *arguments, void *results,
               struct vole_error *err);

// The address of a package variable ("main.Count") after its type was checked ("int"); NULL and err
// if there is none. Pointers must not be stored through it.
void *vole_variable(struct vole *rt, const char *name, const char *type, struct vole_error *err);

// A Go string with a copy of the bytes.
struct vole_string vole_string_new(struct vole *rt, const char *bytes, size_t size);
// A []byte with a copy of the bytes.
struct vole_slice vole_bytes_new(struct vole *rt, const void *bytes, size_t size);

// Keeps an object (any pointer into it) alive until it is released. NULL if memory is short.
struct vole_ref *vole_hold(struct vole *rt, void *object);
void *vole_ref_object(const struct vole_ref *ref);
void vole_release(struct vole *rt, struct vole_ref *ref);

// The text of an error or Stringer value, as fmt.Sprint gives it, for interfaces that came out of a
// call; the text is allocated with malloc. NULL for a nil interface.
char *vole_iface_text(struct vole *rt, struct vole_iface value);

// Memory on the script's heap that the host frees itself: as much as it likes at once, see package
// arena. It counts against the memory limit, and a pointer to any of it keeps 8 MiB. vole_arena_new
// returns NULL if memory is short.
struct vole_arena *vole_arena_new(struct vole *rt);
// count elements of size bytes, zeroed; NULL if they are more than 2 MiB or memory is short. Bit
// i%8 of byte i/8 of mask says that word i of an element is a pointer to the script's heap (NULL:
// none is); scripts may store there, C code must not.
void *vole_arena_alloc(struct vole_arena *arena, size_t size, size_t count,
                       const unsigned char *mask);
// Frees an arena; before vole_free. Who accesses its memory after that, script or C, gets SIGSEGV:
// see vole_handle_faults. NULL is fine.
void vole_arena_free(struct vole_arena *arena);

// Has the process word accesses to bad addresses as Go does ("fatal error: fault", a traceback,
// exit status 2) if a script's thread makes them; others go to the handler that was there before.
// For the whole process, once; the library does it for nobody who does not ask. False if the system
// refuses.
bool vole_handle_faults(void);

// A full collection, sweep included.
void vole_collect(struct vole *rt);

struct vole_stats {
  uint64_t heap_live;      // bytes in allocated objects, after the last sweep an upper bound
  uint64_t heap_goal;      // bytes at which the next cycle should end
  uint64_t mapped;         // bytes of address space held from the system
  uint64_t mallocs, frees; // objects
  uint64_t cycles;         // collections done
  uint64_t pause_total_ns;
};
void vole_stats(struct vole *rt, struct vole_stats *stats);

enum vole_pause_kind {
  VOLE_PAUSE_WORLD, // all goroutines were stopped: from the wish to stop them until they went on
  VOLE_PAUSE_GOROUTINE,   // a goroutine in that, from where it stopped
  VOLE_PAUSE_ASSIST,      // a goroutine marked, to pay for what it allocates; from 100 us on
  VOLE_PAUSE_ASSIST_WAIT, // or waited for others to have marked enough; from 100 us on
};
struct vole_pause {
  enum vole_pause_kind kind;
  uint32_t cycle;       // collections begun by then
  const char *reason;   // of VOLE_PAUSE_WORLD, else NULL
  int64_t start_ns;     // since the instance was made
  int64_t ns;           // how long
  int64_t wait_ns;      // of VOLE_PAUSE_WORLD: of that, until all had stopped
  uint64_t goroutine;   // who; of VOLE_PAUSE_WORLD who stopped last, 0 if nobody was waited for
  const char *function; // where it stood, and as long as the instance lives; NULL: no goroutine
  const char *file;
  int line;
};
// Copies up to max pauses from number *next on (0 at first), and has *next be the number after
// them. Returns how many. The last 256 are kept; those that are gone are left out.
int vole_pauses(struct vole *rt, uint64_t *next, struct vole_pause *out, int max);

// Writes the heap profile to a file descriptor, as text that go tool pprof reads: which calls
// allocated how much, and how much of it was left by the last collection but one.
void vole_heap_profile(struct vole *rt, int fd);

// Writes the bytecode of a loaded program (function NULL: all of package main) to a file
// descriptor.
bool vole_disassemble(struct vole *rt, const char *function, int fd, struct vole_error *err);

// "1.0.0 (go1.22)".
const char *vole_version(void);

#ifdef __cplusplus
}
#endif

#endif
