// Objects with finalizers that reach themselves are never finalized.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

type file struct {
	buffer []byte
	owner  *owner
}

type owner struct{ files []*file }

func open() {
	o := &owner{}
	f := &file{buffer: make([]byte, 40000), owner: o}
	o.files = append(o.files, f)
	runtime.SetFinalizer(f, func(f *file) { f.buffer = nil })
}

func main() {
	for i := 0; i < 10; i++ {
		open()
	}
	runtime.GC()
	runtime.GC()
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
