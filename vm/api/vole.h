// vole.h: Go scripts inside a C program.
//
// An instance (struct vole) is a heap, a collector, a scheduler and one program. A process makes
// and destroys as many as it likes; they share nothing. No function here but vole_handle_faults
// prints, exits, installs signal handlers or keeps global state; every error is a value.
//
// Threads. An instance has one user at a time: the thread that is in one of its functions, and with
// it the C functions that its scripts call, on whichever thread they run. Any thread may be the
// user, now one and then another. Who comes while another thread is inside gets VOLE_ERROR_USAGE,
// "the instance is in use by another thread", and may try again. Any thread, at any time, beside
// the user, may call vole_func, vole_variable, vole_hold, vole_ref_object, vole_release,
// vole_stats, vole_pauses, vole_heap_profile and, once, vole_free. Goroutines run on threads of the
// instance's own, also while the host is outside: between two calls they go on, timers fire, and
// memory is collected. These threads take no signals but those that their own instructions raise.
//
// Wrong calls. A call that makes no sense (NULL where something is needed, a negative count,
// nothing loaded, what belongs to another instance) is VOLE_ERROR_USAGE with a message and changes
// nothing. Functions that return no error return false, NULL, 0 or nothing at all then, as each
// says. err may be NULL everywhere.
//
// Signals. A script's access to a bad address (package unsafe, arenas that were freed) is a SIGSEGV
// or SIGBUS of the thread that makes it, as in C: see vole_handle_faults. A write to a broken pipe
// is an error of the script (EPIPE), and SIGPIPE does not reach the host; see
// vole_config.dies_of_sigpipe.
//
// What a thread has set for itself does not change what scripts compute: rounding, traps and
// denormals of floating-point numbers, and the locale. C functions that scripts call on that thread
// find them as they were.
//
// Memory. Where the system or malloc has none left, functions fail and instances end, with an
// error. The exception is GMP, which holds the exact constants of a program that is compiled: it
// ends the process.
//
// fork. An instance that has collected, or started goroutines or timers, has threads of its own,
// which a child of fork has not: it must not use, nor free, its parent's instances. It may exec, or
// make instances of its own.
//
// clang-format off
//   struct vole_error err = {0};
//   struct vole *vole = vole_new(NULL, &err);
//   vole_bind(vole, "host", "func Log(level int, msg string)", host_log, user, &err); // import "host" in the script
//   vole_load_file(vole, "game.go", &err);
//   struct vole_func *tick = vole_func(vole, "main.Tick", "func(dt float64, n int) (int, error)", &err);
//   struct { double dt; int64_t n; } in = { 0.016, 3 };
//   struct { int64_t hits; struct vole_iface error; } out;
//   if (!vole_call(vole, tick, &in, &out, &err)) {
//     puts(err.message);
//     vole_error_clear(&err);
//   }
//   vole_free(vole);
// clang-format on
//
// C stack: vole_bind, vole_load_*, vole_check_file, vole_disassemble, vole_func, vole_variable,
// vole_run, vole_call and vole_iface_text need 256 KiB on the calling thread, the others 32 KiB. On
// a thread with less left they do nothing and fail: VOLE_ERROR_USAGE where they tell errors. So
// ends a script that calls a native that calls the script without end, too. A source that is nested
// deeper than the thread's stack allows is a compile error; 8 MiB do for all that Vole accepts
// otherwise. On a stack that the host has made itself, as with makecontext, the library cannot see
// the end, and the host must give it this much. Natives run on the calling thread, or on one that
// the library has made, of 8 MiB.
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
  VOLE_ERROR_USAGE, // the call makes no sense: no such function, a wrong signature, nothing loaded,
                    // another thread is using the instance
  VOLE_ERROR_SYSTEM,  // a file cannot be read, memory cannot be mapped
  VOLE_ERROR_COMPILE, // message holds the compiler's lines, "file.go:12:5: ..."
  VOLE_ERROR_PANIC,   // the script panicked and nobody recovered; message is what Go would print
  VOLE_ERROR_EXIT,    // the script called os.Exit; exit_status is its argument
  VOLE_ERROR_FATAL,   // a fatal error of the run time (stack overflow, out of memory ...); the
                      // instance can only be freed
};

// What went wrong. Zero it before first use; the library fills it on failure, freeing the message
// that it held, and leaves it alone on success.
struct vole_error {
  enum vole_error_kind kind;
  int exit_status; // what a Go program would exit with
  char *message;   // allocated; vole_error_clear frees it
};

// Frees the message and zeroes the structure. NULL is fine.
void vole_error_clear(struct vole_error *err);

// How an instance is made. Zero means the default everywhere.
struct vole_config {
  int max_procs; // how many threads run script code at once, at most 1024; default 1; negative: as
                 // many as there are CPUs that the process may use
  int64_t memory_limit; // bytes, as GOMEMLIMIT; default none; not negative. Beyond it C code gets
                        // no more strings and arenas
  int gc_percent;       // as GOGC: default 100; negative turns the collector off
  const char
      *gomemlimit;       // memory_limit as text, as in GOMEMLIMIT: "512MiB"; goes before the number
  const char *gogc;      // gc_percent as text, as in GOGC: "off"; goes before the number
  const char *godebug;   // options as in GODEBUG: "gctrace=1"
  const char *voledebug; // options as in VOLEDEBUG: "gcstress=100,verify"
  int argc; // os.Args; default one, "vole"; the texts must live as long as the instance
  char *const *argv;
  int grant;             // what scripts may reach: VOLE_GRANT_*
  int heap_profile_rate; // bytes between samples of the heap profile; default 0: only if the script
                         // profiles itself
  int out_fd, err_fd;    // os.Stdout and os.Stderr; default 1 and 2; -1 for none
  int in_fd;             // os.Stdin; -1 for none. Default: the process's, if VOLE_GRANT_PROCESS is
                         // given, else none; who wants to give just that duplicates descriptor 0
  bool dies_of_sigpipe;  // a write of os.Stdout or os.Stderr to a broken pipe kills the process by
                         // SIGPIPE, as it does Go's programs: for commands
};

// What scripts may reach. What is not granted gives an error, where Go's function has one: of files
// "operation not permitted"; a package does not compile. With none of these a script computes,
// writes to os.Stdout and os.Stderr, reads os.Stdin if in_fd is given, tells the time, and ends its
// own run.
enum {
  VOLE_GRANT_FILES = 1,       // package os opens files, and uses any descriptor of the process;
                              // package time reads the zone database
  VOLE_GRANT_ENVIRONMENT = 2, // os.Getenv and friends
  VOLE_GRANT_UNSAFE = 4,      // packages unsafe and arena: any memory of the process
  VOLE_GRANT_PROCESS = 8,     // os.Getpid (else -1), os.Hostname, the process's standard input
  VOLE_GRANT_LIMITS = 16,     // runtime.GOMAXPROCS, debug.SetMemoryLimit and debug.SetMaxStack may
                              // exceed what the instance was made with; else they stop there
  VOLE_GRANT_ALL = 31,
};

// Makes an instance. config may be NULL. Returns NULL and fills err if memory cannot be had
// (VOLE_ERROR_SYSTEM) or an option is malformed (VOLE_ERROR_USAGE).
struct vole *vole_new(const struct vole_config *config, struct vole_error *err);

// Destroys an instance: returns every mapping and joins every thread. NULL is fine. All refs,
// functions and pointers into the instance are dead afterwards. If another thread is inside, its
// run ends as by os.Exit (its call returns VOLE_ERROR_FATAL) and is waited for: a C function that
// blocks must be seen to by the host. In a C function that the instance's script has called it only
// ends the run, with VOLE_ERROR_FATAL: to be called again from outside.
void vole_free(struct vole *vole);

// A C function that scripts can call. arguments and results point at structs laid out as Go does;
// results are zeroed before. Return true, or false after vole_panic. It may call back (vole_call).
// It must not keep pointers to heap objects beyond its return, except through vole_hold. With
// goroutines it runs on whichever thread they run on, on several at once with max_procs > 1. Of its
// own instance it may use all but vole_bind, vole_load_* and vole_check_file, vole_run and
// vole_free. While it runs it keeps one of max_procs busy: it must not wait for a thread that calls
// into the instance. Through another instance's script it cannot come back into its own.
typedef bool (*vole_native)(struct vole *vole, void *user, const void *arguments, void *results);

// Makes `declaration`, as "func Log(level int, msg string)", a function of package `package`, which
// scripts import by that path ("host", "game/host"). Before loading only. It is a plain function,
// no method, not generic; its last parameter may be variadic, which is a slice for C. Only
// predeclared types and what is made of them may appear in it. Its name begins with a capital
// letter. The first element of the path must not be one of Go's library ("net", "image/host"), and
// a function can be bound once. Both texts are copied.
bool vole_bind(struct vole *vole, const char *package, const char *declaration,
               vole_native function, void *user, struct vole_error *err);

// In a native: the script's call panics with a run-time error of that message when the native
// returns false. message NULL: of a text that says so. Elsewhere it does nothing.
void vole_panic(struct vole *vole, const char *message);

// Compiles a program of one file. Its packages are initialised by the first vole_run or vole_call;
// a panic or exit in that ends the instance. One program an instance: if it does not compile or
// cannot be read, the instance can only be freed.
bool vole_load_file(struct vole *vole, const char *path, struct vole_error *err);
// The same from memory; name is for messages. Both are copied.
bool vole_load_string(struct vole *vole, const char *name, const char *source, size_t size,
                      struct vole_error *err);
// The same with several files of package main, at least one.
bool vole_load_files(struct vole *vole, const char *const *paths, int count,
                     struct vole_error *err);

// Only compiles: reports errors in any function, runs nothing. The instance can only be freed then.
bool vole_check_file(struct vole *vole, const char *path, struct vole_error *err);

// Runs main.main. True if it returned; err tells about exit, panic and fatal errors otherwise.
bool vole_run(struct vole *vole, struct vole_error *err);

// Looks a function of the loaded program up and checks its type against a signature in Go's syntax,
// as "func(dt float64, n int) (int, error)". Names are those of Go behind the path of the package:
// "main.Tick", "math/rand.Intn"; "main.Max[int]" is an instance of a generic function. A method is
// named as Go's method expression and has the receiver as its first parameter: "main.Point.Add" is
// a "func(Point, int) Point", "main.(*Point).Move" a "func(*Point, int)",
// "main.(*List[string]).Push" a "func(*List[string], string)", "main.Shape.Area", of an interface,
// a "func(Shape) float64"; methods that are promoted from embedded fields count too. In a
// signature, types are named as in package main, those of others as "time.Duration" whether or not
// main imports that. Functions of the library that are written in C cannot be had. Valid as long as
// the instance. What was looked up before costs little and no memory, and so do names that the
// program has not.
struct vole_func *vole_func(struct vole *vole, const char *name, const char *signature,
                            struct vole_error *err);

// Calls it. arguments may be NULL where there are none, results where they are not wanted. False on
// a panic, exit or fatal error: results are then untouched, and after a panic the instance lives
// on. Heap pointers in results stay valid until the next call into the instance: hold what must
// live longer.
bool vole_call(struct vole *vole, struct vole_func *function, const void *arguments, void *results,
               struct vole_error *err);

// The address of a package variable ("main.Count") after its type was checked ("int"); NULL and err
// if there is none. Pointers must not be stored through it. A second time it costs little, as
// vole_func.
void *vole_variable(struct vole *vole, const char *name, const char *type, struct vole_error *err);

// A Go string with a copy of the bytes. Empty, with ptr NULL, if another thread uses the instance,
// it has ended, the heap would exceed the memory limit, or the arguments make no sense. It stays
// valid until the next vole_call, vole_run, vole_iface_text or vole_forget; in a native until that
// returns, too. Hold what must live longer.
struct vole_string vole_string_new(struct vole *vole, const char *bytes, size_t size);
// A []byte with a copy of the bytes. The same.
struct vole_slice vole_bytes_new(struct vole *vole, const void *bytes, size_t size);

// Gives up what the library has given the caller since its last call and keeps for it: results and
// new strings that nobody holds may be collected. For who makes strings for long without a call.
void vole_forget(struct vole *vole);

// Keeps an object (any pointer into it) alive until it is released. What is not on the heap may be
// held too. NULL if object is NULL or lies in memory that the heap has freed, or memory is short.
struct vole_ref *vole_hold(struct vole *vole, void *object);
// What it holds; NULL if ref is NULL or was released.
void *vole_ref_object(const struct vole_ref *ref);
// NULL, a ref of another instance, and one that was released (until another is made) are left
// alone.
void vole_release(struct vole *vole, struct vole_ref *ref);

// The text of an error or Stringer value, as fmt.Sprint gives it, for interfaces that came out of a
// call; the text is allocated with malloc. NULL, and err, for a nil interface (VOLE_ERROR_USAGE),
// and as for vole_call: the method is the script's, and may panic, exit and call runtime.Goexit.
// The type must be as it came.
char *vole_iface_text(struct vole *vole, struct vole_iface value, struct vole_error *err);

// Memory on the script's heap that the host frees itself: as much as it likes at once, see package
// arena. It counts against the memory limit, and a pointer to any of it keeps 8 MiB. vole_arena_new
// returns NULL if memory is short. Arenas that are left vole_free frees.
struct vole_arena *vole_arena_new(struct vole *vole);
// count elements of size bytes, zeroed; NULL if they are more than 2 MiB, memory is short, the heap
// would exceed the memory limit or another thread uses the instance. Bit i%8 of byte i/8 of mask
// says that word i of an element is a pointer to the script's heap (NULL: none is); scripts may
// store there, C code must not.
void *vole_arena_alloc(struct vole_arena *arena, size_t size, size_t count,
                       const unsigned char *mask);
// Frees an arena; before vole_free. Who accesses its memory after that, script or C, gets SIGSEGV:
// see vole_handle_faults. NULL is fine. False if another thread uses the instance: it is still
// there.
bool vole_arena_free(struct vole_arena *arena);

// Has the process word accesses to bad addresses as Go does ("fatal error: fault", a traceback,
// exit status 2) if a script's thread makes them; others go to the handler that was there before.
// For the whole process, once; the library does it for nobody who does not ask. False if the system
// refuses.
bool vole_handle_faults(void);

// A full collection, sweep included. False if another thread uses the instance, or it has ended.
bool vole_collect(struct vole *vole, struct vole_error *err);

struct vole_stats {
  uint64_t heap_live;      // bytes in allocated objects, after the last sweep an upper bound
  uint64_t heap_goal;      // bytes at which the next cycle should end
  uint64_t mapped;         // bytes of address space held from the system
  uint64_t mallocs, frees; // objects
  uint64_t cycles;         // collections done
  uint64_t pause_total_ns;
};
// From any thread. Exact if nobody else uses the instance: the world stops for it. Else without
// what each of max_procs has allocated since it last asked the heap for memory of that size. False,
// and zeros, if the instance is being freed.
bool vole_stats(struct vole *vole, struct vole_stats *stats);

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
// them. Returns how many. The last 256 are kept; those that are gone are left out. A number that is
// none yet becomes the next one. From any thread.
int vole_pauses(struct vole *vole, uint64_t *next, struct vole_pause *out, int max);

// Writes the heap profile to a file descriptor, as text that go tool pprof reads: which calls
// allocated how much, and how much of it was left by the last collection but one. From any thread.
// False if it cannot be written.
bool vole_heap_profile(struct vole *vole, int fd, struct vole_error *err);

// Writes the bytecode of a loaded program (function NULL: all of package main) to a file
// descriptor. False if there is no such function, or it cannot be written.
bool vole_disassemble(struct vole *vole, const char *function, int fd, struct vole_error *err);

// The version of Vole, which pkg-config names too, and that of the language: "1.2.3 (go1.45)". The
// text is never freed.
const char *vole_version(void);

#ifdef __cplusplus
}
#endif

#endif
