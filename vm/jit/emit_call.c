// Calls of functions and of operations out of line, and returns.
//
// A call writes the frame's header as the interpreter does, and calls the function's machine code.
// The C stack's return addresses are hints: what leaves machine code drops them, and the
// interpreter finds the way back by the header.

#include "mem/atomic.h"
#include "runtime/type.h"
#include "vm/jit/emit.h"
#include "vm/jit/state.h"

enum { first_page_bytes = 4096 };

// Calls the machine code of the function in rdx, or lets the interpreter call it.
static void load_entry(struct function *f) {
  x86_emit(&f->code, X86_LOAD, RAX, x86_mem(RDX, (int32_t)offsetof(struct func, machine_entry)));
  x86_emit(&f->code, X86_TEST, RAX, x86_reg(RAX));
  x86_jump(&f->code, X86_EQUAL, step_exit(f));
}

// Writes the header of the frame at `area`; rdx has the function.
static void write_header(struct function *f, int area) {
  const uint64_t *back = f->w + 2;
  x86_load_number(&f->code, RCX, (uintptr_t)back);
  x86_emit(&f->code, X86_STORE, RCX, home(area - 2));
  x86_emit(&f->code, X86_STORE, RDX, home(area - 1));
}

static void enter(struct function *f, int area, const void *entry) {
  x86_immediate(&f->code, X86_ADD_I, 0, x86_reg(frame_register), area * 8);
  if (entry)
    x86_call_to(&f->code, entry);
  else
    x86_emit(&f->code, X86_CALL, 0, x86_reg(RAX));
  x86_immediate(&f->code, X86_SUB_I, 0, x86_reg(frame_register), area * 8);
}

static void call_known(struct function *f) {
  const struct func *callee = (const struct func *)(uintptr_t)f->w[1];
  const void *entry = atomic_load_relaxed_pointer(&callee->machine_entry);
  int area = operand_a(f);
  x86_load_number(&f->code, RDX, (uintptr_t)callee);
  if (callee == f->func) {
    write_header(f, area);
    x86_immediate(&f->code, X86_ADD_I, 0, x86_reg(frame_register), area * 8);
    x86_call(&f->code, f->entry);
    x86_immediate(&f->code, X86_SUB_I, 0, x86_reg(frame_register), area * 8);
    return;
  }
  if (!entry)
    load_entry(f);
  write_header(f, area);
  enter(f, area, entry);
}

static void call_closure(struct function *f) {
  int area = operand_a(f);
  integer_to(f, operand_b(f), RCX);
  x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(RCX), first_page_bytes);
  x86_jump(&f->code, X86_BELOW, step_exit(f));
  x86_emit(&f->code, X86_LOAD, RDX, x86_mem(RCX, 0));
  load_entry(f);
  // All variables are at home: their registers are free.
  x86_emit(&f->code, X86_LOADZ16, RSI, x86_mem(RDX, (int32_t)offsetof(struct func, context_slot)));
  struct x86_place context = x86_indexed(frame_register, RSI, 3);
  context.disp = area * 8;
  x86_emit(&f->code, X86_STORE, RCX, context);
  write_header(f, area);
  enter(f, area, NULL);
}

static void call_method(struct function *f) {
  int area = operand_a(f), method = operand_c(f);
  integer_to(f, operand_b(f), RCX);
  x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(RCX), first_page_bytes);
  x86_jump(&f->code, X86_BELOW, step_exit(f));
  x86_emit(&f->code, X86_LOAD, RDX,
           x86_mem(RCX, (int32_t)offsetof(struct itab, funcs) + method * 8));
  load_entry(f);
  integer_to(f, operand_b(f) + 1, RCX);
  x86_emit(&f->code, X86_STORE, RCX, home(area + (int)(f->w[1] & 0xffff)));
  write_header(f, area);
  enter(f, area, NULL);
}

void write_call(struct function *f) {
  flush(f);
  switch (f->list[f->i].op) {
  case OP_CALL:
    call_known(f);
    break;
  case OP_CALLC:
    call_closure(f);
    break;
  default:
    call_method(f);
  }
  memset(&f->resident, 0, sizeof f->resident);
  f->list[f->i + 1].is_point = true;
}

// The iterator's next step is a function and a branch.
static void map_next(struct function *f) {
  struct x86_code *code = &f->code;
  x86_emit(code, X86_LEA, RSI, home(operand_a(f)));
  x86_load_number(code, RAX, (uintptr_t)f->host->map_next);
  x86_call_to(code, f->jit->plain_call);
  memset(&f->resident, 0, sizeof f->resident);
  settle(f, f->list[f->i].target);
  if (f->list[f->i + 1].is_target)
    settle(f, f->i + 1);
  x86_emit(code, X86_TEST8, RAX, x86_reg(RAX));
  x86_jump(code, X86_EQUAL, f->list[f->list[f->i].target].label);
}

void write_helper(struct function *f) {
  const struct instruction *in = &f->list[f->i];
  flush(f);
  load_pc(f, RDX, in->pc);
  if (in->op == OP_MAPNEXT) {
    map_next(f);
    return;
  }
  x86_load_number(&f->code, RAX, (uintptr_t)f->host->operations[in->op]);
  x86_call_to(&f->code, f->jit->operation_call);
  memset(&f->resident, 0, sizeof f->resident);
}
