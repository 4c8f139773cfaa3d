// What the interpreter's loop does out of line. Private to vm/interp*.c.
//
// Operations get the goroutine, the frame pointer and the address of their instruction; pc and fp
// are saved in g->sched. They return true, or false with a panic pending in g, and the loop
// unwinds. They never move the stack.

#ifndef VOLE_VM_INTERP_OPS_H
#define VOLE_VM_INTERP_OPS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/chan.h"
#include "runtime/g.h"
#include "runtime/type.h"
#include "vm/interp/interp.h"

struct gc_p;

// The P of the M that runs g.
static inline struct gc_p *interp_gc_p(struct g *g) {
  return &g->m->p->gc;
}

// Whether a pointer is nil, or into the first page, where nothing ever is: Go panics for both
// alike.
static inline bool interp_is_nil(uint64_t pointer) {
  enum { first_page_bytes = 4096 };
  return pointer < first_page_bytes;
}

// Numbers (number.c).
double interp_float_min(double x, double y);
double interp_float_max(double x, double y);
uint64_t interp_float_to_int(double x);
uint64_t interp_float_to_int32(double x);
uint64_t interp_float_to_uint(double x);
void interp_complex_divide(uint64_t *result, const uint64_t *x, const uint64_t *y);

// Comparisons.
int interp_string_compare(const uint64_t *x, const uint64_t *y);
bool interp_eface_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_iface_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_value_equal(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_memory_equal(struct g *g, uint64_t *fp, const uint64_t *pc);

// Only called while the barrier is on: before *slot = value; copying a value of a type, which may
// overlap, or clearing one, with the barrier and word by word, since markers read the words.
void interp_barrier(struct g *g, uint64_t *slot, uint64_t value);
// The words that a new object of that type gets.
void interp_barrier_fresh(struct g *g, void *object, const uint64_t *words,
                          const struct rtype *type);
void interp_move(struct g *g, void *to, const void *from, const struct rtype *type);
void interp_clear(struct g *g, void *at, const struct rtype *type);

// Copies a value from slots to memory, with the barrier if it is on.
void interp_store_value(struct g *g, void *to, const uint64_t *from, const struct rtype *type);

// Strings and slices.
bool interp_concat(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_make_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_append_grow(struct g *g, uint64_t *slice, int64_t count, const struct rtype *elem);
bool interp_append_n(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_append_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_copy(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_clear_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
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
bool interp_map_next(struct g *g, uint64_t *iter_key_value);

// Channels (chan.c). Those that may wait never say CHAN_WOULD_BLOCK; after CHAN_BLOCKED g
// and fp must not be touched.
bool interp_make_chan(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_send(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_receive(struct g *g, uint64_t *fp, const uint64_t *pc);
enum chan_outcome interp_select(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_close(struct g *g, uint64_t *fp, const uint64_t *pc);

// Interfaces (iface.c).
bool interp_box(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_box_memory(struct g *g, uint64_t *fp, const uint64_t *pc);
void interp_unbox(uint64_t *to, uint64_t data, const struct rtype *type);
bool interp_assert_interface(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_assert_interface2(struct g *g, uint64_t *fp, const uint64_t *pc);
bool interp_convert_interface(struct g *g, uint64_t *fp, const uint64_t *pc);

// Package sync/atomic (atomic.c).
bool interp_atomic(struct g *g, uint64_t *fp, const uint64_t *pc);
// Lock and Unlock of a sync.Mutex with that state, as far as nobody has to wait or to be woken.
// False: nothing was done.
bool interp_lock(struct g *g, uint32_t *state);
bool interp_unlock(uint32_t *state);

void interp_print(struct g *g, uint64_t *fp, const uint64_t *pc);

// Raising panics: each leaves one pending in g.
void interp_panic_nil(struct g *g);
void interp_panic_divide(struct g *g);
void interp_panic_shift(struct g *g);
void interp_panic_index(struct g *g, int64_t index, int64_t length);
void interp_panic_slice(struct g *g, uint64_t *fp, const uint64_t *pc);
void interp_panic_slice_to_array(struct g *g, int64_t length, int64_t wanted);
void interp_panic_assert(struct g *g, const struct rtype *dynamic, const struct rtype *wanted,
                         const struct rtype *interface_type);
void interp_panic_value(struct g *g, struct rtype *type, void *data);
_Noreturn void interp_unreachable(struct g *g);

// Defer, panic, recover (panic.c).
void interp_defer(struct g *g, uint64_t *fp, void *closure);
struct func *const *interp_take_defer(struct g *g, uint64_t *fp);
void interp_recover(struct g *g, uint64_t *fp, uint64_t *result);

// A panic or exit is pending: sets g->sched to the deferred closure that runs next. False: this
// activation is over (interp_why_stopped says how).
bool interp_unwind(struct g *g);
// A closure deferred and run by the newest panic has returned: goes on with the next, or resumes
// where the panic was recovered. False as above.
bool interp_panic_returned(struct g *g);
// How the activation ended, after one of these was false.
enum interp_exit interp_why_stopped(const struct g *g);

// Safepoints (call.c). The stack may move, and the goroutine may give way: then m->current_g
// is not g any more, and g must not be touched. False: as above.
bool interp_entry_safepoint(struct g *g);
bool interp_loop_safepoint(struct g *g);

// Goroutines (switch.c).

// go closure. False: a panic is pending.
bool interp_go(struct g *g, void *closure);
// The goroutine that this M runs next; NULL: the loop must return *exit.
struct g *interp_next(struct m *m, enum interp_exit *exit);
// g's innermost activation ended as *exit says. If it lives on this M's C stack the loop must
// return *exit: NULL. Else g ends, or waits for the M it belongs to, and this M goes on with
// another goroutine, as interp_next says.
struct g *interp_leave(struct m *m, struct g *g, enum interp_exit *exit);
// What Go prints for g's uncaught panics, in malloc'ed memory (NULL if memory is short). Calls
// their Error and String methods.
char *interp_panic_text(struct g *g);
// Does what g's waiting left to do. False: a panic is pending.
bool interp_resume(struct g *g);

// Compiles the function whose frame is g->sched.fp and points g->sched.pc at its code. False: a
// fatal error was reported.
bool interp_compile(struct g *g);

#endif
