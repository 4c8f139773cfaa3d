// Goroutines that allocate, wait, defer and copy while snapshots are taken of them.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

type node struct {
	next *node
	m    map[string]*node
	f    func() int
	s    []any
}

func busy(id int, stop chan bool, wg *sync.WaitGroup) {
	defer wg.Done()
	defer func() { recover() }()
	var list *node
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		n := &node{next: list, m: map[string]*node{fmt.Sprint(id, i): list}}
		n.f = func() int { return len(n.s) + i }
		n.s = append(n.s, i, "x", n, 1.5, []int{i})
		if i%100 != 0 {
			list = n
		} else {
			list = nil
			strings.Repeat("abc", 100000)
			if strings.Compare(strings.Repeat("x", 1<<18), strings.Repeat("x", 1<<18)) != 0 {
				panic("x")
			}
		}
		if i%50 == 0 {
			var a [200]*node
			deep(&a, 50)
		}
	}
}

func deep(a *[200]*node, n int) {
	if n > 0 {
		defer func() { a[n] = nil }()
		deep(a, n-1)
	}
}

func main() {
	var wg sync.WaitGroup
	stop := make(chan bool)
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go busy(i, stop, &wg)
	}
	for i := 0; i < 20; i++ {
		f, _ := os.Create(os.Args[1])
		debug.WriteHeapDump(f.Fd())
		f.Close()
		time.Sleep(5 * time.Millisecond)
	}
	close(stop)
	wg.Wait()
	fmt.Println("ok")
}
