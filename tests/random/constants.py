"""Constants: texts of exact constant expressions whose values are known, so that they fit."""
from fractions import Fraction

STRINGS = ["", "a", "abc", "hello, world", "日本語", "a\x00b", "tab\there", "\xff", "é", "Z", "0", "-17",
           "3.5", "true", " x ", "line\nline", "\u2028", "😀", "aaaa", "ABCabc"]
FLOATS = ["0", "1", "-1", "0.5", "1.5", "-2.25", "3", "1e10", "1e-7", "1e30", "0x1p-3", "100", "7.0", "0.1",
          "123456.789", "-0.3333", "1e20", "16777217", "2147483648", "-9.5e18"]


class Constant(str):
    """The text of a constant expression."""
    value = None


def constant(text, value):
    made = Constant(text)
    made.value = value
    return made


def quote(data):
    """A Go literal of the string."""
    out = []
    for c in data:
        if c == "\xff":
            out.append("\\xff")
        elif c in "\"\\":
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif c == "\t":
            out.append("\\t")
        elif ord(c) < 32 or c in "\u2028\ufeff":
            out.append(f"\\u{ord(c):04x}")
        else:
            out.append(c)
    return '"' + "".join(out) + '"'


def limits(t):
    return (-(1 << t.bits - 1), (1 << t.bits - 1) - 1) if t.signed else (0, (1 << t.bits) - 1)


def integer_value(r, t):
    low, high = limits(t)
    kind = r.randrange(10)
    if kind < 5:
        value = r.choice((0, 1, 2, 3, 5, 7, 10, 13, 31, 64, 100, -1, -2, -7, -50))
    elif kind == 5:
        value = r.choice((low, high, high - 1, low + 1, high // 2))
    elif kind == 6:
        value = 1 << r.randrange(t.bits)
    elif kind == 7:
        value = (1 << r.randrange(t.bits)) - 1
    else:
        value = r.randrange(-300, 300)
    return value if low <= value <= high else abs(value) % (high + 1)


def integer_text(r, value):
    """One of the ways to write that integer."""
    kind = r.randrange(16)
    size = abs(value)
    if kind == 0:
        text = hex(size)
    elif kind == 1:
        text = "0b" + bin(size)[2:]
    elif kind == 2 and 32 < value < 127:
        text = "'" + chr(value) + "'" if chr(value) not in "'\\" else str(value)
    elif kind == 3:
        shift = r.randrange(60, 100)
        text = f"({size}<<{shift}>>{shift})"
    elif kind == 4:
        other = r.randrange(1, 1000)
        text = f"({size * other + r.randrange(other)}/{other})"
    elif kind == 5:
        other = r.randrange(1 << 70)
        text = f"({size + other} - {other})"
    elif kind == 6:
        text = f"0o{size:o}"
    elif kind == 7 and size >= 1000:
        text = f"{size:_}"
    elif kind == 8:
        other = size + r.randrange(1, 1000)
        text = f"({size + other * r.randrange(1 << 40)} % {other})"
    elif kind == 9:
        text = f"({size} ^ {size & 0x5555} | {size & 0x5555})"
    elif kind == 10:
        text = f"({size}.0)"
    else:
        text = str(size)
    return f"(-{text})" if value < 0 else text


def integer(r, t, named=()):
    """A constant that fits the integer type. Named are the untyped constants of the program."""
    low, high = limits(t)
    if named and r.random() < .25:
        name, value = r.choice(named)
        if isinstance(value, int) and low <= value <= high:
            return constant(name, value)
    value = integer_value(r, t)
    return constant(integer_text(r, value), value)


def floating(r, t, named=()):
    if named and r.random() < .2:
        name, value = r.choice(named)
        if isinstance(value, (int, Fraction)) and abs(value) < 1 << 100:
            return constant(name, value)
    kind = r.randrange(8)
    if kind == 0:
        a, b = r.randrange(1, 1000), r.randrange(1, 1000)
        return constant(f"({a}.0 / {b})", Fraction(a, b))
    if kind == 1 and t.bits == 64:
        text = r.choice(["1e308", "5e-324", "1.7976931348623157e308", "2.2250738585072014e-308"])
        return constant(text, Fraction(text))
    text = r.choice(FLOATS)
    value = Fraction(1, 8) if "p" in text else Fraction(text)
    return constant(f"({text})" if text[0] == "-" else text, value)


def complex_number(r, t):
    a, b = r.choice(["0", "1", "2.5", "-1", "1e3"]), r.choice(["0", "1", "-2", "0.25"])
    text = f"({a} + {b}i)" if b[0] != "-" else f"({a} - {b[1:]}i)"
    return constant(text, complex(float(a), float(b)))


def string(r, named=()):
    if named and r.random() < .15:
        name, value = r.choice(named)
        if isinstance(value, str):
            return constant(name, value)
    value = r.choice(STRINGS)
    if r.randrange(8) == 0:
        other = r.choice(STRINGS)
        return constant(f"({quote(value)} + {quote(other)})", value + other)
    return constant(quote(value), value)


def of_type(r, t, named=()):
    """A constant that is assignable to the basic type."""
    if t.kind == "bool":
        value = r.random() < .5
        return constant("true" if value else "false", value)
    if t.kind == "int":
        return integer(r, t, named)
    if t.kind == "float":
        return floating(r, t, named)
    if t.kind == "complex":
        return complex_number(r, t)
    return string(r, named)


def constant_block(r, prefix):
    """Constant declarations. Returns their lines and (name, value) of the untyped ones."""
    lines, known = [], []
    forms = [("iota", lambda i: i), ("iota * 3", lambda i: i * 3), ("1 << iota", lambda i: 1 << i),
             ("iota*iota - 2", lambda i: i * i - 2), ("100 - iota", lambda i: 100 - i),
             ("1 << (10 * iota)", lambda i: 1 << 10 * i), ("'a' + iota", lambda i: 97 + i)]
    lines.append("const (")
    form, compute = r.choice(forms)
    for i in range(r.randrange(2, 5)):
        if r.randrange(5) == 0 and i:
            lines.append("\t_")
            continue
        name = f"{prefix}I{i}"
        lines.append(f"\t{name} = {form}" if not i else f"\t{name}")
        known.append((name, compute(i)))
    lines.append(")")
    a, b = r.randrange(1, 50), r.randrange(1, 50)
    lines.append(f"const {prefix}R = {a} / {b}.0")
    known.append((prefix + "R", Fraction(a, b)))
    value = r.choice(STRINGS)
    lines.append(f"const {prefix}S = {quote(value)}")
    known.append((prefix + "S", value))
    big = r.randrange(60, 200)
    lines.append(f"const {prefix}B = 1 << {big}")
    small = f"{prefix}B >> {big - r.randrange(1, 6)}"
    lines.append(f"const {prefix}C = {small}")
    known.append((prefix + "C", 1 << int(big - int(small.split()[-1]))))
    return lines, known
