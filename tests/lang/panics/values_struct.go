package main

type pt struct{ x, y int }

func main() {
	panic(pt{1, 2})
}
