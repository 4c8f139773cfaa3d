// A misuse of SetFinalizer: of a part of an object that could not be an object in a tiny block.
package main

import "runtime"

type part struct{ p *int }
type whole struct {
	a int
	part
}

func main() {
	x := new(whole)
	runtime.SetFinalizer(&x.part, func(*part) {})
	runtime.KeepAlive(x)
}
