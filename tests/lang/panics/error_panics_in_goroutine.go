// A String method that panics with a number, in a goroutine, for a value that was recovered and
// raised again; what is recovered for good is never told.
package main

type value struct{ n int }

func (v value) String() string {
	println("String of", v.n)
	panic(v.n)
}

func main() {
	func() {
		defer func() { recover() }()
		panic(value{1})
	}()
	go func() {
		defer func() { panic(recover()) }()
		panic(value{2})
	}()
	select {}
}
