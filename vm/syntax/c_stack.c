// How much of the C stack is left: see c_stack.h. The bounds are asked for once a thread.

#include "vm/syntax/c_stack.h"

#include <pthread.h>
#include <stdint.h>

#include "mem/invariant.h"

// The stack of a thread: its lowest address, and the end. high is 0 before the system was asked.
static _Thread_local uintptr_t low, high;

static void find_bounds(void) {
  pthread_attr_t attributes;
  void *address = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    pthread_attr_getstack(&attributes, &address, &size);
    pthread_attr_destroy(&attributes);
  }
  low = (uintptr_t)address;
  high = low + size;
  if (high == 0)
    high = 1; // not known: no address is inside
  invariant_debug(low < high);
}

size_t c_stack_left(void) {
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  if (high == 0)
    find_bounds();
  return here >= low && here < high ? here - low : SIZE_MAX;
}
