"""Runs programs/library, what the library is used for most, on Vole, Go, and who else has the like.

The same work in each language, whose output must agree. Runs are interleaved, as run.py does it; what
is printed is the median of the wall time, and its multiple of Go's.

  ./x bench library              all programs
  ./x bench library --rounds 9 factorial
"""
import argparse
import glob
import os
import shutil
import tempfile

import harness
import run

PROGRAMS = os.path.join(run.PROGRAMS, "library")


def peers(scratch):
    """Vole and Go first, then whoever is installed."""
    found = [run.Peer("vole", "library", ".go", [harness.vole(), "run"])]
    if shutil.which("go"):
        found.append(run.GoPeer(scratch))
        found[-1].language = "library"
    for name, ending, command in (("node", ".js", "node"), ("python3", ".py", "python3"), (run.BASE, ".lua", run.BASE)):
        if shutil.which(command):
            found.append(run.Peer(name, "library", ending, [command]))
    return found


def main(arguments):
    parser = argparse.ArgumentParser(prog="./x bench library")
    parser.add_argument("names", nargs="*", help="programs; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    programs = sorted(os.path.basename(path)[:-3] for path in glob.glob(PROGRAMS + "/*.go"))
    unknown = set(chosen.names) - set(programs)
    if unknown:
        harness.fail(f"no benchmark {' '.join(sorted(unknown))}; there are {' '.join(programs)}")
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        found = peers(scratch)
        print(f"{'seconds, x go':18}" + "".join(f"{peer.name:>16}" for peer in found))
        for name in chosen.names or programs:
            commands = {peer.name: peer.prepare(peer.source(name)) for peer in found if peer.source(name)}
            results = run.rounds(commands, chosen.rounds)
            print(f"{name:18}" + "".join(run.cell(results[peer.name], results.get("go")) if peer.name in results
                                         else f"{'-':>16}" for peer in found), flush=True)
            outputs = {str(result and result[0]) for result in results.values()}
            if len(outputs) > 1 or "None" in outputs:
                wrong += 1
                print("    WRONG: the outputs differ, or a program failed")
    return 1 if wrong else 0
