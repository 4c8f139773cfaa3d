package main

import "sync"

// A bounded queue on a Cond.
type queue struct {
	mu              sync.Mutex
	notEmpty, space *sync.Cond
	items           []int
}

func (q *queue) put(v int) {
	q.mu.Lock()
	for len(q.items) == 2 {
		q.space.Wait()
	}
	q.items = append(q.items, v)
	q.notEmpty.Signal()
	q.mu.Unlock()
}

func (q *queue) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.notEmpty.Wait()
	}
	v := q.items[0]
	q.items = q.items[1:]
	q.space.Signal()
	return v
}

func main() {
	q := &queue{}
	q.notEmpty, q.space = sync.NewCond(&q.mu), sync.NewCond(&q.mu)
	var wg sync.WaitGroup
	sums := [3]int{}
	for i := range 3 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			for j := range 4 {
				q.put(i*4 + j)
			}
		}()
		go func() {
			defer wg.Done()
			for range 4 {
				sums[i] += q.get()
			}
		}()
	}
	wg.Wait()
	if sums[0]+sums[1]+sums[2] != 66 || len(q.items) != 0 {
		panic("lost")
	}
	// Broadcast wakes all.
	open := false
	gate := sync.NewCond(&q.mu)
	for range 5 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			q.mu.Lock()
			for !open {
				gate.Wait()
			}
			q.mu.Unlock()
		}()
	}
	q.mu.Lock()
	open = true
	gate.Broadcast()
	q.mu.Unlock()
	wg.Wait()
}
