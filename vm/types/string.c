// How types are written: in messages, as Go's compiler does, and at run time, as reflect does.

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/types/types.h"
#include "vm/syntax/region_text.h"

struct type_writer {
  struct region_text text;
  const struct package *from; // names of this package are not qualified
  bool runtime;               // reflect's words
  int depth;
  int lists; // of type arguments that are open
};

static void write_type(struct type_writer *w, const struct type *t);

static void add(struct type_writer *w, const char *s) {
  region_text_add(&w->text, s);
}

static void write_param(struct type_writer *w, const struct object *param, bool variadic) {
  if (param->name && !w->runtime) {
    add(w, param->name);
    add(w, " ");
  }
  const struct type *t = param->type;
  if (!variadic) {
    write_type(w, t);
    return;
  }
  if (t && t->kind == TYPE_SLICE) {
    add(w, "...");
    write_type(w, t->u.slice.elem);
  } else {
    write_type(w, t);
    add(w, "..."); // append([]byte, string...)
  }
}

static void write_params(struct type_writer *w, struct object **params, int count, bool variadic) {
  add(w, "(");
  for (int i = 0; i < count; i++) {
    if (i > 0)
      add(w, ", ");
    write_param(w, params[i], variadic && i == count - 1);
  }
  add(w, ")");
}

static void write_type_params(struct type_writer *w, struct type **params, int count) {
  if (count == 0)
    return;
  add(w, "[");
  for (int i = 0; i < count; i++) {
    if (i > 0)
      add(w, ", ");
    write_type(w, params[i]);
    if (i + 1 == count || params[i + 1]->u.param.constraint != params[i]->u.param.constraint) {
      add(w, " ");
      write_type(w, params[i]->u.param.constraint);
    }
  }
  add(w, "]");
}

static void write_signature(struct type_writer *w, const struct type *t) {
  invariant_debug(t->kind == TYPE_SIGNATURE);
  write_type_params(w, t->u.signature.type_params, t->u.signature.type_param_count);
  write_params(w, t->u.signature.params, t->u.signature.param_count, t->u.signature.variadic);
  int count = t->u.signature.result_count;
  if (count == 0)
    return;
  add(w, " ");
  struct object **results = t->u.signature.results;
  if (count == 1 && (!results[0]->name || w->runtime))
    write_type(w, results[0]->type);
  else
    write_params(w, results, count, false);
}

// Writes the package of a method, or of a field of a type argument, whose name only it can use.
static void qualify(struct type_writer *w, const struct object *object) {
  if (types_name_exported(object->name) || !object->package)
    return;
  add(w, object->package->name);
  add(w, ".");
}

// Whether the name of an embedded field follows from how its type is written in a list of type arguments.
static bool is_named_as_type(const struct object *field) {
  const struct type *t = field->type;
  if (t->kind == TYPE_POINTER)
    t = t->u.pointer.elem;
  if (t->kind != TYPE_NAMED || t->u.named.type_arg_count > 0)
    return false;
  const struct object *object = t->u.named.object;
  return object->package && object->name == field->name && object->u.type_name.local == 0;
}

static void write_struct(struct type_writer *w, const struct type *t) {
  invariant_debug(t->kind == TYPE_STRUCT);
  int count = t->u.struct_.count;
  add(w, w->runtime ? (count > 0 ? "struct { " : "struct {") : "struct{");
  for (int i = 0; i < count; i++) {
    const struct object *field = t->u.struct_.fields[i];
    if (i > 0)
      add(w, "; ");
    if (!field->u.var.embedded || (w->lists > 0 && !is_named_as_type(field))) {
      if (w->lists > 0)
        qualify(w, field);
      add(w, field->name);
      add(w, field->u.var.embedded ? " = " : " ");
    }
    write_type(w, field->type);
    if (t->u.struct_.tags && t->u.struct_.tags[i]) {
      add(w, " ");
      region_text_add_quoted(&w->text, t->u.struct_.tags[i]);
    }
  }
  add(w, w->runtime && count > 0 ? " }" : "}");
}

static void write_union(struct type_writer *w, const struct type *t) {
  for (int i = 0; i < t->u.union_.count; i++) {
    if (i > 0)
      add(w, " | ");
    if (t->u.union_.tilde[i])
      add(w, "~");
    write_type(w, t->u.union_.terms[i]);
  }
}

static void write_interface(struct type_writer *w, const struct type *t) {
  invariant_debug(t->kind == TYPE_INTERFACE);
  if (t->u.interface_.name && !w->runtime) {
    add(w, t->u.interface_.name);
    return;
  }
  if (t->u.interface_.is_implicit) {
    write_type(w, t->u.interface_.embeddeds[0]);
    return;
  }
  struct object **methods = w->runtime ? t->u.interface_.all_methods : t->u.interface_.methods;
  int count = w->runtime ? t->u.interface_.all_count : t->u.interface_.method_count;
  int embedded = w->runtime ? 0 : t->u.interface_.embedded_count;
  add(w, w->runtime ? (count > 0 ? "interface { " : "interface {") : "interface{");
  for (int i = 0; i < count; i++) {
    if (i > 0)
      add(w, "; ");
    if (w->runtime)
      qualify(w, methods[i]);
    add(w, methods[i]->name);
    if (methods[i]->type)
      write_signature(w, methods[i]->type);
  }
  for (int i = 0; i < embedded; i++) {
    if (count + i > 0)
      add(w, "; ");
    write_type(w, t->u.interface_.embeddeds[i]);
  }
  add(w, w->runtime && count > 0 ? " }" : "}");
}

static void write_chan(struct type_writer *w, const struct type *t) {
  const struct type *elem = t->u.chan.elem;
  add(w, t->u.chan.direction == CHAN_SEND      ? "chan<- "
         : t->u.chan.direction == CHAN_RECEIVE ? "<-chan "
                                               : "chan ");
  bool parens = t->u.chan.direction == CHAN_BOTH && elem && elem->kind == TYPE_CHAN &&
                elem->u.chan.direction == CHAN_RECEIVE;
  if (parens)
    add(w, "(");
  write_type(w, elem);
  if (parens)
    add(w, ")");
}

static void write_list(struct type_writer *w, struct type **types, int count) {
  w->lists += w->runtime;
  add(w, "[");
  for (int i = 0; i < count; i++) {
    if (i > 0)
      add(w, w->runtime ? "," : ", ");
    write_type(w, types[i]);
  }
  add(w, "]");
  w->lists -= w->runtime;
}

// Writes what follows the name of a local type: the type arguments of the function that defines it, and
// in a list of type arguments its number.
static void write_local(struct type_writer *w, const struct object *object) {
  const struct function *host = object->u.type_name.host;
  if (host)
    write_list(w, host->type_args, host->type_arg_count);
  if (w->lists > 0)
    add(w, region_printf(w->text.region, "·%d", object->u.type_name.local));
}

static void write_named(struct type_writer *w, const struct type *t) {
  invariant_debug(t->u.named.object);
  const struct object *object = t->u.named.object;
  if (object->package && !types_same_package(object->package, w->from)) {
    if (object->package->name_is_shared && !w->runtime)
      region_text_add_quoted(&w->text, object->package->path);
    else
      add(w, w->lists > 0 ? object->package->path : object->package->name);
    add(w, ".");
  }
  add(w, object->name);
  if (w->runtime && object->u.type_name.local > 0)
    write_local(w, object);
  if (t->u.named.type_arg_count > 0)
    write_list(w, t->u.named.type_args, t->u.named.type_arg_count);
  else if (t->u.named.type_param_count > 0)
    write_type_params(w, t->u.named.type_params, t->u.named.type_param_count);
}

static void write_basic(struct type_writer *w, const struct type *t) {
  const char *name = t->u.basic.name;
  if (w->runtime && t->u.basic.kind == BASIC_UINT8)
    name = "uint8";
  else if (w->runtime && t->u.basic.kind == BASIC_INT32)
    name = "int32";
  add(w, name);
}

static void write_array(struct type_writer *w, const struct type *t) {
  char text[32];
  snprintf(text, sizeof text, "[%" PRId64 "]", t->u.array.len);
  add(w, text);
  write_type(w, t->u.array.elem);
}

static void write_type(struct type_writer *w, const struct type *t) {
  if (!t) {
    add(w, "<nil>");
    return;
  }
  if (w->depth > 200) {
    add(w, "…");
    return;
  }
  w->depth++;
  switch (t->kind) {
  case TYPE_BASIC:
    write_basic(w, t);
    break;
  case TYPE_NAMED:
    write_named(w, t);
    break;
  case TYPE_POINTER:
    add(w, "*");
    write_type(w, t->u.pointer.elem);
    break;
  case TYPE_ARRAY:
    write_array(w, t);
    break;
  case TYPE_SLICE:
    add(w, "[]");
    write_type(w, t->u.slice.elem);
    break;
  case TYPE_STRUCT:
    write_struct(w, t);
    break;
  case TYPE_SIGNATURE:
    add(w, "func");
    write_signature(w, t);
    break;
  case TYPE_INTERFACE:
    write_interface(w, t);
    break;
  case TYPE_MAP:
    add(w, "map[");
    write_type(w, t->u.map.key);
    add(w, "]");
    write_type(w, t->u.map.value);
    break;
  case TYPE_CHAN:
    write_chan(w, t);
    break;
  case TYPE_TUPLE:
    add(w, "(");
    for (int i = 0; i < t->u.tuple.count; i++) {
      if (i > 0)
        add(w, ", ");
      if (t->u.tuple.objects)
        write_param(w, t->u.tuple.objects[i], false);
      else
        write_type(w, t->u.tuple.types[i]);
    }
    add(w, ")");
    break;
  case TYPE_PARAM:
    add(w, t->u.param.object->name);
    break;
  case TYPE_UNION:
    write_union(w, t);
    break;
  }
  w->depth--;
}

const char *type_string(struct region *region, const struct type *t, const struct package *from) {
  struct type_writer w = {.text = {.region = region}, .from = from};
  write_type(&w, t);
  return region_text_end(&w.text);
}

const char *type_runtime_string(struct region *region, const struct type *t) {
  struct type_writer w = {.text = {.region = region}, .runtime = true};
  write_type(&w, t);
  return region_text_end(&w.text);
}
