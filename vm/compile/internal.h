// What the files of the compiler share. Private to this folder.
//
// Code is generated in one pass over the typed tree. Values live in the frame's slots; slots are
// handed out as a stack: variables of the blocks around, then temporaries of the statement at hand,
// then call areas. compile_expr leaves a value in a slot that the caller names, or, with slot_any,
// says where it is: a variable's own slot, or a temporary that it pushed. The caller pops
// temporaries by resetting f->top.
//
// A destination that is a variable is only written by the last instruction of an expression, so `x
// = x + f(x)` and a panic half-way behave.
//
// Variables whose address escapes, that closures share, or that are indexed by run-time values live
// in heap cells: escape.c decides. Operands that can be assigned to are described by struct place.
//
// Every slot that is handed out has a flag that says whether it may hold a heap pointer. Each
// safepoint notes the flags as they are; code/liveness.c narrows them to what is really live. So a
// slot must be reserved (below f->top) whenever its value is needed across a safepoint.

#ifndef VOLE_VM_COMPILE_INTERNAL_H
#define VOLE_VM_COMPILE_INTERNAL_H

#include "vm/code/liveness.h"
#include "vm/compile/compile.h"
#include "vm/compile/rtypes.h"

enum { slot_any = -1 };

enum {
  slot_limit = 65000,   // slots of a frame
  offset_limit = 65536, // field offsets of loads and stores are below
};

// How values of a type lie in slots and memory.
enum shape {
  SHAPE_NONE, // no size
  SHAPE_U8,
  SHAPE_S8,
  SHAPE_U16,
  SHAPE_S16,
  SHAPE_U32,
  SHAPE_S32,  // one slot, extended
  SHAPE_WORD, // 8 bytes, no pointer
  SHAPE_POINTER,
  SHAPE_STRING,
  SHAPE_INTERFACE,
  SHAPE_SLICE,
  SHAPE_WORDS, // memory layout: structs, arrays, complex numbers
  SHAPE_BOX,   // too large for a frame: see box.c
};

// A jump target. Jumps to it before it is bound are kept and patched.
struct fixup {
  struct fixup *next;
  int pc;         // of the jump instruction; for tables the JTAB
  int32_t *entry; // a table's entry, else NULL
};

struct label {
  int pc; // -1: not bound yet
  struct fixup *fixups;
};

enum home_kind {
  HOME_SLOTS, // the value lies in the frame
  HOME_CELL,  // the slot holds the address of a heap cell
  HOME_ARRAY, // the same for an array; the next slot holds its length
  HOME_FIELD, // a part of the frame's object: the slot holds its address
};

// Where a local variable lives in the function being compiled.
struct home {
  enum home_kind kind;
  int slot;
  int64_t offset; // FIELD: bytes
};

// What is known when a function is compiled late.
enum source_kind {
  SOURCE_BODY,         // a declared function, method or literal
  SOURCE_BODY_BY_WORD, // a method with a value receiver, whose receiver comes as the data word of
                       // an interface
  SOURCE_METHOD,       // promoted or dereferencing method, as interfaces call it
  SOURCE_METHOD_VALUE, // the closure x.m: the receiver is in the context
  SOURCE_METHOD_EXPR,  // the function T.m
  SOURCE_CALL,         // a deferred call, or one of a go statement: everything is in the context
  SOURCE_INIT,         // a package's initialisation
  SOURCE_ENTRY,        // the program's
};

struct code_source {
  enum source_kind kind;
  struct function *function; // bodies
  struct object *method;     // wrappers: the method in the end
  struct type *receiver;     // wrappers: the type that the path starts from
  const int *path;           // embedded fields on the way
  int path_count;
  struct type *signature;   // wrappers: without receiver
  struct expr *call;        // SOURCE_CALL
  struct object **captured; // SOURCE_CALL: synthetic variables
  int captured_count;
  struct package *package; // SOURCE_INIT; SOURCE_ENTRY: main
};

// A statement that break, continue or fallthrough can leave.
struct target {
  struct target *outer;
  struct stmt *stmt;
  struct label break_label, continue_label;
};

// The code of one function while it is being compiled.
struct compiler {
  struct program *program;
  struct region *region;
  struct func *func;
  struct function *function; // the source function; NULL for generated ones
  struct package *package;   // whose unexported names and positions these are
  uint64_t *code;
  int count, cap;           // words
  int next_pc;              // where the next instruction must start
  bool long_jumps;          // displacements may exceed 16 bits: jumps are emitted in two steps
  bool jump_overflow;       // one did, in the short mode
  bool spill;               // variables lie in an object of the frame, for slots do not suffice
  bool frame_overflow;      // they did not
  int spill_slot, spill_pc; // the object's address; the instruction that makes it
  uint8_t *spill_mask;      // a bit for each word of the object that is a pointer
  int spill_words, spill_cap;
  const char *error;      // why it cannot be compiled
  int top, max_top;       // slots in use; the most that ever were
  int locals_top;         // variables lie below; above are temporaries and call areas
  uint8_t *pointer_flags; // one per slot below top
  int pointer_cap;
  struct safepoint *safepoints;
  int safepoint_count, safepoint_cap;
  struct line_entry *lines;
  int line_count, line_cap;
  uint32_t *unsigned_indices; // of struct func
  int unsigned_index_count, unsigned_index_cap;
  uint64_t boxed_bytes; // of struct func
  pos_t pos, line_pos;  // of what is being compiled; of the newest line entry
  struct target *targets;
  struct label *fallthrough; // where a fallthrough statement goes
  struct label epilogue;     // functions with defer: where returns go
  struct label deferred_ran; // in the epilogue: where returns go that have run them
  bool has_defer;
  int wrap_count;        // thunks of go and defer so far, for their names
  uint32_t epilogue_pc;  // of its DEFERRUN; 0 without defer
  bool results_in_cells; // some named result lives in a cell
  int result_slots;
  struct object **results; // of function; NULL without
  struct label **labels;   // of labeled statements, for goto
  struct stmt **label_stmts;
  int label_count, label_cap;
};

// An operand that has been evaluated so far that it can be loaded, stored or addressed.
enum place_kind {
  PLACE_BLANK,
  PLACE_FRAME,  // in the frame at byte offset; packed: part of a struct or array, not a variable of
                // its own
  PLACE_MEMORY, // at the address in slot + offset
  PLACE_GLOBAL, // at a fixed address
  PLACE_INDEX,  // element [index] of the slice, string or pair at slot; a part of it if element is
                // set
  PLACE_MAP,    // element of the map at slot, key at index
};

struct place {
  enum place_kind kind;
  struct type *type;
  int slot, index;
  int64_t offset; // bytes
  bool packed;
  bool box;  // MEMORY: of a value that is too large for a frame; a store replaces the box
  bool pair; // MEMORY: the slot after `slot` holds the array's length (HOME_ARRAY)
  uint64_t address;
  struct type *map;     // MAP: the map's type
  bool unsigned_index;  // INDEX: of a type with 64 unsigned bits
  struct type *element; // INDEX: of which the place is the part at offset; NULL: it is all of it
  bool updates; // MAP: what is loaded is stored there anew, which decides the words of a panic
};

// emit.c: instructions, labels, slots, lines.
// From here on, until c->pos is another, the code is on no line of the source.
void emit_autogenerated(struct compiler *c);
int emit(struct compiler *compiler, enum opcode op, int a, int b, int c);
int emit_index(struct compiler *compiler, enum opcode op, int a, int b, int c,
               bool unsigned_index); // an instruction that checks an index
int emit_wide(struct compiler *compiler, enum opcode op, int a, int32_t value);
void emit_word(struct compiler *c, uint64_t word);
void emit_type(struct compiler *c, struct type *t); // a data word: the type's descriptor
// Emits dest = x op constant if the operation has a form for the constant; returns whether it has.
bool emit_constant_form(struct compiler *c, enum opcode op, int dest, int x, int64_t constant);
void emit_call(struct compiler *compiler, enum opcode op, int area, int b, int c, uint64_t word);
void emit_jump(struct compiler *c, enum opcode op, int a, int b,
               struct label *label); // forward; op with a J or J32 operand
void emit_jump_word(struct compiler *c, enum opcode op, int a, int b, uint64_t word,
                    struct label *label);
void emit_loop(struct compiler *c, enum opcode op, int a, int b,
               const struct label *label);               // backward
void emit_goto(struct compiler *c, struct label *label); // either way
void emit_move(struct compiler *c, int to, int from, int slots);
void emit_zero(struct compiler *c, int slot, int slots);
void emit_int(struct compiler *c, int slot, int64_t value);
void emit_pointer(struct compiler *c, int slot, const void *address);
void emit_safepoint(struct compiler *c, int pc, int instruction);
void emit_table_fixup(struct compiler *c, struct label *label, int pc, int32_t *entry);
void label_init(struct label *label);
void label_bind(struct compiler *c, struct label *label);
int slot_reserve(struct compiler *c, struct type *t); // for a value of the type
int slot_reserve_words(struct compiler *c, int count, bool pointer);
void slot_mark(struct compiler *c, int slot,
               struct type *t); // says that a value of the type lies there now
void slot_mark_word(struct compiler *c, int slot, bool pointer);
int call_area(struct compiler *c,
              int slots); // a call area with room for so many slots, above everything in use
void compile_fail(struct compiler *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// type.c: what the compiler asks of types.
enum shape type_shape(struct type *t);
bool type_is_boxed(struct type *t); // too large for a frame
int type_slots(struct type *t);
void type_pointer_slots(struct type *t, uint8_t *mask, int slot); // sets the bits of its pointers
uint64_t map_key_operand(struct type *map);                       // word1 of the map instructions
bool type_is_empty_interface(struct type *t);
int type_int_bits(struct type *t);          // of an integer type
enum basic_kind type_basic(struct type *t); // of the underlying type; BASIC_INVALID if it is none
struct type *
type_array_of(struct type *t); // the array type itself, or the one pointed to; NULL if neither
int tuple_slots(struct object **objects, int count);
struct type *type_pointer_to(struct program *p, struct type *elem);
struct type *compile_basic(const struct compiler *c, enum basic_kind kind);
struct rtype *compile_rtype(const struct compiler *c, struct type *t);
struct expr *expr_strip(struct expr *e); // without parentheses
bool expr_is_constant(const struct expr *e);
bool expr_is_nil(const struct expr *e);
bool expr_is_blank(struct expr *e);
bool expr_is_wide_unsigned(const struct expr *e);    // its type has 64 unsigned bits
bool expr_small_int(struct expr *e, int64_t *value); // an integer constant that fits 64 bits
bool expr_has_call(struct expr *e);                  // may run other code

// box.c
int box_load(struct compiler *c, const struct place *p, int dest);
void box_store(struct compiler *c, const struct place *p, int box);
int box_composite(struct compiler *c, struct expr *e, int dest);
void box_complete(struct compiler *c, struct type *t,
                  int slot); // a slot that was zeroed gets a zero value, if t needs a box
struct rtype *box_channel(struct compiler *c,
                          struct type *channel); // the type that the instructions work with

// expr.c
int compile_expr(struct compiler *c, struct expr *e, int dest);
int compile_value(struct compiler *c, struct expr *e, struct type *target,
                  int dest); // converted to target as by assignment
int compile_constant(struct compiler *c, struct type *t, const struct constant *value, int dest);
void compile_discard(struct compiler *c, struct expr *e);
int compile_dest(struct compiler *c, struct type *t, int dest);       // dest, or a new temporary
uint64_t constant_bits(struct type *t, const struct constant *value); // of one-slot constants
int compile_index_value(struct compiler *c, struct expr *index);
int compile_slice_expr(struct compiler *c, struct expr *e, int dest);
int compile_slice_operand(
    struct compiler *c,
    struct expr *x); // a slice's first two slots, or a string's, or a pair for arrays
bool object_is_math_op(struct object *object, enum opcode *op);
struct object *callee_object(struct expr *fun);

// order.c
bool expr_is_settled(struct expr *e); // calls that follow change neither its value nor its panic
bool expr_has_early(struct expr *e);  // has parts that run at their place: calls and the like
bool list_has_early(const struct expr_list *list);
struct expr *order_converted(struct compiler *c, struct expr *e,
                             struct type *target); // as a conversion, if that runs at its place
// The number of the last operand with an early part, 0 if only the first can have one.
int order_last_early(struct expr *const *list, int count);
bool order_matters(struct expr *const *list,
                   int count); // an operand before the last early part is not settled
struct expr *order_split(struct compiler *c,
                         struct expr *e); // runs the early parts; names for them in what is left
struct expr **order_operands(struct compiler *c, struct expr **list,
                             int count); // operands that may be compiled in order as they are
void order_pair(struct compiler *c, struct expr **x, struct expr **y);

// operator.c
int compile_binary(struct compiler *c, struct expr *e, int dest);
int compile_unary(struct compiler *c, struct expr *e, int dest);
int compile_arithmetic(struct compiler *c, enum token op, struct type *t, int x, struct expr *y,
                       int dest); // x op y, x evaluated
void compile_extend(struct compiler *c, struct type *t,
                    int slot); // wraps the result of 64-bit arithmetic
void compile_add_constant(struct compiler *c, struct type *t, int x, int64_t k, int dest);
int compile_int_operation(struct compiler *c, enum token op, struct type *t, int x, int y,
                          int dest);

// condition.c
void compile_jump_if(struct compiler *c, struct expr *e, bool sense,
                     struct label *label); // also backward, if the label is bound
int compile_comparison(struct compiler *c, struct expr *e, int dest);
void compile_equal(struct compiler *c, struct type *t, int x, int y,
                   int dest); // dest = x == y for values of one type

// place.c
struct place compile_place(struct compiler *c, struct expr *e);
struct place place_of_local(struct compiler *c, struct object *v);
struct place place_of_slots(int slot, struct type *t);
struct place place_field(struct compiler *c, struct place p, struct type *struct_type, int index);
struct place place_deref(int pointer, struct type *elem);
struct place place_path(struct compiler *c, struct place p, const int *path, int count);
int place_load(struct compiler *c, const struct place *p, int dest);
void place_store(struct compiler *c, const struct place *p, int value);
int place_address(struct compiler *c, const struct place *p, int dest);
void place_zero(struct compiler *c, const struct place *p);
void emit_map(struct compiler *c, enum opcode op, int a, const struct place *p);
bool place_is_memory(const struct place *p);
bool place_is_slots(const struct place *p);             // a value in slots, or the box of one
void place_settle(struct compiler *c, struct place *p); // before a place is used twice
void place_freeze(struct compiler *c,
                  struct place *p); // copies what later assignments could change
void compile_to_place(struct compiler *c, const struct place *p, struct expr *e,
                      bool fresh); // p = e; fresh: p is zero and unshared
struct expr *expr_of_slot(struct compiler *c, struct type *t,
                          int slot); // a synthetic name for a value
bool expr_is_place(
    struct expr *e); // addressable, or a map element or an element or field of some value
struct home *local_home(struct object *v);
void home_set(struct compiler *c, struct object *v, enum home_kind kind, int slot);
enum home_kind home_kind_for(struct object *v); // as closures see it: never HOME_FIELD
enum home_kind home_kind_here(const struct compiler *c, struct object *v); // of a local declaration
int home_reserve(struct compiler *c, struct object *v);                    // slots for it
void spill_begin(struct compiler *c);                            // makes the frame's object
void spill_end(struct compiler *c);                              // its type is known
void compile_declare_zero(struct compiler *c, struct object *v); // reserves a home, zero value
void compile_declare_init(struct compiler *c, struct object *v,
                          int value); // with the value in a slot
void compile_declare_expr(struct compiler *c, struct object *v, struct expr *e);
void compile_declare_uninitialised(struct compiler *c, struct object *v);
void compile_new_cell(struct compiler *c, struct object *v, int slot);
void emit_new(struct compiler *c, int slot, struct type *t);

// literal.c
int compile_composite(struct compiler *c, struct expr *e, int dest);
void compile_composite_to(struct compiler *c, const struct place *p,
                          struct expr *e); // into zeroed memory or frame
bool compile_static_value(struct program *p, struct type *t, struct expr *e, void *to,
                          bool check_only);
void *static_string(struct program *p, const char *bytes, size_t size);

// convert.c
int compile_conversion(struct compiler *c, struct expr *e, int dest);
int compile_to_interface(struct compiler *c, struct expr *e, struct type *target, int dest);
int convert_slot(struct compiler *c, int value, struct type *from, struct type *to,
                 int dest); // to an interface, or the same shape
int box_slot(struct compiler *c, int value, struct type *from, struct type *to, int dest);
uint64_t interface_word(const struct compiler *c, struct type *interface_, struct type *dynamic);
int compile_type_assert(struct compiler *c, struct expr *e, int dest, bool comma_ok);

// call.c
int compile_call(struct compiler *c, struct expr *e, int dest); // one result
int compile_call_results(struct compiler *c,
                         struct expr *e); // its area: the results are the first slots; reserved
struct type *call_signature(struct expr *call);
bool call_is_spread(struct expr *call); // c(g()) where g has several results
struct expr **compile_spread(struct compiler *c, struct expr *call,
                             int *count);                  // calls g; names for its results
void compile_go_defer(struct compiler *c, struct stmt *s); // defer.c
int signature_result_slots(struct type *signature);
int signature_param_slots(struct type *signature);
void compile_receiver(struct compiler *c, struct object *method, struct place receiver, int dest);
int receiver_slots(struct object *method, struct type *receiver);
int interface_method_index(struct type *t, struct object *method);
// atomic.c: the call as instructions, if it is one of sync/atomic or of sync.Mutex. True:
// nothing else need be emitted.
bool emit_atomic_call(struct compiler *c, struct func *callee, int area, struct label *done);

void emit_call_func(struct compiler *c, struct func *callee, int area);
void mark_results(struct compiler *c, struct type *signature, int area);

// builtin.c
int compile_builtin(struct compiler *c, struct expr *e, int dest);
int compile_append(struct compiler *c, struct expr *e, int dest);

// closure.c
int compile_func_literal(struct compiler *c, struct expr *e, int dest);
int compile_method_value(struct compiler *c, struct expr *e, int dest);
int compile_method_expr(struct compiler *c, struct expr *e, int dest);
int emit_closure(struct compiler *c, struct func *func, int words, int word_count, int dest);
void compile_load_captures(struct compiler *c, struct object **captured, int count, bool by_value);
bool capture_is_reference(struct object *v);
struct func *literal_func(struct program *p, struct function *function);
struct func *func_new(struct program *p, const char *name, struct code_source source,
                      int result_slots, int param_slots, unsigned flags);
// Panics in Go's words if the receiver of a value method is behind the nil pointer in a slot.
void compile_nil_receiver_check(struct compiler *c, const char *method, struct type *value,
                                int slot);
struct home *capture_home(struct compiler *c, struct object *v);

// wrapper.c
void compile_wrapper_body(struct compiler *c, const struct code_source *source);
void compile_call_body(struct compiler *c, const struct code_source *source);
struct func *method_value_func(struct program *p, struct type *receiver, struct object *method);
struct func *method_expr_func(struct program *p, const struct selection *selection,
                              struct type *type);

// stmt.c
void compile_stmt(struct compiler *c, struct stmt *s);
void compile_stmts(struct compiler *c, const struct stmt_list *list);
void compile_block(struct compiler *c, struct stmt *s);
void compile_return_jump(struct compiler *c);
void compile_epilogue(struct compiler *c);
struct label *compile_goto_label(struct compiler *c, struct stmt *labeled);
void target_push(struct compiler *c, struct target *t, struct stmt *s);
void target_pop(struct compiler *c);
void compile_send(struct compiler *c, struct expr *channel, struct expr *value);
bool expr_mentions(struct expr *e, struct object *const *objects,
                   int count);                     // false only if it surely does not
bool is_frame_variable(struct expr *e, int *slot); // a local variable that lies in the frame
int compile_copied(struct compiler *c, struct expr *e,
                   struct type *t); // in a temporary, never a variable's own slot

// assign.c
void compile_assign(struct compiler *c, struct stmt *s);
void compile_inc_dec(struct compiler *c, struct stmt *s);
void compile_define_all(struct compiler *c, struct object **vars, struct expr **right, int count);
void compile_define_values(struct compiler *c, struct object **vars, struct expr **left,
                           int left_count, struct expr *right);
void compile_store_value(struct compiler *c, struct expr *left, int value, struct type *from);
void compile_store_pair(struct compiler *c, struct expr *left[2], const int slots[2],
                        struct type *const types[2]); // all operands first, then both stores

// for.c, range.c, switch.c, select.c
void compile_for(struct compiler *c, struct stmt *s);
void compile_range(struct compiler *c, struct stmt *s);
void compile_switch(struct compiler *c, struct stmt *s);
void compile_type_switch(struct compiler *c, struct stmt *s);
void compile_select(struct compiler *c, struct stmt *s);

// init.c
void compile_init_body(struct compiler *c, struct package *package);
void compile_entry_body(struct compiler *c, struct package *main_package);

#endif
