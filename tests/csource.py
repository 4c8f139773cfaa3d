"""What the checks of the house know of a C source: its code, comments and functions.

The sources are formatted by clang-format, so what begins and ends a function stands in column 1.
"""
import dataclasses
import functools
import os
import re
import subprocess
import typing

import harness

LAYERS = ("mem", "gc", "runtime", "vm")
TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
FUNCTION = re.compile(
    r"^(?P<head>[A-Za-z_](?:[^;{}#=]|(?<=\()=)*?)\b(?P<name>[A-Za-z_]\w*)\((?P<parameters>[^;{}#]*)\)"
    r"[^;{}#=()]*(?:\([^;{}#=]*\))?\s*\{(?P<end>\}?)", re.M)
NO_FUNCTION = {"if", "while", "for", "switch", "return", "sizeof", "__attribute__"}


@dataclasses.dataclass
class Function:
    name: str
    line: int
    lines: int
    static: bool
    inline: bool


class Comment(typing.NamedTuple):
    """A line of one; column is that of its first character, alone says that nothing stands before."""
    line: int
    text: str
    alone: bool
    column: int


@dataclasses.dataclass
class Source:
    """A file: its text, the text with comments and literals blanked, and its comments."""
    path: str
    text: str
    code: str = ""
    comments: list = dataclasses.field(default_factory=list)
    literals: list = dataclasses.field(default_factory=list)

    def __post_init__(self):
        out = list(self.text)
        for token in TOKENS.finditer(self.text):
            comment = token[0].startswith("/")
            if not comment:
                self.literals.append(token[0])
            else:
                start = self.text.rfind("\n", 0, token.start()) + 1
                line = self.text.count("\n", 0, token.start()) + 1
                alone = not self.text[start:token.start()].strip()
                self.comments += [
                    Comment(line + i, re.sub(r"^\s*(?://|/?\*+)? ?", "", part).rstrip(" */"), alone,
                            token.start() - start)
                    for i, part in enumerate(token[0].split("\n"))]
            for i in range(token.start(), token.end()):
                if out[i] != "\n":
                    out[i] = " " if comment else "~"
        self.code = "".join(out)

    @functools.cached_property
    def lines(self):
        return self.text.count("\n")

    @functools.cached_property
    def functions(self):
        found, at = [], 0
        while match := FUNCTION.search(self.code, at):
            if match["name"] in NO_FUNCTION or re.match(r"(typedef|struct \w+|enum|union)\s*\{", match[0]):
                at = match.start() + 1
                continue
            end = match.end() if match["end"] else self.code.find("\n}", match.end())
            end = end if end >= 0 else len(self.code)
            first = self.code.count("\n", 0, match.start()) + 1
            last = self.code.count("\n", 0, end) + (1 if match["end"] else 2)
            words = match["head"].split()
            found.append(Function(match["name"], first, last - first + 1, "static" in words,
                                  "inline" in words))
            at = end
        return found

    def blocks(self):
        """The comments, whole: (first line, text), lines that follow one another joined. An item of a
        list is one of its own; a line that is indented is an example or a table, and left out."""
        block, first, last, at = [], 0, 0, 0
        for line, text, alone, column in self.comments + [Comment(0, "", True, 0)]:
            goes_on = alone and line == last + 1 and column == at and text and text[0] not in " -"
            if not goes_on and block:
                yield first, " ".join(block)
                block = []
            if text and text[0] != " ":
                first = first if block else line
                block.append(text)
            last, at = line, column

    @functools.cached_property
    def plain(self):
        """The code without lines of the preprocessor."""
        return re.sub(r"(?m)^[ ]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: re.sub(r"[^\n]", " ", match[0]),
                      self.code)


@functools.lru_cache(maxsize=None)
def paths(root=harness.ROOT):
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.c", "*.h"], cwd=root, capture_output=True,
                          text=True, check=True)
    return tuple(path for path in done.stdout.split()
                 if os.path.exists(os.path.join(root, path)))


@functools.lru_cache(maxsize=None)
def source(path, root=harness.ROOT):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return Source(path, file.read())


def folder(path):
    """The room that a file stands in: mem, vm/check, vm/std; tests for all of tests/."""
    parts = path.split("/")
    if parts[0] == "vm" and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def ours(root=harness.ROOT):
    """All but what third_party declares."""
    return [source(path, root) for path in paths(root) if not path.startswith("third_party/")]
