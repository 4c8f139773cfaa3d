// The modes of GODEBUG that look for bugs: each finds the bug it is for, and says so in Go's words.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "mem/sweep.h"
#include "tests/gc/embed_fake.h"

static struct fake *victim; // of the child

static void print_and_die(int number) {
  if (victim)
    fprintf(stderr, "%s", victim->printed);
  _exit(100 + number);
}

// Runs bug in a process of its own; returns the signal it died of, or 0. *text gets what it
// printed.
static int die(void (*bug)(void), char *text, size_t size) {
  int ends[2];
  fflush(NULL);
  cr_assert(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    signal(SIGABRT, print_and_die);
    signal(SIGSEGV, print_and_die);
    bug();
    _exit(0);
  }
  close(ends[1]);
  size_t used = 0;
  ssize_t got;
  while ((got = read(ends[0], text + used, size - 1 - used)) > 0)
    used += (size_t)got;
  text[used] = '\0';
  close(ends[0]);
  int status;
  waitpid(child, &status, 0);
  cr_assert(WIFEXITED(status), "%s", text);
  return WEXITSTATUS(status) > 100 ? WEXITSTATUS(status) - 100 : 0;
}

static void expect_death(void (*bug)(void), int number, const char *const *words, size_t count) {
  static char text[65536];
  int died = die(bug, text, sizeof text);
  cr_assert(died == number, "died of %d: %s", died, text);
  for (size_t i = 0; i < count; i++)
    cr_expect(strstr(text, words[i]), "no \"%s\" in: %s", words[i], text);
}

static void collect(struct fake *fake) {
  gc_collect(&fake->gc, fake->procs[0]);
}

Test(modes, clobberfree_fills_what_dies) {
  struct fake *fake = fake_new("clobberfree=1", NULL, NULL);
  struct node *kept = fake->stack[0] = fake_node(fake, NULL, 7);
  struct node *dropped = fake_node(fake, NULL, 8);
  uint64_t *large = gc_malloc(&fake->gc, fake->procs[0], 40000, NULL, true);
  // Others of their class stay, so that the span does.
  collect(fake);
  cr_assert(kept->value == 7);
  cr_assert(dropped->value == 0xdeadbeefdeadbeef && dropped->next == (void *)dropped->value);
  cr_assert(large[0] == 0xdeadbeefdeadbeef && large[4999] == 0xdeadbeefdeadbeef);
  fake_free(fake);
  fake = fake_new(NULL, NULL, NULL);
  fake->stack[0] = fake_node(fake, NULL, 7);
  dropped = fake_node(fake, NULL, 8);
  collect(fake);
  cr_assert(dropped->value == 8, "nothing is filled without it");
  fake_free(fake);
}

// An object that points into a span that was freed.
static void keep_bad_pointer(const char *godebug) {
  struct fake *fake = victim = fake_new(godebug, NULL, NULL);
  struct node *kept = fake->stack[0] = fake_node(fake, NULL, 7);
  char *large = gc_malloc(&fake->gc, fake->procs[0], 40000, NULL, true);
  collect(fake);
  kept->other = (struct node *)(large + 512);
  collect(fake);
}
static void bad_pointer(void) {
  keep_bad_pointer(NULL);
}
static void bad_pointer_allowed(void) {
  keep_bad_pointer("invalidptr=0");
}
// One behind the last object of a span.
static void bad_pointer_beyond(void) {
  struct fake *fake = victim = fake_new(NULL, NULL, NULL);
  struct node *kept = fake->stack[0] = fake_node(fake, NULL, 7);
  struct mspan *span = span_of_heap(&fake->gc.heap, (uintptr_t)kept);
  cr_assert(span->limit < span->start_addr + span->npages * page_size);
  kept->next = (struct node *)span->limit;
  collect(fake);
}

Test(modes, invalidptr_finds_pointers_to_nothing) {
  static const char *const free_span[] = {
      "runtime: pointer 0x",
      " to unallocated span span.base()=0x",
      "span.state=0\n",
      "runtime: found in object at *(0x",
      "+0x10)\n",
      "object=0x",
      " s.spanclass=6 s.elemsize=24 s.state=mSpanInUse\n",
      " *(object+8) = 0x7\n",
      " <==\n",
      "fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)\n"};
  expect_death(bad_pointer, SIGABRT, free_span, sizeof free_span / sizeof free_span[0]);
  static const char *const beyond[] = {" to unused region of span span.base()=0x", "+0x0)\n",
                                       "fatal error: found bad pointer in Go heap"};
  expect_death(bad_pointer_beyond, SIGABRT, beyond, sizeof beyond / sizeof beyond[0]);
  static char text[65536];
  cr_assert(die(bad_pointer_allowed, text, sizeof text) == 0, "%s", text);
}

// A pointer to a slot that was freed, kept where the collector did not see it.
static void keep_dangling(const char *godebug) {
  struct fake *fake = victim = fake_new(godebug, NULL, NULL);
  struct node *kept = fake->stack[0] = fake_node(fake, NULL, 1);
  struct node *dropped = fake_node(fake, NULL, 0x1234);
  fake->stack[1] = fake_node(fake, NULL, 3);
  collect(fake);
  kept->next = dropped;
  collect(fake);
}
static void zombie(void) {
  keep_dangling(NULL);
}
static void marked_free(void) {
  keep_dangling("gccheckmark=1");
}

Test(modes, the_sweep_reports_zombies) {
  static const char *const words[] = {
      "runtime: marked free object in span 0x",
      ", elemsize=24 freeindex=0 (bad use of unsafe.Pointer? try -d=checkptr)\n",
      " alloc marked  \n",
      " free  marked   zombie\n0x",
      ":  0x0000000000000000  0x0000000000001234 \n",
      " free  unmarked\n",
      "fatal error: found pointer to free object\n"};
  expect_death(zombie, SIGABRT, words, sizeof words / sizeof words[0]);
}

Test(modes, gccheckmark_finds_free_objects_while_it_marks) {
  static const char *const words[] = {"runtime: marking free object 0x",
                                      " found at *(0x",
                                      "+0x0)\n",
                                      "base=0x",
                                      "obj=0x",
                                      " *(obj+8) = 0x1234\n",
                                      "fatal error: marking free object\n"};
  expect_death(marked_free, SIGABRT, words, sizeof words / sizeof words[0]);
}

// A store that the collector is not told of: between the two marks a pointer appears in an object
// that the first one was done with.
static struct node *hidden;

static void reveal(struct fake *fake) {
  if (fake->gc.use_checkmark)
    ((struct node *)fake->stack[0])->other = hidden;
}

static void store_without_barrier(const char *godebug) {
  struct fake *fake = victim = fake_new(godebug, NULL, NULL);
  fake->stack[0] = fake_node(fake, NULL, 1);
  hidden = fake_node(fake, NULL, 2);
  fake->other_roots = reveal;
  collect(fake);
}
static void lost_object(void) {
  store_without_barrier("gccheckmark=1");
}

Test(modes, gccheckmark_finds_objects_that_were_not_marked) {
  static const char *const words[] = {"runtime: checkmarks found unexpected unmarked object obj=0x",
                                      "runtime: found obj at *(0x",
                                      "+0x10)\nbase=0x",
                                      "obj=0x",
                                      " *(obj+8) = 0x2\n",
                                      "fatal error: checkmark found unmarked object\n"};
  expect_death(lost_object, SIGABRT, words, sizeof words / sizeof words[0]);
}

Test(modes, sbrk_leaves_the_heap_alone) {
  struct fake *fake = fake_new("sbrk=1", "verify", NULL);
  struct gc *gc = &fake->gc;
  uint64_t other = gc->heap.stats.other_sys;
  char *last = NULL;
  for (uintptr_t size = 1; size < 100000; size += size / 3 + 1) {
    char *x = gc_malloc(gc, fake->procs[0], size, NULL, true);
    cr_assert(!in_heap(&gc->heap, (uintptr_t)x) && (uintptr_t)x % 16 == 0);
    cr_assert(x[0] == 0 && x[size - 1] == 0);
    memset(x, 1, size);
    cr_assert(x != last);
    last = x;
    collect(fake);
    cr_assert(x[0] == 1 && x[size - 1] == 1);
  }
  cr_assert(gc->heap.stats.other_sys > other + 300000 && gc->heap.pages_in_use == 0);
  struct node *node = fake_node(fake, NULL, 1);
  cr_assert((uintptr_t)node % 8 == 0);
  cr_assert(gc_set_finalizer(gc, fake->procs[0], node, node, NULL, false) == GC_FINALIZER_SET);
  collect(fake);
  cr_assert(!gc_finalizer_due(gc), "nothing dies");
  fake_free(fake);
}

static void use_after_free(void) {
  struct fake *fake = victim = fake_new("efence=1", NULL, NULL);
  struct node *dropped = fake_node(fake, NULL, 7);
  collect(fake);
  *(volatile uint64_t *)&dropped->value = 8;
}
static void use_tiny_after_free(void) {
  struct fake *fake = victim = fake_new("efence=1", NULL, NULL);
  char *dropped = gc_malloc(&fake->gc, fake->procs[0], 3, NULL, true);
  collect(fake);
  *(volatile char *)(dropped + 2) = 8;
}

Test(modes, efence_faults_on_use_after_free) {
  expect_death(use_after_free, SIGSEGV, NULL, 0);
  expect_death(use_tiny_after_free, SIGSEGV, NULL, 0);
}

Test(modes, efence_never_uses_an_address_again) {
  struct fake *fake = fake_new("efence=1", "verify", NULL);
  struct mem_stats *st = &fake->gc.heap.stats;
  enum { count = 3000 };
  static uintptr_t seen[count];
  for (int i = 0; i < count; i++) {
    struct node *node = fake_node(fake, fake->stack[0], (uint64_t)i);
    seen[i] = (uintptr_t)node;
    cr_assert(seen[i] % page_size == 0);
    cr_assert(i == 0 || seen[i] > seen[i - 1], "first fit, and nothing comes back");
    fake->stack[0] = i % 100 == 0 ? NULL : node;
    if (i % 777 == 0)
      collect(fake);
  }
  collect(fake);
  uint64_t live = 0;
  for (struct node *node = fake->stack[0]; node; node = node->next)
    cr_assert(node->value == (uint64_t)(count - 1) - live++);
  cr_assert(live == 99 && st->heap_in_use == 99 * page_size);
  cr_assert(fake->gc.heap.fenced_bytes == (count - 99) * page_size);
  mheap_scavenge_all(&fake->gc.heap);
  mheap_check(&fake->gc.heap);
  fake_free(fake);
}
