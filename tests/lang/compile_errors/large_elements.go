// Channels whose elements have 64 kB or more: Go's compiler names the declaration, or the variable
// before them.
package main

type B [1 << 16]byte

func f() chan B { x := 1; _ = x; return nil }

func (b B) m(c chan B) {}

var m map[string]chan B

type S struct {
	d chan struct{ a [1 << 15]int }
}

type small [1<<16 - 1]byte

var fine chan small

func main() {
	y := 2
	_ = y
	var z any = make(<-chan B)
	_ = z
	func() {
		a := 1
		_ = a
		_ = make(chan B)
	}()
}
