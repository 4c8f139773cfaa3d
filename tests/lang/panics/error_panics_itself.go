// The Error method of a panic's value panics with the same value, which is a fatal error of its own.
package main

type failure struct{}

func (f failure) Error() string { panic(f) }

func main() {
	defer println("deferred first")
	panic(failure{})
}
