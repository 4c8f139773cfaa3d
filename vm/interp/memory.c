// Values in memory, out of the interpreter's loop: the barrier, copies, comparisons, print.

#include <limits.h>
#include <poll.h>
#include <string.h>

#include "gc/barrier.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/float_bits.h"
#include "runtime/iface.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/print.h"
#include "runtime/runtime.h"
#include "runtime/system.h"
#include "vm/interp/ops.h"

void interp_barrier(struct g *g, uint64_t *slot, uint64_t value) {
  invariant_debug(g->runtime->gc.write_barrier.enabled);
  gc_barrier_record(&g->runtime->gc, interp_gc_p(g), (void *const *)slot, (const void *)value);
}

void interp_barrier_fresh(struct g *g, void *object, const uint64_t *words,
                          const struct rtype *type) {
  invariant_debug(g->runtime->gc.write_barrier.enabled);
  gc_barrier_bulk_layout(&g->runtime->gc, interp_gc_p(g), object, words, type->layout.size,
                         &type->layout);
}

void interp_move(struct g *g, void *to, const void *from, const struct rtype *type) {
  if (type->layout.ptrdata)
    bulk_move_typed(g, to, from, type->layout.size, &type->layout);
  else
    bulk_copy(to, from, type->layout.size);
}

void interp_clear(struct g *g, void *at, const struct rtype *type) {
  if (type->layout.ptrdata)
    bulk_clear_typed(g, at, type->layout.size, &type->layout);
  else
    bulk_clear(at, type->layout.size);
}

void interp_load(uint64_t *to, const void *from, const struct rtype *type) {
  switch ((enum kind)type->kind) {
  case KIND_INT8:
    *to = (uint64_t)(*(const int8_t *)from);
    return;
  case KIND_INT16:
    *to = (uint64_t)(*(const int16_t *)from);
    return;
  case KIND_INT32:
    *to = (uint64_t)(*(const int32_t *)from);
    return;
  default:
    if (type->slots == 0)
      return;
    to[type->slots - 1] = 0;
    memcpy(to, from, type->layout.size);
  }
}

void interp_store_value(struct g *g, void *to, const uint64_t *from, const struct rtype *type) {
  if (g->runtime->gc.write_barrier.enabled)
    interp_move(g, to, from, type);
  else
    memcpy(to, from, type->layout.size);
}

// Stores a comparison's result, or panics if it met values of a type that cannot be compared.
static bool compared(struct g *g, uint64_t *result, bool equal, const struct rtype *unhashable) {
  if (unhashable) {
    panic_uncomparable(g, unhashable);
    return false;
  }
  *result = equal;
  return true;
}

bool interp_eface_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = operand_b(fp, pc), *c = operand_c(fp, pc);
  const struct rtype *unhashable = NULL;
  bool equal = eface_equal((struct go_eface){(struct rtype *)b[0], (void *)b[1]},
                           (struct go_eface){(struct rtype *)c[0], (void *)c[1]}, &unhashable);
  return compared(g, operand_a(fp, pc), equal, unhashable);
}

bool interp_iface_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = operand_b(fp, pc), *c = operand_c(fp, pc);
  const struct rtype *unhashable = NULL;
  bool equal = iface_equal((struct go_iface){(struct itab *)b[0], (void *)b[1]},
                           (struct go_iface){(struct itab *)c[0], (void *)c[1]}, &unhashable);
  return compared(g, operand_a(fp, pc), equal, unhashable);
}

bool interp_value_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *unhashable = NULL;
  bool equal =
      rtype_equal((const struct rtype *)pc[2], operand_b(fp, pc), operand_c(fp, pc), &unhashable);
  return compared(g, operand_a(fp, pc), equal, unhashable);
}

bool interp_memory_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const void *b = (const void *)*operand_b(fp, pc), *c = (const void *)*operand_c(fp, pc);
  const struct rtype *unhashable = NULL;
  if (interp_is_nil((uint64_t)b) || interp_is_nil((uint64_t)c)) {
    panic_nil_dereference(g);
    return false;
  }
  bool equal = rtype_equal((const struct rtype *)pc[1], b, c, &unhashable);
  return compared(g, operand_a(fp, pc), equal, unhashable);
}

// Lets the world stop while a reader is awaited. Returns false if g is interrupted, or the run has
// ended. The text that is to be written must not be left behind: so the pause returns in any case.
static bool wait_for_reader(struct g *g) {
  struct m *m = g->m;
  struct landing *landing = m->landing;
  m->landing = NULL;
  bulk_pause_whole();
  m->landing = landing;
  return !atomic_load_u32(&g->runtime->end.exiting) && !interrupt_poll(g);
}

// Writes to a descriptor that may be a full pipe. Returns false if it takes no more, or g must end.
static bool write_patiently(struct g *g, int fd, const char *bytes, size_t size) {
  enum { patience_ms = 1 };
  struct pollfd polled = {.fd = fd, .events = POLLOUT};
  for (size_t done = 0, piece; done < size; done += piece) {
    while (fd >= 0 && poll(&polled, 1, patience_ms) == 0)
      if (!wait_for_reader(g))
        return false;
    piece = size - done < PIPE_BUF ? size - done : PIPE_BUF;
    if (!runtime_write(fd, bytes + done, piece))
      return false;
  }
  return true;
}

// Writes what print has made, as far as the call may write.
static void write_printed(struct g *g, const struct text *out) {
  const struct runtime_config *config = &g->runtime->config;
  size_t may = interrupt_take_output(g->runtime, out->len);
  if (config->write)
    runtime_write_error(g->runtime, out->data, may);
  else if (!write_patiently(g, config->err_fd, out->data, may))
    return;
  if (may < out->len)
    interrupt_end_output(g->runtime);
}

void interp_print(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *a = operand_a(fp, pc);
  struct text out = {0};
  g->sched.pc = pc; // the world may stop here
  g->sched.fp = fp;
  switch ((enum print_kind)instruction_b(*pc)) {
  case PRINT_BOOL:
    print_bool(&out, a[0]);
    break;
  case PRINT_INT:
    print_int(&out, (int64_t)a[0]);
    break;
  case PRINT_UINT:
    print_uint(&out, a[0]);
    break;
  case PRINT_FLOAT32:
    print_float(&out, (double)float_from_bits(a[0]), 32);
    break;
  case PRINT_FLOAT64:
    print_float(&out, double_from_bits(a[0]), 64);
    break;
  case PRINT_COMPLEX64:
    print_complex(&out, (double)float_from_bits(a[0]), (double)float_from_bits(a[0] >> 32), 32);
    break;
  case PRINT_COMPLEX128:
    print_complex(&out, double_from_bits(a[0]), double_from_bits(a[1]), 64);
    break;
  case PRINT_STRING:
    print_string(&out, (const void *)a[0], (int64_t)a[1]);
    break;
  case PRINT_POINTER:
    print_pointer(&out, (const void *)a[0]);
    break;
  case PRINT_SLICE:
    print_slice(&out, (int64_t)a[1], (int64_t)a[2], (const void *)a[0]);
    break;
  case PRINT_INTERFACE:
    print_interface(&out, (const void *)a[0], (const void *)a[1]);
    break;
  case PRINT_SPACE:
    text_adds(&out, " ");
    break;
  case PRINT_NEWLINE:
    text_adds(&out, "\n");
    break;
  }
  write_printed(g, &out);
  text_free(&out);
}
