"""Random programs run by Vole and by the real Go: see README.md.

  python3 tests/random/campaign.py [--vole out/release/vole] [--mode language] [--first SEED] [--count PROGRAMS]
  python3 tests/random/campaign.py --print SEED [--only NAME]

What differs is printed, and the program kept in the folder of --keep.
"""
import argparse
import os
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import harness  # noqa: E402
import mistakes  # noqa: E402
import calls  # noqa: E402
import oracle  # noqa: E402
import program  # noqa: E402

FUNCTIONS = 500  # in a program
STRESS = {"VOLEDEBUG": "gcstress=100,verify"}
MODES = {
    "language": lambda seed, count, vole: program.language(seed, count, range_functions=True),
    "library": calls.source,
    "mistakes": lambda seed, count, vole: mistakes.source(seed, count),
}


def keep(folder, scratch, mode, seed, findings):
    os.makedirs(folder, exist_ok=True)
    base = os.path.join(folder, f"{mode}{seed}")
    shutil.copy(os.path.join(scratch, "program.go"), base + ".go")
    with open(base + ".txt", "w", encoding="utf-8") as file:
        file.write("\n".join(f.text() for f in findings) + "\n")


def one(mode, seed, functions, vole, settings=None, kept=None):
    """Compares the program of a seed. Returns (functions compared, findings)."""
    with tempfile.TemporaryDirectory() as scratch:
        made = MODES[mode](seed, functions, vole)
        if mode == "mistakes":
            count, findings = mistakes.compare(made, scratch, vole, oracle.Finding)
        else:
            count, findings = oracle.compare(made, scratch, vole, settings)
        if findings and kept:
            keep(kept, scratch, mode, seed, findings)
        return count, findings


def case(mode, seed, functions, kind, settings=None):
    def run():
        _, findings = one(mode, seed, functions, harness.vole(kind), settings)
        return "\n".join(f.text() for f in findings) or None

    words = ["python3", "tests/random/campaign.py", "--mode", mode, "--first", str(seed), "--functions", str(functions),
             "--vole", os.path.join("out", kind, "vole")] + (["--stress"] if settings else [])
    name = f"{mode} {seed}" + (" under gcstress" if settings else "")
    return harness.Case(name, harness.command_line(words), run)


QUICK = [("language", 1, 60, None), ("library", 1, 80, None), ("mistakes", 32, 25, None), ("mistakes", 33, 25, None),
         ("language", 2, 20, STRESS)]
LONG = [(mode, seed, 300, None) for seed in range(11, 16) for mode in ("language", "library")] + [
    (mode, 21, 100, STRESS) for mode in ("language", "library")]


def cases(kind, runs):
    return [case(mode, seed, functions, kind, settings) for mode, seed, functions, settings in runs]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vole", default=harness.vole("release"))
    parser.add_argument("--mode", default="language", choices=list(MODES))
    parser.add_argument("--first", type=int, default=1, metavar="SEED")
    parser.add_argument("--count", type=int, default=1, metavar="PROGRAMS")
    parser.add_argument("--functions", type=int, default=FUNCTIONS, metavar="N", help="in each program")
    parser.add_argument("--stress", action="store_true", help="under gcstress with verify")
    parser.add_argument("--keep", metavar="FOLDER", help="for the programs that differ")
    parser.add_argument("--print", type=int, metavar="SEED", help="print the program of a seed")
    parser.add_argument("--only", metavar="NAME", help="with --print: this function and what it needs")
    return parser.parse_args()


def main():
    chosen = options()
    if chosen.print is not None:
        text, _ = MODES[chosen.mode](chosen.print, chosen.functions, chosen.vole).text(chosen.only and {chosen.only})
        sys.stdout.write(text)
        return 0
    total = bad = 0
    for seed in range(chosen.first, chosen.first + chosen.count):
        start = time.monotonic()
        count, findings = one(chosen.mode, seed, chosen.functions, os.path.abspath(chosen.vole),
                              STRESS if chosen.stress else None, chosen.keep)
        total += count
        bad += len(findings)
        print(f"seed {seed}: {count} functions, {len(findings)} differ, {time.monotonic() - start:.1f} s; {total} in all",
              flush=True)
        for finding in findings[:6]:
            print(finding.text(), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
