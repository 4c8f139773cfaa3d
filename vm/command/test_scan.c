// The tests that a Go file declares: see test_scan.h.
//
// The text is read as words: names, strings, comments and single characters. What stands in braces
// is skipped, but for the last comment of an example.

#include "vm/command/test_scan.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unistr.h>

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

// Whether a name is a prefix, or the prefix and then anything but a small letter.
static bool begins_as(const char *name, const char *prefix) {
  size_t size = strlen(prefix);
  ucs4_t next;
  if (strncmp(name, prefix, size) != 0)
    return false;
  if (name[size] == '\0')
    return true;
  u8_mbtouc(&next, (const uint8_t *)name + size, strlen(name) - size);
  return !uc_is_general_category(next, UC_LOWERCASE_LETTER);
}

// How a function is declared, as far as it matters to a test.
struct signature {
  bool generic, has_results, has_parameters;
  const char *pointer_to; // the last name of the type of its one parameter, if that is a pointer
};

// Skips what stands in brackets, of which the first was read.
static void skip_brackets(const char **text) {
  for (int depth = 1; depth > 0;) {
    struct word word = next_code(text);
    if (word.kind == 0)
      return;
    depth += (word.kind == '[' || word.kind == '(' || word.kind == '{') -
             (word.kind == ']' || word.kind == ')' || word.kind == '}');
  }
}

// Reads "t *testing.T)", of which the parenthesis was read. Returns the last name of the type; NULL:
// there is another number of parameters, or it is no pointer to a named type.
static const char *read_parameter(struct pool *pool, const char **text) {
  struct word word = next_code(text);
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

// Reads a signature up to the brace of the body. False: it is malformed, or there is no body.
static bool read_signature(struct pool *pool, const char **text, struct signature *signature) {
  *signature = (struct signature){.generic = false};
  struct word word = next_code(text);
  if (word.kind == '[') {
    signature->generic = true;
    skip_brackets(text);
    word = next_code(text);
  }
  if (word.kind != '(')
    return false;
  const char *inside = *text;
  signature->has_parameters = next_code(&inside).kind != ')';
  inside = *text;
  skip_brackets(text);
  if (signature->has_parameters)
    signature->pointer_to = read_parameter(pool, &inside);
  word = next_code(text);
  signature->has_results = word.kind != '{';
  return word.kind != 0;
}

static bool takes(const struct signature *signature, const char *type) {
  return !signature->has_results && signature->pointer_to &&
         strcmp(signature->pointer_to, type) == 0;
}

// The kinds of tests by their names, and what they must take.
static const struct kind_row {
  const char *prefix, *type, *parameter;
  enum test_kind kind;
} kind_rows[] = {{"Test", "T", "t", TEST_TEST},
                 {"Benchmark", "B", "b", TEST_BENCHMARK},
                 {"Fuzz", "F", "f", TEST_FUZZ},
                 {"Example", "", "", TEST_EXAMPLE}};
static const struct kind_row main_row = {"TestMain", "M", "m", TEST_MAIN};

// The kind that a name belongs to; NULL: it is no test's. A TestMain may be a test like others.
static const struct kind_row *find_kind(const char *name, const struct signature *signature) {
  if (strcmp(name, main_row.prefix) == 0 && !takes(signature, "T"))
    return &main_row;
  for (size_t i = 0; i < sizeof kind_rows / sizeof *kind_rows; i++)
    if (begins_as(name, kind_rows[i].prefix))
      return &kind_rows[i];
  return NULL;
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

// What reads a file.
struct scanner {
  struct pool *pool;
  struct test_functions *functions;
  const char *file, *text; // the whole
};

// "FILE:LINE:COLUMN: wrong signature for ...".
static const char *signature_problem(struct scanner *scanner, const char *keyword, const char *name,
                                     const struct kind_row *row, bool generic) {
  int line = 1;
  const char *start = scanner->text;
  for (const char *at = start; at < keyword; at++)
    if (*at == '\n') {
      line++;
      start = at + 1;
    }
  const char *place = pool_printf(scanner->pool, "%s:%d:%d: wrong signature for %s", scanner->file,
                                  line, (int)(keyword - start) + 1, name);
  if (generic)
    return pool_printf(scanner->pool, "%s, test functions cannot have type parameters", place);
  return pool_printf(scanner->pool, "%s, must be: func %s(%s *testing.%s)", place, name,
                     row->parameter, row->type);
}

// Reads a function that is a test, of which the keyword was read. False: it is none, or a method.
static bool read_function(struct scanner *scanner, const char *keyword, const char **text) {
  struct test_functions *functions = scanner->functions;
  struct signature signature;
  struct word word = next_code(text);
  if (word.kind != 'a')
    return false;
  struct test_function function = {
      .name = pool_copy(scanner->pool, word.start, (size_t)(word.end - word.start))};
  if (!read_signature(scanner->pool, text, &signature))
    return false;
  const struct kind_row *row = find_kind(function.name, &signature);
  if (!row)
    return false;
  bool is_example = row->kind == TEST_EXAMPLE;
  bool fits = is_example ? !signature.has_parameters && !signature.has_results
                         : takes(&signature, row->type);
  if (!functions->problem && !is_example && (!fits || signature.generic))
    functions->problem =
        signature_problem(scanner, keyword, function.name, row, fits && signature.generic);
  if (!fits || signature.generic)
    return false;
  const char *comment, *comment_end;
  function.kind = row->kind;
  skip_body(text, &comment, &comment_end);
  if (is_example)
    read_output(scanner->pool, comment, comment_end, &function);
  functions->items = pool_grow(scanner->pool, functions->items, functions->count, &functions->cap,
                               sizeof *functions->items);
  functions->items[functions->count++] = function;
  return true;
}

void test_scan(struct pool *pool, const char *file, const char *text,
               struct test_functions *functions) {
  struct scanner scanner = {.pool = pool, .functions = functions, .file = file, .text = text};
  int depth = 0;
  for (;;) {
    struct word word = next_code(&text);
    if (word.kind == 0)
      return;
    depth += (word.kind == '{' || word.kind == '(') - (word.kind == '}' || word.kind == ')');
    const char *behind = text;
    if (depth == 0 && is(word, "func") && !read_function(&scanner, word.start, &behind))
      continue; // what was read ahead is read again, for its braces
    text = behind;
  }
}

static void add_path(struct pool *pool, struct word word, struct text_list *paths) {
  if (word.kind == 's' && word.end - word.start > 2)
    pool_add_text(pool, paths,
                  pool_copy(pool, word.start + 1, (size_t)(word.end - word.start) - 2));
}

void test_scan_imports(struct pool *pool, const char *text, struct text_list *paths) {
  if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
    text += 3;
  next_code(&text); // package
  next_code(&text); // its name
  for (;;) {
    struct word word = next_code(&text);
    if (word.kind == ';')
      continue;
    if (!is(word, "import"))
      return;
    word = next_code(&text);
    if (word.kind == '(') {
      while (word.kind != ')' && word.kind != 0) {
        word = next_code(&text);
        add_path(pool, word, paths);
      }
      continue;
    }
    if (word.kind != 's') // a name, or a dot
      word = next_code(&text);
    add_path(pool, word, paths);
  }
}
