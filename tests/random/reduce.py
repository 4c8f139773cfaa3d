"""Makes a program on which Vole and Go differ small, and keeps the difference.

  python3 tests/random/reduce.py FILE.go [FUNCTION] [--vole out/release/vole] [--refused] [--alone]

FUNCTION is the test function that differs: others go first. What is left is written to FILE.reduced.go
whenever it gets smaller. --alone runs the function without a recover; with --refused Go and Vole are
asked whether they compile the program, and it is kept while the lines that they complain of differ.
"""
import argparse
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import expect  # noqa: E402
import harness  # noqa: E402
import oracle  # noqa: E402

SECONDS = 20
OPERATORS = re.compile(r" (?:[-+*/%&|^]|&\^|<<|>>|&&|\|\||[=!<>]=|<|>) ")


class Question:
    """Whether a text still shows the difference."""

    def __init__(self, vole, name, refused, alone):
        self.vole, self.name, self.refused, self.alone = vole, name, refused, alone
        self.folder = tempfile.mkdtemp()
        self.asked = 0
        self.known = {}

    def ask(self, text):
        if text not in self.known:
            self.asked += 1
            self.known[text] = self.differs(text)
        return self.known[text]

    def differs(self, text):
        path = os.path.join(self.folder, "program.go")
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        binary = os.path.join(self.folder, "program")
        checked = harness.run([self.vole, "check", path], seconds=SECONDS)
        if self.refused:
            built = oracle.build(path, binary)
            return built.code is not None and bool(oracle.compare_refusals(built, checked))
        if checked.code == 1 or oracle.build(path, binary).code != 0:
            return False
        arguments = [self.name] if self.alone else []
        want = harness.run([binary, *arguments], settings=oracle.ONE_P, seconds=SECONDS)
        have = harness.run([self.vole, "run", path, *arguments], settings=oracle.ONE_P, seconds=SECONDS)
        if want.code is None:
            return False
        return (want.out, want.code, expect.beginning(want.err)) != (have.out, have.code, expect.beginning(have.err))


def without_text(line):
    return re.sub(r"\"(?:\\.|[^\"\\])*\"|`[^`]*`|'(?:\\.|[^'\\])*'|//.*", "", line)


def tree(lines):
    """Lines as a list of strings and of blocks, which are lists: head, what is in it, end."""
    top = []
    stack = [top]
    for line in lines:
        plain = without_text(line)
        closes = opens = depth = 0
        for c in plain:
            if c in "{(":
                depth += 1
            elif c in "})":
                depth -= 1
                if depth < 0:
                    closes += 1
                    depth = 0
        opens = depth
        block = None
        for _ in range(closes):
            if len(stack) > 1:
                block = stack.pop()
        if block is not None:
            block.append(line)
            if opens:  # } else {
                stack.append(block)
                opens -= 1
        if opens:
            block = [line]
            stack[-1].append(block)
            stack += [block] * opens
        elif not closes:
            stack[-1].append(line)
    return top


def flat(node):
    if isinstance(node, str):
        return [node]
    return [line for part in node for line in flat(part)]


class Reducer:
    def __init__(self, question, text, report):
        self.question, self.report = question, report
        self.text = text

    def try_lines(self, lines):
        return self.try_text("\n".join(lines) + "\n")

    def try_text(self, text):
        if len(text) >= len(self.text) or not self.question.ask(text):
            return False
        self.text = text
        self.report(text)
        return True

    def only(self, name):
        """Keeps one test function, or those of its group, and what the group declares."""
        group = re.match(r"f\d+_|", name)[0]
        for kept in (re.escape(name), group + r"\w+"):
            if self.try_text(self.with_tests(re.compile(kept + "$"), "G" + group[1:-1] if group else "")):
                return
        print(f"{name} does not differ without the others; all are kept", flush=True)

    def with_tests(self, kept, group):
        """The text with those tests only, and without the declarations of other groups."""
        text = re.sub(r'(?m)^\t\{"(\w+)", \w+\},\n', lambda m: m[0] if kept.match(m[1]) else "", self.text)
        parts = re.split(r"(?m)^(?=func |type |var |const )", text)
        out = []
        for part in parts:
            test = re.match(r"func (f[\d_]+)\(", part)
            owner = re.match(r"(?:func |func \(\w+ \*?|type |var |const (?:\(\n\t)?)(G\d+)[a-zA-Z]", part)
            if test and not kept.match(test[1]) or group and owner and owner[1] != group:
                continue
            out.append(part)
        return "".join(out)

    def remove(self, root, siblings, first, last):
        """Removes groups of siblings, big groups first."""
        size = max(1, (last - first) // 2)
        while size:
            at = first
            while at < last:
                end = min(at + size, last)
                kept = siblings[at:end]
                del siblings[at:end]
                if self.try_lines(flat(root)):
                    last -= end - at
                else:
                    siblings[at:at] = kept
                    at = end
            size //= 2

    def level(self, root, node, inside):
        first, last = (1, len(node) - 1) if inside else (0, len(node))
        self.remove(root, node, first, last)
        for part in list(node):
            if isinstance(part, list):
                self.level(root, part, True)

    def unwrap(self):
        """Takes what is in a block out of it."""
        lines = self.text.splitlines()
        i = 0
        while i < len(lines):
            if without_text(lines[i]).rstrip().endswith("{"):
                depth = 0
                for j in range(i, len(lines)):
                    plain = without_text(lines[j])
                    depth += plain.count("{") - plain.count("}")
                    if depth == 0:
                        break
                if self.try_lines(lines[:i] + lines[i + 1:j] + lines[j + 1:]):
                    lines = self.text.splitlines()
                    continue
            i += 1

    def simplify(self):
        """Replaces expressions in brackets by parts of them."""
        at = 0
        while at < len(self.text):
            if self.text[at] in "({[":
                end = self.closing(at)
                if end and any(self.try_text(candidate) for candidate in self.smaller(at, end)):
                    continue
            at += 1

    def closing(self, at):
        depth, i, text = 0, at, self.text
        while i < len(text) and i < at + 4000:
            if text[i] in "\"'`":
                match = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'").match(text, i)
                if not match:
                    return None
                i = match.end()
                continue
            depth += (text[i] in "({[") - (text[i] in ")}]")
            if depth == 0:
                return i
            i += 1
        return None

    def smaller(self, at, end):
        """Texts with less in the brackets, or with a part of what is in them in place of a call."""
        text, inner = self.text, self.text[at + 1:end]
        if "\n" in inner and text[at] == "{":
            return
        parts = self.split(inner)
        word = re.search(r"[\w.]*(?:\[[\w.]+\])?$", text[:at])[0] if text[at] == "(" else ""
        for part in parts:
            yield text[:at - len(word)] + part + text[end + 1:]
            yield text[:at] + "(" + part + ")" + text[end + 1:] if text[at] == "(" else text
        for i in range(len(parts)):
            rest = parts[:i] + parts[i + 1:]
            yield text[:at + 1] + ", ".join(rest) + text[end:]
        yield text[:at + 1] + text[end:]

    @staticmethod
    def split(inner):
        """The operands or the arguments."""
        parts, depth, start, i = [], 0, 0, 0
        while i < len(inner):
            c = inner[i]
            depth += (c in "({[") - (c in ")}]")
            match = OPERATORS.match(inner, i) if depth == 0 else None
            if depth == 0 and c == ",":
                parts.append(inner[start:i])
                start = i + 1
            elif match:
                parts.append(inner[start:i])
                i = start = match.end()
                continue
            i += 1
        parts.append(inner[start:])
        return [p.strip() for p in parts if p.strip()]

    def run(self):
        before = None
        while before != self.text:
            before = self.text
            root = tree(self.text.splitlines())
            self.level(root, root, False)
            self.unwrap()
            self.simplify()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("function", nargs="?")
    parser.add_argument("--vole", default=harness.vole("release"))
    parser.add_argument("--refused", action="store_true")
    parser.add_argument("--alone", action="store_true")
    chosen = parser.parse_args()
    with open(chosen.file, encoding="utf-8", errors="surrogateescape") as file:
        text = file.read()
    question = Question(os.path.abspath(chosen.vole), chosen.function, chosen.refused, chosen.alone)
    target = re.sub(r"\.go$", "", chosen.file) + ".reduced.go"

    def report(smaller):
        with open(target, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(smaller)

    try:
        if not question.ask(text):
            harness.fail("Go and Vole do not differ")
        reducer = Reducer(question, text, report)
        if chosen.function:
            reducer.only(chosen.function)
        reducer.run()
        print(f"{target}: {reducer.text.count(chr(10))} lines, after {question.asked} programs")
    finally:
        shutil.rmtree(question.folder)


if __name__ == "__main__":
    main()
