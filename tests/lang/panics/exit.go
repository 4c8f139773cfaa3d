// os.Exit ends the program at once: in a deferred call, beside a panic, with output that was not
// flushed.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("not run")
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(w, "flushed")
	w.Flush()
	fmt.Fprintln(w, "lost")
	fmt.Print("printed")
	func() {
		defer func() { os.Exit(42) }()
		panic("replaced by the exit")
	}()
}
