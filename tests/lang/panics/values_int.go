package main

type level int

func main() {
	panic(level(7))
}
