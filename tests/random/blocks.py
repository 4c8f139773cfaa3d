"""Statements, and the bodies of functions that are made of them."""
import contextlib

import gotypes
from constants import Constant, quote
from expressions import VERBS, Expressions, Variable, convert, strip
from gotypes import ANY, BASIC, BOOL, ERROR, INT, STRING

SAFE_VERBS = ["%v", "%v", "%v", "%+v", "%#v", "%T"]


class Body(Expressions):
    """Writes one body. Its lines begin at `indent` tabs."""

    def __init__(self, group, r, results=(), named=(), indent=1, outer=None, pure=True):
        self.group, self.r = group, r
        self.results, self.named = list(results), list(named)
        self.indent = indent
        self.lines = []
        self.pure = pure
        self.outer = outer
        self.vars = []
        self.closures = []
        self.loops = []  # labels of the loops around, "" where there is none
        self.type_parameters = []
        self.nesting = 0
        self.base_risk = True
        self.bare = False  # no results yet: return stands alone
        if outer:
            self.vars = [Variable(v.name, v.type, v.assignable and not pure) for v in outer.vars]
            self.type_parameters = outer.type_parameters
            self.nesting = outer.nesting + 1
            self.quiet = outer.quiet
            self.base_risk = outer.base_risk and (outer.risk or not pure)
            self.owner = outer.owner
        self.risk = self.base_risk

    owner = None  # the function that is being written: only older ones are called

    def may_call(self, f):
        return self.owner is None or f.order < self.owner

    # Lines.

    def emit(self, text):
        self.lines.append("\t" * self.indent + text)

    @contextlib.contextmanager
    def block(self, head, end="}"):
        self.emit(head)
        self.indent += 1
        saved, closures = list(self.vars), list(self.closures)
        yield
        self.vars[:], self.closures[:] = saved, closures
        self.indent -= 1
        if end:
            self.emit(end)

    def fresh(self, prefix="v"):
        self.group.names += 1
        return f"{prefix}{self.group.names}"

    def declare(self, name, t, assignable=True):
        self.vars[:] = [v for v in self.vars if v.name != name]
        self.vars.append(Variable(name, t, assignable))

    def find(self, name):
        return next(v for v in self.vars if v.name == name)

    def head(self, e):
        """An expression before a block: composite literals there need parentheses."""
        return f"({strip(e)})" if "{" in e else strip(e)

    def any_type(self):
        if self.type_parameters and self.chance(.4):
            return self.r.choice(self.type_parameters + self.group.local_types(self))
        return self.r.choice(self.group.types)

    def simple_type(self):
        return self.r.choice(self.group.simple)

    # Statements.

    def statements(self, count, depth):
        for _ in range(count):
            self.statement(depth)

    def statement(self, depth):
        self.risk = self.base_risk
        self.tracing = False
        if not self.pure and not self.quiet and self.chance(.1):
            self.tracing, self.risk = True, False
        choices = [(self.define, 10), (self.define_more, 2), (self.assign, 8), (self.operate, 5),
                   (self.assign_more, 2), (self.shadow, 1), (self.constant, 1)]
        if not self.quiet:
            choices += [(self.call, 3), (self.type_assertion, 1), (self.method_call, 3)]
        if not self.pure:
            choices += [(self.show, 7), (self.store, 3), (self.grow, 3)]
        if depth > 0:
            choices += [(self.conditional, 5), (self.counted, 2), (self.ranged, 4), (self.switch, 3),
                        (self.while_loop, 1), (self.scope, 1)]
            if not self.quiet:
                choices += [(self.type_switch, 2), (self.early_return, 1), (self.panicking, 1)]
            if not self.quiet and self.nesting < 2:
                choices += [(self.deferred, 1), (self.caught, 3), (self.jump, 1)]
                if not self.type_parameters:
                    choices += [(self.local_type, 1)]
                if not self.pure:
                    choices += [(self.closure, 3), (self.goroutines, 1), (self.channel, 1), (self.select, 1),
                                (self.iterate, 1)]
        makers, weights = zip(*choices)
        self.r.choices(makers, weights)[0](depth)

    def define(self, depth):
        t = self.any_type()
        e = self.value(t, self.r.choice((1, 2, 2, 3)))
        name = self.fresh()
        form = self.r.randrange(3)
        if form == 0:
            self.emit(f"var {name} {self.group.spelled(t)} = {strip(e)}")
        elif form == 1 and self.chance(.3):
            self.emit(f"var {name} {self.group.spelled(t)}")
        else:
            self.emit(f"{name} := {self.exact(t, e)}")
        self.use(name)
        self.declare(name, t)

    def exact(self, t, e):
        """The expression with type t by itself."""
        if isinstance(e, Constant) or t.kind == "interface":
            return convert(t, strip(e))
        return self.func_value(t, strip(e))

    def func_value(self, t, e):
        """Functions, conversions of nil and others have t's underlying type only."""
        return convert(t, e) if t.named and t.kind in ("func", "slice", "map", "pointer", "chan") else e

    def use(self, *names):
        self.lines[-1] += "".join(f"; _ = {name}" for name in names)

    def define_more(self, depth):
        types = [self.any_type() for _ in range(self.r.randrange(2, 4))]
        made = self.all_of(*[lambda t=t: self.exact(t, self.value(t, 1)) for t in types])
        names = [self.fresh() for _ in types]
        word = self.r.choice(("{} := {}", "var {} = {}"))
        self.emit(word.format(", ".join(names), ", ".join(made)))
        self.use(*names)
        for name, t in zip(names, types):
            self.declare(name, t)

    def target(self, t=None):
        """(text, type) of something to assign to, or None."""
        for _ in range(4):
            wanted = t or (self.r.choice(self.vars).type if self.vars and self.chance(.5) else self.any_type())
            if wanted.kind == "param" and t is None and not self.type_parameters:
                continue
            found = self.path(wanted, True)
            if found:
                return found, wanted
        return None

    def assign(self, depth):
        self.risk = self.base_risk and not self.tracing
        self.risk = False if self.tracing else self.risk
        in_target = self.r.random() < .4
        allowed = self.risk
        self.risk = allowed and in_target
        found = self.target()
        if not found:
            return self.define(depth)
        self.risk = allowed and not in_target
        e = self.value(found[1], self.r.choice((1, 2, 3)))
        self.emit(f"{found[0]} = {strip(e)}")
        self.bound(found[0], found[1])
        return None

    def bound(self, name, t):
        """Nothing grows without end."""
        if t.kind == "string" and not t.generic():
            self.emit(f"if len({name}) > 60 {{ {name} = {name}[:20] }}")
        elif t.kind == "slice":
            self.emit(f"if len({name}) > 12 {{ {name} = {name}[2:5] }}")

    def operate(self, depth):
        """x op= e, x++"""
        t = self.r.choice(self.group.operands + [p for p in self.type_parameters if "number" in p.traits])
        allowed = self.risk
        self.risk = False
        found = self.target(t)
        if not found:
            return self.define(depth)
        name = found[0]
        self.risk = allowed
        number = t.numeric() or "number" in t.traits
        if number and self.chance(.3):
            self.emit(name + self.r.choice(("++", "--")))
            return None
        if t.kind == "int" and self.chance(.2):
            self.emit(f"{name} {self.r.choice(('<<=', '>>='))} {strip(self.shift_count(1))}")
            return None
        signs = ["+="] + (["-=", "*="] if number else []) + (["&=", "|=", "^=", "&^=", "/=", "%="] if t.kind == "int" else [])
        sign = self.r.choice(signs)
        if sign in ("/=", "%="):
            e = self.nonconstant(t, 1)
            e = f"({e} | 1)"
        else:
            e = self.value(t, 2)
        self.emit(f"{name} {sign} {strip(e)}")
        self.bound(name, t)
        return None

    def assign_more(self, depth):
        """Parallel assignments: a swap, or values to variables of several types."""
        self.risk = False
        first = self.target()
        if not first:
            return self.define(depth)
        other = self.path(first[1], True)
        if self.chance(.5) and "(" not in first[0] + other:
            self.emit(f"{first[0]}, {other} = {other}, {first[0]}")
            return None
        second = self.target()
        if not second or second[0] == first[0]:
            return None
        made = [self.value(first[1], 1), self.value(second[1], 1)]
        self.emit(f"{first[0]}, {second[0]} = {', '.join(map(strip, made))}")
        self.bound(*first)
        self.bound(*second)
        return None

    def shadow(self, depth):
        found = [v for v in self.vars if v.name not in (n for n, _ in self.named) and not v.name.startswith("G")]
        if not found or depth <= 0:
            return self.define(depth)
        v = self.r.choice(found)
        with self.block("{"):
            t = self.r.choice((v.type, self.any_type()))
            e = self.exact(t, self.value(t, 1))
            self.emit(f"{v.name} := {e}")
            self.use(v.name)
            self.declare(v.name, t)
            self.statements(self.r.randrange(1, 3), depth - 1)
        return None

    def constant(self, depth):
        t = self.r.choice([BASIC["int"], BASIC["uint8"], BASIC["float64"], STRING])
        name = self.fresh("c")
        e = self.literal(t)
        typed = self.chance(.5)
        self.emit(f"const {name} {t.text} = {strip(e)}" if typed else f"const {name} = {strip(e)}")
        v = self.fresh()
        self.emit(f"{v} := {t.text}({name})")
        self.use(v)
        self.declare(v, t)

    def store(self, depth):
        """An element of a map, with its forms."""
        found = [v for v in self.vars if v.type.kind == "map" and v.assignable]
        if not found:
            return self.define(depth)
        v = self.r.choice(found)
        t = v.type
        if not self.base_risk or self.chance(.6):
            self.emit(f"if {v.name} == nil {{ {v.name} = {t.text}{{}} }}")
        self.risk = False
        k = self.value(t.key, 1)
        form = self.r.randrange(5)
        if form == 0:
            self.emit(f"delete({v.name}, {strip(k)})")
        elif form == 1 and self.chance(.3):
            self.emit(f"clear({v.name})")
        elif form == 2:
            name, ok = self.fresh(), self.fresh()
            self.emit(f"{name}, {ok} := {v.name}[{strip(k)}]")
            self.use(name, ok)
            self.declare(name, t.elem)
            self.declare(ok, BOOL)
        elif form == 3 and t.elem.numeric():
            self.emit(f"{v.name}[{strip(k)}] += {strip(self.value(t.elem, 1))}")
        else:
            self.emit(f"{v.name}[{strip(k)}] = {strip(self.value(t.elem, 2))}")
        return None

    def grow(self, depth):
        """append, copy, clear and slices of slices, with what they share."""
        found = [v for v in self.vars if v.type.kind == "slice" and v.assignable]
        if not found:
            return self.define(depth)
        v = self.r.choice(found)
        t, form = v.type, self.r.randrange(6)
        if form == 0:
            others = [w for w in self.vars if w.type.text == t.text]
            self.emit(f"{v.name} = append({v.name}, {self.r.choice(others).name}...)")
        elif form == 1:
            self.risk = False
            self.emit(f"copy({v.name}, {strip(self.typed(t, 1))})")
        elif form == 2 and self.chance(.3):
            self.emit(f"clear({v.name})")
        elif form == 3:
            name = self.fresh()
            low = self.r.randrange(3)
            self.emit(f"{name} := {v.name}[min({low}, len({v.name})):]")
            self.use(name)
            self.declare(name, t)
            self.emit(f"{name} = append({name}, {strip(self.value(t.elem, 1))})")
        elif form == 4:
            name = self.fresh()
            self.emit(f"{name} := append({v.name}[:0:0], {v.name}...)")
            self.use(name)
            self.declare(name, t)
        else:
            self.emit(f"{v.name} = append({v.name}, {strip(self.value(t.elem, 2))})")
        self.bound(v.name, t)
        return None

    def show(self, depth):
        """Prints values."""
        count = self.r.randrange(1, 3)
        types = [self.r.choice(self.group.printables) for _ in range(count)]
        found = [v for v in self.vars if v.type.printable()]
        made, verbs = [], []
        for t in types:
            if found and self.chance(.6):
                v = self.r.choice(found)
                made.append(lambda v=v: v.name)
                t = v.type
            else:
                made.append(lambda t=t: self.typed(t, 2))
            verbs.append(self.r.choice(VERBS if self.chance(.4) else SAFE_VERBS))
        made = self.all_of(*made)
        self.emit(f"say({quote(' '.join(verbs))}, {', '.join(strip(m) for m in made)})")

    def show_all(self, limit=8):
        """Prints what is in scope."""
        for v in self.vars[-limit:]:
            self.show_variable(v)

    def show_variable(self, v):
        t = v.type
        verb = self.r.choice(("%v", "%v", "%+v", "%#v"))
        if t.printable():
            self.emit(f'say("{v.name}={verb}", {v.name})')
        elif t.kind == "pointer" and t.elem.printable():
            self.emit(f'if {v.name} != nil {{ say("*{v.name}={verb}", *{v.name}) }}')
        elif t.kind == "interface":
            self.emit(f'say("{v.name}=%T", {v.name})')
        elif t.kind == "slice" and not t.generic() and t.elem.kind != "chan":
            self.emit(f'say("{v.name} len %d %v", len({v.name}), {v.name} == nil)')
        elif t.kind == "struct":
            for f in t.fields:
                if f.type.printable() and f.name != "_":
                    self.emit(f'say("{v.name}.{f.name}={verb}", {v.name}.{f.name})')
        elif t.kind == "param":
            self.emit(f'say("{v.name}=%v %T", {v.name}, {v.name})' if "plain" in t.traits else
                      f'say("{v.name}=%T", {v.name})')

    # Calls.

    def call(self, depth):
        """A function whose results are several, or that changes things."""
        functions = [f for f in self.group.functions if self.may_call(f) and (f.pure or not self.pure)
                     and f.results]
        closures = [] if self.pure else self.closures
        if not self.risk or not functions + closures:
            return self.define(depth)
        f = self.r.choice(functions + closures * 2)
        arguments = self.arguments(f.params, f.variadic, 1)
        self.results_of(f"{f.name}({arguments})", f.results)
        return None

    def results_of(self, e, results):
        if not results or self.chance(.1):
            self.emit(e)
            return
        names = [self.fresh() if self.chance(.85) else "_" for _ in results]
        if all(name == "_" for name in names):
            self.emit(", ".join(names) + " = " + e)
            return
        self.emit(", ".join(names) + " := " + e)
        self.use(*[name for name in names if name != "_"])
        for name, t in zip(names, results):
            if name != "_":
                self.declare(name, t)

    def method_call(self, depth):
        """A method with a pointer receiver on a variable, or through a method value or an expression."""
        if not self.risk:
            return self.show(depth) if not self.pure else self.define(depth)
        found = []
        for v in self.vars:
            for m in self.group.methods_of(v.type):
                if (m.pure or not self.pure) and (not m.pointer or v.assignable):
                    found.append((v, m))
        if not found:
            return self.define(depth)
        v, m = self.r.choice(found)
        self.risk = not self.group.receiver_may_panic(v.type)
        arguments = self.arguments(m.params, m.variadic, 1)
        e = f"{v.name}.{m.name}({arguments})"
        form = self.r.randrange(6)
        if form == 0:
            name = self.fresh("m")
            self.emit(f"{name} := {v.name}.{m.name}")
            e = f"{name}({arguments})"
        elif form == 1 and m.pointer and v.type.kind != "pointer" and v.type.kind != "interface":
            e = f"(*{v.type.text}).{m.name}(&{v.name}{', ' + arguments if arguments else ''})"
        self.results_of(e, m.results)
        return None

    def type_assertion(self, depth):
        found = [v for v in self.vars if v.type.kind == "interface"]
        if not found:
            return self.define(depth)
        v = self.r.choice(found)
        t = self.r.choice(self.group.any_types if not v.type.wants else
                          [x for x in self.group.implementers(v.type) if x] or [v.type])
        name, ok = self.fresh(), self.fresh()
        self.emit(f"{name}, {ok} := {v.name}.({t.text})")
        self.use(name, ok)
        self.declare(name, t)
        self.declare(ok, BOOL)
        return None

    # Control.

    def conditional(self, depth):
        e = self.head(self.value(BOOL, 2))
        start = ""
        saved = list(self.vars)
        if self.chance(.25):
            t = self.simple_type()
            name = self.fresh()
            start = f"{name} := {self.head(self.exact(t, self.value(t, 1)))}; "
            self.declare(name, t)
            e = self.head(self.safely(lambda: self.value(BOOL, 1)))
            start, e = f"{start}", f"{e} || use({name})"
        with self.block(f"if {start}{e} {{", None):
            self.statements(self.r.randrange(1, 4), depth - 1)
        if self.chance(.3):
            with self.block(f"}} else if {self.head(self.value(BOOL, 1))} {{", None):
                self.statements(self.r.randrange(1, 3), depth - 1)
        if self.chance(.5):
            with self.block("} else {", None):
                self.statements(self.r.randrange(1, 3), depth - 1)
        self.emit("}")
        self.vars[:] = saved

    def loop(self, head, depth, declared=()):
        """A loop with that head and a body that may leave it."""
        label = self.fresh("L") if self.chance(.25) else ""
        at = len(self.lines)
        with self.block(head + " {"):
            self.emit("" if self.quiet else "spend()")
            for name, t, assignable in declared:
                self.declare(name, t, assignable)
                self.use(name)
            self.loops.append(label)
            self.statements(self.r.randrange(1, 4), depth - 1)
            if self.chance(.35):
                outer = [x for x in self.loops if x]
                target = ""
                if outer and self.chance(.6):
                    target = " " + self.r.choice(outer)
                condition = self.head(self.safely(lambda: self.value(BOOL, 1)))
                self.emit(f"if {condition} {{ {self.r.choice(('break', 'continue'))}{target} }}")
                self.statements(self.r.randrange(0, 2), depth - 1)
            self.loops.pop()
        used = any(f" {label} }}" in line for line in self.lines[at:])
        if label and used:
            self.lines.insert(at, "\t" * (self.indent - 1) + label + ":")

    def counted(self, depth):
        name = self.fresh("i")
        t = self.r.choice(gotypes.INTEGERS)
        count = self.r.randrange(1, 6)
        head = self.r.choice((
            f"for {name} := {t.text}(0); {name} < {count}; {name}++",
            f"for {name} := {t.text}({count}); {name} > 0; {name}--",
            f"for {name} := range {t.text}({count})",
            f"for {name}, {name}x := {t.text}(1), {t.text}(2); {name} < {count * 3} && {name}x > 1; {name}, {name}x = {name}+{name}x, {name}x+1"))
        self.loop(head, depth, [(name, t, False)])

    def while_loop(self, depth):
        name = self.fresh("n")
        self.emit(f"{name} := 0; _ = {name}")
        condition = self.head(self.safely(lambda: self.value(BOOL, 1)))
        with self.block(f"for {name} < {self.r.randrange(1, 5)} && ({condition}) {{"):
            self.emit(f"{name}++" if self.quiet else f"{name}++; spend()")
            self.loops.append("")
            self.statements(self.r.randrange(1, 3), depth - 1)
            self.loops.pop()

    def ranged(self, depth):
        """range over what has an order of its own."""
        r = self.r
        kinds = ["slice", "array", "string", "int", "pointer", "map", "sorted"]
        kind = r.choice(kinds)
        k, v = self.fresh("k"), self.fresh()
        if kind == "int":
            e = self.nonconstant(INT, 1)
            if r.randrange(3) == 0:
                return self.loop(f"for range {r.randrange(4)}", depth)
            return self.loop(f"for {k} := range {e} & 3", depth, [(k, INT, True)])
        if kind == "string":
            e = self.head(self.typed(STRING, 2))
            return self.loop(f"for {k}, {v} := range {e}", depth, [(k, INT, True), (v, BASIC["int32"], True)])
        if kind in ("map", "sorted"):
            maps = [x for x in self.vars if x.type.kind == "map" and not x.type.generic()]
            if not maps:
                return self.define(depth)
            m = r.choice(maps)
            if kind == "map" or not m.type.key.ordered():
                total = self.fresh("sum")
                self.emit(f"{total} := 0; _ = {total}")
                with self.block(f"for {k}, {v} := range {m.name} {{"):
                    self.emit(f"{total} += 1 + len(fmt.Sprint({k}))" if m.type.key.printable() and not self.quiet else f"{total} += 1; _ = {k}")
                    self.emit(f"_ = {v}")
                    self.emit(f"if {total} < 0 {{ delete({m.name}, {k}) }}")
                self.declare(total, INT)
                return None
            return self.loop(f"for _, {k} := range keys({m.name})", depth, [(k, m.type.key, True)])
        found = [x for x in self.vars if x.type.kind == kind or x.type.kind == "slice" and kind == "array"]
        found = [x for x in found if kind != "pointer" or x.type.elem.kind == "array"]
        if not found:
            return self.define(depth)
        x = r.choice(found)
        inner = x.type.elem.elem if kind == "pointer" else x.type.elem
        if kind == "pointer":
            self.emit(f"if {x.name} == nil {{ {x.name} = new({x.type.elem.text}) }}" if x.assignable else f"_ = {x.name}")
            if not x.assignable:
                return None
        e = x.name
        if self.chance(.2) and kind == "slice":
            e = f"{x.name}[:min(2, len({x.name}))]"
        forms = [(f"for {k}, {v} := range {e}", [(k, INT, True), (v, inner, True)]),
                 (f"for _, {v} := range {e}", [(v, inner, True)]), (f"for {k} := range {e}", [(k, INT, True)])]
        target = self.safely(lambda: self.path(INT, True))
        if target:
            forms.append((f"for {target} = range {e}", []))
        head, declared = r.choice(forms)
        return self.loop(head, depth, declared)

    def scope(self, depth):
        with self.block("{"):
            self.statements(self.r.randrange(1, 4), depth - 1)

    def switch(self, depth):
        r = self.r
        with_tag = self.chance(.6)
        t = r.choice([INT, STRING, BASIC["uint8"], BASIC["int64"], BASIC["float64"]] + self.group.named_simple)
        if with_tag:
            self.emit(f"switch {self.head(self.nonconstant(t, 2))} {{")
        else:
            self.emit("switch {")
        seen = set()
        has_default = r.randrange(2)
        count = r.randrange(1, 4)
        self.risk = False
        for _ in range(count):
            if with_tag:
                made = []
                for _ in range(r.randrange(1, 3)):
                    e = self.literal(t, 0) if self.chance(.7) else self.nonconstant(t, 1)
                    if isinstance(e, Constant):
                        if e.value in seen:
                            continue
                        seen.add(e.value)
                    made.append(strip(e))
                if not made:
                    continue
            else:
                made = [self.nonconstant(BOOL, 2)]
            with self.block(f"case {', '.join(made)}:", None):
                self.risk = self.base_risk
                self.statements(r.randrange(1, 3), depth - 1)
                self.risk = False
                if has_default and self.chance(.15):
                    self.emit("fallthrough")
        if has_default:
            with self.block("default:", None):
                self.risk = self.base_risk
                self.statements(1, depth - 1)
        self.emit("}")

    def type_switch(self, depth):
        r = self.r
        found = [v for v in self.vars if v.type.kind == "interface"]
        if found and self.chance(.7):
            v = r.choice(found)
            e, t = v.name, v.type
        else:
            t = ANY
            e = convert(t, strip(self.typed(r.choice(self.group.any_types), 1)))
        name = self.fresh()
        choices = list(self.group.any_types) if not t.wants else [
            x for x in self.group.implementers(t) if x]
        if not t.wants:
            choices += [i for i in self.group.interfaces] + [ERROR]
        r.shuffle(choices)
        self.emit(f"switch {name} := ({e}).(type) {{")
        used = set()
        for _ in range(r.randrange(1, 4)):
            types = []
            while choices and len(types) < r.choice((1, 1, 2)):
                c = choices.pop()
                if c.text not in used:
                    used.add(c.text)
                    types.append(c)
            if not types:
                break
            extra = ", nil" if self.chance(.1) and "nil" not in used else ""
            if extra:
                used.add("nil")
            with self.block(f"case {', '.join(x.text for x in types)}{extra}:", None):
                self.declare(name, types[0] if len(types) == 1 and not extra else t)
                self.emit(f"_ = {name}")
                self.statements(r.randrange(1, 3), depth - 1)
        with self.block("default:", None):
            self.declare(name, t)
            self.emit(f"_ = {name}")
            self.statements(1, depth - 1)
        self.emit("}")

    def early_return(self, depth):
        condition = self.head(self.value(BOOL, 2))
        with self.block(f"if {condition} {{"):
            self.give_back()

    def give_back(self):
        """The return statement."""
        self.risk = self.base_risk
        if not self.results or self.named and self.chance(.5):
            self.emit("return")
            return
        made = self.all_of(*[lambda t=t: self.value(t, 2) for t in self.results])
        self.emit("return " + ", ".join(strip(m) for m in made))

    def panicking(self, depth):
        if not self.base_risk:
            return
        condition = self.head(self.safely(lambda: self.value(BOOL, 1)))
        t = self.r.choice(self.group.panic_types)
        with self.block(f"if {condition} {{"):
            self.risk = False
            self.emit(f"panic({strip(self.typed(t, 1))})")

    def deferred(self, depth):
        form = self.r.randrange(4)
        if form == 0 and not self.pure:
            self.risk = False
            t = self.r.choice(self.group.printables)
            self.emit(f'defer say("deferred %v", {strip(self.typed(t, 1))})')
            return
        if not self.base_risk:
            return
        with self.block("defer func() {", "}()"):
            if self.chance(.6):
                name = self.fresh("r")
                self.emit(f"{name} := recover(); _ = {name}")
                if not self.pure:
                    self.emit(f'say("recovered %v", caught({name}))')
                else:
                    self.declare(name, ANY)
            loops, self.loops = self.loops, []
            results, self.results, named, self.named = self.results, [], self.named, []
            for v_name, t in named:
                e = self.value(t, 1)
                if self.chance(.4):
                    self.emit(f"{v_name} = {strip(e)}")
            self.statements(self.r.randrange(1, 3), 0)
            self.loops, self.results, self.named = loops, results, named

    def caught(self, depth):
        """A function of its own that may panic and recovers."""
        if not self.base_risk:
            return
        with self.block("func() {", "}()"):
            loops, self.loops = self.loops, []
            results, self.results, named, self.named = self.results, [], self.named, []
            if self.pure:
                self.emit("defer func() { recover() }()")
            else:
                self.emit('defer func() { if r := recover(); r != nil { say("caught %v", caught(r)) } }()')
            self.nesting += 1
            self.statements(self.r.randrange(1, 4), depth - 1)
            self.nesting -= 1
            self.loops, self.results, self.named = loops, results, named

    def jump(self, depth):
        """goto, forwards and back."""
        label, name = self.fresh("G"), self.fresh("n")
        with self.block("{"):
            if self.chance(.5):
                self.emit(f"{name} := 0")
                self.indent -= 1
                self.emit(label + ":")
                self.indent += 1
                with self.block("{"):
                    self.emit("spend()")
                    self.statements(self.r.randrange(1, 3), 0)
                self.emit(f"if {name}++; {name} < {self.r.randrange(1, 4)} {{ goto {label} }}")
            else:
                condition = self.head(self.value(BOOL, 1))
                self.emit(f"if {condition} {{ goto {label} }}")
                with self.block("{"):
                    self.statements(self.r.randrange(1, 3), 0)
                self.indent -= 1
                self.emit(label + ":")
                self.indent += 1
                with self.block("{"):
                    self.statements(1, 0)

    def local_type(self, depth):
        """A type that only this function has."""
        name = self.fresh("T")
        base = self.r.choice(self.group.declarable)
        t = gotypes.named(name, base)
        self.emit(f"type {name} {base.text}")
        v = self.fresh()
        e = self.literal(t, 1) if not isinstance(self.literal(t, 0), Constant) else convert(t, self.literal(t, 0))
        self.emit(f"var {v} {name} = {strip(e)}")
        self.use(v)
        self.declare(v, t)
        if t.printable() and not self.pure:
            self.emit(f'say("%v %T %+v", {v}, {v}, {v})')
        self.vars.pop()

    # Functions in functions.

    def function_literal(self, t, depth, immediate=False):
        """A literal whose body changes nothing outside of it."""
        under = t.under or t
        names = [self.fresh("p") for _ in under.params]
        parts = [f"{n} {p.text}" for n, p in zip(names, under.params)]
        if under.variadic:
            parts[-1] = f"{names[-1]} ...{under.params[-1].elem.text}"
        results = [r.text for r in under.results]
        tail = f" ({', '.join(results)})" if len(results) > 1 else " " + results[0] if results else ""
        inner = Body(self.group, self.r, under.results, (), self.indent + 1, self, True)
        for n, p in zip(names, under.params):
            inner.declare(n, p)
        if not self.quiet:
            inner.emit("spend()")
        if self.nesting < 2 and self.chance(.5):
            inner.statements(self.r.randrange(0, 3), depth if self.nesting == 0 else 0)
        if under.results:
            inner.give_back()
        body = "\n".join(inner.lines)
        end = "\n" + "\t" * self.indent + "}"
        return f"func({', '.join(parts)}){tail} {{\n{body}{end}" if inner.lines else f"func({', '.join(parts)}){tail} {{}}"

    def closure(self, depth):
        """A closure that changes what is around it; it is called from statements only."""
        name = self.fresh("f")
        params = [self.simple_type() for _ in range(self.r.randrange(3))]
        results = [self.any_type() for _ in range(self.r.randrange(3))]
        names = [self.fresh("p") for _ in params]
        texts = ", ".join(f"{n} {p.text}" for n, p in zip(names, params))
        tail = " (" + ", ".join(x.text for x in results) + ")" if results else ""
        inner = Body(self.group, self.r, results, (), self.indent + 1, self, False)
        inner.closures = []
        for n, p in zip(names, params):
            inner.declare(n, p)
        inner.emit("spend()")
        inner.statements(self.r.randrange(1, 4), depth - 1)
        if results:
            inner.give_back()
        self.emit(f"{name} := func({texts}){tail} {{")
        self.lines += inner.lines
        self.emit("}; _ = " + name)
        f = gotypes.Method(name, params, results, pure=False)
        self.closures.append(f)
        if self.chance(.6):
            self.results_of(f"{name}({self.arguments(params, False, 1)})", results)

    # Concurrency: whatever is done side by side is joined before it is seen.

    def worker(self, t, index):
        """The body of a goroutine: an expression, after some statements."""
        inner = Body(self.group, self.r, [t], (), self.indent + 1, self, True)
        inner.quiet, inner.base_risk, inner.risk = True, False, False
        inner.declare(index, INT, False)
        inner.statements(self.r.randrange(0, 3), 1)
        inner.risk = False
        e = inner.value(t, 2)
        return inner.lines, strip(e)

    def goroutines(self, depth):
        t = self.r.choice([x for x in self.group.printables if not x.generic()])
        form = self.r.randrange(4)
        n, name, i = self.r.randrange(1, 5), self.fresh(), self.fresh("i")
        lines, e = self.worker(t, i)
        if form == 0:
            group = self.fresh("wg")
            self.emit(f"var {group} sync.WaitGroup")
            self.emit(f"{name} := make([]{t.text}, {n})")
            self.use(name)
            with self.block(f"for {i} := range {n} {{"):
                self.emit(f"{group}.Add(1)")
                with self.block("go func() {", "}()"):
                    self.emit(f"defer {group}.Done()")
                    self.lines += ["\t" * 2 + line for line in lines]
                    self.emit(f"{name}[{i}] = {e}")
            self.emit(f"{group}.Wait()")
            self.declare(name, gotypes.slice_of(t))
        elif form == 1:
            done = self.fresh("ch")
            self.emit(f"{done} := make(chan {t.text})")
            with self.block("go func() {", "}()"):
                self.emit(f"defer close({done})")
                with self.block(f"for {i} := 0; {i} < {n}; {i}++ {{"):
                    self.lines += ["\t" * 2 + line for line in lines]
                    self.emit(f"{done} <- {e}")
            self.loop(f"for {name} := range {done}", 1, [(name, t, True)])
        elif form == 2:
            self.emit(f"{name} := make(chan {t.text}, {self.r.randrange(2)})")
            with self.block(f"go func({i} int) {{", f"}}({n})"):
                self.lines += ["\t" + line for line in lines]
                self.emit(f"{name} <- {e}")
            v = self.fresh()
            self.emit(f"{v} := <-{name}")
            self.use(v)
            self.declare(v, t)
        else:
            lock, total = self.fresh("mu"), self.fresh("sum")
            group = self.fresh("wg")
            self.emit(f"var {lock} sync.Mutex")
            self.emit(f"var {group} sync.WaitGroup")
            self.emit(f"{total} := 0")
            self.use(total)
            with self.block(f"for {i} := 0; {i} < {n}; {i}++ {{"):
                self.emit(f"{group}.Add(1)")
                with self.block("go func() {", "}()"):
                    self.lines += ["\t" * 2 + line for line in lines]
                    self.emit(f"{name} := {e}")
                    self.emit(f"_ = {name}")
                    self.emit(f"{lock}.Lock()")
                    self.emit(f"{total} += {i}*{i} + 1")
                    self.emit(f"{lock}.Unlock()")
                    self.emit(f"{group}.Done()")
            self.emit(f"{group}.Wait()")
            self.declare(total, INT)

    def channel(self, depth):
        """A buffered channel used by one goroutine."""
        t = self.r.choice(self.group.types)
        name = self.fresh("ch")
        n = self.r.randrange(1, 4)
        self.emit(f"{name} := make(chan {t.text}, {n})")
        for _ in range(self.r.randrange(n + 1)):
            self.risk = self.base_risk
            self.emit(f"{name} <- {strip(self.value(t, 1))}")
        self.emit(f"close({name})")
        v, ok = self.fresh(), self.fresh()
        self.emit(f"{v}, {ok} := <-{name}")
        self.use(v, ok)
        self.declare(v, t)
        self.declare(ok, BOOL)
        self.emit(f'say("%v %d %d", {ok}, len({name}), cap({name}))')
        if self.chance(.5):
            w = self.fresh()
            self.loop(f"for {w} := range {name}", depth, [(w, t, True)])

    def select(self, depth):
        t = self.r.choice(self.group.types)
        a, b = self.fresh("ch"), self.fresh("ch")
        self.emit(f"{a}, {b} := make(chan {t.text}, 1), make(chan int, 1)")
        ready = self.r.randrange(3)
        self.risk = self.base_risk
        if ready == 0:
            self.emit(f"{a} <- {strip(self.value(t, 1))}")
        elif ready == 1:
            self.emit(f"{b} <- {self.r.randrange(9)}")
        if self.chance(.2):
            self.emit(f"{self.r.choice((a, b)) if ready == 2 else a if ready == 0 else b} = nil")
            ready = 2
        v, ok = self.fresh(), self.fresh()
        self.emit("select {")
        with self.block(f"case {v}, {ok} := <-{a}:", None):
            self.emit(f"_, _ = {v}, {ok}")
            self.declare(v, t)
            self.declare(ok, BOOL)
            self.statements(1, depth - 1)
        with self.block(f"case {v} := <-{b}:", None):
            self.declare(v, INT)
            self.emit(f"_ = {v}")
            self.statements(1, depth - 1)
        if ready == 2 or self.chance(.3):
            with self.block("default:", None):
                self.statements(1, depth - 1)
        self.emit("}")
        if self.chance(.3):
            full = self.fresh("ch")
            self.emit(f"{full} := make(chan int, {self.r.randrange(2)})")
            self.emit(f'select {{ case {full} <- 1: say("sent"); default: say("full") }}')

    def iterate(self, depth):
        """range over a function."""
        if not self.group.range_functions:
            return self.ranged(depth)
        k, v = self.fresh("k"), self.fresh()
        form = self.r.randrange(3)
        if form == 0:
            return self.loop(f"for {k} := range count({self.r.randrange(5)})", depth, [(k, INT, True)])
        slices = [x for x in self.vars if x.type.kind == "slice"]
        if form == 1 and slices:
            x = self.r.choice(slices)
            return self.loop(f"for {k}, {v} := range each({x.name})", depth, [(k, INT, True), (v, x.type.elem, True)])
        t = self.any_type()
        made = self.safely(lambda: [self.value(t, 1) for _ in range(3)])
        with_yield = self.fresh("y")
        with self.block(f"for {v} := range func({with_yield} func({t.text}) bool) {{", None):
            first, second, third = [strip(m) for m in made]
            self.emit(f"if !{with_yield}({first}) {{ return }}")
            self.emit(f"_ = {with_yield}({second}) && {with_yield}({third})")
        return self.loop("}", depth, [(v, t, True)])
