// What the command line of `vole test` says. After cmd/go/internal/test/testflag.go.

#ifndef VOLE_VM_COMMAND_TEST_FLAGS_H
#define VOLE_VM_COMMAND_TEST_FLAGS_H

#include "vm/command/program.h"

// Starts zeroed, with the pool of set. test_flags_read fills it.
struct test_flags {
  struct module_set set;
  struct text_list arguments; // of the test program
  struct text_list packages;  // words that name packages
  bool local;                 // none does: the working folder's is meant
  bool verbose, benchmarks, lists, fuzzes, json;
  const char *cover_mode;     // NULL: nothing is covered
  const char *cover_profile;  // the file, or NULL
  const char *cover_packages; // patterns, separated by commas; NULL: the package that is tested
  const char *output_folder;  // -outputdir, or NULL
  int parallel;               // packages at once
  double timeout;             // seconds, after which a test program ends itself; 0: none
};

// Reads the words behind `vole test`. False: something is wrong, which was reported.
bool test_flags_read(struct test_flags *flags, int argc, char **argv);

#endif
