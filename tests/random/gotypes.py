"""The types of Go as the generator sees them: made once for each text, with what the rules of the
language ask of them.
"""


class Type:
    """One type. Two types are identical where their texts are equal."""

    def __init__(self, text, kind, **more):
        self.text = text
        self.kind = kind  # bool int float complex string array slice map struct pointer func
        #                   interface chan param
        self.bits = more.get("bits", 0)
        self.signed = more.get("signed", False)
        self.elem = more.get("elem")
        self.key = more.get("key")
        self.length = more.get("length", 0)
        self.params = more.get("params", [])
        self.results = more.get("results", [])
        self.variadic = more.get("variadic", False)
        self.wants = more.get("wants", [])  # methods of an interface
        self.under = more.get("under")  # of a named type
        self.methods = more.get("methods", [])
        self.traits = more.get("traits", frozenset())  # of a type parameter
        self.origin = more.get("origin")  # the generic type and its arguments
        self._fields = more.get("fields", [])

    @property
    def fields(self):
        if callable(self._fields):
            self._fields = self._fields()
        return self._fields

    @property
    def named(self):
        return self.under is not None

    def __repr__(self):
        return self.text

    def ordered(self):
        return self.kind in ("int", "float", "string") or "ordered" in self.traits

    def numeric(self):
        return self.kind in ("int", "float", "complex")

    def comparable(self):
        if self.kind in ("slice", "map", "func"):
            return False
        if self.kind == "array":
            return self.elem.comparable()
        if self.kind == "struct":
            return all(field.type.comparable() for field in self.fields)
        return self.kind != "param" or "comparable" in self.traits

    def comparing_may_panic(self):
        if self.kind == "array":
            return self.elem.comparing_may_panic()
        if self.kind == "struct":
            return any(field.type.comparing_may_panic() for field in self.fields)
        return self.kind in ("interface", "param")

    def printable(self):
        """Whether %v prints no address."""
        if self.kind in ("pointer", "func", "chan", "param"):
            return False
        if self.kind == "interface":
            return not self.wants
        if self.kind in ("array", "slice"):
            return self.elem.printable()
        if self.kind == "map":
            return self.key.printable() and self.key.sorts() and self.elem.printable()
        if self.kind == "struct":
            return all(field.type.printable() for field in self.fields)
        return True

    def sorts(self):
        """Whether fmt prints keys of the type in an order that the values decide."""
        if self.kind == "array":
            return self.elem.sorts()
        if self.kind == "struct":
            return all(field.type.sorts() for field in self.fields)
        return self.kind in ("bool", "int", "string")

    def may_be_a_key(self):
        if self.kind == "array":
            return self.elem.may_be_a_key()
        if self.kind == "struct":
            return all(field.type.may_be_a_key() for field in self.fields)
        return self.kind in ("bool", "int", "string", "interface")

    def generic(self):
        """Whether a type parameter is in it."""
        if self.kind == "param":
            return True
        if self.origin:
            return any(argument.generic() for argument in self.origin[1])
        if self.named:
            return False
        inside = [self.elem, self.key] + [f.type for f in self.fields] + self.params + self.results
        return any(t.generic() for t in inside if t)


class Field:
    def __init__(self, name, type, embedded=False, tag=""):
        self.name, self.type, self.embedded, self.tag = name, type, embedded, tag


class Method:
    """A method, or a function where it stands alone."""

    def __init__(self, name, params, results, pointer=False, pure=True, variadic=False):
        self.name, self.params, self.results = name, params, results
        self.pointer, self.pure, self.variadic = pointer, pure, variadic


class GenericFunction:
    """A function with type parameters; choices are the arguments that each may get."""

    def __init__(self, name, parameters, choices, params, results):
        self.name, self.parameters, self.choices = name, parameters, choices
        self.params, self.results = params, results


class GenericType:
    """A struct type with type parameters."""

    def __init__(self, name, parameters, choices):
        self.name, self.parameters, self.choices = name, parameters, choices
        self.fields = []
        self.methods = []
        self.instances = {}


BASIC = {"bool": Type("bool", "bool"), "string": Type("string", "string")}
for bits in (8, 16, 32, 64):
    BASIC[f"int{bits}"] = Type(f"int{bits}", "int", bits=bits, signed=True)
    BASIC[f"uint{bits}"] = Type(f"uint{bits}", "int", bits=bits)
BASIC["int"] = Type("int", "int", bits=64, signed=True)
BASIC["uint"] = Type("uint", "int", bits=64)
BASIC["uintptr"] = Type("uintptr", "int", bits=64)
for bits in (32, 64):
    BASIC[f"float{bits}"] = Type(f"float{bits}", "float", bits=bits)
    BASIC[f"complex{2 * bits}"] = Type(f"complex{2 * bits}", "complex", bits=2 * bits)
INTEGERS = [t for t in BASIC.values() if t.kind == "int"]
NUMBERS = [t for t in BASIC.values() if t.numeric()]
ANY = Type("any", "interface")
BOOL, INT, STRING, ERROR = BASIC["bool"], BASIC["int"], BASIC["string"], Type(
    "error", "interface", wants=[Method("Error", [], [BASIC["string"]])])


def slice_of(elem):
    return Type("[]" + elem.text, "slice", elem=elem)


def array_of(length, elem):
    return Type(f"[{length}]{elem.text}", "array", elem=elem, length=length)


def pointer_to(elem):
    return Type("*" + elem.text, "pointer", elem=elem)


def map_of(key, elem):
    return Type(f"map[{key.text}]{elem.text}", "map", key=key, elem=elem)


def chan_of(elem):
    inner = f"({elem.text})" if elem.text.startswith("<-") else elem.text
    return Type("chan " + inner, "chan", elem=elem)


def signature(params, results, variadic=False):
    texts = [p.text for p in params]
    if variadic:
        texts[-1] = "..." + params[-1].elem.text
    text = "(" + ", ".join(texts) + ")"
    if len(results) == 1:
        return text + " " + results[0].text
    return text + (" (" + ", ".join(r.text for r in results) + ")" if results else "")


def func_of(params, results, variadic=False):
    return Type("func" + signature(params, results, variadic), "func",
                params=params, results=results, variadic=variadic)


def struct_of(fields):
    parts = []
    for field in fields:
        part = field.type.text if field.embedded else f"{field.name} {field.type.text}"
        parts.append(part + (" `" + field.tag + "`" if field.tag else ""))
    return Type("struct{ " + "; ".join(parts) + " }" if parts else "struct{}", "struct",
                fields=fields)


def named(name, under):
    """A defined type. Its methods are given to it afterwards."""
    return Type(name, under.kind, bits=under.bits, signed=under.signed, elem=under.elem,
                key=under.key, length=under.length, fields=under._fields, params=under.params,
                results=under.results, variadic=under.variadic, wants=under.wants, under=under)


def instance(generic, arguments):
    """The generic type with these arguments."""
    text = generic.name + "[" + ", ".join(a.text for a in arguments) + "]"
    general = any(a.generic() for a in arguments)  # whose type parameters have the same names as others
    if text in generic.instances and not general:
        return generic.instances[text]
    mapping = {p.text: a for p, a in zip(generic.parameters, arguments)}
    made = Type(text, "struct", origin=(generic, arguments), under=Type("struct{ ? }", "struct"),
                fields=lambda: [Field(f.name, substitute(f.type, mapping), f.embedded)
                                for f in generic.fields])
    generic.instances[text] = made
    made.methods = LazyMethods(generic, mapping)
    return made


class LazyMethods:
    """The methods of an instance: the generic type gets them after its first instances are made."""

    def __init__(self, generic, mapping):
        self.generic, self.mapping = generic, mapping

    def __iter__(self):
        for m in self.generic.methods:
            yield Method(m.name, [substitute(p, self.mapping) for p in m.params],
                         [substitute(r, self.mapping) for r in m.results], m.pointer, m.pure,
                         m.variadic)


def substitute(t, mapping):
    """The type with type parameters replaced."""
    if t.kind == "param":
        return mapping.get(t.text, t)
    if t.origin:
        return instance(t.origin[0], [substitute(a, mapping) for a in t.origin[1]])
    if t.named or not t.generic():
        return t
    inner = t.elem and substitute(t.elem, mapping)
    if t.kind == "slice":
        return slice_of(inner)
    if t.kind == "array":
        return array_of(t.length, inner)
    if t.kind == "pointer":
        return pointer_to(inner)
    if t.kind == "map":
        return map_of(substitute(t.key, mapping), inner)
    if t.kind == "chan":
        return chan_of(inner)
    if t.kind == "func":
        return func_of([substitute(p, mapping) for p in t.params],
                       [substitute(r, mapping) for r in t.results], t.variadic)
    return struct_of([Field(f.name, substitute(f.type, mapping), f.embedded, f.tag)
                      for f in t.fields])
