// Taking a snapshot: the stop, and the order of the records.

#include "runtime/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/lock.h"
#include "mem/sizeclass.h"
#include "runtime/debug.h"
#include "runtime/embed.h"
#include "runtime/runtime.h"
#include "runtime/snapshot_names.h"
#include "runtime/system.h"
#include "runtime/world.h"

static const char magic[] = "vole heap\n";

// Writes the head of the file, and what the statistics say at this moment.
static void put_info(struct snapshot *s, struct runtime *rt) {
  struct debug_mem_stats stats;
  debug_read_mem_stats_stopped(rt, &stats);
  snapshot_put_bytes(s, magic, sizeof magic - 1);
  snapshot_put(s, snapshot_version);
  snapshot_put(s, SNAPSHOT_INFO);
  const uint64_t numbers[] = {
      page_size,
      heap_arena_bytes,
      num_size_classes,
      stats.heap_alloc,
      stats.mallocs,
      stats.frees,
      stats.heap_in_use,
      stats.heap_idle,
      stats.heap_released,
      stats.stack_in_use,
      stats.next_gc,
      stats.num_gc,
      stats.sys,
      (uint64_t)gc_embed_walltime(&rt->gc),
      atomic_load_u32(&rt->gc.phase),
  };
  snapshot_put(s, sizeof numbers / sizeof *numbers);
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++)
    snapshot_put(s, numbers[i]);
  for (unsigned i = 0; i < num_size_classes; i++)
    snapshot_put(s, sizeclass_size[i]);
}

static void write_stopped(struct runtime *rt, struct snapshot_names *n) {
  runtime_embed_lock_program(rt);
  snapshot_names_init(n, rt);
  put_info(&n->out, rt);
  snapshot_put_heap(&n->out);
  snapshot_put_roots(n);
  snapshot_put_names(n);
  runtime_embed_unlock_program(rt);
}

// loose is as in struct snapshot_names.
static void take(struct runtime *rt, struct m *m, const struct g *loose, int fd,
                 struct snapshot_result *result) {
  struct snapshot_names names = {.loose = loose};
  *result = (struct snapshot_result){0};
  if (!snapshot_init(&names.out, &rt->gc, fd)) {
    result->error = ENOMEM;
    return;
  }
  int64_t begin = runtime_nanotime(rt);
  // Frames are read by their liveness maps, so all must stand at safepoints, not at mere pauses.
  atomic_add_u32(&rt->sched.no_pauses, 1);
  world_stop(rt, m, "heap snapshot");
  int64_t stopped = runtime_nanotime(rt);
  write_stopped(rt, &names);
  struct snapshot *s = &names.out;
  int64_t pause = runtime_nanotime(rt) - stopped;
  snapshot_put(s, SNAPSHOT_END);
  snapshot_put(s, s->objects);
  snapshot_put(s, s->pointers);
  snapshot_put(s, (uint64_t)pause);
  snapshot_flush(s);
  world_start(rt, m);
  atomic_add_u32(&rt->sched.no_pauses, UINT32_MAX);
  *result = (struct snapshot_result){.pause_ns = runtime_nanotime(rt) - stopped,
                                     .wait_ns = stopped - begin,
                                     .bytes = s->bytes,
                                     .objects = s->objects,
                                     .error = s->error};
  snapshot_names_destroy(&names);
  snapshot_destroy(s);
}

void snapshot_write(struct runtime *rt, struct m *m, int fd, struct snapshot_result *result) {
  take(rt, m, NULL, fd, result);
}

void snapshot_at_fatal(struct runtime *rt) {
  const char *path = rt->gc.options.snapshot;
  struct m *m = m_current();
  if (path[0] == '\0' || lock_count_held() != 0 || !m || m->runtime != rt || !m->p ||
      rt->gc.world_stopped || !atomic_cas_u32(&rt->snapshot_taken, 0, 1))
    return;
  struct snapshot_result result = {0};
  char line[512];
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd >= 0)
    take(rt, m, m->current_g, fd, &result);
  int error = fd < 0 || close(fd) != 0 ? errno : result.error;
  if (error)
    snprintf(line, sizeof line, "vole: no snapshot in %s: %s\n", path, strerror(error));
  else
    snprintf(line, sizeof line, "vole: a snapshot of %llu objects is in %s\n",
             (unsigned long long)result.objects, path);
  gc_embed_print(&rt->gc, line, strlen(line));
}
