// A panic in a closure of a method, called through a method value: names in the traceback.
package main

import "os"

type machine struct{ steps int }

func (m *machine) step(n int) {
	m.steps++
	func() {
		if n == 0 {
			panic("out of steps")
		}
		m.step(n - 1)
	}()
}

func init() {
	if len(os.Args) > 5 {
		panic("too many")
	}
}

func main() {
	m := machine{}
	f := m.step
	f(2)
}
