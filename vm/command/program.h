// What the commands share that take a program or packages: flags, words, reports.

#ifndef VOLE_VM_COMMAND_PROGRAM_H
#define VOLE_VM_COMMAND_PROGRAM_H

#include "vm/command/packages.h"

// What a command is given: flags, then packages or files.
struct program_words {
  int argc;
  char **argv;
};

// Takes the value of a flag "-name value" or "-name=value" that may come next. False: another word
// does.
bool program_flag(struct program_words *words, const char *name, const char **value);
// Takes a flag "-name" or "-name=true" that may come next, in the same way.
bool program_switch(struct program_words *words, const char *name, bool *value);
// Takes -tags and -mod. False: neither comes next.
bool program_module_flag(struct module_set *set, struct program_words *words);
// Whether a flag comes next; if so, it is one that nobody took.
bool program_has_flag(const struct program_words *words);

// The number of words that name the program: the files at the beginning, or one package.
int program_word_count(const struct program_words *words);
// Makes the main package that the words name. Returns why there is none, or NULL.
const char *program_make_main(struct module_set *set, char **argv, int count,
                              struct vole_package *package);

// Reports a problem, or an error of vole.h, which it clears. Returns the exit status.
int program_fail(struct module_set *set, const char *problem, bool json);
int program_report(struct module_set *set, struct vole_error *err, bool json);

#endif
