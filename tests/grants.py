"""What scripts may reach without a grant: every function in C has a decision, and every exported
function of the library that reaches something that needs a grant is tried in tests/vm/grants.go.

The decisions are tests/vm/grants.tsv: the function, and "-" for what stays inside the instance,
"given" for what reaches only what the host has given to it, "clock" for the time and randomness, or
the grant without which it must fail.
"""
import glob
import os
import re

import harness

STD = os.path.join(harness.ROOT, "vm", "std")
LIST = os.path.join("tests", "vm", "grants.tsv")
SCRIPT = os.path.join("tests", "vm", "grants.go")
GRANTS = {"FILES", "ENVIRONMENT", "PROCESS", "LIMITS", "UNSAFE"}
OTHERS = {"-", "given", "clock"}
# Of the first nothing compiles without a grant, so that nothing can be tried; the next need a test; the last
# no script can import.
NOT_IMPORTED = {"arena", "testing", "testing/internal/testdeps", "internal/syscall"}
FUNC = re.compile(r"^func (?:\([^)]*?(\w+)(?:\[[^\]]*\])?\) )?(\w+)(?:\[[^\]]*\])?\((.*)$", re.M)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def rows(text, table):
    """The names in a table of natives; some of its rows are made from a list, as UNARY(X)."""
    names = re.findall(r'\{"([^"]+)",', table)
    for used in re.findall(r"^ +([A-Z_]+)\(", table, re.M):
        rest = text.partition(f"#define {used}(X)")[2]
        names += re.findall(r'X\("([^"]+)"', re.match(r"(?:.*\\\n)*.*", rest)[0])
    return names


def natives():
    """The full names of all functions in C: tests/vm/natives_test.c binds them to Go's."""
    packages = re.findall(r'\{"([^"]+)", (natives_\w+)\}', read(os.path.join(STD, "natives.c")))
    tables = {}
    for path in glob.glob(os.path.join(STD, "*", "*.c")):
        text = read(path)
        for match in re.finditer(r"const struct native_entry (natives_\w+)\[\] = \{(.*?)\n?\};",
                                 text, re.S):
            tables[match[1]] = rows(text, match[2])
    return {f"{package}.{name}" for package, table in packages for name in tables[table]}


def decisions():
    lines = read(os.path.join(harness.ROOT, LIST)).splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def check_list():
    have, listed = natives(), decisions()
    problems = [f"{name} is a function in C without a decision in {LIST}"
                for name in sorted(have - set(listed))]
    problems += [f"{name} is in {LIST} and nowhere else" for name in sorted(set(listed) - have)]
    problems += [f"{name}: there is no decision {what}" for name, what in listed.items()
                 if what not in GRANTS | OTHERS]
    return "\n".join("    " + problem for problem in problems) or None


def functions(package):
    """The functions and methods of a package by name: (type or None, name) to text."""
    found = {}
    for path in glob.glob(os.path.join(STD, package, "*.go")):
        text = read(path)
        starts = list(FUNC.finditer(text))
        for match, following in zip(starts, starts[1:] + [None]):
            end = following.start() if following else len(text)
            one_line = match[3].rstrip().endswith("}")
            found[(match[1], match[2])] = match[0] if one_line else text[match.start():end].split("\n}")[0]
    return found


def reaching():
    """The exported functions that reach, through functions of their own package or of os, one that
    needs a grant: "os.Open", "os.File.Read"."""
    listed = decisions()
    found = set()
    packages = sorted({os.path.relpath(os.path.dirname(path), STD)
                       for path in glob.glob(os.path.join(STD, "**", "*.go"), recursive=True)})
    order = ["os"] + [package for package in packages if package != "os"]
    outside = set()  # "os.Open", as other packages write it
    for package in order:
        own = functions(package)
        reached = {name.split(".")[-1] for name, what in listed.items()
                   if name.rpartition(".")[0] == package and what in GRANTS}
        grew = not package.startswith("internal")
        while grew:
            grew = False
            for (base, name), text in own.items():
                if name in reached:
                    continue
                # A method of another type, as b.Read, is not one of this package's.
                body = text.partition("{")[2]
                calls = set(re.findall(r"(?<![\w.])(\w+)\b", body))
                if package == "os":
                    calls |= set(re.findall(r"\bf\.(\w+)\(", body))
                if calls & reached or any(re.search(rf"\b{re.escape(other)}\b", body)
                                          for other in outside):
                    reached.add(name)
                    grew = True
        for base, name in own:
            exported = name[0].isupper() and (base is None or base[0].isupper())
            if name in reached and exported and package not in NOT_IMPORTED:
                found.add(".".join(part for part in (package, base, name) if part))
                if base is None:
                    outside.add(f"{package.split('/')[-1]}.{name}")
    return found


def check_script():
    tried = set(re.findall(r'"((?:\w+/)*\w+(?:\.\w+)+)[ "]', read(os.path.join(harness.ROOT, SCRIPT))))
    missing = sorted(reaching() - tried)
    return "\n".join(f"    {name} is not tried in {SCRIPT}" for name in missing) or None


def cases():
    here = "./x test grants"
    return [harness.Case("every function in C has a decision", here, check_list),
            harness.Case("every function that needs a grant is tried", here, check_script)]
