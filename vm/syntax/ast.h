// The syntax tree.
//
// One tagged structure each for expressions (types are expressions too), statements and
// declarations, after go/ast. The parser fills the syntactic part; the checker fills what is under
// "set by the checker" and the compiler reads both. Everything lives in the program's region.

#ifndef VOLE_VM_SYNTAX_AST_H
#define VOLE_VM_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/syntax/region.h"
#include "vm/syntax/source.h"
#include "vm/syntax/token.h"

struct block;
struct constant; // vm/types/constant.h
struct decl;
struct expr;
struct object; // vm/types/types.h
struct package;
struct scope;
struct stmt;
struct type;

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

// What an expression denotes. Set by the checker.
enum operand_mode {
  MODE_INVALID,
  MODE_NO_VALUE,  // a call of a function without results
  MODE_BUILTIN,   // the name of a builtin function
  MODE_TYPE,      // a type
  MODE_CONSTANT,  // value is set
  MODE_NIL,       // untyped nil; type is the type it was converted to, once known
  MODE_VARIABLE,  // addressable
  MODE_MAP_INDEX, // m[k]: assignable, not addressable, comma-ok
  MODE_VALUE,     // a computed value
  MODE_COMMA_OK,  // a value for which the comma-ok form exists (type assertion, receive)
  MODE_PACKAGE,   // the name of an imported package (only as the left side of a selector)
};

// What a selector expression x.f selects. Set by the checker.
enum selection_kind {
  SELECT_NONE,
  SELECT_QUALIFIED,        // package.Name: object is what it names
  SELECT_FIELD,            // struct field, through path
  SELECT_METHOD,           // method value or call x.m, receiver through path
  SELECT_INTERFACE_METHOD, // x.m where the (embedded) operand is an interface, through path
  SELECT_METHOD_EXPR,      // T.m or (*T).m
};

// The fields passed through on the way, by index: all but the last step of a method selection are
// embedded fields. The pointers on the way are dereferenced implicitly.
struct selection {
  enum selection_kind kind;
  struct object
      *object; // the field or method found (the generic method's instance, where there are any)
  struct type *receiver; // type of x
  int *path; // field indices, outermost first; for SELECT_FIELD the last is the field itself;
             // for methods only the embedded fields that lead to the receiver
  int path_count;
  bool indirect; // a pointer was dereferenced on the way
};

enum call_kind { CALL_FUNCTION, CALL_CONVERSION, CALL_BUILTIN };

enum builtin_kind {
  BUILTIN_APPEND,
  BUILTIN_CAP,
  BUILTIN_CLEAR,
  BUILTIN_CLOSE,
  BUILTIN_COMPLEX,
  BUILTIN_COPY,
  BUILTIN_DELETE,
  BUILTIN_IMAG,
  BUILTIN_LEN,
  BUILTIN_MAKE,
  BUILTIN_MAX,
  BUILTIN_MIN,
  BUILTIN_NEW,
  BUILTIN_PANIC,
  BUILTIN_PRINT,
  BUILTIN_PRINTLN,
  BUILTIN_REAL,
  BUILTIN_RECOVER,
  // package unsafe
  BUILTIN_SIZEOF,
  BUILTIN_ALIGNOF,
  BUILTIN_OFFSETOF,
  BUILTIN_UNSAFE_ADD,
  BUILTIN_UNSAFE_SLICE,
  BUILTIN_UNSAFE_SLICE_DATA,
  BUILTIN_UNSAFE_STRING,
  BUILTIN_UNSAFE_STRING_DATA,
};

// A function's body with what belongs to it: shared by declarations and literals.
struct function {
  struct expr *type;          // EXPR_FUNC_TYPE
  struct field_list receiver; // count 0 or 1
  struct stmt *body; // STMT_BLOCK; NULL for an external declaration, or while it is not parsed yet
  pos_t body_start,
      body_end; // positions of the braces; a body that was skipped is parsed on demand (parse_body)
  bool body_skipped;
  const char *name; // for tracebacks: "main.f", "main.(*T).m", "main.f.func1"; set by the checker
  struct function *outer;         // the function around a literal, NULL at package level
  struct type *signature;         // set by the checker
  struct object *receiver_object; // parameters as declared objects, set by the checker (NULL: none)
  struct object **params; // one per parameter (also unnamed and blank ones), set by the checker
  struct object **results;
  struct package *package; // set by the checker
  struct object *object;   // the declared function or method, NULL for literals; set by the checker
  struct type **type_args; // instances of generic functions and methods: what the type parameters
                           // stand for; set by the checker
  int type_arg_count;
  struct scope *scope; // literals: the scope around, for bodies that are checked late; generic
                       // instances: that of the type arguments
  int closure_count;   // literals directly inside, for their names
  bool has_defer;      // set by the checker: inside this body, not in literals inside it
  bool defers_in_loop; // set by the parser
  int defer_count, return_count; // statements, in the same sense
  bool body_checked;
  struct object **captures; // variables of enclosing functions that it uses, directly or through
                            // literals inside it; set by escape
  int capture_count;
  size_t compile_bytes; // C stack that its nesting takes the compiler; set by escape, 0 before
  void *compiled;       // the compiler's own: struct func of a declaration, template of a literal
};

struct expr {
  enum expr_kind kind;
  pos_t pos; // where the messages of Go's compiler point for such an expression: binary: operator's
             // LEFT operand start is start_pos
  pos_t start_pos; // first character

  // Set by the checker.
  enum operand_mode mode;
  struct type *type;      // final type; untyped constants have got their default or context type
  struct constant *value; // not NULL iff mode is MODE_CONSTANT

  union {
    struct {
      const char *name;
      struct object *object;
    } ident; // name is interned; object: use or definition
    struct {
      enum token token;
      const char *text;
      int size;
      bool bad;
    } literal; // as written; bad: malformed, which was reported
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
      struct expr *len, *elem;
    } array_type; // len may be EXPR_ELLIPSIS
    struct {
      struct field_list fields;
    } struct_type;
    struct {
      struct field_list type_params, params, results;
    } func_type;
    struct {
      struct field_list elements;
    } interface_type; // methods: name and type EXPR_FUNC_TYPE; others embedded
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
  pos_t pos; // the keyword; assignments, sends, ++: the operator; labeled: the colon; blocks: the
             // opening brace
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
    } labeled; // stmt's pos: the colon
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
      struct stmt *target;
    } branch; // target: labeled statement (goto, labelled break and
              // continue) or enclosing statement
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
      struct object *object;
    } case_; // object: the clause's own
             // variable of a type switch
    struct {
      struct stmt *init;
      struct expr *tag;
      struct stmt_list clauses;
    } switch_;
    struct {
      struct stmt *init;
      const char *name;
      pos_t name_pos;
      struct expr *x;
      struct stmt_list clauses;
    } type_switch; // name NULL: none
    struct {
      struct stmt *comm;
      struct stmt_list body;
    } comm; // comm NULL: default
    struct {
      struct stmt_list clauses;
    } select;
    struct {
      struct stmt *init, *post;
      struct expr *condition;
      struct stmt *body;
      struct object *
          *variables; // declared by init: one copy per iteration where a closure captures them
      int variable_count;
    } for_;
    struct {
      struct expr *key, *value;
      struct expr *extra; // a third variable, which is an error, or NULL
      bool define;
      struct expr *x;
      struct stmt *body;
      struct type *x_type;
    } range;
  } u;
};

enum decl_kind { DECL_IMPORT, DECL_CONST, DECL_TYPE, DECL_VAR, DECL_FUNC };

struct decl {
  enum decl_kind kind;
  pos_t pos; // of what follows the keyword or stands in the group: the first name, a receiver's
             // parenthesis
  union {
    struct {
      const char *name;
      const char *path;
      pos_t path_pos;
      struct object *object;
    } import;                  // name NULL, ".", "_" or a name
    struct {                   // const and var: one spec each
      struct expr_list names;  // EXPR_IDENT
      struct expr *type;       // NULL: none
      struct expr_list values; // const: inherited from the spec above where it had none
      int iota;                // const
      bool inherited;          // const: type and values come from an earlier spec
    } value;
    struct {
      struct expr *name;
      struct field_list type_params;
      struct expr *type;
      bool is_alias;
      struct object *object;
    } type;
    struct {
      struct expr *name;
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
  struct scope *scope;    // imports; set by the checker
};

// Returns e without the parentheses around it.
struct expr *expr_unparen(struct expr *e);

// Returns the address of the i-th expression that e holds, from the left and from 0, or NULL if it
// has fewer. *address is NULL for what the source leaves out: the type of a composite literal, an
// index of a slice. What stands for a type has no children, nor has the body of a function literal.
// Takes constant time.
struct expr **expr_child(struct expr *e, int i);

#endif
