// What the specific types of a type parameter have in common. After go/types under.go.
//
// An operation on a value of a type parameter is one on a value of each of its specific types: most
// want these to have the same underlying type. A type that is no parameter is its only specific
// type.

#include "vm/check/internal.h"

// Of two channels the one that may do less stays. *chan is the one so far, of type t.
static const char *join_channels(struct checker *c, struct type **chan, struct type **t,
                                 struct type *other_chan, struct type *other) {
  const char *a = check_type_string(c, *t), *b = check_type_string(c, other);
  enum chan_direction have = (*chan)->u.chan.direction, want = other_chan->u.chan.direction;
  if (!types_identical((*chan)->u.chan.elem, other_chan->u.chan.elem))
    return region_printf(c->region, "channels %s and %s have different element types", a, b);
  if (have != want && have != CHAN_BOTH && want != CHAN_BOTH)
    return region_printf(c->region, "channels %s and %s have conflicting directions", a, b);
  if (have == CHAN_BOTH && want != CHAN_BOTH) {
    *chan = other_chan;
    *t = other;
  }
  return NULL;
}

struct type *check_common_under(struct checker *c, struct type *t, type_condition condition,
                                int wanted, const char **cause) {
  struct type *common = NULL, *first = NULL;
  int count = type_term_count(t);
  *cause = NULL;
  if (count == 0) {
    *cause = condition ? condition(c, NULL, NULL, wanted) : NULL;
    *cause = *cause ? *cause : "no specific type";
    return NULL;
  }
  for (int i = 0; i < count; i++) {
    struct type *term = type_term(t, i), *under = type_underlying(term);
    if (condition && (*cause = condition(c, term, under, wanted)) != NULL)
      return NULL;
    if (!common) {
      common = under;
      first = term;
    } else if (common->kind == TYPE_CHAN && under->kind == TYPE_CHAN) {
      if ((*cause = join_channels(c, &common, &first, under, term)) != NULL)
        return NULL;
    } else if (!types_identical(common, under)) {
      *cause = region_printf(c->region, "%s and %s have different underlying types",
                             check_type_string(c, first), check_type_string(c, term));
      return NULL;
    }
  }
  return common;
}

struct type *check_common(struct checker *c, struct type *t) {
  const char *ignored;
  if (t->kind != TYPE_PARAM)
    return type_underlying(t);
  struct type *common = check_common_under(c, t, NULL, 0, &ignored);
  return common ? common : invalid_type(c);
}
