// A file for Go 1.21 has one variable for all iterations of a loop.

//go:build go1.21

package main

import "fmt"

type point struct{ x, y int }

func counted() (list []func() int) {
	for i := 0; i < 3; i++ {
		list = append(list, func() int { return i })
	}
	return
}

func several() (list []*int) {
	for i, j := 0, 10; i < j; i, j = i+1, j-4 {
		list = append(list, &i, &j)
	}
	return
}

func ranged(points []point) (list []*point) {
	for i, p := range points {
		p.x += i
		list = append(list, &p)
	}
	return
}

func keys(m map[string]int) (list []*string) {
	for k := range m {
		list = append(list, &k)
	}
	return
}

func runes(s string) (list []func() rune) {
	for _, r := range s {
		list = append(list, func() rune { return r })
	}
	return
}

func received(c chan int) (list []*int) {
	for v := range c {
		list = append(list, &v)
	}
	return
}

func arrays(a [3][2]int) (list []*[2]int) {
	for _, row := range a {
		list = append(list, &row)
	}
	return
}

// A loop without captures behaves alike in every version.
func plain(a []int) (sum int) {
	for i, v := range a {
		i += v
		sum += i
	}
	return
}

func main() {
	for _, f := range counted() {
		fmt.Println("counted", f())
	}
	for _, p := range several() {
		fmt.Println("several", *p)
	}
	for _, p := range ranged([]point{{1, 2}, {3, 4}}) {
		fmt.Println("ranged", *p)
	}
	fmt.Println("keys", *keys(map[string]int{"a": 1})[0])
	for _, f := range runes("xyz") {
		fmt.Println("runes", string(f()))
	}
	c := make(chan int, 2)
	c <- 1
	c <- 2
	close(c)
	list := received(c)
	fmt.Println("received", *list[0], *list[1], list[0] == list[1])
	for _, row := range arrays([3][2]int{{1, 2}, {3, 4}, {5, 6}}) {
		fmt.Println("arrays", *row)
	}
	fmt.Println("plain", plain([]int{1, 2, 3}))
	var k int
	for k = range []int{7, 8} {
		defer func() { fmt.Println("assigned", k) }()
	}
}
