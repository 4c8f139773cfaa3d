// Json_format reads JSON from standard input and prints it again, indented and with sorted keys.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A value is nil, bool, number, string, []value or object.
type value interface{}
type number string
type object map[string]value

type syntaxError struct {
	line, column int
	message      string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.line, e.column, e.message)
}

var errTrailing = errors.New("text after the value")

type parser struct {
	text string
	pos  int
}

func (p *parser) fail(format string, args ...any) {
	before := p.text[:p.pos]
	line := strings.Count(before, "\n") + 1
	column := p.pos - strings.LastIndexByte(before, '\n')
	panic(&syntaxError{line, column, fmt.Sprintf(format, args...)})
}

func (p *parser) space() {
	for p.pos < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.pos]) >= 0 {
		p.pos++
	}
}

func (p *parser) peek() byte {
	p.space()
	if p.pos == len(p.text) {
		p.fail("unexpected end")
	}
	return p.text[p.pos]
}

func (p *parser) expect(c byte) {
	if got := p.peek(); got != c {
		p.fail("found %q instead of %q", got, c)
	}
	p.pos++
}

func (p *parser) word(word string, v value) value {
	if !strings.HasPrefix(p.text[p.pos:], word) {
		p.fail("expected a value")
	}
	p.pos += len(word)
	return v
}

func (p *parser) value() value {
	switch c := p.peek(); c {
	case '{':
		return p.object()
	case '[':
		return p.array()
	case '"':
		return p.str()
	case 't':
		return p.word("true", true)
	case 'f':
		return p.word("false", false)
	case 'n':
		return p.word("null", nil)
	default:
		if c == '-' || '0' <= c && c <= '9' {
			return p.number()
		}
		p.fail("unexpected %q", c)
	}
	return nil
}

func (p *parser) object() value {
	p.expect('{')
	result := object{}
	for p.peek() != '}' {
		if len(result) > 0 {
			p.expect(',')
		}
		p.peek()
		key := p.str()
		p.expect(':')
		result[key] = p.value()
	}
	p.pos++
	return result
}

func (p *parser) array() value {
	p.expect('[')
	var result []value
	for p.peek() != ']' {
		if len(result) > 0 {
			p.expect(',')
		}
		result = append(result, p.value())
	}
	p.pos++
	return result
}

func (p *parser) number() value {
	start := p.pos
	for p.pos < len(p.text) && strings.IndexByte("+-.eE0123456789", p.text[p.pos]) >= 0 {
		p.pos++
	}
	text := p.text[start:p.pos]
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		p.pos = start
		p.fail("%v", err)
	}
	return number(text)
}

func (p *parser) str() string {
	p.expect('"')
	var b strings.Builder
	for {
		if p.pos == len(p.text) {
			p.fail("the string does not end")
		}
		c := p.text[p.pos]
		p.pos++
		switch c {
		case '"':
			return b.String()
		case '\\':
			b.WriteRune(p.escape())
		default:
			b.WriteByte(c)
		}
	}
}

func (p *parser) escape() rune {
	if p.pos == len(p.text) {
		p.fail("the string does not end")
	}
	c := p.text[p.pos]
	p.pos++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i])
	}
	if c != 'u' || p.pos+4 > len(p.text) {
		p.fail("unknown escape \\%c", c)
	}
	code, err := strconv.ParseUint(p.text[p.pos:p.pos+4], 16, 16)
	if err != nil {
		p.fail("bad escape: %v", err)
	}
	p.pos += 4
	return rune(code)
}

// parse turns the parser's panics into errors.
func parse(text string) (result value, err error) {
	defer func() {
		if r := recover(); r != nil {
			failure, ok := r.(*syntaxError)
			if !ok {
				panic(r)
			}
			err = failure
		}
	}()
	if !utf8.ValidString(text) {
		return nil, errors.New("not UTF-8")
	}
	p := &parser{text: text}
	result = p.value()
	if p.space(); p.pos < len(text) {
		return nil, fmt.Errorf("at byte %d: %w", p.pos, errTrailing)
	}
	return result, nil
}

func print(w io.Writer, v value, indent string) {
	inner := indent + "  "
	switch v := v.(type) {
	case nil:
		fmt.Fprint(w, "null")
	case string:
		fmt.Fprintf(w, "%q", v)
	case []value:
		fmt.Fprint(w, "[")
		for i, element := range v {
			fmt.Fprint(w, separator(i), inner)
			print(w, element, inner)
		}
		fmt.Fprint(w, closing(len(v), indent), "]")
	case object:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		fmt.Fprint(w, "{")
		for i, key := range keys {
			fmt.Fprintf(w, "%s%s%q: ", separator(i), inner, key)
			print(w, v[key], inner)
		}
		fmt.Fprint(w, closing(len(v), indent), "}")
	default:
		fmt.Fprint(w, v)
	}
}

func separator(i int) string {
	if i > 0 {
		return ",\n"
	}
	return "\n"
}

func closing(n int, indent string) string {
	if n == 0 {
		return ""
	}
	return "\n" + indent
}

func main() {
	text, err := io.ReadAll(bufio.NewReader(os.Stdin))
	if err == nil {
		var v value
		if v, err = parse(string(text)); err == nil {
			print(os.Stdout, v, "")
			fmt.Println()
		}
	}
	for _, bad := range []string{"", "[1, 2", `{"a" 1}`, "[1]\n x", "{\"a\": tru}", `"\q"`, "[1 2]", "-"} {
		_, failure := parse(bad)
		fmt.Printf("%-12q %v (trailing: %t)\n", bad, failure, errors.Is(failure, errTrailing))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "json_format:", err)
		os.Exit(1)
	}
}
