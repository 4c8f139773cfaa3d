// The tokens of Go, in one table.

#ifndef VOLE_VM_SYNTAX_TOKEN_H
#define VOLE_VM_SYNTAX_TOKEN_H

#include <stdbool.h>

// X(NAME, spelling, precedence of the binary operator or 0)
#define TOKEN_TABLE(X)                                                                             \
  X(EOF, "EOF", 0)                                                                                 \
  X(IDENT, "name", 0)                                                                              \
  X(INT, "int", 0)                                                                                 \
  X(FLOAT, "float", 0)                                                                             \
  X(IMAGINARY, "imaginary", 0)                                                                     \
  X(CHAR, "rune", 0)                                                                               \
  X(STRING, "string", 0)                                                                           \
  X(ADD, "+", 4)                                                                                   \
  X(SUB, "-", 4)                                                                                   \
  X(MUL, "*", 5)                                                                                   \
  X(QUO, "/", 5)                                                                                   \
  X(REM, "%", 5)                                                                                   \
  X(AND, "&", 5)                                                                                   \
  X(OR, "|", 4)                                                                                    \
  X(XOR, "^", 4)                                                                                   \
  X(SHL, "<<", 5)                                                                                  \
  X(SHR, ">>", 5)                                                                                  \
  X(AND_NOT, "&^", 5)                                                                              \
  X(ADD_ASSIGN, "+=", 0)                                                                           \
  X(SUB_ASSIGN, "-=", 0)                                                                           \
  X(MUL_ASSIGN, "*=", 0)                                                                           \
  X(QUO_ASSIGN, "/=", 0)                                                                           \
  X(REM_ASSIGN, "%=", 0)                                                                           \
  X(AND_ASSIGN, "&=", 0)                                                                           \
  X(OR_ASSIGN, "|=", 0)                                                                            \
  X(XOR_ASSIGN, "^=", 0)                                                                           \
  X(SHL_ASSIGN, "<<=", 0)                                                                          \
  X(SHR_ASSIGN, ">>=", 0)                                                                          \
  X(AND_NOT_ASSIGN, "&^=", 0)                                                                      \
  X(LAND, "&&", 2)                                                                                 \
  X(LOR, "||", 1)                                                                                  \
  X(ARROW, "<-", 0)                                                                                \
  X(INC, "++", 0)                                                                                  \
  X(DEC, "--", 0)                                                                                  \
  X(EQL, "==", 3)                                                                                  \
  X(LSS, "<", 3)                                                                                   \
  X(GTR, ">", 3)                                                                                   \
  X(NEQ, "!=", 3)                                                                                  \
  X(LEQ, "<=", 3)                                                                                  \
  X(GEQ, ">=", 3)                                                                                  \
  X(ASSIGN, "=", 0)                                                                                \
  X(DEFINE, ":=", 0)                                                                               \
  X(NOT, "!", 0)                                                                                   \
  X(TILDE, "~", 0)                                                                                 \
  X(ELLIPSIS, "...", 0)                                                                            \
  X(LPAREN, "(", 0)                                                                                \
  X(LBRACK, "[", 0)                                                                                \
  X(LBRACE, "{", 0)                                                                                \
  X(COMMA, "comma", 0)                                                                             \
  X(PERIOD, ".", 0)                                                                                \
  X(RPAREN, ")", 0)                                                                                \
  X(RBRACK, "]", 0)                                                                                \
  X(RBRACE, "}", 0)                                                                                \
  X(SEMICOLON, "semicolon", 0)                                                                     \
  X(COLON, ":", 0)                                                                                 \
  X(BREAK, "break", 0)                                                                             \
  X(CASE, "case", 0)                                                                               \
  X(CHAN, "chan", 0)                                                                               \
  X(CONST, "const", 0)                                                                             \
  X(CONTINUE, "continue", 0)                                                                       \
  X(DEFAULT, "default", 0)                                                                         \
  X(DEFER, "defer", 0)                                                                             \
  X(ELSE, "else", 0)                                                                               \
  X(FALLTHROUGH, "fallthrough", 0)                                                                 \
  X(FOR, "for", 0)                                                                                 \
  X(FUNC, "func", 0)                                                                               \
  X(GO, "go", 0)                                                                                   \
  X(GOTO, "goto", 0)                                                                               \
  X(IF, "if", 0)                                                                                   \
  X(IMPORT, "import", 0)                                                                           \
  X(INTERFACE, "interface", 0)                                                                     \
  X(MAP, "map", 0)                                                                                 \
  X(PACKAGE, "package", 0)                                                                         \
  X(RANGE, "range", 0)                                                                             \
  X(RETURN, "return", 0)                                                                           \
  X(SELECT, "select", 0)                                                                           \
  X(STRUCT, "struct", 0)                                                                           \
  X(SWITCH, "switch", 0)                                                                           \
  X(TYPE, "type", 0)                                                                               \
  X(VAR, "var", 0)

enum token {
#define TOKEN_ENUM(name, spelling, precedence) TOKEN_##name,
  TOKEN_TABLE(TOKEN_ENUM)
#undef TOKEN_ENUM
      TOKEN_COUNT
};

// Returns the spelling of a token as Go's messages show it.
const char *token_text(enum token token);

// Returns the precedence of a binary operator, 1 (||) to 5 (*); 0 for all other tokens.
int token_precedence(enum token token);

// Whether it is == != < <= > or >=; << or >>.
bool token_is_comparison(enum token token);
bool token_is_shift(enum token token);

#endif
