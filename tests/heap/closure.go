// A closure that needs a number captures all that it is in.
package main

import (
	"os"
	"runtime/debug"
)

type report struct {
	lines []string
	total int
}

func load() *report {
	r := &report{total: 7}
	for i := 0; i < 20000; i++ {
		r.lines = append(r.lines, "line"+string(rune('a'+i%26)))
	}
	return r
}

var callbacks []func() int

func register() {
	r := load()
	callbacks = append(callbacks, func() int { return r.total })
}

func main() {
	register()
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
