// Indices and slice bounds out of range: the text of each panic.
package main

import "fmt"

func try(f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		fmt.Println(ok, err)
	}()
	f()
}

func main() {
	s := make([]int, 3, 5)
	a := [4]int{}
	str := "hello"
	i, j := 5, -1
	three, six := 3, 6
	try(func() { _ = s[i] })
	try(func() { _ = s[j] })
	try(func() { s[three] = 1 })
	try(func() { _ = a[i] })
	try(func() { _ = str[i] })
	try(func() { _ = s[six:] })
	try(func() { _ = s[:six] })
	try(func() { _ = s[4:three] })
	try(func() { _ = s[j:] })
	try(func() { _ = s[1:2:six] })
	try(func() { _ = s[1:5:three] })
	try(func() { _ = s[4:three:5] })
	try(func() { _ = str[six:] })
	try(func() { _ = str[three:2] })
	try(func() { _ = a[three:i] })
	try(func() { _ = make([]int, j) })
	try(func() { _ = make([]int, 2, three-2) })
	try(func() { _ = [4]int(s) })
	try(func() { var n []int; n[0] = 1 })
	try(func() { var p *[4]int; _ = p[1] })
	small, huge := uint8(200), uint64(1<<63)
	try(func() { _ = s[small] })
	try(func() { _ = make([]byte, huge) })
	fmt.Println(s[3:5], len(str[5:]))
}
