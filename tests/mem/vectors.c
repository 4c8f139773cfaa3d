// Replays recorded behaviour. vole-vectors FOLDER|FILE ... takes all *.jsonl of a folder, and exits
// with 1 when something differs, with 2 when a file cannot be read or there is none.
//
// A file is replayed by a process of its own: where a record makes Vole's structure fail a check,
// or is no record at all, that record has failed and the next one is replayed.

#include "tests/mem/vectors.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// This record cannot be replayed: the process ends, and the next record gets another.
_Noreturn static void malformed(struct vectors *v, const char *what) {
  if (!v->failed && v->failures == 0)
    printf("  %s:%u: no \"%s\"\n", v->file, v->line, what);
  fflush(stdout);
  v->told = true;
  _exit(1);
}

struct json_object *vectors_get(struct vectors *v, struct json_object *object, const char *key) {
  struct json_object *value = NULL;
  if (!json_object_object_get_ex(object, key, &value))
    malformed(v, key);
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
  if (!array)
    return 0;
  if (!json_object_is_type(array, json_type_array))
    abort();
  return json_object_array_length(array);
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
  if (v->failures++ > 0)
    return false; // only the first one of a file is shown
  printf("  %s:%u: %s", v->file, v->line, what);
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

static void replay_line(struct vectors *v, const char *text) {
  struct json_object *record = json_tokener_parse(text);
  if (!record || !json_object_is_type(record, json_type_object))
    malformed(v, "JSON object");
  if (!vectors_replay_mem(v, record) && !vectors_replay_gc(v, record))
    malformed(v, "field that says what record it is");
  json_object_put(record);
}

// Replays the lines after those that were begun. In a process of its own.
static void replay_rest(struct vectors *v, FILE *file) {
  char *text = NULL;
  size_t size = 0;
  for (unsigned line = 1; getline(&text, &size, file) > 0; line++) {
    if (line <= v->line)
      continue;
    v->line = line;
    if (text[strspn(text, " \t\r\n")] == '\0')
      continue;
    v->records++;
    v->failed = false;
    v->told = false;
    replay_line(v, text);
  }
  v->done = true;
}

// Replays a file; adds to the sums. v is in memory that processes share.
static void replay_file(struct vectors *v, const char *path, struct vectors *sum) {
  memset(v, 0, sizeof *v);
  v->file = path;
  while (!v->done) {
    FILE *file = fopen(path, "r");
    int status;
    fflush(stdout);
    pid_t pid = !file ? -1 : fork();
    if (pid == 0) {
      replay_rest(v, file);
      fflush(stdout);
      _exit(0);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
      fprintf(stderr, "vole-vectors: %s: %s\n", path, strerror(errno));
      exit(2);
    }
    fclose(file);
    if (v->done)
      break;
    if (!v->told && v->failures == 0)
      printf("  %s:%u: %s\n", path, v->line,
             WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "ended");
    v->failures += !v->failed;
  }
  const char *slash = strrchr(path, '/');
  printf("%-28s %5lu passed, %lu failed\n", !slash ? path : slash + 1, v->records - v->failures,
         v->failures);
  sum->records += v->records;
  sum->failures += v->failures;
  sum->checks += v->checks;
}

static int is_record_file(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  return length > 6 && strcmp(entry->d_name + length - 6, ".jsonl") == 0;
}

// Replays all files of a folder; false when it is none.
static bool replay_folder(struct vectors *v, const char *folder, struct vectors *sum) {
  struct dirent **entries;
  int count = scandir(folder, &entries, is_record_file, alphasort);
  if (count < 0)
    return false;
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
    replay_file(v, path, sum);
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
  struct vectors sum = {0};
  struct vectors *v =
      mmap(NULL, sizeof *v, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (v == MAP_FAILED)
    return 2;
  for (int i = 1; i < argc; i++)
    if (!replay_folder(v, argv[i], &sum))
      replay_file(v, argv[i], &sum);
  printf("%lu records passed, %lu failed, %lu values compared\n", sum.records - sum.failures,
         sum.failures, sum.checks);
  if (sum.records == 0)
    fprintf(stderr, "vole-vectors: no records there\n");
  if (sum.records == 0)
    return 2;
  return sum.failures == 0 ? 0 : 1;
}
