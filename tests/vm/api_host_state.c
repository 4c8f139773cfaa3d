// What a host's thread has set for itself: rounding, denormals, traps and locale change nothing
// that a script computes, SIGPIPE does not reach the host, and natives and the host find all as it
// was.

#include <fenv.h>
#include <inttypes.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"fmt\"; \"host\"; \"math\"; \"os\"; \"strconv\"; \"strings\")\n"
    "func compute() string {\n"
    "\tvar b strings.Builder\n"
    "\tthird, tiny, zero := 1.0, math.SmallestNonzeroFloat64, 0.0\n"
    "\tthird /= 3\n"
    "\tfor i := range 40 {\n"
    "\t\tx := math.Sqrt(float64(i)+0.1)*third + tiny\n"
    "\t\ty, _ := strconv.ParseFloat(fmt.Sprintf(\"%d.%de-5\", i, i*7919), 64)\n"
    "\t\tz, _ := strconv.ParseFloat(\"0.1000000000000000055511151231257827\", 32)\n"
    "\t\tfmt.Fprintln(&b, x, y, z, float32(x), math.Sin(x), math.Pow(x, 2.5), int64(x*1e15), "
    "math.Round(x), tiny/2, tiny*3, -x)\n"
    "\t\tfmt.Fprintf(&b, \"%.3f %e %g %x %8.2f %v\\n\", x, y, z, x, -y, zero/zero)\n"
    "\t}\n"
    "\treturn b.String() + strings.ToUpper(\"i\") + fmt.Sprint(1.0/zero)\n"
    "}\n"
    "func Compute() string { return compute() }\n"
    "func Apart() string { c := make(chan string); go func() { c <- compute() }(); return <-c }\n"
    "func Back() string { host.Look(); s := compute(); host.Look(); return s + compute() }\n"
    "func Print(n int) string {\n"
    "\thost.Look()\n"
    "\tf := os.Stdout\n"
    "\tif n == 2 { f = os.Stderr }\n"
    "\tc := make(chan error)\n"
    "\t_, err := f.WriteString(\"text\")\n"
    "\tgo func() { _, err := f.WriteString(\"text\"); c <- err }()\n"
    "\tfirst := <-c\n"
    "\tprintln(\"to a broken pipe\")\n"
    "\thost.Look()\n"
    "\treturn fmt.Sprint(first, \"; \", err)\n"
    "}\n"
    "func main() {}\n";

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  printf("FAIL ");
  vprintf(format, args);
  printf("\n");
  va_end(args);
  exit(1);
}

// What this thread has set: rounding, control bits, whether SIGPIPE is blocked.
struct state {
  int rounding, traps;
  unsigned control;
  bool blocked;
  char point;
};

static struct state state_now(void) {
  sigset_t mask;
  struct state s = {.rounding = fegetround(), .traps = fegetexcept()};
#if defined(__x86_64__)
  s.control = _mm_getcsr() & ~0x3fu;
#endif
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  s.blocked = sigismember(&mask, SIGPIPE);
  s.point = localeconv()->decimal_point[0];
  return s;
}

static struct state expected;
static pthread_t host_thread;
static int looks;

static void expect_state(const char *where) {
  struct state now = state_now();
  if (now.rounding != expected.rounding || now.traps != expected.traps ||
      now.control != expected.control || now.blocked != expected.blocked ||
      now.point != expected.point)
    fail("%s: rounding %d %d, traps %d %d, control %x %x, SIGPIPE %d %d, point %c %c", where,
         now.rounding, expected.rounding, now.traps, expected.traps, now.control, expected.control,
         now.blocked, expected.blocked, now.point, expected.point);
}

static bool look(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  looks++;
  if (pthread_equal(pthread_self(), host_thread))
    expect_state("in a native");
  return true;
}

static struct vole *make(const struct vole_config *config) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(config, &err);
  if (!vole || !vole_bind(vole, "host", "func Look()", look, NULL, &err) ||
      !vole_load_string(vole, "state.go", source, sizeof source - 1, &err))
    fail("%s", err.message);
  return vole;
}

// The text that a function returns, on the host's side.
static char *text_of(struct vole *vole, const char *name, int64_t n) {
  struct vole_error err = {0};
  struct vole_string s;
  struct vole_func *f = vole_func(vole, name, n ? "func(int) string" : "func() string", &err);
  if (!f || !vole_call(vole, f, &n, &s, &err))
    fail("%s: %s", name, err.message);
  char *text = strndup(s.ptr, (size_t)s.len);
  expect_state("after a call");
  return text;
}

static const char *const names[] = {"main.Compute", "main.Apart", "main.Back"};
static char *plain[3];

// In an instance that is made, loaded and used in the host's present state.
static void compute(const char *what) {
  expected = state_now();
  struct vole_config config = {.max_procs = 2};
  struct vole *vole = make(&config);
  expect_state("after loading");
  for (int i = 0; i < 3; i++) {
    char *text = text_of(vole, names[i], 0);
    if (!plain[i])
      plain[i] = text;
    else if (strcmp(text, plain[i]) != 0)
      fail("%s, %s:\n%s\ninstead of\n%s", what, names[i], text, plain[i]);
    if (text != plain[i])
      free(text);
  }
  if (!vole_collect(vole, NULL))
    fail("%s: no collection", what);
  vole_free(vole);
  expect_state("after vole_free");
}

static void arithmetic(void) {
  static const struct {
    const char *what;
    int rounding;
  } modes[] = {{"up", FE_UPWARD}, {"down", FE_DOWNWARD}, {"to zero", FE_TOWARDZERO}};
  fenv_t before;
  fegetenv(&before);
  compute("plain");
  for (int i = 0; i < 3; i++) {
    fesetround(modes[i].rounding);
    compute(modes[i].what);
  }
  fesetenv(&before);
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040); // denormals are zero
  compute("without denormals");
  fesetenv(&before);
#endif
  feclearexcept(FE_ALL_EXCEPT);
  feenableexcept(FE_ALL_EXCEPT);
  compute("with traps");
  fesetround(FE_UPWARD);
  compute("with traps, up");
  feclearexcept(FE_ALL_EXCEPT);
  fesetenv(&before);
}

// A locale with a decimal comma, made for the test. False: there is none to be had.
static bool set_comma(const char *folder) {
  char command[300];
  snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de >/dev/null 2>&1", folder);
  if (system(command) < 0 || setenv("LOCPATH", folder, 1) != 0)
    return false;
  return setlocale(LC_ALL, "de") && localeconv()->decimal_point[0] == ',';
}

static void with_comma(void) {
  char folder[] = "/tmp/vole_locale_XXXXXX", command[300];
  if (!mkdtemp(folder))
    fail("no folder");
  if (set_comma(folder))
    compute("with a comma");
  else
    printf("no locale with a comma can be made here: that is not tried\n");
  setlocale(LC_ALL, "C");
  unsetenv("LOCPATH");
  snprintf(command, sizeof command, "rm -r %s", folder);
  if (system(command) != 0)
    fail("%s", command);
}

static bool is_pending(void) {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE);
}

static void expect_broken(struct vole *vole, int64_t stream, const char *want) {
  char *text = text_of(vole, "main.Print", stream);
  if (strcmp(text, want) != 0)
    fail("to a broken pipe: %s", text);
  free(text);
}

static void broken_pipes(void) {
  int fds[2];
  struct vole_error err = {0};
  if (pipe(fds) != 0)
    fail("no pipe");
  close(fds[0]);
  signal(SIGPIPE, SIG_DFL);
  expected = state_now();
  struct vole_config config = {.max_procs = 2, .out_fd = fds[1], .err_fd = fds[1]};
  struct vole *vole = make(&config);
  const char *out = "write /dev/stdout: broken pipe; write /dev/stdout: broken pipe";
  const char *error = "write /dev/stderr: broken pipe; write /dev/stderr: broken pipe";
  expect_broken(vole, 1, out);
  expect_broken(vole, 2, error);
  if (is_pending())
    fail("a signal is pending");
  if (vole_disassemble(vole, NULL, fds[1], &err) || !strstr(err.message, "broken pipe") ||
      vole_heap_profile(vole, fds[1], &err) || !strstr(err.message, "broken pipe"))
    fail("writing: %s", err.message);
  vole_error_clear(&err);
  if (is_pending())
    fail("a signal is pending");
  expect_state("after writing");
  // A host that blocks it, with one pending that is its own.
  sigset_t broken;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, NULL);
  expected = state_now();
  expect_broken(vole, 1, out);
  if (is_pending())
    fail("a signal is pending in a host that blocks it");
  raise(SIGPIPE);
  expect_broken(vole, 1, out);
  if (!is_pending())
    fail("the host's own signal was taken");
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_UNBLOCK, &broken, NULL);
  signal(SIGPIPE, SIG_DFL);
  vole_free(vole);
  close(fds[1]);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  host_thread = pthread_self();
  arithmetic();
  with_comma();
  broken_pipes();
  if (looks < 10)
    fail("natives were called %d times", looks);
  for (int i = 0; i < 3; i++)
    free(plain[i]);
  return 0;
}
