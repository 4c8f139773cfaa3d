// Calls of the builtin append.
//
// One element goes into place where there is room. A few are stored by the instructions that follow
// APPENDN, which makes the room. Many are collected in an array of their own first.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static bool append_is_small(struct expr *e, struct type *elem) {
  int count = e->u.call.args.count - 1;
  return count <= 32 && count * type_slots(elem) <= 256 &&
         count * type_size(elem) < offset_limit / 2;
}

static void append_several(struct compiler *c, struct expr *e, struct type *elem, int slice,
                           int result) {
  invariant_debug(append_is_small(e, elem));
  int count = e->u.call.args.count - 1, slots = type_slots(elem);
  int values = slot_reserve_words(c, count * slots, false);
  for (int i = 0; i < count; i++) {
    slot_mark(c, values + i * slots, elem);
    compile_value(c, call_argument(e, i + 1), elem, values + i * slots);
  }
  int grown = slot_reserve_words(c, 4, false);
  slot_mark_word(c, grown, true);
  slot_mark_word(c, grown + 3, true);
  emit(c, OP_APPENDN, grown, slice, count);
  emit_type(c, elem);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(grown + 3, elem);
    p.offset = i * type_size(elem);
    if (slots > 0)
      place_store(c, &p, values + i * slots);
  }
  emit_move(c, result, grown, 3);
}

// Many elements: a new array of them is appended.
static void append_many(struct compiler *c, struct expr *e, struct type *elem, int slice,
                        int result) {
  int count = e->u.call.args.count - 1;
  struct type *array = region_alloc(c->region, sizeof *array);
  array->kind = TYPE_ARRAY;
  array->u.array.elem = elem;
  array->u.array.len = count;
  int pair = slot_reserve_words(c, 2, false);
  slot_mark_word(c, pair, true);
  emit_new(c, pair, array);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(pair, elem);
    p.offset = i * type_size(elem);
    p.packed = true;
    compile_to_place(c, &p, call_argument(e, i + 1), true);
  }
  emit_int(c, pair + 1, count);
  emit(c, OP_APPENDS, result, slice, pair);
  emit_type(c, elem);
}

bool append_is_one(struct expr *e) {
  return e->u.call.builtin == BUILTIN_APPEND && e->u.call.args.count == 2 &&
         !e->u.call.has_ellipsis && !type_is_boxed(type_underlying(e->type)->u.slice.elem);
}

int compile_append(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = call_argument(e, 0);
  struct type *elem = type_underlying(e->type)->u.slice.elem;
  int mark = c->top, own, count = e->u.call.args.count - 1;
  bool in_place = is_frame_variable(x, &own) && own == dest;
  if (append_is_one(e)) {
    // One element: the usual s = append(s, x) needs no move.
    int result = in_place ? dest : slot_reserve(c, e->type);
    int inner = c->top;
    struct expr *added = call_argument(e, 1);
    order_pair(c, &x, &added);
    if (!in_place && !(expr_strip(x)->kind == EXPR_IDENT))
      compile_value(c, x, e->type, result);
    int value = compile_value(c, added, elem, slot_any);
    if (value < result + 3 && result < value + type_slots(elem)) {
      int copy = slot_reserve(
          c, elem); // s = append(s, s): the slice is changed before the element is read
      emit_move(c, copy, value, type_slots(elem));
      value = copy;
    }
    if (!in_place && expr_strip(x)->kind == EXPR_IDENT)
      compile_value(c, x, e->type, result);
    emit(c, OP_APPEND1, result, value, 0);
    emit_word(c, (uint64_t)type_slots(elem) << 16);
    emit_type(c, elem);
    c->top = inner;
    if (dest == slot_any)
      return result;
    emit_move(c, dest, result, 3);
    c->top = mark;
    return dest;
  }
  int result = compile_dest(c, e->type, dest);
  int inner = c->top;
  int slice = compile_value(c, x, e->type, slot_any);
  if (count == 0)
    emit_move(c, result, slice, 3);
  else if (e->u.call.has_ellipsis) {
    struct expr *rest = call_argument(e, 1);
    int other = expr_is_nil(rest) ? compile_value(c, rest, e->type, slot_any)
                                  : compile_slice_operand(c, rest);
    emit(c, OP_APPENDS, result, slice, other);
    emit_type(c, elem);
  } else if (append_is_small(e, elem))
    append_several(c, e, elem, slice, result);
  else
    append_many(c, e, elem, slice, result);
  c->top = inner;
  return result;
}
