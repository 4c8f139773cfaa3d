// The scanner's literals: numbers, strings and runes. After cmd/compile/internal/syntax/scanner.go
// of Go 1.22.
//
// A malformed literal is reported and still gives its token, so that the parser goes on. The values
// are made later, by constant_from_literal.

#include <string.h>

#include "vm/syntax/rune.h"
#include "vm/syntax/scan_internal.h"

enum { max_rune = 0x10FFFF };

// What is known of a number while it is read.
struct number {
  const char *at;      // next byte
  int base;            // 2, 8, 10, 16
  char prefix;         // 'x', 'o', 'b', '0' for a leading 0, 0 for none
  bool has_digits;     // in the mantissa; later in the exponent
  bool has_separators; // an underscore somewhere
  const char *invalid; // first digit that the base does not have, or NULL
  bool ok;             // nothing has been reported
};

static const char *base_name(int base) {
  switch (base) {
  case 2:
    return "binary";
  case 8:
    return "octal";
  case 10:
    return "decimal";
  default:
    return "hexadecimal";
  }
}

static bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}

static bool is_hex(char c) {
  return is_decimal(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static char lower(char c) {
  return (char)(c | 0x20);
}

// Reads digits and underscores. In the small bases all decimal digits are read, and the first wrong
// one is noted.
static void digits(struct number *n, int base) {
  invariant_debug(base == 2 || base == 8 || base == 10 || base == 16);
  for (;; n->at++) {
    char c = *n->at;
    if (c == '_') {
      n->has_separators = true;
    } else if (base == 16 ? is_hex(c) : is_decimal(c)) {
      n->has_digits = true;
      if (base < 10 && c >= '0' + base && !n->invalid)
        n->invalid = n->at;
    } else {
      return;
    }
  }
}

static void fail(struct scanner *s, struct number *n, const char *message) {
  if (n->ok) {
    scanner_error_at(s, scanner_pos_at(s, n->at), "%s", message);
    n->ok = false;
  }
}

// The prefix and the digits before the point.
static void integer_part(struct number *n) {
  if (*n->at == '0') {
    n->prefix = lower(n->at[1]);
    n->at += 2;
    switch (n->prefix) {
    case 'x':
      n->base = 16;
      break;
    case 'o':
      n->base = 8;
      break;
    case 'b':
      n->base = 2;
      break;
    default:
      n->base = 8;
      n->prefix = '0';
      n->has_digits = true;
      n->at--;
      break;
    }
  }
  digits(n, n->base);
}

// The exponent, if there is one. Returns whether there is.
static bool exponent(struct scanner *s, struct number *n) {
  char e = lower(*n->at);
  if (e != 'e' && e != 'p')
    return false;
  if (e == 'e' && n->prefix != 0 && n->prefix != '0')
    fail(s, n,
         *n->at == 'e' ? "'e' exponent requires decimal mantissa"
                       : "'E' exponent requires decimal mantissa");
  else if (e == 'p' && n->prefix != 'x')
    fail(s, n,
         *n->at == 'p' ? "'p' exponent requires hexadecimal mantissa"
                       : "'P' exponent requires hexadecimal mantissa");
  n->at++;
  if (*n->at == '+' || *n->at == '-')
    n->at++;
  n->has_digits = false;
  digits(n, 10);
  if (!n->has_digits)
    fail(s, n, "exponent has no digits");
  return true;
}

// The first underscore that does not stand between digits (a prefix counts as one), or NULL.
static const char *invalid_separator(const char *text, const char *end) {
  invariant_debug(text < end);
  char prefix = ' ';
  char last = '.'; // what the character before was: '_', '0' for a digit, '.' for anything else
  const char *at = text;
  if (end - text >= 2 && text[0] == '0') {
    prefix = lower(text[1]);
    if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
      last = '0';
      at += 2;
    }
  }
  for (; at < end; at++) {
    char now = '.';
    if (*at == '_') {
      if (last != '0')
        return at;
      now = '_';
    } else if (is_decimal(*at) || (prefix == 'x' && is_hex(*at))) {
      now = '0';
    } else if (last == '_') {
      return at - 1;
    }
    last = now;
  }
  return last == '_' ? end - 1 : NULL;
}

static void finish(struct scanner *s, enum token token, const char *start, const char *end) {
  invariant_debug(end > start);
  s->token = token;
  s->text = start;
  s->size = (size_t)(end - start);
  s->insert_semicolon = true;
  s->bad = s->error_count > s->errors_before;
  if (s->error_count < scan_error_limit)
    s->next = end;
}

void scanner_number(struct scanner *s) {
  invariant_debug(is_decimal(*s->next) || *s->next == '.');
  const char *start = s->next;
  struct number n = {.at = start, .base = 10, .ok = true};
  enum token token = TOKEN_INT;
  if (*n.at != '.')
    integer_part(&n);
  if (*n.at == '.') {
    token = TOKEN_FLOAT;
    if (n.prefix == 'o' || n.prefix == 'b')
      fail(s, &n,
           n.base == 8 ? "invalid radix point in octal literal"
                       : "invalid radix point in binary literal");
    n.at++;
    digits(&n, n.base);
  }
  if (!n.has_digits && n.ok) {
    scanner_error_at(s, scanner_pos_at(s, n.at), "%s literal has no digits", base_name(n.base));
    n.ok = false;
  }
  if (exponent(s, &n))
    token = TOKEN_FLOAT;
  else if (n.prefix == 'x' && token == TOKEN_FLOAT)
    fail(s, &n, "hexadecimal mantissa requires a 'p' exponent");
  if (*n.at == 'i') {
    token = TOKEN_IMAGINARY;
    n.at++;
  }
  if (token == TOKEN_INT && n.invalid && n.ok) {
    scanner_error_at(s, scanner_pos_at(s, n.invalid), "invalid digit '%c' in %s literal",
                     *n.invalid, base_name(n.base));
    n.ok = false;
  }
  if (n.has_separators && n.ok) {
    const char *wrong = invalid_separator(start, n.at);
    if (wrong)
      scanner_error_at(s, scanner_pos_at(s, wrong), "'_' must separate successive digits");
  }
  finish(s, token, start, n.at);
}

// Reads count digits of an escape, from *at on. Returns false after an error.
static bool escape_digits(struct scanner *s, const char **at, int count, uint32_t base,
                          uint32_t max) {
  invariant_debug(base == 8 || base == 16);
  uint32_t value = 0;
  char text[rune_text_bytes];
  for (; count > 0; count--) {
    if (*at >= s->end)
      return true; // the caller complains about the end of the file
    uint32_t digit = base;
    if (is_decimal(**at))
      digit = (uint32_t)(**at - '0');
    else if (is_hex(**at))
      digit = (uint32_t)(lower(**at) - 'a') + 10;
    if (digit >= base) {
      int size;
      uint32_t rune = rune_decode(*at, s->end, &size);
      scanner_error_at(s, scanner_pos_at(s, *at), "invalid character %s in %s escape",
                       rune_quoted_text(text, rune), base_name((int)base));
      return false;
    }
    value = value * base + digit;
    ++*at;
  }
  if (value > max && base == 8) {
    scanner_error_at(s, scanner_pos_at(s, *at), "octal escape value %u > 255", value);
    return false;
  }
  if (value > max || (value >= 0xD800 && value < 0xE000)) {
    scanner_error_at(s, scanner_pos_at(s, *at), "escape is invalid Unicode code point %s",
                     rune_code_text(text, value));
    return false;
  }
  return true;
}

// Reads the escape after a backslash. Returns false after an error.
static bool escape(struct scanner *s, const char **at, char quote) {
  char c = **at;
  if (*at >= s->end)
    return true;
  if (c == quote || (c != '\0' && strchr("abfnrtv\\", c))) {
    ++*at;
    return true;
  }
  if (c >= '0' && c <= '7')
    return escape_digits(s, at, 3, 8, 255);
  switch (c) {
  case 'x':
    ++*at;
    return escape_digits(s, at, 2, 16, 255);
  case 'u':
    ++*at;
    return escape_digits(s, at, 4, 16, max_rune);
  case 'U':
    ++*at;
    return escape_digits(s, at, 8, 16, max_rune);
  default:
    scanner_error_at(s, scanner_pos_at(s, *at), "unknown escape");
    return false;
  }
}

void scanner_string(struct scanner *s) {
  invariant_debug(*s->next == '"');
  const char *start = s->next;
  const char *at = start + 1;
  for (;;) {
    while (scanner_is_plain(*at) && *at != '"' && *at != '\\' && *at != '\n')
      at++;
    if (*at == '"') {
      at++;
      break;
    }
    if (*at == '\\') {
      at++;
      escape(s, &at, '"');
    } else if (*at == '\n') {
      scanner_error_at(s, scanner_pos_at(s, at), "newline in string");
      break;
    } else if (at >= s->end) {
      scanner_error_at(s, s->pos, "string not terminated");
      break;
    } else {
      at = scanner_skip_special(s, at);
    }
  }
  finish(s, TOKEN_STRING, start, at);
}

void scanner_raw_string(struct scanner *s) {
  invariant_debug(*s->next == '`');
  const char *start = s->next;
  const char *at = start + 1;
  for (;;) {
    while (scanner_is_plain(*at) && *at != '`')
      at++;
    if (*at == '`') {
      at++;
      break;
    }
    if (at >= s->end) {
      scanner_error_at(s, s->pos, "string not terminated");
      break;
    }
    at = scanner_skip_special(s, at);
  }
  finish(s, TOKEN_STRING, start, at);
}

void scanner_rune(struct scanner *s) {
  invariant_debug(*s->next == '\'');
  const char *start = s->next;
  const char *at = start + 1;
  bool ok = true;
  for (int count = 0;; count++) {
    if (*at == '\'') {
      if (ok && count == 0)
        scanner_error_at(s, scanner_pos_at(s, at), "empty rune literal or unescaped '");
      else if (ok && count != 1)
        scanner_error_at(s, s->pos, "more than one character in rune literal");
      at++;
      break;
    }
    if (*at == '\\') {
      at++;
      ok = escape(s, &at, '\'') && ok;
    } else if (*at == '\n') {
      if (ok)
        scanner_error_at(s, scanner_pos_at(s, at), "newline in rune literal");
      break;
    } else if (at >= s->end) {
      if (ok)
        scanner_error_at(s, s->pos, "rune literal not terminated");
      break;
    } else if (scanner_is_plain(*at)) {
      at++;
    } else {
      int errors = s->error_count;
      at = scanner_skip_special(s, at);
      count -= s->error_count > errors; // as if it were not there
    }
  }
  finish(s, TOKEN_CHAR, start, at);
}
