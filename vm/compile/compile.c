// The driver: compiles one function when it is first called.
//
// A function is generated with short jumps. If one does not reach, it is generated again with long
// ones; if its variables do not fit a frame, again with these in a heap object. Then
// vm/code/liveness.c finds what is live at each safepoint and, in debug builds, vm/code/verify.c
// looks whether the code is well formed. A function that either refuses is not published.

#include "vm/compile/compile.h"

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "vm/syntax/c_stack.h"
#include "vm/compile/internal.h"
#include "vm/compile/escape.h"
#include "vm/code/liveness.h"
#include "vm/code/verify.h"
#include "runtime/root.h"

static void generate(struct compiler *c, const struct code_source *source) {
  struct func *func = c->func;
  slot_reserve_words(c, func->context_slot + 1, false);
  c->locals_top = c->top;
  c->result_slots = func->result_slots;
  label_init(&c->epilogue);
  label_init(&c->deferred_ran);
  switch (source->kind) {
  case SOURCE_BODY:
  case SOURCE_BODY_BY_WORD:
    compile_body(c, source);
    break;
  case SOURCE_METHOD:
  case SOURCE_METHOD_VALUE:
  case SOURCE_METHOD_EXPR:
    slot_mark_word(c, func->context_slot, (func->flags & FUNC_CLOSURE) != 0);
    compile_wrapper_body(c, source);
    break;
  case SOURCE_CALL:
    slot_mark_word(c, func->context_slot, (func->flags & FUNC_CLOSURE) != 0);
    compile_call_body(c, source);
    break;
  case SOURCE_TRAMPOLINE:
    slot_mark_word(c, func->context_slot, (func->flags & FUNC_CLOSURE) != 0);
    compile_trampoline_body(c, source);
    break;
  case SOURCE_INIT:
    emit_safepoint(c, 0, 0);
    compile_init_body(c, source->package);
    break;
  case SOURCE_ENTRY:
    emit_safepoint(c, 0, 0);
    compile_entry_body(c, source->package);
    break;
  }
}

// Gives a function its code. Other goroutines may be calling it: the code comes last, and what they
// read without having seen the code is written atomically.
static void publish(struct func *func, const struct func *compiled) {
  invariant_debug(instruction_op(*func->code) == OP_COMPILE);
  invariant_debug(compiled->frame_slots > compiled->context_slot && compiled->map_count > 0);
  func->code_words = compiled->code_words;
  func->epilogue = compiled->epilogue;
  func->maps = compiled->maps;
  func->bitmaps = compiled->bitmaps;
  func->map_count = compiled->map_count;
  func->lines = compiled->lines;
  func->line_count = compiled->line_count;
  func->variables = compiled->variables;
  func->variable_count = compiled->variable_count;
  func->unsigned_indices = compiled->unsigned_indices;
  func->unsigned_index_count = compiled->unsigned_index_count;
  atomic_store_relaxed_u64(&func->boxed_bytes, compiled->boxed_bytes);
  func->file_names = compiled->file_names;
  func->entry_line = compiled->entry_line;
  atomic_store_relaxed_u32(&func->frame_slots, compiled->frame_slots);
  atomic_store_release_pointer(&func->code, compiled->code);
}

static bool finish(struct compiler *c, const char **error) {
  struct func *func = c->func;
  struct func compiled = *func;
  invariant_debug(c->count == c->next_pc && c->max_top <= slot_limit && !c->targets);
  invariant_debug(c->safepoint_count > 0 && c->safepoints[0].pc == 0);
  invariant_debug((c->epilogue_pc != 0) == c->has_defer);
  for (int i = 0; i < c->label_count; i++)
    invariant_debug(c->labels[i]->pc >= 0); // each goto has a place to go to
  compiled.frame_slots = (uint32_t)c->max_top + 1;
  compiled.epilogue = c->epilogue_pc;
  uint64_t *code = region_alloc(c->region, (size_t)c->count * sizeof *code);
  memcpy(code, c->code, (size_t)c->count * sizeof *code);
  compiled.code = code;
  compiled.code_words = (uint32_t)c->count;
  compiled.lines = c->lines;
  compiled.line_count = (uint32_t)c->line_count;
  compiled.variables = c->variables;
  compiled.variable_count = (uint32_t)c->variable_count;
  compiled.unsigned_indices = c->unsigned_indices;
  compiled.unsigned_index_count = (uint32_t)c->unsigned_index_count;
  compiled.boxed_bytes = c->boxed_bytes;
  compiled.file_names = c->program->file_names;
  const char *problem = liveness_analyse(c->region, &compiled, c->safepoints, c->safepoint_count);
  if (!problem && VOLE_CHECK >= 1)
    problem = verify_function(c->region, &compiled);
  if (problem) {
    *error = region_printf(c->region, "internal compiler error: %s: %s", func->name, problem);
    return false;
  }
  publish(func, &compiled);
  return true;
}

// The message of the newest error in the list, for what could not be checked or parsed.
static const char *first_error(struct program *p) {
  return errors_text(&p->errors);
}

// Whether the calling thread has the C stack that the compiler needs.
static bool may_compile(struct program *p, pos_t pos, size_t needed, const char **error) {
  size_t left = c_stack_left();
  if (left >= c_stack_reserve && needed <= left - c_stack_reserve)
    return true;
  *error = region_printf(&p->region, "%s: nested too deeply for the C stack of this thread",
                         source_place_text(&p->sources, pos));
  return false;
}

static bool prepare(struct program *p, const struct code_source *source, const char **error) {
  struct function *function = source->function;
  bool body = source->kind == SOURCE_BODY || source->kind == SOURCE_BODY_BY_WORD;
  if (body && function_is_native(function)) {
    *error = region_printf(&p->region, "missing function body: %s is not implemented",
                           function->name ? function->name : "?");
    return false;
  }
  if (body) {
    struct function *outermost = function;
    while (outermost->outer)
      outermost = outermost->outer;
    if (!check_function_body(&p->checked, outermost)) {
      *error = first_error(p);
      return false;
    }
    return may_compile(p, function->body->pos, escape_function(&p->region, function), error);
  }
  if (source->kind == SOURCE_INIT)
    for (int i = 0; i < source->package->init_step_count; i++) {
      struct expr *right = source->package->init_steps[i].right;
      if (!may_compile(p, right->start_pos, escape_expr(&p->region, right), error))
        return false;
    }
  return may_compile(p, 0, 0, error);
}

bool compile_now(struct program *p, struct func *func, const char **error) {
  const struct code_source *source = func->source;
  int errors = p->errors.count;
  if (!prepare(p, source, error))
    return false;
  bool long_jumps = false, spill = false;
  for (;;) {
    struct compiler f = {.program = p,
                         .region = &p->region,
                         .func = func,
                         .function = source->function,
                         .package = source->package,
                         .long_jumps = long_jumps,
                         .spill = spill};
    generate(&f, source);
    if (p->errors.count > errors) {
      *error = first_error(p);
      return false;
    }
    bool body = source->kind == SOURCE_BODY || source->kind == SOURCE_BODY_BY_WORD;
    if (f.frame_overflow && !spill && body) {
      spill = true;
      continue;
    }
    if (f.error) {
      *error = region_printf(&p->region, "%s: %s", source_place_text(&p->sources, f.pos), f.error);
      return false;
    }
    if (!f.jump_overflow)
      return finish(&f, error);
    invariant(!long_jumps);
    long_jumps = true;
  }
}
