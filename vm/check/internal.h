// What the files of the checker share. Private to this folder.
//
// An expression is its own operand: mode, type and value of struct expr are what go/types keeps in
// its operand. An untyped expression keeps its untyped type until the context gives it one
// (check_convert_untyped, check_default), which is then pushed down to its operands. The operands
// of a constant expression stay untyped: only the constant itself matters.

#ifndef VOLE_VM_CHECK_INTERNAL_H
#define VOLE_VM_CHECK_INTERNAL_H

#include "mem/invariant.h"
#include "vm/check/check.h"
#include "vm/types/constant.h"
#include "vm/syntax/expr_string.h"
#include "vm/types/type_set.h"
#include "vm/types/universe.h"
#include "vm/syntax/parse.h"

enum {
  depth_limit = 1500, // of nested expressions, types and statements: bounds the C stack
};

// What a package-level declaration refers to, and what belongs to it.
struct decl_info {
  struct object_list uses;    // package-level objects of the same package that it mentions
  struct object_list methods; // types: the methods declared for it
  struct object **group;      // var a, b = f(): all variables of the declaration
  int group_count;
  struct expr *value; // variables: the initialiser
  int index;          // of the name in its declaration
  // Used by init.c: of a variable, the node's index plus one; of a function, minus the search that
  // met it.
  int mark;
  int searched;                // the last search for a cycle that met it
  struct instance **instances; // generic types and functions: a table by arguments
  int instance_count, instance_cap;
  struct instance *instance;   // functions and methods of instances: that instance
  struct type **receiver_args; // methods of generic types: what the receiver names
};

// Where the checker is.
struct check_context {
  struct package *package;
  struct file *file;
  struct scope *scope;
  struct function *function;  // NULL at package level
  struct decl_info *info;     // the package-level declaration being checked, NULL if none
  struct instance *instance;  // the instance of a generic declaration being checked, NULL if none
  struct constant *iota;      // NULL outside constant declarations
  pos_t error_pos;            // inherited constants: errors are reported here
  bool has_call_or_receive;   // an expression with an effect was seen: len(x) is then no constant
  struct object_list *locals; // of the function: for "declared and not used"
};

// Work put off until the declaration at hand is done.
enum later_kind {
  LATER_BODY,
  LATER_NAMED,
  LATER_INTERFACE,
  LATER_EMBEDDED,
  LATER_MAP_KEY,
  LATER_RECEIVER,
  LATER_BOUND,
  LATER_UNION,
  LATER_INSTANCE
};

struct later {
  enum later_kind kind;
  struct check_context context;
  struct function *function; // LATER_BODY
  struct type *type;
  struct expr *expr;
  bool fresh; // LATER_INSTANCE: made here for the first time
};

// A package that is being loaded, and where it imports the next.
struct import_step {
  struct package *package;
  pos_t import_pos;
};

// The state of the checker, one for each program.
struct checker {
  struct checked_program *checked;
  struct region *region;
  struct universe *universe;
  struct constant_pool *pool;
  struct check_context context;
  struct object_list path; // objects being resolved
  struct later *later;     // work put off
  int later_count, later_cap, later_next;
  bool draining;
  int depth;
  int error_count; // hard errors so far, to keep follow-up errors quiet
  const char *blank, *name_init, *name_main, *name_dot;
  struct import_step *loading; // from a root to the package that is being loaded, for cycles
  int loading_count, loading_cap;
  const char **missing; // paths of packages that could not be loaded, which was reported
  int missing_count, missing_cap;
  int scopes;               // that statements opened so far
  uint32_t walks;           // searches for types that contain themselves so far
  struct expr *callee;      // of the call that assigns its arguments now
  struct scope *host_scope; // of what hosts write, see host.c; NULL: not made yet
  struct noted_types *noted_sizes, *noted_interfaces; // vm/check/late.c's
  pos_t *varying;                                     // vm/check/builtin.c's
  int varying_count, varying_cap;
  struct instantiation_graph *instantiations; // vm/check/monomorph.c's
  pos_t endless; // where expanding types was given up: a declaration is at fault, 0 if none
  struct dot_import *dot_imports;
  int dot_import_count, dot_import_cap;
};

// The type of what is wrong.
static inline struct type *invalid_type(const struct checker *c) {
  return c->universe->basic[BASIC_INVALID];
}

// check.c

// Enters the context of a package-level declaration; for a local one the context stays. Returns
// the old context, which the caller puts back.
struct check_context check_enter(struct checker *c, struct object *object);
// Puts work off, with the context at hand, and does what was put off unless a declaration is being
// resolved.
void check_later(struct checker *c, struct later item);
void check_drain(struct checker *c);
// Notes that the declaration at hand refers to a package-level object of its package.
void check_use_package_object(struct checker *c, struct object *object);
// Goes one level deeper; the caller takes 1 from c->depth afterwards. Returns false if it is
// too deep, which was reported.
bool check_deeper(struct checker *c, pos_t pos);
// Checks the body of a function, of which the signature is known, in the context around it.
void check_body(struct checker *c, struct function *function);

// load.c

// The package of that path, loaded now if it was not. NULL after an error, which is at pos.
struct package *check_import(struct checker *c, const char *path, pos_t pos);

// error.c

// Reports an error at pos, unless it only follows from another one.
void check_error(struct checker *c, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The version of the language of the file at hand is at least 1.minor.
bool check_language(const struct checker *c, int minor);
// The same; if not, reports that what the words say requires it.
bool check_requires(struct checker *c, pos_t pos, int minor, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// How messages show types, expressions, operands, places ("file.go:1:2") and lists of types. The
// texts are in the region.
const char *check_type_string(struct checker *c, const struct type *t);
const char *check_expr_string(struct checker *c, const struct expr *e);
const char *check_operand_string(struct checker *c, const struct expr *e);
const char *check_place(struct checker *c, pos_t pos);
const char *check_types_summary(struct checker *c, struct type **types, int count, bool variadic,
                                bool dots);

// decl.c

// Makes sure that an object has its type, by checking its declaration if that was not done.
void check_resolve(struct checker *c, struct object *object);
// Enters an object into a scope, or reports the one of that name which is there. Not for "_".
void check_declare(struct checker *c, struct scope *scope, struct object *object);
// Makes a variable. A local one belongs to the function at hand.
struct object *check_new_variable(struct checker *c, enum var_kind kind, const char *name,
                                  pos_t pos, struct type *t);
// Resolve a constant or a type, package-level or local, as its declaration says.
void check_resolve_constant(struct checker *c, struct object *object, struct decl *d);
void check_resolve_type(struct checker *c, struct object *object, struct decl *d);
// Reports names without values, and values without names, of a constant or variable declaration.
void check_value_counts(struct checker *c, struct decl *d);
// Called once a named type is complete: resolves its methods, of which none may have a field's
// name.
void check_named_done(struct checker *c, struct type *named);

// local_decl.c

// Resolves what a declaration in a function declares, and enters it in the scope.
void check_local_declaration(struct checker *c, struct decl *d);

// cycle.c

// Reports objects of which each refers to the next, and the last to the first.
void check_report_cycle(struct checker *c, struct object **cycle, int count);
// Takes an object on the path that its own declaration mentions. Gives it a type for now, and
// reports the cycle if the language does not allow it.
void check_meet_grey(struct checker *c, struct object *object);
// Refuses values of a type that is being declared: its declaration would depend on itself.
bool check_complete(struct checker *c, struct type *t);
// Refuses a named type that contains itself by value.
void check_valid_type(struct checker *c, struct type *named);

// expr.c

// Check an expression, and give it mode, type and value; MODE_INVALID after an error. hint: the
// type of a composite literal that has none, or NULL.
void check_raw_expr(struct checker *c, struct expr *e, struct type *hint); // anything
void check_expr_or_type(struct checker *c, struct expr *e); // a value, a type or a builtin
void check_multi_expr(struct checker *c, struct expr *e);   // a value, a tuple or a comma-ok form
void check_expr(struct checker *c, struct expr *e);         // a single value
void check_expr_hint(struct checker *c, struct expr *e, struct type *hint);
// A single value that is assigned to a variable of type t (NULL: not known), which words describe: a
// generic function is inferred from it. check_generic_expr: of an argument, a generic function stays.
void check_expr_target(struct checker *c, struct expr *e, struct type *t, const char *target);
void check_generic_expr(struct checker *c, struct expr *e);
// Refuses a generic type or function without type arguments.
void check_not_generic(struct checker *c, struct expr *e);
// Check expressions only so that what they use counts as used. Items may be NULL.
void check_use(struct checker *c, struct expr **items, int count);
void check_ident(struct checker *c, struct expr *e, bool want_type);
// Refuses a tuple: reports and invalidates it.
bool check_single_value(struct checker *c, struct expr *e);
void check_invalidate(struct checker *c, struct expr *e);
// The object that a name means here, or NULL.
struct object *check_lookup(struct checker *c, const char *name);

// implements.c

// Whether t has the methods of an interface. *cause: "T does not implement I (missing method M)".
bool check_implements(struct checker *c, struct type *t, struct type *interface_,
                      const char **cause);
// "(missing method M)": why t has not the methods of an interface; NULL if it has. Unless is_static, an
// interface t may hold a value that has them.
const char *check_missing_method(struct checker *c, struct type *t, struct type *interface_,
                                 bool is_static);
// Whether a value of the interface may hold a t. *cause: "(missing method M)".
bool check_assertable(struct checker *c, struct type *interface_, struct type *t,
                      const char **cause);

// binary.c

void check_unary(struct checker *c, struct expr *e);
void check_binary(struct checker *c, struct expr *e);
// e becomes x op y. Both operands have been checked. assign: x op= y, where e stands for the
// operation.
void check_binary_operands(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                           enum token op, bool assign);
// Converts an untyped operand to the type of the other, where that makes sense.
void check_match_types(struct checker *c, struct expr *x, struct expr *y);
// Refuses the result of a constant operation that its type cannot hold.
void check_overflow(struct checker *c, struct expr *e, pos_t op_pos);
// The element type of a channel; NULL after an error: no channel, or of the wrong direction.
struct type *check_channel_elem(struct checker *c, struct expr *x, bool receive);

// compare.c

// e becomes the comparison of x and y. switch_case: of a case x with the tag y.
void check_comparison(struct checker *c, struct expr *e, struct expr *x, struct expr *y,
                      enum token op, bool switch_case);

// const.c

enum convert_failure { CONVERT_OK, CONVERT_BAD, CONVERT_TRUNCATED, CONVERT_OVERFLOW };

void check_set_constant(struct expr *e, struct constant *value, struct type *t);
// Whether a constant of a basic type is one of that type; *rounded: as that holds it.
bool check_representable(struct checker *c, struct constant *value, struct type *basic,
                         struct constant **rounded);
// Rounds a constant to its type. Returns false if that cannot hold it, which was reported.
bool check_require_representable(struct checker *c, struct expr *e, struct type *t);
// The type that an untyped expression gets where target is wanted; *value: the rounded value of a
// constant, or NULL. Changes nothing.
enum convert_failure check_implicit_type(struct checker *c, struct expr *e, struct type *target,
                                         struct type **result, struct constant **value);
// Convert an untyped expression to target, or to its default type; others stay as they are. False
// after an error.
bool check_convert_untyped(struct checker *c, struct expr *e, struct type *target);
void check_default(struct checker *c, struct expr *e);
// Gives an untyped expression, and the operands that it depends on, the type t.
void check_update_type(struct checker *c, struct expr *e, struct type *t);

// conversion.c

// call becomes the conversion t(x).
void check_conversion(struct checker *c, struct expr *call, struct expr *x, struct type *t);

// assign.c

// Whether e may be assigned to a variable of type t. *cause: why not, or NULL.
bool check_assignable(struct checker *c, struct expr *e, struct type *t, const char **cause);
// Converts e for a variable of type t (NULL: of e's default type). Returns false after an error,
// with the words of context, and e is invalid.
bool check_assignment(struct checker *c, struct expr *e, struct type *t, const char *context);
// left = right.
void check_assign_variables(struct checker *c, struct expr **left, int left_count,
                            struct expr **right, int right_count);
// The type of what stands left of =: NULL for _, the invalid type after an error.
struct type *check_left(struct checker *c, struct expr *left);
// Whether a checked expression can be assigned to; else reports it.
bool check_assigned(struct checker *c, struct expr *left);
// The values of one expression: several of a call, two of a comma-ok form where two are wanted.
// Returns their number, -1 after an error.
int check_unpack(struct checker *c, struct expr *right, int wanted, struct expr ***values);
// Reports an assignment of right values, by right_exprs expressions from right0 on, to left ones.
void check_count_mismatch(struct checker *c, struct expr *right0, int right_exprs, int left,
                          int right);

// define.c

// Initialises a variable, which gets the (default) type of e if it has none. False after an error.
bool check_init_variable(struct checker *c, struct object *v, struct expr *e, const char *context);
// left = right for variables that are declared here, or for the results of return_, if not NULL.
void check_init_variables(struct checker *c, struct object **left, int left_count,
                          struct expr **right, int right_count, struct stmt *return_);
void check_short_declaration(struct checker *c, struct stmt *s);

// call.c

// The context that stands for "argument to f" where f is c->callee: written out only in an error.
extern const char check_argument_context[];

void check_call(struct checker *c, struct expr *e);
// Whether a call has as many arguments as the signature wants; else reports it.
bool check_argument_count(struct checker *c, struct expr *call, struct type *signature,
                          struct expr **values, int count);

// selector.c

void check_selector(struct checker *c, struct expr *e, bool want_type);
// Why t has no field or method of that name; other: one that differs in case, or NULL.
const char *check_lookup_words(struct checker *c, struct type *t, const char *name,
                               struct object *other, bool literal);

// builtin.c

void check_builtin_call(struct checker *c, struct expr *e, enum builtin_kind kind);

// index.c

void check_index(struct checker *c, struct expr *e);
void check_slice(struct checker *c, struct expr *e);
// Checks an index, length or capacity: an integer, not negative, below max if that is not negative.
// *value is the constant, -1 if it is none.
bool check_index_value(struct checker *c, struct expr *e, const char *what, int64_t max,
                       int64_t *value);

// distinct.c

// Constants that occurred so far.
struct constant_set {
  struct expr **table; // open addressing
  size_t count, cap;   // cap: a power of two, or 0
};

// Adds a constant. Returns the equal one of the same type that was there before, or NULL.
struct expr *check_add_constant(struct checker *c, struct constant_set *set, struct expr *e);

// literal.c

void check_composite(struct checker *c, struct expr *e, struct type *hint);
void check_func_literal(struct checker *c, struct expr *e);

// stmt.c

// What a statement may do and where it stands; for lists: their last statement.
enum { STMT_FALLTHROUGH_OK = 1, STMT_FINAL_CASE = 2, STMT_IN_TYPE_SWITCH = 4 };

void check_stmt(struct checker *c, struct stmt *s, unsigned flags);
void check_stmts(struct checker *c, struct stmt_list *list, unsigned flags);
// Open a scope inside the current one, and go back to that.
void check_open_scope(struct checker *c);
void check_close_scope(struct checker *c);
// Reports the variables of a function that nothing uses.
void check_unused_locals(struct checker *c, struct object_list *locals);

// switch.c

void check_switch(struct checker *c, struct stmt *s);
void check_type_switch(struct checker *c, struct stmt *s);
void check_select(struct checker *c, struct stmt *s);

// range.c

void check_range(struct checker *c, struct stmt *s);

// range_func.c

// Note a return, or a branch to a target, that may lead out of bodies of loops over functions, and
// a defer statement in one.
void check_range_exit(struct checker *c, enum token token, struct stmt *target);
void check_range_defer(struct checker *c);

// flow.c

// Whether a body, checked, never ends without a return.
bool check_terminates(struct stmt *body);

// init.c

// Finds the order in which a package's variables are initialised, and reports cycles.
void check_init_order(struct checker *c, struct package *package);

#include "vm/check/type.h"

#endif
