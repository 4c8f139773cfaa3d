// Spellings and precedences of tokens: see token.h.

#include "vm/syntax/token.h"

static const char *const texts[TOKEN_COUNT] = {
#define TOKEN_TEXT(name, spelling, precedence) spelling,
    TOKEN_TABLE(TOKEN_TEXT)
#undef TOKEN_TEXT
};

static const unsigned char precedences[TOKEN_COUNT] = {
#define TOKEN_PRECEDENCE(name, spelling, precedence) precedence,
    TOKEN_TABLE(TOKEN_PRECEDENCE)
#undef TOKEN_PRECEDENCE
};

const char *token_text(enum token token) {
  return (unsigned)token < TOKEN_COUNT ? texts[token] : "?";
}

int token_precedence(enum token token) {
  return (unsigned)token < TOKEN_COUNT ? precedences[token] : 0;
}

bool token_is_comparison(enum token token) {
  return token >= TOKEN_EQL && token <= TOKEN_GEQ;
}

bool token_is_shift(enum token token) {
  return token == TOKEN_SHL || token == TOKEN_SHR;
}
