// Accesses to bad addresses: the handler of SIGSEGV and SIGBUS, which ends the process in Go's
// words.
//
// Scripts meet them through freed user arenas and package unsafe. The interpreter keeps its pc and
// fp in registers, so the handler searches for the place. It wants a frame of the goroutine and an
// instruction of that frame's function, among the thread's registers and the words of its C stack.
// That guess is good enough for a traceback, but not for going on: C code that holds locks may have
// made the access. So nothing here can be recovered. What the interpreter can tell beforehand, nil
// and the first page, panics instead (interp_is_nil).
//
// After sigpanic of runtime/signal_unix.go of Go 1.21.

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "runtime/system.h"
#include "runtime/traceback.h"
#include "vm/interp/fault.h"
#include "vm/interp/machine.h"
#include "vm/interp/ops.h"
#include "vm/jit/jit.h"

// The handlers that the process had before. Set once, by fault_handle.
static struct sigaction previous_segv, previous_bus;

// The thread that ends the process (pthread_self); 0: none. Atomic.
static uintptr_t dying;

enum { max_stack_words = 4096 }; // of the C stack that are searched

// Words among which pc and fp may be.
struct words {
  const uint64_t *at;
  size_t count;
};

static uintptr_t fault_pc(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#else
  return (uintptr_t)context->uc_mcontext.pc;
#endif
}

static struct words register_words(const ucontext_t *context) {
#if defined(__x86_64__)
  return (struct words){(const uint64_t *)context->uc_mcontext.gregs, NGREG};
#else
  return (struct words){(const uint64_t *)context->uc_mcontext.regs, 31};
#endif
}

// Returns the words of the C stack from the fault outwards.
static struct words stack_words(const ucontext_t *context) {
#if defined(__x86_64__)
  uintptr_t low = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#else
  uintptr_t low = (uintptr_t)context->uc_mcontext.sp;
#endif
  pthread_attr_t attributes;
  void *base;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0)
    return (struct words){NULL, 0};
  pthread_attr_getstack(&attributes, &base, &size);
  pthread_attr_destroy(&attributes);
  size_t count = ((uintptr_t)base + size - low) / sizeof(uint64_t);
  return (struct words){(const uint64_t *)low, count < max_stack_words ? count : max_stack_words};
}

// Returns the function of the frame that begins at fp; NULL if none begins there.
static const struct func *function_at(struct g *g, const uint64_t *fp) {
  if (!interp_frame_check(g, fp))
    return NULL;
  const struct func *fn = (const struct func *)fp[-1];
  if ((uintptr_t)fn % sizeof(void *) != 0 ||
      !region_owns(&machine_of(g->runtime)->program.region, fn))
    return NULL;
  return fn->self == fn ? fn : NULL;
}

// Sets g->sched to a frame among the words fps, and an instruction of its function among pcs.
// Returns whether there are such.
static bool find_place(struct g *g, struct words fps, struct words pcs) {
  for (size_t i = 0; i < fps.count; i++) {
    uint64_t *fp = (uint64_t *)fps.at[i];
    const struct func *fn = function_at(g, fp);
    for (size_t j = 0; fn && j < pcs.count; j++) {
      if (pcs.at[j] - (uint64_t)fn->code < fn->code_words * sizeof(uint64_t) &&
          pcs.at[j] % sizeof(uint64_t) == 0) {
        g->sched.pc = (const uint64_t *)pcs.at[j];
        g->sched.fp = fp;
        return true;
      }
    }
  }
  return false;
}

// The same if machine code made the access: its frame is in a register, and the address of the
// access says which instruction it is of.
static bool find_machine_place(struct g *g, struct words fps, uintptr_t at) {
  for (size_t i = 0; i < fps.count; i++) {
    uint64_t *fp = (uint64_t *)fps.at[i];
    const struct func *fn = function_at(g, fp);
    const uint64_t *pc = fn ? jit_instruction_at(fn, at) : NULL;
    if (!pc)
      continue;
    g->sched.pc = pc;
    g->sched.fp = fp;
    return true;
  }
  return false;
}

// Lets one thread report its fault; others wait for the process to end. A thread that comes back
// has met a second fault while it reported: it ends the process with what it has printed.
static void begin_dying(void) {
  uintptr_t self = (uintptr_t)pthread_self();
  if (atomic_cas_uintptr(&dying, 0, self))
    return;
  if (atomic_load_uintptr(&dying) == self)
    _exit(2);
  for (;;)
    pause();
}

// Prints the first lines of Go's report.
static void print_fault(const struct m *m, int number, const siginfo_t *info,
                        const ucontext_t *context) {
  // The system does not tell an address that no processor has.
  uintptr_t address = info->si_code == SI_KERNEL ? 0 : (uintptr_t)info->si_addr;
  const struct mspan *span = span_of(&m->runtime->gc.heap, address);
  char text[256];
  int length = 0;
  if (!m->current_g)
    length = snprintf(text, sizeof text, "fatal error: unexpected signal during runtime execution");
  else
    length = snprintf(text, sizeof text, "%s 0x%lx\nfatal error: fault",
                      span && span->is_user_arena_chunk ? "accessed data from freed user arena"
                                                        : "unexpected fault address",
                      (unsigned long)address);
  length += snprintf(
      text + length, sizeof text - (size_t)length, "\n[signal %s code=%#x addr=0x%lx pc=0x%lx]\n\n",
      number == SIGBUS ? "SIGBUS: bus error" : "SIGSEGV: segmentation violation",
      (unsigned)info->si_code, (unsigned long)address, (unsigned long)fault_pc(context));
  runtime_write(m->runtime->config.err_fd, text, (size_t)length);
}

// Reports the fault and ends the process.
_Noreturn static void die(struct m *m, int number, const siginfo_t *info,
                          const ucontext_t *context) {
  struct g *g = m->current_g;
  begin_dying();
  print_fault(m, number, info, context); // at once: the traceback may meet the next fault
  if (!g)
    _exit(2);
  struct words registers = register_words(context), stack = stack_words(context);
  if (!find_machine_place(g, registers, fault_pc(context)) &&
      !find_place(g, registers, registers) && !find_place(g, registers, stack) &&
      !find_place(g, stack, registers) && !find_place(g, stack, stack) &&
      !function_at(g, g->sched.fp))
    g->sched.fp = NULL; // no frame is better than a wrong one
  struct text text = {0};
  traceback_print(g, &text);
  runtime_write_error(m->runtime, text.data, text.len);
  _exit(2);
}

static void handle(int number, siginfo_t *info, void *context) {
  struct m *m = m_current();
  bool is_access = info->si_code > 0; // otherwise a process sent the signal
  if (m && is_access)
    die(m, number, info, context);
  sigaction(number, number == SIGBUS ? &previous_bus : &previous_segv, NULL);
  if (!is_access)
    raise(number); // an access raises it by itself when it is made again
}

bool fault_handle(void) {
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  return sigaction(SIGSEGV, &action, &previous_segv) == 0 &&
         sigaction(SIGBUS, &action, &previous_bus) == 0;
}
