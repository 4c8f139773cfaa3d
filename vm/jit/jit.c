// Compiling a function: analysis, registers, code, and its publication. See jit.h.

#include "vm/jit/jit.h"

#include <stdlib.h>

#include "mem/atomic.h"
#include "vm/jit/emit.h"
#include "vm/jit/state.h"

static bool is_supported(void) {
#if defined(__x86_64__) && !defined(__ILP32__)
  return true;
#else
  return false;
#endif
}

const uint8_t *jit_place(struct jit *jit, const struct x86_code *code) {
  size_t size = x86_finished_size(code);
  const uint8_t *at = code_memory_next(&jit->memory, size);
  uint8_t *bytes = at && !code->failed ? malloc(size) : NULL;
  if (!bytes)
    return NULL;
  bool done = x86_finish(code, bytes, at) && code_memory_put(&jit->memory, bytes, size);
  free(bytes);
  return done ? at : NULL;
}

struct jit *jit_new(const struct jit_host *host) {
  struct jit *jit = is_supported() ? calloc(1, sizeof *jit) : NULL;
  if (!jit)
    return NULL;
  jit->host = host;
  if (code_memory_init(&jit->memory)) {
    if (jit_make_stubs(jit))
      return jit;
    code_memory_destroy(&jit->memory);
  }
  free(jit);
  return NULL;
}

void jit_free(struct jit *jit) {
  if (!jit)
    return;
  for (struct jit_code *next, *code = jit->codes; code; code = next) {
    next = code->next;
    free(code);
  }
  code_memory_destroy(&jit->memory);
  free(jit);
}

static int compare_points(const void *x, const void *y) {
  const struct code_point *a = x, *b = y;
  return a->pc < b->pc ? -1 : a->pc > b->pc;
}

// Makes the record of a function's code, which is not placed yet. NULL: memory is short.
static struct jit_code *make_record(const struct function *f) {
  size_t points = f->point_count + (size_t)f->count;
  struct jit_code *record = malloc(sizeof *record + points * sizeof record->points[0]);
  if (!record)
    return NULL;
  *record = (struct jit_code){.size = (uint32_t)x86_finished_size(&f->code),
                              .point_count = f->point_count};
  for (uint32_t i = 0; i < f->point_count; i++)
    record->points[i] =
        (struct code_point){f->points[i].pc, (uint32_t)f->code.labels[f->points[i].label]};
  qsort(record->points, record->point_count, sizeof record->points[0], compare_points);
  record->instructions = record->points + f->point_count;
  for (int i = 0; i < f->count; i++)
    if (f->list[i].reached)
      record->instructions[record->instruction_count++] =
          (struct code_point){f->list[i].pc, (uint32_t)f->code.labels[f->list[i].label]};
  return record;
}

// Places a function's code, and lets everybody see it.
static bool publish(struct function *f, struct func *func) {
  struct jit *jit = f->jit;
  struct jit_code *record = make_record(f);
  const uint8_t *at = record ? jit_place(jit, &f->code) : NULL;
  if (!at) {
    free(record);
    return false;
  }
  record->bytes = at;
  record->next = jit->codes;
  jit->codes = record;
  atomic_store_release_pointer(&func->machine, record);
  atomic_store_release_pointer(&func->machine_entry, at + f->code.labels[f->entry]);
  return true;
}

bool jit_compile(struct jit *jit, struct func *func) {
  struct function *f = calloc(1, sizeof *f);
  if (!f)
    return false;
  f->jit = jit;
  f->host = jit->host;
  f->func = func;
  bool done = false;
  if (function_analyse(f)) {
    function_allocate(f);
    function_emit(f);
    done = !f->failed && !f->code.failed && publish(f, func);
  }
  function_free(f);
  free(f);
  return done;
}

const void *jit_lookup(const struct func *func, size_t pc) {
  const struct jit_code *code = atomic_load_acquire_pointer(&func->machine);
  if (!code)
    return NULL;
  uint32_t low = 0, high = code->point_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (code->points[middle].pc < pc)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == code->point_count || code->points[low].pc != pc)
    return NULL;
  return code->bytes + code->points[low].machine;
}

const uint64_t *jit_instruction_at(const struct func *func, uintptr_t address) {
  const struct jit_code *code = atomic_load_acquire_pointer(&func->machine);
  if (!code || address - (uintptr_t)code->bytes >= code->size)
    return NULL;
  uint32_t pc = 0;
  for (uint32_t i = 0; i < code->instruction_count; i++)
    if (code->instructions[i].machine <= address - (uintptr_t)code->bytes)
      pc = code->instructions[i].pc;
  return func->code + pc;
}

enum jit_leave jit_enter(struct jit *jit, struct g *g, const void *address) {
  enum jit_leave (*enter)(struct g *, const void *);
  memcpy(&enter, &jit->enter, sizeof enter);
  return enter(g, address);
}

size_t jit_bytes(const struct jit *jit) {
  return jit->memory.held;
}
