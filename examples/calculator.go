// Calculator evaluates the expressions of standard input, a line each, with variables and functions.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"unicode"
)

var (
	errDivision = errors.New("division by zero")
	errEnd      = errors.New("unexpected end")
)

type undefinedError string

func (e undefinedError) Error() string { return "undefined: " + string(e) }

// An expr is a node of the syntax tree.
type expr interface {
	eval(env map[string]float64) (float64, error)
	String() string
}

type literal float64
type variable string
type binary struct {
	op          byte
	left, right expr
}
type call struct {
	name string
	args []expr
}
type assignment struct {
	name  string
	value expr
}

func (l literal) String() string  { return strconv.FormatFloat(float64(l), 'g', -1, 64) }
func (v variable) String() string { return string(v) }
func (b *binary) String() string  { return fmt.Sprintf("(%v %c %v)", b.left, b.op, b.right) }
func (c *call) String() string {
	var args []string
	for _, a := range c.args {
		args = append(args, a.String())
	}
	return c.name + "(" + strings.Join(args, ", ") + ")"
}
func (a *assignment) String() string { return a.name + " = " + a.value.String() }

func (l literal) eval(map[string]float64) (float64, error) { return float64(l), nil }

func (v variable) eval(env map[string]float64) (float64, error) {
	if x, ok := env[string(v)]; ok {
		return x, nil
	}
	return 0, undefinedError(v)
}

func (b *binary) eval(env map[string]float64) (float64, error) {
	x, err := b.left.eval(env)
	if err != nil {
		return 0, err
	}
	y, err := b.right.eval(env)
	if err != nil {
		return 0, err
	}
	switch b.op {
	case '+':
		return x + y, nil
	case '-':
		return x - y, nil
	case '*':
		return x * y, nil
	case '^':
		return math.Pow(x, y), nil
	}
	if y == 0 {
		return 0, fmt.Errorf("%v: %w", b, errDivision)
	}
	return x / y, nil
}

var functions = map[string]func(args ...float64) float64{
	"sqrt": func(a ...float64) float64 { return math.Sqrt(a[0]) },
	"abs":  func(a ...float64) float64 { return math.Abs(a[0]) },
	"max": func(a ...float64) float64 {
		best := math.Inf(-1)
		for _, x := range a {
			best = math.Max(best, x)
		}
		return best
	},
}

func (c *call) eval(env map[string]float64) (float64, error) {
	f, ok := functions[c.name]
	if !ok {
		return 0, undefinedError(c.name)
	}
	var args []float64
	for _, a := range c.args {
		x, err := a.eval(env)
		if err != nil {
			return 0, err
		}
		args = append(args, x)
	}
	return f(args...), nil
}

func (a *assignment) eval(env map[string]float64) (float64, error) {
	x, err := a.value.eval(env)
	if err == nil {
		env[a.name] = x
	}
	return x, err
}

type parser struct{ tokens []string }

func tokenize(line string) (tokens []string) {
	for i := 0; i < len(line); {
		c := rune(line[i])
		start := i
		i++
		switch {
		case unicode.IsSpace(c):
			continue
		case unicode.IsDigit(c):
			for i < len(line) && (unicode.IsDigit(rune(line[i])) || line[i] == '.') {
				i++
			}
		case unicode.IsLetter(c):
			for i < len(line) && unicode.IsLetter(rune(line[i])) {
				i++
			}
		}
		tokens = append(tokens, line[start:i])
	}
	return tokens
}

func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) take() string {
	t := p.peek()
	if t != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

var precedence = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}

func (p *parser) expression(level int) (expr, error) {
	left, err := p.operand()
	for err == nil {
		op := p.peek()
		rank := precedence[op]
		if rank == 0 || rank < level {
			return left, nil
		}
		p.take()
		next := rank + 1
		if op == "^" {
			next = rank // to the right
		}
		var right expr
		if right, err = p.expression(next); err == nil {
			left = &binary{op[0], left, right}
		}
	}
	return nil, err
}

func (p *parser) operand() (expr, error) {
	t := p.take()
	switch {
	case t == "":
		return nil, errEnd
	case t == "-":
		x, err := p.expression(3)
		return &binary{'-', literal(0), x}, err
	case t == "(":
		x, err := p.expression(1)
		if err == nil && p.take() != ")" {
			err = errors.New("a parenthesis is not closed")
		}
		return x, err
	case unicode.IsDigit(rune(t[0])):
		x, err := strconv.ParseFloat(t, 64)
		return literal(x), err
	case !unicode.IsLetter(rune(t[0])):
		return nil, fmt.Errorf("unexpected %q", t)
	case p.peek() == "(":
		return p.call(t)
	}
	return variable(t), nil
}

func (p *parser) call(name string) (expr, error) {
	c := &call{name: name}
	for separator := p.take(); separator != ")"; separator = p.take() {
		if separator == "" {
			return nil, errEnd
		}
		arg, err := p.expression(1)
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, arg)
	}
	return c, nil
}

func parse(line string) (expr, error) {
	p := &parser{tokenize(line)}
	if len(p.tokens) > 2 && p.tokens[1] == "=" {
		name := p.tokens[0]
		p.tokens = p.tokens[2:]
		value, err := p.expression(1)
		return &assignment{name, value}, err
	}
	e, err := p.expression(1)
	if err == nil && p.peek() != "" {
		err = fmt.Errorf("unexpected %q", p.peek())
	}
	return e, err
}

func main() {
	env := map[string]float64{"pi": math.Pi}
	failures := 0
	for scanner := bufio.NewScanner(os.Stdin); scanner.Scan(); {
		line := strings.TrimSpace(scanner.Text())
		if line == "" {
			continue
		}
		tree, err := parse(line)
		var result float64
		if err == nil {
			result, err = tree.eval(env)
		}
		var undefined undefinedError
		switch {
		case errors.As(err, &undefined):
			fmt.Printf("%-24s ? who is %s\n", line, string(undefined))
			failures++
		case err != nil:
			fmt.Printf("%-24s ! %v\n", line, err)
			failures++
		default:
			fmt.Printf("%-24s %v = %.10g\n", line, tree, result)
		}
	}
	fmt.Println(failures, "failures")
}
