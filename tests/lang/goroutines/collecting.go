// What is on its way through a channel survives collections: in buffers, with goroutines that wait to
// send, with receivers that were given it and have not run yet; and goroutines that wait keep channels.
package main

import (
	"fmt"
	"runtime"
	"strconv"
)

type node struct {
	next *node
	text string
}

func list(n int) *node {
	var l *node
	for i := 0; i < n; i++ {
		l = &node{l, fmt.Sprint("node ", i)}
	}
	return l
}

func (l *node) check(n int) bool {
	for i := n - 1; i >= 0; i-- {
		if l == nil || l.text != fmt.Sprint("node ", i) {
			return false
		}
		l = l.next
	}
	return l == nil
}

type wide struct {
	pad  [5]int
	list *node
	text string
}

func garbage() {
	for i := 0; i < 50; i++ {
		_ = list(20)
	}
	runtime.GC()
}

func main() {
	bad := 0
	expect := func(ok bool) {
		if !ok {
			bad++
		}
	}
	// In a buffer.
	c := make(chan *node, 8)
	for i := 0; i < 8; i++ {
		c <- list(i)
	}
	garbage()
	for i := 0; i < 8; i++ {
		expect((<-c).check(i))
	}
	// With senders, in their records and too wide for these.
	w := make(chan wide)
	for i := 0; i < 8; i++ {
		go func() { c <- list(10 + i) }()
		go func() { w <- wide{list: list(i), text: fmt.Sprint(i)} }()
		go func() {
			select {
			case w <- wide{list: list(i + 8), text: fmt.Sprint(i + 8)}:
			case c <- nil:
			}
		}()
	}
	for i := 0; i < 50; i++ {
		runtime.Gosched()
	}
	garbage()
	var seen [16]bool
	lists := 0
	for i := 0; i < 24; i++ {
		select {
		case l := <-c:
			if l != nil {
				lists++
			}
		case v := <-w:
			n, _ := strconv.Atoi(v.text)
			expect(v.list.check(n))
			seen[n] = true
		}
	}
	fmt.Println(lists)
	for i := 0; i < 8; i++ {
		expect(seen[i])
	}
	// Given to receivers that have not run yet.
	done := make(chan bool)
	for i := 0; i < 8; i++ {
		go func() { expect((<-c).check(30)); done <- true }()
		go func() { v := <-w; expect(v.list.check(31)); done <- true }()
	}
	for i := 0; i < 50; i++ {
		runtime.Gosched()
	}
	for i := 0; i < 8; i++ {
		c <- list(30)
		w <- wide{list: list(31)}
	}
	garbage()
	for i := 0; i < 16; i++ {
		<-done
	}
	// A channel that only those who wait on it know.
	var ends []chan *node
	for i := 0; i < 4; i++ {
		end := make(chan *node, 1)
		ends = append(ends, end)
		hidden := make(chan *node)
		go func() { end <- <-hidden }()
		go func() {
			l := list(40)
			for i := 0; i < 30; i++ {
				runtime.Gosched()
			}
			garbage()
			hidden <- l
		}()
	}
	garbage()
	for _, end := range ends {
		expect((<-end).check(40))
	}
	fmt.Println("bad:", bad)
}
