// Imports and variables that nothing uses, one that is only assigned to included.
package main

import (
	"fmt"
	"os"
	str "strings"
)

func main() {
	a := 1
	var b int
	c, d := 1, 2
	fmt.Println(c)
	for i, v := range []int{1} {
	}
	switch x := any(a).(type) {
	case int:
	}
	d = 3
}
