// Hands the records of the pacer and of the CPU limiter to the tests of gc.

#include "tests/gc/vectors_gc.h"

#include "tests/mem/vectors.h"

bool vectors_replay_gc(struct vectors *v, struct json_object *record) {
  char message[512] = "";
  if (vectors_has(record, "cycles"))
    expect_true(v, message, vectors_pacer_record(record, message, sizeof(message)));
  else if (vectors_has(record, "ops"))
    expect_true(v, message, vectors_limiter_record(record, message, sizeof(message)));
  else
    return false;
  return true;
}
