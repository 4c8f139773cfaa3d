// What the interpreter's loop does out of line: a section for each file of this folder.
//
// An operation `bool interp_...(g, fp, pc)` carries out the instruction at pc in the frame at fp.
// What it does is in vm/code/opcode.h. The loop has saved pc and fp in g->sched. The operation
// returns true, or false with a panic pending in g: then the loop unwinds. It never moves the
// stack. All functions are called by the M that runs g. Private to vm/interp.

#ifndef VOLE_VM_INTERP_OPS_H
#define VOLE_VM_INTERP_OPS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/chan.h"
#include "runtime/g.h"
#include "runtime/type.h"
#include "vm/code/opcode.h"
#include "vm/interp/interp.h"

struct gc_p;

// Returns the P of the M that runs g.
static inline struct gc_p *interp_gc_p(struct g *g) {
  return &g->m->p->gc;
}

// Return the addresses of the slots that the operands of the instruction at pc name.
static inline uint64_t *operand_a(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_a(*pc);
}
static inline uint64_t *operand_b(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_b(*pc);
}
static inline uint64_t *operand_c(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_c(*pc);
}

// Whether a pointer is nil or into the first page, where nothing ever is. Go panics alike for both.
static inline bool interp_is_nil(uint64_t pointer) {
  enum { first_page_bytes = 4096 };
  return pointer < first_page_bytes;
}

// Whether a frame of g's stack can begin at fp: a validator.
static inline bool interp_frame_check(const struct g *g, const uint64_t *fp) {
  return (uintptr_t)fp % sizeof *fp == 0 && fp >= g->stack.lo + 2 && fp < g->stack.hi;
}

// Numbers (number.c): the arithmetic of opcode.h that C does not do as Go on amd64.
double interp_float_min(double x, double y);
double interp_float_max(double x, double y);
uint64_t interp_float_to_int(double x);
uint64_t interp_float_to_int32(double x);
uint64_t interp_float_to_uint(double x);
void interp_complex_divide(uint64_t *result, const uint64_t *x, const uint64_t *y);

// Values in memory (memory.c).

// Call before `*slot = value` while the barrier is on.
void interp_barrier(struct g *g, uint64_t *slot, uint64_t value);
// Call before a new object of `type` gets these words, while the barrier is on.
void interp_barrier_fresh(struct g *g, void *object, const uint64_t *words,
                          const struct rtype *type);
// Copies a value of a type; the two may overlap. Applies the barrier if it is on, and pauses if the
// value is long (runtime/bulk.h).
void interp_move(struct g *g, void *to, const void *from, const struct rtype *type);
// Clears a value of a type, under the same terms.
void interp_clear(struct g *g, void *at, const struct rtype *type);
// Copies a value from slots to memory. Applies the barrier if it is on.
void interp_store_value(struct g *g, void *to, const uint64_t *from, const struct rtype *type);
// Compare two values (EQE, EQI, EQT, EQMEM). Values that cannot be compared panic.
bool interp_eface_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_iface_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_value_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_memory_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
// Prints a value for the builtin print (PRINT).
void interp_print(struct g *g, uint64_t *fp, const uint64_t *pc);

// Strings and slices (slice.c).

// Compares two strings in slots byte by byte: negative, 0 or positive.
int interp_string_compare(const uint64_t *x, const uint64_t *y);
bool interp_concat(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_make_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
// Makes room for `count` more elements of the slice in three slots. False: a panic is pending.
bool interp_append_grow(struct g *g, uint64_t *slice, int64_t count, const struct rtype *elem);
bool interp_append_n(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_append_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_copy(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_clear_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
// Decodes the rune at text[index] into the first slot; the second becomes the index after it.
void interp_decode_rune(uint64_t *rune_and_next, const uint8_t *text, int64_t len, int64_t index);
bool interp_string_to_bytes(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_bytes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_string_to_runes(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_runes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_rune_to_string(struct g *g, uint64_t *fp, const uint64_t *pc);

// Maps (map.c).
bool interp_make_map(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_read(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_read2(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_assign(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_delete(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_get64(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_get_string64(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_set64(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_set_string64(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_clear(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_map_iter(struct g *g, uint64_t *fp, const uint64_t *pc);
// Moves the iterator in the first of three slots on; the others become the addresses of the key and
// its value. False: there is no more.
bool interp_map_next(struct g *g, uint64_t *iter_key_value);

// Channels (chan.c). Those that may wait never return CHAN_WOULD_BLOCK. After CHAN_BLOCKED g and fp
// must not be touched.
bool interp_make_chan(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_send(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_receive(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_select(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_close(struct g *g, uint64_t *fp, const uint64_t *pc);

// Interfaces (iface.c).
bool interp_box(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_box_memory(struct g *g, uint64_t *fp, const uint64_t *pc);
// Copies the value of an interface with this data word and dynamic type to its slots.
void interp_unbox(uint64_t *to, uint64_t data, const struct rtype *type);
bool interp_assert_interface(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_assert_interface2(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_convert_interface(struct g *g, uint64_t *fp, const uint64_t *pc);

// Package sync/atomic (atomic.c).
bool interp_atomic(struct g *g, uint64_t *fp, const uint64_t *pc);
// Locks the sync.Mutex with that state, if no goroutine has to wait. False: nothing was done.
bool interp_lock(struct g *g, uint32_t *state);
// Unlocks it, if no goroutine has to be woken. False: nothing was done.
bool interp_unlock(uint32_t *state);

// Defer, panic, recover (panic.c).

// Raises the panic of an index out of range, by the instruction at g->sched.pc.
void interp_panic_index(struct g *g, int64_t index, int64_t length);
// Raises the panic of the SLICE or SLICESTR instruction at pc.
void interp_panic_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
// Ends the process: the code at g->sched.pc is none that a compiler makes.
_Noreturn void interp_unreachable(struct g *g);
// Defers a call of closure, which may be nil, to the end of the frame at fp.
void interp_defer(struct g *g, uint64_t *fp, void *closure);
// DEFERLIST and DEFERAT. False: a fatal error was reported.
bool interp_defer_list(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_defer_at(struct g *g, uint64_t *fp, const uint64_t *pc);
// RANGEBREAK and RANGEEND.
bool interp_range_break(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_range_end(struct g *g, uint64_t *fp, const uint64_t *pc);
// Raises the panic of a loop's body that is called in a state where it must not be.
void interp_panic_range(struct g *g, enum range_state state);
// Sets result[0..1] to the interface that recover() returns in the frame at fp.
void interp_recover(struct g *g, uint64_t *fp, uint64_t *result);
// Takes a pending panic or exit: sets g->sched to the deferred closure that runs next. False: this
// activation is over, as interp_why_stopped says.
bool interp_unwind(struct g *g);
// Called when a closure that the newest panic ran has returned: goes on with the next one, or
// resumes where the panic was recovered. False as above.
bool interp_panic_returned(struct g *g);
// Returns how the activation ended, after one of these was false.
enum interp_exit interp_why_stopped(const struct g *g);
// Returns g's uncaught panics. Their texts are known: the loop has run their Error and String
// methods.
struct interp_panic interp_panic_of(struct g *g);

// Entering, safepoints (call.c). At a safepoint the stack may move, and the goroutine may give way.
// Then m->current_g is not g any more, and g must not be touched. False: this activation is over.
bool interp_entry_safepoint(struct g *g);
bool interp_loop_safepoint(struct g *g);
// Compiles the function of the frame at g->sched.fp and points g->sched.pc at its code. False: a
// fatal error was reported.
bool interp_compile(struct g *g);

// Goroutines (switch.c).

// Starts a goroutine that runs closure. False: the closure is nil, and a fatal error was reported.
bool interp_go(struct g *g, void *closure);
// Returns the goroutine that this M runs next; NULL: the loop must return *exit.
struct g *interp_next(struct m *m, enum interp_exit *exit);
// Called when g's innermost activation has ended as *exit says. If it lives on this M's C stack,
// returns NULL: the loop must return *exit. Otherwise g ends, or waits for the M that it belongs
// to, and this M goes on with another goroutine as interp_next says.
struct g *interp_leave(struct m *m, struct g *g, enum interp_exit *exit);
// Does what g's waiting left to be done. False: a panic is pending.
bool interp_resume(struct g *g);

#endif
