// Where recover stops a panic and where it does not; panics in deferred calls; run-time errors as
// values.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

func protect(name string, f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("%s: run-time: %w", name, r)
		case error:
			err = fmt.Errorf("%s: %w", name, r)
		default:
			err = fmt.Errorf("%s: %v", name, r)
		}
	}()
	f()
	return nil
}

func helper() any { return recover() }

func notDirect() (r any) {
	defer func() {
		r = recover()
		fmt.Println("outer recovers", r)
	}()
	defer func() {
		func() { fmt.Println("nested recover:", recover()) }()
	}()
	panic("deep")
}

func direct() (r any) {
	defer func() { fmt.Println("after helper:", recover()) }()
	defer helper() // recovers: it is the deferred function itself
	panic("helped")
}

func replaced() (r any) {
	defer func() { r = recover() }()
	defer func() { panic("second") }()
	panic("first")
}

func again() {
	defer func() { fmt.Println("last:", recover()) }()
	defer func() {
		defer func() { fmt.Println("inner:", recover()) }()
		panic(fmt.Sprint("again ", recover()))
	}()
	panic("one")
}

func resume() (s string) {
	for i := range 4 {
		func() {
			defer func() {
				if r := recover(); r != nil {
					s += fmt.Sprint(r, ";")
				}
			}()
			if i%2 == 1 {
				panic(i)
			}
			s += "ok;"
		}()
	}
	return
}

type custom struct{ code int }

func deep(n int) {
	if n == 0 {
		panic(custom{7})
	}
	defer func() { n-- }()
	deep(n - 1)
}

var errBase = errors.New("base")

func main() {
	var m map[string]int
	var p *custom
	zero := 0
	fmt.Println(protect("none", func() {}))
	fmt.Println(protect("map", func() { m["a"] = 1 }))
	fmt.Println(protect("nil", func() { p.code = 1 }))
	fmt.Println(protect("div", func() { zero = 1 / zero }))
	fmt.Println(protect("value", func() { panic(42) }))
	err := protect("error", func() { panic(errBase) })
	fmt.Println(err, errors.Is(err, errBase))
	err = protect("conv", func() { _ = any(1).(string) })
	var te *runtime.TypeAssertionError
	var re runtime.Error
	fmt.Println(err, errors.As(err, &te), errors.As(err, &re))
	fmt.Println(protect("custom", func() { deep(1000) }))
	fmt.Println(notDirect(), direct(), replaced())
	again()
	fmt.Println(resume(), recover(), helper())
	fmt.Println(protect("nil panic", func() { panic(nil) }))
	// Locals keep their values across a recovered panic.
	x := 1
	func() {
		defer func() { recover(); x *= 10 }()
		x++
		panic("x")
	}()
	fmt.Println(x)
}
