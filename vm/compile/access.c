// Loads, stores and addresses of places.
//
// The table says which operation each shape has for each kind of place. A place without one of its
// own is turned into memory: a base register and an offset.

#include "mem/invariant.h"
#include "vm/code/opcode_info.h"
#include "vm/compile/internal.h"

// How values of each shape are loaded and stored. A field of 0 means that there is no such form:
// the value goes through memory, or lies in whole slots.
static const struct access {
  enum opcode load, store;               // memory: address and offset
  enum opcode load_index, store_index;   // an element of a slice or array in memory
  enum opcode load_global, store_global; // a package variable
  enum opcode get, put;                  // a part of a slot of the frame
} access[SHAPE_BOX + 1] = {
    // clang-format off
  [SHAPE_U8]       = {OP_LD8,   OP_ST8,       OP_LDX8,   OP_STX8,       0, 0, OP_GET8,   OP_PUT8},
  [SHAPE_S8]       = {OP_LD8S,  OP_ST8,       OP_LDX8S,  OP_STX8,       0, 0, OP_GET8S,  OP_PUT8},
  [SHAPE_U16]      = {OP_LD16,  OP_ST16,      OP_LDX16,  OP_STX16,      0, 0, OP_GET16,  OP_PUT16},
  [SHAPE_S16]      = {OP_LD16S, OP_ST16,      OP_LDX16S, OP_STX16,      0, 0, OP_GET16S, OP_PUT16},
  [SHAPE_U32]      = {OP_LD32,  OP_ST32,      OP_LDX32,  OP_STX32,      0, 0, OP_GET32,  OP_PUT32},
  [SHAPE_S32]      = {OP_LD32S, OP_ST32,      OP_LDX32S, OP_STX32,      0, 0, OP_GET32S, OP_PUT32},
  [SHAPE_WORD]     = {OP_LD64,  OP_ST64,      OP_LDX64,  OP_STX64,      OP_LDG64, OP_STG64,   0, 0},
  [SHAPE_POINTER]  = {OP_LD64,  OP_ST_PTR,    OP_LDX64,  OP_STX_PTR,    OP_LDG64, OP_STG_PTR, 0, 0},
  [SHAPE_STRING]   = {OP_LD2,   OP_ST_STRING, OP_LDX2,   OP_STX_STRING, OP_LDG2,  0,          0, 0},
  [SHAPE_INTERFACE]= {OP_LD2,   OP_ST_IFACE,  OP_LDX2,   OP_STX_IFACE,  OP_LDG2,  0,          0, 0},
  [SHAPE_SLICE]    = {OP_LD3,   OP_ST_SLICE,  OP_LDX3,   OP_STX_SLICE,  OP_LDG3,  0,          0, 0},
  [SHAPE_WORDS]    = {OP_LDN,   OP_STN,       0,         0,             0,        0,          0, 0},
    // clang-format on
};

// Turns an indexed or global place into one with a base register, so that offsets can be added.
static void to_memory(struct compiler *c, struct place *p) {
  invariant_debug(p->kind == PLACE_INDEX || p->kind == PLACE_GLOBAL);
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

void place_settle(struct compiler *c, struct place *p) {
  if (p->kind == PLACE_INDEX && p->element)
    to_memory(c, p);
}

static bool aligned_words(struct type *t, int64_t offset) {
  return type_size(t) % 8 == 0 && type_align(t) == 8 && offset % 8 == 0;
}

// The shape as which a value is loaded: structs and arrays of one to three words are loaded as
// simple values of that size.
static enum shape load_shape(struct type *t, int64_t offset) {
  static const enum shape by_words[] = {SHAPE_WORD, SHAPE_STRING, SHAPE_SLICE};
  enum shape shape = type_shape(t);
  if (shape != SHAPE_WORDS || !aligned_words(t, offset) || type_size(t) > 24)
    return shape;
  return by_words[type_size(t) / 8 - 1];
}

// The shape as which a value is stored in memory.
static enum shape store_shape(struct type *t, int64_t offset) {
  enum shape shape = type_shape(t);
  if (shape != SHAPE_WORDS || !aligned_words(t, offset) || type_size(t) != 8)
    return shape;
  return type_has_pointers(t) ? SHAPE_POINTER : SHAPE_WORD;
}

static uint64_t words_operand(struct type *t) {
  return (uint64_t)type_slots(t) | (uint64_t)type_size(t) << 32;
}

// The base and offset of a memory place, the offset small enough for an instruction.
static void reach(struct compiler *c, const struct place *p, int *base, int *offset) {
  invariant_debug(p->kind == PLACE_MEMORY && p->offset >= 0);
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
  enum opcode op = access[load_shape(p->type, p->offset)].load;
  invariant_debug(op || type_slots(p->type) == 0);
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
  enum opcode op = access[store_shape(p->type, p->offset)].store;
  invariant_debug(op || type_slots(p->type) == 0);
  if (type_slots(p->type) == 0)
    emit(c, OP_NILCHK, base, 0, 0);
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

// Values that lie in the frame but not at the start of a slot, or narrower than one.

// Copies bytes within the frame, in pieces that do not straddle slots.
static void copy_parts(struct compiler *c, int64_t to, int64_t from, int64_t size) {
  invariant_debug(to >= 0 && from >= 0 && (to <= from || from + size <= to)); // it goes upwards
  int scratch = slot_reserve_words(c, 1, false);
  while (size > 0) {
    int64_t piece = 4;
    while (piece > size || to % piece || from % piece)
      piece /= 2;
    enum shape shape = piece == 4 ? SHAPE_U32 : piece == 2 ? SHAPE_U16 : SHAPE_U8;
    emit_wide(c, access[shape].get, scratch, (int32_t)from);
    emit_wide(c, access[shape].put, scratch, (int32_t)to);
    to += piece;
    from += piece;
    size -= piece;
  }
  c->top = scratch;
}

// The slot in which a frame place can be used as it is, or -1.
static int frame_slot(const struct place *p) {
  invariant_debug(p->kind == PLACE_FRAME && p->offset >= 0 && p->offset < slot_limit * 8);
  bool narrow = access[type_shape(p->type)].get;
  if (p->offset % 8 != 0 || (narrow && p->packed))
    return -1;
  return (int)(p->offset / 8);
}

static int load_frame(struct compiler *c, const struct place *p, int dest) {
  int slot = frame_slot(p);
  if (slot >= 0 && dest == slot_any)
    return slot;
  dest = compile_dest(c, p->type, dest);
  enum opcode get = access[type_shape(p->type)].get;
  if (slot >= 0)
    emit_move(c, dest, slot, type_slots(p->type));
  else if (get)
    emit_wide(c, get, dest, (int32_t)p->offset);
  else {
    emit_zero(c, dest, type_slots(p->type));
    copy_parts(c, (int64_t)dest * 8, p->offset, type_size(p->type));
  }
  return dest;
}

static void store_frame(struct compiler *c, const struct place *p, int value) {
  int slot = frame_slot(p);
  enum opcode put = access[type_shape(p->type)].put;
  if (put && slot < 0) {
    emit_wide(c, put, value, (int32_t)p->offset);
    return;
  }
  // A struct that does not fill its last slot may have neighbours there.
  if (slot >= 0 && (type_size(p->type) % 8 == 0 || !p->packed))
    emit_move(c, slot, value, type_slots(p->type));
  else
    copy_parts(c, p->offset, (int64_t)value * 8, type_size(p->type));
}

// Maps.

// Emits an operation on the element of a map: its slot a, the map, the key, the words after it.
void emit_map(struct compiler *c, enum opcode op, int a, const struct place *p) {
  invariant_debug(p->kind == PLACE_MAP && type_underlying(p->map)->kind == TYPE_MAP);
  emit(c, op, a, p->slot, p->index);
  if (opcode_rows[op].words == 2)
    emit_word(c, map_key_operand(p->map) | (op == OP_MAPREAD && p->updates ? 2 : 0));
  emit_type(c, p->map);
}

// Whether a map has one word or a string as key, such that its operations can be the short ones.
static bool has_short_key(struct type *map, bool *string) {
  struct type *key = type_underlying(map)->u.map.key;
  enum shape shape = type_shape(key);
  *string = shape == SHAPE_STRING;
  return *string || (shape == SHAPE_WORD && !type_is_float(key));
}

static void load_map(struct compiler *c, const struct place *p, int dest) {
  enum shape value = type_shape(p->type);
  bool string;
  if ((value == SHAPE_WORD || value == SHAPE_POINTER) && has_short_key(p->map, &string)) {
    emit_map(c, string ? OP_MAPGETS64 : OP_MAPGET64, dest, p);
    return;
  }
  int address = slot_reserve_words(c, 1, true);
  emit_map(c, OP_MAPREAD, address, p);
  struct place memory = place_deref(address, p->type);
  load_memory(c, &memory, dest);
}

static void store_map(struct compiler *c, const struct place *p, int value) {
  bool string;
  if (type_shape(p->type) == SHAPE_WORD && has_short_key(p->map, &string)) {
    emit_map(c, string ? OP_MAPSETS64 : OP_MAPSET64, value, p);
    return;
  }
  int address = slot_reserve_words(c, 1, true);
  emit_map(c, OP_MAPASSIGN, address, p);
  struct place memory = place_deref(address, p->type);
  store_memory(c, &memory, value);
}

// All kinds of places.

// Emits the operation that takes a package variable's address or an element's index, if the shape
// has one (0: it has none); else only turns p into the memory that the general operation is for.
// Returns whether it emitted one.
static bool access_directly(struct compiler *c, struct place *p, enum opcode global,
                            enum opcode index, int slot) {
  if (p->kind == PLACE_GLOBAL && global) {
    emit(c, global, slot, 0, 0);
    emit_word(c, p->address);
    return true;
  }
  if (p->kind == PLACE_INDEX && !p->element && index) {
    emit_index(c, index, slot, p->slot, p->index, p->unsigned_index);
    return true;
  }
  bool checked = p->kind == PLACE_INDEX;
  if (p->kind != PLACE_MEMORY)
    to_memory(c, p);
  return checked && type_slots(p->type) == 0; // the index was checked: nothing is left to do
}

int place_load(struct compiler *c, const struct place *p, int dest) {
  if (type_is_boxed(p->type))
    return box_load(c, p, dest);
  if (p->kind == PLACE_FRAME)
    return load_frame(c, p, dest);
  dest = compile_dest(c, p->type, dest);
  int mark = c->top;
  struct place memory = *p;
  if (p->kind == PLACE_MAP)
    load_map(c, p, dest);
  else if (p->kind != PLACE_BLANK) {
    const struct access *direct = &access[type_shape(p->type)];
    const struct access *indexed = &access[load_shape(p->type, 0)];
    if (!access_directly(c, &memory, direct->load_global, indexed->load_index, dest))
      load_memory(c, &memory, dest);
  }
  c->top = mark;
  return dest;
}

void place_store(struct compiler *c, const struct place *p, int value) {
  int mark = c->top;
  struct place memory = *p;
  const struct access *direct = &access[type_shape(p->type)];
  if (p->kind == PLACE_BLANK)
    return;
  if (type_is_boxed(p->type))
    box_store(c, p, value);
  else if (p->kind == PLACE_FRAME)
    store_frame(c, p, value);
  else if (p->kind == PLACE_MAP)
    store_map(c, p, value);
  else if (!access_directly(c, &memory, direct->store_global, direct->store_index, value))
    store_memory(c, &memory, value);
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
    struct place memory = place_deref(cell, p->type);
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
    emit_type(c, p->type);
  } else {
    int zero = slot_reserve(c, p->type);
    emit_zero(c, zero, type_slots(p->type));
    place_store(c, p, zero);
  }
  c->top = mark;
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
      struct place temporary = place_deref(cell, p->type);
      compile_composite_to(c, &temporary, x);
      int address = place_address(c, p, slot_any);
      emit(c, OP_COPYT, address, cell, 0);
      emit_type(c, p->type);
    }
  } else if (place_is_memory(p) && type_is_boxed(p->type) && expr_is_place(x)) {
    struct place from = compile_place(c, x);
    int source = place_address(c, &from, slot_any);
    int address = place_address(c, p, slot_any);
    emit(c, OP_COPYT, address, source, 0);
    emit_type(c, p->type);
  } else
    place_store(c, p, compile_value(c, e, p->type, slot_any));
  c->top = mark;
}
