"""Generic functions, one for each constraint and operation: which of them Go refuses, and in which words.

constraints.tsv has the constraints, each with the digest of what Go 1.26 says of its program
(tests/goerrors.py); operations.txt what is done with x and y of a type parameter T of it;
prelude.go.txt what all programs declare. Nothing is instantiated but by other generic code.

    python3 tests/generics/run.py            records the digests with the Go installed
    python3 tests/generics/run.py NAME       prints a program
"""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import goerrors  # noqa: E402
import harness  # noqa: E402

TABLE = os.path.join(HERE, "constraints.tsv")
SECONDS = 60


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def constraints():
    return [line.split("\t") for line in read("constraints.tsv").splitlines()
            if not line.startswith("#")]


def program(constraint):
    functions = [f"func f{i}[T {constraint}](x, y T) {{ {operation} }}"
                 for i, operation in enumerate(read("operations.txt").splitlines())]
    return read("prelude.go.txt") + "\n" + "\n".join(functions) + "\n"


def of_vole(path):
    checker = os.path.join(harness.ROOT, "out", "debug", "tests", "vole_check")
    settings = {"VOLE_MANY": "1", "VOLE_STD": os.path.join(harness.ROOT, "vm", "std")}
    done = harness.run([checker, os.path.basename(path)], folder=os.path.dirname(path),
                       settings=settings, seconds=SECONDS)
    return goerrors.messages(done.out + done.err)


def with_program(name, constraint, use):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name + ".go")
        with open(path, "w", encoding="utf-8") as file:
            file.write(program(constraint))
        return use(path)


def case(name, constraint, expected):
    def check():
        return with_program(name, constraint, lambda path: goerrors.compare(
            path, expected, of_vole(path), True))

    return harness.Case(name, f"python3 tests/generics/run.py {name} >{name}.go; out/debug/vole check {name}.go",
                        check)


def cases():
    return [case(*row) for row in constraints()]


def record():
    rows = [(name, constraint, with_program(name, constraint, lambda path: goerrors.digest(
        goerrors.of_go(path, True)))) for name, constraint, _ in constraints()]
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write("# name\tconstraint\tdigest\n")
        file.writelines("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(program(dict((row[0], row[1]) for row in constraints())[sys.argv[1]]), end="")
    else:
        record()
