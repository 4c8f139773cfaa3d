// tests/mem/vectors.c: vole-vectors FOLDER|FILE ...: replays recorded files, all *.jsonl of a
// folder. Exits with 1 when something differs, with 2 when a file cannot be read.

#include "tests/mem/vectors.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_object *vectors_get(struct vectors *v, struct json_object *object, const char *key) {
  struct json_object *value = NULL;
  if (!json_object_object_get_ex(object, key, &value)) {
    fprintf(stderr, "%s:%u: no field \"%s\"\n", v->file, v->line, key);
    exit(2);
  }
  return value;
}

int64_t vectors_int(struct vectors *v, struct json_object *object, const char *key) {
  return json_object_get_int64(vectors_get(v, object, key));
}

uint64_t vectors_uint(struct vectors *v, struct json_object *object, const char *key) {
  return json_object_get_uint64(vectors_get(v, object, key));
}

double vectors_double(struct vectors *v, struct json_object *object, const char *key) {
  return json_object_get_double(vectors_get(v, object, key));
}

bool vectors_bool(struct vectors *v, struct json_object *object, const char *key) {
  return json_object_get_boolean(vectors_get(v, object, key)) != 0;
}

const char *vectors_string(struct vectors *v, struct json_object *object, const char *key) {
  return json_object_get_string(vectors_get(v, object, key));
}

uint64_t vectors_hex(struct vectors *v, struct json_object *object, const char *key) {
  return strtoull(vectors_string(v, object, key), NULL, 16);
}

bool vectors_has(struct json_object *object, const char *key) {
  return json_object_object_get_ex(object, key, NULL) != 0;
}

size_t vectors_length(struct json_object *array) {
  return array == NULL ? 0 : json_object_array_length(array);
}

int64_t vectors_at(struct json_object *array, size_t i) {
  return json_object_get_int64(json_object_array_get_idx(array, i));
}

// Counts a check; true when its difference is to be printed.
static bool differs(struct vectors *v, const char *what, long index, bool same) {
  v->checks++;
  if (same || v->failed)
    return false;
  v->failed = true;
  v->failures++;
  printf("%s:%u: %s", v->file, v->line, what);
  if (index >= 0)
    printf("[%ld]", index);
  return true;
}

void expect_true(struct vectors *v, const char *what, bool got) {
  if (differs(v, what, -1, got))
    printf("\n");
}

void expect_int(struct vectors *v, const char *what, long index, int64_t got, int64_t want) {
  if (differs(v, what, index, got == want))
    printf(": got %lld, want %lld\n", (long long)got, (long long)want);
}

void expect_uint(struct vectors *v, const char *what, long index, uint64_t got, uint64_t want) {
  if (differs(v, what, index, got == want))
    printf(": got %llu, want %llu\n", (unsigned long long)got, (unsigned long long)want);
}

void expect_hex(struct vectors *v, const char *what, long index, uint64_t got, uint64_t want) {
  if (differs(v, what, index, got == want))
    printf(": got %016llx, want %016llx\n", (unsigned long long)got, (unsigned long long)want);
}

void expect_double(struct vectors *v, const char *what, long index, double got, double want) {
  bool same = got == want || fabs(got - want) <= 1e-9 * fabs(want);
  if (differs(v, what, index, same))
    printf(": got %.17g, want %.17g\n", got, want);
}

static void replay_file(struct vectors *v, const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(2);
  }
  char *text = NULL;
  size_t size = 0;
  v->file = path;
  v->line = 0;
  while (getline(&text, &size, file) > 0) {
    v->line++;
    struct json_object *record = json_tokener_parse(text);
    v->failed = false;
    if (record == NULL || (!vectors_replay_mem(v, record) && !vectors_replay_gc(v, record))) {
      fprintf(stderr, "%s:%u: not a record that is known\n", path, v->line);
      exit(2);
    }
    v->records++;
    json_object_put(record);
  }
  free(text);
  fclose(file);
}

static int is_record_file(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  return length > 6 && strcmp(entry->d_name + length - 6, ".jsonl") == 0;
}

static void replay_and_tell(struct vectors *v, const char *path) {
  unsigned long records = v->records, failures = v->failures;
  replay_file(v, path);
  const char *slash = strrchr(path, '/');
  printf("%-28s %5lu records, %lu differ\n", slash == NULL ? path : slash + 1, v->records - records,
         v->failures - failures);
}

// Replays all files of a folder; false when it is none.
static bool replay_folder(struct vectors *v, const char *folder) {
  struct dirent **entries;
  int count = scandir(folder, &entries, is_record_file, alphasort);
  if (count < 0)
    return false;
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
    replay_and_tell(v, path);
    free(entries[i]);
  }
  free(entries);
  return true;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: vole-vectors FOLDER|FILE ...\n");
    return 2;
  }
  struct vectors v = {0};
  for (int i = 1; i < argc; i++) {
    if (!replay_folder(&v, argv[i]))
      replay_and_tell(&v, argv[i]);
  }
  printf("%lu records, %lu checks, %lu records differ\n", v.records, v.checks, v.failures);
  if (v.records == 0)
    return 2;
  return v.failures == 0 ? 0 : 1;
}
