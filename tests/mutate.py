"""Sources with tokens deleted, doubled, swapped or taken from elsewhere: the checker must end in time
and refuse or accept them, and never crash. What a number of a mutation makes is always the same.
"""
import glob
import os
import random
import re
import tempfile

import harness

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'"
                   r"|//[^\n]*|:=|<-|[-+&|^<>=!*/%]+|\s+|.", re.S)
FOLDERS = ["tests/lang/*", "examples"]
SIZE_LIMIT = 20_000
SECONDS = 30
RUN_AT_ONCE = 40  # sources in one command: a process for each would take most of the time


def corpus(folders=None):
    texts = []
    for folder in folders or FOLDERS:
        for path in sorted(glob.glob(os.path.join(harness.ROOT, folder, "*.go"))):
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
            if len(text) <= SIZE_LIMIT:
                texts.append(TOKEN.findall(text))
    return texts


def mutated(texts, number):
    """The source of that number."""
    choice = random.Random(number)
    tokens = list(choice.choice(texts))
    for _ in range(choice.choice((1, 1, 2, 3, 8))):
        at, other = choice.randrange(len(tokens)), choice.randrange(len(tokens))
        kind = choice.randrange(6)
        if kind == 0:
            del tokens[at]
        elif kind == 1:
            tokens.insert(at, tokens[at])
        elif kind == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif kind == 3:
            tokens[at] = tokens[other]
        elif kind == 4:
            tokens[at] = choice.choice(choice.choice(texts))
        else:
            tokens[at:at] = tokens[other:other + choice.randrange(1, 12)]
        if len(tokens) < 2:
            break
    return "".join(tokens)


def check(kind, texts, numbers, folder):
    """Runs vole check over the sources of some numbers. None, or what went wrong."""
    paths = []
    for number in numbers:
        path = os.path.join(folder, f"{number}.go")
        with open(path, "w", encoding="utf-8") as file:
            file.write(mutated(texts, number))
        paths.append(path)
    done = harness.run([harness.vole(kind), "check", *paths], seconds=SECONDS * len(paths) / 4 + 10,
                       limit_memory=kind != "asan")
    if done.code in (0, 1) and b"Sanitizer" not in done.err:
        return None
    if len(numbers) > 1:
        half = len(numbers) // 2
        return (check(kind, texts, numbers[:half], folder)
                or check(kind, texts, numbers[half:], folder) or "    only many together fail")
    return f"    number {numbers[0]}: {done.ending()}\n" + harness.shown(done.err[-3000:])


def cases(kind, first=0, count=400, folders=None):
    texts = corpus(folders)

    def case(start):
        numbers = range(start, min(start + RUN_AT_ONCE, first + count))

        def run():
            with tempfile.TemporaryDirectory() as folder:
                return check(kind, texts, numbers, folder)

        return harness.Case(f"mutations from {start}",
                            f"python3 tests/mutate.py {kind} {start} {len(numbers)}", run)

    return [case(start) for start in range(first, first + count, RUN_AT_ONCE)]


def main():
    import sys
    if len(sys.argv) == 3 and sys.argv[1] == "print":
        sys.stdout.write(mutated(corpus(), int(sys.argv[2])))
        return 0
    if len(sys.argv) < 4:
        harness.fail("usage: mutate.py KIND FIRST COUNT [FOLDER ...], or: mutate.py print NUMBER")
    report = harness.Report(1)
    report.suite("mutations",
                 cases(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
    return report.finish()


if __name__ == "__main__":
    raise SystemExit(main())
