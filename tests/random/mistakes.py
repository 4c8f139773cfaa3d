"""Programs with one mistake in each function: Go and Vole must refuse the same ones, in the same words.

Go sees all functions at once, Vole each by itself, as it stops after ten errors. Of a function with errors of
syntax the first one is compared, of others all.
"""
import os
import random
import re

import harness
import program

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'|//[^\n]*"
                   r"|:=|<-|\+\+|--|&\^=?|<<=?|>>=?|&&|\|\||[-+*/%&|^=!<>]=|\.\.\.|\s+|.", re.S)
TYPES = ["int", "string", "uint8", "float64", "bool", "error", "any", "[]int", "map[string]int", "*int", "func()", "chan int",
         "[3]string", "struct{}", "complex128", "int8", "T", "interface{ m() }", "[]string", "number", "comparable"]
VALUES = ["nil", "5", "-1", "1.5", "\"s\"", "true", "'x'", "1i", "1 << 70", "[]int{1}", "struct{}{}", "func() {}", "1e400", "_",
          "undefined", "len", "int", "fmt", "fmt.Println", "id", "iota", "recover()", "main", "map[string]int{}", "0", "256"]
SIGNS = ["+", "-", "*", "/", "%", "&", "|", "^", "&^", "<<", ">>", "&&", "||", "==", "!=", "<", "<=", ">", ">="]
ASSIGNMENTS = ["=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "&^=", "<<=", ">>="]
LINES = ["break", "continue", "fallthrough", "goto L", "return 1", "return", "L:", "5", "x := 5", "var x int", "x++", "undefined()",
         "var y string = 5", "defer 5", "go func() {}", "const k = len(fmt.Sprint())", "type T struct{ T }", "var _ = [2]int{1, 2, 3}",
         "if x := 5; x {}", "for i := range 3.5 { _ = i }", "switch 5 { case 5: case 5: }", "select { case 5: }", "continue L", "break L",
         "var _ int8 = 300", "_ = 5 / 0", "import \"x\"", "func f() {}", "fmt.Println(", "}", "{", "_ = nil", "x, y := 1", "var a, b = 1, 2, 3",
         "var z struct{ a int; a string }", "_ = map[string]int{\"a\": 1, \"a\": 2}", "_ = [...]int{2: 1, 2: 3}", "len(\"a\")", "append([]int{}, 1)",
         "copy(5, 6)", "delete(5, 6)", "close(5)", "make(int)", "new(5)", "_ = make([]int, -1)", "_ = make([]int, 2, 1)", "_ = \"abc\"[5]",
         "_ = [2]int{}[2]", "_ = []int{}[1.5]", "_ = cap(map[int]int{})", "_ = complex(1, \"a\")", "_ = real(5i) + \"a\"", "panic()", "panic(1, 2)",
         "_ = append()", "_ = append(5)", "_ = min()", "_ = min(1, \"a\")", "clear(5)", "_ = &5", "_ = *5", "_ = !5", "_ = -\"a\"", "_ = ^1.5",
         "_ = <-5", "5 <- 5", "var c <-chan int; c <- 1", "var c chan<- int; <-c", "_ = 5.(int)", "_ = any(5).(type)", "var e error = 5",
         "_ = struct{ a int }{b: 5}", "_ = struct{ a int }{1, 2}", "_ = []int{\"a\"}", "_ = map[[]int]int{}", "_ = [...]int", "_ = func() int {}",
         "for { } ; x := 1", "for a, b, c := range []int{} {}", "for a, b := range 5 {}", "var f func() = main(); _ = f", "_ = main()",
         "id()", "id[int, int](5)", "_ = id[5](5)", "_ = id", "_ = pick(true, 1, \"a\")", "_ = keys(5)", "var v number", "_ = ptr[number]",
         "type A = B; type B = A", "type S []S; var s S = 5", "type M map[M]int", "const big = 1 << 1000; _ = big", "var u uint = -1", "_ = 1 << 1.5", "_ = 1 << -1",
         "var s float64; _ = s << 1", "_ = 1.5 << 2", "_ = \"a\" + 'a'", "_ = nil == nil", "_ = func() {} == func() {}", "_ = []int{} == []int{}",
         "if 5 {}", "for 5 {}", "switch x := 5; {}", "switch nil {}", "switch any(5).(type) { case 5: }", "switch any(5).(type) { case int, int: }",
         "switch x := any(5).(type) {}", "switch (5).(type) {}", "goto M; { M: }", "L1: for { break L2 }", "var _, _ = fmt.Println", "fmt.println()",
         "fmt.Foo()", "fmt", "int", "int(\"5\")", "_ = string(1.5)", "_ = []byte(5)", "_ = int(5.5)", "_ = uint8(256)", "_ = (*int)(5)", "_ = [2]int([]string{})",
         "defer recover", "defer int(5)", "defer len(\"\")", "go panic", "var i interface{ m() } = 5; _ = i", "_ = 'ab'", "_ = \"a", "_ = 08", "_ = 0x", "_ = 1_", "_ = '\\q'",
         "var x = x", "var a = b; var b = a", "func() { return 5 }()", "_ = func() int { for {} }", "_ = func() int { if true { return 1 } }", "_ = func(int, a string) {}",
         "_ = func(a, b) {}", "_ = func(a ...int, b int) {}", "var f func(...int); f([]string{}...)", "fmt.Sprint(1, []any{}...)", "type P *int; func() { var p P; p.x() }()"]


def mutate_tokens(r, text):
    """The text with a token, or a place, changed."""
    tokens = TOKEN.findall(text)
    places = [i for i, t in enumerate(tokens) if not t.isspace() and i > 8]
    names = [t for t in tokens if re.fullmatch(r"[A-Za-z_]\w*", t) and t not in ("func", "var", "if", "for")]
    for _ in range(200):
        i = r.choice(places)
        t = tokens[i]
        kind = r.randrange(9)
        if kind == 0 and t in names:
            tokens[i] = r.choice(names)
        elif kind == 1 and (t in names or t[0].isdigit() or t[0] in "\"'`"):
            tokens[i] = r.choice(VALUES)
        elif kind == 2 and t in SIGNS:
            tokens[i] = r.choice(SIGNS)
        elif kind == 3 and t in ASSIGNMENTS:
            tokens[i] = r.choice(ASSIGNMENTS)
        elif kind == 4 and t in program.universe.BASIC:
            tokens[i] = r.choice(TYPES)
        elif kind == 5 and t in names:
            tokens[i] = r.choice(["*{}", "&{}", "{}()", "{}[0]", "{}.x", "<-{}", "!{}", "-{}", "{}...", "{}.(int)", "{}[1:]", "{}, 5", "({})", "{}[int]", "{}{{}}", "{}(5)"]).format(t)
        elif kind == 6:
            del tokens[i]
        elif kind == 7 and r.randrange(4) == 0:
            tokens.insert(i, t)
        elif kind == 8 and r.randrange(4) == 0:
            tokens[i] = tokens[r.choice(places)]
        else:
            continue
        return "".join(tokens)
    return text


def mutate_lines(r, lines):
    """The function with a line taken away, doubled or put in."""
    inside = range(1, len(lines) - 2)
    if not inside:
        return lines
    i = r.choice(inside)
    kind = r.randrange(6)
    if kind == 0 and "{" not in lines[i] and "}" not in lines[i]:
        return lines[:i] + lines[i + 1:]
    if kind == 1 and "{" not in lines[i] and "}" not in lines[i]:
        return lines[:i] + [lines[i]] + lines[i:]
    if kind == 2 and "; _ = " in lines[i]:
        return lines[:i] + [lines[i].split("; _ = ")[0]] + lines[i + 1:]
    return lines[:i] + ["\t" + r.choice(LINES)] + lines[i:]


def balanced(text):
    plain = "".join(t for t in TOKEN.findall(text) if t[0] not in "\"'`/")
    return all(plain.count(a) == plain.count(b) for a, b in ("{}", "()", "[]"))


def mistake(r, lines):
    """The function with a mistake. A bracket too many is rare: it hides the functions that follow."""
    while True:
        made = mutate_lines(r, lines) if r.randrange(3) == 0 else mutate_tokens(r, "\n".join(lines)).split("\n")
        if balanced("\n".join(made)) or r.randrange(100) == 0:
            return made


def source(seed, count):
    """A program with a mistake in each test."""
    made = program.language(f"mistakes {seed}", count, group_size=40)
    tests = []
    for name, group, lines in made.tests:
        r = random.Random(f"mistake {seed}/{name}")
        tests.append((name, group, mistake(r, lines)))
    return program.Program(made.prelude, made.groups, tests)


def importcfg(folder):
    path = os.path.join(folder, "importcfg")
    packages = re.findall(r'(?m)^\t"([\w/]+)"$', program.PRELUDE)
    done = harness.run(["go", "list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", *packages],
                       seconds=600, limit_memory=False)
    with open(path, "wb") as file:
        file.write(done.out)
    return path


def messages(text, origins):
    """{origin: {(line in it, column and message)}}"""
    found, current = {}, None
    first = {}
    for n, origin in enumerate(origins):
        first.setdefault(origin, n + 1)
    for line in text.decode(errors="replace").split("\n"):
        match = re.match(r"\S*?program\.go:(\d+):(\d+): (.*)", line)
        if match:
            n = int(match[1])
            origin = origins[n - 1] if n <= len(origins) else None
            current = [n - first.get(origin, 0), int(match[2]), re.sub(r"[^\s(]*program\.go:\d+", "program.go", match[3])]
            found.setdefault(origin, []).append(current)
        elif current and line.startswith("\t"):
            current[2] += "\n" + re.sub(r"[^\s(]*program\.go:\d+", "program.go", line)
    return {origin: sorted({tuple(e) for e in errors}) for origin, errors in found.items()}


def go_messages(made, folder, config, wanted):
    """What Go says of each function, and whether that is about syntax."""
    text, origins = made.text(wanted)
    path = os.path.join(folder, "program.go")
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    done = harness.run(["go", "tool", "compile", "-e", "-p", "main", "-importcfg", config, "-o", os.devnull, "program.go"],
                       folder=folder, seconds=600, limit_memory=False)
    return messages(done.out + done.err, origins), done.code


def is_syntax(errors):
    return any("syntax error" in e[2] or re.search("not terminated|newline in|invalid character|escape|must have|must separate|digit|more than one character", e[2])
               for e in errors)


def compare(made, folder, vole, finding):
    """Returns (functions compared, findings)."""
    config = importcfg(folder)
    left = {t[0] for t in made.tests}
    expected, syntax = {}, set()
    for _ in range(8):
        found, code = go_messages(made, folder, config, left)
        bad = {name for name, errors in found.items() if name in left and is_syntax(errors)}
        if not bad:
            expected.update({name: found.get(name, []) for name in left})
            break
        for name in bad:
            alone, _ = go_messages(made, folder, config, {name})
            expected[name] = alone.get(name, [])[:1]
        syntax |= bad
        left -= bad
    findings = []
    for name in sorted(expected):
        text, origins = made.text({name})
        path = os.path.join(folder, "program.go")
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        done = harness.run([vole, "check", path], seconds=60)
        got = [e for e in messages(done.out + done.err, origins).get(name, []) if e[2] != "too many errors"]
        want = expected[name]
        if name in syntax:
            got = got[:1]
        elif b"too many errors" in done.err:
            want = want[:len(got)]
        if done.code not in (0, 1) or got != want:
            findings.append(finding("refused" if want else "accepted", name, shown(want), (shown(got) or done.err) + b"\n" + told(
                text.split("\n"), origins, name, want + got)))
    return len(expected), findings


def told(lines, origins, name, errors):
    """The lines that are complained of."""
    first = origins.index(name)
    return "\n".join(f"{n}: {lines[first + n]}" for n in sorted({e[0] for e in errors}) if first + n < len(lines)).encode()


def shown(errors):
    return "".join(f"{line}:{column}: {text}\n" for line, column, text in errors).encode()
