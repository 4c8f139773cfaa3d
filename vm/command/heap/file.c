// Reading snapshots.
//
// The first walk over the file finds spans and everything that has a name. Only then are all objects
// known, so pointers are decoded twice: skipped here, resolved in pointers.c.

#include "vm/command/heap/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[] = "vole heap\n";

enum {
  version = 1,
  frame_pages = 8192,
  chunk_bytes = 64, // of a bitmap of a chunk
  most_objects = UINT32_MAX - 1,
};

// The numbers of enum snapshot_record.
enum record {
  RECORD_END,
  RECORD_INFO,
  RECORD_TYPE,
  RECORD_FUNCTION,
  RECORD_ARENA,
  RECORD_CHUNK,
  RECORD_SPAN,
  RECORD_GOROUTINE,
  RECORD_HOLDER,
  RECORD_ROOT,
  RECORD_SITE,
};

// Names.

static void read_info(struct reader *r) {
  struct heap_file *file = r->file;
  uint64_t count = reader_number(r);
  uint64_t numbers[heap_info_numbers] = {0};
  for (uint64_t i = 0; i < count && !r->failed; i++) {
    uint64_t value = reader_number(r);
    if (i < heap_info_numbers)
      numbers[i] = value;
  }
  memcpy(&file->info, numbers, sizeof file->info);
  if (file->info.page_bytes == 0 || file->info.arena_bytes != file->info.page_bytes * frame_pages ||
      file->info.classes > 255) {
    reader_fail(r, "the sizes of pages and arenas are not those of this command");
    return;
  }
  free(file->class_sizes);
  file->class_sizes = heap_alloc(file->info.classes, sizeof *file->class_sizes);
  for (uint64_t i = 0; i < file->info.classes; i++)
    file->class_sizes[i] = reader_number(r);
}

static struct heap_field *read_fields(struct reader *r, uint32_t *count, bool is_closure) {
  // A field takes three bytes at least.
  *count = (uint32_t)reader_limited(r, (uint64_t)(r->end - r->next) / 3, "the number of fields");
  struct heap_field *fields = *count ? heap_alloc(*count, sizeof *fields) : NULL;
  for (uint32_t i = 0; i < *count; i++) {
    fields[i].name = reader_text(r);
    fields[i].type = reader_reference(r);
    fields[i].offset = reader_number(r);
    if (is_closure)
      fields[i].is_cell = reader_number(r);
  }
  return fields;
}

static void read_type(struct reader *r) {
  struct heap_type *t = heap_array_add(&r->file->types, sizeof *t);
  t->kind = (uint8_t)reader_number(r);
  t->direct = reader_number(r);
  t->size = reader_number(r);
  t->name = reader_text(r);
  t->elem = reader_reference(r);
  t->key = reader_reference(r);
  t->len = reader_number(r);
  t->entry_size = reader_number(r);
  t->value_offset = reader_number(r);
  t->fields = read_fields(r, &t->field_count, false);
}

static void read_function(struct reader *r) {
  struct heap_function *f = heap_array_add(&r->file->functions, sizeof *f);
  f->name = reader_text(r);
  f->file = reader_text(r);
  f->line = (uint32_t)reader_number(r);
  f->captures = read_fields(r, &f->capture_count, true);
}

static void read_site(struct reader *r) {
  struct heap_site *site = heap_array_add(&r->file->sites, sizeof *site);
  uint32_t count = (uint32_t)reader_limited(r, 1024, "the depth of a stack");
  site->calls = heap_alloc(count, sizeof *site->calls);
  site->count = count;
  for (uint32_t i = 0; i < count; i++) {
    site->calls[i].function = reader_reference(r);
    site->calls[i].line = (uint32_t)reader_number(r);
  }
}

static void read_goroutine(struct reader *r) {
  struct heap_goroutine *g = heap_array_add(&r->file->goroutines, sizeof *g);
  g->id = reader_number(r);
  g->status = reader_text(r);
  g->system = reader_number(r);
  g->created_by = reader_reference(r);
  g->created_line = (uint32_t)reader_number(r);
  g->waited_ns = reader_number(r);
}

static void read_holder(struct reader *r) {
  struct heap_holder *h = heap_array_add(&r->file->holders, sizeof *h);
  h->kind = (uint8_t)reader_limited(r, HEAP_HOLDER_KINDS - 1, "the kind of a holder");
  h->goroutine = reader_reference(r);
  h->text = reader_text(r);
  h->function = reader_reference(r);
  h->line = (uint32_t)reader_number(r);
  h->first_root = r->file->roots.count;
}

// The target is an address until spans are known.
static void read_root(struct reader *r, struct heap_array *addresses) {
  struct heap_file *file = r->file;
  struct heap_root *root = heap_array_add(&file->roots, sizeof *root);
  *(uint64_t *)heap_array_add(addresses, sizeof(uint64_t)) = reader_number(r);
  root->label = reader_text(r);
  root->type = reader_reference(r);
  root->offset = reader_number(r);
  root->dynamic = reader_reference(r);
  root->flags = (uint8_t)reader_number(r);
  root->length = reader_number(r);
  root->capacity = reader_number(r);
  if (file->holders.count == 0)
    reader_fail(r, "a root has no holder");
  else
    heap_holder_at(file, file->holders.count - 1)->root_count++;
}

// Pages and spans.

static void read_arena(struct reader *r) {
  struct heap_arena_pages *a = heap_array_add(&r->file->arenas, sizeof *a);
  a->page = reader_number(r);
  a->zeroed_base = reader_number(r);
  a->in_use = reader_bytes(r, frame_pages / 8);
  a->marks = reader_bytes(r, frame_pages / 8);
  a->specials = reader_bytes(r, frame_pages / 8);
}

static void read_chunk(struct reader *r) {
  struct heap_chunk *c = heap_array_add(&r->file->chunks, sizeof *c);
  c->page = reader_number(r);
  c->allocated = reader_bytes(r, chunk_bytes);
  c->scavenged = reader_bytes(r, chunk_bytes);
}

static void read_span(struct reader *r) {
  struct heap_file *file = r->file;
  struct heap_span *span = heap_array_add(&file->spans, sizeof *span);
  span->page = reader_number(r);
  span->pages = reader_number(r);
  span->state = (uint8_t)reader_limited(r, HEAP_SPAN_MANUAL, "the state of a span");
  span->first = file->object_count;
  if (span->state != HEAP_SPAN_IN_USE)
    return;
  span->class = (uint8_t)reader_limited(r, 2 * file->info.classes, "the class of a span");
  span->elem_size = reader_number(r);
  span->count = (uint32_t)reader_limited(r, UINT32_MAX, "the number of objects");
  span->flags = (uint8_t)reader_number(r);
  span->free_index = reader_number(r);
  if (file->info.page_bytes == 0 || span->elem_size == 0 ||
      span->count > span->pages * file->info.page_bytes / span->elem_size) {
    reader_fail(r, "a span has more objects than room");
    return;
  }
  span->allocated = reader_bytes(r, (span->count + 7) / 8);
  span->marked = reader_bytes(r, (span->count + 7) / 8);
  span->specials = r->next;
  for (uint64_t kind = reader_number(r); kind != 0; kind = reader_number(r)) {
    reader_number(r);
    reader_number(r);
    if (kind == HEAP_SPECIAL_FINALIZER)
      reader_number(r);
  }
  uint32_t allocated = r->failed ? 0 : heap_count_bits(span->allocated, span->count);
  if (allocated > most_objects - file->object_count)
    reader_fail(r, "there are too many objects");
  else
    file->object_count += allocated;
  span->objects = r->next;
  if (!heap_span_noscan(span))
    heap_skip_objects(r, span);
  for (uint64_t known = reader_number(r); known > 0 && !r->failed; known--) {
    reader_number(r);
    reader_number(r);
  }
}

static void read_records(struct reader *r, struct heap_array *addresses) {
  struct heap_file *file = r->file;
  while (!r->failed) {
    uint64_t record = reader_number(r);
    switch (record) {
    case RECORD_END:
      file->end_objects = reader_number(r);
      file->end_pointers = reader_number(r);
      file->pause_ns = reader_number(r);
      if (file->end_objects != file->object_count)
        reader_fail(r, "%llu objects were written and %u are here",
                    (unsigned long long)file->end_objects, file->object_count);
      return;
    case RECORD_INFO:
      read_info(r);
      break;
    case RECORD_TYPE:
      read_type(r);
      break;
    case RECORD_FUNCTION:
      read_function(r);
      break;
    case RECORD_ARENA:
      read_arena(r);
      break;
    case RECORD_CHUNK:
      read_chunk(r);
      break;
    case RECORD_SPAN:
      read_span(r);
      break;
    case RECORD_GOROUTINE:
      read_goroutine(r);
      break;
    case RECORD_HOLDER:
      read_holder(r);
      break;
    case RECORD_ROOT:
      read_root(r, addresses);
      break;
    case RECORD_SITE:
      read_site(r);
      break;
    default:
      reader_fail(r, "no record has the number %llu", (unsigned long long)record);
    }
  }
}

// Files.

static bool map_file(struct heap_file *file, const char *path) {
  struct stat status;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0) {
    snprintf(file->problem, sizeof file->problem, "%s", strerror(errno));
    if (fd >= 0)
      close(fd);
    return false;
  }
  file->size = (size_t)status.st_size;
  void *bytes_of = file->size ? mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
  if (bytes_of == MAP_FAILED) {
    snprintf(file->problem, sizeof file->problem, "%s",
             file->size ? strerror(errno) : "the file is empty");
    file->size = 0;
    close(fd);
    return false;
  }
  close(fd);
  file->bytes = bytes_of;
  return true;
}

bool heap_file_read(struct heap_file *file, const char *path) {
  struct heap_array addresses = {0};
  *file = (struct heap_file){0};
  if (!map_file(file, path))
    return false;
  struct reader r = {.file = file, .next = file->bytes, .end = file->bytes + file->size};
  const uint8_t *head = reader_bytes(&r, sizeof magic - 1);
  if (r.failed || memcmp(head, magic, sizeof magic - 1) != 0) {
    snprintf(file->problem, sizeof file->problem, "this is no heap snapshot");
    return false;
  }
  if (reader_number(&r) != version)
    reader_fail(&r, "its version is not %d", version);
  read_records(&r, &addresses);
  if (!r.failed && !heap_resolve(file, &addresses))
    reader_fail(&r, "a span lies at no address");
  free(addresses.items);
  return !r.failed;
}

void heap_file_free(struct heap_file *file) {
  for (uint32_t i = 0; i < file->types.count; i++)
    free(heap_type_at(file, i)->fields);
  for (uint32_t i = 0; i < file->functions.count; i++)
    free(heap_function_at(file, i)->captures);
  for (uint32_t i = 0; i < file->sites.count; i++)
    free(((struct heap_site *)file->sites.items)[i].calls);
  struct heap_array *arrays[] = {&file->types,  &file->functions, &file->sites,      &file->spans,
                                 &file->chunks, &file->arenas,    &file->goroutines, &file->holders,
                                 &file->roots,  &file->specials,  &file->measures};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
    free(arrays[i]->items);
  uint32_t *numbers[] = {file->span_of, file->known,  file->first,  file->target,
                         file->word,    file->inside, file->dynamic};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    free(numbers[i]);
  for (uint64_t i = 0; file->frames && i < file->frame_count; i++)
    free(file->frames[i]);
  free(file->frames);
  free(file->class_sizes);
  for (uint32_t i = 0; i < file->text_count; i++)
    free(file->texts[i]);
  free(file->texts);
  if (file->bytes)
    munmap((void *)(uintptr_t)file->bytes, file->size);
}
