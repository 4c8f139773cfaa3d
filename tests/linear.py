"""The time that a source takes grows about as its size does: sources of each shape, n and 8n large.

A shape is a function that writes a program of size n; those of linear_library.py work on inputs of size n. What looks through everything before it for
each new thing is quadratic, and takes 64 times as long for 8 times the size; what
visits shared parts again and again may be exponential. Measured is the CPU time of the command less that of an empty
program, and 32 times as long is allowed.
"""
import os
import resource
import subprocess
import sys
import tempfile

import harness
import linear_library

SHAPES = {}
FACTOR = 8
ALLOWED = 32
TRIES = 3
SECONDS_FLOOR = 0.010  # below this a time is noise
SECONDS_LIMIT = 60
EMPTY = "package main\nfunc main() {}\n"


def shape(n, command="run"):
    """Declares a shape: n is the smaller size, command what vole does with the source."""
    def declare(write):
        SHAPES[write.__name__] = (n, command, write)
        return write
    return declare


def lines(count, line):
    return "".join(line(i) + "\n" for i in range(count))


def program(declarations="", body=""):
    return f"package main\n{declarations}\nfunc main() {{\n{body}\n}}\n"


# Types.


@shape(100)
def embedded_structs(n):
    types = lines(n, lambda i: f"type t{i + 1} struct{{ id int; t{i} }}")
    return program("type t0 struct{ v int }\n" + types, f"var x t{n}; x.v = 5; _ = x")


@shape(1000)
def nested_structs(n):
    types = lines(n, lambda i: f"type t{i + 1} struct{{ id int; in t{i} }}")
    return program("type t0 struct{ v int }\n" + types,
                   f"var x, y t{n}; x.id = 5; println(x == y, any(x) == any(y))")


@shape(1000)
def doubled_structs(n):
    types = lines(n, lambda i: f"type t{i + 1} struct{{ a, b [0]t{i}; c *t{i} }}")
    return program("type t0 struct{ v int }\n" + types,
                   f"var x, y t{n}; println(x == y, any(x) == any(y)); m := map[t{n}]int{{}}; m[x]++")


@shape(1000)
def array_of_arrays(n):
    types = lines(n, lambda i: f"type t{i + 1} [1]t{i}")
    return program("type t0 [1]int\n" + types, f"var x, y t{n}; println(x == y, any(x) == any(y))")


@shape(1000)
def doubled_functions(n):
    types = lines(n, lambda i: f"type t{i + 1} func(t{i}, t{i}) t{i}")
    return program("type t0 int\n" + types, f"var x t{n}; println(x == nil, any(x) != nil)")


@shape(1000)
def interface_chain(n):
    types = lines(n, lambda i: f"type t{i + 1} interface{{ t{i} }}")
    return program("type t0 interface{ m() }\n" + types, f"var x t{n}; println(x == nil)")


@shape(1000)
def interface_doubled(n):
    types = lines(n, lambda i: f"type t{i + 1} interface{{ t{i}; u{i} }}\ntype u{i + 1} interface{{ t{i}; u{i} }}")
    return program("type t0 interface{ m() }\ntype u0 interface{ m() }\n" + types, f"var x t{n}; println(x == nil)")


@shape(2000)
def interface_methods(n):
    return program("type i interface{\n" + lines(n, lambda i: f"m{i}()") + "}\ntype t struct{}\n" + lines(n, lambda i: f"func (t) m{i}() {{}}"),
      "var x i = t{}\n" + lines(n, lambda i: f"x.m{i}()"))


@shape(2000)
def struct_fields(n):
    return program("type t struct{\n" + lines(n, lambda i: f"f{i} int") + "}\n", "var x, y t\n" + lines(n, lambda i: f"x.f{i} = {i}") + "println(x == y)\n y = t{" + ", ".join(f"f{i}: {i}" for i in range(n)) + "}\nprintln(x == y, any(x) == any(y))")


@shape(2000)
def struct_fields_blank(n):
    return program("type t struct{\n" + lines(n, lambda i: f"_ int") + "}\n", "var x, y t\n println(x == y, any(x) == any(y))")


@shape(2000)
def methods_promoted(n):
    return program("type t struct{}\ntype u struct { t }\n" + lines(n, lambda i: f"func (t) m{i}() {{}}"),
      "var x u\n" + lines(n, lambda i: f"x.m{i}()") + "var y any = x; println(y.(interface{ m1() }) != nil)")


@shape(2000)
def named_types(n):
    return program(lines(n, lambda i: f"type t{i} struct{{ f{i} int }}"), lines(n, lambda i: f"var x{i} any = t{i}{{}}; _ = x{i}"))


@shape(2000)
def local_types(n):
    return program("", lines(n, lambda i: f"type t{i} struct{{ f{i} int }}; var x{i} any = t{i}{{}}; _ = x{i}"))


@shape(2000)
def unnamed_types(n):
    return program("", lines(n, lambda i: f"var x{i} any = [{i}]int8{{}}; _ = x{i}"))


@shape(2000)
def type_assertions(n):
    return program(lines(n, lambda i: f"type i{i} interface{{ m{i}() }}"), "var x any = 1\n" + lines(n, lambda i: f"if _, ok := x.(i{i}); ok {{ println({i}) }}"))


@shape(2000)
def type_switch(n):
    return program(lines(n, lambda i: f"type t{i} int"), "var x any = 1\nswitch x.(type) {\n" + lines(n, lambda i: f"case t{i}: println({i})") + "}")


@shape(2000)
def type_switch_list(n):
    return program(lines(n, lambda i: f"type t{i} int"), "var x any = 1\nswitch x.(type) {\ncase " + ", ".join(f"t{i}" for i in range(n)) + ": println(1)}")


@shape(3000)
def import_uses(n):
    return program('import "strings"\n' , lines(n, lambda i: f'_ = strings.ToUpper("a{i}")'))

# Constants.


@shape(1000, "check")
def shift_chain(n):
    return program(f"const c0 = 1\n" + lines(n, lambda i: f"const c{i+1} = c{i} << 1 >> 1"), f"println(c{n})")


@shape(4000)
def string_sum(n):
    return program(f'', "const c = " + " + ".join('"abcdefghijklmno"' for i in range(n)) + "\nprintln(len(c))")


@shape(4000)
def string_sum_chain(n):
    return program(f'const c0 = "abcdefghijklmno"\n' + lines(n, lambda i: f'const c{i+1} = c{i} + "abcdefghijklmno"'), f"println(len(c{n}))")


@shape(4000)
def string_sum_variable(n):
    return program(f'', "x := \"a\"\ny := " + " + ".join('x' for i in range(n)) + "\nprintln(len(y))")


@shape(2000)
def iota_list(n):
    return program("const (\n c0 = iota\n" + lines(n, lambda i: f"c{i+1}") + ")\n", f"println(c{n})")


@shape(2000)
def iota_list_big(n):
    return program("const (\n c0 = 1 << iota\n" + lines(n, lambda i: f"c{i+1}") + ")\n", f"println(c{n} >> {n})")


@shape(200)
def untyped_nest(n):
    return program("", "var x float64 = " + "(1+" * n + "1" + ")" * n + "\nprintln(x)")


@shape(200)
def untyped_shift_nest(n):
    return program("", "s := 1\nvar x int64 = " + "(1+" * n + "1<<s" + ")" * n + "\nprintln(x)")


@shape(200)
def untyped_comparison_nest(n):
    return program("type b bool", "a := 1\nvar x b = " + "(a == 1 && " * n + "a == 1" + ")" * n + "\nprintln(x)")


@shape(500)
def untyped_comparison_chain(n):
    return program("type b bool", "a := 1\nvar x b = " + " && ".join(["a == 1"] * n) + "\nprintln(x)")


@shape(500)
def untyped_shift_chain(n):
    return program("", "s := 1\nvar x int64 = " + "+".join(["1<<s"] * n) + "\nprintln(x)")


@shape(200)
def nest_minus(n):
    return program("", "a := 1\nx := " + "-(" * n + "a" + ")" * n + "\nprintln(x)")


@shape(200)
def nest_right(n):
    return program("", "a := 1\nx := " + "a+(" * n + "a" + ")" * n + "\nprintln(x)")


@shape(200)
def nest_call(n):
    return program("func f(x int) int { return x }", "x := " + "f(" * n + "1" + ")" * n + "\nprintln(x)")


@shape(200)
def nest_conversion(n):
    return program("", "x := " + "int(" * n + "1" + ")" * n + "\nprintln(x)")


@shape(200)
def nest_index(n):
    return program("", "a := []int{0, 0}\nx := " + "a[" * n + "1" + "]" * n + "\nprintln(x)")


@shape(2000)
def chain_selector(n):
    return program("type t struct { n *t }", "a := &t{}\na.n = a\nx := a" + ".n" * n + "\nprintln(x == a)")


@shape(2000)
def chain_calls(n):
    return program("type t struct { }\nfunc (x *t) f() *t { return x }", "a := &t{}\nx := a" + ".f()" * n + "\nprintln(x == a)")


@shape(2000)
def chain_sum(n):
    return program("", "a := 1\nx := a" + "+a" * n + "\nprintln(x)")


@shape(100)
def nest_literal(n):
    return program("", "x := " + "[]any{" * n + "1" + "}" * n + "\nprintln(len(x))")


@shape(100)
def nest_closure(n):
    return program("", "a := 0\n" + lines(n, lambda i: f"func() {{ a{i} := a; _ = a{i}\n") + "a++\n" + "}()\n" * n + "println(a)")


@shape(100)
def nest_closure_all(n):
    return program("", "a := 0\n" + lines(n, lambda i: f"func() {{ a{i} := a; \n") + "a++\n" + lines(n, lambda i: f"a{i}++") + "}()\n" * n + "println(a)")


@shape(100)
def nest_blocks(n):
    return program("", "a := 0\n" + lines(n, lambda i: f"if a{i} := a; a{i} == 0 {{\n") + "a++\n" + "}\n" * n + "println(a)")


@shape(100)
def nest_loops(n):
    return program("", "a := 0\n" + lines(n, lambda i: f"for i{i} := 0; i{i} < 1; i{i}++ {{ p{i} := &i{i}; _ = p{i}\n") + "a++\n" + "}\n" * n + "println(a)")


@shape(100)
def nest_switch(n):
    return program("", "a := 0\n" + lines(n, lambda i: f"switch a {{ case 0:\n") + "a++\n" + "}\n" * n + "println(a)")

# Generics


@shape(500)
def instances_function(n):
    return program("func f[T any](x T) T { return x }\n" + lines(n, lambda i: f"type t{i} int"), lines(n, lambda i: f"f(t{i}(1))"))


@shape(500)
def instances_type(n):
    return program("type g[T any] struct { x T }\nfunc (g[T]) m() {}\n" + lines(n, lambda i: f"type t{i} int"), lines(n, lambda i: f"g[t{i}]{{}}.m()"))


@shape(10)
def instances_nested(n):
    return program("type g[T any] struct { x []T }\nfunc f[T any](x T) int { return 1 }\n", "f(" + "g[" * n + "int" + "]" * n + "{})")


@shape(500)
def type_params(n):
    return program("func f[" + ", ".join(f"T{i} any" for i in range(n)) + "](" + ", ".join(f"x{i} T{i}" for i in range(n)) + ") {}", "f(" + ", ".join(["1"] * n) + ")")


@shape(500)
def type_params_core(n):
    return program("func f[T0 any, " + ", ".join(f"T{i+1} ~[]T{i}" for i in range(n)) + "](x T0) {}", "")


@shape(1000)
def union_terms(n):
    return program(lines(n, lambda i: f"type t{i} int") + "type c interface { " + " | ".join(f"t{i}" for i in range(n)) + "}\nfunc f[T c](x T) {}", f"f(t{n-1}(1))")


@shape(2000)
def generic_functions(n):
    return program(lines(n, lambda i: f"func f{i}[T any](x T) T {{ return x }}"), lines(n, lambda i: f"f{i}(1)"))

# Declarations


@shape(4000)
def initialization_chain(n):
    return program(lines(n, lambda i: f"var v{i} = v{i+1} + 1") + f"var v{n} = 1", "println(v0)")


@shape(100)
def initialization_chain_short(n):
    return program(lines(n, lambda i: f"var v{i} = v{i+1} + 1") + f"var v{n} = 1", "println(v0)")


@shape(4000)
def initialization_back(n):
    return program("var v0 = 1\n" + lines(n, lambda i: f"var v{i+1} = v{i} + 1"), f"println(v{n})")


@shape(4000)
def initialization_flat(n):
    return program("func f() int { return 1 }\n" + lines(n, lambda i: f"var v{i} = f()"), "println(v0)")


@shape(4000)
def package_variables(n):
    return program(lines(n, lambda i: f"var v{i} int"), lines(n, lambda i: f"v{i}++"))


@shape(4000)
def init_functions(n):
    return program(lines(n, lambda i: f"func init() {{ }}"), "")


@shape(4000)
def functions_chain(n):
    return program(lines(n, lambda i: f"func f{i}() {{ f{(i + 1)%n}() }}"), "")


@shape(4000)
def functions_called(n):
    return program(lines(n, lambda i: f"func f{i}() {{ }}"), lines(n, lambda i: f"f{i}()"))


@shape(1000)
def type_chain(n):
    return program(lines(n, lambda i: f"type t{i} t{i+1}") + f"type t{n} int", "var x t0; println(x)")


@shape(100)
def type_chain_short(n):
    return program(lines(n, lambda i: f"type t{i} t{i+1}") + f"type t{n} int", "var x t0; println(x)")


@shape(100)
def struct_chain_short(n):
    return program(lines(n, lambda i: f"type t{i} struct {{ f t{i+1}; g t{i+1} }}") + f"type t{n} struct{{}}", "var x t0; println(x == x)")


@shape(1000)
def struct_pointer_ring(n):
    return program(lines(n, lambda i: f"type t{i} struct {{ f *t{(i+1)%n} }}"), "var x t0; println(x == x, any(x) == any(x))")


@shape(1000)
def pointer_chain(n):
    return program(lines(n, lambda i: f"type t{i} *t{i+1}") + f"type t{n} int", "var x t0; println(x == nil, any(x) == nil)")

# Duplicates


@shape(4000)
def switch_integers(n):
    return program("", "x := 5\nswitch x {\n" + lines(n, lambda i: f"case {i}: println({i})") + "}")


@shape(4000)
def switch_strings(n):
    return program("", "x := \"5\"\nswitch x {\n" + lines(n, lambda i: f"case \"{i}\": println({i})") + "}")


@shape(4000)
def switch_floats(n):
    return program("", "x := 5.0\nswitch x {\n" + lines(n, lambda i: f"case {i}.5: println({i})") + "}")


@shape(4000)
def switch_any(n):
    return program("", "var x any = 5\nswitch x {\n" + lines(n, lambda i: f"case {i}: println({i})") + "}")


@shape(4000)
def map_literal(n):
    return program("", "x := map[int]int{\n" + lines(n, lambda i: f"{i}: {i},") + "}\nprintln(len(x))")


@shape(4000)
def map_literal_strings(n):
    return program("", "x := map[string]int{\n" + lines(n, lambda i: f"\"{i}\": {i},") + "}\nprintln(len(x))")


@shape(4000)
def map_literal_any(n):
    return program("", "x := map[any]int{\n" + lines(n, lambda i: f"\"{i}\": {i}, {i}: 1, {i}.5: 2,") + "}\nprintln(len(x))")


@shape(4000)
def array_literal(n):
    return program("", "x := [...]int{\n" + lines(n, lambda i: f"{i}: {i},") + "}\nprintln(len(x))")


@shape(4000)
def slice_literal(n):
    return program("", "x := []int{\n" + lines(n, lambda i: f"{i},") + "}\nprintln(len(x))")


@shape(4000)
def slice_literal_package(n):
    return program("var x = []int{\n" + lines(n, lambda i: f"{i},") + "}", "println(len(x))")


@shape(4000)
def struct_literals(n):
    return program("type t struct { a int; b string }\nvar x = []t{\n" + lines(n, lambda i: f"{{{i}, \"{i}\"}},") + "}", "println(len(x))")

# Function bodies


@shape(2000)
def labels(n):
    return program("", "i := 0\n" + lines(n, lambda i: f"l{i}: i++; if i < 3 {{ goto l{i} }}"))


@shape(2000)
def gotos_forward(n):
    return program("", "i := 0\n" + lines(n, lambda i: f"if i < 0 {{ goto l{i} }}") + lines(n, lambda i: f"l{i}: i++"))


@shape(2000)
def gotos_one(n):
    return program("", "i := 0\n" + lines(n, lambda i: f"if i < 0 {{ goto l }}") + "l: i++")


@shape(2000)
def locals_many(n):
    return program("", lines(n, lambda i: f"v{i} := {i}") + lines(n, lambda i: f"v{i}++"))


@shape(2000)
def locals_escaping(n):
    return program("var g *int", lines(n, lambda i: f"v{i} := {i}; g = &v{i}"))


@shape(2000)
def locals_captured(n):
    return program("", lines(n, lambda i: f"v{i} := {i}") + "f := func() {\n" + lines(n, lambda i: f"v{i}++") + "}\nf()")


@shape(2000)
def ifs(n):
    return program("func f() bool { return true }", "s := \"\"\n" + lines(n, lambda i: f"if f() {{ s += \"a\" }}") + "println(len(s))")


@shape(2000)
def loops(n):
    return program("func f() bool { return true }", "s := \"\"\n" + lines(n, lambda i: f"for i := 0; i < 1; i++ {{ if f() {{ s += \"a\" }} }}") + "println(len(s))")


@shape(2000)
def loops_reverse(n):
    return program("func f() string { return \"\" }", "var s string\ngoto l0\n" + lines(n, lambda i: f"l{n-1-i}: s += f(); if len(s) == 5 {{ return }}; goto l{n-i}") + f"l{n}: println(len(s))")


@shape(2000)
def long_body(n):
    return program("func f(x, y int) int { return x + y }", "s := 0\n" + lines(n, lambda i: f"s = f(s, {i})") + "println(s)")


@shape(2000)
def long_else(n):
    return program("", "s := 0\n" + "".join(f"if s == {i+1} {{ s = {i} }} else " for i in range(n)) + "{}\nprintln(s)")


@shape(2000)
def defers(n):
    return program("func f(int) {}", lines(n, lambda i: f"defer f({i})"))


@shape(2000)
def literals_functions(n):
    return program("func f(int) {}", lines(n, lambda i: f"func() {{ f({i}) }}()"))


@shape(2000)
def strings_many(n):
    return program("", lines(n, lambda i: f"print(\"a{i}\")"))


@shape(2000)
def floats_many(n):
    return program("", "x := 0.0\n" + lines(n, lambda i: f"x += {i}.5") + "println(x)")


@shape(500)
def parameters(n):
    return program("func f(" + ", ".join(f"a{i} int" for i in range(n)) + ") int { return a0 }", "println(f(" + ", ".join(["1"] * n) + "))")


@shape(500)
def parameters_calls(n):
    return program("func g() int { return 1 }\nfunc f(" + ", ".join(f"a{i} int" for i in range(n)) + ") int { return a0 }", "println(f(" + ", ".join(["g()"] * n) + "))")


@shape(500)
def results(n):
    return program("func f() (" + ", ".join(["int"] * n) + ") { return " + ", ".join(["1"] * n) + " }", ", ".join(f"a{i}" for i in range(n)) + " := f()\n" + lines(n, lambda i: f"_ = a{i}"))


@shape(500)
def assign_many(n):
    return program("", ", ".join(f"a{i}" for i in range(n)) + " := " + ", ".join(["1"]*n) + "\n" + ", ".join(f"a{i}" for i in range(n)) + " = " + ", ".join(f"a{n-1-i}" for i in range(n)))


@shape(2000)
def select_cases(n):
    return program("", "c := make(chan int)\nselect {\n" + lines(n, lambda i: f"case <-c: println({i})") + "default: }")


@shape(2000)
def returns(n):
    return program("func f(x int) (s string) {\n" + lines(n, lambda i: f"if x == {i} {{ return \"a\" }}") + "return\n}", "println(f(1))")


@shape(2000)
def breaks(n):
    return program("func f(x int) {\nfor {\n" + lines(n, lambda i: f"if x == {i} {{ break }}") + "}\n}", "f(1)")


@shape(2000)
def continues(n):
    return program("func f(x int) {\nfor i := 0; i < 3; i++ {\n" + lines(n, lambda i: f"if x == {i} {{ continue }}") + "}\n}", "f(1)")


@shape(2000)
def ands(n):
    return program("", "x := 1\nif " + " && ".join(f"x != {i+2}" for i in range(n)) + " { println(x) }")


@shape(2000)
def comments(n):
    return program(lines(n*10, lambda i: f"// comment {i}") + "/*" + "\n" * 10 * n + "*/")

# Errors


@shape(1000, "check")
def errors_undefined(n):
    return program("", lines(n, lambda i: f"undefined{i}()"))


@shape(1000, "check")
def errors_unused(n):
    return program("", lines(n, lambda i: f"v{i} := 1"))


@shape(1000, "check")
def errors_redeclared(n):
    return program(lines(n, lambda i: f"func f() {{}}"))


@shape(1000, "check")
def errors_methods(n):
    return program("type t int\n" + lines(n, lambda i: f"func (t) f() {{}}"))


@shape(1000, "check")
def errors_case(n):
    return program("", "switch 1 {\n" + lines(n, lambda i: f"case 1:") + "}")


@shape(1000, "check")
def errors_labels(n):
    return program("", lines(n, lambda i: f"l{i}:") + ";")


@shape(1000, "check")
def errors_type_cycle(n):
    return program(lines(n, lambda i: f"type t{i} struct {{ f t{(i+1)%n} }}"))


@shape(200, "check")
def errors_init_cycle(n):
    return program(lines(n, lambda i: f"var t{i} = t{(i+1)%n}"))


@shape(1000, "check")
def errors_init_function_cycle(n):
    return program(lines(n, lambda i: f"func f{i}() int {{ return f{(i+1)%n}() }}") + "var x = f0()\n" + f"func g() int {{ return x }}")


@shape(1000, "check")
def errors_syntax(n):
    return program("", lines(n, lambda i: f"x := := {i}"))


# The library.


def declare_library(name):
    n, text = linear_library.SHAPES[name]
    SHAPES[name] = (n, "run", lambda n: linear_library.source(n, text))


for library_shape in linear_library.SHAPES:
    declare_library(library_shape)


def seconds(kind, command, source, folder):
    """The CPU time of a run, user and system; None where it does not end in time or crashes."""
    path = os.path.join(folder, "shape.go")
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    with subprocess.Popen([harness.vole(kind), command, path], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, preexec_fn=limit_cpu) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime if process.returncode in (0, 1) else None


def limit_cpu():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judge(kind, name, folder):
    """The least time of each size counts: other programs on the machine make times longer only."""
    n, command, write = SHAPES[name]
    least = [SECONDS_LIMIT] * 3
    for _ in range(TRIES):
        times = [seconds(kind, "run", EMPTY, folder), seconds(kind, command, write(n), folder),
                 seconds(kind, command, write(n * FACTOR), folder)]
        if None in times:
            return f"    it crashed, or took more than {SECONDS_LIMIT} s of CPU time"
        least = [min(pair) for pair in zip(least, times)]
        empty, small, large = least
        allowed = ALLOWED * max(small - empty, SECONDS_FLOOR)
        if large - empty <= allowed:
            return None
    return (f"    n={n}: {small - empty:.3f} s, n={n * FACTOR}: {large - empty:.3f} s, "
            f"allowed {allowed:.3f} s")


def cases(kind):
    def case(name):
        def run():
            with tempfile.TemporaryDirectory() as folder:
                return judge(kind, name, folder)

        return harness.Case(name, f"python3 tests/linear.py {kind} {name}", run)

    return [case(name) for name in SHAPES]


def main():
    if len(sys.argv) < 2:
        harness.fail("usage: linear.py KIND [SHAPE ...], or: linear.py print SHAPE N")
    if sys.argv[1] == "print":
        sys.stdout.write(SHAPES[sys.argv[2]][2](int(sys.argv[3])))
        return 0
    report = harness.Report()
    wanted = sys.argv[2:] or list(SHAPES)
    report.suite("linear", [c for c in cases(sys.argv[1]) if c.name in wanted])
    return report.finish()


if __name__ == "__main__":
    raise SystemExit(main())
