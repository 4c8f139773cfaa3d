// The system's part of sys.h on Linux. With lock_linux.c all of mem that is.
//
// Released memory stays mapped and readable, and reads as zeroes or as before; with hard_decommit
// it faults, which finds uses of memory that the accounting thinks is given back.
//
// After runtime/mem_linux.go of Go 1.21. Go's heap asks for no huge pages since 1.21.1, and neither
// does this one: MADV_HUGEPAGE and MADV_COLLAPSE stalled programs (golang.org/issue/61718, 63334).

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "mem/embed.h"
#include "mem/sys.h"

enum {
  private_anonymous = MAP_PRIVATE | MAP_ANONYMOUS,
  read_write = PROT_READ | PROT_WRITE,
  advice_none = 0, // in advise_unused: the kernel takes neither
};

#ifndef MADV_COLLAPSE
enum { MADV_COLLAPSE = 25 };
#endif

// Whether a test wants this call to fail. The one place where failures are injected.
static bool injected_failure(struct mem_stats *stats) {
  if (__builtin_expect(atomic_load_relaxed_u64(&stats->fail_countdown) == 0, 1))
    return false;
  if (atomic_add_u64(&stats->fail_countdown, (uint64_t)-1) != 0)
    return false;
  if (stats->fail_on)
    atomic_store_u64(&stats->fail_countdown, 1);
  atomic_add_u64(&stats->failed_calls, 1);
  errno = ENOMEM;
  return true;
}

bool sys_thread_fails(struct mem_stats *stats) {
  return injected_failure(stats);
}

static void *map_memory(struct mem_stats *stats, void *v, size_t n, int protection, int flags) {
  if (injected_failure(stats))
    return MAP_FAILED;
  return mmap(v, n, protection, private_anonymous | flags, -1, 0);
}

static int advise(struct mem_stats *stats, void *v, size_t n, int advice) {
  if (injected_failure(stats))
    return -1;
  return madvise(v, n, advice);
}

static uintptr_t huge_page_size(void) {
  int file = open("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return 0;
  char text[32];
  ssize_t length = read(file, text, sizeof(text) - 1);
  close(file);
  if (length <= 0)
    return 0;
  text[length] = 0;
  unsigned long long size = strtoull(text, NULL, 10);
  if (!is_power_of_two(size) || size > max_phys_huge_page_size)
    return 0;
  return (uintptr_t)size;
}

void sys_os_init(struct sys_state *sys) {
  long size = sysconf(_SC_PAGESIZE);
  if (size < min_phys_page_size || size > max_phys_page_size || !is_power_of_two((uintptr_t)size))
    vole_throw("physical page size %ld is not supported", size);
  *sys = (struct sys_state){
      .phys_page_size = (uintptr_t)size,
      .phys_huge_page_size = huge_page_size(),
      .madv_dont_need = true,
      .advise_unused = MADV_FREE,
  };
  mutex_init(&sys->unreturned.lock, LOCK_RANK_LEAF);
}

void *sys_os_alloc(struct mem_stats *stats, size_t n) {
  void *v = map_memory(stats, NULL, n, read_write, 0);
  if (v != MAP_FAILED)
    return v;
  if (errno == EACCES)
    mem_fatal(stats, "runtime: mmap: access denied");
  if (errno == EAGAIN)
    mem_fatal(stats, "runtime: mmap: too much locked memory (check 'ulimit -l').");
  return NULL;
}

void sys_os_unused(struct mem_stats *stats, void *v, size_t n) {
  uint32_t advice = atomic_load_u32(&stats->sys.advise_unused);
  if (stats->sys.madv_dont_need && advice != advice_none)
    advice = MADV_DONTNEED;
  if (advice == MADV_FREE && advise(stats, v, n, MADV_FREE) != 0) {
    atomic_store_u32(&stats->sys.advise_unused, MADV_DONTNEED);
    advice = MADV_DONTNEED;
  }
  if (advice == MADV_DONTNEED && advise(stats, v, n, MADV_DONTNEED) != 0) {
    atomic_store_u32(&stats->sys.advise_unused, advice_none);
    advice = advice_none;
  }
  // Fresh memory over the old. If even that fails the old stays, which is allowed.
  if (advice == advice_none)
    (void)map_memory(stats, v, n, read_write, MAP_FIXED);
  if (stats->sys.hard_decommit && map_memory(stats, v, n, PROT_NONE, MAP_FIXED) == MAP_FAILED)
    mem_fatal(stats, "runtime: cannot disable permissions in address space");
}

void sys_os_used(struct mem_stats *stats, void *v, size_t n) {
  if (!stats->sys.hard_decommit)
    return;
  // Not a new mapping, as Go's: a part may be Ready, and keeps its contents.
  if (!injected_failure(stats) && mprotect(v, n, read_write) == 0)
    return;
  if (errno == ENOMEM)
    mem_fatal(stats, "runtime: out of memory");
  mem_fatal(stats, "runtime: cannot remap pages in address space");
}

// Whether the system took the memory back. It may be short of memory for its own records, when a
// mapping is cut in two; all else is a bug of ours.
static bool unmap(struct mem_stats *stats, void *v, size_t n) {
  if (!injected_failure(stats) && munmap(v, n) == 0)
    return true;
  if (errno != ENOMEM)
    vole_throw("munmap of %p, %zu bytes failed with error %d", v, n, errno);
  return false;
}

// Tells the system again; returns how many pieces it did not take. Lock held.
static uint32_t return_again(struct mem_stats *stats) {
  struct sys_unreturned *u = &stats->sys.unreturned;
  uint32_t left = 0;
  for (uint32_t i = 0; i < u->count; i++)
    if (!unmap(stats, u->piece[i].v, u->piece[i].n))
      u->piece[left++] = u->piece[i];
  return u->count = left;
}

void sys_os_free(struct mem_stats *stats, void *v, size_t n) {
  struct sys_unreturned *u = &stats->sys.unreturned;
  mutex_lock(&u->lock);
  bool returned = unmap(stats, v, n);
  if (returned && u->count > 0)
    (void)return_again(stats);
  bool noted = !returned && u->count < sys_max_unreturned;
  if (noted) {
    u->piece[u->count].v = v;
    u->piece[u->count++].n = n;
  }
  mutex_unlock(&u->lock);
  if (!returned && !noted)
    mem_fatal(stats, "runtime: cannot return memory to the system");
}

void sys_os_finish(struct mem_stats *stats) {
  mutex_lock(&stats->sys.unreturned.lock);
  if (return_again(stats) != 0 &&
      return_again(stats) != 0) // the first time a test may want it to fail
    vole_throw("%u pieces of memory cannot be returned", stats->sys.unreturned.count);
  mutex_unlock(&stats->sys.unreturned.lock);
}

void sys_os_fault(struct mem_stats *stats, void *v, size_t n) {
  if (map_memory(stats, v, n, PROT_NONE, MAP_FIXED) != MAP_FAILED)
    return;
  if (errno == ENOMEM)
    mem_fatal(stats, "runtime: out of memory");
  mem_fatal(stats, "runtime: cannot disable permissions in address space");
}

void *sys_os_reserve(struct mem_stats *stats, void *hint, size_t n) {
  void *v = map_memory(stats, hint, n, PROT_NONE, MAP_NORESERVE);
  return v == MAP_FAILED ? NULL : v;
}

void sys_os_map(struct mem_stats *stats, void *v, size_t n) {
  if (map_memory(stats, v, n, read_write, MAP_FIXED) != MAP_FAILED)
    return;
  if (errno == ENOMEM)
    mem_fatal(stats, "runtime: out of memory");
  mem_fatal(stats, "runtime: cannot map pages in arena address space");
}

void sys_os_hint(struct mem_stats *stats, const struct sys_hint *hint) {
  static const int advices[] = {
      [SYS_HINT_HUGE] = MADV_HUGEPAGE,
      [SYS_HINT_NO_HUGE] = MADV_NOHUGEPAGE,
      [SYS_HINT_COLLAPSE] = MADV_COLLAPSE,
  };
  // It may fail: the kernel may not know the advice, or have no huge page.
  (void)advise(stats, hint->v, hint->n, advices[hint->kind]);
}

uintptr_t sys_break(void) {
  return (uintptr_t)sbrk(0);
}

int64_t sys_nanotime(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
