"""Vole for Python, by ctypes: Go scripts inside a Python program.

    script = vole.Script(source)
    script.Fib(30)                        # a function of package main
    script.Apply(lambda n: n + 1, [1, 2]) # a Python function as a Go func

A function is found by its name; its type says how arguments and results are converted. Numbers,
bools, strings, []byte, slices, maps, structs (as dicts) and funcs go both ways. A result of type
error that is not nil, and a panic, is raised as vole.Error. Other values stay on the script's heap:
Python holds them as a vole.Held, which goes back as it is.

VOLE_LIBRARY names the shared library; without it the system finds libvole.so.1.
"""
import ctypes
import os
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_int64, c_size_t, c_void_p

LIBRARY = ctypes.CDLL(os.environ.get("VOLE_LIBRARY", "libvole.so.1"))


class String(ctypes.Structure):
    _fields_ = [("ptr", c_void_p), ("len", c_int64)]


class Slice(ctypes.Structure):
    _fields_ = [("ptr", c_void_p), ("len", c_int64), ("cap", c_int64)]


class Iface(ctypes.Structure):
    _fields_ = [("type", c_void_p), ("data", c_void_p)]


class CError(ctypes.Structure):
    _fields_ = [("kind", c_int), ("exit_status", c_int), ("message", c_void_p),
                ("size", c_size_t), ("text_size", c_size_t), ("panic", Iface),
                ("diagnostics", c_void_p), ("diagnostic_count", c_int)]


class Info(ctypes.Structure):
    _fields_ = [("kind", c_int), ("text", c_char_p), ("name", c_char_p), ("package", c_char_p),
                ("size", c_size_t), ("align", c_size_t), ("has_pointers", c_bool),
                ("comparable", c_bool), ("variadic", c_bool), ("sends", c_bool),
                ("receives", c_bool), ("elem", c_void_p), ("key", c_void_p),
                ("length", c_int64), ("members", c_int), ("params", c_int), ("methods", c_int)]


class Member(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("package", c_char_p), ("tag", c_char_p), ("type", c_void_p),
                ("offset", c_size_t), ("embedded", c_bool)]


class Symbol(ctypes.Structure):
    _fields_ = [("kind", c_int), ("name", c_char_p), ("exported", c_bool), ("type", c_void_p)]


NATIVE = ctypes.CFUNCTYPE(c_bool, c_void_p, c_void_p, c_void_p, c_void_p)
ERROR = POINTER(CError)


def declare(name, result, *arguments):
    function = getattr(LIBRARY, name)
    function.restype = result
    function.argtypes = arguments
    return function


error_clear = declare("vole_error_clear", None, ERROR)
new = declare("vole_new", c_void_p, c_void_p, ERROR)
free = declare("vole_free", None, c_void_p)
load_string = declare("vole_load_string", c_bool, c_void_p, c_char_p, c_char_p, c_size_t, ERROR)
find_func = declare("vole_func", c_void_p, c_void_p, c_char_p, c_char_p, ERROR)
call_func = declare("vole_call", c_bool, c_void_p, c_void_p, c_void_p, c_void_p, ERROR)
find_type = declare("vole_type", c_void_p, c_void_p, c_char_p, ERROR)
symbol_at = declare("vole_package_symbol", c_bool, c_void_p, c_char_p, c_int, POINTER(Symbol))
describe = declare("vole_type_describe", None, c_void_p, POINTER(Info))
member_at = declare("vole_type_member", c_bool, c_void_p, c_int, POINTER(Member))
string_new = declare("vole_string_new", String, c_void_p, c_char_p, c_size_t)
bytes_new = declare("vole_bytes_new", Slice, c_void_p, c_char_p, c_size_t)
make = declare("vole_make", c_bool, c_void_p, c_void_p, c_int64, c_int64, c_void_p, ERROR)
append = declare("vole_append", c_bool, c_void_p, c_void_p, POINTER(Slice), c_void_p, c_int64, ERROR)
map_set = declare("vole_map_set", c_bool, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p, ERROR)
map_entries = declare("vole_map_entries", c_int64, c_void_p, c_void_p, c_void_p, POINTER(Slice),
                      POINTER(Slice), ERROR)
closure_new = declare("vole_closure_new", c_void_p, c_void_p, c_void_p, NATIVE, c_void_p, ERROR)
closure_call = declare("vole_closure_call", c_bool, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p,
                       ERROR)
iface_text = declare("vole_iface_text", c_void_p, c_void_p, Iface, ERROR)
panic = declare("vole_panic", None, c_void_p, c_char_p)
hold = declare("vole_hold", c_void_p, c_void_p, c_void_p)
ref_object = declare("vole_ref_object", c_void_p, c_void_p)
release = declare("vole_release", None, c_void_p, c_void_p)
libc_free = ctypes.CDLL(None).free
libc_free.argtypes = [c_void_p]

# Of kinds whose values Python has, too: see enum vole_kind.
NUMBERS = {1: c_bool, 2: c_int64, 3: ctypes.c_int8, 4: ctypes.c_int16, 5: ctypes.c_int32, 6: c_int64,
           7: ctypes.c_uint64, 8: ctypes.c_uint8, 9: ctypes.c_uint16, 10: ctypes.c_uint32,
           11: ctypes.c_uint64, 12: ctypes.c_uint64, 13: ctypes.c_float, 14: ctypes.c_double}
FUNC, INTERFACE, MAP, SLICE, STRING, STRUCT, POINTERS = 19, 20, 21, 23, 24, 25, (18, 22)


class Error(Exception):
    """What a script or Vole reports. traceback is the script's."""

    def __init__(self, text, traceback=""):
        super().__init__(text)
        self.traceback = traceback


class Held:
    """A value on the script's heap that Python has no type for."""

    def __init__(self, script, word):
        self.script, self.ref = script, hold(script.vole, word)

    def __del__(self):
        if self.script.vole:
            release(self.script.vole, self.ref)


class Func(Held):
    """A func value of the script, which can be called."""

    def __init__(self, script, word, type_):
        super().__init__(script, word)
        self.type = type_

    def __call__(self, *arguments):
        def call(inside, outside, err):
            return closure_call(self.script.vole, self.type, ref_object(self.ref), inside, outside,
                                err)
        return self.script.call(self.type, arguments, call)


def describe_type(type_):
    info = Info()
    describe(type_, byref(info))
    return info


def members_of(type_, info):
    members = []
    for i in range(info.members):
        member = Member()
        member_at(type_, i, byref(member))
        members.append(member)
    return members


class Script:
    """An instance with a program."""

    def __init__(self, source, name="script.go"):
        text = source.encode()
        self.vole = None
        self.natives = []  # func values of the script may call these
        self.raised = None  # what a Python function has raised, on its way through the script
        self.vole = self.checked(new, None)
        self.checked(load_string, self.vole, name.encode(), text, len(text))
        self.error_type = self.checked(find_type, self.vole, b"error")
        self.types = {}
        symbol = Symbol()
        i = 0
        while symbol_at(self.vole, b"main", i, byref(symbol)):
            if symbol.kind == 0 and symbol.exported:
                self.types[symbol.name.decode()] = symbol.type
            i += 1

    def close(self):
        vole, self.vole = self.vole, None
        free(vole)

    def __del__(self):
        self.close()

    def __getattr__(self, name):
        types = self.__dict__.get("types", {})
        if name not in types:
            raise AttributeError(name)
        signature = describe_type(types[name]).text
        function = self.checked(find_func, self.vole, b"main." + name.encode(), signature)

        def call(*arguments):
            return self.call(types[name], arguments, lambda inside, outside, err: call_func(
                self.vole, function, inside, outside, err))
        return call

    def checked(self, function, *arguments):
        """Calls a function of vole.h with err. Returns its result, or raises what went wrong."""
        err = CError()
        result = function(*arguments, byref(err))
        if err.kind == 0:
            return result
        text = ctypes.string_at(err.message, err.size)
        size = err.text_size or err.size
        raised, self.raised = self.raised, None
        error_clear(byref(err))
        raise Error(text[:size].decode(errors="replace").strip(),
                    text[size:].decode(errors="replace")) from raised

    def call(self, type_, arguments, function):
        info = describe_type(type_)
        members = members_of(type_, info)
        params, results = members[:info.params], members[info.params:]
        if len(arguments) != len(params):
            raise TypeError(f"{len(params)} arguments are needed, and {len(arguments)} given")
        inside = ctypes.create_string_buffer(self.size_of(params))
        outside = ctypes.create_string_buffer(self.size_of(results))
        for argument, member in zip(arguments, params):
            self.store(member.type, ctypes.addressof(inside) + member.offset, argument)
        self.checked(function, inside, outside)
        return self.results(results, ctypes.addressof(outside))

    def results(self, members, at):
        values = [self.load(m.type, at + m.offset) for m in members]
        if members and members[-1].type == self.error_type:
            error = values.pop()
            if error is not None:
                raise Error(error)
        return values[0] if len(values) == 1 else tuple(values) if values else None

    @staticmethod
    def size_of(members):
        return max([m.offset + describe_type(m.type).size for m in members], default=0) + 8

    def store(self, type_, at, value):
        """Puts a Python value where C has a value of a type. `at` is no memory of the heap's."""
        info = describe_type(type_)
        if info.kind in NUMBERS:
            NUMBERS[info.kind].from_address(at).value = value
        elif info.kind == STRING:
            text = value.encode()
            String.from_address(at).__init__(*self.words(string_new(self.vole, text, len(text))))
        elif info.kind == SLICE:
            self.store_slice(type_, info, at, value)
        elif info.kind == MAP:
            self.store_map(type_, info, at, value)
        elif info.kind == STRUCT:
            for member in members_of(type_, info):
                name = member.name.decode()
                if name in value:
                    self.store(member.type, at + member.offset, value[name])
        elif isinstance(value, Held):
            c_void_p.from_address(at).value = ref_object(value.ref)
        elif info.kind == FUNC:
            c_void_p.from_address(at).value = self.closure(type_, info, value)
        else:
            raise TypeError(f"a {info.text.decode()} cannot be made from {value!r}")

    @staticmethod
    def words(value):
        return [getattr(value, name) for name, _ in value._fields_]

    def buffer(self, type_):
        return ctypes.create_string_buffer(describe_type(type_).size + 8)

    def store_slice(self, type_, info, at, value):
        made = Slice()
        if isinstance(value, bytes):
            made = bytes_new(self.vole, value, len(value))
        else:
            for element in value:
                room = self.buffer(info.elem)
                self.store(info.elem, ctypes.addressof(room), element)
                self.checked(append, self.vole, type_, byref(made), room, 1)
        Slice.from_address(at).__init__(*self.words(made))

    def store_map(self, type_, info, at, value):
        self.checked(make, self.vole, type_, len(value), 0, at)
        for key, element in value.items():
            key_room, room = self.buffer(info.key), self.buffer(info.elem)
            self.store(info.key, ctypes.addressof(key_room), key)
            self.store(info.elem, ctypes.addressof(room), element)
            self.checked(map_set, self.vole, type_, c_void_p.from_address(at), key_room, room)

    def closure(self, type_, info, function):
        members = members_of(type_, info)
        params, results = members[:info.params], members[info.params:]

        def native(_vole, _user, inside, outside):
            try:
                value = function(*[self.load(m.type, inside + m.offset) for m in params])
                values = value if len(results) > 1 else [value]
                for m, result in zip(results, values):
                    self.store(m.type, outside + m.offset, result)
                return True
            except Exception as error:  # goes through the script as a panic
                self.raised = error
                panic(self.vole, repr(error).encode())
                return False
        self.natives.append(NATIVE(native))
        return self.checked(closure_new, self.vole, type_, self.natives[-1], None)

    def load(self, type_, at):
        """Makes a Python value of the value of a type that lies at an address."""
        info = describe_type(type_)
        if info.kind in NUMBERS:
            return NUMBERS[info.kind].from_address(at).value
        if info.kind == STRING:
            s = String.from_address(at)
            return ctypes.string_at(s.ptr, s.len).decode(errors="replace") if s.len else ""
        if info.kind == SLICE:
            s = Slice.from_address(at)
            if describe_type(info.elem).kind == 8:
                return ctypes.string_at(s.ptr, s.len) if s.len else b""
            size = describe_type(info.elem).size
            return [self.load(info.elem, s.ptr + i * size) for i in range(s.len)]
        if info.kind == MAP:
            keys, values = Slice(), Slice()
            self.checked(map_entries, self.vole, type_, c_void_p.from_address(at), byref(keys),
                         byref(values))
            sizes = describe_type(info.key).size, describe_type(info.elem).size
            return {self.load(info.key, keys.ptr + i * sizes[0]):
                    self.load(info.elem, values.ptr + i * sizes[1]) for i in range(keys.len)}
        if info.kind == STRUCT:
            return {m.name.decode(): self.load(m.type, at + m.offset)
                    for m in members_of(type_, info) if not m.package}
        if type_ == self.error_type:
            return self.error_text(Iface.from_address(at))
        word = c_void_p.from_address(at).value
        if info.kind == FUNC and word:
            return Func(self, word, type_)
        return Held(self, word) if word and info.kind in POINTERS else None

    def error_text(self, iface):
        if not iface.type:
            return None
        text = self.checked(iface_text, self.vole, iface)
        value = ctypes.string_at(text).decode(errors="replace")
        libc_free(text)
        return value
