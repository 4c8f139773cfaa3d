// Filling and emptying the entries of pages that markers scan whole.

#include "mem/page_scan.h"

#include <string.h>

#include "mem/invariant.h"

void page_scan_begin(struct mheap *h, const struct mspan *s) {
  if (!page_scan_covers(s))
    return;
  struct page_scan *page = page_scan_of(h, s->start_addr);
  memset(page_scanned_of(h, s->start_addr), 0, div_round_up(s->nelems, 64) * sizeof(uint64_t));
  page->div_mul = s->div_mul;
  page->nelems = (uint16_t)s->nelems;
  page->words = (uint8_t)(s->elem_size / ptr_size);
  atomic_store_release_pointer(&page->mark_bits, s->gcmark_bits);
}

void page_scan_end(struct mheap *h, const struct mspan *s) {
  if (!page_scan_covers(s))
    return;
  atomic_store_release_pointer(&page_scan_of(h, s->start_addr)->mark_bits, (uint8_t *)NULL);
}

void page_scan_check(const struct mheap *h, const struct mspan *s) {
  const struct page_scan *page = page_scan_of(h, s->start_addr);
  invariant(page_scan_mark_bits(page) == (page_scan_covers(s) ? s->gcmark_bits : NULL));
  invariant(!page->mark_bits ||
            (page->div_mul == s->div_mul && page->nelems == s->nelems &&
             page->words * ptr_size == s->elem_size && page->nelems <= page_scan_words * 64));
  invariant(!h->gc_phase_off || atomic_load_u8(&page->state) == PAGE_SCAN_IDLE);
}
