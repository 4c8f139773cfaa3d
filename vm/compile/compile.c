// The driver: struct funcs of declared functions and methods, package variables, and the
// compilation of one function on its first call.
//
// A function is generated with short jumps first; if one does not reach, once more with long ones.
// If its variables do not fit a frame, they are moved to a heap object.
// Then the slots of its safepoints are narrowed by code/liveness.c and, in debug builds, the code
// is verified.

#include "vm/compile/compile.h"

#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "vm/syntax/c_stack.h"
#include "vm/compile/internal.h"
#include "vm/compile/escape.h"
#include "vm/code/liveness.h"
#include "vm/code/verify.h"

enum { global_block_bytes = 4096 };

// The two versions of a method's code.
struct method_code {
  struct func *func;    // the receiver in as many slots as its type has
  struct func *by_word; // value receivers: the address of the receiver in one word
};

// A block of package variables: a root, whose mask grows as variables are laid out in it.
struct global_block {
  struct global_block *next;
  char *memory; // malloc'ed
  uint8_t *mask;
  size_t used, size; // bytes
};

struct compile_state {
  struct global_block *blocks; // newest first
};

void compile_init(struct program *p) {
  struct compile_state *s = region_alloc(&p->region, sizeof *s);
  p->compile_state = s;
}

void compile_free(struct program *p) {
  struct compile_state *s = p->compile_state;
  if (!s)
    return;
  while (s->blocks) {
    struct global_block *b = s->blocks;
    s->blocks = b->next;
    free(b->memory);
    free(b->mask);
    free(b);
  }
}

// Package variables.

static struct global_block *new_block(struct program *p, size_t size) {
  struct compile_state *s = p->compile_state;
  struct global_block *b = calloc(1, sizeof *b);
  size = size < global_block_bytes ? global_block_bytes : (size + 15) & ~(size_t)15;
  if (b) {
    b->memory = calloc(1, size);
    b->mask = calloc(1, size / 64 + 1);
  }
  if (!b || !b->memory || !b->mask) {
    if (b) {
      free(b->memory);
      free(b->mask);
    }
    free(b);
    gc_embed_fatal(&p->runtime->gc, "out of memory for package variables");
  }
  b->size = size;
  b->next = s->blocks;
  s->blocks = b;
  runtime_add_root(p->runtime, b->memory, size, b->mask);
  return b;
}

void *compile_global(struct program *p, struct object *v) {
  struct compile_state *s = p->compile_state;
  if (v->u.var.home)
    return v->u.var.home;
  size_t size = ((size_t)type_size(v->type) + 7) & ~(size_t)7;
  if (size == 0)
    size = 8;
  struct global_block *b = s->blocks;
  if (!b || b->size - b->used < size)
    b = new_block(p, size);
  char *address = b->memory + b->used;
  if (type_has_pointers(v->type))
    rtypes_pointer_mask(v->type, b->mask, b->used / 8);
  b->used += size;
  v->u.var.home = address;
  return address;
}

// Functions.

static bool is_native(struct function *function) {
  return !function->body && !function->body_skipped;
}

// "fmt.Println", "main.(*T).m", as tracebacks show it.
static const char *function_name(struct program *p, struct object *object) {
  struct function *function = object->u.func.function;
  if (function->name)
    return function->name;
  const char *path = object->package ? object->package->path : "";
  const struct object *receiver = type_underlying(object->type)->u.signature.receiver;
  if (!receiver)
    return region_printf(&p->region, "%s.%s", path, object->name);
  bool pointer = receiver->type->kind == TYPE_POINTER;
  const struct type *base = pointer ? receiver->type->u.pointer.elem : receiver->type;
  return region_printf(&p->region, pointer ? "%s.(*%s).%s" : "%s.%s.%s", path,
                       base->u.named.object->name, object->name);
}

// A function without a body is implemented in C. If it is not, it fails when it is called.
static void bind_native(struct program *p, struct func *func) {
  const struct native_entry *entry = p->find_native(p->find_native_context, func->name);
  if (!entry)
    return;
  func->flags |= (uint16_t)(FUNC_NATIVE | entry->flags);
  func->native = entry->function;
  func->native_data = entry->data;
}

// A byte for each bit.
static const uint8_t *spread(struct program *p, const uint8_t *mask, int count) {
  uint8_t *bytes = region_alloc(&p->region, (size_t)count + 1);
  for (int i = 0; i < count; i++)
    bytes[i] = mask[i / 8] >> i % 8 & 1;
  return bytes;
}

static void note_parameters(struct program *p, struct func *func, struct object *object,
                            bool by_word) {
  struct type *signature = type_underlying(object->type);
  struct function *function = object->u.func.function;
  uint8_t *mask = region_alloc(&p->region, func->param_slots / 8u + 1);
  int slot = 0;
  if (function->receiver_object) {
    struct type *t = function->receiver_object->type;
    if (by_word)
      mask[0] = 1;
    else
      type_pointer_slots(t, mask, 0);
    slot = by_word ? 1 : type_slots(t);
  }
  for (int i = 0; i < signature->u.signature.param_count; i++) {
    type_pointer_slots(signature->u.signature.params[i]->type, mask, slot);
    slot += type_slots(signature->u.signature.params[i]->type);
  }
  func->param_pointers = spread(p, mask, func->param_slots);
}

static void note_results(struct program *p, struct func *func, struct type *signature) {
  uint8_t *mask = region_alloc(&p->region, func->result_slots / 8u + 1);
  int slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *type = signature->u.signature.results[i]->type;
    type_pointer_slots(type, mask, slot);
    slot += type_slots(type);
  }
  func->result_pointers = spread(p, mask, func->result_slots);
}

static struct func *make_func(struct program *p, struct object *object, bool by_word) {
  struct function *function = object->u.func.function;
  struct type *signature = type_underlying(object->type);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  if (function->receiver_object)
    params += by_word ? 1 : type_slots(function->receiver_object->type);
  if (results + params > slot_limit / 2) {
    errors_add(&p->errors, object->pos, "parameters or results of %s are too large", object->name);
    results = params = 0;
  }
  struct code_source source = {.kind = by_word ? SOURCE_BODY_BY_WORD : SOURCE_BODY,
                               .function = function,
                               .package = object->package};
  struct func *func = func_new(p, function_name(p, object), source, results, params,
                               object->package && object->package->is_std ? FUNC_STD : 0);
  struct source_place place = source_place(&p->sources, object->pos);
  func->entry_line = (uint32_t)place.line;
  note_parameters(p, func, object, by_word);
  note_results(p, func, signature);
  if (is_native(function))
    bind_native(p, func);
  return func;
}

static struct method_code *method_code(struct program *p, struct object *object) {
  if (!object->u.func.compiled)
    object->u.func.compiled = region_alloc(&p->region, sizeof(struct method_code));
  return object->u.func.compiled;
}

struct func *compile_func_of(struct program *p, struct object *object) {
  struct method_code *code = method_code(p, object);
  if (!code->func)
    code->func = make_func(p, object, false);
  return code->func;
}

struct func *compile_named_function(struct program *p, const struct expr *e) {
  const struct expr *name = e->kind == EXPR_INDEX ? e->u.index.x : e;
  const struct selection *selection = &name->u.selector.selection;
  if (selection->kind == SELECT_QUALIFIED)
    return compile_func_of(p, selection->object);
  struct func *func = method_expr_func(p, selection, name->u.selector.x->type);
  if (!func->result_pointers)
    note_results(p, func, e->type);
  return func;
}

struct func *compile_interface_method(struct program *p, struct type *receiver,
                                      const struct selection *selection) {
  struct object *method = selection->object;
  bool pointer = receiver->kind == TYPE_POINTER;
  if (selection->path_count == 0 && !method->u.func.is_interface_method) {
    if (method->u.func.pointer_receiver)
      return compile_func_of(p, method);
    struct type *value = pointer ? receiver->u.pointer.elem : receiver;
    if (!pointer && type_is_direct(value))
      return compile_func_of(p, method);
    if (!is_native(method->u.func.function)) {
      struct method_code *code = method_code(p, method);
      if (!code->by_word)
        code->by_word = make_func(p, method, true);
      return code->by_word;
    }
  }
  struct type *signature = type_underlying(method->type);
  const char *string = type_runtime_string(&p->region, receiver);
  const char *dot = strchr(string, '.');
  const char *name = region_printf(&p->region, "%s.%s", string, method->name);
  if (pointer && dot && string[0] == '*') // main.(*T).m
    name = region_printf(&p->region, "%.*s.(*%s).%s", (int)(dot - string - 1), string + 1, dot + 1,
                         method->name);
  struct code_source source = {.kind = SOURCE_METHOD,
                               .method = method,
                               .receiver = receiver,
                               .path = selection->path,
                               .path_count = selection->path_count,
                               .signature = signature,
                               .package = method->package};
  struct func *func = func_new(p, name, source, signature_result_slots(signature),
                               1 + signature_param_slots(signature), FUNC_WRAPPER);
  note_results(p, func, signature);
  return func;
}

// Bodies.

// A parameter that comes in slots: stays there, or moves to a cell.
static int place_parameter(struct compiler *c, struct object *v, int slot) {
  slot_mark(c, slot, v->type);
  return slot + type_slots(v->type);
}

static void settle_parameter(struct compiler *c, struct object *v, int slot) {
  if (home_kind_for(v) == HOME_SLOTS)
    home_set(c, v, HOME_SLOTS, slot);
  else
    compile_declare_init(c, v, slot);
}

// Go's words for a value method whose receiver is behind the nil pointer in a slot. They need a
// value of package runtime's; without it the dereference panics.
void compile_nil_receiver_check(struct compiler *c, const char *method, struct type *value,
                                int slot) {
  struct program *p = c->program;
  struct type *plain = program_find_type(p, "runtime", "plainError");
  if (!plain)
    return;
  struct label ok;
  label_init(&ok);
  emit_autogenerated(c);
  emit_jump(c, OP_JNEI, slot, 0, &ok);
  const char *type = type_runtime_string(c->region, value), *dot = strchr(type, '.');
  const char *text = region_printf(c->region, "value method %s.%s called using nil *%s pointer",
                                   type, method, dot ? dot + 1 : type);
  int error = slot_reserve_words(c, 2, false);
  emit(c, OP_LDK2, error, 0, 0);
  emit_word(c, (uint64_t)(uintptr_t)program_rtype(p, plain));
  emit_word(c, (uint64_t)(uintptr_t)static_string(p, text, strlen(text)));
  emit(c, OP_PANIC, error, 0, 0);
  c->top = error;
  label_bind(c, &ok);
  c->line_pos = 0; // the next instruction tells its line again
}

// The receiver of a method called through an interface lies behind a pointer.
static void load_receiver(struct compiler *c, struct object *v, int slot) {
  compile_nil_receiver_check(c, c->function->object ? c->function->object->name : "?", v->type,
                             slot);
  struct place behind =
      type_is_boxed(v->type) ? place_of_slots(slot, v->type) : place_deref(slot, v->type);
  if (home_kind_for(v) != HOME_SLOTS) {
    compile_declare_uninitialised(c, v);
    struct place p_v = place_of_local(c, v);
    int mark = c->top;
    place_store(c, &p_v, place_load(c, &behind, slot_any));
    c->top = mark;
  } else {
    int home = slot_reserve(c, v->type);
    place_load(c, &behind, home);
    home_set(c, v, HOME_SLOTS, home);
  }
}

static void settle_results(struct compiler *c, struct type *signature) {
  int slot = 0, count = signature->u.signature.result_count;
  bool named = false;
  for (int i = 0; i < count; i++)
    named = named || (c->results[i]->name && c->results[i]->name[0]);
  if (named || c->has_defer)
    emit_zero(c, 0, c->result_slots);
  for (int i = 0; i < count; i++) {
    struct object *v = c->results[i];
    slot_mark(c, slot, v->type);
    if (c->has_defer && type_is_boxed(v->type))
      emit_new(c, slot, v->type); // a recovered panic leaves it as it is
    if (home_kind_for(v) == HOME_SLOTS || !(v->name && v->name[0]))
      home_set(c, v, HOME_SLOTS, slot);
    else {
      compile_declare_uninitialised(c, v);
      c->results_in_cells = true;
    }
    slot += type_slots(v->type);
  }
}

static void compile_body(struct compiler *c, const struct code_source *source) {
  struct function *function = source->function;
  struct type *signature = function->signature;
  bool by_word = source->kind == SOURCE_BODY_BY_WORD;
  struct object *receiver = function->receiver_object;
  c->has_defer = function->has_defer;
  c->results = function->results;
  int slot = c->result_slots, first = slot;
  if (receiver && by_word)
    slot_mark_word(c, slot++, true);
  else if (receiver)
    slot = place_parameter(c, receiver, slot);
  for (int i = 0; i < signature->u.signature.param_count; i++)
    slot = place_parameter(c, function->params[i], slot);
  slot_mark_word(c, c->func->context_slot, (c->func->flags & FUNC_CLOSURE) != 0);
  emit_safepoint(c, 0, 0);
  if (c->spill)
    spill_begin(c);
  settle_results(c, signature);
  slot = first;
  if (receiver && by_word)
    load_receiver(c, receiver, slot++);
  else if (receiver) {
    settle_parameter(c, receiver, slot);
    slot += type_slots(receiver->type);
  }
  for (int i = 0; i < signature->u.signature.param_count; i++) {
    settle_parameter(c, function->params[i], slot);
    slot += type_slots(function->params[i]->type);
  }
  compile_load_captures(c, function->captures, function->capture_count, false);
  c->locals_top = c->top;
  compile_block(c, function->body);
  c->pos = function->body_end ? function->body_end : c->pos;
  if (signature->u.signature.result_count == 0)
    compile_return_jump(c);
  else
    emit(c, OP_UNREACHABLE, 0, 0, 0); // a function with results ends in a terminating statement
  compile_epilogue(c);
  if (c->spill)
    spill_end(c);
}

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

// Gives a function its code. Others may be calling it: the code comes last, and what they read
// without having seen it is written atomically.
static void publish(struct func *func, const struct func *compiled) {
  func->code_words = compiled->code_words;
  func->epilogue = compiled->epilogue;
  func->maps = compiled->maps;
  func->bitmaps = compiled->bitmaps;
  func->map_count = compiled->map_count;
  func->lines = compiled->lines;
  func->line_count = compiled->line_count;
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
  invariant(c->count == c->next_pc && c->max_top <= slot_limit);
  compiled.frame_slots = (uint32_t)c->max_top + 1;
  compiled.epilogue = c->epilogue_pc;
  uint64_t *code = region_alloc(c->region, (size_t)c->count * sizeof *code);
  memcpy(code, c->code, (size_t)c->count * sizeof *code);
  compiled.code = code;
  compiled.code_words = (uint32_t)c->count;
  compiled.lines = c->lines;
  compiled.line_count = (uint32_t)c->line_count;
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
  struct source_place place = source_place(&p->sources, pos);
  *error = region_printf(&p->region, "%s:%d:%d: nested too deeply for the C stack of this thread",
                         place.file, place.line, place.column);
  return false;
}

static bool prepare(struct program *p, const struct code_source *source, const char **error) {
  struct function *function = source->function;
  bool body = source->kind == SOURCE_BODY || source->kind == SOURCE_BODY_BY_WORD;
  if (body && is_native(function)) {
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
      struct source_place place = source_place(&p->sources, f.pos);
      *error =
          region_printf(&p->region, "%s:%d:%d: %s", place.file, place.line, place.column, f.error);
      return false;
    }
    if (!f.jump_overflow)
      return finish(&f, error);
    invariant(!long_jumps);
    long_jumps = true;
  }
}

struct func *compile_entry(struct program *p, struct package *main_package) {
  struct code_source source = {.kind = SOURCE_ENTRY, .package = main_package};
  return func_new(p, "runtime.main", source, 0, 0, FUNC_STD);
}

void compile_check_package(struct program *p, struct package *package) {
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *d = decls->items[j];
      if (d->kind != DECL_FUNC || !d->u.func.object || !d->u.func.object->type)
        continue;
      const struct type *t = type_underlying(d->u.func.object->type);
      if (t->kind == TYPE_SIGNATURE && t->u.signature.type_param_count == 0 &&
          !d->u.func.object->u.func.receiver_base && is_native(d->u.func.object->u.func.function))
        compile_func_of(p, d->u.func.object);
    }
  }
}
