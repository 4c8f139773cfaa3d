// Build constraints: which files of a folder belong to a program for this machine.
//
// A file says so by the end of its name ("_linux.go", "_arm64.go") and by //go:build or // +build
// lines before its package clause. This is the one place that evaluates them. After go/build and
// go/build/constraint.
//
// These tags hold: linux, unix, the machine's GOARCH, vole, gc, purego, go1.1 to the newest version
// of the language, and what the host adds. All others do not, cgo among them.

#ifndef VOLE_VM_SYNTAX_BUILD_CONSTRAINT_H
#define VOLE_VM_SYNTAX_BUILD_CONSTRAINT_H

#include <stdbool.h>
#include <stddef.h>

// What the constraints of a file say.
enum build_verdict {
  BUILD_TAKEN,
  BUILD_LEFT_OUT,
  BUILD_MALFORMED, // the go command refuses the package
};

enum { build_problem_size = 80 };

// Returns whether the name of a file, without its folder, ends in no system or machine but this.
bool build_name_matches(const char *name);

// Judges the constraints in a text of size bytes, with a NUL behind it. tags: more tags that hold,
// separated by commas; may be NULL. If the text is malformed, writes why, as the go command says
// it, into problem, which has room for build_problem_size bytes.
enum build_verdict build_text_matches(const char *text, size_t size, const char *tags,
                                      char *problem);

// Returns the least minor version of Go that an expression of size bytes implies. What its other
// tags are does not matter. -1: it implies none, or is malformed.
int build_lowest_go(const char *expression, size_t size);

#endif
