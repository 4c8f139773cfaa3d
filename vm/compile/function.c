// The struct funcs of declared functions and methods: made when something first refers to them.
//
// A method with a value receiver has two versions: one takes the receiver in slots, the other takes
// its address in one word, as interfaces call it.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// The two versions of a method's code.
struct method_code {
  struct func *func;    // the receiver in as many slots as its type has
  struct func *by_word; // value receivers: the address of the receiver in one word
};

bool function_is_native(const struct function *function) {
  return !function->body && !function->body_skipped;
}

const char *compile_function_name(struct program *p, struct object *object) {
  struct function *function = object->u.func.function;
  if (function->name)
    return function->name;
  const char *path = object->package ? object->package->symbol : "";
  const struct object *receiver = type_underlying(object->type)->u.signature.receiver;
  if (!receiver)
    return region_printf(&p->region, "%s.%s", path, object->name);
  bool pointer = receiver->type->kind == TYPE_POINTER;
  const struct type *base = pointer ? receiver->type->u.pointer.elem : receiver->type;
  return region_printf(&p->region, pointer ? "%s.(*%s).%s" : "%s.%s.%s", path,
                       base->u.named.object->name, object->name);
}

// A function without a body is implemented in C, under its name or the symbol that it was given. If
// it is not, it fails when it is called.
static void bind_native(struct program *p, struct func *func, const char *symbol) {
  const struct native_entry *entry = p->find_native(p->find_native_context, func->name);
  if (!entry && symbol)
    entry = p->find_native(p->find_native_context, symbol);
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
  invariant_debug(slot == func->param_slots);
  func->param_pointers = spread(p, mask, func->param_slots);
}

void function_note_results(struct program *p, struct func *func, struct type *signature) {
  uint8_t *mask = region_alloc(&p->region, func->result_slots / 8u + 1);
  int slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *type = signature->u.signature.results[i]->type;
    type_pointer_slots(type, mask, slot);
    slot += type_slots(type);
  }
  invariant_debug(slot == func->result_slots);
  func->result_pointers = spread(p, mask, func->result_slots);
}

static struct func *make_func(struct program *p, struct object *object, bool by_word,
                              const char *symbol) {
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
  struct func *func = func_new(p, compile_function_name(p, object), source, results, params,
                               object->package && object->package->is_std ? FUNC_STD : 0);
  struct source_place place = source_place(&p->sources, object->pos);
  func->entry_line = (uint32_t)place.line;
  note_parameters(p, func, object, by_word);
  function_note_results(p, func, signature);
  if (function_is_native(function))
    bind_native(p, func, symbol);
  return func;
}

static struct method_code *method_code(struct program *p, struct object *object) {
  if (!object->u.func.compiled)
    object->u.func.compiled = region_alloc(&p->region, sizeof(struct method_code));
  return object->u.func.compiled;
}

struct func *compile_func_of(struct program *p, struct object *object) {
  struct method_code *code = method_code(p, object);
  if (!code->func) {
    const char *symbol;
    struct object *linked = compile_linked_function(p, object, &symbol);
    code->func = linked ? compile_func_of(p, linked) : make_func(p, object, false, symbol);
  }
  return code->func;
}

struct func *compile_named_function(struct program *p, const struct expr *e) {
  const struct expr *name = e->kind == EXPR_INDEX ? e->u.index.x : e;
  const struct selection *selection = &name->u.selector.selection;
  if (selection->kind == SELECT_QUALIFIED)
    return compile_func_of(p, selection->object);
  struct func *func = method_expr_func(p, selection, name->u.selector.x->type);
  if (!func->result_pointers)
    function_note_results(p, func, e->type);
  return func;
}

const char *compile_method_name(struct program *p, const struct type *receiver,
                                const char *method) {
  bool pointer = receiver->kind == TYPE_POINTER;
  const struct type *base = pointer ? receiver->u.pointer.elem : receiver;
  const char *string = type_runtime_string(&p->region, receiver);
  if (base->kind != TYPE_NAMED || !base->u.named.object->package)
    return region_printf(&p->region, "%s.%s", string, method);
  const struct object *object = base->u.named.object;
  return region_printf(&p->region, pointer ? "%s.(*%s%s).%s" : "%s.%s%s.%s",
                       object->package->symbol, object->name,
                       base->u.named.type_arg_count > 0 ? "[...]" : "", method);
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
    if (!function_is_native(method->u.func.function)) {
      struct method_code *code = method_code(p, method);
      if (!code->by_word)
        code->by_word = make_func(p, method, true, NULL);
      return code->by_word;
    }
  }
  struct type *signature = type_underlying(method->type);
  const char *name = compile_method_name(p, receiver, method->name);
  struct code_source source = {.kind = SOURCE_METHOD,
                               .method = method,
                               .receiver = receiver,
                               .path = selection->path,
                               .path_count = selection->path_count,
                               .signature = signature,
                               .package = method->package};
  struct func *func = func_new(p, name, source, signature_result_slots(signature),
                               1 + signature_param_slots(signature), FUNC_WRAPPER);
  function_note_results(p, func, signature);
  return func;
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
          !d->u.func.object->u.func.receiver_base &&
          function_is_native(d->u.func.object->u.func.function))
        compile_func_of(p, d->u.func.object);
    }
  }
}
