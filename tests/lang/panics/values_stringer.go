// A panic with a value that has String: the message is what it returns.
package main

type s string

func (s) String() string { return "stringers are called" }

type t struct{}

func (t) String() string { return "this one too" }

func main() {
	defer func() { panic(t{}) }()
	panic(s("raw"))
}
