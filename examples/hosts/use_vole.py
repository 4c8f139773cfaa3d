"""A Python program whose work is done by a Go script: see vole.py."""
import vole

SCRIPT = """
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type Point struct {
	X, Y int
	Name string
}

func Fib(n int) int {
	if n < 2 {
		return n
	}
	return Fib(n-1) + Fib(n-2)
}

func Count(text string) map[string]int {
	counts := map[string]int{}
	for _, w := range strings.Fields(text) {
		counts[w]++
	}
	return counts
}

func Sorted(words []string, sum map[string]float64) ([]string, float64) {
	total := 0.0
	for _, v := range sum {
		total += v
	}
	words = append([]string(nil), words...)
	sort.Strings(words)
	return words, total
}

func Move(p Point, dx int) Point { p.X += dx; p.Name += "'"; return p }

func Apply(f func(int) int, to []int) []int {
	out := []int{}
	for _, n := range to {
		out = append(out, f(n))
	}
	return out
}

func Adder(n int) func(int) int { return func(m int) int { n += m; return n } }

func New(name string) *Point { return &Point{Name: name} }

func Name(p *Point) string { return p.Name }

func Upper(b []byte) []byte { return []byte(strings.ToUpper(string(b))) }

func Half(n int) (int, error) {
	if n%2 != 0 {
		return 0, fmt.Errorf("%d: %w", n, errors.New("odd"))
	}
	return n / 2, nil
}

func main() {}
"""


def main():
    script = vole.Script(SCRIPT)
    print(script.Fib(20))
    print(sorted(script.Count("a b a c a").items()))
    print(script.Sorted(["pear", "apple", "fig"], {"x": 1.5, "y": 2}))
    print(script.Move({"X": 1, "Y": 2, "Name": "p"}, 10))
    print(script.Apply(lambda n: n * n, [1, 2, 3]))
    adder = script.Adder(10)
    print(adder(1), adder(2))
    points = [script.New(f"point {i}") for i in range(1000)]
    print(script.Name(points[0]), script.Name(points[999]))
    print(script.Upper(b"bytes"), script.Half(8))
    for wrong in (lambda: script.Half(7), lambda: script.Apply(lambda n: 1 // n, [1, 0]),
                  lambda: script.Apply(script.Adder(1), [1, 2, 3]), lambda: vole.Script("package main\nfunc main() { x() }"),
                  lambda: script.Fib(1, 2), lambda: script.Missing()):
        try:
            print(wrong())
        except (vole.Error, TypeError, AttributeError) as error:
            cause = f" <- {error.__cause__!r}" if error.__cause__ else ""
            print(f"{type(error).__name__}: {error}{cause}")
    script.close()


main()
