"""Pairs of types: whether a value of one may be assigned to, converted to, compared with the other.

Each use of a pair is one line of a program. pairs.out holds a line for each use and first type: a letter for each second type
(a: accepted, r: refused) and a sum over the messages, as the real Go gives them (`python3 tests/kinds/run.py --expect`).
"""
import os
import re
import tempfile
import zlib

import harness

TYPES = [
    "int", "int8", "uint", "uint8", "float64", "complex128", "string", "bool", "uintptr", "unsafe.Pointer", "Number", "Text", "Flag",
    "[]byte", "[]rune", "[]int", "Bytes", "Numbers", "[2]int", "[3]int", "Pair", "*int", "*Number", "*[2]int", "PointerToInt",
    "struct{ x int }", "struct{ X int }", "Point", "Tagged", "struct{}", "map[string]int", "Table", "func(int) int", "Function",
    "chan int", "<-chan int", "chan<- int", "Channel", "Receiver", "any", "error", "Stringer", "interface{ M(); String() string }",
    "Failure", "*Failure", "Box[int]", "Box[Number]", "List[int]", "*Box[int]", "comparableOnly",
]
USES = {
    "assign": "var s {1}; var t {0} = s; _ = t",
    "convert": "var s {1}; _ = ({0})(s)",
    "compare": "var t {0}; var s {1}; _ = t == s",
    "assert": "var s {1}; _ = any(s).({0}); _ = interface{{ String() string }}(nil).({0})",
}
PROLOGUE = """package main

import "unsafe"

type Number int
type Text string
type Flag bool
type Bytes []byte
type Numbers []int
type Pair [2]int
type PointerToInt *int
type Point struct{ x int }
type Tagged struct {
	x int `tag`
}
type Table map[string]int
type Function func(int) int
type Channel chan int
type Receiver <-chan int
type Stringer interface{ String() string }
type Failure struct{ n int }
type Box[T any] struct{ v T }
type List[T any] []T
type comparableOnly struct{ f []int }

func (*Failure) Error() string { return "" }
func (Failure) String() string { return "" }

var _ unsafe.Pointer
"""
FIRST_LINE = PROLOGUE.count("\n") + 1
CHUNK = 9  # lines that are refused in a program: the compiler shows ten errors


def program(lines):
    return PROLOGUE + "".join(f"func _() {{ {line} }}\n" for line in lines) + "func main() {}\n"


def table(use):
    """(use, first type) and the lines for all second types."""
    return [((use, first), [USES[use].format(first, second) for second in TYPES]) for first in TYPES]


def messages_of(text, count):
    """What was said of each line of a program, without the column, which depends on the lengths of names."""
    found = [""] * count
    line = None
    for part in text.splitlines():
        match = re.match(r"\S*?\.go:(\d+):\d+: (.*)", part)
        if match:
            line = int(match[1]) - FIRST_LINE
            part = match[2]
        if line is not None and 0 <= line < count and "too many errors" not in part:
            found[line] += part.strip() + "\n"
    return found


def describe(rows):
    text = ""
    for (use, first), said in rows:
        letters = "".join("r" if message else "a" for message in said)
        text += f"{use:8} {letters} {zlib.crc32(''.join(said).encode()):08x} {first}\n"
    return text.encode()


def describe_lines(use, said):
    return describe([(row, said[i * len(TYPES):(i + 1) * len(TYPES)]) for i, (row, _) in enumerate(table(use))])


def record():
    """What the real Go says of each pair."""
    text = b""
    for use in USES:
        lines = [line for _, row in table(use) for line in row]
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "pairs.go"), "w", encoding="utf-8") as file:
                file.write(program(lines))
            done = harness.run(["go", "tool", "compile", "-e", "-lang=go1.22", "-p", "main", "pairs.go"], folder=folder,
                               seconds=300, limit_memory=False)
        text += describe_lines(use, messages_of((done.out + done.err).decode(), len(lines)))
    return text


def check(vole, use, expected):
    """What Vole says of each pair. What should be refused goes into small programs, all the rest into one."""
    lines = [line for _, row in table(use) for line in row]
    letters = "".join(line.split()[1] for line in expected.decode().splitlines())
    accepted = [i for i in range(len(lines)) if letters[i:i + 1] == "a"]
    refused = [i for i in range(len(lines)) if letters[i:i + 1] != "a"]
    chunks = [refused[i:i + CHUNK] for i in range(0, len(refused), CHUNK)]
    said = [""] * len(lines)
    with tempfile.TemporaryDirectory() as folder:
        for chunk in [accepted] + chunks:
            with open(os.path.join(folder, "pairs.go"), "w", encoding="utf-8") as file:
                file.write(program([lines[i] for i in chunk]))
            done = harness.run([vole, "check", "pairs.go"], folder=folder, seconds=60)
            for i, message in zip(chunk, messages_of((done.out + done.err).decode(), len(chunk))):
                said[i] = message
    return describe_lines(use, said)


def of_use(expected, use):
    return b"".join(line for line in expected.splitlines(True) if line.startswith(use.encode() + b" "))
