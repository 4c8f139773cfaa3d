// A failed assertion to an interface ends the program, after the deferred calls.
package main

import (
	"fmt"
	"io"
)

func main() {
	var v any = "text"
	defer fmt.Println("deferred")
	fmt.Println(v.(io.Reader))
}
