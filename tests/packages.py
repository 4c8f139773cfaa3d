"""packages.py: what of Go's standard library Vole has, by the names that Go's api files list.

  python3 tests/packages.py             writes docs/packages.md
  python3 tests/packages.py --missing RE   prints what packages lack

./x test packages checks that docs/packages.md is true. Where no Go is installed, whose folder api
has the names, it checks that what the page calls missing is, and that it lists each package.
"""
import collections
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import harness  # noqa: E402

PAGE = os.path.join(harness.ROOT, "docs", "packages.md")
STD = os.path.join(harness.ROOT, "vm", "std")
GO_STD = os.path.join(harness.ROOT, "third_party", "go-std", "BUILD.gn")
LIST = os.path.join("third_party", "go-std", "list.py")
GO_ROOT = "/usr/share/go-1.19/src"
MOST_NAMES = 100  # of a package that are listed one by one
HEAD = """# The standard library

Made by `python3 tests/packages.py`. Each package of Go 1.26's library: whose source Vole takes, and which of its exported functions,
methods, types, variables and constants are not there. Go: [third_party/go-std](../third_party/go-std/packages.txt), from Debian's
golang-1.19-src. Vole: [vm/std](../vm/std/README.md).

| package | source | missing |
|---|---|---|
"""
# Packages that are not there, and why.
ABSENT = [
    (r"(net/.*|log/syslog|crypto/tls|expvar)$",
     "sockets: a later issue"),
    (r"(plugin|runtime/cgo)$", "Vole has neither C code in programs nor plugins"),
    (r"(runtime/race|runtime/coverage)$", "of what Go's linker makes"),
    (r"syscall/js$", "of WebAssembly"),
]
# Why names of other packages are not there.
LACKING = [
    (r"(net|net/textproto)$", "sockets: a later issue"),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def without_comments(text):
    """A Go file's text without comments and raw strings."""
    text = re.sub(r"'[^'\n\\]'|'\\.[^'\n]*'", "0", text)
    text = re.sub(r"`[^`]*`|//[^\n]*|/\*.*?\*/", lambda m: '""' if m[0][0] == "`" else "", text, flags=re.S)
    return text


def declared(text):
    """Names that a Go file, formatted by gofmt, exports: F, T, T.M."""
    text = without_comments(text)
    for match in re.finditer(r"^func (?:\((?:\w+ )?\*?(\w+)(?:\[[^\]]*\])?\) )?([A-Z]\w*)[\[(]", text, re.M):
        yield f"{match[1]}.{match[2]}" if match[1] else match[2]
    for match in re.finditer(r"^(?:var|const|type) ([A-Z]\w*(?:, \w+)*)", text, re.M):
        yield from match[1].split(", ")
    for block in re.finditer(r"^(?:var|const|type) \((.*?)^\)", text, re.M | re.S):
        for match in re.finditer(r"^\t([A-Za-z_]\w*(?:, \w+)*)", block[1], re.M):
            yield from match[1].split(", ")


def embedded(text):
    """By struct or interface: what it embeds, and by alias: what it names, as T or package.T."""
    text = without_comments(text)
    for match in re.finditer(r"^(?:type |\t)(\w+)(?:\[[^\]]*\])? (?:struct|interface) \{\n(.*?)^\t?\}", text, re.M | re.S):
        for name in re.findall(r"^\t+\*?([\w.]+)\s*$", match[2], re.M):
            yield match[1], name
    for match in re.finditer(r"^(?:type |\t)(\w+)\s+= ([\w.]+)$", text, re.M):
        yield match[1], match[2]
    for match in re.finditer(r"^type (\w+) struct\{ \*?([\w.]+) \}", text, re.M):
        yield match[1], match[2]


def promoted(names, parents):
    """The methods that types have of what they embed; what is of another package may have any."""
    made, changed = set(), True
    while changed:
        changed = False
        for owner, parent in parents:
            got = {f"{owner}.*"} if "." in parent or f"{parent}.*" in made else set()
            got |= {f"{owner}.{name.partition('.')[2]}" for name in names | made if name.startswith(parent + ".")}
            changed = changed or not got <= made | names
            made |= got
    return made


def own_files():
    listed = re.search(r"_std_go_files = \[(.*?)\]", read(os.path.join(STD, "BUILD.gn")), re.S)[1]
    return [os.path.join(STD, name) for name in re.findall(r'"(.*?)"', listed)]


def go_files():
    listed = re.search(r"go_std_files = \[(.*?)\]", read(GO_STD), re.S)[1]
    return [os.path.join(GO_ROOT, name) for name in re.findall(r'"(.*?)"', listed)]


def have():
    """By package: whose sources it has, and its names."""
    sources, names, parents = (collections.defaultdict(set) for _ in range(3))
    for source, root, files in (("Vole", STD, own_files()), ("Go", GO_ROOT, go_files())):
        for path in files:
            package = os.path.relpath(os.path.dirname(path), root)
            sources[package].add(source)
            names[package].update(declared(read(path)))
            parents[package].update(embedded(read(path)))
    for package in names:
        names[package] |= promoted(names[package], parents[package])
    return sources, names


def api_folder():
    for go in ("/usr/local/go", os.environ.get("GOROOT", "")):
        if os.path.exists(os.path.join(go, "api", "go1.26.txt")):
            return os.path.join(go, "api")
    return None


def wanted(folder):
    """By package: the names that Go has on Linux."""
    names = collections.defaultdict(set)
    for path in glob.glob(os.path.join(folder, "go1*.txt")):
        for line in read(path).splitlines():
            match = re.match(r"pkg ([\w/.]+)(?: \(([\w-]+)\))?, (func|method|type|var|const) (.*)", line)
            if not match or match[2] and match[2] not in ("linux-amd64",):
                continue
            package, _, kind, rest = match.groups()
            if kind == "method":
                method = re.match(r"\(\*?(\w+)(?:\[.*?\])?\) (\w+)", rest)
                names[package].add(f"{method[1]}.{method[2]}")
            else:
                names[package].add(re.match(r"\w+", rest)[0])
    return names


def rows(folder):
    sources, names = have()
    for package, there in sorted(wanted(folder).items()):
        if package not in sources:
            reason = next((why for pattern, why in ABSENT if re.match(pattern, package)), "not yet")
            yield package, "none", reason
            continue
        lack = sorted(name for name in there - names[package] if not goes_without_saying(name, there, names[package]))
        said = " ".join(lack) if len(lack) <= MOST_NAMES else f"{len(lack)} of {len(there)} names"
        why = next((f" ({why})" for pattern, why in LACKING if lack and re.match(pattern, package)), "")
        yield package, " and ".join(sorted(sources[package], reverse=True)), said + why


def goes_without_saying(name, there, names):
    """Whether it is a method of a type that is not there, or of one that has methods of elsewhere."""
    owner, dot, _ = name.partition(".")
    return dot and (owner in there and owner not in names or f"{owner}.*" in names)


def page(folder):
    return HEAD + "".join(f"| {package} | {source} | {lack} |\n" for package, source, lack in rows(folder))


def check_page():
    folder = api_folder()
    if folder:
        return None if read(PAGE) == page(folder) else "    docs/packages.md is not what tests/packages.py makes"
    sources, names = have()
    problems = []
    for package, source, lack in re.findall(r"^\| ([\w/]+) \| (.*?) \| (.*?) \|$", read(PAGE), re.M):
        if source == "none":
            problems += [f"{package} is there"] if package in sources else []
        else:
            problems += [f"{package}.{name} is there" for name in lack.split() if name in names[package]]
    return "\n".join(f"    {problem}" for problem in problems) or None


def check_list():
    done = harness.run(["python3", LIST, "--check"], folder=harness.ROOT)
    return None if done.code == 0 else harness.shown(done.err)


def cases():
    return [harness.Case("Go's files", f"python3 {LIST} --check", check_list),
            harness.Case("page", "python3 tests/packages.py; git diff docs/packages.md", check_page)]


def main():
    folder = api_folder()
    if not folder:
        sys.exit("no Go 1.26 is installed: its folder api has the names")
    if sys.argv[1:2] == ["--missing"]:
        for package, source, lack in rows(folder):
            if re.search(sys.argv[2], package):
                print(f"{package} ({source}): {lack}")
    else:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page(folder))


if __name__ == "__main__":
    main()
