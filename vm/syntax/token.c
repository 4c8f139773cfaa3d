// Spellings and precedences of tokens: see token.h.

#include "vm/syntax/token.h"

#include "mem/invariant.h"

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
  invariant_debug((unsigned)token < TOKEN_COUNT);
  return texts[token];
}

int token_precedence(enum token token) {
  invariant_debug((unsigned)token < TOKEN_COUNT);
  return precedences[token];
}

bool token_is_comparison(enum token token) {
  return token >= TOKEN_EQL && token <= TOKEN_GEQ;
}

bool token_is_shift(enum token token) {
  return token == TOKEN_SHL || token == TOKEN_SHR;
}
