// Calls of the functions of package unsafe that yield values.

#include <string.h>

#include "vm/compile/internal.h"

// Panics with a runtime.Error of that text.
static void emit_runtime_error(struct compiler *c, const char *text) {
  struct type *type = program_find_type(c->program, "runtime", "errorString");
  if (!type) {
    emit(c, OP_UNREACHABLE, 0, 0, 0);
    return;
  }
  int mark = c->top;
  int error = slot_reserve_words(c, 2, false);
  emit(c, OP_LDK2, error, 0, 0);
  emit_type(c, type);
  emit_word(c, (uint64_t)(uintptr_t)static_string(c->program, text, strlen(text)));
  emit(c, OP_PANIC, error, 0, 0);
  c->top = mark;
}

// unsafe.Slice and unsafe.String: the length must not be negative, nor the memory go past the end
// of the address space.
static void check_unsafe_slice(struct compiler *c, struct expr *e, int pointer, int length) {
  bool slice = e->u.call.builtin == BUILTIN_UNSAFE_SLICE;
  int64_t size = slice ? type_size(type_underlying(e->type)->u.slice.elem) : 1;
  int scratch = slot_reserve_words(c, 2, false);
  struct label bad, bad_length, good;
  label_init(&bad);
  label_init(&bad_length);
  label_init(&good);
  emit_jump(c, OP_JLTI, length, 0, &bad_length);
  if (size > 0) {
    emit_int(c, scratch, (INT64_C(1) << 47) / size);
    emit_jump(c, OP_JLT, scratch, length, &bad_length);
    emit(c, OP_MULK, scratch, length, 0);
    emit_word(c, (uint64_t)size);
    emit(c, OP_NEG, scratch + 1, pointer, 0);
    emit_jump(c, OP_JLEU, scratch, scratch + 1, &good);
  } else {
    emit_jump(c, OP_JNEI, pointer, 0, &good);
    emit_jump(c, OP_JEQI, length, 0, &good);
  }
  label_bind(c, &bad);
  emit_jump(c, OP_JNEI, pointer, 0, &bad_length);
  emit_runtime_error(c, slice ? "unsafe.Slice: ptr is nil and len is not zero"
                              : "unsafe.String: ptr is nil and len is not zero");
  label_bind(c, &bad_length);
  emit_runtime_error(c,
                     slice ? "unsafe.Slice: len out of range" : "unsafe.String: len out of range");
  label_bind(c, &good);
}

int compile_unsafe(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int x = compile_expr(c, call_argument(e, 0), slot_any);
  switch (e->u.call.builtin) {
  case BUILTIN_UNSAFE_ADD: {
    int y = compile_index_value(c, call_argument(e, 1));
    emit(c, OP_ADD, result, x, y);
    break;
  }
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_STRING: {
    int y = compile_index_value(c, call_argument(e, 1));
    int slice = slot_reserve_words(c, 3, false);
    slot_mark_word(c, slice, true);
    check_unsafe_slice(c, e, x, y);
    emit_move(c, slice, x, 1);
    emit_move(c, slice + 1, y, 1);
    emit_move(c, slice + 2, y, 1);
    emit_move(c, result, slice, type_slots(e->type));
    break;
  }
  default:
    emit_move(c, result, x, 1);
  }
  c->top = mark;
  return result;
}
