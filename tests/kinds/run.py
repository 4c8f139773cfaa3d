"""Scripts that are made from tables, one for each kind of fault: see README.md.

  python3 tests/kinds/run.py            writes them to out/kinds
  python3 tests/kinds/run.py --expect   and, with the real Go, what they print to tests/kinds/NAME.out
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import copies  # noqa: E402
import edges  # noqa: E402
import expect  # noqa: E402
import harness  # noqa: E402
import library  # noqa: E402
import live  # noqa: E402
import movers  # noqa: E402
import pairs  # noqa: E402

FOLDER = os.path.join(harness.ROOT, "out", "kinds")
SCRIPTS = {
    "integers": edges.integers,
    "floats": edges.floats,
    "loops": edges.loops,
    "library": library.script,
    "copies": copies.script,
    "live": live.script,
    "movers": movers.script,
}
CLOBBER = {"GODEBUG": "clobberfree=1"}
SLOW = {**CLOBBER, "GOMAXPROCS": "1", "VOLEDEBUG": "gcstress=1,slowmark"}
QUICK = [("integers", {}), ("floats", {}), ("loops", {}), ("library", {}), ("copies", {}), ("live", {**CLOBBER, "GOMAXPROCS": "1"}), ("movers", SLOW)]
LONG = [("integers", {"VOLEDEBUG": "gcstress=100,movestacks"}),
        ("copies", {**CLOBBER, "VOLEDEBUG": "gcstress=5,movestacks"}),
        ("copies", SLOW),
        ("live", {**CLOBBER, "GOMAXPROCS": "1", "VOLEDEBUG": "gcstress=1,movestacks"}),
        ("live", {**CLOBBER, "GOMAXPROCS": "2", "VOLEDEBUG": "gcstress=1,verify"}),
        ("live", SLOW),
        ("movers", {**SLOW, "GODEBUG": "clobberfree=1,gccheckmark=1"}),
        ("movers", {**SLOW, "GOMAXPROCS": "2"}),
        ("movers", {**CLOBBER, "GOMAXPROCS": "4", "VOLEDEBUG": "gcstress=1,smallbufs"})]
SECONDS = 900


def write(name):
    """Writes a script. Returns its path."""
    os.makedirs(FOLDER, exist_ok=True)
    path = os.path.join(FOLDER, name + ".go")
    with open(path, "w", encoding="utf-8") as file:
        file.write(SCRIPTS[name]())
    return path


def expected(name):
    with open(os.path.join(HERE, name + ".out"), "rb") as file:
        return file.read()


def case(kind, name, settings):
    def run():
        path = write(name)
        done = harness.run([harness.vole(kind), "run", path], folder=FOLDER, settings=settings, seconds=SECONDS)
        return compare(name, done)

    title = name + "".join(f" {key}={value}" for key, value in settings.items())
    command = [os.path.join("out", kind, "vole"), "run", os.path.join("out", "kinds", name + ".go")]
    return harness.Case(title, harness.command_line(command, settings=settings), run)


def pairs_case(kind, use):
    def run():
        want = pairs.of_use(expected("pairs"), use)
        have = pairs.check(harness.vole(kind), use, want)
        return None if have == want else harness.difference(want, have)

    return harness.Case(f"pairs {use}", f"./x test kinds --only 'pairs {use}'", run)


def compare(name, done):
    if done.code == 0 and done.out == expected(name) and not done.err:
        return None
    return f"    {done.ending()}\n" + harness.difference(expected(name), done.out) + "\n" + harness.shown(done.err)


def cases(kind):
    return [case(kind, name, settings) for name, settings in QUICK] + [pairs_case(kind, use) for use in pairs.USES]


def long_cases(kind):
    return [case(kind, name, settings) for name, settings in LONG]


def pairs_with_go():
    have = pairs.record()
    return None if have == expected("pairs") else harness.difference(expected("pairs"), have)


def oracle_cases():
    return [harness.Case(f"{name} with go", "python3 tests/kinds/run.py --expect",
                         lambda name=name: compare(name, expect.go_run(write(name), SECONDS))) for name in SCRIPTS] + [
        harness.Case("pairs with go", "python3 tests/kinds/run.py --expect", pairs_with_go)]


def main():
    for name in SCRIPTS:
        path = write(name)
        if "--expect" not in sys.argv:
            continue
        done = expect.go_run(path, SECONDS)
        if done.code != 0:
            harness.fail(f"{path}: {done.ending()}\n{done.err.decode()}")
        with open(os.path.join(HERE, name + ".out"), "wb") as file:
            file.write(done.out)
        print(f"{name}: {len(done.out)} bytes")
    if "--expect" in sys.argv:
        with open(os.path.join(HERE, "pairs.out"), "wb") as file:
            file.write(pairs.record())


if __name__ == "__main__":
    main()
