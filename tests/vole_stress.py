"""`vole stress`: a small matrix over the built-in programs, and that it finds what differs, in a run that never ends, and
in what a run leaves alive, and gives a command that repeats it.
"""
import os
import re
import shlex
import tempfile

import harness

SECONDS = 300
# Prints something else, or does not end, where there is more than one P.
DIFFERS = b"""package main

import "runtime"

func main() {
	if runtime.GOMAXPROCS(0) > 1 {
		println("on standard error")
	}
	print_it(runtime.GOMAXPROCS(0))
}
"""
PRINTS = b"""
func print_it(n int) { os.Stdout.WriteString(string(rune('0' + n))) }
"""
HANGS = b"""
func print_it(n int) {
	for n > 1 {
	}
}
"""


def program(body):
    if b"os." in body:
        return DIFFERS.replace(b'import "runtime"', b'import (\n\t"os"\n\t"runtime"\n)') + body
    return DIFFERS + body


def matrix(kind, arguments, runs, collections):
    command = [harness.vole(kind), "stress"] + arguments

    def run():
        done = harness.run(command, folder=harness.ROOT, seconds=SECONDS)
        if done.code != 0:
            return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
        found = re.fullmatch(rb"seeds \S+ (\d+) runs, (\d+) collections, 0 failed\n", done.out)
        if not found or int(found[1]) != runs or int(found[2]) < collections:
            return "    it did too little:\n" + harness.shown(done.out)
        return None

    return harness.Case("vole stress " + " ".join(arguments), harness.command_line(command), run)


def finds(kind, what, source, word):
    """A program that fails where GOMAXPROCS is 2: one line says so, and its command does the same."""
    def run():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a b.go")
            with open(path, "wb") as file:
                file.write(source)
            done = harness.run([harness.vole(kind), "stress", "--seconds", "2", "--seeds", "7-8", "--sample", "1",
                                "--with", "procs=2", path], settings={"GOMAXPROCS": "1"}, seconds=SECONDS)
            lines = done.out.decode().splitlines()
            if done.code != 1 or len(lines) != 3 or not lines[2].endswith("2 failed"):
                return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
            for line, seed in zip(lines, ("seed=7", "seed=8")):
                head, command = line.split("; repeat: ")
                if word not in head or seed not in command:
                    return "    this line: " + line
            again = harness.run(["timeout", "2", "env", *shlex.split(command)], seconds=SECONDS)
            if (again.code, again.out) != ((124, b"") if word.startswith("no end") else (0, b"2")):
                return f"    the command ends otherwise: {again.ending()}\n" + harness.shown(again.out)
        return None

    return harness.Case("vole stress finds " + what, "./x test stress --only 'vole stress'", run)


def cases(kind):
    return [
        matrix(kind, ["--sample", "4"], 48, 1000),
        # More Ps than CPUs, where goroutines, timers and what is kept for each P change hands.
        matrix(kind, ["--sample", "8", "--with", "procs=16", "--with", "no-slowmark", "stress:timers"], 8, 20),
        matrix(kind, ["--sample", "8", "--with", "procs=16", "--with", "gcstoptheworld=2", "stress:pools"], 8, 100),
        # What a script does while a mark is under way, in small steps.
        matrix(kind, ["--sample", "6", "--with", "slowmark", "--with", "checkmark", "--with", "gcstress=100",
                      "--with", "no-gcstoptheworld", "tests/lang/runtime/fresh_objects.go"], 6, 60),
        finds(kind, "another output", program(PRINTS), "standard output differs from line 1 on"),
        finds(kind, "a program without end", program(HANGS), "no end within the limit of time"),
    ]
