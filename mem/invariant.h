// Assertions in three levels, and how a bug in Vole ends.
//
// The form invariant(c) is always on, for cheap conditions. The form invariant_debug(c) is on if
// VOLE_CHECK is at least 1, invariant_expensive(c) if it is 2: that is for walks over whole
// structures. One that is off compiles its condition without evaluating it. Errors of a script or
// of the system have messages of their own and never end here.

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
