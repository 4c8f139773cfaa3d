// How expressions are written in messages: as in the source, with bodies of functions and literals
// left out. After cmd/compile/internal/syntax's short form.

#include "vm/syntax/expr_string.h"

#include "vm/syntax/token.h"
#include "vm/syntax/region_text.h"

enum { max_depth = 100 };

static void write_expr(struct region_text *w, const struct expr *e, int depth);

static void write_list(struct region_text *w, const struct expr_list *list, int depth) {
  for (int i = 0; i < list->count; i++) {
    if (i > 0)
      region_text_add(w, ", ");
    write_expr(w, list->items[i], depth);
  }
}

static void write_fields(struct region_text *w, const struct field_list *list, const char *open,
                         const char *close, int depth) {
  region_text_add(w, open);
  for (int i = 0; i < list->count; i++) {
    const struct field *field = &list->items[i];
    if (i > 0)
      region_text_add(w, ", ");
    if (field->name)
      region_text_add(w, field->name);
    bool shared = field->name && i + 1 < list->count && list->items[i + 1].name &&
                  list->items[i + 1].type == field->type;
    if (!shared) {
      if (field->name)
        region_text_add(w, " ");
      write_expr(w, field->type, depth);
    }
  }
  region_text_add(w, close);
}

static void write_signature(struct region_text *w, const struct expr *type, int depth) {
  if (!type || type->kind != EXPR_FUNC_TYPE)
    return;
  write_fields(w, &type->u.func_type.params, "(", ")", depth);
  const struct field_list *results = &type->u.func_type.results;
  if (results->count == 0)
    return;
  region_text_add(w, " ");
  if (results->count == 1 && !results->items[0].name)
    write_expr(w, results->items[0].type, depth);
  else
    write_fields(w, results, "(", ")", depth);
}

static bool has_empty_body(const struct function *function) {
  return function->body && function->body->u.block.stmts.count == 0;
}

static void write_slice(struct region_text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.slice.x, depth);
  region_text_add(w, "[");
  write_expr(w, e->u.slice.low, depth);
  region_text_add(w, ":");
  write_expr(w, e->u.slice.high, depth);
  if (e->u.slice.three) {
    region_text_add(w, ":");
    write_expr(w, e->u.slice.max, depth);
  }
  region_text_add(w, "]");
}

// Fields of a struct: those that share a type are one group.
static void write_struct_fields(struct region_text *w, const struct field_list *list, int depth) {
  for (int i = 0; i < list->count; i++) {
    const struct field *field = &list->items[i];
    bool shares = i > 0 && !field->embedded && list->items[i - 1].type == field->type;
    bool shared = i + 1 < list->count && !field->embedded && list->items[i + 1].type == field->type;
    if (i > 0)
      region_text_add(w, shares ? ", " : "; ");
    if (!field->embedded && field->name)
      region_text_add(w, field->name);
    if (shared)
      continue;
    if (!field->embedded)
      region_text_add(w, " ");
    write_expr(w, field->type, depth);
    if (field->tag) {
      region_text_add(w, " ");
      write_expr(w, field->tag, depth);
    }
  }
}

static void write_interface_elements(struct region_text *w, const struct field_list *list,
                                     int depth) {
  for (int i = 0; i < list->count; i++) {
    const struct field *element = &list->items[i];
    if (i > 0)
      region_text_add(w, "; ");
    if (!element->name || element->embedded) {
      write_expr(w, element->type, depth);
    } else {
      region_text_add(w, element->name);
      write_signature(w, element->type, depth);
    }
  }
}

// chan (<-chan T) needs its parentheses.
static void write_chan_elem(struct region_text *w, const struct expr *e, int depth) {
  const struct expr *elem = e->u.chan_type.elem;
  bool parens = e->u.chan_type.direction != CHAN_SEND && elem->kind == EXPR_CHAN_TYPE &&
                elem->u.chan_type.direction == CHAN_RECEIVE;
  if (parens)
    region_text_add(w, "(");
  write_expr(w, elem, depth);
  if (parens)
    region_text_add(w, ")");
}

static void write_type_expr(struct region_text *w, const struct expr *e, int depth) {
  switch (e->kind) {
  case EXPR_ELLIPSIS:
    region_text_add(w, "...");
    write_expr(w, e->u.ellipsis.elem, depth);
    break;
  case EXPR_ARRAY_TYPE:
    region_text_add(w, "[");
    write_expr(w, e->u.array_type.len, depth);
    region_text_add(w, "]");
    write_expr(w, e->u.array_type.elem, depth);
    break;
  case EXPR_STRUCT_TYPE:
    region_text_add(w, "struct{");
    write_struct_fields(w, &e->u.struct_type.fields, depth);
    region_text_add(w, "}");
    break;
  case EXPR_FUNC_TYPE:
    region_text_add(w, "func");
    write_signature(w, e, depth);
    break;
  case EXPR_INTERFACE_TYPE:
    region_text_add(w, "interface{");
    write_interface_elements(w, &e->u.interface_type.elements, depth);
    region_text_add(w, "}");
    break;
  case EXPR_MAP_TYPE:
    region_text_add(w, "map[");
    write_expr(w, e->u.map_type.key, depth);
    region_text_add(w, "]");
    write_expr(w, e->u.map_type.value, depth);
    break;
  case EXPR_CHAN_TYPE:
    region_text_add(w, e->u.chan_type.direction == CHAN_SEND      ? "chan<- "
                       : e->u.chan_type.direction == CHAN_RECEIVE ? "<-chan "
                                                                  : "chan ");
    write_chan_elem(w, e, depth);
    break;
  default:
    region_text_add(w, "_");
    break;
  }
}

static void write_call(struct region_text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.call.fun, depth);
  region_text_add(w, "(");
  write_list(w, &e->u.call.args, depth);
  if (e->u.call.has_ellipsis)
    region_text_add(w, "...");
  region_text_add(w, ")");
}

static void write_assert(struct region_text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.type_assert.x, depth);
  region_text_add(w, ".(");
  if (!e->u.type_assert.type)
    region_text_add(w, "type");
  write_expr(w, e->u.type_assert.type, depth);
  region_text_add(w, ")");
}

static void write_binary(struct region_text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.binary.x, depth);
  region_text_add(w, " ");
  region_text_add(w, token_text(e->u.binary.op));
  region_text_add(w, " ");
  write_expr(w, e->u.binary.y, depth);
}

static void write_expr(struct region_text *w, const struct expr *e, int depth) {
  if (!e)
    return;
  if (depth > max_depth) {
    region_text_add(w, "…");
    return;
  }
  depth++;
  switch (e->kind) {
  case EXPR_IDENT:
    region_text_add(w, e->u.ident.name);
    break;
  case EXPR_LITERAL:
    region_text_add_bytes(w, e->u.literal.text, (size_t)e->u.literal.size);
    break;
  case EXPR_FUNC:
    region_text_add(w, "func");
    write_signature(w, e->u.func.function->type, depth);
    region_text_add(w, has_empty_body(e->u.func.function) ? " {}" : " {…}");
    break;
  case EXPR_COMPOSITE:
    write_expr(w, e->u.composite.type, depth);
    region_text_add(w, e->u.composite.elements.count > 0 ? "{…}" : "{}");
    break;
  case EXPR_KEY_VALUE:
    write_expr(w, e->u.key_value.key, depth);
    region_text_add(w, ": ");
    write_expr(w, e->u.key_value.value, depth);
    break;
  case EXPR_PAREN:
    region_text_add(w, "(");
    write_expr(w, e->u.paren.x, depth);
    region_text_add(w, ")");
    break;
  case EXPR_SELECTOR:
    write_expr(w, e->u.selector.x, depth);
    region_text_add(w, ".");
    region_text_add(w, e->u.selector.name);
    break;
  case EXPR_INDEX:
    write_expr(w, e->u.index.x, depth);
    region_text_add(w, "[");
    write_list(w, &e->u.index.indices, depth);
    region_text_add(w, "]");
    break;
  case EXPR_SLICE:
    write_slice(w, e, depth);
    break;
  case EXPR_TYPE_ASSERT:
    write_assert(w, e, depth);
    break;
  case EXPR_CALL:
    write_call(w, e, depth);
    break;
  case EXPR_STAR:
    region_text_add(w, "*");
    write_expr(w, e->u.star.x, depth);
    break;
  case EXPR_UNARY:
    region_text_add(w, token_text(e->u.unary.op));
    write_expr(w, e->u.unary.x, depth);
    break;
  case EXPR_BINARY:
    write_binary(w, e, depth);
    break;
  default:
    write_type_expr(w, e, depth);
    break;
  }
}

const char *expr_string(struct region *region, const struct expr *e) {
  struct region_text w = {.region = region};
  write_expr(&w, e, 0);
  return region_text_end(&w);
}
