// Places on the C stack that a deeper call of the same thread can go back to. This is setjmp and
// longjmp without what these save for signals and against attackers. Each call of the host sets two
// landings, so that what they cost shows.

#ifndef VOLE_MEM_LANDING_H
#define VOLE_MEM_LANDING_H

#if defined(__x86_64__) && defined(VOLE_PLAIN_STACKS)

struct landing {
  void *words[5]; // what the compiler keeps there
};
// Sets the landing. Its value is 0, and another when landing_go has come there. The function that
// sets it must not have returned; what it has changed meanwhile is lost unless it is volatile. A
// macro, since a function that sets it for another would return.
#define landing_set(landing) __builtin_setjmp((landing)->words)
// Goes to a landing. Must not be inlined into the function that sets it.
_Noreturn __attribute__((noinline, unused)) static void landing_go(struct landing *landing) {
  __builtin_longjmp(landing->words, 1);
}

#else

#include <setjmp.h>

struct landing {
  jmp_buf words;
};
#define landing_set(landing) setjmp((landing)->words)
_Noreturn __attribute__((unused)) static void landing_go(struct landing *landing) {
  longjmp(landing->words, 1);
}

#endif

#endif
