"""Programs as a generator writes them: what exceeds 16 bits in the bytecode, and large values.

command.py runs them with its own. What each prints follows from its source.
"""

HEAD = 'package main\n\nimport "fmt"\n\n'
MANY = 100_000
PARAMETERS = 5_000
BODY = 40_000  # statements of a loop whose jumps need more than 16 bits


def numbers(count, form="{}", between=", "):
    return between.join(form.format(i) for i in range(count))


def case(source, out):
    return (HEAD + source).encode(), {0}, out.encode(), b""


def refused(source, err):
    return (HEAD + source).encode(), {2}, b"", err


def main(body):
    return "func main() {\n" + body + "\n}\n"


def repeated(form, count=BODY):
    return numbers(count, form, "\n")


TOTAL = sum(range(BODY))
VALUES = [i * 0x9E3779B97F4A7C15 % 2**64 for i in range(MANY)]


def select(cases, before="", after=""):
    """Chooses 200 times, and tells how often each tenth of the cases came, if each came at all."""
    return ("var c, tenths = make(chan int, 1), [10]int{}\nvar none chan int\n"
            "func choose() int {\nselect {\n" + cases + "\n}\n}\n"
            + main(f"for range 200 {{ {before}\ntenths[choose()]++\n{after} }}\n"
                   "for _, n := range tenths { if n == 0 || n > 100 { fmt.Println(tenths) } }\n"
                   'fmt.Println("fair")'))


def folded(values):
    result = 0
    for value in values:
        result ^= value
    return result


CAPTURES = 9_000  # of these, words 8,192 and further of the closure are beyond 16 bits

SOURCES = {
    "captured_variables": case(main(
        numbers(CAPTURES, "v{0} := {0}", "\n") + "\nf := func() int {\ns := 0\n"
        + numbers(CAPTURES, "s += v{0} * ({0} % 7); v{0}++", "\n")
        + "\nreturn s\n}\nfmt.Println(f(), f() - f(), v8190, v8191, v8192, v8999)"),
        f"{sum(i * (i % 7) for i in range(CAPTURES))} {-sum(i % 7 for i in range(CAPTURES))}"
        " 8193 8194 8195 9002\n"),
    "captured_values": case("type t struct{ a, b, c int }\n" + main(
        numbers(CAPTURES, "v{0} := t{{{0}, {0} + 1, {0} + 2}}", "\n")
        + "\nf := func() int {\ns := 0\n"
        + numbers(CAPTURES, "s += v{0}.a*({0}%5) + v{0}.b*({0}%3) + v{0}.c", "\n")
        + "\nreturn s\n}\nfmt.Println(f())"),
        f"{sum(i * (i % 5) + (i + 1) * (i % 3) + i + 2 for i in range(CAPTURES))}\n"),
    "switch": case("func f(n int) int {\nswitch n {\n"
                   + "\n".join(f"case {i * 3}: return {i}" for i in range(MANY))
                   + "\n}\nreturn -1\n}\n" + main("fmt.Println(f(0), f(299997), f(5))"),
                   "0 99999 -1\n"),
    "string_switch": case("func f(s string) int {\nswitch s {\n"
                          + numbers(20_000, 'case "s{0}": return {0}', "\n")
                          + "\n}\nreturn -1\n}\n" + main('fmt.Println(f("s0"), f("s19999"), f(""))'),
                          "0 19999 -1\n"),
    "parameters": case(f"func f({numbers(PARAMETERS, 'a{}')} string) string "
                       f"{{ return a0 + a{PARAMETERS - 1} }}\n"
                       + main(f"fmt.Println(f({numbers(PARAMETERS, chr(34) + '{}' + chr(34))}))"),
                       f"0{PARAMETERS - 1}\n"),
    "results": case(f"func f() ({', '.join(['int'] * PARAMETERS)}) {{ return {numbers(PARAMETERS)} }}\n"
                    + main("a0, " + "_, " * (PARAMETERS - 2) + "a1 := f()\nfmt.Println(a0, a1)"),
                    f"0 {PARAMETERS - 1}\n"),
    "slice_literal": case(f"var a = []int{{{numbers(10 * MANY)}}}\n"
                          + main(f"b := []int{{{numbers(10 * MANY)}}}\n"
                                 "fmt.Println(len(a), a[999999], len(b), b[5])"),
                          "1000000 999999 1000000 5\n"),
    "computed_elements": case("func g(i int) int { return i }\n"
                              + main(f"n := 1\nb := []any{{{numbers(MANY, 'g({})+n')}}}\n"
                                     "fmt.Println(len(b), b[5])"), "100000 6\n"),
    "map_literal": case(main("m := map[int]string{" + numbers(MANY, '{0}: "v{0}"') + "}\n"
                             "fmt.Println(len(m), m[99999])"), "100000 v99999\n"),
    "fields": case("type T struct {\n" + numbers(10_000, "f{} int", "\n") + "\n}\n"
                   "func g(t T) T { t.f1++; return t }\n"
                   + main("t := T{f0: 1, f9999: 2}\nu := g(t)\np := &u\np.f5000 = 7\n"
                          "fmt.Println(t.f0, t.f9999, u.f1, t.f1, t == u, u.f5000)"),
                   "1 2 1 0 false 7\n"),
    "string_constant": case(f'const s = "{"x" * 10_000_000}"\n'
                            + main("fmt.Println(len(s), s[9999999:])"), "10000000 x\n"),
    "constants": case(main("var n uint64\n" + "\n".join(f"n ^= {v}" for v in VALUES)
                           + "\nfmt.Println(n)"), f"{folded(VALUES)}\n"),
    "counted_loop": case(main("n := 0\nfor i := 0; i < 3; i++ {\nif i == 1 { continue }\n"
                              + repeated("n += i*{}\nif n > 1<<60 {{ break }}")
                              + "\n}\nfmt.Println(n)"), f"{2 * TOTAL}\n"),
    "range_loops": case(main("n := 0\nfor i, v := range []int{1, 2, 3} {\nif i == 1 { continue }\n"
                             + repeated("n += v*{}") + "\n}\nfor k := range map[int]int{1: 1} {\n"
                             + repeated("n += k*{}") + '\n}\nfor _, r := range "ab" {\n'
                             + repeated("n += int(r)*{}") + "\n}\nfor u := range uint64(n-n+2) {\n"
                             + repeated("n += int(u)*{}") + "\n}\nfmt.Println(n)"),
                        f"{(4 + 1 + ord('a') + ord('b') + 1) * TOTAL}\n"),
    "select": case(main("c := make(chan int, 1)\nc <- 1\nvar d chan int\nselect {\n"
                        + "case <-d:\n" * 20_000 + "case v := <-c:\nfmt.Println(v)\n}"), "1\n"),
    "select_receives": case(select("\n".join(f"case <-c: return {i // 3000}" for i in range(30_000)),
                                   "c <- 1"), "fair\n"),
    "select_sends": case(select("\n".join(f"case c <- {i}: return {i // 3000}"
                                          for i in range(30_000)), after="<-c"), "fair\n"),
    "select_waits": case(select("\n".join(f"case <-{'c' if i % 3000 == 7 else 'none'}: "
                                          f"return {i // 3000}" for i in range(30_000)),
                                "go func() { c <- 1 }()"), "fair\n"),
    "select_too_many": refused(select("case <-c: return 0\n" * 65_535),
                               b"fatal error: cannot compile main.choose: select_too_many.go:"),
    "select_too_large": refused(select("case c <- 1: return 0\n" * 32_767),
                                b"fatal error: cannot compile main.choose: select_too_large.go:"),
    "variables": case(main("sum := 0\n" + numbers(70_000, "v{0} := {0} + sum", "\n")
                           + "\nf := func() int { return v1 + v69999 }\n"
                           "for i := range 2 { a, b := i+v2, i; fmt.Println(a, b, f()) }\n"
                           + numbers(70_000, "sum += v{}", "\n") + "\nfmt.Println(sum)"),
                      f"2 0 70000\n3 1 70000\n{sum(range(70_000))}\n"),
    "large_arguments": case("type big [40000]string\n"
                            f"func f({numbers(200, 'a{}')} big) string "
                            "{ return a0[1] + a199[39999] }\n"
                            + main('var x big\nx[1], x[39999] = "p", "q"\n'
                                   f"fmt.Println(f({', '.join(['x'] * 200)}))"), "pq\n"),
    "large_variable": case("type t struct { a, b int; s string }\n"
                           + main("var x [160000]t\nfor i := range x { x[i].a = i }\ny := x\n"
                                  "y[5].a = 0\nn := 0\nfor _, e := range x { n += e.a }\n"
                                  "fmt.Println(n, y[5].a, x[5].a, len(y))"),
                           f"{sum(range(160_000))} 0 5 160000\n"),
    "arrays": case(main(numbers(2_000, "var a{0} [100]int\na{0}[3] = {0}", "\n")
                        + f"\nfmt.Println({numbers(2_000, 'a{}[3]', ' + ')})"),
                   f"{sum(range(2_000))}\n"),
    "concatenation": case(main(f's := "a"\nfmt.Println(len({" + ".join(["s"] * 5_000)}))'), "5000\n"),
}
