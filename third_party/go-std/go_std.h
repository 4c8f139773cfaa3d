// Go's own library as embed.py compresses it into the program, package by package.

#ifndef VOLE_THIRD_PARTY_GO_STD_GO_STD_H
#define VOLE_THIRD_PARTY_GO_STD_GO_STD_H

#include <stddef.h>

// The files of a package, compressed together by zlib, or as they are. Each is followed by a NUL.
struct go_std_package {
  const char *path;         // by which it is imported
  const char *const *names; // of its count files: "strings/builder.go"
  const size_t *sizes;      // of each in bytes, without the NUL
  int count;
  const unsigned char *packed;
  size_t packed_size, size; // in bytes: compressed (0: they are not), and all texts with their NULs
};

// All packages, in the order of strcmp on their paths.
extern const struct go_std_package go_std_packages[];
extern const int go_std_package_count;

// The licences of Vole and of these packages: a text without name.
extern const struct go_std_package go_std_licences;

#endif
