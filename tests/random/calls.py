"""Calls of the standard library with random arguments, edge values among them.

The functions are those that `go doc` lists, in so far as Vole has them and their parameters are of
types for which there are arguments here; what else is called stands in TEMPLATES.
"""
import functools
import os
import random
import re
import tempfile

import harness
import program
from constants import quote

PACKAGES = ["strings", "strconv", "bytes", "math", "math/bits", "math/cmplx", "unicode", "unicode/utf8", "unicode/utf16",
            "path", "path/filepath", "sort", "errors", "slices", "html"]
# What depends on the machine, or prints addresses.
LEFT_OUT = {"filepath.Abs", "filepath.EvalSymlinks", "filepath.Glob", "filepath.Walk", "filepath.WalkDir", "strings.NewReader",
            "strings.NewReplacer", "bytes.NewReader", "bytes.NewBuffer", "bytes.NewBufferString", "errors.New", "bytes.Title"}
NAMES = [p.split("/")[-1] for p in PACKAGES]
PRELUDE_IMPORTS = ["bufio", "bytes", "errors", "fmt", "math", "math/bits", "math/cmplx", "os", "path", "path/filepath",
                   "sort", "strconv", "strings", "time", "unicode", "unicode/utf16", "unicode/utf8"]

WORDS = ["", "a", "ab", "abc", "abcabc", "aaa", "Hello, World", "日本語", "héllo", "\xff", "a\xffb", "x\x00y", "  pad  ", "\tline\r\n",
         "one,two,,three", "ß", "ſ", "İ", "ǅ", "K", "Σίσυφος", "😀 smile", "a-b_c", "0", "1", "-1", "+7", "007", "0x1F", "0b11", "0o17",
         "1_000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615", "255", "256", "-129",
         "1e3", "1.5", ".5", "5.", "-0", "1e400", "1e-400", "NaN", "inf", "-Inf", "infinity", "0x1p-2", "1e", "1.7976931348623159e308",
         "true", "T", "FALSE", "yes", "'a'", "\"q\\n\"", "`raw`", "'\\''", "\"\\u00e9\\x41\"", "\\n", "/a/b/../c", "a//b", "./x", "../..",
         "/", "a/b.txt", "*.txt", "a[b-d]?", "[", "\\*", "1+2i", "(3-4i)", "i", "&lt;b&gt;&amp;", "<a href='x'>", "µ", "\u2028", "\ufeff",
         "\U0010ffff", "a b\u00a0c\u3000d", "The quick brown fox jumps over the lazy dog", "z" * 40]
SMALL = ["0", "1", "2", "3", "-1", "4", "7", "10", "100", "-2"]
FLOATS = ["0", "math.Copysign(0, -1)", "1", "-1", "0.5", "1.5", "2.5", "-2.5", "math.Inf(1)", "math.Inf(-1)", "math.NaN()", "1e308", "5e-324", "math.MaxFloat64",
          "math.Pi", "1e-10", "123456789.125", "-0.1", "1e21", "1e20", "123456789012345678", "0.000001", "1e-7", "3.0000000000000004", "710", "-745.2", "33554433"]
RUNES = ["'a'", "'Z'", "'0'", "' '", "'é'", "'日'", "'😀'", "0", "-1", "0x10ffff", "0x110000", "0xd800", "0xfffd", "'ß'", "'ǅ'", "'\\n'", "0x7f", "0x80",
         "0x2028", "0xa0", "'Σ'", "'ς'", "0x130", "0x131", "0x1e9e", "0x212a", "'٣'", "0x300"]
INTEGER_EDGES = ["0", "1", "2", "3", "7", "10", "63", "64", "100", "127", "128", "255", "256", "32767", "65535", "1<<20", "1<<31-1", "1<<32"]


class Arguments:
    def __init__(self, r):
        self.r = r

    def pick(self, values):
        return self.r.choice(values)

    def word(self):
        r = self.r
        if r.randrange(6) == 0:
            return quote(r.choice(WORDS)) + " + " + quote(r.choice(WORDS))
        if r.randrange(10) == 0:
            return f"strings.Repeat({quote(r.choice(WORDS))}, {r.randrange(12)})"
        return quote(r.choice(WORDS))

    def integer(self, bits, signed):
        r = self.r
        edges = [e for e in INTEGER_EDGES if eval(e) < (1 << bits - signed)]
        value = r.choice(edges)
        if r.randrange(4) == 0:
            value = str(r.getrandbits(bits - signed))
        elif r.randrange(6) == 0:
            value = str((1 << bits - signed) - 1)
        if signed and r.randrange(3) == 0:
            value = f"-({value})"
        elif signed and r.randrange(20) == 0:
            value = f"-1<<{bits - 1}"
        return value

    def floating(self):
        r = self.r
        if r.randrange(3) == 0:
            return repr(r.uniform(-1, 1) * 10.0 ** r.randrange(-20, 25))
        return r.choice(FLOATS)

    def complex(self):
        return f"complex({self.floating()}, {self.floating()})"

    def of(self, kind, name):
        """An argument of that type for a parameter of that name, or None."""
        r = self.r
        special = {"base": ["2", "8", "10", "16", "36", "0", "7"], "bitSize": ["64", "32"], "prec": ["-1", "0", "1", "3", "10", "17", "40"],
                   "fmt": ["'e'", "'f'", "'g'", "'G'", "'E'", "'b'", "'x'", "'X'", "'%'"], "count": ["0", "1", "2", "5"],
                   "carry": ["0", "1"], "borrow": ["0", "1"],
                   "quote": ["'\"'", "'\\''", "0"], "n": SMALL, "exp": SMALL + ["1000", "-1100"]}
        if name in special and (kind in ("int", "byte") or name in ("carry", "borrow")):
            return r.choice(special[name])
        if kind == "string":
            return self.word()
        if kind == "[]byte":
            return f"[]byte({self.word()})" if r.randrange(12) else "[]byte(nil)"
        if kind == "[]string":
            return "[]string{" + ", ".join(self.word() for _ in range(r.randrange(5))) + "}"
        if kind == "[]rune":
            return f"[]rune({self.word()})"
        if kind == "[]int":
            return "[]int{" + ", ".join(r.choice(SMALL) for _ in range(r.randrange(9))) + "}"
        if kind == "[]float64":
            return "[]float64{" + ", ".join(self.floating() for _ in range(r.randrange(6))) + "}"
        if kind == "[]uint16":
            return "[]uint16{" + ", ".join(r.choice(["65", "0xd83d", "0xde00", "0xdfff", "0", "0xffff"]) for _ in range(r.randrange(5))) + "}"
        if kind == "[][]byte":
            return "[][]byte{" + ", ".join(f"[]byte({self.word()})" for _ in range(r.randrange(4))) + "}"
        if kind == "rune":
            return r.choice(RUNES)
        if kind == "byte":
            return r.choice(["'a'", "0", "255", "'\\n'", "'/'"])
        if kind == "bool":
            return r.choice(["true", "false"])
        if kind in ("float64", "float32"):
            return self.floating() if kind == "float64" else r.choice(["0", "1.5", "3.4e38", "1e-45", "0.1", "-7"])
        if kind == "complex128":
            return self.complex()
        match = re.fullmatch(r"(u?)int(8|16|32|64|)", kind)
        if match:
            return self.integer(int(match[2] or 64), not match[1])
        functions = {"func(rune) bool": ["unicode.IsLetter", "unicode.IsSpace", "unicode.IsDigit", "func(r rune) bool { return r > 'm' }"],
                     "func(rune) rune": ["unicode.ToUpper", "func(r rune) rune { if r == 'a' { return -1 }; return r + 1 }"],
                     "func(r rune) bool": ["unicode.IsUpper", "func(r rune) bool { return r == ',' }"],
                     "func(r rune) rune": ["unicode.ToTitle", "func(r rune) rune { return 'é' - r%2 }"],
                     "func(int) bool": ["func(i int) bool { return i*i >= 20 }"],
                     "func(i int) bool": ["func(i int) bool { return i*i >= 20 }"],
                     "*unicode.RangeTable": ["unicode.Letter", "unicode.Greek", "unicode.Nd", "unicode.White_Space", "unicode.Lu", "unicode.Han"],
                     "error": ["nil", "errBase", "fmt.Errorf(\"w %w\", errBase)", "errors.New(\"n\")"]}
        return r.choice(functions[kind]) if kind in functions else None


@functools.lru_cache(maxsize=None)
def functions(vole):
    """(text of the call, [(parameter, type)], variadic) of the functions that Go lists and Vole has."""
    found = []
    for path in PACKAGES:
        name = path.split("/")[-1]
        if path not in PRELUDE_IMPORTS:
            continue
        done = harness.run(["go", "doc", "-short", path], seconds=300, limit_memory=False)
        for match in re.finditer(r"(?m)^ *func ([A-Z]\w*)\((.*?)\)( .*)?$", done.out.decode()):
            full = f"{name}.{match[1]}"
            if full in LEFT_OUT or not match[3] or "iter.Seq" in match[3] or "[" in match[1]:
                continue
            params = parameters(match[2], name)
            if params is not None:
                found.append((full, *params))
    source = "package p\nimport (\n" + "".join(f'\t"{p}"\n' for p in PRELUDE_IMPORTS) + ")\n"
    first = source.count("\n") + 1
    source += "".join(f"var _ = {f[0]}\n" for f in found)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "p.go"), "w", encoding="utf-8") as file:
            file.write(source)
        done = harness.run([vole, "check", "p.go"], folder=folder)
    missing = {int(n) - first for n in re.findall(rb"p\.go:(\d+):\d+: undefined", done.err)}
    return [f for i, f in enumerate(found) if i not in missing]


def parameters(text, package):
    """[(name, type)] and whether the last is variadic, or None where a type has no arguments here."""
    parts = [p.strip() for p in re.split(r",(?![^()]*\))", text)] if text else []
    out, kind = [], ""
    for part in reversed(parts):
        words = part.split(None, 1)
        if len(words) == 2:
            kind = words[1]
        out.append((words[0], kind))
    out.reverse()
    variadic = bool(out) and out[-1][1].startswith("...")
    if variadic:
        out[-1] = (out[-1][0], out[-1][1][3:])
    probe = Arguments(random.Random(0))
    fixed = [(n, "*unicode.RangeTable" if k == "*RangeTable" else k) for n, k in out]
    return (fixed, variadic) if all(probe.of(k, n) is not None for n, k in fixed) else None


VERBS = "vTtbcdoOqxXUeEfFgGspvvvvsd"
FLAGS = ["", "", "", "+", "-", "#", " ", "0", "+0", "-+", "#+", "0-", "# "]
VALUES = ["1", "-7", "uint8(200)", "'x'", "int64(-1<<63)", "1.5", "math.Inf(-1)", "math.NaN()", "1e100", "float32(0.1)", "2+3i", '"str"', '"日本\\xff\\n"',
          "[]byte(\"by\\x00t\")", "[3]byte{1, 2, 255}", "true", "nil", "[]int{1, -2}", "[]string{\"a\", \"b c\"}", "map[string]int{\"b\": 1, \"a\": 2}",
          "point{1, 2}", "&point{3, 4}", "[]point{{5, 6}}", "[]*point{nil}", "map[point]string{{1, 2}: \"x\"}", "named(4)", "&named2{1}", "errBase",
          "fmt.Errorf(\"w: %w\", failure(\"x\"))", "(*point)(nil)", "[]any{1, \"a\", nil, 2.5}", "struct{ A any; b *int }{A: 5}", "time.Duration(1500000)", "goer{1}",
          "[2]bool{true}", "[]rune(\"hé\")", "wrapper{named(2), point{1, 1}, []error{failure(\"y\")}}", "uintptr(4096)", "[]float64{1, 2.5e-9}", "stringer(nil)", "panicker{}",
          "[]named{1, 2}", "map[named]named{1: 2}", "[0]int{}", "struct{}{}", "[][]string{{\"x\"}, nil}", "complex64(1-2i)", "time.Month(13)", "time.Saturday"]
LAYOUTS = ['time.RFC3339Nano', 'time.ANSIC', 'time.Kitchen', '"2006-01-02T15:04:05.000Z07:00"', '"Mon Jan _2 15:04:05.999999 2006"', '"02/01/06 03:04:05PM -0700 MST"', '"Monday, 2 January 2006 .00"', '"002 06 1"', 'time.RFC850', 'time.StampMicro']


def formatted(a):
    count = a.r.randrange(1, 4)
    text = ""
    values = []
    for _ in range(count):
        width = a.pick(["", "", "", "5", "12", "1", "*", "03"])
        precision = a.pick(["", "", "", ".0", ".3", ".", ".12", ".*"])
        index = a.pick([""] * 12 + ["[1]", "[2]", "[9]"])
        if width == "*":
            values.append(a.pick(["6", "-6", "0"]))
        if precision == ".*":
            values.append(a.pick(["2", "-1"]))
        text += a.pick(["", "|", "a%%"]) + "%" + a.pick(FLAGS) + width + precision + index + a.pick(VERBS)
        values.append(a.pick(VALUES))
    if a.r.randrange(15) == 0:
        values = values[:-1]
    if a.r.randrange(15) == 0:
        values.append("9")
    verbs = text.replace("p", "v")
    return f"fmt.Sprintf({quote(verbs)}{''.join(', ' + v for v in values)})"


def moment(a):
    return (f"time.Date({a.pick(['2024', '1999', '0', '-5', '1970', '2038', '9999'])}, {a.pick(['1', '2', '12', '13', '0', '-3'])}, "
            f"{a.pick(['1', '29', '31', '0', '60', '-1'])}, {a.pick(['0', '23', '25', '-1'])}, {a.pick(['0', '59', '60', '90'])}, {a.pick(['0', '59', '61'])}, "
            f"{a.pick(['0', '1', '999999999', '1000000000', '123456000'])}, {a.pick(['time.UTC', 'time.FixedZone(%s, -5*3600-1800)' % quote('X'), 'time.FixedZone(%s, 7200)' % quote('')])})")


def duration(a):
    return f"time.Duration({a.integer(64, True)})"


TEMPLATES = [
    (12, formatted),
    (3, lambda a: f"fmt.{a.pick(['Sprint', 'Sprintln'])}({', '.join(a.pick(VALUES) for _ in range(a.r.randrange(4)))})"),
    (2, lambda a: f"{moment(a)}.{a.pick(['Weekday()', 'YearDay()', 'ISOWeek()', 'Unix()', 'UnixNano()', 'Clock()', 'Zone()', 'String()', 'GoString()', 'UTC().Date()', 'UnixMilli()', 'IsZero()', 'MarshalText()'])}"),
    (2, lambda a: f"{moment(a)}.Format({a.pick(LAYOUTS)})"),
    (1, lambda a: f"{moment(a)}.AddDate({a.pick(SMALL)}, {a.pick(SMALL)}, {a.pick(SMALL)}).Format(time.RFC3339)"),
    (1, lambda a: f"{moment(a)}.{a.pick(['Truncate', 'Round', 'Add'])}({duration(a)}).Format(time.RFC3339Nano)"),
    (1, lambda a: f"{moment(a)}.Sub({moment(a)})"),
    (1, lambda a: f"{moment(a)}.Compare({moment(a)})"),
    (2, lambda a: f"time.Parse({a.pick(LAYOUTS)}, {moment(a)}.Format({a.pick(LAYOUTS)}))"),
    (1, lambda a: f"time.Parse({a.pick(LAYOUTS)}, {a.word()})"),
    (2, lambda a: "time.ParseDuration(" + a.pick(['"1h2m3s"', '"-1.5h"', '"1us2ns"', '"3"', '"1.µs"', '"9223372036854775807ns"', '"9223372036854775808ns"', '"1h 2m"', '".5s"', '"+0"', '""', '"2562047h47m16.854775807s"', '"1d"']) + ")"),
    (3, lambda a: f"{duration(a)}.{a.pick(['String()', 'Hours()', 'Minutes()', 'Seconds()', 'Milliseconds()', 'Abs()', 'Round(' + duration(a) + ')', 'Truncate(time.Minute)', 'Round(time.Hour)'])}"),
    (2, lambda a: f"strings.NewReplacer({', '.join(a.word() for _ in range(2 * a.r.randrange(1, 5)))}).Replace({a.word()} + {a.word()})"),
    (2, lambda a: f"scan({a.word()} + \"\\n\" + {a.word()} + \" \" + {a.word()}, bufio.{a.pick(['ScanLines', 'ScanWords', 'ScanRunes', 'ScanBytes'])})"),
    (2, lambda a: f"sscan({quote(a.pick(['%d', '%s', '%x %s', '%3d%c', '%q', '%v,%v', '%t', '%f %d', '%5s%v', '%U', '%o-%b']))}, {a.word()})"),
    (2, lambda a: f"buffer({a.word()}, {a.word()}, {a.pick(SMALL)})"),
    (2, lambda a: f"reading({a.word()} + {a.word()}, {a.pick(SMALL)}, {a.of('byte', 'b')})"),
    (1, lambda a: f"errs({a.of('error', 'e')}, {a.of('error', 'e')})"),
    (2, lambda a: f"sorted({a.of('[]string', 's')}, {a.of('[]int', 'i')}, {a.of('[]float64', 'f')})"),
]
HELPERS = '''
type point struct{ X, y int }
type named int
type named2 struct{ n int }
type goer struct{ n int }
type panicker struct{}
type stringer interface{ String() string }
type wrapper struct {
	N named
	p point
	E []error
}

var errBase = errors.New("base")

func (n named) String() string    { return fmt.Sprintf("named<%d>", int(n)) }
func (n *named2) String() string  { return fmt.Sprintf("named2<%d>", n.n) }
func (g goer) GoString() string   { return "goer!" }
func (panicker) String() string   { panic("in String") }

func show(values ...any) {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			fmt.Fprintf(out, " %q", v)
		case []string:
			fmt.Fprintf(out, " %q", v)
		case []byte:
			fmt.Fprintf(out, " %q", v)
		case error:
			fmt.Fprintf(out, " %v", v)
		case time.Time:
			fmt.Fprintf(out, " %v", v)
		default:
			fmt.Fprintf(out, " %#v", v)
		}
	}
	out.WriteByte('\\n')
}
func try(f func()) {
	defer func() {
		if r := recover(); r != nil { fmt.Fprintf(out, " panic: %v\\n", r) }
	}()
	f()
}
func scan(s string, split bufio.SplitFunc) (found []string) {
	scanner := bufio.NewScanner(strings.NewReader(s))
	scanner.Split(split)
	for scanner.Scan() { found = append(found, scanner.Text()) }
	return found
}
func sscan(format, s string) (int, error, string) {
	var a, b any
	var i, j int
	var t string
	var f float64
	var r rune
	var c bool
	switch format {
	case "%d", "%o-%b", "%5s%v":
		a, b = &i, &j
	case "%x %s":
		a, b = &i, &t
	case "%3d%c":
		a, b = &i, &r
	case "%t":
		a, b = &c, nil
	case "%f %d":
		a, b = &f, &i
	case "%U":
		a, b = &r, nil
	default:
		a, b = &t, &i
	}
	var n int
	var err error
	if b == nil { n, err = fmt.Sscanf(s, format, a) } else { n, err = fmt.Sscanf(s, format, a, b) }
	return n, err, fmt.Sprint(i, j, t, f, r, c)
}
func buffer(a, b string, n int) (string, int, error, []byte, string) {
	var buf bytes.Buffer
	buf.WriteString(a)
	buf.WriteByte('/')
	buf.Write([]byte(b))
	r, size, err := buf.ReadRune()
	buf.WriteRune(r)
	line, _ := buf.ReadBytes('a')
	if n >= 0 && n <= buf.Len() { buf.Truncate(n) }
	if err == nil { err = buf.UnreadByte() }
	return buf.String(), size, err, line, string(buf.Next(2))
}
func reading(s string, n int, b byte) (string, error, []byte, error, rune, int, int) {
	in := bufio.NewReaderSize(strings.NewReader(s), 16)
	text, err := in.ReadString(b)
	peeked, err2 := in.Peek(n)
	p := string(peeked)
	r, size, _ := in.ReadRune()
	k, _ := in.Discard(n)
	return text, err, []byte(p), err2, r, size, k + in.Buffered()
}
func errs(a, b error) (error, bool, bool, string) {
	joined := errors.Join(a, b)
	var target *os.PathError
	text := "nil"
	if joined != nil { text = joined.Error() }
	return errors.Unwrap(a), errors.Is(joined, errBase), errors.As(a, &target), text
}
func sorted(s []string, i []int, f []float64) ([]string, []int, int, string) {
	sort.Strings(s)
	sort.Sort(sort.Reverse(sort.IntSlice(i)))
	sort.Float64s(f)
	byLength := append([]string(nil), s...)
	sort.SliceStable(byLength, func(a, b int) bool { return len(byLength[a]) < len(byLength[b]) })
	return byLength, i, sort.SearchStrings(s, "b"), fmt.Sprint(f)
}

var (
	_ = bits.Len
	_ = cmplx.Abs
	_ = path.Base
	_ = filepath.Base
	_ = strconv.Itoa
	_ = unicode.IsLetter
	_ = utf16.Encode
	_ = utf8.RuneLen
	_ = math.Abs
)
'''


def call(a, found):
    """The text of one random call."""
    if a.r.random() < .4:
        weights = [w for w, _ in TEMPLATES]
        return a.r.choices([t for _, t in TEMPLATES], weights)[0](a)
    name, params, variadic = a.r.choice(found)
    texts = [a.of(kind, parameter) for parameter, kind in params]
    if variadic:
        texts[-1:] = [a.of(params[-1][1], params[-1][0]) for _ in range(a.r.randrange(4))]
    return f"{name}({', '.join(texts)})"


def source(seed, count, vole):
    """A program of count functions that call the library."""
    found = functions(vole)
    prelude = program.PRELUDE
    start, end = prelude.index("import ("), prelude.index(")\n") + 2
    prelude = prelude[:start] + "import (\n" + "".join(f'\t"{p}"\n' for p in PRELUDE_IMPORTS + ["sync"]) + ")\n" + prelude[end:] + HELPERS
    tests = []
    for n in range(count):
        a = Arguments(random.Random(f"library {seed}/{n}"))
        name = f"f{n}"
        lines = [f"func {name}() {{"]
        lines += [f"\ttry(func() {{ show({call(a, found)}) }})" for _ in range(a.r.randrange(3, 9))]
        tests.append((name, 0, lines + ["}", ""]))
    return program.Program(prelude, [[]], tests)
