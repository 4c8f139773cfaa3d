// Stacks, frames, what the collector finds in them, tracebacks, and how runs end.

#include "tests/runtime/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "mem/mheap.h"
#include "runtime/debug.h"
#include "runtime/frame.h"
#include "runtime/instance.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/safepoint.h"
#include "runtime/string.h"
#include "runtime/traceback.h"

// A call-shaped instruction with the callee's frame at a.
static uint64_t call_word(unsigned a) {
  return 1 | (uint64_t)a << 16;
}

// outer: calls at offset 0 with its callee at slot 6; slot 1 is live behind the call. inner: stands
// at offset 1, where slot 0 is live.
static const uint64_t outer_code[] = {1 | 6 << 16, 0, 0, 0};
static const uint64_t inner_code[] = {0, 0, 0, 0};
static struct stack_map outer_maps[] = {{0, 0}, {2, 1}};
static uint64_t outer_bits[] = {0, 1 << 1};
static struct stack_map inner_maps[] = {{0, 0}, {1, 1}};
static uint64_t inner_bits[] = {0, 1 << 0};
static const char *const files[] = {"/src/a.go"};
static struct line_entry outer_lines[] = {{0, 10, 0}, {2, 11, 0}};
static struct line_entry inner_lines[] = {{0, 20, 0}};
static struct func outer = {.code = outer_code,
                            .frame_slots = 10,
                            .param_slots = 0,
                            .code_words = 4,
                            .name = "main.outer",
                            .maps = outer_maps,
                            .bitmaps = outer_bits,
                            .map_count = 2,
                            .lines = outer_lines,
                            .line_count = 2,
                            .file_names = files,
                            .epilogue = 0};
static struct func inner = {.code = inner_code,
                            .frame_slots = 4,
                            .param_slots = 1,
                            .code_words = 4,
                            .name = "main.inner",
                            .maps = inner_maps,
                            .bitmaps = inner_bits,
                            .map_count = 2,
                            .lines = inner_lines,
                            .line_count = 1,
                            .file_names = files};

// Makes the two frames on an empty stack, goroutine standing in inner.
static uint64_t *make_frames(struct fixture *f) {
  uint64_t *fp = f->g->stack.lo + 2;
  memset(fp, 0, 20 * sizeof *fp);
  fp[-2] = (uint64_t)f->rt->exit_return;
  fp[-1] = (uint64_t)&outer;
  fp[6 - 2] = (uint64_t)(outer_code + 2);
  fp[6 - 1] = (uint64_t)&inner;
  f->g->sched.fp = fp + 6;
  f->g->sched.pc = inner_code + 1;
  return fp;
}

static bool allocated(struct fixture *f, const void *object) {
  struct mspan *span = span_of_heap(&f->rt->gc.heap, (uintptr_t)object);
  return span && !mspan_is_free(span, mspan_object_index(span, (uintptr_t)object));
}

static void *make_object(struct fixture *f) {
  return gc_malloc(&f->rt->gc, g_gc_p(f->g), 64, NULL, true);
}

static void collect(struct fixture *f) {
  gc_collect(&f->rt->gc, g_gc_p(f->g));
}

Test(frame, walk) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct frame frame;
  cr_assert(!frame_first(f.g, &frame));
  uint64_t *fp = make_frames(&f);
  cr_assert(frame_first(f.g, &frame));
  cr_assert(frame.func == &inner && frame.fp == fp + 6 && frame_pc_offset(&frame) == 1);
  cr_assert(frame_next(&frame));
  cr_assert(frame.func == &outer && frame.fp == fp && frame_pc_offset(&frame) == 1);
  cr_assert_eq(*frame_liveness(&frame), 2);
  cr_assert(!frame_next(&frame));
  struct traceback_caller callers[4], again;
  cr_assert_eq(traceback_callers(f.g, 0, callers, 4), 2);
  cr_assert(callers[0].line == 20 && callers[1].line == 10);
  uint64_t pc = traceback_pc(f.rt, &callers[1]);
  cr_assert(traceback_resolve(f.rt, pc - 1, &again) && again.func == &outer && again.line == 10);
  cr_assert_eq(traceback_pc(f.rt, &callers[1]), pc);
  cr_assert(!traceback_resolve(f.rt, 5, &again));
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(roots, only_live_slots_keep) {
  struct fixture f;
  fixture_init(&f, "verify");
  uint64_t *fp = make_frames(&f);
  void *outer_live = make_object(&f), *outer_dead = make_object(&f);
  void *inner_live = make_object(&f), *inner_dead = make_object(&f);
  fp[1] = (uint64_t)outer_live + 8; // an inner pointer counts
  fp[2] = (uint64_t)outer_dead;
  fp[6] = (uint64_t)inner_live;
  fp[7] = (uint64_t)inner_dead;
  collect(&f);
  cr_assert(allocated(&f, outer_live) && allocated(&f, inner_live));
  cr_assert(!allocated(&f, outer_dead) && !allocated(&f, inner_dead));
  f.g->sched.fp = NULL;
  collect(&f);
  cr_assert(!allocated(&f, outer_live) && !allocated(&f, inner_live));
  fixture_destroy(&f);
}

// A host's call that has returned on another thread waits for the host's.
Test(roots, results_of_a_call_that_has_returned) {
  struct fixture f;
  fixture_init(&f, "verify");
  static const uint8_t pointers[] = {0, 1, 1, 0}; // an int, a pointer, a string
  struct func returned = {.code = inner_code,
                          .code_words = 4,
                          .frame_slots = 8,
                          .result_slots = 4,
                          .param_slots = 1,
                          .result_pointers = pointers,
                          .name = "main.returned"};
  uint64_t *fp = f.g->stack.lo + 2;
  void *pointer = make_object(&f), *text = make_object(&f), *number = make_object(&f);
  void *param = make_object(&f);
  fp[-2] = (uint64_t)f.rt->exit_return;
  fp[-1] = (uint64_t)&returned;
  fp[0] = (uint64_t)number;
  fp[1] = (uint64_t)pointer;
  fp[2] = (uint64_t)text;
  fp[3] = 64;
  fp[4] = (uint64_t)param;
  f.g->sched = (struct g_sched){.pc = f.rt->exit_return, .fp = fp};
  collect(&f);
  cr_assert(allocated(&f, pointer) && allocated(&f, text));
  cr_assert(!allocated(&f, number) && !allocated(&f, param));
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(roots, globals_records_and_handles) {
  struct fixture f;
  fixture_init(&f, "verify");
  static uint64_t globals[4];
  static const uint8_t mask[] = {0x5};
  make_frames(&f);
  runtime_add_root(f.rt, globals, sizeof globals, mask);
  void *live = make_object(&f), *no_root = make_object(&f), *held = make_object(&f);
  void *deferred = make_object(&f), *value = make_object(&f);
  globals[2] = (uint64_t)live;
  globals[1] = (uint64_t)no_root;
  struct runtime_ref *handle = runtime_hold(f.rt, held);
  defer_push(f.g, f.g->sched.fp, deferred);
  panic_raise(f.g, (struct go_eface){&f.t_int, value});
  f.g->sched.pc = inner_code + 1;
  f.g->panics->pc = NULL; // not where the frame stands
  collect(&f);
  cr_assert(allocated(&f, live) && allocated(&f, held) && allocated(&f, deferred));
  cr_assert(allocated(&f, value) && !allocated(&f, no_root));
  panic_drop(f.g);
  cr_assert_eq(defer_pop(f.g, f.g->sched.fp), deferred);
  cr_assert_eq(defer_pop(f.g, f.g->sched.fp), NULL);
  runtime_release(f.rt, handle);
  globals[2] = 0;
  collect(&f);
  cr_assert(!allocated(&f, live) && !allocated(&f, held) && !allocated(&f, deferred));
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

// A native called by inner has called back: a second activation lies above.
Test(roots, activations) {
  struct fixture f;
  fixture_init(&f, "verify");
  static const uint8_t pointers[] = {0, 1};
  struct func native = {.name = "host.f", .param_slots = 2, .param_pointers = pointers};
  uint64_t *fp = make_frames(&f);
  void *below = make_object(&f), *param = make_object(&f), *number = make_object(&f);
  fp[1] = (uint64_t)below;
  fp[6] = 0;
  uint64_t *native_fp = fp + 8;
  native_fp[0] = (uint64_t)number;
  native_fp[1] = (uint64_t)param;
  struct activation activation = {.pc = inner_code + 1,
                                  .fp_offset = fp + 6 - f.g->stack.lo,
                                  .native = &native,
                                  .native_offset = native_fp - f.g->stack.lo};
  f.g->activations = &activation;
  uint64_t *top = fp + 20;
  memset(top, 0, 4 * sizeof *top);
  top[-2] = (uint64_t)f.rt->exit_return;
  top[-1] = (uint64_t)&inner;
  f.g->sched.fp = top;
  collect(&f);
  cr_assert(allocated(&f, below) && allocated(&f, param) && !allocated(&f, number));
  f.g->activations = NULL;
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

// Of a frame that panicked only the epilogue is alive; the closure that the panic runs lies above.
Test(roots, panicking_frames) {
  struct fixture f;
  fixture_init(&f, "verify");
  uint64_t *fp = make_frames(&f);
  f.g->sched.pc = inner_code + 3; // no safepoint
  void *outer_live = make_object(&f), *inner_dead = make_object(&f);
  fp[1] = (uint64_t)outer_live;
  fp[6] = (uint64_t)inner_dead;
  panic_error(f.g, "x");
  struct panic_record *record = f.g->panics;
  uint64_t *deferred = fp + 6 + 6;
  record->return_code[0] = call_word(6);
  record->deferred = record->callee = deferred - f.g->stack.lo;
  memset(deferred, 0, 4 * sizeof *deferred);
  deferred[-2] = (uint64_t)&record->return_code[2];
  deferred[-1] = (uint64_t)&inner;
  f.g->sched.fp = deferred;
  f.g->sched.pc = inner_code + 1;
  collect(&f);
  cr_assert(allocated(&f, outer_live) && !allocated(&f, inner_dead));
  struct text text = {0};
  panic_print(f.g, &text);
  cr_assert(strstr(text.data, "panic: "), "%s", text.data);
  cr_assert(strstr(text.data, "goroutine 1 [running]:\nmain.inner(...)\n\t/src/a.go:20 +0x8\n"
                              "panic({0x"),
            "%s", text.data);
  cr_assert(strstr(text.data, "main.inner(...)\n\t/src/a.go:20 +0x18\nmain.outer()\n"
                              "\t/src/a.go:10 +0x8\n"),
            "%s", text.data);
  text_free(&text);
  panic_drop(f.g);
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(stack, all_sizes_come_and_go) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt);
  struct stack stacks[200];
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 200; i++) {
      uintptr_t words = (uintptr_t)256 << (i % 8);
      stacks[i] = stack_alloc(f.rt, round == 1 ? NULL : p, words);
      cr_assert_eq(stacks[i].hi - stacks[i].lo, (ptrdiff_t)words);
      memset(stacks[i].lo, i, words * 8);
    }
    for (int i = 0; i < 200; i++) {
      for (uint64_t *at = stacks[i].lo; at < stacks[i].hi; at++)
        cr_assert_eq((uint8_t)*at, i);
      stack_free(f.rt, round == 1 ? NULL : p, stacks[i]);
    }
  }
  stack_cache_clear(f.rt, p);
  stack_free_spans(f.rt);
  struct debug_mem_stats stats;
  debug_read_mem_stats(f.rt, m_current(), &stats);
  cr_assert_eq(stats.stack_in_use, 32768, "the main goroutine's span only: %lu",
               (unsigned long)stats.stack_in_use);
  debug_check(f.rt);
  mheap_check(&f.rt->gc.heap);
  fixture_destroy(&f);
}

Test(stack, grows_and_shrinks_by_copying) {
  struct fixture f;
  fixture_init(&f, NULL);
  uint64_t *fp = make_frames(&f);
  fp[3] = 12345;
  fp[6] = 678;
  cr_assert(stack_grow(f.rt, f.g, 100000));
  cr_assert_eq(f.g->stack.hi - f.g->stack.lo, 131072);
  cr_assert_eq(f.g->stackguard, f.g->stack.hi - stack_guard_words);
  fp = f.g->stack.lo + 2;
  cr_assert_eq(f.g->sched.fp, fp + 6);
  cr_assert(fp[3] == 12345 && fp[6] == 678);
  g_request_safepoint(f.g);
  for (int i = 0; i < 20; i++)
    stack_shrink(f.rt, f.g);
  cr_assert_eq(f.g->stackguard, NULL, "a request survives");
  cr_assert_eq(f.g->stack.hi - f.g->stack.lo, 256);
  fp = f.g->stack.lo + 2;
  cr_assert(fp[3] == 12345 && fp[6] == 678);
  // The collector asks; the safepoint does.
  cr_assert(stack_grow(f.rt, f.g, 1000));
  f.g->sched.pc = inner_code + 1;
  fp = f.g->stack.lo + 2;
  fp[1] = fp[6] = 0;
  collect(&f);
  cr_assert(f.g->shrink);
  cr_assert(runtime_safepoint(f.rt, f.g, 0));
  cr_assert_eq(f.g->stack.hi - f.g->stack.lo, 512);
  cr_assert_neq(f.g->stackguard, NULL);
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

// A caller writes to all of its frame when it goes on.
Test(stack, keeps_the_frames_of_callers) {
  struct fixture f;
  fixture_init(&f, NULL);
  make_frames(&f);
  outer.frame_slots = 700;
  cr_assert(stack_grow(f.rt, f.g, 100000));
  for (int i = 0; i < 20; i++)
    stack_shrink(f.rt, f.g);
  cr_assert_eq(f.g->stack.hi - f.g->stack.lo, 1024, "of which all but the guard is the caller's");
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(stack, moves_at_every_safepoint) {
  struct fixture f;
  fixture_init(&f, "movestacks");
  uint64_t *fp = make_frames(&f);
  fp[3] = 12345;
  cr_assert_eq(f.g->stackguard, NULL, "the first safepoint is served");
  for (int i = 0; i < 100; i++) {
    uint64_t *old = f.g->stack.lo;
    cr_assert(runtime_safepoint(f.rt, f.g, 0));
    cr_assert_neq(f.g->stack.lo, old);
    cr_assert_eq(old[5], UINT64_C(0xdbdbdbdbdbdbdbdb), "the old one is spoiled");
    cr_assert_eq(f.g->stack.lo[5], 12345);
    cr_assert_eq(f.g->sched.fp, f.g->stack.lo + 8);
    cr_assert_eq(f.g->stackguard, NULL, "and so is the next");
  }
  debug_check(f.rt);
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(stack, overflow_is_fatal_in_go_s_words) {
  struct fixture f;
  fixture_init(&f, NULL);
  f.rt->stacks.max_bytes = 100000;
  uint64_t *fp = make_frames(&f);
  (void)fp;
  // Recursion: each frame's callee lies six slots above.
  for (int depth = 0; depth < 5000; depth++) {
    if (!runtime_safepoint(f.rt, f.g, outer.frame_slots))
      break;
    uint64_t *frame = f.g->sched.fp + 6;
    frame[-2] = (uint64_t)(outer_code + 2);
    frame[-1] = (uint64_t)&outer;
    f.g->sched.fp = frame;
    f.g->sched.pc = outer_code;
  }
  cr_assert(f.rt->end.fatal && f.rt->end.exiting && f.rt->end.status == 2);
  const char *text = f.rt->end.text;
  cr_assert_eq(strncmp(text, "runtime: goroutine stack exceeds 100000-byte limit\n", 51), 0);
  cr_assert(
      strstr(text, "\nfatal error: stack overflow\n\ngoroutine 1 [running]:\nmain.outer()\n"));
  cr_assert(strstr(text, " frames elided...\n"));
  cr_assert(!runtime_safepoint(f.rt, f.g, 0));
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(roots, maps_under_gcstress) {
  struct fixture f;
  fixture_init(&f, "seed=9,gcstress=1,verify");
  uint64_t *fp = make_frames(&f);
  struct map *strings = map_new(f.g, &f.map_string_int, 0);
  struct map *pointers = map_new(f.g, &f.map_int_pointer, 0);
  char text[32];
  for (int i = 0; i < 300; i++) {
    snprintf(text, sizeof text, "key %d", i);
    struct go_string key = string_from_c(f.g, text);
    *(int64_t *)map_assign_string(f.g, strings, key) = i;
    int64_t *number = gc_malloc(&f.rt->gc, g_gc_p(f.g), 8, NULL, true);
    *number = i;
    *(void **)map_assign64(f.g, pointers, (uint64_t)i) = number;
    fp[1] = (uint64_t)strings;
    fp[6] = (uint64_t)pointers;
    runtime_safepoint(f.rt, f.g, 0);
    fp = f.g->stack.lo + 2;
    cr_assert_eq(fp[1], (uint64_t)strings);
  }
  for (int i = 0; i < 300; i++) {
    snprintf(text, sizeof text, "key %d", i);
    const int64_t *value = map_lookup_string(strings, fixture_string(text));
    cr_assert(value && *value == i);
    cr_assert_eq(**(int64_t *const *)map_lookup64(pointers, (uint64_t)i), i);
  }
  cr_assert_gt(f.rt->gc.stats.cycles, 100);
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}
