// tests/mem/embed_fake.c: the layers above mem, as the tests of mem have them: a heap that nobody
// paces, no finalizers, no memory limit. What is fatal ends the process with status 2, which a test
// can expect.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem/embed.h"

void mem_fatal(struct mem_stats *st, const char *message) {
  (void)st;
  fprintf(stderr, "fatal error: %s\n", message);
  exit(2);
}

void mem_embed_print(struct mheap *h, const char *line) {
  (void)h;
  (void)line;
}

uint64_t mem_embed_heap_live(struct mheap *h) {
  (void)h;
  return 0;
}

void mem_embed_update_heap(struct mheap *h, int64_t live, int64_t scan) {
  (void)h;
  (void)live;
  (void)scan;
}

int64_t mem_embed_memory_limit(struct mheap *h) {
  (void)h;
  return INT64_MAX;
}

bool mem_embed_limiting(struct mheap *h) {
  (void)h;
  return false;
}

bool mem_embed_scavenge_assist_begin(struct mheap *h, struct mem_p *p, int64_t now) {
  (void)h;
  (void)p;
  (void)now;
  return false;
}

void mem_embed_scavenge_assist_end(struct mheap *h, struct mem_p *p, int64_t now) {
  (void)h;
  (void)p;
  (void)now;
}

void mem_embed_swept(struct mheap *h) {
  (void)h;
}

void mem_embed_queue_finalizer(struct mheap *h, uintptr_t object, void *closure,
                               const void *arg_type) {
  (void)h;
  (void)object;
  (void)closure;
  (void)arg_type;
}

void mem_embed_profile_free(struct mheap *h, void *bucket, uintptr_t size) {
  (void)h;
  (void)bucket;
  (void)size;
}
