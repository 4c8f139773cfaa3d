// Raising panics and keeping the records of defers and panics: see panic.h.

#include "runtime/panic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/iface.h"
#include "runtime/runtime.h"
#include "runtime/string.h"

// Defers.

static struct defer_record *defer_alloc(struct g *g) {
  struct runtime *rt = g->runtime;
  struct p *p = g->m->p;
  struct defer_record *record = p->free_defers;
  if (record) {
    p->free_defers = record->next;
    p->free_defer_count--;
    return record;
  }
  mutex_lock(&rt->record_lock);
  record = fixalloc_alloc(&rt->defer_alloc);
  mutex_unlock(&rt->record_lock);
  return record;
}

void defer_drop_cache(struct runtime *rt, struct p *p) {
  mutex_lock(&rt->record_lock);
  while (p->free_defers) {
    struct defer_record *record = p->free_defers;
    p->free_defers = record->next;
    fixalloc_free(&rt->defer_alloc, record);
  }
  p->free_defer_count = 0;
  mutex_unlock(&rt->record_lock);
}

static void defer_free(struct g *g, struct defer_record *record) {
  struct p *p = g->m ? g->m->p : NULL;
  record->closure = NULL;
  record->list = NULL;
  if (!p) { // g waits, and the run has ended
    mutex_lock(&g->runtime->record_lock);
    fixalloc_free(&g->runtime->defer_alloc, record);
    mutex_unlock(&g->runtime->record_lock);
    return;
  }
  record->next = p->free_defers;
  p->free_defers = record;
  p->free_defer_count++;
}

void defer_push(struct g *g, uint64_t *fp, void *closure) {
  struct defer_record *record = defer_alloc(g);
  *record = (struct defer_record){.next = g->defers, .closure = closure, .frame = fp - g->stack.lo};
  g->defers = record;
}

void defer_push_list(struct g *g, uint64_t *fp, struct defer_list *list) {
  defer_push(g, fp, NULL);
  g->defers->list = list;
}

bool defer_push_at(struct g *g, struct defer_list *list, void *closure,
                   const struct layout *layout) {
  struct gc *gc = &g->runtime->gc;
  struct defer_entry *entry = gc_malloc(gc, g_gc_p(g), sizeof *entry, layout, true);
  gc_shade(gc, g_gc_p(g), closure);
  entry->closure = closure;
  for (;;) {
    // Shaded without the lock, which the barrier must not find held.
    struct defer_entry *older = atomic_load_acquire_pointer(&list->newest);
    gc_shade(gc, g_gc_p(g), older);
    mutex_lock(&g->runtime->record_lock);
    bool closed = list->is_closed, unchanged = list->newest == older;
    if (!closed && unchanged) {
      entry->next = older;
      atomic_store_release_pointer(&list->newest, entry);
    }
    mutex_unlock(&g->runtime->record_lock);
    if (closed || unchanged)
      return !closed;
  }
}

// Puts the entries of the list that the newest record has in its place.
static void open_list(struct g *g) {
  struct defer_record *record = g->defers, **link = &g->defers;
  struct defer_list *list = record->list;
  mutex_lock(&g->runtime->record_lock);
  list->is_closed = true;
  mutex_unlock(&g->runtime->record_lock);
  for (struct defer_entry *entry = list->newest; entry; entry = entry->next) {
    struct defer_record *added = defer_alloc(g);
    *added = (struct defer_record){.closure = entry->closure, .frame = record->frame};
    *link = added;
    link = &added->next;
  }
  *link = record->next;
  defer_free(g, record);
}

struct defer_record *defer_newest(struct g *g, struct defer_record *end) {
  while (g->defers != end && g->defers->list)
    open_list(g);
  return g->defers;
}

void *defer_pop(struct g *g, const uint64_t *fp) {
  struct defer_record *record;
  for (;;) {
    record = g->defers;
    if (!record || record->frame != fp - g->stack.lo)
      return NULL;
    if (!record->list)
      break;
    open_list(g);
  }
  void *closure = record->closure;
  g->defers = record->next;
  defer_free(g, record);
  return closure;
}

void defer_drop_newest(struct g *g) {
  struct defer_record *record = g->defers;
  g->defers = record->next;
  defer_free(g, record);
}

void defer_drop(struct g *g, const uint64_t *fp) {
  while (g->defers && g->defers->frame >= fp - g->stack.lo)
    defer_drop_newest(g);
}

// Panics.

// Pushes a record for a panic where the goroutine stands. Returns it.
static struct panic_record *push(struct g *g, struct go_eface value) {
  struct runtime *rt = g->runtime;
  mutex_lock(&rt->record_lock);
  struct panic_record *record = fixalloc_alloc(&rt->panic_alloc);
  mutex_unlock(&rt->record_lock);
  memset(record, 0, sizeof *record);
  record->value = value;
  record->pc = g->sched.pc;
  record->origin = g->sched.fp ? g->sched.fp - g->stack.lo : -1;
  record->frame = -1;
  record->deferred = -1;
  record->callee = -1;
  record->link = g->panics;
  g->panics = record;
  return record;
}

void panic_drop(struct g *g) {
  struct runtime *rt = g->runtime;
  struct panic_record *record = g->panics;
  g->panics = record->link;
  mutex_lock(&rt->record_lock);
  fixalloc_free(&rt->panic_alloc, record);
  mutex_unlock(&rt->record_lock);
}

void panic_goexit(struct g *g) {
  push(g, (struct go_eface){NULL, NULL});
  g->panics->goexit = true;
}

void panic_raise(struct g *g, struct go_eface value) {
  struct rtype *nil_error = g->runtime->well_known.panic_nil_error;
  if (!value.type && nil_error) {
    value.type = nil_error;
    value.data = gc_malloc(&g->runtime->gc, g_gc_p(g), nil_error->elem->layout.size, NULL, true);
  }
  push(g, value);
}

// Panics with a text as a value of a string type. If the program lacks the type, the record has the
// text alone.
static struct panic_record *raise_text(struct g *g, struct rtype *type, const char *text) {
  struct go_string s = string_from_c(g, text);
  if (!type)
    type = g->runtime->well_known.string_type;
  struct go_eface value = {type, type ? iface_box(g, type, &s) : NULL};
  struct panic_record *record = push(g, value);
  if (!type) {
    record->text = s;
    record->has_text = true;
  }
  return record;
}

static struct panic_record *raise_format(struct g *g, struct rtype *type, const char *format,
                                         va_list args) {
  struct text message = {0};
  text_addv(&message, format, args);
  struct panic_record *record = raise_text(g, type, message.data ? message.data : "out of memory");
  text_free(&message);
  return record;
}

void panic_error(struct g *g, const char *format, ...) {
  va_list args;
  va_start(args, format);
  raise_format(g, g->runtime->well_known.error_string, format, args);
  va_end(args);
}

void panic_plain_error(struct g *g, const char *format, ...) {
  va_list args;
  va_start(args, format);
  raise_format(g, g->runtime->well_known.plain_error, format, args);
  va_end(args);
}

static void __attribute__((format(printf, 2, 3)))
bounds_error(struct g *g, const char *format, ...) {
  va_list args;
  va_start(args, format);
  raise_format(g, g->runtime->well_known.bounds_error, format, args);
  va_end(args);
}

void panic_nil_dereference(struct g *g) {
  struct rtype *type = g->runtime->well_known.error_string;
  raise_text(g, type, "invalid memory address or nil pointer dereference")->signal = true;
}

void panic_divide(struct g *g) {
  panic_error(g, "integer divide by zero");
}

void panic_shift(struct g *g) {
  panic_error(g, "negative shift amount");
}

void panic_nil_map(struct g *g) {
  panic_plain_error(g, "assignment to entry in nil map");
}

void panic_unhashable(struct g *g, const struct rtype *type, bool unused) {
  if (unused)
    panic_plain_error(g, "hash of unhashable type: %s", type->string);
  else
    panic_error(g, "hash of unhashable type %s", type->string);
}

void panic_uncomparable(struct g *g, const struct rtype *type) {
  panic_error(g, "comparing uncomparable type %s", type->string);
}

void panic_index(struct g *g, int64_t index, bool is_unsigned, int64_t length) {
  if (index < 0 && !is_unsigned)
    bounds_error(g, "index out of range [%lld]", (long long)index);
  else
    bounds_error(g, "index out of range [%llu] with length %lld", (unsigned long long)index,
                 (long long)length);
}

void panic_slice(struct g *g, enum panic_slice_rule rule, int64_t x, bool is_unsigned, int64_t y) {
  static const char *const words[] = {
      [PANIC_SLICE_ALEN] = "slice bounds out of range [:%llu] with length %lld",
      [PANIC_SLICE_ACAP] = "slice bounds out of range [:%llu] with capacity %lld",
      [PANIC_SLICE_B] = "slice bounds out of range [%llu:%llu]",
      [PANIC_SLICE3_ALEN] = "slice bounds out of range [::%llu] with length %lld",
      [PANIC_SLICE3_ACAP] = "slice bounds out of range [::%llu] with capacity %lld",
      [PANIC_SLICE3_B] = "slice bounds out of range [:%llu:%llu]",
      [PANIC_SLICE3_C] = "slice bounds out of range [%llu:%llu:]",
  };
  static const char *const negative[] = {
      [PANIC_SLICE_ALEN] = "slice bounds out of range [:%lld]",
      [PANIC_SLICE_ACAP] = "slice bounds out of range [:%lld]",
      [PANIC_SLICE_B] = "slice bounds out of range [%lld:]",
      [PANIC_SLICE3_ALEN] = "slice bounds out of range [::%lld]",
      [PANIC_SLICE3_ACAP] = "slice bounds out of range [::%lld]",
      [PANIC_SLICE3_B] = "slice bounds out of range [:%lld:]",
      [PANIC_SLICE3_C] = "slice bounds out of range [%lld::]",
  };
  char text[128];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (x < 0 && !is_unsigned)
    snprintf(text, sizeof text, negative[rule], (long long)x);
  else
    snprintf(text, sizeof text, words[rule], (long long)x, (long long)y);
#pragma GCC diagnostic pop
  raise_text(g, g->runtime->well_known.bounds_error, text);
}

void panic_slice_convert(struct g *g, int64_t length, int64_t wanted) {
  bounds_error(g,
               "cannot convert slice with length %lld to array or pointer to array with length "
               "%lld",
               (long long)length, (long long)wanted);
}

void panic_assertion(struct g *g, const struct rtype *static_type, const struct rtype *dynamic,
                     const struct rtype *wanted, const char *missing) {
  struct text message = {0};
  iface_assertion_text(&message, static_type, dynamic, wanted, missing);
  const char *text = message.data ? message.data : "interface conversion";
  struct rtype *type = g->runtime->well_known.type_assertion_error;
  if (type) {
    struct go_string s = string_from_c(g, text);
    const struct layout *layout = &type->elem->layout;
    invariant(layout->size == sizeof s);
    void *object = gc_malloc(&g->runtime->gc, g_gc_p(g), layout->size, layout, true);
    memcpy(object, &s, sizeof s);
    push(g, (struct go_eface){type, object});
  } else
    raise_text(g, g->runtime->well_known.plain_error, text);
  text_free(&message);
}

// For natives.

void native_panic(struct g *g, struct go_eface value) {
  panic_raise(g, value);
}

void native_panic_string(struct g *g, const char *text) {
  raise_text(g, g->runtime->well_known.error_string, text);
}

void native_panic_plain(struct g *g, const char *text) {
  raise_text(g, g->runtime->well_known.plain_error, text);
}

void native_panic_text(struct g *g, const char *text) {
  raise_text(g, NULL, text);
}
