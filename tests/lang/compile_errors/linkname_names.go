// What //go:linkname must not name.
package main

import _ "unsafe"

//go:linkname f main.g
func f()

//go:linkname f main.h

//go:linkname nothing main.something

//go:linkname T main.T
type T int

//go:linkname v main.list[int]
var v int

func without()

func main() {}
