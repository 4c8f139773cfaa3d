// Rounding, locale and SIGPIPE of the host's threads: see host_state.h. Most hosts change none, so
// the registers are compared before they are written.

#include "runtime/host_state.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#if defined(__x86_64__)

#include <xmmintrin.h>

enum {
  mxcsr_flags = 0x3f,   // what has happened; sticky
  mxcsr_plain = 0x1f80, // to nearest, all masked, denormals as they are
  x87_plain = 0x37f,    // to nearest, 64 bits, all masked
};

static uint16_t x87_get(void) {
  uint16_t word;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  return word;
}

static void x87_set(uint16_t word) {
  __asm__ volatile("fldcw %0" : : "m"(word));
}

static void enter_arithmetic(struct host_state *found) {
  found->mxcsr = _mm_getcsr();
  found->x87 = x87_get();
  if ((found->mxcsr & ~(uint32_t)mxcsr_flags) != mxcsr_plain)
    _mm_setcsr(mxcsr_plain);
  if (found->x87 != x87_plain)
    x87_set(x87_plain);
}

static void leave_arithmetic(const struct host_state *found) {
  if ((found->mxcsr & ~(uint32_t)mxcsr_flags) != mxcsr_plain)
    _mm_setcsr(found->mxcsr);
  if (found->x87 != x87_plain)
    x87_set(found->x87);
}

#else

static void enter_arithmetic(struct host_state *found) {
  fegetenv(&found->environment);
  fesetenv(FE_DFL_ENV);
}

static void leave_arithmetic(const struct host_state *found) {
  fesetenv(&found->environment);
}

#endif

void host_state_enter(struct host_state *found) {
  enter_arithmetic(found);
  found->locale = NULL;
  found->blocks_sigpipe = false;
}

void host_state_set_locale(struct host_state *state, locale_t locale) {
  if (!state->locale)
    state->locale = uselocale(locale);
}

void host_state_leave(struct host_state *found) {
  host_state_unblock_sigpipe(found);
  leave_arithmetic(found);
  if (found->locale)
    uselocale(found->locale);
}

static void make_sigpipe(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGPIPE);
}

void host_state_block_sigpipe(struct host_state *state) {
  sigset_t broken, pending, old;
  if (state->blocks_sigpipe)
    return;
  make_sigpipe(&broken);
  pthread_sigmask(SIG_BLOCK, &broken, &old);
  state->sigpipe_blocked = sigismember(&old, SIGPIPE);
  sigpending(&pending);
  state->sigpipe_pending = sigismember(&pending, SIGPIPE);
  state->blocks_sigpipe = true;
}

void host_state_unblock_sigpipe(struct host_state *state) {
  sigset_t broken;
  if (!state->blocks_sigpipe)
    return;
  make_sigpipe(&broken);
  if (!state->sigpipe_blocked)
    pthread_sigmask(SIG_UNBLOCK, &broken, NULL);
  state->blocks_sigpipe = false;
}

void host_state_take_sigpipe(const struct host_state *state) {
  static const struct timespec at_once = {0};
  sigset_t broken;
  make_sigpipe(&broken);
  while (state->blocks_sigpipe && !state->sigpipe_pending &&
         sigtimedwait(&broken, NULL, &at_once) < 0 && errno == EINTR)
    continue;
}
