// Loads and stores: by a pointer and an offset, of package variables, by an index. What fails a
// check is done by the interpreter, which raises the panic; so are stores of pointers while the
// write barrier is on.

#include "vm/jit/emit.h"

enum { first_page_bytes = 4096 };

// Returns a register with the pointer in a slot, which is not nil.
static int checked_pointer(struct function *f, int slot, int scratch) {
  int base = integer_in(f, slot, scratch);
  bool tracked = slot < slot_limit;
  if (tracked && has(&f->not_nil, variable(slot, INTEGER)))
    return base;
  x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(base), first_page_bytes);
  x86_jump(&f->code, X86_BELOW, step_exit(f));
  if (tracked)
    add(&f->not_nil, variable(slot, INTEGER));
  return base;
}

// Returns a register with the index in slot c, which is below the length in slot b + 1.
static int checked_index(struct function *f, int scratch) {
  int index = integer_in(f, operand_c(f), scratch);
  x86_emit(&f->code, X86_CMP, index, integer_place(f, operand_b(f) + 1, RDX));
  x86_jump(&f->code, X86_ABOVE_EQUAL, step_exit(f));
  return index;
}

// Stores of pointers are the interpreter's while the barrier is on.
static void check_barrier(struct function *f) {
  x86_load_number(&f->code, RAX, (uintptr_t)f->host->barrier_enabled);
  x86_immediate8(&f->code, X86_CMP8_I, 0, x86_mem(RAX, 0), 0);
  x86_jump(&f->code, X86_NOT_EQUAL, step_exit(f));
}

// a = what is at a place, as an integer.
static void load(struct function *f, unsigned operation, struct x86_place from) {
  int to = integer_target(f, operand_a(f), RAX);
  x86_emit(&f->code, operation, to, from);
  put_integer(f, operand_a(f), to);
}

// Loads a slot from memory in whichever class is needed.
static void load_either(struct function *f, int slot, struct x86_place from, bool narrow) {
  if (needs_float(f, slot) && !needs_integer(f, slot)) {
    int to = float_target(f, slot, 0);
    x86_emit(&f->code, narrow ? X86_LOADSS : X86_LOADSD, to, from);
    put_float(f, slot, to);
    return;
  }
  // The load may fault, as the interpreter's would: it is made even if nothing needs the value.
  int to = integer_target(f, slot, RAX);
  x86_emit(&f->code, narrow ? X86_LOAD32 : X86_LOAD, to, from);
  put_integer(f, slot, to);
}

// Loads words from base + disp into slots. Neither base register is one that a slot gets before.
static void load_words(struct function *f, int base, int32_t disp, int count) {
  if (count > 1) {
    move_integer(f, RDX, base);
    base = RDX;
  }
  for (int j = 0; j < count; j++)
    load_either(f, operand_a(f) + j, x86_mem(base, disp + j * 8), false);
}

static void store_either(struct function *f, struct x86_place to, bool narrow) {
  int slot = operand_a(f);
  bool as_float = slot < slot_limit && !has(&f->known, variable(slot, INTEGER)) &&
                  !has(&f->at_home, variable(slot, INTEGER));
  if (as_float)
    x86_emit(&f->code, narrow ? X86_STORESS : X86_STORESD, float_in(f, slot, 0), to);
  else
    x86_emit(&f->code, narrow ? X86_STORE32 : X86_STORE, integer_in(f, slot, RAX), to);
}

static void store_words(struct function *f, int base, int32_t disp, int count) {
  for (int j = 0; j < count; j++)
    x86_emit(&f->code, X86_STORE, integer_in(f, operand_a(f) + j, RAX),
             x86_mem(base, disp + j * 8));
}

// *(b + c).
static bool emit_load(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op < OP_LD8 || op > OP_LDN)
    return false;
  if (op == OP_LDN)
    flush_uses(f);
  int base = checked_pointer(f, operand_b(f), RDX);
  struct x86_place from = x86_mem(base, operand_c(f));
  switch (op) {
  case OP_LD8:
    load(f, X86_LOADZ8, from);
    break;
  case OP_LD8S:
    load(f, X86_LOADS8, from);
    break;
  case OP_LD16:
    load(f, X86_LOADZ16, from);
    break;
  case OP_LD16S:
    load(f, X86_LOADS16, from);
    break;
  case OP_LD32:
    load_either(f, operand_a(f), from, true);
    break;
  case OP_LD32S:
    load(f, X86_MOVSXD, from);
    break;
  case OP_LD64:
    load_words(f, base, operand_c(f), 1);
    break;
  case OP_LD2:
    load_words(f, base, operand_c(f), 2);
    break;
  case OP_LD3:
    load_words(f, base, operand_c(f), 3);
    break;
  default:
    for (int j = 0; j < (int)(f->w[1] & 0xffff); j++) {
      x86_emit(&f->code, X86_LOAD, RAX, x86_mem(base, operand_c(f) + j * 8));
      x86_emit(&f->code, X86_STORE, RAX, home(operand_a(f) + j));
    }
  }
  return true;
}

static bool emit_store(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op < OP_ST8 || op > OP_ST_SLICE)
    return false;
  if (op >= OP_ST_PTR)
    check_barrier(f);
  int base = checked_pointer(f, operand_b(f), RDX);
  struct x86_place to = x86_mem(base, operand_c(f));
  switch (op) {
  case OP_ST8:
    x86_emit(&f->code, X86_STORE8, integer_in(f, operand_a(f), RAX), to);
    break;
  case OP_ST16:
    x86_emit(&f->code, X86_STORE16, integer_in(f, operand_a(f), RAX), to);
    break;
  case OP_ST32:
    store_either(f, to, true);
    break;
  case OP_ST64:
    store_either(f, to, false);
    break;
  case OP_ST_PTR:
    store_words(f, base, operand_c(f), 1);
    break;
  case OP_ST_SLICE:
    store_words(f, base, operand_c(f), 3);
    break;
  default:
    store_words(f, base, operand_c(f), 2);
  }
  return true;
}

// Addresses and checks.
static bool emit_address(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_LEA: {
    int base = checked_pointer(f, operand_b(f), RDX), to = integer_target(f, operand_a(f), RAX);
    x86_emit(&f->code, X86_LEA, to, x86_mem(base, operand_c(f)));
    put_integer(f, operand_a(f), to);
    return true;
  }
  case OP_LEA64: {
    int base = checked_pointer(f, operand_b(f), RDX);
    x86_load_number(&f->code, RAX, f->w[1]);
    x86_emit(&f->code, X86_ADD, RAX, x86_reg(base));
    put_integer(f, operand_a(f), RAX);
    return true;
  }
  case OP_NILCHK:
    checked_pointer(f, operand_a(f), RDX);
    return true;
  case OP_BOUND: {
    int index = integer_in(f, operand_a(f), RAX);
    x86_load_number(&f->code, RCX, f->w[1]);
    x86_emit(&f->code, X86_CMP, index, x86_reg(RCX));
    x86_jump(&f->code, X86_ABOVE_EQUAL, step_exit(f));
    return true;
  }
  case OP_CHKSHIFT: {
    int count = integer_in(f, operand_a(f), RAX);
    x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(count), 0);
    x86_jump(&f->code, X86_LESS, step_exit(f));
    return true;
  }
  default:
    return false;
  }
}

static bool emit_global(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op < OP_LDG64 || op > OP_LDG3)
    return false;
  if (op == OP_STG_PTR)
    check_barrier(f);
  x86_load_number(&f->code, RDX, f->w[1]);
  switch (op) {
  case OP_LDG64:
    load_words(f, RDX, 0, 1);
    break;
  case OP_LDG2:
    load_words(f, RDX, 0, 2);
    break;
  case OP_LDG3:
    load_words(f, RDX, 0, 3);
    break;
  default:
    store_either(f, x86_mem(RDX, 0), false);
  }
  return true;
}

// Returns the number of words of an indexed operation, 0 for narrow ones.
static int words_of(unsigned op) {
  switch (op) {
  case OP_LDX64:
  case OP_STX64:
  case OP_STX_PTR:
    return 1;
  case OP_LDX2:
  case OP_STX_STRING:
  case OP_STX_IFACE:
    return 2;
  case OP_LDX3:
  case OP_STX_SLICE:
    return 3;
  default:
    return 0;
  }
}

// Puts the address of element `index` of two or three words into rcx.
static void element_address(struct function *f, int index, int base, int words) {
  if (words == 3) {
    x86_emit(&f->code, X86_LEA, RCX, x86_indexed(index, index, 1));
    x86_emit(&f->code, X86_LEA, RCX, x86_indexed(base, RCX, 3));
    return;
  }
  move_integer(f, RCX, index);
  x86_immediate8(&f->code, X86_SHL_I, 0, x86_reg(RCX), 4);
  x86_emit(&f->code, X86_ADD, RCX, x86_reg(base));
}

static bool emit_load_indexed(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op < OP_LDX8 || op > OP_LDX3)
    return false;
  int words = words_of(op);
  int index = checked_index(f, RCX), base = integer_in(f, operand_b(f), RDX);
  if (words > 1) {
    element_address(f, index, base, words);
    load_words(f, RCX, 0, words);
    return true;
  }
  switch (op) {
  case OP_LDX8:
    load(f, X86_LOADZ8, x86_indexed(base, index, 0));
    break;
  case OP_LDX8S:
    load(f, X86_LOADS8, x86_indexed(base, index, 0));
    break;
  case OP_LDX16:
    load(f, X86_LOADZ16, x86_indexed(base, index, 1));
    break;
  case OP_LDX16S:
    load(f, X86_LOADS16, x86_indexed(base, index, 1));
    break;
  case OP_LDX32:
    load_either(f, operand_a(f), x86_indexed(base, index, 2), true);
    break;
  case OP_LDX32S:
    load(f, X86_MOVSXD, x86_indexed(base, index, 2));
    break;
  default:
    load_either(f, operand_a(f), x86_indexed(base, index, 3), false);
  }
  return true;
}

static bool emit_store_indexed(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op < OP_STX8 || op > OP_STX_SLICE)
    return false;
  if (op >= OP_STX_PTR)
    check_barrier(f);
  int words = words_of(op);
  int index = checked_index(f, RCX), base = integer_in(f, operand_b(f), RDX);
  if (words > 1) {
    element_address(f, index, base, words);
    store_words(f, RCX, 0, words);
    return true;
  }
  switch (op) {
  case OP_STX8:
    x86_emit(&f->code, X86_STORE8, integer_in(f, operand_a(f), RAX), x86_indexed(base, index, 0));
    break;
  case OP_STX16:
    x86_emit(&f->code, X86_STORE16, integer_in(f, operand_a(f), RAX), x86_indexed(base, index, 1));
    break;
  case OP_STX32:
    store_either(f, x86_indexed(base, index, 2), true);
    break;
  default:
    store_either(f, x86_indexed(base, index, 3), false);
  }
  return true;
}

static bool emit_element(struct function *f) {
  if (f->list[f->i].op != OP_LEAX)
    return false;
  int index = checked_index(f, RCX), base = integer_in(f, operand_b(f), RDX);
  if (f->w[1] <= INT32_MAX)
    x86_immediate(&f->code, X86_IMUL_I, RAX, x86_reg(index), (int32_t)f->w[1]);
  else {
    x86_load_number(&f->code, RAX, f->w[1]);
    x86_emit(&f->code, X86_IMUL, RAX, x86_reg(index));
  }
  x86_emit(&f->code, X86_ADD, RAX, x86_reg(base));
  put_integer(f, operand_a(f), RAX);
  return true;
}

bool write_memory(struct function *f) {
  return emit_load(f) || emit_store(f) || emit_address(f) || emit_global(f) ||
         emit_load_indexed(f) || emit_store_indexed(f) || emit_element(f);
}
