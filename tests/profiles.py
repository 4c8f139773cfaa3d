"""Profiles: the functions that take CPU time and memory are named, by the command and by go tool pprof."""
import gzip
import json
import os
import re
import shutil
import tempfile

import harness

BUSY = """package main

import "strings"

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func search(text string, times int) (n int) {
	for i := 0; i < times; i++ {
		n += strings.Count(text, "ab")
	}
	return n
}

var kept [][]byte

func hoard() {
	for i := 0; i < 200; i++ {
		kept = append(kept, make([]byte, 100000))
	}
}

func main() {
	hoard()
	println(fib(32), search(strings.Repeat("abc", 100000), 300))
}
"""

SCRIPTED = """package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

func work() (n int) {
	for i := 0; i < 100000000; i++ {
		n += i
	}
	return
}

func wait(c chan int) { <-c }

func main() {
	f, _ := os.Create(os.Args[1] + "/cpu")
	fmt.Println(pprof.StartCPUProfile(f), pprof.StartCPUProfile(f))
	work()
	pprof.StopCPUProfile()
	pprof.StopCPUProfile()
	for i := 0; i < 7; i++ {
		go wait(nil)
	}
	runtime.Gosched()
	for _, p := range pprof.Profiles() {
		f, _ := os.Create(os.Args[1] + "/" + p.Name())
		fmt.Println(p.Name(), p.WriteTo(f, 0), f.Close())
	}
	fmt.Println(pprof.Lookup("none"))
}
"""

PRINTED = """<nil> cpu profiling already in use
allocs <nil> <nil>
block <nil> <nil>
goroutine <nil> <nil>
heap <nil> <nil>
mutex <nil> <nil>
threadcreate <nil> <nil>
<nil>
"""


def script(folder, text):
    path = os.path.join(folder, "p.go")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def shown(path, *flags):
    """The lines of go tool pprof -top, or without Go the texts of the profile."""
    if shutil.which("go"):
        done = harness.run(["go", "tool", "pprof", "-top", *flags, path], limit_memory=False)
        return done.out.decode()
    with gzip.open(path) as file:
        return file.read().decode("utf-8", "replace")


def seconds_of(table, function):
    """The flat seconds of a function in a table of -profile."""
    found = re.search(r"^ *([\d.]+) s .*  " + re.escape(function) + "$", table, re.M)
    return float(found[1]) if found else 0


def check_top():
    with tempfile.TemporaryDirectory() as folder:
        done = harness.run([harness.vole("debug"), "run", "-profile", script(folder, BUSY)])
        table = done.err.decode()
    total = re.search(r"^CPU time: ([\d.]+) s in ([\d.]+) s$", table, re.M)
    if done.code != 0 or not total:
        return harness.shown(done.err)
    fib, search = seconds_of(table, "main.fib"), seconds_of(table, "main.search")
    if fib == 0 or search == 0 or fib + search < 0.8 * float(total[1]):
        return f"    the functions do not take the time:\n{table}"
    return None


def check_files():
    with tempfile.TemporaryDirectory() as folder:
        cpu, memory = os.path.join(folder, "cpu"), os.path.join(folder, "memory")
        done = harness.run([harness.vole("debug"), "run", "-cpuprofile", cpu, "-memprofile", memory,
                            script(folder, BUSY)])
        if done.code != 0:
            return harness.shown(done.err)
        problems = [f"    no {name} in {file}" for file, name, flags in (
            (cpu, "main.fib", []), (cpu, "main.search", []),
            (memory, "main.hoard", ["-sample_index=alloc_space"])) if name not in shown(file, *flags)]
        unwritable = harness.run([harness.vole("debug"), "run", "-cpuprofile", "/nowhere/x", script(folder, BUSY)])
        if unwritable.code != 1 or unwritable.out or b"vole run: /nowhere/x: no such file or directory" not in unwritable.err:
            problems.append(f"    a file that cannot be made: {unwritable.code} {unwritable.err}")
    return "\n".join(problems) or None


def check_script():
    with tempfile.TemporaryDirectory() as folder:
        done = harness.run([harness.vole("debug"), "run", script(folder, SCRIPTED), folder])
        if done.code != 0 or done.out.decode() != PRINTED:
            return harness.shown(done.err or done.out)
        problems = [f"    no {name} in {file}" for file, name in (("cpu", "main.work"), ("goroutine", "main.wait"))
                    if name not in shown(os.path.join(folder, file))]
        if shutil.which("go") and not re.search(r"^ +7 .*main\.wait$", shown(os.path.join(folder, "goroutine")), re.M):
            problems.append("    there are not 7 goroutines in main.wait")
    return "\n".join(problems) or None


COLLECTING = """package main
type node struct { next *node; data [6]int }
var list *node
func main() {
	for i := 0; i < 40; i++ {
		list = nil
		for j := 0; j < 20000; j++ { list = &node{next: list} }
	}
}
"""


def event_problem(event):
    """Why an event is not one of the trace event format; None if it is."""
    wanted = {"X": {"name", "pid", "tid", "ts", "dur", "args"}, "C": {"name", "pid", "ts", "args"},
              "M": {"name", "pid", "args"}, "i": {"name", "pid", "tid", "ts", "s"}}.get(event.get("ph"))
    if wanted is None or wanted - event.keys():
        return f"    no event: {event}"
    if any(event.get(key, 0) < 0 for key in ("ts", "dur")):
        return f"    a time before the begin: {event}"
    return None


def check_trace():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "trace")
        done = harness.run([harness.vole("debug"), "run", "-trace", path, script(folder, COLLECTING)])
        if done.code != 0 or done.err:
            return harness.shown(done.err)
        with open(path, encoding="utf-8") as file:
            events = json.load(file)["traceEvents"]
        full = harness.run([harness.vole("debug"), "run", "-trace", "/dev/full", script(folder, COLLECTING)])
    problems = [p for p in map(event_problem, events) if p]
    names = [e["name"] for e in events]
    stops = [e for e in events if e["name"] == "GC mark termination"]
    marks = [e for e in events if e["name"] == "mark"]
    if not stops or len(marks) > len(stops) or abs(len(stops) - len(marks)) > 1 or "heap" not in names:
        problems.append(f"    {len(stops)} stops and {len(marks)} marks")
    for mark in marks:
        ends = [s for s in stops if abs(mark["ts"] + mark["dur"] - s["ts"]) < 1]
        if len(ends) != 1:
            problems.append(f"    the mark {mark} ends at no stop")
    if full.code != 1 or b"vole run: /dev/full: no space left on device" not in full.err:
        problems.append(f"    a full device: {full.code} {full.err}")
    return "\n".join(problems[:9]) or None


def cases():
    repeat = "./x test profiles --only "
    return [harness.Case("profiles top", repeat + "top", check_top),
            harness.Case("profiles files", repeat + "files", check_files),
            harness.Case("profiles trace", repeat + "trace", check_trace),
            harness.Case("profiles script", repeat + "script", check_script)]
