// Programs made of channels: a sieve, a pool of workers, a tree walked by goroutines, a ring, a mutex.
package main

import (
	"fmt"
	"sort"
)

func generate(out chan<- int) {
	for i := 2; ; i++ {
		out <- i
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for {
		if i := <-in; i%prime != 0 {
			out <- i
		}
	}
}

func sieve(n int) []int {
	var primes []int
	c := make(chan int)
	go generate(c)
	for len(primes) < n {
		prime := <-c
		primes = append(primes, prime)
		next := make(chan int)
		go filter(c, next, prime)
		c = next
	}
	return primes
}

type job struct {
	n     int
	reply chan<- result
}

type result struct {
	n, square int
	worker    string
}

func pool(workers, jobs int) {
	queue := make(chan job, 4)
	results := make(chan result)
	for w := 0; w < workers; w++ {
		name := fmt.Sprint("worker ", w)
		go func() {
			for j := range queue {
				j.reply <- result{j.n, j.n * j.n, name}
			}
			results <- result{worker: name, n: -1}
		}()
	}
	go func() {
		for i := 0; i < jobs; i++ {
			queue <- job{i, results}
		}
		close(queue)
	}()
	sum, ended := 0, []string{}
	for len(ended) < workers {
		r := <-results
		if r.n < 0 {
			ended = append(ended, r.worker)
		} else {
			sum += r.square
		}
	}
	sort.Strings(ended)
	fmt.Println(sum, ended)
}

type tree struct {
	left, right *tree
	value       int
}

func insert(t *tree, v int) *tree {
	if t == nil {
		return &tree{value: v}
	}
	if v < t.value {
		t.left = insert(t.left, v)
	} else {
		t.right = insert(t.right, v)
	}
	return t
}

func (t *tree) walk(out chan<- int) {
	if t != nil {
		t.left.walk(out)
		out <- t.value
		t.right.walk(out)
	}
}

func same(a, b *tree) bool {
	ca, cb := make(chan int), make(chan int)
	for _, w := range []struct {
		t *tree
		c chan int
	}{{a, ca}, {b, cb}} {
		go func() {
			w.t.walk(w.c)
			close(w.c)
		}()
	}
	for {
		x, ok1 := <-ca
		y, ok2 := <-cb
		if x != y || ok1 != ok2 {
			return false
		}
		if !ok1 {
			return true
		}
	}
}

func ring(size, rounds int) int {
	first := make(chan int)
	in := first
	for i := 1; i < size; i++ {
		out := make(chan int)
		go func(in <-chan int, out chan<- int) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	go func() { first <- 0 }()
	v := 0
	for i := 0; i < rounds; i++ {
		v = <-in + 1
		if i+1 < rounds {
			first <- v
		}
	}
	close(first)
	_, ok := <-in
	if ok {
		return -1
	}
	return v
}

func mutex(goroutines, times int) int {
	lock := make(chan bool, 1)
	done := make(chan bool)
	counter := 0
	for i := 0; i < goroutines; i++ {
		go func() {
			for j := 0; j < times; j++ {
				lock <- true
				counter++
				<-lock
			}
			done <- true
		}()
	}
	for i := 0; i < goroutines; i++ {
		<-done
	}
	return counter
}

// Channels of channels, and goroutines with a deep stack when they wait.
func deep(n int, in chan chan int) int {
	if n == 0 {
		c := <-in
		return <-c
	}
	var pad [20]int
	pad[n%20] = n
	return deep(n-1, in) + pad[n%20] - n
}

func main() {
	fmt.Println(sieve(60))
	pool(5, 100)
	var a, b, c *tree
	for i := 0; i < 100; i++ {
		a = insert(a, i*37%101)
		b = insert(b, (99-i)*37%101)
		c = insert(c, i*37%103)
	}
	fmt.Println(same(a, b), same(a, c))
	fmt.Println(ring(100, 20))
	fmt.Println(mutex(8, 200))
	in := make(chan chan int)
	out := make(chan int)
	for i := 0; i < 4; i++ {
		go func() { out <- deep(300, in) }()
	}
	sum := 0
	for i := 0; i < 4; i++ {
		reply := make(chan int)
		in <- reply
		reply <- i
		sum += <-out
	}
	fmt.Println(sum)
}
