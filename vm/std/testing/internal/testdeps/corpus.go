package testdeps

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// decode reads a file of a corpus: after a line with its version, each line is a value, such as int(1) or []byte("x").
func decode(data []byte) ([]any, error) {
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if strings.TrimSpace(lines[0]) != "go test fuzz v1" {
		return nil, fmt.Errorf("unknown encoding version: %s", lines[0])
	}
	if len(lines) < 2 {
		return nil, errors.New("must include version and at least one value")
	}
	var values []any
	for _, line := range lines[1:] {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		value, err := decodeValue(line)
		if err != nil {
			return nil, fmt.Errorf("malformed line %q: %v", line, err)
		}
		values = append(values, value)
	}
	return values, nil
}

func decodeValue(line string) (any, error) {
	name, text, ok := strings.Cut(line, "(")
	if !ok || !strings.HasSuffix(text, ")") {
		return nil, errors.New("expected call expression")
	}
	text = strings.TrimSpace(text[:len(text)-1])
	switch name {
	case "string":
		return strconv.Unquote(text)
	case "[]byte":
		s, err := strconv.Unquote(text)
		return []byte(s), err
	case "bool":
		return strconv.ParseBool(text)
	case "float32":
		f, err := strconv.ParseFloat(text, 32)
		return float32(f), err
	case "float64":
		return strconv.ParseFloat(text, 64)
	}
	return decodeInteger(name, text)
}

func decodeInteger(name, text string) (any, error) {
	if r, _, tail, err := strconv.UnquoteChar(strings.Trim(text, "'"), '\''); text[0] == '\'' && err == nil && tail == "" {
		text = strconv.Itoa(int(r))
	}
	signed := func(bits int) int64 {
		n, err := strconv.ParseInt(text, 0, bits)
		if err != nil {
			panic(err)
		}
		return n
	}
	unsigned := func(bits int) uint64 {
		n, err := strconv.ParseUint(text, 0, bits)
		if err != nil {
			panic(err)
		}
		return n
	}
	return recovered(func() any {
		switch name {
		case "int":
			return int(signed(64))
		case "int8":
			return int8(signed(8))
		case "int16":
			return int16(signed(16))
		case "int32", "rune":
			return int32(signed(32))
		case "int64":
			return signed(64)
		case "uint":
			return uint(unsigned(64))
		case "uint8", "byte":
			return uint8(unsigned(8))
		case "uint16":
			return uint16(unsigned(16))
		case "uint32":
			return uint32(unsigned(32))
		case "uint64":
			return unsigned(64)
		}
		panic(fmt.Errorf("unknown type %s", name))
	})
}

// recovered returns what f returns, or the error that it panics with.
func recovered(f func() any) (value any, err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	return f(), nil
}
