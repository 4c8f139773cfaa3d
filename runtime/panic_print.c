// What an uncaught panic prints: see panic.h.
//
// After printpanics of runtime/panic.go, and printpanicval and printanycustomtype of
// runtime/error.go. Where Go has changed since 1.21 the newer form is taken. Lines after the first
// are indented, a value that was recovered and raised again is printed once, and floats are as
// short as they can be.

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/print.h"
#include "runtime/runtime.h"
#include "runtime/traceback.h"

// Appends a text, with lines after the first indented by a tab.
static void print_indented(struct text *out, struct go_string s) {
  for (int64_t i = 0; i < s.len; i++) {
    text_append(out, s.ptr + i, 1);
    if (s.ptr[i] == '\n')
      text_adds(out, "\t");
  }
}

static int64_t load_signed(const void *at, uintptr_t size) {
  uint64_t word = 0;
  memcpy(&word, at, size);
  unsigned shift = 64 - 8 * (unsigned)size;
  return (int64_t)(word << shift) >> shift;
}

static uint64_t load_unsigned(const void *at, uintptr_t size) {
  uint64_t word = 0;
  memcpy(&word, at, size);
  return word;
}

static void print_real(struct text *out, const struct rtype *type, const void *at) {
  float f[2];
  double d[2];
  bool single = type->kind == KIND_FLOAT32 || type->kind == KIND_COMPLEX64;
  if (single) {
    memcpy(f, at, type->layout.size);
    d[0] = (double)f[0];
    d[1] = type->kind == KIND_COMPLEX64 ? (double)f[1] : 0;
  } else
    memcpy(d, at, type->layout.size);
  if (type->kind == KIND_FLOAT32 || type->kind == KIND_FLOAT64)
    print_float(out, d[0], single ? 32 : 64);
  else
    print_complex(out, d[0], d[1], single ? 32 : 64);
}

// Appends the value of a basic kind. Returns false if it is of another.
static bool print_basic(struct text *out, const struct rtype *type, const void *at, bool quoted) {
  if (type->kind == KIND_BOOL)
    print_bool(out, load_unsigned(at, 1) != 0);
  else if (type->kind >= KIND_INT && type->kind <= KIND_INT64)
    print_int(out, load_signed(at, type->layout.size));
  else if (type->kind >= KIND_UINT && type->kind <= KIND_UINTPTR)
    print_uint(out, load_unsigned(at, type->layout.size));
  else if (type->kind >= KIND_FLOAT32 && type->kind <= KIND_COMPLEX128)
    print_real(out, type, at);
  else if (type->kind == KIND_STRING) {
    struct go_string s;
    memcpy(&s, at, sizeof s);
    text_adds(out, quoted ? "\"" : "");
    print_indented(out, s);
    text_adds(out, quoted ? "\"" : "");
  } else
    return false;
  return true;
}

void panic_print_value(struct g *g, const struct panic_record *record, struct text *out) {
  (void)g;
  const struct rtype *type = record->value.type;
  if (record->has_text) {
    print_indented(out, record->text);
    return;
  }
  if (!type) {
    text_adds(out, "nil");
    return;
  }
  bool basic =
      (type->kind >= KIND_BOOL && type->kind <= KIND_COMPLEX128) || type->kind == KIND_STRING;
  if (!basic) {
    text_addf(out, "(%s) ", type->string);
    print_pointer(out, record->value.data);
    return;
  }
  const struct well_known *known = &g->runtime->well_known;
  const void *at = iface_value(type, &record->value.data);
  // An error of the run time that could not run its Error method.
  if (type == known->error_string || type == known->bounds_error) {
    text_adds(out, "runtime error: ");
    print_basic(out, type, at, false);
    return;
  }
  bool custom = type->package_path[0] != 0 && type != known->plain_error;
  bool brackets = custom && type->kind != KIND_COMPLEX64 && type->kind != KIND_COMPLEX128;
  if (custom)
    text_adds(out, type->string);
  text_adds(out, brackets ? "(" : "");
  print_basic(out, type, at, custom);
  text_adds(out, brackets ? ")" : "");
}

bool panic_text_method(struct g *g, const struct panic_record *record, struct func **method,
                       uint64_t *receiver) {
  const struct well_known *known = &g->runtime->well_known;
  const struct rtype *type = record->value.type;
  if (!type || record->has_text || record->goexit)
    return false;
  const char *name = NULL;
  if (known->error_type && rtype_implements(type, known->error_type, NULL))
    name = "Error";
  else if (known->stringer_type && rtype_implements(type, known->stringer_type, NULL))
    name = "String";
  if (!name)
    return false;
  *method = rtype_find_method(type, name, NULL)->func;
  *receiver = (uint64_t)record->value.data;
  return true;
}

// Returns whether record raises the very value of the older panic, which is then printed once. Go
// has one value for all accesses by nil.
static bool is_repanic(const struct panic_record *older, const struct panic_record *record) {
  return !record->goexit && record->value.type && older->value.type == record->value.type &&
         (older->value.data == record->value.data || (older->signal && record->signal));
}

bool panic_spoiled(const struct g *g) {
  const struct panic_record *end = g->activations ? g->activations->panics : NULL;
  for (const struct panic_record *record = g->panics->link; record && record != end;
       record = record->link)
    if (record->describing)
      return true;
  return false;
}

// Appends the message of a panic in a method that made the text of another. As in Go, it shows the
// text of a string, and the type of anything else.
static void print_spoiled(struct g *g, struct text *out) {
  const struct go_eface *value = &g->panics->value;
  text_adds(out, "fatal error: panic while printing panic value: ");
  if (value->type == g->runtime->well_known.string_type)
    panic_print_value(g, g->panics, out);
  else
    text_addf(out, "type %s", value->type ? value->type->string : "nil");
  text_adds(out, "\n");
}

// Reverses a list of records in place. Returns its new head.
static struct panic_record *reversed(struct panic_record *list) {
  struct panic_record *result = NULL;
  while (list) {
    struct panic_record *next = list->link;
    list->link = result;
    result = list;
    list = next;
  }
  return result;
}

static void print_record(struct g *g, const struct panic_record *record, bool repanicked,
                         struct text *out) {
  text_adds(out, "panic: ");
  panic_print_value(g, record, out);
  if (record->recovered)
    text_adds(out, repanicked ? " [recovered, repanicked]" : " [recovered]");
  text_adds(out, "\n");
}

// Appends all panics, older ones first. The list is reversed for that: it may be too long for a
// recursion.
static void print_chain(struct g *g, struct text *out) {
  struct panic_record *oldest = reversed(g->panics);
  const struct panic_record *older = NULL;
  bool again = false;
  for (const struct panic_record *record = oldest; record; record = record->link) {
    const struct panic_record *newer = record->link;
    bool repeated = newer && is_repanic(record, newer);
    if (older && !again && !older->goexit)
      text_adds(out, "\t");
    if (!record->goexit && !again)
      print_record(g, record, repeated, out);
    older = record;
    again = repeated;
  }
  g->panics = reversed(oldest);
}

size_t panic_print(struct g *g, struct text *out) {
  const struct panic_record *signal = g->panics;
  if (signal && panic_spoiled(g))
    print_spoiled(g, out);
  else
    print_chain(g, out);
  while (signal && !signal->signal)
    signal = signal->link;
  if (signal)
    text_addf(out, "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x%" PRIxPTR "]\n",
              (uintptr_t)signal->pc);
  text_adds(out, "\n");
  size_t length = out->len;
  traceback_print(g, out);
  return length;
}
