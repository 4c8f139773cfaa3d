// Versions of modules: their form and order. After golang.org/x/mod/semver.

#include "vm/command/module_version.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

// A version in parts: v MAJOR . MINOR . PATCH [- PRERELEASE] [+ BUILD].
struct version_parts {
  const char *numbers[3];
  size_t sizes[3];
  const char *prerelease; // behind the hyphen; NULL: none
  size_t prerelease_size;
};

// Takes a number without needless zeros.
static bool take_number(const char **at, const char **number, size_t *size) {
  *number = *at;
  while (isdigit((unsigned char)**at))
    (*at)++;
  *size = (size_t)(*at - *number);
  return *size > 0 && (*size == 1 || **number != '0');
}

// Takes identifiers, which dots separate. numeric: those of digits have no needless zeros.
static bool take_identifiers(const char **at, bool numeric) {
  for (;;) {
    const char *start = *at;
    bool digits = true;
    while (isalnum((unsigned char)**at) || **at == '-') {
      digits = digits && isdigit((unsigned char)**at);
      (*at)++;
    }
    if (*at == start || (numeric && digits && *at > start + 1 && *start == '0'))
      return false;
    if (**at != '.')
      return true;
    (*at)++;
  }
}

static bool split(const char *text, struct version_parts *parts) {
  const char *at = text;
  *parts = (struct version_parts){.prerelease = NULL};
  if (*at != 'v')
    return false;
  for (int i = 0; i < 3; i++) {
    if (*at != (i == 0 ? 'v' : '.'))
      return false;
    at++;
    if (!take_number(&at, &parts->numbers[i], &parts->sizes[i]))
      return false;
  }
  if (*at == '-') {
    parts->prerelease = ++at;
    if (!take_identifiers(&at, true))
      return false;
    parts->prerelease_size = (size_t)(at - parts->prerelease);
  }
  if (*at == '+') {
    at++;
    if (!take_identifiers(&at, false))
      return false;
  }
  return *at == '\0';
}

static int compare_numbers(const char *x, size_t x_size, const char *y, size_t y_size) {
  if (x_size != y_size)
    return x_size < y_size ? -1 : 1;
  return memcmp(x, y, x_size);
}

static bool is_number(const char *text, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (!isdigit((unsigned char)text[i]))
      return false;
  return true;
}

static int compare_identifiers(const char *x, size_t x_size, const char *y, size_t y_size) {
  bool x_number = is_number(x, x_size), y_number = is_number(y, y_size);
  if (x_number != y_number)
    return x_number ? -1 : 1;
  if (x_number)
    return compare_numbers(x, x_size, y, y_size);
  int order = memcmp(x, y, x_size < y_size ? x_size : y_size);
  return order != 0 ? order : x_size < y_size ? -1 : x_size > y_size;
}

static int compare_prereleases(const struct version_parts *a, const struct version_parts *b) {
  if (!a->prerelease || !b->prerelease)
    return (a->prerelease == NULL) - (b->prerelease == NULL);
  const char *x = a->prerelease, *x_end = x + a->prerelease_size;
  const char *y = b->prerelease, *y_end = y + b->prerelease_size;
  while (x < x_end && y < y_end) {
    const char *x_dot = memchr(x, '.', (size_t)(x_end - x));
    const char *y_dot = memchr(y, '.', (size_t)(y_end - y));
    const char *x_stop = x_dot ? x_dot : x_end, *y_stop = y_dot ? y_dot : y_end;
    int order = compare_identifiers(x, (size_t)(x_stop - x), y, (size_t)(y_stop - y));
    if (order != 0)
      return order;
    x = x_dot ? x_dot + 1 : x_end;
    y = y_dot ? y_dot + 1 : y_end;
  }
  return (x < x_end) - (y < y_end);
}

bool module_version_is_valid(const char *version) {
  struct version_parts parts;
  return split(version, &parts);
}

int module_version_compare(const char *x, const char *y) {
  struct version_parts a, b;
  bool a_valid = split(x, &a), b_valid = split(y, &b);
  if (!a_valid || !b_valid)
    return a_valid - b_valid;
  for (int i = 0; i < 3; i++) {
    int order = compare_numbers(a.numbers[i], a.sizes[i], b.numbers[i], b.sizes[i]);
    if (order != 0)
      return order;
  }
  return compare_prereleases(&a, &b);
}

bool module_path_is_folder(const char *path) {
  return *path == '/' || strcmp(path, ".") == 0 || strcmp(path, "..") == 0 ||
         strncmp(path, "./", 2) == 0 || strncmp(path, "../", 3) == 0;
}
