// The compiler's front: struct funcs of declared functions, package variables, and the frame of every function that is compiled.
//
// A function is compiled in short form first; if a jump turns out to be too long for its 16 bits, once more with long jumps.

#include "vm/compile.h"

#include <string.h>

#include "mem/check.h"
#include "vm/compile_internal.h"
#include "vm/escape.h"
#include "vm/liveness.h"
#include "vm/verify.h"

void compile_init(struct program *p) { (void)p; }

void compile_free(struct program *p) { (void)p; }

// Functions.

static int own_receiver_slots(const struct object *object) {
  const struct object *receiver = type_underlying(object->type)->u.signature.receiver;
  return receiver ? type_slots(receiver->type) : 0;
}

// One byte for each parameter slot: whether it is a pointer.
static const uint8_t *param_pointers(struct program *p, const struct object *object, int slots) {
  struct type *signature = type_underlying(object->type);
  uint8_t *mask = region_alloc(&p->region, (size_t)slots / 8 + 2), *bytes = region_alloc(&p->region, (size_t)slots + 1);
  int slot = 0;
  if (signature->u.signature.receiver) {
    rtypes_pointer_mask(signature->u.signature.receiver->type, mask, 0);
    slot = own_receiver_slots(object);
  }
  for (int i = 0; i < signature->u.signature.param_count; i++) {
    struct type *t = signature->u.signature.params[i]->type;
    rtypes_pointer_mask(t, mask, (uint64_t)slot);
    slot += type_slots(t);
  }
  for (int i = 0; i < slots; i++)
    bytes[i] = mask[i / 8] >> i % 8 & 1;
  return bytes;
}

static bool has_body(const struct function *function) { return function->body || function->body_skipped; }

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
  return region_printf(&p->region, pointer ? "%s.(*%s).%s" : "%s.%s.%s", path, base->u.named.object->name, object->name);
}

struct func *compile_func_of(struct program *p, struct object *object) {
  if (object->u.func.compiled)
    return object->u.func.compiled;
  struct function *function = object->u.func.function;
  struct type *signature = type_underlying(object->type);
  struct code_source source = {.kind = SOURCE_BODY, .function = function, .method = object, .package = object->package};
  int params = own_receiver_slots(object) + signature_param_slots(signature);
  struct func *func = func_new(p, function_name(p, object), source, signature_result_slots(signature), params, 0);
  object->u.func.compiled = func;
  if (!has_body(function)) {
    const struct native_entry *entry = p->find_native(p->find_native_context, func->name);
    if (entry) {
      func->flags |= (uint16_t)(FUNC_NATIVE | entry->flags);
      func->native = entry->function;
      func->native_data = entry->data;
      func->param_pointers = param_pointers(p, object, params);
    }
  }
  return func;
}

struct func *compile_interface_method(struct program *p, struct type *receiver, const struct selection *selection) {
  struct object *method = selection->object;
  struct type *signature = type_underlying(method->type);
  bool own = selection->path_count == 0 && !method->u.func.is_interface_method;
  bool pointer = type_underlying(receiver)->kind == TYPE_POINTER;
  if (own && (method->u.func.pointer_receiver || (!pointer && type_is_direct(receiver))))
    return compile_func_of(p, method);
  struct code_source source = {.kind = SOURCE_METHOD,
                               .method = method,
                               .receiver = receiver,
                               .path = selection->path,
                               .path_count = selection->path_count,
                               .signature = signature,
                               .package = method->package};
  const char *name = function_name(p, method);
  unsigned flags = FUNC_WRAPPER;
  if (own && has_body(method->u.func.function)) {
    source.kind = SOURCE_BODY_BY_WORD;
    source.function = method->u.func.function;
    flags = 0;
  } else if (selection->path_count > 0)
    name = region_printf(&p->region, "%s.%s", type_runtime_string(&p->region, receiver), method->name);
  return func_new(p, name, source, signature_result_slots(signature), 1 + signature_param_slots(signature), flags);
}

struct func *compile_entry(struct program *p, struct package *main_package) {
  struct code_source source = {.kind = SOURCE_ENTRY, .package = main_package};
  return func_new(p, "runtime.main", source, 0, 0, FUNC_WRAPPER | FUNC_STD);
}

// Package variables.

void *compile_global(struct program *p, struct object *variable) {
  if (variable->u.var.home)
    return variable->u.var.home;
  size_t bytes = ((size_t)type_size(variable->type) + 7) & ~(size_t)7;
  void *memory = region_alloc(&p->region, bytes ? bytes : 8);
  if (rtypes_has_pointers(variable->type)) {
    uint8_t *mask = region_alloc(&p->region, bytes / 64 + 1);
    rtypes_pointer_mask(variable->type, mask, 0);
    runtime_add_root(p->runtime, memory, bytes, mask);
  }
  variable->u.var.home = memory;
  return memory;
}

// Frames.

static void begin_results(struct compile *f, struct type *signature) {
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    int slot = slot_reserve(f, t);
    struct object *v = f->results ? f->results[i] : NULL;
    if (!v)
      continue;
    if (home_kind_for(v) == HOME_SLOTS)
      home_set(f, v, HOME_SLOTS, slot);
    else
      f->results_in_cells = true;
  }
}

static bool is_named(const struct object *v) { return v && v->name && v->name[0] && strcmp(v->name, "_") != 0; }

// Results are zero at first where they can be seen before they are set: named ones, and all where a panic can be recovered.
static void zero_results(struct compile *f, struct type *signature) {
  int slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct object *v = f->results ? f->results[i] : NULL;
    int slots = type_slots(signature->u.signature.results[i]->type);
    bool in_cell = v && home_kind_for(v) != HOME_SLOTS;
    if (in_cell)
      compile_declare_zero(f, v);
    if (f->has_defer || (!in_cell && is_named(v)))
      emit_zero(f, slot, slots);
    slot += slots;
  }
}

// A parameter at a slot: its home, or its value for a cell that is made later.
static void begin_param(struct compile *f, struct object *v, struct type *t) {
  int slot = slot_reserve(f, t);
  if (v)
    home_set(f, v, HOME_SLOTS, slot);
}

static void move_to_cell(struct compile *f, struct object *v) {
  if (!v || home_kind_for(v) == HOME_SLOTS)
    return;
  compile_declare_init(f, v, local_home(v)->slot);
}

static struct object *receiver_of(struct compile *f) { return f->function->receiver_object; }

static struct type *receiver_type(struct compile *f, const struct code_source *source) {
  if (receiver_of(f))
    return receiver_of(f)->type;
  if (!source->method)
    return NULL;
  const struct object *receiver = type_underlying(source->method->type)->u.signature.receiver;
  return receiver ? receiver->type : NULL;
}

static void compile_params(struct compile *f, const struct code_source *source, struct type *signature, bool by_word) {
  struct type *receiver = receiver_type(f, source);
  struct object **params = f->function->params;
  int word = f->top;
  if (receiver && by_word)
    slot_reserve_words(f, 1, true);
  else if (receiver)
    begin_param(f, receiver_of(f), receiver);
  for (int i = 0; i < signature->u.signature.param_count; i++)
    begin_param(f, params ? params[i] : NULL, signature->u.signature.params[i]->type);
  slot_reserve_words(f, 1, (f->func->flags & FUNC_CLOSURE) != 0);  // the context
  f->locals_top = f->top;
  emit_safepoint(f, 0, 0);
  zero_results(f, signature);
  compile_load_captures(f, f->function->captures, f->function->capture_count, false);
  if (receiver && by_word && receiver_of(f)) {
    struct place value = place_deref(f, word, receiver);
    int mark = f->top;
    int loaded = place_load(f, &value, SLOT_ANY);
    if (home_kind_for(receiver_of(f)) == HOME_SLOTS && loaded >= mark)
      home_set(f, receiver_of(f), HOME_SLOTS, loaded);
    else
      compile_declare_init(f, receiver_of(f), loaded);
  } else if (receiver && by_word)
    emit(f, OP_NILCHK, word, 0, 0);
  else if (receiver)
    move_to_cell(f, receiver_of(f));
  for (int i = 0; params && i < signature->u.signature.param_count; i++)
    move_to_cell(f, params[i]);
}

static void compile_body(struct compile *f, const struct code_source *source) {
  struct function *function = f->function;
  struct type *signature = function->signature;
  f->has_defer = function->has_defer;
  f->results = function->results;
  if (f->has_defer)
    f->func->flags |= FUNC_HAS_DEFER;
  label_init(&f->epilogue);
  f->pos = function->body_start ? function->body_start : function->body->pos;
  begin_results(f, signature);
  f->result_slots = f->top;
  compile_params(f, source, signature, source->kind == SOURCE_BODY_BY_WORD);
  compile_stmts(f, &function->body->u.block.stmts);
  f->pos = function->body_end ? function->body_end : function->body->end;
  if (signature->u.signature.result_count == 0)
    compile_return_jump(f);
  else
    emit(f, OP_UNREACHABLE, 0, 0, 0);
  compile_epilogue(f);
}

// The slots of a generated function's results, parameters and context; their types are marked by its own code.
static void begin_generated(struct compile *f) {
  slot_reserve_words(f, f->func->context_slot, false);
  slot_reserve_words(f, 1, (f->func->flags & FUNC_CLOSURE) != 0);
  f->result_slots = f->func->result_slots;
  f->locals_top = f->top;
  label_init(&f->epilogue);
}

static void compile_source(struct compile *f, const struct code_source *source) {
  switch (source->kind) {
  case SOURCE_BODY:
  case SOURCE_BODY_BY_WORD:
    compile_body(f, source);
    return;
  case SOURCE_METHOD:
  case SOURCE_METHOD_VALUE:
  case SOURCE_METHOD_EXPR:
    begin_generated(f);
    compile_wrapper_body(f, source);
    return;
  case SOURCE_CALL:
    begin_generated(f);
    compile_call_body(f, source);
    return;
  case SOURCE_INIT:
    begin_generated(f);
    emit_safepoint(f, 0, 0);
    compile_init_body(f, source->package);
    return;
  case SOURCE_ENTRY:
    begin_generated(f);
    emit_safepoint(f, 0, 0);
    compile_entry_body(f, source->package);
    return;
  }
}

// Hands the code over: maps first, the code itself last.
static const char *publish(struct compile *f) {
  struct func *func = f->func;
  const uint64_t *stub = func->code;
  struct liveness_point *points = region_alloc(f->region, (size_t)(f->safepoint_count + 1) * sizeof *points);
  for (int i = 0; i < f->safepoint_count; i++) {
    const struct safepoint *s = &f->safepoints[i];
    points[i] = (struct liveness_point){s->pc, s->instruction, s->slots, s->pointers};
  }
  func->frame_slots = (uint32_t)f->max_top;
  func->code_words = (uint32_t)f->count;
  func->lines = f->lines;
  func->line_count = (uint32_t)f->line_count;
  func->file_names = f->program->file_names;
  func->entry_line = f->line_count ? f->lines[0].line : 0;
  func->code = f->code;
  const char *error = liveness_analyse(f->region, func, points, f->safepoint_count);
#if VOLE_CHECK >= 1
  if (!error)
    error = verify_function(f->region, func);
#endif
  if (error)
    func->code = stub;
  return error;
}

static const char *compile_once(struct program *p, struct func *func, bool long_jumps, bool *overflow) {
  const struct code_source *source = func->source;
  struct compile f = {.program = p, .region = &p->region, .func = func, .function = source->function, .package = source->package, .long_jumps = long_jumps};
  compile_source(&f, source);
  *overflow = f.jump_overflow;
  if (f.error || f.jump_overflow)
    return f.error;
  return publish(&f);
}

bool compile_now(struct program *p, struct func *func, const char **error) {
  const struct code_source *source = func->source;
  struct function *function = source->function;
  bool overflow = false;
  *error = NULL;
  if (function) {
    if (!has_body(function)) {
      *error = region_printf(&p->region, "missing function body: %s is not implemented", func->name);
      return false;
    }
    if (!check_function_body(&p->checker, function)) {
      *error = errors_text(&p->errors);
      return false;
    }
    escape_function(&p->region, function);
  }
  *error = compile_once(p, func, false, &overflow);
  if (!*error && overflow)
    *error = compile_once(p, func, true, &overflow);
  return *error == NULL;
}

void compile_check_package(struct program *p, struct package *package) {
  (void)p;
  (void)package;
}
