"""What the house measures of its C sources, and the dialect that it holds them to.

  python3 tests/house.py            the table: functions, files, comments, assertions, exports
  python3 tests/house.py --root DIR the same of another checkout
  python3 tests/house.py --shrink   lowers what house.tsv allows to what is there; raises nothing
  python3 tests/house.py --take     allows what is there, where a rule is new

./x test dialect runs the checks. house.tsv says what is allowed beyond them: rule, place, how much,
and why. A place that needs less than it is allowed fails too, so that the list only shrinks.
"""
import argparse
import collections
import functools
import glob
import os
import re
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import csource  # noqa: E402
import harness  # noqa: E402

LIST = os.path.join(HERE, "house.tsv")
FUNCTION_LINES = 70
FILE_LINES = 450
SENTENCE_WORDS = 25
IDIOMS_PER_KLOC = 1
IDIOM = re.compile(r"\b(who|whoever|whose|that one|those who|so many|anew|but for)\b", re.I)
# What ends the process where the program is wrong: conditions, locks that must be held, throws.
ASSERTION = re.compile(r"\b(?:invariant|invariant_debug|invariant_expensive|_?[Ss]tatic_assert|vole_throw|mutex_assert_held"
                       r"|check|check_debug|check_expensive)\(")
# check() was the assertion before it became invariant().
NO_ASSERTION = re.compile(r"(?m)^\s*#\s*define.*|^_Noreturn.*|^void mutex_assert_held.*|\bcheck\(struct.*")


def line_of(text, at):
    return text.count("\n", 0, at) + 1


# The dialect. Each rule yields (place, how much, what to show); a place is a file, a function
# FILE:NAME or a folder.

def inside_condition(code, at):
    """Whether a place is within the parentheses of an if, while, for or assertion."""
    depth, i = 0, at - 1
    while i >= 0 and code[i] not in ";{}":
        if code[i] == ")":
            depth += 1
        elif code[i] == "(":
            if depth:
                depth -= 1
            elif re.search(r"\b(if|while|for|invariant|invariant_debug|invariant_expensive)\s*$", code[:i][-40:]):
                return True
            elif re.search(r"\w\s*$", code[:i][-40:]):
                return False  # an argument, whose value is asked for
        i -= 1
    return False


def null_tests(source):
    """p and !p in conditions; where an assignment is tested the comparison stays."""
    for match in re.finditer(r"\s([!=])= NULL\b", source.code):
        before = source.code[:match.start()].rstrip()
        if before.endswith(")") and re.search(r"\([^()]*[^=!<>]=[^=].*\)$", before.split("\n")[-1]):
            continue
        compared = re.search(r"(?:[=!]=|[<>])\s*[\w>.()\[\]-]+$", before[-60:])
        if compared or before.endswith("~"):
            continue
        after = source.code[match.end():match.end() + 8]
        if match[1] == "!" and (re.search(r"[?:]\s*[\w>.\[\]()-]+$", before[-60:]) or re.match(r"\) [=!]= ", after)):
            continue  # a value that is compared or chosen
        if match[1] == "=" or inside_condition(source.code, match.start()):
            line = line_of(source.code, match.end())
            yield source.path, 1, f"{source.path}:{line}: {source.text.splitlines()[line - 1].strip()}"


ONE_LINE = re.compile(
    r"^(?P<indent> +)(?P<head>(?:\} else )?(?:if|while|for) \([^\n]*\)|(?:\} )?else) \{\n"
    r"(?P=indent)  (?P<body>[^\s#}][^\n]*;)(?P<comment>)\n(?P=indent)\}(?P<next>[^\n]*)$", re.M)


def braces(source):
    """No braces around one line; where one branch has several lines all may have them."""
    lines = source.code.split("\n")
    for match in ONE_LINE.finditer(source.code):
        body = match["body"]
        if body.count(";") > 1 or re.match(r"(?:if|for|while|do|switch|else|case|default)\b", body):
            continue
        if re.match(r"(?:const |struct |enum |static |unsigned )*\w+ \**\w+(?:\[[^\]]*\])?(?: =|;|,)", body) \
                and not re.match(r"(?:return|goto|break|continue)\b", body):
            continue
        if match["head"].startswith("}") or match["next"].strip() or match["head"].count("(") != match["head"].count(")"):
            continue  # a branch of several
        line = line_of(source.code, match.start())
        yield source.path, 1, f"{source.path}:{line}: {lines[line - 1].strip()}"


def enumerators(source):
    """UPPER in an enum with a tag, or of flags with a prefix in common; lower for lone constants."""
    for match in re.finditer(r"\benum( \w+)? \{([^}]*)\}", source.plain):
        names = re.findall(r"(?:^|,)\s*([A-Za-z_]\w*)\s*(?==|,|$)", re.sub(r"\([^()]*\)", "", match[2]))
        flags = len(names) > 1 and all(name.isupper() and "_" in name for name in names) \
            and len({name.split("_")[0] for name in names}) == 1
        for name in names:
            if not (name.isupper() if match[1] or flags else name.lower() == name):
                line = line_of(source.code, match.start())
                yield source.path, 1, f"{source.path}:{line}: {name}"


def heads(source):
    """A file begins with prose that says what it is, without its path."""
    first = source.text.split("\n", 1)[0]
    own = os.path.basename(source.path)
    if not first.startswith("// ") or re.match(rf"// (?:[\w/]+/)?{re.escape(own)}\b", first) \
            or re.match(r"// [\w/]+\.[ch]\b", first):
        yield source.path, 1, f"{source.path}:1: {first}"


def sentences(source):
    """Sentences of at most 25 words in the comments of headers."""
    if not source.path.endswith(".h"):
        return
    for line, text in source.blocks():
        for sentence in re.split(r"(?<=[.:;!?])\s+(?=[A-Z\"'(`*]|[a-z]+_|$)", text):
            words = [word for word in sentence.split() if re.search(r"\w", word)]
            if len(words) > SENTENCE_WORDS:
                yield csource.folder(source.path), 1, f"{source.path}:{line}: {len(words)} words: {sentence[:80]}"


def long_functions(source):
    for function in source.functions:
        if function.lines > FUNCTION_LINES:
            yield (f"{source.path}:{function.name}", function.lines,
                   f"{source.path}:{function.line}: {function.name} has {function.lines} lines")


def long_files(source):
    """Files of one idea. vole.h is one file for a host's sake: at most 75 functions bound it."""
    if source.lines > FILE_LINES and source.path != "vm/api/vole.h":
        yield source.path, source.lines, f"{source.path}: {source.lines} lines"


def idioms(sources):
    """Idioms in comments, a folder: as many as a thousand lines may have."""
    found, lines = collections.defaultdict(list), collections.Counter()
    for source in sources:
        lines[csource.folder(source.path)] += source.lines
        for line, text, _, _ in source.comments:
            found[csource.folder(source.path)] += [
                f"{source.path}:{line}: {match[0]}" for match in IDIOM.finditer(text)]
    for folder, shown in found.items():
        if len(shown) * 1000 > IDIOMS_PER_KLOC * lines[folder]:
            for show in shown:
                yield folder, 1, show


def needless_exports(sources):
    """Exported functions that nothing, or nothing outside of their file, or tests only use, or that
    are declared where no section names their file."""
    _, names = exports(sources)
    for kind, what in (("unused", "is used nowhere"), ("own file", "is used in its own file only"),
                       ("tests only", "is used by tests only, and stands under no \"For tests\""),
                       ("unsaid", "is declared in a header and a section of another file")):
        for name in names[kind]:
            yield name.split(" ")[0], 1, f"{name} {what}"


RULES = {
    "null tests": null_tests, "braces": braces, "enumerators": enumerators, "heads": heads,
    "sentences": sentences, "long functions": long_functions, "long files": long_files,
}
# These look at all sources together.
WIDE_RULES = {"idioms": idioms, "exports": needless_exports}
# For each rule, a text that it must reject and one that it must accept.
SAMPLES = {
    "null tests": ("void f(int *p) {\n  if (a && p == NULL)\n    g();\n}\n",
                   "bool f(int *p) {\n  while ((p = g()) != NULL)\n    h(!p);\n  return p != NULL;\n}\n"),
    "braces": ("void f(void) {\n  if (a) {\n    g();\n  }\n}\n",
               "void f(void) {\n  if (a) {\n    g();\n  } else {\n    g();\n    h();\n  }\n}\n"),
    "enumerators": ("enum kind { kind_a, KIND_B };\n", "enum kind { KIND_A, KIND_B };\nenum { most = 4 };\n"),
    "heads": ("// mem/x.h: pages.\n", "// Pages: what the heap hands out.\n"),
    "sentences": ("// " + "word " * 26 + "end.\n", "// " + "word " * 12 + "end. " + "Word " * 20 + "end.\n"),
    "long functions": ("void f(void) {\n" + "  g();\n" * 70 + "}\n", "void f(void) {\n" + "  g();\n" * 68 + "}\n"),
    "long files": ("int x;\n" * 451, "int x;\n" * 450),
    "idioms": ("// Locks for whoever comes.\n", "// Locks for the M that comes.\nint x; // anewed\n"),
    "exports": ("void sample_do(void);\n", "// For tests.\n\nvoid sample_do(void);\n"),
}
WHOLE = {"long functions", "long files"}  # the number is a size, not a count


@functools.lru_cache(maxsize=None)
def allowed():
    with open(LIST, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return {(row[0], row[1]): (int(row[2]), row[3]) for row in rows}


def found(rule):
    """Of a rule: place -> (how much, what to show)."""
    much, shown = collections.Counter(), collections.defaultdict(list)
    sources = csource.ours()
    rows = WIDE_RULES[rule](sources) if rule in WIDE_RULES else (
        row for source in sources for row in RULES[rule](source))
    for place, count, show in rows:
        much[place] += count
        shown[place].append(show)
    return {place: (much[place], shown[place]) for place in much}


def problems(rule):
    there, lines = found(rule), []
    for place, (much, shown) in there.items():
        may = allowed().get((rule, place), (0, ""))[0]
        if much > may:
            lines += [f"{place}: {much}, allowed {may}"] + ["  " + show for show in shown[:20]]
    for (name, place), (may, reason) in allowed().items():
        much = there.get(place, (0, []))[0]
        if name == rule and much < may and rule not in WHOLE or name == rule and not much:
            lines.append(f"{place}: {much}, allowed {may}: run python3 tests/house.py --shrink")
        if name == rule and not reason:
            lines.append(f"{place}: house.tsv gives no reason")
    return "\n".join("    " + line for line in lines) or None


def blind_rules():
    """The rules that do not reject what they should, or reject what is right."""
    lines = []
    for rule, texts in SAMPLES.items():
        for text, wrong in zip(texts, (True, False)):
            source = csource.Source("mem/sample.h", text)
            around = [csource.Source("mem/sample.c", "void sample_do(void) {\n}\n"),
                      csource.Source("tests/sample.c", "int main(void) {\n  sample_do();\n}\n")]
            rows = list(WIDE_RULES[rule]([source] + around) if rule in WIDE_RULES else RULES[rule](source))
            if bool(rows) != wrong:
                lines.append(f"    {rule}: {rows}: {text}")
    return "\n".join(lines) or None


def silent_programs():
    """The programs of tests/lang that do not begin with a comment on what they show."""
    silent = []
    for path in glob.glob(os.path.join(HERE, "lang", "**", "*.go"), recursive=True):
        with open(path, encoding="utf-8", errors="replace") as file:
            if not file.readline().startswith("// "):
                silent.append(f"    {harness.relative(path)} does not say what it shows")
    return "\n".join(sorted(silent)) or None


def cases():
    return [harness.Case("the rules see", "./x test dialect", blind_rules),
            harness.Case("programs say what they show", "./x test dialect", silent_programs)] + [
        harness.Case(rule, "./x test dialect --only " + repr(rule), functools.partial(problems, rule))
        for rule in SAMPLES]


def shrink(take):
    """Writes house.tsv: nothing rises, unless what is there is to be taken."""
    rows = []
    for rule in SAMPLES:
        there = found(rule)
        for place, (much, _) in sorted(there.items()):
            may, reason = allowed().get((rule, place), (0, ""))
            if take:
                may, reason = much, reason or "older than the rule"
            if may:
                rows.append((rule, place, str(min(may, much)), reason))
    with open(LIST, "w", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in [("rule", "place", "allowed", "reason"), *rows])


# The table.

def exports(sources):
    """Of the layers' exported functions: how many there are, are declared elsewhere than where a
    reader looks, are used nowhere, by tests only or in their own file only; and of the static ones,
    how many are used once."""
    uses, defined = collections.defaultdict(collections.Counter), {}
    statics = once = 0
    declared = collections.defaultdict(list)
    for source in sources:
        for word, count in collections.Counter(re.findall(r"[A-Za-z_]\w*", source.code)).items():
            uses[word][source.path] += count
    for source in sources:
        path = source.path
        if path.split("/")[0] not in csource.LAYERS:
            continue
        if path.endswith(".c"):
            for function in source.functions:
                if function.static:
                    statics += 1
                    prototypes = len(re.findall(rf"^static [^;{{}}=]*\b{function.name}\([^;{{}}]*\);", source.code, re.M))
                    once += uses[function.name][path] - 1 - prototypes <= 1
                else:
                    defined[function.name] = path
        else:
            for match in re.finditer(r"^(?!static|typedef|return)[A-Za-z_][\w\s*]*?\b(\w+)\([^;{}]*\)[^;{}]*;", source.code, re.M):
                declared[match[1]].append((source, line_of(source.code, match.start(1))))
    numbers = collections.Counter(exported=len(defined), statics=statics, once=once)
    names = collections.defaultdict(list)
    for name, path in defined.items():
        if name == "main":
            continue
        headers = {header.path: (header, line) for header, line in declared[name]}
        public = "vm/api/vole.h" in headers  # it groups by what one wants to do
        if headers and not any(header[:-2] == path[:-2] for header in headers):
            numbers["elsewhere"] += 1
            if not public and not any(in_section(header, line, path) for header, line in headers.values()):
                numbers["unsaid"] += 1
                names["unsaid"].append(f"{path}:{name} in {min(headers)}")
        if public:
            continue
        users = {user for user in uses[name] if user not in headers and not (user == path and uses[name][path] == 1)}
        users |= {header for header in headers if uses[name][header] > 1}
        if not users:
            kind = "unused"
        elif users == {path}:
            kind = "own file"
        elif all(user.startswith("tests/") for user in users):
            kind = "for tests" if any(is_for_tests(*header) for header in headers.values()) else "tests only"
        elif all(user.startswith("tests/") or user == path for user in users):
            kind = "own file and tests"
        else:
            continue
        numbers[kind] += 1
        names[kind].append(f"{path}:{name}")
    return numbers, names


def in_section(header, line, path):
    """Whether the last .c that the header's comments name before a line is the path."""
    before = [match[1] for at, text, alone, _ in header.comments if alone and at < line
              for match in re.finditer(r"\b([\w/]+)\.c\b", text)]
    return bool(before) and (path[:-2] == before[-1] or path[:-2].endswith("/" + before[-1]))


def is_for_tests(header, line):
    """Whether a declaration stands below a comment that begins with "For tests"."""
    return any(text.startswith("For tests") for at, text, alone, _ in header.comments if alone and at < line)


def group(path):
    return "vm/std (C)" if path.startswith("vm/std/") else path.split("/")[0]


def table(root):
    by_group, by_folder, tests = collections.defaultdict(list), collections.Counter(), 0
    for path in csource.paths(root):
        source = csource.source(path, root)
        if path.split("/")[0] in csource.LAYERS:
            by_group[group(path)].append(source)
        by_folder[csource.folder(path)] += source.lines
    print("| | fn median·p95·max | fn >70 | files >450/>900 | comment lines | asserts/kloc | #if/kloc "
          "| idioms/kloc | statics used once |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in ("mem", "gc", "runtime", "vm", "vm/std (C)"):
        print(row(name, by_group[name]))
    rooms = collections.defaultdict(list)
    for source in by_group["vm"]:
        rooms[csource.folder(source.path)].append(source)
    if len(rooms) > 1:
        for name, sources in sorted(rooms.items()):
            print(row(name, sources))
    numbers, names = exports([csource.source(path, root) for path in csource.paths(root)])
    print(f"\nExported functions {numbers['exported']}: declared in a header of another stem "
          f"{numbers['elsewhere']}, of these in no section that names their file {numbers['unsaid']}; "
          f"used nowhere {numbers['unused']}, by tests only {numbers['tests only']} (and {numbers['for tests']} "
          f"that say so), in their own file only {numbers['own file']}, there and by tests {numbers['own file and tests']}. "
          f"Static functions {numbers['statics']}: used once {numbers['once']}.\n")
    layers = sum(lines for folder, lines in by_folder.items() if folder.split("/")[0] in csource.LAYERS)
    print("Lines of C: " + ", ".join(f"{folder} {lines}" for folder, lines in sorted(by_folder.items()))
          + f"; mem, gc, runtime and vm together {layers}.")
    return names


def row(name, sources):
    lines = sum(source.lines for source in sources)
    lengths = sorted(function.lines for source in sources for function in source.functions)
    comments = sum(len({line for line, _, _, _ in source.comments}) for source in sources)
    asserts = sum(len(ASSERTION.findall(NO_ASSERTION.sub("", source.code))) for source in sources)
    conditionals = sum(len(re.findall(r"(?m)^\s*#\s*(?:if|ifdef|elif)\b", source.code))
                       + len(re.findall(r"(?m)^\s*#\s*ifndef (?!VOLE_\w+_H\b)", source.code)) for source in sources)
    found_idioms = sum(len(IDIOM.findall(text)) for source in sources for _, text, _, _ in source.comments)
    statics = once = 0
    for source in sources:
        if not source.path.endswith(".c"):
            continue
        words = collections.Counter(re.findall(r"[A-Za-z_]\w*", source.code))
        for function in source.functions:
            if function.static:
                statics += 1
                once += words[function.name] - 1 - len(re.findall(
                    rf"^static [^;{{}}=]*\b{function.name}\([^;{{}}]*\);", source.code, re.M)) == 1
    kloc = lines / 1000
    return (f"| {name} | {statistics.median_low(lengths)}·{lengths[len(lengths) * 95 // 100]}·{lengths[-1]} "
            f"| {sum(length > 70 for length in lengths)} "
            f"| {sum(source.lines > 450 for source in sources)}/{sum(source.lines > 900 for source in sources)} "
            f"| {comments / lines:.1%} | {asserts / kloc:.1f} | {conditionals / kloc:.1f} "
            f"| {found_idioms / kloc:.1f} | {once / max(statics, 1):.0%} |")


def main():
    parser = argparse.ArgumentParser(prog="python3 tests/house.py")
    parser.add_argument("--root", default=harness.ROOT, help="a checkout")
    parser.add_argument("--names", action="store_true", help="the exported functions that are counted, by kind")
    parser.add_argument("--shrink", action="store_true", help="lower what house.tsv allows")
    parser.add_argument("--take", action="store_true", help="allow what is there, for a new rule")
    chosen = parser.parse_args()
    if chosen.shrink or chosen.take:
        shrink(chosen.take)
        return
    names = table(os.path.abspath(chosen.root))
    if chosen.names:
        for kind, listed in names.items():
            print(f"\n{kind}:\n  " + "\n  ".join(listed))


if __name__ == "__main__":
    main()
