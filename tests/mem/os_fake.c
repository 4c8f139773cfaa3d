// The fake system: see os_fake.h.

#include "tests/mem/os_fake.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

struct os_fake os_fake;

// What the linker calls the real ones, and what it calls instead of them.
void *__real_mmap(void *v, size_t n, int protection, int flags, int file, off_t offset);
int __real_munmap(void *v, size_t n);
int __real_mprotect(void *v, size_t n, int protection);
int __real_madvise(void *v, size_t n, int advice);
void *__wrap_mmap(void *v, size_t n, int protection, int flags, int file, off_t offset);
int __wrap_munmap(void *v, size_t n);
int __wrap_mprotect(void *v, size_t n, int protection);
int __wrap_madvise(void *v, size_t n, int advice);

// Writes a call down; true if it is to fail, errno set.
static int note(enum os_call_kind kind, void *v, size_t n, int argument, int error) {
  if (os_fake.count < os_max_calls)
    os_fake.calls[os_fake.count] = (struct os_call){kind, v, n, argument};
  os_fake.count++;
  if (error != 0)
    errno = error;
  return error != 0;
}

void *__wrap_mmap(void *v, size_t n, int protection, int flags, int file, off_t offset) {
  if (note(OS_MMAP, v, n, protection, os_fake.mmap_error))
    return MAP_FAILED;
  return __real_mmap(v, n, protection, flags, file, offset);
}

int __wrap_munmap(void *v, size_t n) {
  note(OS_MUNMAP, v, n, 0, 0);
  return __real_munmap(v, n);
}

int __wrap_mprotect(void *v, size_t n, int protection) {
  if (note(OS_MPROTECT, v, n, protection, os_fake.mprotect_error))
    return -1;
  return __real_mprotect(v, n, protection);
}

int __wrap_madvise(void *v, size_t n, int advice) {
  if (os_fake.before_madvise)
    os_fake.before_madvise(os_fake.arg);
  if (note(OS_MADVISE, v, n, advice, os_fake.madvise_error[advice]))
    return -1;
  return __real_madvise(v, n, advice);
}

unsigned os_fake_advised(int advice) {
  unsigned count = 0;
  for (uint32_t i = 0; i < os_fake.count && i < os_max_calls; i++)
    count += os_fake.calls[i].kind == OS_MADVISE && os_fake.calls[i].argument == advice;
  return count;
}

// Reads the lines that follow a mapping's first one.
static void read_details(FILE *file, struct os_mapping *mapping) {
  char line[512];
  while (fgets(line, sizeof line, file)) {
    unsigned long kib;
    if (sscanf(line, "Rss: %lu", &kib) == 1)
      mapping->resident = kib * 1024;
    else if (sscanf(line, "LazyFree: %lu", &kib) == 1)
      mapping->lazy_free = kib * 1024;
    else if (sscanf(line, "VmFlags: %255[^\n]", mapping->flags) == 1)
      return; // the last one
  }
}

struct os_mapping os_mapping_of(const void *address) {
  struct os_mapping mapping = {0};
  FILE *file = fopen("/proc/self/smaps", "r");
  char line[512];
  while (file && fgets(line, sizeof line, file)) {
    unsigned long base, limit;
    char permissions[5];
    if (sscanf(line, "%lx-%lx %4s", &base, &limit, permissions) != 3)
      continue;
    if ((uintptr_t)address < base || (uintptr_t)address >= limit)
      continue;
    mapping.base = base;
    mapping.limit = limit;
    memcpy(mapping.permissions, permissions, sizeof permissions);
    read_details(file, &mapping);
    break;
  }
  if (file)
    fclose(file);
  return mapping;
}
