// A slice of a few bytes keeps the large array that it was cut from.
package main

import (
	"os"
	"runtime/debug"
)

type header struct{ magic []byte }

var headers []header

func read(size int) []byte { return make([]byte, size) }

func main() {
	for i := 0; i < 5; i++ {
		file := read(1 << 20)
		headers = append(headers, header{file[:16]})
	}
	dump()
}

func dump() {
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(f.Fd())
	f.Close()
}
