// The pacer and the limiter against what Go 1.21.13 did.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/gc/vectors_gc.h"

// Replays every line of a file of tests/vectors; returns how many it had.
static int replay(const char *name,
                  bool (*record)(struct json_object *record, char *message, size_t size)) {
  char path[4096];
  const char *folder = getenv("VOLE_VECTORS");
  snprintf(path, sizeof path, "%s/%s", folder ? folder : VOLE_VECTORS_FOLDER, name);
  FILE *file = fopen(path, "r");
  cr_assert(file, "cannot open %s", path);
  char *line = NULL;
  size_t room = 0;
  int lines = 0;
  while (getline(&line, &room, file) > 0) {
    char message[256] = "no message";
    struct json_object *object = json_tokener_parse(line);
    lines++;
    cr_assert(object, "%s:%d: no JSON", path, lines);
    cr_expect(record(object, message, sizeof message), "%s:%d: %s", path, lines, message);
    json_object_put(object);
  }
  free(line);
  fclose(file);
  return lines;
}

Test(vectors, pacer) {
  cr_assert(replay("pacer.jsonl", vectors_pacer_record) > 0);
}

Test(vectors, limiter) {
  cr_assert(replay("limiter.jsonl", vectors_limiter_record) > 0);
}
