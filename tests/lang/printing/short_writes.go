// A hundred thousand short writes to standard output.
package main

import "fmt"

func main() {
	for i := range 100000 {
		fmt.Print(i % 10)
	}
}
