// The syntax tree.
//
// Expressions (types are expressions too), statements and declarations are one tagged structure
// each, after go/ast. The parser fills the syntactic part. The checker fills what is marked "set by
// the checker", and the compiler reads both. All nodes live in the program's region.

#ifndef VOLE_VM_SYNTAX_AST_H
#define VOLE_VM_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/syntax/operand.h"
#include "vm/syntax/region.h"
#include "vm/syntax/source.h"
#include "vm/syntax/token.h"

struct constant;       // vm/types/constant.h
struct embedded_files; // vm/check/check.h
struct decl;
struct expr;
struct package;
struct scope;
struct stmt;

struct expr_list {
  struct expr **items;
  int count;
};

struct stmt_list {
  struct stmt **items;
  int count;
};

struct decl_list {
  struct decl **items;
  int count;
};

// A parameter, result, struct field, type parameter, interface method or embedded type: one per
// name.
struct field {
  pos_t pos;
  const char *name; // interned; NULL if anonymous (an embedded field or an unnamed parameter)
  pos_t name_pos;
  struct expr *type; // fields declared together share it. EXPR_ELLIPSIS for a variadic parameter
  struct expr *tag;  // struct fields: a string literal, or NULL
  bool embedded;     // struct fields and interface elements
  struct object *object; // set by the checker
};

struct field_list {
  struct field *items;
  int count;
  pos_t open, close; // the parentheses or braces, 0 if none
};

enum expr_kind {
  EXPR_BAD,         // a syntax error was reported here
  EXPR_IDENT,       // name
  EXPR_LITERAL,     // basic literal: int, float, imaginary, char, string
  EXPR_FUNC,        // func literal
  EXPR_COMPOSITE,   // T{...}; type may be NULL inside another composite literal
  EXPR_KEY_VALUE,   // key: value, only inside EXPR_COMPOSITE
  EXPR_PAREN,       // (x)
  EXPR_SELECTOR,    // x.name
  EXPR_INDEX,       // x[index...]; also instantiation: several indices
  EXPR_SLICE,       // x[low:high:max]
  EXPR_TYPE_ASSERT, // x.(type); type NULL means x.(type) of a type switch
  EXPR_CALL,        // fun(args...)
  EXPR_STAR,        // *x: dereference or pointer type
  EXPR_UNARY,       // op x; TOKEN_ARROW is receive, TOKEN_AND address, TOKEN_TILDE in constraints
  EXPR_BINARY,      // x op y
  EXPR_ELLIPSIS,    // ...T in a parameter list, or [...]T's length
  EXPR_ARRAY_TYPE,  // [len]elem; len NULL: slice type
  EXPR_STRUCT_TYPE,
  EXPR_FUNC_TYPE,
  EXPR_INTERFACE_TYPE,
  EXPR_MAP_TYPE,
  EXPR_CHAN_TYPE,
};

enum chan_direction { CHAN_BOTH, CHAN_SEND, CHAN_RECEIVE };

// A statement that leads out of the body of a loop over a function.
struct range_exit {
  enum token token;    // TOKEN_RETURN, TOKEN_BREAK, TOKEN_CONTINUE or TOKEN_GOTO
  struct stmt *target; // as the branch has it
};

// A function's body with what belongs to it: shared by declarations, literals, and the bodies of
// loops over functions.
struct function {
  // Set by the parser.
  struct expr *type;          // EXPR_FUNC_TYPE; NULL if it is not parsed yet
  struct field_list receiver; // count 0 or 1
  struct stmt *body;          // STMT_BLOCK; NULL if it is external or not parsed yet
  pos_t body_start, body_end; // positions of the braces
  bool body_skipped;          // the body is parsed on demand: parse_body
  bool is_generic;            // it has type parameters of its own
  pos_t signature_skipped;    // where parse_signature_of begins; 0: type is the signature
  int locals_before;          // types that the functions before it in its file define
  bool defers_in_loop;
  int literal_count;      // literals directly inside
  struct function *outer; // the function around a literal, NULL at package level

  // Set by the checker.
  const char *name; // for tracebacks: "main.f", "main.(*T).m", "main.f.func1"
  struct package *package;
  struct object *object; // the declared function or method, NULL for literals
  struct type *signature;
  struct object *receiver_object; // NULL: none
  struct object **params;         // one for each parameter, also without a name
  struct object **results;
  struct type **type_args; // of an instance: what the type parameters stand for
  int type_arg_count;
  // Of a literal: the scope around it, for bodies that are checked late. Of an instance: the scope
  // of the type arguments.
  struct scope *scope;
  int closure_count;             // literals directly inside, for their names
  int defer_count, return_count; // statements in this body, not in literals inside it
  bool has_defer;                // in the same sense
  bool body_checked;
  int range_count;    // loops over functions in this body, for the names of theirs
  struct stmt *range; // the loop that this is the body of, NULL if it is none
  struct range_exit *exits;
  int exit_count, exit_cap;

  // Set by escape.
  // Variables of the functions around that this one or a literal inside it uses.
  struct object **captures;
  int capture_count;
  size_t compile_bytes; // C stack that its nesting takes the compiler, 0 before

  void *compiled; // the compiler's own: struct func of a declaration, template of a literal
};

struct expr {
  enum expr_kind kind;
  pos_t pos;       // where messages of Go's compiler point: at the operator, bracket, point
  pos_t start_pos; // first character

  // Set by the checker.
  enum operand_mode mode;
  struct type *type;      // an untyped constant has its default type, or that of its context
  struct constant *value; // not NULL if and only if mode is MODE_CONSTANT

  union {
    struct {
      const char *name;      // interned
      struct object *object; // what it uses or defines; set by the checker
    } ident;
    struct {
      enum token token;
      const char *text; // as written
      int size;         // bytes of it
      bool bad;         // malformed, which was reported
    } literal;
    struct {
      struct function *function;
    } func;
    struct {
      struct expr *type;
      struct expr_list elements;
      pos_t close;
    } composite;
    struct {
      struct expr *key, *value;
    } key_value;
    struct {
      struct expr *x;
    } paren;
    struct {
      struct expr *x;
      const char *name;
      pos_t name_pos;
      struct selection selection;
    } selector;
    struct {
      struct expr *x;
      struct expr_list indices;
    } index;
    struct {
      struct expr *x;
      struct expr *low, *high, *max;
      bool three;
    } slice;
    struct {
      struct expr *x;
      struct expr *type;
    } type_assert;
    struct {
      struct expr *fun;
      struct expr_list args;
      bool has_ellipsis; // f(a, b...)
      pos_t close;
      enum call_kind kind; // set by the checker
      enum builtin_kind builtin;
    } call;
    struct {
      struct expr *x;
    } star;
    struct {
      enum token op;
      struct expr *x;
    } unary;
    struct {
      enum token op;
      struct expr *x, *y;
      pos_t op_pos;
    } binary;
    struct {
      struct expr *elem;
    } ellipsis;
    struct {
      struct expr *len; // may be EXPR_ELLIPSIS
      struct expr *elem;
    } array_type;
    struct {
      struct field_list fields;
    } struct_type;
    struct {
      struct field_list type_params, params, results;
    } func_type;
    struct {
      struct field_list elements; // methods: name and type EXPR_FUNC_TYPE; others embedded
    } interface_type;
    struct {
      struct expr *key, *value;
    } map_type;
    struct {
      enum chan_direction direction;
      struct expr *elem;
    } chan_type;
  } u;
};

enum stmt_kind {
  STMT_BAD,
  STMT_EMPTY,
  STMT_DECL, // const, type, var
  STMT_LABELED,
  STMT_EXPR,
  STMT_SEND,
  STMT_INC_DEC,
  STMT_ASSIGN, // =, :=, op=
  STMT_GO,
  STMT_DEFER,
  STMT_RETURN,
  STMT_BRANCH, // break, continue, goto, fallthrough
  STMT_BLOCK,
  STMT_IF,
  STMT_CASE, // a clause of a switch
  STMT_SWITCH,
  STMT_TYPE_SWITCH,
  STMT_COMM, // a clause of a select
  STMT_SELECT,
  STMT_FOR,
  STMT_RANGE,
};

struct stmt {
  enum stmt_kind kind;
  pos_t pos; // of the keyword, operator (assignment, send, ++), colon (label) or opening brace
  pos_t end; // of the last token, where known (blocks: the closing brace)
  union {
    struct {
      struct decl_list decls;
    } decl;
    struct {
      const char *name;
      pos_t name_pos;
      struct stmt *stmt;
      bool used;
    } labeled;
    struct {
      struct expr *x;
    } expr;
    struct {
      struct expr *channel, *value;
    } send;
    struct {
      struct expr *x;
      bool is_decrement;
    } inc_dec;
    struct {
      enum token op; // TOKEN_ASSIGN, TOKEN_DEFINE, or the operator's assignment token
      struct expr_list left, right;
      bool *is_new; // TOKEN_DEFINE: which of left are declared here; set by the checker
    } assign;
    struct {
      struct expr *call;
    } go, defer;
    struct {
      struct expr_list results;
    } return_;
    struct {
      enum token token;
      const char *label;
      pos_t label_pos;
      struct stmt *target; // what label labels (STMT_LABELED), or the statement around
    } branch;
    struct {
      struct stmt_list stmts;
    } block;
    struct {
      struct stmt *init;
      struct expr *condition;
      struct stmt *then, *otherwise;
    } if_;
    struct {
      struct expr_list exprs;
      bool is_default;
      struct stmt_list body;
      struct object *object; // type switches: the clause's own variable
    } case_;
    struct {
      struct stmt *init;
      struct expr *tag;
      struct stmt_list clauses;
    } switch_;
    struct {
      struct stmt *init;
      const char *name; // NULL: none
      pos_t name_pos;
      struct expr *x;
      struct stmt_list clauses;
    } type_switch;
    struct {
      struct stmt *comm; // NULL: default
      struct stmt_list body;
    } comm;
    struct {
      struct stmt_list clauses;
    } select;
    struct {
      struct stmt *init, *post;
      struct expr *condition;
      struct stmt *body;
      // Declared by init; each iteration has its own if one is captured. None before Go 1.22.
      struct object **variables;
      int variable_count;
    } for_;
    struct {
      struct expr *key, *value;
      struct expr *extra; // a third variable, which is an error, or NULL
      bool define;
      bool shares_variables; // all iterations assign to the same, as before Go 1.22
      struct expr *x;
      struct stmt *body;
      struct type *x_type;
      int literal_count;         // literals in the body, in the sense of struct function
      struct function *function; // the body, if x is a function
      struct object *defers;     // a variable for what defers in the body; outermost loops
    } range;
  } u;
};

enum decl_kind { DECL_IMPORT, DECL_CONST, DECL_TYPE, DECL_VAR, DECL_FUNC };

struct decl {
  enum decl_kind kind;
  pos_t pos; // of the first name, or of a receiver's parenthesis
  union {
    struct {
      const char *name; // NULL, ".", "_" or a name
      const char *path; // NULL: malformed, which was reported
      pos_t path_pos;
      struct object *object;
    } import;
    struct {                   // const and var: one spec each
      struct expr_list names;  // EXPR_IDENT
      struct expr *type;       // NULL: none
      struct expr_list values; // const: inherited from the spec above where it had none
      int iota;                // const
      bool inherited;          // const: type and values come from an earlier spec
      int embeds, embeds_end;  // var: its //go:embed patterns, from and to, in the file's list
      const struct embedded_files *embedded; // var: what they name; NULL: there are none
    } value;
    struct {
      struct expr *name;
      struct field_list type_params;
      struct expr *type; // NULL if it is not parsed yet
      pos_t skipped;     // where the type begins that parse_type_of parses; 0: type is it
      bool is_alias;
      int local; // counts the types that functions of the file define, from 1; 0: it is none
      struct object *object;
    } type;
    struct {
      const char *name; // interned
      pos_t name_pos;
      struct function *function;
      struct object *object;
    } func;
  } u;
};

struct file {
  struct source_file *source;
  const char *package_name;
  pos_t package_name_pos;
  struct decl_list decls; // imports first
  int local_types;        // that its functions define; of a file whose bodies were skipped 0
  struct scope *scope;    // imports; set by the checker
};

// Returns e without the parentheses around it.
struct expr *expr_unparen(struct expr *e);

// Returns the statement that s labels, if it does, else s.
struct stmt *stmt_unlabeled(struct stmt *s);

// Returns the function that a return statement in f ends: f, or the one around the loops over
// functions of which f is a body.
struct function *function_returning(struct function *f);

// Returns the body of the outermost loop over a function that f is in, or NULL if f is no such body.
struct function *function_outermost_body(struct function *f);

// Returns the address of the i-th expression that e holds, from the left and from 0, or NULL if it
// has fewer. *address is NULL for what the source leaves out: the type of a composite literal, an
// index of a slice. What stands for a type has no children, nor has the body of a function literal.
// Takes constant time.
struct expr **expr_child(struct expr *e, int i);

#endif
