// What an allocation returns.

#include <criterion/criterion.h>
#include <string.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "gc/malloc.h"
#include "gc/verify.h"
#include "tests/gc/embed_fake.h"

static bool all_zero(const void *memory, size_t bytes) {
  const unsigned char *byte = memory;
  for (size_t i = 0; i < bytes; i++) {
    if (byte[i] != 0)
      return false;
  }
  return true;
}

Test(malloc, zero_size_has_one_address) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  void *a = gc_malloc(&fake->gc, fake->procs[0], 0, NULL, true);
  void *b = gc_malloc(&fake->gc, fake->procs[1], 0, &node_layout, true);
  cr_assert(a && a == b && a == fake->gc.zero_base);
  fake_free(fake);
}

Test(malloc, every_size_is_zeroed_and_aligned) {
  struct fake *fake = fake_new("clobberfree=1", "verify", NULL);
  for (int round = 0; round < 3; round++) {
    for (uintptr_t size = 1; size < 200000; size += size < 2048 ? 1 : size / 7) {
      char *object = gc_malloc(&fake->gc, fake->procs[0], size, NULL, true);
      cr_assert(all_zero(object, size), "size %lu", (unsigned long)size);
      memset(object, 0xa5, size);
      uintptr_t align = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
      cr_assert((uintptr_t)object % align == 0, "size %lu", (unsigned long)size);
    }
    gc_collect(&fake->gc, fake->procs[0]);
  }
  fake_free(fake);
}

Test(malloc, tiny_objects_share_a_block_and_keep_it) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc_p *p = fake->procs[0];
  char *a = gc_malloc(&fake->gc, p, 1, NULL, true);
  char *b = gc_malloc(&fake->gc, p, 8, NULL, true);
  cr_assert(b == a + 8);
  fake->stack[0] = b;
  *a = 77;
  gc_collect(&fake->gc, p);
  cr_assert(*a == 77 && fake_is_allocated(fake, a));
  fake_free(fake);
}

// A layout of words words with a pointer where the bit of pattern (repeated) is set.
static struct layout make_layout(uint8_t *mask, uintptr_t words, uint64_t pattern) {
  uintptr_t last = 0;
  memset(mask, 0, words / 8 + 1);
  for (uintptr_t i = 0; i < words; i++) {
    if (pattern >> (i % 64) & 1) {
      mask[i / 8] |= (uint8_t)(1u << (i % 8));
      last = i + 1;
    }
  }
  return (struct layout){.size = words * 8, .ptrdata = last * 8, .mask = mask};
}

// Checks that the heap bitmap of a slot shows exactly count elements of layout.
static void expect_bits(struct fake *fake, void *object, const struct layout *layout,
                        uintptr_t count) {
  struct mspan *span = span_of_heap(&fake->gc.heap, (uintptr_t)object);
  struct heap_bits bits = heap_bits_for_addr(&fake->gc.heap, (uintptr_t)object, span->elem_size);
  for (uintptr_t element = 0; element < count; element++) {
    for (uintptr_t word = 0; word < layout->ptrdata / 8; word++) {
      if ((layout->mask[word / 8] >> word % 8 & 1) == 0)
        continue;
      uintptr_t want = (uintptr_t)object + element * layout->size + word * 8;
      uintptr_t got = heap_bits_next(&bits);
      cr_assert(got == want, "element %lu word %lu of %lu bytes", (unsigned long)element,
                (unsigned long)word, (unsigned long)layout->size);
    }
  }
  cr_assert(heap_bits_next(&bits) == 0);
}

Test(malloc, heap_bits_follow_the_layout) {
  struct fake *fake = fake_new(NULL, "verify", "off");
  static const uint64_t patterns[] = {1, 5, 0x8000000000000001, 0xffffffffffffffff,
                                      0x13579bdf02468};
  uint8_t mask[1024];
  for (uintptr_t words = 1; words < 600; words += words < 80 ? 1 : 37) {
    for (int i = 0; i < 5; i++) {
      struct layout layout = make_layout(mask, words, patterns[i]);
      void *one = gc_malloc(&fake->gc, fake->procs[0], layout.size, &layout, true);
      expect_bits(fake, one, &layout, 1);
      void *many = gc_malloc_array(&fake->gc, fake->procs[0], &layout, 7);
      expect_bits(fake, many, &layout, 7);
      struct gc_alloc_site site;
      gc_alloc_site_init(&site, layout.size, &layout);
      void *fast = gc_malloc_site(&fake->gc, fake->procs[0], &site);
      expect_bits(fake, fast, &layout, 1);
      cr_assert(all_zero(fast, layout.size));
    }
  }
  fake_free(fake);
}

Test(malloc, sites_reuse_dirty_slots) {
  struct fake *fake = fake_new("clobberfree=1", "verify", NULL);
  struct gc_alloc_site site;
  gc_alloc_site_init(&site, sizeof(struct node), &node_layout);
  cr_assert(site.fast);
  struct gc_alloc_site plain;
  gc_alloc_site_init(&plain, 40, NULL);
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < 5000; i++) {
      struct node *node = gc_malloc_site(&fake->gc, fake->procs[0], &site);
      cr_assert(!node->next && !node->other && node->value == 0);
      node->value = 0x1234567;
      if (i % 50 == 0)
        node->next = fake->globals[round], fake->globals[round] = node;
      char *bytes = gc_malloc_site(&fake->gc, fake->procs[0], &plain);
      cr_assert(all_zero(bytes, 40));
      memset(bytes, 0xff, 40);
      fake_safepoint(fake);
    }
    gc_collect(&fake->gc, fake->procs[0]);
  }
  fake_free(fake);
}

Test(malloc, arrays_refuse_overflow) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  cr_assert(!gc_malloc_array(&fake->gc, fake->procs[0], &node_layout, UINTPTR_MAX / 2));
  cr_assert(!gc_malloc_array(&fake->gc, fake->procs[0], &node_layout, UINT64_C(1) << 46));
  cr_assert(gc_malloc_array(&fake->gc, fake->procs[0], &node_layout, 0) == fake->gc.zero_base);
  fake_free(fake);
}
