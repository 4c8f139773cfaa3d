// Records of defers and panics: their order, the frame that each belongs to, the objects that they
// keep alive, and the text that a panic leaves.

#include "runtime/panic.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "mem/mheap.h"
#include "runtime/iface.h"
#include "runtime/string.h"
#include "tests/runtime/fixture.h"

enum { frames = 5, defers_a_frame = 7 };

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

// The fp of a frame of the test's, the greater the newer.
static uint64_t *frame_at(struct fixture *f, int i) {
  return f->g->stack.lo + 2 + 10 * i;
}

// A value of type string.
static struct go_eface text_value(struct fixture *f, const char *text) {
  struct go_string s = string_from_c(f->g, text);
  return (struct go_eface){&f->t_string, iface_box(f->g, &f->t_string, &s)};
}

static int count_panics(const struct g *g) {
  int count = 0;
  for (const struct panic_record *p = g->panics; p; p = p->link)
    count++;
  return count;
}

// What is printed of the panics, up to the empty line before the traceback.
static void assert_printed(struct fixture *f, const char *wanted) {
  struct text text = {0};
  int count = count_panics(f->g);
  const struct panic_record *newest = f->g->panics;
  panic_print(f->g, &text);
  char *all = text_take(&text);
  char *end = strstr(all, "\n\n");
  cr_assert_not_null(end, "%s", all);
  end[1] = 0;
  cr_assert_str_eq(all, wanted);
  cr_assert(f->g->panics == newest && count_panics(f->g) == count, "the chain is as it was");
  free(all);
}

Test(defers, newest_first_and_each_frame_its_own) {
  struct fixture f;
  fixture_init(&f, NULL);
  static uint64_t closures[frames][defers_a_frame];
  for (int i = 0; i < frames; i++)
    for (int j = 0; j < defers_a_frame; j++)
      defer_push(f.g, frame_at(&f, i), &closures[i][j]);
  for (int i = 0; i < frames - 1; i++)
    cr_assert_null(defer_pop(f.g, frame_at(&f, i)), "the newest are of another frame");
  for (int i = frames; i-- > 0;) {
    for (int j = defers_a_frame; j-- > 0;)
      cr_assert_eq(defer_pop(f.g, frame_at(&f, i)), &closures[i][j]);
    cr_assert_null(defer_pop(f.g, frame_at(&f, i)));
  }
  cr_assert_null(f.g->defers);
  cr_assert_eq(f.g->m->p->free_defer_count, frames * defers_a_frame, "all records are kept");
  defer_push(f.g, frame_at(&f, 0), &closures[0][0]);
  cr_assert_eq(f.g->m->p->free_defer_count, frames * defers_a_frame - 1, "and used again");
  cr_assert_eq(defer_pop(f.g, frame_at(&f, 0)), &closures[0][0]);
  fixture_destroy(&f);
}

Test(defers, dropped_from_a_frame_on) {
  struct fixture f;
  fixture_init(&f, NULL);
  static uint64_t closures[frames];
  for (int i = 0; i < frames; i++)
    defer_push(f.g, frame_at(&f, i), &closures[i]);
  defer_drop(f.g, frame_at(&f, frames));
  cr_assert_eq(f.g->defers->closure, &closures[frames - 1], "none is so new");
  defer_drop(f.g, frame_at(&f, 2));
  cr_assert_eq(f.g->defers->closure, &closures[1]);
  defer_drop(f.g, frame_at(&f, 0));
  cr_assert_null(f.g->defers);
  cr_assert_eq(f.g->m->p->free_defer_count, frames);
  fixture_destroy(&f);
}

Test(defers, closures_live_until_they_are_taken) {
  struct fixture f;
  fixture_init(&f, "verify");
  void *closures[frames];
  for (int i = 0; i < frames; i++) {
    closures[i] = make_object(&f);
    defer_push(f.g, frame_at(&f, i), closures[i]);
  }
  collect(&f);
  for (int i = 0; i < frames; i++)
    cr_assert(allocated(&f, closures[i]));
  cr_assert_eq(defer_pop(f.g, frame_at(&f, frames - 1)), closures[frames - 1]);
  collect(&f);
  cr_assert(!allocated(&f, closures[frames - 1]));
  cr_assert(allocated(&f, closures[0]));
  defer_drop(f.g, frame_at(&f, 0));
  collect(&f);
  cr_assert(!allocated(&f, closures[0]));
  fixture_destroy(&f);
}

Test(panics, newest_first_each_with_where_it_happened) {
  struct fixture f;
  fixture_init(&f, NULL);
  static const uint64_t code[frames];
  for (int i = 0; i < frames; i++) {
    f.g->sched.pc = &code[i];
    f.g->sched.fp = frame_at(&f, i);
    if (i == 2)
      panic_goexit(f.g);
    else
      panic_raise(f.g, (struct go_eface){&f.t_int, NULL});
    cr_assert_eq(count_panics(f.g), i + 1);
  }
  for (int i = frames; i-- > 0;) {
    const struct panic_record *p = f.g->panics;
    cr_assert(p->pc == &code[i] && p->origin == frame_at(&f, i) - f.g->stack.lo);
    cr_assert(!p->recovered && !p->signal && !p->has_text && !p->describing);
    cr_assert(p->frame == -1 && p->deferred == -1 && p->callee == -1, "nothing was run yet");
    cr_assert_eq(p->goexit, i == 2);
    cr_assert_eq(p->value.type, i == 2 ? NULL : &f.t_int);
    panic_drop(f.g);
  }
  cr_assert_null(f.g->panics);
  f.g->sched.fp = NULL;
  fixture_destroy(&f);
}

Test(panics, of_nil_is_an_error) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct rtype nil_error = {.kind = KIND_POINTER, .elem = &f.t_int, .string = "*PanicNilError"};
  f.rt->well_known.panic_nil_error = &nil_error;
  panic_raise(f.g, (struct go_eface){NULL, NULL});
  cr_assert_eq(f.g->panics->value.type, &nil_error);
  cr_assert_not_null(f.g->panics->value.data);
  panic_drop(f.g);
  panic_goexit(f.g);
  cr_assert_null(f.g->panics->value.type, "an exit has no value");
  panic_drop(f.g);
  fixture_destroy(&f);
}

Test(panics, values_and_texts_live_until_they_are_dropped) {
  struct fixture f;
  fixture_init(&f, "verify");
  void *values[3], *texts[3];
  for (int i = 0; i < 3; i++) {
    values[i] = make_object(&f);
    texts[i] = make_object(&f);
    panic_raise(f.g, (struct go_eface){&f.t_string, values[i]});
    f.g->panics->text = (struct go_string){texts[i], 1};
  }
  collect(&f);
  for (int i = 0; i < 3; i++)
    cr_assert(allocated(&f, values[i]) && allocated(&f, texts[i]), "panic %d", i);
  for (int i = 3; i-- > 0;) {
    panic_drop(f.g);
    collect(&f);
    for (int j = 0; j < 3; j++)
      cr_assert(allocated(&f, values[j]) == (j < i) && allocated(&f, texts[j]) == (j < i));
  }
  fixture_destroy(&f);
}

Test(panics, printed_oldest_first) {
  struct fixture f;
  fixture_init(&f, NULL);
  panic_raise(f.g, text_value(&f, "first"));
  assert_printed(&f, "panic: first\n");
  panic_raise(f.g, text_value(&f, "second"));
  assert_printed(&f, "panic: first\n\tpanic: second\n");
  f.g->panics->recovered = true;
  panic_raise(f.g, text_value(&f, "third"));
  assert_printed(&f, "panic: first\n\tpanic: second [recovered]\n\tpanic: third\n");
  panic_drop(f.g);
  panic_goexit(f.g);
  panic_raise(f.g, text_value(&f, "fourth"));
  assert_printed(&f, "panic: first\n\tpanic: second [recovered]\n\tpanic: fourth\n");
  while (f.g->panics)
    panic_drop(f.g);
  fixture_destroy(&f);
}

Test(panics, printed_once_if_raised_again) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct go_eface value = text_value(&f, "again");
  for (int i = 0; i < 3; i++) {
    panic_raise(f.g, value);
    f.g->panics->recovered = i < 2;
  }
  panic_drop(f.g);
  f.g->panics->recovered = false;
  assert_printed(&f, "panic: again [recovered, repanicked]\n");
  f.g->panics->recovered = true;
  panic_raise(f.g, text_value(&f, "again"));
  assert_printed(&f, "panic: again [recovered, repanicked]\n\tpanic: again\n");
  while (f.g->panics)
    panic_drop(f.g);
  fixture_destroy(&f);
}
