// Of more than ten unused variables those of outer scopes are the first that are shown.
package main

func main() {
	for a := range 3 {
		b, c := 1, 2
		if d := 1; true {
			e := 2
		}
	}
	x := 1
	var x int
	f, g, h, i, j, k := 1, 2, 3, 4, 5, 6
}
