// Package unsafe: offsets through embedded fields, slices and strings made of pointers, arithmetic into heap objects.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

type In struct {
	a byte
	b int32
	c [3]int16
}
type E struct {
	x byte
	In
	p *int
}
type EP struct {
	q int
	*In
}
type node struct {
	v    int
	next *node
}

func main() {
	var e E
	fmt.Println(unsafe.Offsetof(e.In), unsafe.Offsetof(e.b), unsafe.Offsetof(e.In.c), unsafe.Offsetof(e.p), unsafe.Sizeof(e), unsafe.Alignof(e.c), unsafe.Sizeof(e.c))
	const k = unsafe.Offsetof(E{}.p)
	var arr [k]int
	fmt.Println(len(arr))
	b := []byte("hello")
	s := unsafe.String(&b[1], 3)
	fmt.Println(s, unsafe.String(unsafe.StringData("xyz"), 2), *unsafe.StringData("q"))
	p := unsafe.SliceData(b)
	q := (*byte)(unsafe.Add(unsafe.Pointer(p), 4))
	*q = '!'
	fmt.Println(string(b), string(unsafe.Slice(p, 2)), cap(unsafe.Slice(p, 2)))
	keep := []unsafe.Pointer{}
	for i := range 1000 {
		ns := make([]node, 3)
		ns[2].v = i
		keep = append(keep, unsafe.Add(unsafe.Pointer(&ns[0]), 2*unsafe.Sizeof(node{})))
		_ = make([]byte, 100)
	}
	runtime.GC()
	sum := 0
	for _, k := range keep {
		sum += (*node)(k).v
		prev := (*node)(unsafe.Pointer(uintptr(k) - unsafe.Sizeof(node{})))
		if prev.next != nil {
			panic("x")
		}
	}
	fmt.Println(sum)
	xs := []int32{1, 2, 3, 4}
	ys := unsafe.Slice((*int64)(unsafe.Pointer(&xs[0])), 2)
	fmt.Println(ys[0] == 1|2<<32, len(ys))
	f := 1.5
	fmt.Printf("%#x\n", *(*uint64)(unsafe.Pointer(&f)))
	func() { defer func() { fmt.Println(recover()) }(); n := -1; _ = unsafe.Slice(p, n) }()
	func() { defer func() { fmt.Println(recover()) }(); var np *int; n := 1; _ = unsafe.Slice(np, n) }()
	func() { defer func() { fmt.Println(recover()) }(); var np *byte; n := 1; _ = unsafe.String(np, n) }()
	func() { defer func() { fmt.Println(recover()) }(); n := uint64(1) << 63; _ = unsafe.Slice(p, n) }()
	func() { defer func() { fmt.Println(recover()) }(); n := -5; _ = unsafe.String(p, n) }()
	var np *int
	n := 0
	fmt.Println(unsafe.Slice(np, n) == nil, unsafe.SliceData([]int(nil)) == nil, unsafe.SliceData([]int{}) != nil, unsafe.String((*byte)(nil), 0) == "")
	type hdr struct {
		data     unsafe.Pointer
		len, cap int
	}
	h := (*hdr)(unsafe.Pointer(&xs))
	h.len = 2
	fmt.Println(xs, cap(xs))
	m := map[unsafe.Pointer]int{unsafe.Pointer(&f): 1}
	fmt.Println(m[unsafe.Pointer(&f)])
	up := uintptr(unsafe.Pointer(&xs[0]))
	fmt.Println(*(*int32)(unsafe.Pointer(up + 4)))
}
