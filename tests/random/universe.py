"""A group: the types, constants, variables and functions that some test functions share."""
import constants
import gotypes
from blocks import Body
from expressions import DEPTH_OF_PATHS, convert, strip
from gotypes import ANY, BASIC, BOOL, ERROR, INT, STRING, Field, GenericFunction, GenericType, Method

CONSTRAINTS = {
    # text: traits, and what may stand for it
    "any": ({"plain"}, ["int", "string", "float64", "uint8", "bool", "complex128"]),
    "comparable": ({"comparable"}, ["int", "string", "int8", "bool", "float32"]),
    "number": ({"number", "adds", "ordered", "comparable", "plain"}, ["int", "int8", "uint16", "float64", "uint", "float32"]),
    "integer": ({"number", "adds", "ordered", "comparable", "integer", "plain"}, ["int", "int8", "uint8", "int32", "uint64"]),
    "ordered": ({"ordered", "comparable", "adds", "plain"}, ["int", "string", "float64", "uint32", "int16"]),
    "interface{ ~string }": ({"text", "text or int", "ordered", "comparable", "adds", "plain"}, ["string"]),
    "interface{ ~int | ~string }": ({"text or int", "ordered", "comparable", "adds", "plain"}, ["string", "int"]),
}


class Group:
    lean = False

    def __init__(self, r, prefix, range_functions=False):
        self.r = r
        self.prefix = prefix
        self.range_functions = range_functions
        self.names = 0
        self.lines = []
        self.constants = []
        self.pure_functions, self.functions = [], []
        self.generic_functions, self.generic_types = [], []
        self.interfaces = []
        self.variables = []
        self.order = 0
        self._paths = {}
        self.named_types = []
        self.aliases = {}
        self.types = []
        self.make()

    # Types.

    def make(self):
        r = self.r
        lines, self.constants = constants.constant_block(r, self.prefix + "c")
        self.lines += lines
        basic = list(BASIC.values())
        self.simple = [r.choice(basic) for _ in range(4)] + [INT, STRING, BASIC["uint8"], BASIC["float64"], BOOL]
        self.types = list(self.simple) + [r.choice(gotypes.INTEGERS)]
        self.any_types = [INT, STRING]
        self.named_simple = [self.declare(self.type_name(), r.choice(basic)) for _ in range(r.randrange(1, 4))]
        self.simple += self.named_simple
        self.types += self.named_simple
        for _ in range(r.randrange(2, 5)):
            self.types.append(self.composite(r.choice(("array", "slice", "map", "slice", "array"))))
        if r.randrange(3) == 0:
            self.types.append(gotypes.slice_of(BASIC["uint8"]))
        for _ in range(r.randrange(2, 4)):
            self.types.append(self.declare(self.type_name(), self.structure()))
        for _ in range(r.randrange(1, 4)):
            self.types.append(self.composite(r.choice(("array", "slice", "map", "pointer", "struct", "func", "chan"))))
        if r.randrange(2):
            self.types.append(self.declare(self.type_name(), self.composite(r.choice(("array", "slice", "map", "func")))))
        self.types.append(ANY)
        self.types += [self.make_interface() for _ in range(r.randrange(1, 3))]
        if r.randrange(3) == 0:
            self.types.append(ERROR)
        self.make_generic_types()
        self.classify()
        self.choose_variables()
        self.write_types()
        self.write_generic_functions()
        self.write_methods()
        self.write_functions()
        self.write_variables()

    def type_name(self):
        self.names += 1
        return f"{self.prefix}T{self.names}"

    def declare(self, name, under):
        t = gotypes.named(name, under)
        t.methods = []
        self.named_types.append(t)
        return t

    def field_type(self):
        """A type for a field or an element: of those that are there already."""
        return self.r.choice(self.types)

    def composite(self, kind):
        r = self.r
        inner = self.field_type()
        if kind == "array":
            return gotypes.array_of(r.choice((0, 1, 2, 3, 4, 4, 7)) or 1, inner)
        if kind == "slice":
            return gotypes.slice_of(inner)
        if kind == "pointer":
            return gotypes.pointer_to(inner)
        if kind == "chan":
            return gotypes.chan_of(inner)
        if kind == "map":
            keys = [t for t in self.types if t.may_be_a_key()]
            return gotypes.map_of(r.choice(keys), inner)
        if kind == "func":
            params = [self.field_type() for _ in range(r.randrange(3))]
            return gotypes.func_of(params, [self.field_type() for _ in range(r.choice((1, 1, 1, 2)))])
        return gotypes.struct_of([self.field() for _ in range(r.randrange(1, 4))])

    def field(self):
        self.names += 1
        name = self.r.choice(("f", "F")) + f"{self.names}"
        return Field(name, self.field_type(), tag=self.r.choice(("", "", "", 'json:"a,omitempty"')))

    def structure(self):
        r = self.r
        fields = [self.field() for _ in range(r.randrange(1, 5))]
        structs = [t for t in self.types if t.kind == "struct" and t.named]
        if structs and r.randrange(2):
            t = r.choice(structs)
            pointer = r.randrange(4) == 0
            fields.insert(r.randrange(len(fields) + 1), Field(
                t.text, gotypes.pointer_to(t) if pointer else t, embedded=True))
        elif self.named_simple and r.randrange(5) == 0:
            t = r.choice(self.named_simple)
            fields.append(Field(t.text, t, embedded=True))
        if r.randrange(8) == 0:
            fields.append(Field("_", INT))
        return gotypes.struct_of(fields)

    def make_interface(self):
        """An interface, and the types that get its methods."""
        r = self.r
        wants = []
        for _ in range(r.randrange(1, 3)):
            self.names += 1
            wants.append(Method(f"M{self.names}", [r.choice(self.simple) for _ in range(r.randrange(3))],
                                [r.choice(self.simple)]))
        t = self.declare(self.type_name(), gotypes.Type(
            "interface{ " + "; ".join(m.name + gotypes.signature(m.params, m.results) for m in wants) + " }",
            "interface", wants=wants))
        owners = [x for x in self.named_types if x.kind not in ("interface", "pointer")]
        t.owners = []
        for owner in r.sample(owners, min(len(owners), r.randrange(1, 4))):
            pointer = r.randrange(3) == 0
            for m in wants:
                owner.methods.append(Method(m.name, m.params, m.results, pointer, True))
            t.owners.append(gotypes.pointer_to(owner) if pointer else owner)
        self.interfaces.append(t)
        return t

    def implementers(self, t):
        if t.text == "error":
            return [None, gotypes.named("failure", STRING)]
        return getattr(t, "owners", []) + [None]

    def parameter(self, name, constraint):
        return gotypes.Type(name, "param", traits=frozenset(CONSTRAINTS[constraint][0]))

    def choices_of(self, constraint):
        """What the type parameter may be."""
        traits, names = CONSTRAINTS[constraint]
        found = [BASIC[n] for n in names]
        for t in self.named_simple:
            if t.under in found and constraint != "comparable":
                found.append(t)
        if constraint == "any":
            found += [t for t in self.types if t.kind != "param" and not t.generic()]
        if constraint == "comparable":
            found += [t for t in self.types if t.comparable() and not t.comparing_may_panic()]
        return found

    def make_generic_types(self):
        r = self.r
        for _ in range(r.randrange(1, 3)):
            constraints = [r.choice(list(CONSTRAINTS)) for _ in range(r.choice((1, 1, 2)))]
            parameters = [self.parameter(n, c) for n, c in zip("AB", constraints)]
            g = GenericType(self.type_name(), parameters, [self.choices_of(c) for c in constraints])
            g.constraints = constraints
            kinds = parameters + [gotypes.slice_of(parameters[0]), gotypes.array_of(2, parameters[-1]),
                                  gotypes.func_of([parameters[0]], [parameters[-1]]), gotypes.pointer_to(parameters[0]),
                                  INT, STRING]
            if "comparable" in parameters[0].traits and not parameters[0].comparing_may_panic():
                kinds.append(gotypes.map_of(parameters[0], parameters[-1]))
            elif "comparable" in parameters[0].traits:
                kinds.append(gotypes.map_of(parameters[0], INT))
            for t in [parameters[0]] + [r.choice(kinds) for _ in range(r.randrange(1, 4))]:
                self.names += 1
                g.fields.append(Field(f"x{self.names}", t))
            if r.randrange(3) == 0:
                self.names += 1
                g.fields.append(Field(f"x{self.names}", gotypes.pointer_to(gotypes.instance(g, parameters))))
            self.generic_types.append(g)
            for _ in range(2):
                self.types.append(gotypes.instance(g, [r.choice(c) for c in g.choices]))

    def classify(self):
        """The lists that the generator chooses from."""
        unique = {t.text: t for t in self.types}
        self.types = list(unique.values())
        self.any_types = [t for t in unique.values() if t.printable() and t.kind != "interface" and not t.generic()]
        self.numbers = [t for t in BASIC.values() if t.numeric()] + [t for t in self.named_simple if t.numeric()]
        self.operands = [t for t in self.types if t.numeric() or t.text == "string" or t.kind == "string"]
        self.comparables = [t for t in self.types if t.comparable()] + self.operands + [
            gotypes.pointer_to(t) for t in self.types[:2]]
        self.printables = [t for t in self.types if t.printable()]
        self.lengthy = [t for t in self.types if t.kind in ("slice", "map", "string")] + [gotypes.slice_of(INT)]
        self.panic_types = [INT, STRING, ERROR] + [t for t in self.any_types if t.kind != "func"][:6]
        self.declarable = [t for t in self.types if t.kind not in ("interface", "param", "pointer")
                           and not t.origin][:12]

    def convertible(self, t):
        """Types with the same underlying type."""
        key = (t.under or t).text if not t.origin else None
        return [x for x in self.types if key and x.text != t.text and (x.under or x).text == key and not x.origin]

    def local_types(self, body):
        """Types made of the type parameters of a body."""
        if not hasattr(body, "made_of_parameters"):
            out = []
            for p in body.type_parameters:
                out += [gotypes.slice_of(p), gotypes.array_of(2, p), gotypes.pointer_to(p),
                        gotypes.func_of([p], [p]), gotypes.struct_of([Field("q", p), Field("n", INT)])]
                if p.comparable() and not p.comparing_may_panic():
                    out.append(gotypes.map_of(p, INT))
            body.made_of_parameters = out
        return body.made_of_parameters

    # What is reached from what.

    def paths_of(self, source, target):
        """Ways from a value of one type to parts of another type: (suffix, may panic, is assignable, is shared with
        copies of the value).
        """
        known = self._paths.get(source.text)
        if known is None:
            known = {}
            self.walk(source, (), False, True, False, DEPTH_OF_PATHS, known)
            self._paths[source.text] = known
        return known.get(target.text, ())

    def walk(self, t, suffix, panics, assignable, shared, depth, known):
        known.setdefault(t.text, []).append((suffix, panics, assignable, shared))
        if not depth:
            return
        if t.kind == "struct":
            for f in t.fields:
                if f.name != "_":
                    name = f.name
                    self.walk(f.type, suffix + (("field", name),), panics, assignable, shared, depth - 1, known)
                    if f.embedded and f.type.kind == "struct":
                        for g in f.type.fields:
                            if not g.embedded and g.name != "_":
                                self.walk(g.type, suffix + (("field", g.name),), panics, assignable, shared, depth - 1, known)
        elif t.kind == "array":
            self.walk(t.elem, suffix + (("index", t.length),), panics, assignable, shared, depth - 1, known)
        elif t.kind == "slice":
            self.walk(t.elem, suffix + (("slice",),), True, True, True, depth - 1, known)
        elif t.kind == "map":
            self.walk(t.elem, suffix + (("key", t.key),), panics or t.key.comparing_may_panic(), False, True, depth - 1, known)
        elif t.kind == "pointer":
            if t.elem.kind == "struct":
                for f in t.elem.fields:
                    if f.name != "_":
                        self.walk(f.type, suffix + (("field", f.name),), True, True, True, depth - 1, known)
            else:
                self.walk(t.elem, suffix + (("deref",),), True, True, True, depth - 1, known)

    def methods_of(self, t):
        """What may be called on a variable of the type."""
        if t.kind == "interface":
            return t.wants
        found = list(t.methods)
        if t.kind == "struct":
            own = {m.name for m in found}
            for f in t.fields:
                if f.embedded:
                    inner = f.type.elem if f.type.kind == "pointer" else f.type
                    for m in inner.methods:
                        if m.name not in own:
                            found.append(Method(m.name, m.params, m.results, m.pointer and f.type.kind != "pointer", m.pure, m.variadic))
        if t.kind == "pointer" and t.elem.kind not in ("interface", "pointer"):
            return [Method(m.name, m.params, m.results, False, m.pure, m.variadic) for m in self.methods_of(t.elem)]
        return found

    @staticmethod
    def receiver_may_panic(t):
        """Whether a call of a method may find a nil pointer on the way to its receiver."""
        return t.kind in ("pointer", "interface") or t.kind == "struct" and any(
            f.embedded and f.type.kind == "pointer" for f in t.fields)

    def all_methods(self):
        if not hasattr(self, "_all_methods"):
            self._all_methods = [(t, m) for t in self.types + self.interfaces
                                 if not t.generic() for m in self.methods_of(t)]
        return self._all_methods

    def methods_with_result(self, t):
        return [(o, m) for o, m in self.all_methods() if len(m.results) == 1 and m.results[0].text == t.text]

    def generic_calls(self, t, own):
        """Generic functions that can give a t: (function, what its parameters are)."""
        found = []
        for f in self.generic_functions:
            if len(f.results) != 1:
                continue
            mapping = {}
            if self.match(f.results[0], t, mapping, f):
                for p, choices in zip(f.parameters, f.choices):
                    mapping.setdefault(p.text, self.r.choice(choices))
                found.append((f, mapping))
        return found

    def match(self, pattern, t, mapping, f):
        if pattern.kind == "param":
            if t.kind == "param" and pattern.traits - {"plain"} <= t.traits and pattern.text not in mapping:
                mapping[pattern.text] = t
                return True
            for p, choices in zip(f.parameters, f.choices):
                if p.text == pattern.text and any(c.text == t.text for c in choices):
                    if mapping.get(p.text, t).text != t.text:
                        return False
                    mapping[p.text] = t
                    return True
            return False
        if pattern.origin and t.origin and pattern.origin[0] is t.origin[0]:
            return all(self.match(a, b, mapping, f) for a, b in zip(pattern.origin[1], t.origin[1]))
        if pattern.kind == t.kind == "slice" and not t.named:
            return self.match(pattern.elem, t.elem, mapping, f)
        return pattern.text == t.text and not pattern.generic()

    # Text.

    def write_types(self):
        for t in self.named_types:
            self.lines.append(f"type {t.text} {t.under.text}")
        for t in self.r.sample(self.types, 2):
            if not t.generic() and t.text not in self.aliases:
                name = self.type_name()
                self.aliases[t.text] = name
                self.lines.append(f"type {name} = {t.text}")
        for g in self.generic_types:
            parameters = ", ".join(f"{p.text} {c}" for p, c in zip(g.parameters, g.constraints))
            self.lines.append(f"type {g.name}[{parameters}] struct {{")
            self.lines += [f"\t{f.name} {f.type.text}" for f in g.fields]
            self.lines.append("}")
        self.lines.append("")

    def begin(self, results, named, params, receiver=None, parameters=()):
        body = Body(self, self.r, results, named)
        body.type_parameters = list(parameters)
        body.owner = self.order
        self.order += 1
        if not parameters:
            for name, t in self.variables[:2]:
                body.declare(name, t, False)
        if receiver:
            body.declare(*receiver)
        for name, t in params:
            body.declare(name, t)
        for name, t in named:
            body.declare(name, t)
        body.emit("spend()")
        return body

    def write(self, head, body, count, depth):
        body.statements(count, depth)
        if body.results:
            body.give_back()
        self.lines.append(head + " {")
        self.lines += body.lines
        self.lines += ["}", ""]

    def spelled(self, t):
        """The type by its own name, or by an alias: of the program, or a generic one of the prelude."""
        if self.r.randrange(4):
            return t.text
        if t.text in self.aliases:
            return self.aliases[t.text]
        if t.named or not self.range_functions:
            return t.text
        if t.kind == "slice":
            return f"sliceOf[{t.elem.text}]"
        if t.kind == "map":
            return f"mapOf[{t.key.text}, {t.elem.text}]"
        if t.kind == "pointer":
            return f"pointerTo[{t.elem.text}]"
        return t.text

    def parameters_text(self, params, variadic=False):
        parts = [f"{n} {self.spelled(t)}" for n, t in params]
        if variadic:
            parts[-1] = f"{params[-1][0]} ...{params[-1][1].elem.text}"
        return ", ".join(parts)

    def result_text(self, results):
        named = [(f"r{i}", t) for i, t in enumerate(results)] if results and self.r.randrange(3) == 0 else []
        if named:
            return " (" + ", ".join(f"{n} {self.spelled(t)}" for n, t in named) + ")", named
        if len(results) == 1:
            return " " + self.spelled(results[0]), []
        return (" (" + ", ".join(self.spelled(t) for t in results) + ")" if results else ""), []

    def write_methods(self):
        r = self.r
        for t in self.named_types:
            if t.kind in ("interface", "pointer"):
                continue
            for _ in range(r.randrange(3)):
                self.names += 1
                params = [r.choice(self.simple + self.types) for _ in range(r.randrange(3))]
                t.methods.append(Method(f"m{self.names}", params, [r.choice(self.types)], r.randrange(3) == 0, True))
            if r.randrange(8) == 0:
                t.methods.append(Method(r.choice(("String", "Error")), [], [STRING]))
            if r.randrange(2):
                self.names += 1
                t.methods.append(Method(f"Set{self.names}", [r.choice(self.simple)], [], True, False))
        for t in self.named_types:
            for m in t.methods:
                self.write_method(t, m, t.text, ())
        for g in self.generic_types:
            own = gotypes.instance(g, g.parameters)
            for _ in range(r.randrange(1, 4)):
                self.names += 1
                kinds = g.parameters + [INT, own] + [f.type for f in g.fields]
                g.methods.append(Method(f"g{self.names}", [r.choice(kinds) for _ in range(r.randrange(2))],
                                        [r.choice(kinds)], r.randrange(3) == 0, True))
            for m in g.methods:
                self.write_method(own, m, own.text, g.parameters)

    def write_method(self, t, m, receiver_text, parameters):
        params = [(f"p{i}", p) for i, p in enumerate(m.params)]
        text, named = self.result_text(m.results)
        receiver = gotypes.pointer_to(t) if m.pointer else t
        body = self.begin(m.results, named, params, ("x", receiver), parameters)
        body.pure = m.pure
        if m.pointer:
            body.find("x").assignable = not m.pure
            body.emit(f"if x == nil {{ panic(\"nil {t.text}\") }}")
        elif m.pure:
            for v in body.vars:
                v.assignable = v.type.kind not in ("slice", "map", "pointer", "func") and v.assignable
        self.only_own(body)
        star = "*" if m.pointer else ""
        self.write(f"func (x {star}{receiver_text}) {m.name}({self.parameters_text(params)}){text}",
                   body, self.r.randrange(0, 4) if m.name not in ("String", "Error") else 0, 2)

    def only_own(self, body):
        """In a function that expressions call, what others also see is not changed."""
        if body.pure:
            for v in body.vars:
                if self.reaches(v.type):
                    v.assignable = False

    def reaches(self, t, depth=4):
        """Whether a copy of a value shares something with it."""
        if depth == 0 or t.kind in ("slice", "map", "pointer", "chan", "func"):
            return True
        if t.kind == "array":
            return self.reaches(t.elem, depth - 1)
        if t.kind == "struct":
            return any(self.reaches(f.type, depth - 1) for f in t.fields)
        return False

    def write_functions(self):
        r = self.r
        for _ in range(r.randrange(2, 5)):
            self.write_function(True, 1)
        for _ in range(r.randrange(1, 4)):
            self.write_function(r.randrange(2) == 0, r.choice((0, 1, 2, 2, 3)))
        self.write_recursion()

    def write_function(self, pure, count):
        r = self.r
        name = f"{self.prefix}h{len(self.functions)}"
        kinds = [r.choice(self.types) for _ in range(r.randrange(4))]
        variadic = bool(kinds) and r.randrange(4) == 0
        if variadic:
            kinds[-1] = gotypes.slice_of(kinds[-1])
        results = [r.choice(self.types) for _ in range(count)]
        params = [(f"p{i}", t) for i, t in enumerate(kinds)]
        text, named = self.result_text(results)
        f = Method(name, kinds, results, pure=pure, variadic=variadic)
        body = self.begin(results, named, params)
        f.order = body.owner
        body.pure = pure
        self.only_own(body)
        self.write(f"func {name}({self.parameters_text(params, variadic)}){text}", body, r.randrange(1, 6), 2)
        self.functions.append(f)
        if pure and count == 1:
            self.pure_functions.append(f)

    def write_recursion(self):
        """A function that calls itself, to a depth."""
        r = self.r
        t, other = r.choice(self.simple), r.choice(self.types)
        name = f"{self.prefix}rec"
        body = self.begin([t], [], [("depth", INT), ("a", t), ("b", other)])
        body.find("depth").assignable = False
        self.only_own(body)
        body.emit("if depth <= 0 || depth > 6 { return a }")
        body.statements(r.randrange(1, 4), 1)
        again = f"{name}(depth-{r.choice((1, 1, 2))}, {strip(body.safely(lambda: body.value(t, 1)))}, {strip(body.safely(lambda: body.value(other, 1)))})"
        body.emit(f"c := {again}; _ = c")
        body.declare("c", t)
        f = Method(name, [INT, t, other], [t])
        f.order = body.owner
        self.write(f"func {name}(depth int, a {t.text}, b {other.text}) {t.text}", body, r.randrange(2), 1)
        self.functions.append(f)
        self.pure_functions.append(f)

    def write_generic_functions(self):
        r = self.r
        for _ in range(r.randrange(2, 5)):
            constraints = [r.choice(list(CONSTRAINTS)) for _ in range(r.choice((1, 1, 2)))]
            parameters = [self.parameter(n, c) for n, c in zip(("E", "F"), constraints)]
            choices = [self.choices_of(c) for c in constraints]
            kinds = parameters + [gotypes.slice_of(p) for p in parameters] + [INT, gotypes.func_of([parameters[0]], [parameters[-1]])]
            for g in self.generic_types:
                if g.constraints == constraints[:len(g.constraints)]:
                    kinds.append(gotypes.instance(g, parameters[:len(g.constraints)]))
                elif g.constraints == ["any"]:
                    kinds.append(gotypes.instance(g, parameters[:1]))
            f = GenericFunction(f"{self.prefix}g{len(self.generic_functions)}", parameters, choices,
                                [parameters[0]] + [r.choice(kinds) for _ in range(r.randrange(3))], [r.choice(kinds)])
            params = [(f"p{i}", t) for i, t in enumerate(f.params)]
            text, named = self.result_text(f.results)
            body = self.begin(f.results, named, params, None, parameters)
            self.only_own(body)
            types = ", ".join(f"{p.text} {c}" for p, c in zip(parameters, constraints))
            self.write(f"func {f.name}[{types}]({self.parameters_text(params)}){text}", body, r.randrange(1, 5), 2)
            self.generic_functions.append(f)

    def choose_variables(self):
        for _ in range(self.r.randrange(2, 6)):
            self.names += 1
            self.variables.append((f"{self.prefix}v{self.names}", self.r.choice(self.types)))

    def write_variables(self):
        """Package variables, in an order that is not that of their dependencies."""
        r = self.r
        body = Body(self, r)
        body.owner = -1  # calls nothing that reads a variable
        body.indent = 0
        body.base_risk = body.risk = False
        written = []
        for name, t in self.variables:
            e = strip(body.value(t, 2))
            if t.printable() and r.randrange(2):
                e = f"trace(1, {convert(t, e)})"
            if r.randrange(3) == 0:
                self.lines += [f"func {name}init() {t.text} {{", f"\treturn {e}", "}", ""]
                e = f"{name}init()"
            written.append(f"var {name} {t.text} = {e}" if r.randrange(4) else f"var {name} {t.text}")
            body.declare(name, t)
        r.shuffle(written)
        self.lines += written + [""]

    def write_test(self, name):
        """A function without parameters: what is compared."""
        self.order += 1
        body = Body(self, self.r, pure=False)
        body.owner = self.order
        for g, t in self.variables:
            body.declare(g, t, self.r.random() < .7)
        body.statements(self.r.randrange(2, 5), 1)
        if self.r.randrange(2):
            with body.block("defer func() {", "}()"):
                body.show_all(5)
        body.statements(self.r.randrange(2, 9), 3)
        body.show_all()
        return [f"func {name}() {{"] + body.lines + ["}", ""]
