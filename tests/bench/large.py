"""Writes a Go program of as many lines as asked for, as plausible as a generator makes one.

  python3 tests/bench/large.py 50000 > large.go

It is made of units of some 130 lines: a record with methods, an interface and its implementations, a
generic container, a parser, tables, closures, and a function that calls all of them. The program runs
the functions of each unit once and prints a checksum. So `vole check` measures parsing and checking, and
`vole run` compiling besides. Names, constants and the order of statements differ from unit to unit.
"""
import random
import sys

NOUNS = ("order", "user", "token", "frame", "shard", "ledger", "packet", "ticket", "sensor", "region",
         "widget", "vector", "branch", "parcel", "metric", "window")
FIELDS = ("id", "size", "count", "total", "offset", "weight", "limit", "level", "score", "index")

UNIT = '''
// {Noun}{n} is a {noun} with its history.
type {Noun}{n} struct {{
	{f0}, {f1} int
	{f2}       float64
	Name       string
	parent     *{Noun}{n}
	children   []*{Noun}{n}
	attributes map[string]int
}}

const (
	{noun}{n}Idle = iota
	{noun}{n}Active
	{noun}{n}Closed
	{noun}{n}Limit = {c0}<<{shift} | {c1}
)

var {noun}{n}Names = [...]string{{"idle", "active", "closed"}}

var {noun}{n}Table = map[string]int{{
	"{f0}": {c0}, "{f1}": {c1}, "{f2}": {c2},
	"a{n}": {noun}{n}Active, "b{n}": {noun}{n}Limit % {c3},
}}

func New{Noun}{n}(name string, {f0} int) *{Noun}{n} {{
	return &{Noun}{n}{{Name: name, {f0}: {f0}, {f2}: float64({f0}) / {c3}, attributes: make(map[string]int)}}
}}

func (x *{Noun}{n}) Add(child *{Noun}{n}) {{
	child.parent = x
	x.children = append(x.children, child)
	x.attributes[child.Name] += child.{f0}
}}

func (x *{Noun}{n}) Walk(visit func(depth int, at *{Noun}{n}) bool) int {{
	steps := 0
	var walk func(depth int, at *{Noun}{n})
	walk = func(depth int, at *{Noun}{n}) {{
		steps++
		if !visit(depth, at) {{
			return
		}}
		for _, child := range at.children {{
			walk(depth+1, child)
		}}
	}}
	walk(0, x)
	return steps
}}

func (x *{Noun}{n}) String() string {{
	if x == nil {{
		return "<nil>"
	}}
	return fmt.Sprintf("%s#%d(%.2f)", x.Name, x.{f0}, x.{f2})
}}

func (x {Noun}{n}) Score(scale int) (score int, err error) {{
	switch {{
	case scale < 0:
		return 0, fmt.Errorf("{noun}{n}: scale %d of %v", scale, x.Name)
	case scale == 0:
		return 0, errors.New("{noun}{n}: no scale")
	}}
	for key, value := range x.attributes {{
		if strings.HasPrefix(key, "{prefix}") || len(key)%2 == {parity} {{
			score += value * scale
			continue
		}}
		score -= value ^ {c1}
	}}
	return score & {noun}{n}Limit, nil
}}

// {noun}{n}Scorer is what can be scored.
type {noun}{n}Scorer interface {{
	Score(scale int) (int, error)
	String() string
}}

type {noun}{n}Fixed [{parity} + 2]int

func (f {noun}{n}Fixed) Score(scale int) (int, error) {{
	sum := 0
	for i := range f {{
		sum += f[i]*scale + i
	}}
	return sum, nil
}}

func (f {noun}{n}Fixed) String() string {{ return "fixed" }}

func {noun}{n}Best(scorers ...{noun}{n}Scorer) (best {noun}{n}Scorer, most int) {{
	most = -1 << 31
	for _, s := range scorers {{
		score, err := s.Score({c3})
		if err != nil {{
			continue
		}}
		if score > most {{
			best, most = s, score
		}}
	}}
	return
}}

type {noun}{n}Stack[T any] struct {{ items []T }}

func (s *{noun}{n}Stack[T]) push(x T) {{ s.items = append(s.items, x) }}

func (s *{noun}{n}Stack[T]) pop() (x T, ok bool) {{
	if len(s.items) == 0 {{
		return x, false
	}}
	last := len(s.items) - 1
	x, s.items = s.items[last], s.items[:last]
	return x, true
}}

func {noun}{n}Evaluate(text string) (result int) {{
	var stack {noun}{n}Stack[int]
	for i := 0; i < len(text); i++ {{
		switch c := text[i]; {{
		case c >= '0' && c <= '9':
			stack.push(int(c - '0'))
		case c == '+', c == '*', c == '-':
			b, _ := stack.pop()
			a, ok := stack.pop()
			if !ok {{
				return -1
			}}
			switch c {{
			case '+':
				a += b
			case '*':
				a *= b
			default:
				a -= b
			}}
			stack.push(a)
		}}
	}}
	result, _ = stack.pop()
	return result
}}

func run{Noun}{n}() int {{
	root := New{Noun}{n}("root", {c0})
	for i := 0; i < {c2}; i++ {{
		child := New{Noun}{n}("{prefix}"+strconv.Itoa(i), i*{c1})
		if i%3 == 1 && len(root.children) > 0 {{
			root.children[i%len(root.children)].Add(child)
		}} else {{
			root.Add(child)
		}}
	}}
	deepest := 0
	steps := root.Walk(func(depth int, at *{Noun}{n}) bool {{
		deepest = max{n}(deepest, depth)
		return at.Name != "" || depth < {noun}{n}Limit
	}})
	keys := make([]string, 0, len({noun}{n}Table))
	for key := range {noun}{n}Table {{
		keys = append(keys, key)
	}}
	sort.Slice(keys, func(i, j int) bool {{ return keys[i] < keys[j] }})
	best, most := {noun}{n}Best(root, {noun}{n}Fixed{{{c0}, {c1}}})
	defer func() {{ recover() }}()
	if best == nil || len(keys) != len({noun}{n}Table) {{
		panic("{noun}{n}: " + strings.Join(keys, ","))
	}}
	return steps + deepest + most + {noun}{n}Evaluate("{c4}{c5}+{c6}*") + len({noun}{n}Names)
}}

func max{n}(a, b int) int {{
	if a > b {{
		return a
	}}
	return b
}}
'''

HEAD = '''// Made by tests/bench/large.py.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)
'''


def unit(n, dice):
    noun = NOUNS[n % len(NOUNS)]
    names = dice.sample(FIELDS, 3)
    digits = {f"c{i}": dice.randint(1, 9) for i in range(4, 7)}
    return UNIT.format(n=n, noun=noun, Noun=noun.capitalize(), f0=names[0], f1=names[1], f2=names[2],
                       c0=dice.randint(2, 999), c1=dice.randint(2, 999), c2=dice.randint(3, 9),
                       c3=dice.randint(2, 99), shift=dice.randint(1, 9), parity=dice.randint(0, 1),
                       prefix=noun[:2], **digits)


def program(lines):
    dice = random.Random(lines)
    units = max(1, (lines - 20) // UNIT.count("\n"))
    calls = "".join(f"\tsum = sum*31 + run{NOUNS[n % len(NOUNS)].capitalize()}{n}()\n" for n in range(units))
    return (HEAD + "".join(unit(n, dice) for n in range(units))
            + "\nfunc main() {\n\tsum := 0\n" + calls + "\tfmt.Println(sum)\n}\n")


if __name__ == "__main__":
    sys.stdout.write(program(int(sys.argv[1]) if len(sys.argv) > 1 else 50000))
