// Walks over the syntax tree: see ast.h.

#include "vm/syntax/ast.h"

#include "mem/invariant.h"

struct stmt *stmt_unlabeled(struct stmt *s) {
  while (s && s->kind == STMT_LABELED)
    s = s->u.labeled.stmt;
  return s;
}

struct function *function_returning(struct function *f) {
  while (f && f->range)
    f = f->outer;
  return f;
}

struct function *function_outermost_body(struct function *f) {
  if (!f || !f->range)
    return NULL;
  while (f->outer->range)
    f = f->outer;
  return f;
}

struct expr *expr_unparen(struct expr *e) {
  while (e->kind == EXPR_PAREN)
    e = e->u.paren.x;
  return e;
}

static struct expr **list_child(struct expr_list *list, int i) {
  return i < list->count ? &list->items[i] : NULL;
}

// The i-th of first and second.
static struct expr **pair_child(struct expr **first, struct expr **second, int i) {
  return i == 0 ? first : i == 1 ? second : NULL;
}

// The i-th of first and a list.
static struct expr **head_child(struct expr **first, struct expr_list *list, int i) {
  return i == 0 ? first : list_child(list, i - 1);
}

static struct expr **slice_child(struct expr *e, int i) {
  struct expr **children[] = {&e->u.slice.x, &e->u.slice.low, &e->u.slice.high, &e->u.slice.max};
  return i < 4 ? children[i] : NULL;
}

struct expr **expr_child(struct expr *e, int i) {
  invariant_debug(i >= 0);
  switch (e->kind) {
  case EXPR_COMPOSITE:
    return head_child(&e->u.composite.type, &e->u.composite.elements, i);
  case EXPR_KEY_VALUE:
    return pair_child(&e->u.key_value.key, &e->u.key_value.value, i);
  case EXPR_PAREN:
    return i == 0 ? &e->u.paren.x : NULL;
  case EXPR_SELECTOR:
    return i == 0 ? &e->u.selector.x : NULL;
  case EXPR_INDEX:
    return head_child(&e->u.index.x, &e->u.index.indices, i);
  case EXPR_SLICE:
    return slice_child(e, i);
  case EXPR_TYPE_ASSERT:
    return pair_child(&e->u.type_assert.x, &e->u.type_assert.type, i);
  case EXPR_CALL:
    return head_child(&e->u.call.fun, &e->u.call.args, i);
  case EXPR_STAR:
    return i == 0 ? &e->u.star.x : NULL;
  case EXPR_UNARY:
    return i == 0 ? &e->u.unary.x : NULL;
  case EXPR_BINARY:
    return pair_child(&e->u.binary.x, &e->u.binary.y, i);
  default:
    return NULL;
  }
}
