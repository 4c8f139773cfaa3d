"""Runs programs with the real Go and with Vole, and compares function by function."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import expect  # noqa: E402
import harness  # noqa: E402

ONE_P = {"GOMAXPROCS": "1"}
GO_SECONDS = 900
VOLE_SECONDS = 120
TRIES = 6  # to leave out what does not compile
ALONE = 4  # functions of a program that are run without a recover


def build(path, program):
    """Compiles a file with the real Go, in the way that takes it the least time. Returns how that ended."""
    return harness.run(["go", "build", "-gcflags=-e -N -l -c=1", "-ldflags=-s -w", "-o", program, os.path.basename(path)],
                       folder=os.path.dirname(path), seconds=GO_SECONDS, limit_memory=False,
                       settings={"GOFLAGS": "", "GO111MODULE": "", "GOGC": "off"})


def sections(out):
    """The output of each function: name -> lines. What comes before the first is of "init"."""
    found, name = {}, "init"
    for line in out.split(b"\n"):
        if line.startswith(b"== "):
            name = line[3:].decode()
            found[name] = []
        else:
            found.setdefault(name, []).append(line)
    if name in found and found[name] and found[name][-1] == b"":
        found[name].pop()
    return {name: b"\n".join(lines) for name, lines in found.items()}


class Finding:
    """One difference. Kind is output, alone, refused, accepted, crash or build."""

    def __init__(self, kind, name, expected, got):
        self.kind, self.name, self.expected, self.got = kind, name, expected, got

    def text(self):
        return f"{self.kind} {self.name}\n" + harness.difference(self.expected, self.got)


def write(program, folder, wanted=None):
    text, origins = program.text(wanted)
    path = os.path.join(folder, "program.go")
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    return path, origins


def leave_out(program, origins, errors, left):
    """Removes the tests and groups on whose lines Go reports errors. Returns whether there were any."""
    numbers = {int(m) - 1 for m in re.findall(rb":(\d+):\d+: ", errors)}
    bad = {origins[n] for n in numbers if n < len(origins)} - {None}
    left -= {t[0] for t in program.tests if t[0] in bad or t[1] in bad}
    return bool(bad)


def compare_refusals(done, have):
    """Of how both compilers ended: do they complain of the same lines?"""
    lines = [sorted({int(n) for n in re.findall(rb"(?m)^\S*?program\.go:(\d+):", text)}) for text in (done.err, have.err)]
    if b"too many errors" in have.err:
        lines[0] = lines[0][:len(lines[1])]
    if lines[0] == lines[1]:
        return []
    only = [sorted(set(a) - set(b)) for a, b in (lines, lines[::-1])]

    def of(text, numbers):
        return b"\n".join(line for line in text.split(b"\n") if any(b"program.go:%d:" % n in line for n in numbers))

    return [Finding("refused", "check", of(done.err, only[0]), of(have.err, only[1]))]


def compare(program, folder, vole, settings=None):
    """Returns (how many functions were compared, the findings)."""
    left = {t[0] for t in program.tests}
    findings = []
    binary = os.path.join(folder, "program")
    for attempt in range(TRIES):
        path, origins = write(program, folder, left)
        done = build(path, binary)
        if done.code == 0:
            break
        if attempt == 0:
            findings += compare_refusals(done, harness.run([vole, "check", path], seconds=VOLE_SECONDS))
        if not leave_out(program, origins, done.err, left):
            return 0, findings + [Finding("build", "go", b"", done.err)]
    else:
        return 0, findings + [Finding("build", "go", b"", done.err)]
    if not left:
        return 0, findings
    want = harness.run([binary], settings=ONE_P, seconds=VOLE_SECONDS)
    have = harness.run([vole, "run", path], settings={**ONE_P, **(settings or {})}, seconds=VOLE_SECONDS * 5)
    expected, got = sections(want.out), sections(have.out)
    for name, text in expected.items():
        if got.get(name) != text:
            findings.append(Finding("output", name, text, got.get(name, b"(nothing)")))
            if len(findings) > 20:
                break
    if want.code != have.code or have.err != want.err:
        findings.append(Finding("crash", "program", want.ending().encode() + b"\n" + want.err[:2000],
                                have.ending().encode() + b"\n" + have.err[:2000]))
    else:
        panicked = [name for name, text in expected.items() if b"panic: " in text and name in left]
        for name in panicked[:ALONE]:
            findings += alone(binary, path, vole, name, settings)
    return len(expected), findings


def alone(binary, path, vole, name, settings=None):
    """A function whose panic nothing recovers: the message and the exit status."""
    want = harness.run([binary, name], settings=ONE_P, seconds=VOLE_SECONDS)
    have = harness.run([vole, "run", path, name], settings={**ONE_P, **(settings or {})}, seconds=VOLE_SECONDS)
    texts = [str(d.code).encode() + b"\n" + expect.beginning(d.err) for d in (want, have)]
    return [] if texts[0] == texts[1] else [Finding("alone", name, *texts)]
