// Objects that were made while a cycle marks hold the only pointer to older ones: a mark must see them.
package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
)

type cell struct {
	next  *cell
	value int
}

// churn makes garbage: a cycle begins, or goes on, meanwhile.
func churn() {
	var c *cell
	for i := range 12 {
		c = &cell{c, i}
	}
	if c.value != 11 {
		panic("churn")
	}
}

func closure(i int) int {
	x := i
	churn()
	f := func() int {
		x++
		return x
	}
	churn()
	return f() - 1
}

func split(i int) int {
	text := strings.Repeat("part ", 20+i%3)
	churn()
	parts := strings.Fields(text)
	churn()
	return len(strings.Join(parts, "")) / 4
}

func splitBytes(i int) int {
	text := bytes.Repeat([]byte("part "), 20+i%3)
	churn()
	parts := bytes.Split(text, []byte(" "))
	churn()
	sum := 0
	for _, part := range parts {
		if len(part) > 0 && string(part) == "part" {
			sum++
		}
	}
	return sum
}

func iterate(i int) int {
	m := map[int]*cell{}
	for k := range 9 {
		m[k] = &cell{nil, k + i}
	}
	churn()
	sum := 0
	for k, c := range m {
		churn()
		sum += c.value - k
	}
	return sum / 9
}

func box(i int) int {
	c := &cell{nil, i}
	churn()
	var any1 any = *c
	churn()
	return any1.(cell).value
}

func pointer(i int) int {
	c := &cell{&cell{nil, i}, 0}
	churn()
	text := fmt.Sprint(c.next.value)
	churn()
	return len(text)
}

func grow(i int) int {
	s := []*cell{{nil, i}}
	churn()
	s = append(s, nil)
	churn()
	return s[0].value
}

func swap(i int) int {
	s := []*cell{{nil, i + 1}, {nil, i}}
	churn()
	sort.Slice(s, func(a, b int) bool {
		churn()
		return s[a].value < s[b].value
	})
	return s[0].value
}

func value(i int) int {
	x := i
	churn()
	f := (&cell{&cell{nil, x}, x}).method
	churn()
	return f()
}

func (c *cell) method() int { return c.next.value }

func deferred(i int) (result int) {
	c := &cell{&cell{nil, i}, 0}
	churn()
	defer func(n *cell) {
		churn()
		result = n.value
	}(c.next)
	c = nil
	churn()
	return
}

func passed(i int) int {
	c := make(chan *cell, 1)
	done := make(chan *cell)
	n := &cell{nil, i}
	churn()
	go func(n *cell) {
		churn()
		c <- n
		done <- &cell{<-c, 0}
	}(n)
	churn()
	return (<-done).next.value
}

func main() {
	functions := []func(int) int{closure, split, splitBytes, iterate, box, pointer, grow, swap, value, deferred, passed}
	sums := make([]int, len(functions))
	for i := range 500 {
		for k, f := range functions {
			sums[k] += f(i)
		}
	}
	fmt.Println(sums)
}
