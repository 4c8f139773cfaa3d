// go.mod and go.work: see module_file.h.

#include "vm/command/module_file.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/module_version.h"

enum { most_words = 16 };

// A file that is being read.
struct reader {
  struct pool *pool;
  struct module_file *file;
  const char *name;
  bool is_work;
  int line;
  const char *words[most_words]; // of the line
  int count;
};

__attribute__((format(printf, 2, 3))) static void problem(struct reader *r, const char *format,
                                                          ...) {
  va_list args;
  va_start(args, format);
  const char *message = pool_vprintf(r->pool, format, args);
  va_end(args);
  pool_add_text(r->pool, &r->file->problems,
                pool_printf(r->pool, "%s:%d: %s", r->name, r->line, message));
}

// Words.

// Takes a string in quotes. False: it does not end in this line.
static bool take_quoted(struct reader *r, const char **at, const char *end) {
  char quote = *(*at)++;
  char *word = pool_alloc(r->pool, (size_t)(end - *at) + 1);
  size_t size = 0;
  for (; *at < end && **at != quote; (*at)++) {
    if (quote == '"' && **at == '\\' && *at + 1 < end)
      (*at)++;
    word[size++] = **at;
  }
  if (*at == end)
    return false;
  (*at)++;
  r->words[r->count++] = word;
  return true;
}

// Splits a line, up to its comment, into words. Parentheses, commas and brackets are words.
static bool split_line(struct reader *r, const char *at, const char *end) {
  r->count = 0;
  while (at < end && r->count < most_words) {
    if (isspace((unsigned char)*at)) {
      at++;
    } else if (end - at >= 2 && at[0] == '/' && at[1] == '/') {
      return true;
    } else if (*at == '"' || *at == '`') {
      if (!take_quoted(r, &at, end))
        return false;
    } else if (strchr("()[],", *at)) {
      r->words[r->count++] = pool_copy(r->pool, at++, 1);
    } else {
      const char *start = at;
      while (at < end && !isspace((unsigned char)*at) && !strchr("()[],", *at) &&
             !(end - at >= 2 && at[0] == '/' && at[1] == '/'))
        at++;
      r->words[r->count++] = pool_copy(r->pool, start, (size_t)(at - start));
    }
  }
  return true;
}

// Directives. Each gets the words behind the verb.

static void read_module(struct reader *r, const char **words, int count) {
  if (r->file->module)
    problem(r, "repeated module statement");
  else if (count != 1)
    problem(r, "usage: module module/path");
  else
    r->file->module = words[0];
}

static void read_go(struct reader *r, const char **words, int count) {
  char *end;
  if (r->file->go) {
    problem(r, "repeated go statement");
    return;
  }
  if (count != 1) {
    problem(r, "go directive expects exactly one argument");
    return;
  }
  const char *text = words[0];
  long minor = strncmp(text, "1.", 2) == 0 && isdigit((unsigned char)text[2])
                   ? strtol(text + 2, &end, 10)
                   : -1;
  if (minor < 0 || minor > 10000 ||
      (*end != '\0' && *end != '.' && strncmp(end, "rc", 2) != 0 && strncmp(end, "beta", 4) != 0)) {
    problem(r, "invalid go version '%s': must match format 1.23.0", text);
    return;
  }
  r->file->go = text;
  r->file->go_minor = (int)minor;
}

static bool check_version(struct reader *r, const char *verb, const char *path,
                          const char *version) {
  if (module_version_is_valid(version))
    return true;
  problem(r, "%s %s: version \"%s\" invalid: must be of the form v1.2.3", verb, path, version);
  return false;
}

static void read_require(struct reader *r, const char **words, int count) {
  struct module_file *file = r->file;
  if (count != 2) {
    problem(r, "usage: require module/path v1.2.3");
    return;
  }
  if (!check_version(r, "require", words[0], words[1]))
    return;
  file->requires = pool_grow(r->pool, file->requires, file->require_count, &file->require_cap,
                             sizeof *file->requires);
  file->requires[file->require_count++] = (struct module_version){words[0], words[1]};
}

static void read_exclude(struct reader *r, const char **words, int count) {
  struct module_file *file = r->file;
  if (count != 2) {
    problem(r, "usage: exclude module/path v1.2.3");
    return;
  }
  if (!check_version(r, "exclude", words[0], words[1]))
    return;
  file->excludes = pool_grow(r->pool, file->excludes, file->exclude_count, &file->exclude_cap,
                             sizeof *file->excludes);
  file->excludes[file->exclude_count++] = (struct module_version){words[0], words[1]};
}

static void read_replace(struct reader *r, const char **words, int count) {
  struct module_file *file = r->file;
  int arrow = count > 1 && strcmp(words[1], "=>") == 0 ? 1 : 2;
  int right = count - arrow - 1;
  if (count < 3 || right < 1 || right > 2 || strcmp(words[arrow], "=>") != 0) {
    problem(r,
            "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path "
            "[v1.2.3] => ../local/directory");
    return;
  }
  struct module_replacement replacement = {{words[0], arrow == 2 ? words[1] : ""},
                                           {words[arrow + 1], right == 2 ? words[arrow + 2] : ""}};
  if (right == 1 && !module_path_is_folder(replacement.to.path)) {
    problem(r, "replacement module without version must be directory path (rooted or "
               "starting with . or ..)");
    return;
  }
  if (right == 2 && module_path_is_folder(replacement.to.path)) {
    problem(r, "replacement module directory path \"%s\" cannot have version", replacement.to.path);
    return;
  }
  file->replaces = pool_grow(r->pool, file->replaces, file->replace_count, &file->replace_cap,
                             sizeof *file->replaces);
  file->replaces[file->replace_count++] = replacement;
}

static void read_use(struct reader *r, const char **words, int count) {
  if (count != 1)
    problem(r, "usage: use local/dir");
  else
    pool_add_text(r->pool, &r->file->uses, words[0]);
}

static void ignore(struct reader *r, const char **words, int count) {
  (void)r, (void)words, (void)count;
}

// A verb, and which files it may be in.
struct directive {
  const char *verb;
  void (*read)(struct reader *r, const char **words, int count);
  bool in_mod, in_work, in_block;
};

static const struct directive directives[] = {
    {"module", read_module, true, false, true},   {"go", read_go, true, true, false},
    {"toolchain", ignore, true, true, false},     {"godebug", ignore, true, true, true},
    {"require", read_require, true, false, true}, {"exclude", read_exclude, true, false, true},
    {"replace", read_replace, true, true, true},  {"retract", ignore, true, false, true},
    {"tool", ignore, true, false, true},          {"ignore", ignore, true, false, true},
    {"use", read_use, false, true, true},         {NULL, NULL, false, false, false},
};

static const struct directive *find_directive(const struct reader *r, const char *verb) {
  for (const struct directive *d = directives; d->verb; d++)
    if (strcmp(d->verb, verb) == 0 && (r->is_work ? d->in_work : d->in_mod))
      return d;
  return NULL;
}

// Reads the first line of a block, or a line that is a directive of its own. Returns the block's
// directive; *in_block says whether one begins.
static const struct directive *read_line(struct reader *r, bool *in_block) {
  const struct directive *directive = find_directive(r, r->words[0]);
  bool opens = r->count == 2 && strcmp(r->words[1], "(") == 0;
  if (opens) {
    if (!directive || !directive->in_block)
      problem(r, "unknown block type: %s", r->words[0]);
    *in_block = true;
    return directive;
  }
  if (!directive)
    problem(r, "unknown directive: %s", r->words[0]);
  else
    directive->read(r, r->words + 1, r->count - 1);
  return NULL;
}

void module_file_parse(struct pool *pool, struct module_file *file, const char *name,
                       const char *path, const char *text, size_t size, bool is_work) {
  struct reader r = {.pool = pool, .file = file, .name = name, .is_work = is_work};
  const struct directive *block = NULL;
  bool in_block = false;
  int block_line = 0, block_column = 0;
  for (const char *at = text, *end = text + size; at < end;) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    r.line++;
    if (!split_line(&r, at, stop))
      problem(&r, "unterminated quoted string");
    else if (r.count == 1 && in_block && strcmp(r.words[0], ")") == 0)
      in_block = false;
    else if (r.count > 0 && in_block && block)
      block->read(&r, r.words, r.count);
    else if (r.count > 0 && !in_block) {
      block = read_line(&r, &in_block);
      block_line = r.line;
      block_column = 1 + (int)strspn(at, " \t");
    }
    at = stop + 1;
  }
  r.line++;
  if (in_block)
    problem(&r, "syntax error (unterminated block started at %s:%d:%d)", path, block_line,
            block_column);
}
