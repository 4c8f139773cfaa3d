// An integer division by zero ends the program.
package main

func div(a, b int) int { return a / b }

func main() {
	for i := 2; ; i-- {
		println(div(10, i))
	}
}
