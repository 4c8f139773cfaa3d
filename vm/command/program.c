// What the commands share that take a program or packages: see program.h.

#include "vm/command/program.h"

#include <stdio.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/message.h"

bool program_has_flag(const struct program_words *words) {
  return words->argc > 0 && words->argv[0][0] == '-' && words->argv[0][1];
}

static void skip_word(struct program_words *words) {
  words->argc--;
  words->argv++;
}

// Returns what follows the flag's name in the next word; NULL: it is another.
static const char *behind_name(const struct program_words *words, const char *name) {
  if (!program_has_flag(words))
    return NULL;
  const char *word = words->argv[0] + 1;
  size_t size = strlen(name);
  word += *word == '-';
  if (strncmp(word, name, size) != 0 || (word[size] != '=' && word[size] != '\0'))
    return NULL;
  return word + size;
}

bool program_flag(struct program_words *words, const char *name, const char **value) {
  const char *behind = behind_name(words, name);
  if (!behind || (*behind == '\0' && words->argc < 2))
    return false;
  if (*behind == '\0') {
    skip_word(words);
    *value = words->argv[0];
  } else {
    *value = behind + 1;
  }
  skip_word(words);
  return true;
}

bool program_switch(struct program_words *words, const char *name, bool *value) {
  const char *behind = behind_name(words, name);
  if (!behind)
    return false;
  *value = *behind == '\0' || strcmp(behind, "=true") == 0 || strcmp(behind, "=1") == 0;
  skip_word(words);
  return true;
}

bool program_module_flag(struct module_set *set, struct program_words *words) {
  return program_flag(words, "tags", &set->tags) || program_flag(words, "mod", &set->mod_flag);
}

int program_word_count(const struct program_words *words) {
  int count = 1;
  while (count < words->argc && text_ends_with(words->argv[0], ".go") &&
         text_ends_with(words->argv[count], ".go"))
    count++;
  return count;
}

const char *program_make_main(struct module_set *set, char **argv, int count,
                              struct vole_package *package) {
  struct package_list list = {0};
  if (packages_is_file(argv[0])) {
    packages_read_files(set, argv, count, package);
    return package->error;
  }
  packages_add(set, &list, argv[0]);
  if (list.count == 0)
    return pool_printf(set->pool, "vole: no packages loaded from %s", argv[0]);
  if (list.count > 1)
    return pool_printf(set->pool, "vole: pattern %s matches multiple packages", argv[0]);
  packages_read(set, &list.items[0], package);
  return package->error;
}

int program_fail(struct module_set *set, const char *problem, bool json) {
  if (json)
    message_print_json(set->pool, set->working_folder, problem, stdout);
  else
    fprintf(stderr, "%s\n", problem);
  return 1;
}

int program_report(struct module_set *set, struct vole_error *err, bool json) {
  if (err->kind != VOLE_ERROR_COMPILE || !err->message)
    return command_report(err);
  if (json)
    message_print_json(set->pool, set->working_folder, err->message, stdout);
  else
    message_print(set->pool, set->working_folder, err->message, stderr);
  vole_error_clear(err);
  return 1;
}
