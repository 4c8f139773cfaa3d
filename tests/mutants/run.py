"""./x mutants: deliberate faults in the sources, each of which the tests must find.

  ./x mutants              all patches of this folder
  ./x mutants NAMES        those whose names begin so, as "07"
  ./x mutants --unsound    does not run the tests on the sources as they are first

A patch says on its first line what is wrong with it, and may name on a line "try: NAME ..." the
stages or programs that find it soon; the others follow if they do not. It is applied to a copy of the tracked
files, with a copy of out/debug so that little is built. At most three in sixty may survive. One that
does not apply or build is a failure, as is a test that fails without any fault.
"""
import argparse
import dataclasses
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Callable

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import harness  # noqa: E402
import scripts  # noqa: E402
from kinds import run as kinds  # noqa: E402

KILLED_PER_SIXTY = 57
BUILD_SECONDS = 1800
TEST_SECONDS = 300  # of one program: what does not end is found out, too
SEEDS = 60
SUITE_SECONDS = 4 * 3600
SUITE_SHOWN = 100

CRITERION = {
    "mem": ["mem_pallocbits_test", "mem_pagealloc_test", "mem_bitmap_test", "mem_gcbits_test", "mem_spanset_test",
            "mem_mspan_test", "mem_special_test", "mem_sweep_test", "mem_reclaim_test", "mem_mheap_test",
            "mem_scavenge_test", "mem_stats_test"],
    "gc": ["gc_assist_test", "gc_collect_test", "gc_malloc_test", "gc_finalizer_test", "gc_random_test", "gc_modes_test",
           "gc_pacer_test", "gc_stats_test", "gc_userarena_test"],
    "runtime": ["runtime_chan_test", "runtime_sema_test", "runtime_timer_test", "runtime_sched_test",
                "runtime_stack_test", "runtime_map_test", "runtime_marking_test",
                "runtime_value_test", "runtime_equality_test"],
    "vm": ["vm_check_test", "vm_verify_test"],
}
MACHINE = [[], ["--godebug", "gccheckmark=1,clobberfree=1", "--voledebug", "verify,smallbufs"]]
STRESS = [["--sample", "4"],
          ["--sample", "6", "--with", "slowmark", "--with", "checkmark", "--with", "gcstress=100",
           "--with", "no-gcstoptheworld", "tests/lang/runtime/fresh_objects.go"]]


@dataclasses.dataclass
class Step:
    """A program to be built and run in the copy."""
    name: str
    target: str
    run: Callable[[str], bool]  # whether it finds nothing, in the copy at that path


def program(name, target, arguments, folder="."):
    def run(tree):
        done = harness.run([os.path.join(tree, "out", "debug", target), *arguments],
                           folder=os.path.join(tree, folder), seconds=TEST_SECONDS)
        return done.code == 0

    return Step(name, target, run)


def lang(folder):
    """Its scripts, on the command that $VOLE names, which is the copy's by the time that they run."""
    def step(path):
        return Step(f"{harness.relative(path)} {os.path.basename(path)[:-3]}", "vole",
                    lambda tree: scripts.case(path, "debug", seconds=TEST_SECONDS).run() is None)

    return [step(path) for path in scripts.find(folder)]


def from_tables():
    """The scripts of tests/kinds."""
    return [Step(f"kinds {name}", "vole", lambda tree, case=kinds.case("debug", name, settings): case.run() is None)
            for name, settings in kinds.QUICK]


def stages():
    """Names and steps: what is quick, and finds much, first."""
    found = {}
    for name, programs in CRITERION.items():
        found[name] = [program(each, f"tests/{each}", ["-j2"], "out/debug") for each in programs]
    found["kinds"] = from_tables()
    found["vectors"] = [program("vole-vectors", "tests/vole-vectors", ["tests/vectors"])]
    found["machine"] = [program(" ".join(["heap_machine", *mode]), "tests/heap_machine",
                                ["--operations", "300000", *mode]) for mode in MACHINE]
    found["threads"] = [program(each, f"tests/{each}", [])
                        for each in ("mem_alloc_stress", "mem_special_stress", "vm_sched_stress")]
    found["goroutines"] = lang("tests/lang/goroutines")
    found["lang"] = lang("tests/lang/runtime")
    found["language"] = [step for step in lang("tests/lang") if step.name not in
                         {known.name for known in found["goroutines"] + found["lang"]}]
    found["hosts"] = [program(each, f"tests/{each}", [])
                      for each in ("api_interrupt", "api_values", "api_objects", "api_odd_values")]
    found["stress"] = [program("vole stress " + " ".join(each), "vole", ["stress", *each]) for each in STRESS]
    found["seeds"] = [program(f"seeds {name}", "tests/vm_seeds", [str(SEEDS), f"tests/seeds/{name}"])
                      for name in sorted(glob.glob("*.go", root_dir=os.path.join(harness.ROOT, "tests", "seeds")))]
    return found


def everything(found):
    return [step for steps in found.values() for step in steps]


def named(step, word):
    return word in step.name.split()


def describe(patch):
    """The first line of a patch, and the stages or programs it names."""
    head = patch.split("diff --git", 1)[0]
    tried = re.search(r"^try: (.*)$", head, re.MULTILINE)
    return head.split("\n", 1)[0], tried[1].split() if tried else []


class Copy:
    """The tracked files and out/debug, where faults are put in."""

    def __init__(self, folder):
        self.tree = os.path.join(folder, "tree")
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=harness.ROOT, stdout=subprocess.PIPE, check=True)
        for name in listed.stdout.decode().rstrip("\0").split("\0"):
            source, to = os.path.join(harness.ROOT, name), os.path.join(self.tree, name)
            if os.path.lexists(source):
                os.makedirs(os.path.dirname(to), exist_ok=True)
                shutil.copy2(source, to, follow_symlinks=False)
        # With its times, by which Ninja knows that most is built.
        shutil.copytree(os.path.join(harness.ROOT, "out", "debug"), os.path.join(self.tree, "out", "debug"),
                        symlinks=True)
        # GN writes paths out of the tree relative to the build folder, so they depend on where that is.
        subprocess.run(["gn", "gen", "-q", os.path.join(self.tree, "out", "debug"), f"--root={self.tree}"],
                       check=True)
        os.environ["VOLE"] = os.path.join(self.tree, "out", "debug", "vole")

    def apply(self, patch, *options):
        done = subprocess.run(["git", "apply", *options, "-"], cwd=self.tree, input=patch.encode(),
                              stderr=subprocess.PIPE, check=False)
        return done.returncode == 0

    def build(self, target):
        """Builds a target. Returns None or what went wrong."""
        done = harness.run(["ninja", "-j2", "-C", os.path.join(self.tree, "out", "debug"), target],
                           seconds=BUILD_SECONDS, limit_memory=False)
        return None if done.code == 0 else harness.shown(done.out[-3000:] + done.err, harness.BUILD_SHOWN)

    def look(self, steps):
        """Takes the steps up to the first that finds something. Returns its name or None, and what
        went wrong in building or None."""
        for step in steps:
            problem = self.build(step.target)
            if problem is not None:
                return None, problem
            if not step.run(self.tree):
                return step.name, None
        return None, None


def try_mutant(copy, path, found):
    """Puts one fault in and out. Returns whether it was killed, and how that went."""
    with open(path, encoding="utf-8") as file:
        patch = file.read()
    what, first = describe(patch)
    if any(word not in found and not any(named(step, word) for step in everything(found)) for word in first):
        return False, f"asks for what is no stage or program: {' '.join(first)}"
    if not copy.apply(patch):
        return False, "does not apply"
    likely = [step for word in first
              for step in found.get(word) or [step for step in everything(found) if named(step, word)]]
    killer, problem = copy.look(likely + [step for step in everything(found) if step not in likely])
    if not copy.apply(patch, "-R"):
        harness.fail(f"{path} cannot be taken back")
    if problem is not None:
        return False, f"does not build:\n{problem}"
    return killer is not None, f"killed by {killer}" if killer else f"SURVIVES: {what}"


def cases():
    """For ./x test: the whole of ./x mutants as one case, as a mutant or two may survive."""
    def run():
        command = [sys.executable, os.path.join(HERE, "run.py")]
        done = harness.run(command, folder=harness.ROOT, seconds=SUITE_SECONDS, limit_memory=False)
        return None if done.code == 0 else harness.shown(done.out + done.err, SUITE_SHOWN)

    return [harness.Case("mutants", "./x mutants", run)]


def run_all(paths, sound):
    found = stages()
    report = harness.Report()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        if sound:
            start = time.monotonic()
            killer, problem = copy.look(everything(found))
            if killer or problem:
                print(f"FAIL without a fault: {killer or problem}", flush=True)
            report.count("without a fault", int(not (killer or problem)), int(bool(killer or problem)),
                         time.monotonic() - start)
            if killer or problem:
                return report.finish()
        killed = 0
        for path in paths:
            start = time.monotonic()
            dead, how = try_mutant(copy, path, found)
            killed += dead
            print(f"{os.path.basename(path)[:-6]}: {how} in {time.monotonic() - start:.0f} s", flush=True)
    report.passed += killed
    report.failed += len(paths) - killed
    report.finish()
    return 0 if killed * 60 >= KILLED_PER_SIXTY * len(paths) else 1


def main():
    parser = argparse.ArgumentParser(prog="./x mutants")
    parser.add_argument("names", nargs="*", help="beginnings of names of patches")
    parser.add_argument("--unsound", action="store_true", help="not the tests without a fault first")
    chosen = parser.parse_args()
    paths = [path for path in sorted(glob.glob(os.path.join(HERE, "*.patch")))
             if not chosen.names or os.path.basename(path).startswith(tuple(chosen.names))]
    if not paths:
        parser.error("no such patch")
    problem = harness.build("debug")
    if problem is not None:
        harness.fail(problem)
    return run_all(paths, not chosen.unsound)


if __name__ == "__main__":
    sys.exit(main())
