// Replays recorded behaviour of Go's pacer and CPU limiter.
//
// One call replays one record (a line of pacer.jsonl or limiter.jsonl) and compares every answer:
// integers exactly, floating point to a relative 1e-9. False with a message on the first that
// differs.

#ifndef VOLE_TESTS_GC_VECTORS_GC_H
#define VOLE_TESTS_GC_VECTORS_GC_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

bool vectors_pacer_record(struct json_object *record, char *message, size_t size);
bool vectors_limiter_record(struct json_object *record, char *message, size_t size);

#endif
