"""Scripts that compute at the edges of every type of number, in every form of operand that has instructions of its own.

What a script computes goes into sums, one a line, so that a line says which type and which operation differ.
"""

INTEGERS = {f"{sign}int{bits}": (bits, sign == "") for bits in (8, 16, 32, 64) for sign in ("", "u")}
ARITHMETIC = ["+", "-", "*", "/", "%", "&", "|", "^", "&^"]
SHIFTS = ["<<", ">>"]
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
COUNTS = [0, 1, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 200]

PROLOGUE = """package main

import (
	"fmt"
	"math"
)

type sum uint64

func (h *sum) add(x uint64) { *h = (*h ^ sum(x)) * 1099511628211 }
func (h *sum) say(label string) { fmt.Printf("%s: %016x\\n", label, uint64(*h)); *h = 1 }
func (h *sum) f64(x float64) {
	if x != x {
		h.add(1)
	} else {
		h.add(math.Float64bits(x))
	}
}
func (h *sum) f32(x float32) { h.f64(float64(x)) }
func (h *sum) c128(x complex128) { h.f64(real(x)); h.f64(imag(x)) }
func panics(h *sum, f func()) {
	defer func() {
		if r := recover(); r != nil {
			for _, c := range r.(error).Error() {
				h.add(uint64(c))
			}
		}
	}()
	f()
}
"""


def limits(bits, signed):
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)


def edges(name):
    """Constants at which something changes: bounds of the type, of narrower ones and of immediates."""
    low, high = limits(*INTEGERS[name])
    around = [0, 7, 100, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 31, 1 << 32, 1 << 63, low, high]
    found = {sign * n + d for n in around for sign in (1, -1) for d in (-1, 0, 1)}
    return sorted(n for n in found if low <= n <= high)


def few(name):
    """Fewer of them, for what there is code of for each."""
    low, high = limits(*INTEGERS[name])
    found = {low, low + 1, -32769, -32768, -129, -128, -2, -1, 0, 1, 3, 8, 127, 128, 255, 32767, 32768, 65536,
             (1 << 31) - 1, 1 << 31, (1 << 63) - 1, 1 << 63, high - 1, high}
    return sorted(n for n in found if low <= n <= high)


def table(name, values):
    return f"var {name}s = []{name}{{{', '.join(str(v) for v in values)}}}\n"


def function(name, lines):
    return f"\nfunc {name} {{\n\t" + "\n\t".join(lines) + "\n}\n"


def with_variables(name):
    lines = ["var h sum = 1"]
    for op in ARITHMETIC:
        guard = "if y == 0 { panics(&h, func() { h.add(uint64(x %s y)) }); continue }; " % op if op in "/%" else ""
        lines.append(f"for _, x := range {name}s {{ for _, y := range {name}s {{ {guard}z := x; z {op}= y; "
                     f"s := []{name}{{x, x}}; s[1] {op}= y; p := &struct{{ a, b, c {name} }}{{x, x, x}}; p.b {op}= y; m := map[int]{name}{{1: x}}; m[1] {op}= y; "
                     f"h.add(uint64(x {op} y)); h.add(uint64(z)); h.add(uint64(s[0] ^ s[1])); h.add(uint64(p.a + p.b - p.c)); h.add(uint64(m[1])) }} }}")
        lines.append(f'h.say("{name} {op} variable")')
    lines.append(f"for _, x := range {name}s {{ a, b, c, d := x, x, []{name}{{x, x}}, struct{{ a, b {name} }}{{x, x}}; a++; b--; c[1]++; d.a--; g{name} = x; g{name}++; "
                 f"h.add(uint64(-x)); h.add(uint64(^x)); h.add(uint64(+x)); h.add(uint64(a)); h.add(uint64(b)); h.add(uint64(c[0] - c[1])); h.add(uint64(d.a ^ d.b)); h.add(uint64(g{name})) }}")
    lines.append(f'h.say("{name} of one")')
    for op in SHIFTS:
        for count in ("uint8", "int", "uint64"):
            lines.append(f"for _, x := range {name}s {{ for _, n := range []{count}{{{', '.join(map(str, COUNTS))}}} {{ z := x; z {op}= n; h.add(uint64(x {op} n)); h.add(uint64(z)) }} }}")
        lines.append(f"for _, n := range []int8{{-1, -128, 127, 0}} {{ panics(&h, func() {{ h.add(uint64({name}s[1] {op} n)) }}) }}")
        lines.append(f'h.say("{name} {op} variable")')
    for op in COMPARISONS:
        lines.append(f"for _, x := range {name}s {{ for _, y := range {name}s {{ " + compared(f"x {op} y", f"y {op} x") + " } }")
        lines.append(f'h.say("{name} {op} variable")')
    lines.append(f"for _, x := range {name}s {{ for _, y := range {name}s {{ h.add(uint64(min(x, y))); h.add(uint64(max(x, y, 5))) }} }}")
    lines.append(f'h.say("{name} min, max")')
    return f"\nvar g{name} {name}\n" + function(f"variables_{name}()", lines)


def compared(test, mirrored):
    """A comparison as a value, as a branch and as the jump back of a loop, and the contrary of each."""
    return (f"n, i, j := 0, 0, 0; b, c := {test}, !({mirrored}); if b {{ n++ }}; if c {{ n += 2 }}; if {test} {{ n += 4 }}; if !({test}) {{ n += 8 }}; "
            f"if {mirrored} || n == 100 {{ n += 16 }} else {{ n += 32 }}; if n != 100 && !({mirrored}) {{ n += 64 }}; "
            f"for i < 2 && ({test}) {{ i++ }}; for j < 2 && !({test}) {{ j++ }}; h.add(uint64(n + i*1000 + j*10000))")


def with_constants(name):
    lines = ["var h sum = 1"]
    code = []
    for op in ARITHMETIC:
        body = []
        for c in few(name):
            if c == 0 and op in "/%":
                continue
            body.append(f"{{ z := x; z {op}= {c}; h.add(uint64(z)); h.add(uint64(x {op} {c})) }}")
            if op not in "/%":
                body.append(f"h.add(uint64({c} {op} x))")
            else:
                body.append(f"if x != 0 {{ h.add(uint64({c} {op} x)) }}")
        code.append((op, body))
    for op in SHIFTS:
        body = [f"h.add(uint64(x {op} {n}))" for n in COUNTS]
        body += [f"{{ z := x; z {op}= {n}; h.add(uint64(z)) }}" for n in COUNTS]
        body += [f"if x >= 0 && x < 70 {{ h.add(uint64({name}({c}) {op} x)) }}" for c in few(name)]
        code.append((op, body))
    for op in COMPARISONS:
        body = ["{ " + compared(f"x {op} {c}", f"{c} {op} x") + " }" for c in few(name)]
        code.append((op, body))
    text = []
    for number, (op, body) in enumerate(code):
        text.append(function(f"{name}_{number}(h *sum, x {name})", body))
        lines.append(f'for _, x := range {name}s {{ {name}_{number}(&h, x) }}; h.say("{name} {op} constant")')
    return "".join(text) + function(f"constants_{name}()", lines)


def conversions():
    lines = ["var h sum = 1"]
    for name in INTEGERS:
        for to in INTEGERS:
            lines.append(f'for _, x := range {name}s {{ y := {to}(x); h.add(uint64(y)); h.add(uint64(uint64({to}(x+1)))) }}; h.say("{to}({name})")')
        lines.append(f'for _, x := range {name}s {{ h.f64(float64(x)); h.f32(float32(x)); h.f64(float64(float32(x)) + float64(x)) }}; h.say("floats of {name}")')
        low, high = limits(*INTEGERS[name])
        lines.append(f"for _, x := range floats {{ if x > {low - 1}.0 && x < {high + 1}.0 {{ h.add(uint64({name}(x))); if y := float32(x); y > {low - 1}.0 && y < {high + 1}.0 {{ h.add(uint64({name}(y))) }} }} }}")
        lines.append(f'h.say("{name} of floats")')
    return "".join(table(n, edges(n)) for n in INTEGERS) + FLOATS + function("conversions()", lines)


FLOATS = """
var zero float64
var floats = []float64{0, -zero, math.Copysign(0, -1), 1, -1, 0.5, -1.5, 2.5, 0.1, 127.9, -128.9, 255.5, 32767.5, -32768.5, 65535.9, 2147483647.5, -2147483648.9,
	4294967295.5, 1 << 53, 1<<53 + 2, 9223372036854774784, -9223372036854775808, 9223372036854775808, 18446744073709549568, 1e300, -1e300, 1e-300, 5e-324, math.MaxFloat64,
	math.MaxFloat32, 1e-45, math.Inf(1), math.Inf(-1), math.NaN(), 3.4028235677973366e38, 16777217, 1.0000001}
"""
FLOAT_CONSTANTS = ["0", "1", "-1", "0.5", "2.5", "-1.5", "1e30", "0.1", "16777216"]


def floats():
    lines = ["var h sum = 1"]
    text = [FLOATS]
    for name, add in (("float64", "f64"), ("float32", "f32")):
        for op in ["+", "-", "*", "/"]:
            lines.append(f"for _, a := range floats {{ for _, b := range floats {{ x, y := {name}(a), {name}(b); z := x; z {op}= y; w := x; w += x {op} y; s := []{name}{{x}}; s[0] {op}= y; "
                         f"h.{add}(x {op} y); h.{add}(z); h.{add}(s[0]); h.{add}(w); h.{add}(-x {op} y) }} }}; h.say(\"{name} {op} variable\")")
            body = "; ".join(f"h.{add}(x {op} {c}); h.{add}({c} {op} x); {{ z := x; z {op}= {c}; h.{add}(z) }}" for c in FLOAT_CONSTANTS if (op, c) != ("/", "0"))
            lines.append(f'for _, a := range floats {{ x := {name}(a); {body} }}; h.say("{name} {op} constant")')
        for number, op in enumerate(COMPARISONS):
            lines.append(f"for _, a := range floats {{ for _, b := range floats {{ x, y := {name}(a), {name}(b); " + compared(f"x {op} y", f"y {op} x") + f' }} }}; h.say("{name} {op} variable")')
            text.append(function(f"{name}_{number}(h *sum, x {name})", ["{ " + compared(f"x {op} {c}", f"{c} {op} x") + " }" for c in FLOAT_CONSTANTS]))
            lines.append(f'for _, a := range floats {{ {name}_{number}(&h, {name}(a)) }}; h.say("{name} {op} constant")')
        lines.append(f"for _, a := range floats {{ for _, b := range floats {{ x, y := {name}(a), {name}(b); h.{add}(min(x, y)); h.{add}(max(x, y, 0)); p, q := x == y, [1]{name}{{x}} == [1]{name}{{y}}; "
                     f"r, s := any(x) == any(y), struct{{ f {name}; i int }}{{x, 1}} == struct{{ f {name}; i int }}{{y, 1}}; if p != q || q != r || r != s {{ h.add(2) }} }} }}; h.say(\"{name} min, max, equal\")")
    lines.append('for _, x := range floats { h.f32(float32(x)); h.f64(float64(float32(x))); h.f64(math.Sqrt(x)); h.f64(math.Floor(x)); h.f64(math.Ceil(x)); h.f64(math.Trunc(x)); h.f64(math.Abs(x)); h.f32(float32(math.Sqrt(float64(float32(x))))) }; h.say("functions")')
    for name in ("complex128", "complex64"):
        part = "float64" if name == "complex128" else "float32"
        for op in ["+", "-", "*", "/"]:
            lines.append(f"for k, a := range floats {{ for l, b := range floats {{ x, y := complex({part}(a), {part}(floats[(k+5)%len(floats)])), complex({part}(b), {part}(floats[(l+3)%len(floats)])); z := x; z {op}= y; "
                         f"h.c128(complex128(x {op} y)); h.c128(complex128(z)); h.c128(complex128(-x)); if (x == y) == (x != y) {{ h.add(3) }}; if x == x {{ h.add(4) }} }} }}; h.say(\"{name} {op}\")")
    return PROLOGUE + "".join(text) + function("main()", lines)


def integers():
    text = [PROLOGUE, conversions()]
    calls = []
    for name in INTEGERS:
        text += [with_variables(name), with_constants(name)]
        calls += [f"variables_{name}()", f"constants_{name}()"]
    return "".join(text) + function("main()", calls + ["conversions()"])


# Loops.

BOUNDS = [-(1 << 63), -(1 << 63) + 2, -32770, -32769, -32768, -32767, -3, -2, -1, 0, 1, 2, 32765, 32766, 32767, 32768, 32769, 1 << 31, (1 << 63) - 2, (1 << 63) - 1]


def loop(start, test, step, extra=""):
    return f"n = 0; for i := {start}; {test}; {step} {{ n++; h.add(uint64(i)); {extra}if n == 5 {{ break }} }}; h.add(uint64(n))"


def counting():
    """Loops that start below, at and above their limit, a constant or a variable, up and down."""
    lines, text, calls = [], [], []
    for op in COMPARISONS:
        for step in ("i++", "i--", "i += 2"):
            body = ["var n int"]
            for bound in BOUNDS:
                for distance in (-3, -1, 0, 1, 3):
                    start = bound + distance
                    if -(1 << 63) <= start < 1 << 63:
                        body.append(loop(f"int64({start})", f"i {op} {bound}", step))
            name = f"loop{len(text)}"
            text.append(function(f"{name}(h *sum)", body))
            calls.append(f'{name}(&h); h.say("i {op} constant; {step}")')
            calls.append(f"for _, l := range bounds {{ for d := -3; d < 4; d++ {{ n := 0; {loop('l + int64(d)', f'i {op} l', step)[7:]} }} }}; h.say(\"i {op} variable; {step}\")")
    for t in ("int8", "uint8", "int32", "uint32", "uint64", "int"):
        for op in ("<", "<=", ">", ">=", "!="):
            for step in ("i++", "i--"):
                calls.append(f"for _, l := range []{t}{{0, 1, 2, 100, 126, 127}} {{ for d := -2; d < 3; d++ {{ n := 0; {loop(f'l + {t}(d)', f'i {op} l', step)[7:]} }} }}")
        calls.append(f'h.say("loops of {t}")')
    return text, calls


LOOPS = """
var bounds = []int64{BOUNDS}

func moving(h *sum) {
	n := 0
	for i := 0; i < 20-i; i++ { h.add(uint64(i)) }
	for i := 0; i <= 20-i; i++ { h.add(uint64(i)) }
	for i := 20; i >= 5+i/3; i-- { h.add(uint64(i)) }
	for i, l := 0, 10; i < l; i++ { l--; h.add(uint64(i)) }
	for i, l := 0, 3; i <= l; i++ { if l < 9 { l++ }; h.add(uint64(i)) }
	for i := 0; i < 20; i++ { i += i % 2; h.add(uint64(i)) }
	for i := 0; i < 10; i++ { f := func() int { i++; return i }; h.add(uint64(f())) }
	for i := 10; i > 0; i-- { if i%3 == 0 { continue }; h.add(uint64(i)) }
	for s := []int{1}; len(s) < 6; s = append(s, len(s)) { h.add(uint64(s[len(s)-1])) }
	next := func() int { n++; return n }
	for i := 0; i < 8 && next() < 6; i++ { h.add(uint64(i)) }
	for i := next(); next() < 12 || i < 9; i++ { h.add(uint64(i)) }
	for i := range 5 { h.add(uint64(i)); i += 2; h.add(uint64(i)) }
	for i := range 40000 { n = i }
	h.add(uint64(n))
	for i := range 32767 { n = i }
	h.add(uint64(n))
	for i := range 32768 { n = i }
	h.add(uint64(n))
	for _, l := range []int{-5, 0, 1, 3} { for i := range l { h.add(uint64(i)); l = 9 } }
	for i := range uint8(255) { n = int(i) }
	h.add(uint64(n))
	for i := range int8(127) { n = int(i) }
	h.add(uint64(n))
	for i := range uint64(3) { h.add(i) }
	const big = 1 << 40
	for i := range big { if i == 3 { break }; h.add(uint64(i)) }
	for i := range -big { h.add(uint64(i)) }
	h.say("limits that move")
}
"""

# Bodies too long for the displacement of a fused branch: all loops of one function are around the same body.
FAR = """
func far(h *sum, never bool, limit int, x, y float64) {
	var f float64
	for i := 0; i < limit; i++ {
		for j := 0; j <= limit; j++ {
			for k := -1; k < 2; k++ {
				for l := 1; l <= 2; l++ {
					for m := 3; m >= limit; m-- {
						for n := 2; n >= 1; n-- {
							h.add(uint64(i*100000 + j*10000 + k*1000 + l*100 + m*10 + n))
							if never {
BODY
							}
						}
					}
				}
			}
		}
	}
	h.f64(f)
}
"""
FAR_TESTS = ["limit < 3", "limit <= 1", "limit > 1", "limit >= 3", "limit == 2", "limit != 2", "u == 0", "u < 1", "uint64(limit) <= u", "u != 0",
             "x < y", "x <= y", "x > y", "x >= y", "x == y", "x != y", "!(x < y)", "!(x <= y)", "!(x > y)", "limit == 1 << 40", "limit != 1 << 40", "never", "!never", "h == nil", 'string("") == ""']


def far():
    body = "\n".join(f"f = f*{k}.5 + {k + 1}.25; f = f/{k}.75 - {k + 3}.125" for k in range(1, 4200))
    # Loops that go back over the body, each by a form of its own.
    back = "\n".join(f"n{k} := 0\nback{k}:\nn{k}++" for k in range(len(FAR_TESTS)))
    tail = "\n".join(f"if n{k} < 3 && ({t}) {{ h.add({k}); goto back{k} }}" for k, t in reversed(list(enumerate(FAR_TESTS))))
    text = FAR.replace("BODY", body)
    return text + f"\nfunc back(h *sum, never bool, limit int, x, y float64) {{\nvar f float64\nu := uint64(0)\n{back}\nif never {{\n{body}\nh.f64(f)\n}}\n{tail}\n}}\n"


# Switches.

def switches():
    text, calls = [], []
    sets = [("int64", range(b, b + 7)) for b in (-3, 0, 5, 32760, -32771, (1 << 31) - 3, (1 << 63) - 7, -(1 << 63))]
    sets += [("int64", [1, 3, 4, 7, 9, 15]), ("int64", [-100, 0, 100, 1000, 100000, 1 << 40]), ("uint64", range((1 << 63) - 3, (1 << 63) + 4)), ("uint64", range((1 << 64) - 6, 1 << 64)),
             ("int8", [-128, -127, -126, -125, -124, -123]), ("uint8", range(249, 256)), ("uint16", range(65530, 65536)), ("int32", range(-(1 << 31), -(1 << 31) + 6)), ("int16", [3, 1, 2, 5, 4])]
    for number, (name, values) in enumerate(sets):
        values = list(values)
        low, high = limits(*INTEGERS[name])
        cases = "\n".join(f"case {v}: h.add({k})" + ("; fallthrough" if k == 1 else "") for k, v in enumerate(values))
        tests = [v for v in sorted({v + d for v in values for d in range(-3, 4)} | {low, high, 0}) if low <= v <= high]
        text.append(function(f"switch{number}(h *sum, x {name})", [f"switch x {{\ndefault: h.add(99)\n{cases}\n\t}}",
                                                                   f"switch {{\ncase x < {values[1]}: h.add(1)\ncase x == {values[2]}, x >= {values[-1]}: h.add(2)\ndefault: h.add(3)\n\t}}"]))
        calls.append(f'for _, x := range []{name}{{{", ".join(map(str, tests))}}} {{ switch{number}(&h, x) }}; h.say("switch {number} of {name}")')
    return text, calls


STRINGS = """
var texts = []string{"", "a", "b", "ab", "abc", "abd", "\\x00", "a\\x00", "\\xff", "\\xff\\xff", "abcdefgh", "abcdefgi", "abcdefghi", "\\u00e9", "e"}
"""


def strings():
    text, calls = [STRINGS], []
    for number, op in enumerate(COMPARISONS):
        calls.append("for _, x := range texts { for _, y := range texts { " + compared(f"x {op} y", f"y {op} x") + f' }} }}; h.say("string {op} variable")')
        text.append(function(f"string_{number}(h *sum, x string)", ["{ " + compared(f'x {op} "{c}"', f'"{c}" {op} x') + " }" for c in ("", "a", "abc", "\\xff", "abcdefgh")]))
        calls.append(f'for _, x := range texts {{ string_{number}(&h, x) }}; h.say("string {op} constant")')
    calls.append('for _, x := range texts { switch x { case "": h.add(1); case "a", "abc": h.add(2); case "abcdefgh": h.add(3); default: h.add(4) }; for _, y := range texts { h.add(uint64(len(min(x, y)) + 100*len(max(y, x, "ab")))) } }; h.say("strings")')
    return text, calls


def loops():
    text, calls = counting()
    calls.append("moving(&h)")
    for x, y in (("1", "2"), ("2", "1"), ("2", "2"), ("math.NaN()", "1")):
        calls.append(f"far(&h, false, 2, {x}, {y}); back(&h, false, 2, {x}, {y})")
    calls.append('back(&h, false, 1<<40, 0, 0); back(&h, false, 1, -1, 1); h.say("far")')
    for part in (switches(), strings()):
        text += part[0]
        calls += part[1]
    return (PROLOGUE + LOOPS.replace("BOUNDS", ", ".join(map(str, BOUNDS))) + "".join(text) + far()
            + function("main()", ["var h sum = 1"] + calls))
