// The shared pieces of machine code: in, out, and calls of C functions.
//
// Machine code keeps nothing on the C stack but return addresses of its calls. The way in notes
// where they begin; the way out drops them all. Calls of C functions align the stack first.

#include <stddef.h>

#include "vm/jit/emit.h"
#include "vm/jit/state.h"

enum {
  // What calls of machine code may use of the C stack, 8 bytes each. What goes deeper is entered
  // again at the bottom, and returns by the interpreter's ways.
  c_stack_share = 32 << 10,
};

#define G_PLACE(field) x86_mem(g_register, (int32_t)offsetof(struct g, field))

struct stubs {
  struct x86_code code;
  uint32_t enter, leave_step, leave_deep, entry_poll, loop_poll, operation_call, plain_call;
  uint32_t out; // leaves with eax from the C stack at rsp
};

static const int8_t saved[] = {RBP, RBX, R12, R13, R14, R15};

static void make_enter(struct stubs *s) {
  struct x86_code *c = &s->code;
  x86_bind(c, s->enter);
  for (int i = 0; i < (int)sizeof saved; i++)
    x86_push(c, saved[i]);
  x86_immediate(c, X86_SUB_I, 0, x86_reg(RSP), 8);
  x86_emit(c, X86_LOAD, g_register, x86_reg(RDI));
  x86_emit(c, X86_STORE, RSP, G_PLACE(machine_base));
  x86_emit(c, X86_LEA, RAX, x86_mem(RSP, -c_stack_share));
  x86_emit(c, X86_STORE, RAX, G_PLACE(machine_limit));
  x86_emit(c, X86_LOAD, frame_register, G_PLACE(sched.fp));
  x86_emit(c, X86_CALL, 0, x86_reg(RSI));
  // The frame that was entered returns.
  x86_emit(c, X86_STORE, frame_register, G_PLACE(sched.fp));
  x86_load_number(c, RAX, JIT_RETURN);
  x86_bind(c, s->out);
  x86_immediate(c, X86_ADD_I, 0, x86_reg(RSP), 8);
  for (int i = (int)sizeof saved - 1; i >= 0; i--)
    x86_pop(c, saved[i]);
  x86_ret(c);
}

static void make_leave(struct stubs *s, uint32_t label, enum jit_leave why) {
  struct x86_code *c = &s->code;
  x86_bind(c, label);
  x86_emit(c, X86_STORE, RDX, G_PLACE(sched.pc));
  x86_emit(c, X86_STORE, frame_register, G_PLACE(sched.fp));
  x86_emit(c, X86_LOAD, RSP, G_PLACE(machine_base));
  x86_load_number(c, RAX, why);
  x86_jump(c, X86_ALWAYS, s->out);
}

// Safepoints. After one that says JIT_BLOCKED the goroutine is another thread's: where the C stack
// begins is loaded before.
static void make_poll(struct stubs *s, uint32_t label, const void *function) {
  struct x86_code *c = &s->code;
  uint32_t leaves = x86_label(c);
  x86_bind(c, label);
  x86_emit(c, X86_STORE, RDX, G_PLACE(sched.pc));
  x86_emit(c, X86_STORE, frame_register, G_PLACE(sched.fp));
  x86_emit(c, X86_LOAD, RDI, x86_reg(g_register));
  x86_emit(c, X86_LOAD, RSI, x86_reg(RCX));
  x86_emit(c, X86_LOAD, R13, G_PLACE(machine_base));
  x86_emit(c, X86_LOAD, RBP, x86_reg(RSP));
  x86_immediate(c, X86_AND_I, 0, x86_reg(RSP), -16);
  x86_load_number(c, RAX, (uintptr_t)function);
  x86_emit(c, X86_CALL, 0, x86_reg(RAX));
  x86_emit(c, X86_LOAD, RSP, x86_reg(RBP));
  x86_emit(c, X86_TEST32, RAX, x86_reg(RAX));
  x86_jump(c, X86_NOT_EQUAL, leaves);
  x86_emit(c, X86_LOAD, frame_register, G_PLACE(sched.fp));
  x86_ret(c);
  x86_bind(c, leaves);
  x86_emit(c, X86_LOAD, RSP, x86_reg(R13));
  x86_jump(c, X86_ALWAYS, s->out);
}

static void make_call(struct stubs *s, uint32_t label, bool checks) {
  struct x86_code *c = &s->code;
  x86_bind(c, label);
  if (checks) {
    x86_emit(c, X86_STORE, RDX, G_PLACE(sched.pc));
    x86_emit(c, X86_STORE, frame_register, G_PLACE(sched.fp));
    x86_emit(c, X86_LOAD, RSI, x86_reg(frame_register));
  }
  x86_emit(c, X86_LOAD, RDI, x86_reg(g_register));
  x86_push(c, RBP);
  x86_emit(c, X86_LOAD, RBP, x86_reg(RSP));
  x86_immediate(c, X86_AND_I, 0, x86_reg(RSP), -16);
  x86_emit(c, X86_CALL, 0, x86_reg(RAX));
  x86_emit(c, X86_LOAD, RSP, x86_reg(RBP));
  x86_pop(c, RBP);
  if (!checks) {
    x86_ret(c);
    return;
  }
  uint32_t panics = x86_label(c);
  x86_emit(c, X86_TEST8, RAX, x86_reg(RAX));
  x86_jump(c, X86_EQUAL, panics);
  x86_ret(c);
  x86_bind(c, panics);
  x86_emit(c, X86_LOAD, RSP, G_PLACE(machine_base));
  x86_load_number(c, RAX, JIT_PANICKING);
  x86_jump(c, X86_ALWAYS, s->out);
}

static void make_all(struct stubs *s, const struct jit_host *host) {
  struct x86_code *c = &s->code;
  uint32_t *labels[] = {&s->enter,     &s->leave_step,     &s->leave_deep, &s->entry_poll,
                        &s->loop_poll, &s->operation_call, &s->plain_call, &s->out};
  for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
    *labels[i] = x86_label(c);
  make_enter(s);
  make_leave(s, s->leave_step, JIT_STEP);
  make_leave(s, s->leave_deep, JIT_DEEP);
  make_poll(s, s->entry_poll, (const void *)host->entry_safepoint);
  make_poll(s, s->loop_poll, (const void *)host->loop_safepoint);
  make_call(s, s->operation_call, true);
  make_call(s, s->plain_call, false);
}

bool jit_make_stubs(struct jit *jit) {
  struct stubs s = {.out = 0};
  make_all(&s, jit->host);
  const uint8_t *at = jit_place(jit, &s.code);
  if (at) {
    const int32_t *labels = s.code.labels;
    jit->enter = at + labels[s.enter];
    jit->leave_step = at + labels[s.leave_step];
    jit->leave_deep = at + labels[s.leave_deep];
    jit->entry_poll = at + labels[s.entry_poll];
    jit->loop_poll = at + labels[s.loop_poll];
    jit->operation_call = at + labels[s.operation_call];
    jit->plain_call = at + labels[s.plain_call];
  }
  x86_free(&s.code);
  return at != NULL;
}
