// Package variables and what hosts hold: see root.h.

#include "runtime/root.h"

#include <stdlib.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/instance.h"
#include "runtime/runtime.h"

// Package variables.

// Returns the list that root number index is in.
static uint32_t root_list(uint32_t index) {
  return len64(index / first_roots + 1) - 1;
}

struct root_block *runtime_root(const struct runtime *rt, uint32_t index) {
  uint32_t list = root_list(index);
  return &rt->roots[list][index - first_roots * ((UINT32_C(1) << list) - 1)];
}

void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask) {
  invariant((uintptr_t)base % ptr_size == 0 && bytes % ptr_size == 0);
  if (bytes == 0)
    return;
  uint32_t count = rt->root_count, list = root_list(count);
  invariant(list < root_lists);
  if (!rt->roots[list])
    rt->roots[list] = calloc((size_t)first_roots << list, sizeof *rt->roots[list]);
  if (!rt->roots[list])
    gc_embed_fatal(&rt->gc, "out of memory");
  *runtime_root(rt, count) = (struct root_block){base, bytes, mask};
  atomic_store_u32(&rt->root_count, count + 1);
  pacer_add_globals(&rt->gc.pacer, (int64_t)bytes);
}

bool runtime_is_static(const struct runtime *rt, const void *address) {
  uint32_t count = atomic_load_u32(&rt->root_count);
  for (uint32_t i = 0; i < count; i++) {
    const struct root_block *root = runtime_root(rt, i);
    if ((uintptr_t)address - (uintptr_t)root->base < root->bytes)
      return true;
  }
  return address == rt->gc.zero_base;
}

// What hosts hold.

// Shades an object that the host begins or ceases to hold while a cycle marks. One that it begins
// to hold may come after the marker has passed; one that it releases may go unscanned to a frame
// that the marker has passed. A thread without a P needs none of that: its objects are held
// already.
static void shade(struct runtime *rt, const void *object) {
  struct p *p = runtime_p(rt);
  if (p)
    gc_shade(&rt->gc, &p->gc, object);
}

struct runtime_ref *runtime_hold(struct runtime *rt, void *object) {
  mutex_lock(&rt->hold_lock);
  struct runtime_ref *ref = rt->free_refs;
  if (ref)
    rt->free_refs = ref->next;
  mutex_unlock(&rt->hold_lock);
  if (!ref && !(ref = malloc(sizeof *ref)))
    return NULL;
  ref->object = object;
  ref->weak = false;
  shade(rt, object);
  mutex_lock(&rt->hold_lock);
  ref->owner = rt;
  ref->next = rt->refs;
  ref->link = &rt->refs;
  if (rt->refs)
    rt->refs->link = &ref->next;
  rt->refs = ref;
  mutex_unlock(&rt->hold_lock);
  return ref;
}

void runtime_release(struct runtime *rt, struct runtime_ref *ref) {
  mutex_lock(&rt->hold_lock);
  if (ref->owner == rt) {
    shade(rt, ref->object);
    *ref->link = ref->next;
    if (ref->next)
      ref->next->link = ref->link;
    ref->owner = NULL;
    ref->object = NULL;
    ref->next = rt->free_refs;
    rt->free_refs = ref;
  }
  mutex_unlock(&rt->hold_lock);
}

// Most calls give few objects. These are held in the M, without a lock. A marker may read an entry
// that is no longer held, but the object of that entry is still there.
static bool hold_in_m(struct m *m, const struct activation *owner, const void *object) {
  uint32_t count = m->held_count;
  if (count == m_held_room)
    return false;
  m->held[count].owner = owner;
  atomic_store_relaxed_pointer(&m->held[count].object, object);
  atomic_store_release_u32(&m->held_count, count + 1);
  return true;
}

void runtime_scan_held(struct runtime *rt, struct gc_work *work) {
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link)
    for (uint32_t i = 0, count = atomic_load_u32(&m->held_count); i < count; i++)
      gc_grey_pointer(&rt->gc, work, atomic_load_relaxed_pointer(&m->held[i].object));
  mutex_lock(&rt->hold_lock);
  for (struct runtime_ref *ref = rt->refs; ref; ref = ref->next)
    gc_grey_pointer(&rt->gc, work, ref->object);
  for (uint32_t i = 0; i < rt->held.count; i++)
    gc_grey_pointer(&rt->gc, work, rt->held.all[i].object);
  mutex_unlock(&rt->hold_lock);
}

void runtime_hold_for(struct runtime *rt, const struct activation *owner, const void *object) {
  struct held_objects *held = &rt->held;
  shade(rt, object);
  if (hold_in_m(m_current(), owner, object))
    return;
  mutex_lock(&rt->hold_lock);
  if (held->count == held->capacity) {
    uint32_t capacity = held->capacity ? held->capacity * 2 : 16;
    struct held_object *larger = realloc(held->all, capacity * sizeof *larger);
    if (larger) {
      held->all = larger;
      held->capacity = capacity;
    }
  }
  if (held->count < held->capacity) {
    held->all[held->count] = (struct held_object){object, owner};
    atomic_store_relaxed_u32(&held->count, held->count + 1);
  }
  mutex_unlock(&rt->hold_lock);
}

void runtime_release_for(struct runtime *rt, const struct activation *owner) {
  struct held_objects *held = &rt->held;
  struct m *m = m_current();
  for (uint32_t count; (count = m->held_count) > 0 && m->held[count - 1].owner == owner;) {
    shade(rt, m->held[count - 1].object);
    atomic_store_release_u32(&m->held_count, count - 1);
  }
  if (atomic_load_relaxed_u32(&held->count) == 0) // only the owner's own thread adds to its objects
    return;
  mutex_lock(&rt->hold_lock);
  uint32_t left = 0;
  for (uint32_t i = 0; i < held->count; i++)
    if (held->all[i].owner != owner)
      held->all[left++] = held->all[i];
    else
      shade(rt, held->all[i].object);
  atomic_store_relaxed_u32(&held->count, left);
  mutex_unlock(&rt->hold_lock);
}

static void free_refs(struct runtime_ref *ref) {
  while (ref) {
    struct runtime_ref *next = ref->next;
    free(ref);
    ref = next;
  }
}

void runtime_roots_destroy(struct runtime *rt) {
  for (int i = 0; i < root_lists; i++)
    free(rt->roots[i]);
  free_refs(rt->refs);
  free_refs(rt->free_refs);
  free(rt->held.all);
}
