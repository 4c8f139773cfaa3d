// Types, functions and stacks of calls in a snapshot: see snapshot_names.h.

#include "runtime/snapshot_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "runtime/embed.h"
#include "runtime/map.h"

enum { first_table_size = 1024, first_list_room = 256 };

static void fail(struct snapshot_names *n) {
  if (n->out.error == 0)
    n->out.error = ENOMEM;
}

// Tables.

static struct snapshot_entry *find(const struct snapshot_table *t, uintptr_t key) {
  uint32_t mask = t->size - 1;
  uint32_t i = (uint32_t)((key >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
  while (t->entries[i].key != 0 && t->entries[i].key != key)
    i = (i + 1) & mask;
  return &t->entries[i];
}

static uintptr_t lookup(const struct snapshot_table *t, uintptr_t key) {
  return t->size ? find(t, key)->value : 0;
}

static bool grow(struct snapshot_table *t) {
  uint32_t size = t->size ? 2 * t->size : first_table_size;
  struct snapshot_table larger = {.entries = calloc(size, sizeof *larger.entries), .size = size};
  if (!larger.entries)
    return false;
  for (uint32_t i = 0; i < t->size; i++)
    if (t->entries[i].key != 0)
      *find(&larger, t->entries[i].key) = t->entries[i];
  larger.count = t->count;
  free(t->entries);
  *t = larger;
  return true;
}

// Enters a key that the table has not. A key of 0 is left out.
static void enter(struct snapshot_names *n, struct snapshot_table *t, uintptr_t key,
                  uintptr_t value) {
  if (key == 0)
    return;
  if (2 * t->count >= t->size && !grow(t)) {
    fail(n);
    return;
  }
  *find(t, key) = (struct snapshot_entry){key, value};
  t->count++;
}

// Appends to a list. Returns the number of entries, 0 if memory is short.
static uint32_t append(struct snapshot_names *n, struct snapshot_list *list, const void *item) {
  if (list->count == list->room) {
    uint32_t room = list->room ? 2 * list->room : first_list_room;
    const void **larger = realloc(list->all, room * sizeof *larger);
    if (!larger) {
      fail(n);
      return 0;
    }
    list->all = larger;
    list->room = room;
  }
  list->all[list->count++] = item;
  return list->count;
}

// Returns one more than the number of an item in its list, which it may enter now.
static uint32_t number_of(struct snapshot_names *n, struct snapshot_list *list, const void *item) {
  if (!item)
    return 0;
  uintptr_t known = lookup(&n->numbers, (uintptr_t)item);
  if (known)
    return (uint32_t)known;
  uint32_t number = append(n, list, item);
  if (number)
    enter(n, &n->numbers, (uintptr_t)item, number);
  return number;
}

uint32_t snapshot_type_number(struct snapshot_names *n, const struct rtype *type) {
  return number_of(n, &n->types, type);
}

uint32_t snapshot_function_number(struct snapshot_names *n, const struct func *f) {
  return number_of(n, &n->functions, f);
}

uint32_t snapshot_type_of_word(struct snapshot_names *n, uintptr_t word) {
  return snapshot_type_number(n, (const struct rtype *)lookup(&n->words, word));
}

uint32_t snapshot_function_of_word(struct snapshot_names *n, uintptr_t word) {
  if (word % sizeof(uint64_t) != 0 || !runtime_embed_owns(n->runtime, word) ||
      !runtime_embed_owns(n->runtime, word + sizeof(struct func) - 1))
    return 0;
  const struct func *f = (const struct func *)word;
  return f->self == f ? snapshot_function_number(n, f) : 0;
}

uint32_t snapshot_site_number(struct snapshot_names *n, const struct gc_profile_bucket *bucket) {
  return number_of(n, &n->sites, bucket);
}

// Setting up.

// Makes the range of words that are looked up wide enough for an address.
static void include(struct snapshot *s, uintptr_t address) {
  uintptr_t end = s->low + s->size;
  if (s->size == 0) {
    s->low = address;
    s->size = 1;
    return;
  }
  s->low = address < s->low ? address : s->low;
  s->size = (address + 1 > end ? address + 1 : end) - s->low;
}

static void add_type(void *context, struct rtype *type) {
  struct snapshot_names *n = context;
  include(&n->out, (uintptr_t)type);
  enter(n, &n->words, (uintptr_t)type, (uintptr_t)type);
  // What vm/std/time/sleep.go makes.
  static const char timer[] = "struct { t time.Timer; a time.alarm }";
  if (type->string && strcmp(type->string, timer) == 0)
    n->timer = type;
}

void snapshot_names_init(struct snapshot_names *n, struct runtime *rt) {
  n->runtime = rt;
  runtime_embed_range(rt, &n->out.low, &n->out.size);
  runtime_embed_types(rt, add_type, n);
  mutex_lock(&rt->itabs.lock);
  for (uint32_t i = 0; i < rt->itabs.size; i++) {
    struct itab *itab = rt->itabs.slots[i];
    if (!itab)
      continue;
    include(&n->out, (uintptr_t)itab);
    enter(n, &n->words, (uintptr_t)itab, (uintptr_t)itab->type);
  }
  mutex_unlock(&rt->itabs.lock);
}

void snapshot_names_destroy(struct snapshot_names *n) {
  free(n->words.entries);
  free(n->numbers.entries);
  free(n->types.all);
  free(n->functions.all);
  free(n->sites.all);
}

// Records.

static void put_type(struct snapshot_names *n, const struct rtype *type) {
  struct snapshot *s = &n->out;
  snapshot_put(s, SNAPSHOT_TYPE);
  snapshot_put(s, type->kind);
  snapshot_put(s, type->flags & RTYPE_DIRECT ? 1 : 0);
  snapshot_put(s, type->layout.size);
  snapshot_put_text(s, type->string);
  snapshot_put(s, snapshot_type_number(n, type->elem));
  snapshot_put(s, snapshot_type_number(n, type->key));
  snapshot_put(s, type->len);
  const struct map_info *map = atomic_load_pointer(&type->map_info);
  snapshot_put(s, map ? map->entry_size : 0);
  snapshot_put(s, map ? map->value_offset : 0);
  snapshot_put(s, type->field_count);
  for (uint32_t i = 0; i < type->field_count; i++) {
    snapshot_put_text(s, type->fields[i].name);
    snapshot_put(s, snapshot_type_number(n, type->fields[i].type));
    snapshot_put(s, type->fields[i].offset);
  }
}

static void put_capture(void *context, const struct runtime_variable *v) {
  struct snapshot_names *n = context;
  struct snapshot *s = &n->out;
  snapshot_put_text(s, v->name);
  snapshot_put(s, snapshot_type_number(n, runtime_embed_type(n->runtime, v->type)));
  snapshot_put(s, v->offset);
  snapshot_put(s, v->is_cell);
}

static void count_capture(void *context, const struct runtime_variable *v) {
  (void)v;
  ++*(uint32_t *)context;
}

static void put_function(struct snapshot_names *n, const struct func *f) {
  struct snapshot *s = &n->out;
  const char *file = "?";
  int line = f->line_count ? func_line(f, 0, &file) : 0;
  uint32_t captures = 0;
  runtime_embed_captures(n->runtime, f, count_capture, &captures);
  snapshot_put(s, SNAPSHOT_FUNCTION);
  snapshot_put_text(s, f->name);
  snapshot_put_text(s, file);
  snapshot_put(s, line > 0 ? (uint64_t)line : 0);
  snapshot_put(s, captures);
  runtime_embed_captures(n->runtime, f, put_capture, n);
}

static void put_site(struct snapshot_names *n, const struct gc_profile_bucket *bucket) {
  struct snapshot *s = &n->out;
  snapshot_put(s, SNAPSHOT_SITE);
  snapshot_put(s, bucket->depth);
  for (uint32_t i = 0; i < bucket->depth; i++) {
    const struct func *f = bucket->stack[i].function;
    int line = func_line(f, (uint32_t)bucket->stack[i].pc, NULL);
    snapshot_put(s, snapshot_function_number(n, f));
    snapshot_put(s, line > 0 ? (uint64_t)line : 0);
  }
}

void snapshot_put_names(struct snapshot_names *n) {
  for (uint32_t i = 0; i < n->sites.count; i++)
    put_site(n, n->sites.all[i]);
  for (uint32_t i = 0; i < n->functions.count; i++)
    put_function(n, n->functions.all[i]);
  for (uint32_t i = 0; i < n->types.count; i++)
    put_type(n, n->types.all[i]);
}
