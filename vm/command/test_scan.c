// The tests that a Go file declares: see test_scan.h.
//
// The text is read as words: names, strings, comments and single characters. What stands in braces
// is skipped, but for the last comment of an example.

#include "vm/command/test_scan.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// A word of the text. kind: 'a' name or number, 's' string, 'c' comment, 0 the end; else itself.
struct word {
  char kind;
  const char *start, *end;
};

static const char *string_end(const char *at) {
  char quote = *at++;
  while (*at && *at != quote && (quote == '`' || *at != '\n')) {
    if (quote != '`' && *at == '\\' && at[1])
      at++;
    at++;
  }
  return *at == quote ? at + 1 : at;
}

static bool is_name_byte(char c) {
  return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static struct word next_word(const char **text) {
  const char *at = *text + strspn(*text, " \t\r\n");
  struct word word = {*at, at, at};
  if (*at == '\0') {
    word.kind = 0;
  } else if (strncmp(at, "//", 2) == 0) {
    word.kind = 'c';
    word.end = at + strcspn(at, "\n");
  } else if (strncmp(at, "/*", 2) == 0) {
    const char *close = strstr(at + 2, "*/");
    word.kind = 'c';
    word.end = close ? close + 2 : at + strlen(at);
  } else if (*at == '"' || *at == '\'' || *at == '`') {
    word.kind = 's';
    word.end = string_end(at);
  } else if (is_name_byte(*at)) {
    word.kind = 'a';
    while (is_name_byte(*word.end))
      word.end++;
  } else {
    word.end = at + 1;
  }
  *text = word.end;
  return word;
}

static struct word next_code(const char **text) {
  struct word word;
  do
    word = next_word(text);
  while (word.kind == 'c');
  return word;
}

static bool is(struct word word, const char *text) {
  size_t size = strlen(text);
  return (size_t)(word.end - word.start) == size && memcmp(word.start, text, size) == 0;
}

const char *test_scan_package(struct pool *pool, const char *text) {
  if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
    text += 3;
  if (!is(next_code(&text), "package"))
    return NULL;
  struct word name = next_code(&text);
  return name.kind == 'a' ? pool_copy(pool, name.start, (size_t)(name.end - name.start)) : NULL;
}

// Whether a name is Test, or Test and then anything but a small letter.
static bool begins_as(const char *name, const char *prefix) {
  size_t size = strlen(prefix);
  return strncmp(name, prefix, size) == 0 && !islower((unsigned char)name[size]);
}

// The kind of test that a function is: of its name, and the type that its one parameter points to.
static bool find_kind(const char *name, const char *parameter, enum test_kind *kind) {
  static const struct {
    const char *prefix, *parameter;
    enum test_kind kind;
  } kinds[] = {{"Test", "T", TEST_TEST},
               {"Benchmark", "B", TEST_BENCHMARK},
               {"Fuzz", "F", TEST_FUZZ},
               {"Example", "", TEST_EXAMPLE}};
  if (strcmp(name, "TestMain") == 0 && strcmp(parameter, "M") == 0) {
    *kind = TEST_MAIN;
    return true;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (begins_as(name, kinds[i].prefix) && strcmp(parameter, kinds[i].parameter) == 0) {
      *kind = kinds[i].kind;
      return true;
    }
  return false;
}

// Reads "(t *testing.T)". Returns the last name of the type, "" if there is no parameter, NULL if
// the signature is another.
static const char *read_parameter(struct pool *pool, const char **text) {
  struct word word = next_code(text);
  if (word.kind != '(')
    return NULL;
  word = next_code(text);
  if (word.kind == ')')
    return "";
  if (word.kind == 'a')
    word = next_code(text);
  if (word.kind != '*')
    return NULL;
  struct word name = next_code(text);
  word = next_code(text);
  if (word.kind == '.') {
    name = next_code(text);
    word = next_code(text);
  }
  if (word.kind == ',')
    word = next_code(text);
  return word.kind == ')' ? pool_copy(pool, name.start, (size_t)(name.end - name.start)) : NULL;
}

// Skips a body, of which the brace was read. Finds the last group of comments in it.
static void skip_body(const char **text, const char **comment, const char **comment_end) {
  *comment = *comment_end = NULL;
  for (int depth = 1; depth > 0;) {
    struct word word = next_word(text);
    if (word.kind == 0)
      return;
    depth += (word.kind == '{') - (word.kind == '}');
    if (word.kind != 'c')
      continue;
    bool goes_on = *comment != NULL;
    int lines = 0;
    for (const char *at = *comment_end; goes_on && at < word.start; at++) {
      lines += *at == '\n';
      goes_on = isspace((unsigned char)*at) && lines < 2;
    }
    if (!goes_on)
      *comment = word.start;
    *comment_end = word.end;
  }
}

// The text of a group of comments, without their marks.
static char *comment_text(struct pool *pool, const char *at, const char *end) {
  char *text = pool_alloc(pool, (size_t)(end - at) + 2), *to = text;
  bool block = strncmp(at, "/*", 2) == 0;
  if (block) {
    at += 2;
    end -= 2;
  }
  while (at < end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    if (!block) {
      at += strspn(at, " \t");
      at += 2; // the slashes
      at += at < stop && *at == ' ';
    }
    while (stop > at && isspace((unsigned char)stop[-1]))
      stop--;
    if (stop > at)
      memcpy(to, at, (size_t)(stop - at));
    to += stop > at ? stop - at : 0;
    *to++ = '\n';
    at = newline ? newline + 1 : end;
  }
  *to = '\0';
  return text;
}

static void read_output(struct pool *pool, const char *comment, const char *end,
                        struct test_function *function) {
  if (!comment)
    return;
  const char *text = comment_text(pool, comment, end);
  text += strspn(text, " \t\n");
  if (strncasecmp(text, "unordered ", 10) == 0) {
    function->unordered = true;
    text += 10;
  }
  if (strncasecmp(text, "output:", 7) != 0)
    return;
  text += 7 + strspn(text + 7, " ");
  function->output = text + (*text == '\n');
}

// Reads a function that is a test, of which the keyword was read. False: it is none, or a method.
static bool read_function(struct pool *pool, const char **text, struct test_functions *functions) {
  struct word name = next_code(text);
  if (name.kind != 'a')
    return false;
  struct test_function function = {
      .name = pool_copy(pool, name.start, (size_t)(name.end - name.start))};
  const char *parameter = read_parameter(pool, text);
  if (!parameter || !find_kind(function.name, parameter, &function.kind) ||
      next_code(text).kind != '{')
    return false;
  const char *comment, *comment_end;
  skip_body(text, &comment, &comment_end);
  if (function.kind == TEST_EXAMPLE)
    read_output(pool, comment, comment_end, &function);
  functions->items = pool_grow(pool, functions->items, functions->count, &functions->cap,
                               sizeof *functions->items);
  functions->items[functions->count++] = function;
  return true;
}

void test_scan(struct pool *pool, const char *text, struct test_functions *functions) {
  int depth = 0;
  for (;;) {
    struct word word = next_code(&text);
    if (word.kind == 0)
      return;
    depth += (word.kind == '{' || word.kind == '(') - (word.kind == '}' || word.kind == ')');
    const char *behind = text;
    if (depth == 0 && is(word, "func") && !read_function(pool, &behind, functions))
      continue; // what was read ahead is read again, for its braces
    text = behind;
  }
}
