// That each state of memory is for the kernel what it claims to be, what is asked of the kernel to
// get there, and what happens when that fails.

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem/sys.h"
#include "tests/mem/heap_fake.h"
#include "tests/mem/os_fake.h"

enum { size = 4 << 20 };

static struct mem_stats st;
static char *around; // reserved memory on both sides of what a test uses, so that it stands alone
static char *p;

static void setup(void) {
  mem_stats_init(&st);
  st.sys.huge_pages = true;
  size_t n = 3 * size;
  around = sys_reserve_aligned(&st, NULL, &n, size);
  cr_assert_not_null(around);
  p = around + size;
  os_fake.count = 0;
}

// Whether the bytes are a mapping of their own with these permissions.
static bool is_mapped(const char *permissions) {
  struct os_mapping mapping = os_mapping_of(p);
  return mapping.base == (uintptr_t)p && mapping.limit == (uintptr_t)p + size &&
         strcmp(mapping.permissions, permissions) == 0;
}

static void make_ready(void) {
  sys_map(&st, p, size, &st.other_sys);
  sys_used(&st, p, size, size);
  memset(p, 1, size);
}

static void expect_counters(uint64_t counted, uint64_t ready) {
  cr_assert_eq(st.other_sys, counted);
  cr_assert_eq(st.mapped_ready, ready);
  sys_check(&st, counted);
}

TestSuite(sys_states, .init = setup);

Test(sys_states, reserved) {
  struct os_mapping mapping = os_mapping_of(p);
  cr_assert(mapping.base <= (uintptr_t)around && mapping.limit >= (uintptr_t)around + 3 * size);
  cr_assert_str_eq(mapping.permissions, "---p");
  cr_assert_eq(mapping.resident, 0);
  expect_counters(0, 0);
}

Test(sys_states, prepared_and_ready) {
  sys_map(&st, p, size, &st.other_sys);
  cr_assert(is_mapped("rw-p"));
  cr_assert_eq(os_mapping_of(p).resident, 0);
  expect_counters(size, 0);
  sys_used(&st, p, size, size);
  memset(p, 1, size);
  cr_assert_eq(os_mapping_of(p).resident, size);
  expect_counters(size, size);
}

Test(sys_states, unused_by_dontneed) {
  make_ready();
  sys_unused(&st, p, size);
  cr_assert(is_mapped("rw-p"));
  cr_assert_eq(os_mapping_of(p).resident, 0);
  cr_assert_eq(os_fake_advised(MADV_DONTNEED), 1);
  cr_assert_eq(os_fake_advised(MADV_FREE), 0);
  expect_counters(size, 0);
}

Test(sys_states, unused_by_free) {
  st.sys.madv_dont_need = false;
  make_ready();
  sys_unused(&st, p, size);
  cr_assert(is_mapped("rw-p"));
  // The kernel marks pages in batches; some may wait for theirs.
  size_t lazy = os_mapping_of(p).lazy_free;
  cr_assert(lazy > size / 2 && lazy <= size, "the kernel may take %zu bytes", lazy);
  cr_assert_eq(os_fake_advised(MADV_FREE), 1);
  cr_assert_eq(os_fake_advised(MADV_DONTNEED), 0);
  sys_used(&st, p, size, size);
  memset(p, 2, size);
  cr_assert_eq(os_mapping_of(p).lazy_free, 0, "and now it may not");
}

Test(sys_states, unused_and_hard) {
  st.sys.hard_decommit = true;
  make_ready();
  sys_unused(&st, p, size / 2);
  struct os_mapping mapping = os_mapping_of(p);
  cr_assert_str_eq(mapping.permissions, "---p");
  cr_assert_eq(mapping.limit, (uintptr_t)p + size / 2);
  cr_assert_eq(mapping.resident, 0);
  sys_used(&st, p, size, size / 2); // the other half is Ready still
  cr_assert(is_mapped("rw-p"));
  cr_assert_eq(p[size / 2], 1, "and keeps what it holds");
  cr_assert_eq(p[0], 0);
  expect_counters(size, size);
}

Test(sys_states, faulting_and_back) {
  make_ready();
  sys_fault(&st, p, size);
  struct os_mapping mapping = os_mapping_of(p);
  cr_assert_str_eq(mapping.permissions, "---p");
  cr_assert_eq(mapping.resident, 0);
  cr_assert_eq(st.mapped_ready, 0);
  cr_assert_eq(st.other_sys, size, "the caller's business");
  sys_stat_add(&st.other_sys, -(int64_t)size);
  expect_counters(0, 0);
  make_ready();
  cr_assert(is_mapped("rw-p"));
  expect_counters(size, size);
}

Test(sys_states, freed) {
  make_ready();
  sys_free(&st, p, size, &st.other_sys);
  struct os_mapping mapping = os_mapping_of(p);
  cr_assert(mapping.base == 0 || mapping.base != (uintptr_t)p);
  expect_counters(0, 0);
}

Test(sys_states, uncounted) {
  char *table = sys_alloc_uncounted(&st, size);
  cr_assert_str_eq(os_mapping_of(table).permissions, "rw-p");
  table[0] = 1;
  expect_counters(0, 0);
  sys_free_mixed(&st, table, size, NULL, 0, 0);
  expect_counters(0, 0);
}

// A kernel without MADV_FREE, without both, for each the calls in their order.
Test(sys_states, chain_of_fallbacks) {
  st.sys.madv_dont_need = false;
  make_ready();
  os_fake.madvise_error[MADV_FREE] = EINVAL;
  os_fake.count = 0;
  sys_unused(&st, p, size);
  cr_assert_eq(os_fake.count, 2);
  cr_assert_eq(os_fake.calls[0].argument, MADV_FREE);
  cr_assert_eq(os_fake.calls[1].argument, MADV_DONTNEED);
  cr_assert_eq(os_mapping_of(p).resident, 0);
  sys_used(&st, p, size, size);
  memset(p, 1, size);
  os_fake.madvise_error[MADV_DONTNEED] = ENOSYS;
  os_fake.count = 0;
  sys_unused(&st, p, size);
  cr_assert_eq(os_fake.count, 2, "MADV_FREE is not tried again");
  cr_assert_eq(os_fake.calls[0].argument, MADV_DONTNEED);
  cr_assert_eq(os_fake.calls[1].kind, OS_MMAP);
  cr_assert_eq(os_fake.calls[1].argument, PROT_READ | PROT_WRITE);
  cr_assert(is_mapped("rw-p"));
  cr_assert_eq(os_mapping_of(p).resident, 0, "fresh memory lies over the old");
  sys_used(&st, p, size, size);
  os_fake.count = 0;
  st.sys.madv_dont_need = true; // not even this makes it ask for what is not there
  sys_unused(&st, p, size);
  cr_assert_eq(os_fake.count, 1);
  cr_assert_eq(os_fake.calls[0].kind, OS_MMAP);
}

// What the kernel can still be asked of a region about huge pages.
static bool has_flag(const char *flag) {
  return strstr(os_mapping_of(p).flags, flag) != NULL;
}

Test(sys_states, hints_wait_and_reach_the_kernel) {
  make_ready();
  os_fake.count = 0;
  sys_no_huge_page(&st, p, size);
  cr_assert_eq(os_fake.count, 0, "only noted");
  sys_give_hints(&st);
  cr_assert(has_flag("nh"));
  sys_huge_page(&st, p + 4096, size - 4096); // rounded inwards
  sys_huge_page_collapse(&st, p, size);
  sys_give_hints(&st);
  cr_assert_eq(os_fake_advised(MADV_HUGEPAGE), st.sys.phys_huge_page_size != 0);
  if (st.sys.phys_huge_page_size != 0) {
    cr_assert_eq((uintptr_t)os_fake.calls[1].v % st.sys.phys_huge_page_size, 0);
    cr_assert_eq(os_fake.count, 3);
  }
  sys_give_hints(&st);
  cr_assert_leq(os_fake.count, 3, "once each");
  for (int i = 0; i < 2 * sys_max_hints; i++)
    sys_no_huge_page(&st, p, size);
  os_fake.count = 0;
  sys_give_hints(&st);
  cr_assert_eq(os_fake.count, sys_max_hints, "the others are dropped");
}

Test(sys_states, hints_are_off_by_default) {
  st.sys.huge_pages = false;
  make_ready();
  os_fake.count = 0;
  sys_no_huge_page(&st, p, size);
  sys_huge_page(&st, p, size);
  sys_huge_page_collapse(&st, p, size);
  sys_give_hints(&st);
  cr_assert_eq(os_fake.count, 0);
  cr_assert(!has_flag("nh") && !has_flag("hg"));
}

Test(sys_states, disable_thp) {
  st.sys.huge_pages = false;
  st.sys.disable_thp = true;
  sys_map(&st, p, size, &st.other_sys);
  sys_give_hints(&st);
  cr_assert(has_flag("nh"));
}

static void check_unlocked(void *arg) {
  cr_assert(!mutex_held(&((struct mheap *)arg)->lock));
}

// Grows a heap by some arenas, with its tables, and returns the hints given.
static unsigned hints_of_a_heap(const struct mem_config *config) {
  struct fake_heap *fake = calloc(1, sizeof *fake);
  fake->limit = INT64_MAX;
  struct mheap *h = &fake->heap;
  os_fake.before_madvise = check_unlocked;
  os_fake.arg = h;
  os_fake.count = 0;
  mheap_init(h, config);
  mem_p_init(h, &fake->p);
  struct mspan *spans[4];
  for (int i = 0; i < 4; i++) {
    spans[i] = mheap_alloc_manual(h, &fake->p, 2 * pages_per_arena, SPAN_ALLOC_STACK);
    if (i == 1)
      mheap_enable_metadata_huge_pages(h);
  }
  cr_assert(h->arenas_huge_pages && h->pages.chunk_huge_pages, "noted with and without the option");
  mheap_enable_metadata_huge_pages(h);
  cr_assert_eq(h->stats.sys.hint_count, 0);
  unsigned hints = os_fake_advised(MADV_HUGEPAGE) + os_fake_advised(MADV_NOHUGEPAGE);
  for (int i = 0; i < 4; i++)
    mheap_free_manual(h, &fake->p, spans[i], SPAN_ALLOC_STACK);
  os_fake.before_madvise = NULL;
  fake_heap_delete(fake);
  return hints;
}

Test(sys_states, a_heap_gives_hints_without_its_lock) {
  struct mem_config config = {.madv_dontneed = true};
  cr_assert_eq(hints_of_a_heap(&config), 0);
  config.huge_pages = true;
  unsigned metadata = hints_of_a_heap(&config);
  cr_assert_geq(metadata, 2, "the arena map and the page bitmaps, made without");
  config = (struct mem_config){.madv_dontneed = true, .disable_thp = true};
  cr_assert_geq(hints_of_a_heap(&config), 4, "each growth");
}

// What a growing heap is for the kernel: Reserved, Prepared, Ready, and back.
Test(sys_states, a_heap_by_states) {
  struct mem_config config = {.madv_dontneed = true, .hard_decommit = true};
  struct fake_heap *fake = fake_heap_new(&config);
  struct mheap *h = &fake->heap;
  struct mspan *keep = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  struct mspan *s = mheap_alloc_manual(h, NULL, 100, SPAN_ALLOC_STACK);
  memset((void *)s->start_addr, 1, s->npages * page_size);
  cr_assert_str_eq(os_mapping_of((void *)s->start_addr).permissions, "rw-p");
  cr_assert_str_eq(os_mapping_of((void *)h->cur_arena.base).permissions, "---p", "not grown into");
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  cr_assert_str_eq(os_mapping_of((void *)s->start_addr).permissions, "rw-p", "free, not released");
  mheap_scavenge_all(h);
  struct os_mapping mapping = os_mapping_of((void *)s->start_addr);
  cr_assert_str_eq(mapping.permissions, "---p");
  cr_assert_eq(mapping.resident, 0);
  mheap_check(h);
  mheap_free_manual(h, NULL, keep, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

// Runs step in a child and compares what it says before it ends with the status.
static void expect_end(void (*step)(void), int status, int signal, const char *said) {
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    step();
    _exit(0);
  }
  close(ends[1]);
  char text[512] = {0};
  size_t length = 0;
  ssize_t got;
  while ((got = read(ends[0], text + length, sizeof text - 1 - length)) > 0)
    length += (size_t)got;
  close(ends[0]);
  int end;
  cr_assert_eq(waitpid(child, &end, 0), child);
  if (signal != 0)
    cr_assert(WIFSIGNALED(end) && WTERMSIG(end) == signal, "%s", text);
  else
    cr_assert(WIFEXITED(end) && WEXITSTATUS(end) == status, "%s", text);
  cr_assert(strncmp(text, said, strlen(said)) == 0, "%s instead of %s", text, said);
}

static void step_alloc(void) {
  (void)sys_alloc(&st, size, &st.other_sys);
}
static void step_map(void) {
  sys_map(&st, p, size, &st.other_sys);
}
static void step_unused(void) {
  sys_unused(&st, p, size);
}
static void step_used(void) {
  sys_used(&st, p, size, size);
}
static void step_fault(void) {
  sys_fault(&st, p, size);
}
static void step_reserve(void) {
  (void)sys_reserve(&st, NULL, size);
}

Test(sys_states, failures_in_words) {
  os_fake.mmap_error = EACCES;
  expect_end(step_alloc, 2, 0, "fatal error: runtime: mmap: access denied\n");
  os_fake.mmap_error = EAGAIN;
  expect_end(step_alloc, 2, 0,
             "fatal error: runtime: mmap: too much locked memory (check 'ulimit -l').\n");
  os_fake.mmap_error = ENOMEM;
  expect_end(step_alloc, 0, 0, "");
  expect_end(step_reserve, 0, 0, "");
  expect_end(step_map, 2, 0, "fatal error: runtime: out of memory\n");
  os_fake.mmap_error = EPERM;
  expect_end(step_map, 2, 0, "fatal error: runtime: cannot map pages in arena address space\n");
  os_fake.mmap_error = 0;
  st.sys.hard_decommit = true;
  make_ready();
  os_fake.mmap_error = ENOMEM;
  expect_end(step_unused, 2, 0,
             "fatal error: runtime: cannot disable permissions in address space\n");
  expect_end(step_fault, 2, 0, "fatal error: runtime: out of memory\n");
  os_fake.mmap_error = 0;
  sys_unused(&st, p, size);
  os_fake.mprotect_error = ENOMEM;
  expect_end(step_used, 2, 0, "fatal error: runtime: out of memory\n");
  os_fake.mprotect_error = EACCES;
  expect_end(step_used, 2, 0, "fatal error: runtime: cannot remap pages in address space\n");
}

#if VOLE_CHECK >= 1

static void step_free(void) {
  sys_free(&st, p, size, &st.other_sys);
}

static const struct {
  void (*step)(void);
  const char *name;
  const char *from; // initials of the states that it may start from
} steps[] = {
    {step_map, "sys_map", "R"},     {step_used, "sys_used", "P"}, {step_unused, "sys_unused", "r"},
    {step_fault, "sys_fault", "r"}, {step_free, "sys_free", "r"},
};

// Each transition from each state: it works, or it is refused in words.
Test(sys_states, wrong_transitions_are_refused) {
  static const char initials[] = "NRPr";
  for (int state = 0; initials[state] != 0; state++) {
    if (state == 0)
      sys_free_mixed(&st, p, size, NULL, 0, 0);
    if (state == 1)
      p = sys_reserve(&st, NULL, size);
    if (state == 2)
      sys_map(&st, p, size, &st.other_sys);
    if (state == 3)
      sys_used(&st, p, size, size);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
      char said[64];
      snprintf(said, sizeof said, "fatal error: %s of %p, %d bytes: ", steps[i].name, (void *)p,
               (int)size);
      if (strchr(steps[i].from, initials[state]))
        expect_end(steps[i].step, 0, 0, "");
      else
        expect_end(steps[i].step, 0, SIGABRT, said);
    }
  }
}

Test(sys_states, prepared_bytes_must_be_exact, .signal = SIGABRT) {
  make_ready();
  sys_unused(&st, p, size / 2);
  sys_used(&st, p, size, size / 2 + page_size);
}

Test(sys_states, a_part_in_the_wrong_state, .signal = SIGABRT) {
  make_ready();
  sys_unused(&st, p + size - 4096, 4096);
  sys_unused(&st, p, size);
}

Test(sys_states, check_finds_a_wrong_counter, .signal = SIGABRT) {
  make_ready();
  sys_check(&st, size);
  st.mapped_ready += 4096;
  sys_check(&st, size);
}

Test(sys_states, check_finds_a_wrong_sum, .signal = SIGABRT) {
  make_ready();
  sys_check(&st, size - 1);
}

#endif
