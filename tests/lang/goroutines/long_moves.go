// Pointers are moved in long operations, in the midst of which marking begins and ends: none gets
// lost.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync/atomic"
)

type node struct {
	self *node
	id   int
}

const count = 60000

var ring []*node // the marker finds it while the goroutine that moves cannot be scanned

func checkNodes(what string, nodes []*node, first int) {
	for i, n := range nodes {
		if n == nil || n.self != n || n.id != first+i {
			fmt.Println(what, "lost", first+i)
			return
		}
	}
}

// What overwrites a pointer is the move that takes it away: nothing else sees that it was there.
func shift(nodes []*node) {
	const step = count / 4
	ring = make([]*node, 8*count)
	copy(ring, nodes)
	for i := 1; i < 8; i++ {
		for j := range count {
			n := &node{id: j}
			n.self = n
			ring[i*count+j] = n
		}
	}
	for range 20 {
		for i := range step {
			ring[i+7*count] = nil
		}
		copy(ring[step:], ring[:7*count])
		for i := range 7 {
			checkNodes("copy up", ring[step+i*count:step+(i+1)*count], 0)
		}
		copy(ring, ring[step:7*count+step])
		for i := range 7 {
			checkNodes("copy down", ring[i*count:(i+1)*count], 0)
		}
	}
}

func main() {
	runtime.GOMAXPROCS(3)
	var stop atomic.Bool
	ended := make(chan bool)
	go func() {
		for !stop.Load() {
			runtime.GC()
		}
		ended <- true
	}()
	for round := range 3 {
		var grown []*node
		m := map[int]*node{}
		for i := range count {
			n := &node{id: i}
			n.self = n
			grown = append(grown, n)
			m[i] = n
		}
		checkNodes("append", grown, 0)
		shift(grown)
		for i := range 2 * count { // with holes: built anew several times
			m[count+i] = nil
			delete(m, count+i)
		}
		for i := range count {
			if n := m[i]; n == nil || n.self != n || n.id != i {
				fmt.Println("map lost", i)
				break
			}
		}
		var b strings.Builder
		for i := range count {
			fmt.Fprintf(&b, "%d,", i*7919%count)
		}
		words := strings.Split(b.String(), ",")
		for i := range words {
			words[i] = strings.Clone(words[i])
		}
		sort.Strings(words)
		joined := strings.Join(words, "")
		fmt.Println(round, len(joined), words[0] == "", words[1], words[count])
	}
	stop.Store(true)
	<-ended
}
