// A store to a nil map ends the program.
package main

func main() {
	var m map[string]int
	m["a"] = 1
}
