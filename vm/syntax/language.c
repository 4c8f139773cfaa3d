// Versions of the language: see language.h. After go/build/constraint's GoVersion.

#include "vm/syntax/language.h"

#include <stdlib.h>
#include <string.h>

enum { no_version = -1, max_constraint_nesting = 1000 };

// A constraint that is being read.
struct constraint {
  const char *at, *end;
  int nesting;
  bool malformed;
};

int language_of_package(const struct source_file *file) {
  return file->language_minor > 0 ? file->language_minor : language_newest;
}

int language_of(const struct source_file *file) {
  if (!file->has_build_minor)
    return language_of_package(file);
  return file->build_minor < language_build_lowest ? language_build_lowest : file->build_minor;
}

static void skip_space(struct constraint *c) {
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\r'))
    c->at++;
}

static bool got(struct constraint *c, const char *text) {
  size_t size = strlen(text);
  skip_space(c);
  if ((size_t)(c->end - c->at) < size || memcmp(c->at, text, size) != 0)
    return false;
  c->at += size;
  return true;
}

static int any_version(struct constraint *c, bool negated);

// The version that go1.N means, or no_version.
static int tag_version(const char *tag, size_t size) {
  char digits[8];
  if (size == 3 && memcmp(tag, "go1", 3) == 0)
    return 0;
  if (size < 5 || size - 4 >= sizeof digits || memcmp(tag, "go1.", 4) != 0)
    return no_version;
  for (size_t i = 4; i < size; i++)
    if (tag[i] < '0' || tag[i] > '9')
      return no_version;
  memcpy(digits, tag + 4, size - 4);
  digits[size - 4] = '\0';
  return atoi(digits);
}

static bool is_tag_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || (unsigned char)c >= 0x80;
}

// A tag, or a constraint in parentheses. That a tag does not hold implies no version.
static int operand_version(struct constraint *c, bool negated) {
  if (got(c, "!")) {
    negated = !negated;
    skip_space(c);
    c->malformed = c->malformed || (c->at < c->end && *c->at == '!');
  }
  if (got(c, "(")) {
    if (++c->nesting > max_constraint_nesting)
      c->malformed = true;
    int version = c->malformed ? no_version : any_version(c, negated);
    c->nesting--;
    c->malformed = !got(c, ")") || c->malformed;
    return version;
  }
  const char *tag = c->at;
  while (c->at < c->end && is_tag_byte(*c->at))
    c->at++;
  c->malformed = c->malformed || c->at == tag;
  return negated ? no_version : tag_version(tag, (size_t)(c->at - tag));
}

// Two constraints of which both must hold, or one: of a negated pair it is the other way round.
static int join(int x, int y, bool both) {
  return (x > y) == both ? x : y;
}

static int all_version(struct constraint *c, bool negated) {
  int version = operand_version(c, negated);
  while (!c->malformed && got(c, "&&"))
    version = join(version, operand_version(c, negated), !negated);
  return version;
}

static int any_version(struct constraint *c, bool negated) {
  int version = all_version(c, negated);
  while (!c->malformed && got(c, "||"))
    version = join(version, all_version(c, negated), negated);
  return version;
}

void language_note_build(struct source_file *file, const char *comment, size_t size) {
  size_t prefix = strlen("//go:build");
  struct constraint c = {.at = comment + prefix, .end = comment + size};
  if (size == prefix || (*c.at != ' ' && *c.at != '\t'))
    return;
  int version = any_version(&c, false);
  skip_space(&c);
  if (c.malformed || c.at != c.end)
    return;
  file->has_build_minor = version != no_version;
  file->build_minor = version;
}
