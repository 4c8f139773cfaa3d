// Messages of bounds that are not kept, of every kind of index; what is checked first.
package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

type A struct{ a [3]int }

func main() {
	s := []int{1, 2, 3}
	str := "abc"
	arr := [3]int{1, 2, 3}
	var np *[3]int
	pa := &arr
	var ns []int
	i, j, k := 1, 0, -1
	big := uint64(1<<63 + 5)
	u8 := uint8(200)
	i8 := int8(-3)
	up := ^uintptr(0)
	five := 5
	ten := 10
	try("s[i:j]", func() { _ = s[i:j] })
	try("s[k:]", func() { _ = s[k:] })
	try("s[:k]", func() { _ = s[:k] })
	try("s[k:k]", func() { _ = s[k:k] })
	try("s[five:ten]", func() { _ = s[five:ten] })
	try("s[five:]", func() { _ = s[five:] })
	try("s[five:i]", func() { _ = s[five:i] })
	try("s[big:]", func() { _ = s[big:] })
	try("s[:big]", func() { _ = s[:big] })
	try("s[big:big]", func() { _ = s[big:big] })
	try("s[u8:]", func() { _ = s[u8:] })
	try("s[i8:]", func() { _ = s[i8:] })
	try("s[:i8]", func() { _ = s[:i8] })
	try("s[up:]", func() { _ = s[up:] })
	try("s[i:j:k]", func() { _ = s[i:j:k] })
	try("s[i:j:2]", func() { _ = s[i:j:2] })
	try("s[i:five:2]", func() { _ = s[i:five:2] })
	try("s[i:five:ten]", func() { _ = s[i:five:ten] })
	try("s[five:1:2]", func() { _ = s[five:1:2] })
	try("s[:i:big]", func() { _ = s[:i:big] })
	try("s[:big:3]", func() { _ = s[:big:3] })
	try("s[big:1:3]", func() { _ = s[big:1:3] })
	try("str[i:j]", func() { _ = str[i:j] })
	try("str[k:]", func() { _ = str[k:] })
	try("str[:k]", func() { _ = str[:k] })
	try("str[five:]", func() { _ = str[five:] })
	try("str[:five]", func() { _ = str[:five] })
	try("str[big:]", func() { _ = str[big:] })
	try("str[:big]", func() { _ = str[:big] })
	try("arr[i:j]", func() { _ = arr[i:j] })
	try("arr[five:]", func() { _ = arr[five:] })
	try("arr[:five]", func() { _ = arr[:five] })
	try("arr[:big]", func() { _ = arr[:big] })
	try("arr[i:2:five]", func() { _ = arr[i:2:five] })
	try("pa[i:j]", func() { _ = pa[i:j] })
	try("pa[:five]", func() { _ = pa[:five] })
	try("np[:]", func() { _ = np[:] })
	try("np[five:]", func() { _ = np[five:] })
	try("np[i]", func() { _ = np[i] })
	try("np[five]", func() { _ = np[five] })
	try("ns[i]", func() { _ = ns[i] })
	try("s[big]", func() { _ = s[big] })
	try("s[up]", func() { _ = s[up] })
	try("s[u8]", func() { _ = s[u8] })
	try("s[i8]", func() { _ = s[i8] })
	try("str[big]", func() { _ = str[big] })
	try("arr[big]", func() { _ = arr[big] })
	try("arr[k]", func() { _ = arr[k] })
	try("pa[big]", func() { _ = pa[big] })
	try("s[big]=", func() { s[big] = 1 })
	try("arr[up]=", func() { arr[up] = 1 })
	try("slice to array", func() { _ = [4]int(s) })
	try("slice to array pointer", func() { _ = (*[4]int)(s) })
	try("nil to array", func() { _ = [0]int(ns); fmt.Println((*[0]int)(ns) == nil) })
	var m map[string]int
	try("nil map", func() { m["a"] = i / j })
	try("nil map 2", func() { m["a"] = 1 })
	try("nil map 3", func() { m["a"]++ })
	z := 0
	try("div", func() { _ = s[five] / z })
	try("div2", func() { _ = i / z * s[five] })
	try("shift", func() { _ = i << k })
	try("shift8", func() { _ = i >> i8 })
	try("nested", func() { _ = s[s[five]] })
	try("nested2", func() { ss := [][]int{s}; _ = ss[i][five] })
	try("make", func() { _ = make([]int, k) })
	try("make2", func() { _ = make([]int, 1, j) })
	try("make3", func() { _ = make([]int, big) })
	try("make chan", func() { _ = make(chan int, k) })
	var e struct{}
	es := []struct{}{e, e}
	try("es", func() { _ = es[big] })
	try("es2", func() { _ = es[five:] })
	ea := [2]struct{}{}
	try("ea", func() { _ = ea[five] })
	try("ea2", func() { _ = ea[big] })
	try("es=", func() { es[big] = e })
	st := []A{{}, {}}
	try("st", func() { st[big].a[1] = 2 })
	try("st2", func() { st[1].a[big] = 2 })
	try("clear", func() { clear(s[five:]) })
	try("append", func() { _ = append(s, s[five:]...) })
	try("copy", func() { copy(s, str2(str)[big:]) })
}

func str2(s string) []int { return []int{len(s)} }
