// An index out of range, in a function that main calls: message and traceback.
package main

import "fmt"

func get(s []int, i int) int {
	return s[i]
}

func main() {
	fmt.Println("before")
	fmt.Print("no newline")
	defer fmt.Println("deferred runs")
	fmt.Println(get([]int{1, 2, 3}, 5))
}
