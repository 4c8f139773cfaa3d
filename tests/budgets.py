"""What starting and compiling may cost: CPU time and memory of whole runs of the command.

  python3 tests/budgets.py KIND [NAME ...]

The 40 ms of the large packages and the second of 50,000 lines are goals; the others leave room above what was
measured. The least of several runs counts, for machines are used by others too. tests/linear.py looks
whether time grows with size, bench/ how programs run.
"""
import os
import sys
import tempfile

import harness

sys.path.insert(0, os.path.join(harness.ROOT, "tests", "bench"))
import large  # noqa: E402

TRIES = 5
HELLO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n'
LIBRARY = '''package main

import (
	"encoding/json"
	"os"
	"regexp"
	"text/template"
)

func main() {
	text, err := json.Marshal(map[string]bool{"match": regexp.MustCompile("^a+$").MatchString("aaa")})
	if err != nil {
		panic(err)
	}
	template.Must(template.New("start").Parse("{{.}}\\n")).Execute(os.Stdout, string(text))
}
'''
# Name: what vole does, the source, seconds of CPU time, MiB of memory.
BUDGETS = {
    "hello": ("run", lambda: HELLO, 0.020, 9),
    "a program of the large packages": ("run", lambda: LIBRARY, 0.040, 22),
    "50,000 lines checked": ("check", lambda: large.program(50000), 1, 150),
    "50,000 lines compiled and run": ("run", lambda: large.program(50000), 1, 150),
}


def cost(kind, command, path):
    """CPU seconds and MiB of a run; if it fails, what of it there is to see."""
    report = path + ".cost"
    done = harness.run([os.path.join(harness.ROOT, "out", kind, "tests", "bench_measure"), report,
                        harness.vole(kind), command, path])
    if done.code != 0:
        return f"    {done.ending()}\n{harness.shown(done.err)}"
    with open(report, encoding="utf-8") as file:
        _, kibibytes, seconds = map(float, file.read().split())
    return seconds, kibibytes / 1024


def judge(kind, name):
    command, source, seconds, mebibytes = BUDGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.go")
        with open(path, "w", encoding="utf-8") as file:
            file.write(source())
        costs = [cost(kind, command, path) for _ in range(TRIES)]
    for failed in costs:
        if isinstance(failed, str):
            return failed
    least, most = min(c[0] for c in costs), min(c[1] for c in costs)
    if least <= seconds and most <= mebibytes:
        return None
    return f"    {least:.3f} s of CPU time, allowed {seconds:.3f}; {most:.1f} MiB, allowed {mebibytes}"


def cases(kind):
    return [harness.Case(name, f"python3 tests/budgets.py {kind} {name!r}", lambda name=name: judge(kind, name))
            for name in BUDGETS]


def main():
    if len(sys.argv) < 2:
        harness.fail("usage: budgets.py KIND [NAME ...]")
    report = harness.Report()
    wanted = sys.argv[2:] or list(BUDGETS)
    report.suite("budgets", [c for c in cases(sys.argv[1]) if c.name in wanted])
    return report.finish()


if __name__ == "__main__":
    raise SystemExit(main())
