// Four goroutines write and read values of all types without a lock: a torn value is as good as a
// whole one.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type shape interface{ area() int }
type square struct{ side int }
type circle struct{ radius int }

func (s *square) area() int { return s.side }
func (c *circle) area() int { return c.radius }

type record struct {
	values []*square
	name   string
	shape  shape
	any    any
	next   *record
	pair   [2]*square
}

// Everything here is written and read by four goroutines without a lock. Slices are all of one length, strings too, and the types in an
// interface lie alike in memory: a value that is torn between two others is as good as either.
var shared = &record{values: make([]*square, 8), name: "aaaaaaaa", shape: &square{1}, any: &square{1}}
var table [16]*record

const rounds = 3000

func write(id int, r *record, i int) {
	values := make([]*square, 8)
	for j := range values {
		values[j] = &square{j}
	}
	r.values = values
	r.name = fmt.Sprintf("%08d", i)
	if i%2 == 0 {
		r.shape, r.any = &square{i}, &circle{i}
	} else {
		r.shape, r.any = &circle{i}, &square{i}
	}
	r.pair = [2]*square{{i}, {id}}
	r.next = &record{next: r.next}
	if i%64 == 0 {
		r.next = nil
	}
	*table[i%16] = *r
	table[i%16] = &record{values: r.values, name: r.name, shape: r.shape, any: r.any}
}

func read(r *record) int {
	sum := 0
	for _, v := range r.values {
		if v != nil {
			sum += v.side
		}
	}
	if r.shape != nil {
		sum += r.shape.area()
	}
	switch x := r.any.(type) {
	case *square:
		sum += x.side
	case *circle:
		sum += x.radius
	}
	for n := r.next; n != nil; n = n.next {
		sum++
	}
	for _, p := range r.pair {
		if p != nil {
			sum += p.side
		}
	}
	return sum + len([]byte(r.name)) + len(append(r.values[:4:4], r.values[4:]...))
}

func main() {
	runtime.GOMAXPROCS(4)
	for i := range table {
		table[i] = &record{values: make([]*square, 8), name: "bbbbbbbb", shape: &circle{i}, any: &circle{i}}
	}
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range rounds {
				write(id, shared, i)
				read(shared)
				r := table[(i*7+id)%16]
				read(r)
				copy(shared.values, r.values)
				clear(r.values)
			}
		}()
	}
	wg.Wait()
	fmt.Println("done")
}
