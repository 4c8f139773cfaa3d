// mem/check.h: assertions in three levels, and the way a bug in Vole ends.
//
// check(c) is always on and for cheap conditions. check_debug(c) works when VOLE_CHECK is at least
// 1, check_expensive(c) when it is 2: whole-structure walks go there. One that is off still
// compiles its condition, but does not evaluate it. Errors of a script or of the system never come
// here: these have messages of their own.

#ifndef VOLE_MEM_CHECK_H
#define VOLE_MEM_CHECK_H

#ifndef VOLE_CHECK
#define VOLE_CHECK 0
#endif

// Prints "fatal error: " and the message, with the formats of printf, and aborts.
_Noreturn void vole_throw(const char *format, ...) __attribute__((format(printf, 1, 2), cold));

// Ends a failed check. For the macros below.
_Noreturn void check_failed(const char *condition, const char *file, int line)
    __attribute__((cold));

#define check(condition)                                                                           \
  (__builtin_expect(!(condition), 0) ? check_failed(#condition, __FILE__, __LINE__) : (void)0)
#define check_debug(condition)                                                                     \
  (VOLE_CHECK >= 1 && !(condition) ? check_failed(#condition, __FILE__, __LINE__) : (void)0)
#define check_expensive(condition)                                                                 \
  (VOLE_CHECK >= 2 && !(condition) ? check_failed(#condition, __FILE__, __LINE__) : (void)0)

#endif
