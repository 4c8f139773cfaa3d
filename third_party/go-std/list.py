"""list.py [ROOT]: writes into BUILD.gn beside it which files of Go's library Vole takes.

packages.txt names the packages. Of each, all files are taken that a build for Linux compiles on a
machine for which Go has no assembly: what is left to assembly elsewhere is Go there, or a function
in C. With --check it writes nothing, and fails if BUILD.gn has another list.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = "/usr/share/go-1.19/src"
BEGIN, END = "go_std_files = [\n", "]\n"
SYSTEMS = set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris"
              " windows zos".split())
MACHINES = set("386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm".split())
HOLDS = {"linux", "unix", "gc", "purego", *(f"go1.{n}" for n in range(1, 27))}


def holds_constraint(text, machine):
    """Whether the //go:build line above the package clause holds, if there is one."""
    match = re.search(r"^//go:build (.*)$", text.partition("\npackage ")[0], re.M)
    if not match:
        return True
    words = re.findall(r"&&|\|\||!|\(|\)|[\w.]+", match[1])
    python = {"&&": "and", "||": "or", "!": "not"}
    return eval(" ".join(python.get(w, w if w in "()" else str(w in HOLDS | {machine})) for w in words))


def is_taken(path, machine):
    parts = path.stem.split("_")[1:]
    if path.name.endswith("_test.go") or path.name[0] in "._":
        return False
    if parts[-1:] and parts[-1] in MACHINES and parts.pop() != machine:
        return False
    if parts[-1:] and parts[-1] in SYSTEMS - {"linux"}:
        return False
    return holds_constraint(path.read_text(), machine)


def files(root):
    for line in (HERE / "packages.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        package, *words = line.split()
        machine = next((w[1:] for w in words if w[0] == "^"), None)
        only, without = {w[1:] for w in words if w[0] == "+"}, {w[1:] for w in words if w[0] == "-"}
        found = sorted(p for p in (root / package).glob("*.go") if is_taken(p, machine))
        unknown = (only | without) - {p.name for p in found}
        if unknown or not found:
            sys.exit(f"packages.txt: {package} has no {' '.join(sorted(unknown)) or 'files'}")
        for path in found:
            if path.name in only or not only and path.name not in without:
                yield f"{package}/{path.name}"


def main():
    words = [w for w in sys.argv[1:] if w != "--check"]
    build = HERE / "BUILD.gn"
    text = build.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    made = before + BEGIN + "".join(f'  "{name}",\n' for name in sorted(files(pathlib.Path(*words or [ROOT])))) + END + after
    if "--check" not in sys.argv:
        build.write_text(made)
    elif made != text:
        sys.exit("third_party/go-std/BUILD.gn is not what list.py makes of packages.txt")


main()
