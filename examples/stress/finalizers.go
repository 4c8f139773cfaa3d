// Finalizers is a storm of them: objects that have one die by the thousand, some come to life again and die a second
// time, and some are kept by others that die first.
//
// Its arguments are the number of rounds and of objects in each.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// An object's next is alive for as long as the object's finalizer has not run.
type object struct {
	number  int
	next    *object
	payload []int
	lives   int // how often its finalizer brings it back
}

type tally struct {
	sync.Mutex
	finalized int
	revived   int
	saved     []*object
}

var counts tally

func newObject(number int, next *object) *object {
	o := &object{number: number, next: next, payload: make([]int, 4), lives: number % 3 / 2}
	for i := range o.payload {
		o.payload[i] = number
	}
	runtime.SetFinalizer(o, finalize)
	return o
}

func (o *object) must() {
	for _, word := range o.payload {
		if word != o.number {
			panic(fmt.Sprintf("object %d holds %d", o.number, word))
		}
	}
}

func finalize(o *object) {
	o.must()
	if o.next != nil {
		o.next.must()
	}
	counts.Lock()
	defer counts.Unlock()
	if o.lives > 0 {
		o.lives--
		counts.revived++
		counts.saved = append(counts.saved, o)
		runtime.SetFinalizer(o, finalize)
		return
	}
	counts.finalized++
}

// round makes objects in short chains, and drops them and what was saved.
func round(number, objects int) {
	var chain *object
	for i := range objects {
		if i%5 == 0 {
			chain = nil
		}
		chain = newObject(number*objects+i, chain)
	}
	counts.Lock()
	counts.saved = nil
	counts.Unlock()
}

func main() {
	sizes := [2]int{5, 100}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: finalizers [ROUNDS [OBJECTS]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	for number := range sizes[0] {
		round(number, sizes[1])
		runtime.GC()
	}
	// A chain dies link by link, and the revived once more.
	all := sizes[0] * sizes[1]
	for deadline := time.Now().Add(time.Minute); ; {
		counts.Lock()
		counts.saved = nil
		finalized := counts.finalized
		counts.Unlock()
		if finalized >= all {
			break
		}
		if time.Now().After(deadline) {
			fmt.Println("only", finalized, "were finalized")
			os.Exit(1)
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	for range 3 {
		runtime.GC()
	}
	counts.Lock()
	defer counts.Unlock()
	fmt.Println(counts.finalized, "objects finalized,", counts.revived, "came back once")
}
