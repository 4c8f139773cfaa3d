// What the replayers of recorded behaviour share.
//
// A replayer gets one record, drives Vole's structure with its inputs, and states what it expects
// by the expect_ functions. These count, and report the first difference of each record.

#ifndef VOLE_TESTS_MEM_VECTORS_H
#define VOLE_TESTS_MEM_VECTORS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

struct vectors {
  const char *file; // that is read now
  unsigned line;    // in it
  bool failed;      // this record differs
  bool told;        // why it is no record
  bool done;        // the file's end was reached
  unsigned long records;
  unsigned long failures; // records that differ
  unsigned long checks;
};

// Fields of a record; without one it has failed. Hex reads a string of 16 hex digits.
struct json_object *vectors_get(struct vectors *v, struct json_object *object, const char *key);
int64_t vectors_int(struct vectors *v, struct json_object *object, const char *key);
uint64_t vectors_uint(struct vectors *v, struct json_object *object, const char *key);
double vectors_double(struct vectors *v, struct json_object *object, const char *key);
bool vectors_bool(struct vectors *v, struct json_object *object, const char *key);
const char *vectors_string(struct vectors *v, struct json_object *object, const char *key);
uint64_t vectors_hex(struct vectors *v, struct json_object *object, const char *key);
bool vectors_has(struct json_object *object, const char *key);
// The length of an array; null counts as an empty one. Its i-th element, as an integer.
size_t vectors_length(struct json_object *array);
int64_t vectors_at(struct json_object *array, size_t i);

// Compares; what and index (negative: none) tell where a difference is.
void expect_true(struct vectors *v, const char *what, bool got);
void expect_int(struct vectors *v, const char *what, long index, int64_t got, int64_t want);
void expect_uint(struct vectors *v, const char *what, long index, uint64_t got, uint64_t want);
void expect_hex(struct vectors *v, const char *what, long index, uint64_t got, uint64_t want);
// To a relative 1e-9.
void expect_double(struct vectors *v, const char *what, long index, double got, double want);

// Replay a record if it is one of theirs; false if not.
bool vectors_replay_mem(struct vectors *v, struct json_object *record);
bool vectors_replay_gc(struct vectors *v, struct json_object *record);

#endif
