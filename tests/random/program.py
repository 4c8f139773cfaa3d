"""Whole programs: groups of declarations with their test functions, and a main that runs these one by one."""
import random

import universe

PRELUDE = '''package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
)

var out = bufio.NewWriter(os.Stdout)
var fuel int
var errFuel = errors.New("out of fuel")
var _ = strings.Repeat
var _ sync.Mutex

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}
type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}
type ordered interface {
	number | ~string
}
type failure string

func (f failure) Error() string { return "failure " + string(f) }

func say(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	if len(text) > 400 { text = text[:400] }
	out.WriteString(text)
	out.WriteByte('\\n')
}

// spend ends what runs too long.
func spend() {
	if fuel--; fuel < 0 { panic(errFuel) }
}
func caught(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case error:
		return fmt.Sprintf("%v", v)
	}
	return fmt.Sprintf("%T %v", v, v)
}
func id[T any](v T) T       { return v }
func use[T any](v T) bool   { _ = v; return true }
func ptr[T any](v T) *T     { return &v }
func pick[T any](c bool, a, b T) T { if c { return a }; return b }
func clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }
func cut[T ~string](s T) T { if len(s) > 60 { return s[:20] }; return s }
// short keeps what is a string from growing without end.
func short[T ordered](v T) T {
	if s := fmt.Sprint(v); len(s) > 60 { var none T; return none }
	return v
}
func ready[T any](v T) chan T { c := make(chan T, 1); c <- v; return c }
func trace[T any](n int, v T) T { say("trace %d %v", n, v); return v }
// into keeps a number where all integer types have it.
func into(f float64) float64 { if f >= 0 && f <= 127 { return f }; return 42 }
func keys[K ordered, V any](m map[K]V) []K {
	var s []K
	for k := range m { s = append(s, k) }
	sort.Slice(s, func(i, j int) bool { return s[i] < s[j] })
	return s
}

func run(name string, f func()) {
	defer func() {
		if r := recover(); r != nil { say("panic: %s", caught(r)) }
	}()
	say("== %s", name)
	fuel = 300
	f()
}

func main() {
	defer out.Flush()
	for _, t := range tests {
		if len(os.Args) < 2 {
			run(t.name, t.f)
		} else if os.Args[1] == t.name {
			fuel = 300
			out.Flush()
			t.f()
		}
	}
}

'''
RANGE_FUNCTIONS = '''
type sliceOf[E any] = []E
type mapOf[K comparable, V any] = map[K]V
type pointerTo[E any] = *E
func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ { if !yield(i) { return } }
	}
}
func each[S ~[]E, E any](s S) func(func(int, E) bool) {
	return func(yield func(int, E) bool) {
		for i, v := range s { if !yield(i, v) { return } }
	}
}
'''


class Program:
    """The parts of a program, from which others can be left out: tests is a list of (name, group number, lines)."""

    def __init__(self, prelude, groups, tests):
        self.prelude, self.groups, self.tests = prelude, groups, tests

    def text(self, wanted=None):
        """The source with those tests of it, and where each line comes from: a test's name, a group's number, None."""
        chosen = [t for t in self.tests if wanted is None or t[0] in wanted]
        numbers = {t[1] for t in chosen}
        parts, origins = [self.prelude], [None] * self.prelude.count("\n")
        for n, lines in enumerate(self.groups):
            if n in numbers:
                self.add(parts, origins, lines, n)
        for name, _, lines in chosen:
            self.add(parts, origins, lines, name)
        table = "".join(f'\t{{"{t[0]}", {t[0]}}},\n' for t in chosen)
        return "".join(parts) + "var tests = []struct {\n\tname string\n\tf    func()\n}{\n" + table + "}\n", origins

    @staticmethod
    def add(parts, origins, lines, origin):
        text = "\n".join(lines) + "\n"
        parts.append(text)
        origins += [origin] * text.count("\n")


def language(seed, count, group_size=25, range_functions=False):
    """A program of count test functions about the language."""
    groups, tests = [], []
    prelude = PRELUDE + (RANGE_FUNCTIONS if range_functions else "")
    while len(tests) < count:
        n = len(groups)
        r = random.Random(f"{seed}/{n}")
        group = universe.Group(r, f"G{n}", range_functions)
        for i in range(min(group_size, count - len(tests))):
            name = f"f{n}_{i}"
            tests.append((name, n, group.write_test(name)))
        groups.append(group.lines)
    return Program(prelude, groups, tests)
