"""Scripts that do one of many bad things in one of many places, each pair in a process of its own.

nil_calls.go calls what is nil; nil_calls.tsv says how the real Go ended each time: status, output,
message, whether a [signal] line follows, and the script's lines in the traceback. faults.go goes to
addresses where nothing is; Go's answer there depends on what its compiler made of the access, so
here the rule is: Go's words for one of the three ends, a traceback, status 2.

  python3 tests/matrix/run.py --record     writes nil_calls.tsv and nil_calls.out with the real Go
"""
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import harness  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
NIL_CALLS = os.path.join(HERE, "nil_calls.go")
FAULTS = os.path.join(HERE, "faults.go")
RECORD = os.path.join(HERE, "nil_calls.tsv")
RECOVERED = os.path.join(HERE, "nil_calls.out")
SECONDS = 60
# Nobody can tell apart where these happen: they are tried in one place.
ELSEWHERE = {"go", "go of a result with arguments", "time.AfterFunc", "context.AfterFunc",
             "runtime.SetFinalizer", "runtime.AddCleanup"}
# Go tells them of all goroutines, the sleeping one first.
OTHER_GOROUTINE = {"time.AfterFunc"}


def names(listing):
    """The two lists that a script prints for the argument "list"."""
    return [part.splitlines() for part in listing.decode().rstrip("\n").split("\n\n")]


def summary(done, form):
    """What of an end Vole and Go must have in common."""
    err = done.err.decode(errors="replace")
    head = re.split(r"(?m)^\n?goroutine |^\[signal ", err)[0]
    traceback = re.search(r"(?ms)^goroutine .*?(\n\n|\Z)", err)
    lines = re.findall(r"nil_calls\.go:(\d+)", traceback[0] if traceback else "")
    if form in OTHER_GOROUTINE:
        lines = []
    kept = [line for i, line in enumerate(lines) if line != (lines[i - 1] if i else None)]
    return [done.code, done.out.decode(errors="replace"), head, "[signal" in err, " ".join(kept)]


def record():
    with tempfile.TemporaryDirectory() as scratch:
        program = os.path.join(scratch, "nil_calls")
        built = harness.run(["go", "build", "-gcflags=-l", "-o", program, NIL_CALLS], seconds=300,
                            limit_memory=False)
        if built.code != 0:
            harness.fail(built.err.decode())
        recovered = harness.run([program], seconds=SECONDS)
        with open(RECOVERED, "wb") as file:
            file.write(recovered.out)
        forms, places = names(harness.run([program, "list"], seconds=SECONDS).out)
        with open(RECORD, "w", encoding="utf-8") as file:
            for form in forms:
                for place in places[:1] if form in ELSEWHERE else places:
                    done = harness.run([program, form, place], seconds=SECONDS)
                    file.write("\t".join([form, place] + [
                        json.dumps(x) for x in summary(done, form)]) + "\n")


def recorded():
    """The rows of the record, by place."""
    rows = {}
    with open(RECORD, encoding="utf-8") as file:
        for line in file:
            form, place, *rest = line.rstrip("\n").split("\t")
            rows.setdefault(place, []).append((form, [json.loads(x) for x in rest]))
    return rows


def recovered_case(kind, settings=None):
    command = [harness.vole(kind), "run", NIL_CALLS]

    def check():
        done = harness.run(command, settings=settings, seconds=300)
        with open(RECOVERED, "rb") as file:
            expected = file.read()
        if done.code == 0 and done.out == expected:
            return None
        return f"    {done.ending()}\n" + harness.difference(expected, done.out)

    suffix = " under gcstress" if settings else ""
    return harness.Case("nil calls, recovered" + suffix,
                        harness.command_line(command, settings=settings), check)


def place_case(kind, place, rows):
    def check():
        problems = []
        for form, expected in rows:
            command = [harness.vole(kind), "run", NIL_CALLS, form, place]
            got = summary(harness.run(command, seconds=SECONDS), form)
            if got != expected:
                problems.append(f"    {harness.command_line(command)}\n"
                                f"      expected {expected}\n      got      {got}")
        return "\n".join(problems[:5]) or None

    return harness.Case(f"nil calls, {place}",
                        f"{harness.vole(kind)} run {NIL_CALLS} FORM '{place}'", check)


# How Go's and Vole's messages begin.
ENDS = re.compile(r"(panic: first\n\t)?panic: runtime error: invalid memory address or nil pointer"
                  r" dereference\n\[signal |(panic: )*unexpected fault address 0x|"
                  r"accessed data from freed user arena 0x")
# These do nothing with the address, or give it to the system, which refuses it.
HARMLESS = {"write", "gc"}
# Where the interpreter itself goes to an address of the first page, that panics.
OWN = {"load", "load of a byte", "store", "store of a pointer", "load of a string", "copy out",
       "copy in", "box", "field", "closure", "interface", "goroutine", "finalizer"}


def fault_problem(done, act, address):
    err = done.err.decode(errors="replace")
    if act == "recovered" and address.startswith("first page"):
        return None if done.code == 0 and b"rec runtime error: invalid" in done.out else "recover"
    if done.code == 0 and act in HARMLESS:
        return None
    if done.code != 2:
        return "status"
    if not ENDS.match(err):
        return "message"
    if act in OWN and address.startswith("first page") and not err.startswith("panic: "):
        return "no panic"
    return None if re.search(r"goroutine \d+ \[running\]:\n(.|\n)*faults\.go:", err) else "traceback"


def fault_case(kind, act, addresses):
    def check():
        problems = []
        for address in addresses:
            command = [harness.vole(kind), "run", FAULTS, act, address]
            done = harness.run(command, seconds=SECONDS)
            problem = fault_problem(done, act, address)
            if problem:
                problems.append(f"    {harness.command_line(command)}\n    {problem}: "
                                f"{done.ending()}\n{harness.shown(done.out + done.err, 6)}")
        return "\n".join(problems) or None

    return harness.Case(f"faults, {act}", f"{harness.vole(kind)} run {FAULTS} '{act}' ADDRESS",
                        check)


def cases(kind):
    listed = harness.run([harness.vole(kind), "run", FAULTS, "list"], seconds=SECONDS)
    acts, addresses = names(listed.out)
    return ([recovered_case(kind), recovered_case(kind, {"VOLEDEBUG": "gcstress=1"})]
            + [place_case(kind, place, rows) for place, rows in recorded().items()]
            + [fault_case(kind, act, addresses) for act in acts])


if __name__ == "__main__":
    if sys.argv[1:] != ["--record"]:
        harness.fail(__doc__)
    record()
