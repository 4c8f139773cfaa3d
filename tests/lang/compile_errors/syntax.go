// Syntax errors: a call that is not closed, an assignment without a value.
package main

import "fmt"

func main() {
	fmt.Println("a"
	x := 
}
