"""./x test: builds Vole, runs its suites and ends with "N passed, N failed".

  ./x test                all of the quick suites
  ./x test long           these, and the ones that take long
  ./x test NAMES          only these suites
  ./x test --only RE      only the cases whose name matches
  ./x test --list         the names of the suites
"""
import argparse
import glob
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import budgets  # noqa: E402
import command  # noqa: E402
import linear  # noqa: E402
import modules  # noqa: E402
import modules_used  # noqa: E402
import mutate  # noqa: E402
import packages  # noqa: E402
import packaging  # noqa: E402
import embedding  # noqa: E402
import expect  # noqa: E402
import grants  # noqa: E402
import harness  # noqa: E402
import heap  # noqa: E402
import house  # noqa: E402
import perturb  # noqa: E402
import profiles  # noqa: E402
import recursion  # noqa: E402
import repl  # noqa: E402
import scripts  # noqa: E402
import vole_stress  # noqa: E402
from conformance import errorcheck  # noqa: E402
from conformance import run as conformance  # noqa: E402
from generics import run as generics  # noqa: E402
from kinds import run as kinds  # noqa: E402
from matrix import run as matrix  # noqa: E402
from models import run as models  # noqa: E402
from mutants import run as mutants  # noqa: E402
from watch import run as watch  # noqa: E402
from fidelity import check as fidelity  # noqa: E402
from jit import encoder as jit_encoder  # noqa: E402
sys.path.append(os.path.join(HERE, "random"))
import campaign  # noqa: E402

STRESS = {"VOLEDEBUG": "gcstress=100,verify"}
STRESS_SAMPLE = 24
# Debug modes of GODEBUG under which programs do what they always do, but for what asks about memory.
MODES = ["sbrk=1", "efence=1", "gccheckmark=1,clobberfree=1", "harddecommit=1", "gcstoptheworld=2"]
MODES_SAMPLE = 12
# efence never gives an address twice: these free more spans than the system has mappings for.
FREE_TOO_MUCH = re.compile("/deep_values|/long_moves|/large_recursion")
ASKS_ABOUT_MEMORY = re.compile("/runtime/|/std/log_and_sync|/packages/runtime|/std/verbs")
ASAN = {"ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=0"}
# Tests that expect a signal want to see it themselves.
ASAN_SIGNALS = {"ASAN_OPTIONS": ASAN["ASAN_OPTIONS"] + ":handle_segv=0:handle_sigbus=0"}
TSAN = {"TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1"}
TSAN_FOLDERS = ["tests/lang/goroutines", "examples"]
RACES = re.compile(r"/racy_|/map_writes|/map_read_write")  # on purpose: the sanitizer would tell
PROGRAM_SECONDS = 600
# What Criterion says of a test whose last step, as a check for leaks, dies.
DYING = b"crashed during its setup or teardown"
TAP = re.compile(r"^(ok|not ok)\s*-\s*(\S+)(.*)$")


def program_case(kind, entry, settings):
    """A plain C program: it passes if it exits with 0 and prints what it should."""
    program = os.path.join("out", kind, "tests", entry["name"])
    command = [os.path.join(harness.ROOT, program)] + entry["args"]

    def check():
        done = harness.run(command, folder=harness.ROOT, settings=settings,
                           seconds=PROGRAM_SECONDS, limit_memory=kind not in ("asan", "tsan"))
        if done.code != 0:
            return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
        if entry["expected"]:
            with open(entry["expected"], "rb") as file:
                expected = file.read()
            if done.out != expected:
                return harness.difference(expected, done.out)
        return None

    return harness.Case(entry["name"], harness.command_line([program] + entry["args"],
                                                            settings=settings), check)


class Tests:
    """The suites, each a method, and what the command line narrows them to."""

    def __init__(self, only, seeds):
        self.report = harness.Report()
        self.seeds_each = seeds
        self.only = re.compile(only)
        self.builds = {}

    def suite(self, title, cases):
        """Runs the cases. A suite that finds nothing to run has lost its tests: it fails."""
        if not cases:
            cases = [harness.Case("finds its tests", "./x test --list",
                                  lambda: "    there is nothing to run")]
        else:
            cases = [case for case in cases if self.only.search(case.name)]
        if cases:
            self.report.suite(title, cases)

    def built(self, kind):
        """Builds out/KIND once; a build that fails is a failed test."""
        if kind in self.builds:
            return self.builds[kind]
        start = time.monotonic()
        problem = harness.build(kind)
        if problem is not None:
            print(f"FAIL build: {kind}\n    repeat: ./x build {kind}\n{problem}")
        self.report.count(f"build {kind}", int(problem is None), int(problem is not None),
                          time.monotonic() - start)
        self.builds[kind] = problem is None
        return self.builds[kind]

    def programs(self, kind, suite_kind, settings=None):
        """Runs the C test programs that out/KIND/tests.json lists."""
        if not self.built(kind):
            return
        with open(os.path.join(harness.ROOT, "out", kind, "tests.json"), encoding="utf-8") as file:
            listed = [entry for entry in json.load(file) if entry["kind"] == suite_kind]
        if suite_kind != "criterion":
            self.suite(f"{suite_kind} {kind}",
                       [program_case(kind, entry, settings) for entry in listed])
            return
        for entry in listed:
            if self.only.search(entry["name"]):
                self.criterion(kind, entry, settings)

    def criterion(self, kind, entry, settings):
        """Runs one Criterion program, in its build folder, and counts its tests one by one."""
        folder = os.path.join(harness.ROOT, "out", kind)
        program = os.path.join("tests", entry["name"])

        def repeat(*arguments):
            return harness.command_line([program, *arguments], folder, settings)

        start = time.monotonic()
        with tempfile.NamedTemporaryFile() as tap:
            done = harness.run([program, "--tap=" + tap.name, "-j2", *entry["args"]],
                               folder=folder, settings=settings, seconds=PROGRAM_SECONDS,
                               limit_memory=kind not in ("asan", "tsan"))
            with open(tap.name, errors="replace", encoding="utf-8") as file:
                results = [TAP.match(line) for line in file]
        results = [match for match in results if match]
        failed = [match[2] for match in results if match[1] != "ok"]
        for name in failed:
            print(f"FAIL {entry['name']}: {name}\n    repeat: "
                  + repeat("--filter", name.replace("::", "/")))
        if failed:
            print(harness.shown(done.out + done.err, 60))
        crashed = (done.code != 0 and not failed) or DYING in done.err + done.out
        if crashed or not results:
            print(f"FAIL {entry['name']}: {done.ending()}, {len(results)} tests reported\n"
                  f"    repeat: {repeat()}\n{harness.shown(done.out + done.err)}")
            crashed = True
        self.report.count(f"{entry['name']} {kind}", len(results) - len(failed),
                          len(failed) + int(crashed), time.monotonic() - start)

    def conformance_cases(self):
        return [conformance.case(path) for path in conformance.must_pass()]

    # The suites of ./x test.

    def layers(self):
        """gn check: no folder includes what its layer may not"""
        out = os.path.join("out", "debug")
        if not self.built("debug"):
            return

        def check():
            done = harness.run(["gn", "check", out], folder=harness.ROOT)
            return None if done.code == 0 else harness.shown(done.out + done.err)

        self.suite("layers", [harness.Case("gn check", f"gn check {out}", check)])

    def fidelity(self):
        """what the ledger of the port, comments and pages name exists"""
        self.suite("fidelity", fidelity.cases())

    def dialect(self):
        """the C sources have one form: null tests, braces, names, heads, comments, lengths"""
        self.suite("dialect", house.cases())

    def recursion(self):
        """every C function that can call itself is in a list, with what bounds it"""
        if self.built("debug"):
            self.suite("recursion", recursion.cases("debug"))

    def unit(self):
        """the Criterion tests of every layer, with all assertions"""
        self.programs("debug", "criterion")

    def hosts(self):
        """C programs that embed Vole"""
        self.programs("debug", "host")

    def packaging(self):
        """symbols, installed files, hosts built with pkg-config and CMake, the manual"""
        self.installed("debug", [])

    def embedding(self):
        """hosts in C, C++, SQL and Python, and the snippets of docs/embedding.md, as strangers build them"""
        if self.installed_files("debug"):
            self.suite("embedding debug", embedding.cases("debug"))

    def long_packaging(self):
        """the same of a release build, and ./x install"""
        self.installed("release", [packaging.install_case()])

    def installed_files(self, kind):
        """Builds what packaging/install.py installs. A build that fails is a failed test."""
        if not self.built(kind):
            return False
        build = ["ninja", "-C", os.path.join("out", kind), "packaging"]
        done = harness.run(build, folder=harness.ROOT, seconds=PROGRAM_SECONDS, limit_memory=False)
        if done.code != 0:
            self.suite(f"installed {kind}", [harness.Case("build", harness.command_line(build),
                                                          lambda: harness.shown(done.out + done.err))])
        return done.code == 0

    def installed(self, kind, more):
        if self.installed_files(kind):
            self.suite(f"packaging {kind}", more + packaging.cases(kind))

    def grants(self):
        """what scripts reach without a grant: every function in C has a decision, and is tried"""
        self.suite("grants", grants.cases())

    def packages(self):
        """the list of Go's files and the page of the library's packages are what scripts make"""
        self.suite("packages", packages.cases())

    def stress(self):
        """stress programs with a main() of their own, with all assertions; vole stress"""
        self.programs("debug", "stress")
        if self.built("debug"):
            self.suite("vole stress", vole_stress.cases("debug"))

    def failures(self):
        """each call to the system fails in turn, in a sample of the calls of 44 scenarios"""
        self.failing("debug", ["--sample", "25"])

    def failing(self, kind, arguments, settings=None):
        if self.built(kind):
            self.suite(f"failures {kind}", [program_case(
                kind, {"name": "failures", "args": arguments, "expected": ""}, settings)])

    def machine(self):
        """random operations on a heap against a model of it, ten million of them; asan too"""
        modes = [["--godebug", "gccheckmark=1,clobberfree=1", "--voledebug", "verify,smallbufs"],
                 ["--godebug", "gcstoptheworld=2,madvdontneed=0,harddecommit=1",
                  "--voledebug", "heapmin=500000"]]
        self.machines("debug", [["--operations", "10000000"]]
                      + [["--operations", "300000", *mode] for mode in modes])
        self.machines("asan", [["--operations", "1000000", "--seed", "2"],
                               ["--operations", "100000", "--seed", "3", *modes[0]]], ASAN)

    def machines(self, kind, runs, settings=None):
        if self.built(kind):
            self.suite(f"machine {kind}", [program_case(
                kind, {"name": "heap_machine", "args": arguments, "expected": ""}, settings)
                for arguments in runs])

    def vectors(self):
        """recorded behaviour of Go's heap, replayed"""
        if not self.built("debug"):
            return
        program = os.path.join(harness.ROOT, "out", "debug", "tests", "vole-vectors")
        folder = os.path.join(HERE, "vectors")
        files = sorted(glob.glob("*.jsonl", root_dir=folder))

        def case(name):
            path = os.path.join(folder, name)

            def check():
                done = harness.run([program, path], seconds=PROGRAM_SECONDS)
                return None if done.code == 0 else (
                    f"    {done.ending()}\n" + harness.shown(done.out + done.err))

            return harness.Case(name, f"./x vectors tests/vectors/{name}", check)

        self.suite("vectors", [case(name) for name in files]
                   + [perturb.case(program, folder, seed) for seed in (1, 2)])

    def lang(self):
        """tests/lang: what the language is, with all assertions"""
        if self.built("debug"):
            self.suite("lang", [scripts.case(p, "debug") for p in scripts.find("tests/lang")])

    def generics(self):
        """generic functions by constraint and operation: what Go refuses, in its words"""
        if self.built("debug"):
            self.suite("generics", generics.cases())

    def matrix(self):
        """calls of nil functions and accesses to bad addresses, each in all places"""
        if self.built("debug"):
            self.suite("matrix", matrix.cases("debug"))

    def kinds(self):
        """scripts made from tables: operands that live, edges of numbers, copies, the write barrier"""
        if self.built("debug"):
            self.suite("kinds", kinds.cases("debug"))

    def jit(self):
        """scripts of lang and kinds with machine code from each function's first call on; the encoder"""
        if not self.built("debug"):
            return
        forced = {"VOLEDEBUG": "jit=1"}
        self.suite("jit", jit_encoder.cases("debug") +
                   [scripts.case(p, "debug", forced, suffix=" with machine code") for p in scripts.find("tests/lang")] +
                   [kinds.case("debug", name, {**settings, "VOLEDEBUG": ",".join(filter(None, [settings.get("VOLEDEBUG"), "jit=1"]))})
                    for name, settings in kinds.QUICK])

    def long_jit(self):
        """the same where machine code begins at random, under stress, and with stacks that move"""
        if not self.built("debug"):
            return
        self.suite("long jit", [
            scripts.case(p, "debug", {"VOLEDEBUG": mode}, 600, suffix=" under " + mode)
            for mode in ("jit=random", "jit=1,movestacks", "jit=1,gcstress=100,verify")
            for p in scripts.find("tests/lang")
            if mode == "jit=random" or not ASKS_ABOUT_MEMORY.search(p)] +
            [kinds.case("debug", name, {**settings, "VOLEDEBUG": ",".join(filter(None, [settings.get("VOLEDEBUG"), "jit=1"]))})
             for name, settings in kinds.LONG])

    def seeds(self):
        """tests/seeds: concurrent scripts under many schedules (--seeds N: how many each)"""
        if not self.built("debug"):
            return
        folder = os.path.join(HERE, "seeds")

        def case(name):
            script = os.path.join("tests", "seeds", name)
            program = os.path.join("out", "debug", "tests", "vm_seeds")
            words = [program, str(self.seeds_each), script]

            def check():
                done = harness.run(words, folder=harness.ROOT, seconds=36000)
                return None if done.code == 0 else (
                    f"    {done.ending()}\n" + harness.shown(done.out + done.err))

            return harness.Case(name, harness.command_line(words), check)

        self.suite("seeds", [case(name) for name in sorted(glob.glob("*.go", root_dir=folder))])

    def modules(self):
        """programs of several packages and modules, as the go command finds and reports them"""
        if self.built("debug"):
            self.suite("modules", modules.cases("debug"))

    def repl(self):
        """what is typed into vole repl, at a terminal too; vole doc; scripts that name vole as their interpreter"""
        if self.built("debug"):
            self.suite("repl", repl.cases("debug"))

    def command(self):
        """the command on odd bytes, deep nesting, huge sources, mutated ones; its time by their size, and at all"""
        if self.built("release"):
            self.suite("command", command.cases("release") + mutate.cases("release"))
            self.suite("linear", linear.cases("release"))
            self.suite("budgets", budgets.cases("release"))

    def heap(self):
        """snapshots of heaps, and what vole heap finds in them"""
        if self.built("debug"):
            self.suite("heap", heap.cases())

    def profiles(self):
        """profiles name what takes CPU time and memory, to people and to go tool pprof"""
        if self.built("debug"):
            self.suite("profiles", profiles.cases())

    def examples(self):
        """the example scripts, as people run them"""
        if self.built("release"):
            self.suite("examples", [scripts.case(p, "release") for p in scripts.find("examples")])

    def conformance(self):
        """Go's own test programs that must pass"""
        if self.built("release"):
            self.suite("conformance", self.conformance_cases() + errorcheck.cases())

    def gcstress(self):
        """a sample of the scripts, a collection every 100 allocations, the heap verified"""
        if not self.built("release"):
            return
        found = conformance.sample(scripts.find("tests/lang"), STRESS_SAMPLE)
        cases = [scripts.case(p, "release", STRESS, 180, suffix=" under gcstress") for p in found]
        cases += [conformance.case(p, STRESS, 180)
                  for p in conformance.sample(conformance.must_pass(), STRESS_SAMPLE)]
        self.suite("gcstress", cases)

    def modes(self):
        """a sample of the scripts in each debug mode of GODEBUG"""
        if not self.built("debug"):
            return
        found = [p for p in scripts.find("tests/lang") if not ASKS_ABOUT_MEMORY.search(p)]
        self.suite("modes", [
            scripts.case(p, "debug", {"GODEBUG": mode}, 180, suffix=" under " + mode)
            for number, mode in enumerate(MODES)
            for p in conformance.sample(found[number:], MODES_SAMPLE)
            if mode != "efence=1" or not FREE_TOO_MUCH.search(p)])

    def asan(self):
        """tests/lang under the address and undefined behaviour sanitizers, leaks looked for"""
        if self.built("asan"):
            self.suite("asan", [scripts.case(p, "asan", ASAN, 180, limit_memory=False)
                                for p in scripts.find("tests/lang")])

    def watch(self):
        """traces, records of pauses, CPU shares and resident memory, as people watch them"""
        if self.built("debug") and self.built("release"):
            self.suite("watch", watch.cases("debug"))

    # What ./x test long adds.

    def long_modules(self):
        """modules that people use, fetched by the go command: their own tests under vole test"""
        problem = modules_used.reachable()
        if problem:
            print(f"modules that people use: {problem}; skipped")
        elif self.built("release"):
            each, share = modules_used.cases("release")
            self.suite("modules that people use", each)
            self.suite("modules that people use, all", share)

    def long_watch(self):
        """a gigabyte given back, and the real Go's traces"""
        if self.built("debug"):
            self.suite("long watch", watch.long_cases("debug"))

    def long_kinds(self):
        """the scripts made from tables, in debug modes and beside each other"""
        if self.built("debug"):
            self.suite("long kinds", kinds.long_cases("debug"))

    def long_asan(self):
        """every C test, the examples and the conformance list under asan"""
        if self.built("asan"):
            for kind in ("criterion", "host", "stress"):
                self.programs("asan", kind, ASAN_SIGNALS)
            self.suite("asan command", command.cases("asan", limit_memory=False))
            self.suite("asan examples", [scripts.case(p, "asan", ASAN, 600, limit_memory=False)
                                         for p in scripts.find("examples")])

    def long_failures(self):
        """every call to the system fails in turn; asan too"""
        self.failing("debug", [])
        # What a fatal error jumps over is not freed: only mappings are.
        self.failing("asan", ["--sample", "5"], {"ASAN_OPTIONS": "detect_leaks=0"})

    def long_machine(self):
        """the heap machine with more seeds"""
        for kind, settings in (("debug", None), ("asan", ASAN)):
            self.machines(kind, [["--operations", "3000000", "--seed", str(seed)]
                                 for seed in range(10, 20)], settings)

    def tsan(self):
        """the stress programs, and scripts on 2 and 4 Ps, under the thread sanitizer"""
        self.programs("tsan", "stress", TSAN)
        if not self.built("tsan"):
            return
        found = [p for p in scripts.find(*TSAN_FOLDERS) if not RACES.search(p)]
        for procs in ("2", "4"):
            settings = {**TSAN, "GOMAXPROCS": procs}
            self.suite(f"tsan {procs} Ps", [
                scripts.case(p, "tsan", settings, 300, limit_memory=False, suffix=f" on {procs} Ps")
                for p in found])
        settings = {**TSAN, "GOMAXPROCS": "4", "VOLEDEBUG": "gcstress=100"}
        self.suite("tsan gcstress", [
            scripts.case(p, "tsan", settings, 300, limit_memory=False, suffix=" under gcstress")
            for p in found])

    def long_gcstress(self):
        """all scripts and the whole conformance list under gcstress"""
        if self.built("release"):
            cases = [scripts.case(p, "release", STRESS, 600, suffix=" under gcstress")
                     for p in scripts.find("tests/lang", "examples")]
            cases += [conformance.case(p, STRESS, 600) for p in conformance.must_pass()]
            self.suite("all under gcstress", cases)

    def gcc(self):
        """gcc builds everything without a warning, and what it builds works"""
        if self.built("gcc"):
            self.programs("gcc", "criterion")
            self.suite("lang gcc", [scripts.case(p, "gcc") for p in scripts.find("tests/lang")])

    def models(self):
        """the Spin models hold, and each fault seeded in them is found"""
        self.suite("models", models.cases())

    def mutants(self):
        """more than sixty deliberate faults, each built and found by these tests"""
        self.suite("mutants", mutants.cases())

    def m32(self):
        """the heap with 32-bit addresses, run"""
        if platform.machine() != "x86_64":
            print("m32: this machine runs no 32-bit x86 programs; skipped")
            return
        if not self.built("debug"):
            return
        build = ["ninja", "-C", os.path.join("out", "debug"), "tests/mem:m32"]
        done = harness.run(build, folder=harness.ROOT, seconds=PROGRAM_SECONDS)
        if done.code != 0:
            self.suite("m32", [harness.Case("build", harness.command_line(build),
                                            lambda: harness.shown(done.out + done.err))])
            return
        self.suite("m32", [program_case("debug", {"name": f"../m32/tests/{name}", "args": [],
                                                  "expected": ""}, None)
                           for name in ("mem_alloc_stress", "mem_layout_stress")])

    def random(self):
        """a few random programs, each beside the real Go, where it is installed"""
        self.random_programs("random", campaign.QUICK)

    def long_random(self):
        """more random programs, and some under gcstress"""
        self.random_programs("random programs", campaign.LONG)

    def random_programs(self, title, runs):
        if not shutil.which("go"):
            print(f"{title}: no go here; skipped")
        elif self.built("release"):
            self.suite(title, campaign.cases("release", runs))

    def oracle(self):
        """the expectations of all scripts against the real Go, where it is installed"""
        if shutil.which("go"):
            self.suite("oracle", [expect.oracle_case(p)
                                  for p in scripts.find("examples", "tests/lang")] + kinds.oracle_cases())
        else:
            print("oracle: no go here; skipped")


QUICK = ["layers", "fidelity", "dialect", "grants", "packages", "recursion", "unit", "vectors", "stress", "machine", "failures", "lang",
         "matrix", "generics", "kinds", "jit", "seeds", "watch", "command", "heap", "profiles", "modules", "repl", "examples", "hosts", "packaging",
         "embedding", "conformance", "gcstress", "modes", "asan", "random"]
LONG = ["long_kinds", "long_jit", "long_asan", "long_machine", "long_failures", "tsan", "long_gcstress", "gcc", "m32", "models",
        "long_watch", "long_modules", "long_packaging", "mutants", "oracle", "long_random"]


def options():
    parser = argparse.ArgumentParser(prog="./x test")
    parser.add_argument("names", nargs="*", help='suites, or "long"')
    parser.add_argument("--only", default="", metavar="RE", help="only cases that match")
    parser.add_argument("--seeds", type=int, default=1000, metavar="N",
                        help="schedules of each script in tests/seeds")
    parser.add_argument("--list", action="store_true", help="the names of the suites")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(QUICK) - set(LONG) - {"long"}
    if unknown:
        parser.error(f"no suite {' '.join(unknown)}; there are {' '.join(QUICK + LONG)}")
    return chosen


def main():
    chosen = options()
    if chosen.list:
        for name in QUICK + LONG:
            print(f"{name:14} {getattr(Tests, name).__doc__}"
                  + (" (long)" if name in LONG else ""))
        return 0
    names = QUICK + LONG if "long" in chosen.names else chosen.names or QUICK
    tests = Tests(chosen.only, chosen.seeds)
    for name in names:
        getattr(tests, name)()
    return tests.report.finish()


if __name__ == "__main__":
    os.chdir(harness.ROOT)
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
