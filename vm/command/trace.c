// Writing a trace: see trace.h.
//
// The run time keeps its last 256 pauses anyway. A thread reads them every few milliseconds, with
// the statistics, and writes events in JSON. So the script does nothing more than without a trace.
// The phases of a cycle follow from the stops between them.

#include "vm/command/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vm/command/command.h"

enum {
  at_once = 64,
  interval_ns = 5000000,
  track_world = 1, // tracks: numbers of threads in the file
  track_cycle = 2,
  first_goroutine_track = 10,
};

struct trace {
  const char *path;
  FILE *out;
  struct vole *vole;
  int64_t began; // ns of the monotonic clock
  uint64_t next; // pause to read
  int64_t mark_began;
  uint32_t mark_cycle;
  pthread_t thread;
  bool has_thread;
  pthread_mutex_t lock; // guards ending
  pthread_cond_t wake;
  bool ending;
};

static int64_t now_ns(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

// Writes a text as JSON.
static void put_string(const char *text, FILE *out) {
  fputc('"', out);
  for (; text && *text; text++)
    if (*text == '"' || *text == '\\')
      fprintf(out, "\\%c", *text);
    else if ((unsigned char)*text < 0x20)
      fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
    else
      fputc(*text, out);
  fputc('"', out);
}

// Begins an event with a duration. The caller writes its arguments and ends it.
static void begin_event(FILE *out, const char *name, uint64_t track, int64_t start, int64_t ns) {
  fputs(",\n{\"ph\":\"X\",\"pid\":1,\"name\":", out);
  put_string(name, out);
  fprintf(out, ",\"tid\":%" PRIu64 ",\"ts\":%.3f,\"dur\":%.3f,\"args\":{", track,
          (double)start / 1e3, (double)ns / 1e3);
}

static void end_event(const struct trace *t, const struct vole_pause *p) {
  fprintf(t->out, "\"cycle\":%u", p->cycle);
  if (p->goroutine)
    fprintf(t->out, ",\"goroutine\":%" PRIu64, p->goroutine);
  if (p->function) {
    fputs(",\"at\":", t->out);
    put_string(p->function, t->out);
    fputs(",\"file\":", t->out);
    put_string(p->file, t->out);
    fprintf(t->out, ",\"line\":%d", p->line);
  }
  fputs("}}", t->out);
}

// Writes the mark phase when the stop that ends it is over.
static void follow_cycle(struct trace *t, const struct vole_pause *p) {
  if (strcmp(p->reason, "GC sweep termination") == 0) {
    t->mark_began = p->start_ns + p->ns;
    t->mark_cycle = p->cycle;
  } else if (strcmp(p->reason, "GC mark termination") == 0 && t->mark_began) {
    begin_event(t->out, "mark", track_cycle, t->mark_began, p->start_ns - t->mark_began);
    fprintf(t->out, "\"cycle\":%u}}", t->mark_cycle);
    t->mark_began = 0;
  }
}

static void put_pause(struct trace *t, const struct vole_pause *p) {
  uint64_t track = first_goroutine_track + p->goroutine;
  switch (p->kind) {
  case VOLE_PAUSE_WORLD:
    follow_cycle(t, p);
    begin_event(t->out, p->reason, track_world, p->start_ns, p->ns);
    fprintf(t->out, "\"waited_us\":%.3f,", (double)p->wait_ns / 1e3);
    break;
  case VOLE_PAUSE_GOROUTINE:
    begin_event(t->out, "stopped", track, p->start_ns, p->ns);
    break;
  case VOLE_PAUSE_ASSIST:
    begin_event(t->out, "assist", track, p->start_ns, p->ns);
    break;
  case VOLE_PAUSE_ASSIST_WAIT:
    begin_event(t->out, "waits for marking", track, p->start_ns, p->ns);
    break;
  }
  end_event(t, p);
}

static void put_counters(struct trace *t) {
  struct vole_stats stats;
  double at = (double)(now_ns(CLOCK_MONOTONIC) - t->began) / 1e3;
  if (!vole_stats(t->vole, &stats))
    return;
  fprintf(t->out,
          ",\n{\"ph\":\"C\",\"pid\":1,\"name\":\"heap\",\"ts\":%.3f,\"args\":{\"live\":%" PRIu64
          ",\"goal\":%" PRIu64 "}}",
          at, stats.heap_live, stats.heap_goal);
  fprintf(
      t->out,
      ",\n{\"ph\":\"C\",\"pid\":1,\"name\":\"goroutines\",\"ts\":%.3f,\"args\":{\"exist\":%" PRIu64
      "}}",
      at, stats.goroutines);
}

static void put_new(struct trace *t) {
  struct vole_pause pauses[at_once];
  for (int count = at_once; count == at_once;) {
    uint64_t before = t->next;
    count = vole_pauses(t->vole, &t->next, pauses, at_once);
    if (t->next > before + (uint64_t)count)
      fprintf(t->out,
              ",\n{\"ph\":\"i\",\"s\":\"g\",\"pid\":1,\"tid\":%d,\"name\":\"%" PRIu64
              " pauses are lost\",\"ts\":%.3f}",
              track_world, t->next - before - (uint64_t)count,
              (double)(now_ns(CLOCK_MONOTONIC) - t->began) / 1e3);
    for (int i = 0; i < count; i++)
      put_pause(t, &pauses[i]);
  }
}

static void *write_trace(void *argument) {
  struct trace *t = argument;
  pthread_mutex_lock(&t->lock);
  while (!t->ending) {
    int64_t until = now_ns(CLOCK_REALTIME) + interval_ns;
    struct timespec time = {until / INT64_C(1000000000), until % INT64_C(1000000000)};
    pthread_cond_timedwait(&t->wake, &t->lock, &time);
    put_new(t);
    put_counters(t);
  }
  pthread_mutex_unlock(&t->lock);
  return NULL;
}

struct trace *trace_open(const char *path) {
  struct trace *t = calloc(1, sizeof *t);
  FILE *out = t ? fopen(path, "we") : NULL;
  if (!out) {
    fprintf(stderr, "vole run: %s: %s\n", path, command_error_text(errno));
    free(t);
    return NULL;
  }
  *t = (struct trace){.path = path, .out = out, .began = now_ns(CLOCK_MONOTONIC)};
  pthread_mutex_init(&t->lock, NULL);
  pthread_cond_init(&t->wake, NULL);
  fprintf(
      out,
      "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n"
      "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"vole\"}},\n"
      "{\"ph\":\"M\",\"pid\":1,\"tid\":%d,\"name\":\"thread_name\",\"args\":{\"name\":\"stops of "
      "the world\"}},\n"
      "{\"ph\":\"M\",\"pid\":1,\"tid\":%d,\"name\":\"thread_name\",\"args\":{\"name\":"
      "\"collector\"}}",
      track_world, track_cycle);
  return t;
}

void trace_begin(struct trace *t, struct vole *vole) {
  if (!t)
    return;
  t->vole = vole;
  t->has_thread = pthread_create(&t->thread, NULL, write_trace, t) == 0;
  if (!t->has_thread)
    fputs("vole run: no thread can be had for the trace\n", stderr);
}

bool trace_end(struct trace *t) {
  if (!t)
    return true;
  if (t->has_thread) {
    pthread_mutex_lock(&t->lock);
    t->ending = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
  }
  fputs("\n]}\n", t->out);
  bool ok = !ferror(t->out);
  ok = fclose(t->out) == 0 && ok;
  if (!ok)
    fprintf(stderr, "vole run: %s: %s\n", t->path, command_error_text(errno));
  pthread_mutex_destroy(&t->lock);
  pthread_cond_destroy(&t->wake);
  free(t);
  return ok;
}
