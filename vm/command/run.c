// vole run, check and disasm: programs of files, folders and modules.

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/profile.h"
#include "vm/command/program.h"
#include "vm/command/snapshot.h"

static void configure(struct module_set *set, struct vole_config *config) {
  config->loader = packages_load;
  config->loader_user = set;
  config->build_tags = set->tags;
}

// Loads the program that the words name. Returns 0, or the exit status after an error, which was
// reported.
static int load(struct vole *vole, struct module_set *set, char **argv, int count) {
  struct vole_package package = {0};
  struct vole_error err = {0};
  const char *problem = program_make_main(set, argv, count, &package);
  if (problem)
    return program_fail(set, problem, false);
  return vole_load_packages(vole, &package, 1, &err) ? 0 : program_report(set, &err, false);
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

static int run(struct vole *vole, struct profiles *profiles, struct snapshots *snapshots,
               uint64_t *cycles) {
  struct vole_error err = {0};
  int status = 0;
  bool ended = true;
  snapshots_begin(snapshots, vole);
  int failed = profiles_begin(profiles, vole);
  if (failed) {
    snapshots_end(snapshots, false);
    return failed;
  }
  bool returned = vole_run(vole, &err);
  snapshots_end(snapshots, returned);
  if (!returned) {
    ended = err.kind == VOLE_ERROR_EXIT;
    status = command_report(&err);
  }
  status = profiles_end(profiles, vole, status);
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
  struct profiles profiles = {0};
  while (program_module_flag(&set, &words) || profiles_flag(&profiles, &words))
    ;
  if (program_has_flag(&words)) {
    fprintf(stderr, "vole run: unknown flag %s\n", words.argv[0]);
    goto end;
  }
  if (words.argc < 1) {
    fputs("vole run: no go files listed\n", stderr);
    goto end;
  }
  bool is_built_in = strncmp(words.argv[0], "stress:", strlen("stress:")) == 0;
  if (!is_built_in && !module_set_init(&set)) {
    status = program_fail(&set, set.problem, false);
    goto end;
  }
  int count = program_word_count(&words);
  struct vole_config config = {.argc = words.argc - count + 1, .argv = words.argv + count - 1};
  command_configure(&config);
  configure(&set, &config);
  if (!profiles_configure(&profiles, &config))
    goto end;
  struct snapshots *snapshots = snapshots_prepare();
  struct vole *vole = vole_new(&config, &err);
  if (!vole) {
    profiles_cancel(&profiles);
    snapshots_end(snapshots, false);
    status = command_report(&err);
    goto end;
  }
  status = is_built_in ? load_built_in(vole, words.argv[0]) : load(vole, &set, words.argv, count);
  pool_free(&pool);
  if (status == 0)
    status = run(vole, &profiles, snapshots, cycles);
  else
    snapshots_end(snapshots, false);
  profiles_cancel(&profiles);
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
    status = program_report(set, &err, json);
  vole_free(vole);
  return status;
}

// Checks what the words name, which are no files.
static int check_list(struct module_set *set, const struct program_words *words, bool json) {
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
      status = program_fail(set, packages[count].error, json);
    else
      count++;
  }
  return status == 0 && count > 0 ? check_packages(set, packages, count, json) : status;
}

int command_check(int argc, char **argv) {
  bool json = false;
  struct pool pool = {0};
  struct module_set set = {.pool = &pool};
  struct program_words words = {.argc = argc, .argv = argv};
  int status = 1;
  while (program_module_flag(&set, &words) || program_switch(&words, "json", &json))
    ;
  if (program_has_flag(&words)) {
    fprintf(stderr, "vole check: unknown flag %s\n", words.argv[0]);
    goto end;
  }
  if (words.argc < 1) {
    fputs("vole check: no go files listed\n", stderr);
    goto end;
  }
  if (!module_set_init(&set)) {
    status = program_fail(&set, set.problem, json);
    goto end;
  }
  if (!packages_is_file(words.argv[0])) {
    status = check_list(&set, &words, json);
    goto end;
  }
  // Each file is a program of its own.
  status = 0;
  for (int i = 0; i < words.argc; i++) {
    struct vole_package package;
    int failed = packages_read_files(&set, &words.argv[i], 1, &package)
                     ? check_packages(&set, &package, 1, json)
                     : program_fail(&set, package.error, json);
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
    int failed = program_fail(&set, set.problem, false);
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
