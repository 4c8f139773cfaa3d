// Natives of package strconv: numbers from and to text.

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "runtime/bulk.h"
#include "runtime/end.h"
#include "runtime/float_text.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "unictype.h"
#include "vm/std/support/math_kernel.h"
#include "vm/std/natives.h"

enum { parsed_ok, parsed_syntax, parsed_range };

// Writes u in a base to the end of a buffer of 65 bytes; returns the first digit.
static char *digits_of(char *end, uint64_t u, unsigned base) {
  static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  if (base == 10) {
    do {
      *--end = (char)('0' + u % 10);
      u /= 10;
    } while (u);
    return end;
  }
  do {
    *--end = digits[u % base];
    u /= base;
  } while (u);
  return end;
}

static bool bad_base(struct g *g, uint64_t base) {
  if (base >= 2 && base <= 36)
    return false;
  native_panic_text(g, "strconv: illegal AppendInt/FormatInt base");
  return true;
}

static char *int_text(char *end, int64_t i, unsigned base) {
  char *s = digits_of(end, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, base);
  if (i < 0)
    *--s = '-';
  return s;
}

static bool strconv_itoa(struct g *g, uint64_t *args, uint64_t *results) {
  char buffer[66], *end = buffer + sizeof buffer, *s = int_text(end, (int64_t)args[0], 10);
  native_set_string(results, string_new(g, s, end - s));
  return true;
}

static bool strconv_format_int(struct g *g, uint64_t *args, uint64_t *results) {
  if (bad_base(g, args[1]))
    return false;
  char buffer[66], *end = buffer + sizeof buffer,
                   *s = int_text(end, (int64_t)args[0], (unsigned)args[1]);
  native_set_string(results, string_new(g, s, end - s));
  return true;
}

static bool strconv_format_uint(struct g *g, uint64_t *args, uint64_t *results) {
  if (bad_base(g, args[1]))
    return false;
  char buffer[66], *end = buffer + sizeof buffer, *s = digits_of(end, args[0], (unsigned)args[1]);
  native_set_string(results, string_new(g, s, end - s));
  return true;
}

static bool strconv_append_int(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args);
  if (bad_base(g, args[4]))
    return false;
  char buffer[66], *end = buffer + sizeof buffer,
                   *s = int_text(end, (int64_t)args[3], (unsigned)args[4]);
  bool ok = native_append(g, &b, s, (size_t)(end - s));
  native_set_slice(results, b);
  return ok;
}

static bool strconv_append_uint(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args);
  if (bad_base(g, args[4]))
    return false;
  char buffer[66], *end = buffer + sizeof buffer, *s = digits_of(end, args[3], (unsigned)args[4]);
  bool ok = native_append(g, &b, s, (size_t)(end - s));
  native_set_slice(results, b);
  return ok;
}

// Underscores stand between digits, or between a base's prefix and a digit.
static bool underscores_ok(const char *s, size_t size) {
  char before = '^'; // '0' digit or prefix, '_', '!' other
  size_t i = 0;
  bool hex = false;
  if (i < size && (s[i] == '-' || s[i] == '+'))
    i++;
  if (size - i >= 2 && s[i] == '0' && strchr("bBoOxX", s[i + 1])) {
    hex = s[i + 1] == 'x' || s[i + 1] == 'X';
    before = '0';
    i += 2;
  }
  for (; i < size; i++) {
    if (isdigit((unsigned char)s[i]) || (hex && isxdigit((unsigned char)s[i])))
      before = '0';
    else if (s[i] == '_') {
      if (before != '0')
        return false;
      before = '_';
    } else {
      if (before == '_')
        return false;
      before = '!';
    }
  }
  return before != '_';
}

static int parse_unsigned(const char *s, size_t size, uint64_t base, uint64_t bits,
                          uint64_t *value) {
  const char *start = s;
  size_t whole = size;
  bool by_prefix = base == 0, underscores = false;
  *value = 0;
  if (size == 0)
    return parsed_syntax;
  if (by_prefix) {
    base = 10;
    if (s[0] == '0') {
      char c = size >= 3 ? (char)tolower((unsigned char)s[1]) : 0;
      base = c == 'b' ? 2 : c == 'x' ? 16 : 8;
      size_t skip = c == 'b' || c == 'o' || c == 'x' ? 2 : 1;
      s += skip;
      size -= skip;
    }
  }
  uint64_t max = bits == 0 || bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1, n = 0;
  bool overflow = false;
  for (size_t i = 0; i < size; i++) {
    unsigned d;
    char c = s[i];
    if (c == '_' && by_prefix) {
      underscores = true;
      continue;
    }
    if (isdigit((unsigned char)c))
      d = (unsigned)(c - '0');
    else if (isalpha((unsigned char)c))
      d = (unsigned)(tolower(c) - 'a' + 10);
    else
      return parsed_syntax;
    if (d >= base)
      return parsed_syntax;
    // Go reads no further: what follows may be no digit.
    if (__builtin_mul_overflow(n, base, &n) || __builtin_add_overflow(n, d, &n) || n > max) {
      overflow = true;
      break;
    }
  }
  if (overflow) {
    *value = max;
    return parsed_range;
  }
  if (underscores && !underscores_ok(start, whole))
    return parsed_syntax;
  *value = n;
  return parsed_ok;
}

static bool strconv_parse_uint(struct g *g, uint64_t *args, uint64_t *results) {
  m_set_locale();
  results[1] =
      (uint64_t)parse_unsigned((const char *)args[0], args[1], args[2], args[3], &results[0]);
  return true;
}

static bool strconv_parse_int(struct g *g, uint64_t *args, uint64_t *results) {
  const char *s = (const char *)args[0];
  size_t size = args[1];
  uint64_t u, bits = args[3] ? args[3] : 64, limit = UINT64_C(1) << (bits - 1);
  bool negative = size > 0 && s[0] == '-';
  if (size > 0 && (s[0] == '-' || s[0] == '+')) {
    s++;
    size--;
  }
  m_set_locale();
  int code = parse_unsigned(s, size, args[2], bits, &u);
  if (code == parsed_syntax) {
    results[1] = parsed_syntax;
    return true;
  }
  if (!negative && u >= limit) {
    u = limit - 1;
    code = parsed_range;
  } else if (negative && u > limit) {
    u = limit;
    code = parsed_range;
  }
  results[0] = negative ? 0 - u : u;
  results[1] = (uint64_t)code;
  return true;
}

static size_t common_prefix(const char *s, size_t size, const char *word) {
  size_t i = 0;
  while (i < size && word[i] && tolower((unsigned char)s[i]) == word[i])
    i++;
  return i;
}

// Reads inf, infinity or nan, in any case. Returns the bytes read, 0 if s begins with none of them.
static size_t parse_special(const char *s, size_t size, double *value) {
  size_t sign = s[0] == '+' || s[0] == '-';
  size_t n = common_prefix(s + sign, size - sign, "infinity");
  if (n >= 3) {
    *value = s[0] == '-' ? -__builtin_inf() : __builtin_inf();
    return sign + (n == 8 ? 8 : 3);
  }
  if (!sign && common_prefix(s, size, "nan") == 3) {
    *value = math_nan();
    return 3;
  }
  return 0;
}

// Returns how many bytes of s are a number in Go's syntax. copy gets them without underscores.
static size_t scan_float(const char *s, size_t size, char *copy) {
  size_t i = 0, out = 0;
  bool digits = false, point = false, hex = false, underscores = false;
  if (i < size && (s[i] == '+' || s[i] == '-'))
    copy[out++] = s[i++];
  if (i + 2 < size && s[i] == '0' && tolower((unsigned char)s[i + 1]) == 'x') {
    hex = true;
    copy[out++] = s[i++];
    copy[out++] = s[i++];
  }
  for (; i < size; i++) {
    unsigned char c = (unsigned char)s[i];
    if (c == '_') {
      underscores = true;
      continue;
    }
    if (c == '.') {
      if (point)
        break;
      point = true;
    } else if (isdigit(c) || (hex && isxdigit(c)))
      digits = true;
    else
      break;
    copy[out++] = (char)c;
  }
  if (!digits)
    return 0;
  if (i < size && tolower((unsigned char)s[i]) == (hex ? 'p' : 'e')) {
    copy[out++] = s[i++];
    if (i < size && (s[i] == '+' || s[i] == '-'))
      copy[out++] = s[i++];
    bool exponent = false;
    for (; i < size && (isdigit((unsigned char)s[i]) || s[i] == '_'); i++) {
      if (s[i] == '_')
        underscores = true;
      else {
        copy[out++] = s[i];
        exponent = true;
      }
    }
    if (!exponent)
      return 0;
  } else if (hex)
    return 0;
  copy[out] = 0;
  return underscores && !underscores_ok(s, i) ? 0 : i;
}

static bool strconv_parse_float(struct g *g, uint64_t *args, uint64_t *results) {
  const char *s = (const char *)args[0];
  size_t size = args[1];
  double value = 0;
  m_set_locale();
  size_t used = size > 0 ? parse_special(s, size, &value) : 0;
  int code = used ? parsed_ok : parsed_syntax;
  if (!used) {
    char small[128], *copy = size < sizeof small ? small : malloc(size + 1);
    if (!copy) {
      runtime_fatal(g->runtime, g, "out of memory");
      return false;
    }
    if ((used = scan_float(s, size, copy))) {
      value = args[2] == 32 ? (double)strtof(copy, NULL) : strtod(copy, NULL);
      code = value == __builtin_inf() || value == -__builtin_inf() ? parsed_range : parsed_ok;
    }
    if (copy != small)
      free(copy);
  }
  results[0] = double_bits(args[2] == 32 ? (double)(float)value : value);
  results[1] = used;
  results[2] = (uint64_t)code;
  return true;
}

// Inserts zeros at b[at]. False: a panic is raised.
static bool insert_zeros(struct g *g, struct go_slice *b, int64_t at, int64_t zeros) {
  char tail[16];
  size_t tail_size = (size_t)(b->len - at);
  memcpy(tail, (char *)b->ptr + at, tail_size);
  b->len = at;
  if (!native_reserve(g, b, zeros))
    return false;
  for (int64_t end = at + zeros; at < end;) {
    int64_t piece = end - at < bulk_piece ? end - at : bulk_piece;
    memset((char *)b->ptr + at, '0', (size_t)piece);
    at += piece;
    bulk_pause();
  }
  b->len = at;
  return native_append(g, b, tail, tail_size);
}

// func formatFloat(b []byte, f float64, format byte, prec, bits int) []byte
static bool strconv_format_float(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args);
  char text[float_text_max], format = (char)args[4];
  int bits = (int)args[6];
  // Digits beyond those that a number can have are zeros.
  int64_t asked = (int64_t)args[5], prec = asked < float_text_prec ? asked : float_text_prec;
  double value = double_from_bits(args[3]);
  size_t size = float_text(text, bits == 32 ? (double)(float)value : value, format,
                           prec < 0 ? -1 : (int)prec, bits);
  bool ok = native_append(g, &b, text, size);
  if (ok && asked > prec && value - value == 0 && strchr("eEfxX", format)) {
    size_t end = size;
    while (format != 'f' && text[end - 1] != '+' && text[end - 1] != '-')
      end--;
    ok = insert_zeros(g, &b, b.len - (int64_t)(format == 'f' ? 0 : size - end + 2), asked - prec);
  }
  native_set_slice(results, b);
  return ok;
}

static bool strconv_is_print(struct g *g, uint64_t *args, uint64_t *results) {
  ucs4_t r = (ucs4_t)args[0];
  uint32_t printable = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N |
                       UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S;
  results[0] = r <= 0x10FFFF && uc_is_general_category_withtable(r, printable);
  return true;
}

const struct native_entry natives_strconv[] = {
    {"Itoa", strconv_itoa, 1, 2},
    {"FormatInt", strconv_format_int, 2, 2},
    {"FormatUint", strconv_format_uint, 2, 2},
    {"AppendInt", strconv_append_int, 5, 3},
    {"AppendUint", strconv_append_uint, 5, 3},
    {"parseInt", strconv_parse_int, 4, 2},
    {"parseUint", strconv_parse_uint, 4, 2},
    {"parseFloat", strconv_parse_float, 3, 3},
    {"formatFloat", strconv_format_float, 7, 3},
    {"isPrint", strconv_is_print, 1, 1},
    {NULL},
};
