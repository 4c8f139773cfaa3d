"""./x models: checks the Spin models of this folder, and that each fault seeded in them is found.

  ./x models               all models: the sound one, then each of its faults
  ./x models NAMES         only these models
  ./x models --only RE     only the cases whose name matches, as in --only sweep.PUBLISHED
  ./x models --trail       shows the steps that lead to what was found

A model lists its faults in its head comment, one a line: "//   NAME   what is wrong". With NAME
defined it has that fault. The sound model must pass with all its states visited.
"""
import argparse
import glob
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import harness  # noqa: E402

FAULT = re.compile(r"^//   ([A-Z][A-Z_]+)  +\S", re.MULTILINE)
FOUND = re.compile(r"^pan:\d+: ((?:assertion violated|invalid end state).*)$", re.MULTILINE)
STATES = re.compile(r"^ *(\S+) states, stored", re.MULTILINE)
# What pan says if it gave up before all states were visited.
INCOMPLETE = ("Search not completed", "max search depth too small", "hash table full")

SECONDS = 300
MEMORY_MIB = 1000
DEPTH = 400_000
HASH_BITS = 22
TRAIL_SHOWN = 60


def models():
    """The names of the models, in order."""
    return sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(HERE, "*.pml")))


def source(model):
    return os.path.join(HERE, model + ".pml")


def faults(model):
    with open(source(model), encoding="utf-8") as file:
        found = FAULT.findall(file.read())
    if len(found) < 3:
        harness.fail(f"{model}.pml lists {len(found)} faults; there are to be three at least")
    return found


def check(model, fault, folder):
    """Makes and runs the checker. Returns what it printed and None, or None and the problem."""
    defined = [f"-D{fault}"] if fault else []
    optimize = "-O0" if fault else "-O2"  # a fault is found sooner than the checker is compiled
    steps = (
        ["spin", *defined, "-a", source(model)],
        ["gcc", optimize, "-w", "-DSAFETY", f"-DMEMLIM={MEMORY_MIB}", "-o", "pan", "pan.c"],
        ["./pan", f"-m{DEPTH}", f"-w{HASH_BITS}"],
    )
    for step in steps:
        done = harness.run(step, folder=folder, seconds=SECONDS)
        if done.code != 0:
            return None, f"    {step[0]}: {done.ending()}\n{harness.shown(done.out + done.err)}"
    return done.out.decode(), None


def trail(model, fault, folder):
    """The last steps before what was found."""
    defined = [f"-D{fault}"] if fault else []
    name = f"{model}.pml.trail"
    done = harness.run(["spin", *defined, "-t", "-k", name, "-p", "-g", source(model)],
                       folder=folder)
    lines = done.out.splitlines()
    return harness.shown(b"\n".join(lines[-TRAIL_SHOWN:]), TRAIL_SHOWN)


def verdict(fault, printed):
    """Whether the checker said what it should, and that in a few words."""
    found = FOUND.search(printed)
    incomplete = next((words for words in INCOMPLETE if words in printed), None)
    if fault:
        return bool(found), f"caught: {found[1]}" if found else "NOT caught"
    if found:
        return False, found[1]
    if incomplete or "errors: 0" not in printed:
        return False, f"not all states were visited: {incomplete}"
    return True, f"holds in all of {int(float(STATES.search(printed)[1])):,} states"


def case(model, fault, show_trail):
    """A model, sound (fault None) or with a fault."""
    name = f"{model}.{fault or 'sound'}"

    def run():
        with tempfile.TemporaryDirectory() as folder:
            printed, problem = check(model, fault, folder)
            if problem:
                return problem
            good, words = verdict(fault, printed)
            steps = ""
            if FOUND.search(printed) and (show_trail or not good):
                steps = trail(model, fault, folder)
        if not good:
            return f"    {words}\n{steps}"
        print(f"{name}: {words}" + ("\n" + steps if steps else ""), flush=True)
        return None

    return harness.Case(name, f"./x models --only {name}", run)


def cases(names=None, show_trail=False):
    return [case(model, fault, show_trail)
            for model in names or models() for fault in [None, *faults(model)]]


def main():
    parser = argparse.ArgumentParser(prog="./x models")
    parser.add_argument("names", nargs="*", help="models; all without")
    parser.add_argument("--only", default="", metavar="RE", help="only cases that match")
    parser.add_argument("--trail", action="store_true", help="show the steps to what is found")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(models())
    if unknown:
        parser.error(f"no model {' '.join(unknown)}; there are {' '.join(models())}")
    report = harness.Report()
    for model in chosen.names or models():
        wanted = [c for c in cases([model], chosen.trail) if re.search(chosen.only, c.name)]
        if wanted:
            report.suite(model, wanted)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
