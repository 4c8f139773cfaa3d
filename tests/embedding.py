"""Hosts as strangers build them: the examples in C++, SQL and Python, and docs/embedding.md.

All use an installation of the libraries (packaging.py). A snippet of the page is a whole program. The
block "text" after it is what it prints. The page's index names each function of vole.h in the group
where the header has it, and each cell of its table names a test that is there.
"""
import functools
import os
import re
import shutil
import sys

import harness
import packaging
from packaging import Failed, do, expect

HOSTS = os.path.join(harness.ROOT, "examples", "hosts")
PAGE = os.path.join(harness.ROOT, "docs", "embedding.md")
SNIPPET = re.compile(r"^```(c|cpp|text)\n(.*?)^```$", re.M | re.S)


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def check_cpp(installed):
    """The host in C++, with each compiler."""
    for compiler in ("g++", "clang++"):
        if not shutil.which(compiler):
            continue
        program = os.path.join(installed.folder.name, compiler + "-tour")
        do([compiler, "-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
            os.path.join(HOSTS, "tour.cc"), "-o", program,
            *installed.pkg_config("--cflags", "--libs"), *packaging.SANITIZE.get(installed.kind, [])])
        expect(read(HOSTS, "tour.expected"), installed.run(program))


def check_sqlite(installed):
    """SQLite's own shell loads the extension and runs queries with it."""
    folder = installed.folder.name
    for compiler in packaging.compilers():
        do([compiler, *packaging.WARNINGS, "-shared", "-fPIC", os.path.join(HOSTS, "sqlite_vole.c"),
            "-o", os.path.join(folder, "sqlitevole.so"), *installed.pkg_config("--cflags", "--libs")])
        shutil.copy(os.path.join(HOSTS, "sqlite_vole.go"), folder)
        done = harness.run(["sqlite3", "-batch", ":memory:"], folder=folder, seconds=60,
                           settings={"LD_LIBRARY_PATH": installed.lib},
                           stdin=os.path.join(HOSTS, "sqlite_vole.sql"), limit_memory=False)
        # The shell says which errors there were on its standard error, with numbers of lines.
        errors = re.findall(r"^(?:\w+ error|Error:) (.*)$", done.err.decode(), re.M)
        expect(read(HOSTS, "sqlite_vole.expected"),
               done.out.decode() + "".join(e + "\n" for e in errors))


def check_python(installed):
    library = os.path.join(installed.lib, "libvole.so.1")
    expect(read(HOSTS, "use_vole.expected"),
           do([sys.executable, os.path.join(HOSTS, "use_vole.py")], settings={"VOLE_LIBRARY": library}))


# The page.

def snippets():
    """The programs of the page: their language, text, and what they print."""
    blocks = SNIPPET.findall(read(PAGE))
    found = []
    for i, (language, text) in enumerate(blocks):
        if language != "text":
            follows = i + 1 < len(blocks) and blocks[i + 1][0] == "text"
            found.append((language, text, blocks[i + 1][1] if follows else None))
    return found


def check_snippet(installed, number):
    language, text, wanted = snippets()[number]
    if wanted is None:
        raise Failed("    nothing says what it prints: a block \"text\" must follow")
    source = installed.source(f"snippet{number}.{language}", text)
    for compiler in packaging.compilers():
        flags = installed.pkg_config("--cflags", "--libs")
        program = installed.build(compiler, source, "-pthread", *flags)
        expect(wanted, do([program], folder=installed.folder.name,
                          settings={"LD_LIBRARY_PATH": installed.lib}))


def groups_of_header():
    """The groups of vole.h: the one-line comments that stand alone, and the functions after each."""
    groups, name = {}, ""
    text = read(harness.ROOT, "vm", "api", "vole.h")
    line_of = re.compile(r"(?<=\n\n)// ([A-Z][^\n]*)\.\n(?=\n|//\n)|^(?!typedef)\w.*?\b(vole_\w+)\(", re.M)
    for line in line_of.finditer(text):
        if line[1]:
            name = re.split("[.,:]", line[1])[0]
        else:
            groups.setdefault(name, []).append(line[2])
    return groups


def check_index():
    """The index has the groups of the header in its order, with their functions."""
    index = read(PAGE).split("\n## All functions\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", index, re.M)[1:]
    listed = [f"{name.strip()}: {' '.join(re.findall(r'vole_[a-z_]+', functions))}"
              for name, functions in rows]
    declared = [f"{name}: {' '.join(functions)}" for name, functions in groups_of_header().items()]
    if listed == declared:
        return None
    return harness.difference("\n".join(declared).encode(), "\n".join(listed).encode())


def check_bound():
    count = len(packaging.declared())
    return None if count <= 75 else f"    vole.h has {count} functions; at most 75 bound it"


def check_table():
    """Each row of the table of languages names its tests, and these exist."""
    table = read(PAGE).split("\n## Beside other languages\n")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| **")]
    problems = [] if len(rows) >= 13 else [f"    only {len(rows)} rows"]
    for row in rows:
        tests = re.findall(r"`((?:tests|examples)/[\w/.]+)`", row)
        problems += [] if tests else [f"    no test: {row[:60]}"]
        problems += [f"    there is no {test}" for test in tests
                     if not os.path.exists(os.path.join(harness.ROOT, test))]
    return "\n".join(problems) or None


case = functools.partial(packaging.case, suite="embedding")


def cases(kind):
    found = [case(kind, "C++", check_cpp),
             case(kind, "Python", check_python)]
    if shutil.which("sqlite3") and os.path.exists("/usr/include/sqlite3ext.h"):
        found.append(case(kind, "SQLite", check_sqlite))
    else:
        print("embedding: no SQLite here; its case is skipped")
    found += [case(kind, f"snippet {i}", check_snippet, i) for i in range(len(snippets()))]
    found += [harness.Case(name, f"./x test embedding --only '{name}'", check)
              for name, check in (("index", check_index), ("number of functions", check_bound),
                                  ("comparison", check_table))]
    return found
