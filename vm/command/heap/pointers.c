// The objects of a snapshot: finding them by address, and reading their pointers. See file.c.

#include "vm/command/heap/reader.h"

#include <stdlib.h>
#include <string.h>

enum {
  frame_pages = 8192,
  group_words = 64,
  pointer_typed = 1,
  pointer_unaligned = 2,
  pointer_measured = 4,
  pointer_flag_bits = 3,
};

// A pointer as it stands in the file.
struct pointer {
  uint64_t word, address;
  uint32_t dynamic;
  bool is_measured;
  uint64_t length, capacity;
};

// What the walk over the pointers of a span does with each.
typedef void take_pointer(struct heap_file *file, uint32_t object, const struct pointer *p);

static void walk_group(struct reader *r, uint32_t object, uint64_t base, uint64_t group,
                       take_pointer *take) {
  for (uint64_t mask = reader_number(r); mask != 0; mask &= mask - 1) {
    struct pointer p = {.word = group * group_words + (unsigned)__builtin_ctzll(mask),
                        .dynamic = heap_none};
    uint64_t value = reader_number(r), folded = value >> pointer_flag_bits;
    if (value & pointer_typed)
      p.dynamic = (uint32_t)reader_limited(r, heap_none, "a type");
    if (value & pointer_measured) {
      p.is_measured = true;
      p.length = reader_number(r);
      p.capacity = reader_number(r);
    }
    if (!take)
      continue;
    int64_t distance = (int64_t)(folded >> 1) ^ -(int64_t)(folded & 1);
    if (!(value & pointer_unaligned))
      distance = (int64_t)((uint64_t)distance * 8);
    p.address = base + p.word * 8 + (uint64_t)distance;
    take(r->file, object, &p);
  }
}

// Reads the pointers of all objects of a span. take may be NULL.
static void walk_objects(struct reader *r, const struct heap_span *span, take_pointer *take) {
  bool small = span->elem_size <= group_words * 8;
  uint32_t object = span->first;
  for (uint32_t i = 0; i < span->count && !r->failed; i++) {
    if (!heap_bit(span->allocated, i))
      continue;
    uint64_t base = span->page * r->file->info.page_bytes + i * span->elem_size;
    if (small) {
      walk_group(r, object, base, 0, take);
    } else {
      uint64_t group = 0;
      for (uint64_t step = reader_number(r); step != 0 && !r->failed; step = reader_number(r)) {
        group += step;
        walk_group(r, object, base, group - 1, take);
      }
    }
    object++;
  }
}

void heap_skip_objects(struct reader *r, const struct heap_span *span) {
  walk_objects(r, span, NULL);
}

uint32_t heap_count_bits(const uint8_t *bits, uint32_t count) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < count / 8; i++)
    sum += (uint32_t)__builtin_popcount(bits[i]);
  if (count % 8)
    sum += (uint32_t)__builtin_popcount(bits[count / 8] & ((1u << count % 8) - 1));
  return sum;
}

// Addresses.

static bool make_frames(struct heap_file *file) {
  uint64_t lowest = UINT64_MAX, highest = 0;
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    uint64_t last = span->page + span->pages - 1;
    if (span->pages == 0 || last < span->page)
      return false;
    lowest = span->page < lowest ? span->page : lowest;
    highest = last > highest ? last : highest;
  }
  if (file->spans.count == 0)
    return true;
  file->first_frame = lowest / frame_pages;
  file->frame_count = highest / frame_pages - file->first_frame + 1;
  if (file->frame_count > UINT64_C(1) << 22) // more than there are addresses
    return false;
  file->frames = heap_alloc(file->frame_count, sizeof *file->frames);
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    for (uint64_t page = span->page; page < span->page + span->pages; page++) {
      uint32_t **frame = &file->frames[page / frame_pages - file->first_frame];
      if (!*frame) {
        *frame = heap_alloc(frame_pages, sizeof **frame);
        memset(*frame, 0xff, frame_pages * sizeof **frame);
      }
      (*frame)[page % frame_pages] = i;
    }
  }
  return true;
}

uint64_t heap_object_address(const struct heap_file *file, uint32_t object) {
  const struct heap_span *span = heap_span_at(file, file->span_of[object]);
  uint32_t left = object - span->first, i = 0;
  for (; i < span->count; i++)
    if (heap_bit(span->allocated, i) && left-- == 0)
      break;
  return span->page * file->info.page_bytes + i * span->elem_size;
}

uint32_t heap_object_at(const struct heap_file *file, uint64_t address, uint32_t *inside) {
  uint64_t page = address / file->info.page_bytes;
  uint64_t frame = page / frame_pages - file->first_frame;
  if (frame >= file->frame_count || !file->frames[frame])
    return heap_none;
  uint32_t number_of_span = file->frames[frame][page % frame_pages];
  if (number_of_span == heap_none)
    return heap_none;
  const struct heap_span *span = heap_span_at(file, number_of_span);
  if (span->state != HEAP_SPAN_IN_USE)
    return heap_none;
  uint64_t offset = address - span->page * file->info.page_bytes;
  uint64_t i = offset / span->elem_size;
  if (i >= span->count || !heap_bit(span->allocated, i))
    return heap_none;
  *inside = (uint32_t)(offset - i * span->elem_size);
  return span->first + heap_count_bits(span->allocated, (uint32_t)i);
}

// The second walk.

static void count_pointer(struct heap_file *file, uint32_t object, const struct pointer *p) {
  uint32_t inside;
  if (heap_object_at(file, p->address, &inside) == heap_none) {
    file->dangling++;
    return;
  }
  file->first[object + 1]++;
  file->pointer_count++;
}

static void store_pointer(struct heap_file *file, uint32_t object, const struct pointer *p) {
  uint32_t inside, target = heap_object_at(file, p->address, &inside);
  if (target == heap_none)
    return;
  uint32_t at = file->first[object]++;
  file->target[at] = target;
  file->word[at] = (uint32_t)p->word;
  file->inside[at] = inside;
  file->dynamic[at] = p->dynamic;
  if (p->is_measured) {
    struct heap_measure *m = heap_array_add(&file->measures, sizeof *m);
    *m = (struct heap_measure){at, p->length, p->capacity};
  }
}

static void walk_all(struct heap_file *file, take_pointer *take) {
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    if (span->state != HEAP_SPAN_IN_USE || heap_span_noscan(span))
      continue;
    struct reader r = {.file = file, .next = span->objects, .end = file->bytes + file->size};
    walk_objects(&r, span, take);
  }
}

static void read_pointers(struct heap_file *file) {
  file->first = heap_alloc((size_t)file->object_count + 2, sizeof *file->first);
  walk_all(file, count_pointer);
  for (uint32_t i = 0; i < file->object_count; i++)
    file->first[i + 1] += file->first[i];
  file->target = heap_alloc(file->pointer_count, sizeof *file->target);
  file->word = heap_alloc(file->pointer_count, sizeof *file->word);
  file->inside = heap_alloc(file->pointer_count, sizeof *file->inside);
  file->dynamic = heap_alloc(file->pointer_count, sizeof *file->dynamic);
  walk_all(file, store_pointer); // moves each first to its end, which is the next one's first
  memmove(file->first + 1, file->first, (size_t)file->object_count * sizeof *file->first);
  file->first[0] = 0;
}

static void read_known(struct heap_file *file, const struct heap_span *span) {
  struct reader r = {.file = file, .next = span->objects, .end = file->bytes + file->size};
  if (!heap_span_noscan(span))
    walk_objects(&r, span, NULL);
  for (uint64_t known = reader_number(&r); known > 0 && !r.failed; known--) {
    uint64_t i = reader_number(&r);
    uint32_t function = (uint32_t)reader_number(&r);
    if (i < span->count && heap_bit(span->allocated, i))
      file->known[span->first + heap_count_bits(span->allocated, (uint32_t)i)] = function;
  }
}

static void read_specials(struct heap_file *file, const struct heap_span *span) {
  struct reader r = {.file = file, .next = span->specials, .end = file->bytes + file->size};
  for (uint64_t kind = reader_number(&r); kind != 0 && !r.failed; kind = reader_number(&r)) {
    uint64_t offset = reader_number(&r), detail = reader_number(&r);
    uint32_t type = kind == HEAP_SPECIAL_FINALIZER ? reader_reference(&r) : heap_none;
    uint32_t inside;
    uint32_t object = heap_object_at(file, span->page * file->info.page_bytes + offset, &inside);
    if (object == heap_none)
      continue;
    struct heap_special *special = heap_array_add(&file->specials, sizeof *special);
    *special = (struct heap_special){
        .object = object, .kind = (uint8_t)kind, .site = heap_none, .type = type};
    if (kind == HEAP_SPECIAL_PROFILE)
      special->site = (uint32_t)detail - 1;
    special->target =
        kind == HEAP_SPECIAL_PROFILE ? heap_none : heap_object_at(file, detail, &inside);
  }
}

bool heap_resolve(struct heap_file *file, const struct heap_array *addresses) {
  if (!make_frames(file))
    return false;
  const uint64_t *address = addresses->items;
  for (uint32_t i = 0; i < file->roots.count; i++) {
    struct heap_root *root = heap_root_at(file, i);
    root->target = heap_object_at(file, address[i], &root->inside);
  }
  file->span_of = heap_alloc(file->object_count, sizeof *file->span_of);
  file->known = heap_alloc(file->object_count, sizeof *file->known);
  memset(file->known, 0xff, file->object_count * sizeof *file->known);
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    if (span->state != HEAP_SPAN_IN_USE)
      continue;
    uint32_t count = heap_count_bits(span->allocated, span->count);
    for (uint32_t j = 0; j < count; j++)
      file->span_of[span->first + j] = i;
    read_known(file, span);
    read_specials(file, span);
  }
  read_pointers(file);
  return true;
}
