// Interface types, and the terms and unions that constraints are made of. After go/types interface.go
// and union.go.

#include <stdlib.h>
#include <string.h>

#include "vm/check/internal.h"

enum { term_limit = 100 }; // of a union, as in Go

static void add_term(struct checker *c, struct type *u, struct type *term, bool tilde) {
  invariant_debug(u->kind == TYPE_UNION);
  int n = u->u.union_.count;
  struct type **terms = region_alloc(c->region, (size_t)(n + 1) * sizeof *terms);
  bool *tildes = region_alloc(c->region, (size_t)(n + 1) * sizeof *tildes);
  if (n > 0) {
    memcpy(terms, u->u.union_.terms, (size_t)n * sizeof *terms);
    memcpy(tildes, u->u.union_.tilde, (size_t)n * sizeof *tildes);
  }
  terms[n] = term;
  tildes[n] = tilde;
  u->u.union_.terms = terms;
  u->u.union_.tilde = tildes;
  u->u.union_.count = n + 1;
}

// The type of a term of a union or constraint, which must be no type parameter.
static struct type *check_term_type(struct checker *c, struct expr *e) {
  bool tilde = e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_TILDE;
  struct expr *x = tilde ? e->u.unary.x : e;
  struct type *t = check_type(c, x);
  if (t->kind != TYPE_PARAM)
    return t;
  if (tilde)
    check_error(c, x->start_pos, "type in term %s cannot be a type parameter",
                check_expr_string(c, e));
  else
    check_error(c, x->start_pos, "term cannot be a type parameter");
  return invalid_type(c);
}

static void add_terms(struct checker *c, struct type *u, struct expr *e) {
  if (e->kind == EXPR_BINARY && e->u.binary.op == TOKEN_OR) {
    if (!check_deeper(c, e->start_pos))
      return;
    add_terms(c, u, e->u.binary.x);
    add_terms(c, u, e->u.binary.y);
    c->depth--;
    return;
  }
  if (u->u.union_.count == term_limit)
    check_error(c, e->start_pos,
                "cannot handle more than %d union terms (implementation limitation)", term_limit);
  if (u->u.union_.count >= term_limit)
    return;
  bool tilde = e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_TILDE;
  struct type *term = check_term_type(c, e);
  add_term(c, u, term, tilde);
  u->u.union_.exprs[u->u.union_.count - 1] = e;
}

// Whether an earlier term of a union has types of the i-th one.
static void refuse_overlap(struct checker *c, struct type *u, int i) {
  invariant_debug(u->kind == TYPE_UNION);
  struct type_term own = {u->u.union_.terms[i], u->u.union_.tilde[i]};
  for (int j = 0; j < i; j++) {
    struct type_term other = {u->u.union_.terms[j], u->u.union_.tilde[j]};
    if (!types_is_valid(other.type) || type_is_interface(other.type) ||
        !type_terms_overlap(&own, &other))
      continue;
    check_error(c, u->u.union_.exprs[i]->start_pos, "overlapping terms %s%s and %s%s",
                own.tilde ? "~" : "", type_string(c->region, own.type, NULL),
                other.tilde ? "~" : "", type_string(c->region, other.type, NULL));
    return;
  }
}

// Interfaces in unions are only what their terms say.
static void check_interface_term(struct checker *c, struct type *t, struct expr *e) {
  struct type *under = type_underlying(t);
  types_complete_interface(under);
  const char *name = type_string(c->region, t, NULL);
  if (under->u.interface_.all_count > 0)
    check_error(c, e->start_pos, "cannot use %s in union (%s contains methods)", name, name);
  else if (t->kind == TYPE_NAMED && !t->u.named.object->package && types_type_set(t)->comparable)
    check_error(c, e->start_pos, "cannot use comparable in union");
  else if (types_type_set(t)->comparable)
    check_error(c, e->start_pos, "cannot use %s in union (%s embeds comparable)", name, name);
}

void check_union(struct checker *c, struct type *u) {
  invariant_debug(u->kind == TYPE_UNION);
  for (int i = 0; i < u->u.union_.count; i++) {
    struct type *t = u->u.union_.terms[i], *under = type_underlying(t);
    struct expr *e = u->u.union_.exprs[i];
    if (!types_is_valid(under))
      continue;
    if (u->u.union_.tilde[i] && under->kind == TYPE_INTERFACE)
      check_error(c, e->start_pos, "invalid use of ~ (%s is an interface)",
                  check_type_string(c, t));
    else if (u->u.union_.tilde[i] && !types_identical(under, t))
      check_error(c, e->start_pos, "invalid use of ~ (underlying type of %s is %s)",
                  check_type_string(c, t), check_type_string(c, under));
    else if (under->kind == TYPE_INTERFACE)
      check_interface_term(c, t, e);
    else
      refuse_overlap(c, u, i);
  }
}

struct type *check_constraint_element(struct checker *c, struct expr *e) {
  bool is_union = (e->kind == EXPR_BINARY && e->u.binary.op == TOKEN_OR) ||
                  (e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_TILDE);
  if (!is_union)
    return check_type(c, e);
  struct type *u = types_new(c->universe, TYPE_UNION);
  u->u.union_.exprs = region_alloc(c->region, term_limit * sizeof(struct expr *));
  add_terms(c, u, e);
  check_later(c, (struct later){.kind = LATER_UNION, .type = u});
  e->mode = MODE_TYPE;
  e->type = u;
  return u;
}

static struct type *check_embedded_element(struct checker *c, struct expr *e) {
  struct type *t = check_constraint_element(c, e);
  if (t->kind != TYPE_PARAM)
    return t;
  check_error(c, e->start_pos, "term cannot be a type parameter");
  return invalid_type(c);
}

static struct object *interface_method(struct checker *c, struct field *element) {
  struct object *method = object_new(c->region, OBJECT_FUNC, element->name, element->name_pos,
                                     c->context.package, NULL);
  method->u.func.is_interface_method = true;
  method->color = COLOR_BLACK;
  method->used = true;
  element->object = method;
  method->type = check_type(c, element->type);
  if (method->type->kind != TYPE_SIGNATURE) // nested too deeply, which was reported
    method->type = types_new(c->universe, TYPE_SIGNATURE);
  return method;
}

// Messages show methods by name, exported ones first. Of two with one name the first is kept.
static int compare_methods(const void *a, const void *b) {
  const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
  bool x_exported = types_name_exported(x->name), y_exported = types_name_exported(y->name);
  if (x_exported != y_exported)
    return x_exported ? -1 : 1;
  int order = strcmp(x->name, y->name);
  return order != 0 ? order : (x->pos > y->pos) - (x->pos < y->pos);
}

static void sort_methods(struct type *t) {
  if (t->u.interface_.method_count > 1)
    qsort(t->u.interface_.methods, (size_t)t->u.interface_.method_count,
          sizeof t->u.interface_.methods[0], compare_methods);
}

struct type *check_interface_type(struct checker *c, struct expr *e) {
  struct field_list *elements = &e->u.interface_type.elements;
  struct type *t = types_new(c->universe, TYPE_INTERFACE);
  size_t bytes = (size_t)(elements->count + 1) * sizeof(void *);
  t->u.interface_.methods = region_alloc(c->region, bytes);
  t->u.interface_.embeddeds = region_alloc(c->region, bytes);
  t->u.interface_.completing = true; // nobody may complete it before its elements are known
  for (int i = 0; i < elements->count; i++) {
    struct field *element = &elements->items[i];
    if (!element->name || element->embedded) {
      t->u.interface_.embeddeds[t->u.interface_.embedded_count] =
          check_embedded_element(c, element->type);
      t->u.interface_.embedded_count++;
    } else if (element->name == c->blank) {
      check_error(c, element->name_pos, "methods must have a unique non-blank name");
    } else {
      t->u.interface_.methods[t->u.interface_.method_count] = interface_method(c, element);
      t->u.interface_.method_count++;
    }
  }
  t->u.interface_.completing = false;
  sort_methods(t);
  check_note_interface(c, t, e->start_pos);
  check_later(c, (struct later){.kind = LATER_INTERFACE, .type = t, .expr = e});
  return t;
}

// Where an interface got a method: where that is written, or where the element is that has it.
static pos_t declared_at(struct type *t, const struct field_list *elements,
                         const struct object *method) {
  for (int i = 0, embedded = 0; i < elements->count; i++) {
    if (elements->items[i].name && !elements->items[i].embedded)
      continue;
    struct type *under = type_underlying(t->u.interface_.embeddeds[embedded++]);
    for (int j = 0; under->kind == TYPE_INTERFACE && j < under->u.interface_.all_count; j++)
      if (under->u.interface_.all_methods[j] == method)
        return elements->items[i].type->start_pos;
  }
  return method->pos;
}

void check_interface_done(struct checker *c, struct type *t, struct expr *e) {
  invariant_debug(t->kind == TYPE_INTERFACE);
  struct scope *names = scope_new(c->region, NULL);
  for (int i = 0; i < t->u.interface_.method_count; i++) {
    struct object *method = t->u.interface_.methods[i];
    struct object *other = scope_insert(c->region, names, method);
    if (other)
      check_error(c, method->pos, "duplicate method %s\n\t%s: other declaration of method %s",
                  method->name, check_place(c, other->pos), other->name);
  }
  struct field_list *elements = &e->u.interface_type.elements;
  int embedded = 0;
  for (int i = 0; i < elements->count; i++) {
    if (elements->items[i].name && !elements->items[i].embedded)
      continue;
    invariant_debug(embedded < t->u.interface_.embedded_count);
    struct type *element = t->u.interface_.embeddeds[embedded++], *under = type_underlying(element);
    if (under->kind != TYPE_INTERFACE) {
      check_requires(c, elements->items[i].type->start_pos, 18,
                     under->kind == TYPE_UNION ? "embedding interface element %s"
                                               : "embedding non-interface type %s",
                     check_type_string(c, element));
      continue;
    }
    types_complete_interface(under);
    for (int j = 0; j < under->u.interface_.all_count; j++) {
      struct object *method = under->u.interface_.all_methods[j];
      struct object *other = scope_insert(c->region, names, method);
      if (other && other != method && !types_identical(other->type, method->type))
        check_error(c, elements->items[i].type->start_pos,
                    "duplicate method %s\n\t%s: other declaration of method %s", method->name,
                    check_place(c, declared_at(t, elements, other)), other->name);
    }
  }
  types_complete_interface(t);
}
