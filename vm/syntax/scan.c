// The scanner: see scan.h. After go/scanner and cmd/compile/internal/syntax/scanner.go of Go 1.22.
//
// The text of a file ends in a NUL byte, so that loops need not compare with the end: a NUL stops
// them, and only then is it asked whether the end has been reached.

#include "vm/syntax/scan.h"

#include <stdarg.h>
#include <string.h>
#include <unictype.h>

#include "vm/syntax/rune.h"
#include "vm/syntax/scan_internal.h"

enum { byte_order_mark = 0xFEFF };

// What a byte can be part of.
enum { BYTE_LETTER = 1, BYTE_DIGIT = 2, BYTE_SPACE = 4 };

static const unsigned char byte_class[256] = {
    ['a' ... 'z'] = BYTE_LETTER, ['A' ... 'Z'] = BYTE_LETTER, ['_'] = BYTE_LETTER,
    ['0' ... '9'] = BYTE_DIGIT,  [' '] = BYTE_SPACE,          ['\t'] = BYTE_SPACE,
    ['\r'] = BYTE_SPACE,
};

// The first keyword that begins with a letter; keywords are in alphabetical order among the tokens.
static const unsigned char keyword_start[26] = {
    ['b' - 'a'] = TOKEN_BREAK, ['c' - 'a'] = TOKEN_CASE,        ['d' - 'a'] = TOKEN_DEFAULT,
    ['e' - 'a'] = TOKEN_ELSE,  ['f' - 'a'] = TOKEN_FALLTHROUGH, ['g' - 'a'] = TOKEN_GO,
    ['i' - 'a'] = TOKEN_IF,    ['m' - 'a'] = TOKEN_MAP,         ['p' - 'a'] = TOKEN_PACKAGE,
    ['r' - 'a'] = TOKEN_RANGE, ['s' - 'a'] = TOKEN_SELECT,      ['t' - 'a'] = TOKEN_TYPE,
    ['v' - 'a'] = TOKEN_VAR,
};

static const unsigned char token_size[TOKEN_COUNT] = {
#define TOKEN_SIZE(name, spelling, precedence) sizeof(spelling) - 1,
    TOKEN_TABLE(TOKEN_SIZE)
#undef TOKEN_SIZE
};

pos_t scanner_pos_at(const struct scanner *s, const char *at) {
  invariant_debug(at >= s->file->text && at <= s->file->text + s->file->size);
  return s->file->base + (pos_t)(at - s->file->text);
}

void scanner_error_at(struct scanner *s, pos_t pos, const char *format, ...) {
  invariant_debug(pos != 0);
  if (s->error_count >= scan_error_limit)
    return;
  va_list args;
  va_start(args, format);
  errors_add_early(s->errors, pos, "%s", region_vprintf(s->errors->region, format, args));
  va_end(args);
  if (++s->error_count >= scan_error_limit)
    scanner_stop(s);
}

void scanner_stop(struct scanner *s) {
  s->next = s->end;
}

const char *scanner_skip_special(struct scanner *s, const char *at) {
  if (*at == '\0') {
    scanner_error_at(s, scanner_pos_at(s, at), "invalid NUL character");
    return at + 1;
  }
  int size;
  uint32_t rune = rune_decode(at, s->end, &size);
  if (rune == rune_error && size == 1)
    scanner_error_at(s, scanner_pos_at(s, at), "invalid UTF-8 encoding");
  else if (rune == byte_order_mark)
    scanner_error_at(s, scanner_pos_at(s, at), "invalid BOM in the middle of the file");
  return at + size;
}

void scanner_init(struct scanner *s, struct source_set *sources, struct source_file *file,
                  struct error_list *errors, struct names *names, size_t offset) {
  invariant_debug(offset <= file->size);
  *s = (struct scanner){.sources = sources, .file = file, .errors = errors, .names = names};
  s->next = file->text + offset;
  s->end = file->text + file->size;
  s->is_top = offset == 0;
  if (offset == 0 && file->size >= 3 && memcmp(file->text, "\xEF\xBB\xBF", 3) == 0)
    s->next += 3;
}

// The keyword that text spells, or TOKEN_IDENT.
static enum token keyword(const char *text, size_t size) {
  if (size < 2 || size > 11 || text[0] < 'a' || text[0] > 'z')
    return TOKEN_IDENT;
  for (unsigned token = keyword_start[text[0] - 'a']; token >= TOKEN_BREAK && token < TOKEN_COUNT;
       token++) {
    const char *spelling = token_text((enum token)token);
    if (spelling[0] != text[0])
      break;
    if (token_size[token] == size && memcmp(spelling, text, size) == 0)
      return (enum token)token;
  }
  return TOKEN_IDENT;
}

// Whether a character is reported and then treated as if it were not there.
static bool is_ignored(uint32_t rune, int size) {
  return rune == 0 || rune == byte_order_mark || (rune == rune_error && size == 1);
}

// Reads on in a name where at points to a character outside ASCII, a NUL or the end. Returns the
// end of the name.
static __attribute__((noinline)) const char *unicode_name(struct scanner *s, const char *start,
                                                          const char *at) {
  char text[rune_text_bytes];
  for (;;) {
    if (byte_class[(unsigned char)*at] & (BYTE_LETTER | BYTE_DIGIT)) {
      at++;
      continue;
    }
    if (at >= s->end || scanner_is_plain(*at))
      return at;
    int size;
    uint32_t rune = rune_decode(at, s->end, &size);
    if (is_ignored(rune, size)) {
      at = scanner_skip_special(s, at);
      continue;
    }
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_Nd)) {
      if (at == start)
        scanner_error_at(s, scanner_pos_at(s, at), "identifier cannot begin with digit %s",
                         rune_code_text(text, rune));
    } else if (!uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_L)) {
      scanner_error_at(s, scanner_pos_at(s, at), "invalid character %s in identifier",
                       rune_code_text(text, rune));
    }
    at += size;
  }
}

static void name(struct scanner *s, const char *start) {
  const char *at = start;
  while (byte_class[(unsigned char)*at] & (BYTE_LETTER | BYTE_DIGIT))
    at++;
  if (!scanner_is_plain(*at))
    at = unicode_name(s, start, at);
  if (s->error_count < scan_error_limit)
    s->next = at;
  size_t size = (size_t)(at - start);
  s->token = keyword(start, size);
  if (s->token == TOKEN_IDENT) {
    s->text = names_intern(s->names, start, size);
    s->size = size;
    s->insert_semicolon = true;
  } else {
    s->insert_semicolon = s->token == TOKEN_BREAK || s->token == TOKEN_CONTINUE ||
                          s->token == TOKEN_FALLTHROUGH || s->token == TOKEN_RETURN;
  }
}

// Skips from the // at s->next to the end of the line.
static void line_comment(struct scanner *s) {
  const char *at = s->next + 2;
  const char *newline = memchr(at, '\n', (size_t)(s->end - at));
  at = scanner_skip_plain(at, newline ? newline : s->end);
  for (;;) {
    while (*at != '\n' && scanner_is_plain(*at))
      at++;
    if (*at == '\n' || at >= s->end)
      break;
    at = scanner_skip_special(s, at);
    if (s->next == s->end)
      return; // too many errors
  }
  scanner_directive(s, s->next, at);
  s->next = s->next == s->end ? s->end : at; // at the end: too many errors
}

// Skips the general comment at s->next. Returns whether it holds a newline.
static bool general_comment(struct scanner *s) {
  const char *start = s->next;
  const char *at = start + 2;
  bool newline = false;
  for (;;) {
    if (*at == '*' && at[1] == '/') {
      s->next = at + 2;
      scanner_directive(s, start, s->next);
      return newline;
    }
    if (scanner_is_plain(*at)) {
      newline |= *at == '\n';
      at++;
      continue;
    }
    if (at >= s->end)
      break;
    at = scanner_skip_special(s, at);
    if (s->next == s->end)
      return newline;
  }
  s->next = s->end;
  scanner_error_at(s, scanner_pos_at(s, start), "comment not terminated");
  return newline;
}

static void semicolon(struct scanner *s, const char *text) {
  s->token = TOKEN_SEMICOLON;
  s->text = text;
  s->size = strlen(text);
}

// Sets the token and steps over its characters.
static void take(struct scanner *s, enum token token, int size) {
  invariant_debug(size <= s->end - s->next);
  s->token = token;
  s->next += size;
}

// An operator, or the assignment by it if = follows.
static void operator_or_assignment(struct scanner *s, enum token token, enum token assignment,
                                   int size) {
  if (s->next[size] == '=')
    take(s, assignment, size + 1);
  else
    take(s, token, size);
}

static void less(struct scanner *s) {
  switch (s->next[1]) {
  case '<':
    operator_or_assignment(s, TOKEN_SHL, TOKEN_SHL_ASSIGN, 2);
    break;
  case '-':
    take(s, TOKEN_ARROW, 2);
    break;
  default:
    operator_or_assignment(s, TOKEN_LSS, TOKEN_LEQ, 1);
    break;
  }
}

static void ampersand(struct scanner *s) {
  switch (s->next[1]) {
  case '&':
    take(s, TOKEN_LAND, 2);
    break;
  case '^':
    operator_or_assignment(s, TOKEN_AND_NOT, TOKEN_AND_NOT_ASSIGN, 2);
    break;
  default:
    operator_or_assignment(s, TOKEN_AND, TOKEN_AND_ASSIGN, 1);
    break;
  }
}

static void period(struct scanner *s) {
  if (byte_class[(unsigned char)s->next[1]] & BYTE_DIGIT)
    scanner_number(s);
  else if (s->next[1] == '.' && s->next[2] == '.')
    take(s, TOKEN_ELLIPSIS, 3);
  else
    take(s, TOKEN_PERIOD, 1);
}

// ++ or +, -- or -: the operator c, doubled, alone or with =.
static void plus_or_minus(struct scanner *s, char c) {
  if (s->next[1] == c) {
    take(s, c == '+' ? TOKEN_INC : TOKEN_DEC, 2);
    s->insert_semicolon = true;
  } else if (c == '+') {
    operator_or_assignment(s, TOKEN_ADD, TOKEN_ADD_ASSIGN, 1);
  } else {
    operator_or_assignment(s, TOKEN_SUB, TOKEN_SUB_ASSIGN, 1);
  }
}

void scanner_closing(struct scanner *s, enum token token) {
  take(s, token, 1);
  s->insert_semicolon = true;
}

// Tokens of one byte, and the token if = follows it; 0: none.
static const struct {
  unsigned char token, assignment;
} short_tokens[256] = {
    ['('] = {TOKEN_LPAREN, 0},
    [')'] = {TOKEN_RPAREN, 0},
    ['['] = {TOKEN_LBRACK, 0},
    [']'] = {TOKEN_RBRACK, 0},
    ['{'] = {TOKEN_LBRACE, 0},
    ['}'] = {TOKEN_RBRACE, 0},
    [','] = {TOKEN_COMMA, 0},
    ['~'] = {TOKEN_TILDE, 0},
    ['*'] = {TOKEN_MUL, TOKEN_MUL_ASSIGN},
    ['/'] = {TOKEN_QUO, TOKEN_QUO_ASSIGN},
    ['%'] = {TOKEN_REM, TOKEN_REM_ASSIGN},
    ['^'] = {TOKEN_XOR, TOKEN_XOR_ASSIGN},
    ['='] = {TOKEN_ASSIGN, TOKEN_EQL},
    ['!'] = {TOKEN_NOT, TOKEN_NEQ},
    [':'] = {TOKEN_COLON, TOKEN_DEFINE},
};

// Takes the token of one byte that begins with c, or with = after it. Returns false if there is
// none.
static bool short_token(struct scanner *s, unsigned char c) {
  enum token token = (enum token)short_tokens[c].token;
  if (token == TOKEN_EOF)
    return false;
  if (token == TOKEN_RPAREN || token == TOKEN_RBRACK || token == TOKEN_RBRACE)
    scanner_closing(s, token);
  else if (short_tokens[c].assignment != 0)
    operator_or_assignment(s, token, (enum token)short_tokens[c].assignment, 1);
  else
    take(s, token, 1);
  return true;
}

// Takes a longer operator, a separator or a literal. Returns false if the byte begins none.
static bool other_token(struct scanner *s, char c) {
  switch (c) {
  case '+':
  case '-':
    plus_or_minus(s, c);
    return true;
  case '&':
    ampersand(s);
    return true;
  case '|':
    if (s->next[1] == '|')
      take(s, TOKEN_LOR, 2);
    else
      operator_or_assignment(s, TOKEN_OR, TOKEN_OR_ASSIGN, 1);
    return true;
  case '<':
    less(s);
    return true;
  case '>':
    if (s->next[1] == '>')
      operator_or_assignment(s, TOKEN_SHR, TOKEN_SHR_ASSIGN, 2);
    else
      operator_or_assignment(s, TOKEN_GTR, TOKEN_GEQ, 1);
    return true;
  case '.':
    period(s);
    return true;
  case ';':
    semicolon(s, "semicolon");
    s->next++;
    return true;
  case '\n':
    semicolon(s, "newline");
    s->next++;
    return true;
  case '"':
    scanner_string(s);
    return true;
  case '`':
    scanner_raw_string(s);
    return true;
  case '\'':
    scanner_rune(s);
    return true;
  default:
    return false;
  }
}

// Handles the NUL or the illegal character at s->next. Returns whether a token came of it.
static __attribute__((noinline)) bool end_or_illegal(struct scanner *s, bool ends_statement) {
  if (*s->next != '\0') {
    char text[rune_text_bytes];
    int size;
    uint32_t rune = rune_decode(s->next, s->end, &size);
    s->next += size;
    scanner_error_at(s, s->pos, "invalid character %s", rune_code_text(text, rune));
    return false;
  }
  if (s->next < s->end) {
    s->next = scanner_skip_special(s, s->next);
    return false;
  }
  if (ends_statement)
    semicolon(s, "EOF");
  else
    s->token = TOKEN_EOF;
  return true;
}

// The character outside ASCII at s->next: a name begins, or it is an error. Returns whether a token
// came of it.
static bool unicode_token(struct scanner *s) {
  int size;
  uint32_t rune = rune_decode(s->next, s->end, &size);
  if (is_ignored(rune, size)) {
    const char *after = s->next + size;
    scanner_skip_special(s, s->next);
    if (s->next < s->end)
      s->next = after;
    return false;
  }
  name(s, s->next);
  return true;
}

void scanner_next(struct scanner *s) {
  bool ends_statement = s->insert_semicolon;
  s->insert_semicolon = false;
  for (;;) {
    const char *at = s->next;
    while ((byte_class[(unsigned char)*at] & BYTE_SPACE) || (*at == '\n' && !ends_statement))
      at++;
    s->next = at;
    s->pos = scanner_pos_at(s, at);
    s->errors_before = s->error_count;
    unsigned char c = (unsigned char)*at;
    if (byte_class[c] & BYTE_LETTER) {
      name(s, at);
      return;
    }
    if (byte_class[c] & BYTE_DIGIT) {
      scanner_number(s);
      return;
    }
    if (c == '/' && at[1] == '/') {
      line_comment(s);
      continue;
    }
    if (c == '/' && at[1] == '*') {
      if (general_comment(s) && ends_statement) {
        semicolon(s, "newline");
        return;
      }
      continue;
    }
    if (short_token(s, c) || other_token(s, (char)c))
      return;
    if (c >= 0x80 ? unicode_token(s) : end_or_illegal(s, ends_statement))
      return;
  }
}
