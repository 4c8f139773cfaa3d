// vole run, check and disasm: programs of files, folders and modules.

#include <string.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/message.h"
#include "vm/command/packages.h"

// What a command is given: flags, then packages or files.
struct program_words {
  int argc;
  char **argv;
  bool json;
};

// Takes the value of a flag "-name value" or "-name=value". False: the word is another.
static bool take_flag(struct program_words *words, const char *name, const char **value) {
  const char *word = words->argv[0] + 1;
  size_t size = strlen(name);
  word += *word == '-';
  if (strncmp(word, name, size) != 0)
    return false;
  if (word[size] == '=') {
    *value = word + size + 1;
  } else if (word[size] == '\0' && words->argc > 1) {
    *value = words->argv[1];
    words->argc--;
    words->argv++;
  } else {
    return false;
  }
  words->argc--;
  words->argv++;
  return true;
}

// Takes the flags. False: one is not known, which was reported.
static bool take_flags(struct module_set *set, struct program_words *words, const char *command) {
  while (words->argc > 0 && words->argv[0][0] == '-' && words->argv[0][1]) {
    if (take_flag(words, "tags", &set->tags) || take_flag(words, "mod", &set->mod_flag))
      continue;
    if (strcmp(command, "check") == 0 && strcmp(words->argv[0], "-json") == 0) {
      words->json = true;
      words->argc--;
      words->argv++;
      continue;
    }
    fprintf(stderr, "vole %s: unknown flag %s\n", command, words->argv[0]);
    return false;
  }
  return true;
}

// Reports an error and ends the modules. Returns the exit status.
static int report(struct module_set *set, struct vole_error *err, bool json) {
  if (err->kind == VOLE_ERROR_COMPILE && err->message && json)
    message_print_json(set->pool, set->working_folder, err->message, stdout);
  else if (err->kind == VOLE_ERROR_COMPILE && err->message)
    message_print(set->pool, set->working_folder, err->message, stderr);
  else
    return command_report(err);
  vole_error_clear(err);
  return 1;
}

static int fail(struct module_set *set, const char *problem, bool json) {
  if (json)
    message_print_json(set->pool, set->working_folder, problem, stdout);
  else
    fprintf(stderr, "%s\n", problem);
  return 1;
}

static void configure(struct module_set *set, struct vole_config *config) {
  config->loader = packages_load;
  config->loader_user = set;
  config->build_tags = set->tags;
}

// The number of words that name the program: the files at the beginning, or one package.
static int count_program_words(const struct program_words *words) {
  int count = 1;
  while (count < words->argc && text_ends_with(words->argv[0], ".go") &&
         text_ends_with(words->argv[count], ".go"))
    count++;
  return count;
}

// Makes the main package that the words name. NULL, or why there is none.
static const char *make_main(struct module_set *set, char **argv, int count,
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

// Loads the program that the words name. Returns 0, or the exit status after an error, which was
// reported.
static int load(struct vole *vole, struct module_set *set, char **argv, int count) {
  struct vole_package package = {0};
  struct vole_error err = {0};
  const char *problem = make_main(set, argv, count, &package);
  if (problem)
    return fail(set, problem, false);
  return vole_load_packages(vole, &package, 1, &err) ? 0 : report(set, &err, false);
}

// Loads a built-in program.
static int load_built_in(struct vole *vole, const char *name) {
  struct vole_error err = {0};
  int i = command_built_in(name + strlen("stress:"), ".go");
  if (i >= 0)
    return vole_load_string(vole, stress_names[i], stress_texts[i], stress_sizes[i], &err)
               ? 0
               : command_report(&err);
  fprintf(stderr, "vole run: no program %s is built in; see vole stress --list\n", name);
  return 1;
}

static int run(struct vole *vole, uint64_t *cycles) {
  struct vole_error err = {0};
  int status = 0;
  bool ended = true;
  if (!vole_run(vole, &err)) {
    ended = err.kind == VOLE_ERROR_EXIT;
    status = command_report(&err);
  }
  if (cycles && ended) {
    struct vole_stats stats;
    vole_stats(vole, &stats);
    *cycles = stats.cycles;
  }
  return status;
}

int command_run(int argc, char **argv, uint64_t *cycles) {
  struct pool pool = {0};
  struct module_set set = {.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv};
  struct vole_error err = {0};
  int status = 1;
  if (!take_flags(&set, &words, "run"))
    goto end;
  if (words.argc < 1) {
    fputs("vole run: no go files listed\n", stderr);
    goto end;
  }
  bool is_built_in = strncmp(words.argv[0], "stress:", strlen("stress:")) == 0;
  if (!is_built_in && !module_set_init(&set)) {
    status = fail(&set, set.problem, false);
    goto end;
  }
  int count = count_program_words(&words);
  struct vole_config config = {.argc = words.argc - count + 1, .argv = words.argv + count - 1};
  command_configure(&config);
  configure(&set, &config);
  struct vole *vole = vole_new(&config, &err);
  if (!vole) {
    status = command_report(&err);
    goto end;
  }
  status = is_built_in ? load_built_in(vole, words.argv[0]) : load(vole, &set, words.argv, count);
  pool_free(&pool);
  if (status == 0)
    status = run(vole, cycles);
  vole_free(vole);
end:
  pool_free(&pool);
  return status;
}

// Checks packages together. Returns the exit status.
static int check_packages(struct module_set *set, const struct vole_package *packages, int count,
                          bool json) {
  struct vole_config config = {.grant = VOLE_GRANT_ALL};
  struct vole_error err = {0};
  configure(set, &config);
  struct vole *vole = vole_new(&config, &err);
  int status = 0;
  if (!vole || !vole_check_packages(vole, packages, count, &err))
    status = report(set, &err, json);
  vole_free(vole);
  return status;
}

// Checks what the words name, which are no files.
static int check_list(struct module_set *set, const struct program_words *words) {
  struct package_list list = {0};
  int count = 0, status = 0;
  for (int i = 0; i < words->argc; i++)
    packages_add(set, &list, words->argv[i]);
  struct vole_package *packages =
      pool_alloc(set->pool, (size_t)(list.count + 1) * sizeof *packages);
  for (int i = 0; i < list.count; i++) {
    packages_read(set, &list.items[i], &packages[count]);
    // A folder that holds only tests is no error where a pattern names it.
    bool only_tests = packages[count].error && list.count > 1 &&
                      strstr(packages[count].error, ": no non-test Go files in ");
    if (only_tests)
      packages[count] = (struct vole_package){0};
    else if (packages[count].error)
      status = fail(set, packages[count].error, words->json);
    else
      count++;
  }
  return status == 0 && count > 0 ? check_packages(set, packages, count, words->json) : status;
}

int command_check(int argc, char **argv) {
  struct pool pool = {0};
  struct module_set set = {.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv};
  int status = 1;
  if (!take_flags(&set, &words, "check"))
    goto end;
  if (words.argc < 1) {
    fputs("vole check: no go files listed\n", stderr);
    goto end;
  }
  if (!module_set_init(&set)) {
    status = fail(&set, set.problem, words.json);
    goto end;
  }
  if (!packages_is_file(words.argv[0])) {
    status = check_list(&set, &words);
    goto end;
  }
  // Each file is a program of its own.
  status = 0;
  for (int i = 0; i < words.argc; i++) {
    struct vole_package package;
    int failed = packages_read_files(&set, &words.argv[i], 1, &package)
                     ? check_packages(&set, &package, 1, words.json)
                     : fail(&set, package.error, words.json);
    status = failed ? failed : status;
  }
end:
  pool_free(&pool);
  return status;
}

int command_disassemble(int argc, char **argv) {
  struct vole_config config = {.grant = VOLE_GRANT_ALL};
  struct vole_error err = {0};
  struct pool pool = {0};
  struct module_set set = {.pool = &pool};
  if (argc < 1 || argc > 2) {
    fputs("usage: vole disasm PACKAGE|FILE.go [FUNCTION]\n", stderr);
    return 1;
  }
  if (!module_set_init(&set)) {
    int failed = fail(&set, set.problem, false);
    pool_free(&pool);
    return failed;
  }
  configure(&set, &config);
  struct vole *vole = vole_new(&config, &err);
  int status = vole ? load(vole, &set, argv, 1) : command_report(&err);
  if (status == 0 && !vole_disassemble(vole, argc > 1 ? argv[1] : NULL, STDOUT_FILENO, &err))
    status = command_report(&err);
  vole_free(vole);
  pool_free(&pool);
  return status;
}
