// Defers, panics and run-time errors: their records and how C code raises them. The interpreter
// does the unwinding.
//
// Raising a panic pushes a record on g->panics; the function that raised it then returns false up
// to the interpreter's loop. Values of run-time errors have the types that package runtime (Go
// source) declares; runtime->well_known says which.
//
// After runtime/panic.go and runtime/error.go of Go 1.21.

#ifndef VOLE_RUNTIME_PANIC_H
#define VOLE_RUNTIME_PANIC_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/text.h"
#include "runtime/type.h"

struct g;
struct p;
struct runtime;

// A deferred closure. Kept off the heap, in a free list of the P; the closure is a root.
struct defer_record {
  struct defer_record *next; // older, or next in a free list
  void *closure;  // pointer to a word that holds its struct func; no parameters, no results
  intptr_t frame; // fp of the frame that deferred it, in words from stack.lo
};

// A panic that is under way, or runtime.Goexit. Off the heap; its value is a root.
struct panic_record {
  struct panic_record *link; // older
  struct go_eface value;
  struct go_string text; // for printing: what Error() or String() gave; valid if has_text; root
  bool has_text;
  bool recovered;     // a deferred function called recover
  bool goexit;        // no panic: runtime.Goexit
  bool signal;        // a nil dereference: printed with the [signal ...] line
  const uint64_t *pc; // the instruction that panicked
  intptr_t origin;    // fp of the frame that panicked, in words from stack.lo
  intptr_t frame;     // fp of the frame whose deferred closure runs now; -1: none yet
  intptr_t deferred;  // fp of that closure's own frame; recover must be called from it; -1: none
  intptr_t callee;    // fp of the newest frame that returns to return_code; -1: none yet
  // This one is uncaught, and a method of the value of this record, itself or an older one, is
  // being run for its text.
  struct panic_record *describing;
  // The code that the deferred closure, or the method, returns to; the interpreter writes it. The
  // first two words look like a call whose `a` is the distance from origin to callee. The third is
  // PANICRET, and its address is the return address.
  uint64_t return_code[3];
};

// Pushes a deferred closure for the frame at fp.
void defer_push(struct g *g, uint64_t *fp, void *closure);
// Pops the newest deferred closure if it belongs to the frame at fp; NULL if it has none (left).
void *defer_pop(struct g *g, const uint64_t *fp);
// Drops all deferred closures of frames at or above fp.
void defer_drop(struct g *g, const uint64_t *fp);
// Frees the records that p keeps for reuse. World stopped.
void defer_drop_cache(struct runtime *rt, struct p *p);

// Pushes a panic with any value; g->sched says where. A nil type becomes *runtime.PanicNilError.
void panic_raise(struct g *g, struct go_eface value);
// runtime.Goexit: a record that nobody can recover; g->sched says where.
void panic_goexit(struct g *g);
// Pops the newest record and frees it.
void panic_drop(struct g *g);

// A run-time error with that text after "runtime error: ": a runtime.errorString.
void panic_error(struct g *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
// One without the prefix, as "assignment to entry in nil map": a runtime.plainError.
void panic_plain_error(struct g *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
void panic_nil_dereference(struct g *g);
void panic_divide(struct g *g);
void panic_shift(struct g *g);
void panic_nil_map(struct g *g);
// unused: of a key that was looked for or deleted in a map without entries, nil or not; newer Go
// has other words then.
void panic_unhashable(struct g *g, const struct rtype *type, bool unused);
void panic_uncomparable(struct g *g, const struct rtype *type);
// "index out of range [i] with length n" and its form for negative i. is_unsigned: the sign bit of
// the index is none.
void panic_index(struct g *g, int64_t index, bool is_unsigned, int64_t length);

// Which rule of a slice expression was broken: the words of Go's message.
enum panic_slice_rule {
  PANIC_SLICE_ALEN, // s[?:x], x > length (string, array)          "slice bounds out of range [:x]
                    // with length y"
  PANIC_SLICE_ACAP, // s[?:x], x > capacity                        "slice bounds out of range [:x]
                    // with capacity y"
  PANIC_SLICE_B,    // s[x:y], x > y                               "slice bounds out of range [x:y]"
  PANIC_SLICE3_ALEN, // s[::x]                                      "slice bounds out of range [::x]
                     // with length y"
  PANIC_SLICE3_ACAP, //                                             "slice bounds out of range [::x]
                     //                                             with capacity y"
  PANIC_SLICE3_B, // s[:x:y], x > y                              "slice bounds out of range [:x:y]"
  PANIC_SLICE3_C, // s[x:y:], x > y                              "slice bounds out of range [x:y:]"
};
void panic_slice(struct g *g, enum panic_slice_rule rule, int64_t x, bool is_unsigned, int64_t y);
// "cannot convert slice with length x to array or pointer to array with length y".
void panic_slice_convert(struct g *g, int64_t length, int64_t wanted);
// A failed x.(T): static_type is x's interface type, dynamic NULL for nil; missing is the method
// that dynamic lacks if T is an interface, else NULL.
void panic_assertion(struct g *g, const struct rtype *static_type, const struct rtype *dynamic,
                     const struct rtype *wanted, const char *missing);

// For natives: raise, then return false. native_panic_string makes a runtime.Error whose text
// follows "runtime error: "; native_panic_plain one without prefix; native_panic any value
// (panic(v) in Go); native_panic_text panics with a plain Go string.
void native_panic(struct g *g, struct go_eface value);
void native_panic_string(struct g *g, const char *text);
void native_panic_plain(struct g *g, const char *text);
void native_panic_text(struct g *g, const char *text);

// Whether the value of an uncaught panic has an Error or String method that must be called before
// printing; the closure-less method and its receiver word are given. An Error method wins. The
// interpreter calls it and stores the result in record->text.
bool panic_text_method(struct g *g, const struct panic_record *record, struct func **method,
                       uint64_t *receiver);
// Whether the newest panic of g's activation was raised by a method that describes an older one.
// Nothing is described then, and Go has one message for it.
bool panic_spoiled(const struct g *g);

// Appends what Go prints for the uncaught panics of g: "panic: ..." with older ones first, or
// "fatal error: panic while printing panic value: ..."; then [signal ...], an empty line, the
// traceback of g.
void panic_print(struct g *g, struct text *out);

// Appends the text of a panic's value: text for strings, errors and Stringers; numbers as print
// does; others as (main.T) {...} addresses.
void panic_print_value(struct g *g, const struct panic_record *record, struct text *out);

#endif
