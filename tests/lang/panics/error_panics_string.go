// An Error method panics with a string of two lines, after its own deferred calls, while an older
// panic is under way.
package main

import "fmt"

type failure struct{}

func (f *failure) Error() string {
	defer fmt.Println("deferred in Error")
	panic("from Error\nsecond line")
}

func main() {
	defer func() { panic(&failure{}) }()
	panic("first")
}
