#!/usr/bin/env python3
"""Writes sizeclass.c: python3 mem/sizeclass.py > mem/sizeclass.c

Sizes grow by an alignment that grows with them, so that rounding up wastes at most about an
eighth. A span is made as long as it takes for its unusable tail to be at most an eighth. Two sizes
that fit a span of the same length equally often are one class, the larger. In the end each size above
1024 is raised to what its span has room for. The result is Go's table.
"""

PAGE = 8192
MAX_SMALL = 32768
SMALL_MAX, SMALL_DIV, LARGE_DIV = 1024, 8, 128


def alignment(size, align):
    """The step after a size; it changes at powers of two."""
    if size & (size - 1):
        return align
    if size >= 2048:
        return 256
    if size >= 128:
        return size // 8
    return 16 if size >= 32 else align


def span_pages(size):
    pages = 1
    while pages * PAGE % size > pages * PAGE // 8:
        pages += 1
    return pages


def classes():
    """[(bytes, pages)], class 0 first."""
    found = []
    size = align = 8
    while size <= MAX_SMALL:
        align = alignment(size, align)
        pages = span_pages(size)
        same = found and found[-1][1] == pages and \
            pages * PAGE // size == pages * PAGE // found[-1][0]
        if same:
            found[-1] = (size, pages)
        else:
            found.append((size, pages))
        size += align
    fitted = []
    for size, pages in found:
        room = pages * PAGE // (pages * PAGE // size)
        if size > SMALL_MAX:
            size = max(size, room // LARGE_DIV * LARGE_DIV)
        fitted.append((size, pages))
    return [(0, 0)] + fitted


def lookup(table, first, last, step):
    """The class for each size first, first+step, ... last."""
    return [next(c for c, (size, _) in enumerate(table) if size >= wanted)
            for wanted in range(first, last + 1, step)]


def array(kind, name, dimension, values):
    text = "const %s %s[%s] = {" % (kind, name, dimension)
    lines, line = [], "   "
    for value in values:
        item = " %d," % value
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    return "\n".join([text] + lines + [line, "};"])


def main():
    table = classes()
    assert len(table) == 68, len(table)
    print("// Size classes: the tables of sizeclass.h. Made by sizeclass.py; do not edit.\n")
    print('#include "mem/sizeclass.h"\n')
    print("// clang-format off\n")
    n = "num_size_classes"
    print(array("uint16_t", "sizeclass_size", n, [s for s, _ in table]))
    print()
    print(array("uint8_t", "sizeclass_pages", n, [p for _, p in table]))
    print()
    print(array("uint32_t", "sizeclass_div_magic", n,
                [0] + [(2**32 - 1) // s + 1 for s, _ in table[1:]]))
    print()
    by_8 = lookup(table, 0, SMALL_MAX, SMALL_DIV)
    print(array("uint8_t", "sizeclass_by_8", "small_size_max / small_size_div + 1", by_8))
    print()
    by_128 = lookup(table, SMALL_MAX, MAX_SMALL, LARGE_DIV)
    print(array("uint8_t", "sizeclass_by_128",
                "(max_small_size - small_size_max) / large_size_div + 1", by_128))


main()
