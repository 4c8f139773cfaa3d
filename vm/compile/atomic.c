// Calls of package sync/atomic are instructions, and so is the short way through a mutex that
// nobody waits for.
//
// The functions of sync/atomic have bodies that call themselves: a program may use them as values.

#include <string.h>

#include "vm/compile/internal.h"

static const struct {
  const char *name;
  enum atomic_operation operation;
} operations[] = {
    {"CompareAndSwap", ATOMIC_CAS},
    {"Load", ATOMIC_LOAD},
    {"Store", ATOMIC_STORE},
    {"Add", ATOMIC_ADD},
    {"Swap", ATOMIC_SWAP},
    {"And", ATOMIC_AND},
    {"Or", ATOMIC_OR},
};

static const struct {
  const char *name;
  enum atomic_kind kind;
} kinds[] = {
    {"Int32", ATOMIC_INT32}, {"Uint32", ATOMIC_UINT32}, {"Int64", ATOMIC_64},
    {"Uint64", ATOMIC_64},   {"Uintptr", ATOMIC_64},    {"Pointer", ATOMIC_POINTER},
};

// Whether text begins with prefix; skips it.
static bool skip(const char **text, const char *prefix) {
  size_t size = strlen(prefix);
  if (strncmp(*text, prefix, size) != 0)
    return false;
  *text += size;
  return true;
}

static bool skip_operation(const char **name, enum atomic_operation *operation) {
  for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
    if (skip(name, operations[i].name)) {
      *operation = operations[i].operation;
      return true;
    }
  }
  return false;
}

static bool skip_kind(const char **name, enum atomic_kind *kind) {
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    if (skip(name, kinds[i].name)) {
      *kind = kinds[i].kind;
      return true;
    }
  }
  return false;
}

// "AddInt32" or "(*Int32).Add".
static bool parse(const char *name, enum atomic_operation *operation, enum atomic_kind *kind) {
  if (skip(&name, "(*"))
    return skip_kind(&name, kind) && skip(&name, ").") && skip_operation(&name, operation) &&
           !*name;
  return skip_operation(&name, operation) && skip_kind(&name, kind) && !*name;
}

bool emit_atomic_call(struct compiler *c, struct func *callee, int area, struct label *done) {
  const char *name = callee->name;
  enum atomic_operation operation;
  enum atomic_kind kind;
  int address = area + callee->result_slots;
  if (!(callee->flags & FUNC_STD) || !skip(&name, "sync"))
    return false;
  if (strcmp(name, ".(*Mutex).Lock") == 0)
    emit_jump(c, OP_LOCK, address, 0, done);
  if (strcmp(name, ".(*Mutex).Unlock") == 0)
    emit_jump(c, OP_UNLOCK, address, 0, done);
  if (!skip(&name, "/atomic.") || !parse(name, &operation, &kind))
    return false;
  emit(c, OP_ATOMIC, area, address, address + 1);
  emit_word(c,
            (uint64_t)operation | (uint64_t)kind << 8 | (uint64_t)(callee->param_slots - 1) << 16);
  return true;
}
