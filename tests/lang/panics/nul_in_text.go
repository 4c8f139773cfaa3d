// A NUL in the text of a panic is printed, and what follows it.
package main

import "fmt"

func main() {
	defer func() {
		r := recover()
		fmt.Printf("%q\n", r)
		panic(fmt.Sprint(r, "\x00again"))
	}()
	panic("a\x00b")
}
