// Brain compiles Brainf*ck to instructions of its own and runs them.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type opcode byte

const (
	opAdd opcode = iota
	opMove
	opClear
	opPrint
	opRead
	opLoop
	opEnd
)

type instruction struct {
	op  opcode
	arg int
}

type program []instruction

var errUnbalanced = errors.New("brackets do not match")

// compile folds runs of the same command, and the loop that clears a cell.
func compile(source string) (program, error) {
	var code program
	var open []int
	fold := func(op opcode, by int) {
		if n := len(code); n > 0 && code[n-1].op == op {
			code[n-1].arg += by
			return
		}
		code = append(code, instruction{op, by})
	}
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '+':
			fold(opAdd, 1)
		case '-':
			fold(opAdd, -1)
		case '>':
			fold(opMove, 1)
		case '<':
			fold(opMove, -1)
		case '.':
			code = append(code, instruction{op: opPrint})
		case ',':
			code = append(code, instruction{op: opRead})
		case '[':
			if strings.HasPrefix(source[i:], "[-]") {
				code = append(code, instruction{op: opClear})
				i += 2
				continue
			}
			open = append(open, len(code))
			code = append(code, instruction{op: opLoop})
		case ']':
			if len(open) == 0 {
				return nil, fmt.Errorf("at %d: %w", i, errUnbalanced)
			}
			start := open[len(open)-1]
			open = open[:len(open)-1]
			code[start].arg = len(code)
			code = append(code, instruction{opEnd, start})
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%d left open: %w", len(open), errUnbalanced)
	}
	return code, nil
}

// run executes the program. It returns the number of instructions done.
func (p program) run(in io.ByteReader, out io.ByteWriter) (steps int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("after %d steps: %v", steps, r)
		}
	}()
	tape := make([]byte, 300)
	cell := 0
	for pc := 0; pc < len(p); pc++ {
		steps++
		switch i := p[pc]; i.op {
		case opAdd:
			tape[cell] += byte(i.arg)
		case opMove:
			cell += i.arg
		case opClear:
			tape[cell] = 0
		case opPrint:
			out.WriteByte(tape[cell])
		case opRead:
			b, err := in.ReadByte()
			if err != nil {
				b = 0
			}
			tape[cell] = b
		case opLoop:
			if tape[cell] == 0 {
				pc = i.arg
			}
		case opEnd:
			if tape[cell] != 0 {
				pc = i.arg
			}
		}
	}
	return steps, nil
}

func main() {
	programs := []struct{ name, source, input string }{
		{"hello", `++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.`, ""},
		{"reverse", `>,[>,]<[.<]`, "stressed"},
		{"letters", `+++++[>+++++<-]>+>++++++++[>++++++++<-]>+<<[>>.+<<-]`, ""},
		{"open", `[[]`, ""},
		{"close", `+]`, ""},
		{"left", `+<+`, ""},
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, p := range programs {
		code, err := compile(p.source)
		if err != nil {
			fmt.Fprintf(out, "%s: %v\n", p.name, err)
			continue
		}
		steps, err := code.run(strings.NewReader(p.input), out)
		fmt.Fprintf(out, "\n%s: %d instructions, %d steps, error %v\n", p.name, len(code), steps, err)
	}
}
