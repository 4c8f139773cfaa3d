"""Whether the ledger of fidelity is true of the source.

ledger.tsv has a row for each constant, type, field, function and statement of the documents that Vole's
heap is a port of (items.txt has their names): where it is, which test shows it, how it differs. "where"
is FILE:SYMBOL, or FILE:STRUCT.FIELD; "test" is FILE, or FILE:NAME of a test in it; "-" says that there
is none, and then the last column must say why. names.py checks what comments and pages name.
"""
import functools
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import harness  # noqa: E402
from fidelity import names  # noqa: E402


@functools.lru_cache(maxsize=None)
def text_of(path):
    """A file's text without its comments; None where there is no such file."""
    try:
        with open(os.path.join(harness.ROOT, path), encoding="utf-8") as file:
            return re.sub(r"//[^\n]*", "", file.read())
    except OSError:
        return None


def has(text, word):
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def wrong_place(place):
    """What is wrong with FILE, FILE:SYMBOL or FILE:STRUCT.FIELD; None if nothing is."""
    path, _, symbol = place.partition(":")
    text = text_of(path)
    if text is None:
        return f"there is no {path}"
    if "." in symbol:
        struct, *fields = symbol.split(".")
        body = re.search(rf"^struct {re.escape(struct)} \{{\n(.*?)^\}}", text, re.M | re.S)
        if not body:
            return f"{path} has no struct {struct}"
        missing = [field for field in fields if not has(body[1], field)]
        return f"struct {struct} has no {missing[0]}" if missing else None
    if symbol and not has(text, symbol):
        return f"{path} has no {symbol}"
    return None


def rows():
    with open(os.path.join(HERE, "ledger.tsv"), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]


def wrong_row(row):
    if len(row) != 5:
        return "not five columns"
    _, _, where, test, difference = row
    if where == "-":
        return None if difference and test == "-" else "nowhere, without a reason"
    return wrong_place(where) or wrong_place(test)


def missing_items():
    """Problems with the set of rows: items without one, rows without an item, doubles."""
    with open(os.path.join(HERE, "items.txt"), encoding="utf-8") as file:
        items = [tuple(line.rstrip("\n").split("\t")) for line in file]
    have = [tuple(row[:2]) for row in rows()]
    problems = [f"no row for {item[0]}: {item[1]}" for item in items if item not in have]
    problems += [f"not an item: {row[0]}: {row[1]}" for row in have if row not in items]
    problems += [f"twice: {row[0]}: {row[1]}" for row in set(have) if have.count(row) > 1]
    return problems


def case(seed):
    def check():
        problems = [f"    {row[1]}: {wrong}" for row in rows() if row[0] == seed
                    for wrong in [wrong_row(row)] if wrong]
        return "\n".join(problems) or None

    return harness.Case(seed, "./x test fidelity", check)


def cases():
    def complete():
        return "\n".join("    " + problem for problem in missing_items()) or None

    seeds = list(dict.fromkeys(row[0] for row in rows()))
    return [harness.Case("every item has a row", "./x test fidelity", complete)] + [
        case(seed) for seed in seeds] + names.cases()
