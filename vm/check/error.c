// Messages: errors with their positions, and the words for types, expressions and operands.

#include <stdio.h>
#include <string.h>

#include "vm/check/internal.h"
#include "vm/syntax/language.h"
#include "vm/syntax/region_text.h"

// Follow-up errors speak of invalid operands or types; once there is a real error they add nothing.
static bool is_follow_up(const struct checker *c, const char *message) {
  if (c->error_count == 0)
    return false;
  const char *operand = strstr(message, "invalid operand"), *type = strstr(message, "invalid type");
  return (operand && operand > message) || (type && type > message);
}

// What to do about a feature that the file's version of the language lacks.
static const char *version_hint(struct checker *c) {
  const struct source_file *source = c->context.file->source;
  int minor = language_of(source);
  if (source->has_build_minor && source->build_minor == minor)
    return region_printf(c->region, " (file declares //go:build go1.%d)", minor);
  return region_printf(c->region, " (-lang was set to go1.%d; check go.mod)",
                       language_of_package(source));
}

void check_error(struct checker *c, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *message = region_vprintf(c->region, format, args);
  va_end(args);
  if (is_follow_up(c, message))
    return;
  if (c->context.file && strstr(message, "requires go1.") && strstr(message, " or later"))
    message = region_printf(c->region, "%s%s", message, version_hint(c));
  c->error_count++;
  errors_add(c->checked->errors, c->context.error_pos != 0 ? c->context.error_pos : pos, "%s",
             message);
}

bool check_language(const struct checker *c, int minor) {
  return !c->context.file || language_of(c->context.file->source) >= minor;
}

bool check_requires(struct checker *c, pos_t pos, int minor, const char *format, ...) {
  if (check_language(c, minor))
    return true;
  va_list args;
  va_start(args, format);
  const char *what = region_vprintf(c->region, format, args);
  va_end(args);
  check_error(c, pos, "%s requires go1.%d or later", what, minor);
  return false;
}

const char *check_type_string(struct checker *c, const struct type *t) {
  return type_string(c->region, t, c->context.package);
}

const char *check_expr_string(struct checker *c, const struct expr *e) {
  return expr_string(c->region, e);
}

const char *check_place(struct checker *c, pos_t pos) {
  return source_note_text(c->checked->sources, pos);
}

static const char *mode_word(enum operand_mode mode) {
  switch (mode) {
  case MODE_NO_VALUE:
    return "no value";
  case MODE_BUILTIN:
    return "built-in";
  case MODE_TYPE:
    return "type";
  case MODE_CONSTANT:
    return "constant";
  case MODE_NIL:
    return "nil";
  case MODE_VARIABLE:
    return "variable";
  case MODE_MAP_INDEX:
    return "map index expression";
  case MODE_VALUE:
    return "value";
  case MODE_COMMA_OK:
    return "comma, ok expression";
  default:
    return "invalid operand";
  }
}

static void add_type_words(struct checker *c, struct region_text *w, struct type *t) {
  if (!types_is_valid(t)) {
    region_text_add(w, " with invalid type");
    return;
  }
  region_text_add(w, " of ");
  if (types_is_generic(t))
    region_text_add(w, "generic ");
  bool is_any = t->kind == TYPE_INTERFACE && t->u.interface_.name;
  if (t->kind == TYPE_NAMED || is_any) {
    const char *word = types_kind_word(t);
    struct type *under = type_underlying(t);
    const char *basic = under->kind == TYPE_BASIC ? under->u.basic.name : "";
    if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNSAFE_POINTER)
      basic = "Pointer";
    region_text_add(w, word[0] == '\0' ? basic : word);
    region_text_add(w, " ");
  }
  region_text_add(w, "type ");
  region_text_add(w, check_type_string(c, t));
  if (t->kind != TYPE_PARAM)
    return;
  region_text_add(w, " constrained by ");
  region_text_add(w, check_type_string(c, t->u.param.constraint));
  if (type_set_is_empty(types_type_set(t->u.param.constraint)))
    region_text_add(w, " with empty type set");
}

// As go/types writes an operand: "x (variable of type int)".
const char *check_operand_string(struct checker *c, const struct expr *e) {
  if (e->mode == MODE_NIL)
    return "nil";
  struct region_text w = {.region = c->region};
  const char *text = check_expr_string(c, e);
  region_text_add(&w, text);
  region_text_add(&w, " (");
  bool has_type = false;
  if (e->mode != MODE_INVALID && e->mode != MODE_NO_VALUE && e->mode != MODE_BUILTIN &&
      e->mode != MODE_TYPE && e->type) {
    has_type = !type_is_untyped(e->type);
    if (!has_type) {
      region_text_add(&w, e->type->u.basic.name);
      region_text_add(&w, " ");
    }
  }
  region_text_add(&w, mode_word(e->mode));
  if (e->mode == MODE_CONSTANT && e->value) {
    const char *value = constant_text(c->region, e->value);
    if (strcmp(value, text) != 0) {
      region_text_add(&w, " ");
      region_text_add(&w, value);
    }
  }
  if (has_type)
    add_type_words(c, &w, e->type);
  region_text_add(&w, ")");
  return region_text_end(&w);
}

const char *check_types_summary(struct checker *c, struct type **types, int count, bool variadic,
                                bool dots) {
  struct region_text w = {.region = c->region};
  region_text_add(&w, "(");
  for (int i = 0; i < count; i++) {
    struct type *t = types[i];
    bool last = i == count - 1;
    if (i > 0)
      region_text_add(&w, ", ");
    if (last && variadic && t && t->kind == TYPE_SLICE) {
      region_text_add(&w, "...");
      t = t->u.slice.elem;
    }
    if (!t || !types_is_valid(t))
      region_text_add(&w, "unknown type");
    else if (type_is_untyped(t))
      region_text_add(&w, type_is_numeric(t) ? "number" : t->u.basic.name + strlen("untyped "));
    else
      region_text_add(&w, check_type_string(c, t));
    if (last && dots)
      region_text_add(&w, "...");
  }
  region_text_add(&w, ")");
  return region_text_end(&w);
}
