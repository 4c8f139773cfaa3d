// A panic with text of several lines, after one that was recovered.
package main

import "fmt"

func main() {
	defer func() {
		r := recover()
		fmt.Println("got", r)
		panic(fmt.Sprintf("again: %v\nsecond line", r))
	}()
	panic("plain string")
}
