// How much of the calling thread's C stack is left.
//
// Some of Vole's functions call themselves as deep as a source is nested, or as calls between
// script and host are. They ask here before they go deeper, and fail with a message. vm/api/vole.h
// says what the entries need.

#ifndef VOLE_VM_SYNTAX_C_STACK_H
#define VOLE_VM_SYNTAX_C_STACK_H

#include <stdbool.h>
#include <stddef.h>

// Sanitizers make frames some times as large.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { c_stack_factor = 4 };
#elif defined(__has_feature)
enum {
  c_stack_factor = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? 4 : 1
};
#else
enum { c_stack_factor = 1 };
#endif

enum {
  // What a function needs that may call anything but itself: GMP alone takes up to 64 KiB at once.
  c_stack_reserve = (96 << 10) * c_stack_factor,
  // What an entry of vm/api/vole.h needs that compiles or runs scripts.
  c_stack_entry = (256 << 10) * c_stack_factor,
  // What the other entries need.
  c_stack_small = (32 << 10) * c_stack_factor,
};

// Returns how many bytes lie between the caller's frame and the end of the thread's stack. On a
// stack that is not the thread's own, as makecontext has them, the end is not known and the result
// is SIZE_MAX. The first call in a thread asks the system; others take some nanoseconds.
size_t c_stack_left(void);

// Whether a function that calls itself may do so once more.
static inline bool c_stack_may_recurse(void) {
  return c_stack_left() >= c_stack_reserve;
}

#endif
