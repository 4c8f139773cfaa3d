// Assertions in three levels, and the way a bug in Vole ends.
//
// invariant(c) is always on and for cheap conditions. invariant_debug(c) works when VOLE_CHECK is
// at least 1, invariant_expensive(c) when it is 2: whole-structure walks go there. One that is off
// still compiles its condition, but does not evaluate it. Errors of a script or of the system never
// come here: these have messages of their own.

#ifndef VOLE_MEM_INVARIANT_H
#define VOLE_MEM_INVARIANT_H

#ifndef VOLE_CHECK
#define VOLE_CHECK 0
#endif

// Prints "fatal error: " and the message, with the formats of printf, and aborts.
_Noreturn void vole_throw(const char *format, ...) __attribute__((format(printf, 1, 2), cold));

// Ends a broken invariant. For the macros below.
_Noreturn void invariant_failed(const char *condition, const char *file, int line)
    __attribute__((cold));

#define invariant(condition)                                                                       \
  (__builtin_expect(!(condition), 0) ? invariant_failed(#condition, __FILE__, __LINE__) : (void)0)
#define invariant_debug(condition)                                                                 \
  (VOLE_CHECK >= 1 && !(condition) ? invariant_failed(#condition, __FILE__, __LINE__) : (void)0)
#define invariant_expensive(condition)                                                             \
  (VOLE_CHECK >= 2 && !(condition) ? invariant_failed(#condition, __FILE__, __LINE__) : (void)0)

#endif
