// Package errors: wrapped chains, Is and As by methods, joined errors.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

var errRoot = errors.New("root")

type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return e.op + ": " + e.err.Error() }
func (e *opError) Unwrap() error { return e.err }

type temporary struct{ secs int }

func (t temporary) Error() string        { return fmt.Sprint("retry in ", t.secs) }
func (t temporary) Is(target error) bool { return target == errRoot }

type asAny struct{}

func (asAny) Error() string { return "as any" }
func (asAny) As(target any) bool {
	if p, ok := target.(*temporary); ok {
		p.secs = 99
		return true
	}
	return false
}

func main() {
	e1 := &opError{"read", errRoot}
	e2 := fmt.Errorf("load: %w", e1)
	fmt.Println(e2, errors.Is(e2, errRoot), errors.Is(e2, io.EOF), errors.Unwrap(e2) == error(e1))
	var oe *opError
	fmt.Println(errors.As(e2, &oe), oe.op, errors.As(errRoot, &oe))
	var tmp temporary
	fmt.Println(errors.Is(temporary{1}, errRoot), errors.As(asAny{}, &tmp), tmp.secs)
	j := errors.Join(e1, nil, temporary{2})
	fmt.Printf("%v|%q %t %t\n", j, j.Error(), errors.Is(j, errRoot), errors.As(j, &tmp))
	fmt.Println(errors.Join(nil, nil) == nil, errors.Unwrap(j), errors.Unwrap(errRoot), errors.Is(nil, errRoot), errors.Is(nil, nil))
	var i interface{ Unwrap() error }
	fmt.Println(errors.As(e2, &i), errors.New("a").Error())
	_, err := os.ReadFile("/nonexistent/file")
	fmt.Println(err, errors.Is(err, os.ErrNotExist))
	var pe *os.PathError
	if errors.As(err, &pe) {
		fmt.Println(pe.Op, pe.Path, pe.Err)
	}
	_, err = os.Open("")
	fmt.Println(err, os.IsNotExist(err))
	defer func() { fmt.Println(recover()) }()
	errors.As(e2, nil)
}
