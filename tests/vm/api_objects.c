// Host objects: packages given as Go source with functions in C, finalizers, weak refs, what a native
// may ask for; programs that are replaced; errors of the compiler one by one.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vm/api_expect.h"
#include "vm/api/vole.h"

// Files of a host: each is a C object behind a Go type.

static const char declarations[] = "// Package files is what the host has of files.\n"
                                   "package files\n"
                                   "\n"
                                   "import \"io\"\n"
                                   "\n"
                                   "// File is a file of the host's.\n"
                                   "type File struct{ handle uintptr }\n"
                                   "\n"
                                   "// Open opens a file.\n"
                                   "func Open(name string) (*File, error)\n"
                                   "\n"
                                   "func (f *File) Read(p []byte) (int, error)\n"
                                   "func (f *File) Close() error\n"
                                   "func (f File) Name() string\n"
                                   "func count() int\n"
                                   "\n"
                                   "// Count says how many are open.\n"
                                   "func Count() int { return count() }\n"
                                   "\n"
                                   "var _ io.ReadCloser = (*File)(nil)\n";

static const char script[] =
    "package main\n"
    "import (\"files\"; \"fmt\"; \"io\"; \"runtime\")\n"
    "var kept *files.File\n"
    "var Weak *[4]int\n"
    "func Use() string {\n"
    "  f, err := files.Open(\"a\"); if err != nil { return err.Error() }\n"
    "  all, err := io.ReadAll(f)\n"
    "  var named interface{ Name() string } = f\n"
    "  return fmt.Sprint(string(all), err, f.Name(), named.Name(), files.Count()) }\n"
    "func Keep() { kept, _ = files.Open(\"kept\") }\n"
    "func Drop() { kept = nil }\n"
    "func Bad() (err error) { _, err = files.Open(\"\"); return }\n"
    "func Collect() { runtime.GC() }\n"
    "func Closed() (text string) { f, _ := files.Open(\"c\"); f.Close()\n"
    "  defer func() { text = fmt.Sprint(recover()) }()\n"
    "  f.Close()\n"
    "  return \"\" }\n"
    "func Make() { Weak = &[4]int{1, 2} }\n"
    "func Unmake() { Weak = nil }\n"
    "func main() {}\n";

struct file {
  char name[16];
  int left; // bytes to read
  bool closed;
};

static int open_files, freed_files;
static struct vole_place place;
static bool user_is_right;
static char user_data;

static void free_file(void *user) {
  struct file *file = user;
  freed_files++;
  open_files -= !file->closed;
  free(file);
}

static bool files_open(struct vole *vole, void *user, const void *arguments, void *results) {
  const struct vole_string *name = arguments;
  struct {
    struct {
      struct file *handle;
    } * object;
    struct vole_iface error;
  } *out = results;
  vole_caller(vole, 0, &place);
  user_is_right = vole_user(vole) == &user_data && user == &open_files;
  if (name->len == 0) {
    out->error = vole_error_new(vole, "files: no name", 14, (struct vole_iface){0});
    return true;
  }
  struct file *file = calloc(1, sizeof *file);
  snprintf(file->name, sizeof file->name, "%.*s", (int)name->len, name->ptr);
  file->left = 10;
  open_files++;
  out->object = vole_object_new(vole, vole_type(vole, "files.File", NULL), NULL);
  out->object->handle = file;
  vole_collect(vole, NULL);
  return vole_finalize(vole, out->object, free_file, file, NULL);
}

static bool files_read(struct vole *vole, void *user, const void *arguments, void *results) {
  const struct {
    struct file **file;
    struct vole_slice buffer;
  } *in = arguments;
  struct {
    int64_t n;
    struct vole_iface error;
  } *out = results;
  struct file *file = *in->file;
  (void)user;
  out->n = in->buffer.len < file->left ? in->buffer.len : file->left;
  memset(in->buffer.ptr, 'x', (size_t)out->n);
  file->left -= (int)out->n;
  struct vole_iface *eof = vole_variable(vole, "io.EOF", "error", NULL);
  if (out->n == 0)
    out->error = *eof;
  return true;
}

static bool files_close(struct vole *vole, void *user, const void *arguments, void *results) {
  struct file *file = **(struct file ***)arguments;
  (void)user, (void)results;
  if (file->closed) {
    struct vole_string text = vole_string_new(vole, "closed twice", 12);
    struct vole_iface value;
    vole_iface_make(vole, NULL, vole_type(vole, "string", NULL), &text, &value, NULL);
    vole_panic_value(vole, value);
    return false;
  }
  file->closed = true;
  open_files--;
  return true;
}

static bool files_name(struct vole *vole, void *user, const void *arguments, void *results) {
  const struct file *file = *(struct file *const *)arguments;
  (void)user;
  *(struct vole_string *)results = vole_string_new(vole, file->name, strlen(file->name));
  return true;
}

static bool files_count(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments;
  *(int64_t *)results = open_files;
  return true;
}

static const struct vole_native_entry functions[] = {
    {"Open", files_open, &open_files},    {"(*File).Read", files_read, NULL},
    {"(*File).Close", files_close, NULL}, {"File.Name", files_name, NULL},
    {"count", files_count, NULL},
};
enum { function_count = sizeof functions / sizeof functions[0] };

static bool bind(struct vole *vole, const char *text, const struct vole_native_entry *table,
                 int count) {
  return vole_bind_package(vole, "files", text, strlen(text), table, count, &err);
}

static void bind_wrongly(struct vole *vole) {
  struct vole_native_entry table[function_count + 1];
  memcpy(table, functions, sizeof functions);
  REFUSED(bind(vole, declarations, functions, function_count - 1), "count has no body and no row");
  table[function_count] = functions[1];
  REFUSED(bind(vole, declarations, table, function_count + 1), "Read has several rows");
  table[function_count] = (struct vole_native_entry){"Count", files_count, NULL};
  REFUSED(bind(vole, declarations, table, function_count + 1), "has no function Count without");
  table[function_count] = (struct vole_native_entry){"count", NULL, NULL};
  REFUSED(bind(vole, declarations, table, function_count + 1), "a function is NULL");
  table[function_count] = (struct vole_native_entry){NULL, files_count, NULL};
  REFUSED(bind(vole, declarations, table, function_count + 1), "the name of a function is NULL");
  REFUSED(bind(vole, declarations, NULL, 1), "the functions are missing");
  REFUSED(bind(vole, declarations, functions, -1), "the functions are missing");
  REFUSED(vole_bind_package(vole, NULL, "", 0, NULL, 0, &err), "package is NULL");
  REFUSED(vole_bind_package(vole, "p", NULL, 0, NULL, 0, &err), "source is NULL");
  REFUSED(vole_bind_package(vole, "fmt", "package fmt", 11, NULL, 0, &err), "package of Go's");
  EXPECT(!bind(vole, "package files\nfunc F() int { return \"\" }", NULL, 0) &&
         err.kind == VOLE_ERROR_COMPILE && strstr(err.message, "files.go:2:23: cannot use"));
  EXPECT(!bind(vole, "package files\nimport \"nowhere\"", NULL, 0) &&
         err.kind == VOLE_ERROR_COMPILE);
  REFUSED(bind(vole, "package files\nfunc F[T any](t T)", NULL, 0), "generic function of files");
}

static struct vole *make(void) {
  struct vole_config config = {
      .voledebug = "gcstress=11", .godebug = "clobberfree=1", .user = &user_data};
  struct vole *vole = vole_new(&config, &err);
  EXPECT(vole != NULL);
  return vole;
}

static bool call(struct vole *vole, const char *name) {
  return vole_call(vole, vole_func(vole, name, "func()", NULL), NULL, NULL, &err);
}

static bool says(struct vole *vole, const char *name, const char *want) {
  struct vole_string said;
  if (!vole_call(vole, vole_func(vole, name, "func() string", NULL), NULL, &said, &err))
    return false;
  if (said.len == (int64_t)strlen(want) && memcmp(said.ptr, want, strlen(want)) == 0)
    return true;
  printf("%.*s\n", (int)said.len, said.ptr);
  return false;
}

static void host_objects(void) {
  struct vole *vole = make();
  bind_wrongly(vole);
  EXPECT(bind(vole, declarations, functions, function_count));
  REFUSED(bind(vole, declarations, functions, function_count), "package files is bound already");
  REFUSED(vole_bind(vole, "files", "func X()", files_count, NULL, &err), "is bound already");
  EXPECT(vole_load_string(vole, "script.go", script, strlen(script), &err));
  REFUSED(bind(vole, declarations, functions, function_count), "a program is loaded already");
  EXPECT(says(vole, "main.Use", "xxxxxxxxxx<nil>aa1"));
  EXPECT(user_is_right && strcmp(place.function, "main.Use") == 0 && place.line == 6 &&
         strcmp(place.file, "script.go") == 0);
  EXPECT(!vole_caller(vole, 0, &place) && !vole_caller(NULL, 0, &place));
  EXPECT(says(vole, "main.Closed", "closed twice"));
  struct vole_iface error;
  EXPECT(vole_call(vole, vole_func(vole, "main.Bad", "func() error", &err), NULL, &error, &err));
  char *text = vole_iface_text(vole, error, &err);
  EXPECT(text && strcmp(text, "files: no name") == 0);
  free(text);
  EXPECT(call(vole, "main.Keep"));
  for (int i = 0; i < 5; i++)
    EXPECT(call(vole, "main.Collect"));
  EXPECT(freed_files == 2 && open_files == 1);
  int outside;
  REFUSED(vole_finalize(vole, &outside, free_file, NULL, &err), "not on the heap");
  REFUSED(vole_finalize(vole, NULL, free_file, NULL, &err), "object is NULL");
  REFUSED(vole_finalize(vole, &outside, NULL, NULL, &err), "finalizer is NULL");
  vole_free(vole);
  EXPECT(freed_files == 3 && open_files == 0); // vole_free has run the last one
}

static void weak_refs(void) {
  struct vole *vole = make();
  EXPECT(bind(vole, declarations, functions, function_count));
  EXPECT(vole_load_string(vole, "script.go", script, strlen(script), &err));
  EXPECT(call(vole, "main.Make"));
  void **variable = vole_variable(vole, "main.Weak", "*[4]int", &err), *object = NULL;
  struct vole_ref *weak = vole_hold_weak(vole, *variable, &err);
  struct vole_ref *strong = vole_hold(vole, *variable);
  EXPECT(weak && !vole_ref_object(weak));
  EXPECT(call(vole, "main.Unmake") && call(vole, "main.Collect"));
  EXPECT(vole_weak_object(vole, weak, &object, &err) && object == vole_ref_object(strong));
  vole_release(vole, strong);
  EXPECT(call(vole, "main.Collect")); // held as a result until this call began
  EXPECT(call(vole, "main.Collect"));
  EXPECT(vole_weak_object(vole, weak, &object, &err) && !object);
  vole_release(vole, weak);
  REFUSED(vole_weak_object(vole, weak, &object, &err), "no weak ref");
  REFUSED(vole_weak_object(vole, strong, &object, &err), "no weak ref");
  REFUSED(vole_weak_object(vole, NULL, &object, &err), "ref is NULL");
  REFUSED(vole_weak_object(vole, weak, NULL, &err), "object is NULL");
  REFUSED(vole_hold_weak(vole, NULL, &err), "object is NULL");
  vole_free(vole);
}

static bool reload(struct vole *vole, const char *text) {
  struct vole_source file = {"reloaded.go", text, strlen(text)};
  struct vole_package package = {.files = &file, .file_count = 1};
  return vole_reload(vole, &package, 1, &err);
}

static int64_t number(struct vole *vole, struct vole_func *f) {
  int64_t n = -1;
  EXPECT(vole_call(vole, f, NULL, &n, &err));
  return n;
}

static void programs(void) {
  struct vole *vole = make();
  EXPECT(!reload(vole, "package main\nfunc main() { x }\n") && err.kind == VOLE_ERROR_COMPILE);
  EXPECT(reload(vole, "package main\nimport \"strings\"\nvar N = len(strings.Repeat(\"a\", 3))\n"
                      "func F() int { N++; return N }\nfunc main() {}\n"));
  struct vole_func *old = vole_func(vole, "main.F", "func() int", &err);
  EXPECT(number(vole, old) == 4);
  EXPECT(
      !reload(vole,
              "package main\nimport \"sort\"\nvar _ = sort.Ints\nfunc F() string { return 1 }\n") &&
      err.kind == VOLE_ERROR_COMPILE);
  EXPECT(vole_func(vole, "main.F", "func() int", &err) == old && number(vole, old) == 5);
  EXPECT(reload(
      vole, "package main\nimport (\"fmt\"; \"sort\"; \"strings\")\n"
            "var N = []int{30, 10}\nfunc init() { sort.Ints(N) }\n"
            "func F() int { fmt.Sprint(strings.ToUpper(\"a\")); return N[0] }\nfunc main() {}\n"));
  struct vole_func *new = vole_func(vole, "main.F", "func() int", &err);
  EXPECT(new != old &&number(vole, new) == 10 && number(vole, old) == 6);
  EXPECT(reload(vole, "package main\nvar N = func() int { panic(\"no\") }()\n"
                      "func G() int { return 8 }\nfunc main() {}\n"));
  EXPECT(!vole_run(vole, &err) && err.kind == VOLE_ERROR_PANIC);
  EXPECT(number(vole, vole_func(vole, "main.G", "func() int", &err)) == 8);
  REFUSED(vole_func(vole, "main.F", "func() int", &err), "undefined: main.F");
  EXPECT(number(vole, old) == 7);
  vole_free(vole);
}

static void diagnostics(void) {
  static const char text[] = "package main\n\nfunc main() {\n\tx := 1\n\ty()\n}\n";
  struct vole *vole = make();
  bool ok = vole_load_string(vole, "wrong.go", text, strlen(text), &err);
  struct vole_diagnostic *d = err.diagnostics;
  EXPECT(!ok && err.diagnostic_count == 2 && d[0].line == 4 && d[0].column == 2 &&
         strcmp(d[0].file, "wrong.go") == 0 && strcmp(d[0].text, "declared and not used: x") == 0 &&
         d[1].line == 5 && strcmp(d[1].text, "undefined: y") == 0);
  EXPECT(!err.diagnostics && err.diagnostic_count == 0);
  vole_free(vole);
}

// What a script writes.
static char written[2][200];
static bool takes = true;

static bool take(void *user, int stream, const char *bytes, size_t size) {
  EXPECT(user == &user_data && (stream == 1 || stream == 2));
  strncat(written[stream - 1], bytes, size);
  return takes;
}

static void output(void) {
  static const char text[] =
      "package main\nimport (\"fmt\"; \"os\")\nfunc main() { fmt.Println(\"out\", 1)\n"
      "fmt.Fprint(os.Stderr, \"err\"); println(\"print\") }\n"
      "func Refused() string { _, err := fmt.Print(\"x\"); return err.Error() }\n";
  struct vole_config config = {.write = take, .write_user = &user_data, .out_fd = -1};
  struct vole *vole = vole_new(&config, &err);
  EXPECT(vole_load_string(vole, "output.go", text, strlen(text), &err) && vole_run(vole, &err));
  EXPECT(strcmp(written[0], "out 1\n") == 0 && strcmp(written[1], "errprint\n") == 0);
  takes = false;
  EXPECT(says(vole, "main.Refused", "write /dev/stdout: input/output error"));
  vole_free(vole);
}

// An allocator that counts, and has so much to give.
struct account {
  size_t used, most;
};

static void *account_for(void *user, void *memory, size_t old_size, size_t new_size) {
  struct account *account = user;
  EXPECT((memory != NULL) == (old_size > 0) && (old_size == 0) != (new_size == 0));
  if (new_size > account->most - account->used)
    return NULL;
  account->used += new_size - old_size;
  free(memory);
  return new_size ? malloc(new_size) : NULL;
}

static void allocator(void) {
  struct account account = {.most = (size_t)64 << 20};
  struct vole_config config = {.allocate = account_for, .allocate_user = &account};
  static const char text[] = "package main\nimport \"strings\"\nvar table [100000]string\n"
                             "func main() { table[99999] = strings.Repeat(\"a\", 9) }\n";
  struct vole *vole = vole_new(&config, &err);
  EXPECT(vole_load_string(vole, "a.go", text, sizeof text - 1, &err) && account.used > 100000);
  EXPECT(vole_run(vole, &err) && account.used > 1600000);
  vole_free(vole);
  EXPECT(account.used == 0);
  account.most = 100000;
  vole = vole_new(&config, &err);
  EXPECT(!vole_load_string(vole, "a.go", text, sizeof text - 1, &err) &&
         err.kind == VOLE_ERROR_FATAL && strstr(err.message, "out of memory"));
  vole_free(vole);
  EXPECT(account.used == 0);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  host_objects();
  weak_refs();
  programs();
  diagnostics();
  output();
  allocator();
  printf("%d failures\n", failures);
  return failures > 0;
}
