"""Expressions of a wanted type.

Go leaves open which of two operands panics first, and when a variable is read beside a call that
changes it. So the calls in an expression change nothing that it reads, and of the operands of an
operation at most one may panic: `risk` says whether the expression that is being made is the one.
Calls of trace(), which print, stand only in statements where nothing may panic.
"""
import constants
import gotypes
from constants import Constant
from gotypes import ANY, BASIC, BOOL, INT, STRING

DEPTH_OF_PATHS = 2


class Variable:
    def __init__(self, name, type, assignable=True):
        self.name, self.type, self.assignable = name, type, assignable


def plain(t):
    """A type as the operand of a conversion or a literal stands in need of no parentheses?"""
    return t.text[0].isalpha() and t.kind not in ("func", "chan") or t.named


def convert(t, e):
    name = t.text if plain(t) or t.kind in ("slice", "array", "map") else f"({t.text})"
    return f"{name}({e})"


def strip(e):
    """The expression without the parentheses around all of it."""
    if not (e.startswith("(") and e.endswith(")")):
        return e
    depth = 0
    for i, c in enumerate(e):
        if c in "\"'`":
            return e
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return e[1:-1] if i == len(e) - 1 else e
    return e


class Expressions:
    """Makes expressions from the variables and functions that are in scope. Needs: r, group, vars."""

    risk = True
    tracing = False
    in_key = 0
    quiet = False  # in a goroutine: nothing that prints or panics, or uses up fuel

    # Choice.

    def chance(self, p):
        return self.r.random() < p

    def all_of(self, *makers):
        """The operands of one operation: at most one of them may panic."""
        allowed, self_risk = self.risk, self.r.randrange(len(makers)) if makers else 0
        made = []
        for i, maker in enumerate(makers):
            self.risk = allowed and i == self_risk
            made.append(maker())
        self.risk = allowed
        return made

    def safely(self, maker):
        allowed, self.risk = self.risk, False
        made = maker()
        self.risk = allowed
        return made

    # Leaves.

    def paths(self, t, assignable=False):
        """The variables, fields and elements of type t in scope, as (text, may panic)."""
        found = []
        for v in self.vars:
            if assignable and not v.assignable:
                continue
            for suffix, panics, can_assign, shared in self.group.paths_of(v.type, t):
                if (not panics or self.risk) and (not assignable or can_assign and not (shared and self.pure)):
                    found.append((v.name, suffix, panics))
        return found

    def path(self, t, assignable=False):
        """The text of one of them, or None."""
        found = self.paths(t, assignable) if self.in_key < 2 else None
        if not found:
            return None
        name, suffix, panics = self.r.choice(found[-24:] if self.chance(.6) else found)
        return self.fill(name, suffix)

    def fill(self, name, suffix):
        """Fills in the indices of a path, where # is the length, and @ the type, in question."""
        text = name
        for part in suffix:
            if part[0] == "index":  # of an array
                if part[1] == 0:
                    return "0"
                n = self.r.randrange(part[1])
                text += f"[{n}]" if self.chance(.5) else f"[{self.small_index(part[1])}]"
            elif part[0] == "slice":
                text += f"[{self.slice_index(text)}]"
            elif part[0] == "key":
                text += f"[{self.safely(lambda: self.key(part[1]))}]"
            elif part[0] == "deref":
                text = f"(*{text})"
            else:
                text += "." + part[1]
        return text

    def key(self, t):
        """The key of an access. In a key of a key are no further accesses."""
        self.in_key += 1
        made = self.value(t, 0)
        self.in_key -= 1
        return made

    def small_index(self, length):
        i = self.safely(lambda: self.nonconstant(self.r.choice(gotypes.INTEGERS), 0))
        return f"uint({strip(i)})%{length}"

    def slice_index(self, text):
        if self.chance(.12):
            return self.safely(lambda: self.nonconstant(self.r.choice(gotypes.INTEGERS), 0))
        if self.chance(.4):
            return str(self.r.choice((0, 0, 0, 1, 1, 2)))
        i = self.safely(lambda: self.nonconstant(INT, 0))
        return f"uint({strip(i)})%uint(len({text}))"

    def literal(self, t, depth=1):
        """A literal, or a constant."""
        r = self.r
        if t.kind in ("bool", "int", "float", "complex", "string"):
            made = constants.of_type(r, t, self.group.constants)
            return made
        if t.kind == "param":
            if "number" in t.traits and self.chance(.6):
                return f"{t.text}({r.randrange(0, 100)})"
            return f"(*new({t.text}))"
        if t.kind == "array":
            if t.length > 2 and self.chance(.3):
                i = r.randrange(t.length)
                return f"{t.text}{{{i}: {self.item(t.elem, depth)}}}"
            count = r.randrange(t.length + 1) if self.chance(.3) else t.length
            return f"{t.text}{{{self.items(t.elem, count, depth)}}}"
        if t.kind == "slice":
            if self.chance(.08):
                return f"{convert(t, 'nil')}"
            if self.chance(.1):
                return f"{t.text}{{{r.randrange(5)}: {self.item(t.elem, depth)}}}"
            return f"{t.text}{{{self.items(t.elem, r.randrange(1, 5), depth)}}}"
        if t.kind == "map":
            return f"{t.text}{{{self.entries(t, depth)}}}"
        if t.kind == "struct":
            return self.struct_literal(t, depth)
        if t.kind == "pointer":
            if t.elem.kind == "struct" and depth > 0 and self.chance(.8):
                return "&" + self.literal(t.elem, depth - 1)
            return f"new({t.elem.text})" if self.chance(.7) else convert(t, "nil")
        if t.kind == "func":
            return self.function_literal(t, depth)
        if t.kind == "chan":
            return f"make({t.text}, {r.randrange(1, 5)})"
        return self.interface_value(t, depth)

    def item(self, t, depth):
        """An element of a composite literal: its type may be left out."""
        if depth > 0:
            e = self.value(t, depth - 1)
        else:
            e = self.leaf(t, 0) if t.kind not in ("struct", "array", "slice") or self.chance(.5) else self.literal(t, 0)
        inner = t.text + "{"
        if isinstance(e, str) and e.startswith(inner) and self.chance(.7) and self.closes(e, len(inner) - 1):
            return e[len(t.text):]
        return e

    @staticmethod
    def closes(e, start):
        """Whether the brace at start is closed by the end of the text."""
        depth, i = 0, start
        if any(c in e for c in "\"'`"):
            return False
        while i < len(e):
            depth += (e[i] == "{") - (e[i] == "}")
            if depth == 0:
                return i == len(e) - 1
            i += 1
        return False

    def items(self, t, count, depth):
        return ", ".join(self.all_of(*[lambda: self.item(t, depth)] * count)) if count else ""

    def entries(self, t, depth):
        keys, out = set(), []
        for _ in range(self.r.randrange(4)):
            k = self.safely(lambda: self.literal(t.key, 0))
            value = k.value if isinstance(k, Constant) else k
            value = str(value)
            if value in keys or t.key.kind in ("struct", "array", "interface", "pointer", "float", "complex", "param", "bool", "chan") and keys:
                continue
            keys.add(value)
            out.append(f"{k}: {self.safely(lambda: self.item(t.elem, depth))}")
        return ", ".join(out)

    def struct_literal(self, t, depth):
        fields = [f for f in t.fields if f.name != "_"]
        if depth <= 0 and len(fields) > 3 or self.chance(.1):
            return t.text + "{}"
        values = self.all_of(*[(lambda f=f: self.value(f.type, depth - 1)) for f in fields])
        if self.chance(.4) and len(fields) == len(t.fields):
            return f"{t.text}{{{', '.join(values)}}}"
        pairs = [f"{f.name}: {v}" for f, v in zip(fields, values) if self.chance(.8)]
        return f"{t.text}{{{', '.join(pairs)}}}"

    def interface_value(self, t, depth):
        """A value of some type that implements the interface."""
        if not t.wants:
            choice = self.r.choice(self.group.any_types)
            return convert(t, self.typed(choice, depth)) if self.chance(.5) else self.typed(choice, depth)
        choice = self.r.choice(self.group.implementers(t))
        if choice is None:
            return convert(t, "nil")
        return convert(t, strip(self.typed(choice, depth)))

    def leaf(self, t, depth=0):
        if self.chance(.75):
            e = self.path(t)
            if e:
                return e
        return self.literal(t, depth)

    # Uses.

    def value(self, t, depth):
        """An expression that is assignable to t; it may be an untyped constant."""
        if depth <= 0 or self.chance(.15):
            return self.leaf(t, max(depth, 0))
        makers = self.makers(t)
        for _ in range(3):
            e = self.r.choice(makers)(t, depth - 1)
            if e is not None:
                return e
        return self.leaf(t, depth)

    def typed(self, t, depth):
        """An expression whose type is t by itself."""
        e = self.value(t, depth)
        if isinstance(e, Constant):
            e = convert(t, strip(e))
        elif t.named and t.kind == "func":
            e = convert(t, e)
        elif t.kind == "interface" and not e.startswith(t.text + "("):
            e = convert(t, e)
        return e

    def nonconstant(self, t, depth):
        e = self.value(t, depth)
        if isinstance(e, Constant):
            known = self.path(t)
            return known or f"id[{t.text}]({strip(e)})"
        return e

    # What makes what.

    def makers(self, t):
        common = [self.by_call, self.by_call, self.by_method, self.by_choice, self.by_part,
                  self.by_literal, self.by_path, self.by_generic, self.by_generic]
        if not self.group.lean:
            common += [self.by_function_literal, self.by_assertion, self.by_receive]
        if self.tracing:
            common += [self.by_trace] * 3
        if t.kind == "bool":
            return common + [self.by_comparison] * 9 + [self.by_logic] * 4
        if t.kind == "int":
            return common + [self.by_arithmetic] * 8 + [self.by_shift] * 3 + [
                self.by_unary, self.by_number_conversion, self.by_number_conversion, self.by_length,
                self.by_character, self.by_extreme]
        if t.kind in ("float", "complex"):
            return common + [self.by_arithmetic] * 6 + [
                self.by_unary, self.by_number_conversion, self.by_number_conversion, self.by_complex, self.by_extreme]
        if t.kind == "string":
            return common + [self.by_concatenation] * 3 + [
                self.by_slicing, self.by_text, self.by_format, self.by_extreme, self.by_conversion]
        if t.kind == "slice":
            return common + [self.by_append, self.by_slicing, self.by_slicing, self.by_make,
                             self.by_conversion]
        if t.kind == "pointer":
            return common + [self.by_address] * 3
        if t.kind == "func":
            return common + [self.by_method_value] * 2
        if t.kind == "map":
            return common + [self.by_make]
        if t.kind == "param" and "adds" in t.traits:
            return common + [self.by_arithmetic] * 5 + ([self.by_extreme] if "ordered" in t.traits else [])
        return common + [self.by_conversion]

    def by_literal(self, t, depth):
        return self.literal(t, depth)

    def by_path(self, t, depth):
        return self.path(t)

    def by_arithmetic(self, t, depth):
        if t.kind == "param" and "number" not in t.traits:
            return self.cut_parameter(t, depth)
        signs = ["+", "-", "*"]
        if t.kind == "int":
            signs += ["&", "|", "^", "&^", "/", "%"]
        elif t.kind != "param":
            signs += ["/"]
        sign = self.r.choice(signs)
        if sign in "/%" and (t.kind == "int"):
            return self.division(t, sign, depth)
        a, b = self.all_of(lambda: self.nonconstant(t, depth), lambda: self.value(t, depth))
        if sign == "/" and isinstance(b, Constant) and not b.value:
            sign = "*"
        if self.chance(.2) and sign != "/":
            a, b = b, a
        return f"({a} {sign} {b})"

    def cut_parameter(self, t, depth):
        """A sum of what may be a string."""
        a, b = self.all_of(lambda: self.nonconstant(t, depth), lambda: self.value(t, depth))
        return f"short({a} + {b})"

    def division(self, t, sign, depth):
        a, b = self.all_of(lambda: self.nonconstant(t, depth), lambda: self.value(t, depth))
        if isinstance(b, Constant):
            return f"({a} {sign} {b})" if b.value else f"({a} {sign} 3)"
        if self.risk and self.chance(.1) and a.isidentifier() and b.isidentifier():
            return f"({a} {sign} {b})"
        return f"({a} {sign} ({b} | 1))"

    def by_shift(self, t, depth):
        sign = self.r.choice(("<<", ">>"))
        a, count = self.all_of(lambda: self.typed(t, depth), lambda: self.shift_count(depth))
        if isinstance(count, Constant) or not a.startswith(t.text + "("):
            pass
        if a.startswith(t.text + "(") and count.isdigit():
            a = f"id({a})"  # a constant shifted by a constant must fit
        return f"({a} {sign} {count})"

    def shift_count(self, depth):
        if self.chance(.4):
            return str(self.r.choice((0, 1, 2, 3, 5, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 200)))
        t = self.r.choice(gotypes.INTEGERS)
        e = self.nonconstant(t, depth)
        if not t.signed or self.risk and self.chance(.2):
            return e
        return f"({e} & {self.r.choice((7, 15, 31, 63, 127))})" if t.bits > 8 else f"({e} & 31)"

    def by_unary(self, t, depth):
        sign = self.r.choice("-+^") if t.kind == "int" else self.r.choice("-+")
        return f"({sign}{self.nonconstant(t, depth)})"

    def by_number_conversion(self, t, depth):
        if t.kind == "complex":
            other = self.r.choice([BASIC["complex64"], BASIC["complex128"]])
        else:
            other = self.r.choice([n for n in self.group.numbers if n.kind != "complex"])
        e = self.nonconstant(other, depth)
        if other.kind == "float" and t.kind == "int":
            return f"{t.text}(into({strip(e)}))" if other.text == "float64" else f"{t.text}(into(float64({strip(e)})))"
        return f"{t.text}({strip(e)})"

    def by_length(self, t, depth):
        choices = [v for v in self.group.lengthy if v.kind in ("slice", "map", "string")]
        other = self.r.choice(choices)
        e = self.nonconstant(other, depth)
        word = "cap" if other.kind == "slice" and e.isidentifier() and self.chance(.0) else "len"
        text = f"{word}({strip(e)})"
        return text if t.text == "int" else f"{t.text}({text})"

    def by_character(self, t, depth):
        if t.text == "uint8" and self.risk:
            s = self.nonconstant(STRING, depth)
            return f"{s}[{self.slice_index(s)}]" if s.isidentifier() else f'("abcdefgh" + {s})[{self.r.randrange(8)}]'
        if t.text == "uint8":
            return f'"the quick brown"[{self.small_index(15)}]'
        return None

    def by_extreme(self, t, depth):
        makers = [lambda: self.nonconstant(t, depth)] + [
            lambda: self.value(t, depth) for _ in range(self.r.randrange(1, 3))]
        if t.kind == "complex":
            return None
        if t.kind == "string" or t.kind == "float" or t.kind == "int" or t.kind == "param":
            made = self.all_of(*makers)
            return f"{self.r.choice(('min', 'max'))}({', '.join(strip(m) for m in made)})"
        return None

    def by_complex(self, t, depth):
        if t.kind == "complex":
            part = BASIC["float32" if t.bits == 64 else "float64"]
            a, b = self.all_of(lambda: self.nonconstant(part, depth), lambda: self.nonconstant(part, depth))
            made = f"complex({strip(a)}, {strip(b)})"
            return made if not t.named else f"{t.text}({made})"
        other = BASIC["complex64" if t.bits == 32 else "complex128"]
        made = f"{self.r.choice(('real', 'imag'))}({strip(self.nonconstant(other, depth))})"
        return made if not t.named else f"{t.text}({made})"

    def by_comparison(self, t, depth):
        other = self.r.choice(self.group.comparables + self.type_parameters)
        if not other.comparable():
            return None
        if other.comparing_may_panic() and not self.risk:
            return None
        signs = ["==", "!="] + (["<", "<=", ">", ">="] * 2 if other.ordered() else [])
        if self.chance(.12):
            return self.nil_comparison(t)
        first = self.typed if other.kind == "interface" else self.nonconstant
        second = self.typed if other.kind == "interface" else self.value
        a, b = self.all_of(lambda: first(other, depth), lambda: second(other, depth))
        a, b = [f"({x})" if "{" in x else x for x in (a, b)]
        made = f"({a} {self.r.choice(signs)} {b})"
        return made if t.text == "bool" else f"{t.text}{made}"

    def nil_comparison(self, t):
        found = [v for v in self.vars if v.type.kind in (
            "slice", "map", "pointer", "func", "chan", "interface")]
        if not found:
            return None
        made = f"({self.r.choice(found).name} {self.r.choice(('==', '!='))} nil)"
        return made if t.text == "bool" else f"{t.text}{made}"

    def by_logic(self, t, depth):
        if self.chance(.25):
            return f"!{self.nonconstant(t, depth)}"
        return f"({self.nonconstant(t, depth)} {self.r.choice(('&&', '||'))} {self.value(t, depth)})"

    def by_concatenation(self, t, depth):
        a, b = self.all_of(lambda: self.nonconstant(t, depth), lambda: self.value(t, depth))
        made = f"{a} + {b}" if self.chance(.7) else f"{b} + {a}"
        return f"({made})" if isinstance(b, Constant) else self.cut(t, made)

    def cut(self, t, e):
        """A text that is no longer than what it is made of, where it could otherwise grow again and again."""
        if t.text == "string" and not self.pure and not self.loops and not self.outer:
            return f"({e})"
        return f"cut({e})"

    def by_slicing(self, t, depth):
        if t.kind == "slice" and not t.named and self.chance(.3):
            array = self.path(gotypes.array_of(4, t.elem))
            if array and array[0] != "(" and "[" not in array and "(" not in array:
                return f"{array}[{self.r.choice((':', '1:', ':2', '1:3', '1:2:3', ':0'))}]"
        if not self.risk:
            return None
        e = self.nonconstant(t, depth)
        low = self.r.choice(("", "0", "1", "1", "2"))
        forms = [f"{low}:", f":len({e})", f"{low}:len({e})", f":{self.r.randrange(3)}"]
        if not e.isidentifier():
            forms = [f"{low}:", f":{self.r.randrange(3)}"]
        elif t.kind == "slice":
            forms += [f"{low}:len({e}):cap({e})", f":1:{self.r.randrange(1, 4)}", f":0:len({e})"]
        return f"{e}[{self.r.choice(forms)}]"

    def by_text(self, t, depth):
        r = self.r
        kind = r.randrange(5)
        if kind == 0:
            e = f"string(rune({strip(self.nonconstant(INT, depth))}))"
        elif kind == 1:
            e = f"string([]byte({self.nonconstant(STRING, depth)}))"
        elif kind == 2:
            e = f"string([]rune({self.nonconstant(STRING, depth)}))"
        elif kind == 3:
            e = f"string({self.nonconstant(gotypes.slice_of(BASIC['uint8']), depth)})"
        else:
            e = self.cut(STRING, f"strings.Repeat({self.value(STRING, depth)}, {r.randrange(3)})")
        return e if t.text == "string" else f"{t.text}({e})"

    def by_format(self, t, depth):
        # fmt calls methods, which may panic and are then caught by it
        if self.quiet:
            return None
        count = self.r.randrange(1, 3)
        kinds = [self.r.choice(self.group.printables) for _ in range(count)]
        made = [self.safely(lambda k=k: self.typed(k, depth - 1)) for k in kinds]
        name = self.r.choice(("Sprint", "Sprintf"))
        verbs = " ".join(self.r.choice(VERBS) for _ in kinds)
        e = f"fmt.{name}({constants.quote(verbs) + ', ' if name == 'Sprintf' else ''}{', '.join(made)})"
        e = self.cut(STRING, e)
        return e if t.text == "string" else f"{t.text}({e})"

    def by_append(self, t, depth):
        if self.chance(.2):
            a, b = self.all_of(lambda: self.typed(t, depth), lambda: self.nonconstant(t, depth))
            return f"append({self.clipped(a)}, {b}...)"
        count = self.r.randrange(3)
        made = self.all_of(lambda: self.typed(t, depth), *[lambda: self.value(t.elem, depth)] * count)
        return f"append({self.clipped(made[0])}{''.join(', ' + m for m in made[1:])})"

    def clipped(self, e):
        """The slice without spare capacity: an append in an expression must not write to what others read."""
        return f"clip({strip(e)})"

    def by_make(self, t, depth):
        if t.kind == "map":
            return f"make({t.text})"
        n = self.r.randrange(1, 5)
        if self.chance(.4):
            size = self.safely(lambda: self.nonconstant(INT, 0))
            return f"make({t.text}, 1+{size}&3)" if self.chance(.5) else f"make({t.text}, {size}&3, 4)"
        return f"make({t.text}, {n}, {n + self.r.randrange(4)})"

    def by_conversion(self, t, depth):
        if t.kind == "array" and self.chance(.5):
            made = self.safely(lambda: self.nonconstant(gotypes.slice_of(t.elem), depth))
            return convert(t, f"append({strip(made)}, make([]{t.elem.text}, {t.length})...)")
        others = self.group.convertible(t)
        if not others:
            return None
        other = self.r.choice(others)
        return convert(t, strip(self.nonconstant(other, depth)))

    def by_address(self, t, depth):
        if self.chance(.3):
            maker = "new" if self.group.range_functions and self.chance(.5) else "ptr"
            return f"{maker}({strip(self.typed(t.elem, depth))})"
        found = [v for v in self.vars if v.type.text == t.elem.text and v.assignable]
        return "&" + self.r.choice(found).name if found else None

    # Parts of something bigger, and values through other constructs.

    def by_part(self, t, depth):
        r = self.r
        kind = r.randrange(5)
        one, two = self.all_of(lambda: self.value(t, depth), lambda: self.value(t, depth))
        if kind == 0 and t.text != "_":
            return f"[...]{t.text}{{{one}, {two}}}[{self.small_index(2)}]"
        if kind == 1:
            return f"[]{t.text}{{{one}, {two}}}[{r.randrange(2)}]"
        if kind == 2:
            return f'map[string]{t.text}{{"a": {one}, "b": {two}}}["{r.choice("ab")}"]'
        if kind == 3:
            return f"struct{{ a, b {t.text} }}{{{one}, {two}}}.{r.choice('ab')}"
        return f"map[bool]{t.text}{{true: {one}, false: {two}}}[{self.safely(lambda: self.value(BOOL, 0))}]"

    def by_choice(self, t, depth):
        c, a, b = self.all_of(lambda: self.value(BOOL, depth), lambda: self.typed(t, depth), lambda: self.value(t, depth))
        explicit = f"[{t.text}]" if t.kind == "interface" or self.chance(.3) else ""
        return f"pick{explicit}({strip(c)}, {strip(a)}, {strip(b)})"

    def by_trace(self, t, depth):
        if not t.printable():
            return None
        return f"trace({self.r.randrange(100)}, {strip(self.typed(t, depth))})"

    def by_assertion(self, t, depth):
        if not self.risk or t.kind == "interface" and t.wants:
            return None
        if self.chance(.3):
            e = self.path(ANY)
            if e:
                return f"{e}.({t.text})"
        return f"any({strip(self.typed(t, depth))}).({t.text})"

    def by_receive(self, t, depth):
        return f"(<-ready({strip(self.typed(t, depth))}))"

    def arguments(self, params, variadic, depth):
        makers = [lambda p=p: self.value(p, depth) for p in (params[:-1] if variadic else params)]
        if variadic:
            last = params[-1]
            if self.chance(.3):
                made = self.all_of(*makers, lambda: self.typed(last, depth))
                return ", ".join(made) + "..."
            makers += [lambda: self.value(last.elem, depth)] * self.r.randrange(4)
        return ", ".join(strip(m) for m in self.all_of(*makers)) if makers else ""

    def by_call(self, t, depth):
        found = [f for f in self.group.pure_functions if len(f.results) == 1
                 and f.results[0].text == t.text and self.may_call(f)]
        found += [gotypes.Method(v.name, v.type.params, v.type.results, variadic=v.type.variadic)
                  for v in self.vars if v.type.kind == "func" and len(v.type.results) == 1
                  and v.type.results[0].text == t.text]
        if not found or not self.risk:
            return None
        f = self.r.choice(found)
        return f"{f.name}({self.arguments(f.params, f.variadic, depth)})"

    def may_call(self, f):
        return True

    def by_method(self, t, depth):
        """A call of a method with a value receiver."""
        if not self.risk:
            return None
        found = [(owner, m) for owner, m in self.group.methods_with_result(t)
                 if m.pure and not m.pointer]
        if not found:
            return None
        owner, m = self.r.choice(found)
        allowed = self.risk
        if self.group.receiver_may_panic(owner):
            self.risk = False
        made = self.method_of(owner, m, depth)
        self.risk = allowed
        return made

    def method_of(self, owner, m, depth):
        """The text of a call of that method."""
        if self.chance(.2):
            made = self.all_of(lambda: self.typed(owner, depth), lambda: self.arguments(m.params, m.variadic, depth))
            name = owner.text if plain(owner) else f"({owner.text})"
            return f"{name}.{m.name}({', '.join(x for x in made if x)})"
        receiver, arguments = self.all_of(
            lambda: self.path(owner) or self.typed(owner, depth),
            lambda: self.arguments(m.params, m.variadic, depth))
        if receiver.startswith(("&", "*", "-", "^", "!", "<-")):
            receiver = f"({receiver})"
        return f"{receiver}.{m.name}({arguments})"

    def by_generic(self, t, depth):
        """A call of a generic function of the program."""
        if not self.risk:
            return None
        found = self.group.generic_calls(t, self.type_parameters)
        if not found:
            return None
        f, mapping = self.r.choice(found)
        params = [gotypes.substitute(p, mapping) for p in f.params]
        if any(p.kind == "func" for p in params) and depth <= 0:
            return None
        explicit = self.chance(.5)
        mentioned = " ".join(p.text for p in f.params)
        explicit = explicit or any(p.text not in mentioned for p in f.parameters)
        makers = [(lambda p=p: self.value(p, depth)) if explicit else (lambda p=p: self.typed(p, depth)) for p in params]
        texts = ", ".join(self.all_of(*makers)) if makers else ""
        types = "[" + ", ".join(mapping[p.text].text for p in f.parameters) + "]" if explicit else ""
        return f"{f.name}{types}({texts})"

    def by_function_literal(self, t, depth):
        if not self.risk or self.nesting > 1 or not self.chance(.5):
            return None
        t_func = gotypes.func_of([], [t])
        return self.function_literal(t_func, depth, True) + "()"

    def by_method_value(self, t, depth):
        found = []
        for owner, m in self.group.all_methods():
            if m.pure and not m.pointer and gotypes.func_of(m.params, m.results, m.variadic).text == (
                    t.under or t).text:
                found.append((owner, m))
        functions = [f.name for f in self.group.pure_functions
                     if gotypes.func_of(f.params, f.results, f.variadic).text == (t.under or t).text
                     and self.may_call(f)]
        if functions and (not found or self.chance(.5)):
            return self.r.choice(functions)
        if not found or not self.risk:
            return None
        owner, m = self.r.choice(found)
        receiver = self.path(owner) or self.typed(owner, depth)
        return f"{receiver}.{m.name}" if receiver[0].isalpha() else f"({receiver}).{m.name}"


VERBS = ["%v", "%v", "%+v", "%#v", "%T", "%d", "%x", "%X", "%q", "%s", "%t", "%g", "%.2f", "%8v",
         "%-8v|", "%08d", "%+d", "%e", "%b", "%o", "%c", "%U", "%6.2v", "%x", "% x", "%#x", "%+q", "%5t", "%03d"]
