// Two ways to memory that can be run: see memory.h.

#include "vm/jit/memory.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mem/invariant.h"

enum { code_alignment = 64 };

static size_t page_size(void) {
  return (size_t)sysconf(_SC_PAGESIZE);
}

// Maps a file in memory twice.
static bool map_twice(struct code_memory *memory) {
  int fd = memfd_create("vole-code", MFD_CLOEXEC);
  if (fd < 0)
    return false;
  void *run = MAP_FAILED, *write = MAP_FAILED;
  if (ftruncate(fd, code_space) == 0) {
    write = mmap(NULL, code_space, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    run = mmap(NULL, code_space, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  }
  close(fd);
  if (write != MAP_FAILED && run != MAP_FAILED) {
    memory->run = run;
    memory->write = write;
    return true;
  }
  if (write != MAP_FAILED)
    munmap(write, code_space);
  if (run != MAP_FAILED)
    munmap(run, code_space);
  return false;
}

bool code_memory_init(struct code_memory *memory) {
  *memory = (struct code_memory){0};
  if (map_twice(memory))
    return true;
  void *space =
      mmap(NULL, code_space, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED)
    return false;
  memory->run = space;
  return true;
}

void code_memory_destroy(struct code_memory *memory) {
  if (memory->write)
    munmap(memory->write, code_space);
  if (memory->run)
    munmap(memory->run, code_space);
  *memory = (struct code_memory){0};
}

// What is private begins on a page of its own: the pages before it are executable already.
static size_t next_offset(const struct code_memory *memory) {
  size_t to = memory->write ? code_alignment : page_size();
  return (memory->used + to - 1) / to * to;
}

const uint8_t *code_memory_next(const struct code_memory *memory, size_t size) {
  size_t at = next_offset(memory);
  return size <= code_space - at ? memory->run + at : NULL;
}

bool code_memory_put(struct code_memory *memory, const uint8_t *bytes, size_t size) {
  size_t at = next_offset(memory), page = page_size();
  size_t end = (at + size + page - 1) / page * page;
  invariant_debug(size <= code_space - at);
  if (memory->write)
    memcpy(memory->write + at, bytes, size);
  else {
    uint8_t *to = memory->run + at;
    if (mprotect(to, end - at, PROT_READ | PROT_WRITE) != 0)
      return false;
    memcpy(to, bytes, size);
    if (mprotect(to, end - at, PROT_READ | PROT_EXEC) != 0)
      return false;
  }
  memory->used = at + size;
  memory->held = end;
  return true;
}
