// Vole's programming interface: Go scripts inside a C program. The only header that is installed.
//
// An instance (struct vole) is a heap, a collector, a scheduler and one program. A process makes
// and destroys as many as it likes; they share nothing.
//
//     struct vole_error err = {0};
//     struct vole *vole = vole_new(NULL, &err);
//     vole_bind(vole, "host", "func Log(level int, message string)", host_log, NULL, &err);
//     vole_load_file(vole, "game.go", &err); // the script says: import "host"
//     struct vole_func *tick =
//         vole_func(vole, "main.Tick", "func(dt float64, n int) (int, error)", &err);
//
//     struct { double dt; int64_t n; } in = {0.016, 3};
//     struct { int64_t hits; struct vole_iface error; } out;
//     if (!vole_call(vole, tick, &in, &out, &err)) {
//       puts(err.message);
//       vole_error_clear(&err);
//     }
//     vole_free(vole);
//
// The example leaves out that vole_new, vole_bind, vole_load_file and vole_func may fail, too.
// examples/hosts/game.c is a whole program.
//
// Arguments and results are C structs laid out as Go lays out a struct with the same fields. An int
// is an int64_t, a bool is one byte, a string is a struct vole_string, and so on.
//
// Errors. Every error is a value. A function that takes `err` fills it when it fails; err may be
// NULL. A wrong call is VOLE_ERROR_USAGE with a message and changes nothing: NULL where something
// is needed, a negative count, nothing loaded, an object of another instance. Functions without err
// then return false, NULL, 0 or nothing, as each says. No function prints, exits, installs signal
// handlers or keeps global state, except vole_handle_faults.
//
// Threads. An instance has one user at a time: the thread that is inside one of its functions.
// The C functions that its scripts call belong to that use, on whichever thread they run. Any
// thread may be the user, one after another. While one is inside, another gets VOLE_ERROR_USAGE,
// "the instance is in use by another thread", and may try again. These functions any thread may
// call at any time, beside the user: vole_func, vole_variable, vole_type, vole_package_symbol,
// vole_iface_type, vole_user, vole_hold, vole_ref_object, vole_release, vole_arena_new, vole_stats,
// vole_pauses, vole_heap_profile, vole_heap_profile_pprof, vole_cpu_profile_start,
// vole_cpu_profile_stop, vole_heap_snapshot, vole_interrupt and, once, vole_free.
//
// Goroutines run on threads of the instance's own, also while the host is outside. Between two
// calls they go on, timers fire, and memory is collected. These threads take no signals except
// those that their own instructions raise.
//
// C stack. These need 256 KiB on the calling thread: vole_bind*, vole_load_*, vole_reload,
// vole_check_*, vole_disassemble, vole_func, vole_variable, vole_type, vole_package_symbol,
// vole_run, vole_call. So do vole_closure_*, vole_method, vole_finalize, vole_error_new,
// vole_iface_text, and vole_chan_* that wait. The others need 32 KiB. With less left they do
// nothing and fail, with VOLE_ERROR_USAGE. A script and a native that call each other without end
// are stopped in this way. A source that is nested deeper than the stack allows is a compile error;
// 8 MiB suffice for all that Vole accepts otherwise. The end of a stack that the host has made
// itself, as for makecontext, cannot be seen: the host must provide this much. Natives run on the
// calling thread, or on one that the library has made, with 8 MiB.
//
// Thread state. Rounding, traps and denormals of floating-point numbers, and the locale, that a
// thread has set do not change what scripts compute. Natives on that thread find them as they were.
//
// Signals. A script's access to a bad address (package unsafe, freed arenas) is a SIGSEGV or SIGBUS
// of its thread, as in C: see vole_handle_faults. A write to a broken pipe is an error of the
// script (EPIPE); SIGPIPE does not reach the host: see vole_config.dies_of_sigpipe.
//
// Memory. Where the system or malloc has none left, functions fail and instances end, with an
// error. The exception is GMP, which holds the exact constants of a program that is compiled: it
// ends the process.
//
// fork. An instance that has collected, or started goroutines or timers, has threads of its own,
// which a child of fork has not. The child must neither use nor free its parent's instances. It may
// exec, or make instances of its own.

#ifndef VOLE_H
#define VOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A shared library shows what is declared here, and nothing else.
#pragma GCC visibility push(default)

// An instance.
struct vole;
// A function of the script that the host has looked up: vole_func.
struct vole_func;
// A ref: an object of the script that the host holds (vole_hold).
struct vole_ref;
// A type of the script: vole_type.
struct vole_type;
// Memory on the script's heap that the host frees: vole_arena_new.
struct vole_arena;

// A Go string: len bytes, not NUL-terminated, never written to.
struct vole_string {
  const char *ptr;
  int64_t len;
};

// A Go slice: len elements, with room for cap.
struct vole_slice {
  void *ptr;
  int64_t len;
  int64_t cap;
};

// A Go interface of any type. type is NULL for nil.
struct vole_iface {
  const void *type;
  void *data;
};

// Errors.

enum vole_error_kind {
  // No error.
  VOLE_OK,
  // The call is wrong: no such function, a wrong signature, nothing loaded, another thread inside.
  VOLE_ERROR_USAGE,
  // A file cannot be read, or memory cannot be had.
  VOLE_ERROR_SYSTEM,
  // The program does not compile: message holds the compiler's lines, "file.go:12:5: ...".
  VOLE_ERROR_COMPILE,
  // The script panicked and did not recover: message is what Go would print.
  VOLE_ERROR_PANIC,
  // The script called os.Exit: exit_status is its argument.
  VOLE_ERROR_EXIT,
  // A fatal error of the run time (stack overflow, out of memory): free the instance.
  VOLE_ERROR_FATAL,
  // The host has interrupted the call, or it has come to a limit: vole_interrupt, vole_limits.
  VOLE_ERROR_INTERRUPTED,
};

// An error of the compiler. Line and column begin at 1; 0: the error has no place.
struct vole_diagnostic {
  const char *file;
  int line, column; // the column counts bytes
  const char *text;
};

// What went wrong. Zero it before its first use. A function that fails frees what was there before
// and fills all fields; one that succeeds leaves them alone.
struct vole_error {
  enum vole_error_kind kind;
  int exit_status; // what a Go program would exit with
  char *message;   // allocated with malloc; vole_error_clear frees it
  size_t size;     // bytes of message; a panic's text may hold a NUL
  // Of VOLE_ERROR_PANIC: bytes of message before the traceback, which begins with "goroutine".
  size_t text_size;
  // Of VOLE_ERROR_PANIC: what the script panicked with, held as a result is. Else nil.
  struct vole_iface panic;
  // Of VOLE_ERROR_COMPILE: what message says, one by one; vole_error_clear frees it.
  struct vole_diagnostic *diagnostics;
  int diagnostic_count;
};

// Frees what err has and zeroes it. err may be NULL.
void vole_error_clear(struct vole_error *err);

// Packages of the host's.

// A file of a package. A NUL is not needed behind the text.
struct vole_source {
  const char *name; // as messages and tracebacks show it
  const char *text;
  size_t size; // bytes
};

// A package as a host gives it. Texts and arrays stay the host's, which keeps them until
// vole_load_packages or vole_check_packages returns.
struct vole_package {
  const char *path; // by which it is imported; of a main package for messages, or NULL
  const struct vole_source *files;
  int file_count;
  bool all_files;     // also those that names or //go:build lines keep for other systems
  int language_minor; // N of the language's version, "go 1.N"; 0: the newest
  // Where the files are, for messages and for //go:embed lines; NULL: nowhere.
  const char *folder;
  const char *error; // of a loader, instead of files: why there is no such package
  // The files that //go:embed lines may name, by their path from the package's folder. NULL: they
  // are looked for in `folder`, for which the instance needs VOLE_GRANT_FILES.
  const struct vole_source *embedded;
  int embedded_count;
  // For vole_reload: the path of a package that is loaded, of which this one is a later part. It sees
  // all names of that, exported or not, and may declare them anew. NULL: of none.
  const char *continues;
};

// Whether the name and the //go:build lines of a file say that it is for this system. build_tags:
// as in vole_config. A file whose lines are malformed is; loading it reports that.
bool vole_file_matches(const struct vole_source *file, const char *build_tags);

// A loader: gives a package that the library does not have. `importer` is the path of the package
// that imports it, or NULL. Fills *package, which is zeroed, and returns true; false: there is no
// such package. `user` is vole_config.loader_user. It runs on the host's thread, within the call
// that loads a program, and must not use the instance.
typedef bool (*vole_loader)(void *user, const char *path, const char *importer,
                            struct vole_package *package);

// Instances.

// Takes what scripts write: `stream` is 1 for os.Stdout, 2 for os.Stderr, print and what the run
// time says. Returns whether it could; else the script's write fails. It runs on the thread that
// writes, on several at once with max_procs above 1, and must not use the instance.
typedef bool (*vole_writer)(void *user, int stream, const char *bytes, size_t size);

// Gives memory for what is loaded: sources, types, bytecode, package variables. With memory NULL it
// returns new_size bytes, aligned to 16, or NULL: then loading or the run ends, with a fatal error.
// With new_size 0 it takes back the old_size bytes of memory. Sizes are of 32 KiB and more. It runs
// on any thread of the instance, one at a time, and must not use the instance. The script's heap
// comes from mmap, and small records from malloc.
typedef void *(*vole_allocator)(void *user, void *memory, size_t old_size, size_t new_size);

// How an instance is made. Zero means the default in every field. A setting as text takes
// precedence over the number.
struct vole_config {
  // How many threads run script code at once, at most 1024. Default 1; negative: one for each CPU
  // that the process may use.
  int max_procs;
  // As GOMEMLIMIT, in bytes, not negative. Default: none. Beyond it C code gets no more strings and
  // arenas.
  int64_t memory_limit;
  // As GOGC, in percent. Default 100; negative turns the collector off.
  int gc_percent;
  const char *gomemlimit; // memory_limit as text, as in GOMEMLIMIT: "512MiB"
  const char *gogc;       // gc_percent as text, as in GOGC: "off"
  const char *godebug;    // options as in GODEBUG: "gctrace=1"
  const char *voledebug;  // options as in VOLEDEBUG: "gcstress=100,verify"
  // os.Args. Default: one, "vole". The texts must live as long as the instance.
  int argc;
  char *const *argv;
  // What scripts may reach: VOLE_GRANT_* combined with |.
  int grant;
  // Bytes between samples of the heap profile. Default: only if the script profiles itself.
  int heap_profile_rate;
  // Descriptors of os.Stdout and os.Stderr. Default 1 and 2; -1: none.
  int out_fd, err_fd;
  // Takes what would go to these, if it is given.
  vole_writer write;
  void *write_user;
  // Descriptor of os.Stdin; -1: none. Default: the process's if VOLE_GRANT_PROCESS is given, else
  // none. To give only that stream, duplicate descriptor 0.
  int in_fd;
  // For commands: a write of os.Stdout or os.Stderr to a broken pipe kills the process by SIGPIPE,
  // as it does a Go program.
  bool dies_of_sigpipe;
  // Gives packages that are not of the library. Default: there are none.
  vole_loader loader;
  void *loader_user;
  // Default: malloc and free.
  vole_allocator allocate;
  void *allocate_user;
  // The host's own: vole_user.
  void *user;
  // Build tags that hold besides Go's own, separated by commas. The text must live as long as the
  // instance. Default: none.
  const char *build_tags;
};

// What scripts may reach. Without any of these a script computes, tells the time, and ends its own
// run. It writes to os.Stdout and os.Stderr, and reads os.Stdin if in_fd is given. What is not
// granted fails with an error where Go's function has one: "operation not permitted" for files. A
// package that is not granted does not compile.
enum {
  // Package os opens files and uses any descriptor of the process; package time reads zone files.
  VOLE_GRANT_FILES = 1,
  // os.Getenv and the functions beside it.
  VOLE_GRANT_ENVIRONMENT = 2,
  // Packages unsafe and arena: any memory of the process.
  VOLE_GRANT_UNSAFE = 4,
  // os.Getpid (else -1), os.Hostname, and the process's standard input.
  VOLE_GRANT_PROCESS = 8,
  // runtime.GOMAXPROCS, debug.SetMemoryLimit and debug.SetMaxStack may exceed what the instance was
  // made with; otherwise they stop there.
  VOLE_GRANT_LIMITS = 16,
  VOLE_GRANT_ALL = 31,
};

// Makes an instance. config may be NULL. Returns NULL and fills err if memory cannot be had
// (VOLE_ERROR_SYSTEM) or an option is malformed (VOLE_ERROR_USAGE).
struct vole *vole_new(const struct vole_config *config, struct vole_error *err);

// Destroys an instance: returns every mapping and joins every thread. vole may be NULL. All refs,
// functions and pointers into the instance are dead afterwards. Any thread may call it. If
// another thread is inside, that thread's call returns VOLE_ERROR_FATAL, as after os.Exit, and
// vole_free waits for it. The host must see to it that a native that blocks returns. In a native of
// the same instance it only ends the run, with VOLE_ERROR_FATAL: call it again from outside.
void vole_free(struct vole *vole);

// Binding C functions, before a program is loaded.

// A native: a C function that scripts can call. `arguments` and `results` point at structs laid out
// as Go does; results are zeroed. `user` is what vole_bind was given. Returns true, or false after
// vole_panic.
//
// A native may call back (vole_call). It must not keep pointers to heap objects beyond its return,
// except through vole_hold. It runs on the thread of the goroutine that calls it; with max_procs
// above 1, on several at once. Of its own instance it may use all functions except vole_bind*,
// vole_load_*, vole_reload, vole_check_*, vole_run and vole_free. It occupies one of max_procs: it
// must not wait for a thread that calls into the instance. It cannot re-enter its instance through
// another.
typedef bool (*vole_native)(struct vole *vole, void *user, const void *arguments, void *results);

// A C function and the Go function that it stands for: "Log", "File.Size", "(*File).Read".
struct vole_native_entry {
  const char *name;
  vole_native function;
  void *user;
};

// Binds the functions and methods without bodies that a package has. `source` is the package, a Go
// file like any other, which editors may read, too. Types, constants and functions with bodies may
// stand there. A method's receiver is its first argument. A C object goes behind a Go type, as
// `type File struct{ handle uintptr }`. Scripts cannot reach the field, which holds its address,
// and vole_finalize frees it. Texts and table are copied. Returns false and fills err if the
// instance has a program, or
// - the text does not compile by itself, or imports a package that the library has not;
// - a function without a body has no row in the table, or two;
// - a row names no function without a body;
// - the package is bound already, or vole_bind would refuse its path.
bool vole_bind_package(struct vole *vole, const char *package, const char *source, size_t size,
                       const struct vole_native_entry *functions, int count,
                       struct vole_error *err);

// Makes `declaration`, as "func Log(level int, message string)", a function of package `package`,
// which scripts import by that path ("host", "game/host"). Both texts are copied. Returns false and
// fills err if the instance has a program, the function is bound already, or one of these does not
// hold:
// - it is a plain function: no method, not generic; its last parameter may be variadic (a slice);
// - only predeclared types and types made of them appear in it;
// - its name begins with a capital letter;
// - the first element of the path is not one of Go's library ("net", "image/host").
bool vole_bind(struct vole *vole, const char *package, const char *declaration,
               vole_native function, void *user, struct vole_error *err);

// Called by a native that will return false. The script's call then panics with a run-time error of
// that message, or of a general text if message is NULL. Called from elsewhere it does nothing.
void vole_panic(struct vole *vole, const char *message);

// The same with any value, which recover gives to the script. nil becomes what panic(nil) gives.
void vole_panic_value(struct vole *vole, struct vole_iface value);

// A place in a script.
struct vole_place {
  const char *function; // "main.Tick"; the texts are valid as long as the instance
  const char *file;
  int line;
};

// Tells which function of the script calls this native, and where. depth 0 is the caller, 1 that
// one's caller. Returns false if there is none, or outside a native.
bool vole_caller(struct vole *vole, int depth, struct vole_place *place);

// Returns vole_config.user. Any thread may call it.
void *vole_user(struct vole *vole);

// Programs. An instance has one: if it cannot be read or does not compile, free the instance.

// Compiles a program of one file. The first vole_run or vole_call initialises its packages; a panic
// or os.Exit during that ends the instance.
bool vole_load_file(struct vole *vole, const char *path, struct vole_error *err);
// Compiles a program of one file from memory. `name` is for messages. Both texts are copied.
bool vole_load_string(struct vole *vole, const char *name, const char *source, size_t size,
                      struct vole_error *err);
// Compiles a program of several files of package main, at least one.
bool vole_load_files(struct vole *vole, const char *const *paths, int count,
                     struct vole_error *err);

// Compiles a program of packages that the host gives, of which the first is package main. They are
// found before those of the library and of the loader, and all are checked, imported or not.
bool vole_load_packages(struct vole *vole, const struct vole_package *packages, int count,
                        struct vole_error *err);

// Loads a program into an instance that has one, or loads a first one. The packages replace those
// of the same paths for what is loaded from now on. Other packages stay as they are, with their
// variables. The first vole_run or vole_call after it initialises the new packages; if that panics,
// the instance lives on. Names then mean the new program. What runs, functions that were looked up,
// types and values stay as they are; the old code is freed with the instance. If it does not
// compile, nothing has changed.
bool vole_reload(struct vole *vole, const struct vole_package *packages, int count,
                 struct vole_error *err);

// Reports the errors in all functions of packages, none of which need be a program, and runs
// nothing. Free the instance afterwards.
bool vole_check_packages(struct vole *vole, const struct vole_package *packages, int count,
                         struct vole_error *err);

// Reports the errors in all functions of a file and runs nothing. Free the instance afterwards.
bool vole_check_file(struct vole *vole, const char *path, struct vole_error *err);
// Gives file `index`, from 0, of those that //go:embed lines of a package name. path: that by
// which it is imported; NULL: the main package. False: there is no such package, or no more files.
// What *file points to lives as long as the instance.
bool vole_embedded(struct vole *vole, const char *path, int index, struct vole_source *file);

// Writes the bytecode of a loaded program to a descriptor: of one function, or of package main if
// function is NULL. Returns false if there is no such function, or the text cannot be written.
bool vole_disassemble(struct vole *vole, const char *function, int fd, struct vole_error *err);

// Running scripts.

// Runs main.main. Returns true if it returned. Otherwise err tells of the exit, panic or fatal
// error.
bool vole_run(struct vole *vole, struct vole_error *err);

// Looks up a function of the loaded program and checks its type against `signature` in Go's syntax,
// as "func(dt float64, n int) (int, error)". The result is valid as long as the instance. Returns
// NULL and fills err if there is none of that type. A second lookup costs little and no memory; so
// does that of a name that the program has not. Any thread may call it.
//
// A name is Go's, behind the path of its package:
//   a function            "main.Tick", "math/rand.Intn"
//   a generic one         "main.Max[int]"
//   a method              "main.Point.Add"             "func(Point, int) Point"
//   of a pointer          "main.(*Point).Move"         "func(*Point, int)"
//   of a generic type     "main.(*List[string]).Push"  "func(*List[string], string)"
//   of an interface       "main.Shape.Area"            "func(Shape) float64"
// A method's receiver is its first parameter; promoted methods count. A signature names types as
// package main does; those of other packages as "time.Duration", whether or not main imports it.
// Functions of the library that are written in C cannot be looked up.
struct vole_func *vole_func(struct vole *vole, const char *name, const char *signature,
                            struct vole_error *err);

// Calls a function. arguments may be NULL if it has none, results if they are not wanted. Returns
// false after a panic, exit or fatal error: results are then untouched, and after a panic the
// instance lives on. Heap pointers in results stay valid until the next call into the instance:
// hold what must live longer.
bool vole_call(struct vole *vole, struct vole_func *function, const void *arguments, void *results,
               struct vole_error *err);

// Returns the address of a package variable ("main.Count") after checking its type ("int"), or NULL
// with err filled. Pointers must not be stored through it. Any thread may call it.
void *vole_variable(struct vole *vole, const char *name, const char *type, struct vole_error *err);

// Returns the text of an error or Stringer that came out of a call, as fmt.Sprint gives it,
// allocated with malloc. Calls the script's method. Returns NULL and fills err if the interface is
// nil (VOLE_ERROR_USAGE) or the method panics, exits or calls runtime.Goexit. value.type must be as
// it came.
char *vole_iface_text(struct vole *vole, struct vole_iface value, struct vole_error *err);

// Stopping scripts.

// What a call of vole_run, vole_call or vole_iface_text from outside may use, whatever it runs. The
// initialisation of packages counts as a call. 0: the default. A script cannot change it.
struct vole_limits {
  // How long a call may last, in ns. Default: without limit.
  int64_t time_ns;
  // How many steps its goroutines may make together: calls of functions, and iterations of loops.
  // Default: without limit. With one goroutine a script takes the same steps each time, on any
  // machine. Counting makes loops several times slower.
  int64_t steps;
  // How much deferred functions may use once the call is to end. Default: 100 ms, and a million
  // steps if they are counted.
  int64_t deferred_ns, deferred_steps;
  // How many bytes a call may write to os.Stdout and os.Stderr together, by print and println too.
  // What is beyond is not written. Default: without limit.
  int64_t output_bytes;
  // How many goroutines there may be at once while a call is under way, its own and those that
  // earlier calls have left included. Default: without limit.
  int64_t goroutines;
  // How many bytes of the heap may be in use when a collection ends. Default: without limit. A
  // vole_config.memory_limit of the same size has collections come in time. What is allocated until
  // one ends is not counted.
  int64_t heap_bytes;
  // How many bytes a call may allocate, collected or not: work as steps are, and counted for nothing.
  // The heap gives out small objects by pages, so the limit is met to some KiB for each size and each
  // of max_procs. Deferred functions may allocate once the call is to end. Default: without limit.
  int64_t allocated_bytes;
};
// Sets the limits of calls from now on; NULL sets the default. A call that comes to one ends as
// vole_interrupt says. Returns false if a limit is negative, or from a native.
bool vole_set_limits(struct vole *vole, const struct vole_limits *limits, struct vole_error *err);

// Ends the call that the instance's user is in, with VOLE_ERROR_INTERRUPTED. Any thread may call
// it, and any signal handler, until vole_free is called. Returns false if no call is under way, or
// it ends already: an interrupt never meets a later call.
//
// All goroutines of the program end, whatever they do or wait for, as runtime.Goexit ends one:
// recover does not see it, and deferred functions run. What these leave undone within
// vole_limits.deferred_ns is dropped. Long functions of the library (sorting, searching, copying)
// are left half done. The call returns within about 10 ms, but waits for natives of the host: the
// error names one that took long. Compiling is not interrupted.
//
// The instance lives on, with its package variables as they are. A lock that no deferred function
// has unlocked stays locked. A sync.WaitGroup, Cond or RWMutex for which an ended goroutine was
// waiting should be made anew.
bool vole_interrupt(struct vole *vole);

// Types.

// The numbers are those of reflect.Kind.
enum vole_kind {
  VOLE_KIND_BOOL = 1,
  VOLE_KIND_INT,
  VOLE_KIND_INT8,
  VOLE_KIND_INT16,
  VOLE_KIND_INT32,
  VOLE_KIND_INT64,
  VOLE_KIND_UINT,
  VOLE_KIND_UINT8,
  VOLE_KIND_UINT16,
  VOLE_KIND_UINT32,
  VOLE_KIND_UINT64,
  VOLE_KIND_UINTPTR,
  VOLE_KIND_FLOAT32,
  VOLE_KIND_FLOAT64,
  VOLE_KIND_COMPLEX64,
  VOLE_KIND_COMPLEX128,
  VOLE_KIND_ARRAY,
  VOLE_KIND_CHAN,
  VOLE_KIND_FUNC,
  VOLE_KIND_INTERFACE,
  VOLE_KIND_MAP,
  VOLE_KIND_POINTER,
  VOLE_KIND_SLICE,
  VOLE_KIND_STRING,
  VOLE_KIND_STRUCT,
  VOLE_KIND_UNSAFE_POINTER,
};

// Returns the type that a text in Go's syntax stands for: "main.Point", "[]string",
// "map[string]int", "func(int) error". Names are as in signatures of vole_func. The program must
// be loaded. Identical types are one pointer, which is valid as long as the instance. Returns NULL
// and fills err if the text is no type. Any thread may call it.
const struct vole_type *vole_type(struct vole *vole, const char *text, struct vole_error *err);

// What a package declares: a name that is not generic.
enum vole_symbol_kind { VOLE_SYMBOL_FUNC, VOLE_SYMBOL_VARIABLE, VOLE_SYMBOL_TYPE };
struct vole_symbol {
  enum vole_symbol_kind kind;
  const char *name; // valid as long as the instance
  bool exported;
  const struct vole_type *type; // of the function or variable; or the type itself
};
// Gives declaration `index` of a package of the program, in the order in which they are written.
// Returns false if there is none, or the program has not that package. Any thread may call it.
bool vole_package_symbol(struct vole *vole, const char *package, int index,
                         struct vole_symbol *symbol);

// Returns the type of what an interface holds; NULL if it is nil. value.type must be as it came.
// Any thread may call it.
const struct vole_type *vole_iface_type(struct vole *vole, struct vole_iface value);

struct vole_type_info {
  enum vole_kind kind;
  const char *text;             // "main.Point", "[]int"
  const char *name;             // "Point"; "" if it has none
  const char *package;          // import path; "" if it has none
  size_t size, align;           // bytes
  bool has_pointers;            // its values may point to the script's heap
  bool comparable;              // == is defined: it may be a map's key
  bool variadic;                // of a func
  bool sends, receives;         // of a channel: what may be done with it
  const struct vole_type *elem; // of array, channel, map, pointer, slice; else NULL
  const struct vole_type *key;  // of a map; else NULL
  int64_t length;               // of an array
  int members;                  // of a struct: fields; of a func: parameters and results
  int params;                   // of a func: how many of the members are parameters
  int methods;                  // that may be called on its values, or that an interface asks for
};
// Tells what a type is. `type` is of a living instance. Any thread may call it.
void vole_type_describe(const struct vole_type *type, struct vole_type_info *info);

// A field, parameter, result or method.
struct vole_member {
  const char *name;             // of a field or method; else NULL
  const char *package;          // import path, of names that are not exported; else NULL
  const char *tag;              // of a field; else ""
  const struct vole_type *type; // of a method: a func without receiver
  // Bytes: of a field in its struct, of a parameter or result in the C struct of vole_call.
  size_t offset;
  bool embedded; // of a field
};
// Gives member `index` of a struct or func. Returns false if there is none. Any thread may call it.
bool vole_type_member(const struct vole_type *type, int index, struct vole_member *member);
// Gives method `index`, in the order of their names. Returns false if there is none. Any thread may
// call it.
bool vole_type_method(const struct vole_type *type, int index, struct vole_member *member);

// Values.
//
// A value is what a C struct of vole_call has in its place: `const void *` points to one, in C
// memory or on the heap. Maps, channels, pointers and functions are one `void *`. What comes back
// lives as long as a string of vole_string_new. A type that a function
// is not for is VOLE_ERROR_USAGE. If the heap would exceed the memory limit it is
// VOLE_ERROR_SYSTEM. Fields and elements may be read through C pointers at any time that no
// goroutine writes there. Numbers may be written, too; what holds pointers must go through
// vole_store.

// Returns a new zero value on the heap: new(T).
void *vole_object_new(struct vole *vole, const struct vole_type *type, struct vole_error *err);

// Makes a slice of a length and capacity, as make does. Or makes a map with room for `length`
// entries, or a channel with a buffer of `length`. *value becomes the struct vole_slice, or the
// word.
bool vole_make(struct vole *vole, const struct vole_type *type, int64_t length, int64_t capacity,
               void *value, struct vole_error *err);

// Copies a value of a type to memory of the script's: an object, part of one, or a package
// variable. NULL for `value`: zero. Fails if `to` is no such memory or of another alignment. So it
// does if the object ends before the value does, or has no room for its pointers there. So it does
// if a pointer in the value leads to memory that the heap has freed. Where a package variable ends
// is not looked at.
bool vole_store(struct vole *vole, const struct vole_type *type, void *to, const void *value,
                struct vole_error *err);

// Appends `count` elements to a slice of that type, as append does. elements NULL: zero.
bool vole_append(struct vole *vole, const struct vole_type *type, struct vole_slice *slice,
                 const void *elements, int64_t count, struct vole_error *err);

// Looks up a key. *found says whether it is there; *value is zero if not. A map may be NULL.
bool vole_map_get(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                  void *value, bool *found, struct vole_error *err);
// Sets the value of a key; NULL: zero. Fails for a nil map.
bool vole_map_set(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                  const void *value, struct vole_error *err);
// Deletes a key, which may be missing.
bool vole_map_delete(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                     struct vole_error *err);
// Returns how many entries a map has; -1 with err filled. Copies all keys, and their values in the
// same order, to new slices; either may be NULL.
int64_t vole_map_entries(struct vole *vole, const struct vole_type *type, void *map,
                         struct vole_slice *keys, struct vole_slice *values,
                         struct vole_error *err);

// What became of an operation on a channel.
enum vole_chan_outcome {
  VOLE_CHAN_FAILED, // err says why
  VOLE_CHAN_DONE,
  VOLE_CHAN_WOULD_BLOCK, // it would have to wait, and must not
  VOLE_CHAN_CLOSED,      // received: zero, as the channel is closed and empty
};
// Sends a value. If it waits it is a call, as vole_call: goroutines run, limits hold. Sending on a
// closed channel is VOLE_ERROR_PANIC.
enum vole_chan_outcome vole_chan_send(struct vole *vole, const struct vole_type *type,
                                      void *channel, const void *value, bool wait,
                                      struct vole_error *err);
// Receives a value, under the same terms.
enum vole_chan_outcome vole_chan_receive(struct vole *vole, const struct vole_type *type,
                                         void *channel, void *value, bool wait,
                                         struct vole_error *err);
// Closes a channel. VOLE_ERROR_PANIC if it is nil or closed.
bool vole_chan_close(struct vole *vole, const struct vole_type *type, void *channel,
                     struct vole_error *err);

// Makes an interface of type `to` (NULL: any) that holds a value of `type`. If that is an interface
// itself, what it holds goes over. Fails if a method is missing, with its name.
bool vole_iface_make(struct vole *vole, const struct vole_type *to, const struct vole_type *type,
                     const void *value, struct vole_iface *iface, struct vole_error *err);
// Copies what an interface holds to *value, which is of `type`: x.(T). If `type` is an interface,
// *value becomes that with the same in it. Fails if it holds something else.
bool vole_iface_get(struct vole *vole, struct vole_iface iface, const struct vole_type *type,
                    void *value, struct vole_error *err);

// Returns a value of Go's type error with that text. errors.Unwrap gives `wrapped`, an error, if
// that is not nil. Returns nil under the terms of vole_string_new.
struct vole_iface vole_error_new(struct vole *vole, const char *text, size_t size,
                                 struct vole_iface wrapped);

// Returns a func value of that type that calls `function`, with vole_closure_new's user.
void *vole_closure_new(struct vole *vole, const struct vole_type *type, vole_native function,
                       void *user, struct vole_error *err);
// Calls a func value of that type, as vole_call does.
bool vole_closure_call(struct vole *vole, const struct vole_type *type, void *closure,
                       const void *arguments, void *results, struct vole_error *err);
// Sets *closure to the method `name` of a value of `type`, as a func value of *method_type: x.Name.
// The value may be an interface; promoted methods count, and so do names that are not exported.
bool vole_method(struct vole *vole, const struct vole_type *type, const void *value,
                 const char *name, void **closure, const struct vole_type **method_type,
                 struct vole_error *err);

// Objects of the script's heap.

// Returns a Go string with a copy of the bytes. Its ptr is NULL if another thread uses the
// instance, it has ended, the heap would exceed the memory limit, or the arguments are wrong. The
// string stays valid until the next vole_call, vole_run, vole_closure_call, vole_iface_text,
// vole_forget or wait for a channel; in a native until that returns, too. Hold what must live
// longer.
struct vole_string vole_string_new(struct vole *vole, const char *bytes, size_t size);
// Returns a []byte with a copy of the bytes, under the same terms.
struct vole_slice vole_bytes_new(struct vole *vole, const void *bytes, size_t size);

// Drops what the library has held for the caller since its last call: results and new strings
// without a ref may be collected. For hosts that make many strings without a call in between.
void vole_forget(struct vole *vole);

// Holds an object (any pointer into it) and returns a ref: the object lives until the ref is
// released. What is not on the heap may be held, too. Returns NULL if object is NULL or lies in
// memory that the heap has freed, or memory is short. Any thread may call it.
struct vole_ref *vole_hold(struct vole *vole, void *object);
// Returns the object; NULL if ref is NULL or was released. Any thread may call it.
void *vole_ref_object(const struct vole_ref *ref);
// Releases a ref. NULL, a ref of another instance, and one that was released already (until
// vole_hold reuses it) are left alone. Any thread may call it.
void vole_release(struct vole *vole, struct vole_ref *ref);

// Holds an object weakly: the ref does not keep it alive, and vole_ref_object gives NULL.
// vole_release releases it. Fails as vole_hold does, or if another thread uses the instance.
struct vole_ref *vole_hold_weak(struct vole *vole, void *object, struct vole_error *err);
// Sets *object to what a weak ref refers to, held as a result is; NULL: it is gone. Fails if the
// ref is not weak, or another thread uses the instance.
bool vole_weak_object(struct vole *vole, const struct vole_ref *ref, void **object,
                      struct vole_error *err);

// A finalizer of the host's. It must not use the instance.
typedef void (*vole_finalizer)(void *user);
// Has a finalizer run once, after the object is found unreachable: on a thread of the instance's
// own or within a call. If that has not come, it runs in vole_free, after all goroutines have
// ended. An object may have several. It takes no object, so that a script cannot meet what it has
// freed. Fails if object is not on the heap, or lies in an arena. Objects that scripts make,
// smaller than 16 bytes and without pointers, may share a block and the time; those of
// vole_object_new do not.
bool vole_finalize(struct vole *vole, void *object, vole_finalizer finalizer, void *user,
                   struct vole_error *err);

// Makes an arena: memory on the script's heap that the host frees itself, all at once (see package
// arena). It counts against the memory limit; a pointer to any of it keeps 8 MiB. Returns NULL if
// memory is short. vole_free frees the arenas that are left. Any thread may call it.
struct vole_arena *vole_arena_new(struct vole *vole);
// Returns `count` zeroed elements of `size` bytes. Bit i%8 of byte i/8 of mask says that word i of
// an element is a pointer to the script's heap. Scripts may store there, C code must not. mask
// NULL: an element holds no pointers. Returns NULL if the elements take more than 2 MiB, or another
// thread uses the instance. So it does if memory is short, or the heap would exceed the memory
// limit.
void *vole_arena_alloc(struct vole_arena *arena, size_t size, size_t count,
                       const unsigned char *mask);
// Frees an arena, before vole_free. A later access to its memory, by script or C, is a SIGSEGV: see
// vole_handle_faults. arena may be NULL. Returns false, with the arena still there, if another
// thread uses the instance.
bool vole_arena_free(struct vole_arena *arena);

// Has the process word accesses to bad addresses by a script's thread as Go does: "fatal error:
// fault", a traceback, exit status 2. Other accesses go to the handler that was there before.
// Installs handlers of SIGSEGV and SIGBUS for the whole process, once. Returns false if the system
// refuses.
bool vole_handle_faults(void);

// Watching an instance.

// Runs a full collection, sweep included. Returns false if another thread uses the instance, or it
// has ended.
bool vole_collect(struct vole *vole, struct vole_error *err);

struct vole_stats {
  uint64_t heap_live;      // bytes in allocated objects, after the last sweep an upper bound
  uint64_t heap_goal;      // bytes at which the next cycle should end
  uint64_t mapped;         // bytes of address space held from the system
  uint64_t mallocs, frees; // objects
  uint64_t cycles;         // collections done
  uint64_t pause_total_ns; // the sum of all stops of the world
  uint64_t allocated;      // bytes allocated so far
  uint64_t heap_in_use;    // bytes of pages that hold objects
  uint64_t heap_idle;      // bytes of free pages, of which
  uint64_t heap_released;  // are given back to the system
  uint64_t stack_in_use;   // bytes of goroutines' stacks
  uint64_t goroutines;     // that exist
};
// Reads the statistics. Any thread may call it. If no other thread uses the instance, the world
// stops for it and the numbers are exact. Otherwise they lack what each of max_procs has allocated
// since it last asked the heap for memory of that size. Returns false, and zeros, if the instance
// is being freed.
bool vole_stats(struct vole *vole, struct vole_stats *stats);

enum vole_pause_kind {
  // All goroutines were stopped: from the wish to stop them until they went on.
  VOLE_PAUSE_WORLD,
  // One goroutine was stopped for that, from where it stopped.
  VOLE_PAUSE_GOROUTINE,
  // A goroutine marked, to pay for what it allocates. Recorded from 100 us on.
  VOLE_PAUSE_ASSIST,
  // A goroutine waited until others had marked enough. Recorded from 100 us on.
  VOLE_PAUSE_ASSIST_WAIT,
};
struct vole_pause {
  enum vole_pause_kind kind;
  uint32_t cycle;       // collections begun by then
  const char *reason;   // of VOLE_PAUSE_WORLD, else NULL
  int64_t start_ns;     // since the instance was made
  int64_t ns;           // the duration
  int64_t wait_ns;      // of VOLE_PAUSE_WORLD: the part of it until all had stopped
  uint64_t goroutine;   // of VOLE_PAUSE_WORLD the one that stopped last; 0: all had stopped already
  const char *function; // where the goroutine stood; valid as long as the instance; NULL: none
  const char *file;
  int line;
};
// Copies up to `max` pauses to out, from number *next on (0 at first), and sets *next to the number
// after them. Returns how many. The last 256 are kept; older ones are skipped. A number that is not
// reached yet becomes the next one. Any thread may call it.
int vole_pauses(struct vole *vole, uint64_t *next, struct vole_pause *out, int max);

// Writes the heap profile to a descriptor, as text that go tool pprof reads. It says how much each
// call allocated, and how much of that the last collection but one left. Returns false if it cannot
// be written. Any thread may call it.
bool vole_heap_profile(struct vole *vole, int fd, struct vole_error *err);

// Writes the same profile in pprof's binary form, which has names of functions, files and lines.
bool vole_heap_profile_pprof(struct vole *vole, int fd, struct vole_error *err);

// Begins a profile of the CPU time that goroutines take, by functions and lines: a hundred samples
// for each second of it. Any thread may call it. Returns false if one is under way.
bool vole_cpu_profile_start(struct vole *vole, struct vole_error *err);
enum vole_profile_form {
  VOLE_PROFILE_PPROF, // what go tool pprof reads
  VOLE_PROFILE_TOP,   // a table for people: the functions that took most
};
// Ends the profile and writes it to a descriptor. Any thread may call it, also when the program has
// ended. Returns false if none is under way, or it cannot be written.
bool vole_cpu_profile_stop(struct vole *vole, int fd, enum vole_profile_form form,
                           struct vole_error *err);

// What vole_heap_snapshot took.
struct vole_snapshot {
  int64_t pause_ns; // the world was stopped
  int64_t wait_ns;  // before that: until all goroutines had stopped
  uint64_t bytes;   // written
  uint64_t objects;
};
// Writes a picture of the whole heap to a descriptor. The command "vole heap" shows why objects in it
// are alive, and what they retain. docs/heap.md has the format. The world is stopped
// meanwhile, so the descriptor should be a file. What is garbage and not yet swept is in it, too:
// vole_collect goes before where that is not wanted. *out, which may be NULL, says what it took.
// Any thread may call it. It waits for all natives that do not block, so none may wait for the
// caller. Returns false if the instance has ended, or the descriptor does not take all.
bool vole_heap_snapshot(struct vole *vole, int fd, struct vole_snapshot *out,
                        struct vole_error *err);

// Returns the version of Vole, which pkg-config names too, and that of the language:
// "1.2.3 (go1.45)". The text is never freed.
const char *vole_version(void);

// Writes to a descriptor under which licences Vole stands, and what is compiled into it of others:
// the parts of Go's own library. Returns false if the descriptor does not take it.
bool vole_write_licences(int fd, struct vole_error *err);

// The library's sources, for tools. Any thread may call these three.

// Returns the import path of package `index` of the library, from 0; NULL: there are no more. The
// packages are in no order.
const char *vole_library_path(int index);
// Returns a package of the library with its files. Where two of them declare a function, type,
// variable or constant of one name, the first one counts. Returns NULL if there is no such package
// or memory is short.
const struct vole_package *vole_library_read(const char *path);
// Frees what vole_library_read has returned, which may be NULL.
void vole_library_free(const struct vole_package *package);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
