"""Runs the library's own test suites, those of golang-1.19-src, on Vole.

std.tsv says of each package how many tests it has that compile, how many pass, and of how many
std_prune.py takes out what does not compile, because it needs names inside Go's own package, or a
package that Vole lacks. Then why those that do not pass do not: names of tests and a reason, several
separated by "; ". A package may have files that Vole does not read, "-FILE". A test may be left out
that would take too long or end the process, "!NAME". Tests that need the go command are skipped.

  ./x conformance std             fails if a test does not pass that std.tsv does not name
  ./x conformance std --filter RE packages whose path matches
  ./x conformance std --update    writes the counts into std.tsv; new failures get the reason "?"
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import harness  # noqa: E402
import packages  # noqa: E402
import std_prune  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ.get("GOSTD") or "/usr/share/go-1.19/src"
LIST = os.path.join(HERE, "std.tsv")
SECONDS = 300
HEAD = "# package\ttests\tpassed\ttaken out\tleft out, taken out and failing, with reasons: see std.py\n"
MAIN = """package testmain

import (
	"os"
	"testing"
	"testing/internal/testdeps"
%s)

var tests = []testing.InternalTest{
%s}

var examples = []testing.InternalExample{
%s}

func Main() {
	testdeps.ImportPath = "%s"
	m := testing.MainStart(testdeps.TestDeps{}, tests, nil, nil, examples)
%s}
"""
# Packages that only tests import. Their go command is none: what needs one is skipped.
SUPPORT = ["internal/cfg/cfg.go", "internal/testenv/testenv.go", "internal/testenv/testenv_notwin.go",
           "internal/testenv/testenv_unix.go", "internal/diff/diff.go",
           "internal/obscuretestdata/obscuretestdata.go", "internal/txtar/archive.go"]
# The zone is that which the tests of package time set by what is inside Go's own.
SETTINGS = {"PATH": "/usr/bin:/bin", "GOROOT": os.path.dirname(ROOT), "TZ": "America/Los_Angeles"}
# Where a machine's or system's name in a file name is not Linux's.
OTHERS = re.compile(r"_(aix|android|darwin|dragonfly|freebsd|illumos|ios|js|netbsd|openbsd|plan9|solaris|windows|unix_cgo"
                    r"|386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm)_test\.go$")
HOLDS = {"linux", "unix", "gc", "purego", *(f"go1.{n}" for n in range(1, 20))}


def holds_constraint(text):
    match = re.search(r"^//go:build (.*)$", text.partition("\npackage ")[0], re.M)
    words = re.findall(r"&&|\|\||!|\(|\)|[\w.]+", match[1]) if match else ["go1.1"]
    python = {"&&": "and", "||": "or", "!": "not"}
    return eval(" ".join(python.get(w, w if w in "()" else str(w in HOLDS)) for w in words))


class Suite:
    """The tests of a package."""

    def __init__(self, package, notes, kind):
        self.package, self.kind = package, kind
        self.folder = os.path.join(ROOT, package)
        self.left_out = set(re.findall(r"!(\w+)", notes))
        skipped = set(re.findall(r"-(\w+\.go)", notes))
        self.own, self.external = [], []
        self.names = collections.OrderedDict()  # to the package that has it: p or x
        self.outputs = {}
        self.main = None
        for path in sorted(glob.glob(os.path.join(self.folder, "*_test.go"))):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if OTHERS.search(path) or os.path.basename(path) in skipped or not holds_constraint(text):
                continue
            is_external = re.search(r"^package \w+_test$", text, re.M) is not None
            (self.external if is_external else self.own).append(path)
            self.find_tests(text, "x" if is_external else "p")
        self.pruned = False
        self.files = std_prune.Files(package, self.own + self.external)
        self.taken_out = self.prune()

    def prune(self):
        """Takes out what does not compile. Returns by test of what it needs."""
        gone = True
        while gone:
            gone = self.files.take_out(self.start("--check").err.decode(errors="replace"))
        self.pruned = True
        if "TestMain" in self.files.causes:
            self.main = None
        missing = {name: self.files.causes[name] for name in self.names if name in self.files.causes}
        for name in missing:
            del self.names[name]
        return {name: reason_of(causes) for name, causes in missing.items()}

    def find_tests(self, text, where):
        code = re.sub(r"`[^`]*`", "``", text)
        for name, parameter in re.findall(r"^func (Test\w*)\(\w+ \*testing\.(T|M)\)", code, re.M):
            if parameter == "M":
                self.main = where
            elif not name[4:5].islower() and name not in self.left_out:
                self.names[name] = where
        for name, body in re.findall(r"^func (Example\w*)\(\) \{\n(.*?)^\}", text, re.M | re.S):
            found = re.search(r"^\s*// (?i:(unordered )?output):(.*(?:\n\s*//.*)*)", body, re.M)
            if found and name not in self.left_out and f"\nfunc {name}()" in code:
                said = re.sub(r"^\s*// ?", "", found[2], flags=re.M)
                self.names[name] = where
                self.outputs[name] = (said.strip() + "\n" if said.strip() else "", bool(found[1]))

    def source(self):
        """The main package that runs the tests."""
        names = self.names if self.pruned else []
        used = {self.names[name] for name in names} | ({self.main} if self.main else set())
        used |= set() if names else {where for where, files in (("p", self.own), ("x", self.external)) if files}
        imports = ([f'\tp "{self.package}"\n'] if "p" in used else []) + ([f'\tx "{self.package}_test"\n'] if "x" in used else [])
        tests = "".join(f'\t{{"{name}", {self.names[name]}.{name}}},\n' for name in names if name not in self.outputs)
        examples = ""
        for name in names:
            if name in self.outputs:
                text, unordered = self.outputs[name]
                quoted = "\"" + "".join(c if c.isalnum() or c in " .,:;" else f"\\U{ord(c):08x}" for c in text) + "\""
                examples += f'\t{{"{name}", {self.names[name]}.{name}, {quoted}, {str(unordered).lower()}}},\n'
        end = f"\t{self.main}.TestMain(m)\n\tos.Exit(0)\n" if self.main else "\tos.Exit(m.Run())\n"
        return MAIN % ("".join(imports), tests, examples, self.package, end)

    def start(self, *arguments):
        """Runs a process with the tests."""
        with tempfile.TemporaryDirectory() as folder:
            main, program = os.path.join(folder, "testmain.go"), os.path.join(folder, os.path.basename(self.package) + ".test")
            with open(main, "w", encoding="utf-8") as file:
                file.write(self.source())
            shutil.copy(os.path.join(harness.ROOT, "out", self.kind, "tests", "std_tests"), program)
            files = [self.package, main, *self.files.write(folder, self.own), "--",
                     *self.files.write(folder, self.external), "--", *(os.path.join(ROOT, name) for name in SUPPORT)]
            with open(program + ".args", "w", encoding="utf-8") as file:
                file.write("".join(name + "\n" for name in files))
            settings = {**SETTINGS, "TMPDIR": folder, "PWD": self.folder}
            if "TestMain" in self.files.causes:  # who would tell a helper process what to do: it ends at once
                settings["STD_TESTS_DEPTH"] = "3"
            return harness.run([program, *arguments], folder=self.folder, settings=settings, seconds=SECONDS, limit_memory=False)

    def run(self, names):
        """Runs tests in one process. Returns how those that ended did, and why the process ended."""
        done = self.start("-test.v", "-test.short", f"-test.run=^({'|'.join(names)})$")
        out = done.out.decode(errors="replace")
        ended = {name: how for how, name in re.findall(r"^--- (PASS|FAIL|SKIP): (\w+) ", out, re.M)}
        begun = re.findall(r"^=== RUN   (\w+)$", out, re.M)
        error = done.err.decode(errors="replace").strip().split("\n")[0]
        return ended, begun, error or done.ending()

    def judge(self):
        """By test: None if it passes, else what is wrong. A test that ends the process is run no more."""
        wrong, left = {}, list(self.names)
        while left:
            ended, begun, error = self.run(left)
            for name, how in ended.items():
                wrong[name] = None if how != "FAIL" else "fails"
            rest = [name for name in left if name not in wrong]
            if rest and len(rest) == len(left) and not begun:
                for name in rest:
                    wrong[name] = error
                break
            guilty = next((name for name in begun if name not in wrong), None)
            if rest:
                wrong[guilty or rest[0]] = error
            left = [name for name in rest if name not in wrong]
        return {**wrong, **self.taken_out}


def reason_of(causes):
    """Why a test is taken out: names that it needs."""
    inside = sorted(name for name in causes if re.fullmatch(r"[a-z_]\w*", name) and name != "net")
    packages = sorted(name for name in causes if "/" in name or name == "net")
    other = sorted(causes - set(inside) - set(packages))
    if other:
        return "Vole lacks " + ", ".join(other).replace("\t", " ").replace(";", ",")
    parts = ["what is inside Go's own: " + " ".join(inside[:4]) + (" and others" if len(inside) > 4 else "")] if inside else []
    return "needs " + " and ".join(parts + ([" ".join(packages) + ", which Vole lacks"] if packages else []))


def rows():
    """By package: counts and notes."""
    with open(LIST, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return {line[0]: (*map(int, line[1:4]), line[4] if len(line) > 4 else "") for line in lines}


def reasons(notes):
    """By test: why it does not pass."""
    known = {}
    for note in notes.split("; "):
        names, _, reason = note.partition(": ")
        for name in names.split():
            if reason and name[0].isupper():
                known[name] = reason
    return known


def case(package, row, kind="release"):
    def check():
        suite = Suite(package, row[3], kind)
        known, wrong = reasons(row[3]), suite.judge()
        problems = [f"    {name}: {why}" for name, why in wrong.items() if why and name not in known]
        problems += [f"    {name} passes, but std.tsv says why it does not" for name in known if wrong.get(name, "") is None]
        return "\n".join(problems) or None

    return harness.Case(f"std {package}", f"./x conformance std --filter '^{package}$'", check)


def update(package, row, kind):
    suite = Suite(package, row[3], kind)
    wrong = suite.judge()
    known = {name: why for name, why in reasons(row[3]).items() if why[0] != "?"}
    kept = [note for note in row[3].split("; ") if note and not note.partition(": ")[0][0].isupper()]
    by_reason = collections.defaultdict(list)
    for name, why in wrong.items():
        if why:
            new = why if why.startswith("needs ") else f"? {why}"
            by_reason[new if name in suite.taken_out else known.get(name, new)].append(name)
    notes = kept + [" ".join(names) + ": " + reason for reason, names in sorted(by_reason.items())]
    taken_out = sum(why.startswith("needs ") for why in suite.taken_out.values())
    return package, len(wrong) - taken_out, sum(why is None for why in wrong.values()), taken_out, "; ".join(notes)


def main():
    parser = argparse.ArgumentParser(prog="./x conformance std")
    parser.add_argument("--filter", default="", metavar="RE")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--kind", default="release")
    chosen = parser.parse_args()
    table = rows()
    packages = [package for package in table if re.search(chosen.filter, package)]
    if chosen.update:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in pool.map(lambda p: update(p, table[p], chosen.kind), packages):
                table[done[0]] = done[1:]
                print(*done, sep="\t", flush=True)
                with open(LIST, "w", encoding="utf-8") as file:
                    file.write(HEAD + "".join("\t".join(map(str, (p, *row))) + "\n" for p, row in sorted(table.items())))
        return 0
    report = harness.Report()
    report.suite("conformance std", [case(package, table[package], chosen.kind) for package in packages])
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
