// Natives of package fmt: short cuts for simple operands of simple verbs.
//
// Both natives format what they know and stop before the first operand or directive that they do
// not. Go code formats it and calls again. It can format everything, so both ways must agree.

#include "runtime/iface.h"
#include "runtime/float_text.h"
#include "vm/std/natives.h"

// A verb with its flags.
struct directive {
  bool minus, plus, space, zero, has_width, has_prec;
  int width, prec;
  char verb;
};

// Returns the operand's value if its type has a basic kind and no methods, else NULL.
static const void *simple_value(const uint64_t *arg, enum kind *kind, const struct rtype **type) {
  const struct rtype *t = (const struct rtype *)arg[0];
  if (!t || t->method_count || t->flags & RTYPE_DIRECT)
    return NULL;
  *type = t;
  *kind = (enum kind)t->kind;
  return (*kind >= KIND_BOOL && *kind <= KIND_FLOAT64) || *kind == KIND_STRING
             ? (const void *)arg[1]
             : NULL;
}

static bool is_signed(enum kind kind) {
  return kind >= KIND_INT && kind <= KIND_INT64;
}

// Returns the integer, extended to 64 bits.
static uint64_t integer(const void *value, enum kind kind, size_t size) {
  uint64_t u = 0;
  memcpy(&u, value, size);
  if (is_signed(kind) && size < 8) {
    unsigned shift = (unsigned)(64 - size * 8);
    u = (uint64_t)((int64_t)(u << shift) >> shift);
  }
  return u;
}

static char *decimal(char *end, uint64_t u, unsigned base, bool upper) {
  const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  do {
    *--end = digits[u % base];
    u /= base;
  } while (u);
  return end;
}

// Appends text of a known width in columns, with spaces or zeros up to the directive's width.
static bool pad(struct g *g, struct go_slice *b, const struct directive *d, const char *text,
                size_t size, int columns, bool zeros) {
  static const char spaces[] = "                                ",
                    zero[] = "00000000000000000000000000000000";
  int fill = d->has_width ? d->width - columns : 0;
  if (d->minus || fill <= 0) {
    if (!native_append(g, b, text, size))
      return false;
  }
  for (int left = fill; left > 0; left -= 32) {
    if (!native_append(g, b, zeros && !d->minus ? zero : spaces, left > 32 ? 32u : (size_t)left))
      return false;
  }
  return d->minus || fill <= 0 || native_append(g, b, text, size);
}

static bool append_integer(struct g *g, struct go_slice *b, const struct directive *d, uint64_t u,
                           bool is_negative, unsigned base, bool upper) {
  char buffer[80], *end = buffer + sizeof buffer, *s = decimal(end, u, base, upper);
  char sign = is_negative ? '-' : d->plus ? '+' : d->space ? ' ' : 0;
  if (d->zero && !d->minus && d->has_width) {
    while (end - s < d->width - (sign != 0) && end - s < 70)
      *--s = '0';
  }
  if (sign)
    *--s = sign;
  return pad(g, b, d, s, (size_t)(end - s), (int)(end - s), false);
}

// This and the next functions format one operand. They return 1 if they did, 0 if Go code must, -1
// after a panic was raised.
static int format_integer(struct g *g, struct go_slice *b, const struct directive *d,
                          const void *value, enum kind kind, size_t size) {
  uint64_t u = integer(value, kind, size);
  bool negative = is_signed(kind) && (int64_t)u < 0;
  unsigned base;
  switch (d->verb) {
  case 'v':
  case 'd':
    base = 10;
    break;
  case 'x':
  case 'X':
    base = 16;
    break;
  case 'o':
    base = 8;
    break;
  case 'b':
    base = 2;
    break;
  case 'c':
    if (u >= 0x80 || d->zero)
      return 0;
    return pad(g, b, d, (const char *)&u, 1, 1, false) ? 1 : -1;
  default:
    return 0;
  }
  if (d->has_prec || (d->has_width && d->width > 64))
    return 0;
  return append_integer(g, b, d, negative ? 0 - u : u, negative, base, d->verb == 'X') ? 1 : -1;
}

static int format_string(struct g *g, struct go_slice *b, const struct directive *d,
                         const struct go_string *s) {
  int columns = 0;
  if ((d->verb != 'v' && d->verb != 's') || d->has_prec)
    return 0;
  if (d->has_width) {
    if (d->zero)
      return 0;
    int64_t runes = string_count_runes(*s);
    columns = runes < d->width ? (int)runes : d->width;
  }
  return pad(g, b, d, (const char *)s->ptr, (size_t)s->len, columns, false) ? 1 : -1;
}

static int format_float(struct g *g, struct go_slice *b, const struct directive *d,
                        const void *value, enum kind kind) {
  double v = kind == KIND_FLOAT32 ? (double)*(const float *)value : *(const double *)value;
  int bits = kind == KIND_FLOAT32 ? 32 : 64, prec = d->has_prec ? d->prec : -1;
  char format = d->verb, buffer[float_text_max + 4], *text = buffer + 1;
  switch (format) {
  case 'v':
    format = 'g';
    break;
  case 'g':
  case 'G':
    break;
  case 'F':
  case 'f':
  case 'e':
  case 'E':
    format = format == 'F' ? 'f' : format;
    prec = d->has_prec ? d->prec : 6;
    break;
  default:
    return 0;
  }
  if (v != v || v - v != 0 || prec > 200 || (d->zero && d->has_width))
    return 0;
  size_t size = float_text(text, v, format, prec, bits);
  if (text[0] != '-' && (d->plus || d->space)) {
    *--text = d->plus ? '+' : ' ';
    size++;
  }
  return pad(g, b, d, text, size, (int)size, false) ? 1 : -1;
}

static int format_simple(struct g *g, struct go_slice *b, const struct directive *d,
                         const uint64_t *arg) {
  enum kind kind;
  const struct rtype *type;
  const void *value = simple_value(arg, &kind, &type);
  if (!value)
    return 0;
  if (kind == KIND_BOOL) {
    if ((d->verb != 'v' && d->verb != 't') || d->zero)
      return 0;
    bool is_true = *(const uint8_t *)value;
    return pad(g, b, d, is_true ? "true" : "false", is_true ? 4 : 5, is_true ? 4 : 5, false) ? 1
                                                                                             : -1;
  }
  if (kind == KIND_STRING)
    return format_string(g, b, d, value);
  if (kind == KIND_FLOAT32 || kind == KIND_FLOAT64)
    return format_float(g, b, d, value, kind);
  return format_integer(g, b, d, value, kind, type->layout.size);
}

static bool is_string(const uint64_t *arg) {
  const struct rtype *type = (const struct rtype *)arg[0];
  return type && type->kind == KIND_STRING;
}

// func fastPrint(buf []byte, args []any, from int, mode int) ([]byte, int)
static bool fmt_fast_print(struct g *g, uint64_t *args, uint64_t *results) {
  static const struct directive plain = {.verb = 'v'};
  struct go_slice b = native_slice(args), operands = native_slice(args + 3);
  int64_t i = (int64_t)args[6];
  bool spaces = args[7] == 1;
  for (; i < operands.len; i++) {
    const uint64_t *arg = (const uint64_t *)operands.ptr + 2 * i;
    int64_t length = b.len;
    if (i > 0 && (spaces || (!is_string(arg) && !is_string(arg - 2))) &&
        !native_append(g, &b, " ", 1))
      return false;
    int done = format_simple(g, &b, &plain, arg);
    if (done < 0)
      return false;
    if (!done) {
      b.len = length;
      break;
    }
  }
  native_set_slice(results, b);
  results[3] = (uint64_t)i;
  return true;
}

// Reads the directive after a percent sign, from s[i] on. Returns the index after it, -1 if Go code
// must read it.
static int64_t read_directive(const char *s, int64_t size, int64_t i, struct directive *d) {
  *d = (struct directive){0};
  for (; i < size; i++) {
    if (s[i] == '-')
      d->minus = true;
    else if (s[i] == '+')
      d->plus = true;
    else if (s[i] == ' ')
      d->space = true;
    else if (s[i] == '0')
      d->zero = true;
    else
      break;
  }
  for (; i < size && s[i] >= '0' && s[i] <= '9'; i++) {
    d->has_width = true;
    d->width = d->width * 10 + (s[i] - '0');
    if (d->width > 10000)
      return -1;
  }
  if (i + 1 < size && s[i] == '.') {
    d->has_prec = true;
    for (i++; i < size && s[i] >= '0' && s[i] <= '9'; i++) {
      d->prec = d->prec * 10 + (s[i] - '0');
      if (d->prec > 10000)
        return -1;
    }
  }
  if (i >= size || !((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') || s[i] == '%'))
    return -1;
  d->verb = s[i];
  // %+v asks for the names of fields, not for a sign.
  if (d->verb == 'v')
    d->plus = false;
  return i + 1;
}

// func fastFormat(buf []byte, format string, pos int, args []any, arg int) ([]byte, int, int)
static bool fmt_fast_format(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args), operands = native_slice(args + 6);
  const char *format = (const char *)args[3];
  int64_t size = (int64_t)args[4], pos = (int64_t)args[5], arg = (int64_t)args[9];
  while (pos < size) {
    const char *percent = memchr(format + pos, '%', (size_t)(size - pos));
    int64_t at = percent ? percent - format : size;
    if (!native_append(g, &b, format + pos, (size_t)(at - pos)))
      return false;
    pos = at;
    if (!percent)
      break;
    struct directive d;
    int64_t after = read_directive(format, size, pos + 1, &d);
    if (after < 0)
      break;
    if (d.verb == '%') {
      if (!native_append(g, &b, "%", 1))
        return false;
    } else {
      int done = arg < operands.len
                     ? format_simple(g, &b, &d, (const uint64_t *)operands.ptr + 2 * arg)
                     : 0;
      if (done < 0)
        return false;
      if (!done)
        break;
      arg++;
    }
    pos = after;
  }
  native_set_slice(results, b);
  results[3] = (uint64_t)pos;
  results[4] = (uint64_t)arg;
  return true;
}

const struct native_entry natives_fmt[] = {
    {"fastPrint", fmt_fast_print, 8, 4},
    {"fastFormat", fmt_fast_format, 10, 5},
    {NULL},
};
