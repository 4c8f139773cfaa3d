"""The programs of Go's test tree that must not compile, in the words of the Go of today.

errorcheck.tsv lists those whose first line is "// errorcheck", with the digest of what Go 1.26 says of
each (tests/goerrors.py). Their own comments tell what older versions said. A row with a reason is
known to fail.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import goerrors  # noqa: E402
import harness  # noqa: E402

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "errorcheck.tsv")
PROGRAMS = os.environ.get("GOTEST") or "/usr/share/go-1.19/test"
SECONDS = 60


def table():
    """The rows: path, digest, reason ("" where it must pass)."""
    with open(TABLE, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


def of_vole(path):
    full = os.path.join(PROGRAMS, path)
    done = harness.run([harness.vole(), "check", os.path.basename(full)],
                       folder=os.path.dirname(full), seconds=SECONDS)
    return goerrors.messages(done.out + done.err)


def judge(path, expected):
    full = os.path.join(PROGRAMS, path)
    if not os.path.exists(full):
        return f"    {full} is not there; it comes with Debian's golang-1.19-src"
    return goerrors.compare(full, expected, of_vole(path), False)


def cases(pattern=""):
    """Those that must pass."""
    return [harness.Case("errorcheck/" + path,
                         harness.command_line([harness.relative(harness.vole()), "check",
                                               os.path.join(PROGRAMS, path)]),
                         lambda path=path, expected=expected: judge(path, expected))
            for path, expected, reason in table() if not reason and re.search(pattern, path)]


def record():
    """Writes the table with the Go installed; reasons of those that fail stay."""
    reasons = {row[0]: row[2] for row in table()} if os.path.exists(TABLE) else {}
    found = []
    for folder, _, names in os.walk(PROGRAMS):
        for name in names:
            full = os.path.join(folder, name)
            if not name.endswith(".go"):
                continue
            with open(full, "rb") as file:
                if re.match(rb"// errorcheck *\n", file.readline()):
                    found.append(os.path.relpath(full, PROGRAMS))
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write("# path\tdigest\treason\n")
        for path in sorted(found):
            expected = goerrors.digest(goerrors.of_go(os.path.join(PROGRAMS, path), False))
            reason = "" if goerrors.digest(of_vole(path)) == expected else (
                reasons.get(path) or "not looked into")
            file.write(f"{path}\t{expected}\t{reason}\n")


def main(pattern, update):
    if update:
        record()
    report = harness.Report()
    chosen = cases(pattern)
    report.suite("errorcheck", chosen)
    news = [path for path, expected, reason in table()
            if reason and re.search(pattern, path) and judge(path, expected) is None]
    if news:
        print(f"{len(news)} pass that have a reason not to: " + " ".join(news))
    return 1 if report.failed else 0
