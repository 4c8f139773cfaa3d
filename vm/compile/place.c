// Places: operands that can be loaded, stored to or addressed.
//
// compile_place evaluates what is needed to reach an operand (pointers, indices, keys) and emits
// bounds and nil checks where the instructions that follow do not check themselves. Fields and
// constant indices only add to the offset.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// Simple places.

struct place place_of_slots(int slot, struct type *t) {
  if (type_is_boxed(t))
    return (struct place){.kind = PLACE_MEMORY, .type = t, .slot = slot, .box = true};
  return (struct place){.kind = PLACE_FRAME, .type = t, .offset = (int64_t)slot * 8};
}

struct place place_of_local(struct compiler *c, struct object *v) {
  struct home *home = local_home(v);
  if (!home) {
    compile_fail(c, "internal error: variable %s has no home", v->name);
    return place_of_slots(0, v->type);
  }
  if (home->kind == HOME_SLOTS)
    return place_of_slots(home->slot, v->type);
  return (struct place){.kind = PLACE_MEMORY,
                        .type = v->type,
                        .slot = home->slot,
                        .offset = home->offset,
                        .packed = home->kind == HOME_FIELD,
                        .pair = home->kind == HOME_ARRAY};
}

struct place place_deref(struct compiler *c, int pointer, struct type *elem) {
  (void)c;
  return (struct place){.kind = PLACE_MEMORY, .type = elem, .slot = pointer};
}

bool place_is_memory(const struct place *p) {
  return p->kind == PLACE_MEMORY || p->kind == PLACE_GLOBAL || p->kind == PLACE_INDEX;
}

bool place_is_slots(const struct place *p) {
  return p->kind == PLACE_FRAME || p->box;
}

// Turns an indexed or global place into one with a base register, so that offsets can be added.
static void to_memory(struct compiler *c, struct place *p) {
  int slot;
  if (p->kind == PLACE_INDEX) {
    slot = slot_reserve_words(c, 1, true);
    emit_index(c, OP_LEAX, slot, p->slot, p->index, p->unsigned_index);
    emit_word(c, (uint64_t)type_size(p->element ? p->element : p->type));
  } else {
    slot = slot_reserve_words(c, 1, false);
    emit_pointer(c, slot, (void *)(uintptr_t)p->address);
  }
  *p = (struct place){.kind = PLACE_MEMORY, .type = p->type, .slot = slot, .offset = p->offset};
}

// Makes p a place of a part of what it was: the index is checked when that is loaded or stored.
static void to_part(struct place *p, struct type *part, int64_t offset) {
  if (p->kind == PLACE_INDEX && !p->element)
    p->element = p->type;
  if (p->kind == PLACE_GLOBAL)
    p->address += (uint64_t)offset;
  else
    p->offset += offset;
  p->type = part;
  p->packed = true;
  p->pair = false;
  p->box = false;
}

void place_settle(struct compiler *c, struct place *p) {
  if (p->kind == PLACE_INDEX && p->element)
    to_memory(c, p);
}

// A map's element, or another value, copied to the frame.
static void to_frame(struct compiler *c, struct place *p) {
  int slot = place_load(c, p, slot_any);
  *p = place_of_slots(slot, p->type);
}

struct place place_field(struct compiler *c, struct place p, struct type *struct_type, int index) {
  struct type *under = type_underlying(struct_type);
  int64_t offset = type_field_offset(under, index);
  struct type *t = under->u.struct_.fields[index]->type;
  if (p.kind == PLACE_MAP)
    to_frame(c, &p);
  to_part(&p, t, offset);
  return p;
}

struct place place_path(struct compiler *c, struct place p, const int *path, int count) {
  for (int i = 0; i < count; i++) {
    struct type *under = type_underlying(p.type);
    if (under->kind == TYPE_POINTER) {
      int pointer = place_load(c, &p, slot_any);
      p = place_deref(c, pointer, under->u.pointer.elem);
    }
    p = place_field(c, p, p.type, path[i]);
  }
  return p;
}

// Loads and stores.

static bool aligned_words(struct type *t, int64_t offset) {
  return type_size(t) % 8 == 0 && type_align(t) == 8 && offset % 8 == 0;
}

static enum opcode load_op(struct type *t, int64_t offset) {
  switch (type_shape(t)) {
  case SHAPE_U8:
    return OP_LD8;
  case SHAPE_S8:
    return OP_LD8S;
  case SHAPE_U16:
    return OP_LD16;
  case SHAPE_S16:
    return OP_LD16S;
  case SHAPE_U32:
    return OP_LD32;
  case SHAPE_S32:
    return OP_LD32S;
  case SHAPE_WORD:
  case SHAPE_POINTER:
    return OP_LD64;
  case SHAPE_STRING:
  case SHAPE_INTERFACE:
    return OP_LD2;
  case SHAPE_SLICE:
    return OP_LD3;
  default:
    if (aligned_words(t, offset) && type_size(t) <= 24)
      return type_size(t) == 8 ? OP_LD64 : type_size(t) == 16 ? OP_LD2 : OP_LD3;
    return OP_LDN;
  }
}

static enum opcode store_op(struct type *t) {
  switch (type_shape(t)) {
  case SHAPE_U8:
  case SHAPE_S8:
    return OP_ST8;
  case SHAPE_U16:
  case SHAPE_S16:
    return OP_ST16;
  case SHAPE_U32:
  case SHAPE_S32:
    return OP_ST32;
  case SHAPE_WORD:
    return OP_ST64;
  case SHAPE_POINTER:
    return OP_ST_PTR;
  case SHAPE_STRING:
    return OP_ST_STRING;
  case SHAPE_INTERFACE:
    return OP_ST_IFACE;
  case SHAPE_SLICE:
    return OP_ST_SLICE;
  default:
    return OP_STN;
  }
}

static uint64_t words_operand(struct type *t) {
  return (uint64_t)type_slots(t) | (uint64_t)type_size(t) << 32;
}

// The base and offset of a memory place, the offset small enough for an instruction.
static void reach(struct compiler *c, const struct place *p, int *base, int *offset) {
  *base = p->slot;
  if (p->offset + 24 < offset_limit) {
    *offset = (int)p->offset;
    return;
  }
  int slot = slot_reserve_words(c, 1, true);
  emit(c, OP_LEA64, slot, p->slot, 0);
  emit_word(c, (uint64_t)p->offset);
  *base = slot;
  *offset = 0;
}

static void load_memory(struct compiler *c, const struct place *p, int dest) {
  int mark = c->top, base, offset;
  reach(c, p, &base, &offset);
  enum opcode op = load_op(p->type, p->offset);
  if (type_slots(p->type) == 0)
    emit(c, OP_NILCHK, base, 0, 0);
  else {
    emit(c, op, dest, base, offset);
    if (op == OP_LDN)
      emit_word(c, words_operand(p->type));
  }
  c->top = mark;
}

static void store_memory(struct compiler *c, const struct place *p, int value) {
  int mark = c->top, base, offset;
  reach(c, p, &base, &offset);
  enum opcode op = store_op(p->type);
  if (type_slots(p->type) == 0)
    emit(c, OP_NILCHK, base, 0, 0);
  else if (op == OP_STN && aligned_words(p->type, p->offset) && type_size(p->type) == 8)
    emit(c, type_has_pointers(p->type) ? OP_ST_PTR : OP_ST64, value, base, offset);
  else {
    emit(c, op, value, base, offset);
    if (op == OP_STN) {
      emit_word(c, words_operand(p->type));
      bool pointers = type_has_pointers(p->type);
      emit_word(c, pointers ? (uint64_t)(uintptr_t)compile_rtype(c, p->type) : 0);
    }
  }
  c->top = mark;
}

// The forms that take an address in the instruction. False: there is none for the type.
static bool load_global(struct compiler *c, const struct place *p, int dest) {
  enum opcode op;
  switch (type_shape(p->type)) {
  case SHAPE_WORD:
  case SHAPE_POINTER:
    op = OP_LDG64;
    break;
  case SHAPE_STRING:
  case SHAPE_INTERFACE:
    op = OP_LDG2;
    break;
  case SHAPE_SLICE:
    op = OP_LDG3;
    break;
  default:
    return false;
  }
  emit(c, op, dest, 0, 0);
  emit_word(c, p->address);
  return true;
}

static enum opcode load_index_op(struct type *t) {
  switch (type_shape(t)) {
  case SHAPE_U8:
    return OP_LDX8;
  case SHAPE_S8:
    return OP_LDX8S;
  case SHAPE_U16:
    return OP_LDX16;
  case SHAPE_S16:
    return OP_LDX16S;
  case SHAPE_U32:
    return OP_LDX32;
  case SHAPE_S32:
    return OP_LDX32S;
  case SHAPE_WORD:
  case SHAPE_POINTER:
    return OP_LDX64;
  case SHAPE_STRING:
  case SHAPE_INTERFACE:
    return OP_LDX2;
  case SHAPE_SLICE:
    return OP_LDX3;
  default:
    if (!aligned_words(t, 0) || type_size(t) > 24)
      return OPCODE_COUNT;
    return type_size(t) == 8 ? OP_LDX64 : type_size(t) == 16 ? OP_LDX2 : OP_LDX3;
  }
}

static enum opcode store_index_op(struct type *t) {
  switch (type_shape(t)) {
  case SHAPE_U8:
  case SHAPE_S8:
    return OP_STX8;
  case SHAPE_U16:
  case SHAPE_S16:
    return OP_STX16;
  case SHAPE_U32:
  case SHAPE_S32:
    return OP_STX32;
  case SHAPE_WORD:
    return OP_STX64;
  case SHAPE_POINTER:
    return OP_STX_PTR;
  case SHAPE_STRING:
    return OP_STX_STRING;
  case SHAPE_INTERFACE:
    return OP_STX_IFACE;
  case SHAPE_SLICE:
    return OP_STX_SLICE;
  default:
    return OPCODE_COUNT;
  }
}

// Values that lie in the frame but not at the start of a slot, or narrower than one.

static enum opcode get_op(enum shape shape) {
  switch (shape) {
  case SHAPE_U8:
    return OP_GET8;
  case SHAPE_S8:
    return OP_GET8S;
  case SHAPE_U16:
    return OP_GET16;
  case SHAPE_S16:
    return OP_GET16S;
  case SHAPE_U32:
    return OP_GET32;
  case SHAPE_S32:
    return OP_GET32S;
  default:
    return OPCODE_COUNT;
  }
}

static enum opcode put_op(enum shape shape) {
  if (shape == SHAPE_U8 || shape == SHAPE_S8)
    return OP_PUT8;
  return shape == SHAPE_U16 || shape == SHAPE_S16 ? OP_PUT16 : OP_PUT32;
}

// Copies bytes within the frame, in pieces that do not straddle slots.
static void copy_parts(struct compiler *c, int64_t to, int64_t from, int64_t size) {
  int scratch = slot_reserve_words(c, 1, false);
  while (size > 0) {
    int64_t piece = 4;
    while (piece > size || to % piece || from % piece)
      piece /= 2;
    emit_wide(c, piece == 4 ? OP_GET32 : piece == 2 ? OP_GET16 : OP_GET8, scratch, (int32_t)from);
    emit_wide(c, piece == 4 ? OP_PUT32 : piece == 2 ? OP_PUT16 : OP_PUT8, scratch, (int32_t)to);
    to += piece;
    from += piece;
    size -= piece;
  }
  c->top = scratch;
}

// The slot in which a frame place can be used as it is, or -1.
static int frame_slot(const struct place *p) {
  enum shape shape = type_shape(p->type);
  bool narrow = shape >= SHAPE_U8 && shape <= SHAPE_S32;
  if (p->offset % 8 != 0 || (narrow && p->packed))
    return -1;
  return (int)(p->offset / 8);
}

static int load_frame(struct compiler *c, const struct place *p, int dest) {
  int slot = frame_slot(p);
  if (slot >= 0 && dest == slot_any)
    return slot;
  dest = compile_dest(c, p->type, dest);
  enum opcode get = get_op(type_shape(p->type));
  if (slot >= 0)
    emit_move(c, dest, slot, type_slots(p->type));
  else if (get != OPCODE_COUNT)
    emit_wide(c, get, dest, (int32_t)p->offset);
  else {
    emit_zero(c, dest, type_slots(p->type));
    copy_parts(c, (int64_t)dest * 8, p->offset, type_size(p->type));
  }
  return dest;
}

static void store_frame(struct compiler *c, const struct place *p, int value) {
  int slot = frame_slot(p);
  enum shape shape = type_shape(p->type);
  if (get_op(shape) != OPCODE_COUNT && slot < 0) {
    emit_wide(c, put_op(shape), value, (int32_t)p->offset);
    return;
  }
  // A struct that does not fill its last slot may have neighbours there.
  if (slot >= 0 && (type_size(p->type) % 8 == 0 || !p->packed))
    emit_move(c, slot, value, type_slots(p->type));
  else
    copy_parts(c, p->offset, (int64_t)value * 8, type_size(p->type));
}

// Maps.

static void load_map(struct compiler *c, const struct place *p, int dest) {
  struct type *under = type_underlying(p->map);
  struct rtype *r = compile_rtype(c, p->map);
  enum shape value = type_shape(p->type), key = type_shape(under->u.map.key);
  if ((value == SHAPE_WORD || value == SHAPE_POINTER) &&
      (key == SHAPE_WORD || key == SHAPE_STRING) && !type_is_float(under->u.map.key)) {
    emit(c, key == SHAPE_STRING ? OP_MAPGETS64 : OP_MAPGET64, dest, p->slot, p->index);
    emit_word(c, (uint64_t)(uintptr_t)r);
    return;
  }
  int address = slot_reserve_words(c, 1, true);
  emit(c, OP_MAPREAD, address, p->slot, p->index);
  emit_word(c, map_key_operand(p->map) | (p->updates ? 2 : 0));
  emit_word(c, (uint64_t)(uintptr_t)r);
  struct place memory = place_deref(c, address, p->type);
  load_memory(c, &memory, dest);
  c->top = address;
}

static void store_map(struct compiler *c, const struct place *p, int value) {
  struct type *under = type_underlying(p->map);
  struct rtype *r = compile_rtype(c, p->map);
  enum shape key = type_shape(under->u.map.key);
  if (type_shape(p->type) == SHAPE_WORD && (key == SHAPE_WORD || key == SHAPE_STRING) &&
      !type_is_float(under->u.map.key)) {
    emit(c, key == SHAPE_STRING ? OP_MAPSETS64 : OP_MAPSET64, value, p->slot, p->index);
    emit_word(c, (uint64_t)(uintptr_t)r);
    return;
  }
  int address = slot_reserve_words(c, 1, true);
  emit(c, OP_MAPASSIGN, address, p->slot, p->index);
  emit_word(c, map_key_operand(p->map));
  emit_word(c, (uint64_t)(uintptr_t)r);
  struct place memory = place_deref(c, address, p->type);
  store_memory(c, &memory, value);
  c->top = address;
}

int place_load(struct compiler *c, const struct place *p, int dest) {
  if (type_is_boxed(p->type))
    return box_load(c, p, dest);
  if (p->kind == PLACE_FRAME)
    return load_frame(c, p, dest);
  dest = compile_dest(c, p->type, dest);
  int mark = c->top;
  struct place memory = *p;
  switch (p->kind) {
  case PLACE_MEMORY:
    load_memory(c, p, dest);
    break;
  case PLACE_GLOBAL:
    if (load_global(c, p, dest))
      break;
    to_memory(c, &memory);
    load_memory(c, &memory, dest);
    break;
  case PLACE_INDEX:
    if (!p->element && load_index_op(p->type) != OPCODE_COUNT && type_slots(p->type) > 0)
      emit_index(c, load_index_op(p->type), dest, p->slot, p->index, p->unsigned_index);
    else {
      to_memory(c, &memory);
      if (type_slots(p->type) > 0)
        load_memory(c, &memory, dest);
    }
    break;
  case PLACE_MAP:
    load_map(c, p, dest);
    break;
  default:
    break;
  }
  c->top = mark;
  return dest;
}

static void store_global(struct compiler *c, const struct place *p, int value) {
  enum shape shape = type_shape(p->type);
  if (shape == SHAPE_WORD || shape == SHAPE_POINTER) {
    emit(c, shape == SHAPE_WORD ? OP_STG64 : OP_STG_PTR, value, 0, 0);
    emit_word(c, p->address);
    return;
  }
  struct place memory = *p;
  to_memory(c, &memory);
  store_memory(c, &memory, value);
}

void place_store(struct compiler *c, const struct place *p, int value) {
  int mark = c->top;
  struct place memory = *p;
  if (type_is_boxed(p->type) && p->kind != PLACE_BLANK) {
    box_store(c, p, value);
    return;
  }
  switch (p->kind) {
  case PLACE_FRAME:
    store_frame(c, p, value);
    break;
  case PLACE_MEMORY:
    store_memory(c, p, value);
    break;
  case PLACE_GLOBAL:
    store_global(c, p, value);
    break;
  case PLACE_INDEX:
    if (!p->element && store_index_op(p->type) != OPCODE_COUNT)
      emit_index(c, store_index_op(p->type), value, p->slot, p->index, p->unsigned_index);
    else {
      to_memory(c, &memory);
      if (type_slots(p->type) > 0)
        store_memory(c, &memory, value);
    }
    break;
  case PLACE_MAP:
    store_map(c, p, value);
    break;
  case PLACE_BLANK:
    break;
  }
  c->top = mark;
}

int place_address(struct compiler *c, const struct place *p, int dest) {
  if (dest == slot_any) {
    if (p->kind == PLACE_MEMORY && p->offset == 0 && p->pair)
      return p->slot;
    dest = slot_reserve_words(c, 1, true);
  }
  int mark = c->top;
  switch (p->kind) {
  case PLACE_MEMORY:
    if (p->offset < offset_limit)
      emit(c, OP_LEA, dest, p->slot, (int)p->offset);
    else {
      emit(c, OP_LEA64, dest, p->slot, 0);
      emit_word(c, (uint64_t)p->offset);
    }
    break;
  case PLACE_GLOBAL:
    emit_pointer(c, dest, (void *)(uintptr_t)p->address);
    break;
  case PLACE_INDEX:
    emit_index(c, OP_LEAX, dest, p->slot, p->index, p->unsigned_index);
    emit_word(c, (uint64_t)type_size(p->element ? p->element : p->type));
    if (p->offset >= offset_limit) {
      emit(c, OP_LEA64, dest, dest, 0);
      emit_word(c, (uint64_t)p->offset);
    } else if (p->offset > 0)
      emit(c, OP_LEA, dest, dest, (int)p->offset);
    break;
  default: {
    // A value without an address of its own: in a new cell.
    int value = place_load(c, p, slot_any);
    if (type_is_boxed(p->type)) {
      emit_move(c, dest, value, 1); // the box is one
      break;
    }
    int cell = slot_reserve_words(c, 1, true);
    emit_new(c, cell, p->type);
    struct place memory = place_deref(c, cell, p->type);
    store_memory(c, &memory, value);
    emit_move(c, dest, cell, 1);
  }
  }
  c->top = mark;
  return dest;
}

void place_zero(struct compiler *c, const struct place *p) {
  int mark = c->top;
  if (p->kind == PLACE_BLANK)
    return;
  if (place_is_memory(p) && type_size(p->type) > 24) {
    int address = place_address(c, p, slot_any);
    emit(c, OP_ZEROT, address, 0, 0);
    emit_word(c, (uint64_t)(uintptr_t)compile_rtype(c, p->type));
  } else {
    int zero = slot_reserve(c, p->type);
    emit_zero(c, zero, type_slots(p->type));
    place_store(c, p, zero);
  }
  c->top = mark;
}

// The slots of variables are copied to temporaries: an assignment in the same statement may change
// them.
static int freeze(struct compiler *c, int slot, int slots, bool pointer, int first_temporary) {
  if (slot >= first_temporary || slots == 0)
    return slot;
  int copy = slot_reserve_words(c, slots, false);
  slot_mark_word(c, copy, pointer);
  emit_move(c, copy, slot, slots);
  return copy;
}

void place_freeze(struct compiler *c, struct place *p) {
  int limit = c->top; // anything may be a variable's slot
  switch (p->kind) {
  case PLACE_MEMORY:
    p->slot = freeze(c, p->slot, p->pair ? 2 : 1, true, limit);
    break;
  case PLACE_INDEX:
    p->slot = freeze(c, p->slot, 2, true, limit);
    p->index = freeze(c, p->index, 1, false, limit);
    break;
  case PLACE_MAP: {
    struct type *key = type_underlying(p->map)->u.map.key;
    p->slot = freeze(c, p->slot, 1, true, limit);
    int copy = slot_reserve(c, key);
    emit_move(c, copy, p->index, type_slots(key));
    p->index = copy;
    break;
  }
  default:
    break;
  }
}

// From expressions.

static struct place place_of_value(struct compiler *c, struct expr *e) {
  return place_of_slots(compile_expr(c, e, slot_any), e->type);
}

static struct place place_of_ident(struct compiler *c, struct expr *e) {
  struct object *v = e->u.ident.object;
  if (!v || v->kind != OBJECT_VAR)
    return place_of_value(c, e);
  if (v->u.var.kind == VAR_PACKAGE)
    return (struct place){.kind = PLACE_GLOBAL,
                          .type = v->type,
                          .address = (uint64_t)(uintptr_t)compile_global(c->program, v)};
  return place_of_local(c, v);
}

static struct place place_of_selector(struct compiler *c, struct expr *e) {
  const struct selection *sel = &e->u.selector.selection;
  if (sel->kind == SELECT_QUALIFIED && sel->object->kind == OBJECT_VAR)
    return (struct place){.kind = PLACE_GLOBAL,
                          .type = sel->object->type,
                          .address = (uint64_t)(uintptr_t)compile_global(c->program, sel->object)};
  if (sel->kind != SELECT_FIELD)
    return place_of_value(c, e);
  struct place p = compile_place(c, e->u.selector.x);
  return place_path(c, p, sel->path, sel->path_count);
}

// The (pointer, length) pair of an array in memory.
static int array_pair(struct compiler *c, const struct place *array) {
  if (array->kind == PLACE_MEMORY && array->pair && array->offset == 0)
    return array->slot;
  int pair = slot_reserve_words(c, 2, false);
  slot_mark_word(c, pair, true);
  int64_t len = type_underlying(array->type)->u.array.len;
  if (array->kind == PLACE_GLOBAL) {
    emit(c, OP_LDK2, pair, 0, 0);
    emit_word(c, array->address);
    emit_word(c, (uint64_t)len);
    return pair;
  }
  place_address(c, array, pair);
  emit_int(c, pair + 1, len);
  return pair;
}

// Element [index] of an array at a place. A run-time index of an array that lies in the frame
// copies it to the heap first.
static struct place place_of_array_element(struct compiler *c, struct place array,
                                           struct expr *index) {
  struct type *under = type_underlying(array.type);
  struct type *elem = under->u.array.elem;
  int64_t constant;
  if (expr_small_int(index, &constant)) {
    if (array.kind == PLACE_MAP)
      to_frame(c, &array);
    to_part(&array, elem, constant * type_size(elem));
    return array;
  }
  if (array.kind == PLACE_FRAME && type_slots(array.type) == 0) {
    // Elements without size: only the bounds matter.
    int i = compile_index_value(c, index);
    emit_index(c, OP_BOUND, i, 0, 0, expr_is_wide_unsigned(index));
    emit_word(c, (uint64_t)under->u.array.len);
    array.type = elem;
    return array;
  }
  int pair = array_pair(c, &array);
  int i = compile_index_value(c, index);
  return (struct place){.kind = PLACE_INDEX,
                        .type = elem,
                        .slot = pair,
                        .index = i,
                        .unsigned_index = expr_is_wide_unsigned(index)};
}

static struct place place_of_index(struct compiler *c, struct expr *e) {
  struct expr *x = e->u.index.x, *index = e->u.index.indices.items[0];
  if (e->mode == MODE_TYPE || x->mode == MODE_TYPE || !x->type)
    return place_of_value(c, e);
  struct type *under = type_underlying(x->type);
  if (under->kind != TYPE_SIGNATURE)
    order_pair(c, &x, &index);
  switch (under->kind) {
  case TYPE_ARRAY:
    return place_of_array_element(c, compile_place(c, x), index);
  case TYPE_POINTER: {
    int pointer = compile_expr(c, x, slot_any);
    return place_of_array_element(c, place_deref(c, pointer, under->u.pointer.elem), index);
  }
  case TYPE_SLICE: {
    int pair = compile_slice_operand(c, x);
    int i = compile_index_value(c, index);
    return (struct place){.kind = PLACE_INDEX,
                          .type = under->u.slice.elem,
                          .slot = pair,
                          .index = i,
                          .unsigned_index = expr_is_wide_unsigned(index)};
  }
  case TYPE_MAP: {
    struct place p = {.kind = PLACE_MAP, .type = under->u.map.value, .map = x->type};
    p.slot = compile_expr(c, x, slot_any);
    p.index = compile_value(c, index, under->u.map.key, slot_any);
    return p;
  }
  default:
    return place_of_value(c, e);
  }
}

struct place compile_place(struct compiler *c, struct expr *e) {
  e = expr_strip(e);
  switch (e->kind) {
  case EXPR_IDENT:
    if (expr_is_blank(e))
      return (struct place){.kind = PLACE_BLANK, .type = e->type};
    return place_of_ident(c, e);
  case EXPR_SELECTOR:
    return place_of_selector(c, e);
  case EXPR_INDEX:
    return place_of_index(c, e);
  case EXPR_STAR: {
    if (e->mode == MODE_TYPE)
      break;
    int pointer = compile_expr(c, e->u.star.x, slot_any);
    return place_deref(c, pointer, type_underlying(e->u.star.x->type)->u.pointer.elem);
  }
  default:
    break;
  }
  return place_of_value(c, e);
}

bool expr_is_place(struct expr *e) {
  e = expr_strip(e);
  if (e->mode == MODE_CONSTANT || e->mode == MODE_TYPE)
    return false;
  switch (e->kind) {
  case EXPR_IDENT:
    return e->u.ident.object && e->u.ident.object->kind == OBJECT_VAR;
  case EXPR_SELECTOR:
    return e->u.selector.selection.kind == SELECT_FIELD ||
           (e->u.selector.selection.kind == SELECT_QUALIFIED &&
            e->u.selector.selection.object->kind == OBJECT_VAR);
  case EXPR_INDEX: {
    enum type_kind kind = e->u.index.x->type && e->u.index.x->mode != MODE_TYPE
                              ? type_underlying(e->u.index.x->type)->kind
                              : TYPE_BASIC;
    return kind == TYPE_ARRAY || kind == TYPE_POINTER || kind == TYPE_SLICE || kind == TYPE_MAP;
  }
  case EXPR_STAR:
    return true;
  default:
    return false;
  }
}

void compile_to_place(struct compiler *c, const struct place *p, struct expr *e, bool fresh) {
  int mark = c->top;
  struct expr *x = expr_strip(e);
  bool same = types_identical(type_underlying(p->type), type_underlying(e->type));
  if (fresh && x->kind == EXPR_COMPOSITE && same && type_underlying(e->type)->kind != TYPE_SLICE &&
      type_underlying(e->type)->kind != TYPE_MAP &&
      type_underlying(e->type)->kind != TYPE_POINTER) {
    compile_composite_to(c, p, x);
  } else if (place_is_memory(p) && type_is_boxed(p->type) && x->kind == EXPR_COMPOSITE) {
    if (x->u.composite.elements.count == 0)
      place_zero(c, p);
    else {
      int cell = slot_reserve_words(c, 1, true);
      emit_new(c, cell, p->type);
      struct place temporary = place_deref(c, cell, p->type);
      compile_composite_to(c, &temporary, x);
      int address = place_address(c, p, slot_any);
      emit(c, OP_COPYT, address, cell, 0);
      emit_word(c, (uint64_t)(uintptr_t)compile_rtype(c, p->type));
    }
  } else if (place_is_memory(p) && type_is_boxed(p->type) && expr_is_place(x)) {
    struct place from = compile_place(c, x);
    int source = place_address(c, &from, slot_any);
    int address = place_address(c, p, slot_any);
    emit(c, OP_COPYT, address, source, 0);
    emit_word(c, (uint64_t)(uintptr_t)compile_rtype(c, p->type));
  } else
    place_store(c, p, compile_value(c, e, p->type, slot_any));
  c->top = mark;
}
