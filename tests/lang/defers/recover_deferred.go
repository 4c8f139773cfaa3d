// recover itself deferred: it counts as called by the function that defers it.
package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, "outer", recover()) }()
	f()
	fmt.Println(name, "returned")
}

func main() {
	try("a", func() { defer func() { defer recover(); panic(2) }(); panic(1) })
	try("b", func() { defer func() { defer func() { defer recover(); panic(2) }(); recover() }(); panic(1) })
	try("c", func() { defer func() { defer recover(); defer recover() }(); panic(1) })
	try("d", func() { defer func() { defer recover(); defer func() { panic(3) }() }(); panic(1) })
	try("e", func() { defer func() { defer recover(); defer func() { recover() }(); panic(2) }(); panic(1) })
	try("f", func() { defer recover(); defer func() { panic(2) }(); panic(1) })
	try("g", func() { f := func() { defer recover() }; defer f(); panic(1) })
	try("h", func() { defer func() { f := func() { defer recover() }; f() }(); panic(1) })
	try("i", func() {
		defer func() { defer recover(); func() { defer func() { recover() }(); panic(2) }() }()
		panic(1)
	})
}
