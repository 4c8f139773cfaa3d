"""./x bench runtime [NAMES]: heap, collector and scheduler beside the real Go, in one run.

Each line is a program run by both in turn, a ratio Vole / Go, and the most that it should be. CPU
time is of all threads; of several rounds the least counts, since what disturbs a run only adds. With
no Go installed only Vole's own figures are printed.
"""
import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import harness  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = os.path.join(harness.ROOT, "out", "release")
TOOLS = os.path.join(RELEASE, "tests")
MEASURE = os.path.join(TOOLS, "bench_measure")
SECONDS = 300
PRELOADED = ("libjemalloc.so.2", "libmimalloc.so.2")


class Case:
    """What is compared: a program, its arguments, what of it, and the most that Vole / Go may be."""

    def __init__(self, name, program, arguments, what, goal, env=None, idle=None):
        self.name = name
        self.program = program
        self.arguments = arguments
        self.what = what  # cpu, wall, memory, or a word that the program writes to standard error
        self.goal = goal
        self.env = env or {}
        self.idle = idle  # arguments of a run whose figure is taken off


def allocation_cases():
    for kind in ("plain", "pointers"):
        for size, count in ((16, 10000000), (64, 10000000), (256, 4000000)):
            arguments = [f"{kind}{size}", str(count)]
            yield Case(f"alloc {kind} {size}", "alloc", arguments, "cpu", 0.8)
            yield Case(f"alloc {kind} {size}", "alloc", arguments, "memory", 1.0)


def reflect_cases():
    for kind in ("function", "method", "made"):
        yield Case(f"reflect: {kind}", "reflect", [kind, "2000000"], "cpu", 3.0, idle=[kind, "0"])


CASES = [
    Case("ping-pong", "pingpong", [], "cpu", 0.5, {"GOMAXPROCS": "1"}),
    Case("ping-pong, 2 threads", "pingpong", [], "cpu", 0.5, {"GOMAXPROCS": "2"}),
    Case("buffered pipeline", "buffered", ["1000000"], "cpu", 1.0, {"GOMAXPROCS": "1"}),
    Case("buffered pipeline, 2 threads", "buffered", ["1000000"], "wall", 1.0, {"GOMAXPROCS": "2"}),
    Case("a million goroutines", "spawn", [], "cpu", 1.0, {"GOMAXPROCS": "1"}),
    Case("a million goroutines, 2 threads", "spawn", [], "cpu", 1.0, {"GOMAXPROCS": "2"}),
    Case("mutex, 4 goroutines, 2 threads", "mutex", [], "cpu", 1.5),
    *allocation_cases(),
    Case("mark in order", "mark", ["24", "order", "4"], "cpu", 0.6, idle=["24", "order", "0"]),
    Case("mark shuffled", "mark", ["22", "shuffle", "4"], "cpu", 0.6, idle=["22", "shuffle", "0"]),
    Case("worst push, us", "latency", ["10000000"], "worst", 0.5),
    Case("pauses, 99th percentile, us", "pauses", ["24", "40"], "pauses", None,
         {"GOGC": "20"}),
    Case("binary trees", "bintrees", ["16"], "wall", 1.5),
    Case("binary trees", "bintrees", ["16"], "memory", 1.0),
    *reflect_cases(),
]
# Two ways to do the same, both by Vole, and the most that the first may take of the second's CPU time.
PAIRS = [("loop over a function / callback", "yields", ["loop", "3000000"], ["callback", "3000000"], 1.5)]
# Programs whose wall time on two threads is compared with that on one: Vole with itself.
PARALLEL = [("parbintrees", ["17"]), ("parsort", ["4194304"])]


def source(program):
    return next(path for folder in ("go", "runtime")
                for path in [os.path.join(HERE, "programs", folder, program + ".go")]
                if os.path.exists(path))


def run(command, env):
    """One run: a dictionary of figures."""
    with tempfile.NamedTemporaryFile() as report:
        done = subprocess.run([MEASURE, report.name] + command, env={**os.environ, **env},
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=SECONDS,
                              check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed with {done.returncode}:\n{done.stderr.decode()}")
        wall, kibibytes, cpu = map(float, report.read().split())
    figures = {"wall": wall, "cpu": cpu, "memory": kibibytes / 1024}
    for line in done.stderr.decode().splitlines():
        word, *numbers = line.split()
        figures[word] = float(numbers[-1])
    return figures


class Peers:
    """Vole and, where there is one, Go, whose programs are built first."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.names = ["vole"] + (["go"] if shutil.which("go") else [])

    def command(self, name, program, arguments):
        if name == "vole":
            return [harness.vole(), "run", source(program)] + arguments
        binary = os.path.join(self.scratch, program)
        if not os.path.exists(binary):
            subprocess.run(["go", "build", "-o", binary, source(program)], check=True)
        return [binary] + arguments

    def least(self, case, rounds):
        """The figure of each peer: the least of interleaved runs."""
        best = {name: float("inf") for name in self.names}
        off = {name: float("inf") if case.idle else 0.0 for name in self.names}
        for _ in range(rounds):
            for name in self.names:
                figure = run(self.command(name, case.program, case.arguments), case.env)[case.what]
                best[name] = min(best[name], figure)
                if case.idle:
                    idle = run(self.command(name, case.program, case.idle), case.env)[case.what]
                    off[name] = min(off[name], idle)
        return {name: best[name] - off[name] for name in self.names}


def print_case(case, figures):
    unit = {"cpu": "CPU s", "wall": "wall s", "memory": "MiB"}.get(case.what, "")
    line = f"{case.name:34}{unit:7}{figures['vole']:10.3f}"
    if "go" in figures:
        ratio = figures["vole"] / figures["go"]
        line += f"{figures['go']:10.3f}{ratio:8.2f}"
        if case.goal:
            line += f"{case.goal:8.1f}" + ("" if ratio <= case.goal else "  missed")
    print(line, flush=True)


def print_pair(pair, rounds):
    name, program, first, second, goal = pair
    least = [float("inf"), float("inf")]
    for _ in range(rounds):
        for i, arguments in enumerate((first, second)):
            figures = run([harness.vole(), "run", source(program)] + arguments, {})
            least[i] = min(least[i], figures["cpu"])
    ratio = least[0] / least[1]
    print(f"{name:34}{'CPU s':7}{least[0]:10.3f}{least[1]:10.3f}{ratio:8.2f}{goal:8.1f}"
          + ("" if ratio <= goal else "  missed"), flush=True)


def print_parallel(rounds):
    for program, arguments in PARALLEL:
        command = [harness.vole(), "run", source(program)] + arguments
        best = {procs: {"wall": float("inf"), "cpu": float("inf")} for procs in ("1", "2")}
        for _ in range(rounds):
            for procs, least in best.items():
                figures = run(command, {"GOMAXPROCS": procs})
                for what in least:
                    least[what] = min(least[what], figures[what])
        speed = best["1"]["wall"] / best["2"]["wall"]
        cost = best["2"]["cpu"] / best["1"]["cpu"]
        print(f"{program}: on two threads {speed:.2f} times as fast as on one, for {cost:.2f} times "
              "the CPU time (1.8 at least)", flush=True)


def print_allocators():
    """The allocators alone: ours below the collector, and others."""
    def show(title, command, env):
        print(title)
        output = subprocess.run(command, env={**os.environ, **env}, check=True, text=True,
                                stdout=subprocess.PIPE).stdout
        print("".join(f"  {line}\n" for line in output.splitlines()
                      if line.startswith((" ", "16 ", "64 ", "256 "))), end="", flush=True)
    show("Vole's heap without its collector", [os.path.join(TOOLS, "alloc_bench")], {})
    malloc = os.path.join(TOOLS, "malloc_bench")
    show("malloc of the C library", [malloc], {})
    for library in PRELOADED:
        found = glob.glob(f"/usr/lib/*/{library}")
        if found:
            show(library, [malloc], {"LD_PRELOAD": found[0]})
    if os.path.exists(os.path.join(TOOLS, "bdwgc_bench")):
        show("bdwgc", [os.path.join(TOOLS, "bdwgc_bench")], {})


def main(arguments):
    parser = argparse.ArgumentParser(prog="./x bench runtime")
    parser.add_argument("names", nargs="*", help="programs; all, and the allocators, by default")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    print(f"{'':41}{'vole':>10}{'go':>10}{'ratio':>8}{'goal':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        peers = Peers(scratch)
        for case in CASES:
            if not chosen.names or case.program in chosen.names:
                print_case(case, peers.least(case, chosen.rounds))
    for pair in PAIRS:
        if not chosen.names or pair[1] in chosen.names:
            print_pair(pair, chosen.rounds)
    if not chosen.names or set(chosen.names) & {program for program, _ in PARALLEL}:
        print_parallel(chosen.rounds)
    if not chosen.names or "allocators" in chosen.names:
        print_allocators()
    return 0
