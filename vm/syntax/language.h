// Versions of the language: which one the text of a file is in.
//
// A version is the N of "go 1.N". A program's module says it for a package (struct source_file), and
// a //go:build line may say it for one file, as since Go 1.21.

#ifndef VOLE_VM_SYNTAX_LANGUAGE_H
#define VOLE_VM_SYNTAX_LANGUAGE_H

#include "vm/syntax/source.h"

enum {
  language_newest = 26,      // what this compiler knows
  language_build_lowest = 21 // a //go:build line asks for no older one
};

// Returns the version that a file is in.
int language_of(const struct source_file *file);

// Returns the version of the package that a file belongs to.
int language_of_package(const struct source_file *file);

// Takes a comment of size bytes that begins with "//go:build", and notes the version that it implies
// for the file. That is the least with which the constraint can hold, whatever the other tags are. A
// malformed constraint says nothing.
void language_note_build(struct source_file *file, const char *comment, size_t size);

#endif
