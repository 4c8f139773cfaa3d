"""Whether the comments of the C sources, and the pages beside them, name what exists.

A comment may name a snake_case or UPPER_CASE word, a ->field or a file.c: each must be in the
project's code, in C's library or in WORDS, which says why. Go's names are camelCase, so that they are
not taken for ours. The pages (*.md) may name files: each must be there.
"""
import functools
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import csource  # noqa: E402
import harness  # noqa: E402

NAME = re.compile(r"(?<![\w$/.-])([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b(?!\w|\.go\b)")
FIELD = re.compile(r"\w->([a-z_]\w*)")
FILE = re.compile(r"(?<![\w.*/-])((?:[\w-]+/)*[\w-]+\.[ch])\b")
STRUCT = re.compile(r"^(?:typedef |static )?(?:const )?(?:struct|union)(?: \w+)? \{\n(.*?)^\}", re.M | re.S)
MEMBER = re.compile(r"\b(\w+)\s*(?:\[[^\]]*\]\s*)*[;,:]|\(\*(\w+)\)\(")
CODE = ("*.c", "*.h", "*.gn", "*.gni", "*.py", "*.go", "*.pml")

# Words that stand in comments and nowhere in the code, and what they are.
WORDS = dict.fromkeys(("e_acosh.c", "e_j0.c", "e_j1.c", "e_lgamma_r.c", "gamma.c", "s_erf.c", "s_expm1.c",
                       "s_log1p.c"), "files of FreeBSD's msun and Cephes, where a method is from")
WORDS |= {
    "readmemstats_m": "a function of Go's runtime",
    "x_check": "the pattern of a validator's name",
}


def listed(*patterns):
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns],
                          cwd=harness.ROOT, capture_output=True, text=True, check=True)
    return [path for path in done.stdout.split() if os.path.exists(os.path.join(harness.ROOT, path))]


@functools.lru_cache(maxsize=None)
def known():
    """The words of all code, what follows -> or . or is declared as a member, and the files."""
    words, fields, files = set(), set(), set(listed("*"))
    for path in set(listed(*CODE)) - {"tests/fidelity/names.py"}:
        if path.endswith((".c", ".h")):
            code = csource.source(path).code
            # Tables make names of a prefix and a row: OP_##name.
            words.update(re.findall(r"\b(\w+)##", code))
            words.update(re.findall(r"\w+", " ".join(csource.source(path).literals)))
            fields.update(re.findall(r"->\s*(\w+)", code))
            fields.update(name for body in STRUCT.findall(code)
                          for match in MEMBER.findall(body) for name in match if name)
        else:
            with open(os.path.join(harness.ROOT, path), encoding="utf-8", errors="replace") as file:
                code = re.sub(r"(?m)^\s*(//|#).*", "", file.read())
        words.update(re.findall(r"[A-Za-z_]\w*", code))
    files.update("/".join(path.split("/")[i:]) for path in list(files)
                 for i in range(1, path.count("/") + 1))
    return words, fields, files


def has_word(word):
    """Whether the code has the word, or the row of a table that makes it with a prefix."""
    words = known()[0]
    if word in words or word in WORDS:
        return True
    return any(word[:i + 1] in words and word[i + 1:] in words
               for i, letter in enumerate(word) if letter == "_")


def wrong_in(source):
    """The names in a file's comments that are nowhere: (line, name, what it would be)."""
    _, fields, files = known()
    for line, text, _, _ in source.comments:
        text = re.sub(r"https?://\S+|golang\.org/\S+", "", text)
        for match in FIELD.finditer(text):
            if match[1] not in fields:
                yield line, "->" + match[1], "field"
        for match in FILE.finditer(text):
            if match[1] not in files and match[1] not in WORDS:
                yield line, match[1], "file"
        text = FILE.sub(" ", text)
        for match in NAME.finditer(text):
            if not has_word(match[1]):
                yield line, match[1], "name"


def wrong_names():
    return [f"{path}:{line}: no {what} {name}" for path in csource.paths()
            for line, name, what in wrong_in(csource.source(path))]


def wrong_files():
    """The files that pages name in `backquotes` or link to, and that are not there."""
    files = set(listed("*"))
    folders = {"/".join(path.split("/")[:i]) for path in files for i in range(1, path.count("/") + 1)}
    known_files = known()[2]
    problems = []
    for page in listed("*.md"):
        here = os.path.dirname(page)
        with open(os.path.join(harness.ROOT, page), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                for link in re.findall(r"\]\(([^)#:]+)\)", line):
                    target = os.path.normpath(os.path.join(here, link))
                    if target not in files and target not in folders:
                        problems.append(f"{page}:{number}: no {link}")
                for name in re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:c|h|go|py|tsv|pml|gni|md))`", line):
                    if "NAME" not in name and name not in known_files and os.path.normpath(os.path.join(here, name)) not in files:
                        problems.append(f"{page}:{number}: no {name}")
    return problems


def blind():
    """What the check does not see of a comment that is wrong three times, or holds against a right one."""
    wrong = csource.Source("mem/sample.c", "// Calls frob_nicate for h->zork_field: see nowhere.c.\n")
    right = csource.Source("mem/sample.c", "// Calls mheap_init, as mem/mheap.h says; s->elem_size; runtime/mheap.go.\n")
    names = {name for _, name, _ in wrong_in(wrong)}
    missed = {"frob_nicate", "->zork_field", "nowhere.c"} - names
    return [f"does not see {name}" for name in missed] + [f"holds against {row}" for row in wrong_in(right)]


def cases():
    def check(problems):
        return lambda: "\n".join("    " + problem for problem in problems()) or None

    return [harness.Case("the check sees names", "python3 tests/fidelity/names.py", check(blind)),
            harness.Case("names in comments", "python3 tests/fidelity/names.py", check(wrong_names)),
            harness.Case("files in pages", "python3 tests/fidelity/names.py", check(wrong_files))]


if __name__ == "__main__":
    print("\n".join(blind() + wrong_names() + wrong_files()))
