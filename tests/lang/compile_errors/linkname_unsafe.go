// A file with //go:linkname must import package unsafe.
package main

//go:linkname f main.g
func f()

func main() {}
