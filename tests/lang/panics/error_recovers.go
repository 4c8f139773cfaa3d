// Error and String methods that panic and recover, and allocate, while the panic is printed; all
// values of a chain are told by their methods.
package main

import (
	"fmt"
	"runtime"
)

type failure struct{ n int }

func (f *failure) Error() (text string) {
	defer func() { text = fmt.Sprint("failure ", f.n, " after ", recover()) }()
	for i := range 100 {
		_ = make([]byte, 100000+i)
	}
	runtime.GC()
	panic("inside")
}

type shown int

func (s shown) String() string { return fmt.Sprintf("shown %d\nand more", int(s)) }

func main() {
	defer func() {
		defer func() { panic(shown(7)) }()
		panic(&failure{2})
	}()
	panic(&failure{1})
}
