// Build constraints: see build_constraint.h.

#include "vm/syntax/build_constraint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/syntax/c_stack.h"
#include "vm/syntax/language.h"

#if defined(__aarch64__)
#define MACHINE "arm64"
#define MACHINE_LEVEL "arm64.v8.0"
#else
#define MACHINE "amd64"
#define MACHINE_LEVEL "amd64.v1"
#endif

// A part of a text.
struct span {
  const char *at, *end;
};

static bool span_is(struct span s, const char *text) {
  size_t size = strlen(text);
  return (size_t)(s.end - s.at) == size && memcmp(s.at, text, size) == 0;
}

// Whether a list has the text between two of its separators.
static bool is_listed(const char *list, char separator, struct span s) {
  while (list) {
    const char *end = strchrnul(list, separator);
    if (end > list && end - list == s.end - s.at && memcmp(list, s.at, (size_t)(end - list)) == 0)
      return true;
    list = *end ? end + 1 : NULL;
  }
  return false;
}

static struct span trimmed(struct span line) {
  while (line.at < line.end && isspace((unsigned char)*line.at))
    line.at++;
  while (line.end > line.at && isspace((unsigned char)line.end[-1]))
    line.end--;
  return line;
}

// Names of files.

static bool is_system(struct span s) {
  static const char names[] = "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl "
                              "netbsd openbsd plan9 solaris wasip1 windows zos";
  return is_listed(names, ' ', s);
}

static bool is_machine(struct span s) {
  static const char names[] =
      "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 "
      "mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 "
      "s390x sparc sparc64 wasm";
  return is_listed(names, ' ', s);
}

// Cuts the last part off, which an underscore begins. Returns an empty one if there is none.
static struct span cut_last(struct span *s) {
  struct span last = {s->end, s->end};
  while (last.at > s->at && last.at[-1] != '_')
    last.at--;
  if (last.at == s->at)
    return (struct span){s->end, s->end};
  s->end = last.at - 1;
  return last;
}

bool build_name_matches(const char *name) {
  struct span stem = {name, strchrnul(name, '.')};
  // What precedes the first underscore is a name, whatever it is: linux.go is for all systems.
  const char *first = memchr(stem.at, '_', (size_t)(stem.end - stem.at));
  if (!first)
    return true;
  stem.at = first;
  struct span last = cut_last(&stem);
  if (span_is(last, "test"))
    last = cut_last(&stem);
  if (is_system(last))
    return span_is(last, "linux");
  if (!is_machine(last))
    return true;
  struct span before = cut_last(&stem);
  return span_is(last, MACHINE) && (!is_system(before) || span_is(before, "linux"));
}

// Tags and expressions.

// An expression that is being read.
struct constraint {
  const char *at, *end;
  const char *tags;
  char *problem; // what is wrong; empty while nothing is
  int open;      // parentheses
};

static bool is_tag_character(char c) {
  return isalnum((unsigned char)c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

// Returns the N of a tag go1.N, 0 of go1; -1 of all others.
static int tag_version(struct span tag) {
  size_t size = (size_t)(tag.end - tag.at);
  int minor = 0;
  if (span_is(tag, "go1"))
    return 0;
  if (size < 5 || size > 8 || memcmp(tag.at, "go1.", 4) != 0)
    return -1;
  for (const char *at = tag.at + 4; at < tag.end; at++) {
    if (!isdigit((unsigned char)*at))
      return -1;
    minor = 10 * minor + (*at - '0');
  }
  return minor;
}

static bool tag_holds(struct span tag, const char *tags) {
  int minor = tag_version(tag);
  if (minor > 0 && tag.at[4] != '0')
    return minor <= language_newest;
  return is_listed("linux unix vole gc purego " MACHINE " " MACHINE_LEVEL, ' ', tag) ||
         is_listed(tags, ',', tag);
}

static void refuse(struct constraint *c, const char *problem) {
  if (!c->problem[0])
    snprintf(c->problem, build_problem_size, "parsing //go:build line: %s", problem);
}

// Refuses the next token. problem says what is wrong if there is one, or the text ends; NULL: that
// it is there, or ends.
static void refuse_token(struct constraint *c, const char *problem) {
  const char *at = c->at;
  char text[40];
  int size = at < c->end;
  if (size && strchr("&|", *at))
    size += at + 1 < c->end && at[1] == *at;
  while (at + size < c->end && is_tag_character(*at) && is_tag_character(at[size]))
    size++;
  if (size == 1 && !strchr("!()", *at) && !is_tag_character(*at))
    snprintf(text, sizeof text, "invalid syntax at %c", *at);
  else if (problem)
    snprintf(text, sizeof text, "%s", problem);
  else if (size == 0)
    snprintf(text, sizeof text, "unexpected end of expression");
  else
    snprintf(text, sizeof text, "unexpected token %.*s", size, at);
  refuse(c, text);
}

static void skip_spaces(struct constraint *c) {
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
    c->at++;
}

// Takes a token if it comes next.
static bool got(struct constraint *c, const char *token) {
  skip_spaces(c);
  size_t size = strlen(token);
  if ((size_t)(c->end - c->at) < size || memcmp(c->at, token, size) != 0)
    return false;
  c->at += size;
  return true;
}

// What an expression says: whether it holds, and the least version of Go that it implies, or -1.
struct meaning {
  bool holds;
  int version;
};

static struct meaning or_expression(struct constraint *c, bool negated);

static struct meaning tag_meaning(struct constraint *c, bool negated) {
  struct span tag = {c->at, c->at};
  while (tag.end < c->end && is_tag_character(*tag.end))
    tag.end++;
  if (tag.end == tag.at) {
    refuse_token(c, c->open > 0 && c->at == c->end ? "missing close paren" : NULL);
    return (struct meaning){false, -1};
  }
  c->at = tag.end;
  // That a tag does not hold implies no version.
  return (struct meaning){tag_holds(tag, c->tags) != negated, negated ? -1 : tag_version(tag)};
}

static struct meaning operand(struct constraint *c, bool negated) {
  if (!c_stack_may_recurse()) {
    refuse(c, "build expression too large");
    return (struct meaning){false, -1};
  }
  if (got(c, "!")) {
    negated = !negated;
    if (got(c, "!")) {
      refuse(c, "double negation not allowed");
      return (struct meaning){false, -1};
    }
  }
  if (!got(c, "("))
    return tag_meaning(c, negated);
  c->open++;
  struct meaning meaning = or_expression(c, negated);
  if (!got(c, ")"))
    refuse_token(c, "missing close paren");
  c->open--;
  return meaning;
}

// Joins two expressions of which both must hold, or one.
static struct meaning join(struct meaning x, struct meaning y, bool both) {
  return (struct meaning){both ? x.holds && y.holds : x.holds || y.holds,
                          (x.version > y.version) == both ? x.version : y.version};
}

static struct meaning and_expression(struct constraint *c, bool negated) {
  struct meaning meaning = operand(c, negated);
  while (!c->problem[0] && got(c, "&&"))
    meaning = join(meaning, operand(c, negated), !negated);
  return meaning;
}

static struct meaning or_expression(struct constraint *c, bool negated) {
  struct meaning meaning = and_expression(c, negated);
  while (!c->problem[0] && got(c, "||"))
    meaning = join(meaning, and_expression(c, negated), negated);
  return meaning;
}

// Reads a whole expression.
static struct meaning read_expression(struct span text, const char *tags, char *problem) {
  struct span line = trimmed(text);
  struct constraint c = {.at = line.at, .end = line.end, .tags = tags, .problem = problem};
  problem[0] = '\0';
  struct meaning meaning = or_expression(&c, false);
  skip_spaces(&c);
  if (c.at < c.end)
    refuse_token(&c, NULL);
  return meaning;
}

int build_lowest_go(const char *expression, size_t size) {
  char problem[build_problem_size];
  struct span text = {expression, expression + size};
  int version = read_expression(text, NULL, problem).version;
  return problem[0] ? -1 : version;
}

// Takes the next word. False: there is none.
static bool next_word(struct span *rest, struct span *word) {
  while (rest->at < rest->end && isblank((unsigned char)*rest->at))
    rest->at++;
  word->at = rest->at;
  while (rest->at < rest->end && !isblank((unsigned char)*rest->at))
    rest->at++;
  word->end = rest->at;
  return word->end > word->at;
}

static bool plus_term_holds(struct span term, const char *tags) {
  bool negated = term.at < term.end && *term.at == '!';
  term.at += negated;
  if (term.at == term.end)
    return false;
  for (const char *at = term.at; at < term.end; at++)
    if (!is_tag_character(*at))
      return false;
  return tag_holds(term, tags) != negated;
}

// Of a // +build line words are alternatives, and what commas join must hold together.
static bool plus_line_holds(struct span line, const char *tags) {
  struct span word;
  while (next_word(&line, &word)) {
    bool all = true;
    while (all && word.at <= word.end) {
      const char *comma = memchr(word.at, ',', (size_t)(word.end - word.at));
      const char *end = comma ? comma : word.end;
      all = plus_term_holds((struct span){word.at, end}, tags);
      word.at = end + 1;
    }
    if (all)
      return true;
  }
  return false;
}

// Lines.

// Takes the next line, without what surrounds it. False: there is none.
static bool next_line(struct span *rest, struct span *line) {
  if (rest->at >= rest->end)
    return false;
  const char *newline = memchr(rest->at, '\n', (size_t)(rest->end - rest->at));
  *line = trimmed((struct span){rest->at, newline ? newline : rest->end});
  rest->at = newline ? newline + 1 : rest->end;
  return true;
}

static bool begins(struct span s, const char *prefix) {
  size_t size = strlen(prefix);
  return (size_t)(s.end - s.at) >= size && memcmp(s.at, prefix, size) == 0;
}

// Whether the line is a comment that begins with the word; makes it what follows that.
static bool is_directive(struct span line, const char *word, struct span *rest) {
  if (!begins(line, "//"))
    return false;
  line.at += 2;
  if (*word == '+')
    line = trimmed(line);
  if (!begins(line, word))
    return false;
  line.at += strlen(word);
  if (line.at < line.end && *line.at != ' ' && *line.at != '\t')
    return false;
  *rest = trimmed(line);
  return true;
}

// Goes over the comments of a line. Returns whether something follows that is none.
static bool has_code(struct span line, bool *in_comment) {
  while (line.at < line.end) {
    if (*in_comment) {
      const char *close = memmem(line.at, (size_t)(line.end - line.at), "*/", 2);
      if (!close)
        return false;
      *in_comment = false;
      line = trimmed((struct span){close + 2, line.end});
    } else if (begins(line, "//")) {
      return false;
    } else if (begins(line, "/*")) {
      *in_comment = true;
      line.at += 2;
    } else {
      return true;
    }
  }
  return false;
}

enum build_verdict build_text_matches(const char *text, size_t size, const char *tags,
                                      char *problem) {
  struct span rest = {text, text + size}, line, go_build = {NULL, NULL}, expression;
  const char *plus_end = text; // +build lines count if a blank line follows them
  bool in_comment = false, ended = false;
  problem[0] = '\0';
  if (begins(rest, "\xef\xbb\xbf"))
    rest.at += 3;
  struct span all = rest;
  while (next_line(&rest, &line)) {
    if (line.at == line.end && !ended) {
      plus_end = rest.at;
      continue;
    }
    ended = ended || !begins(line, "//");
    if (!in_comment && is_directive(line, "go:build", &expression)) {
      if (go_build.at) {
        snprintf(problem, build_problem_size, "multiple //go:build comments");
        return BUILD_MALFORMED;
      }
      go_build = expression;
    }
    if (has_code(line, &in_comment))
      break;
  }
  if (go_build.at) {
    bool holds = read_expression(go_build, tags, problem).holds;
    return problem[0] ? BUILD_MALFORMED : holds ? BUILD_TAKEN : BUILD_LEFT_OUT;
  }
  all.end = plus_end;
  while (next_line(&all, &line))
    if (is_directive(line, "+build", &expression) && !plus_line_holds(expression, tags))
      return BUILD_LEFT_OUT;
  return BUILD_TAKEN;
}
