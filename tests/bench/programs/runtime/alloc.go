package main

import (
	"fmt"
	"os"
	"strconv"
)

type pointers16 struct {
	p *byte
	a int64
}
type pointers64 struct {
	p *byte
	a [7]int64
}
type pointers256 struct {
	p *byte
	a [31]int64
}
type plain16 struct{ a [2]int64 }
type plain64 struct{ a [8]int64 }
type plain256 struct{ a [32]int64 }

var (
	keepPointers16  *pointers16
	keepPointers64  *pointers64
	keepPointers256 *pointers256
	keepPlain16     *plain16
	keepPlain64     *plain64
	keepPlain256    *plain256
)

// N objects of a kind and size, each dropped at once: "alloc pointers16 N".
func main() {
	kind := os.Args[1]
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	switch kind {
	case "pointers16":
		for i := 0; i < n; i++ {
			keepPointers16 = new(pointers16)
		}
	case "pointers64":
		for i := 0; i < n; i++ {
			keepPointers64 = new(pointers64)
		}
	case "pointers256":
		for i := 0; i < n; i++ {
			keepPointers256 = new(pointers256)
		}
	case "plain16":
		for i := 0; i < n; i++ {
			keepPlain16 = new(plain16)
		}
	case "plain64":
		for i := 0; i < n; i++ {
			keepPlain64 = new(plain64)
		}
	case "plain256":
		for i := 0; i < n; i++ {
			keepPlain256 = new(plain256)
		}
	}
	fmt.Println(n)
}
