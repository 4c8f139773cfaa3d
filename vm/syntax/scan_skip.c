// Skipping without making tokens: plain text in comments; and what is long in declarations of std
// that no program has asked for yet. For these it is a byte loop that knows strings, runes and
// comments.

#include <string.h>

#include "vm/syntax/scan_internal.h"

// What the loop looks at.
static const bool is_stop[256] = {
    ['"'] = true, ['`'] = true, ['\''] = true, ['/'] = true,
    ['{'] = true, ['}'] = true, ['\0'] = true,
};

// Skips what begins with quote at at, up to the same quote unescaped or the end of the line.
static const char *skip_quoted(const char *at, const char *end) {
  char quote = *at++;
  while (at < end && *at != quote && *at != '\n')
    at += *at == '\\' && at + 1 < end ? 2 : 1;
  return at < end ? at + 1 : end;
}

// Skips the comment at at, if it is one, or the slash.
static const char *skip_comment(const char *at, const char *end) {
  if (at[1] == '/') {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
  }
  if (at[1] != '*')
    return at + 1;
  for (at += 2; at < end; at++) {
    at = memchr(at, '*', (size_t)(end - at));
    if (!at)
      return end;
    if (at[1] == '/')
      return at + 2;
  }
  return end;
}

const char *scanner_skip_plain(const char *at, const char *end) {
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
  for (uint64_t word; end - at >= 8; at += 8) {
    memcpy(&word, at, sizeof word);
    if ((word | (word - ones)) & tops) // no byte of a plain word is 0 or above 0x7f
      break;
  }
  return at;
}

bool scanner_skip_block(struct scanner *s) {
  invariant_debug(s->token == TOKEN_LBRACE);
  int depth = 1;
  const char *at = s->next;
  for (;;) {
    while (!is_stop[(unsigned char)*at])
      at++;
    switch (*at) {
    case '{':
      depth++;
      at++;
      break;
    case '}':
      if (--depth == 0) {
        s->pos = scanner_pos_at(s, at);
        s->next = at;
        scanner_closing(s, TOKEN_RBRACE);
        return true;
      }
      at++;
      break;
    case '"':
    case '\'':
      at = skip_quoted(at, s->end);
      break;
    case '`': {
      const char *close = memchr(at + 1, '`', (size_t)(s->end - at) - 1);
      at = close ? close + 1 : s->end;
      break;
    }
    case '/':
      at = skip_comment(at, s->end);
      break;
    default:
      if (at >= s->end) {
        scanner_stop(s);
        s->pos = scanner_pos_at(s, s->end);
        s->token = TOKEN_EOF;
        return false;
      }
      at++;
      break;
    }
  }
}

static bool ends_with(const char *start, const char *end, const char *word) {
  size_t size = strlen(word);
  return (size_t)(end - start) >= size && memcmp(end - size, word, size) == 0;
}

// Whether the brace at at begins the fields or methods of a type.
static bool is_brace_of_type(const char *start, const char *at) {
  while (at > start && (at[-1] == ' ' || at[-1] == '\t'))
    at--;
  return ends_with(start, at, "struct") || ends_with(start, at, "interface");
}

// What ends or changes the way through a signature.
static const bool is_signature_stop[256] = {
    ['('] = true, [')'] = true, ['['] = true, [']'] = true,  ['{'] = true,  ['}'] = true,
    ['"'] = true, ['`'] = true, ['/'] = true, ['\n'] = true, ['\0'] = true,
};

void scanner_skip_signature(struct scanner *s) {
  const char *start = s->file->text + (s->pos - s->file->base), *at = start;
  invariant_debug(*at == '(' || *at == '[');
  for (int depth = 0; at < s->end;) {
    while (!is_signature_stop[(unsigned char)*at])
      at++;
    char c = *at;
    if (depth == 0 && (c == '\n' || (c == '{' && !is_brace_of_type(start, at))))
      break;
    depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
    if (c == '/')
      at = skip_comment(at, s->end);
    else
      at = c == '"' || c == '`' ? skip_quoted(at, s->end) : at + 1;
  }
  s->next = at < s->end ? at : s->end;
  s->insert_semicolon = true;
}
