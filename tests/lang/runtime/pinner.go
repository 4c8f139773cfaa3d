// runtime.Pinner.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

type T struct{ a, b int }

var global T
var numbers [4]int

func message(f func()) {
	defer func() {
		err := recover()
		_, isError := err.(runtime.Error)
		fmt.Println(err, isError)
	}()
	f()
}

// hidden keeps no pointer to what it pins but that of the Pinner.
//
//go:noinline
func hidden(p *runtime.Pinner, count int) []uintptr {
	var addresses []uintptr
	for i := 0; i < count; i++ {
		x := &T{i, -i}
		p.Pin(x)
		addresses = append(addresses, uintptr(unsafe.Pointer(x)))
	}
	return addresses
}

func main() {
	var p runtime.Pinner
	addresses := hidden(&p, 1000)
	for i := 0; i < 4; i++ {
		runtime.GC()
		for j := 0; j < 1000; j++ {
			_ = new(T)
		}
	}
	for i, address := range addresses {
		if x := *(*T)(unsafe.Pointer(address)); x.a != i || x.b != -i {
			panic("a pinned object is gone")
		}
	}
	p.Unpin()
	p.Unpin()

	x := new(T)
	var q runtime.Pinner
	for i := 0; i < 10; i++ {
		p.Pin(x)
		p.Pin(&x.b)
		q.Pin(unsafe.Pointer(x))
	}
	q.Unpin()
	runtime.GC()
	p.Unpin()
	p.Pin(&global)
	p.Pin(&numbers[2])
	p.Pin(new(struct{}))
	p.Unpin()

	message(func() { p.Pin(nil) })
	message(func() { p.Pin(3) })
	message(func() { p.Pin("text") })
	message(func() { p.Pin([]int{1}) })
	message(func() { p.Pin(map[string]int{}) })
	var never runtime.Pinner
	never.Unpin()
	fmt.Println("done")
}
