"""Runs Go's own test programs on Vole, by the rule of Go's own runner.

The programs stand where Debian's golang-1.19-src puts them; gotest.tsv lists them with what each
needs of the language. A program passes if its exit status is 0 and its standard output and standard
error, in the order written, equal its .out file, or are empty where there is none.

pass.txt names those that must pass; known_failures.tsv those that do not, with the reason.

  ./x conformance                 those of pass.txt
  ./x conformance --all           the first milestone: all of tier 1 that needs no later feature
  ./x conformance --every         all that run with Go 1.19 at all
  ./x conformance --filter RE     of these, the programs whose path matches
  ./x conformance --stress        with a collection every 100 allocations and the heap verified
  ./x conformance --errorcheck    the programs that must not compile: what is said of them
  ./x conformance --update        write what passes to pass.txt, and the rest to the known failures
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import harness  # noqa: E402
from conformance import errorcheck  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.environ.get("GOTEST") or "/usr/share/go-1.19/test"
PASS = os.path.join(HERE, "pass.txt")
KNOWN = os.path.join(HERE, "known_failures.tsv")
MANIFEST = os.path.join(HERE, "gotest.tsv")

# What the first milestone leaves to later ones.
LATER = {"goroutine", "select", "complex", "callers", "gc-api", "print-builtin"}
STRESS = {"VOLEDEBUG": "gcstress=100,verify"}
SECONDS = 60
STRESS_FACTOR = 5


def manifest():
    """The rows of gotest.tsv that Go 1.19 itself passes, by path."""
    rows = {}
    with open(MANIFEST, encoding="utf-8") as file:
        columns = file.readline().rstrip("\n").split("\t")
        for line in file:
            row = dict(zip(columns, line.rstrip("\n").split("\t")))
            if row["go1.19.8_result"] == "PASS":
                rows[row["path"]] = row
    return rows


def in_milestone(row):
    return row["tier"] == "1" and not LATER & set(row["needs"].split(","))


def must_pass():
    with open(PASS, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def known_failures():
    """The reasons, by path."""
    with open(KNOWN, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t", 1) for line in file if not line.startswith("#")]
    return {row[0]: row[1] for row in rows if len(row) == 2}


def judge(path, settings, seconds):
    """Runs one program. Returns None, or what is wrong."""
    full = os.path.join(PROGRAMS, path)
    if not os.path.exists(full):
        return f"    {full} is not there; it comes with Debian's golang-1.19-src"
    # One pipe for both streams, so that the order between them shows.
    command = ["sh", "-c", 'exec "$@" 2>&1', "sh", harness.vole(), "run", os.path.basename(full)]
    done = harness.run(command, folder=os.path.dirname(full), settings=settings, seconds=seconds)
    expected = b""
    if os.path.exists(full[:-3] + ".out"):
        with open(full[:-3] + ".out", "rb") as file:
            expected = file.read()
    if done.code != 0:
        return f"    {done.ending()}\n" + harness.shown(done.out, 8)
    if done.out != expected:
        return "    its output is not the expected one\n" + harness.difference(expected, done.out)
    return None


def case(path, settings=None, seconds=SECONDS):
    repeat = harness.command_line([harness.relative(harness.vole()), "run",
                                   os.path.join(PROGRAMS, path)], settings=settings)
    return harness.Case(path, repeat, lambda: judge(path, settings, seconds))


def sample(paths, count):
    """Some of the paths, spread over the list, always the same."""
    step = max(1, len(paths) // count)
    return paths[::step]


def write_lists(passed, failures, wanted):
    """Brings pass.txt and known_failures.tsv up to date with what was seen."""
    reasons = known_failures()
    keep = (set(must_pass()) | set(passed)) - set(failures)
    with open(PASS, "w", encoding="utf-8") as file:
        file.write("# Programs of Go's test tree that must pass, kept by "
                   "./x conformance --update.\n")
        file.writelines(path + "\n" for path in sorted(keep))
    for path, problem in failures.items():
        if path in wanted and path not in reasons:
            lines = [line.strip() for line in problem.splitlines() if line.strip()]
            reasons[path] = ": ".join(lines[:2]).replace("\t", " ")[:200]
    with open(KNOWN, "w", encoding="utf-8") as file:
        file.write("# path\treason\n")
        file.writelines(f"{path}\t{reason}\n" for path, reason in sorted(reasons.items())
                        if path not in keep)


def options():
    parser = argparse.ArgumentParser(prog="./x conformance")
    parser.add_argument("--filter", default="", metavar="RE", help="only paths that match")
    parser.add_argument("--all", action="store_true", help="the whole first milestone")
    parser.add_argument("--every", action="store_true", help="all that Go 1.19 passes")
    parser.add_argument("--stress", action="store_true", help="with gcstress=100,verify")
    parser.add_argument("--update", action="store_true", help="write the two lists")
    parser.add_argument("--errorcheck", action="store_true",
                        help="the programs that must not compile; with --update records them with Go")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of a program")
    parser.add_argument("--list", action="store_true", help="only name the programs")
    return parser.parse_args()


def choose(chosen):
    """The paths the options ask for."""
    rows = manifest()
    required = must_pass()
    if chosen.every:
        paths = list(rows)
    elif chosen.all:
        paths = [path for path, row in rows.items() if in_milestone(row)]
    else:
        paths = required
    return [path for path in paths if re.search(chosen.filter, path)]


def main():
    chosen = options()
    if chosen.errorcheck:
        return errorcheck.main(chosen.filter, chosen.update)
    paths = choose(chosen)
    if chosen.list:
        print("\n".join(paths))
        return 0
    if not paths and (chosen.filter or not (chosen.all or chosen.every)):
        print("no program chosen; --all names those of the first milestone", file=sys.stderr)
        return 2
    settings = STRESS if chosen.stress else None
    seconds = chosen.seconds * (STRESS_FACTOR if chosen.stress else 1)
    failures = {}

    def recorded(path):
        one = case(path, settings, seconds)

        def run():
            problem = one.run()
            if problem is not None:
                failures[path] = problem
            return problem

        return harness.Case(one.name, one.repeat, run)

    report = harness.Report()
    report.suite("conformance", [recorded(path) for path in paths])
    required = set(must_pass())
    news = [path for path in paths if path not in failures and path not in required]
    if news:
        print(f"{len(news)} pass that pass.txt does not name yet: " + " ".join(sorted(news)))
    regressions = sorted(required & set(failures))
    if regressions:
        print(f"{len(regressions)} of pass.txt fail: " + " ".join(regressions))
    if chosen.update and not chosen.stress:
        write_lists(news, failures, set(paths))
    print(f"{len(paths) - len(failures)} passed, {len(failures)} failed")
    return 1 if (failures if not (chosen.all or chosen.every) else regressions) else 0


if __name__ == "__main__":
    sys.exit(main())
