"""man.py HEADER VERSION: writes the manual page vole(3), made from the comments of vole.h.

The comment at the head of the header becomes DESCRIPTION. A comment of one line with an empty line
after it ("// Running scripts.") begins a section. Declarations stand there with their comments.
"""
import re
import sys

SECTION = re.compile(r"// ([A-Z][^.]*)\.( .*)?")


def escaped(text):
    """A line of text as troff has it."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def prose(lines):
    """The lines of a comment, without their slashes, in troff. What is indented stays as it is."""
    out = []
    literal = False
    for line in lines:
        text = line[3:].rstrip()
        indented = text.startswith(("  ", "- "))
        if indented != literal and (text or not literal):
            out.append(".EX" if indented else ".EE")
            literal = indented
        out.append(".PP" if not text and not literal else escaped(text))
    if literal:
        out.append(".EE")
    return out


def blocks(text):
    """The parts of the header between empty lines, as lists of lines."""
    found, now = [], []
    depth = 0
    for line in text.splitlines():
        if line != 'extern "C" {':
            depth += line.count("{") - line.count("}")
        if line or depth > 0:
            now.append(line)
        elif now:
            found.append(now)
            now = []
    return found + ([now] if now else [])


def is_comment(line):
    return line.startswith("//")


def declarations(block):
    """A block as pairs of a comment's lines and the lines of what it is about."""
    comment, code = [], []
    for line in block:
        if is_comment(line) and code:
            yield comment, code
            comment, code = [], []
        (comment if is_comment(line) and not code else code).append(line)
    if code:
        yield comment, code


def section(title):
    return [f'.SH "{escaped(title.upper())}"']


def body(parts):
    """The declarations of the header, under the titles of its sections."""
    out = section("Types")
    for block in parts:
        if block[0].startswith(("#", "extern", "}")) or block[-1].startswith("#"):
            continue
        match = SECTION.fullmatch(block[0])
        if match and all(is_comment(line) for line in block):
            out += section(match[1]) + prose([f"//{match[2]}"] * bool(match[2]) + block[1:])
            continue
        for comment, code in declarations(block):
            out += [".PP", ".EX", ".ft B", *(escaped(line) for line in code), ".ft", ".EE"]
            out += [".RS", *prose(comment), ".RE"] if comment else []
    return out


def page(header, version):
    head, rest = header.split("\n#ifndef VOLE_H\n", 1)
    out = [f'.TH VOLE 3 "" "vole {version}"', *section("Name"),
           "vole \\- Go scripts in C programs", *section("Synopsis"), ".EX",
           "#include <vole.h>", "cc host.c $(pkg\\-config \\-\\-cflags \\-\\-libs vole)", ".EE",
           *section("Description"), *prose(head.splitlines())]
    return "\n".join(out + body(blocks(rest)) + section("See also") + [".BR vole (1)"]) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        sys.stdout.write(page(source.read(), sys.argv[2]))
