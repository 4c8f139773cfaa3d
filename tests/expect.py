"""Writes what scripts print with the real Go beside them.

With --check it compares instead: the files that stand there against the real Go. A script that Go
does not compile gets Go's messages as its .err, and the status 1 that Vole gives.
"""
import argparse
import os
import re
import sys
import tempfile

import harness
import modules
import scripts


def go_run(path, seconds=scripts.SECONDS):
    """Runs the script with the real Go. Returns how it ended, as Vole would end."""
    folder, name = os.path.split(os.path.abspath(path))
    settings = {"GOFLAGS": "", "GO111MODULE": ""}
    with open(path, "rb") as file:
        if b'\t"arena"\n' in file.read():
            settings["GOEXPERIMENT"] = "arenas"
    with tempfile.TemporaryDirectory() as scratch:
        program = os.path.join(scratch, name[:-3])
        built = harness.run(["go", "build", "-o", program, name], folder=folder, seconds=300,
                            settings=settings, limit_memory=False)
        if built.code != 0:
            text = re.sub(rb"(?m)^# .*\n", b"", built.err)
            text = text.replace(b"./" + name.encode(), name.encode())
            text = re.sub(rb"(?m) \(/.*\)$", b"", text)  # where Go is installed
            return harness.Finished(1, b"", text, built.seconds)
        return harness.run([program] + scripts.arguments(path), folder=folder,
                           stdin=scripts.standard_input(path), seconds=seconds)


def beginning(err):
    """Of a panic, what goes before the traceback and before the first address."""
    end = re.search(rb"(?m)^\n?goroutine |^\[signal |^runtime: sp=|0x[0-9a-f]{5,}", err)
    return err[:end.start()] if end else err


def write(path, done):
    base = path[:-3]
    err = beginning(done.err) if done.code == 2 else done.err
    for ending, data in ((".out", done.out), (".err", err),
                         (".code", f"{done.code}\n".encode() if done.code else b"")):
        if data or ending == ".out":
            with open(base + ending, "wb") as file:
                file.write(data)
        elif os.path.exists(base + ending):
            os.remove(base + ending)


def oracle_case(path):
    """A case that compares the files beside the script with the real Go."""
    return harness.Case(harness.relative(path) + " with go",
                        f"./x expect --check {harness.relative(path)}",
                        lambda: scripts.compare(path, go_run(path)))


def main():
    parser = argparse.ArgumentParser(prog="./x expect", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE.go")
    parser.add_argument("--check", action="store_true", help="compare; without files all scripts")
    chosen = parser.parse_args()
    paths = [os.path.abspath(p) for p in chosen.files]
    if not paths and not chosen.check:
        parser.error("which scripts?")
    for path in paths:
        if not path.endswith((".go", ".txt")) or not os.path.exists(path):
            parser.error(f"{path}: no such script")
    if chosen.check:
        report = harness.Report()
        report.suite("expectations", [oracle_case(p) for p in paths or scripts.find(
            "examples", "tests/lang")])
        sys.exit(report.finish())
    for path in paths:
        if path.endswith(".txt"):
            modules.record(path)
            continue
        done = go_run(path)
        if done.code is None or done.code < 0:
            harness.fail(f"{path}: {done.ending()}")
        write(path, done)
        print(f"{harness.relative(path)}: {done.ending()}, {len(done.out)} bytes"
              + (", " + done.err.decode().splitlines()[0] if done.err else ""))


if __name__ == "__main__":
    main()
