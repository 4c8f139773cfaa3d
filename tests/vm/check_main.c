// vole_check: checks Go files as one program and prints the errors. The packages that they import
// come from the folder in VOLE_STD (one folder per package). With VOLE_ALL every body of these is
// checked too; VOLE_INIT prints the order of initialisation, VOLE_MANY all errors.

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vm/annotations.h"
#include "vm/check/check.h"
#include "vm/syntax/scan.h"

struct loaded {
  const char *names[512];
  const char *texts[512];
  size_t sizes[512];
};

static char *read_file(const char *path, size_t *size) {
  FILE *f = fopen(path, "rb");
  if (!f)
    return NULL;
  size_t cap = 1 << 16, n = 0;
  char *text = malloc(cap + 1);
  for (size_t got; (got = fread(text + n, 1, cap - n, f)) > 0;) {
    n += got;
    if (n == cap)
      text = realloc(text, (cap *= 2) + 1);
  }
  fclose(f);
  text[n] = '\0';
  *size = n;
  return text;
}

static bool is_go_file(const char *name) {
  size_t n = strlen(name);
  return n > 3 && strcmp(name + n - 3, ".go") == 0 &&
         (n < 8 || strcmp(name + n - 8, "_test.go") != 0);
}

static bool find(void *context, const char *path, const char *importer,
                 struct package_source *source) {
  struct region *region = context;
  (void)importer;
  const char *root = getenv("VOLE_STD");
  char folder[1000];
  snprintf(folder, sizeof folder, "%s/%s", root ? root : "vm/std", path);
  DIR *dir = opendir(folder);
  if (!dir)
    return false;
  *source = (struct package_source){.is_std = !getenv("VOLE_ALL")}; // else as user code: every body
  struct loaded *l = region_alloc(region, sizeof *l);
  for (struct dirent *entry; (entry = readdir(dir)) != NULL && source->count < 512;) {
    char name[2000];
    if (!is_go_file(entry->d_name))
      continue;
    snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
    size_t size;
    char *text = read_file(name, &size);
    if (!text)
      continue;
    l->names[source->count] = region_strndup(region, name, strlen(name));
    l->texts[source->count] = region_strndup(region, text, size);
    l->sizes[source->count++] = size;
    free(text);
  }
  closedir(dir);
  source->names = l->names;
  source->texts = l->texts;
  source->sizes = l->sizes;
  return source->count > 0;
}

static void print_all(struct error_list *errors) {
  for (int i = 0; i < errors->count; i++) {
    struct source_place place = source_place(errors->sources, errors->errors[i].pos);
    printf("%s:%d:%d: %s\n", place.file, place.line, place.column, errors->errors[i].message);
  }
}

static void report_annotation(void *context, const struct expr *e, const char *what) {
  struct source_place place = source_place(context, e->start_pos);
  printf("%s:%d:%d: annotation: %s (kind %d, mode %d)\n", place.file, place.line, place.column,
         what, (int)e->kind, (int)e->mode);
}

int main(int argc, char **argv) {
  struct region region;
  struct source_set sources;
  struct error_list errors;
  struct constant_pool constants;
  struct names names;
  struct checked_program checked;
  region_init(&region);
  checked_program_init(&checked, &region, &sources, &errors, &constants, &names, find, &region);
  const char *names_of[512], *texts[512];
  size_t sizes[512];
  int count = 0;
  for (int i = 1; i < argc && count < 512; i++) {
    char *text = read_file(argv[i], &sizes[count]);
    if (!text) {
      fprintf(stderr, "cannot read %s\n", argv[i]);
      return 2;
    }
    names_of[count] = argv[i];
    texts[count] = region_strndup(&region, text, sizes[count]);
    count++;
    free(text);
  }
  const struct package_source source = {
      .names = names_of, .texts = texts, .sizes = sizes, .count = count};
  struct package *package = check_program(&checked, &source, 1);
  if (package && getenv("VOLE_INIT"))
    for (int i = 0; i < package->init_step_count; i++)
      if (package->init_steps[i].left[0])
        printf("init %s\n", package->init_steps[i].left[0]->name);
  for (int i = 0; package && i < checked.package_count; i++)
    annotations_verify(checked.packages[i], report_annotation, &sources);
  if (getenv("VOLE_MANY"))
    print_all(&errors);
  else
    fputs(errors_text(&errors), stdout);
  constant_pool_free(&constants);
  region_free(&region);
  return !package;
}
