// Interfaces: see iface.h.
//
// Itabs are looked up by their pair of types in a table with open addressing. The lock guards every
// lookup and insertion; an itab never moves or dies.

#include "runtime/iface.h"

#include <stdlib.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/hash.h"
#include "runtime/runtime.h"

enum { first_table_size = 64 };

// Returns whether a method of a type is the one that an interface asks for, types included.
static bool method_matches(const struct rtype_method *have, const struct rtype_method *want) {
  if (have->type != want->type || strcmp(have->name, want->name) != 0)
    return false;
  if (!want->package_path)
    return !have->package_path;
  return have->package_path && strcmp(have->package_path, want->package_path) == 0;
}

// Returns the method of type that serves as want, or NULL. Both lists have the same order, so *from
// says where to look first.
static const struct rtype_method *match(const struct rtype *type, const struct rtype_method *want,
                                        uint32_t *from) {
  for (uint32_t i = *from; i < type->method_count; i++)
    if (method_matches(&type->methods[i], want)) {
      *from = i + 1;
      return &type->methods[i];
    }
  for (uint32_t i = 0; i < *from && i < type->method_count; i++)
    if (method_matches(&type->methods[i], want))
      return &type->methods[i];
  return NULL;
}

bool rtype_implements(const struct rtype *type, const struct rtype *inter, const char **missing) {
  uint32_t from = 0;
  for (uint32_t i = 0; i < inter->method_count; i++)
    if (!match(type, &inter->methods[i], &from)) {
      if (missing)
        *missing = inter->methods[i].name;
      return false;
    }
  return true;
}

const struct rtype_method *rtype_find_method(const struct rtype *type, const char *name,
                                             const char *package_path) {
  for (uint32_t i = 0; i < type->method_count; i++) {
    const struct rtype_method *method = &type->methods[i];
    if (strcmp(method->name, name) != 0)
      continue;
    if (!package_path && !method->package_path)
      return method;
    if (package_path && method->package_path && strcmp(package_path, method->package_path) == 0)
      return method;
  }
  return NULL;
}

// Returns the slot of a pair of types: the one that has its itab, or is free for it.
static uint32_t table_slot(const struct itab_table *table, const struct rtype *inter,
                           const struct rtype *type) {
  uint32_t mask = table->size - 1;
  uint64_t hash = hash_word((uintptr_t)inter, hash_word((uintptr_t)type, 0));
  uint32_t slot = (uint32_t)hash & mask;
  while (table->slots[slot] &&
         (table->slots[slot]->inter != inter || table->slots[slot]->type != type))
    slot = (slot + 1) & mask;
  return slot;
}

// Makes room for another itab. Returns false if memory is short.
static bool table_reserve(struct itab_table *table) {
  if ((table->count + 1) * 4 <= table->size * 3)
    return true;
  struct itab_table grown = *table;
  grown.size = table->size ? table->size * 2 : first_table_size;
  grown.slots = calloc(grown.size, sizeof *grown.slots);
  if (!grown.slots)
    return false;
  for (uint32_t i = 0; i < table->size; i++)
    if (table->slots[i])
      grown.slots[table_slot(&grown, table->slots[i]->inter, table->slots[i]->type)] =
          table->slots[i];
  free(table->slots);
  table->slots = grown.slots;
  table->size = grown.size;
  return true;
}

static struct itab *itab_new(struct rtype *inter, struct rtype *type) {
  struct itab *tab = malloc(sizeof *tab + inter->method_count * sizeof tab->funcs[0]);
  if (!tab)
    return NULL;
  tab->inter = inter;
  tab->type = type;
  uint32_t from = 0;
  for (uint32_t i = 0; i < inter->method_count; i++)
    tab->funcs[i] = match(type, &inter->methods[i], &from)->func;
  return tab;
}

struct itab *itab_get(struct runtime *rt, struct rtype *inter, struct rtype *type,
                      const char **missing) {
  struct itab_table *table = &rt->itabs;
  invariant_debug(inter->kind == KIND_INTERFACE && inter->method_count);
  mutex_lock(&table->lock);
  struct itab *tab = table->size ? table->slots[table_slot(table, inter, type)] : NULL;
  if (!tab && rtype_implements(type, inter, missing)) {
    tab = table_reserve(table) ? itab_new(inter, type) : NULL;
    if (!tab) {
      mutex_unlock(&table->lock);
      gc_embed_fatal(&rt->gc, "out of memory");
    }
    table->slots[table_slot(table, inter, type)] = tab;
    table->count++;
  }
  mutex_unlock(&table->lock);
  return tab;
}

void itabs_destroy(struct itab_table *table) {
  for (uint32_t i = 0; i < table->size; i++)
    free(table->slots[i]);
  free(table->slots);
}

// An itab is what the table has for the first two words of it; those of a type are in no table.
struct rtype *iface_dynamic_type(struct runtime *rt, const void *word) {
  struct itab_table *table = &rt->itabs;
  if (!word)
    return NULL;
  struct itab head;
  memcpy(&head, word, sizeof head);
  mutex_lock(&table->lock);
  struct itab *tab = table->size ? table->slots[table_slot(table, head.inter, head.type)] : NULL;
  mutex_unlock(&table->lock);
  return tab && tab == word ? tab->type : (struct rtype *)word;
}

bool iface_data_equal(const struct rtype *type, const void *a, const void *b, bool *open,
                      const struct rtype **unhashable) {
  *open = false;
  if (!type)
    return true;
  if (!(type->flags & RTYPE_COMPARABLE)) {
    *unhashable = type;
    return false;
  }
  if (type->flags & RTYPE_DIRECT)
    return a == b;
  *open = true;
  return true;
}

bool eface_equal(struct go_eface a, struct go_eface b, const struct rtype **unhashable) {
  bool open = false;
  *unhashable = NULL;
  if (a.type != b.type || !iface_data_equal(a.type, a.data, b.data, &open, unhashable))
    return false;
  return !open || rtype_equal(a.type, a.data, b.data, unhashable);
}

bool iface_equal(struct go_iface a, struct go_iface b, const struct rtype **unhashable) {
  *unhashable = NULL;
  if (a.tab != b.tab)
    return false;
  if (!a.tab)
    return true;
  return eface_equal((struct go_eface){a.tab->type, a.data}, (struct go_eface){b.tab->type, b.data},
                     unhashable);
}

// The 256 values of one byte, each in a word of its own, little end first.
static const uint64_t byte_values[256] = {
#define BYTE4(n) n, n + 1, n + 2, n + 3
#define BYTE16(n) BYTE4(n), BYTE4(n + 4), BYTE4(n + 8), BYTE4(n + 12)
#define BYTE64(n) BYTE16(n), BYTE16(n + 16), BYTE16(n + 32), BYTE16(n + 48)
    BYTE64(0), BYTE64(64), BYTE64(128), BYTE64(192)
#undef BYTE4
#undef BYTE16
#undef BYTE64
};

void *iface_box(struct g *g, const struct rtype *type, const void *value) {
  struct gc *gc = &g->runtime->gc;
  uintptr_t size = type->layout.size;
  if (type->flags & RTYPE_DIRECT) {
    void *data;
    memcpy(&data, value, sizeof data);
    return data;
  }
  if (size == 0)
    return gc->zero_base;
  if (!type->layout.ptrdata && size <= 8) { // small numbers need no memory
    uint64_t word = 0;
    memcpy(&word, value, size);
    if (word < 256)
      return (void *)&byte_values[word];
  }
  const struct layout *layout = type->layout.ptrdata ? &type->layout : NULL;
  void *box = layout && type->site ? gc_malloc_site(gc, g_gc_p(g), type->site)
                                   : gc_malloc(gc, g_gc_p(g), size, layout, false);
  if (layout && gc->write_barrier.enabled)
    gc_move_typed(gc, g_gc_p(g), box, value, size, layout);
  else
    memcpy(box, value, size);
  return box;
}

void iface_assertion_text(struct text *out, const struct rtype *static_type,
                          const struct rtype *dynamic, const struct rtype *wanted,
                          const char *missing) {
  bool to_interface = wanted->kind == KIND_INTERFACE;
  text_adds(out, "interface conversion: ");
  if (!dynamic) {
    const char *from = to_interface || !static_type ? "interface" : static_type->string;
    text_addf(out, "%s is nil, not %s", from, wanted->string);
    return;
  }
  if (missing) {
    text_addf(out, "%s is not %s: missing method %s", dynamic->string, wanted->string, missing);
    return;
  }
  text_addf(out, "%s is %s, not %s", static_type ? static_type->string : "interface",
            dynamic->string, wanted->string);
  if (strcmp(dynamic->string, wanted->string) == 0)
    text_adds(out, strcmp(dynamic->package_path, wanted->package_path) != 0
                       ? " (types from different packages)"
                       : " (types from different scopes)");
}
