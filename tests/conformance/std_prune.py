"""Takes out of a package's test files the declarations that do not compile, for std.py.

Go's tests look into the packages that they test. Where a package is Vole's own, it has not the names
that Go's has inside; and some tests import what Vole lacks. Such a declaration is taken out, and so is
what needs it, until all that is left compiles.
"""
import collections
import os
import re

TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|`[^`]*`|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|\n|\w+|[^\s\w]", re.S)
KEYWORDS = {"func", "type", "var", "const", "import"}
# What an error says is missing: names that are declared nowhere, or have no such part.
MISSING = [re.compile(pattern) for pattern in (
    r"undefined: ([\w.]+)", r"has no field or method (\w+)", r"unknown field (\w+)", r"\(missing method (\w+)\)",
    r"undefined \(.* method (\w+)", r"package ([\w./]+) is not in std", r"name (\w+) not exported")]


class Declaration:
    """Lines of a file, from 0, and the names that they declare."""

    def __init__(self, kind, first):
        self.kind, self.first, self.last, self.names = kind, first, first, []


def declarations(text):
    """The declarations of a file; of those in parentheses each one."""
    found, depth, line, group, start, last = [], 0, 0, None, True, None
    for match in TOKEN.finditer(text):
        token = match[0]
        if token[0] == "\n":
            line, start = line + 1, True
            continue
        if token.startswith("//") or token.startswith("/*"):
            line += token.count("\n")
            continue
        column = match.start() - text.rfind("\n", 0, match.start()) - 1
        if depth == 0 and column == 0 and token in KEYWORDS:
            found.append(Declaration(token, line))
            group = None
        elif token == "(" and depth == 0 and last in KEYWORDS - {"func"}:
            group, depth, start, last = found.pop().kind, 1, False, token
            continue
        elif group and depth == 1 and start and column == 1:
            found.append(Declaration(group, line))
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        line += token.count("\n")
        if found and not (group and depth == 0):
            found[-1].last = max(found[-1].last, line)
        start, last = False, token
    lines = text.split("\n")
    for declaration in found:
        declaration.names = names_of(declaration.kind, lines[declaration.first])
    return found


def names_of(kind, line):
    if kind == "func":
        return re.findall(r"^func (?:\([^)]*\) )?(\w+)", line)
    if kind == "import":
        path = re.search(r'(?:(\w+) )?"(?:[\w./]*/)?([\w.]+)"', line)
        return [path[1] or path[2]] if path else []
    head = re.sub(r"^\s*(?:var |const |type )?", "", line)
    return re.findall(r"\w+", re.match(r"[\w, ]*?\w+(?=[^\w,]|$)", head)[0]) if head else []


class Files:
    """The test files of a package, of which declarations are taken out. causes: by name of a declaration
    that was, the names that are missing."""

    def __init__(self, package, paths):
        self.package = os.path.basename(package)
        self.lines, self.found, self.causes = {}, {}, collections.defaultdict(set)
        for path in paths:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            name = os.path.basename(path)
            self.lines[name] = text.split("\n")
            self.found[name] = declarations(text)

    def missing(self, message):
        """What an error comes from: names that are declared nowhere, or the message."""
        names = {name.removeprefix(self.package + ".") for pattern in MISSING for name in pattern.findall(message)}
        if not names:
            names = {name for name in re.findall(r"\w+", message) if name in self.causes} or {message}
        return set().union(*(self.causes.get(name) or {name} for name in names))

    def is_element(self, name, at, number):
        """Whether a line is one element of a variable's list: the others stay."""
        text = self.lines[name][number]
        return at.kind == "var" and at.first < number < at.last and text.endswith(",") and all(
            text.count(left) == text.count(right) for left, right in ("()", "[]", "{}"))

    def take_out(self, errors):
        """Takes out what the errors stand in. Returns the names, empty if there was nothing."""
        gone = []
        for name, line, message in re.findall(r"^(?:[\w/]+/)?(\w+\.go):(\d+)[:\d]*: (.*)$", errors, re.M):
            at = next((d for d in self.found.get(name, []) if d.first < int(line) <= d.last + 1), None)
            if not at:
                continue
            missing = self.missing(message)
            if self.is_element(name, at, int(line) - 1):
                self.lines[name][int(line) - 1] = ""
                gone.append(at.names[0] + "[]")
                continue
            for declared in at.names:
                self.causes[declared] |= missing
            for number in range(at.first, at.last + 1):
                self.lines[name][number] = ""
            self.found[name].remove(at)
            gone += at.names
        return gone

    def write(self, folder, paths):
        """Writes what is left of files into a folder. Returns their paths there."""
        written = []
        for path in paths:
            written.append(os.path.join(folder, os.path.basename(path)))
            with open(written[-1], "w", encoding="utf-8") as file:
                file.write("\n".join(self.lines[os.path.basename(path)]))
        return written
