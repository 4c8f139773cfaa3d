// A forgotten map entry: sessions are never deleted.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
)

type session struct {
	user string
	data []byte
}

var sessions = map[string]*session{}

func login(i int) {
	name := fmt.Sprint("user", i)
	sessions[name] = &session{user: name, data: make([]byte, 1000)}
}

func main() {
	for i := 0; i < 2000; i++ {
		login(i)
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
