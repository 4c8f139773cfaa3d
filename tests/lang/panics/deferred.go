// Panics in deferred calls: all of them are shown, the recovered one too.
package main

import "fmt"

func main() {
	defer fmt.Println("first deferred, last run")
	defer func() {
		defer func() { fmt.Println("recovers", recover()) }()
		panic("in defer")
	}()
	defer func() { panic(fmt.Errorf("wrapped: %w", fmt.Errorf("cause"))) }()
	panic("original")
}
