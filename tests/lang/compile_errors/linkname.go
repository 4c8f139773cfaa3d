// What //go:linkname must not do.
package main

import _ "unsafe"

//go:linkname
//go:linkname a b c
var before int //go:linkname f main.g
func f() {}

//go:linkname main
func main() {}
