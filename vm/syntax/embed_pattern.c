// Patterns of //go:embed comments: see embed_pattern.h.

#include "vm/syntax/embed_pattern.h"

#include <string.h>
#include <strings.h>
#include <unictype.h>

#include "vm/syntax/rune.h"

// A rune of a pattern. False: the pattern ends, or an escape has nothing behind it.
static bool take_rune(const char **at, const char *end, bool escapes, uint32_t *rune) {
  int size;
  if (escapes && *at < end && **at == '\\')
    ++*at;
  if (*at >= end)
    return false;
  *rune = rune_decode(*at, end, &size);
  *at += size;
  return true;
}

// Takes what follows "[" in a pattern, and says whether the rune is in it. False: it is malformed.
static bool take_class(const char **at, const char *end, uint32_t rune, bool *matches) {
  bool negated = *at < end && **at == '^', in = false;
  *at += negated;
  for (bool first = true;; first = false) {
    uint32_t low, high;
    if (!first && *at < end && **at == ']')
      break;
    if (*at < end && (**at == '-' || **at == ']'))
      return false;
    if (!take_rune(at, end, true, &low))
      return false;
    high = low;
    if (*at < end && **at == '-') {
      ++*at;
      if (*at < end && (**at == '-' || **at == ']'))
        return false;
      if (!take_rune(at, end, true, &high))
        return false;
    }
    in = in || (low <= rune && rune <= high);
  }
  ++*at;
  *matches = in != negated;
  return true;
}

// Takes what stands for one rune in a pattern, and says whether it is this one. False: it is
// malformed.
static bool take_one(const char **at, const char *end, uint32_t rune, bool *matches) {
  uint32_t wanted;
  if (**at == '[') {
    ++*at;
    return take_class(at, end, rune, matches);
  }
  if (**at == '?') {
    ++*at;
    *matches = rune != '/';
    return true;
  }
  if (!take_rune(at, end, true, &wanted))
    return false;
  *matches = rune == wanted;
  return true;
}

static bool is_utf8(const char *text) {
  const char *end = text + strlen(text);
  int size;
  for (; text < end; text += size)
    if (rune_decode(text, end, &size) == rune_error && size == 1)
      return false;
  return true;
}

static bool is_path(const char *text) {
  for (;;) {
    size_t size = strcspn(text, "/");
    if (size == 0 || strncmp(text, ".", size) == 0 || (size == 2 && strncmp(text, "..", 2) == 0))
      return false;
    if (text[size] == '\0')
      return true;
    text += size + 1;
  }
}

bool embed_pattern_is_valid(const char *pattern) {
  const char *at = pattern, *end = at + strlen(at);
  bool matches;
  while (at < end)
    if (*at == '*')
      at++;
    else if (!take_one(&at, end, 0, &matches))
      return false;
  return is_path(pattern) && is_utf8(pattern);
}

bool embed_pattern_has_meta(const char *text, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (strchr("*?[\\", text[i]))
      return true;
  return false;
}

bool embed_pattern_matches(const char *pattern, size_t size, const char *name) {
  const char *at = pattern, *end = pattern + size, *name_end = name + strlen(name);
  const char *star = NULL, *star_name = NULL; // behind the last *, and where it ends in the name
  for (;;) {
    if (at < end && *at == '*') {
      star = ++at;
      star_name = name;
      continue;
    }
    if (at == end && name == name_end)
      return true;
    bool matches = false;
    if (at < end && name < name_end) {
      int rune_size;
      uint32_t rune = rune_decode(name, name_end, &rune_size);
      name += rune_size;
      if (!take_one(&at, end, rune, &matches))
        return false; // a bracket that holds a slash
    }
    if (matches)
      continue;
    if (!star || star_name == name_end)
      return false;
    // The last * takes one rune more.
    int rune_size;
    rune_decode(star_name, name_end, &rune_size);
    star_name += rune_size;
    name = star_name;
    at = star;
  }
}

// Whether a name is that of a device on some systems, whatever its ending.
static bool is_device(const char *name) {
  static const char *const devices[] = {"con", "prn", "aux", "nul"};
  size_t size = strcspn(name, ".");
  for (int i = 0; i < 4; i++)
    if (size == 3 && strncasecmp(name, devices[i], 3) == 0)
      return true;
  return size == 4 && (strncasecmp(name, "com", 3) == 0 || strncasecmp(name, "lpt", 3) == 0) &&
         name[3] >= '1' && name[3] <= '9';
}

static bool is_allowed(uint32_t rune) {
  if (rune >= 0x80)
    return uc_is_general_category(rune, UC_LETTER);
  return rune >= ' ' && rune < 0x7f && !strchr("\"'*<>?`|/\\:;", (int)rune);
}

bool embed_name_is_bad(const char *name) {
  static const char *const folders[] = {".bzr", ".hg", ".git", ".svn"};
  size_t size = strlen(name);
  if (size == 0 || name[size - 1] == '.' || is_device(name) || !is_utf8(name))
    return true;
  for (int i = 0; i < 4; i++)
    if (strcmp(name, folders[i]) == 0)
      return true;
  const char *end = name + size;
  int rune_size;
  for (; name < end; name += rune_size)
    if (!is_allowed(rune_decode(name, end, &rune_size)))
      return true;
  return false;
}
