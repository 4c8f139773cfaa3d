// Comments that tell the compiler something: //line, //go:build, //go:linkname, //go:embed. Others
// that begin with //go: are ignored, but must have a line of their own. After
// cmd/compile/internal/syntax and noder.

#include <string.h>

#include "vm/syntax/language.h"
#include "vm/syntax/scan_internal.h"
#include "vm/syntax/unquote.h"

enum { max_line = 1 << 30 };

// The number behind the last colon of a text.
struct trailing {
  const char *digits; // NULL: there is no colon
  uint64_t value;
  bool ok; // these are digits, and not too many
};

static struct trailing trailing_number(const char *text, const char *end) {
  struct trailing t = {0};
  for (const char *at = end; at > text && !t.digits; at--)
    if (at[-1] == ':')
      t.digits = at;
  if (!t.digits)
    return t;
  t.ok = t.digits < end && end - t.digits < 19;
  for (const char *at = t.digits; at < end && t.ok; at++) {
    t.ok = *at >= '0' && *at <= '9';
    t.value = t.value * 10 + (uint64_t)(*at - '0');
  }
  return t;
}

static void report(struct scanner *s, const char *what, const char *at, const char *end) {
  scanner_error_at(s, scanner_pos_at(s, at), "invalid %s number: %.*s", what, (int)(end - at), at);
}

// The name of the file that positions before an offset are shown in.
static const char *file_before(const struct scanner *s, uint32_t offset) {
  return source_place(s->sources, s->file->base + offset).file;
}

// Takes "name:line" or "name:line:column" up to end, which holds from next on.
static void line(struct scanner *s, const char *text, const char *end, const char *next) {
  struct line_directive d = {.offset = (uint32_t)(next - s->file->text)};
  struct trailing last = trailing_number(text, end);
  if (!last.digits)
    return;
  if (!last.ok) {
    report(s, "line", last.digits, end);
    return;
  }
  struct trailing first = trailing_number(text, last.digits - 1);
  struct trailing number = first.ok ? first : last;
  if (first.ok && (last.value == 0 || last.value > max_line)) {
    report(s, "column", last.digits, end);
    return;
  }
  if (number.value == 0 || number.value > max_line) {
    report(s, "line", number.digits, first.ok ? last.digits - 1 : end);
    return;
  }
  size_t size = (size_t)(number.digits - 1 - text);
  d.line = (int)number.value;
  d.column = first.ok ? (int)last.value : 0;
  // Without a name, one with a column goes on in the file before.
  d.file = size == 0 && first.ok ? file_before(s, (uint32_t)(text - s->file->text))
                                 : names_intern(s->names, text, size);
  source_add_directive(s->sources, s->file, d);
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// Takes the next word of a text that goes up to end; an empty one if there is none.
static const char *word(const char **at, const char *end, size_t *size) {
  while (*at < end && is_space(**at))
    ++*at;
  const char *start = *at;
  while (*at < end && !is_space(**at))
    ++*at;
  *size = (size_t)(*at - start);
  return start;
}

static void linkname(struct scanner *s, pos_t pos, const char *text, const char *end) {
  size_t local_size, target_size, more;
  const char *local = word(&text, end, &local_size), *target = word(&text, end, &target_size);
  word(&text, end, &more);
  if (local_size == 0 || more > 0) {
    scanner_error_at(s, pos, "usage: //go:linkname localname [linkname]");
    return;
  }
  struct source_file *file = s->file;
  file->linknames =
      region_grow(s->sources->region, file->linknames, sizeof *file->linknames,
                  file->linkname_count, &file->linkname_cap, file->linkname_count + 1);
  file->linknames[file->linkname_count++] = (struct linkname){
      .pos = pos,
      .local = names_intern(s->names, local, local_size),
      .target = target_size > 0 ? names_intern(s->names, target, target_size) : NULL};
}

// Returns the end of a quoted text that begins here, end where it has none.
static const char *quoted_end(const char *text, const char *end) {
  for (const char *at = text + 1; at < end; at++)
    if (*at == *text)
      return at + 1;
    else if (*at == '\\' && *text == '"')
      at++;
  return end;
}

// Takes the pattern that begins at *at. NULL: it is quoted in a wrong way, which begins at *at.
static const char *pattern(struct scanner *s, const char **at, const char *end) {
  const char *start = *at;
  size_t size;
  if (*start != '"' && *start != '`') {
    word(at, end, &size);
    return names_intern(s->names, start, size);
  }
  const char *behind = quoted_end(start, end);
  const char *found = unquote_string(s->sources->region, start, (size_t)(behind - start), &size);
  if (!found)
    return NULL;
  *at = behind;
  return behind == end || is_space(*behind) ? found : NULL;
}

// Notes the patterns of an embed directive: words, of which each may be quoted.
static void embed(struct scanner *s, pos_t pos, const char *text, const char *end) {
  struct source_file *file = s->file;
  int before = file->embed_count;
  for (;;) {
    while (text < end && is_space(*text))
      text++;
    if (text == end)
      break;
    pos_t start = scanner_pos_at(s, text);
    const char *found = pattern(s, &text, end);
    if (!found) {
      scanner_error_at(s, pos, "invalid quoted string in //go:embed: %.*s", (int)(end - text),
                       text);
      file->embed_count = before;
      break;
    }
    file->embeds = region_grow(s->sources->region, file->embeds, sizeof *file->embeds,
                               file->embed_count, &file->embed_cap, file->embed_count + 1);
    file->embeds[file->embed_count++] =
        (struct embed_pattern){.text = found, .pos = start, .directive_pos = pos};
  }
  if (file->embed_count == before)
    scanner_error_at(s, pos, "usage: //go:embed pattern...");
}

static bool begins(const char *text, const char *end, const char *prefix) {
  size_t size = strlen(prefix);
  return (size_t)(end - text) >= size && memcmp(text, prefix, size) == 0;
}

// Whether nothing stands before a comment on its line.
static bool has_own_line(const struct scanner *s, const char *comment) {
  while (comment > s->file->text && is_space(comment[-1]))
    comment--;
  return comment == s->file->text || comment[-1] == '\n';
}

static bool is_embed(const char *text, const char *end) {
  size_t size = strlen("go:embed");
  return begins(text, end, "go:embed") && (text + size == end || is_space(text[size]));
}

void scanner_directive(struct scanner *s, const char *comment, const char *end) {
  if (comment[2] != 'l' && (comment[2] != 'g' || comment[1] == '*'))
    return;
  bool general = comment[1] == '*', first = comment == s->file->text || comment[-1] == '\n';
  const char *text = comment + 2, *next = end;
  if (general)
    end -= 2;
  else if (end > text && end[-1] == '\r')
    end--;
  if (begins(text, end, "line ") && (general || first)) {
    line(s, text + 5, end, general || next == s->end ? next : next + 1);
    return;
  }
  if (general || !begins(text, end, "go:"))
    return;
  pos_t pos = scanner_pos_at(s, text);
  if (s->is_top && begins(text, end, "go:build"))
    language_note_build(s->file, comment, (size_t)(end - comment));
  if (!has_own_line(s, comment))
    scanner_error_at(s, pos, "misplaced compiler directive");
  else if (s->takes_directives && begins(text, end, "go:linkname "))
    linkname(s, pos, text + strlen("go:linkname "), end);
  else if (s->takes_directives && is_embed(text, end))
    embed(s, pos, text + strlen("go:embed"), end);
}
