// Writing profiles for pprof: see pprof.h. The fields are those of profile.proto.

#include "vm/std/support/pprof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "mem/atomic.h"
#include "runtime/cpu_profile.h"
#include "runtime/runtime.h"
#include "runtime/traceback.h"

// Numbers of fields.
enum {
  profile_sample_type = 1,
  profile_sample = 2,
  profile_location = 4,
  profile_function = 5,
  profile_string = 6,
  profile_time = 9,
  profile_duration = 10,
  profile_period_type = 11,
  profile_period = 12
};
enum { wire_number = 0, wire_bytes = 2 };
enum { most_values = 4, most_frames = 64 };

// A profile that is being written: numbers of what it mentions.
struct writer {
  struct text body;
  struct place {
    const struct func *func;
    int line;
  } * places; // malloc'ed; location i + 1
  uint32_t count, room;
  int value_count;
};

static void put_number(struct text *out, uint64_t value) {
  char bytes[10];
  size_t count = 0;
  for (; value >= 0x80; value >>= 7)
    bytes[count++] = (char)(value | 0x80);
  bytes[count++] = (char)value;
  text_append(out, bytes, count);
}

static void put_field(struct text *out, unsigned field, uint64_t value) {
  if (value == 0)
    return;
  put_number(out, field << 3 | wire_number);
  put_number(out, value);
}

static void put_bytes(struct text *out, unsigned field, const char *bytes, size_t count) {
  put_number(out, field << 3 | wire_bytes);
  put_number(out, count);
  text_append(out, bytes, count);
}

// Appends a message, and frees it.
static void put_message(struct text *out, unsigned field, struct text *message) {
  put_bytes(out, field, message->data, message->len);
  out->failed |= message->failed;
  text_free(message);
}

// The first texts: "", then the types and units of a profile, as they are given.
static void put_value_type(struct text *out, unsigned field, uint64_t type, uint64_t unit) {
  struct text message = {0};
  put_field(&message, 1, type);
  put_field(&message, 2, unit);
  put_message(out, field, &message);
}

// Begins a profile. names are types and units in turn, value_count pairs.
static void begin(struct writer *w, const char *const *names, int value_count) {
  w->value_count = value_count;
  put_bytes(&w->body, profile_string, "", 0);
  for (int i = 0; i < 2 * value_count; i++)
    put_bytes(&w->body, profile_string, names[i], strlen(names[i]));
  for (int i = 0; i < value_count; i++)
    put_value_type(&w->body, profile_sample_type, (uint64_t)(2 * i + 1), (uint64_t)(2 * i + 2));
}

// Returns the number of a place, 0 if memory is short. Stacks share their outer calls, so what was
// added last is looked at first.
static uint64_t location_of(struct writer *w, const struct func *func, int line) {
  for (uint32_t i = w->count; i > 0; i--)
    if (w->places[i - 1].func == func && w->places[i - 1].line == line)
      return i;
  if (w->count == w->room) {
    uint32_t room = w->room ? 2 * w->room : 64;
    struct place *larger = realloc(w->places, room * sizeof *larger);
    if (!larger) {
      w->body.failed = 1;
      return 0;
    }
    w->places = larger;
    w->room = room;
  }
  w->places[w->count++] = (struct place){func, line};
  return w->count;
}

static void put_sample(struct writer *w, const uint64_t *locations, int depth,
                       const int64_t *values) {
  struct text message = {0}, list = {0};
  for (int i = 0; i < depth; i++)
    put_number(&list, locations[i]);
  put_message(&message, 1, &list);
  for (int i = 0; i < w->value_count; i++)
    put_number(&list, (uint64_t)values[i]);
  put_message(&message, 2, &list);
  put_message(&w->body, profile_sample, &message);
}

// Appends the functions and locations that samples have named. The texts of function i are the two
// after those of the types.
static void put_places(struct writer *w) {
  uint64_t next_text = 1 + 2 * (uint64_t)w->value_count;
  for (uint32_t i = 0; i < w->count; i++) {
    const struct func *func = w->places[i].func;
    const char *file = "";
    int begin_line = func->line_count ? func_line(func, 0, &file) : 0;
    struct text message = {0}, line = {0};
    put_bytes(&w->body, profile_string, func->name, strlen(func->name));
    put_bytes(&w->body, profile_string, file, strlen(file));
    put_field(&message, 1, i + 1);
    put_field(&message, 2, next_text);
    put_field(&message, 3, next_text);
    put_field(&message, 4, next_text + 1);
    put_field(&message, 5, begin_line > 0 ? (uint64_t)begin_line : 0);
    put_message(&w->body, profile_function, &message);
    put_field(&line, 1, i + 1);
    put_field(&line, 2, w->places[i].line > 0 ? (uint64_t)w->places[i].line : 0);
    put_field(&message, 1, i + 1);
    put_message(&message, 4, &line);
    put_message(&w->body, profile_location, &message);
    next_text += 2;
  }
}

// Compresses the profile, appends it to out and frees it.
static void end(struct writer *w, struct text *out) {
  enum { gzip = 16 };
  put_places(w);
  z_stream stream = {0};
  uLong bound = compressBound((uLong)w->body.len) + 64;
  Bytef *packed = malloc(bound);
  bool ok = packed && !w->body.failed &&
            deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip, 8,
                         Z_DEFAULT_STRATEGY) == Z_OK;
  if (ok) {
    stream.next_in = (Bytef *)w->body.data;
    stream.avail_in = (uInt)w->body.len;
    stream.next_out = packed;
    stream.avail_out = (uInt)bound;
    ok = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    if (ok)
      text_append(out, packed, stream.total_out);
    deflateEnd(&stream);
  }
  out->failed |= !ok;
  free(packed);
  free(w->places);
  text_free(&w->body);
}

// CPU.

static int line_of(const struct func *func, uint32_t pc) {
  return func->line_count ? func_line(func, pc, NULL) : 0;
}

static void add_cpu(const struct cpu_profile_bucket *bucket, void *arg) {
  struct writer *w = arg;
  uint64_t locations[cpu_profile_depth];
  for (uint32_t i = 0; i < bucket->depth; i++)
    locations[i] =
        location_of(w, bucket->stack[i].func, line_of(bucket->stack[i].func, bucket->stack[i].pc));
  const int64_t values[] = {(int64_t)bucket->count, (int64_t)bucket->count * cpu_profile_period_ns};
  put_sample(w, locations, (int)bucket->depth, values);
}

void pprof_cpu(struct runtime *rt, struct text *out) {
  static const char *const names[] = {"samples", "count", "cpu", "nanoseconds"};
  struct writer w = {0};
  begin(&w, names, 2);
  cpu_profile_read(rt, add_cpu, &w);
  put_value_type(&w.body, profile_period_type, 3, 4);
  put_field(&w.body, profile_period, cpu_profile_period_ns);
  put_field(&w.body, profile_time, (uint64_t)rt->cpu_profile.started_wall);
  put_field(&w.body, profile_duration, (uint64_t)rt->cpu_profile.duration);
  end(&w, out);
}

// The heap.

// Buckets hold what was sampled; pprof expects what that stands for. An object of a size is sampled
// with a chance of 1 - exp(-size / rate).
static void scale(int64_t *count, int64_t *bytes, int64_t rate) {
  if (*count == 0 || *bytes == 0 || rate <= 1)
    return;
  double size = (double)*bytes / (double)*count;
  double factor = 1 / (1 - exp(-size / (double)rate));
  *count = (int64_t)((double)*count * factor);
  *bytes = (int64_t)((double)*bytes * factor);
}

struct heap_writer {
  struct writer w;
  int64_t rate;
};

static void add_heap(const struct gc_profile_bucket *bucket, void *arg) {
  struct heap_writer *h = arg;
  uint64_t locations[gc_profile_max_stack];
  const struct gc_profile_counts *c = &bucket->active;
  for (uint32_t i = 0; i < bucket->depth; i++)
    locations[i] = location_of(&h->w, bucket->stack[i].function,
                               line_of(bucket->stack[i].function, (uint32_t)bucket->stack[i].pc));
  int64_t values[] = {(int64_t)c->allocs, (int64_t)c->alloc_bytes, (int64_t)(c->allocs - c->frees),
                      (int64_t)(c->alloc_bytes - c->free_bytes)};
  scale(&values[0], &values[1], h->rate);
  scale(&values[2], &values[3], h->rate);
  put_sample(&h->w, locations, (int)bucket->depth, values);
}

void pprof_heap(struct runtime *rt, struct text *out) {
  static const char *const names[] = {"alloc_objects", "count", "alloc_space", "bytes",
                                      "inuse_objects", "count", "inuse_space", "bytes"};
  const int64_t *rate = rt->gc.profile.rate;
  struct heap_writer h = {.rate = rate ? *rate : 0};
  begin(&h.w, names, 4);
  gc_profile_read(&rt->gc, true, UINT64_MAX, add_heap, &h);
  put_value_type(&h.w.body, profile_period_type, 7, 8);
  put_field(&h.w.body, profile_period, (uint64_t)h.rate);
  end(&h.w, out);
}

// Goroutines.

void pprof_goroutines(struct runtime *rt, struct m *m, struct text *out) {
  static const char *const names[] = {"goroutine", "count"};
  struct traceback_caller callers[most_frames];
  uint64_t locations[most_frames];
  const int64_t one = 1;
  struct writer w = {0};
  begin(&w, names, 1);
  world_stop(rt, m, "goroutine profile");
  for (uint32_t i = 0; i < rt->allgs_count; i++) {
    struct g *g = rt->allgs[i];
    uint32_t status = atomic_load_u32(&g->status) & ~(uint32_t)GSCAN;
    if (status == GDEAD || atomic_load_relaxed_u8(&g->system))
      continue;
    int depth = traceback_callers(g, 0, callers, most_frames);
    for (int j = 0; j < depth; j++)
      locations[j] = location_of(&w, callers[j].func, callers[j].line);
    put_sample(&w, locations, depth, &one);
  }
  world_start(rt, m);
  put_value_type(&w.body, profile_period_type, 1, 2);
  put_field(&w.body, profile_period, 1);
  end(&w, out);
}

void pprof_empty(const char *type, const char *unit, struct text *out) {
  const char *const names[] = {type, unit};
  struct writer w = {0};
  begin(&w, names, 1);
  end(&w, out);
}
