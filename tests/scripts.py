"""Go scripts with what they must print: examples/*.go and tests/lang/*/*.go.

Beside NAME.go stand NAME.out (standard output, to the byte) and, where there is something to say,
NAME.code   the exit status, if it is not 0
NAME.err    standard error: all of it, or its beginning where the status is 2 (a panic: the
            traceback after it is not compared)
NAME.trace  fragments that must follow one another in standard error, one a line
NAME.in     standard input
NAME.args   arguments, one a line
A script runs in its own folder, by its bare name.
"""
import glob
import os

import harness

SECONDS = 60


def find(*folders):
    """The scripts of the folders, those with an expectation."""
    found = []
    for folder in folders:
        for path in glob.glob(os.path.join(harness.ROOT, folder, "**", "*.go"), recursive=True):
            if os.path.exists(path[:-3] + ".out") or os.path.exists(path[:-3] + ".err"):
                found.append(path)
    return sorted(found)


def _read(path, default=b""):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return default


def arguments(path):
    return _read(path[:-3] + ".args").decode().splitlines()


def standard_input(path):
    return path[:-3] + ".in" if os.path.exists(path[:-3] + ".in") else None


def compare(path, done):
    """None, or how the end of a run differs from what stands beside the script."""
    base = path[:-3]
    code = int(_read(base + ".code", b"0"))
    problems = []
    if done.code != code:
        problems.append(f"    {done.ending()}, expected exit status {code}")
    expected = _read(base + ".out")
    if done.out != expected:
        problems.append("    standard output:\n" + harness.difference(expected, done.out))
    expected = _read(base + ".err")
    if code == 2 and expected:
        matches = done.err.startswith(expected)
    else:
        matches = done.err == expected
    if not matches:
        problems.append("    standard error:\n" + harness.difference(expected, done.err))
    position = 0
    for fragment in _read(base + ".trace").splitlines():
        at = done.err.find(fragment, position)
        if at < 0:
            problems.append(f"    standard error lacks, in its place: {fragment.decode()}\n"
                            + harness.shown(done.err))
            break
        position = at + len(fragment)
    return "\n".join(problems) or None


def case(path, kind, settings=None, seconds=SECONDS, limit_memory=True, suffix=""):
    """A case that runs the script on out/KIND/vole."""
    folder, name = os.path.split(path)
    command = [harness.vole(kind), "run", name] + arguments(path)
    stdin = standard_input(path)

    def run():
        done = harness.run(command, folder=folder, stdin=stdin, settings=settings,
                           seconds=seconds, limit_memory=limit_memory)
        return compare(path, done)

    repeat = harness.command_line(
        [os.path.relpath(command[0], folder) if command[0].startswith(harness.ROOT)
         else command[0]] + command[1:], folder, settings,
        os.path.basename(stdin) if stdin else None)
    return harness.Case(harness.relative(path) + suffix, repeat, run)


