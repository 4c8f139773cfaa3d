// How expressions are written in messages: as in the source, with bodies of functions and literals left out.
// After cmd/compile/internal/syntax's short form.

#include "vm/expr_string.h"

#include "vm/token.h"
#include "vm/text.h"

enum { MAX_DEPTH = 100 };

static void write_expr(struct text *w, const struct expr *e, int depth);

static void write_list(struct text *w, const struct expr_list *list, int depth) {
  for (int i = 0; i < list->count; i++) {
    if (i > 0)
      text_add(w, ", ");
    write_expr(w, list->items[i], depth);
  }
}

static void write_fields(struct text *w, const struct field_list *list, const char *open, const char *close, int depth) {
  text_add(w, open);
  for (int i = 0; i < list->count; i++) {
    const struct field *field = &list->items[i];
    if (i > 0)
      text_add(w, ", ");
    if (field->name != NULL)
      text_add(w, field->name);
    bool shared = field->name != NULL && i + 1 < list->count && list->items[i + 1].name != NULL && list->items[i + 1].type == field->type;
    if (!shared) {
      if (field->name != NULL)
        text_add(w, " ");
      write_expr(w, field->type, depth);
    }
  }
  text_add(w, close);
}

static void write_signature(struct text *w, const struct expr *type, int depth) {
  if (type == NULL || type->kind != EXPR_FUNC_TYPE)
    return;
  write_fields(w, &type->u.func_type.params, "(", ")", depth);
  const struct field_list *results = &type->u.func_type.results;
  if (results->count == 0)
    return;
  text_add(w, " ");
  if (results->count == 1 && results->items[0].name == NULL)
    write_expr(w, results->items[0].type, depth);
  else
    write_fields(w, results, "(", ")", depth);
}

static void write_slice(struct text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.slice.x, depth);
  text_add(w, "[");
  write_expr(w, e->u.slice.low, depth);
  text_add(w, ":");
  write_expr(w, e->u.slice.high, depth);
  if (e->u.slice.three) {
    text_add(w, ":");
    write_expr(w, e->u.slice.max, depth);
  }
  text_add(w, "]");
}

static void write_type_expr(struct text *w, const struct expr *e, int depth) {
  switch (e->kind) {
  case EXPR_ELLIPSIS:
    text_add(w, "...");
    write_expr(w, e->u.ellipsis.elem, depth);
    break;
  case EXPR_ARRAY_TYPE:
    text_add(w, "[");
    write_expr(w, e->u.array_type.len, depth);
    text_add(w, "]");
    write_expr(w, e->u.array_type.elem, depth);
    break;
  case EXPR_STRUCT_TYPE:
    text_add(w, e->u.struct_type.fields.count > 0 ? "struct{…}" : "struct{}");
    break;
  case EXPR_FUNC_TYPE:
    text_add(w, "func");
    write_signature(w, e, depth);
    break;
  case EXPR_INTERFACE_TYPE:
    text_add(w, e->u.interface_type.elements.count > 0 ? "interface{…}" : "interface{}");
    break;
  case EXPR_MAP_TYPE:
    text_add(w, "map[");
    write_expr(w, e->u.map_type.key, depth);
    text_add(w, "]");
    write_expr(w, e->u.map_type.value, depth);
    break;
  case EXPR_CHAN_TYPE:
    text_add(w, e->u.chan_type.direction == CHAN_SEND ? "chan<- " : e->u.chan_type.direction == CHAN_RECEIVE ? "<-chan " : "chan ");
    write_expr(w, e->u.chan_type.elem, depth);
    break;
  default:
    text_add(w, "_");
    break;
  }
}

static void write_call(struct text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.call.fun, depth);
  text_add(w, "(");
  write_list(w, &e->u.call.args, depth);
  if (e->u.call.has_ellipsis)
    text_add(w, "...");
  text_add(w, ")");
}

static void write_assert(struct text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.type_assert.x, depth);
  text_add(w, ".(");
  if (e->u.type_assert.type == NULL)
    text_add(w, "type");
  write_expr(w, e->u.type_assert.type, depth);
  text_add(w, ")");
}

static void write_binary(struct text *w, const struct expr *e, int depth) {
  write_expr(w, e->u.binary.x, depth);
  text_add(w, " ");
  text_add(w, token_text(e->u.binary.op));
  text_add(w, " ");
  write_expr(w, e->u.binary.y, depth);
}

static void write_expr(struct text *w, const struct expr *e, int depth) {
  if (e == NULL)
    return;
  if (depth > MAX_DEPTH) {
    text_add(w, "…");
    return;
  }
  depth++;
  switch (e->kind) {
  case EXPR_IDENT:
    text_add(w, e->u.ident.name);
    break;
  case EXPR_LITERAL:
    text_add_bytes(w, e->u.literal.text, (size_t)e->u.literal.size);
    break;
  case EXPR_FUNC:
    text_add(w, "func");
    write_signature(w, e->u.func.function->type, depth);
    text_add(w, " {…}");
    break;
  case EXPR_COMPOSITE:
    write_expr(w, e->u.composite.type, depth);
    text_add(w, e->u.composite.elements.count > 0 ? "{…}" : "{}");
    break;
  case EXPR_KEY_VALUE:
    write_expr(w, e->u.key_value.key, depth);
    text_add(w, ": ");
    write_expr(w, e->u.key_value.value, depth);
    break;
  case EXPR_PAREN:
    text_add(w, "(");
    write_expr(w, e->u.paren.x, depth);
    text_add(w, ")");
    break;
  case EXPR_SELECTOR:
    write_expr(w, e->u.selector.x, depth);
    text_add(w, ".");
    text_add(w, e->u.selector.name);
    break;
  case EXPR_INDEX:
    write_expr(w, e->u.index.x, depth);
    text_add(w, "[");
    write_list(w, &e->u.index.indices, depth);
    text_add(w, "]");
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
    text_add(w, "*");
    write_expr(w, e->u.star.x, depth);
    break;
  case EXPR_UNARY:
    text_add(w, token_text(e->u.unary.op));
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
  struct text w = {.region = region};
  write_expr(&w, e, 0);
  return text_end(&w);
}
