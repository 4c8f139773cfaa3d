// The model of a heap: see heap_model.h.

#include "tests/gc/heap_model.h"

#include <stdlib.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/mark.h"
#include "mem/invariant.h"
#include "mem/sizeclass.h"

enum { block_slots = 2 * model_objects };

uint64_t model_random(struct model *m, uint64_t below) {
  m->random ^= m->random << 13;
  m->random ^= m->random >> 7;
  m->random ^= m->random << 17;
  return (m->random >> 11) % below;
}

// A number up to most, small ones more often: each magnitude is as likely as the others.
static uint64_t random_magnitude(struct model *m, unsigned most_bits) {
  return model_random(m, (uint64_t)2 << model_random(m, most_bits));
}

static void make_shape(struct model *m, struct model_shape *shape, uint32_t number) {
  shape->words = number == 0 ? 1 : 1 + model_random(m, number < 40 ? 24 : model_shape_words);
  uint64_t density = 1 + model_random(m, 4);
  for (uintptr_t word = 0; word < shape->words; word++) {
    bool pointer = word == shape->words / 2 || model_random(m, density + 1) == 0;
    shape->edge_of[word] = -1;
    if (!pointer)
      continue;
    shape->edge_of[word] = (int16_t)shape->pointers;
    shape->word_of[shape->pointers++] = (uint16_t)word;
    shape->mask[word / 8] |= (uint8_t)(1u << word % 8);
    shape->layout.ptrdata = (word + 1) * ptr_size;
  }
  shape->layout.size = shape->words * ptr_size;
  shape->layout.mask = shape->mask;
  gc_alloc_site_init(&shape->site, shape->layout.size, &shape->layout);
}

struct model *model_new(struct fake *fake, uint64_t seed) {
  struct model *m = calloc(1, sizeof *m);
  m->fake = fake;
  m->random = seed * 0x9e3779b97f4a7c15 | 1;
  for (uint32_t i = 0; i < model_shapes; i++)
    make_shape(m, &m->shape[i], i);
  m->object = calloc(model_objects, sizeof *m->object);
  m->queue = calloc(model_objects, sizeof *m->queue);
  m->blocks = calloc(block_slots, sizeof *m->blocks);
  for (int32_t i = 0; i < model_objects; i++)
    m->object[i].next_free = i + 1 < model_objects ? i + 1 : -1;
  for (uint32_t i = 0; i < model_roots; i++)
    m->root[i].to = -1;
  return m;
}

void model_free(struct model *m) {
  for (int32_t i = 0; i < model_objects; i++)
    free(m->object[i].edge);
  free(m->object);
  free(m->queue);
  free(m->blocks);
  free(m);
}

// The scalar word of an object.
static uint64_t scalar(const struct model_object *o, uintptr_t word) {
  return o->stamp ^ word * 0xd6e8feb86659fd93;
}

static int edge_of_word(const struct model_object *o, uintptr_t word) {
  return !o->shape ? -1 : o->shape->edge_of[word % o->shape->words];
}

// Tiny objects are aligned to less than a word.
static void write_word(struct model_object *o, uintptr_t word, uintptr_t bytes) {
  uint64_t value = scalar(o, word);
  memcpy(o->address + word * ptr_size, &value, bytes);
}

// Writes the words that are no pointers of [first, end), and the bytes after the last whole word.
static void write_scalars(struct model_object *o, uintptr_t first, uintptr_t end) {
  for (uintptr_t word = first; word < end; word++)
    if (edge_of_word(o, word) < 0)
      write_word(o, word, ptr_size);
  if (end == o->size / ptr_size)
    write_word(o, end, o->size % ptr_size);
}

static void *pointer_of(const struct model *m, struct model_edge edge) {
  return edge.to < 0 ? NULL : m->object[edge.to].address + edge.offset;
}

static void **slot_of(const struct model_object *o, uint32_t edge) {
  uintptr_t element = edge / o->shape->pointers;
  uintptr_t word = o->shape->word_of[edge % o->shape->pointers];
  return (void **)(o->address + (element * o->shape->words + word) * ptr_size);
}

static void **root_slot(struct model *m, uint32_t root) {
  if (root < model_stack_roots)
    return &m->fake->stack[root];
  return &m->fake->globals[(uintptr_t)(root - model_stack_roots) * model_global_stride];
}

static void expect_pointer(struct model *m, void **slot, struct model_edge edge) {
  m->checked++;
  if (*slot != pointer_of(m, edge))
    vole_throw("slot %p holds %p, must hold %p (object %d)", (void *)slot, *slot,
               pointer_of(m, edge), edge.to);
}

static void check_word(struct model *m, const struct model_object *o, uintptr_t word) {
  int edge = edge_of_word(o, word);
  if (edge >= 0) {
    uintptr_t element = word / o->shape->words;
    expect_pointer(m, (void **)o->address + word, o->edge[element * o->shape->pointers + edge]);
    return;
  }
  m->checked++;
  uint64_t got;
  memcpy(&got, o->address + word * ptr_size, sizeof got);
  if (got != scalar(o, word))
    vole_throw("word %lu of object %p (%lu bytes) is %lx, must be %lx", (unsigned long)word,
               (void *)o->address, (unsigned long)o->size, (unsigned long)got,
               (unsigned long)scalar(o, word));
}

void model_check_object(struct model *m, int32_t i, bool all) {
  const struct model_object *o = &m->object[i];
  uintptr_t words = o->size / ptr_size;
  invariant(o->address);
  if (all) {
    for (uintptr_t word = 0; word < words; word++)
      check_word(m, o, word);
  } else if (words > 0) {
    check_word(m, o, 0);
    check_word(m, o, words - 1);
    check_word(m, o, model_random(m, words));
  }
  uint64_t last = scalar(o, words);
  invariant(memcmp(o->address + words * ptr_size, &last, o->size % ptr_size) == 0);
}

static void expect_zero(const char *address, uintptr_t size) {
  for (uintptr_t i = 0; i < size; i++)
    if (address[i] != 0)
      vole_throw("byte %lu of %lu of a new object at %p is not zero", (unsigned long)i,
                 (unsigned long)size, (const void *)address);
}

static struct gc_p *any_p(struct model *m) {
  return m->fake->procs[model_random(m, fake_procs)];
}

// Enters an object, zeroed memory of the heap.
static int32_t enter(struct model *m, void *address, uintptr_t size,
                     const struct model_shape *shape) {
  int32_t i = m->first_free;
  struct model_object *o = &m->object[i];
  m->first_free = o->next_free;
  m->used = i < m->used ? m->used : i + 1;
  m->count++;
  m->most = m->count < m->most ? m->most : m->count;
  m->bytes += size;
  *o = (struct model_object){.address = address, .size = size, .shape = shape, .closure = -1};
  o->stamp = m->random;
  expect_zero(address, size);
  if (shape) {
    o->edges = (uint32_t)(size / shape->layout.size) * shape->pointers;
    o->edge = malloc(o->edges * sizeof *o->edge);
    for (uint32_t edge = 0; edge < o->edges; edge++)
      o->edge[edge] = (struct model_edge){-1, 0};
  }
  write_scalars(o, 0, size / ptr_size);
  return i;
}

static int32_t allocate_array(struct model *m, const struct model_shape *shape, uintptr_t count) {
  struct gc *gc = &m->fake->gc;
  void *address;
  if (count == 1 && model_random(m, 4) != 0)
    address = gc_malloc_site(gc, any_p(m), &shape->site);
  else
    address = gc_malloc_array(gc, any_p(m), &shape->layout, count);
  return enter(m, address, count * shape->layout.size, shape);
}

static int32_t allocate_noscan(struct model *m, uintptr_t size) {
  return enter(m, gc_malloc(&m->fake->gc, any_p(m), size, NULL, true), size, NULL);
}

int32_t model_allocate(struct model *m) {
  if (m->first_free < 0)
    return -1;
  const struct model_shape *shape = &m->shape[model_random(m, model_shapes)];
  uint64_t kind = model_random(m, 1000);
  if (kind < 500)
    return allocate_array(m, shape, 1);
  if (kind < 650)
    return allocate_noscan(m, 1 + model_random(m, tiny_size - 1));
  if (kind < 820)
    return allocate_noscan(m, tiny_size + model_random(m, 500));
  if (kind < 860)
    return allocate_noscan(m, tiny_size + random_magnitude(m, 14));
  if (kind < 990)
    return allocate_array(m, shape, 1 + random_magnitude(m, 5));
  if (kind < 996)
    return allocate_array(m, shape, 1 + random_magnitude(m, 9));
  if (kind < 998)
    return allocate_array(m, &m->shape[model_random(m, 8)], 1 + random_magnitude(m, 13));
  if (kind < 999)
    return allocate_noscan(m, max_small_size + model_random(m, 300000));
  invariant(gc_malloc(&m->fake->gc, any_p(m), 0, NULL, true) == m->fake->gc.zero_base);
  return allocate_noscan(m, tiny_size);
}

int32_t model_grow(struct model *m, int32_t i, uintptr_t count) {
  if (m->first_free < 0)
    return -1;
  const struct model_shape *shape = m->object[i].shape;
  int32_t fresh = allocate_array(m, shape, count);
  uintptr_t old = m->object[i].size / shape->layout.size;
  model_move(m, fresh, 0, i, 0, old < count ? old : count);
  return fresh;
}

static struct model_edge edge_to(struct model *m, int32_t to) {
  if (to < 0)
    return (struct model_edge){-1, 0};
  uintptr_t size = m->object[to].size;
  uint64_t offset = model_random(m, 4) == 0 ? model_random(m, size) : 0;
  return (struct model_edge){to, (uint32_t)offset};
}

void model_link(struct model *m, int32_t i, uint32_t edge, int32_t to) {
  struct model_object *o = &m->object[i];
  expect_pointer(m, slot_of(o, edge), o->edge[edge]);
  o->edge[edge] = edge_to(m, to);
  gc_store_pointer(&m->fake->gc, any_p(m), slot_of(o, edge), pointer_of(m, o->edge[edge]));
}

void model_set_root(struct model *m, uint32_t root, int32_t to) {
  void **slot = root_slot(m, root);
  m->root[root] = edge_to(m, to);
  if (root < model_stack_roots)
    *slot = pointer_of(m, m->root[root]); // stores to a stack have no barrier
  else
    gc_store_pointer(&m->fake->gc, any_p(m), slot, pointer_of(m, m->root[root]));
}

void model_move(struct model *m, int32_t to, uintptr_t at, int32_t from, uintptr_t start,
                uintptr_t n) {
  struct model_object *target = &m->object[to];
  const struct model_object *source = &m->object[from];
  const struct model_shape *shape = target->shape;
  uintptr_t size = shape->layout.size;
  gc_move_typed(&m->fake->gc, any_p(m), target->address + at * size, source->address + start * size,
                n * size, &shape->layout);
  memmove(&target->edge[at * shape->pointers], &source->edge[start * shape->pointers],
          n * shape->pointers * sizeof *target->edge);
  write_scalars(target, at * shape->words, (at + n) * shape->words);
}

void model_clear(struct model *m, int32_t i, uintptr_t at, uintptr_t n) {
  struct model_object *o = &m->object[i];
  const struct model_shape *shape = o->shape;
  uintptr_t size = shape->layout.size;
  gc_clear_typed(&m->fake->gc, any_p(m), o->address + at * size, n * size, &shape->layout);
  for (uintptr_t edge = at * shape->pointers; edge < (at + n) * shape->pointers; edge++)
    o->edge[edge] = (struct model_edge){-1, 0};
  write_scalars(o, at * shape->words, (at + n) * shape->words);
}

int32_t model_walk(struct model *m) {
  uint32_t root = (uint32_t)model_random(m, model_roots);
  struct model_edge edge = m->root[root];
  expect_pointer(m, root_slot(m, root), edge);
  for (uint64_t steps = model_random(m, 8); steps > 0 && edge.to >= 0; steps--) {
    const struct model_object *o = &m->object[edge.to];
    if (o->edges == 0)
      break;
    uint32_t number = (uint32_t)model_random(m, o->edges);
    expect_pointer(m, slot_of(o, number), o->edge[number]);
    if (o->edge[number].to < 0)
      break;
    edge = o->edge[number];
  }
  return edge.to;
}

static bool is_tiny(const struct model_object *o) {
  return !o->shape && o->size < tiny_size;
}

// Where the block of a tiny object is, or is to be, in the table.
static uintptr_t *block_slot(struct model *m, const struct model_object *o) {
  uintptr_t block = align_down((uintptr_t)o->address, tiny_size);
  uintptr_t i = block / tiny_size * 0x9e3779b97f4a7c15 >> 20;
  while (m->blocks[i % block_slots] != 0 && m->blocks[i % block_slots] != block)
    i++;
  return &m->blocks[i % block_slots];
}

static void reach(struct model *m, int32_t i, int32_t *tail) {
  if (i < 0 || m->object[i].reached)
    return;
  struct model_object *o = &m->object[i];
  o->reached = true;
  m->queue[(*tail)++] = i;
  if (is_tiny(o))
    *block_slot(m, o) = align_down((uintptr_t)o->address, tiny_size);
}

static void reach_edges(struct model *m, const struct model_object *o, int32_t *tail) {
  for (uint32_t edge = 0; edge < o->edges; edge++)
    reach(m, o->edge[edge].to, tail);
}

// What a finalizer needs: its function, and all that the object reaches, but not the object itself.
// As in Go a pointer of the object to itself does not count; of a large one, to the same oblet.
static void reach_for_finalizer(struct model *m, int32_t i, int32_t *tail) {
  const struct model_object *o = &m->object[i];
  reach(m, o->closure, tail);
  for (uint32_t edge = 0; edge < o->edges; edge++) {
    uintptr_t from = (uintptr_t)((char *)slot_of(o, edge) - o->address);
    if (o->edge[edge].to != i || from / gc_oblet_bytes != o->edge[edge].offset / gc_oblet_bytes)
      reach(m, o->edge[edge].to, tail);
  }
}

static void forget(struct model *m, int32_t i) {
  struct model_object *o = &m->object[i];
  m->count--;
  m->bytes -= o->size;
  free(o->edge);
  *o = (struct model_object){.next_free = m->first_free};
  m->first_free = i;
}

void model_after_cycle(struct model *m) {
  int32_t tail = 0;
  memset(m->blocks, 0, block_slots * sizeof *m->blocks);
  for (int32_t i = 0; i < m->used; i++)
    m->object[i].reached = false;
  for (uint32_t i = 0; i < model_roots; i++)
    reach(m, m->root[i].to, &tail);
  for (int32_t i = 0; i < m->used; i++) {
    const struct model_object *o = &m->object[i];
    if (!o->address || o->closure < 0)
      continue;
    reach_for_finalizer(m, i, &tail);
  }
  for (int32_t head = 0; head < tail; head++)
    reach_edges(m, &m->object[m->queue[head]], &tail);
  for (int32_t i = 0; i < m->used; i++) {
    struct model_object *o = &m->object[i];
    if (!o->address)
      continue;
    o->must_be_due = o->closure >= 0 && !o->reached && !(is_tiny(o) && *block_slot(m, o) != 0);
    // One that was queued stays so, though another finalizer may have revived its tiny block.
    o->may_be_due = o->must_be_due || (o->may_be_due && !o->reached);
    if (o->closure < 0 && !o->reached)
      forget(m, i);
  }
}

uint32_t model_finalizers_due(const struct model *m) {
  uint32_t due = 0;
  for (int32_t i = 0; i < m->used; i++)
    due += m->object[i].must_be_due;
  return due;
}

// Allocated slots of all spans in use, and their bytes.
static uint64_t count_slots(const struct mheap *h, uint64_t *bytes) {
  uint64_t count = 0;
  for (uint32_t i = 0; i < h->allspans_count; i++) {
    const struct mspan *s = h->allspans[i];
    if (mspan_state(s) != MSPAN_IN_USE)
      continue;
    for (uintptr_t index = 0; index < s->nelems; index++) {
      bool allocated = !mspan_is_free(s, index);
      count += allocated;
      *bytes += allocated ? s->elem_size : 0;
    }
  }
  return count;
}

void model_compare(struct model *m) {
  uint64_t want = 0, want_bytes = 0, got_bytes = 0;
  memset(m->blocks, 0, block_slots * sizeof *m->blocks);
  for (int32_t i = 0; i < m->used; i++) {
    const struct model_object *o = &m->object[i];
    if (!o->address)
      continue;
    if (!fake_is_allocated(m->fake, o->address))
      vole_throw("object %d at %p, %lu bytes, was freed", i, (void *)o->address,
                 (unsigned long)o->size);
    model_check_object(m, i, true);
    if (is_tiny(o) && *block_slot(m, o) != 0)
      continue; // counted by another one in the block
    if (is_tiny(o))
      *block_slot(m, o) = align_down((uintptr_t)o->address, tiny_size);
    want++;
    want_bytes += is_tiny(o) ? (uintptr_t)tiny_size : gc_malloc_rounded(o->size);
  }
  uint64_t got = count_slots(&m->fake->gc.heap, &got_bytes);
  if (got != want || got_bytes != want_bytes)
    vole_throw("%lu objects of %lu bytes are allocated, must be %lu of %lu", (unsigned long)got,
               (unsigned long)got_bytes, (unsigned long)want, (unsigned long)want_bytes);
}
