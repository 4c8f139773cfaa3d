// The line that a function stands on while its deferred calls run.
package main

import (
	"fmt"
	"runtime"
)

func at(name string) {
	for skip := 1; ; skip++ {
		pc, _, line, ok := runtime.Caller(skip)
		f := runtime.FuncForPC(pc).Name()
		if !ok || f == "main.main" {
			return
		}
		if f != "runtime.gopanic" {
			fmt.Println(name, f, line)
		}
	}
}

func returns(n int) (r int) {
	defer at("returns")
	if n > 1 {
		return 2
	}
	fmt.Println("one")
	return 1
}

func several(n int) {
	if n > 0 {
		defer at("several, first")
	}
	defer at("several, second")
	for i := 0; i < 10; i++ {
		if i == n {
			return
		}
	}
	fmt.Println("several")
}

func inLoop(n int) {
	for i := 0; i < n; i++ {
		defer at("in a loop")
	}
	if n == 2 {
		return
	}
}

func switches(n int) int {
	defer at("switches")
	switch n {
	case 0:
		return n
	case 1:
		return n * 2
	default:
		return returnsOther(
			n,
		)
	}
}

func returnsOther(n int) int { return n }

func many(n int) int {
	defer at("many")
	defer func() {}()
	defer func() {}()
	switch n {
	case 0:
		return 1
	case 1:
		return 2
	case 2:
		return 3
	case 3:
		return 4
	case 4:
		return 5
	}
	return 0
}

func tooMany(n int) int {
	defer at("too many")
	defer func() {}()
	defer func() {}()
	switch n {
	case 0:
		return 1
	case 1:
		return 2
	case 2:
		return 3
	case 3:
		return 4
	case 4:
		return 5
	}
	if n > 5 {
		return 6
	}
	return 0
}

func nine() {
	defer at("nine")
	defer func() {}()
	defer func() {}()
	defer func() {}()
	defer func() {}()
	defer func() {}()
	defer func() {}()
	defer func() {}()
	defer func() {}()
	return
}

//go:noinline
func literal() {
	func() {
		defer at("literal")
		if len("a") == 1 {
			return
		}
	}()
}

func captured() (r int) {
	defer func() {
		at("captured")
		r++
	}()
	return 7
}

func recovers() (r int) {
	defer func() {
		at("recovers")
		recover()
	}()
	if len("a") == 1 {
		panic(1)
	}
	return 3
}

func main() {
	returns(1)
	returns(2)
	several(1)
	several(20)
	inLoop(1)
	inLoop(2)
	switches(0)
	switches(1)
	switches(2)
	many(0)
	many(9)
	tooMany(0)
	tooMany(9)
	nine()
	literal()
	fmt.Println(captured())
	fmt.Println(recovers())
}
