// What is printed after a panic in a String method: flags still hold, width and precision are zero.
package main

import "fmt"

type bad struct{}

func (bad) String() string { panic("in String") }

type worse int

func (worse) Error() string { panic(fmt.Errorf("error %d", 7)) }

func main() {
	for _, format := range []string{"%6v|", "%-6v|", "%06v|", "%+6.1v|", "%.1v|", "%6.2v|", "% 7v|", "%#v|"} {
		fmt.Printf(format+"\n", []any{1.25, "abc", bad{}, 1.25, "abc", 42, worse(1), true, 3 + 4i, []int{7}})
		fmt.Printf(format+format+"\n", bad{}, 1.25)
	}
}
