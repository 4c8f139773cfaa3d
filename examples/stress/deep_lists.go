// Deep_lists makes long lists, which a collector can follow only one link at a time, reverses them, sorts them by
// merging, and walks them by recursion as deep as they are long.
//
// Its arguments are the length of the lists and how often all is done.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

type link struct {
	next  *link
	value int
}

// scattered makes a list of n values in an order that looks like none.
func scattered(n int) *link {
	var head *link
	state := uint64(n)
	for range n {
		state = state*6364136223846793005 + 1442695040888963407
		head = &link{head, int(state>>33) % n}
	}
	return head
}

func reversed(l *link) *link {
	var head *link
	for l != nil {
		l.next, head, l = head, l, l.next
	}
	return head
}

// copied makes a new list of new links, by recursion: each frame holds a pointer.
func copied(l *link) *link {
	if l == nil {
		return nil
	}
	return &link{copied(l.next), l.value}
}

func merged(a, b *link) *link {
	var head *link
	end := &head
	for a != nil && b != nil {
		if a.value <= b.value {
			*end, a = a, a.next
		} else {
			*end, b = b, b.next
		}
		end = &(*end).next
	}
	if a == nil {
		a = b
	}
	*end = a
	return head
}

func sorted(l *link) *link {
	if l == nil || l.next == nil {
		return l
	}
	middle := l
	for fast := l.next; fast != nil && fast.next != nil; fast = fast.next.next {
		middle = middle.next
	}
	second := middle.next
	middle.next = nil
	return merged(sorted(l), sorted(second))
}

func sum(l *link) (count, total int) {
	for ; l != nil; l = l.next {
		count++
		total += l.value
	}
	return
}

func main() {
	sizes := [2]int{1000, 3}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 2 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: deep_lists [LENGTH [ROUNDS]], each at least 2")
			os.Exit(2)
		}
		sizes[i] = n
	}
	lists := make([]*link, sizes[1])
	for i := range lists {
		lists[i] = sorted(copied(reversed(scattered(sizes[0]))))
	}
	for range 3 {
		runtime.GC()
	}
	for _, l := range lists {
		count, total := sum(l)
		for last := -1; l != nil; last, l = l.value, l.next {
			if l.value < last {
				fmt.Println("not sorted:", last, "before", l.value)
				os.Exit(1)
			}
		}
		fmt.Println(count, "links, sum", total)
	}
}
