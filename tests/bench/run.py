"""Runs the benchmark programs on Vole and on its peers, as far as they are installed.

The programs stand in programs/LANGUAGE, the same work in each language, with a checksum that must
agree. Runs are interleaved, one of each peer a round, so that a change of the machine's pace hits
all alike. What is printed is the median of the wall time of the whole process.

  ./x bench                 all programs but those that need goroutines
  ./x bench fib bintrees    these
  ./x bench --rounds 9      more rounds (5 by default)
  ./x bench --peers lua5.4,luajit
  ./x bench runtime         heap, collector and scheduler beside the real Go: against_go.py
  ./x bench library         what the library is used for most, beside Go and others: library.py
"""
import argparse
import glob
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import harness  # noqa: E402
import against_go  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
MEASURE = os.path.join(harness.ROOT, "out", "release", "tests", "bench_measure")
BASE = "lua5.4"
GOROUTINES = {"pingpong", "pipeline", "buffered", "spawn"}
# Go's map of ints is judged by itself: it is slower there than any interpreter's.
NOT_IN_MEAN = GOROUTINES | {"mapint"}
SECONDS = 300
HELLO = {
    "go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
    "lua": 'print("hello")\n',
    "js": 'console.log("hello")\n',
    "umka": 'fn main() { printf("hello\\n") }\n',
    "wren": 'System.print("hello")\n',
}


class Peer:
    """An implementation: its name, the language of its programs, and how it runs one."""

    def __init__(self, name, language, ending, command):
        self.name = name
        self.language = language
        self.ending = ending
        self.command = command

    def source(self, program):
        path = os.path.join(PROGRAMS, self.language, program + self.ending)
        return path if os.path.exists(path) else None

    def prepare(self, source):
        """The command that runs a source."""
        return self.command + [source]


class GoPeer(Peer):
    """The real Go: its programs are built before they are timed."""

    def __init__(self, scratch):
        super().__init__("go", "go", ".go", [])
        self.scratch = scratch

    def prepare(self, source):
        binary = os.path.join(self.scratch, os.path.basename(source)[:-3])
        if not os.path.exists(binary):
            subprocess.run(["go", "build", "-o", binary, source], check=True)
        return [binary]


def peers(scratch):
    """Vole first, then whoever is installed."""
    found = [Peer("vole", "go", ".go", [harness.vole(), "run"])]
    for name, language, ending, command in (
            (BASE, "lua", ".lua", ["lua5.4"]),
            ("luajit", "lua", ".lua", ["luajit"]),
            ("luajit-joff", "lua", ".lua", ["luajit", "-joff"]),
            ("umka", "umka", ".um", ["umka"]),
            ("wren", "wren", ".wren", ["wren_cli"]),
            ("wren", "wren", ".wren", ["wren"]),
            ("qjs", "js", ".js", ["qjs"])):
        if shutil.which(command[0]) and name not in [peer.name for peer in found]:
            found.append(Peer(name, language, ending, command))
    if shutil.which("go"):
        found.append(GoPeer(scratch))
    return found


def measure(command):
    """Runs a command once. Returns its output, the seconds, the peak memory in KiB; or None."""
    with tempfile.NamedTemporaryFile() as report:
        done = harness.run([MEASURE, report.name] + command, seconds=SECONDS, limit_memory=False)
        if done.code != 0:
            return None
        seconds, kibibytes, _ = report.read().split()
        return done.out.split(), float(seconds), int(kibibytes)


def rounds(commands, count):
    """Interleaved runs. Returns for each peer (output, median seconds, peak KiB) or None."""
    results = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            if None not in results[name]:
                results[name].append(measure(command))
    return {name: None if None in runs or not runs else
            (runs[0][0], statistics.median(run[1] for run in runs), max(run[2] for run in runs))
            for name, runs in results.items()}


def cell(result, base):
    if result is None:
        return f"{'failed':>16}"
    ratio = f"{result[1] / base[1]:6.2f}" if base else "      "
    return f"{result[1]:9.3f}{ratio} "


def run_programs(names, found, count):
    """The table of times. Returns the ratios of each peer to the base, and how much went wrong."""
    ratios = {peer.name: [] for peer in found}
    memory = {}
    wrong = 0
    print(f"{'seconds, x ' + BASE:18}" + "".join(f"{peer.name:>16}" for peer in found))
    for name in names:
        commands = {peer.name: peer.prepare(peer.source(name))
                    for peer in found if peer.source(name)}
        results = rounds(commands, count)
        base = results.get(BASE)
        print(f"{name:18}" + "".join(
            cell(results[peer.name], base) if peer.name in results else f"{'-':>16}"
            for peer in found), flush=True)
        outputs = {peer: result[0] for peer, result in results.items() if result}
        odd = [peer for peer in outputs if outputs[peer] != outputs.get("vole", outputs[peer])]
        if odd or (results.get("vole") is None):
            wrong += 1
            print("    WRONG: " + (f"vole's output differs from that of {', '.join(odd)}"
                                   if odd else "vole failed"))
        for peer, result in results.items():
            if result and base and name not in NOT_IN_MEAN:
                ratios[peer].append(result[1] / base[1])
        memory[name] = results
    return ratios, memory, wrong


def print_means(ratios, found):
    print(f"{'geometric mean':18}" + "".join(
        f"{math.exp(statistics.fmean(map(math.log, ratios[peer.name]))):15.2f} "
        if ratios[peer.name] else f"{'-':>16}" for peer in found))
    slower = [ratio for ratio in ratios["vole"] if ratio > 1]
    if ratios["vole"]:
        print(f"vole is slower than {BASE} on {len(slower)} of {len(ratios['vole'])} programs")


def print_memory(name, results, found):
    print(f"{name + ', peak MiB':18}" + "".join(
        f"{results[peer.name][2] / 1024:15.1f} " if results.get(peer.name) else f"{'-':>16}"
        for peer in found))


def run_hello(found, scratch, count):
    """Start-up: hello world's wall time and peak memory."""
    commands = {}
    for peer in found:
        source = os.path.join(scratch, "hello" + peer.ending)
        with open(source, "w", encoding="utf-8") as file:
            file.write(HELLO[peer.language])
        commands[peer.name] = peer.prepare(source)
    results = rounds(commands, max(count, 11))
    print(f"{'hello, ms':18}" + "".join(
        f"{results[peer.name][1] * 1000:15.1f} " if results[peer.name] else f"{'failed':>16}"
        for peer in found))
    print_memory("hello", results, found)


def options():
    parser = argparse.ArgumentParser(prog="./x bench")
    parser.add_argument("names", nargs="*", help="programs, or hello; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="", help="only these, by name, with commas")
    return parser.parse_args()


def main():
    if sys.argv[1:2] == ["runtime"]:
        return against_go.main(sys.argv[2:])
    if sys.argv[1:2] == ["library"]:
        sys.modules.setdefault("run", sys.modules["__main__"])
        import library
        return library.main(sys.argv[2:])
    chosen = options()
    programs = sorted(os.path.basename(p)[:-3] for p in glob.glob(PROGRAMS + "/go/*.go"))
    unknown = set(chosen.names) - set(programs) - {"hello"}
    if unknown:
        harness.fail(f"no benchmark {' '.join(sorted(unknown))}; there are {' '.join(programs)}")
    names = [n for n in chosen.names if n != "hello"] or (
        [] if chosen.names else [n for n in programs if n not in GOROUTINES])
    with tempfile.TemporaryDirectory() as scratch:
        found = peers(scratch)
        if chosen.peers:
            wanted = {"vole"} | set(chosen.peers.split(","))
            found = [peer for peer in found if peer.name in wanted]
        wrong = 0
        if names:
            ratios, memory, wrong = run_programs(names, found, chosen.rounds)
            print_means(ratios, found)
            if "bintrees" in memory:
                print_memory("bintrees", memory["bintrees"], found)
        if not chosen.names or "hello" in chosen.names:
            run_hello(found, scratch, chosen.rounds)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
