// The system between mem/sys_linux.c and the kernel, for tests: it writes down each call, and fails
// those that it is told to. Linked in by the linker's --wrap, so that the code under test is what
// everybody runs.

#ifndef VOLE_TESTS_MEM_OS_FAKE_H
#define VOLE_TESTS_MEM_OS_FAKE_H

#include <stddef.h>
#include <stdint.h>

enum os_call_kind { OS_MMAP, OS_MUNMAP, OS_MPROTECT, OS_MADVISE };

struct os_call {
  enum os_call_kind kind;
  void *v;
  size_t n;     // bytes
  int argument; // protection, or advice
};

enum { os_max_calls = 256, os_max_advice = 32 };

struct os_fake {
  int mmap_error;                   // errno of every mmap; 0 for none
  int mprotect_error;               // of every mprotect
  int madvise_error[os_max_advice]; // of every madvise, by advice
  // Called before each madvise, or NULL.
  void (*before_madvise)(void *arg);
  void *arg;
  struct os_call calls[os_max_calls]; // the first ones
  uint32_t count;                     // of all calls
};
extern struct os_fake os_fake;

// How many madvise calls with the advice were written down.
unsigned os_fake_advised(int advice);

// The mapping that an address is in, as /proc/self/smaps has it.
struct os_mapping {
  uintptr_t base, limit; // 0 when there is none
  char permissions[5];   // "rw-p" and the like
  size_t resident;       // bytes in memory
  size_t lazy_free;      // bytes of them that the kernel may take at any time
  char flags[256];       // two letters and a space each: "nh " for no huge pages
};
struct os_mapping os_mapping_of(const void *address);

#endif
