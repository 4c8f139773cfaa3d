// Versions of the language: see language.h.

#include "vm/syntax/language.h"

#include <string.h>

#include "vm/syntax/build_constraint.h"

int language_of_package(const struct source_file *file) {
  return file->language_minor > 0 ? file->language_minor : language_newest;
}

int language_of(const struct source_file *file) {
  if (!file->has_build_minor)
    return language_of_package(file);
  return file->build_minor < language_build_lowest ? language_build_lowest : file->build_minor;
}

void language_note_build(struct source_file *file, const char *comment, size_t size) {
  size_t prefix = strlen("//go:build");
  if (size == prefix || (comment[prefix] != ' ' && comment[prefix] != '\t'))
    return;
  int minor = build_lowest_go(comment + prefix, size - prefix);
  file->has_build_minor = minor >= 0;
  file->build_minor = minor;
}
