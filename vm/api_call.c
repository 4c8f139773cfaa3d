// Calls between C and Go: functions that a host binds, looks up and calls.
//
// On the Go side arguments and results fill whole slots of a frame; on the C side they are the
// fields of a struct laid out as Go lays structs out. A struct api_shape, made once for each
// function, says where each value is on both sides.

#include <stdlib.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/base.h"
#include "runtime/embed.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/string.h"
#include "vm/api_guard.h"
#include "runtime/syscall.h"
#include "vm/api_internal.h"
#include "vm/interp.h"
#include "vm/parse.h"

// One argument or result.
struct api_value {
  const struct rtype *type;
  uint32_t slot;   // in the frame, from the first of its list
  uint32_t offset; // bytes, in the C struct
};

// The arguments and results of a function.
struct api_shape {
  struct api_value *params, *results;
  int param_count, result_count;
};

// Lays one list out on both sides; returns the slots it fills.
static uint32_t lay_out(struct program *p, struct object **objects, int count,
                        struct api_value *values, uint32_t *bytes) {
  uint32_t slot = 0, offset = 0;
  for (int i = 0; i < count; i++) {
    const struct rtype *type = program_rtype(p, objects[i]->type);
    offset = (offset + type->align - 1) & ~(uint32_t)(type->align - 1);
    values[i] = (struct api_value){type, slot, offset};
    slot += type->slots;
    offset += (uint32_t)type->layout.size;
  }
  *bytes = offset;
  return slot;
}

static struct api_shape *make_shape(struct program *p, const struct type *signature) {
  int params = signature->u.signature.param_count, results = signature->u.signature.result_count;
  struct api_shape *shape = region_alloc(&p->region, sizeof *shape);
  uint32_t bytes;
  shape->params = region_alloc(&p->region, (size_t)(params + 1) * sizeof *shape->params);
  shape->results = region_alloc(&p->region, (size_t)(results + 1) * sizeof *shape->results);
  shape->param_count = params;
  shape->result_count = results;
  lay_out(p, signature->u.signature.params, params, shape->params, &bytes);
  shape->params[params].offset = bytes;
  lay_out(p, signature->u.signature.results, results, shape->results, &bytes);
  shape->results[results].offset = bytes;
  return shape;
}

// A value from slots to memory. Those too large for a frame lie behind a pointer.
static void from_slots(void *to, const uint64_t *slots, const struct rtype *type) {
  const void *from = type->flags & RTYPE_BOXED ? (const void *)*slots : slots;
  memcpy(to, from, type->layout.size);
}

static void to_slots(struct g *g, uint64_t *slots, const void *from, const struct rtype *type) {
  if (type->flags & RTYPE_BOXED)
    *slots = (uint64_t)iface_box(g, type, from);
  else
    interp_load(slots, from, type);
}

// Bound functions.

// What runs when a script calls a bound function.
static bool call_host(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t *frame;
  if (!syscall_leave_host(g))
    return true;
  struct func *fn = runtime_embed_native(g, &frame);
  struct vole_binding *binding = fn->native_data;
  struct program *p = &binding->vole->program;
  struct object *object;
  mutex_lock(&p->lock);
  if (!binding->shape) {
    program_find_function(p, binding->full_name, &object);
    binding->shape = make_shape(p, object->type);
  }
  const struct api_shape *shape = binding->shape;
  mutex_unlock(&p->lock);
  uint32_t in_bytes = shape->params[shape->param_count].offset,
           out_bytes = shape->results[shape->result_count].offset;
  // On the C stack: the slots keep what they point to alive, but may move when the host calls back.
  uint64_t in[in_bytes / 8 + 1], out[out_bytes / 8 + 1];
  for (int i = 0; i < shape->param_count; i++)
    from_slots((char *)in + shape->params[i].offset, args + shape->params[i].slot,
               shape->params[i].type);
  memset(out, 0, sizeof out);
  intptr_t results_at = results - g->stack.lo;
  bool ok = binding->function(binding->vole, binding->user, in, out);
  if (atomic_load_u32(&g->runtime->end.exiting))
    return false;
  for (int i = 0; ok && i < shape->result_count; i++)
    to_slots(g, g->stack.lo + results_at + shape->results[i].slot,
             (char *)out + shape->results[i].offset, shape->results[i].type);
  if (!ok)
    native_panic_plain(g, g->m->native_panic ? g->m->native_panic
                                             : "call of a host's function failed");
  free(g->m->native_panic);
  g->m->native_panic = NULL;
  runtime_forget_kept(g->runtime, g->activations);
  return ok;
}

void vole_panic(struct vole *rt, const char *message) {
  struct m *m = m_current();
  if (!m || m->runtime != &rt->runtime)
    return; // not in a native
  free(m->native_panic);
  m->native_panic = strdup(message);
}

bool vole_bind(struct vole *rt, const char *package, const char *declaration, vole_native function,
               void *user, struct vole_error *err) {
  size_t name_size;
  if (rt->program_made)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_bind: a program is loaded already");
  if (strncmp(declaration, "func ", 5) != 0 || (name_size = strcspn(declaration + 5, "( ")) == 0)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_bind: \"%s\" is not a function declaration",
                     declaration);
  struct vole_binding *b = calloc(1, sizeof *b);
  const char *base = strrchr(package, '/');
  struct text full_name = {0};
  text_addf(&full_name, "%s.%.*s", base ? base + 1 : package, (int)name_size, declaration + 5);
  if (b) {
    *b = (struct vole_binding){.next = rt->bindings,
                               .vole = rt,
                               .function = function,
                               .user = user,
                               .package = strdup(package),
                               .declaration = strdup(declaration),
                               .full_name = text_take(&full_name)};
  }
  if (!b || !b->package || !b->declaration || !b->full_name)
    return api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  b->native = (struct native_entry){b->full_name, call_host, FUNC_NATIVE_BLOCKING, b};
  rt->bindings = b;
  return true;
}

bool api_bound_package(struct vole *rt, const char *path, struct package_source *source) {
  struct text text = {0};
  const char *base = strrchr(path, '/');
  int count = 0;
  text_addf(&text, "package %s\n", base ? base + 1 : path);
  for (const struct vole_binding *b = rt->bindings; b; b = b->next) {
    if (strcmp(b->package, path) == 0) {
      text_addf(&text, "%s\n", b->declaration);
      count++;
    }
  }
  if (count > 0) {
    struct region *region = &rt->program.region;
    const char **names = region_alloc(region, sizeof *names),
               **texts = region_alloc(region, sizeof *texts);
    size_t *sizes = region_alloc(region, sizeof *sizes);
    names[0] = region_printf(region, "%s (bound by the host)", path);
    texts[0] = region_strndup(region, text.data, text.len);
    sizes[0] = text.len;
    *source = (struct package_source){
        .names = names, .texts = texts, .sizes = sizes, .count = 1, .is_std = true};
  }
  text_free(&text);
  return count > 0;
}

void api_free_bindings(struct vole *rt) {
  for (struct vole_binding *b = rt->bindings, *next; b; b = next) {
    next = b->next;
    free((void *)b->package);
    free((void *)b->declaration);
    free((void *)b->full_name);
    free(b);
  }
  for (struct vole_func *f = rt->functions, *next; f; f = next) {
    next = f->next;
    free(f);
  }
}

// Functions that a host calls.

// The name that a type expression is compared by: aliases are one.
static const char *canonical_name(const char *name) {
  if (strcmp(name, "byte") == 0)
    return "uint8";
  return strcmp(name, "rune") == 0 ? "int32" : name;
}

static bool is_empty_interface(const struct expr *x) {
  return (x->kind == EXPR_IDENT && strcmp(x->u.ident.name, "any") == 0) ||
         (x->kind == EXPR_INTERFACE_TYPE && x->u.interface_type.elements.count == 0);
}

static bool same_type(const struct expr *a, const struct expr *b);

static bool same_fields(const struct field_list *a, const struct field_list *b) {
  if (a->count != b->count)
    return false;
  for (int i = 0; i < a->count; i++) {
    if (!same_type(a->items[i].type, b->items[i].type))
      return false;
  }
  return true;
}

// Whether two type expressions, one of them the checker's own spelling of a type, mean the same.
static bool same_type(const struct expr *a, const struct expr *b) {
  if (!a || !b)
    return a == b;
  while (a->kind == EXPR_PAREN)
    a = a->u.paren.x;
  if (is_empty_interface(a) && is_empty_interface(b))
    return true;
  if (a->kind != b->kind)
    return false;
  switch (a->kind) {
  case EXPR_IDENT:
    return strcmp(canonical_name(a->u.ident.name), canonical_name(b->u.ident.name)) == 0;
  case EXPR_SELECTOR:
    return strcmp(a->u.selector.name, b->u.selector.name) == 0 &&
           same_type(a->u.selector.x, b->u.selector.x);
  case EXPR_STAR:
    return same_type(a->u.star.x, b->u.star.x);
  case EXPR_ELLIPSIS:
    return same_type(a->u.ellipsis.elem, b->u.ellipsis.elem);
  case EXPR_ARRAY_TYPE:
    return same_type(a->u.array_type.len, b->u.array_type.len) &&
           same_type(a->u.array_type.elem, b->u.array_type.elem);
  case EXPR_LITERAL:
    return strcmp(a->u.literal.text, b->u.literal.text) == 0;
  case EXPR_MAP_TYPE:
    return same_type(a->u.map_type.key, b->u.map_type.key) &&
           same_type(a->u.map_type.value, b->u.map_type.value);
  case EXPR_CHAN_TYPE:
    return a->u.chan_type.direction == b->u.chan_type.direction &&
           same_type(a->u.chan_type.elem, b->u.chan_type.elem);
  case EXPR_FUNC_TYPE:
    return same_fields(&a->u.func_type.params, &b->u.func_type.params) &&
           same_fields(&a->u.func_type.results, &b->u.func_type.results);
  default:
    return false;
  }
}

static struct expr *parse_text(struct program *p, const char *text) {
  struct source_file *file = source_add(&p->sources, "signature", text, strlen(text));
  return file ? parse_type_text(&p->region, &p->sources, file, &p->errors, &p->names) : NULL;
}

// Compares a type with what the host says it is; *actual gets its spelling.
static bool matches(struct program *p, struct type *type, const char *text, const char **actual) {
  *actual = type_string(&p->region, type, p->main_package);
  const struct expr *wanted = parse_text(p, region_strndup(&p->region, text, strlen(text))),
                    *have = parse_text(p, *actual);
  return wanted && have && same_type(wanted, have);
}

static bool is_loaded(struct vole *rt, struct vole_error *err) {
  if (atomic_load_u32(&rt->state) == VOLE_LOADED || atomic_load_u32(&rt->state) == VOLE_READY)
    return true;
  if (runtime_is_fatal(&rt->runtime))
    return api_report_fatal(rt, err);
  return api_error(err, VOLE_ERROR_USAGE, 2,
                   atomic_load_u32(&rt->state) == VOLE_DEAD ? "the instance has ended"
                                                            : "no program is loaded");
}

// Program locked: goroutines may be compiling.
static struct vole_func *find_func(struct vole *rt, const char *name, const char *signature,
                                   struct vole_error *err) {
  struct object *object = NULL;
  const char *actual;
  struct func *func = program_find_function(&rt->program, name, &object);
  if (!func || !object) {
    api_error(err, VOLE_ERROR_USAGE, 2, "no function %s", name);
    return NULL;
  }
  if (!matches(&rt->program, object->type, signature, &actual)) {
    api_error(err, VOLE_ERROR_USAGE, 2, "%s is a %s, not a %s", name, actual, signature);
    return NULL;
  }
  struct vole_func *f = calloc(1, sizeof *f);
  if (!f) {
    api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
    return NULL;
  }
  *f = (struct vole_func){
      .next = rt->functions, .func = func, .shape = make_shape(&rt->program, object->type)};
  rt->functions = f;
  return f;
}

struct vole_func *vole_func(struct vole *rt, const char *name, const char *signature,
                            struct vole_error *err) {
  if (!is_loaded(rt, err))
    return NULL;
  mutex_lock(&rt->program.lock);
  struct vole_func *f = find_func(rt, name, signature, err);
  mutex_unlock(&rt->program.lock);
  return f;
}

// Program locked.
static void *find_variable(struct vole *rt, const char *name, const char *type,
                           struct vole_error *err) {
  struct type *declared;
  const char *actual;
  void *address = program_find_variable(&rt->program, name, &declared);
  if (!address)
    api_error(err, VOLE_ERROR_USAGE, 2, "no variable %s", name);
  else if (!matches(&rt->program, declared, type, &actual)) {
    api_error(err, VOLE_ERROR_USAGE, 2, "%s is a %s, not a %s", name, actual, type);
    address = NULL;
  }
  return address;
}

void *vole_variable(struct vole *rt, const char *name, const char *type, struct vole_error *err) {
  if (!is_loaded(rt, err))
    return NULL;
  mutex_lock(&rt->program.lock);
  void *address = find_variable(rt, name, type, err);
  mutex_unlock(&rt->program.lock);
  return address;
}

// How a run that goroutines ended while the host was outside looks to it.
static enum interp_exit api_ended(struct vole *rt) {
  return rt->runtime.end.fatal ? INTERP_FATAL : INTERP_EXITED;
}

// Turns the end of an activation into an error.
static bool report(struct vole *rt, enum interp_exit exit, char *panic_text,
                   struct vole_error *err) {
  struct runtime_end *end = &rt->runtime.end;
  switch (exit) {
  case INTERP_RETURNED:
    return true;
  case INTERP_PANICKED:
    return api_error_take(err, VOLE_ERROR_PANIC, 2, panic_text);
  case INTERP_EXITED:
    atomic_store_u32(&rt->state, VOLE_DEAD);
    return api_error(err, VOLE_ERROR_EXIT, end->status, "exit status %d", end->status);
  case INTERP_FATAL:
    atomic_store_u32(&rt->state, VOLE_DEAD);
    return api_error(err, VOLE_ERROR_FATAL, end->status, "%s",
                     end->text ? end->text : "fatal error");
  }
  return false;
}

// A call of a function on the main goroutine, or on the one whose native calls. What the results
// point to, if there are any, is kept.
struct call {
  struct func *func;
  uint64_t *args;
  const struct api_shape *shape; // of args that are still at `memory`; NULL: there are none
  const void *memory;
  uint64_t *results;
  struct vole_error *err;
};

static bool do_call(struct vole *rt, void *argument) {
  const struct call *c = argument;
  char *panic_text = NULL;
  struct g *g;
  struct m *previous = runtime_enter(&rt->runtime, &g);
  enum interp_exit exit;
  if (!g) {
    exit = api_ended(rt);
  } else {
    const struct activation *owner = g->activations;
    for (int i = 0; c->shape && i < c->shape->param_count; i++)
      to_slots(g, c->args + c->shape->params[i].slot,
               (const char *)c->memory + c->shape->params[i].offset, c->shape->params[i].type);
    exit = interp_call(g, &c->func->self, c->args, c->results, &panic_text);
    // Only now: the arguments may be what the last call returned.
    runtime_forget_kept(&rt->runtime, owner);
    for (int i = 0; exit == INTERP_RETURNED && c->results && i < c->func->result_slots; i++)
      if (c->func->result_pointers[i] && c->results[i])
        runtime_keep(&rt->runtime, owner, (const void *)c->results[i]);
  }
  runtime_leave(&rt->runtime, previous);
  return report(rt, exit, panic_text, c->err);
}

static bool call(struct vole *rt, struct func *func, uint64_t *args, uint64_t *results,
                 struct vole_error *err) {
  struct call c = {.func = func, .args = args, .results = results, .err = err};
  return api_guarded(rt, do_call, &c, err);
}

// Initialises the packages, once.
static bool make_ready(struct vole *rt, struct vole_error *err) {
  if (!is_loaded(rt, err))
    return false;
  if (atomic_load_u32(&rt->state) == VOLE_READY)
    return true;
  atomic_store_u32(&rt->state, VOLE_READY);
  if (call(rt, rt->program.initialise, NULL, NULL, err))
    return true;
  atomic_store_u32(&rt->state, VOLE_DEAD);
  return false;
}

bool vole_run(struct vole *rt, struct vole_error *err) {
  if (!make_ready(rt, err))
    return false;
  mutex_lock(&rt->program.lock);
  struct func *main_function = program_find_function(&rt->program, "main.main", NULL);
  mutex_unlock(&rt->program.lock);
  if (!main_function || strcmp(rt->program.main_package->name, "main") != 0)
    return api_error(err, VOLE_ERROR_USAGE, 1, "package %s is not a main package",
                     rt->program.main_package->name);
  return call(rt, main_function, NULL, NULL, err);
}

bool vole_call(struct vole *rt, struct vole_func *function, const void *arguments, void *results,
               struct vole_error *err) {
  if (!make_ready(rt, err))
    return false;
  const struct api_shape *shape = function->shape;
  const struct func *fn = function->func;
  uint64_t in[fn->param_slots + 1], out[fn->result_slots + 1];
  struct call c = {function->func, in, shape, arguments, out, err};
  if (!api_guarded(rt, do_call, &c, err))
    return false;
  for (int i = 0; results && i < shape->result_count; i++)
    from_slots((char *)results + shape->results[i].offset, out + shape->results[i].slot,
               shape->results[i].type);
  return true;
}

char *vole_iface_text(struct vole *rt, struct vole_iface value) {
  char *text = NULL;
  if (!value.type || atomic_load_u32(&rt->state) != VOLE_READY)
    return NULL;
  const struct rtype *type = iface_dynamic_type(&rt->runtime, value.type);
  const struct rtype_method *method = rtype_find_method(type, "Error", NULL);
  if (!method)
    method = rtype_find_method(type, "String", NULL);
  uint64_t receiver = (uint64_t)value.data, result[2] = {0, 0};
  if (!method || method->type->param_count != 0 || method->type->result_count != 1 ||
      method->type->results[0]->kind != KIND_STRING)
    return strdup(type->string);
  if (call(rt, method->func, &receiver, result, NULL))
    text = string_to_c((struct go_string){(const uint8_t *)result[0], (int64_t)result[1]});
  return text;
}
