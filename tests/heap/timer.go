// A timer that is never stopped keeps what its function captured.
package main

import (
	"os"
	"runtime/debug"
	"time"
)

type request struct{ body []byte }

func handle(r *request) {
	time.AfterFunc(time.Hour, func() { r.body = nil })
}

func main() {
	for i := 0; i < 100; i++ {
		handle(&request{body: make([]byte, 50000)})
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
