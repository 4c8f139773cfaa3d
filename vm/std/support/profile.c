// Natives of packages runtime and runtime/pprof for the heap profile, and its text. After
// writeHeapInternal of runtime/pprof.

#include "vm/std/support/profile.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/slice.h"
#include "runtime/traceback.h"
#include "vm/std/natives.h"
#include "vm/interp/machine.h"

// Returns whether the program mentions an exported object of package runtime.
static bool mentions(struct program *p, const char *name) {
  struct object *object = program_find_object(p, "runtime", name);
  return object && object->used;
}

void profile_enable(struct program *p, const int64_t *rate) {
  struct type *type;
  if (program_has_package(p, "runtime/pprof") || mentions(p, "MemProfile") ||
      mentions(p, "MemProfileRate"))
    gc_profile_enable(&p->runtime->gc, program_find_variable(p, "runtime.MemProfileRate", &type));
  else if (*rate != 0)
    gc_profile_enable(&p->runtime->gc, rate);
}

// As runtime/profile.go declares MemProfileRecord.
struct record {
  int64_t alloc_bytes, free_bytes, alloc_objects, free_objects;
  uint64_t stack[gc_profile_max_stack];
};

// Where records go.
struct sink {
  struct runtime *runtime;
  struct record *records;
  uint64_t count, cap;
};

static uint64_t pc_of(struct runtime *rt, const struct gc_profile_frame *frame) {
  struct traceback_caller caller = {.func = frame->function, .pc = (uint32_t)frame->pc};
  return traceback_pc(rt, &caller);
}

static void add_record(const struct gc_profile_bucket *bucket, void *arg) {
  struct sink *sink = arg;
  struct record *r = &sink->records[sink->count++];
  const struct gc_profile_counts *c = &bucket->active;
  *r = (struct record){
      (int64_t)c->alloc_bytes, (int64_t)c->free_bytes, (int64_t)c->allocs, (int64_t)c->frees, {0}};
  for (uint32_t i = 0; i < bucket->depth; i++)
    r->stack[i] = pc_of(sink->runtime, &bucket->stack[i]);
}

// func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool)
static bool runtime_mem_profile(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice p = native_slice(args);
  struct sink sink = {.runtime = g->runtime, .records = p.ptr, .cap = (uint64_t)p.len};
  results[0] = gc_profile_read(&g->runtime->gc, args[3] != 0, sink.cap, add_record, &sink);
  results[1] = results[0] <= sink.cap;
  return true;
}

const struct native_entry natives_profile[] = {
    {"MemProfile", runtime_mem_profile, 4, 2},
    {NULL},
};

// Returns all records, for the caller to free; NULL if memory is short.
static struct record *all_records(struct runtime *rt, uint64_t *count) {
  struct sink sink = {.runtime = rt};
  do {
    free(sink.records);
    sink.cap = gc_profile_read(&rt->gc, true, 0, add_record, &sink) + 50;
    sink.count = 0;
    sink.records = calloc(sink.cap, sizeof *sink.records);
    if (!sink.records)
      return NULL;
    *count = gc_profile_read(&rt->gc, true, sink.cap, add_record, &sink);
  } while (*count > sink.cap);
  return sink.records;
}

// Orders records by the bytes in use, most first.
static int by_bytes_in_use(const void *a, const void *b) {
  const struct record *x = a, *y = b;
  int64_t left = x->alloc_bytes - x->free_bytes, right = y->alloc_bytes - y->free_bytes;
  return left < right ? 1 : left > right ? -1 : 0;
}

static void add_counts(const struct record *r, struct text *out) {
  text_addf(out, "%" PRId64 ": %" PRId64 " [%" PRId64 ": %" PRId64 "] @",
            r->alloc_objects - r->free_objects, r->alloc_bytes - r->free_bytes, r->alloc_objects,
            r->alloc_bytes);
}

static void add_stack(struct runtime *rt, const struct record *r, struct text *out) {
  int depth = 0;
  for (; depth < gc_profile_max_stack && r->stack[depth]; depth++)
    text_addf(out, " %#" PRIx64, r->stack[depth]);
  text_adds(out, "\n");
  for (int i = 0; i < depth; i++) {
    struct traceback_caller caller;
    if (traceback_resolve(rt, r->stack[i], &caller))
      text_addf(out, "#\t%#" PRIx64 "\t%s+%#x\t%s:%d\n", r->stack[i], caller.func->name,
                caller.pc * 8, caller.file, caller.line);
  }
  text_adds(out, "\n");
}

void profile_text(struct runtime *rt, struct text *out) {
  uint64_t count;
  struct record *records = all_records(rt, &count), total = {0};
  for (uint64_t i = 0; records && i < count; i++) {
    total.alloc_bytes += records[i].alloc_bytes;
    total.free_bytes += records[i].free_bytes;
    total.alloc_objects += records[i].alloc_objects;
    total.free_objects += records[i].free_objects;
  }
  const int64_t *rate = rt->gc.profile.rate;
  text_adds(out, "heap profile: ");
  add_counts(&total, out);
  text_addf(out, " heap/%" PRId64 "\n", rate ? 2 * *rate : 0); // twice, as always
  if (!records) {
    out->failed = 1;
    return;
  }
  qsort(records, count, sizeof *records, by_bytes_in_use);
  for (uint64_t i = 0; i < count; i++) {
    add_counts(&records[i], out);
    add_stack(rt, &records[i], out);
  }
  free(records);
}

// func heapProfile() string
static bool pprof_heap_profile(struct g *g, uint64_t *args, uint64_t *results) {
  struct text text = {0};
  profile_text(g->runtime, &text);
  uint8_t *bytes;
  native_set_string(results, string_alloc(g, (int64_t)text.len, &bytes));
  if (text.len)
    memcpy(bytes, text.data, text.len); // without pauses, which may not come back
  text_free(&text);
  return true;
}

const struct native_entry natives_pprof[] = {
    {"heapProfile", pprof_heap_profile, 0, 2},
    {NULL},
};
