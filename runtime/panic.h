// Defers, panics and run-time errors: their records and how C code raises them. The interpreter
// unwinds.
//
// Raising a panic pushes a record on g->panics. The function that raised it then returns false up
// to the interpreter's loop. Values of run-time errors have the types that package runtime (Go
// source) declares; runtime->well_known says which. In all functions here g is the running
// goroutine, and g->sched is saved.
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

// What the bodies of a function's loops over functions have deferred, and one of it. Both are heap
// objects. Bodies may run on other goroutines than the function: guarded by record_lock.
struct defer_list {
  struct defer_entry *newest;
  uint64_t is_closed; // the entries have become records
};

struct defer_entry {
  struct defer_entry *next; // older
  void *closure;
};

// A deferred closure. The record lies off the heap; the closure is a root.
struct defer_record {
  struct defer_record *next; // older, or next in a P's free list
  void *closure; // points to a word that holds its struct func; no parameters, no results
  // Instead of a closure: what loops over functions defer, see defer_push_list.
  struct defer_list *list;
  intptr_t frame; // fp of the frame that deferred it, in words from stack.lo
};

// A panic that is under way, or runtime.Goexit. The record lies off the heap; its value is a root.
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
  intptr_t frame;     // fp of the frame that deferred the closure that runs; -1: none yet
  intptr_t deferred;  // fp of that closure's own frame; recover must be called from it; -1: none
  intptr_t callee;    // fp of the newest frame that returns to return_code; -1: none yet
  // This panic is uncaught, and the text of the record here, this one or an older, is being made by
  // a method of its value. NULL: no method runs.
  struct panic_record *describing;
  // The code that the deferred closure, or the method, returns to. The interpreter writes it. The
  // first two words look like a call, and operand `a` is the distance from origin to callee. The
  // third is PANICRET: its address is the return address.
  uint64_t return_code[3];
};

// Pushes a deferred closure for the frame at fp.
void defer_push(struct g *g, uint64_t *fp, void *closure);
// Pushes a list for the frame at fp, whose entries run in the place of a closure.
void defer_push_list(struct g *g, uint64_t *fp, struct defer_list *list);
// Adds a closure to a list, in an entry of that layout. Returns false if the list is closed: its
// function has ended.
bool defer_push_at(struct g *g, struct defer_list *list, void *closure,
                   const struct layout *layout);
// Returns the newest record above end, or end; the entries of lists before it become records.
struct defer_record *defer_newest(struct g *g, struct defer_record *end);
// Pops the newest deferred closure if the frame at fp deferred it, and returns it; else NULL.
void *defer_pop(struct g *g, const uint64_t *fp);
// Drops the newest record.
void defer_drop_newest(struct g *g);
// Drops all deferred closures of frames at or above fp.
void defer_drop(struct g *g, const uint64_t *fp);
// Frees the records of defers that p keeps for reuse. World stopped.
void defer_drop_cache(struct runtime *rt, struct p *p);

// Pushes a panic with any value. A nil type becomes *runtime.PanicNilError.
void panic_raise(struct g *g, struct go_eface value);
// Pushes a record for runtime.Goexit, which recover does not see.
void panic_goexit(struct g *g);
// Pops the newest record of a panic and frees it.
void panic_drop(struct g *g);

// Raises a runtime.errorString, which reads "runtime error: " and the formatted text.
void panic_error(struct g *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Raises a runtime.plainError, which has no prefix: "assignment to entry in nil map".
void panic_plain_error(struct g *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
// These raise a run-time error in Go's words.
void panic_nil_dereference(struct g *g);
void panic_divide(struct g *g);
void panic_shift(struct g *g);
void panic_nil_map(struct g *g);
// unused: the key was looked up or deleted in a map without entries, for which newer Go has other
// words.
void panic_unhashable(struct g *g, const struct rtype *type, bool unused);
void panic_uncomparable(struct g *g, const struct rtype *type);
// "index out of range [i] with length n", or the form for a negative index. is_unsigned: the top
// bit of the index is no sign.
void panic_index(struct g *g, int64_t index, bool is_unsigned, int64_t length);

// Which rule of a slice expression was broken. Go's message is "slice bounds out of range", and:
// clang-format off
enum panic_slice_rule {
  PANIC_SLICE_ALEN,  // s[?:x]   x > length, of a string or array  [:x] with length y
  PANIC_SLICE_ACAP,  // s[?:x]   x > capacity                      [:x] with capacity y
  PANIC_SLICE_B,     // s[x:y]   x > y                             [x:y]
  PANIC_SLICE3_ALEN, // s[::x]   x > length, of an array           [::x] with length y
  PANIC_SLICE3_ACAP, // s[::x]   x > capacity                      [::x] with capacity y
  PANIC_SLICE3_B,    // s[:x:y]  x > y                             [:x:y]
  PANIC_SLICE3_C,    // s[x:y:]  x > y                             [x:y:]
};
// clang-format on
void panic_slice(struct g *g, enum panic_slice_rule rule, int64_t x, bool is_unsigned, int64_t y);
// "cannot convert slice with length x to array or pointer to array with length y".
void panic_slice_convert(struct g *g, int64_t length, int64_t wanted);
// Raises the panic of a failed x.(T). The interface type of x is static_type; its dynamic type is
// dynamic, NULL for nil. The type T is wanted. If T is an interface, missing is the method that
// dynamic lacks, else NULL.
void panic_assertion(struct g *g, const struct rtype *static_type, const struct rtype *dynamic,
                     const struct rtype *wanted, const char *missing);

// Natives call these, and then return false.

// panic(value).
void native_panic(struct g *g, struct go_eface value);
// Panics with a runtime.Error that reads "runtime error: " and the text.
void native_panic_string(struct g *g, const char *text);
// Panics with a runtime.Error that reads as the text.
void native_panic_plain(struct g *g, const char *text);
// Panics with the text as a Go string.
void native_panic_text(struct g *g, const char *text);

// What an uncaught panic prints: panic_print.c.

// Returns whether the value of an uncaught panic has an Error or String method, of which Error
// comes first. The interpreter calls it before printing and stores the result in record->text.
// *method becomes the method, a plain function, and *receiver the word it takes.
bool panic_text_method(struct g *g, const struct panic_record *record, struct func **method,
                       uint64_t *receiver);
// Returns whether the newest panic of g's activation was raised by a method that made the text of
// an older one. No text is made then; Go has one message for it.
bool panic_spoiled(const struct g *g);

// Appends what Go prints for the uncaught panics of g: "panic: ...", older ones first, or "fatal
// error: panic while printing panic value: ...". Then follow [signal ...], an empty line, and the
// traceback of g. Returns the length of the text before the traceback.
size_t panic_print(struct g *g, struct text *out);

// Appends the text of a panic's value. Strings, errors and Stringers show their text, and numbers
// look as print shows them. Other values show the type and the address.
void panic_print_value(struct g *g, const struct panic_record *record, struct text *out);

#endif
