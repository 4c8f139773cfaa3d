// The lock-free stack: packing an address and a count in a word, pushing and popping.

#include "gc/lfstack.h"

#include <stddef.h>

#include "mem/atomic.h"
#include "mem/invariant.h"

enum { count_bits = 19 };

static uint64_t pack(const struct lfnode *node) {
  uint64_t count = node->push_count & ((UINT64_C(1) << count_bits) - 1);
  return (uint64_t)(uintptr_t)node << 16 | count;
}

static struct lfnode *unpack(uint64_t word) {
  return (struct lfnode *)(uintptr_t)(((int64_t)word >> count_bits) * 8);
}

void lfstack_push(struct lfstack *stack, struct lfnode *node) {
  node->push_count++;
  uint64_t word = pack(node);
  if (unpack(word) != node)
    vole_throw("lfstack: address %p cannot be packed", (void *)node);
  uint64_t old;
  do {
    old = atomic_load_u64(&stack->head);
    atomic_store_u64(&node->next, old);
  } while (!atomic_cas_u64(&stack->head, old, word));
}

struct lfnode *lfstack_pop(struct lfstack *stack) {
  for (;;) {
    uint64_t old = atomic_load_u64(&stack->head);
    if (old == 0)
      return NULL;
    struct lfnode *node = unpack(old);
    uint64_t next = atomic_load_u64(&node->next);
    if (atomic_cas_u64(&stack->head, old, next))
      return node;
  }
}

bool lfstack_empty(const struct lfstack *stack) {
  return atomic_load_u64(&stack->head) == 0;
}

uint32_t lfstack_check(const struct lfstack *stack, uint32_t most) {
  uint32_t count = 0;
  for (uint64_t word = stack->head; word != 0; word = unpack(word)->next)
    if (count++ == most)
      vole_throw("lfstack: more than %u nodes", most);
  return count;
}
