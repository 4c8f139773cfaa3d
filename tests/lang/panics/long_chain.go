// A long chain of panics, each raised by a deferred call of the one before: walks of the frames take
// linear time.
package main

import (
	"fmt"
	"runtime"
)

func chain(n int) {
	if n == 0 {
		runtime.GC()
		return
	}
	defer func() {
		chain(n - 1)
	}()
	panic(n)
}

func main() {
	defer func() { fmt.Println(recover()) }()
	chain(100000)
}
