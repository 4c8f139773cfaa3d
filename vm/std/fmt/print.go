// Package fmt formats values as text and reads them back, as package fmt of Go documents it.
//
// Simple operands of simple verbs are formatted by two functions in C (fastPrint and fastFormat), which stop at what they do not
// know; the Go code here goes on from there, and is complete by itself.
package fmt

import (
	"errors"
	"internal/rt"
	"io"
	"os"
	"strconv"
)

// Stringer is implemented by values that say how they print with %v and %s.
type Stringer interface{ String() string }

// GoStringer is implemented by values that say how they print with %#v.
type GoStringer interface{ GoString() string }

// State is what a Formatter is given: where to write, and the flags of its verb.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// Formatter is implemented by values that format themselves for any verb.
type Formatter interface{ Format(f State, verb rune) }

// printer is the state of one call.
type printer struct {
	buf     []byte
	arg     any      // the operand being formatted, if it came as an interface
	value   rt.Value // or as a part of another value
	wrapped []error  // operands of %w
	wrap    bool     // Errorf: %w is allowed
	erring  bool     // formatting an error about the format: no methods
	panics  bool     // a method's panic is being printed

	wid, prec                                      int
	hasWid, hasPrec                                bool
	minus, plus, sharp, space, zero, plusV, sharpV bool
	reordered, goodIndex                           bool
}

func (p *printer) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *printer) WriteString(s string) (int, error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func (p *printer) Width() (int, bool)     { return p.wid, p.hasWid }
func (p *printer) Precision() (int, bool) { return p.prec, p.hasPrec }

func (p *printer) Flag(c int) bool {
	switch c {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero
	}
	return false
}

func (p *printer) clearFlags() {
	p.wid, p.prec = 0, 0
	p.hasWid, p.hasPrec = false, false
	p.minus, p.plus, p.sharp, p.space, p.zero, p.plusV, p.sharpV = false, false, false, false, false, false, false
}

// fastPrint appends operands from args[from:] as Print (mode 0) or Println (mode 1) do, until one needs the general way; returns the buffer and the
// index of the first operand left.
func fastPrint(buf []byte, args []any, from int, mode int) ([]byte, int)

// fastFormat formats from format[pos:] and args[arg:] on until it meets what needs the general way; returns the buffer, and where to go on.
func fastFormat(buf []byte, format string, pos int, args []any, arg int) ([]byte, int, int)

func (p *printer) print(args []any) {
	wasString := true
	for i := 0; i < len(args); {
		p.buf, i = fastPrint(p.buf, args, i, 0)
		if i >= len(args) {
			return
		}
		isString := args[i] != nil && rt.ValueOf(args[i]).Kind() == rt.String
		if i > 0 {
			wasString = args[i-1] != nil && rt.ValueOf(args[i-1]).Kind() == rt.String
			if !isString && !wasString {
				p.buf = append(p.buf, ' ')
			}
		}
		p.printArg(args[i], 'v')
		i++
	}
}

func (p *printer) println(args []any) {
	for i := 0; i < len(args); {
		p.buf, i = fastPrint(p.buf, args, i, 1)
		if i >= len(args) {
			break
		}
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.printArg(args[i], 'v')
		i++
	}
	p.buf = append(p.buf, '\n')
}

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := &printer{}
	p.printf(format, a)
	return w.Write(p.buf)
}

func Printf(format string, a ...any) (n int, err error) {
	p := &printer{}
	p.printf(format, a)
	return os.Stdout.Write(p.buf)
}

func Sprintf(format string, a ...any) string {
	p := &printer{}
	p.printf(format, a)
	return string(p.buf)
}

func Appendf(b []byte, format string, a ...any) []byte {
	p := &printer{buf: b}
	p.printf(format, a)
	return p.buf
}

func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := &printer{}
	p.print(a)
	return w.Write(p.buf)
}

func Print(a ...any) (n int, err error) {
	p := &printer{}
	p.print(a)
	return os.Stdout.Write(p.buf)
}

func Sprint(a ...any) string {
	p := &printer{}
	p.print(a)
	return string(p.buf)
}

func Append(b []byte, a ...any) []byte {
	p := &printer{buf: b}
	p.print(a)
	return p.buf
}

func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := &printer{}
	p.println(a)
	return w.Write(p.buf)
}

func Println(a ...any) (n int, err error) {
	p := &printer{}
	p.println(a)
	return os.Stdout.Write(p.buf)
}

func Sprintln(a ...any) string {
	p := &printer{}
	p.println(a)
	return string(p.buf)
}

func Appendln(b []byte, a ...any) []byte {
	p := &printer{buf: b}
	p.println(a)
	return p.buf
}

// FormatString rebuilds the verb that a Formatter was called for.
func FormatString(state State, verb rune) string {
	b := []byte{'%'}
	for _, c := range " +-#0" {
		if state.Flag(int(c)) {
			b = append(b, byte(c))
		}
	}
	if w, ok := state.Width(); ok {
		b = strconv.AppendInt(b, int64(w), 10)
	}
	if n, ok := state.Precision(); ok {
		b = append(b, '.')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b) + string(verb)
}

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

// Errorf makes an error of the formatted text; operands of %w are what it wraps.
func Errorf(format string, a ...any) error {
	p := &printer{wrap: true}
	p.printf(format, a)
	s := string(p.buf)
	switch len(p.wrapped) {
	case 0:
		return errors.New(s)
	case 1:
		if p.wrapped[0] == nil {
			return errors.New(s)
		}
		return &wrapError{s, p.wrapped[0]}
	}
	var errs []error
	for _, err := range p.wrapped {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return &wrapErrors{s, errs}
}

// number reads decimal digits of s from i on.
func number(s string, i int) (n int, found bool, next int) {
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		if n > 1e6 {
			return 0, false, len(s)
		}
		n = n*10 + int(s[i]-'0')
		found = true
		i++
	}
	return n, found, i
}

// argIndex reads an index such as [3] at format[i:].
func (p *printer) argIndex(format string, i, arg, count int) (newArg, next int, found bool) {
	if i >= len(format) || format[i] != '[' {
		return arg, i, false
	}
	p.reordered = true
	end := i + 1
	for end < len(format) && format[end] != ']' {
		end++
	}
	if end >= len(format) || len(format)-i < 3 {
		p.goodIndex = false
		return arg, i + 1, false
	}
	n, ok, stop := number(format, i+1)
	if !ok || stop != end || n < 1 || n > count {
		p.goodIndex = false
		return arg, end + 1, ok
	}
	return n - 1, end + 1, true
}

// star takes an operand for a * width or precision.
func star(a []any, arg int) (n int, isInt bool, next int) {
	if arg >= len(a) {
		return 0, false, arg
	}
	v := rt.ValueOf(a[arg])
	switch k := v.Kind(); {
	case k >= rt.Int && k <= rt.Int64:
		x := v.Int()
		n, isInt = int(x), true
	case k >= rt.Uint && k <= rt.Uintptr:
		x := v.Uint()
		n, isInt = int(x), int64(x) >= 0
	}
	if n > 1e6 || n < -1e6 {
		n, isInt = 0, false
	}
	return n, isInt, arg + 1
}

func (p *printer) printf(format string, a []any) {
	end := len(format)
	arg := 0
	i := 0
	afterIndex := false
	p.reordered = false
	for i < end {
		if !p.reordered {
			p.buf, i, arg = fastFormat(p.buf, format, i, a, arg)
			if i >= end {
				break
			}
		}
		start := i
		for i < end && format[i] != '%' {
			i++
		}
		p.buf = append(p.buf, format[start:i]...)
		if i >= end {
			break
		}
		i++
		p.goodIndex = true
		afterIndex = false
		p.clearFlags()
	flags:
		for ; i < end; i++ {
			switch format[i] {
			case '#':
				p.sharp = true
			case '0':
				p.zero = true
			case '+':
				p.plus = true
			case '-':
				p.minus = true
			case ' ':
				p.space = true
			default:
				break flags
			}
		}
		arg, i, afterIndex = p.argIndex(format, i, arg, len(a))
		if i < end && format[i] == '*' {
			i++
			p.wid, p.hasWid, arg = star(a, arg)
			if !p.hasWid {
				p.buf = append(p.buf, "%!(BADWIDTH)"...)
			}
			if p.wid < 0 {
				p.wid = -p.wid
				p.minus = true
				p.zero = false
			}
			afterIndex = false
		} else {
			p.wid, p.hasWid, i = number(format, i)
			if afterIndex && p.hasWid {
				p.goodIndex = false
			}
		}
		if i+1 < end && format[i] == '.' {
			i++
			if afterIndex {
				p.goodIndex = false
			}
			arg, i, afterIndex = p.argIndex(format, i, arg, len(a))
			if i < end && format[i] == '*' {
				i++
				p.prec, p.hasPrec, arg = star(a, arg)
				if p.prec < 0 {
					p.prec, p.hasPrec = 0, false
					p.buf = append(p.buf, "%!(BADPREC)"...)
				} else if !p.hasPrec {
					p.buf = append(p.buf, "%!(BADPREC)"...)
				}
				afterIndex = false
			} else {
				p.prec, p.hasPrec, i = number(format, i)
				if !p.hasPrec {
					p.prec, p.hasPrec = 0, true
				}
			}
		}
		if !afterIndex {
			arg, i, afterIndex = p.argIndex(format, i, arg, len(a))
		}
		if i >= end {
			p.buf = append(p.buf, "%!(NOVERB)"...)
			break
		}
		verb, size := decodeRune(format, i)
		i += size
		switch {
		case verb == '%':
			p.buf = append(p.buf, '%')
		case !p.goodIndex:
			p.bad(verb, "BADINDEX")
		case arg >= len(a):
			p.bad(verb, "MISSING")
		default:
			wraps := verb == 'w'
			if wraps {
				verb = p.wrapArg(a[arg])
			}
			if wraps || verb == 'v' {
				p.sharpV, p.sharp = p.sharp, false
				p.plusV, p.plus = p.plus, false
			}
			p.printArg(a[arg], verb)
			arg++
		}
	}
	if !p.reordered && arg < len(a) {
		p.clearFlags()
		p.buf = append(p.buf, "%!(EXTRA "...)
		for i, x := range a[arg:] {
			if i > 0 {
				p.buf = append(p.buf, ", "...)
			}
			if x == nil {
				p.buf = append(p.buf, "<nil>"...)
			} else {
				p.buf = append(p.buf, rt.TypeString(x)...)
				p.buf = append(p.buf, '=')
				p.printArg(x, 'v')
			}
		}
		p.buf = append(p.buf, ')')
	}
}

// wrapArg notes an operand of %w; the verb becomes %v where that is right.
func (p *printer) wrapArg(arg any) rune {
	err, ok := arg.(error)
	if !p.wrap || (!ok && arg != nil) || (arg == nil) {
		if p.wrap && arg == nil {
			p.wrapped = append(p.wrapped, nil)
		}
		return 'w'
	}
	p.wrapped = append(p.wrapped, err)
	return 'v'
}

func (p *printer) bad(verb rune, what string) {
	p.buf = append(p.buf, "%!"...)
	p.buf = append(p.buf, string(verb)...)
	p.buf = append(p.buf, '(')
	p.buf = append(p.buf, what...)
	p.buf = append(p.buf, ')')
}

// decodeRune reads the rune at s[i:].
func decodeRune(s string, i int) (rune, int) {
	for j, r := range s[i:] {
		if j > 0 {
			break
		}
		if r == 0xFFFD {
			if len(s) >= i+3 && s[i:i+3] == "\uFFFD" {
				return r, 3
			}
			return r, 1
		}
		return r, len(string(r))
	}
	return 0, 0
}

func (p *printer) badVerb(verb rune) {
	p.erring = true
	p.buf = append(p.buf, "%!"...)
	p.buf = append(p.buf, string(verb)...)
	p.buf = append(p.buf, '(')
	switch {
	case p.arg != nil:
		p.buf = append(p.buf, rt.TypeString(p.arg)...)
		p.buf = append(p.buf, '=')
		p.printArg(p.arg, 'v')
	case p.value.IsValid():
		p.buf = append(p.buf, p.value.TypeString()...)
		p.buf = append(p.buf, '=')
		p.printValue(p.value, 'v', 0)
	default:
		p.buf = append(p.buf, "<nil>"...)
	}
	p.buf = append(p.buf, ')')
	p.erring = false
}

// printArg formats one operand.
func (p *printer) printArg(arg any, verb rune) {
	p.arg = arg
	p.value = rt.Value{}
	if arg == nil {
		switch verb {
		case 'T', 'v':
			p.padString("<nil>")
		default:
			p.badVerb(verb)
		}
		return
	}
	switch verb {
	case 'T':
		p.formatString(rt.TypeString(arg), 's')
		return
	case 'p':
		p.formatPointer(rt.ValueOf(arg), 'p')
		return
	}
	switch x := arg.(type) {
	case bool:
		p.formatBool(x, verb)
	case float32:
		p.formatFloat(float64(x), 32, verb)
	case float64:
		p.formatFloat(x, 64, verb)
	case complex64:
		p.formatComplex(complex128(x), 64, verb)
	case complex128:
		p.formatComplex(x, 128, verb)
	case int:
		p.formatInteger(uint64(x), true, verb)
	case int8:
		p.formatInteger(uint64(x), true, verb)
	case int16:
		p.formatInteger(uint64(x), true, verb)
	case int32:
		p.formatInteger(uint64(x), true, verb)
	case int64:
		p.formatInteger(uint64(x), true, verb)
	case uint:
		p.formatInteger(uint64(x), false, verb)
	case uint8:
		p.formatInteger(uint64(x), false, verb)
	case uint16:
		p.formatInteger(uint64(x), false, verb)
	case uint32:
		p.formatInteger(uint64(x), false, verb)
	case uint64:
		p.formatInteger(x, false, verb)
	case uintptr:
		p.formatInteger(uint64(x), false, verb)
	case string:
		p.formatString(x, verb)
	case []byte:
		p.formatBytes(x, verb, "[]byte")
	default:
		if rt.Reflected != nil {
			if v, ok := rt.Reflected(arg); ok {
				p.printReflected(v, verb)
				return
			}
		}
		if !p.handleMethods(verb) {
			p.printValue(rt.ValueOf(arg), verb, 0)
		}
	}
}

// printReflected formats what an operand that is a reflect.Value holds.
func (p *printer) printReflected(v rt.Value, verb rune) {
	if v.CanInterface() {
		p.arg = v.Interface()
		if p.handleMethods(verb) {
			return
		}
	}
	p.printValue(v, verb, 0)
}

// catchPanic turns the panic of an operand's method into text.
func (p *printer) catchPanic(arg any, verb rune, method string) {
	err := recover()
	if err == nil {
		return
	}
	if v := rt.ValueOf(arg); v.Kind() == rt.Pointer && v.IsNil() {
		p.buf = append(p.buf, "<nil>"...)
		return
	}
	if p.panics {
		panic(err)
	}
	saved := *p
	saved.wid, saved.prec = 0, 0 // Go keeps the flags only, for what is printed next
	p.clearFlags()
	p.buf = append(p.buf, "%!"...)
	p.buf = append(p.buf, string(verb)...)
	p.buf = append(p.buf, "(PANIC="...)
	p.buf = append(p.buf, method...)
	p.buf = append(p.buf, " method: "...)
	p.panics = true
	p.printArg(err, 'v')
	p.panics = false
	p.buf = append(p.buf, ')')
	buf := p.buf
	*p = saved
	p.buf = buf
}

// handleMethods formats p.arg by its own methods, if it has them.
func (p *printer) handleMethods(verb rune) (handled bool) {
	if p.erring {
		return false
	}
	arg := p.arg
	handled = true // also if a method panics
	if verb == 'w' {
		_, ok := arg.(error)
		if !ok || !p.wrap {
			p.badVerb(verb)
			return true
		}
		verb = 'v'
	}
	if f, ok := arg.(Formatter); ok {
		defer p.catchPanic(arg, verb, "Format")
		f.Format(p, verb)
		return true
	}
	if p.sharpV {
		if s, ok := arg.(GoStringer); ok {
			defer p.catchPanic(arg, verb, "GoString")
			p.formatPlain(s.GoString())
			return true
		}
		return false
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch x := arg.(type) {
		case error:
			defer p.catchPanic(arg, verb, "Error")
			p.formatString(x.Error(), verb)
			return true
		case Stringer:
			defer p.catchPanic(arg, verb, "String")
			p.formatString(x.String(), verb)
			return true
		}
	}
	return false
}
