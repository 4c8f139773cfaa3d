"""Compile errors as the real Go words them, recorded as digests.

A file's messages are what Go's compiler prints for it, without where Go is installed. Their digest is
kept; where they differ, they are compared with those of the Go installed, if there is one.
"""
import functools
import hashlib
import os
import re
import shutil
import tempfile

import harness

# Printed by Go's linker, which is not asked here.
LINKER = b"runtime.main_main"
IMPORTS = ["fmt", "unsafe", "strings", "errors", "sort", "sync", "io", "os", "bytes", "strconv",
           "time", "math", "math/big", "math/bits", "math/rand", "math/cmplx", "reflect", "runtime",
           "testing", "syscall", "unicode", "unicode/utf8", "log", "sync/atomic", "bufio", "regexp",
           "embed", "encoding/json", "container/list", "context", "flag", "go/ast", "slices", "maps"]


def messages(text):
    """The messages in order, each with the lines that belong to it; a line has equal ones once."""
    found = []
    for line in text.split(b"\n"):
        if line.startswith((b"\t", b" ")) and found:
            found[-1] += b"\n" + line
        elif line and not line.startswith(b"#") and LINKER not in line:
            found.append(line)
    lines = set()
    kept = []
    for message in found:
        # Columns tell equal messages of a line apart for nobody.
        key = re.sub(rb"^([^:]*:\d+):\d+:", rb"\1:", message)
        if key not in lines:
            lines.add(key)
            kept.append(message)
    return kept


def digest(found):
    return hashlib.sha256(b"\n".join(sorted(found))).hexdigest()[:16]


@functools.lru_cache(maxsize=1)
def import_config():
    """A file that tells Go's compiler where the packages are, or None without Go."""
    if not shutil.which("go"):
        return None
    words = ["go", "list", "-e", "-export", "-deps", "-f",
             "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}"] + IMPORTS
    done = harness.run(words, seconds=600, limit_memory=False)
    path = os.path.join(tempfile.mkdtemp(), "importcfg")
    with open(path, "wb") as file:
        file.write(done.out)
    return path


def of_go(path, every):
    """The messages of the real Go; every: not only those that it shows first."""
    words = ["go", "tool", "compile"] + (["-e"] if every else []) + [
        "-p", "main", "-complete", "-importcfg", import_config(), "-o", os.devnull,
        os.path.basename(path)]
    done = harness.run(words, folder=os.path.dirname(path), seconds=300, limit_memory=False)
    text = re.sub(rb"(?m)^\./", b"", done.out + done.err)
    return messages(text.replace(os.path.dirname(path).encode() + b"/", b""))


def compare(path, expected, got, every):
    """What is wrong with the messages got, whose digest should be the expected one, or None."""
    if digest(got) == expected:
        return None
    if not import_config():
        return "    its messages are not those recorded; no go here to show them\n" + harness.shown(
            b"\n".join(got))
    return "    its messages are not those of Go\n" + harness.difference(
        b"\n".join(sorted(of_go(path, every))), b"\n".join(sorted(got)))
